//! Which data: one line a place in S3.

use leptos::prelude::*;
use roleport_domain::grant::{Access, S3Grant};

use super::field::{Problems, TextField};
use crate::{components::field_error::error_text, fields::described};

/// The lines of access, with a button for another one.
pub(super) fn grants(grants: &[S3Grant], problems: &Problems) -> AnyView {
    let alone = grants.len() < 2;
    let lines: Vec<_> = grants
        .iter()
        .enumerate()
        .map(|(index, grant)| line(index, grant, alone, problems))
        .collect();
    view! {
        <section class="card" id="grants" tabindex="-1">
            <h2>"What they may use"</h2>
            {error_text("grants", problems.at("grants"))}
            {lines}
            <button class="button" type="submit" name="intent" value="add-grant">"Add another line"</button>
        </section>
    }
    .into_any()
}

fn line(index: usize, grant: &S3Grant, alone: bool, problems: &Problems) -> AnyView {
    let id = format!("grants-{index}");
    let bucket = TextField {
        id: &format!("{id}-bucket"),
        name: &format!("grants[{index}][bucket]"),
        label: "Bucket",
        hint: "Its name, or paste s3://bucket/prefix.",
        value: &grant.bucket,
        error: problems.at(&format!("grants[{index}].bucket")),
    };
    let prefix = TextField {
        id: &format!("{id}-prefix"),
        name: &format!("grants[{index}][prefix]"),
        label: "Prefix",
        hint: "A folder such as in/. Empty: the whole bucket.",
        value: &grant.prefix,
        error: problems.at(&format!("grants[{index}].prefix")),
    };
    let access = access_boxes(index, grant, problems);
    let error = error_text(&id, problems.at(&format!("grants[{index}]")));
    view! {
        <fieldset class="line" id=id tabindex="-1">
            <legend>{format!("Line {}", index + 1)}</legend>
            {error}
            <div class="field-row">{bucket.view()} {prefix.view()}</div>
            {access}
            <button
                class="button button-small button-quiet"
                type="submit"
                name="intent"
                value=format!("remove-grant-{index}")
                hidden=alone
            >
                {format!("Remove line {}", index + 1)}
            </button>
        </fieldset>
    }
    .into_any()
}

fn access_boxes(index: usize, grant: &S3Grant, problems: &Problems) -> AnyView {
    let id = format!("grants-{index}-access");
    let error = problems.at(&format!("grants[{index}].access"));
    let boxes: Vec<_> = Access::ALL
        .into_iter()
        .map(|access| {
            let part = access.as_str();
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        id=format!("grants-{index}-{part}")
                        name=format!("grants[{index}][{part}]")
                        checked=grant.access.contains(&access)
                    />
                    <span>{access.label()}</span>
                </label>
            }
        })
        .collect();
    view! {
        <div
            class="field"
            role="group"
            id=id.clone()
            tabindex="-1"
            aria-labelledby=format!("{id}-label")
            aria-describedby=described(&id, false, error.is_some())
        >
            <p class="group-label" id=format!("{id}-label")>"Access"</p>
            {error_text(&id, error)}
            <div class="checks">{boxes}</div>
        </div>
    }
    .into_any()
}
