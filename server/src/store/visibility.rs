//! Who sees what, over indexes. The rule is `roleport_domain::visibility`; the functions of
//! migration 8 follow it, and a test holds both against each other.

use std::collections::BTreeSet;

use roleport_domain::{
    grant::Grant,
    lifecycle::RequestState,
    rules::{Person, RuleSet},
    visibility::{RequestTies, Share},
};
use sqlx::{PgConnection, types::Json};

use super::{StoreError, people, requests::RequestRow};

/// Most requests that are looked for one by one.
const FEW: i64 = 20_000;

/// What somebody sees, as queries take it. Their own requests and what they have said or decided
/// about need no list: the database finds them by the viewer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sight {
    /// Who looks; none where everything is seen.
    pub viewer: Option<i64>,
    /// What their teams own.
    pub share: Share,
    /// Requests about which a rule asks them.
    pub asked: Vec<i64>,
}

impl Sight {
    /// Of somebody who sees everything.
    pub fn everything() -> Self {
        Self::default()
    }

    /// Whether everything is seen.
    pub fn is_everything(&self) -> bool {
        self.viewer.is_none()
    }
}

/// What a viewer whose sight the rules narrow sees. Costs a look into an index for each namespace
/// and bucket there is, and one into every request that waits where a rule asks for their team.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn narrowed(
    conn: &mut PgConnection,
    set: &RuleSet,
    viewer: &Person,
) -> Result<Sight, StoreError> {
    let teams: Vec<_> = set
        .teams
        .iter()
        .filter(|team| team.has(viewer))
        .cloned()
        .collect();
    let share = if teams.is_empty() {
        Share::default()
    } else {
        let (places, buckets) = (places(conn).await?, buckets(conn).await?);
        let people = people::members(conn, &teams).await?;
        Share::of(set, viewer, places, buckets, &people)
    };
    let asked = if set.may_ask(viewer) {
        asked(conn, set, viewer).await?
    } else {
        Vec::new()
    };
    Ok(Sight {
        viewer: Some(viewer.id),
        share,
        asked,
    })
}

/// Every namespace that a request or a role has, as `cluster/namespace`.
async fn places(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        with recursive known as (
            (select cluster || '/' || namespace as place from requests
             order by cluster || '/' || namespace limit 1)
            union all
            select (select q.cluster || '/' || q.namespace from requests q
                    where q.cluster || '/' || q.namespace > known.place
                    order by q.cluster || '/' || q.namespace limit 1)
            from known where known.place is not null
        )
        select place as "place!" from known where place is not null
        union select cluster || '/' || namespace from roles
        "#
    )
    .fetch_all(conn)
    .await?)
}

/// Every bucket that a request or a role names.
async fn buckets(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        with recursive known as (
            (select bucket from request_buckets order by bucket limit 1)
            union all
            select (select b.bucket from request_buckets b where b.bucket > known.bucket
                    order by b.bucket limit 1)
            from known where known.bucket is not null
        )
        select bucket as "bucket!" from known where bucket is not null
        union select entry ->> 'bucket' from roles, jsonb_array_elements(grants) as entry
              where entry ->> 'bucket' is not null
        "#
    )
    .fetch_all(conn)
    .await?)
}

/// The requests that wait for a team of the viewer's. Only the domain can tell: it depends on what
/// a request newly opens.
async fn asked(
    conn: &mut PgConnection,
    set: &RuleSet,
    viewer: &Person,
) -> Result<Vec<i64>, StoreError> {
    let rows = sqlx::query!(
        r#"
        select r.id, r.cluster, r.namespace, r.state,
               r.grants_before as "before: Json<Vec<Grant>>", r.grants as "after: Json<Vec<Grant>>"
        from requests r where r.state in ('submitted', 'changes_requested')
        "#
    )
    .fetch_all(conn)
    .await?;
    let mut found = Vec::new();
    for row in rows {
        let ties = RequestTies {
            cluster: &row.cluster,
            namespace: &row.namespace,
            before: &row.before.0,
            after: &row.after.0,
            state: state(&row.state)?,
            author: &nobody(),
            involved: &BTreeSet::new(),
        };
        if set.asks_now(viewer, &ties) {
            found.push(row.id);
        }
    }
    Ok(found)
}

fn nobody() -> Person {
    Person {
        id: 0,
        name: String::new(),
        email: String::new(),
        roles: Vec::new(),
        groups: Vec::new(),
    }
}

fn state(text: &str) -> Result<RequestState, StoreError> {
    text.parse()
        .map_err(|_| StoreError::Unreadable("requests.state"))
}

