//! What the person at the terminal sees: short lines, and boxes for what they came for.

use std::time::Instant;

/// A step that is done, with its time.
pub(crate) fn done(what: &str, since: Instant) {
    println!("✓ {what} ({:.1} s)", since.elapsed().as_secs_f32());
}

/// Something worth knowing that is no problem.
pub(crate) fn note(text: &str) {
    println!("• {text}");
}

/// What went wrong, outermost first; the texts say what to do.
pub(crate) fn failure(error: &anyhow::Error) {
    eprintln!("✗ {error}");
    for cause in error.chain().skip(1) {
        eprintln!("  {cause}");
    }
}

/// Lines in a frame.
pub(crate) fn frame(lines: &[String]) {
    let width = lines
        .iter()
        .map(|line| line.chars().count())
        .max()
        .unwrap_or(0);
    println!("┌{}┐", "─".repeat(width + 4));
    for line in lines {
        println!("│  {line}{}  │", " ".repeat(width - line.chars().count()));
    }
    println!("└{}┘", "─".repeat(width + 4));
}
