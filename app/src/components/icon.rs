//! Small drawn icons. Each stands beside a word, so none of them has a name of its own.

use leptos::prelude::*;

/// An icon on a grid of 16, drawn with a stroke of the text's colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Alert,
    Chat,
    Check,
    Clock,
    Cross,
    Dot,
    Equal,
    Minus,
    Pencil,
    Plus,
    Search,
    Spinner,
    Undo,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Alert => "M8 2.2 14.4 13.4H1.6ZM8 6.4v3.2M8 11.5v.2",
            Self::Chat => "M2.5 3.5h11v7h-6l-3 2.6v-2.6h-2Z",
            Self::Check => "M3 8.5 6.5 12 13 4.5",
            Self::Clock => "M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8M8 4.6V8l2.4 1.6",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Dot => "M8 7.4v1.2",
            Self::Equal => "M4 6.2h8M4 9.8h8",
            Self::Minus => "M3.5 8h9",
            Self::Pencil => "M3 13l.7-3L10.6 3.1l2.3 2.3L6 12.3ZM9.2 4.5l2.3 2.3",
            Self::Plus => "M8 3.5v9M3.5 8h9",
            Self::Search => "M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9M10.4 10.4 14 14",
            Self::Spinner => "M8 1.8A6.2 6.2 0 1 1 1.8 8",
            Self::Undo => "M6 3 2.8 6.2 6 9.4M3 6.2h6.4a3.6 3.6 0 0 1 0 7.2H6.5",
        }
    }
}

/// Draws an icon.
pub(crate) fn icon(which: Icon) -> AnyView {
    let class = if which == Icon::Spinner {
        "icon icon-spin"
    } else {
        "icon"
    };
    view! {
        <svg class=class viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=which.path()></path>
        </svg>
    }.into_any()
}
