//! Who sees what, on a real Postgres: the lists against the rule on generated data, and that what
//! is hidden is not there, wherever one looks.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{
    World,
    portal::{ask, generous, portal, token},
    typed, world,
};
use http::StatusCode;
use roleport_app::portal::{
    Portal as _, PortalError, RequestView, RoleSummary, TypedRequest, Viewer,
    access::TypedQuestion, history::TypedFilter,
};
use roleport_domain::{
    authorize::PersonRole,
    grant::{Access, Grant},
    lifecycle::{Command, RequestState},
    rules::{Person, RuleSet},
    token::TokenScope,
    visibility::{EventTies, RequestTies, RoleTies},
};
use roleport_server::{
    service::{AboutRole, CommandError, Sent, SubmitError, Watched, parse_rules},
    store::roles::{self, AppliedRole},
};
use serde_json::json;
use sqlx::PgPool;

const RULES: &str = r#"
visibility = "teams"

[[teams]]
name = "red"
members = ["P0@example.com", "p1@example.com"]
groups = ["reds"]
namespaces = ["production/red-*"]
buckets = ["red-*"]

[[teams]]
name = "blue"
members = ["p2@example.com"]
namespaces = ["*/blue-?"]
buckets = ["blue-data", "shared"]

[[teams]]
name = "security"
members = ["p3@example.com", "p2@example.com"]

[[teams]]
name = "nobody"
groups = ["nobody"]
namespaces = ["*/*"]

[[rules]]
name = "Deleting"
risks = ["delete"]
require = [{ group = "team:security" }]

[[rules]]
name = "Foreign buckets"
namespaces = ["grey-*"]
risks = ["other_teams_bucket"]
require = [{ group = "team:security" }, { group = "bucket-owners" }]
"#;

/// Chance that is the same in every run of a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }
}

/// A request as the test itself knows it.
struct Made {
    namespace: String,
    grants: Vec<Grant>,
    state: RequestState,
    author: i64,
    involved: BTreeSet<i64>,
    role: Option<i64>,
}

struct Generated {
    set: RuleSet,
    people: BTreeMap<i64, (Viewer, Person)>,
    requests: BTreeMap<i64, Made>,
    roles: BTreeMap<i64, (String, Vec<Grant>)>,
}

impl Generated {
    fn sees(&self, viewer: &Person, id: i64) -> bool {
        let made = &self.requests[&id];
        self.set.sees_request(
            viewer,
            &RequestTies {
                cluster: "production",
                namespace: &made.namespace,
                before: &[],
                after: &made.grants,
                state: made.state,
                author: &self.people[&made.author].1,
                involved: &made.involved,
            },
        )
    }

    fn sees_role(&self, viewer: &Person, id: i64) -> bool {
        let (namespace, grants) = &self.roles[&id];
        let request = self
            .requests
            .iter()
            .any(|(request, made)| made.role == Some(id) && self.sees(viewer, *request));
        let ties = RoleTies {
            cluster: "production",
            namespace,
            grants,
        };
        self.set.sees_role(viewer, &ties, request)
    }
}

const NAMESPACES: [&str; 7] = [
    "red-1", "red-2", "blue-1", "blue-xy", "grey-1", "grey-2", "green",
];
const BUCKETS: [&str; 6] = [
    "red-data",
    "red-logs",
    "blue-data",
    "shared",
    "grey-data",
    "other-data",
];

async fn people(world: &World) -> BTreeMap<i64, (Viewer, Person)> {
    let mut people = BTreeMap::new();
    for number in 0..8 {
        let viewer =
            crate::support::person(&world.pool, &format!("p{number}"), &[PersonRole::Developer])
                .await;
        let groups: &[&str] = if number == 5 { &["reds"] } else { &[] };
        let groups: Vec<_> = groups.iter().map(|&group| group.to_owned()).collect();
        sqlx::query("update people set groups = $2 where id = $1")
            .bind(viewer.person_id)
            .bind(&groups)
            .execute(&world.pool)
            .await
            .unwrap();
        let person = Person {
            id: viewer.person_id,
            name: viewer.name.clone(),
            email: viewer.email.clone(),
            roles: viewer.roles.clone(),
            groups,
        };
        people.insert(viewer.person_id, (viewer, person));
    }
    people
}

