//! What the home page counts. Each question reads a bounded part of an index, however large its table is.

use chrono::NaiveDate;
use sqlx::PgConnection;

use super::{
    StoreError,
    visibility::{self, Sight},
};

/// Approvals of one week that are read.
const A_WEEK: i64 = 200;
/// Requests of a narrowed sight whose approvals are read.
const REQUESTS: i64 = 500;
/// Roles whose grants are counted: the ones changed last.
pub const ROLES: i64 = 2000;

/// How long approvals of one week took.
#[derive(Debug, Clone, PartialEq)]
pub struct Week {
    /// Its Monday, in UTC.
    pub week: NaiveDate,
    /// Approvals that were read.
    pub approvals: i64,
    /// Seconds from submission to approval; half took less.
    pub median: Option<f64>,
}

/// The last 12 weeks, this one included, oldest first. Of each week the newest 200 approvals are read; for somebody whose
/// sight is narrowed, those of the newest 500 requests that they see.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn approvals(conn: &mut PgConnection, sight: &Sight) -> Result<Vec<Week>, StoreError> {
    if !sight.is_everything() {
        let seen = visibility::page(&mut *conn, sight, i64::MAX, REQUESTS).await?;
        return approvals_of(conn, &seen).await;
    }
    Ok(sqlx::query_as!(
        Week,
        r#"
        with weeks as (
            select date_trunc('week', now() at time zone 'utc') - make_interval(weeks => back) as start
            from generate_series(0, 11) as back
        )
        select w.start::date as "week!", count(a.waited) as "approvals!",
               percentile_cont(0.5) within group (order by a.waited) as median
        from weeks w left join lateral (
            select extract(epoch from s.decided_at - r.submitted_at)::float8 as waited
            from (select d.request_id, d.decided_at from decisions d
                  where d.verdict = 'approved' and d.decided_at >= w.start at time zone 'utc'
                    and d.decided_at < (w.start + interval '7 days') at time zone 'utc'
                  order by d.decided_at desc limit $1) s
            join requests r on r.id = s.request_id
        ) a on true
        group by w.start order by w.start
        "#,
        A_WEEK
    )
    .fetch_all(conn)
    .await?)
}

async fn approvals_of(conn: &mut PgConnection, requests: &[i64]) -> Result<Vec<Week>, StoreError> {
    Ok(sqlx::query_as!(
        Week,
        r#"
        with weeks as (
            select date_trunc('week', now() at time zone 'utc') - make_interval(weeks => back) as start
            from generate_series(0, 11) as back
        ), waits as (
            select date_trunc('week', d.decided_at at time zone 'utc') as week,
                   extract(epoch from d.decided_at - r.submitted_at)::float8 as waited
            from decisions d join requests r on r.id = d.request_id
            where d.request_id = any ($1) and d.verdict = 'approved'
        )
        select w.start::date as "week!", count(a.waited) as "approvals!",
               percentile_cont(0.5) within group (order by a.waited) as median
        from weeks w left join waits a on a.week = w.start
        group by w.start order by w.start
        "#,
        requests
    )
    .fetch_all(conn)
    .await?)
}

/// How many requests wait for somebody, by how long ago they were submitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Less than a day.
    pub day: i64,
    /// One to three days.
    pub three_days: i64,
    /// Three to seven days.
    pub week: i64,
    /// Longer.
    pub longer: i64,
}

/// Requests that wait for an approver or for their author. A service account has one open request at most, which bounds
/// what is looked at.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn open(conn: &mut PgConnection, sight: &Sight) -> Result<Open, StoreError> {
    Ok(sqlx::query_as!(
        Open,
        r#"
        select count(*) filter (where age < interval '1 day') as "day!",
               count(*) filter (where age >= interval '1 day' and age < interval '3 days') as "three_days!",
               count(*) filter (where age >= interval '3 days' and age < interval '7 days') as "week!",
               count(*) filter (where age >= interval '7 days') as "longer!"
        from (
            select now() - r.submitted_at as age from requests r
            where r.state in ('submitted', 'changes_requested')
              and ($1::bigint is null or request_is_seen(r.id, $1, $2, $3, $4, $5))
        ) waiting
        "#,
        sight.viewer,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked
    )
    .fetch_one(conn)
    .await?)
}

/// Lines of access of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceGrants {
    /// The service, as grants name it.
    pub service: String,
    /// How many lines.
    pub grants: i64,
    /// Roles that were looked at for all services.
    pub roles: i64,
}

/// Grants of the 2,000 active roles that were changed last, the commonest service first.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn services(
    conn: &mut PgConnection,
    sight: &Sight,
) -> Result<Vec<ServiceGrants>, StoreError> {
    Ok(sqlx::query_as!(
        ServiceGrants,
        r#"
        with counted as materialized (
            select grants from roles
            where state = 'active'
              and ($2::bigint is null or id in (select roles_seen($2, $3, $4, $5, $6)))
            order by updated_at desc, id desc limit $1
        )
        select entry ->> 'service' as "service!", count(*) as "grants!",
               (select count(*) from counted) as "roles!"
        from counted, jsonb_array_elements(counted.grants) as entry
        where entry ->> 'service' is not null
        group by 1 order by 2 desc, 1
        "#,
        ROLES,
        sight.viewer,
        &sight.share.places,
        &sight.share.buckets,
        &sight.share.people,
        &sight.asked
    )
    .fetch_all(conn)
    .await?)
}
