//! What waits for the reader: the one thing to do next, then the list it comes from.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    authorize::PersonRole,
    changes,
    lifecycle::{RequestKind, RequestState},
};

use super::{load, query};
use crate::{
    components::{
        empty::empty,
        history_table::history_table,
        icon::{Icon, icon},
        layout::may_ask,
        live::live_list,
        next_step::{NextStep, next_step},
        numbers::numbers_section,
        queue_table::{queue_order, queue_table},
        request_table::request_table,
        rich::link,
        role_table::role_table,
    },
    language::{rich, t},
    portal::{
        DraftSummary, ListPage, Portal, PortalError, RequestSummary, RequestView, RoleSummary,
        Viewer, history::HistoryLine, history::TypedFilter,
    },
};

/// Events that the page shows an auditor.
const EVENTS: usize = 10;

/// `/`
#[component]
pub(crate) fn Home() -> impl IntoView {
    let by_risk = query("by") == "risk";
    load(async move |portal, viewer| {
        let (waiting, more) = waiting_page(portal.as_ref(), &viewer, by_risk).await?;
        let own = portal.own_roles(&viewer).await?;
        let numbers = portal.numbers(&viewer).await?;
        let drafts = if may_ask(&viewer) {
            portal.drafts(&viewer).await?
        } else {
            Vec::new()
        };
        let events = if audits(&viewer) {
            let page = portal.history(&viewer, &TypedFilter::default()).await?;
            page.events.into_iter().take(EVENTS).collect()
        } else {
            Vec::new()
        };
        let next = next_of(&viewer, &waiting, by_risk, &drafts, !own.is_empty());
        let queue = (!audits(&viewer)).then(|| waiting_section(&waiting, more, by_risk, &viewer));
        Ok(view! {
            <Title text=t!(home_title)/>
            <div class="page">
                <h1>{t!(home_what_waits)}</h1>
                {next_step(&next)}
                {queue}
                {events_section(&events)}
                {own_roles(&own, &viewer)}
                {numbers_section(&numbers)}
            </div>
        }
        .into_any())
    })
}

/// Whether the person's work is the history: they neither decide nor ask.
fn audits(viewer: &Viewer) -> bool {
    viewer.roles.contains(&PersonRole::Auditor) && !viewer.decides() && !may_ask(viewer)
}

/// Other people's requests for those who decide, by age or by risk; one's own open ones for the rest.
///
/// # Errors
/// [`PortalError::Broken`] when the store can't be read.
pub async fn waiting(
    portal: &dyn Portal,
    viewer: &Viewer,
    by_risk: bool,
) -> Result<Vec<RequestSummary>, PortalError> {
    Ok(waiting_page(portal, viewer, by_risk).await?.0)
}

/// The same, and whether there are more than a page of them.
async fn waiting_page(
    portal: &dyn Portal,
    viewer: &Viewer,
    by_risk: bool,
) -> Result<(Vec<RequestSummary>, bool), PortalError> {
    let decides = viewer.decides();
    let view = match (decides, by_risk) {
        (true, false) => RequestView::Queue,
        (true, true) => RequestView::Riskiest,
        (false, _) => RequestView::Mine,
    };
    let ListPage { lines, next } = portal.requests(viewer, view, None).await?;
    let lines = lines
        .into_iter()
        .filter(|line| {
            if decides {
                !line.is_mine
            } else {
                line.state.is_open()
            }
        })
        .collect();
    Ok((lines, decides && next.is_some()))
}

/// The one thing to do next.
fn next_of(
    viewer: &Viewer,
    waiting: &[RequestSummary],
    by_risk: bool,
    drafts: &[DraftSummary],
    has_roles: bool,
) -> NextStep {
    if audits(viewer) {
        return NextStep::new(t!(home_next_access), t!(home_next_access_why), "/access");
    }
    if viewer.decides() {
        return match waiting.first() {
            Some(first) => NextStep::new(
                t!(home_next_review, id = first.id),
                why_first(first, by_risk),
                format!("/requests/{}", first.id),
            ),
            None => NextStep::done(&t!(home_nothing_to_decide)),
        };
    }
    let link = |request: &RequestSummary| format!("/requests/{}", request.id);
    let of_state = |state| waiting.iter().find(|request| request.state == state);
    if let Some(request) = of_state(RequestState::ChangesRequested) {
        return NextStep::new(
            t!(home_next_answer, id = request.id),
            t!(home_next_answer_why, app = request.app),
            link(request),
        );
    }
    if let Some(request) = of_state(RequestState::Failed) {
        return NextStep::new(
            t!(home_next_failed, id = request.id),
            t!(home_next_failed_why, app = request.app),
            link(request),
        );
    }
    if let Some(draft) = drafts.first() {
        let when = &draft.saved.ago;
        let words = if draft.app.is_empty() {
            t!(home_next_draft_new_why, when = when)
        } else {
            t!(home_next_draft_why, app = draft.app, when = when)
        };
        return NextStep::new(
            t!(home_next_draft),
            words,
            format!("/requests/new?draft={}", draft.id),
        );
    }
    match waiting.first() {
        Some(request) => NextStep::new(
            t!(home_next_follow, id = request.id),
            t!(home_next_follow_why, app = request.app),
            link(request),
        ),
        None if has_roles => NextStep::done(&t!(home_no_open_but_roles)),
        None => NextStep::new(t!(home_next_ask), t!(home_next_ask_why), "/requests/new"),
    }
}

