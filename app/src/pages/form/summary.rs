//! Every error at the top of the form, each a link to its field.

use leptos::prelude::*;
use roleport_domain::errors::FieldError;

use crate::fields::{element_id, has_element};

/// Takes the focus when the page comes with errors, so that they are read out first.
#[component]
pub(super) fn Summary(
    /// What the server found.
    errors: Vec<FieldError>,
) -> impl IntoView {
    let lines: Vec<_> = errors
        .into_iter()
        .map(|error| {
            // Without an href it is plain text, for what no single field is to blame for.
            let href = has_element(&error.field).then(|| format!("#{}", element_id(&error.field)));
            view! { <li><a href=href>{error.message}</a></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=true aria-labelledby="error-summary">
                <h2 id="error-summary">"Please check these fields"</h2>
                <ul>{lines}</ul>
            </div>
        }
    })
}
