//! Roleport's own rights: the actions and resources that `roleport aws policy` prints are enough for all that the applier
//! does, on a server that enforces them, and for no other role.

use aws_sdk_iam::config::{Credentials, SharedCredentialsProvider};
use roleport_domain::{
    own_rights,
    plan::Goal,
    request::{RequestInput, ValidRequest},
};
use roleport_server::{
    aws::{
        self,
        iam::{Iam, IamError},
    },
    config::AwsConfig,
};
use serde_json::{Value, json};

use crate::applier::{ACCOUNT, boundary, endpoint, fresh, iam, run, with_boundary};

async fn settings() -> aws_config::SdkConfig {
    aws::settings(&AwsConfig {
        endpoint_url: Some(endpoint()),
        region: Some("us-east-1".to_owned()),
        ..AwsConfig::default()
    })
    .await
}

/// As a user with the rights that the request's cluster asks for.
pub(crate) async fn limited(request: &ValidRequest) -> Iam {
    limited_with(request, &[]).await
}

/// The same, with more statements.
pub(crate) async fn limited_with(request: &ValidRequest, more: &[Value]) -> Iam {
    let settings = settings().await;
    let admin = aws_sdk_iam::Client::new(&settings);
    let user = fresh("roleport");
    let mut rights = own_rights::policy(
        &[request.cluster().parse().unwrap()],
        ACCOUNT,
        &std::collections::BTreeSet::new(),
    );
    // The stand-in does not know iam:PermissionsBoundary and iam:PolicyARN, and would refuse whatever hangs on them; and
    // takes CreatePolicy for one on everything. The domain's tests ask the evaluator about these; all other actions and
    // resources are checked here.
    let statements = rights["Statement"].as_array_mut().unwrap();
    for statement in statements.iter_mut() {
        statement.as_object_mut().unwrap().remove("Condition");
    }
    statements.push(json!({ "Effect": "Allow", "Action": "iam:CreatePolicy", "Resource": "*" }));
    statements.extend(more.iter().cloned());
    admin.create_user().user_name(&user).send().await.unwrap();
    admin
        .put_user_policy()
        .user_name(&user)
        .policy_name("own")
        .policy_document(rights.to_string())
        .send()
        .await
        .unwrap();
    let key = admin.create_access_key().user_name(&user).send().await;
    let key = key.unwrap().access_key.unwrap();
    let credentials = Credentials::new(
        key.access_key_id(),
        key.secret_access_key(),
        None,
        None,
        "test",
    );
    Iam::new(
        &settings
            .into_builder()
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .build(),
    )
}

/// A request whose roles are named so. On the path `/`: the stand-in leaves paths out of the ARNs that it
/// checks, so that no other would pass.
pub(crate) fn named(
    app: &str,
    pattern: &str,
    prefixes: &[&str],
    boundary: Option<&str>,
) -> ValidRequest {
    let request = with_boundary(app, ACCOUNT, prefixes, boundary);
    let mut cluster = request.cluster().clone();
    "/".clone_into(&mut cluster.role_path);
    pattern.clone_into(&mut cluster.role_name_pattern);
    RequestInput {
        cluster,
        app: request.app().to_owned(),
        namespace: request.namespace().to_owned(),
        service_account: request.service_account().to_owned(),
        grants: request.grants().to_vec(),
        reason: "A test.".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: None,
    }
    .parse()
    .unwrap()
}

#[tokio::test]
async fn a_role_is_made_changed_and_retired_with_these_rights_alone() {
    let edge = boundary(&iam().await).await;
    let app = fresh("rights");
    let request = |prefixes: &[&str]| named(&app, "own-{app}", prefixes, Some(&edge));
    let (made, changed) = (request(&["in/"]), request(&["in/", "out/"]));
    let portal = limited(&made).await;
    for (request, goal) in [
        (&made, Goal::Present),
        (&changed, Goal::Present),
        (&changed, Goal::Present),
        (&changed, Goal::Absent),
    ] {
        let (answer, sent) = run(request, goal, &portal).await;
        assert!(answer.is_ok(), "{goal:?} {sent:?}: {answer:?}");
    }
}

#[tokio::test]
async fn no_role_of_another_name() {
    let edge = boundary(&iam().await).await;
    let app = fresh("rights");
    let portal = limited(&named(&app, "own-{app}", &["in/"], Some(&edge))).await;
    let other = named(&app, "other-{app}", &["in/"], Some(&edge));
    let (answer, sent) = run(&other, Goal::Present, &portal).await;
    let Err(IamError::Refused(words)) = answer else {
        panic!("made: {answer:?} {sent:?}");
    };
    assert!(words.contains("CreateRole"), "{words}");
    assert_eq!(portal.role(other.role_name()).await, Ok(None));
}
