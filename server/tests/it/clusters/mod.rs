//! Clusters as data on a real Postgres: proposed by one admin, put in force by another, whatever the code does.

mod followed;
mod seed;

use std::slice::from_ref;

use roleport_app::portal::{Portal as _, PortalError, Viewer};
use roleport_domain::{
    authorize::PersonRole,
    cluster::Cluster,
    cluster_settings::{Access, ClusterSettings},
    token::TokenScope,
};
use roleport_server::service::{CommandError, ProposalDecision, SubmitError};
use serde_json::json;
use sqlx::PgPool;

use crate::support::{
    World, cluster, conflict, forbidden, person,
    portal::{ask, generous, portal, token},
    service_for, typed, world,
};

/// The cluster of the tests, with another region.
pub(super) fn moved(region: &str) -> ClusterSettings {
    settings(Cluster {
        region: region.to_owned(),
        ..cluster()
    })
}

pub(super) fn settings(cluster: Cluster) -> ClusterSettings {
    ClusterSettings {
        cluster,
        access: None,
    }
}

fn staging() -> ClusterSettings {
    settings(Cluster {
        name: "staging".to_owned(),
        role_name_pattern: "staging-{app}".to_owned(),
        ..cluster()
    })
}

async fn second(world: &World) -> Viewer {
    person(&world.pool, "second-admin", &[PersonRole::Admin]).await
}

async fn propose(world: &World, after: Option<ClusterSettings>) -> Result<i64, SubmitError> {
    let name = Some("production");
    world
        .service
        .propose_cluster(&world.admin, name, after, "Why.")
        .await
}

/// Fields of what is wrong.
fn fields<T: std::fmt::Debug>(result: Result<T, SubmitError>) -> Vec<(String, String)> {
    let Err(SubmitError::Fields(errors)) = result else {
        panic!("{result:?}");
    };
    errors
        .into_iter()
        .map(|error| (error.field, error.code))
        .collect()
}

async fn region(world: &World) -> String {
    world.service.clusters().await.unwrap()[0].region.clone()
}

