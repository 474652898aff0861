//! A labelled text field with its hint and its error.

use leptos::prelude::*;
use roleport_domain::errors::FieldError;

use crate::{
    components::field_error::{error_text, invalid},
    fields::described,
    language::of_page,
};

/// What the server found wrong.
pub(in crate::pages) struct Problems(pub(in crate::pages) Vec<FieldError>);

impl Problems {
    /// What to say beside a field of the domain, such as `grants[0].bucket`.
    pub(in crate::pages) fn at(&self, field: &str) -> Option<&str> {
        let found = self.0.iter().find(|error| error.field == field);
        found.map(|error| error.message.say(of_page()))
    }
}

/// A text field before it is drawn.
pub(in crate::pages) struct TextField<'a> {
    /// Id of the input.
    pub(in crate::pages) id: &'a str,
    /// Name under which it is posted.
    pub(in crate::pages) name: &'a str,
    /// What it is called.
    pub(in crate::pages) label: &'a str,
    /// What to write into it; empty for none.
    pub(in crate::pages) hint: &'a str,
    /// What it holds.
    pub(in crate::pages) value: &'a str,
    /// What is wrong with it.
    pub(in crate::pages) error: Option<&'a str>,
    /// The id of the list of names that are offered for it.
    pub(in crate::pages) list: Option<String>,
}

impl TextField<'_> {
    /// The field. Names are neither capitalised nor corrected while they are typed.
    pub(in crate::pages) fn view(self) -> AnyView {
        let hinted = !self.hint.is_empty();
        let hint = hinted.then(|| {
            view! { <p class="hint" id=format!("{}-hint", self.id)>{self.hint.to_owned()}</p> }
        });
        view! {
            <div class="field">
                <label for=self.id.to_owned()>{self.label.to_owned()}</label>
                {hint}
                {error_text(self.id, self.error)}
                <input
                    id=self.id.to_owned()
                    name=self.name.to_owned()
                    type="text"
                    autocomplete="off"
                    list=self.list
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described(self.id, hinted, self.error.is_some())
                    aria-invalid=invalid(self.error)
                    value=self.value.to_owned()
                />
            </div>
        }
        .into_any()
    }
}
