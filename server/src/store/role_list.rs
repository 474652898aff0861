//! The list of roles: filtered, in any order, page by page.

use roleport_domain::service::Service;
use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection};

use super::{
    StoreError,
    roles::{self, RoleRow},
    visibility::Sight,
};

/// What a list of roles is in order of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RoleColumn {
    /// Application, then cluster and namespace.
    #[default]
    App,
    /// Cluster.
    Cluster,
    /// Namespace.
    Namespace,
    /// Service account.
    ServiceAccount,
}

impl RoleColumn {
    /// Its name in a query.
    const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Cluster => "cluster",
            Self::Namespace => "namespace",
            Self::ServiceAccount => "service_account",
        }
    }
}

/// The order of a list of roles.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RoleOrder {
    /// What it is by; the role's number decides between equals.
    pub by: RoleColumn,
    /// Whether the last comes first, equals as well.
    pub descending: bool,
}

/// Which active roles; each part that is set narrows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleFilter {
    /// What any column has, without case; no wildcards.
    pub text: String,
    /// Of exactly this application.
    pub app: Option<String>,
    /// In exactly this namespace.
    pub namespace: Option<String>,
    /// Of exactly this service account.
    pub service_account: Option<String>,
    /// On exactly this cluster.
    pub cluster: Option<String>,
    /// With a line of this service.
    pub service: Option<Service>,
    /// Those that AWS had otherwise than approved when they were last compared.
    pub drifted: bool,
}

impl RoleFilter {
    /// With a text in any column.
    pub fn text(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// Whether an index of this order finds only what is wanted.
    fn is_met_by(&self, order: RoleColumn) -> bool {
        let left_over = |column, filter: &Option<String>| order != column && filter.is_some();
        !(!self.text.is_empty()
            || self.service.is_some()
            || self.drifted
            || left_over(RoleColumn::App, &self.app)
            || left_over(RoleColumn::Namespace, &self.namespace)
            || left_over(RoleColumn::ServiceAccount, &self.service_account))
    }

    /// What the grants of a role must contain.
    fn grants(&self) -> Option<Value> {
        let service = self.service?;
        Some(json!([{ "service": service.as_str() }]))
    }

    /// What the searched text of such a role has in it (`role_search_text` in migration 14).
    fn service_text(&self) -> Option<String> {
        Some(match self.service? {
            Service::S3 => " s3://".to_owned(),
            other => format!(" {other} "),
        })
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
    filter: &'a RoleFilter,
    order: RoleOrder,
    sight: &'a Sight,
    after: Option<Place>,
    limit: i64,
}

/// Active roles that are seen, in this order, after the one of this number, at most `limit`.
///
/// The cost grows neither with the number of roles nor with the page's place among them
/// (docs/decisions/0016-role-search.md); where sight is narrowed, with the viewer's own share.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn page(
    conn: &mut PgConnection,
    filter: &RoleFilter,
    order: RoleOrder,
    sight: &Sight,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<RoleRow>, StoreError> {
    let after = match after {
        None => None,
        Some(id) => match place(conn, order.by, id).await? {
            Some(place) => Some(place),
            // A number of no role is the end of the list.
            None => return Ok(Vec::new()),
        },
    };
    let asked = Asked {
        filter,
        order,
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
    by: RoleColumn,
    id: i64,
) -> Result<Option<Place>, StoreError> {
    let found = sqlx::query!(
        "select app, cluster, namespace, service_account from roles where id = $1",
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|row| {
        let key = match by {
            RoleColumn::App => vec![row.app, row.cluster, row.namespace],
            RoleColumn::Cluster => vec![row.cluster],
            RoleColumn::Namespace => vec![row.namespace],
            RoleColumn::ServiceAccount => vec![row.service_account],
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
            $asked.filter.text,
            $asked.filter.app.as_deref() as Option<&str>,
            $asked.filter.namespace.as_deref() as Option<&str>,
            $asked.filter.service_account.as_deref() as Option<&str>,
            $asked.filter.cluster.as_deref() as Option<&str>,
            $asked.filter.grants() as Option<Value>,
            $asked.filter.drifted,
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
        let by = self.order.by;
        let length = if self.filter.is_met_by(by) {
            self.limit
        } else {
            STRETCH
        };
        let (ids, passed): (Vec<i64>, i64) = match (by, self.order.descending) {
            (RoleColumn::App, false) => stretch!(
                conn,
                self,
                length,
                "($2::text is null or app = $2)",
                "app, cluster, namespace",
                "app, cluster, namespace, id",
                "> (($8::text[])[1], ($8::text[])[2], ($8::text[])[3], $9)"
            ),
            (RoleColumn::App, true) => stretch!(
                conn,
                self,
                length,
                "($2::text is null or app = $2)",
                "app, cluster, namespace",
                "app desc, cluster desc, namespace desc, id desc",
                "< (($8::text[])[1], ($8::text[])[2], ($8::text[])[3], $9)"
            ),
            (RoleColumn::Cluster, false) => stretch!(
                conn,
                self,
                length,
                "true",
                "cluster",
                "cluster, id",
                "> (($8::text[])[1], $9)"
            ),
            (RoleColumn::Cluster, true) => stretch!(
                conn,
                self,
                length,
                "true",
                "cluster",
                "cluster desc, id desc",
                "< (($8::text[])[1], $9)"
            ),
            (RoleColumn::Namespace, false) => stretch!(
                conn,
                self,
                length,
                "($3::text is null or namespace = $3)",
                "namespace",
                "namespace, id",
                "> (($8::text[])[1], $9)"
            ),
            (RoleColumn::Namespace, true) => stretch!(
                conn,
                self,
                length,
                "($3::text is null or namespace = $3)",
                "namespace",
                "namespace desc, id desc",
                "< (($8::text[])[1], $9)"
            ),
            (RoleColumn::ServiceAccount, false) => stretch!(
                conn,
                self,
                length,
                "($4::text is null or service_account = $4)",
                "service_account",
                "service_account, id",
                "> (($8::text[])[1], $9)"
            ),
            (RoleColumn::ServiceAccount, true) => stretch!(
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
                    self.order.by.as_str(),
                    self.filter.service_text() as Option<String>,
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
        Ok(if self.order.descending {
            found!("(key, id) < ($8::text[], $9) order by key desc, id desc")
        } else {
            found!("(key, id) > ($8::text[], $9) order by key, id")
        })
    }
}
