//! A change of the clusters that somebody has proposed: what differs, what follows, who decides.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        icon::Icon, moment::ago, note::note, proposal::decision_form, text_area::TextArea,
    },
    pages::{id_of_path, load, set_status},
    portal::{CommentPlace, FieldChange, PortalError, PostedComment, clusters::ClusterChange},
};

/// `/cluster-changes/{id}`, also after a POST, with what was typed.
#[component]
pub(crate) fn ClusterChangePage() -> impl IntoView {
    let id = id_of_path();
    let posted = use_context::<PostedComment>();
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let change = portal.cluster_change(&viewer, id).await?;
        Ok(change_view(&change, posted.as_ref()).into_any())
    })
}

fn change_view(change: &ClusterChange, posted: Option<&PostedComment>) -> AnyView {
    let proposal = &change.line.proposal;
    let title = change.line.title.clone();
    let fields: Vec<_> = change.fields.iter().map(field_line).collect();
    let consequences: Vec<_> = change
        .consequences
        .iter()
        .map(|text| view! { <li>{text.clone()}</li> })
        .collect();
    let consequences = (!consequences.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="consequences">
                <h2 id="consequences">"What follows"</h2>
                <ul class="bullets">{consequences}</ul>
            </section>
        }
    });
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{format!("Change {} of the clusters", proposal.number)}</p>
                    <h1>{title}</h1>
                </div>
            </div>
            {state(change)}
            <p>
                {format!("{} proposed this ", proposal.author)} {ago(&proposal.proposed)} ": "
                {proposal.comment.clone()}
            </p>
            <section class="card" aria-labelledby="fields">
                <h2 id="fields">"What changes"</h2>
                <table class="table cards">
                    <caption class="visually-hidden">"Fields that differ"</caption>
                    <thead><tr><th scope="col">"Field"</th><th scope="col">"Before"</th><th scope="col">"After"</th></tr></thead>
                    <tbody>{fields}</tbody>
                </table>
            </section>
            {consequences}
            {decision(change, posted)}
            <p><a href="/clusters">"All clusters"</a></p>
        </div>
    }
    .into_any()
}

fn field_line(field: &FieldChange) -> AnyView {
    let value = |text: &str| {
        if text.is_empty() {
            view! { <span class="quiet">"nothing"</span> }.into_any()
        } else {
            view! { <code>{text.to_owned()}</code> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" data-label="Field"><span>{field.label}</span></th>
            <td data-label="Before">{value(&field.before)}</td>
            <td data-label="After">{value(&field.after)}</td>
        </tr>
    }
    .into_any()
}

/// Where it stands.
fn state(change: &ClusterChange) -> AnyView {
    let proposal = &change.line.proposal;
    let decided = proposal
        .decided
        .as_ref()
        .map(|(who, at)| view! { <p>{format!("By {who} ")} {ago(at)} "."</p> });
    let (tone, which, title) = match proposal.state.as_str() {
        "approved" => ("good", Icon::Check, "Approved, and in force since"),
        "rejected" => ("bad", Icon::Cross, "Rejected"),
        "withdrawn" => ("quiet", Icon::Undo, "Withdrawn"),
        _ => return waiting(change),
    };
    note(tone, which, title, decided)
}

fn waiting(change: &ClusterChange) -> AnyView {
    if let Some(why) = change.obstacle.clone() {
        let body = view! { <p>{why}</p> };
        return note("bad", Icon::Alert, "It can’t be approved as it is", body);
    }
    if change.can_decide {
        let body =
            view! { <p>"Read what changes and what follows, then approve or reject it below."</p> };
        return note("attention", Icon::Clock, "Your decision is needed", body);
    }
    let text = if change.deciders.is_empty() {
        "Nobody else could decide on it now: no other admin has signed in yet. Ask a colleague who is in a group of admins to sign in once.".to_owned()
    } else {
        format!(
            "{} can decide on it. Nobody decides on what they proposed.",
            change.deciders.join(" or ")
        )
    };
    note(
        "attention",
        Icon::Clock,
        "Another admin decides on it",
        view! { <p>{text}</p> },
    )
}

fn decision(change: &ClusterChange, posted: Option<&PostedComment>) -> Option<AnyView> {
    let number = change.line.proposal.number;
    let open = change.line.proposal.state == "proposed";
    if !open || !(change.can_decide || change.is_mine) {
        return None;
    }
    let (typed, error) = PostedComment::at(posted, CommentPlace::Decision);
    if error.is_some() {
        set_status(StatusCode::UNPROCESSABLE_ENTITY);
    }
    let comment = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: "Comment",
        hint: if change.can_decide {
            "Needed when you reject it."
        } else {
            ""
        },
        rows: 2,
        max: Some(4000),
        value: &typed,
        error: error.as_deref(),
    };
    let buttons = decision_form(
        &format!("/cluster-changes/{number}"),
        ("approve", "Approve"),
        (change.can_decide, change.is_mine),
        Some(comment.view()),
    );
    Some(
        view! {
            <section class="card card-decision" aria-labelledby="decide">
                <h2 id="decide">"Your decision"</h2>
                {buttons}
            </section>
        }
        .into_any(),
    )
}
