//! A line for a channel of Slack, or of what takes the same.

use roleport_lang::Language;

use super::words;
use crate::store::deliveries::DeliveryRow;

/// The body of an incoming webhook, in English as for all that is told to many. Comments stay on the page: a channel has other
/// readers.
pub(super) fn body(row: &DeliveryRow, public_url: &str) -> serde_json::Value {
    let text = format!(
        "<{}|{}>: {} {}.",
        words::link(public_url, row),
        escape(&words::subject(row, Language::English)),
        escape(words::actor(row)),
        escape(&row.words)
    );
    serde_json::json!({ "text": text })
}

/// Slack's three characters; without them `<!channel>` in a name would call everybody. A bar would
/// end the link's text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('|', "¦")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn nobody_is_called_by_what_was_typed() {
        assert_eq!(escape("a <!channel> & b|c"), "a &lt;!channel&gt; &amp; b¦c");
    }
}
