//! Parameters of Systems Manager: one, and everything below it.

use roleport_lang::text;
use serde_json::Value;

use super::{
    Activity, Field, Home, Nesting, Template, activity, harmless, nothing,
    place::Kind,
    rule::{self, Rule},
    text,
};
use crate::{
    errors::Violation,
    grant::{Access, Grant},
    scope::Scope,
};

pub(super) const TEMPLATE: Template = Template {
    name: "ssm",
    title: || text!(services_ssm),
    fields: &[Field::new(
        "path",
        || text!(services_ssm_path),
        || text!(services_ssm_path_hint),
    )],
    accesses: &[Access::Read],
    implied: None,
    nesting: Nesting::Path(0),
    risks: harmless,
    activities: &ACTIVITIES,
    parse: |grant, home| vec![parse(grant, home)],
    address: |texts| text!(services_ssm_address, path = text(texts, 0)),
    sentence: |texts, verbs| text!(services_ssm_sentence, verbs = verbs, path = text(texts, 0)),
    findings: nothing,
    statements,
};

const ACTIVITIES: [Activity; 1] = [activity(
    "ssm:GetParameter",
    "read",
    "the parameter",
    &["ssm:GetParameters", "ssm:GetParametersByPath"],
)];

const KIND: Kind = Kind {
    service: "ssm",
    noun: "parameter",
    what: || text!(services_what_parameter),
    before: "parameter/",
    length: (1, 1011),
    others: "/_.-",
};

/// With one slash at its start, as people write it; an ARN has none: `parameter//x` is wrong (domain.md section 2).
fn parse(grant: &Grant, home: Option<&Home<'_>>) -> Result<String, Violation> {
    let typed = grant.text("path");
    let path = typed.strip_suffix('/').unwrap_or(typed);
    let path = path.strip_prefix('/').unwrap_or(path);
    if path.is_empty() && !typed.is_empty() {
        return Err(Violation::new(
            "parameter_all",
            text!(services_parameter_all),
        ));
    }
    let path = KIND.parse(path, home)?;
    if path.contains("//") {
        return Err(Violation::new(
            "parameter_double_slash",
            text!(services_parameter_double_slash),
        ));
    }
    Ok(if path.starts_with("arn:") {
        path
    } else {
        format!("/{path}")
    })
}

fn arn(path: &str, home: &Home<'_>) -> String {
    KIND.arn(path.strip_prefix('/').unwrap_or(path), home)
}

fn statements(scopes: &[&Scope<String>], home: &Home<'_>) -> Vec<Value> {
    rule::statements(scopes.iter().flat_map(|scope| {
        scope.with_access(move |texts, access| {
            let parameter = arn(text(texts, 0), home);
            Rule {
                noun: "Parameters",
                access,
                actions: &[
                    "ssm:GetParameter",
                    "ssm:GetParameters",
                    "ssm:GetParametersByPath",
                ],
                resources: vec![format!("{parameter}/*"), parameter],
            }
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{partition::Partition, service::Service};

    #[test]
    fn paths_with_and_without_their_slash_are_the_same() {
        let home = Home {
            partition: Partition::Aws,
            region: "eu-central-1",
            account: "003250186609",
        };
        let parsed = |path: &str| {
            let mut grant = Grant::empty(Service::Ssm);
            grant.set("path", path.to_owned());
            parse(&grant, Some(&home)).map_err(|violation| violation.code)
        };
        let arn = "arn:aws:ssm:eu-central-1:003250186609:parameter/app/prod";
        for path in ["/app/prod", "app/prod", "/app/prod/", arn] {
            assert_eq!(parsed(path).as_deref(), Ok("/app/prod"));
        }
        for (path, code) in [
            ("", "parameter_empty"),
            ("/", "parameter_all"),
            ("//", "parameter_all"),
            ("/a//b", "parameter_double_slash"),
            ("/a/*", "parameter_invalid_character"),
        ] {
            assert_eq!(parsed(path), Err(code.to_owned()), "{path}");
        }
        assert_eq!(super::arn("/app/prod", &home), arn);
    }
}
