//! The roles that had access, since when, and who allowed it.

use leptos::prelude::*;
use roleport_domain::reach::Extent;

use super::{grants::grant_list, moment::exact, rich::link};
use crate::{
    language::{rich, t},
    portal::access::AccessLine,
};

/// A line a role and period; on a narrow screen each line becomes a card.
pub(crate) fn access_table(lines: &[AccessLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>{t!(access_caption)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(access_column_role)}</th>
                    <th scope="col">{t!(access_column_access)}</th>
                    <th scope="col">{t!(access_column_since)}</th>
                    <th scope="col">{t!(access_column_allowed_by)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &AccessLine) -> AnyView {
    let extent = match line.extent {
        Extent::All => t!(access_all),
        Extent::Part => t!(access_part),
    };
    let until = match &line.until {
        Some(until) => rich!(access_until; when: |_| exact(until)),
        None => t!(access_still).into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!(access_column_role)>
                <a href=format!("/roles/{}", line.role_id)>{line.role_name.clone()}</a>
                <span class="under">{format!("{}: {}/{}", line.cluster, line.namespace, line.service_account)}</span>
            </th>
            <td data-label=t!(access_column_access)>
                {grant_list(&line.grants)}
                <span class="under">{extent}</span>
            </td>
            <td data-label=t!(access_column_since)>
                <span>{exact(&line.since)}</span>
                <span class="under">{until}</span>
            </td>
            <td data-label=t!(access_column_allowed_by)>{allowed(line)}</td>
        </tr>
    }
    .into_any()
}

fn allowed(line: &AccessLine) -> AnyView {
    let Some(id) = line.request_id else {
        return view! { <span>{t!(access_imported)}</span> }.into_any();
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
        .then(|| view! { <span>{t!(access_no_approval)}</span> });
    let author = line.author.clone().unwrap_or_default();
    view! {
        {approvals}
        {nobody}
        <span class="under">
            {rich!(access_request_of, id = id, author = author; link: link(format!("/requests/{id}")))}
        </span>
    }
    .into_any()
}
