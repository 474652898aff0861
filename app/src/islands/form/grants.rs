//! Which data: one line a place in S3.

use leptos::prelude::*;
use roleport_domain::grant::Access;

use super::{
    field::{TextField, described, error_text, flag, text},
    state::{Form, Row, row_field},
};

/// The lines of access, with a button for another one.
#[component]
pub(super) fn Grants(
    /// The form they belong to.
    form: Form,
) -> impl IntoView {
    let error = form.error("grants");
    view! {
        <section class="card" id="grants" tabindex="-1">
            <h2>"What they may use"</h2>
            {error_text("grants".to_owned().into(), error)}
            <ForEnumerate
                each=move || form.rows.get()
                key=|row| row.key
                children=move |index, row| view! { <Line form index row/> }
            />
            <button
                class="button"
                type="submit"
                name="intent"
                value="add-grant"
                on:click=move |event| {
                    event.prevent_default();
                    form.add_row();
                }
            >
                "Add another line"
            </button>
        </section>
    }
}

#[component]
fn Line(form: Form, index: ReadSignal<usize>, row: Row) -> impl IntoView {
    let id = move |part: &'static str| text(move || format!("grants-{}-{part}", index.get()));
    let name = move |part: &'static str| text(move || format!("grants[{}][{part}]", index.get()));
    let error = |part| form.row_error(row.key, index, part);
    let alone = flag(move || form.rows.with(|rows| rows.len() < 2));
    view! {
        <fieldset class="line" id=text(move || format!("grants-{}", index.get())) tabindex="-1">
            <legend>{text(move || format!("Line {}", index.get() + 1))}</legend>
            {error_text(text(move || format!("grants-{}", index.get())), error(""))}
            <div class="field-row">
                <TextField
                    id=id("bucket")
                    name=name("bucket")
                    label="Bucket"
                    hint="Its name, or paste s3://bucket/prefix."
                    value=row.bucket
                    error=error(".bucket")
                    on_type=move |typed: String| row.set_bucket(&typed)
                    on_leave=move |()| form.touch(&row_field(row.key, ".bucket"))
                />
                <TextField
                    id=id("prefix")
                    name=name("prefix")
                    label="Prefix"
                    hint="A folder such as in/. Empty: the whole bucket."
                    value=row.prefix
                    error=error(".prefix")
                    on_type=move |typed| row.prefix.set(typed)
                    on_leave=move |()| form.touch(&row_field(row.key, ".prefix"))
                />
            </div>
            <AccessBoxes form index row/>
            <button
                class="button button-small button-quiet"
                type="submit"
                name="intent"
                value=text(move || format!("remove-grant-{}", index.get()))
                hidden=alone
                on:click=move |event| {
                    event.prevent_default();
                    form.remove_row(row.key);
                }
            >
                {text(move || format!("Remove line {}", index.get() + 1))}
            </button>
        </fieldset>
    }
}

#[component]
fn AccessBoxes(form: Form, index: ReadSignal<usize>, row: Row) -> impl IntoView {
    let id = text(move || format!("grants-{}-access", index.get()));
    let error = form.row_error(row.key, index, ".access");
    let boxes: Vec<_> = Access::ALL
        .into_iter()
        .map(|access| {
            let part = access.as_str();
            let on = flag(move || row.access.with(|chosen| chosen.contains(&access)));
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        id=text(move || format!("grants-{}-{part}", index.get()))
                        name=text(move || format!("grants[{}][{part}]", index.get()))
                        checked=row.access.with_untracked(|chosen| chosen.contains(&access))
                        prop:checked=on
                        on:change:target=move |event| {
                            row.set_access(access, event.target().checked());
                            form.touch(&row_field(row.key, ".access"));
                        }
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
            id=id
            tabindex="-1"
            aria-labelledby=text(move || format!("{}-label", id.get()))
            aria-describedby=described(id, false, error)
        >
            <p class="group-label" id=text(move || format!("{}-label", id.get()))>"Access"</p>
            {error_text(id, error)}
            <div class="checks">{boxes}</div>
        </div>
    }
}
