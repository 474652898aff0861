//! The Doctor: what somebody pasted, held against the roles that they may see.

use std::collections::BTreeSet;

use chrono::Utc;
use roleport_app::portal::{
    PortalError, Viewer,
    doctor::{Diagnosis, Patient, Symptoms},
    roles::RoleQuery,
};
use roleport_domain::{
    cluster::Cluster,
    doctor::{Evidence, Known, KnownRole, MAX_TEXT, diagnose, redacted},
    errors::FieldError,
    identity::Identity,
};
use roleport_lang::text;
use sqlx::PgConnection;

use super::{
    Service, broken,
    pages::{ONE_MORE, page_of},
    sight::{role_in, sight},
    submit::error,
};
use crate::store::{
    clusters, role_list,
    roles::{self, RoleRow},
    visibility::{self, Sight},
};

impl Service {
    pub(super) async fn diagnosis(
        &self,
        viewer: &Viewer,
        symptoms: &Symptoms,
    ) -> Result<Diagnosis, PortalError> {
        let mut conn = self.pool.acquire().await.map_err(broken)?;
        let sight = sight(&mut conn, viewer).await?;
        let places = clusters::known(&mut conn).await.map_err(broken)?;
        let places: Vec<_> = places.into_iter().map(|row| row.spec.0).collect();
        let chosen = match symptoms.role {
            Some(id) => known_role(&places, role_in(&mut conn, &sight, id).await?),
            None => None,
        };
        let (patients, is_all) = patients(&mut conn, &sight, &places, chosen.as_ref()).await?;
        let text = symptoms.text.as_deref();
        let errors: Vec<_> = text.and_then(wrong).into_iter().collect();
        let readable = text.filter(|_| errors.is_empty());
        let mut about = None;
        let findings = if let Some(text) = readable {
            let evidence = Evidence::read(text);
            let mut known = meant(&mut conn, &sight, &places, &evidence).await?;
            let id = chosen.as_ref().map(|role| role.id);
            known.retain(|role| Some(role.id) != id);
            known.extend(chosen);
            let known = Known {
                roles: &known,
                chosen: id,
                clusters: &places,
                now: Utc::now().timestamp(),
            };
            about = evidence.role(&known).map(patient);
            diagnose(&evidence, &known)
        } else {
            Vec::new()
        };
        Ok(Diagnosis {
            patients,
            is_all,
            chosen: symptoms.role,
            about,
            text: text.map(redacted).unwrap_or_default(),
            findings,
            errors,
        })
    }
}

/// The roles that a text may be about, of those that are seen: what is hidden is unknown.
async fn meant(
    conn: &mut PgConnection,
    sight: &Sight,
    places: &[Cluster],
    evidence: &Evidence,
) -> Result<Vec<KnownRole>, PortalError> {
    let sought = evidence.sought();
    let (namespaces, accounts): (Vec<_>, Vec<_>) = sought.bindings.into_iter().unzip();
    let found = roles::sought(conn, &sought.role_names, &namespaces, &accounts)
        .await
        .map_err(broken)?;
    let ids: Vec<_> = found.iter().map(|row| row.id).collect();
    let seen: BTreeSet<i64> = visibility::roles(conn, sight, &ids).await.map_err(broken)?;
    Ok(found
        .into_iter()
        .filter(|row| seen.contains(&row.id))
        .filter_map(|row| known_role(places, row))
        .collect())
}

/// The roles to choose from, and whether they are all there are.
async fn patients(
    conn: &mut PgConnection,
    sight: &Sight,
    places: &[Cluster],
    chosen: Option<&KnownRole>,
) -> Result<(Vec<Patient>, bool), PortalError> {
    let rows = role_list::page(conn, &RoleQuery::default(), sight, ONE_MORE)
        .await
        .map_err(broken)?;
    let (rows, next) = page_of(rows, |row| row.id);
    if next.is_some() {
        return Ok((chosen.map(patient).into_iter().collect(), false));
    }
    let mut found: Vec<_> = rows
        .into_iter()
        .filter_map(|row| known_role(places, row))
        .collect();
    // A retired one is not in the list.
    let other = chosen.filter(|chosen| found.iter().all(|one| one.id != chosen.id));
    found.extend(other.cloned());
    Ok((found.iter().map(patient).collect(), true))
}

/// None where its cluster was never known.
fn known_role(places: &[Cluster], row: RoleRow) -> Option<KnownRole> {
    Some(KnownRole {
        cluster: places.iter().find(|one| one.name == row.cluster)?.clone(),
        id: row.id,
        app: row.app,
        namespace: row.namespace,
        service_account: row.service_account,
        arn: row.arn,
        grants: row.grants.0,
        retired: row.retired,
        identity: Identity::parse(&row.identity).unwrap_or_default(),
    })
}

fn patient(role: &KnownRole) -> Patient {
    Patient {
        id: role.id,
        label: text!(
            answers_patient,
            namespace = role.namespace,
            service_account = role.service_account,
            cluster = role.cluster.name
        ),
        role_name: role.arn.rsplit('/').next().unwrap_or_default().to_owned(),
        app: role.app.clone(),
        namespace: role.namespace.clone(),
        service_account: role.service_account.clone(),
        issuer: role.issuer().to_owned(),
        subject: role.subject(),
        audience: role.audience(),
    }
}

fn wrong(text: &str) -> Option<FieldError> {
    if text.is_empty() {
        return Some(error("text", "text_empty", text!(answers_doctor_empty)));
    }
    let length = text.chars().count();
    (length > MAX_TEXT).then(|| {
        error(
            "text",
            "text_too_long",
            text!(answers_doctor_long, length = length, limit = MAX_TEXT),
        )
    })
}
