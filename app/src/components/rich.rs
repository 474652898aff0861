//! Sentences with elements in them.
//!
//! A sentence marks what is code with backticks, what is strong with `<b>`, and any other element with a tag of its own
//! name, `See <link>the guide</link>.`, which the caller fills. So a translation can move an element to where its language
//! wants it. A value is never markup: it stands between U+2068 and U+2069, as `say_isolated!` puts it.

use leptos::prelude::*;

/// Makes an element around what stands in its tag.
type Slot<'a> = (&'a str, &'a dyn Fn(AnyView) -> AnyView);

const VALUE: char = '\u{2068}';
const VALUE_END: char = '\u{2069}';

/// The views of a sentence. A tag that no slot fills stays as it is written, so a mistake is seen.
pub(crate) fn rich(sentence: &str, slots: &[Slot<'_>]) -> AnyView {
    let mut rest = sentence;
    let views = within(&mut rest, None, slots);
    debug_assert!(rest.is_empty(), "left of a sentence: {rest}");
    views
}

/// A link for a slot.
pub(crate) fn link(href: impl Into<String>) -> impl Fn(AnyView) -> AnyView {
    let href = href.into();
    move |words| view! { <a href=href.clone()>{words}</a> }.into_any()
}

/// Views up to the end of the tag `open`, or of the sentence; `rest` is what follows.
fn within(rest: &mut &str, open: Option<&str>, slots: &[Slot<'_>]) -> AnyView {
    let end = open.map(|name| format!("</{name}>"));
    let mut views = Vec::new();
    let mut plain = String::new();
    while let Some(character) = rest.chars().next() {
        if let Some(after) = end.as_deref().and_then(|end| rest.strip_prefix(end)) {
            *rest = after;
            break;
        }
        if let Some((text, after)) = character
            .eq(&VALUE)
            .then(|| rest.get(VALUE.len_utf8()..)?.split_once(VALUE_END))
            .flatten()
        {
            plain.push_str(text);
            *rest = after;
        } else if let Some((code, after)) = rest
            .strip_prefix('`')
            .and_then(|after| after.split_once('`'))
        {
            flush(&mut plain, &mut views);
            let code = code.replace([VALUE, VALUE_END], "");
            views.push(view! { <code>{code}</code> }.into_any());
            *rest = after;
        } else if let Some(after) = rest.strip_prefix("<b>") {
            flush(&mut plain, &mut views);
            *rest = after;
            let words = within(rest, Some("b"), slots);
            views.push(view! { <strong>{words}</strong> }.into_any());
        } else if let Some((name, element, after)) = slots.iter().find_map(|(name, element)| {
            let after = rest.strip_prefix(&format!("<{name}>"))?;
            Some((name, element, after))
        }) {
            flush(&mut plain, &mut views);
            *rest = after;
            let words = within(rest, Some(name), slots);
            views.push(element(words));
        } else {
            plain.push(character);
            *rest = rest.get(character.len_utf8()..).unwrap_or_default();
        }
    }
    flush(&mut plain, &mut views);
    views.collect_view().into_any()
}

fn flush(plain: &mut String, views: &mut Vec<AnyView>) {
    if !plain.is_empty() {
        views.push(std::mem::take(plain).into_any());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(sentence: &str) -> String {
        let guide = link("/guide");
        rich(sentence, &[("link", &guide)])
            .to_html()
            .replace("<!>", "")
    }

    #[test]
    fn code_strong_words_and_elements_become_html() {
        assert_eq!(
            html("Ask <link>the `guide`</link>: <b>now</b>."),
            r#"Ask <a href="/guide">the <code>guide</code></a>: <strong>now</strong>."#
        );
    }

    #[test]
    fn a_value_is_never_markup() {
        assert_eq!(
            html("Is \u{2068}`a` <b>b</b> <link>\u{2069} and `\u{2068}c\u{2069}`"),
            "Is `a` &lt;b&gt;b&lt;/b&gt; &lt;link&gt; and <code>c</code>"
        );
    }

    #[test]
    fn what_is_no_tag_of_ours_stays_as_it_is_written() {
        assert_eq!(html("a < b <c> `d"), "a &lt; b &lt;c&gt; `d");
    }
}
