//! Roles that were made outside Roleport: found in AWS, adopted without a pod noticing, and Roleport's from
//! then on.

use aws_sdk_iam::Client;
use http::StatusCode;
use roleport_app::portal::{
    Portal as _, PortalError, TypedRequest,
    adoption::{TypedAdoption, UnmanagedLine, Verdict},
};
use roleport_domain::{
    adoption::{Carried, FoundRole},
    authorize::PersonRole,
    changes::ChangeKind,
    grant::{Access, Grant},
    lifecycle::{Command, RequestKind, RequestState},
    plan::LiveRole,
    service::Service as Kind,
};
use roleport_server::{
    aws::{self, iam::Iam},
    config::AwsConfig,
    service::{AboutRole, SubmitError},
    worker::{drift, planner, search},
};
use serde_json::{Value, json};
use sqlx::PgPool;

use crate::{
    applier::{ACCOUNT, endpoint, fresh, iam},
    support::{World, cluster, forbidden, person, settled, typed, world},
};

const ISSUER: &str = "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const OF_AWS: &str = "arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess";

fn trust(namespace: &str, accounts: &[&str]) -> Value {
    let subjects: Vec<_> = accounts
        .iter()
        .map(|account| format!("system:serviceaccount:{namespace}:{account}"))
        .collect();
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": { "Federated": format!("arn:aws:iam::{ACCOUNT}:oidc-provider/{ISSUER}") },
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": { "StringEquals": { format!("{ISSUER}:sub"): subjects } },
    }]})
}

fn reading(bucket: &str) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [
        { "Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": format!("arn:aws:s3:::{bucket}") },
        { "Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": format!("arn:aws:s3:::{bucket}/*") },
    ]})
}

/// A role as it is found, without any AWS; gives its number in the list.
pub(crate) async fn found(world: &World, name: &str) -> i64 {
    let role = FoundRole {
        name: name.to_owned(),
        role: LiveRole {
            id: "AROA1".to_owned(),
            arn: format!("arn:aws:iam::{ACCOUNT}:role/{name}"),
            path: "/".to_owned(),
            trust: trust(name, &[name]),
            boundary: None,
            tags: Vec::new(),
            attached: Vec::new(),
            inline: vec!["inline".to_owned()],
            last_used: None,
        },
        carried: Carried {
            inline: [("inline".to_owned(), reading("events"))].into(),
            ..Carried::default()
        },
    };
    sqlx::query_scalar(
        "insert into unmanaged_roles (account_id, cluster, role_name, arn, found)
         values ($1, 'production', $2, $3, $4) returning id",
    )
    .bind(ACCOUNT)
    .bind(name)
    .bind(&role.role.arn)
    .bind(serde_json::to_value(&role).unwrap())
    .fetch_one(&world.pool)
    .await
    .unwrap()
}

/// IAM as an administrator has it who knows nothing of Roleport.
async fn admin() -> Client {
    Client::new(
        &aws::settings(&AwsConfig {
            endpoint_url: Some(endpoint()),
            region: Some("us-east-1".to_owned()),
            ..AwsConfig::default()
        })
        .await,
    )
}

/// What somebody makes by hand.
struct ByHand<'a> {
    name: &'a str,
    path: &'a str,
    trust: Value,
    inline: &'a [(&'a str, Value)],
    managed: &'a [Value],
}

impl ByHand<'_> {
    async fn make(&self, admin: &Client) {
        admin
            .create_role()
            .role_name(self.name)
            .path(self.path)
            .assume_role_policy_document(self.trust.to_string())
            .send()
            .await
            .unwrap();
        for (name, document) in self.inline {
            put_inline(admin, self.name, name, document).await;
        }
        for (number, document) in self.managed.iter().enumerate() {
            let made = admin
                .create_policy()
                .policy_name(format!("{}-old-{number}", self.name))
                .policy_document(document.to_string())
                .send()
                .await
                .unwrap();
            let arn = made.policy.unwrap().arn.unwrap();
            attach(admin, self.name, &arn).await;
        }
    }
}

async fn put_inline(admin: &Client, role: &str, name: &str, document: &Value) {
    admin
        .put_role_policy()
        .role_name(role)
        .policy_name(name)
        .policy_document(document.to_string())
        .send()
        .await
        .unwrap();
}

