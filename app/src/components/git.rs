//! How the roles get into Git.

use leptos::prelude::*;

use super::{icon::Icon, moment::ago, note::note};
use crate::{
    language::{rich, t},
    portal::GitView,
};

/// A note that says whether the repository is in step, and why it is not.
pub(crate) fn git_note(git: &GitView) -> AnyView {
    let waiting = match git.waiting {
        0 => None,
        several => Some(t!(parts_git_waiting, count = several) + " "),
    };
    let in_step = git.in_step.as_ref().map(|(at, commit)| {
        let when = |_| ago(at);
        let words = match commit {
            Some(commit) => {
                let short: String = commit.chars().take(10).collect();
                rich!(parts_git_in_step_commit, commit = short; when: when)
            }
            None => rich!(parts_git_in_step; when: when),
        };
        view! { <p>{words}</p> }
    });
    match &git.failed {
        Some((at, error)) => note(
            "bad",
            Icon::Alert,
            t!(parts_git_failed),
            view! {
                <p>{waiting} {rich!(parts_git_tried, repository = git.url; when: |_| ago(at))}</p>
                <p><code>{error.clone()}</code></p>
                {in_step}
            },
        ),
        None => note(
            "quiet",
            Icon::Check,
            t!(parts_git),
            view! { <p>{waiting} <code>{git.url.clone()}</code></p> {in_step} },
        ),
    }
}
