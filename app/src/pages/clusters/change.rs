//! A change of the clusters that somebody has proposed: what differs, what follows, who decides.

use http::StatusCode;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::{
    components::{
        icon::Icon, moment::ago, note::note, proposal::decision_form, text_area::TextArea,
    },
    language::{rich, said, t},
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
    let title = said(&change.line.title);
    let fields: Vec<_> = change.fields.iter().map(field_line).collect();
    let consequences: Vec<_> = change
        .consequences
        .iter()
        .map(|text| view! { <li>{said(text)}</li> })
        .collect();
    let consequences = (!consequences.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="consequences">
                <h2 id="consequences">{t!(clusters_change_consequences)}</h2>
                <ul class="bullets">{consequences}</ul>
            </section>
        }
    });
    view! {
        <Title text=format!("{title} – Roleport")/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">{t!(clusters_change_eyebrow, number = proposal.number)}</p>
                    <h1>{title}</h1>
                </div>
            </div>
            {state(change)}
            <p>
                {rich!(
                    clusters_change_proposal,
                    author = proposal.author,
                    comment = proposal.comment;
                    when: |_| ago(&proposal.proposed)
                )}
            </p>
            <section class="card" aria-labelledby="fields">
                <h2 id="fields">{t!(clusters_change_fields)}</h2>
                <table class="table cards">
                    <caption class="visually-hidden">{t!(clusters_change_caption)}</caption>
                    <thead><tr><th scope="col">{t!(clusters_change_field)}</th><th scope="col">{t!(clusters_change_before)}</th><th scope="col">{t!(clusters_change_after)}</th></tr></thead>
                    <tbody>{fields}</tbody>
                </table>
            </section>
            {consequences}
            {decision(change, posted)}
            <p><a href="/clusters">{t!(clusters_change_all)}</a></p>
        </div>
    }
    .into_any()
}

fn field_line(field: &FieldChange) -> AnyView {
    let value = |text: &str| {
        if text.is_empty() {
            view! { <span class="quiet">{t!(clusters_change_nothing)}</span> }.into_any()
        } else {
            view! { <code>{text.to_owned()}</code> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row" data-label=t!(clusters_change_field)><span>{said(&field.label)}</span></th>
            <td data-label=t!(clusters_change_before)>{value(&field.before)}</td>
            <td data-label=t!(clusters_change_after)>{value(&field.after)}</td>
        </tr>
    }
    .into_any()
}

/// Where it stands.
fn state(change: &ClusterChange) -> AnyView {
    let proposal = &change.line.proposal;
    let decided = proposal.decided.as_ref().map(|(who, at)| {
        view! { <p>{rich!(clusters_change_decided, who = who; when: |_| ago(at))}</p> }
    });
    let (tone, which, title) = match proposal.state.as_str() {
        "approved" => ("good", Icon::Check, t!(clusters_change_in_force)),
        "rejected" => ("bad", Icon::Cross, t!(clusters_change_was_rejected)),
        "withdrawn" => ("quiet", Icon::Undo, t!(clusters_change_was_withdrawn)),
        _ => return waiting(change),
    };
    note(tone, which, title, decided)
}

fn waiting(change: &ClusterChange) -> AnyView {
    if let Some(why) = change.obstacle.clone() {
        let body = view! { <p>{said(&why)}</p> };
        return note("bad", Icon::Alert, t!(clusters_change_obstacle), body);
    }
    if change.can_decide {
        let body = view! { <p>{t!(clusters_change_yours_how)}</p> };
        return note("attention", Icon::Clock, t!(clusters_change_yours), body);
    }
    let text = super::either(&change.deciders).map_or_else(
        || t!(clusters_change_nobody),
        |people| t!(clusters_change_who, people = people),
    );
    note(
        "attention",
        Icon::Clock,
        t!(clusters_change_others),
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
    let needed = t!(clusters_change_comment_hint);
    let comment = TextArea {
        id: "comment",
        name: "comment".to_owned(),
        label: &t!(clusters_change_comment),
        hint: if change.can_decide { &needed } else { "" },
        rows: 2,
        max: Some(4000),
        value: &typed,
        error: error.as_deref(),
    };
    let buttons = decision_form(
        &format!("/cluster-changes/{number}"),
        ("approve", &t!(clusters_change_approve)),
        (change.can_decide, change.is_mine),
        Some(comment.view()),
    );
    Some(
        view! {
            <section class="card card-decision" aria-labelledby="decide">
                <h2 id="decide">{t!(clusters_change_decision)}</h2>
                {buttons}
            </section>
        }
        .into_any(),
    )
}