async fn attach(admin: &Client, role: &str, arn: &str) {
    admin
        .attach_role_policy()
        .role_name(role)
        .policy_arn(arn)
        .send()
        .await
        .unwrap();
}

/// Reads AWS, and gives what was found of a role.
async fn searched(world: &World, iam: &Iam, name: &str) -> Option<UnmanagedLine> {
    search::search(&world.pool, iam, ACCOUNT, &[cluster()])
        .await
        .unwrap();
    let mut after = None;
    loop {
        let page = world
            .service
            .unmanaged(&world.ops, name, after)
            .await
            .unwrap();
        let line = page
            .roles
            .lines
            .into_iter()
            .find(|one| one.role_name == name);
        after = page.roles.next;
        if line.is_some() || after.is_none() {
            return line;
        }
    }
}

fn codes(error: SubmitError) -> Vec<String> {
    match error {
        SubmitError::Fields(errors) => errors.into_iter().map(|error| error.code).collect(),
        SubmitError::Portal(error) => panic!("{error:?}"),
    }
}

async fn asked(world: &World, id: i64) -> i64 {
    let suggested = world
        .service
        .suggested_adoption(&world.ops, id)
        .await
        .unwrap();
    let typed = TypedAdoption {
        reason: "Made by hand.".to_owned(),
        ..suggested
    };
    let key = format!("adopt-{id}");
    let request = world.service.adopt(&world.ops, id, &typed, &key).await;
    let again = world.service.adopt(&world.ops, id, &typed, &key).await;
    assert_eq!(request, again, "the same key gives the same request");
    request.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
#[allow(clippy::too_many_lines)] // one life of a role
async fn a_role_made_by_hand_is_found_adopted_changed_and_retired(pool: PgPool) {
    let (world, iam, admin) = (world(pool.clone()).await, iam().await, admin().await);
    let name = fresh("Made.By-Hand");
    let app = fresh("hand");
    ByHand {
        name: &name,
        path: "/old/team/",
        trust: trust(&app, &[&app, "other"]),
        inline: &[("inline", reading("events"))],
        managed: &[reading("raw")],
    }
    .make(&admin)
    .await;
    attach(&admin, &name, OF_AWS).await;

    let line = searched(&world, &iam, &name).await.unwrap();
    assert_eq!(line.problem, None);
    assert_eq!(
        line.service_accounts,
        [
            (app.clone(), app.clone()),
            (app.clone(), "other".to_owned())
        ]
    );
    let places: Vec<_> = line.grants.iter().map(Grant::address).collect();
    assert_eq!(places, ["s3://events", "s3://raw"]);
    let detail = world
        .service
        .unmanaged_role(&world.auditor, line.id)
        .await
        .unwrap();
    assert!(!detail.may_adopt);
    assert_eq!(detail.others, [format!("the service account {app}/other")]);
    let fates: Vec<_> = detail
        .policies
        .iter()
        .map(|one| one.fate.as_str())
        .collect();
    assert_eq!(fates.len(), 3);

    let id = asked(&world, line.id).await;
    planner::read(&pool, &iam, id).await.unwrap();
    let request = world.service.request(&world.other_ops, id).await.unwrap();
    assert_eq!(request.summary.kind, RequestKind::Adopt);
    assert_eq!(request.plan.obstacles, [""; 0]);
    assert!(
        request
            .changes
            .iter()
            .all(|one| one.kind == ChangeKind::Kept)
            && request.changes.len() == 2,
        "{:?}",
        request.changes
    );
    let calls: Vec<_> = request
        .plan
        .steps
        .iter()
        .map(|one| one.call.as_str())
        .collect();
    assert_eq!(
        calls,
        [
            "UpdateAssumeRolePolicy",
            "TagRole",
            "CreatePolicy",
            "AttachRolePolicy",
            "DetachRolePolicy",
            "DeleteRolePolicy"
        ]
    );
    for part in ["and could not any more", "-old-0. Delete them", OF_AWS] {
        let told = request
            .plan
            .notices
            .iter()
            .any(|one| one.as_str().contains(part));
        assert!(told, "{part}: {:?}", request.plan.notices);
    }
    assert!(!request.allowed.edit && !request.allowed.copy);
    let own = world.send(&world.ops, id, Command::Approve).await;
    assert!(forbidden(&own), "who asked does not approve");
    world
        .send(&world.other_ops, id, Command::Approve)
        .await
        .unwrap();
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Applied);

    let role = world
        .service
        .request(&world.ops, id)
        .await
        .unwrap()
        .role_id
        .unwrap();
    assert_eq!(searched(&world, &iam, &name).await, None);
    let adopted = world.service.role(&world.dev, role).await.unwrap();
    assert_eq!(adopted.summary.arn, line.arn);
    assert!(line.arn.ends_with(&format!(":role/old/team/{name}")));
    let live = iam.role(&name).await.unwrap().unwrap();
    assert_eq!(live.inline, [""; 0]);
    let own = format!("arn:aws:iam::{ACCOUNT}:policy/{name}");
    assert_eq!(live.attached.len(), 2, "{:?}", live.attached);
    assert!(live.attached.contains(&own) && live.attached.contains(&OF_AWS.to_owned()));
    let old = format!("{own}-old-0");
    assert!(iam.policy(&old).await.unwrap().is_some(), "{old} stays");
    drift::check(&pool, &iam, role).await.unwrap();
    let check = world.service.role(&world.dev, role).await.unwrap().check;
    assert!(!check.unwrap().drifted);

    // Its next request is one like any other, of the same role.
    let change = TypedRequest {
        role: Some(role),
        grants: vec![Grant::s3("events", "", &[Access::Read, Access::Write])],
        ..typed(&app, "change")
    };
    let change = world.service.submit(&world.dev, &change).await.unwrap();
    assert_eq!(
        world.carried_out(&iam, &world.ops, change).await,
        RequestState::Applied
    );
    let now = world.service.role(&world.dev, role).await.unwrap();
    assert_eq!(now.summary.arn, line.arn);
    let document = iam.policy(&own).await.unwrap().unwrap().document;
    assert!(document.to_string().contains("s3:PutObject"), "{document}");

    admin
        .detach_role_policy()
        .role_name(&name)
        .policy_arn(OF_AWS)
        .send()
        .await
        .unwrap();
    let retire = world
        .service
        .ask_about(&world.dev, AboutRole::Retire, role, "Not needed.", "retire")
        .await
        .unwrap();
    assert_eq!(
        world.carried_out(&iam, &world.ops, retire).await,
        RequestState::Applied
    );
    assert!(iam.role(&name).await.unwrap().is_none());
    assert!(iam.policy(&own).await.unwrap().is_none());
}