/// So many requests of eight people, with all that can tie somebody to one.
#[allow(clippy::too_many_lines)] // one step after the other
async fn generate(world: &World, seed: u64, count: usize) -> Generated {
    let mut chance = Chance(seed);
    let people = people(world).await;
    let ids: Vec<_> = people.keys().copied().collect();
    let mut requests = BTreeMap::new();
    let mut known_roles = BTreeMap::new();
    for number in 0..count {
        // Mostly what concerns few: a list that filters late would come short.
        let quiet = chance.below(3) > 0;
        let namespace = if quiet {
            "grey-1"
        } else {
            chance.of(&NAMESPACES)
        };
        let bucket = if quiet {
            "grey-data"
        } else {
            chance.of(&BUCKETS)
        };
        let author = if quiet { ids[7] } else { *chance.of(&ids) };
        let mut form = typed(&format!("app-{number}"), &format!("key-{number}"));
        form.namespace = (*namespace).to_owned();
        let access = *chance.of(&[Access::Read, Access::Read, Access::Delete]);
        form.grants = vec![Grant::s3(bucket, "in/", &[access])];
        let id = world
            .service
            .submit(&people[&author].0, &form)
            .await
            .unwrap();
        let mut involved = BTreeSet::from([author]);
        // Each of these ties rarely.
        if chance.below(20) == 0 {
            let editor = *chance.of(&ids);
            let as_editor = Viewer {
                person_id: editor,
                ..world.admin.clone()
            };
            // The bucket of the first content is no bucket of the request any more.
            form.grants[0].set("bucket", (*chance.of(&BUCKETS)).to_owned());
            form.grants[0].set("prefix", "edited/".to_owned());
            world
                .service
                .revise(&as_editor, (id, 1), &form)
                .await
                .unwrap();
            involved.insert(editor);
        }
        let other = *chance.of(&ids);
        if chance.below(20) == 0 && !involved.contains(&other) {
            sqlx::query(
                "insert into decisions (request_id, author_id, person_id, verdict, comment, hash)
                 select id, author_id, $2, 'approved', '', hash from requests where id = $1",
            )
            .bind(id)
            .bind(other)
            .execute(&world.pool)
            .await
            .unwrap();
            involved.insert(other);
        }
        if chance.below(20) == 0 {
            let named = *chance.of(&ids);
            let text = format!("Look, @{}!", people[&named].0.name);
            world.service.comment(&world.ops, id, &text).await.unwrap();
            involved.insert(named);
        }
        if chance.below(20) == 0 {
            let says = *chance.of(&ids);
            sqlx::query(
                "insert into comments (request_id, author_id, body) values ($1, $2, 'So.')",
            )
            .bind(id)
            .bind(says)
            .execute(&world.pool)
            .await
            .unwrap();
            involved.insert(says);
        }
        let state = *chance.of(&RequestState::ALL);
        let grants: Vec<_> = form.grants.clone();
        let role = if state == RequestState::Applied {
            let held = chance.of(&["red-data", "grey-data", "other-data"]);
            let held = grants_of(held);
            let id = role(world, &form, &held).await;
            known_roles.insert(id, ((*namespace).to_owned(), held));
            Some(id)
        } else {
            None
        };
        sqlx::query("update requests set state = $2, role_id = $3 where id = $1")
            .bind(id)
            .bind(state.as_str())
            .bind(role)
            .execute(&world.pool)
            .await
            .unwrap();
        requests.insert(
            id,
            Made {
                namespace: (*namespace).to_owned(),
                grants,
                state,
                author,
                involved,
                role,
            },
        );
    }
    world.rules(RULES).await;
    Generated {
        set: parse_rules(RULES).unwrap(),
        people,
        requests,
        roles: known_roles,
    }
}

fn grants_of(bucket: &str) -> Vec<Grant> {
    vec![Grant::s3(bucket, "", &[Access::Read])]
}

async fn role(world: &World, form: &TypedRequest, grants: &[Grant]) -> i64 {
    let mut conn = world.pool.acquire().await.unwrap();
    let name = format!("test-{}", form.app);
    let role = AppliedRole {
        cluster: "production",
        account_id: "003250186609",
        app: &form.app,
        namespace: &form.namespace,
        service_account: &form.service_account,
        role_name: &name,
        arn: "arn:aws:iam::003250186609:role/test",
        grants,
        aws_role_id: "AROA",
        existing_path: None,
        identity: roleport_domain::identity::Identity::Irsa,
    };
    roles::record(&mut conn, role).await.unwrap()
}

