//! The people who have signed in.

use roleport_domain::authorize::PersonRole;
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

/// Notes what the provider says a person is now; nothing for someone who has lost access.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn confirm_roles(
    conn: &mut PgConnection,
    id: i64,
    roles: &[PersonRole],
) -> Result<(), StoreError> {
    let roles: Vec<_> = roles.iter().map(|role| role.as_str().to_owned()).collect();
    sqlx::query!(
        "update people set roles = $2, roles_at = now() where id = $1",
        id,
        &roles
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Somebody whom a comment can mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mentioned {
    /// Row id.
    pub id: i64,
    /// What stands behind the `@`: their e-mail address or its first part, in lower case.
    pub handle: String,
    /// Display name.
    pub name: String,
}

/// The people behind these handles (lower case). The first part of an address that several people
/// share names nobody.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn mentioned(
    conn: &mut PgConnection,
    handles: &[String],
) -> Result<Vec<Mentioned>, StoreError> {
    Ok(sqlx::query_as!(
        Mentioned,
        r#"
        select min(id) as "id!", handle as "handle!", min(name) as "name!"
        from people, unnest($1::text[]) as handle
        where lower(email) = handle or lower(split_part(email, '@', 1)) = handle
        group by handle having count(distinct lower(email)) = 1
        "#,
        handles
    )
    .fetch_all(conn)
    .await?)
}
