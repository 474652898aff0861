//! The Doctor: from what somebody sees to the cause and the cure (issue 4, item 13).

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    doctor::{MAX_TEXT, Standing},
    kubectl::Pods,
};

use super::{load, query, set_status};
use crate::{
    components::{
        code::code_block, error_summary::error_summary, layout::may_ask, rich::link,
        text_area::TextArea,
    },
    language::{of_page, rich, said, t},
    portal::{
        Viewer,
        doctor::{Diagnosis, Patient, Symptoms},
    },
};

mod finding;
mod token;

/// `/doctor`, also after a POST, with what was pasted and what was found.
#[component]
pub(crate) fn Doctor() -> impl IntoView {
    let posted = use_context::<Diagnosis>();
    let asked = Symptoms {
        role: query("role").parse().ok(),
        text: None,
    };
    load(async move |portal, viewer| {
        let diagnosis = match posted {
            Some(posted) => posted,
            None => portal.doctor(&viewer, &asked).await?,
        };
        if !diagnosis.errors.is_empty() {
            set_status(StatusCode::UNPROCESSABLE_ENTITY);
        }
        Ok(page(&diagnosis, &viewer))
    })
}

fn page(diagnosis: &Diagnosis, viewer: &Viewer) -> AnyView {
    let problems = diagnosis
        .errors
        .iter()
        .map(|error| (Some(error.field.clone()), said(&error.message)));
    view! {
        <Title text=t!(doctor_page)/>
        <div class="page">
            <div class="page-head"><h1>{t!(doctor_title)}</h1></div>
            <p class="lead">{rich!(doctor_lead; link: link("/guide/trouble"))}</p>
            {error_summary(&t!(doctor_problems), problems)}
            {findings(diagnosis, viewer)}
            {form(diagnosis)}
            {diagnosis.findings.is_empty().then(|| sources(diagnosis.patient()))}
            {token::section(diagnosis.patient())}
        </div>
    }
    .into_any()
}

fn findings(diagnosis: &Diagnosis, viewer: &Viewer) -> Option<AnyView> {
    let found = &diagnosis.findings;
    let wrong = found
        .iter()
        .filter(|one| one.standing == Standing::Wrong)
        .count();
    let heading = match (wrong, found.first()?.standing) {
        (0, Standing::Right) => t!(doctor_all_right),
        (0, _) => t!(doctor_found),
        (count, _) => t!(doctor_wrong, count = count),
    };
    let about = diagnosis.about.as_ref().map(|patient| {
        view! {
            <p class="quiet">
                {rich!(doctor_about, role = patient.role_name; link: link(format!("/roles/{}", patient.id)))}
            </p>
        }
    });
    let ask = may_ask(viewer);
    let lines: Vec<_> = found
        .iter()
        .map(|found| finding::finding(found, ask))
        .collect();
    Some(
        view! {
            <section class="findings" id="findings" tabindex="-1" aria-labelledby="findings-title">
                <h2 id="findings-title">{heading}</h2>
                {about}
                {lines}
            </section>
        }
        .into_any(),
    )
}

fn form(diagnosis: &Diagnosis) -> AnyView {
    let error = diagnosis.errors.iter().find(|error| error.field == "text");
    let text = TextArea {
        id: "text",
        name: "text".to_owned(),
        label: &t!(doctor_text),
        hint: &t!(doctor_text_hint),
        rows: 10,
        max: None,
        value: &diagnosis.text,
        error: error.map(|error| error.message.say(of_page())),
    };
    let (thousands, rest) = (MAX_TEXT / 1000, format!("{:03}", MAX_TEXT % 1000));
    view! {
        // With the fragment the answer is where the browser looks.
        <form class="card doctor-form" method="post" action="/doctor#findings">
            {choice(diagnosis)}
            {text.view()}
            <div class="actions">
                <button class="button button-primary" type="submit">{t!(doctor_find)}</button>
                <span class="quiet small">{t!(doctor_most, thousands = thousands, rest = rest)}</span>
            </div>
        </form>
    }
    .into_any()
}

/// The role it is about; a token is compared with the same one, in the browser.
fn choice(diagnosis: &Diagnosis) -> AnyView {
    let hint = if diagnosis.is_all {
        t!(doctor_role_hint)
    } else {
        t!(doctor_role_many)
    };
    let options: Vec<_> = diagnosis
        .patients
        .iter()
        .map(|patient| {
            view! {
                <option
                    value=patient.id.to_string()
                    selected=Some(patient.id) == diagnosis.chosen
                    data-role=patient.role_name.clone()
                    data-issuer=patient.issuer.clone()
                    data-subject=patient.subject.clone()
                    data-audience=patient.audience
                >
                    {said(&patient.label)}
                </option>
            }
        })
        .collect();
    view! {
        <div class="field doctor-role">
            <label for="role">{t!(doctor_role)}</label>
            <p class="hint" id="role-hint">{hint}</p>
            <select id="role" name="role" aria-describedby="role-hint" autocomplete="off">
                <option value="">{t!(doctor_role_none)}</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

/// Where to get what to paste.
fn sources(patient: Option<&Patient>) -> AnyView {
    let pods = pods(patient);
    let (describe, environment, identity) = (pods.describe(), pods.environment(), pods.identity());
    view! {
        <section class="card" aria-labelledby="sources">
            <h2 id="sources">{t!(doctor_sources)}</h2>
            <p>{rich!(doctor_sources_how)}</p>
            {code_block(&t!(doctor_show_account), &describe)}
            {code_block(&t!(doctor_show_settings), &environment)}
            {code_block(&t!(doctor_show_identity), &identity)}
        </section>
    }
    .into_any()
}

/// The pods of a role; without one, blanks to fill in.
fn pods(patient: Option<&Patient>) -> Pods<'_> {
    patient.map_or(
        Pods {
            namespace: "NAMESPACE",
            service_account: "SERVICE_ACCOUNT",
            deployment: "DEPLOYMENT",
        },
        |patient| Pods {
            namespace: &patient.namespace,
            service_account: &patient.service_account,
            deployment: &patient.app,
        },
    )
}
