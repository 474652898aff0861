//! Answers for people.

use std::fmt::Write as _;

use roleport_domain::grant::Grant;
use serde_json::Value;

/// Text from elsewhere without what would steer the terminal.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .map(|letter| match letter {
            '\n' => letter,
            other if other.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}

pub(super) mod audit;
pub(super) mod doctor;

fn word(value: &Value) -> String {
    match value {
        Value::String(text) => clean(text).replace('\n', " "),
        Value::Null => "-".to_owned(),
        other => other.to_string(),
    }
}

/// Columns as wide as they must be. The last one is not padded.
pub(super) fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let heads: Vec<_> = heads.iter().map(|head| (*head).to_owned()).collect();
    let widths: Vec<_> = (0..heads.len())
        .map(|column| {
            let cells = std::iter::once(&heads)
                .chain(rows)
                .filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        })
        .collect();
    let mut text = String::new();
    for row in std::iter::once(&heads).chain(rows) {
        let cells: Vec<_> = row
            .iter()
            .zip(&widths)
            .map(|(cell, width)| format!("{cell:width$}"))
            .collect();
        text.push_str(cells.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A column: its head, and how to read it out of an item.
type Column<'a> = (&'a str, &'a dyn Fn(&Value) -> String);

/// A page of a list as a table.
fn list(page: &Value, columns: &[Column<'_>]) -> String {
    let rows: Vec<Vec<_>> = page["items"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|item| columns.iter().map(|(_, read)| read(item)).collect())
        .collect();
    if rows.is_empty() {
        return "There are none.\n".to_owned();
    }
    let heads: Vec<_> = columns.iter().map(|(head, _)| *head).collect();
    let mut text = table(&heads, &rows);
    if let Some(next) = page["next"].as_i64() {
        // Writing to a String never fails.
        let _ = writeln!(text, "There are more: --after {next}, or --all");
    }
    text
}

/// Reads a field as a word.
fn field(name: &str) -> impl Fn(&Value) -> String {
    move |item| word(&item[name])
}

/// A list of requests.
pub(super) fn requests(page: &Value) -> String {
    list(
        page,
        &[
            ("NUMBER", &field("id")),
            ("STATE", &field("state")),
            ("KIND", &field("kind")),
            ("CLUSTER", &field("cluster")),
            ("NAMESPACE", &field("namespace")),
            ("APP", &field("app")),
            ("AUTHOR", &field("author")),
            ("ACCESS", &access),
        ],
    )
}

/// A list of roles.
pub(super) fn roles(page: &Value) -> String {
    list(
        page,
        &[
            ("NUMBER", &field("id")),
            ("ROLE", &field("role_name")),
            ("CLUSTER", &field("cluster")),
            ("NAMESPACE", &field("namespace")),
            ("SERVICE ACCOUNT", &field("service_account")),
            ("ACCESS", &access),
        ],
    )
}

/// Lines of a head and a value each, the values below each other.
fn facts(lines: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (head, value) in lines {
        let _ = writeln!(text, "{head:16}{value}");
    }
    text
}

/// A role.
pub(super) fn role(role: &Value) -> String {
    let named = |head, name: &str| (head, word(&role[name]));
    let mut lines = vec![
        named("Number", "id"),
        named("Role", "role_name"),
        named("ARN", "arn"),
        named("Cluster", "cluster"),
        named("Namespace", "namespace"),
        named("Service account", "service_account"),
        named("Application", "app"),
        ("Access", access(role)),
    ];
    if role["retired"] == true {
        lines.push(("State", "retired".to_owned()));
    }
    if role["open_request"].is_i64() {
        lines.push(named("Open request", "open_request"));
    }
    facts(&lines)
}

/// The grants of an item, one after another.
fn access(item: &Value) -> String {
    let lines: Vec<_> = item["grants"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|grant| {
            let may: Vec<_> = grant["access"]
                .as_array()
                .into_iter()
                .flatten()
                .map(word)
                .collect();
            // A server of a later version may know services that this program does not.
            let address = serde_json::from_value::<Grant>(grant.clone()).map_or_else(
                |_| word(&grant["service"]),
                |grant| clean(grant.address().as_str()),
            );
            format!("{} {address}", may.join("+"))
        })
        .collect();
    lines.join(", ")
}

/// A request with what it would change.
pub(super) fn request(request: &Value) -> String {
    let mut lines = vec![
        (
            "Request",
            format!("{} ({})", word(&request["id"]), word(&request["kind"])),
        ),
        ("State", word(&request["state"])),
    ];
    let mut line = |head, value: String| lines.push((head, value));
    for (head, field) in [
        ("Cluster", "cluster"),
        ("Namespace", "namespace"),
        ("Service account", "service_account"),
        ("Application", "app"),
        ("Author", "author"),
        ("Reason", "reason"),
    ] {
        line(head, word(&request[field]));
    }
    line("Role", word(&request["documents"]["role_arn"]));
    for change in request["changes"].as_array().into_iter().flatten() {
        let sign = match change["kind"].as_str() {
            Some("added") => "+",
            Some("removed") => "-",
            _ => "=",
        };
        line("", format!("{sign} {}", word(&change["words"])));
    }
    for finding in request["findings"].as_array().into_iter().flatten() {
        line("Look twice", word(finding));
    }
    let plan = &request["plan"];
    for step in plan["steps"].as_array().into_iter().flatten() {
        let call = format!("{}: {}", word(&step["call"]), word(&step["words"]));
        line("AWS", format!("{call} ({})", word(&step["outcome"])));
    }
    if plan["hash"].is_null() {
        line("AWS", "not read yet".to_owned());
    }
    for (head, field) in [("Obstacle", "obstacles"), ("Notice", "notices")] {
        for finding in plan[field].as_array().into_iter().flatten() {
            line(head, word(finding));
        }
    }
    for approval in request["approvals"].as_array().into_iter().flatten() {
        let given: Vec<_> = approval["given"]
            .as_array()
            .into_iter()
            .flatten()
            .map(word)
            .collect();
        let given = if given.is_empty() {
            "nobody yet".to_owned()
        } else {
            given.join(", ")
        };
        line(
            "Approval",
            format!(
                "{} of {}: {given}",
                word(&approval["count"]),
                word(&approval["group"])
            ),
        );
    }
    if request["failure"].is_string() {
        line("Failure", word(&request["failure"]));
    }
    facts(&lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn columns_stand_below_each_other_and_nothing_steers_the_terminal() {
        let page = json!({"items": [
            {"id": 7, "state": "submitted", "kind": "new_role", "cluster": "p", "namespace": "n",
             "app": "a\u{1b}[2Jb", "author": "Dana",
             "grants": [{"service": "s3", "bucket": "x", "prefix": "in/", "access": ["list", "read"]},
                        {"service": "sqs", "queue": "o\u{1b}rders", "access": ["send"]},
                        {"service": "toaster", "access": ["toast"]}]},
        ], "next": 7});
        let text = requests(&page);
        let access = "list+read s3://x/in/, send SQS queue o\u{fffd}rders, toast toaster\n";
        assert!(text.contains(access), "{text}");
        assert!(
            text.ends_with("There are more: --after 7, or --all\n"),
            "{text}"
        );
        assert!(!text.contains('\u{1b}'), "{text:?}");
        let lines: Vec<_> = text.lines().collect();
        assert_eq!(lines[0].find("STATE"), lines[1].find("submitted"));
        assert_eq!(requests(&json!({"items": []})), "There are none.\n");
    }
}