/// Every page of a view, one after the other; all but the last are full.
async fn pages(world: &World, viewer: &Viewer, view: RequestView) -> Vec<i64> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = world.service.requests(viewer, view, after).await.unwrap();
        assert!(page.next.is_none() || page.lines.len() == 50);
        found.extend(page.lines.iter().map(|line| line.id));
        after = page.next;
        if after.is_none() {
            return found;
        }
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn every_list_is_the_rule_over_all_there_is(pool: PgPool) {
    let world = world(pool).await;
    let all = generate(&world, 0x5eed, 400).await;
    let mut narrow = 0;
    for (viewer, person) in all.people.values() {
        let seen: Vec<i64> = all
            .requests
            .keys()
            .copied()
            .filter(|id| all.sees(person, *id))
            .collect();
        let mut newest_first = seen.clone();
        newest_first.reverse();
        let name = &viewer.name;
        assert_eq!(
            pages(&world, viewer, RequestView::All).await,
            newest_first,
            "{name}"
        );
        let waiting: Vec<i64> = seen
            .iter()
            .copied()
            .filter(|id| all.requests[id].state == RequestState::Submitted)
            .collect();
        assert_eq!(
            pages(&world, viewer, RequestView::Queue).await,
            waiting,
            "{name}"
        );
        let mut by_risk = pages(&world, viewer, RequestView::Riskiest).await;
        by_risk.sort_unstable();
        assert_eq!(by_risk, waiting, "{name}");
        let own: Vec<i64> = newest_first
            .iter()
            .copied()
            .filter(|id| all.requests[id].author == viewer.person_id)
            .collect();
        assert_eq!(
            pages(&world, viewer, RequestView::Mine).await,
            own,
            "{name}"
        );

        for id in all.requests.keys() {
            let answer = world.service.request_state(viewer, *id).await;
            assert_eq!(answer.is_ok(), seen.contains(id), "{name} {id}");
        }
        let roles = world.service.roles(viewer, "", None).await.unwrap();
        offered(&world, viewer, &roles.lines).await;
        let roles: BTreeSet<i64> = roles.lines.iter().map(|role| role.id).collect();
        let wanted: BTreeSet<i64> = all
            .roles
            .keys()
            .copied()
            .filter(|id| all.sees_role(person, *id))
            .collect();
        assert_eq!(roles, wanted, "{name}");
        for id in all.roles.keys() {
            let answer = world.service.role(viewer, *id).await;
            assert_eq!(answer.is_ok(), wanted.contains(id), "{name} {id}");
        }
        history(&world, &all, viewer, person, &seen).await;
        narrow += usize::from(seen.len() > 50 && seen.len() < all.requests.len());
    }
    // Some of them must have more than a page and less than all, or nothing was tried.
    assert!(narrow >= 3, "{narrow}");
    for viewer in [&world.ops, &world.auditor, &world.admin] {
        assert_eq!(
            pages(&world, viewer, RequestView::All).await.len(),
            all.requests.len()
        );
    }
}

/// The form offers the names of what its reader sees, and no others.
async fn offered(world: &World, viewer: &Viewer, seen: &[RoleSummary]) {
    let mut form = typed("", "offered");
    form.grants[0].set("bucket", String::new());
    for (field, own) in [
        ("namespace", namespace as fn(&RoleSummary) -> Vec<String>),
        ("grants[0][bucket]", buckets),
    ] {
        let known = world.service.known(viewer, &form, field).await.unwrap();
        let all: BTreeSet<String> = seen.iter().flat_map(own).collect();
        let (_, names) = &known.lists[0];
        assert_eq!(names.len(), all.len().min(12), "{} {field}", viewer.name);
        assert!(names.iter().all(|name| all.contains(name)), "{names:?}");
    }
}

fn namespace(role: &RoleSummary) -> Vec<String> {
    vec![role.namespace.clone()]
}

fn buckets(role: &RoleSummary) -> Vec<String> {
    let grants = role.grants.iter();
    grants
        .filter_map(Grant::bucket)
        .map(str::to_owned)
        .collect()
}

