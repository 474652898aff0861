//! The history, as it is read: filtered, newest first, from a position on.

use chrono::{DateTime, Utc};
use roleport_domain::chain::{ChainedEvent, EventHash};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};

use super::{
    StoreError,
    visibility::{self, Sight},
};

/// Which events; each part that is set narrows it.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Of one of these people.
    pub people: Option<Vec<i64>>,
    /// About a role with one of these names.
    pub roles: Option<Vec<String>>,
    /// About this bucket.
    pub bucket: Option<String>,
    /// At this time or later.
    pub since: Option<DateTime<Utc>>,
    /// Before this time.
    pub until: Option<DateTime<Utc>>,
    /// Of one of these kinds.
    pub kinds: Option<Vec<String>>,
    /// Of those that are seen.
    pub sight: Sight,
}

/// An event, whole.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// When.
    pub at: DateTime<Utc>,
    /// The rest, as its hash sees it.
    pub event: ChainedEvent,
}

/// The row as the macros give it. Everything may be absent: who edits the table may also drop its
/// constraints, and the check has to find that as well.
pub(super) struct Raw {
    pub(super) position: Option<i64>,
    pub(super) previous_hash: Option<Vec<u8>>,
    pub(super) hash: Option<Vec<u8>>,
    pub(super) id: Option<i64>,
    pub(super) at: Option<DateTime<Utc>>,
    pub(super) kind: Option<String>,
    pub(super) person_id: Option<i64>,
    pub(super) actor_name: Option<String>,
    pub(super) actor_email: Option<String>,
    pub(super) address: Option<String>,
    pub(super) via: Option<String>,
    pub(super) request_id: Option<i64>,
    pub(super) role_id: Option<i64>,
    pub(super) role_name: Option<String>,
    pub(super) buckets: Option<Vec<String>>,
    pub(super) words: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl From<Raw> for HistoryRow {
    fn from(raw: Raw) -> Self {
        let hash = |bytes: Option<Vec<u8>>| {
            bytes
                .and_then(|bytes| EventHash::from_slice(&bytes))
                .unwrap_or(EventHash::UNREADABLE)
        };
        let at = raw.at.unwrap_or_default();
        Self {
            at,
            event: ChainedEvent {
                position: raw.position.unwrap_or_default(),
                previous_hash: hash(raw.previous_hash),
                hash: hash(raw.hash),
                id: raw.id.unwrap_or_default(),
                at_micros: at.timestamp_micros(),
                kind: raw.kind.unwrap_or_default(),
                person_id: raw.person_id,
                actor_name: raw.actor_name,
                actor_email: raw.actor_email,
                address: raw.address,
                via: raw.via.unwrap_or_default(),
                request_id: raw.request_id,
                role_id: raw.role_id,
                role_name: raw.role_name,
                buckets: raw.buckets.unwrap_or_default(),
                words: raw.words.unwrap_or_default(),
                comment: raw.comment,
                before: raw.before,
                after: raw.after,
            },
        }
    }
}

/// Rows of events `e`; the rest of the query follows.
macro_rules! select_events {
    ($rest:literal, $($argument:expr),*) => {
        sqlx::query_as!(
            Raw,
            r#"
            select e.position as "position?", e.previous_hash as "previous_hash?", e.hash as "hash?",
                   e.id as "id?", e.at as "at?", e.kind as "kind?", e.person_id as "person_id?",
                   e.actor_name as "actor_name?", e.actor_email as "actor_email?",
                   e.address as "address?", e.via as "via?", e.request_id as "request_id?",
                   e.role_id as "role_id?", e.role_name as "role_name?", e.buckets as "buckets?",
                   e.words as "words?", e.comment as "comment?",
                   e.before::text as before, e.after::text as after
            from
            "# + $rest,
            $($argument),*
        )
    };
}

/// Events with a position smaller than `before`, newest first, at most `limit`.
///
/// The cost does not grow with the history: dates become bounds of the position, and every other
/// filter has an index; of several names each gives its own page out of it, in order.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn page(
    pool: &PgPool,
    filter: &Filter,
    before: i64,
    limit: i64,
) -> Result<Vec<HistoryRow>, StoreError> {
    let mut tx = pool.begin().await?;
    // With a plan for any values, none of the filters could use its index.
    sqlx::query!("set local plan_cache_mode = force_custom_plan")
        .execute(&mut *tx)
        .await?;
    let first = match filter.since {
        None => Some(0),
        Some(since) => first_since(&mut tx, since).await?,
    };
    let end = match filter.until {
        None => None,
        Some(until) => first_since(&mut tx, until).await?,
    };
    let Some(first) = first else {
        return Ok(Vec::new());
    };
    let before = end.map_or(before, |end| end.min(before));
    let bounds = (first, before);
    let few = if filter.sight.is_everything() {
        None
    } else {
        visibility::few_requests(&mut tx, &filter.sight).await?
    };
    let rows = match &filter.bucket {
        // A role's events, and those of few requests, are fewer than a bucket's.
        Some(bucket) if filter.roles.is_none() && few.is_none() => {
            of_bucket(&mut tx, filter, bucket, bounds, limit).await?
        }
        _ if filter.sight.is_everything() => all(&mut tx, filter, bounds, limit).await?,
        _ => seen(&mut tx, filter, few.as_deref(), bounds, limit).await?,
    };
    tx.commit().await?;
    Ok(rows.into_iter().map(HistoryRow::from).collect())
}

