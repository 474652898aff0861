//! Every error at the top of the form, each a link to its field.

use leptos::prelude::*;
use roleport_domain::errors::FieldError;

use crate::{
    components::error_summary::error_summary,
    fields::{element_id, has_element},
    language::{said, t},
};

/// Nothing when there is none.
pub(super) fn summary(errors: &[FieldError]) -> Option<AnyView> {
    let problems = errors.iter().map(|error| {
        let field = has_element(&error.field).then(|| element_id(&error.field));
        (field, said(&error.message))
    });
    error_summary(t!(form_check_fields), problems)
}
