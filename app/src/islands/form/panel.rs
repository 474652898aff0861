//! What the request would make, while it is typed.

use roleport_domain::{
    compile::MAX_POLICY,
    errors::FieldError,
    grant::{Access, Grant},
    request::RequestInput,
    warnings::warnings,
};

use super::dom;

/// Stands in for the reason, which changes nothing of what is shown here.
const REASON: &str = "Only to see what it makes.";

/// Writes role name, access in plain words, size and warnings.
pub(super) fn show(input: &RequestInput, problems: &[FieldError]) {
    let name = role_name(input);
    dom::set_hidden("made-no-name", name.is_some());
    dom::set_text("made-name", &name.unwrap_or_default());

    let access = access_words(input, problems);
    dom::set_hidden("made-no-access", !access.is_empty());
    dom::set_lines("made-access", "li", "", &access);

    dom::set_text("made-size", &size(input).unwrap_or_default());
    let warnings: Vec<_> = warnings(input).into_iter().map(|one| one.message).collect();
    dom::set_lines("made-warnings", "p", "warning", &warnings);
}

/// The name as soon as the names alone are right: the rest is filled in for the asking.
fn role_name(input: &RequestInput) -> Option<String> {
    let asked = RequestInput {
        grants: vec![Grant::s3("example-bucket", "", &[Access::Read])],
        reason: REASON.to_owned(),
        ..input.clone()
    };
    let request = asked.parse().ok()?;
    Some(request.role_name().to_owned())
}

fn access_words(input: &RequestInput, problems: &[FieldError]) -> Vec<String> {
    let is_fine = |index: usize| {
        let line = format!("grants[{index}]");
        !problems.iter().any(|one| one.field.starts_with(&line))
    };
    let lines = input.grants.iter().enumerate();
    lines
        .filter(|(index, _)| is_fine(*index))
        .map(|(_, grant)| format!("May {}.", grant.describe()))
        .collect()
}

/// The size is worth knowing before the reason is written.
fn size(input: &RequestInput) -> Option<String> {
    let asked = RequestInput {
        reason: REASON.to_owned(),
        ..input.clone()
    };
    let sizes = asked.parse().ok()?.policy_sizes();
    let number = sizes.len();
    Some(match sizes.as_slice() {
        [size] => format!("Policy: {size} of {MAX_POLICY} characters"),
        sizes => format!(
            "{number} policies: {} of {} characters",
            sizes.iter().sum::<usize>(),
            number * MAX_POLICY
        ),
    })
}
