//! The applier against a server that speaks IAM (`ROLEPORT_TEST_AWS_ENDPOINT`, started by
//! `make test`): what it makes, that it makes it once, what it leaves alone, and every fault at
//! every call.

use std::{sync::Mutex, time::Duration};

use async_trait::async_trait;
use futures::{StreamExt as _, stream};
use roleport_domain::{
    cluster::Cluster,
    grant::{Access, Grant},
    plan::{Call, Goal, Plan, plan},
    request::{RequestInput, ValidRequest},
};
use roleport_server::{
    aws::{
        self,
        iam::{Iam, IamError},
    },
    config::AwsConfig,
    worker::applier::{Journal, Order, Outcome, carry_out},
};

use crate::support::faults::{Fault, Proxy};

pub(crate) const ACCOUNT: &str = "003250186609";

#[derive(Default)]
pub(crate) struct Calls(Mutex<Vec<String>>);

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

pub(crate) fn endpoint() -> String {
    std::env::var("ROLEPORT_TEST_AWS_ENDPOINT")
        .expect("ROLEPORT_TEST_AWS_ENDPOINT is not set: run `make test`, which starts the stand-in")
}

pub(crate) async fn iam() -> Iam {
    iam_at(&endpoint()).await
}

/// Waits for no answer longer than a second.
pub(crate) async fn iam_at(endpoint: &str) -> Iam {
    let config = AwsConfig {
        endpoint_url: Some(endpoint.to_owned()),
        region: Some("us-east-1".to_owned()),
        ..AwsConfig::default()
    };
    let settings = aws::settings(&config).await.into_builder();
    let impatient = aws_config::timeout::TimeoutConfig::builder()
        .operation_attempt_timeout(Duration::from_secs(1))
        .operation_timeout(Duration::from_secs(30))
        .build();
    Iam::new(&settings.timeout_config(impatient).build())
}

/// A request of an application that no other run has asked for.
fn request(name: &str, account: &str, prefixes: &[&str]) -> ValidRequest {
    for_app(&fresh(name), account, prefixes)
}

pub(crate) fn fresh(name: &str) -> String {
    let nanos = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap()
        .as_nanos();
    format!("{name}-{}", nanos % 1_000_000_000_000)
}

pub(crate) fn for_app(app: &str, account: &str, prefixes: &[&str]) -> ValidRequest {
    with_boundary(app, account, prefixes, None)
}

pub(crate) fn with_boundary(
    app: &str,
    account: &str,
    prefixes: &[&str],
    boundary: Option<&str>,
) -> ValidRequest {
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
            permissions_boundary: boundary.map(str::to_owned),
            eks_name: None,
            identity: roleport_domain::identity::Identity::Irsa,
        },
        app: app.to_owned(),
        namespace: "prices".to_owned(),
        service_account: app.to_owned(),
        grants: prefixes
            .iter()
            .map(|prefix| Grant::s3("price-tables", prefix, &[Access::Read]))
            .collect(),
        reason: "A test.".to_owned(),
        existing_role: None,
        admitted_buckets: Vec::new(),
        identity: None,
    }
    .parse()
    .unwrap()
}

pub(crate) async fn planned(request: &ValidRequest, goal: Goal, iam: &Iam) -> Plan {
    plan(request, goal, &iam.observe(request, goal).await.unwrap())
}

/// Plans and carries out.
pub(crate) async fn run(
    request: &ValidRequest,
    goal: Goal,
    iam: &Iam,
) -> (Result<Option<String>, IamError>, Vec<String>) {
    let approved = planned(request, goal, iam).await;
    let journal = Calls::default();
    let order = Order {
        request,
        goal,
        approved: Some(&approved),
        begun: false,
    };
    let answer = carry_out(order, iam, &journal).await;
    let calls = journal.0.into_inner().unwrap();
    let answer = answer.map(|outcome| match outcome {
        Outcome::Done { role_id } => role_id,
        Outcome::Outdated(now) => panic!("nothing has changed: {now:?}"),
    });
    (answer, calls)
}

pub(crate) async fn present(request: &ValidRequest, iam: &Iam) -> Option<String> {
    run(request, Goal::Present, iam).await.0.unwrap()
}

/// A role that somebody made by hand.
async fn by_hand(iam: &Iam, wanted: &ValidRequest, tags: &[(String, String)]) {
    iam.send(&Call::CreateRole {
        role: wanted.role_name().to_owned(),
        path: wanted.role_path().to_owned(),
        trust: serde_json::json!({"Version": "2012-10-17", "Statement": []}),
        description: "made by hand".to_owned(),
        boundary: None,
        tags: tags.to_vec(),
    })
    .await
    .unwrap();
}

