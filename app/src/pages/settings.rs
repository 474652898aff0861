//! What the reader is told of.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::audience::Topic;

use super::{load, query};
use crate::{
    Zone, ZoneSource,
    components::{
        field_error::{error_text, invalid},
        icon::{Icon, icon},
    },
    portal::{NotificationSettings, TopicChoice, Viewer},
    zone::RefusedZone,
};

/// `/settings`
#[component]
pub(crate) fn Settings() -> impl IntoView {
    let saved = query("saved") == "yes";
    load(async move |portal, viewer| {
        let settings = portal.settings(&viewer).await?;
        Ok(settings_view(&settings, &viewer, saved).into_any())
    })
}

fn settings_view(settings: &NotificationSettings, viewer: &Viewer, saved: bool) -> AnyView {
    let saved = saved.then(|| {
        view! {
            <div class="note note-good" role="status">
                {icon(Icon::Check)} <div><p class="note-title">"Saved"</p></div>
            </div>
        }
    });
    let off = (!settings.email_on).then(|| {
        view! {
            <div class="note note-info">
                {icon(Icon::Alert)}
                <div><p>"This Roleport sends no e-mail now. What you choose counts once it does."</p></div>
            </div>
        }
    });
    let decides = viewer.decides();
    let choices: Vec<_> = settings
        .choices
        .iter()
        .filter(|choice| decides || !choice.topic.for_deciders())
        .map(|choice| choice_view(*choice))
        .collect();
    // What is not shown stays as it is.
    let hidden: Vec<_> = settings
        .choices
        .iter()
        .filter(|choice| !decides && choice.topic.for_deciders() && choice.wanted)
        .map(|choice| view! { <input type="hidden" name=choice.topic.as_str() value="on"/> })
        .collect();
    let emergency = decides.then(|| {
        view! {
            <p class="hint">"You are always told when somebody breaks the glass: approves a request without the people whom the rules want."</p>
        }
    });
    view! {
        <Title text="Settings – Roleport"/>
        <div class="page">
            <h1>"Settings"</h1>
            <p class="lead">{format!("{}, {}", viewer.name, viewer.email)}</p>
            {saved}
            {off}
            <section class="card" aria-labelledby="email">
                <h2 id="email">"E-mail"</h2>
                <form method="post" action="/settings">
                    <fieldset class="choices">
                        <legend>"Send me an e-mail when"</legend>
                        {choices}
                    </fieldset>
                    {hidden}
                    {emergency}
                    <div class="actions">
                        <button class="button button-primary" type="submit">"Save"</button>
                    </div>
                </form>
            </section>
            {times()}
            <section class="card" aria-labelledby="tokens">
                <h2 id="tokens">"Tokens"</h2>
                <p><a href="/tokens">"Your tokens"</a> " let programs and the command line do what you may do."</p>
            </section>
        </div>
    }
    .into_any()
}

/// In which zone pages show times. It is the browser's affair, so it counts for this one alone.
fn times() -> AnyView {
    let zone = Zone::of_page();
    let chosen = (zone.source() == ZoneSource::Reader).then(|| zone.name());
    let error = use_context::<RefusedZone>()
        .map(|RefusedZone(text)| format!("There is no zone “{text}”. Choose one of the list."));
    let described = if error.is_some() {
        "zone-hint zone-error"
    } else {
        "zone-hint"
    };
    let options: Vec<_> = Zone::names()
        .map(|name| view! { <option value=name selected=chosen == Some(name)>{name}</option> })
        .collect();
    view! {
        <section class="card" aria-labelledby="times">
            <h2 id="times">"Times"</h2>
            <form method="post" action="/settings/zone">
                <div class="field">
                    <label for="zone">"Time zone"</label>
                    <p class="hint" id="zone-hint">
                        "Kept in this browser. E-mails, exports and the API have UTC, and days that you search by are days of UTC."
                    </p>
                    {error_text("zone", error.as_deref())}
                    <select id="zone" name="zone" aria-describedby=described aria-invalid=invalid(error.as_deref())>
                        <option value="">"As this browser has it"</option>
                        {options}
                    </select>
                </div>
                <div class="actions">
                    <button class="button button-primary" type="submit">"Save the zone"</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn choice_view(TopicChoice { topic, wanted }: TopicChoice) -> AnyView {
    let (label, hint) = match topic {
        Topic::WaitsForMe | Topic::Emergency => (
            "a request waits for my decision",
            "It was submitted, edited or answered, or expires soon.",
        ),
        Topic::Outcome => (
            "something becomes of my requests",
            "Approved, rejected, applied, failed, expired, or an approver wants changes.",
        ),
        Topic::Comments => (
            "somebody comments or mentions me",
            "On my requests, and where I have commented.",
        ),
        Topic::Handled => (
            "somebody else has handled a request",
            "It waited for me and does so no more.",
        ),
    };
    let name = topic.as_str();
    let hint_id = format!("{name}-hint");
    view! {
        <div class="choice">
            <label class="check" for=name>
                <input id=name type="checkbox" name=name checked=wanted aria-describedby=hint_id.clone()/>
                {label}
            </label>
            <p class="hint" id=hint_id>{hint}</p>
        </div>
    }
    .into_any()
}
