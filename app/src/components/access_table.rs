//! The roles that had access, since when, and who allowed it.

use leptos::prelude::*;
use roleport_domain::reach::Extent;

use super::{grants::grant_list, moment::exact};
use crate::portal::access::AccessLine;

/// A line a role and period; on a narrow screen each line becomes a card.
pub(crate) fn access_table(lines: &[AccessLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>"Roles with access, and who allowed it"</caption>
            <thead>
                <tr>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Access"</th>
                    <th scope="col">"Since"</th>
                    <th scope="col">"Allowed by"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &AccessLine) -> AnyView {
    let extent = match line.extent {
        Extent::All => "All of it",
        Extent::Part => "Only a part of it",
    };
    let until = match &line.until {
        Some(until) => view! { "until " {exact(until)} }.into_any(),
        None => "and still".into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label="Role">
                <a href=format!("/roles/{}", line.role_id)>{line.role_name.clone()}</a>
                <span class="under">{format!("{}: {}/{}", line.cluster, line.namespace, line.service_account)}</span>
            </th>
            <td data-label="Access">
                {grant_list(&line.grants)}
                <span class="under">{extent}</span>
            </td>
            <td data-label="Since">
                <span>{exact(&line.since)}</span>
                <span class="under">{until}</span>
            </td>
            <td data-label="Allowed by">{allowed(line)}</td>
        </tr>
    }
    .into_any()
}

fn allowed(line: &AccessLine) -> AnyView {
    let Some(id) = line.request_id else {
        return view! { <span>"Taken over by an import"</span> }.into_any();
    };
    let approvals: Vec<_> = line
        .approvals
        .iter()
        .map(|approval| {
            view! {
                <span>
                    {approval.person.clone()}
                    <span class="under">{exact(&approval.at)}</span>
                </span>
            }
        })
        .collect();
    let nobody = approvals
        .is_empty()
        .then(|| view! { <span>"No approval is recorded"</span> });
    let author = line.author.clone().unwrap_or_default();
    view! {
        {approvals}
        {nobody}
        <span class="under">
            <a href=format!("/requests/{id}")>{format!("Request {id}")}</a>
            {format!(" of {author}")}
        </span>
    }
    .into_any()
}
