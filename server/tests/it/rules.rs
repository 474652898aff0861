//! Approval rules on a real Postgres: who is asked, when it is enough, what needs nobody, and who
//! may change them.

use crate::support::{World, conflict, forbidden, person, typed, world};
use roleport_app::portal::{Portal as _, PortalError, TypedRequest};
use roleport_domain::{
    authorize::PersonRole,
    grant::Access,
    lifecycle::{Command, RequestState},
};
use roleport_server::service::{CommandError, ProposalDecision, ProposeError, SubmitError};
use sqlx::PgPool;

const TWO_FOR_DELETING: &str = r#"
[[teams]]
name = "prices"
members = ["dev@example.com", "Owner@Example.com"]
namespaces = ["production/prices-*"]
buckets = ["price-*"]

[[rules]]
name = "Two for deleting"
risks = ["delete"]
require = [{ group = "approvers", count = 2 }]

[[rules]]
name = "Owners of the bucket"
risks = ["other_teams_bucket"]
require = [{ group = "bucket-owners" }, { group = "approvers" }]

[[auto_approve]]
name = "Own reading"
enabled = true
read_only = true
own_buckets = true
"#;

fn asking(app: &str, bucket: &str, access: Access) -> TypedRequest {
    let mut form = typed(app, app);
    form.grants[0].set("bucket", bucket.to_owned());
    form.grants[0].access = vec![access];
    form
}

