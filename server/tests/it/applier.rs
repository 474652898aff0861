//! The applier against a server that speaks IAM (`ROLEPORT_TEST_AWS_ENDPOINT`, started by
//! `make test`): what it makes, that it makes it once, and what it leaves alone.

use std::sync::Mutex;

use async_trait::async_trait;
use roleport_domain::{
    cluster::Cluster,
    grant::{Access, Grant, S3Grant},
    request::{RequestInput, ValidRequest},
};
use roleport_server::{
    aws::{
        self,
        iam::{Iam, IamError, NewRole},
    },
    config::AwsConfig,
    worker::{
        applier::{Journal, apply},
        retire::retire,
    },
};

const ACCOUNT: &str = "003250186609";

#[derive(Default)]
struct Calls(Mutex<Vec<String>>);

#[async_trait]
impl Journal for Calls {
    async fn start(&self, call: &str, _words: &str) -> Result<i64, String> {
        self.0.lock().unwrap().push(call.to_owned());
        Ok(0)
    }

    async fn finish(&self, _step: i64, _error: Option<&str>) -> Result<(), String> {
        Ok(())
    }
}

async fn iam() -> Iam {
    let endpoint = std::env::var("ROLEPORT_TEST_AWS_ENDPOINT").expect(
        "ROLEPORT_TEST_AWS_ENDPOINT is not set: run `make test`, which starts the stand-in",
    );
    let config = AwsConfig {
        endpoint_url: Some(endpoint),
        region: Some("us-east-1".to_owned()),
    };
    Iam::new(&aws::settings(&config).await)
}

/// A request of an application that no other run has asked for.
fn request(name: &str, account: &str, prefixes: &[&str]) -> ValidRequest {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    let app = format!("{name}-{}", nanos % 1_000_000_000);
    for_app(&app, account, prefixes)
}

fn for_app(app: &str, account: &str, prefixes: &[&str]) -> ValidRequest {
    RequestInput {
        cluster: Cluster {
            name: "production".to_owned(),
            account_id: account.to_owned(),
            partition: "aws".to_owned(),
            region: "us-east-1".to_owned(),
            oidc_issuer:
                "https://oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
                    .to_owned(),
            role_name_pattern: "applier-{app}".to_owned(),
            role_path: "/pods/".to_owned(),
            permissions_boundary: None,
        },
        app: app.to_owned(),
        namespace: "prices".to_owned(),
        service_account: "reader".to_owned(),
        grants: prefixes
            .iter()
            .map(|prefix| {
                Grant::S3(S3Grant {
                    bucket: "price-tables".to_owned(),
                    prefix: (*prefix).to_owned(),
                    access: vec![Access::Read],
                })
            })
            .collect(),
        reason: "A test.".to_owned(),
    }
    .parse()
    .unwrap()
}

async fn calls(request: &ValidRequest, iam: &Iam) -> (Result<String, IamError>, Vec<String>) {
    let journal = Calls::default();
    let answer = apply(request, iam, &journal).await;
    let calls = journal.0.into_inner().unwrap();
    (answer.map(|applied| applied.role_id), calls)
}

#[tokio::test]
async fn a_new_role_is_made_once_and_a_change_keeps_its_identity() {
    let iam = iam().await;
    let first = request("new", ACCOUNT, &["in/"]);
    let (made, sent) = calls(&first, &iam).await;
    let role_id = made.unwrap();
    assert_eq!(sent, ["CreateRole", "CreatePolicy", "AttachRolePolicy"]);

    let (again, sent) = calls(&first, &iam).await;
    assert_eq!(again.as_ref(), Ok(&role_id));
    assert_eq!(sent, Vec::<String>::new());

    // More changes than IAM keeps versions: each leaves exactly one more step, the last make room.
    for number in 0..6 {
        let prefix = format!("out-{number}/");
        let change = for_app(first.app(), ACCOUNT, &["in/", &prefix]);
        let (changed, sent) = calls(&change, &iam).await;
        assert_eq!(changed.as_ref(), Ok(&role_id));
        assert_eq!(sent.last().unwrap(), "CreatePolicyVersion");
        let live = iam.policy(&change.policy_arn()).await.unwrap().unwrap();
        assert!(live.document.to_string().contains(&prefix));
    }
}

