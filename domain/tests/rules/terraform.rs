//! The Terraform files: what they say, read back by another reader of HCL, and their layout.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    process::Command,
};

use hcl::{
    Value as Read,
    eval::{Context, Evaluate as _, FuncDef, ParamType},
};
use proptest::prelude::*;
use roleport_domain::{
    grant::{Access, Grant},
    request::{ExistingRole, RequestInput, ValidRequest},
    terraform::{File, snippet, tree},
};
use serde_json::Value;

use crate::{
    input::{cluster, request},
    properties::grants,
};

/// A request of an application of its own.
fn of(app: &str, grants: Vec<Grant>) -> RequestInput {
    RequestInput {
        app: app.to_owned(),
        namespace: app.to_owned(),
        service_account: app.to_owned(),
        ..request(grants)
    }
}

fn bucket(name: &str) -> Vec<Grant> {
    vec![Grant::s3(name, "", &[Access::Read])]
}

/// A request that needs several policies.
fn large(app: &str) -> RequestInput {
    let prefix = |index| format!("{}{index}/", "deep/".repeat(20));
    let grants = (0..90).map(|index| Grant::s3("price-tables", &prefix(index), &[Access::Write]));
    of(app, grants.collect())
}

fn text<'a>(files: &'a [File], path: &str) -> &'a str {
    let file = files.iter().find(|file| file.path == path);
    &file.unwrap_or_else(|| panic!("no {path}")).text
}

#[test]
fn a_role_reads_as_a_person_would_have_written_it() {
    let mut input = request(vec![Grant::s3(
        "inneractive-fyber-data",
        "",
        &[Access::Read],
    )]);
    input.cluster.permissions_boundary =
        Some("arn:aws:iam::003250186609:policy/pod-boundary".to_owned());
    let files = snippet(&input.parse().unwrap());
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "iam_serviceaccounts.tf",
            "imports.tf",
            "policies/bln-fairbid-production-blue-raven.json",
            "terragrunt.hcl",
            "trust/bln-fairbid-production-blue-raven.json",
        ]
    );
    assert_eq!(
        text(&files, "iam_serviceaccounts.tf"),
        r#"# Pods of service account blue-raven in namespace blue-raven.
resource "aws_iam_role" "bln-fairbid-production-blue-raven" {
  name                 = "bln-fairbid-production-blue-raven"
  path                 = "/"
  description          = "blue-raven in namespace blue-raven of cluster production, managed by Roleport"
  assume_role_policy   = file("${path.module}/trust/bln-fairbid-production-blue-raven.json")
  permissions_boundary = "arn:aws:iam::003250186609:policy/pod-boundary"

  tags = {
    "roleport:managed"         = "true"
    "roleport:cluster"         = "production"
    "roleport:namespace"       = "blue-raven"
    "roleport:service-account" = "blue-raven"
    "roleport:application"     = "blue-raven"
  }
}

resource "aws_iam_policy" "bln-fairbid-production-blue-raven" {
  name   = "bln-fairbid-production-blue-raven"
  path   = "/"
  policy = file("${path.module}/policies/bln-fairbid-production-blue-raven.json")

  tags = {
    "roleport:managed"         = "true"
    "roleport:cluster"         = "production"
    "roleport:namespace"       = "blue-raven"
    "roleport:service-account" = "blue-raven"
    "roleport:application"     = "blue-raven"
  }
}

resource "aws_iam_role_policy_attachment" "bln-fairbid-production-blue-raven" {
  role       = aws_iam_role.bln-fairbid-production-blue-raven.name
  policy_arn = aws_iam_policy.bln-fairbid-production-blue-raven.arn
}
"#
    );
    assert_eq!(
        text(&files, "imports.tf"),
        r#"# Needs Terraform 1.5 or newer. All of this is in AWS: importing it changes nothing there.

import {
  to = aws_iam_role.bln-fairbid-production-blue-raven
  id = "bln-fairbid-production-blue-raven"
}

import {
  to = aws_iam_policy.bln-fairbid-production-blue-raven
  id = "arn:aws:iam::003250186609:policy/bln-fairbid-production-blue-raven"
}

import {
  to = aws_iam_role_policy_attachment.bln-fairbid-production-blue-raven
  id = "bln-fairbid-production-blue-raven/arn:aws:iam::003250186609:policy/bln-fairbid-production-blue-raven"
}
"#
    );
    assert_eq!(
        text(&files, "terragrunt.hcl"),
        r#"# Inputs for states that need the roles: paste them, or read this file with read_terragrunt_config().

inputs = {
  service_account_roles = {
    bln-fairbid-production-blue-raven = {
      namespace       = "blue-raven"
      service_account = "blue-raven"
      role_arn        = "arn:aws:iam::003250186609:role/bln-fairbid-production-blue-raven"
      policy_arns = [
        "arn:aws:iam::003250186609:policy/bln-fairbid-production-blue-raven",
      ]
    }
  }
}
"#
    );
}

