//! The list of roles in another order than by application: the same search, over an index of that column.

use sqlx::PgConnection;

use super::{StoreError, roles::STRETCH, visibility::Sight};

/// What a list of roles is in order of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RoleOrder {
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

/// The page of one column's order. Where everything is seen, roles are first looked through in that order, and the index
/// of letters is asked where that has not filled the page (docs/decisions/0016-role-search.md).
macro_rules! page_by {
    ($column:literal, $conn:expr, $sight:expr, $search:expr, $after:expr, $limit:expr) => {{
        let (key, id): (String, i64) = match $after {
            None => (String::new(), 0),
            Some(id) => {
                let found = sqlx::query_scalar!(
                    "select " + $column + r#" as "key!" from roles where id = $1"#,
                    id
                )
                .fetch_optional(&mut *$conn)
                .await?;
                match found {
                    Some(key) => (key, id),
                    None => return Ok(Vec::new()),
                }
            }
        };
        if !$sight.is_everything() {
            return Ok(sqlx::query_scalar!(
                "select id from roles
                 where id in (select roles_seen($5, $6, $7, $8, $9))
                   and state = 'active' and strpos(search, lower($1)) > 0
                   and ("
                    + $column
                    + ", id) > ($2, $3) order by "
                    + $column
                    + ", id limit $4",
                $search,
                key,
                id,
                $limit,
                $sight.viewer,
                &$sight.share.places,
                &$sight.share.buckets,
                &$sight.share.people,
                &$sight.asked
            )
            .fetch_all($conn)
            .await?);
        }
        let length = if $search.is_empty() { $limit } else { STRETCH };
        let near = sqlx::query!(
            "with stretch as materialized (
                select id, row_number() over (order by "
                + $column
                + ", id) as place, search from roles
                where state = 'active' and ("
                + $column
                + ", id) > ($2, $3) order by "
                + $column
                + r#", id limit $5
             )
             select (select count(*) from stretch) as "length!",
                    array(select id from stretch where strpos(search, lower($1)) > 0
                          order by place limit $4) as "ids!""#,
            $search,
            key,
            id,
            $limit,
            length
        )
        .fetch_one(&mut *$conn)
        .await?;
        if near.length < length || i64::try_from(near.ids.len()).is_ok_and(|found| found == $limit)
        {
            return Ok(near.ids);
        }
        Ok(sqlx::query_scalar!(
            "select id from roles
             where state = 'active' and ngrams(search) @> ngrams_sought(lower($1))
               and strpos(search, lower($1)) > 0 and ("
                + $column
                + ", id) > ($2, $3) order by "
                + $column
                + ", id limit $4",
            $search,
            key,
            id,
            $limit
        )
        .fetch_all($conn)
        .await?)
    }};
}

/// Numbers of the next roles with a text by cluster, namespace or service account; none for the order by application,
/// which `roles::list` has.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub(super) async fn page(
    conn: &mut PgConnection,
    order: RoleOrder,
    sight: &Sight,
    search: &str,
    after: Option<i64>,
    limit: i64,
) -> Result<Vec<i64>, StoreError> {
    match order {
        RoleOrder::App => Ok(Vec::new()),
        RoleOrder::Cluster => page_by!("cluster", conn, sight, search, after, limit),
        RoleOrder::Namespace => page_by!("namespace", conn, sight, search, after, limit),
        RoleOrder::ServiceAccount => {
            page_by!("service_account", conn, sight, search, after, limit)
        }
    }
}
