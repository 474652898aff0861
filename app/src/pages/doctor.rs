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
        code::code_block, error_summary::error_summary, layout::may_ask, text_area::TextArea,
    },
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
        .map(|error| (Some(error.field.clone()), error.message.clone()));
    view! {
        <Title text="Doctor – Roleport"/>
        <div class="page">
            <div class="page-head"><h1>"Doctor"</h1></div>
            <p class="lead">
                "Something does not work? Paste what you see, and read what is wrong and what to do about it. "
                "The " <a href="/guide/trouble">"guide"</a> " says how a pod comes to its role."
            </p>
            {error_summary("Please check this", problems)}
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
        (0, Standing::Right) => "As it should be".to_owned(),
        (0, _) => "What was found".to_owned(),
        (1, _) => "One thing is wrong".to_owned(),
        (many, _) => format!("{many} things are wrong"),
    };
    let about = diagnosis.about.as_ref().map(|patient| {
        view! {
            <p class="quiet">
                "About the role " <a href=format!("/roles/{}", patient.id)>{patient.role_name.clone()}</a> "."
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
        label: "What you see",
        hint: "An error, what kubectl says of the service account, the pod’s AWS settings, or a token’s claims as JSON; several at once if you like. It is read and forgotten, secrets are taken out first.",
        rows: 10,
        max: None,
        value: &diagnosis.text,
        error: error.map(|error| error.message.as_str()),
    };
    view! {
        // With the fragment the answer is where the browser looks.
        <form class="card doctor-form" method="post" action="/doctor#findings">
            {choice(diagnosis)}
            {text.view()}
            <div class="actions">
                <button class="button button-primary" type="submit">"Find out what is wrong"</button>
                <span class="quiet small">{format!("At most {},{:03} characters.", MAX_TEXT / 1000, MAX_TEXT % 1000)}</span>
            </div>
        </form>
    }
    .into_any()
}

/// The role it is about; a token is compared with the same one, in the browser.
fn choice(diagnosis: &Diagnosis) -> AnyView {
    let hint = if diagnosis.is_all {
        "Optional. With a role, commands have its names in them, and the rest is compared with what it expects."
    } else {
        "There are too many to list: open a role’s page and follow “Something does not work?” there."
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
                    {patient.label.clone()}
                </option>
            }
        })
        .collect();
    view! {
        <div class="field doctor-role">
            <label for="role">"Role"</label>
            <p class="hint" id="role-hint">{hint}</p>
            <select id="role" name="role" aria-describedby="role-hint" autocomplete="off">
                <option value="">"No role in particular"</option>
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
            <h2 id="sources">"What to paste"</h2>
            <p>
                "The whole error of the call that fails is best: with the line that starts with " <code>"User:"</code>
                " the missing permission can be asked for from here. Else, what one of these prints:"
            </p>
            {code_block("Show the service account", &describe)}
            {code_block("Show the pod's AWS settings", &environment)}
            {code_block("Ask AWS who the pod is", &identity)}
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
