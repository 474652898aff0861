//! A labelled text field with its hint and its error.

use leptos::prelude::*;

/// The error beside a field; it is read out as the field's description.
pub(super) fn error_text(
    id: Signal<String>,
    error: Signal<Option<String>>,
) -> impl IntoView + use<> {
    move || {
        error.get().map(|error| {
            view! { <p class="field-error" id=format!("{}-error", id.get())>{error}</p> }
        })
    }
}

/// Ids of what describes a field.
pub(super) fn described(
    id: Signal<String>,
    hint: bool,
    error: Signal<Option<String>>,
) -> Signal<Option<String>> {
    Signal::derive(move || {
        let id = id.get();
        match (hint, error.with(Option::is_some)) {
            (true, true) => Some(format!("{id}-hint {id}-error")),
            (true, false) => Some(format!("{id}-hint")),
            (false, true) => Some(format!("{id}-error")),
            (false, false) => None,
        }
    })
}

/// Ids and names that depend on a line's place.
///
/// A derived signal, as everywhere in the islands: each closure in a view is compiled on its own,
/// signals of one type share their code.
pub(super) fn text(make: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(make)
}

/// The same for what is hidden or checked.
pub(super) fn flag(test: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(test)
}

/// The value of `aria-invalid`, absent while all is well.
pub(super) fn invalid(error: Signal<Option<String>>) -> Signal<Option<String>> {
    Signal::derive(move || error.with(Option::is_some).then(|| "true".to_owned()))
}

/// A text field. Names are neither capitalised nor corrected while they are typed.
#[component]
pub(super) fn TextField(
    /// Id of the input.
    #[prop(into)]
    id: Signal<String>,
    /// Name under which it is posted.
    #[prop(into)]
    name: Signal<String>,
    /// What it is called.
    label: &'static str,
    /// What to write into it; empty for none.
    #[prop(optional)]
    hint: &'static str,
    /// What it holds.
    value: RwSignal<String>,
    /// What is wrong with it.
    error: Signal<Option<String>>,
    /// Takes what was typed.
    #[prop(into)]
    on_type: Callback<String>,
    /// The reader leaves the field.
    #[prop(into)]
    on_leave: Callback<()>,
) -> impl IntoView {
    let hinted = !hint.is_empty();
    let hint = hinted.then(|| {
        view! { <p class="hint" id=text(move || format!("{}-hint", id.get()))>{hint}</p> }
    });
    view! {
        <div class="field">
            <label for=id>{label}</label>
            {hint}
            {error_text(id, error)}
            <input
                id=id
                name=name
                type="text"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                aria-describedby=described(id, hinted, error)
                aria-invalid=invalid(error)
                value=value.get_untracked()
                prop:value=value
                on:input:target=move |event| on_type.run(event.target().value())
                on:blur=move |_| on_leave.run(())
            />
        </div>
    }
}
