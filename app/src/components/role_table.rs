//! The table of active roles.

use leptos::prelude::*;

use super::grants::grant_list;
use crate::{
    language::{said, t},
    portal::{
        RoleSummary,
        roles::{RoleQuery, RoleSort},
    },
};

/// A line a role; on a narrow screen each line becomes a card.
pub(crate) fn role_table(roles: &[RoleSummary], caption: &str) -> AnyView {
    let heads: Vec<_> = RoleSort::ALL
        .into_iter()
        .map(|sort| view! { <th scope="col">{said(&sort.label())}</th> })
        .collect();
    table("table cards", roles, caption, heads.into_any())
}

/// The same, with heads that lead to the list in another order.
pub(crate) fn sorted_role_table(
    roles: &[RoleSummary],
    caption: &str,
    asked: &RoleQuery,
) -> AnyView {
    let heads: Vec<_> = RoleSort::ALL
        .into_iter()
        .map(|sort| {
            let here = sort == asked.sort;
            let sorted = here.then_some(if asked.descending {
                "descending"
            } else {
                "ascending"
            });
            let by = RoleQuery {
                sort,
                // The head of the column that it is by turns the list round.
                descending: here && !asked.descending,
                after: None,
                ..asked.clone()
            };
            view! {
                <th scope="col" aria-sort=sorted>
                    <a class="sort" href=by.href()>{said(&sort.label())}</a>
                </th>
            }
        })
        .collect();
    table("table cards sortable", roles, caption, heads.into_any())
}

fn table(class: &'static str, roles: &[RoleSummary], caption: &str, heads: AnyView) -> AnyView {
    let rows: Vec<_> = roles.iter().map(row).collect();
    view! {
        <table class=class>
            <caption>{caption.to_owned()}</caption>
            <thead>
                <tr>
                    {heads}
                    <th scope="col">{t!(roles_access)}</th>
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
            <th scope="row" data-label=t!(role)>
                <a href=format!("/roles/{}", role.id) data-stop="">{role.role_name.clone()}</a>
            </th>
            <td data-label=t!(role_cluster)>{role.cluster.clone()}</td>
            <td data-label=t!(role_namespace)>{role.namespace.clone()}</td>
            <td data-label=t!(role_service_account)>{role.service_account.clone()}</td>
            <td data-label=t!(roles_access)>{grant_list(&role.grants)}</td>
        </tr>
    }
    .into_any()
}
