//! A table of events of the audit history.

use leptos::prelude::*;
use roleport_lang::told;

use super::moment::exact;
use crate::{
    language::{said, t},
    portal::history::HistoryLine,
};

/// A line an event; on a narrow screen each line becomes a card.
pub(crate) fn history_table(events: &[HistoryLine]) -> AnyView {
    let rows: Vec<_> = events.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>{t!(history_caption)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(history_column_event)}</th>
                    <th scope="col">{t!(history_column_who)}</th>
                    <th scope="col">{t!(history_column_what_happened)}</th>
                    <th scope="col">{t!(history_column_about)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(event: &HistoryLine) -> AnyView {
    let comment = event
        .comment
        .clone()
        .map(|text| view! { <span class="under event-comment">{text}</span> });
    view! {
        <tr>
            <th scope="row" data-label=t!(history_column_event)>
                <a href=format!("/history/{}", event.position)>{event.position}</a>
                <span class="under">{exact(&event.at)}</span>
            </th>
            <td data-label=t!(history_column_who)>
                <span>{said(&event.actor)}</span>
                {event.email.clone().map(|email| view! { <span class="under">{email}</span> })}
                <span class="under">{origin(event)}</span>
            </td>
            <td data-label=t!(history_column_what)>
                <span>{said(&told(&event.words))}</span>
                <span class="under">{kind_words(&event.kind)}</span>
                {comment}
            </td>
            <td data-label=t!(history_column_about)>{about_cell(event)}</td>
        </tr>
    }
    .into_any()
}

/// Empty for an event about nothing, so that a card leaves the line out.
fn about_cell(event: &HistoryLine) -> Option<AnyView> {
    (event.request_id.is_some() || event.role_name.is_some())
        .then(|| view! { <span>{about(event)}</span> }.into_any())
}

/// Where it came from, in words.
pub(crate) fn origin(event: &HistoryLine) -> String {
    let how = match event.via.as_str() {
        "portal" => t!(history_in_portal),
        "api" => t!(history_through_api),
        "worker" => t!(history_by_worker),
        "server" => t!(history_by_server),
        "cli" => t!(history_on_command_line),
        other => other.to_owned(),
    };
    match &event.address {
        Some(address) => t!(history_from, how = how, address = address),
        None => how,
    }
}

/// The request, the role and the buckets, each with the way there.
pub(crate) fn about(event: &HistoryLine) -> AnyView {
    let request = event.request_id.map(|id| {
        view! { <a href=format!("/requests/{id}")>{t!(history_request, id = id)}</a> " " }
    });
    let role = event.role_name.clone().map(|name| match event.role_id {
        Some(id) => view! { <span class="under"><a href=format!("/roles/{id}")>{name}</a></span> }
            .into_any(),
        None => view! { <span class="under">{name}</span> }.into_any(),
    });
    let buckets: Vec<_> = event
        .buckets
        .iter()
        .map(|bucket| view! { <span class="under"><code>{format!("s3://{bucket}")}</code></span> })
        .collect();
    (request, role, buckets).into_any()
}

/// A kind as people read it: `request.given_up` is "Request given up".
pub(crate) fn kind_words(kind: &str) -> String {
    match kind {
        "request" => t!(history_kind_request),
        "request.submitted" => t!(history_kind_request_submitted),
        "request.edited" => t!(history_kind_request_edited),
        "request.answered" => t!(history_kind_request_answered),
        "request.changes_requested" => t!(history_kind_request_changes_requested),
        "request.endorsed" => t!(history_kind_request_endorsed),
        "request.approved" => t!(history_kind_request_approved),
        "request.auto_approved" => t!(history_kind_request_auto_approved),
        "request.break_glass" => t!(history_kind_request_break_glass),
        "request.rejected" => t!(history_kind_request_rejected),
        "request.withdrawn" => t!(history_kind_request_withdrawn),
        "request.called_off" => t!(history_kind_request_called_off),
        "request.expired" => t!(history_kind_request_expired),
        "request.reminded" => t!(history_kind_request_reminded),
        "request.applying" => t!(history_kind_request_applying),
        "request.applied" => t!(history_kind_request_applied),
        "request.failed" => t!(history_kind_request_failed),
        "request.outdated" => t!(history_kind_request_outdated),
        "request.retried" => t!(history_kind_request_retried),
        "request.given_up" => t!(history_kind_request_given_up),
        "request.refused" => t!(history_kind_request_refused),
        "request.commented" => t!(history_kind_request_commented),
        "request.comment_edited" => t!(history_kind_request_comment_edited),
        "role" => t!(history_kind_role),
        "role.drifted" => t!(history_kind_role_drifted),
        "role.in_step" => t!(history_kind_role_in_step),
        "role.retired" => t!(history_kind_role_retired),
        "rules" => t!(history_kind_rules),
        "rules.proposed" => t!(history_kind_rules_proposed),
        "rules.activated" => t!(history_kind_rules_activated),
        "rules.rejected" => t!(history_kind_rules_rejected),
        "rules.withdrawn" => t!(history_kind_rules_withdrawn),
        "rules.refused" => t!(history_kind_rules_refused),
        "configuration" => t!(history_kind_configuration),
        "configuration.changed" => t!(history_kind_configuration_changed),
        "configuration.cluster_proposed" => t!(history_kind_configuration_cluster_proposed),
        "configuration.cluster_approved" => t!(history_kind_configuration_cluster_approved),
        "configuration.cluster_rejected" => t!(history_kind_configuration_cluster_rejected),
        "configuration.cluster_withdrawn" => t!(history_kind_configuration_cluster_withdrawn),
        "configuration.cluster_refused" => t!(history_kind_configuration_cluster_refused),
        "configuration.cluster_taken_in" => t!(history_kind_configuration_cluster_taken_in),
        "delivery" => t!(history_kind_delivery),
        "delivery.sent_again" => t!(history_kind_delivery_sent_again),
        "person" => t!(history_kind_person),
        "person.signed_in" => t!(history_kind_person_signed_in),
        "person.signed_out" => t!(history_kind_person_signed_out),
        "person.refused" => t!(history_kind_person_refused),
        "token" => t!(history_kind_token),
        "token.created" => t!(history_kind_token_created),
        "token.revoked" => t!(history_kind_token_revoked),
        other => in_words(other),
    }
}

/// A kind that only an older history has.
fn in_words(kind: &str) -> String {
    let text = kind.replace(['.', '_'], " ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_reads_as_words_whether_it_is_known_or_not() {
        for (kind, words) in [
            ("request", "Request"),
            ("request.given_up", "Request given up"),
            ("role.in_step", "Role in step"),
            ("gate.left_open", "Gate left open"),
            ("", ""),
        ] {
            assert_eq!(kind_words(kind), words);
        }
    }
}
