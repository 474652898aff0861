//! What waits for the reader: the one thing to do next, then the list it comes from.

use leptos::prelude::*;
use leptos_meta::Title;
use roleport_domain::{
    authorize::PersonRole,
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
        queue_table::{queue_table, risks},
        request_table::request_table,
        role_table::role_table,
    },
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
        let (waiting, more) = waiting_page(portal.as_ref(), &viewer).await?;
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
        let next = next_of(&viewer, &waiting, &drafts, !own.is_empty());
        let queue = (!audits(&viewer)).then(|| waiting_section(&waiting, more, by_risk, &viewer));
        Ok(view! {
            <Title text="Home – Roleport"/>
            <div class="page">
                <h1>"What waits for you"</h1>
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

/// Other people's requests for those who decide, one's own open ones for the rest.
///
/// # Errors
/// [`PortalError::Broken`] when the store can't be read.
pub async fn waiting(
    portal: &dyn Portal,
    viewer: &Viewer,
) -> Result<Vec<RequestSummary>, PortalError> {
    Ok(waiting_page(portal, viewer).await?.0)
}

/// The same, and whether there are more than a page of them.
async fn waiting_page(
    portal: &dyn Portal,
    viewer: &Viewer,
) -> Result<(Vec<RequestSummary>, bool), PortalError> {
    let decides = viewer.decides();
    let view = if decides {
        RequestView::Queue
    } else {
        RequestView::Mine
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
    drafts: &[DraftSummary],
    has_roles: bool,
) -> NextStep {
    if audits(viewer) {
        return NextStep::new(
            "Ask who had access",
            "Name a bucket and a day; the history knows every role that could reach it, and who allowed that.",
            "/access",
        );
    }
    if viewer.decides() {
        return match waiting.first() {
            Some(oldest) => NextStep::new(
                format!("Review request {}", oldest.id),
                format!(
                    "{} asks for {}: {}. It waits longest.",
                    oldest.author,
                    oldest.app,
                    kind_words(oldest.kind)
                ),
                format!("/requests/{}", oldest.id),
            ),
            None => NextStep::done("Nothing waits for your decision."),
        };
    }
    let link = |request: &RequestSummary| format!("/requests/{}", request.id);
    let of_state = |state| waiting.iter().find(|request| request.state == state);
    if let Some(request) = of_state(RequestState::ChangesRequested) {
        return NextStep::new(
            format!("Answer request {}", request.id),
            format!(
                "An approver wants something changed before {} gets its access.",
                request.app
            ),
            link(request),
        );
    }
    if let Some(request) = of_state(RequestState::Failed) {
        return NextStep::new(
            format!("See why request {} failed", request.id),
            format!(
                "AWS did not take the change for {}. The page says why.",
                request.app
            ),
            link(request),
        );
    }
    if let Some(draft) = drafts.first() {
        let app = if draft.app.is_empty() {
            "a new application"
        } else {
            &draft.app
        };
        return NextStep::new(
            "Go on with your draft",
            format!("It is for {app}, saved {}.", draft.saved.ago),
            format!("/requests/new?draft={}", draft.id),
        );
    }
    match waiting.first() {
        Some(request) => NextStep::new(
            format!("Follow request {}", request.id),
            format!(
                "{} is in others’ hands now. Its page says whose.",
                request.app
            ),
            link(request),
        ),
        None if has_roles => NextStep::done("You have no open requests. Your roles are below."),
        None => NextStep::new(
            "Ask for access",
            "Say which application needs what in AWS. An approver decides, Roleport makes the role.",
            "/requests/new",
        ),
    }
}

const fn kind_words(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::NewRole => "a new role",
        RequestKind::ChangeGrants => "a change of its access",
        RequestKind::Retire => "to retire its role",
        RequestKind::Adopt => "to take over its role",
        RequestKind::Restore => "to bring its role back in line",
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
        "Waiting for you"
    } else {
        "Your open requests"
    };
    let body = match (waiting.is_empty(), decides) {
        (true, true) => empty(Icon::Check, "Nothing waits for your decision.", None),
        (true, false) => empty(
            Icon::Check,
            "You have no open requests. Choose “New request” when a pod needs access to AWS.",
            Some(("/guide", "How it works")),
        ),
        (false, true) => {
            let mut lines = waiting.to_vec();
            if by_risk {
                // The sort is stable: what is equally risky stays oldest first.
                lines.sort_by_key(|line| std::cmp::Reverse(risks(line)));
            }
            let caption = if by_risk {
                "Requests to decide on, riskiest first"
            } else {
                "Requests to decide on, oldest first"
            };
            queue_table(&lines, caption)
        }
        (false, false) => request_table(waiting, "Your requests that are not settled yet"),
    };
    let order = (decides && waiting.len() > 1).then(|| order_tabs(by_risk));
    let all = more.then(|| {
        view! { <p class="quiet">"These are the oldest 50. " <a href="/requests?view=queue">"All that wait"</a></p> }
    });
    view! {
        <section aria-labelledby="waiting">
            <div class="section-head">
                <h2 id="waiting">
                    {title} " "
                    {(!waiting.is_empty()).then(|| view! { <span class="count">{waiting.len()}</span> })}
                </h2>
                {order}
            </div>
            {live_list("waiting", None, waiting)}
            {body}
            {all}
        </section>
    }.into_any()
}

fn order_tabs(by_risk: bool) -> AnyView {
    let current = |here: bool| here.then_some("true");
    view! {
        <nav class="tabs" aria-label="Order">
            <a href="/" aria-current=current(!by_risk)>"Oldest first"</a>
            <a href="/?by=risk" aria-current=current(by_risk)>"Riskiest first"</a>
        </nav>
    }
    .into_any()
}

fn events_section(events: &[HistoryLine]) -> Option<AnyView> {
    (!events.is_empty()).then(|| {
        view! {
            <section aria-labelledby="events">
                <div class="section-head">
                    <h2 id="events">"Latest events"</h2>
                    <a href="/history">"The whole history"</a>
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
            "You have asked for no role yet.",
            Some(("/guide", "What a role is good for")),
        ),
        _ => role_table(
            roles,
            "Roles that you have asked for, the ones changed last first",
        ),
    };
    Some(
        view! {
            <section aria-labelledby="own-roles">
                <div class="section-head">
                    <h2 id="own-roles">"Your roles"</h2>
                    <a href="/roles">{icon(Icon::Search)} " All roles"</a>
                </div>
                {body}
            </section>
        }
        .into_any(),
    )
}
