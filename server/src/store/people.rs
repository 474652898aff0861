//! The people who have signed in.

use roleport_domain::{
    authorize::PersonRole,
    rules::{Person, Team},
};
use sqlx::PgConnection;

use super::StoreError;

/// A person as the provider names them now.
#[derive(Debug, Clone, Copy)]
pub struct NewPerson<'a> {
    /// The provider.
    pub issuer: &'a str,
    /// Its id of the person.
    pub subject: &'a str,
    /// E-mail address.
    pub email: &'a str,
    /// Display name.
    pub name: &'a str,
    /// What they are to the portal.
    pub roles: &'a [PersonRole],
    /// Their groups at the provider.
    pub groups: &'a [String],
}

/// Records a person; gives the row's id.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn upsert(conn: &mut PgConnection, person: NewPerson<'_>) -> Result<i64, StoreError> {
    let roles: Vec<_> = person
        .roles
        .iter()
        .map(|role| role.as_str().to_owned())
        .collect();
    Ok(sqlx::query_scalar!(
        r#"
        insert into people (issuer, subject, email, name, roles, roles_at, groups)
        values ($1, $2, $3, $4, $5, now(), $6)
        on conflict (issuer, subject)
        do update set email = excluded.email, name = excluded.name, roles = excluded.roles,
            roles_at = now(), groups = excluded.groups, seen_at = now()
        returning id
        "#,
        person.issuer,
        person.subject,
        person.email,
        person.name,
        &roles,
        person.groups
    )
    .fetch_one(conn)
    .await?)
}

/// People whom rules may ask: those who decide, and members of these teams. At most 1000.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn askable(conn: &mut PgConnection, teams: &[Team]) -> Result<Vec<Person>, StoreError> {
    let emails: Vec<_> = teams
        .iter()
        .flat_map(|team| &team.members)
        .map(|email| email.to_lowercase())
        .collect();
    let groups: Vec<_> = teams
        .iter()
        .flat_map(|team| team.groups.iter().cloned())
        .collect();
    let rows = sqlx::query!(
        r#"
        select id, name, email, roles, groups from people
        where roles && array['approver', 'admin'] or lower(email) = any ($1) or groups && $2
        order by name, id limit 1000
        "#,
        &emails,
        &groups
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Person {
            id: row.id,
            name: row.name,
            email: row.email,
            roles: roles(&row.roles),
            groups: row.groups,
        })
        .collect())
}

/// The people behind these handles (lower case): an e-mail address or its first part. One that
/// several people share names nobody.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn mentioned(
    conn: &mut PgConnection,
    handles: &[String],
) -> Result<Vec<i64>, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"
        select min(id) as "id!"
        from people, unnest($1::text[]) as handle
        where lower(email) = handle or lower(split_part(email, '@', 1)) = handle
        group by handle having count(distinct lower(email)) = 1
        "#,
        handles
    )
    .fetch_all(conn)
    .await?)
}

/// Roles by their names. One that this server does not know gives no right.
pub(crate) fn roles(names: &[String]) -> Vec<PersonRole> {
    names.iter().filter_map(|name| name.parse().ok()).collect()
}
