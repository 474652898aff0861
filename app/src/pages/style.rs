//! Every component in every state, for those who build pages and those who judge them.

use leptos::prelude::*;
use leptos_meta::Title;

use self::samples::{diff, event, request, role};
use super::{form::field::TextField, load};
use crate::{
    components::{
        badge::{break_glass_badge, state_badge},
        chart::{Bar, Words, bar_chart, column_chart},
        code::{code_block, copy_line},
        diff::diff_block,
        empty::empty,
        error_summary::summary,
        icon::{Icon, icon},
        next_step::{NextStep, next_step},
        note::note,
        pager::pager,
        queue_table::queue_table,
        request_table::request_table,
        rich::link,
        role_table::role_table,
        shortcuts::shortcut_list,
        side_by_side::document,
        timeline::timeline,
    },
    language::{rich, t},
};

mod samples;

/// `/style`
#[component]
pub(crate) fn StylePage() -> impl IntoView {
    load(async move |_portal, _viewer| {
        Ok(view! {
            <Title text=t!(style_page)/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <h1>{t!(style_title)}</h1>
                        <p class="quiet">{t!(style_lead)}</p>
                    </div>
                </div>
                {colours()}
                {letters()}
                {distances()}
                {states()}
                {buttons()}
                {notes()}
                {forms()}
                {tables()}
                {texts()}
                {charts()}
                {waiting()}
                {paper()}
            </div>
        }
        .into_any())
    })
}

