//! Notes: something to know, with a title.

use leptos::prelude::*;

use super::icon::{Icon, icon};

/// A note; `tone` is the end of its class, such as `attention`.
pub(crate) fn note(
    tone: &'static str,
    which: Icon,
    title: impl Into<String>,
    body: impl IntoView + 'static,
) -> AnyView {
    view! {
        <div class=format!("note note-{tone}")>
            {icon(which)}
            <div>
                <p class="note-title">{title.into()}</p>
                {body}
            </div>
        </div>
    }
    .into_any()
}