#[test]
fn accounts_and_clusters_have_folders_of_their_own() {
    let mut other = of("mamba", bucket("mamba-events"));
    other.cluster.account_id = "123456789012".to_owned();
    let mut staging = of("mamba", bucket("mamba-events"));
    staging.cluster.name = "staging".to_owned();
    staging.cluster.role_name_pattern = "staging-{app}".to_owned();
    let files = tree(&[
        other.parse().unwrap(),
        of("mamba", bucket("mamba-events")).parse().unwrap(),
        staging.parse().unwrap(),
    ]);
    let folders: BTreeSet<_> = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("/imports.tf"))
        .collect();
    let expected = [
        "003250186609/production",
        "003250186609/staging",
        "123456789012/production",
    ];
    assert_eq!(folders, BTreeSet::from(expected));
    for file in &files {
        let said = file.text.starts_with("# Written by Roleport.");
        // JSON has no comments.
        assert_ne!(said, file.text.starts_with('{'), "{file:?}");
    }
    assert_eq!(tree(&[]), []);
}

#[test]
fn every_policy_of_a_role_is_there() {
    let request = large("mamba").parse().unwrap();
    assert!(request.policies().len() > 1);
    let requests = [request];
    faithful(&tree(&requests), &requests);
}

/// Reads resources back: (type, label) and what each attribute comes to, files read in place.
fn resources(files: &[File], folder: &str) -> BTreeMap<(String, String), BTreeMap<String, Read>> {
    let read = |path: &str| text(files, &format!("{folder}/{path}")).to_owned();
    let body = hcl::parse(&read("iam_serviceaccounts.tf")).unwrap();
    let mut context = Context::new();
    context.declare_var("path", hcl::value!({ "module" = "." }));
    let file = FuncDef::builder().param(ParamType::String);
    context.declare_func("file", file.build(|arguments| Ok(arguments[0].clone())));
    let mut found = BTreeMap::new();
    for block in body.blocks() {
        assert_eq!(block.identifier(), "resource");
        let labels: Vec<_> = block.labels().iter().map(hcl::BlockLabel::as_str).collect();
        let attributes = block.body().attributes().map(|attribute| {
            let value = attribute.expr.evaluate(&context).map_or_else(
                // A reference to another resource stays as it is written.
                |_| Read::from(attribute.expr.to_string()),
                |value| match value.as_str().and_then(|text| text.strip_prefix("./")) {
                    Some(path) => Read::from(read(path)),
                    None => value,
                },
            );
            (attribute.key.to_string(), value)
        });
        let key = (labels[0].to_owned(), labels[1].to_owned());
        let before = found.insert(key, attributes.collect());
        assert!(before.is_none(), "{labels:?} is there twice");
    }
    found
}