fn section(id: &'static str, title: String, body: AnyView) -> AnyView {
    view! {
        <section class="card style-part" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// Tokens of colours: the name, and what it is for.
fn meanings() -> [(&'static str, String); 17] {
    [
        ("ground", t!(style_colour_ground)),
        ("surface", t!(style_colour_surface)),
        ("sunken", t!(style_colour_sunken)),
        ("line", t!(style_colour_line)),
        ("line-strong", t!(style_colour_line_strong)),
        ("text", t!(style_colour_text)),
        ("text-quiet", t!(style_colour_text_quiet)),
        ("accent", t!(style_colour_accent)),
        ("accent-soft", t!(style_colour_accent_soft)),
        ("good", t!(style_colour_good)),
        ("good-soft", t!(style_colour_behind)),
        ("bad", t!(style_colour_bad)),
        ("bad-soft", t!(style_colour_behind)),
        ("attention", t!(style_colour_attention)),
        ("attention-soft", t!(style_colour_behind)),
        ("info", t!(style_colour_info)),
        ("info-soft", t!(style_colour_behind)),
    ]
}

fn colours() -> AnyView {
    let swatches: Vec<_> = meanings()
        .into_iter()
        .map(|(name, meaning)| {
            view! {
                <li>
                    <span class=format!("swatch swatch-{name}")></span>
                    <span><code>{name}</code> <span class="under">{meaning}</span></span>
                </li>
            }
        })
        .collect();
    section(
        "colours",
        t!(style_colours),
        view! {
            <p>{t!(style_colours_lead)}</p>
            <ul class="swatches" role="list">{swatches}</ul>
        }
        .into_any(),
    )
}

fn letters() -> AnyView {
    section(
        "letters",
        t!(style_letters),
        view! {
            <p class="style-h1">{t!(style_letters_page)}</p>
            <p class="style-h2">{t!(style_letters_section)}</p>
            <p class="style-h3">{t!(style_letters_within)}</p>
            <p>{rich!(style_letters_text; link: link("#letters"))}</p>
            <p class="quiet small">{t!(style_letters_small)}</p>
        }
        .into_any(),
    )
}

fn distances() -> AnyView {
    let steps: Vec<_> = [
        ("1", "4 px"),
        ("2", "8 px"),
        ("3", "12 px"),
        ("4", "16 px"),
        ("5", "24 px"),
        ("6", "32 px"),
    ]
    .into_iter()
    .map(|(step, size)| {
        view! { <li><span class=format!("distance distance-{step}")></span> <code>{format!("gap-{step}")}</code> " " {size}</li> }
    })
    .collect();
    section(
        "distances",
        t!(style_distances),
        view! { <ul class="distances" role="list">{steps}</ul> }.into_any(),
    )
}

fn states() -> AnyView {
    let badges: Vec<_> = samples::STATES.into_iter().map(state_badge).collect();
    section(
        "states",
        t!(style_states),
        view! { <p class="actions">{badges} {break_glass_badge()}</p> }.into_any(),
    )
}

fn buttons() -> AnyView {
    section(
        "buttons",
        t!(style_buttons),
        view! {
            <p class="actions">
                <button class="button button-primary" type="button">{t!(style_button_primary)}</button>
                <button class="button" type="button">{t!(style_button_other)}</button>
                <button class="button button-danger" type="button">{icon(Icon::Cross)} {t!(style_button_danger)}</button>
                <button class="button button-quiet" type="button">{t!(style_button_quiet)}</button>
                <button class="button" type="button" disabled>{t!(style_button_disabled)}</button>
                <button class="button button-small" type="button">{t!(style_button_small)}</button>
            </p>
            <p class="actions">
                <a class="chip" href="#buttons">{t!(style_chip_filter)} {icon(Icon::Cross)}</a>
                <a class="chip" href="#buttons" aria-current="page">{t!(style_chip_view)}</a>
                <span class="count">"12"</span>
            </p>
            {next_step(&NextStep::new(t!(style_next), t!(style_next_why), "#buttons"))}
            {next_step(&NextStep::done(t!(style_next_done)))}
            {pager(Some("#buttons".to_owned()), Some("#buttons".to_owned()))}
        }
        .into_any(),
    )
}

fn notes() -> AnyView {
    let body = |words: String| view! { <p>{words}</p> };
    section(
        "notes",
        t!(style_notes),
        view! {
            {note("good", Icon::Check, t!(style_note_good), body(t!(style_note_good_what)))}
            {note("info", Icon::Clock, t!(style_note_info), body(t!(style_note_info_what)))}
            {note("attention", Icon::Alert, t!(style_note_attention), body(t!(style_note_attention_what)))}
            {note("bad", Icon::Alert, t!(style_note_bad), body(t!(style_note_bad_what)))}
            {note("quiet", Icon::Undo, t!(style_note_quiet), body(t!(style_next_done)))}
            <div class="note note-good toast" role="status">
                {icon(Icon::Check)} <div><p class="note-title">{t!(style_toast)}</p></div>
            </div>
        }
        .into_any(),
    )
}

fn forms() -> AnyView {
    let field = |id: &'static str, value: &'static str, error: Option<&str>| {
        TextField {
            id,
            name: id,
            label: &t!(style_forms_namespace),
            hint: &t!(style_forms_namespace_hint),
            value,
            error,
            list: None,
        }
        .view()
    };
    section(
        "forms",
        t!(style_forms),
        view! {
            {summary(
                t!(style_forms_problems),
                [(Some("style-wrong".to_owned()), t!(style_forms_problem))],
                false,
            )}
            <div class="form">
                {field("style-right", "blue-raven", None)}
                {field("style-wrong", "blue.raven", Some(&t!(style_forms_problem)))}
                <div class="field">
                    <label for="style-select">{t!(style_forms_cluster)}</label>
                    <select id="style-select"><option>"production"</option><option>"staging"</option></select>
                </div>
                <div class="field">
                    <label for="style-reason">{t!(style_forms_reason)}</label>
                    <textarea id="style-reason" rows="3">{t!(style_forms_reason_text)}</textarea>
                </div>
                <fieldset class="field">
                    <legend>{t!(style_forms_access)}</legend>
                    <div class="checks">
                        <label class="check"><input type="checkbox" checked/> {t!(style_forms_list)}</label>
                        <label class="check"><input type="checkbox"/> {t!(style_forms_read)}</label>
                        <label class="check"><input type="checkbox" disabled/> {t!(style_button_disabled)}</label>
                    </div>
                </fieldset>
            </div>
        }
        .into_any(),
    )
}

fn tables() -> AnyView {
    let requests: Vec<_> = samples::STATES.into_iter().take(3).map(request).collect();
    section(
        "tables",
        t!(style_tables),
        view! {
            {request_table(&requests, &t!(style_tables_requests))}
            {queue_table(&samples::queue(), &t!(style_tables_queue))}
            {role_table(&[role()], &t!(style_tables_role))}
        }
        .into_any(),
    )
}

fn texts() -> AnyView {
    let documents: Vec<_> = samples::documents()
        .iter()
        .map(|one| document(one, true))
        .collect();
    view! {
        {section("texts", t!(style_texts), view! {
            {code_block("values.yaml", "serviceAccount:\n  create: true\n  name: \"blue-raven\"\n")}
            {copy_line("arn:aws:iam::111122223333:role/blue-raven", &t!(style_texts_copy))}
            {diff_block(&diff(), &t!(style_texts_difference))}
            <div class="documents">{documents}</div>
        }.into_any())}
        {section("keys", t!(style_keys), shortcut_list())}
        {timeline(&[event("request.applied", t!(style_event_applied)), event("request.rejected", t!(style_event_rejected)), event("request.submitted", t!(style_event_asked))])}
    }
    .into_any()
}

fn charts() -> AnyView {
    let bars = |values: [i64; 4]| -> Vec<Bar> {
        let days = [
            t!(style_charts_monday),
            t!(style_charts_tuesday),
            t!(style_charts_wednesday),
            t!(style_charts_thursday),
        ];
        days.into_iter()
            .zip(values)
            .map(|(label, value)| Bar {
                label,
                value,
                shown: value.to_string(),
            })
            .collect()
    };
    let (summary, day, things) = (
        t!(style_charts_summary),
        t!(style_charts_day),
        t!(style_charts_things),
    );
    let (lines, columns) = (t!(style_charts_bars), t!(style_charts_columns));
    let words = |title| Words {
        title,
        summary: &summary,
        columns: [&day, &things],
    };
    section(
        "charts",
        t!(style_charts),
        view! {
            <div class="charts">
                {bar_chart(&words(&lines), &bars([3, 12, 0, 1]))}
                {column_chart(&words(&columns), &bars([3, 12, 0, 1]))}
            </div>
        }
        .into_any(),
    )
}

fn waiting() -> AnyView {
    section(
        "waiting",
        t!(style_waiting),
        view! {
            {empty(Icon::Search, t!(style_waiting_no_match), Some(("#waiting", &t!(style_waiting_show_all))))}
            {empty(Icon::Check, t!(style_waiting_nothing), None)}
            <p class="quiet">{t!(style_waiting_moment)}</p>
            <div class="skeletons" aria-hidden="true">
                <span class="skeleton"></span>
                <span class="skeleton"></span>
                <span class="skeleton skeleton-short"></span>
            </div>
            <p class="actions">{icon(Icon::Spinner)} {t!(style_waiting_reading)}</p>
        }
        .into_any(),
    )
}

fn paper() -> AnyView {
    section(
        "paper",
        t!(style_paper),
        view! {
            <p>{t!(style_paper_how)}</p>
        }
        .into_any(),
    )
}