/// What one bucket is named in, out of its own index; read through where others are asked for as well.
async fn of_bucket(
    conn: &mut PgConnection,
    filter: &Filter,
    bucket: &str,
    (first, before): (i64, i64),
    limit: i64,
) -> Result<Vec<Raw>, StoreError> {
    let sight = &filter.sight;
    Ok(select_events!(
        r#"
        event_buckets b join events e on e.position = b.position
        where b.bucket = $3 and b.position < $1 and b.position >= $2
          -- The list only finds events; what they name is what their hash was made of.
          and e.buckets @> array[$3]
          and ($4::bigint[] is null or e.person_id = any($4))
          and ($5::text[] is null or e.kind = any($5))
          and ($7::bigint is null
               or event_is_seen(e.request_id, e.role_id, e.kind, e.person_id, $7, $8, $9, $10, $11))
        order by b.position desc limit $6
        "#,
        before,
        first,
        bucket,
        filter.people.as_deref() as _,
        filter.kinds.as_deref() as _,
        limit,
        sight.viewer,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked
    )
    .fetch_all(conn)
    .await?)
}

/// For somebody who sees everything; a bucket alone has its own page.
async fn all(
    conn: &mut PgConnection,
    filter: &Filter,
    (first, before): (i64, i64),
    limit: i64,
) -> Result<Vec<Raw>, StoreError> {
    let rows = if filter.roles.is_some() {
        select_events!(
            r#"
            unnest($4::text[]) as named (role_name) cross join lateral (
                select * from events v
                where v.role_name = named.role_name and v.position < $1 and v.position >= $2
                  and ($3::bigint[] is null or v.person_id = any($3))
                  and ($5::text is null or v.buckets @> array[$5])
                  and ($6::text[] is null or v.kind = any($6))
                order by v.position desc limit $7
            ) e
            order by e.position desc limit $7
            "#,
            before,
            first,
            filter.people.as_deref() as _,
            filter.roles.as_deref() as _,
            filter.bucket,
            filter.kinds.as_deref() as _,
            limit
        )
        .fetch_all(conn)
        .await
    } else if filter.people.is_some() {
        select_events!(
            r#"
            unnest($3::bigint[]) as named (person_id) cross join lateral (
                select * from events v
                where v.person_id = named.person_id and v.position < $1 and v.position >= $2
                  and ($4::text[] is null or v.kind = any($4))
                order by v.position desc limit $5
            ) e
            order by e.position desc limit $5
            "#,
            before,
            first,
            filter.people.as_deref() as _,
            filter.kinds.as_deref() as _,
            limit
        )
        .fetch_all(conn)
        .await
    } else {
        select_events!(
            r#"
            events e
            where e.position < $1 and e.position >= $2
              and ($3::text[] is null or e.kind = any($3))
            order by e.position desc limit $4
            "#,
            before,
            first,
            filter.kinds.as_deref() as _,
            limit
        )
        .fetch_all(conn)
        .await
    };
    Ok(rows?)
}

