//! Two revisions of a request beside each other.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{id_of_path, load, query};
use crate::{
    components::{changes::change_list, diff::diff_block, moment::plain, rich::link},
    language::{rich, said, t},
    portal::{DiffLine, FieldChange, PortalError, RevisionComparison, RevisionLine},
};

/// `/requests/{id}/revisions`, with `?from=` and `&to=`.
#[component]
pub(crate) fn Revisions() -> impl IntoView {
    let id = id_of_path();
    let (from, to) = (query("from"), query("to"));
    load(async move |portal, viewer| {
        let id = id.ok_or(PortalError::NotFound)?;
        let number = |text: &str| match text {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| PortalError::NotFound),
        };
        let found = portal
            .compare(&viewer, id, number(&from)?, number(&to)?)
            .await?;
        Ok(comparison_view(&found).into_any())
    })
}

fn comparison_view(found: &RevisionComparison) -> AnyView {
    let summary = &found.summary;
    let title = t!(request_revisions_heading, to = found.to, from = found.from);
    let request = link(format!("/requests/{}", summary.id));
    let same = found.fields.is_empty() && found.policy.is_empty();
    view! {
        <Title text=t!(request_revisions_title, id = summary.id)/>
        <div class="page">
            <div class="page-head">
                <div>
                    <p class="eyebrow">
                        {rich!(request_revisions_request, id = summary.id, app = summary.app; link: request)}
                    </p>
                    <h1>{title}</h1>
                </div>
            </div>
            {choice(found)}
            {same.then(|| view! { <p class="empty">{t!(request_revisions_same)}</p> })}
            {fields(&found.fields)}
            <section class="card" aria-labelledby="changes">
                <h2 id="changes">{t!(request_revisions_access)}</h2>
                {change_list(&found.changes)}
            </section>
            {policy(&found.policy)}
        </div>
    }
    .into_any()
}

fn choice(found: &RevisionComparison) -> AnyView {
    let select = |name: &'static str, label: String, chosen: i32| {
        let options: Vec<_> = found
            .revisions
            .iter()
            .rev()
            .map(|revision| option(revision, chosen))
            .collect();
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <select id=name name=name>{options}</select>
            </div>
        }
    };
    view! {
        <form class="compare" method="get" action=format!("/requests/{}/revisions", found.summary.id)>
            {select("from", t!(request_revisions_from), found.from)}
            {select("to", t!(request_revisions_to), found.to)}
            <button class="button" type="submit">{t!(request_revisions_compare)}</button>
        </form>
    }
    .into_any()
}

fn option(revision: &RevisionLine, chosen: i32) -> AnyView {
    let text = format!(
        "{}: {}, {}",
        revision.number,
        revision.writer,
        plain(&revision.made)
    );
    view! { <option value=revision.number selected=revision.number == chosen>{text}</option> }
        .into_any()
}

fn fields(fields: &[FieldChange]) -> Option<AnyView> {
    let rows: Vec<_> = fields
        .iter()
        .map(|field| {
            view! {
                <div class="wide">
                    <dt>{said(&field.label)}</dt>
                    <dd class="typed"><del>{field.before.clone()}</del> " " <ins>{field.after.clone()}</ins></dd>
                </div>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="fields">
                <h2 id="fields">{t!(request_revisions_fields)}</h2>
                <dl class="facts">{rows}</dl>
            </section>
        }
        .into_any()
    })
}

fn policy(lines: &[DiffLine]) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="policy">
                <h2 id="policy">{t!(request_revisions_policy)}</h2>
                {diff_block(lines, &t!(request_revisions_policy_difference))}
            </section>
        }
        .into_any()
    })
}
