//! What the Doctor found, for people.

use std::fmt::Write as _;

use serde_json::Value;

use super::{clean, word};

/// Findings one after the other; forms that ask for something with the server's address.
pub(in super::super) fn diagnosis(answer: &Value, url: &str) -> String {
    let mut text = String::new();
    for found in answer["findings"].as_array().into_iter().flatten() {
        // Writing to a String never fails.
        let _ = writeln!(
            text,
            "{}: {}",
            word(&found["standing"]),
            word(&found["cause"])
        );
        let _ = writeln!(text, "  {}", word(&found["cure"]));
        if let Some(form) = found["permission"]["form"].as_str() {
            let _ = writeln!(text, "  Ask for it: {url}{}", clean(form));
        }
        for command in found["commands"].as_array().into_iter().flatten() {
            let lines = clean(command["text"].as_str().unwrap_or_default());
            let _ = writeln!(text, "    # {}", word(&command["title"]));
            for line in lines.lines() {
                let _ = writeln!(text, "    {line}");
            }
        }
        text.push('\n');
    }
    text
}
