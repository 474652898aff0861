//! How the roles get into Git.

use leptos::prelude::*;

use super::{icon::Icon, moment::ago, note::note};
use crate::portal::GitView;

/// A note that says whether the repository is in step, and why it is not.
pub(crate) fn git_note(git: &GitView) -> AnyView {
    let waiting = match git.waiting {
        0 => None,
        1 => Some("One change waits to be pushed. ".to_owned()),
        several => Some(format!("{several} changes wait to be pushed. ")),
    };
    let in_step = git.in_step.as_ref().map(|(at, commit)| {
        let commit = commit.as_ref().map(|commit| {
            let short: String = commit.chars().take(10).collect();
            view! { ", newest commit " <code>{short}</code> }
        });
        view! { <p>"In step " {ago(at)} {commit} "."</p> }
    });
    let repository = view! { <code>{git.url.clone()}</code> };
    match &git.failed {
        Some((at, error)) => note(
            "bad",
            Icon::Alert,
            "Git: the roles can’t be pushed",
            view! {
                <p>{waiting} "Roleport tried " {repository} " " {ago(at)} " and tries again by itself:"</p>
                <p><code>{error.clone()}</code></p>
                {in_step}
            },
        ),
        None => note(
            "quiet",
            Icon::Check,
            "Git",
            view! { <p>{waiting} {repository}</p> {in_step} },
        ),
    }
}