#[tokio::test]
async fn a_new_role_is_made_once_and_a_change_keeps_its_identity() {
    let iam = iam().await;
    let first = request("new", ACCOUNT, &["in/"]);
    let (made, sent) = run(&first, Goal::Present, &iam).await;
    let role_id = made.unwrap();
    assert!(role_id.is_some());
    assert_eq!(sent, ["CreateRole", "CreatePolicy", "AttachRolePolicy"]);

    let (again, sent) = run(&first, Goal::Present, &iam).await;
    assert_eq!(again.as_ref(), Ok(&role_id));
    assert_eq!(sent, Vec::<String>::new());

    // More changes than IAM keeps versions: each leaves exactly one more step, the last make room.
    for number in 0..6 {
        let prefix = format!("out-{number}/");
        let change = for_app(first.app(), ACCOUNT, &["in/", &prefix]);
        let (changed, sent) = run(&change, Goal::Present, &iam).await;
        assert_eq!(changed.as_ref(), Ok(&role_id));
        assert_eq!(sent.last().unwrap(), "CreatePolicyVersion");
        let live = iam.policy(&change.policy_arn(0)).await.unwrap().unwrap();
        assert!(live.document.to_string().contains(&prefix));
    }
}

/// The figures of docs/performance.md.
#[tokio::test]
async fn a_run_asks_aws_no_more_than_is_written_down() {
    let proxy = Proxy::start(&endpoint()).await;
    let iam = iam_at(&proxy.url).await;
    let made = request("count", ACCOUNT, &["in/"]);
    let count = async |request: &ValidRequest, goal| {
        let approved = planned(request, goal, &iam).await;
        proxy.calls();
        let order = Order {
            request,
            goal,
            approved: Some(&approved),
            begun: false,
        };
        carry_out(order, &iam, &Calls::default()).await.unwrap();
        proxy.calls().len()
    };
    assert_eq!(count(&made, Goal::Present).await, 13, "a new role");
    assert_eq!(count(&made, Goal::Present).await, 8, "nothing to do");
    let changed = for_app(made.app(), ACCOUNT, &["in/", "out/"]);
    assert_eq!(count(&changed, Goal::Present).await, 16, "a change");
    assert_eq!(count(&changed, Goal::Absent).await, 14, "a retirement");
}

#[tokio::test]
async fn a_role_of_somebody_else_is_left_alone() {
    let iam = iam().await;
    let wanted = request("foreign", ACCOUNT, &["in/"]);
    by_hand(
        &iam,
        &wanted,
        &[("roleport:managed".to_owned(), "false".to_owned())],
    )
    .await;
    let before = iam.role(wanted.role_name()).await.unwrap();
    for goal in [Goal::Present, Goal::Absent] {
        let (answer, sent) = run(&wanted, goal, &iam).await;
        let Err(IamError::Refused(words)) = answer else {
            panic!("a foreign role was taken over: {answer:?}");
        };
        assert!(words.contains("left alone"), "{words}");
        assert_eq!(sent, Vec::<String>::new());
        assert_eq!(iam.role(wanted.role_name()).await.unwrap(), before);
    }
}

#[tokio::test]
async fn nothing_is_sent_to_an_account_that_is_not_the_clusters() {
    let iam = iam().await;
    let wanted = request("elsewhere", "111122223333", &["in/"]);
    let (answer, sent) = run(&wanted, Goal::Present, &iam).await;
    assert!(matches!(answer, Err(IamError::Refused(words)) if words.contains("111122223333")));
    assert_eq!(sent, Vec::<String>::new());
    assert_eq!(iam.role(wanted.role_name()).await, Ok(None));
}

#[tokio::test]
async fn a_retired_role_is_gone_with_its_policy_and_retiring_again_sends_nothing() {
    let iam = iam().await;
    let made = request("retire", ACCOUNT, &["in/"]);
    present(&made, &iam).await;
    // Another version, so that there is one to delete.
    let changed = for_app(made.app(), ACCOUNT, &["in/", "out/"]);
    present(&changed, &iam).await;

    let (gone, sent) = run(&changed, Goal::Absent, &iam).await;
    assert_eq!(gone, Ok(None));
    assert_eq!(
        sent,
        [
            "DetachRolePolicy",
            "DeleteRole",
            "DeletePolicyVersion",
            "DeletePolicy"
        ]
    );
    assert!(iam.role(made.role_name()).await.unwrap().is_none());
    assert!(iam.policy(&made.policy_arn(0)).await.unwrap().is_none());

    let (again, sent) = run(&changed, Goal::Absent, &iam).await;
    assert_eq!((again, sent), (Ok(None), Vec::new()));
}