async fn history(world: &World, all: &Generated, viewer: &Viewer, person: &Person, seen: &[i64]) {
    type Row = (i64, Option<i64>, Option<i64>, String, Option<i64>);
    let rows: Vec<Row> = sqlx::query_as(
        "select position, request_id, role_id, kind, person_id from events order by position desc",
    )
    .fetch_all(&world.pool)
    .await
    .unwrap();
    let wanted: Vec<i64> = rows
        .iter()
        .filter(|(_, request, role, kind, actor)| {
            let actor = actor.and_then(|id| all.people.get(&id));
            let event = match (request, role) {
                (Some(id), _) => EventTies::Request(seen.contains(id)),
                (None, Some(id)) => EventTies::Role(all.sees_role(person, *id)),
                (None, None) => EventTies::Neither {
                    kind,
                    actor: actor.map(|(_, person)| person),
                },
            };
            all.set.sees_event(person, event)
        })
        .map(|(position, ..)| *position)
        .collect();
    let mut found = Vec::new();
    let mut filter = TypedFilter::default();
    loop {
        let page = world.service.history(viewer, &filter).await.unwrap();
        assert!(page.older.is_none() || page.events.len() == 50);
        found.extend(page.events.iter().map(|event| event.position));
        let Some(older) = page.older else { break };
        filter.before = older.to_string();
    }
    assert_eq!(found, wanted, "{}", viewer.name);
    for (position, ..) in &rows[..40] {
        let answer = world.service.event(viewer, *position).await;
        assert_eq!(answer.is_ok(), wanted.contains(position), "{position}");
    }
}

/// Someone of another team, and what they must not find: a request and its role.
async fn hidden(pool: &PgPool) -> (World, Viewer, i64, i64) {
    let world = world(pool.clone()).await;
    let form = typed("grey-1", "key");
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    world
        .service
        .comment(&world.ops, id, "Fine.")
        .await
        .unwrap();
    let role = role(&world, &form, &grants_of("price-tables")).await;
    sqlx::query("update requests set role_id = $2 where id = $1")
        .bind(id)
        .bind(role)
        .execute(pool)
        .await
        .unwrap();
    sqlx::query(
        "insert into role_grants (role_id, grants, request_id, valid_from)
         select id, grants, $2, now() - interval '1 hour' from roles where id = $1",
    )
    .bind(role)
    .bind(id)
    .execute(pool)
    .await
    .unwrap();
    let stranger = crate::support::person(pool, "p0", &[PersonRole::Developer]).await;
    world.rules(RULES).await;
    (world, stranger, id, role)
}

#[sqlx::test(migrations = "../migrations")]
async fn what_is_hidden_answers_as_what_is_not_there(pool: PgPool) {
    let (world, stranger, id, role) = hidden(&pool).await;
    let nothing = 999_999;
    let service = &world.service;
    let sent = Sent {
        version: 1,
        hash: "x",
        plan: "x",
        comment: "because",
    };
    for command in Command::ALL {
        let answers = [
            service.command(&stranger, id, command, sent).await,
            service.command(&stranger, nothing, command, sent).await,
        ];
        assert_eq!(answers[0], answers[1], "{command:?}");
        assert_eq!(
            answers[0],
            Err(CommandError::Portal(PortalError::NotFound)),
            "{command:?}"
        );
    }
    // Nothing of it is left in the history either: that would be read by others.
    assert_eq!(
        world
            .count("select count(*) from events where kind = 'request.refused'")
            .await,
        0
    );
    let not_found = |error: SubmitError| error == SubmitError::Portal(PortalError::NotFound);
    for (request, of_role) in [(id, role), (nothing, nothing)] {
        let form = typed("elsewhere", "key");
        let copy = TypedRequest {
            copied_from: Some(request),
            ..form.clone()
        };
        assert!(not_found(
            service.submit(&stranger, &copy).await.unwrap_err()
        ));
        let change = TypedRequest {
            role: Some(of_role),
            ..form.clone()
        };
        assert!(not_found(
            service.submit(&stranger, &change).await.unwrap_err()
        ));
        let revised = service.revise(&stranger, (request, 1), &form).await;
        assert!(not_found(revised.unwrap_err()));
        let retired = service
            .ask_about(&stranger, AboutRole::Retire, of_role, "Because.", "key")
            .await;
        assert!(not_found(retired.unwrap_err()));
        let revises = TypedRequest {
            revises: Some((request, 1)),
            ..typed("grey-1", "key")
        };
        assert_eq!(
            service.review(&stranger, &revises).await.unwrap_err(),
            PortalError::NotFound
        );
        let typed = service.typed(&stranger, request).await;
        assert_eq!(typed.unwrap_err(), PortalError::NotFound);
        let compared = service.compare(&stranger, request, None, None).await;
        assert_eq!(compared.unwrap_err(), PortalError::NotFound);
    }
    let list: Watched =
        serde_json::from_value(json!({ "view": "all", "shown": format!("{id}:77") })).unwrap();
    assert_eq!(service.changed(&stranger, &list).await, Ok(0));
    assert_eq!(service.changed(&world.dev, &list).await, Ok(1));
    let question = TypedQuestion {
        bucket: "price-tables".to_owned(),
        ..TypedQuestion::default()
    };
    assert_eq!(
        service
            .access(&world.dev, &question)
            .await
            .unwrap()
            .lines
            .len(),
        1
    );
    assert!(
        service
            .access(&stranger, &question)
            .await
            .unwrap()
            .lines
            .is_empty()
    );
}