#[sqlx::test(migrations = "../migrations")]
async fn what_somebody_changes_meanwhile_is_seen_before_anything_is_sent(pool: PgPool) {
    let (world, iam, admin) = (world(pool.clone()).await, iam().await, admin().await);
    let name = fresh("hand");
    ByHand {
        name: &name,
        path: "/",
        trust: trust(&name, &[&name]),
        inline: &[("inline", reading("events"))],
        managed: &[],
    }
    .make(&admin)
    .await;
    let line = searched(&world, &iam, &name).await.unwrap();
    let id = asked(&world, line.id).await;
    planner::read(&pool, &iam, id).await.unwrap();
    world
        .send(&world.other_ops, id, Command::Approve)
        .await
        .unwrap();
    put_inline(&admin, &name, "more", &reading("secret")).await;
    assert_eq!(settled(&pool, &iam, id).await, RequestState::Submitted);
    let page = world.service.request(&world.other_ops, id).await.unwrap();
    assert_eq!(page.plan.obstacles.len(), 1);
    assert!(
        page.plan.obstacles[0].as_str().contains("changed the role"),
        "{page:?}"
    );
    let live = iam.role(&name).await.unwrap().unwrap();
    assert!(live.tags.is_empty() && live.attached.is_empty());
    // The list has it as it is now.
    let line = searched(&world, &iam, &name).await.unwrap();
    assert_eq!(line.grants.len(), 2);
    assert_eq!(line.open_request, Some(id));
}

