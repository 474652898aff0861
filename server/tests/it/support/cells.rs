//! A cell of the table of rights: a request in a state, as a person has to do with it, and all that
//! an action can change of it.

use roleport_app::portal::Viewer;
use roleport_domain::{
    authorize::{PersonRole, Stake},
    grant::Access,
    lifecycle::RequestState,
};

use super::{World, planned, typed};

/// A rule that asks for people whatever their roles are.
pub const ASKED: &str = r#"
visibility = "teams"

[[teams]]
name = "asked"
members = ["some-developer@example.com", "some-approver@example.com",
           "some-auditor@example.com", "some-admin@example.com"]
namespaces = ["production/asked", "production/cell"]

[[rules]]
name = "The team is asked"
namespaces = ["asked"]
require = [{ group = "team:asked" }]
"#;

/// The stakes that a person in this role can have: what is hidden is so for developers alone.
pub fn stakes(role: PersonRole) -> Vec<Stake> {
    let mut stakes = vec![Stake::Author, Stake::Editor, Stake::Asked, Stake::Other];
    if !role.sees_all() {
        stakes.push(Stake::Hidden);
    }
    stakes
}

/// A planned request as the person has to do with it, in this state and version 1; its hash as well.
pub async fn request(
    world: &World,
    viewer: &Viewer,
    stake: Stake,
    state: RequestState,
) -> (i64, String) {
    let author = if stake == Stake::Author {
        viewer.person_id
    } else {
        world.dev.person_id
    };
    let author = Viewer {
        person_id: author,
        ..world.dev.clone()
    };
    let name = world
        .count("select coalesce(max(id), 0) + 1 from requests")
        .await;
    let mut form = typed(&format!("cell-{name}"), &format!("cell-{name}"));
    let namespace = match stake {
        Stake::Asked => "asked",
        Stake::Hidden => "hidden",
        Stake::Author | Stake::Editor | Stake::Other => "cell",
    };
    namespace.clone_into(&mut form.namespace);
    let id = world.service.submit(&author, &form).await.unwrap();
    if stake == Stake::Editor {
        form.grants[0].access = vec![Access::Write];
        let editor = Viewer {
            person_id: viewer.person_id,
            ..world.admin.clone()
        };
        world.service.revise(&editor, (id, 1), &form).await.unwrap();
    }
    let hash = sqlx::query_scalar(
        "update requests set state = $2, version = 1 where id = $1 returning hash",
    )
    .bind(id)
    .bind(state.as_str())
    .fetch_one(&world.pool)
    .await
    .unwrap();
    planned(&world.pool, id).await;
    (id, hash)
}

/// All that an action can change.
pub async fn trace(world: &World, id: i64) -> (String, i32, i64, i64) {
    sqlx::query_as(
        "select state, version, (select count(*) from requests),
                (select count(*) from comments where request_id = r.id)
         from requests r where id = $1",
    )
    .bind(id)
    .fetch_one(&world.pool)
    .await
    .unwrap()
}
