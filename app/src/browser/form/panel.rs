//! What the request would make, while it is typed.

use roleport_domain::{
    changes::{ChangeKind, changes, risk},
    compile::{CompiledPolicy, MAX_POLICY},
    errors::FieldError,
    grant::{Access, Grant},
    helm,
    identity::Identity,
    request::{RequestInput, ValidRequest},
    warnings::warnings,
};
use roleport_lang::say;

use crate::{browser::page, fields::changed_class};

/// Stands in for the reason, which changes nothing of what is shown here.
const REASON: &str = "Only to see what it makes.";

/// Writes role name, difference, size, risks, policy and Helm values. `before` is what the role may do now.
pub(super) fn show(input: &RequestInput, before: &[Grant], problems: &[FieldError]) {
    // The reason is written last: the rest is worth knowing before.
    let asked = RequestInput {
        reason: REASON.to_owned(),
        ..input.clone()
    };
    let request = asked.parse().ok();
    let name = request
        .as_ref()
        .map(|request| request.role_name().to_owned())
        .or_else(|| name_alone(asked));
    page::set_hidden("made-no-name", name.is_some());
    page::set_text("made-name", &name.unwrap_or_default());

    let fine: Vec<_> = fine_lines(input, problems).cloned().collect();
    difference(before, &fine);
    risks(input, &fine);
    size(request.as_ref().map_or(&[], ValidRequest::policies));
    documents(request.as_ref());
}

/// The name as soon as the names alone are right: the lines are filled in for the asking.
fn name_alone(asked: RequestInput) -> Option<String> {
    let asked = RequestInput {
        grants: vec![Grant::s3("example-bucket", "", &[Access::Read])],
        ..asked
    };
    Some(asked.parse().ok()?.role_name().to_owned())
}

/// The lines that nothing is wrong with.
fn fine_lines<'a>(
    input: &'a RequestInput,
    problems: &'a [FieldError],
) -> impl Iterator<Item = &'a Grant> {
    let lines = input.grants.iter().enumerate();
    lines
        .filter(|(index, _)| {
            let line = format!("grants[{index}]");
            !problems.iter().any(|one| one.field.starts_with(&line))
        })
        .map(|(_, grant)| grant)
}

fn difference(before: &[Grant], after: &[Grant]) {
    let found = changes(before, after);
    page::set_hidden("made-no-access", !found.is_empty());
    page::clear("made-access");
    let language = page::language();
    for change in found {
        let kind = match change.kind {
            ChangeKind::Added => say!(language, preview_added),
            ChangeKind::Removed => say!(language, preview_removed),
            ChangeKind::Kept => say!(language, preview_kept),
        };
        // As the server's list says it: what the sentence leaves out stands after it.
        let (words, resource) = (change.words.say(language), change.resource.say(language));
        let line = if words.contains(resource) {
            say!(language, preview_change, kind = kind, words = words)
        } else {
            say!(
                language,
                preview_change_of,
                kind = kind,
                words = words,
                resource = resource
            )
        };
        page::append("made-access", "li", changed_class(change.kind), &line);
    }
}

fn risks(input: &RequestInput, fine: &[Grant]) {
    let language = page::language();
    let told = risk(fine);
    let mut said: Vec<_> = told
        .iter()
        .map(|text| text.say(language).to_owned())
        .collect();
    for warning in warnings(input) {
        let text = warning.message.say(language).to_owned();
        if !said.contains(&text) {
            said.push(text);
        }
    }
    page::set_hidden("made-risks", said.is_empty());
    page::clear("made-warnings");
    for text in said {
        page::append("made-warnings", "li", "", &text);
    }
}

/// How much of what IAM takes the policies need.
fn size(policies: &[CompiledPolicy]) {
    let used: usize = policies.iter().map(|policy| policy.size).sum();
    let most = policies.len().max(1) * MAX_POLICY;
    let language = page::language();
    let words = match policies.len() {
        0 => String::new(),
        1 => say!(language, preview_size, used = used, most = most),
        number => say!(
            language,
            preview_size_many,
            number = number,
            used = used,
            most = most
        ),
    };
    page::set_text("made-size", &words);
    page::set_hidden("made-meter", policies.is_empty());
    page::set_meter("made-meter", used, most);
}

fn documents(request: Option<&ValidRequest>) {
    page::set_hidden("made-documents", request.is_none());
    let Some(request) = request else {
        return;
    };
    let policies: Vec<_> = request
        .policies()
        .iter()
        .map(|policy| format!("{:#}", policy.document))
        .collect();
    page::set_text("made-policy", &policies.join("\n\n"));
    let arn = request.role_arn();
    let annotated = (request.identity() == Identity::Irsa).then_some(arn.as_str());
    let values = helm::values(request.service_account(), annotated);
    page::set_text("made-helm", &values);
}