#[sqlx::test(migrations = "../migrations")]
async fn only_roles_that_pods_use_and_nobody_owns_are_found(pool: PgPool) {
    let (world, iam, admin) = (world(pool.clone()).await, iam().await, admin().await);
    let name = fresh("lambda");
    let service = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": "lambda.amazonaws.com" }, "Action": "sts:AssumeRole"
    }]});
    let mut elsewhere = trust(&name, &[&name]);
    elsewhere["Statement"][0]["Principal"]["Federated"] = json!(format!(
        "arn:aws:iam::{ACCOUNT}:oidc-provider/oidc.example.com"
    ));
    for (suffix, trust) in [("a", service), ("b", elsewhere)] {
        ByHand {
            name: &format!("{name}-{suffix}"),
            path: "/",
            trust,
            inline: &[],
            managed: &[],
        }
        .make(&admin)
        .await;
        assert_eq!(
            searched(&world, &iam, &format!("{name}-{suffix}")).await,
            None
        );
    }
    // One without a policy, and one that lets a whole namespace in: told why not.
    let bare = format!("{name}-c");
    let mut wide = trust(&name, &["*"]);
    let like = wide["Statement"][0]["Condition"]["StringEquals"].take();
    wide["Statement"][0]["Condition"] = json!({ "StringLike": like });
    let open = format!("{name}-d");
    for (name, trust, inline) in [
        (&bare, trust(&name, &[&name]), vec![]),
        (&open, wide, vec![("inline", reading("events"))]),
    ] {
        ByHand {
            name,
            path: "/",
            trust,
            inline: &inline,
            managed: &[],
        }
        .make(&admin)
        .await;
    }
    let bare = searched(&world, &iam, &bare).await.unwrap();
    assert!(
        bare.problem
            .unwrap()
            .as_str()
            .contains("no policy of its own")
    );
    let open = searched(&world, &iam, &open).await.unwrap();
    assert!(
        open.problem
            .unwrap()
            .as_str()
            .contains("no single service account")
    );
    // Whoever knows whose it is can say so; only one that it lets in.
    let typed = |namespace: &str| TypedAdoption {
        app: "wide".to_owned(),
        namespace: namespace.to_owned(),
        service_account: "reader".to_owned(),
        reason: "Ours.".to_owned(),
    };
    let refused = world
        .service
        .adopt(&world.ops, open.id, &typed("other"), "other")
        .await;
    assert_eq!(codes(refused.unwrap_err()), ["not_trusted"]);
    let id = world
        .service
        .adopt(&world.ops, open.id, &typed(&name), "right")
        .await
        .unwrap();
    planner::read(&pool, &iam, id).await.unwrap();
    let page = world.service.request(&world.other_ops, id).await.unwrap();
    assert_eq!(page.plan.obstacles, [""; 0]);
    let narrowed = format!("whoever is like system:serviceaccount:{name}:*");
    assert!(
        page.plan
            .notices
            .iter()
            .any(|one| one.as_str().contains(&narrowed)),
        "{:?}",
        page.plan.notices
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn who_may_not_adopt_is_refused_and_what_is_taken_is_told(pool: PgPool) {
    let world = world(pool.clone()).await;
    let id = found(&world, "boa").await;
    let typed_adoption = TypedAdoption {
        app: "boa".to_owned(),
        namespace: "boa".to_owned(),
        service_account: "boa".to_owned(),
        reason: "Ours.".to_owned(),
    };
    for viewer in [&world.dev, &world.auditor] {
        let refused = world.service.adopt(viewer, id, &typed_adoption, "no").await;
        assert!(matches!(
            refused,
            Err(SubmitError::Portal(PortalError::Forbidden(_)))
        ));
        assert!(world.service.search_roles(viewer).await.is_err());
    }
    assert!(world.service.unmanaged(&world.dev, "", None).await.is_err());
    assert!(
        world
            .service
            .unmanaged(&world.auditor, "", None)
            .await
            .is_ok()
    );
    let nameless = person(&pool, "nobody", &[] as &[PersonRole]).await;
    assert!(world.service.unmanaged(&nameless, "", None).await.is_err());
    assert_eq!(world.count("select count(*) from requests").await, 0);
    assert!(
        world
            .count("select count(*) from events where kind = 'request.refused'")
            .await
            >= 2
    );
    for (field, change) in [
        (
            "app_empty",
            TypedAdoption {
                app: String::new(),
                ..typed_adoption.clone()
            },
        ),
        (
            "reason_empty",
            TypedAdoption {
                reason: " ".to_owned(),
                ..typed_adoption.clone()
            },
        ),
        (
            "not_trusted",
            TypedAdoption {
                namespace: "elsewhere".to_owned(),
                ..typed_adoption.clone()
            },
        ),
    ] {
        let refused = world.service.adopt(&world.ops, id, &change, field).await;
        assert_eq!(codes(refused.unwrap_err()), [field]);
    }
    // A service account has one role, and a role one open request.
    let open = world.submitted("boa").await;
    let refused = world
        .service
        .adopt(&world.ops, id, &typed_adoption, "open")
        .await;
    assert_eq!(codes(refused.unwrap_err()), ["role_has_open_request"]);
    world
        .send(&world.dev, open, Command::Withdraw)
        .await
        .unwrap();
    assert!(
        world
            .service
            .adopt(&world.ops, id, &typed_adoption, "free")
            .await
            .is_ok()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_table_is_compared_line_by_line_and_adopted_in_bulk(pool: PgPool) {
    let (world, iam, admin) = (world(pool.clone()).await, iam().await, admin().await);
    let base = fresh("table");
    // The shape of the wiki's table, with names of this run.
    let names =
        ["blue-raven", "mamba", "boa", "sdk-events"].map(|one| format!("test-{base}-{one}"));
    let accounts = names.clone().map(|one| one.replace("test-", ""));
    for (place, name) in names.iter().enumerate().skip(1) {
        let account = &accounts[place];
        ByHand {
            name,
            path: "/",
            trust: trust(account, &[account]),
            inline: &[
                ("s3", reading("raw")),
                ("s3-more", reading(&format!("{account}-events"))),
            ],
            managed: &[],
        }
        .make(&admin)
        .await;
    }
    search::search(&pool, &iam, ACCOUNT, &[cluster()])
        .await
        .unwrap();
    let row = |place: usize, account: &str, permissions: String| {
        format!(
            "arn:aws:iam::{ACCOUNT}:role/{},{account},{account},{permissions}",
            names[place]
        )
    };
    let table = [
        "iam_role,namespace,service_account,permissions".to_owned(),
        row(0, &accounts[0], "s3://data".to_owned()),
        row(
            1,
            &accounts[1],
            format!("s3://{}-events s3://raw", accounts[1]),
        ),
        row(2, &accounts[2], "s3://raw s3://more".to_owned()),
        row(3, "elsewhere", "s3://raw".to_owned()),
    ]
    .join("\n");
    let read = world.service.read_table(&world.ops, &table).await.unwrap();
    let kinds: Vec<_> = read.iter().map(|line| &line.verdict).collect();
    assert!(
        matches!(kinds[0], Verdict::Refused(words) if words.as_str().contains("Not found in AWS"))
    );
    let Verdict::Ready(mamba, same) = kinds[1] else {
        panic!("{kinds:?}")
    };
    assert!(same.is_empty(), "{same:?}");
    let Verdict::Ready(boa, differs) = kinds[2] else {
        panic!("{kinds:?}")
    };
    assert_eq!(differs.missing, ["s3://more"]);
    assert_eq!(differs.beyond.len(), 1);
    assert!(matches!(kinds[3], Verdict::Refused(words) if words.as_str().contains("does not let")));

    for (chosen, reason, code) in [
        (vec![*mamba], " ", "reason_empty"),
        (vec![], "Ours.", "chosen_empty"),
    ] {
        let refused = world
            .service
            .adopt_table(&world.ops, &table, &chosen, reason, "key")
            .await;
        assert_eq!(codes(refused.unwrap_err()), [code]);
    }
    let chosen = [*mamba, *boa];
    let adopt = || {
        world
            .service
            .adopt_table(&world.ops, &table, &chosen, "From the wiki.", "key")
    };
    let done = adopt().await.unwrap();
    let made: Vec<_> = done
        .iter()
        .filter_map(|line| match line.verdict {
            Verdict::Asked(id) => Some(id),
            _ => None,
        })
        .collect();
    assert_eq!(made.len(), 2);
    let again = adopt().await.unwrap();
    assert!(matches!(again[1].verdict, Verdict::Open(id) if id == made[0]));
    for id in &made {
        assert_eq!(
            world.carried_out(&iam, &world.other_ops, *id).await,
            RequestState::Applied
        );
    }
    let after = world.service.read_table(&world.ops, &table).await.unwrap();
    assert!(matches!(after[1].verdict, Verdict::Managed(_)));
    let roles = world.service.roles(&world.dev, &base, None).await.unwrap();
    let apps: Vec<_> = roles.lines.iter().map(|role| role.app.clone()).collect();
    assert_eq!(apps, [accounts[2].clone(), accounts[1].clone()]);
    assert!(
        roles
            .lines
            .iter()
            .all(|role| role.grants.iter().all(|grant| grant.service == Kind::S3))
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_retired_roles_name_is_free_for_another_service_account(pool: PgPool) {
    let (world, iam) = (world(pool.clone()).await, iam().await);
    let app = fresh("again");
    for (namespace, key) in [("first", "1"), ("second", "2")] {
        let form = TypedRequest {
            namespace: namespace.to_owned(),
            ..typed(&app, key)
        };
        let id = world.service.submit(&world.dev, &form).await.unwrap();
        assert_eq!(
            world.carried_out(&iam, &world.ops, id).await,
            RequestState::Applied,
            "{namespace}"
        );
        let role = world
            .service
            .request(&world.dev, id)
            .await
            .unwrap()
            .role_id
            .unwrap();
        let retire = world
            .service
            .ask_about(&world.dev, AboutRole::Retire, role, "Moved.", namespace)
            .await
            .unwrap();
        assert_eq!(
            world.carried_out(&iam, &world.ops, retire).await,
            RequestState::Applied,
            "{namespace}"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn an_adoption_that_was_interrupted_goes_on(pool: PgPool) {
    use crate::support::faults::{Fault, Proxy};
    let (world, admin) = (world(pool.clone()).await, admin().await);
    let direct = iam().await;
    for call in [
        "TagRole",
        "CreatePolicy",
        "AttachRolePolicy",
        "DetachRolePolicy",
        "DeleteRolePolicy",
    ] {
        for fault in [Fault::Broken, Fault::Lost] {
            let name = fresh("cut");
            ByHand {
                name: &name,
                path: "/",
                trust: trust(&name, &[&name]),
                inline: &[("inline", reading("events"))],
                managed: &[reading("raw")],
            }
            .make(&admin)
            .await;
            let line = searched(&world, &direct, &name).await.unwrap();
            let id = asked(&world, line.id).await;
            planner::read(&pool, &direct, id).await.unwrap();
            world
                .send(&world.other_ops, id, Command::Approve)
                .await
                .unwrap();
            let proxy = Proxy::start(&endpoint()).await;
            proxy.strike(call, fault);
            let through = crate::applier::iam_at(&proxy.url).await;
            assert_eq!(
                settled(&pool, &through, id).await,
                RequestState::Applied,
                "{call} {fault:?}"
            );
            let live = direct.role(&name).await.unwrap().unwrap();
            let own = format!("arn:aws:iam::{ACCOUNT}:policy/{name}");
            assert_eq!(
                (live.attached, live.inline),
                (vec![own], vec![]),
                "{call} {fault:?}"
            );
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn programs_adopt_as_people_do(pool: PgPool) {
    use crate::support::portal::{ask, generous, portal, token};
    use roleport_domain::token::TokenScope;
    let world = world(pool.clone()).await;
    let portal = portal(&pool, generous());
    let token = token(&world.service, &world.ops, "all", &TokenScope::ALL).await;
    let id = found(&world, "boa").await;
    let list = ask(&portal, &token, "GET", "/unmanaged-roles", None).await;
    assert_eq!(list.json["items"][0]["service_accounts"][0], "boa/boa");
    let path = format!("/unmanaged-roles/{id}");
    let one = ask(&portal, &token, "GET", &path, None).await;
    assert_eq!(one.json["policies"][0]["fate"], "Inline: deleted");
    let table = format!(
        "iam_role,namespace,service_account,permissions\narn:aws:iam::{ACCOUNT}:role/boa,boa,boa,s3://events/in"
    );
    let body = json!({ "table": table });
    let compared = ask(
        &portal,
        &token,
        "POST",
        "/unmanaged-roles/table",
        Some(body),
    )
    .await;
    assert_eq!(
        compared.json["items"][0]["verdict"], "ready",
        "{compared:?}"
    );
    assert_eq!(
        compared.json["items"][0]["beyond"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let path = format!("{path}/adopt");
    let wrong = json!({ "service_account": "Boa", "reason": "Ours." });
    let refused = ask(&portal, &token, "POST", &path, Some(wrong)).await;
    refused.is_problem(422, "invalid");
    let asked = ask(
        &portal,
        &token,
        "POST",
        &path,
        Some(json!({ "reason": "Ours." })),
    )
    .await;
    assert_eq!(asked.status, StatusCode::CREATED, "{asked:?}");
    assert_eq!(asked.json["kind"], "adopt");
    assert_eq!(
        asked.json["documents"]["role_arn"],
        format!("arn:aws:iam::{ACCOUNT}:role/boa")
    );
}

/// The table of the demonstration, of roles that somebody made in an account of their own.
#[sqlx::test(migrations = "../migrations")]
async fn the_wikis_own_table_is_taken_over_whole(pool: PgPool) {
    const THEIRS: &str = "444455556666";
    let mut world = world(pool.clone()).await;
    let cluster = roleport_domain::cluster::Cluster {
        account_id: THEIRS.to_owned(),
        role_name_pattern: "bln-fairbid-production-{app}".to_owned(),
        ..cluster()
    };
    world.service = crate::support::service_for(&pool, std::slice::from_ref(&cluster)).await;
    let table = include_str!("../../../demo/active-roles.csv").replace(ACCOUNT, THEIRS);
    let settings = aws::settings(&AwsConfig {
        endpoint_url: Some(endpoint()),
        region: Some("us-east-1".to_owned()),
        ..AwsConfig::default()
    })
    .await
    .to_builder()
    .credentials_provider(aws_sdk_iam::config::SharedCredentialsProvider::new(
        aws_credential_types::Credentials::new(THEIRS, "test", None, None, "test"),
    ))
    .build();
    let (admin, iam) = (Client::new(&settings), Iam::new(&settings));
    let mut made = 0;
    for line in table.lines().skip(1) {
        let [arn, namespace, account, permissions] = line.split(',').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let policies: Vec<_> = permissions
            .split(' ')
            .map(|url| {
                (
                    url.trim_start_matches("s3://"),
                    reading(url.trim_start_matches("s3://")),
                )
            })
            .collect();
        let mut trust = trust(namespace, &[account]);
        trust["Statement"][0]["Principal"]["Federated"] =
            json!(format!("arn:aws:iam::{THEIRS}:oidc-provider/{ISSUER}"));
        let name = arn.rsplit('/').next().unwrap();
        // Of an earlier run against the same stand-in.
        if admin.get_role().role_name(name).send().await.is_err() {
            ByHand {
                name,
                path: "/",
                trust,
                inline: &policies,
                managed: &[],
            }
            .make(&admin)
            .await;
        }
        made += 1;
    }
    search::search(&pool, &iam, THEIRS, &[cluster])
        .await
        .unwrap();
    let read = world.service.read_table(&world.ops, &table).await.unwrap();
    let ids: Vec<_> = read
        .iter()
        .map(|line| match &line.verdict {
            Verdict::Ready(id, difference) if difference.is_empty() => *id,
            other => panic!("{}: {other:?}", line.arn),
        })
        .collect();
    assert_eq!(ids.len(), made);
    world
        .service
        .adopt_table(&world.ops, &table, &ids, "From the wiki.", "wiki")
        .await
        .unwrap();
    let asked: Vec<i64> =
        sqlx::query_scalar("select id from requests where kind = 'adopt' order by id")
            .fetch_all(&pool)
            .await
            .unwrap();
    for id in asked {
        planner::read(&pool, &iam, id).await.unwrap();
        let page = world.service.request(&world.other_ops, id).await.unwrap();
        assert_eq!(page.plan.obstacles, [""; 0]);
        assert!(page.changes.iter().all(|one| one.kind == ChangeKind::Kept));
    }
}
