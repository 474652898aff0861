//! What people see when it does not work, and why.

use leptos::prelude::*;

use super::names::Names;
use crate::{
    components::code::code_block,
    language::{rich, t},
};

/// What is seen, and the cause. What AWS says is English to every reader.
fn causes() -> [(String, String); 8] {
    [
        (
            "AccessDenied … AssumeRoleWithWebIdentity".to_owned(),
            t!(guide_cause_trust),
        ),
        (
            "InvalidIdentityToken: No OpenIDConnect provider found".to_owned(),
            t!(guide_cause_provider),
        ),
        (
            "InvalidIdentityToken: Incorrect token audience".to_owned(),
            t!(guide_cause_audience),
        ),
        (t!(guide_seen_node), t!(guide_cause_node)),
        (t!(guide_seen_missing), t!(guide_cause_missing)),
        (t!(guide_seen_folder), t!(guide_cause_folder)),
        (t!(guide_seen_kms), t!(guide_cause_kms)),
        (t!(guide_seen_file), t!(guide_cause_file)),
    ]
}

pub(super) fn page(names: &Names) -> AnyView {
    let binding = names.binding();
    let pods = binding.pods();
    let doctor = names.role.map_or_else(
        || "/doctor".to_owned(),
        |role| format!("/doctor?role={role}"),
    );
    let causes: Vec<_> = causes()
        .into_iter()
        .map(|(seen, cause)| view! { <dt>{seen}</dt><dd>{cause}</dd> })
        .collect();
    view! {
        <section class="card next-step" aria-label=t!(guide_doctor)>
            <p>{t!(guide_doctor_lead)}</p>
            <a class="button button-primary" href=doctor>{t!(guide_doctor_button)}</a>
        </section>
        <section class="card" aria-labelledby="look">
            <h2 id="look">{t!(guide_look)}</h2>
            <p>{t!(guide_look_how)}</p>
            {code_block(&t!(guide_look_settings), &pods.environment())}
            {code_block(&t!(guide_look_identity), &pods.identity())}
            <p>{rich!(guide_look_answer, role = names.role_arn)}</p>
        </section>
        <section class="card" aria-labelledby="causes">
            <h2 id="causes">{t!(guide_causes)}</h2>
            <dl class="trouble">{causes}</dl>
        </section>
    }
    .into_any()
}
