//! A list of resources that somebody pasted, one a line, as lines of access.
//!
//! People have such lists: of a wiki's table, a Terraform file, a colleague's message. A line is an address
//! (`s3://bucket/prefix`, or an ARN) and, after it, what may be done there.

use std::borrow::Cow;

use roleport_lang::{Text, text};

use crate::{
    doctor::with_grant,
    grant::{Access, Grant, split_url},
    service::Service,
};

/// What came of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The lines that could be read, in their order; lines for the same resource are one.
    pub grants: Vec<Grant>,
    /// Those that could not.
    pub rest: Vec<Unread>,
}

/// A line that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// Its place in the list, from 1.
    pub number: usize,
    /// As it was pasted.
    pub text: String,
    /// What is wrong with it, and what to do.
    pub problem: Text,
}

/// Reads a list. Empty lines are nothing; a line that says nothing of what may be done is about reading, where its
/// service has that. Whether names are right is not looked at here: each stands in a field that says so.
///
/// ```
/// use roleport_domain::{grant::{Access, Grant}, pasted};
///
/// let list = pasted::read("s3://data/in/\n- s3://data/out/ read, write\n");
/// assert_eq!(list.grants, [
///     Grant::s3("data", "in/", &[Access::Read]),
///     Grant::s3("data", "out/", &[Access::Read, Access::Write]),
/// ]);
/// ```
pub fn read(text: &str) -> Pasted {
    let mut found = Pasted::default();
    for (index, text) in text.lines().enumerate() {
        let line = bare(text);
        if line.is_empty() {
            continue;
        }
        match grant(line) {
            Ok(grant) => found.grants = with_grant(std::mem::take(&mut found.grants), grant),
            Err(problem) => found.rest.push(Unread {
                number: index + 1,
                text: text.to_owned(),
                problem,
            }),
        }
    }
    found
}

/// Without what lists and code put around their items.
fn bare(line: &str) -> &str {
    let line = line.trim();
    let item = ["- ", "* ", "• "]
        .into_iter()
        .find_map(|bullet| line.strip_prefix(bullet));
    item.unwrap_or(line).trim_matches(around)
}

fn around(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '"' | '\'' | '`' | ',' | ';' | '|')
}

fn grant(line: &str) -> Result<Grant, Text> {
    let (address, words) = split_words(line);
    let mut grant =
        resource(address).ok_or_else(|| text!(grants_line_unreadable, line = quoted(address)))?;
    let known = grant.service.template().accesses;
    if let Some(other) = words.iter().find(|word| !known.contains(word)) {
        let known: Vec<_> = known.iter().map(|one| one.as_str()).collect();
        return Err(text!(
            grants_line_other_access,
            line = quoted(address),
            known = known.join(", "),
            other = other.as_str()
        ));
    }
    grant.access = match known {
        [only] => vec![*only],
        _ if words.is_empty() => known
            .iter()
            .copied()
            .filter(|one| *one == Access::Read)
            .collect(),
        _ => words,
    };
    grant.access.sort_unstable();
    grant.access.dedup();
    Ok(grant)
}

/// As much of a text as a sentence bears.
fn quoted(text: &str) -> String {
    const MOST: usize = 80;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("“{}…”", text.get(..end).unwrap_or_default()),
        None => format!("“{text}”"),
    }
}

/// The address, and what is said to be done there: the words at the line's end that say such a thing. Keys in S3 may have
/// spaces.
fn split_words(line: &str) -> (&str, Vec<Access>) {
    let mut rest = line;
    let mut words = Vec::new();
    loop {
        let trimmed = rest.trim_end_matches(around);
        let Some((before, last)) = trimmed.rsplit_once(|letter: char| {
            letter.is_whitespace() || matches!(letter, ',' | ';' | '|' | '+')
        }) else {
            return (trimmed, words);
        };
        let Some(meant) = accesses(last.trim_matches(['(', ')', ':'])) else {
            return (trimmed, words);
        };
        words.extend(meant);
        rest = before;
    }
}