#[tokio::test]
async fn retiring_stops_before_anything_where_something_foreign_hangs_on_the_role() {
    let iam = iam().await;
    let made = request("foreign-policy", ACCOUNT, &["in/"]);
    present(&made, &iam).await;
    let other = request("other-policy", ACCOUNT, &["in/"]);
    present(&other, &iam).await;
    iam.send(&Call::AttachRolePolicy {
        role: made.role_name().to_owned(),
        policy_arn: other.policy_arn(0),
    })
    .await
    .unwrap();

    let (answer, sent) = run(&made, Goal::Absent, &iam).await;
    let Err(IamError::Refused(words)) = answer else {
        panic!("a role with a foreign policy was retired");
    };
    assert!(words.contains(&other.policy_arn(0)), "{words}");
    assert_eq!(sent, Vec::<String>::new());
    assert!(iam.role(made.role_name()).await.unwrap().is_some());
}

#[tokio::test]
async fn what_hangs_on_a_policy_is_named_where_it_can_not_be_deleted() {
    let iam = iam().await;
    let (made, other) = (
        request("hold", ACCOUNT, &["in/"]),
        request("holder", ACCOUNT, &["in/"]),
    );
    present(&made, &iam).await;
    present(&other, &iam).await;
    iam.send(&Call::AttachRolePolicy {
        role: other.role_name().to_owned(),
        policy_arn: made.policy_arn(0),
    })
    .await
    .unwrap();
    let (answer, _) = run(&made, Goal::Absent, &iam).await;
    let Err(IamError::Refused(words)) = answer else {
        panic!("a policy in use was deleted: {answer:?}");
    };
    assert!(words.contains("DeleteConflict"), "{words}");
    assert!(
        words.contains(&format!("role {}", other.role_name())),
        "{words}"
    );
}

#[tokio::test]
async fn an_approval_of_another_world_sends_nothing() {
    let iam = iam().await;
    let made = request("stale", ACCOUNT, &["in/"]);
    present(&made, &iam).await;
    let change = for_app(made.app(), ACCOUNT, &["in/", "out/"]);
    let approved = planned(&change, Goal::Present, &iam).await;
    // Somebody takes the policy off meanwhile: what is left to do is more than was approved.
    iam.send(&Call::DetachRolePolicy {
        role: made.role_name().to_owned(),
        policy_arn: made.policy_arn(0),
    })
    .await
    .unwrap();
    for begun in [false, true] {
        let journal = Calls::default();
        let order = Order {
            request: &change,
            goal: Goal::Present,
            approved: Some(&approved),
            begun,
        };
        let answer = carry_out(order, &iam, &journal).await.unwrap();
        let Outcome::Outdated(now) = answer else {
            panic!("a stale approval was carried out");
        };
        assert_eq!(now, planned(&change, Goal::Present, &iam).await);
        assert_eq!(*journal.0.lock().unwrap(), Vec::<String>::new());
    }
}

/// A world to start from, what is wanted of it, and the calls that lead there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scene {
    New,
    Change,
    Repair,
    Retire,
}

impl Scene {
    const ALL: [Self; 4] = [Self::New, Self::Change, Self::Repair, Self::Retire];

    pub(crate) fn calls(self) -> &'static [&'static str] {
        match self {
            Self::New => &["CreateRole", "CreatePolicy", "AttachRolePolicy"],
            Self::Change => &["DeletePolicyVersion", "CreatePolicyVersion"],
            Self::Repair => &[
                "UpdateAssumeRolePolicy",
                "PutRolePermissionsBoundary",
                "TagRole",
            ],
            Self::Retire => &[
                "DetachRolePolicy",
                "DeleteRole",
                "DeletePolicyVersion",
                "DeletePolicy",
            ],
        }
    }

    pub(crate) fn goal(self) -> Goal {
        match self {
            Self::New | Self::Change | Self::Repair => Goal::Present,
            Self::Retire => Goal::Absent,
        }
    }

    /// Sets the scene for this application; gives what is wanted.
    pub(crate) async fn set(self, iam: &Iam, app: &str, boundary: &str) -> ValidRequest {
        let made = for_app(app, ACCOUNT, &["in/"]);
        match self {
            Self::New => made,
            Self::Change => {
                present(&made, iam).await;
                for number in 0..4 {
                    let prefix = format!("old-{number}/");
                    present(&for_app(app, ACCOUNT, &[&prefix]), iam).await;
                }
                for_app(app, ACCOUNT, &["new/"])
            }
            Self::Repair => {
                present(&made, iam).await;
                let role = made.role_name().to_owned();
                iam.send(&Call::UpdateAssumeRolePolicy {
                    role: role.clone(),
                    trust: serde_json::json!({"Version": "2012-10-17", "Statement": []}),
                })
                .await
                .unwrap();
                iam.send(&Call::TagRole {
                    role,
                    tags: vec![("roleport:application".to_owned(), "other".to_owned())],
                })
                .await
                .unwrap();
                with_boundary(app, ACCOUNT, &["in/"], Some(boundary))
            }
            Self::Retire => {
                present(&made, iam).await;
                let changed = for_app(app, ACCOUNT, &["in/", "out/"]);
                present(&changed, iam).await;
                changed
            }
        }
    }
}