#[sqlx::test(migrations = "../migrations")]
async fn the_api_and_the_files_know_nothing_of_it(pool: PgPool) {
    let (world, stranger, id, role) = hidden(&pool).await;
    let portal = portal(&pool, generous());
    let scopes = [TokenScope::Read, TokenScope::Request];
    let token = token(&world.service, &stranger, "t", &scopes).await;
    for (hidden, absent) in [
        (format!("/requests/{id}"), "/requests/999999".to_owned()),
        (
            format!("/requests/{id}/revisions"),
            "/requests/999999/revisions".to_owned(),
        ),
        (
            format!("/requests/{id}/comments"),
            "/requests/999999/comments".to_owned(),
        ),
        (format!("/roles/{role}"), "/roles/999999".to_owned()),
    ] {
        let one = ask(&portal, &token, "GET", &hidden, None).await;
        let other = ask(&portal, &token, "GET", &absent, None).await;
        assert_eq!(one.status, StatusCode::NOT_FOUND, "{hidden}");
        assert_eq!(one.text, other.text, "{hidden}");
    }
    for list in ["/requests", "/requests?view=queue", "/roles"] {
        let answer = ask(&portal, &token, "GET", list, None).await;
        assert_eq!(answer.json["items"], json!([]), "{list}");
    }
}

#[sqlx::test(migrations = "../migrations")]
async fn a_taken_name_is_told_without_whose_it_is(pool: PgPool) {
    let (world, stranger, id, _) = hidden(&pool).await;
    let mut form = typed("grey-1", "another");
    form.namespace = "grey-2".to_owned();
    let Err(SubmitError::Fields(errors)) = world.service.submit(&stranger, &form).await else {
        panic!("it is taken");
    };
    let codes: Vec<_> = errors.iter().map(|error| error.code.as_str()).collect();
    assert_eq!(codes, ["role_has_open_request", "role_exists"]);
    for error in &errors {
        assert!(
            !error.message.as_str().contains(&id.to_string()),
            "{error:?}"
        );
        assert!(!error.message.as_str().contains("grey"), "{error:?}");
    }
    // Whoever sees it is told where it is.
    let Err(SubmitError::Fields(errors)) = world.service.submit(&world.ops, &form).await else {
        panic!("it is taken");
    };
    assert!(
        errors[0]
            .message
            .as_str()
            .contains(&format!("Request {id} "))
    );
    assert!(errors[1].message.as_str().contains("grey-1"));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_role_s_page_tells_nothing_of_a_request_that_is_hidden(pool: PgPool) {
    let world = world(pool).await;
    // The role reaches a bucket of the reds; the request that waits for it does not any more.
    let form = typed("grey-1", "key");
    let id = world.service.submit(&world.dev, &form).await.unwrap();
    let role = role(&world, &form, &grants_of("red-data")).await;
    let red = crate::support::person(&world.pool, "p0", &[PersonRole::Developer]).await;
    world.rules(RULES).await;
    let page = world.service.role(&red, role).await.unwrap();
    assert_eq!(page.open_request, None);
    assert!(page.history.is_empty());
    let page = world.service.role(&world.dev, role).await.unwrap_err();
    assert_eq!(page, PortalError::NotFound);
    let page = world.service.role(&world.ops, role).await.unwrap();
    assert_eq!(page.open_request, Some(id));
}

#[sqlx::test(migrations = "../migrations")]
async fn a_mention_shows_the_request_and_other_rules_hide_it_again(pool: PgPool) {
    let (world, stranger, id, _) = hidden(&pool).await;
    let seen = |world: &World| {
        let (service, stranger) = (world.service.clone(), stranger.clone());
        async move { service.request(&stranger, id).await.is_ok() }
    };
    assert!(!seen(&world).await);
    world
        .service
        .comment(&world.ops, id, "Ask @p0.")
        .await
        .unwrap();
    assert!(seen(&world).await);
    // They were asked something: they may answer, and what they said is on the page.
    world.service.comment(&stranger, id, "Yes.").await.unwrap();
    let everything = RULES.replace("\"teams\"", "\"all\"");
    world.rules(&everything).await;
    assert!(seen(&world).await);
}