/// Which of these people see a request, by the rule itself.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn of_request<'a>(
    conn: &mut PgConnection,
    set: &RuleSet,
    row: &RequestRow,
    people: impl IntoIterator<Item = &'a Person>,
) -> Result<BTreeSet<i64>, StoreError> {
    let involved: BTreeSet<i64> = sqlx::query_scalar!(
        r#"
        select person_id as "person!" from revisions where request_id = $1
        union select person_id from decisions where request_id = $1
        union select author_id from comments where request_id = $1
        union select m.person_id from comment_mentions m join comments c on c.id = m.comment_id
              where c.request_id = $1
        "#,
        row.id
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .collect();
    let author = people::find(conn, row.author_id).await?;
    let ties = RequestTies {
        cluster: &row.cluster_spec.name,
        namespace: &row.namespace,
        before: &row.grants_before.0,
        after: &row.grants.0,
        state: row.state()?,
        author: &author.unwrap_or_else(nobody),
        involved: &involved,
    };
    Ok(people
        .into_iter()
        .filter(|person| set.sees_request(person, &ties))
        .map(|person| person.id)
        .collect())
}

/// Those of these numbers that a function of migration 8 finds seen.
macro_rules! seen_of {
    ($is_seen:literal, $conn:expr, $sight:expr, $ids:expr) => {{
        if $sight.is_everything() {
            return Ok($ids.iter().copied().collect());
        }
        Ok(sqlx::query_scalar!(
            r#"select id as "id!" from unnest($1::bigint[]) as id where "#
                + $is_seen
                + "(id, $2, $3, $4, $5, $6)",
            $ids,
            $sight.viewer,
            &$sight.share.places,
            &$sight.share.buckets,
            &$sight.share.people,
            &$sight.asked
        )
        .fetch_all($conn)
        .await?
        .into_iter()
        .collect())
    }};
}

/// Which of these requests are seen.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn requests(
    conn: &mut PgConnection,
    sight: &Sight,
    ids: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    seen_of!("request_is_seen", conn, sight, ids)
}

/// Which of these roles are seen.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn roles(
    conn: &mut PgConnection,
    sight: &Sight,
    ids: &[i64],
) -> Result<BTreeSet<i64>, StoreError> {
    seen_of!("role_is_seen", conn, sight, ids)
}

/// Whether an event is seen, by what it is about.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn event(
    conn: &mut PgConnection,
    sight: &Sight,
    position: i64,
) -> Result<bool, StoreError> {
    if sight.is_everything() {
        return Ok(true);
    }
    Ok(sqlx::query_scalar!(
        r#"
        select event_is_seen(request_id, role_id, kind, person_id, $2, $3, $4, $5, $6) as "seen!"
        from events where position = $1
        "#,
        position,
        sight.viewer,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked
    )
    .fetch_optional(conn)
    .await?
    .unwrap_or(false))
}

/// Numbers of all requests that are seen, some of them twice; none where there are many.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn few_requests(
    conn: &mut PgConnection,
    sight: &Sight,
) -> Result<Option<Vec<i64>>, StoreError> {
    let ids = sqlx::query_scalar!(
        r#"
        select id as "id!" from (
            select id from requests where cluster || '/' || namespace = any ($1)
            union all select request_id from request_buckets where bucket = any ($2)
            union all select id from requests where author_id = any ($3)
            union all select unnest($4::bigint[])
            union all select requests_of($5)
        ) as seen limit $6
        "#,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked,
        sight.viewer,
        FEW + 1
    )
    .fetch_all(conn)
    .await?;
    Ok(i64::try_from(ids.len())
        .is_ok_and(|count| count <= FEW)
        .then_some(ids))
}

/// A page of all that is seen, newest first: numbers of at most `limit` requests before this one.
///
/// Each reason gives its own page out of its index, and the newest of them are the answer: nothing
/// that is hidden is read, and no page comes short.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn page(
    conn: &mut PgConnection,
    sight: &Sight,
    before: i64,
    limit: i64,
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select id as "id!" from (
            select q.id from unnest($1::text[]) as own (place) cross join lateral (
                select r.id from requests r
                where r.cluster || '/' || r.namespace = own.place and r.id < $6
                order by r.id desc limit $7) q
            union
            select q.id from unnest($2::text[]) as own (bucket) cross join lateral (
                select b.request_id as id from request_buckets b
                where b.bucket = own.bucket and b.request_id < $6
                order by b.request_id desc limit $7) q
            union
            select q.id from unnest($3::bigint[] || $5::bigint) as own (person) cross join lateral (
                select r.id from requests r where r.author_id = own.person and r.id < $6
                order by r.id desc limit $7) q
            union
            select id from unnest($4::bigint[]) as asked (id) where id < $6
            union
            (select v.request_id from revisions v where v.person_id = $5 and v.request_id < $6
             group by v.request_id order by v.request_id desc limit $7)
            union
            (select d.request_id from decisions d where d.person_id = $5 and d.request_id < $6
             group by d.request_id order by d.request_id desc limit $7)
            union
            (select c.request_id from comments c where c.author_id = $5 and c.request_id < $6
             group by c.request_id order by c.request_id desc limit $7)
            union
            (select c.request_id from comment_mentions m join comments c on c.id = m.comment_id
             where m.person_id = $5 and c.request_id < $6
             group by c.request_id order by c.request_id desc limit $7)
        ) as seen
        order by id desc limit $7
        "#,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked,
        sight.viewer,
        before,
        limit
    )
    .fetch_all(conn)
    .await?)
}
