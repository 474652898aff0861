//! The table of active roles.

use leptos::prelude::*;

use super::grants::grant_list;
use crate::portal::RoleSummary;

/// A line a role; on a narrow screen each line becomes a card.
pub(crate) fn role_table(roles: &[RoleSummary], caption: &str) -> AnyView {
    let rows: Vec<_> = roles.iter().map(row).collect();
    view! {
        <table class="table cards">
            <caption>{caption.to_owned()}</caption>
            <thead>
                <tr>
                    <th scope="col">"Role"</th>
                    <th scope="col">"Cluster"</th>
                    <th scope="col">"Namespace"</th>
                    <th scope="col">"Service account"</th>
                    <th scope="col">"Access"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(role: &RoleSummary) -> AnyView {
    view! {
        <tr>
            <th scope="row" data-label="Role">
                <a href=format!("/roles/{}", role.id)>{role.role_name.clone()}</a>
            </th>
            <td data-label="Cluster">{role.cluster.clone()}</td>
            <td data-label="Namespace">{role.namespace.clone()}</td>
            <td data-label="Service account">{role.service_account.clone()}</td>
            <td data-label="Access">{grant_list(&role.grants)}</td>
        </tr>
    }
    .into_any()
}