async fn submit(world: &World, form: &TypedRequest) -> i64 {
    world.service.submit(&world.dev, form).await.unwrap()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_quorum_needs_that_many_different_people(pool: PgPool) {
    let world = world(pool).await;
    world.rules(TWO_FOR_DELETING).await;
    let id = submit(&world, &asking("blue", "unowned", Access::Delete)).await;
    let page = world.service.request(&world.dev, id).await.unwrap();
    assert_eq!(page.demands.len(), 1);
    assert_eq!(page.demands[0].rule.as_deref(), Some("Two for deleting"));
    assert_eq!(
        page.demands[0].possible,
        ["admin", "ops", "other", "second-admin"]
    );

    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(world.state(id).await, RequestState::Submitted);
    assert!(conflict(
        &world.send(&world.ops, id, Command::Approve).await
    ));
    let page = world.service.request(&world.ops, id).await.unwrap();
    assert!(!page.allowed.approve);
    assert_eq!(page.demands[0].given, ["ops"]);
    assert_eq!(page.demands[0].missing(), 1);
    world
        .send(&world.other_ops, id, Command::Approve)
        .await
        .unwrap();
    assert_eq!(world.state(id).await, RequestState::Approved);
    assert_eq!(
        world.kinds(id).await,
        ["request.submitted", "request.endorsed", "request.approved"]
    );
    assert_eq!(
        world
            .count(
                "select count(*) from graphile_worker.jobs where task_identifier = 'apply_request'"
            )
            .await,
        1
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn a_new_revision_needs_its_approvals_anew(pool: PgPool) {
    let world = world(pool).await;
    world.rules(TWO_FOR_DELETING).await;
    let form = asking("blue", "unowned", Access::Delete);
    let id = submit(&world, &form).await;
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    let mut other = form.clone();
    other.grants[0].set("prefix", "elsewhere/".to_owned());
    world
        .service
        .revise(&world.dev, (id, 2), &other)
        .await
        .unwrap();
    world
        .send(&world.other_ops, id, Command::Approve)
        .await
        .unwrap();
    assert_eq!(world.state(id).await, RequestState::Submitted);
    world.send(&world.ops, id, Command::Approve).await.unwrap();
    assert_eq!(world.state(id).await, RequestState::Approved);
}

#[sqlx::test(migrations = "../migrations")]
async fn the_owners_of_a_bucket_are_asked_whatever_their_role(pool: PgPool) {
    let world = world(pool).await;
    world.rules(TWO_FOR_DELETING).await;
    let form = asking("blue", "price-tables", Access::Read);
    // Only the author is a member yet: nobody could approve.
    let Err(SubmitError::Fields(errors)) = world.service.submit(&world.ops, &form).await else {
        // The developer is a member, and ops is not: there is somebody to ask.
        let id = sqlx::query_scalar("select max(id) from requests")
            .fetch_one(&world.pool)
            .await
            .unwrap();
        let page = world.service.request(&world.dev, id).await.unwrap();
        assert!(page.allowed.approve);
        world.send(&world.dev, id, Command::Approve).await.unwrap();
        assert_eq!(world.state(id).await, RequestState::Submitted);
        let stranger = person(&world.pool, "stranger", &[PersonRole::Developer]).await;
        assert!(forbidden(
            &world.send(&stranger, id, Command::Approve).await
        ));
        world
            .send(&world.other_ops, id, Command::Approve)
            .await
            .unwrap();
        assert_eq!(world.state(id).await, RequestState::Approved);
        return;
    };
    panic!("{errors:?}");
}

#[sqlx::test(migrations = "../migrations")]
async fn what_nobody_could_approve_is_refused_at_once_with_the_reason(pool: PgPool) {
    let world = world(pool).await;
    world.rules(TWO_FOR_DELETING).await;
    let form = asking("blue", "price-tables", Access::Read);
    let refused = world.service.submit(&world.dev, &form).await;
    let Err(SubmitError::Fields(errors)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(errors[0].code, "nobody_can_approve");
    assert!(errors[0].message.as_str().contains("Owners of the bucket"));
    assert_eq!(world.count("select count(*) from requests").await, 0);
    // Once another member has signed in, there is somebody.
    person(&world.pool, "owner", &[PersonRole::Developer]).await;
    submit(&world, &form).await;
}

#[sqlx::test(migrations = "../migrations")]
async fn reading_ones_own_buckets_needs_nobody_where_a_rule_says_so(pool: PgPool) {
    let world = world(pool).await;
    world.rules(TWO_FOR_DELETING).await;
    person(&world.pool, "owner", &[PersonRole::Developer]).await;
    let id = submit(&world, &asking("prices-x", "price-tables", Access::Read)).await;
    assert_eq!(world.state(id).await, RequestState::Approved);
    assert_eq!(
        world.kinds(id).await,
        ["request.submitted", "request.auto_approved"]
    );
    let rule: String = sqlx::query_scalar("select auto_approved_by from requests")
        .fetch_one(&world.pool)
        .await
        .unwrap();
    assert_eq!(rule, "Own reading");
    for form in [
        asking("prices-write", "price-tables", Access::Write),
        asking("elsewhere", "price-tables", Access::Read),
        asking("prices-other", "unowned", Access::Read),
    ] {
        let id = world.service.submit(&world.ops, &form).await.unwrap();
        assert_eq!(world.state(id).await, RequestState::Submitted, "{form:?}");
    }
    // Off, it is off.
    let off = TWO_FOR_DELETING.replace("enabled = true", "enabled = false");
    let world_off = world;
    world_off.rules(&off).await;
    let id = submit(
        &world_off,
        &asking("prices-y", "price-tables", Access::Read),
    )
    .await;
    assert_eq!(world_off.state(id).await, RequestState::Submitted);
}

#[sqlx::test(migrations = "../migrations")]
async fn rules_are_under_four_eyes_themselves_not_even_past_the_code(pool: PgPool) {
    let world = world(pool).await;
    let propose = |who| world.service.propose_rules(who, TWO_FOR_DELETING, "Safer.");
    assert!(matches!(
        propose(&world.ops).await,
        Err(ProposeError::Portal(PortalError::Forbidden(_)))
    ));
    let version = propose(&world.admin).await.unwrap();
    assert!(matches!(
        propose(&world.admin).await,
        Err(ProposeError::Portal(PortalError::Conflict(_)))
    ));
    let decide = |who, decision| world.service.decide_rules(who, version, decision);
    assert!(forbidden(
        &decide(&world.admin, ProposalDecision::Activate).await
    ));
    assert!(forbidden(
        &decide(&world.ops, ProposalDecision::Activate).await
    ));
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'rules.refused'")
            .await,
        3
    );
    let past_the_code = sqlx::query(
        "update rule_sets set state = 'active', decided_by = author_id, decided_at = now()",
    )
    .execute(&world.pool)
    .await
    .unwrap_err();
    assert_eq!(
        past_the_code.into_database_error().unwrap().constraint(),
        Some("rule_sets_four_eyes")
    );
    let second = person(&world.pool, "second-admin", &[PersonRole::Admin]).await;
    let (one, other) = tokio::join!(
        decide(&second, ProposalDecision::Activate),
        decide(&world.admin, ProposalDecision::Withdraw)
    );
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(
        decide(&second, ProposalDecision::Reject).await,
        Err(CommandError::Portal(PortalError::Conflict(_)))
    ));
    for sql in [
        "update rule_sets set source = ''",
        "update rule_sets set document = '{}'",
        "update rule_sets set state = 'proposed', decided_by = null, decided_at = null",
        "delete from rule_sets",
    ] {
        assert!(
            sqlx::query(sql).execute(&world.pool).await.is_err(),
            "{sql}"
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn rules_that_can_not_be_right_are_told_all_at_once(pool: PgPool) {
    let world = world(pool).await;
    let source = r#"
[[teams]]
name = "a"
namespaces = ["no-cluster"]

[[rules]]
name = "x"

[[rules]]
name = "x"
require = [{ group = "team:nobody", count = 11 }, { group = "team:nobody" }]

[[auto_approve]]
name = "all"
enabled = true
"#;
    let refused = world.service.propose_rules(&world.admin, source, " ").await;
    let Err(ProposeError::Problems { source, comment }) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(source.len(), 6, "{source:#?}");
    assert!(comment.is_some());
    for bad in [
        "[[rules]",
        "unknown = 1",
        "[[rules]]\nrequire = [{ group = \"everybody\" }]",
    ] {
        let refused = world.service.propose_rules(&world.admin, bad, "Why.").await;
        assert!(
            matches!(refused, Err(ProposeError::Problems { .. })),
            "{bad}"
        );
    }
    assert_eq!(world.count("select count(*) from rule_sets").await, 0);
}
