//! The history and who had access, for people.

use serde_json::Value;

use super::{access, facts, field, list, word};

/// A page of the history.
pub(in super::super) fn events(page: &Value) -> String {
    list(
        page,
        &[
            ("POSITION", &field("position")),
            ("AT", &field("at")),
            ("WHO", &field("actor")),
            ("KIND", &field("kind")),
            ("REQUEST", &field("request")),
            ("WHAT", &said),
        ],
    )
}

fn said(event: &Value) -> String {
    let words = word(&event["words"]);
    match &event["comment"] {
        Value::String(_) => format!("{words}: {}", word(&event["comment"])),
        _ => words,
    }
}

/// An event with all that is known of it.
pub(in super::super) fn event(event: &Value) -> String {
    let mut lines = vec![
        ("Event", word(&event["position"])),
        ("At", word(&event["exact"])),
        ("Who", format!("{} {}", word(&event["actor"]), mail(event))),
        ("What", said(event)),
    ];
    for (head, name) in [
        ("Kind", "kind"),
        ("Through", "via"),
        ("From", "address"),
        ("Request", "request"),
        ("Role", "role_name"),
    ] {
        if !event[name].is_null() {
            lines.push((head, word(&event[name])));
        }
    }
    for change in event["changes"].as_array().into_iter().flatten() {
        let text = format!(
            "{}: {} -> {}",
            word(&change["field"]),
            word(&change["before"]),
            word(&change["after"])
        );
        lines.push(("Changed", text));
    }
    // As `audit verify --head` takes it.
    let head = format!("{}:{}", word(&event["position"]), word(&event["hash"]));
    lines.push(("Head", head));
    if event["intact"] == false {
        let text = "THE CONTENT DOES NOT MATCH THE HASH: run `roleport audit verify`";
        lines.push(("Intact", text.to_owned()));
    }
    facts(&lines)
}

fn mail(event: &Value) -> String {
    match &event["email"] {
        Value::String(_) => format!("<{}>", word(&event["email"])),
        _ => String::new(),
    }
}

/// Who had access.
pub(in super::super) fn answer(answer: &Value) -> String {
    let head = format!(
        "Access to s3://{}/{} on {}:\n",
        word(&answer["bucket"]),
        word(&answer["prefix"]),
        word(&answer["day"])
    );
    head + &list(
        answer,
        &[
            ("ROLE", &field("role_name")),
            ("CLUSTER", &field("cluster")),
            ("NAMESPACE", &field("namespace")),
            ("SERVICE ACCOUNT", &field("service_account")),
            ("EXTENT", &field("extent")),
            ("SINCE", &field("since")),
            ("UNTIL", &field("until")),
            ("REQUEST", &field("request")),
            ("ASKED BY", &field("author")),
            ("ALLOWED BY", &allowed),
            ("ACCESS", &access),
        ],
    )
}

fn allowed(line: &Value) -> String {
    let people: Vec<_> = line["approvals"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|approval| word(&approval["person"]))
        .collect();
    if people.is_empty() {
        return "-".to_owned();
    }
    people.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_event_that_was_changed_is_shouted_about() {
        let whole = json!({
            "position": 7, "exact": "2026-11-25T08:46:00.000001Z", "actor": "Dana",
            "email": "dana@example.com", "words": "approved it", "comment": null, "hash": "ab",
            "intact": true, "changes": [{"field": "state", "before": "a", "after": null}],
        });
        let text = event(&whole);
        assert!(text.contains("Dana <dana@example.com>\n"), "{text}");
        assert!(text.contains("state: a -> -\n"), "{text}");
        assert!(text.ends_with("7:ab\n"), "{text}");
        let mut changed = whole;
        changed["intact"] = json!(false);
        assert!(event(&changed).contains("DOES NOT MATCH"));
    }

    #[test]
    fn nobody_is_told_as_nobody() {
        let nobody = json!({"bucket": "b", "prefix": "in/", "day": "2026-11-25", "items": []});
        let text = answer(&nobody);
        assert_eq!(
            text,
            "Access to s3://b/in/ on 2026-11-25:\nThere are none.\n"
        );
    }
}
