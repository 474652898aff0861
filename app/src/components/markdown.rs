//! What people wrote, as HTML that can do no harm.

use std::collections::{HashMap, HashSet};

use leptos::prelude::*;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, TagEnd, html};
use roleport_domain::mention::mentions;

/// A text in Markdown. Raw HTML in it is shown as text, pictures become links.
pub(crate) fn markdown(text: &str) -> AnyView {
    view! { <div class="markdown" inner_html=markdown_html(text)></div> }.into_any()
}

fn markdown_html(text: &str) -> String {
    let mut in_code = false;
    let events = Parser::new_ext(text, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES)
        .flat_map(|event| {
            match &event {
                Event::Start(Tag::CodeBlock(_)) => in_code = true,
                Event::End(TagEnd::CodeBlock) => in_code = false,
                _ => {}
            }
            harmless(event, in_code)
        });
    let mut page = String::with_capacity(text.len() * 2);
    html::push_html(&mut page, events);
    // The events above make nothing bad; this does not depend on their being right.
    sanitizer().clean(&page).to_string()
}

fn harmless(event: Event<'_>, in_code: bool) -> Vec<Event<'_>> {
    match event {
        Event::Html(text) | Event::InlineHtml(text) => vec![Event::Text(text)],
        // A line break is one, as in the field it was typed in.
        Event::SoftBreak => vec![Event::HardBreak],
        Event::Start(Tag::Image {
            link_type,
            dest_url,
            title,
            id,
        }) => vec![Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        })],
        Event::End(TagEnd::Image) => vec![Event::End(TagEnd::Link)],
        Event::Text(text) if !in_code => named(&text),
        other => vec![other],
    }
}

/// A text with the people in it set apart.
fn named<'a>(text: &CowStr<'a>) -> Vec<Event<'a>> {
    let mut events = Vec::new();
    let mut from = 0;
    for mention in mentions(text) {
        let (before, name) = (
            text.get(from..mention.at.start),
            text.get(mention.at.clone()),
        );
        from = mention.at.end;
        events.push(Event::Text(before.unwrap_or_default().to_owned().into()));
        events.push(Event::InlineHtml(
            format!(
                "<strong class=\"mention\">{}</strong>",
                name.unwrap_or_default()
            )
            .into(),
        ));
    }
    events.push(Event::Text(
        text.get(from..).unwrap_or_default().to_owned().into(),
    ));
    events
}

fn sanitizer() -> ammonia::Builder<'static> {
    let mut sanitizer = ammonia::Builder::default();
    sanitizer
        .tags(HashSet::from([
            "a",
            "blockquote",
            "br",
            "code",
            "del",
            "em",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "li",
            "ol",
            "p",
            "pre",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href", "title"]))]))
        .generic_attributes(HashSet::new())
        .allowed_classes(HashMap::from([("strong", HashSet::from(["mention"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("noopener noreferrer nofollow ugc"));
    sanitizer
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_write_looks_like_they_mean_it() {
        assert_eq!(
            markdown_html("Ask **@dana**, see `@code`\nor [this](https://example.com)."),
            "<p>Ask <strong><strong class=\"mention\">@dana</strong></strong>, see <code>@code</code><br>\nor <a href=\"https://example.com\" rel=\"noopener noreferrer nofollow ugc\">this</a>.</p>\n"
        );
    }

    #[test]
    fn nothing_in_a_text_runs_or_loads() {
        for text in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "![x](https://evil.example/pixel.png)",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "<javascript:alert(1)>",
            "[x](https://ok.example \"\"onmouseover=alert(1)\")",
            "<a href=\"x\" onclick=alert(1)>y</a>",
            "<svg/onload=alert(1)>",
            "```\n</code></pre><script>alert(1)</script>\n```",
            "<style>*{display:none}</style>",
            "@a<b",
        ] {
            let page = markdown_html(text);
            for bad in [
                "<script",
                "<img",
                "<svg",
                "<style",
                "href=\"javascript",
                "href=\"data",
            ] {
                assert!(!page.to_lowercase().contains(bad), "{text} made {page}");
            }
            let inside_tags = page
                .split('<')
                .skip(1)
                .filter_map(|part| part.split('>').next());
            for tag in inside_tags {
                assert!(!tag.contains(" on"), "{text} made {page}");
            }
        }
    }
}
