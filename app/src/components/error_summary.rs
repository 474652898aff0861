//! What is wrong with a form, at the top of its page.

use leptos::prelude::*;

/// Each problem with the id of its field, where one is to blame; nothing when all is well. It takes
/// the focus when the page comes, so that it is read out first.
pub(crate) fn error_summary(
    title: impl Into<String>,
    problems: impl IntoIterator<Item = (Option<String>, String)>,
) -> Option<AnyView> {
    summary(title, problems, true)
}

/// The same; it takes the focus where `focused`.
pub(crate) fn summary(
    title: impl Into<String>,
    problems: impl IntoIterator<Item = (Option<String>, String)>,
    focused: bool,
) -> Option<AnyView> {
    let lines: Vec<_> = problems
        .into_iter()
        .map(|(field, text)| {
            // Without an href it is plain text.
            let href = field.map(|id| format!("#{id}"));
            view! { <li><a href=href>{text}</a></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <div class="error-summary" role="alert" tabindex="-1" autofocus=focused aria-labelledby="error-summary">
                <h2 id="error-summary">{title.into()}</h2>
                <ul>{lines}</ul>
            </div>
        }
        .into_any()
    })
}