/// What the request asks for, and why it is the first of those that wait.
fn why_first(request: &RequestSummary, by_risk: bool) -> String {
    let (author, app) = (&request.author, &request.app);
    let kind = kind_words(request.kind);
    // Where there is nothing to look at twice, the order by risk is the one by age.
    if by_risk && !changes::risk(&request.grants).is_empty() {
        t!(
            home_next_riskiest_why,
            author = author,
            app = app,
            kind = kind
        )
    } else {
        t!(
            home_next_review_why,
            author = author,
            app = app,
            kind = kind
        )
    }
}

fn kind_words(kind: RequestKind) -> String {
    match kind {
        RequestKind::NewRole => t!(home_kind_new_role),
        RequestKind::ChangeGrants => t!(home_kind_change),
        RequestKind::Retire => t!(home_kind_retire),
        RequestKind::Adopt => t!(home_kind_adopt),
        RequestKind::Restore => t!(home_kind_restore),
    }
}

fn waiting_section(
    waiting: &[RequestSummary],
    more: bool,
    by_risk: bool,
    viewer: &Viewer,
) -> AnyView {
    let decides = viewer.decides();
    let title = if decides {
        t!(home_waiting)
    } else {
        t!(home_open)
    };
    let body = match (waiting.is_empty(), decides) {
        (true, true) => empty(Icon::Check, &t!(home_nothing_to_decide), None),
        (true, false) => empty(
            Icon::Check,
            &t!(home_no_open),
            Some(("/guide", &t!(home_how_it_works))),
        ),
        (false, true) => {
            let caption = if by_risk {
                t!(home_caption_riskiest)
            } else {
                t!(home_caption_oldest)
            };
            queue_table(waiting, &caption)
        }
        (false, false) => request_table(waiting, &t!(home_caption_mine)),
    };
    let order = (decides && waiting.len() > 1).then(|| queue_order("/", "/?by=risk", by_risk));
    let all = more.then(|| {
        let words = if by_risk {
            rich!(home_riskiest_of_more; link: link("/requests?view=riskiest"))
        } else {
            rich!(home_oldest_of_more; link: link("/requests?view=queue"))
        };
        view! { <p class="quiet">{words}</p> }
    });
    view! {
        <section aria-labelledby="waiting">
            <div class="section-head">
                <h2 id="waiting">
                    {title} " "
                    {(!waiting.is_empty()).then(|| view! { <span class="count">{waiting.len()} {more.then_some("+")}</span> })}
                </h2>
                {order}
            </div>
            {live_list(if by_risk { "waiting-riskiest" } else { "waiting" }, None, waiting)}
            {body}
            {all}
        </section>
    }.into_any()
}

fn events_section(events: &[HistoryLine]) -> Option<AnyView> {
    (!events.is_empty()).then(|| {
        view! {
            <section aria-labelledby="events">
                <div class="section-head">
                    <h2 id="events">{t!(home_events)}</h2>
                    <a href="/history">{t!(home_whole_history)}</a>
                </div>
                {history_table(events)}
            </section>
        }
        .into_any()
    })
}

fn own_roles(roles: &[RoleSummary], viewer: &Viewer) -> Option<AnyView> {
    let body = match roles {
        [] if viewer.decides() || !may_ask(viewer) => return None,
        [] => empty(
            Icon::Plus,
            &t!(home_no_roles),
            Some(("/guide", &t!(home_what_roles_are_for))),
        ),
        _ => role_table(roles, &t!(home_caption_roles)),
    };
    Some(
        view! {
            <section aria-labelledby="own-roles">
                <div class="section-head">
                    <h2 id="own-roles">{t!(home_roles)}</h2>
                    <a href="/roles">{icon(Icon::Search)} " " {t!(home_all_roles)}</a>
                </div>
                {body}
            </section>
        }
        .into_any(),
    )
}
