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
        rich::link,
    },
    language::{rich, t},
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
                {icon(Icon::Check)} <div><p class="note-title">{t!(settings_saved)}</p></div>
            </div>
        }
    });
    let off = (!settings.email_on).then(|| {
        view! {
            <div class="note note-info">
                {icon(Icon::Alert)}
                <div><p>{t!(settings_email_off)}</p></div>
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
            <p class="hint">{t!(settings_email_emergency)}</p>
        }
    });
    view! {
        <Title text=t!(settings_document)/>
        <div class="page">
            <h1>{t!(settings_title)}</h1>
            <p class="lead">{format!("{}, {}", viewer.name, viewer.email)}</p>
            {saved}
            {off}
            <section class="card" aria-labelledby="email">
                <h2 id="email">{t!(settings_email)}</h2>
                <form method="post" action="/settings">
                    <fieldset class="choices">
                        <legend>{t!(settings_email_when)}</legend>
                        {choices}
                    </fieldset>
                    {hidden}
                    {emergency}
                    <div class="actions">
                        <button class="button button-primary" type="submit">{t!(settings_save)}</button>
                    </div>
                </form>
            </section>
            {times()}
            <section class="card" aria-labelledby="tokens">
                <h2 id="tokens">{t!(settings_tokens)}</h2>
                <p>{rich!(settings_tokens_lead; link: link("/tokens"))}</p>
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
        .map(|RefusedZone(text)| t!(settings_zone_unknown, zone = text));
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
            <h2 id="times">{t!(settings_times)}</h2>
            <form method="post" action="/settings/zone">
                <div class="field">
                    <label for="zone">{t!(settings_zone)}</label>
                    <p class="hint" id="zone-hint">
                        {t!(settings_zone_hint)}
                    </p>
                    {error_text("zone", error.as_deref())}
                    <select id="zone" name="zone" aria-describedby=described aria-invalid=invalid(error.as_deref())>
                        <option value="">{t!(settings_zone_browser)}</option>
                        {options}
                    </select>
                </div>
                <div class="actions">
                    <button class="button button-primary" type="submit">{t!(settings_zone_save)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn choice_view(TopicChoice { topic, wanted }: TopicChoice) -> AnyView {
    let (label, hint) = match topic {
        Topic::WaitsForMe | Topic::Emergency => (t!(settings_waits), t!(settings_waits_hint)),
        Topic::Outcome => (t!(settings_outcome), t!(settings_outcome_hint)),
        Topic::Comments => (t!(settings_comments), t!(settings_comments_hint)),
        Topic::Handled => (t!(settings_handled), t!(settings_handled_hint)),
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