#[sqlx::test(migrations = "../migrations")]
async fn a_change_is_in_force_when_another_admin_approves_it(pool: PgPool) {
    let world = world(pool).await;
    let second = second(&world).await;
    let decide =
        |who, id, decision, comment| world.service.decide_cluster(who, id, decision, comment);
    let id = propose(&world, Some(moved("eu-central-1"))).await.unwrap();
    assert_eq!(region(&world).await, "us-east-1");
    let page = world.service.cluster_change(&second, id).await.unwrap();
    assert!(page.can_decide && !page.is_mine && page.obstacle.is_none());
    assert_eq!(page.fields.len(), 1);
    assert_eq!(
        (
            page.fields[0].before.as_str(),
            page.fields[0].after.as_str()
        ),
        ("us-east-1", "eu-central-1")
    );
    assert_eq!(page.deciders, ["second-admin"]);
    // One at a time of a cluster; of another, any time.
    assert!(matches!(
        propose(&world, Some(moved("eu-west-1"))).await,
        Err(SubmitError::Portal(PortalError::Conflict(_)))
    ));
    world
        .service
        .propose_cluster(&second, None, Some(staging()), "A second one.")
        .await
        .unwrap();
    decide(&second, id, ProposalDecision::Activate, "Fine.")
        .await
        .unwrap();
    assert_eq!(region(&world).await, "eu-central-1");
    for decision in [ProposalDecision::Activate, ProposalDecision::Reject] {
        assert!(conflict(&decide(&second, id, decision, "Again.").await));
    }

    let id = propose(&world, Some(moved("eu-west-1"))).await.unwrap();
    assert!(matches!(
        decide(&second, id, ProposalDecision::Reject, " ").await,
        Err(CommandError::Comment(_))
    ));
    decide(&second, id, ProposalDecision::Reject, "Not there.")
        .await
        .unwrap();
    let id = propose(&world, Some(moved("eu-west-1"))).await.unwrap();
    assert!(forbidden(
        &decide(&second, id, ProposalDecision::Withdraw, "").await
    ));
    decide(&world.admin, id, ProposalDecision::Withdraw, "")
        .await
        .unwrap();
    assert_eq!(region(&world).await, "eu-central-1");
    let kinds: Vec<String> = sqlx::query_scalar(
        "select kind from events where kind like 'configuration.cluster%' order by id",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    let kinds: Vec<_> = kinds
        .iter()
        .map(|kind| kind.trim_start_matches("configuration.cluster_"))
        .collect();
    assert_eq!(
        kinds,
        [
            "proposed",
            "proposed",
            "approved",
            "proposed",
            "rejected",
            "proposed",
            "refused",
            "withdrawn"
        ]
    );
    // Removed, it can be added again; its name stays known.
    let id = world.approved_change(Some("production"), None).await;
    assert!(world.service.clusters().await.unwrap().is_empty());
    assert_eq!(
        world
            .service
            .cluster_change(&world.dev, id)
            .await
            .unwrap()
            .line
            .title,
        "Remove production"
    );
    world.approved_change(None, Some(settings(cluster()))).await;
    assert_eq!(world.service.clusters().await.unwrap(), [cluster()]);
}

#[sqlx::test(migrations = "../migrations")]
async fn nobody_approves_their_own_not_even_past_the_code(pool: PgPool) {
    let world = world(pool).await;
    for viewer in [&world.dev, &world.ops, &world.auditor] {
        let refused = world
            .service
            .propose_cluster(viewer, None, Some(staging()), "Why.")
            .await;
        assert!(
            matches!(refused, Err(SubmitError::Portal(PortalError::Forbidden(_)))),
            "{refused:?}"
        );
        assert!(world.service.cluster_form(viewer, None).await.is_err());
    }
    let id = propose(&world, Some(moved("eu-west-1"))).await.unwrap();
    let page = world
        .service
        .cluster_change(&world.admin, id)
        .await
        .unwrap();
    assert!(
        page.is_mine && !page.can_decide && page.deciders.is_empty(),
        "nobody else could"
    );
    for who in [&world.admin, &world.ops, &world.auditor, &world.dev] {
        for decision in [ProposalDecision::Activate, ProposalDecision::Reject] {
            let refused = world
                .service
                .decide_cluster(who, id, decision, "Because.")
                .await;
            assert!(forbidden(&refused), "{refused:?}");
        }
    }
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'configuration.cluster_refused'")
            .await,
        3 + 8
    );
    let own =
        "update cluster_changes set state = 'approved', decided_by = author_id, decided_at = now()";
    let other = "update clusters set spec = jsonb_set(spec, '{region}', '\"eu-west-1\"')";
    for (sql, name) in [
        (own, "cluster_changes_four_eyes"),
        (
            "update cluster_changes set after = null",
            "cluster_changes_immutable",
        ),
        (
            "update cluster_changes set comment = ''",
            "cluster_changes_immutable",
        ),
        (other, "clusters_approved"),
        ("update clusters set removed = true", "clusters_approved"),
        (
            "update clusters set spec = (select after -> 'cluster' from cluster_changes), change_id = (select id from cluster_changes)",
            "clusters_approved",
        ),
        (
            "insert into accounts (id, access, change_id) values ('111122223333', '{}', (select id from cluster_changes))",
            "accounts_approved",
        ),
    ] {
        let refused = sqlx::query(sql).execute(&world.pool).await.unwrap_err();
        let refused = refused.into_database_error().unwrap();
        assert_eq!(refused.constraint(), Some(name), "{sql}");
    }
    assert!(
        sqlx::query("delete from cluster_changes")
            .execute(&world.pool)
            .await
            .is_err()
    );
    // What was approved once is not approved again later.
    let second = second(&world).await;
    world
        .service
        .decide_cluster(&second, id, ProposalDecision::Activate, "")
        .await
        .unwrap();
    world
        .approved_change(Some("production"), Some(moved("eu-central-1")))
        .await;
    let back = "update clusters set spec = (select after -> 'cluster' from cluster_changes order by id limit 1), change_id = (select min(id) from cluster_changes)";
    assert!(sqlx::query(back).execute(&world.pool).await.is_err());
}