/// An edge that every role of a test may have.
pub(crate) async fn boundary(iam: &Iam) -> String {
    let name = fresh("edge");
    iam.send(&Call::CreatePolicy {
        policy: name.clone(),
        path: "/".to_owned(),
        document: serde_json::json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
        ]}),
        tags: Vec::new(),
    })
    .await
    .unwrap();
    format!("arn:aws:iam::{ACCOUNT}:policy/{name}")
}

/// Carries an order out with one fault at one call: where the fault passes, the run ends well by itself; where it
/// does not, it says what AWS said and a second run goes on.
pub(crate) async fn outlive<'a>(
    case: &str,
    (call, fault): (&str, Fault),
    order: impl Fn(bool) -> Order<'a>,
) -> Proxy {
    let proxy = Proxy::start(&endpoint()).await;
    let faulty = iam_at(&proxy.url).await;
    proxy.strike(call, fault);
    let journal = Calls::default();
    let answer = carry_out(order(false), &faulty, &journal).await;
    assert!(!proxy.is_armed(), "{case}: the call was never made");
    if fault.passes() {
        assert!(
            matches!(answer, Ok(Outcome::Done { .. })),
            "{case}: {answer:?}"
        );
    } else {
        let Err(IamError::Refused(words)) = answer else {
            panic!("{case}: {answer:?}");
        };
        for part in [call, "request-of-the-fault"] {
            assert!(words.contains(part), "{case}: {words}");
        }
        let again = carry_out(order(true), &faulty, &journal).await;
        assert!(
            matches!(again, Ok(Outcome::Done { .. })),
            "{case}: {again:?}"
        );
    }
    proxy
}

/// One fault at one call of a scene: where it passes, the run ends in the desired state by itself;
/// where it does not, the ticket has AWS's words and a second run goes on.
async fn survive(scene: Scene, call: &'static str, fault: Fault, boundary: String) {
    let case = format!("{scene:?}, {fault:?} at {call}");
    let direct = iam().await;
    let app = fresh(&format!("f{}", call.to_lowercase()));
    let wanted = scene.set(&direct, &app, &boundary).await;
    let approved = planned(&wanted, scene.goal(), &direct).await;
    let actions: Vec<_> = approved
        .steps
        .iter()
        .map(|step| step.call.action())
        .collect();
    assert_eq!(actions, scene.calls(), "{case}");

    let order = |begun| Order {
        request: &wanted,
        goal: scene.goal(),
        approved: Some(&approved),
        begun,
    };
    let proxy = outlive(&case, (call, fault), order).await;
    let world = direct.observe(&wanted, Goal::Present).await.unwrap();
    assert_eq!(
        plan(&wanted, scene.goal(), &world).steps,
        [],
        "{case}: not there"
    );
    // Nothing twice: as many versions as without the fault.
    let versions = world
        .policies
        .values()
        .map(|policy| policy.versions.len())
        .sum::<usize>();
    let expected = match scene {
        Scene::New | Scene::Repair => 1,
        Scene::Change => 5,
        Scene::Retire => 0,
    };
    assert_eq!(versions, expected, "{case}");
    let tried = proxy.calls().iter().filter(|name| *name == call).count();
    let most = if fault == Fault::Denied || fault == Fault::Limit {
        2
    } else {
        3
    };
    assert!(tried <= most, "{case}: sent {tried} times");
}

#[tokio::test]
async fn every_fault_at_every_call_ends_in_the_desired_state() {
    let boundary = boundary(&iam().await).await;
    let cases = Scene::ALL.into_iter().flat_map(|scene| {
        let calls = scene.calls().iter().copied();
        calls.flat_map(move |call| Fault::ALL.map(|fault| (scene, call, fault)))
    });
    let done = stream::iter(cases)
        .map(|(scene, call, fault)| survive(scene, call, fault, boundary.clone()))
        .buffer_unordered(12)
        .count()
        .await;
    assert_eq!(done, 12 * Fault::ALL.len());
}