/// What a word says may be done; nothing for a word that only joins others, none for any other.
fn accesses(word: &str) -> Option<Vec<Access>> {
    let word = word.to_ascii_lowercase();
    if matches!(word.as_str(), "" | "and" | "&" | "access") {
        return Some(Vec::new());
    }
    let parts: Vec<Cow<'_, str>> = match word.as_str() {
        "ro" | "r" | "read-only" | "readonly" => vec!["read".into()],
        "wo" | "w" | "write-only" => vec!["write".into()],
        "rw" | "readwrite" => vec!["read".into(), "write".into()],
        other => other
            .split(['/', '-', '_'])
            .map(|part| Cow::Owned(part.to_owned()))
            .collect(),
    };
    parts
        .iter()
        .map(|part| Access::ALL.into_iter().find(|one| one.as_str() == part))
        .collect()
}

/// The resource of an address or ARN, with nothing to be done there yet.
fn resource(address: &str) -> Option<Grant> {
    let address = address.trim_matches(around);
    if let Some((bucket, prefix)) = url(address) {
        return Some(Grant::s3(bucket, prefix, &[]));
    }
    // As the console shows it; the field takes it too.
    if address.starts_with("https://sqs.") {
        return named(Service::Sqs, address);
    }
    let parts: Vec<_> = address.splitn(6, ':').collect();
    let ["arn", _, service, _, _, place] = parts.as_slice() else {
        return None;
    };
    let service = Service::parse(service)?;
    if service == Service::S3 {
        let (bucket, key) = place.split_once('/').unwrap_or((place, ""));
        return Some(Grant::s3(bucket, key.strip_suffix('*').unwrap_or(key), &[]));
    }
    named(service, address)
}

/// A line whose first text is the address itself.
fn named(service: Service, address: &str) -> Option<Grant> {
    let field = service.template().fields.first()?;
    let mut grant = Grant::empty(service);
    grant.set(field.name, address.to_owned());
    Some(grant)
}

