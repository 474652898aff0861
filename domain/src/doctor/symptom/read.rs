//! Which errors a text has in it.

use super::{Kind, Symptom, words::WORDS};

/// More in one text are the same again and again.
const MOST: usize = 20;

/// The symptoms of a text, each kind once. Where a refusal says all, one that says less is left out.
pub(in crate::doctor) fn read(text: &str, is_denied: bool) -> Vec<Symptom> {
    let mut found: Vec<Symptom> = Vec::new();
    let mut note = |kind: Kind, line: &str| {
        if found.len() < MOST && !found.iter().any(|one| one.kind == kind) {
            found.push(Symptom {
                kind,
                line: line.to_owned(),
            });
        }
    };
    for line in text.lines() {
        let lower = line.to_ascii_lowercase();
        if let Some(place) = lower.find("encoded authorization failure message") {
            note(Kind::Encoded, line.get(place..).unwrap_or(line));
        }
        for (kind, ways) in WORDS {
            // A chain of providers says of each why not: the one with the token counts, not the profile.
            if ways
                .iter()
                .any(|words| words.iter().all(|word| lower.contains(word)))
                && !(kind == Kind::Profile && lower.contains("providers in the chain"))
            {
                note(kind, line);
            }
        }
        if let Some(operation) = refused(line) {
            let address = address(line).or_else(|| address(text));
            let operation = operation.to_owned();
            note(Kind::Refused { operation, address }, line);
        }
    }
    let has = |kind: &Kind| found.iter().any(|one| one.kind == *kind);
    // What is the cause makes the general word superfluous.
    let explained = [
        Kind::Assume,
        Kind::NoProvider,
        Kind::Audience,
        Kind::IssuerKeys,
        Kind::Expired,
        Kind::TokenUnreadable,
        Kind::TokenAbsent,
        Kind::StsModule,
        Kind::Profile,
    ]
    .iter()
    .any(has);
    found.retain(|one| !(explained && one.kind == Kind::NoCredentials));
    if is_denied {
        // Kept where it tells what the caller wanted; said by the refusal itself.
        found.retain(|one| !matches!(one.kind, Kind::Refused { .. }) || one.kind.is_get());
    }
    found
}

/// The operation of a refusal without a sentence: `AccessDenied`, `403` or `Forbidden`, and no more.
fn refused(line: &str) -> Option<&str> {
    let lower = line.to_ascii_lowercase();
    let is_refused = [
        "accessdenied",
        "access denied",
        "(403)",
        "statuscode: 403",
        "status code: 403",
        "forbidden",
    ]
    .iter()
    .any(|word| lower.contains(word));
    if !is_refused || lower.contains("webidentity") {
        return None;
    }
    let operation = |start: &str| {
        let rest = line.split_once(start)?.1;
        let end = rest
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(rest.len());
        rest.get(..end)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    operation("when calling the ").or_else(|| operation("operation error S3: "))
}

/// The first `s3://bucket/key` of a text.
fn address(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("s3://")?;
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | ','))
        .unwrap_or(rest.len());
    let found = rest.get(..end)?.trim_end_matches(['.', ':', ')']);
    (!found.is_empty()).then(|| found.to_owned())
}