/// Asserts that the files say what the requests do, no more and no less.
fn faithful(files: &[File], requests: &[ValidRequest]) {
    let mut count = 0;
    for request in requests {
        let cluster = request.cluster();
        let folder = format!("{}/{}", cluster.account_id, cluster.name);
        let found = resources(files, &folder);
        let named = |kind: &str, name: &str| {
            let mut own = found.iter().filter(|((own, _), attributes)| {
                own == kind && attributes.get("name").and_then(Read::as_str) == Some(name)
            });
            let ((_, label), attributes) = own.next().unwrap();
            assert!(own.next().is_none());
            (label.clone(), attributes)
        };
        let tags: hcl::Map<String, Read> = request
            .tags()
            .into_iter()
            .map(|(key, value)| (key, Read::from(value)))
            .collect();
        let json = |value: &Read| serde_json::from_str::<Value>(value.as_str().unwrap()).unwrap();
        let (role_label, role) = named("aws_iam_role", request.role_name());
        assert_eq!(role["path"].as_str(), Some(request.role_path()));
        assert_eq!(role["description"].as_str(), Some(&*request.description()));
        assert_eq!(
            role.get("permissions_boundary").and_then(Read::as_str),
            request.boundary()
        );
        assert_eq!(role["tags"], Read::Object(tags.clone()));
        assert_eq!(json(&role["assume_role_policy"]), request.trust_policy());
        let imports = imports(files, &folder);
        let to = |kind: &str, label: &str| imports[&format!("{kind}.{label}")].clone();
        assert_eq!(to("aws_iam_role", &role_label), request.role_name());
        count += 1;
        for (place, wanted) in request.policies().iter().enumerate() {
            let (label, policy) = named("aws_iam_policy", &wanted.name);
            assert_eq!(policy["path"].as_str(), Some(request.role_path()));
            assert_eq!(policy["tags"], Read::Object(tags.clone()));
            // The same document, byte for byte once the white space is gone.
            assert_eq!(
                json(&policy["policy"]).to_string(),
                wanted.document.to_string()
            );
            let attached = &found[&("aws_iam_role_policy_attachment".to_owned(), label.clone())];
            assert_eq!(
                attached["role"].as_str(),
                Some(&*format!("aws_iam_role.{role_label}.name"))
            );
            assert_eq!(
                attached["policy_arn"].as_str(),
                Some(&*format!("aws_iam_policy.{label}.arn"))
            );
            let arn = request.policy_arn(place);
            assert_eq!(to("aws_iam_policy", &label), arn);
            assert_eq!(
                to("aws_iam_role_policy_attachment", &label),
                format!("{}/{arn}", request.role_name())
            );
            count += 2;
        }
        let inputs = hcl::from_str::<Value>(text(files, &format!("{folder}/terragrunt.hcl")));
        let own = &inputs.unwrap()["inputs"]["service_account_roles"][request.role_name()];
        assert_eq!(own["role_arn"], request.role_arn());
        assert_eq!(own["policy_arns"][0], request.policy_arn(0));
    }
    let folders = files
        .iter()
        .filter_map(|file| file.path.strip_suffix("/imports.tf"));
    let all: usize = folders.map(|folder| resources(files, folder).len()).sum();
    assert_eq!(all, count, "resources that nobody asked for");
}

/// What is imported: address and id.
fn imports(files: &[File], folder: &str) -> BTreeMap<String, String> {
    let body = hcl::parse(text(files, &format!("{folder}/imports.tf"))).unwrap();
    body.blocks()
        .map(|block| {
            let of = |name: &str| {
                let mut attributes = block.body().attributes();
                attributes.find(|one| one.key.as_str() == name).unwrap()
            };
            let id = of("id").expr.evaluate(&Context::new()).unwrap();
            (of("to").expr.to_string(), id.as_str().unwrap().to_owned())
        })
        .collect()
}

