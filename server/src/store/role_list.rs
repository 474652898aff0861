//! The list of roles: filtered, in any order, page by page.

use roleport_app::portal::roles::{RoleQuery, RoleSort};
use roleport_domain::service::Service;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};

use super::{
    StoreError,
    roles::{self, RoleRow},
    visibility::Sight,
};

/// The name of an order in a query.
const fn column(sort: RoleSort) -> &'static str {
    match sort {
        RoleSort::App => "app",
        RoleSort::Cluster => "cluster",
        RoleSort::Namespace => "namespace",
        RoleSort::ServiceAccount => "service_account",
    }
}

/// Whether the index of the query's order finds only what is wanted.
fn is_met_by_order(query: &RoleQuery) -> bool {
    let filters = &query.filters;
    let left_over = |sort, filter: &Option<String>| query.sort != sort && filter.is_some();
    !(!query.search.is_empty()
        || filters.service.is_some()
        || filters.drifted
        || left_over(RoleSort::App, &filters.app)
        || left_over(RoleSort::Namespace, &filters.namespace)
        || left_over(RoleSort::ServiceAccount, &filters.service_account))
}

/// What the grants of a role with a line of this service contain.
fn grants_of(service: Service) -> Value {
    json!([{ "service": service.as_str() }])
}

/// What the searched text of such a role has in it (`role_search_text` in migration 14).
fn service_text(service: Service) -> String {
    match service {
        Service::S3 => " s3://".to_owned(),
        other => format!(" {other} "),
    }
}

/// How many roles in a row are looked through before the index is asked. A text that one role in
/// forty has fills a page of 50 from so many; what is rarer than that has few roles in the index.
const STRETCH: i64 = 2000;

/// A role's place in the list; the list starts after it.
struct Place {
    /// What the order is by.
    key: Vec<String>,
    /// Row id.
    id: i64,
}

/// A page of the list that is asked for.
struct Asked<'a> {
    query: &'a RoleQuery,
    sight: &'a Sight,
    after: Option<Place>,
    limit: i64,
}

/// Active roles that are asked for and seen, at most `limit`. What is searched for holds no NUL, which Postgres takes in no text; of
/// roles that stand level the number decides.
///
/// The cost grows neither with the number of roles nor with the page's place among them
/// (docs/decisions/0016-role-search.md); where sight is narrowed, with the viewer's own share.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn page(
    conn: &mut PgConnection,
    query: &RoleQuery,
    sight: &Sight,
    limit: i64,
) -> Result<Vec<RoleRow>, StoreError> {
    let after = match query.after {
        None => None,
        Some(id) => match place(conn, query.sort, id).await? {
            Some(place) => Some(place),
            // A number of no role is the end of the list.
            None => return Ok(Vec::new()),
        },
    };
    let asked = Asked {
        query,
        sight,
        after,
        limit,
    };
    let mut tx = conn.begin().await?;
    // With a plan for any values, no filter could use its index.
    sqlx::query!("set local plan_cache_mode = force_custom_plan")
        .execute(&mut *tx)
        .await?;
    let ids = match asked.among_the_next(&mut tx).await? {
        Some(ids) => ids,
        None => asked.among_all(&mut tx).await?,
    };
    let rows = roles::in_this_order(&mut tx, &ids).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Where a role stands, also one that is retired meanwhile; none for a number of no role.
async fn place(
    conn: &mut PgConnection,
    sort: RoleSort,
    id: i64,
) -> Result<Option<Place>, StoreError> {
    let found = sqlx::query!(
        "select app, cluster, namespace, service_account from roles where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| {
        let key = match sort {
            RoleSort::App => vec![row.app, row.cluster, row.namespace],
            RoleSort::Cluster => vec![row.cluster],
            RoleSort::Namespace => vec![row.namespace],
            RoleSort::ServiceAccount => vec![row.service_account],
        };
        Place { key, id }
    }))
}

/// Numbers of the roles that are wanted, of those in `$from`. What is compared with nothing is left out of the plan: the
/// plan is made for these values. An `exists` would not be.
macro_rules! wanted {
    ($asked:expr, [$($before:literal)*], [$($after:literal)*] $(, $more:expr)*) => {
        sqlx::query!(
            $($before +)*
                " and strpos(search, lower($1)) > 0
                    and ($2::text is null or app = $2)
                    and ($3::text is null or namespace = $3)
                    and ($4::text is null or service_account = $4)
                    and ($5::text is null or cluster = $5)
                    and ($6::jsonb is null or grants @> $6)
                    and (not $7::boolean
                         or id = any(array(select role_id from role_checks where drifted))) "
                $(+ $after)*,
            $asked.query.search,
            $asked.query.filters.app.as_deref() as Option<&str>,
            $asked.query.filters.namespace.as_deref() as Option<&str>,
            $asked.query.filters.service_account.as_deref() as Option<&str>,
            $asked.query.filters.cluster.as_deref() as Option<&str>,
            $asked.query.filters.service.map(grants_of) as Option<Value>,
            $asked.query.filters.drifted,
            $asked.after.as_ref().map(|place| place.key.as_slice()) as Option<&[String]>,
            $asked.after.as_ref().map(|place| place.id) as Option<i64>,
            $asked.limit
            $(, $more)*
        )
    };
}

