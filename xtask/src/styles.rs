//! The style sheet: one file out of `style/main.css` and what it imports.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context as _;

/// Reads `style/main.css` with its imports in place; without that file, all of `style/*.css` by name.
///
/// # Errors
/// When a file that is imported is not there.
pub(crate) fn bundle(style: &Path) -> anyhow::Result<String> {
    let main = style.join("main.css");
    let css = if main.is_file() {
        inline(&main)?
    } else {
        let mut files: Vec<PathBuf> = fs::read_dir(style)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
            .collect();
        files.sort();
        let mut css = String::new();
        for file in files {
            css.push_str(&inline(&file)?);
        }
        css
    };
    Ok(strip(&css))
}

/// Replaces each line `@import "file.css" [layer(name)];` by that file.
fn inline(file: &Path) -> anyhow::Result<String> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("can't read the style sheet {}", file.display()))?;
    let mut css = String::new();
    for line in text.lines() {
        if let Some(import) = line.trim().strip_prefix("@import") {
            let (name, layer) = parse_import(import).with_context(|| {
                format!(
                    "{}: write `@import \"file.css\" layer(name);`, not `{line}`",
                    file.display()
                )
            })?;
            let body = inline(&file.with_file_name(name))?;
            match layer {
                Some(layer) => css.extend(["@layer ", layer, " {\n", &body, "}\n"]),
                None => css.push_str(&body),
            }
        } else {
            css.push_str(line);
            css.push('\n');
        }
    }
    Ok(css)
}

/// `"file.css" layer(name);` → the file and the layer.
fn parse_import(text: &str) -> Option<(&str, Option<&str>)> {
    let text = text.trim().strip_suffix(';')?.trim();
    let text = text.strip_prefix("url(").unwrap_or(text);
    let quote = text
        .chars()
        .next()
        .filter(|first| matches!(first, '"' | '\''))?;
    let (name, rest) = text.get(1..)?.split_once(quote)?;
    let rest = rest.trim_start_matches(')').trim();
    if rest.is_empty() {
        return Some((name, None));
    }
    let layer = rest.strip_prefix("layer(")?.strip_suffix(')')?;
    Some((name, Some(layer.trim())))
}

/// Drops comments, indentation and empty lines; anything cleverer risks the meaning for
/// little, since the file travels compressed.
fn strip(css: &str) -> String {
    let mut plain = String::with_capacity(css.len());
    let mut rest = css;
    let mut quote = None;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        match quote {
            // A quote after a backslash belongs to the string.
            Some(open) if next == open && !plain.ends_with('\\') => quote = None,
            None if matches!(next, '"' | '\'') => quote = Some(next),
            _ => {}
        }
        plain.push(next);
        rest = rest.get(next.len_utf8()..).unwrap_or("");
    }
    plain
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_name_a_file_and_perhaps_a_layer() {
        assert_eq!(parse_import(" \"a.css\";"), Some(("a.css", None)));
        assert_eq!(
            parse_import(" 'a.css' layer(base);"),
            Some(("a.css", Some("base")))
        );
        assert_eq!(
            parse_import(" url(\"a.css\") layer(base);"),
            Some(("a.css", Some("base")))
        );
        assert_eq!(parse_import(" \"a.css\" screen;"), None);
    }

    #[test]
    fn comments_go_and_strings_stay() {
        assert_eq!(
            strip("a { /* why\n so */ content: \"/* no */\"; }\n\n  b {}"),
            "a {  content: \"/* no */\"; }\nb {}\n"
        );
    }
}