#[tokio::test]
async fn a_role_of_somebody_else_is_left_alone() {
    let iam = iam().await;
    let wanted = request("foreign", ACCOUNT, &["in/"]);
    let trust = serde_json::json!({"Version": "2012-10-17", "Statement": []});
    iam.create_role(NewRole {
        name: wanted.role_name(),
        path: wanted.role_path(),
        trust: &trust,
        description: "made by hand",
        boundary: None,
        tags: &[("roleport:managed".to_owned(), "false".to_owned())],
    })
    .await
    .unwrap();
    let (answer, sent) = calls(&wanted, &iam).await;
    let Err(IamError::Refused(words)) = answer else {
        panic!("a foreign role was taken over: {answer:?}");
    };
    assert!(words.contains("left alone"), "{words}");
    assert_eq!(sent, Vec::<String>::new());
    assert_eq!(
        iam.role(wanted.role_name()).await.unwrap().unwrap().trust,
        trust
    );
}

#[tokio::test]
async fn nothing_is_sent_to_an_account_that_is_not_the_clusters() {
    let iam = iam().await;
    let wanted = request("elsewhere", "111122223333", &["in/"]);
    let (answer, sent) = calls(&wanted, &iam).await;
    assert!(matches!(answer, Err(IamError::Refused(words)) if words.contains("111122223333")));
    assert_eq!(sent, Vec::<String>::new());
    assert_eq!(iam.role(wanted.role_name()).await, Ok(None));
}

#[tokio::test]
async fn a_retired_role_is_gone_with_its_policy_and_retiring_again_sends_nothing() {
    let iam = iam().await;
    let made = request("retire", ACCOUNT, &["in/"]);
    apply(&made, &iam, &Calls::default()).await.unwrap();
    // Another version, so that there is one to delete.
    let changed = for_app(made.app(), ACCOUNT, &["in/", "out/"]);
    apply(&changed, &iam, &Calls::default()).await.unwrap();

    let calls = Calls::default();
    retire(&changed, &iam, &calls).await.unwrap();
    assert_eq!(
        *calls.0.lock().unwrap(),
        [
            "DetachRolePolicy",
            "DeleteRole",
            "DeletePolicyVersion",
            "DeletePolicy"
        ]
    );
    assert!(iam.role(made.role_name()).await.unwrap().is_none());
    assert!(iam.policy(&made.policy_arn()).await.unwrap().is_none());

    let again = Calls::default();
    retire(&changed, &iam, &again).await.unwrap();
    assert!(again.0.lock().unwrap().is_empty());
}

#[tokio::test]
async fn retiring_stops_before_anything_where_something_foreign_hangs_on_the_role() {
    let iam = iam().await;
    let made = request("foreign-policy", ACCOUNT, &["in/"]);
    apply(&made, &iam, &Calls::default()).await.unwrap();
    let other = request("other-policy", ACCOUNT, &["in/"]);
    apply(&other, &iam, &Calls::default()).await.unwrap();
    iam.attach(made.role_name(), &other.policy_arn())
        .await
        .unwrap();

    let calls = Calls::default();
    let Err(IamError::Refused(words)) = retire(&made, &iam, &calls).await else {
        panic!("a role with a foreign policy was retired");
    };
    assert!(words.contains(&other.policy_arn()), "{words}");
    assert!(calls.0.lock().unwrap().is_empty());
    assert!(iam.role(made.role_name()).await.unwrap().is_some());
}

#[tokio::test]
async fn a_role_without_our_tags_is_not_retired() {
    let iam = iam().await;
    let wanted = request("not-ours", ACCOUNT, &["in/"]);
    iam.create_role(NewRole {
        name: wanted.role_name(),
        path: wanted.role_path(),
        trust: &wanted.trust_policy(),
        description: "somebody else's",
        boundary: None,
        tags: &[],
    })
    .await
    .unwrap();
    let answer = retire(&wanted, &iam, &Calls::default()).await;
    assert!(matches!(answer, Err(IamError::Refused(_))), "{answer:?}");
    assert!(iam.role(wanted.role_name()).await.unwrap().is_some());
}