/// The same for somebody who does not see everything, as `event_is_seen` has it: each reason gives its
/// own page. Where they see few requests these are looked up; where many, the next one is never far.
async fn seen(
    conn: &mut PgConnection,
    filter: &Filter,
    few: Option<&[i64]>,
    (first, before): (i64, i64),
    limit: i64,
) -> Result<Vec<Raw>, StoreError> {
    let sight = &filter.sight;
    Ok(select_events!(
        r#"
        (
            (select v.position from events v
             where ($13::bigint[] is null and v.request_id is not null
                    and request_is_seen(v.request_id, $8, $9, $10, $11, $12)
                    or $13 is not null and v.request_id = any($13))
               and v.position < $1 and v.position >= $2
               and ($3::bigint[] is null or v.person_id = any($3))
               and ($4::text[] is null or v.role_name = any($4))
               and ($5::text is null or v.buckets @> array[$5])
               and ($6::text[] is null or v.kind = any($6))
             order by v.position desc limit $7)
            union
            (select v.position from events v
             where v.request_id is null and v.role_id is not null
               and role_is_seen(v.role_id, $8, $9, $10, $11, $12)
               and v.position < $1 and v.position >= $2
               and ($3::bigint[] is null or v.person_id = any($3))
               and ($4::text[] is null or v.role_name = any($4))
               and ($5::text is null or v.buckets @> array[$5])
               and ($6::text[] is null or v.kind = any($6))
             order by v.position desc limit $7)
            union
            select own.position from unnest($11 || $8::bigint) as person (id) cross join lateral (
                select v.position from events v
                where v.person_id = person.id and v.request_id is null and v.role_id is null
                  and v.position < $1 and v.position >= $2
                  and ($3::bigint[] is null or v.person_id = any($3))
                  and ($4::text[] is null or v.role_name = any($4))
                  and ($5::text is null or v.buckets @> array[$5])
                  and ($6::text[] is null or v.kind = any($6))
                order by v.position desc limit $7) own
            union
            (select v.position from events v
             where (v.kind like 'rules.%' or v.kind like 'configuration.%')
               and v.request_id is null and v.role_id is null
               and v.position < $1 and v.position >= $2
               and ($3::bigint[] is null or v.person_id = any($3))
               and ($4::text[] is null or v.role_name = any($4))
               and ($5::text is null or v.buckets @> array[$5])
               and ($6::text[] is null or v.kind = any($6))
             order by v.position desc limit $7)
        ) as hit join events e on e.position = hit.position
        order by e.position desc limit $7
        "#,
        before,
        first,
        filter.people.as_deref() as _,
        filter.roles.as_deref() as _,
        filter.bucket,
        filter.kinds.as_deref() as _,
        limit,
        sight.viewer,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked,
        few as _
    )
    .fetch_all(conn)
    .await?)
}

/// The position of the first event at this time or later. The chain is in the order of time.
async fn first_since(
    conn: &mut PgConnection,
    time: DateTime<Utc>,
) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select position from events where at >= $1 order by at, position limit 1",
        time
    )
    .fetch_optional(conn)
    .await?)
}

/// One event.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(
    conn: &mut PgConnection,
    position: i64,
) -> Result<Option<HistoryRow>, StoreError> {
    Ok(sqlx::query_as!(
        Raw,
        r#"
        select position as "position?", previous_hash as "previous_hash?", hash as "hash?", id as "id?",
               at as "at?", kind as "kind?", person_id, actor_name, actor_email, address, via as "via?",
               request_id, role_id, role_name, buckets as "buckets?", words as "words?", comment,
               before::text as before, after::text as after
        from events where position = $1
        "#,
        position
    )
    .fetch_optional(conn)
    .await?
    .map(HistoryRow::from))
}

/// Every kind of event there is, by name; one look into the index for each.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn kinds(conn: &mut PgConnection) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        with recursive known as (
            (select kind from events order by kind using ~<~ limit 1)
            union all
            select (select e.kind from events e where e.kind ~>~ known.kind order by e.kind using ~<~ limit 1)
            from known where known.kind is not null
        )
        select kind as "kind!" from known where kind is not null
        "#
    )
    .fetch_all(conn)
    .await?)
}

/// People whose name or e-mail address contains this text, without case; at most 100.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn people_like(conn: &mut PgConnection, text: &str) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select id from people
        where strpos(lower(name), lower($1)) > 0 or strpos(lower(email), lower($1)) > 0
        order by seen_at desc limit 100
        "#,
        text
    )
    .fetch_all(conn)
    .await?)
}

/// Names of roles, wanted or there, that contain this text, without case; at most 200. One look
/// into the index for each name there is.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn role_names_like(
    conn: &mut PgConnection,
    text: &str,
) -> Result<Vec<String>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        with recursive wanted as (
            (select role_name from requests order by role_name limit 1)
            union all
            select (select q.role_name from requests q where q.role_name > wanted.role_name
                    order by q.role_name limit 1)
            from wanted where wanted.role_name is not null
        )
        select role_name as "role_name!" from (
            select role_name from roles union select role_name from wanted
        ) as named
        where strpos(lower(role_name), lower($1)) > 0
        order by role_name limit 200
        "#,
        text
    )
    .fetch_all(conn)
    .await?)
}

/// What the newest event of a kind left behind.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn last_after(conn: &mut PgConnection, kind: &str) -> Result<Option<Value>, StoreError> {
    Ok(sqlx::query_scalar!(
        "select after from events where kind = $1 order by position desc limit 1",
        kind
    )
    .fetch_optional(conn)
    .await?
    .flatten())
}

/// Makes others who record the configuration wait until this transaction ends.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn lock_configuration(conn: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtext('roleport configuration'))::text as locked"
    )
    .fetch_one(conn)
    .await?;
    Ok(())
}
