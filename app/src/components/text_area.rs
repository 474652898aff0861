//! A labelled text area with its hint and its error.

use leptos::prelude::*;

use super::field_error::{error_text, invalid};
use crate::fields::{described, textarea_html};

/// A text area before it is drawn.
pub(crate) struct TextArea<'a> {
    /// Id of the field.
    pub(crate) id: &'a str,
    /// Name under which it is posted.
    pub(crate) name: String,
    /// What it is called.
    pub(crate) label: &'a str,
    /// What to write into it; empty for none.
    pub(crate) hint: &'a str,
    /// Lines that are seen at first.
    pub(crate) rows: u8,
    /// Most characters; none where the server tells better.
    pub(crate) max: Option<u16>,
    /// What it holds.
    pub(crate) value: &'a str,
    /// What is wrong with it.
    pub(crate) error: Option<&'a str>,
}

impl TextArea<'_> {
    /// The field.
    pub(crate) fn view(self) -> AnyView {
        let hinted = !self.hint.is_empty();
        let hint = hinted.then(|| {
            view! { <p class="hint" id=format!("{}-hint", self.id)>{self.hint.to_owned()}</p> }
        });
        view! {
            <div class="field">
                <label for=self.id.to_owned()>{self.label.to_owned()}</label>
                {hint}
                {error_text(self.id, self.error)}
                <textarea
                    id=self.id.to_owned()
                    name=self.name
                    rows=self.rows
                    maxlength=self.max
                    aria-describedby=described(self.id, hinted, self.error.is_some())
                    aria-invalid=invalid(self.error)
                    inner_html=textarea_html(self.value)
                ></textarea>
            </div>
        }
        .into_any()
    }
}
