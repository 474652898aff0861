//! The people who have signed in.

use roleport_domain::{
    authorize::PersonRole,
    rules::{Person, Team},
};
use roleport_lang::Language;
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

/// A person as the macros give them.
struct PersonRow {
    id: i64,
    name: String,
    email: String,
    roles: Vec<String>,
    groups: Vec<String>,
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            roles: roles(&row.roles),
            groups: row.groups,
        }
    }
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

/// Notes the language that a person has chosen.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn choose_language(
    conn: &mut PgConnection,
    id: i64,
    language: Language,
) -> Result<(), StoreError> {
    sqlx::query!(
        "update people set language = $2, language_chosen = true where id = $1",
        id,
        language.tag()
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes the language that a person signs in with, unless they have chosen one before; gives the one that they have chosen.
///
/// # Errors
/// [`StoreError`] when the database refuses.
pub async fn meet_language(
    conn: &mut PgConnection,
    id: i64,
    language: Language,
) -> Result<Option<Language>, StoreError> {
    let chosen = sqlx::query_scalar!(
        r#"
        update people set language = case when language_chosen then language else $2 end
        where id = $1
        returning case when language_chosen then language end as "chosen?"
        "#,
        id,
        language.tag()
    )
    .fetch_one(conn)
    .await?;
    Ok(chosen.and_then(|tag| tag.parse().ok()))
}

/// People whom rules may ask: those who decide, and members of these teams. At most 1000.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn askable(conn: &mut PgConnection, teams: &[Team]) -> Result<Vec<Person>, StoreError> {
    let (emails, groups) = named(teams);
    let rows = sqlx::query_as!(
        PersonRow,
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
    Ok(rows.into_iter().map(Person::from).collect())
}

/// One person.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn find(conn: &mut PgConnection, id: i64) -> Result<Option<Person>, StoreError> {
    Ok(all(conn, &[id]).await?.pop())
}

/// These people.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn all(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<Person>, StoreError> {
    let rows = sqlx::query_as!(
        PersonRow,
        "select id, name, email, roles, groups from people where id = any ($1)",
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// The members of these teams, whatever their roles are.
///
/// # Errors
/// [`StoreError`] when the database can't be read.
pub async fn members(conn: &mut PgConnection, teams: &[Team]) -> Result<Vec<Person>, StoreError> {
    let (emails, groups) = named(teams);
    let rows = sqlx::query_as!(
        PersonRow,
        r#"
        select id, name, email, roles, groups from people
        where lower(email) = any ($1) or groups && $2
        "#,
        &emails,
        &groups
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Person::from).collect())
}

/// The addresses (lower case) and groups by which teams name their members.
fn named(teams: &[Team]) -> (Vec<String>, Vec<String>) {
    let emails = teams
        .iter()
        .flat_map(|team| &team.members)
        .map(|email| email.to_lowercase())
        .collect();
    let groups = teams
        .iter()
        .flat_map(|team| team.groups.iter().cloned())
        .collect();
    (emails, groups)
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
