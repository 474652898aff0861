//! The people who have signed in.

use sqlx::PgConnection;

use super::StoreError;

/// Records a person as the provider names them now; gives the row's id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn upsert(
    conn: &mut PgConnection,
    issuer: &str,
    subject: &str,
    email: &str,
    name: &str,
) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        insert into people (issuer, subject, email, name) values ($1, $2, $3, $4)
        on conflict (issuer, subject)
        do update set email = excluded.email, name = excluded.name, seen_at = now()
        returning id
        "#,
        issuer,
        subject,
        email,
        name
    )
    .fetch_one(conn)
    .await?)
}