/// Bucket and prefix, also as Hadoop and Spark write them.
fn url(address: &str) -> Option<(&str, &str)> {
    split_url(address).or_else(|| {
        let place = ["s3a://", "s3n://"]
            .into_iter()
            .find_map(|scheme| address.strip_prefix(scheme))?;
        Some(place.split_once('/').unwrap_or((place, "")))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const READ: &[Access] = &[Access::Read];
    const BOTH: &[Access] = &[Access::Read, Access::Write];

    fn one(line: &str) -> Option<Grant> {
        let mut found = read(line);
        assert!(found.rest.len() + found.grants.len() <= 1, "{line}");
        found.grants.pop()
    }

    #[test]
    fn addresses_are_read_however_people_keep_them() {
        for (line, prefix, access) in [
            ("s3://data/in/", "in/", READ),
            ("  - s3://data/in/  ", "in/", READ),
            ("* `s3://data/in/`", "in/", READ),
            ("\"s3://data/in/\",", "in/", READ),
            ("s3a://data/in/ rw", "in/", BOTH),
            ("s3://data", "", READ),
            ("s3://data/in/ read", "in/", READ),
            ("s3://data/in/ Read and Write", "in/", BOTH),
            ("s3://data/in/ read,write", "in/", BOTH),
            ("s3://data/in/ read/write", "in/", BOTH),
            ("s3://data/in/ read-write", "in/", BOTH),
            ("s3://data/in/\tread-only", "in/", READ),
            ("| s3://data/in/ | read, write |", "in/", BOTH),
            ("s3://data/in/, write", "in/", &[Access::Write]),
            (
                "s3://data/in/ (list + delete)",
                "in/",
                &[Access::List, Access::Delete],
            ),
            ("s3://data/my folder/ read", "my folder/", READ),
            ("arn:aws:s3:::data/in/* read", "in/", READ),
            ("arn:aws-cn:s3:::data", "", READ),
        ] {
            assert_eq!(one(line), Some(Grant::s3("data", prefix, access)), "{line}");
        }
    }

    #[test]
    fn an_arn_of_every_service_that_has_one_becomes_a_line_of_it() {
        for (arn, access, meant) in [
            (
                "arn:aws:sqs:eu-central-1:003250186609:orders",
                "receive send",
                "receive and send",
            ),
            (
                "https://sqs.eu-central-1.amazonaws.com/003250186609/orders",
                "send",
                "send",
            ),
            (
                "arn:aws:sns:eu-central-1:003250186609:alerts",
                "",
                "publish",
            ),
            (
                "arn:aws:dynamodb:eu-central-1:003250186609:table/users",
                "rw",
                "read and write",
            ),
            (
                "arn:aws:kinesis:eu-central-1:003250186609:stream/clicks",
                "",
                "read",
            ),
            (
                "arn:aws:kms:eu-central-1:003250186609:key/1234abcd-12ab-34cd-56ef-1234567890ab",
                "decrypt",
                "decrypt",
            ),
            (
                "arn:aws:secretsmanager:eu-central-1:003250186609:secret:db-AbCdEf",
                "read",
                "read",
            ),
            (
                "arn:aws:ssm:eu-central-1:003250186609:parameter/app",
                "",
                "read",
            ),
        ] {
            let found = one(&format!("{arn} {access}"));
            let words = found.as_ref().map(Grant::access_words);
            assert_eq!(words.as_ref().map(Text::as_str), Some(meant), "{arn}");
            let text = found.and_then(|grant| Some(grant.texts().next()?.1.to_owned()));
            assert_eq!(text.as_deref(), Some(arn));
        }
    }

    #[test]
    fn what_is_no_resource_is_named_with_its_place() {
        let found = read(
            "s3://data/in/\n\nthe bucket\narn:aws:sqs:eu:1:orders write\narn:aws:ec2:eu:1:instance/i",
        );
        assert_eq!(found.grants.len(), 1);
        let places: Vec<_> = found.rest.iter().map(|one| one.number).collect();
        assert_eq!(places, [3, 4, 5]);
        assert!(found.rest[0].problem.as_str().contains("the bucket"));
        assert!(
            found.rest[1]
                .problem
                .as_str()
                .contains("receive, send, and not write")
        );
        assert_eq!(found.rest[2].text, "arn:aws:ec2:eu:1:instance/i");
    }

    #[test]
    fn lines_for_the_same_resource_are_one() {
        let found = read("s3://data/in/ read\ns3://data/in/ write\r\ns3://data/out/");
        assert_eq!(
            found.grants,
            [
                Grant::s3("data", "in/", BOTH),
                Grant::s3("data", "out/", READ)
            ]
        );
    }

    proptest! {
        #[test]
        fn no_line_is_lost_whatever_is_pasted(text in "(s3://|arn:aws:s3:::|[a-z,|\" ])*([a-z/ ,\n]|\\PC){0,60}") {
            let found = read(&text);
            let lines = text.lines().filter(|line| !bare(line).is_empty()).count();
            prop_assert!(found.grants.len() + found.rest.len() <= lines);
            prop_assert!(lines == 0 || !found.grants.is_empty() || !found.rest.is_empty());
            // What is left can be put back into the field, and says the same again.
            let again = read(&found.rest.iter().map(|one| one.text.as_str()).collect::<Vec<_>>().join("\n"));
            prop_assert!(again.grants.is_empty());
            prop_assert_eq!(again.rest.len(), found.rest.len());
        }

        #[test]
        fn what_a_line_says_comes_back(bucket in "[a-z][a-z0-9-]{2,20}", prefix in "([a-z0-9]{1,8}/){0,3}", n in 1usize..16) {
            let access: Vec<_> = Service::S3.template().accesses.iter().copied().enumerate()
                .filter(|(bit, _)| n >> bit & 1 == 1).map(|(_, one)| one).collect();
            let words: Vec<_> = access.iter().map(|one| one.as_str()).collect();
            let line = format!("s3://{bucket}/{prefix} {}", words.join(" "));
            prop_assert_eq!(read(&line).grants, vec![Grant::s3(&bucket, &prefix, &access)]);
        }
    }
}