#[sqlx::test(migrations = "../migrations")]
async fn a_proposal_is_about_what_is_in_force_and_about_nothing_else(pool: PgPool) {
    let mut world = world(pool).await;
    world.service = service_for(&world.pool, &[cluster(), staging().cluster]).await;
    let second = second(&world).await;
    let with_role = |name: &str, base: ClusterSettings| ClusterSettings {
        access: Some(Access {
            role_arn: format!("arn:aws:iam::003250186609:role/{name}"),
            external_id: None,
        }),
        ..base
    };
    let stale = propose(&world, Some(moved("eu-west-1"))).await.unwrap();
    // The way into the account is every cluster's of it.
    let shared = world
        .service
        .propose_cluster(
            &world.admin,
            Some("staging"),
            Some(with_role("door", staging())),
            "Why.",
        )
        .await
        .unwrap();
    let page = world.service.cluster_change(&second, shared).await.unwrap();
    assert!(
        page.consequences
            .iter()
            .any(|one| one.as_str().contains("for production too")),
        "{page:?}"
    );
    world
        .service
        .decide_cluster(&second, shared, ProposalDecision::Activate, "")
        .await
        .unwrap();
    let page = world.service.cluster_change(&second, stale).await.unwrap();
    assert!(page.obstacle.is_some());
    let refused = world
        .service
        .decide_cluster(&second, stale, ProposalDecision::Activate, "")
        .await;
    let Err(CommandError::Portal(PortalError::Conflict(words))) = refused else {
        panic!("{refused:?}");
    };
    assert!(words.as_str().contains("propose it again"), "{words}");
    world
        .service
        .decide_cluster(&world.admin, stale, ProposalDecision::Withdraw, "")
        .await
        .unwrap();
    // A new cluster of the account comes in by the same way, unless it says another one.
    let third = ClusterSettings {
        cluster: Cluster {
            name: "third".to_owned(),
            role_name_pattern: "third-{app}".to_owned(),
            ..cluster()
        },
        access: None,
    };
    let id = world
        .service
        .propose_cluster(&world.admin, None, Some(third), "Why.")
        .await
        .unwrap();
    let page = world.service.cluster_change(&second, id).await.unwrap();
    assert_eq!(
        page.after.unwrap().access,
        with_role("door", staging()).access
    );
    // The same name twice is one too many.
    let other = world
        .service
        .propose_cluster(
            &world.admin,
            None,
            Some(with_role("door", staging())),
            "Why.",
        )
        .await;
    assert_eq!(
        fields(other),
        [("name".to_owned(), "cluster_exists".to_owned())]
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn of_two_who_approve_at_once_one_does(pool: PgPool) {
    let world = world(pool).await;
    let (one, other) = (
        second(&world).await,
        person(&world.pool, "third-admin", &[PersonRole::Admin]).await,
    );
    for round in 0..20 {
        let id = propose(&world, Some(moved(&format!("eu-west-{}", round + 1))))
            .await
            .unwrap();
        let against = if round % 2 == 0 {
            ProposalDecision::Activate
        } else {
            ProposalDecision::Reject
        };
        let (first, last) = tokio::join!(
            world
                .service
                .decide_cluster(&one, id, ProposalDecision::Activate, "Yes."),
            world.service.decide_cluster(&other, id, against, "Mine."),
        );
        assert!(first.is_ok() != last.is_ok(), "{round}: {first:?} {last:?}");
        assert!(
            conflict(&first) || conflict(&last),
            "{round}: {first:?} {last:?}"
        );
        let state: String = sqlx::query_scalar("select state from cluster_changes where id = $1")
            .bind(id)
            .fetch_one(&world.pool)
            .await
            .unwrap();
        let approved = first.is_ok() || against == ProposalDecision::Activate;
        assert_eq!(state == "approved", approved);
        assert_eq!(
            region(&world).await == format!("eu-west-{}", round + 1),
            approved
        );
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn what_roles_are_made_of_stays_while_something_stands_on_the_cluster(pool: PgPool) {
    let world = world(pool).await;
    let other = |change: fn(&mut Cluster)| {
        let mut cluster = cluster();
        change(&mut cluster);
        settings(cluster)
    };
    let tied: [(&str, ClusterSettings); 3] = [
        (
            "account_id",
            other(|one| "111122223333".clone_into(&mut one.account_id)),
        ),
        (
            "role_path",
            other(|one| "/pods/".clone_into(&mut one.role_path)),
        ),
        (
            "role_name_pattern",
            other(|one| "other-{app}".clone_into(&mut one.role_name_pattern)),
        ),
    ];
    // Proposed while nothing stood on it, and approved too late.
    let early = propose(&world, Some(tied[2].1.clone())).await.unwrap();
    let request = world.submitted("blue").await;
    let second = second(&world).await;
    assert!(conflict(
        &world
            .service
            .decide_cluster(&second, early, ProposalDecision::Activate, "")
            .await
    ));
    world
        .service
        .decide_cluster(&second, early, ProposalDecision::Reject, "Too late.")
        .await
        .unwrap();
    for (field, after) in &tied {
        let refused = propose(&world, Some(after.clone())).await;
        assert_eq!(
            fields(refused),
            [((*field).to_owned(), "cluster_in_use".to_owned())]
        );
    }
    assert_eq!(
        fields(propose(&world, None).await),
        [("name".to_owned(), "cluster_in_use".to_owned())]
    );
    assert_eq!(
        fields(propose(&world, Some(staging())).await)[0],
        ("name".to_owned(), "never_changes".to_owned())
    );
    assert_eq!(
        fields(propose(&world, Some(settings(cluster()))).await)[0].1,
        "nothing_changes"
    );
    let bad = other(|one| "http://a".clone_into(&mut one.oidc_issuer));
    let refused = world
        .service
        .propose_cluster(&world.admin, Some("production"), Some(bad), " ")
        .await;
    let codes: Vec<_> = fields(refused)
        .into_iter()
        .map(|(field, _)| field)
        .collect();
    assert_eq!(codes, ["oidc_issuer", "comment"]);
    // Settled, it stands in nobody's way any more.
    world
        .send(
            &world.dev,
            request,
            roleport_domain::lifecycle::Command::Withdraw,
        )
        .await
        .unwrap();
    world
        .approved_change(Some("production"), Some(tied[1].1.clone()))
        .await;
    let path = world.service.clusters().await.unwrap()[0].role_path.clone();
    assert_eq!(path, "/pods/");
}

#[sqlx::test(migrations = "../migrations")]
async fn a_request_and_a_removal_at_once_leave_no_request_without_a_cluster(pool: PgPool) {
    let world = world(pool).await;
    let second = second(&world).await;
    for round in 0..20 {
        let id = propose(&world, None).await.unwrap();
        let app = format!("race-{round}");
        let form = typed(&app, &app);
        let (removed, submitted) = tokio::join!(
            world
                .service
                .decide_cluster(&second, id, ProposalDecision::Activate, ""),
            world.service.submit(&world.dev, &form),
        );
        assert!(
            removed.is_ok() != submitted.is_ok(),
            "{round}: {removed:?} {submitted:?}"
        );
        if let Ok(request) = submitted {
            world
                .send(
                    &world.dev,
                    request,
                    roleport_domain::lifecycle::Command::Withdraw,
                )
                .await
                .unwrap();
            world
                .service
                .decide_cluster(&world.admin, id, ProposalDecision::Withdraw, "")
                .await
                .unwrap();
        } else {
            world.approved_change(None, Some(settings(cluster()))).await;
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn programs_propose_and_decide_as_people_do(pool: PgPool) {
    let world = world(pool.clone()).await;
    let second = second(&world).await;
    let portal = portal(&pool, generous());
    let scopes = [TokenScope::Read, TokenScope::Admin];
    let mine = token(&world.service, &world.admin, "mine", &scopes).await;
    let theirs = token(&world.service, &second, "theirs", &scopes).await;
    let fields = json!({"name": "staging", "account_id": "003250186609", "partition": "aws", "region": "us-east-1",
        "oidc_issuer": "https://oidc.example.com", "role_name_pattern": "s-{app}", "role_path": "/"});
    let new = json!({"cluster": null, "after": fields, "comment": "One more."});
    let made = ask(
        &portal,
        &mine,
        "POST",
        "/cluster-changes",
        Some(new.clone()),
    )
    .await;
    assert_eq!(made.status.as_u16(), 201, "{made:?}");
    let mut whole = fields.clone();
    whole["identity"] = json!("irsa");
    assert_eq!(made.json["after"], whole);
    assert_eq!(
        (&made.json["before"], &made.json["may_decide"]),
        (&json!(null), &json!(false))
    );
    let path = format!("/cluster-changes/{}", made.json["id"]);
    ask(&portal, &mine, "POST", "/cluster-changes", Some(new))
        .await
        .is_problem(409, "conflict");
    ask(
        &portal,
        &mine,
        "POST",
        &format!("{path}/approve"),
        Some(json!({})),
    )
    .await
    .is_problem(403, "forbidden");
    ask(
        &portal,
        &theirs,
        "POST",
        &format!("{path}/reject"),
        Some(json!({})),
    )
    .await
    .is_problem(422, "invalid");
    let done = ask(
        &portal,
        &theirs,
        "POST",
        &format!("{path}/approve"),
        Some(json!({"comment": "Fine."})),
    )
    .await;
    assert_eq!(done.json["state"], "approved", "{done:?}");
    let listed = ask(&portal, &theirs, "GET", "/cluster-changes", None).await;
    assert_eq!(listed.json["items"][0]["title"], "Add staging");
    let clusters = ask(&portal, &mine, "GET", "/clusters", None).await;
    assert_eq!(clusters.json["items"][1]["name"], "staging");
    let odd = json!({"cluster": "staging", "after": {"name": "staging", "colour": "red"}, "comment": "x"});
    let odd = ask(&portal, &mine, "POST", "/cluster-changes", Some(odd)).await;
    odd.is_problem(422, "invalid");
    assert_eq!(odd.json["errors"][0]["field"], "after.colour");
    for (field, text) in [("identity", "pod-identity"), ("partition", "moon")] {
        let mut other = fields.clone();
        other[field] = json!(text);
        let other = json!({"cluster": "staging", "after": other, "comment": "x"});
        let other = ask(&portal, &mine, "POST", "/cluster-changes", Some(other)).await;
        other.is_problem(422, "invalid");
        assert_eq!(other.json["errors"][0]["field"], format!("after.{field}"));
    }
    let gone = json!({"cluster": "staging", "after": null, "comment": "Not used."});
    let gone = ask(&portal, &mine, "POST", "/cluster-changes", Some(gone)).await;
    let path = format!("/cluster-changes/{}/withdraw", gone.json["id"]);
    let back = ask(&portal, &mine, "POST", &path, Some(json!({}))).await;
    assert_eq!(back.json["state"], "withdrawn", "{back:?}");
    assert_eq!(
        world.service.clusters().await.unwrap()[0],
        from_ref(&cluster())[0]
    );
}
