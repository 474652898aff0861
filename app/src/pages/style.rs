//! Every component in every state, for those who build pages and those who judge them.

use leptos::prelude::*;
use leptos_meta::Title;

use self::samples::{diff, event, request, role};
use super::{form::field::TextField, load};
use crate::components::{
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
    role_table::role_table,
    shortcuts::shortcut_list,
    side_by_side::document,
    timeline::timeline,
};

mod samples;

/// `/style`
#[component]
pub(crate) fn StylePage() -> impl IntoView {
    load(async move |_portal, _viewer| {
        Ok(view! {
            <Title text="Style – Roleport"/>
            <div class="page">
                <div class="page-head">
                    <div>
                        <h1>"Style"</h1>
                        <p class="quiet">"Every part of a page in every state, in the theme that is chosen at the end of the page. All data here is made up."</p>
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

fn section(id: &'static str, title: &'static str, body: AnyView) -> AnyView {
    view! {
        <section class="card style-part" aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {body}
        </section>
    }
    .into_any()
}

/// Tokens of colours: the name, and what it is for.
const COLOURS: [(&str, &str); 17] = [
    ("ground", "behind everything"),
    ("surface", "cards, tables"),
    ("sunken", "code, hover"),
    ("line", "between things"),
    ("line-strong", "around fields"),
    ("text", "text"),
    ("text-quiet", "what is beside the point"),
    ("accent", "links, the one button"),
    ("accent-soft", "what is chosen"),
    ("good", "done"),
    ("good-soft", "behind it"),
    ("bad", "failed, removed"),
    ("bad-soft", "behind it"),
    ("attention", "waits, look twice"),
    ("attention-soft", "behind it"),
    ("info", "under way"),
    ("info-soft", "behind it"),
];

fn colours() -> AnyView {
    let swatches: Vec<_> = COLOURS
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
        "Colour",
        view! {
            <p>"A colour never says anything alone: an icon and a word say it too. Text reaches a contrast of 4.5 to 1, borders of fields 3 to 1, in both themes."</p>
            <ul class="swatches" role="list">{swatches}</ul>
        }
        .into_any(),
    )
}

fn letters() -> AnyView {
    section(
        "letters",
        "Type",
        view! {
            <p class="style-h1">"The title of a page"</p>
            <p class="style-h2">"The title of a section"</p>
            <p class="style-h3">"The title within a section"</p>
            <p>"Text. " <a href="#letters">"A link in it"</a> ", " <code>"a/name/as-code"</code> " and " <strong>"a stress"</strong> "."</p>
            <p class="quiet small">"What is beside the point, and small."</p>
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
        "Spacing",
        view! { <ul class="distances" role="list">{steps}</ul> }.into_any(),
    )
}

fn states() -> AnyView {
    let badges: Vec<_> = samples::STATES.into_iter().map(state_badge).collect();
    section(
        "states",
        "States",
        view! { <p class="actions">{badges} {break_glass_badge()}</p> }.into_any(),
    )
}

fn buttons() -> AnyView {
    section(
        "buttons",
        "Buttons",
        view! {
            <p class="actions">
                <button class="button button-primary" type="button">"Primary"</button>
                <button class="button" type="button">"Other"</button>
                <button class="button button-danger" type="button">{icon(Icon::Cross)} "Destructive"</button>
                <button class="button button-quiet" type="button">"Quiet"</button>
                <button class="button" type="button" disabled>"Not now"</button>
                <button class="button button-small" type="button">"Small"</button>
            </p>
            <p class="actions">
                <a class="chip" href="#buttons">"a filter" {icon(Icon::Cross)}</a>
                <a class="chip" href="#buttons" aria-current="page">"the view that is shown"</a>
                <span class="count">"12"</span>
            </p>
            {next_step(&NextStep::new("The one thing to do", "Why it is to be done.", "#buttons"))}
            {next_step(&NextStep::done("Nothing is to be done."))}
            {pager(Some("#buttons".to_owned()), Some("#buttons".to_owned()))}
        }
        .into_any(),
    )
}

fn notes() -> AnyView {
    let body = |words: &'static str| view! { <p>{words}</p> };
    section(
        "notes",
        "Notes and toasts",
        view! {
            {note("good", Icon::Check, "Saved", body("It went as it should."))}
            {note("info", Icon::Clock, "Under way", body("It goes on by itself."))}
            {note("attention", Icon::Alert, "Look twice", body("It is allowed, and deserves a thought."))}
            {note("bad", Icon::Alert, "It failed", body("What happened, and what to do."))}
            {note("quiet", Icon::Undo, "Past", body("Nothing is to be done."))}
            <div class="note note-good toast" role="status">
                {icon(Icon::Check)} <div><p class="note-title">"A toast: said once, where the page is"</p></div>
            </div>
        }
        .into_any(),
    )
}

fn forms() -> AnyView {
    let field = |id: &'static str, value: &'static str, error: Option<&'static str>| {
        TextField {
            id,
            name: id,
            label: "Namespace",
            hint: "Of the application’s pods",
            value,
            error,
            list: None,
        }
        .view()
    };
    section(
        "forms",
        "Forms",
        view! {
            {summary(
                "Please check this",
                [(Some("style-wrong".to_owned()), "A namespace has no dots. Write blue-raven.".to_owned())],
                false,
            )}
            <div class="form">
                {field("style-right", "blue-raven", None)}
                {field("style-wrong", "blue.raven", Some("A namespace has no dots. Write blue-raven."))}
                <div class="field">
                    <label for="style-select">"Cluster"</label>
                    <select id="style-select"><option>"production"</option><option>"staging"</option></select>
                </div>
                <div class="field">
                    <label for="style-reason">"Reason"</label>
                    <textarea id="style-reason" rows="3">"It reads the daily export."</textarea>
                </div>
                <fieldset class="field">
                    <legend>"Access"</legend>
                    <div class="checks">
                        <label class="check"><input type="checkbox" checked/> "List"</label>
                        <label class="check"><input type="checkbox"/> "Read"</label>
                        <label class="check"><input type="checkbox" disabled/> "Not now"</label>
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
        "Tables",
        view! {
            {request_table(&requests, "Made-up requests")}
            {queue_table(&samples::queue(), "A made-up queue")}
            {role_table(&[role()], "A made-up role")}
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
        {section("texts", "Code and differences", view! {
            {code_block("values.yaml", "serviceAccount:\n  create: true\n  name: \"blue-raven\"\n")}
            {copy_line("arn:aws:iam::111122223333:role/blue-raven", "Copy ARN")}
            {diff_block(&diff(), "A made-up difference")}
            <div class="documents">{documents}</div>
        }.into_any())}
        {section("keys", "Keyboard shortcuts", shortcut_list())}
        {timeline(&[event("request.applied", "applied request 12"), event("request.rejected", "rejected request 11"), event("request.submitted", "asked for a new role")])}
    }
    .into_any()
}

fn charts() -> AnyView {
    let bars = |values: [i64; 4]| -> Vec<Bar> {
        ["Monday", "Tuesday", "Wednesday", "Thursday"]
            .into_iter()
            .zip(values)
            .map(|(label, value)| Bar {
                label: label.to_owned(),
                value,
                shown: value.to_string(),
            })
            .collect()
    };
    let words = |title| Words {
        title,
        summary: "Most of the made-up things happened on Tuesday.",
        columns: ["Day", "Things"],
    };
    section(
        "charts",
        "Charts",
        view! {
            <div class="charts">
                {bar_chart(&words("Bars"), &bars([3, 12, 0, 1]))}
                {column_chart(&words("Columns"), &bars([3, 12, 0, 1]))}
            </div>
        }
        .into_any(),
    )
}

fn waiting() -> AnyView {
    section(
        "waiting",
        "Nothing there, not there yet",
        view! {
            {empty(Icon::Search, "Nothing matches. Try a shorter word.", Some(("#waiting", "Show all")))}
            {empty(Icon::Check, "Nothing waits for you.", None)}
            <p class="quiet">"What takes a moment keeps its place:"</p>
            <div class="skeletons" aria-hidden="true">
                <span class="skeleton"></span>
                <span class="skeleton"></span>
                <span class="skeleton skeleton-short"></span>
            </div>
            <p class="actions">{icon(Icon::Spinner)} "Reading AWS"</p>
        }
        .into_any(),
    )
}

fn paper() -> AnyView {
    section(
        "paper",
        "Print",
        view! {
            <p>"On paper a page has no controls, is light, wraps long lines, and breaks no card in two. Print this page to see it."</p>
        }
        .into_any(),
    )
}