/// Roles of one portal with the characters that mean something to HCL in plenty.
fn requests() -> impl Strategy<Value = Vec<ValidRequest>> {
    let path = "/([\"\\\\${}%a#'<]{1,6}/)?";
    let fixed = "[a0_+=,.@-]{0,3}";
    (
        proptest::collection::btree_map("[a-b]{1,2}(-[a-b0]{1,2})?", grants(), 1..5),
        (path, fixed, fixed, any::<bool>()),
    )
        .prop_map(|(apps, (path, before, after, boundary))| {
            let boundary =
                boundary.then(|| format!("arn:aws:iam::003250186609:policy{path}boundary"));
            apps.into_iter()
                .map(|(app, grants)| {
                    let mut input = of(&app, grants);
                    input.cluster.role_path.clone_from(&path);
                    input.cluster.role_name_pattern = format!("{before}{{app}}{after}");
                    input.cluster.permissions_boundary.clone_from(&boundary);
                    input.parse().unwrap()
                })
                .collect()
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn another_reader_finds_what_the_requests_say(requests in requests()) {
        faithful(&tree(&requests), &requests);
    }

    #[test]
    fn the_order_of_roles_does_not_count(
        (requests, shuffled) in requests().prop_flat_map(|requests| {
            let shuffled = Just(requests.clone()).prop_shuffle();
            (Just(requests), shuffled)
        })
    ) {
        let files = tree(&requests);
        prop_assert_eq!(&files, &tree(&shuffled));
        let paths: BTreeSet<_> = files.iter().map(|file| file.path.to_lowercase()).collect();
        prop_assert_eq!(paths.len(), files.len(), "two files of one name");
        prop_assert!(files.iter().all(|file| file.text.ends_with('\n')));
    }

    #[test]
    fn a_role_is_called_the_same_whatever_is_beside_it(requests in requests()) {
        let files = tree(&requests);
        let all: Vec<_> = files.iter().map(|file| file.text.as_str()).collect();
        let all = all.concat();
        for request in &requests {
            let resources = text(&snippet(request), "iam_serviceaccounts.tf").to_owned();
            prop_assert!(all.contains(&resources), "{}", resources);
        }
    }
}

/// Whether `terraform` is there; says so where it is not, past the capture of a test's output.
fn has_terraform() -> bool {
    let found = Command::new("terraform").arg("version").output().is_ok();
    if !found {
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no terraform in PATH, so `terraform fmt` was not asked about the layout"
        );
    }
    found
}

#[test]
fn terraform_fmt_has_nothing_to_change() {
    if !has_terraform() {
        return;
    }
    let mut odd = of("x", bucket("data"));
    odd.cluster = cluster();
    odd.cluster.name = "odd".to_owned();
    odd.cluster.role_name_pattern = "0.{app}".to_owned();
    odd.cluster.role_path = r#"/"a\${x}/"#.to_owned();
    let inputs = [request(bucket("data")), large("mamba"), odd];
    let files = tree(&inputs.map(|input| input.parse().unwrap()));
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("terraform-fmt");
    let _ = std::fs::remove_dir_all(&folder);
    for file in &files {
        // Terragrunt's files have the same layout; terraform only reads its own.
        let path = folder.join(file.path.replace("terragrunt.hcl", "terragrunt.tfvars"));
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &file.text).unwrap();
    }
    let output = Command::new("terraform")
        .args(["fmt", "-check", "-diff", "-recursive", "-no-color"])
        .current_dir(&folder)
        .env("CHECKPOINT_DISABLE", "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_role_that_was_adopted_keeps_what_its_makers_gave_it() {
    let mut input = request(bucket("events"));
    input.cluster.role_path = "/pods/".to_owned();
    input.existing_role = Some(ExistingRole {
        name: "by-hand".to_owned(),
        path: "/old/".to_owned(),
    });
    let files = tree(&[input.parse().unwrap()]);
    let written = text(&files, "003250186609/production/iam_serviceaccounts.tf");
    let role = written.split("resource \"aws_iam_policy\"").next().unwrap();
    assert!(
        role.contains("\"/old/\"") && !role.contains("description "),
        "{role}"
    );
    assert!(
        role.contains("ignore_changes = [description, tags, tags_all]\n  }\n}\n"),
        "{role}"
    );
    hcl::from_str::<hcl::Body>(written).unwrap();
    let policy = written.split("resource \"aws_iam_policy\"").nth(1).unwrap();
    assert!(policy.contains("\"/pods/\""), "{policy}");
    let imports = text(&files, "003250186609/production/imports.tf");
    assert!(
        imports.contains("arn:aws:iam::003250186609:policy/pods/by-hand"),
        "{imports}"
    );
}
