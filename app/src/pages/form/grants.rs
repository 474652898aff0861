//! What they may use: one line a resource, with the fields of its service.

use leptos::prelude::*;
use roleport_domain::{
    grant::{Access, Grant},
    service::{self, Field, Service},
};

use super::{
    field::{Problems, TextField},
    several::several,
};
use crate::{
    components::{field_error::error_text, text_area::TextArea},
    fields::{ADMIT_OLD_BUCKETS, described, line_template},
    language::{of_page, said, t},
    portal::{TypedRequest, Viewer, known::known_list},
};

/// The lines of access, with a button for another one.
pub(super) fn grants(typed: &TypedRequest, problems: &Problems) -> AnyView {
    let grants = typed.grants.as_slice();
    let alone = grants.len() < 2;
    let lines: Vec<_> = grants
        .iter()
        .enumerate()
        .map(|(index, grant)| line(index, grant, alone, problems))
        .collect();
    view! {
        <section class="card" id="grants" tabindex="-1">
            <h2>{t!(form_grants)}</h2>
            {error_text("grants", problems.at("grants"))}
            {lines}
            {old_buckets(typed)}
            <button class="button" type="submit" name="intent" value="add-grant">{t!(form_grants_add)}</button>
            {several(typed, problems)}
            {templates()}
        </section>
    }
    .into_any()
}

/// For whoever decides on requests, where a bucket's name is one that only old buckets have.
fn old_buckets(typed: &TypedRequest) -> Option<AnyView> {
    let decides = use_context::<Viewer>().is_some_and(|viewer| viewer.decides());
    let old = Grant::old_buckets(&typed.grants);
    (decides && !old.is_empty()).then(|| {
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    id=ADMIT_OLD_BUCKETS
                    name=ADMIT_OLD_BUCKETS
                    checked=typed.admit_old_buckets
                />
                <span>
                    {t!(form_old_buckets)}
                    <span class="hint">" " {t!(form_old_buckets_seen, buckets = old.join(", "))}</span>
                </span>
            </label>
        }
        .into_any()
    })
}

/// An empty line of each service, for the browser: a line becomes one of another service at once.
fn templates() -> Vec<AnyView> {
    let nothing = Problems(Vec::new());
    Service::ALL
        .into_iter()
        .map(|service| {
            let line = line(0, &Grant::empty(service), false, &nothing);
            view! { <template id=line_template(service)>{line}</template> }.into_any()
        })
        .collect()
}

fn line(index: usize, grant: &Grant, alone: bool, problems: &Problems) -> AnyView {
    let id = format!("grants-{index}");
    let texts: Vec<_> = grant
        .texts()
        .map(|text| text_field(index, grant.service, text, problems))
        .collect();
    let access = access(index, grant, problems);
    let error = error_text(&id, problems.at(&format!("grants[{index}]")));
    let fields = if grant.service.template().fields.len() > 1 {
        view! { <div class="field-row">{texts}</div> }.into_any()
    } else {
        texts.into_any()
    };
    view! {
        <fieldset class="line" id=id tabindex="-1">
            <legend>{t!(preview_line, number = index + 1)}</legend>
            {error}
            {kind(index, grant.service)}
            {fields}
            {access}
            <button
                class="button button-small button-quiet"
                type="submit"
                name="intent"
                value=format!("remove-grant-{index}")
                hidden=alone
            >
                {t!(preview_line_remove, number = index + 1)}
            </button>
        </fieldset>
    }
    .into_any()
}

/// Which service; without JavaScript a button brings its fields.
fn kind(index: usize, chosen: Service) -> AnyView {
    let id = format!("grants-{index}-service");
    let options: Vec<_> = Service::ALL
        .into_iter()
        .map(|service| {
            view! {
                <option value=service.as_str() selected=service == chosen>
                    {said(&service.template().title())}
                </option>
            }
        })
        .collect();
    view! {
        <div class="field kind">
            <label for=id.clone()>{t!(form_kind)}</label>
            // Not filled in by the browser from an earlier visit: the fields are those of this page.
            <select id=id name=format!("grants[{index}][service]") autocomplete="off">{options}</select>
            <noscript>
                <button class="button button-small" type="submit" name="intent" value="edit">
                    {t!(form_kind_show)}
                </button>
            </noscript>
        </div>
    }
    .into_any()
}

fn text_field(
    index: usize,
    service: Service,
    (field, text): (&'static Field, &str),
    problems: &Problems,
) -> AnyView {
    let id = format!("grants-{index}-{}", field.name);
    let name = format!("grants[{index}][{}]", field.name);
    let error = problems.at(&format!("grants[{index}].{}", field.name));
    if field.long {
        let statement = service::pretty(text);
        return TextArea {
            id: &id,
            name,
            label: field.label().say(of_page()),
            hint: field.hint().say(of_page()),
            rows: 8,
            max: None,
            value: &statement,
            error,
        }
        .view();
    }
    TextField {
        id: &id,
        name: &name,
        label: field.label().say(of_page()),
        hint: field.hint().say(of_page()),
        value: text,
        error,
        list: Some(known_list(&format!("{service}-{}", field.name))),
    }
    .view()
}

fn access(index: usize, grant: &Grant, problems: &Problems) -> Option<AnyView> {
    match grant.service.template().accesses {
        // There is nothing to choose.
        [_] => None,
        accesses => Some(access_boxes(index, grant, accesses, problems)),
    }
}

fn access_boxes(
    index: usize,
    grant: &Grant,
    accesses: &'static [Access],
    problems: &Problems,
) -> AnyView {
    let id = format!("grants-{index}-access");
    let error = problems.at(&format!("grants[{index}].access"));
    let boxes: Vec<_> = accesses
        .iter()
        .map(|access| {
            let part = access.as_str();
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        id=format!("grants-{index}-{part}")
                        name=format!("grants[{index}][{part}]")
                        checked=grant.access.contains(access)
                    />
                    <span>{said(&access.label())}</span>
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
            <p class="group-label" id=format!("{id}-label")>{t!(form_access)}</p>
            {error_text(&id, error)}
            <div class="checks">{boxes}</div>
        </div>
    }
    .into_any()
}
