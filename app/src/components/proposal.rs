//! The buttons beside what an admin has proposed, as the rules and the clusters show them.

use leptos::prelude::*;

use crate::language::t;

/// A form that decides on a proposal: its buttons post to `path/COMMAND`. `accept` is the command that puts it
/// in force with the text of its button, `comment` a field above the buttons.
pub(crate) fn decision_form(
    path: &str,
    accept: (&str, &str),
    (can_decide, is_mine): (bool, bool),
    comment: Option<AnyView>,
) -> AnyView {
    let command = |name: &str| format!("{path}/{name}");
    let decide = can_decide.then(|| {
        view! {
            <button class="button button-primary" type="submit" formaction=command(accept.0)>{accept.1.to_owned()}</button>
            <button class="button button-danger" type="submit" formaction=command("reject")>{t!(parts_reject)}</button>
        }
    });
    let withdraw = is_mine.then(|| {
        view! { <button class="button" type="submit" formaction=command("withdraw")>{t!(parts_withdraw)}</button> }
    });
    view! {
        <form method="post" action=command("withdraw")>
            {comment}
            <div class="actions">{decide} {withdraw}</div>
        </form>
    }
    .into_any()
}