/// The wanted ones among the next so many in an order, and how many there were. `$own` is the filter by the order's own
/// column, which its index meets.
macro_rules! stretch {
    ($conn:expr, $asked:expr, $length:expr, $own:literal, $columns:literal, $order:literal, $beyond:literal) => {{
        let found = wanted!(
            $asked,
            ["with stretch as materialized (
                select id, row_number() over (order by " $order ") as place,
                       search, app, namespace, service_account, cluster, grants
                from roles
                where state = 'active' and ($5::text is null or cluster = $5) and " $own "
                  and ($9::bigint is null or (" $columns ", id) " $beyond ")
                order by " $order " limit $11)"
             r#"select (select count(*) from stretch) as "length!",
                       array(select id from stretch where true "#],
            [r#" order by place limit $10) as "ids!""#],
            $length
        )
        .fetch_one($conn)
        .await?;
        (found.ids, found.length)
    }};
}

impl Asked<'_> {
    /// The wanted roles, where the next ones in order are enough to know them; none where the index has to be asked.
    async fn among_the_next(
        &self,
        conn: &mut PgConnection,
    ) -> Result<Option<Vec<i64>>, StoreError> {
        if !self.sight.is_everything() {
            return Ok(None);
        }
        let length = if is_met_by_order(self.query) {
            self.limit
        } else {
            STRETCH
        };
        let (ids, passed): (Vec<i64>, i64) = match (self.query.sort, self.query.descending) {
            (RoleSort::App, false) => stretch!(
                conn,
                self,
                length,
                "($2::text is null or app = $2)",
                "app, cluster, namespace",
                "app, cluster, namespace, id",
                "> (($8::text[])[1], ($8::text[])[2], ($8::text[])[3], $9)"
            ),
            (RoleSort::App, true) => stretch!(
                conn,
                self,
                length,
                "($2::text is null or app = $2)",
                "app, cluster, namespace",
                "app desc, cluster desc, namespace desc, id desc",
                "< (($8::text[])[1], ($8::text[])[2], ($8::text[])[3], $9)"
            ),
            (RoleSort::Cluster, false) => stretch!(
                conn,
                self,
                length,
                "true",
                "cluster",
                "cluster, id",
                "> (($8::text[])[1], $9)"
            ),
            (RoleSort::Cluster, true) => stretch!(
                conn,
                self,
                length,
                "true",
                "cluster",
                "cluster desc, id desc",
                "< (($8::text[])[1], $9)"
            ),
            (RoleSort::Namespace, false) => stretch!(
                conn,
                self,
                length,
                "($3::text is null or namespace = $3)",
                "namespace",
                "namespace, id",
                "> (($8::text[])[1], $9)"
            ),
            (RoleSort::Namespace, true) => stretch!(
                conn,
                self,
                length,
                "($3::text is null or namespace = $3)",
                "namespace",
                "namespace desc, id desc",
                "< (($8::text[])[1], $9)"
            ),
            (RoleSort::ServiceAccount, false) => stretch!(
                conn,
                self,
                length,
                "($4::text is null or service_account = $4)",
                "service_account",
                "service_account, id",
                "> (($8::text[])[1], $9)"
            ),
            (RoleSort::ServiceAccount, true) => stretch!(
                conn,
                self,
                length,
                "($4::text is null or service_account = $4)",
                "service_account",
                "service_account desc, id desc",
                "< (($8::text[])[1], $9)"
            ),
        };
        let is_full = i64::try_from(ids.len()).is_ok_and(|found| found == self.limit);
        Ok((is_full || passed < length).then_some(ids))
    }

    /// The wanted roles, of all that are seen: by whichever indexes leave the fewest, put in order then.
    async fn among_all(&self, conn: &mut PgConnection) -> Result<Vec<i64>, StoreError> {
        macro_rules! found {
            ($rest:literal) => {
                wanted!(
                    self,
                    ["with found as materialized (
                        select id, case $11::text
                            when 'app' then array[app, cluster, namespace]
                            when 'cluster' then array[cluster]
                            when 'namespace' then array[namespace]
                            else array[service_account] end as key
                        from roles where state = 'active'
                        and ($1 = '' or ngrams(search) @> ngrams_sought(lower($1)))
                        and ($12::text is null or ngrams(search) @> ngrams_sought($12))
                        and ($13::bigint is null
                             or id = any(array(select roles_seen($13, $14, $15, $16, $17))))"],
                    [")
                     select id as \"id!\" from found where $9::bigint is null or " $rest " limit $10"],
                    column(self.query.sort),
                    self.query.filters.service.map(service_text) as Option<String>,
                    self.sight.viewer as Option<i64>,
                    &self.sight.share.places,
                    &self.sight.share.buckets,
                    &self.sight.share.people,
                    &self.sight.asked
                )
                .fetch_all(conn)
                .await?
                .into_iter()
                .map(|row| row.id)
                .collect()
            };
        }
        Ok(if self.query.descending {
            found!("(key, id) < ($8::text[], $9) order by key desc, id desc")
        } else {
            found!("(key, id) > ($8::text[], $9) order by key, id")
        })
    }
}
