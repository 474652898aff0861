//! What the compiler can't see of the sentences in `lang/`: that their variables are named as the sentence has them, that none
//! is left over, and that none which gets into the browser chooses by a number.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    str::FromStr as _,
};

use anyhow::Context as _;
use fluent_syntax::{ast, parser};
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::{output, paths::Paths};

/// Where sentences are told, relative to the checkout.
const SOURCES: [&str; 4] = ["lang/src", "domain/src", "app/src", "server"];

/// What of it gets into the browser: number rules for all languages of the world would be a third of its WASM.
const IN_BROWSER: [&str; 3] = ["domain/src", "app/src/browser", "app/src/fields.rs"];

/// The macros that tell a sentence, and how many values stand before its key.
const MACROS: [(&str, usize); 7] = [
    ("phrase", 0),
    ("english", 0),
    ("t", 0),
    ("rich", 0),
    ("text", 0),
    ("say", 1),
    ("say_isolated", 1),
];

/// A sentence of a Fluent file.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sentence {
    /// Its variables in the order in which they first appear, as the function made of it takes them.
    variables: Vec<String>,
    /// Whether it says one thing or another.
    selects: bool,
}

/// A place where one is told.
#[derive(Debug, PartialEq, Eq)]
struct Telling {
    key: String,
    names: Vec<String>,
}

/// Checks all of it and names each breach.
pub(crate) fn check(paths: &Paths) -> anyhow::Result<()> {
    let started = std::time::Instant::now();
    let mut sentences = BTreeMap::new();
    for file in files(&paths.repo.join("lang/en"), "ftl")? {
        let text = read(&file)?;
        sentences.extend(sentences_of(&text).with_context(|| format!("in {}", file.display()))?);
    }
    let mut told = BTreeSet::new();
    let mut breaches = Vec::new();
    for folder in SOURCES {
        for file in files(&paths.repo.join(folder), "rs")? {
            let name = file.strip_prefix(&paths.repo).unwrap_or(&file);
            let in_browser = IN_BROWSER.iter().any(|part| name.starts_with(part));
            for telling in tellings_of(&read(&file)?) {
                let breach = breach(&telling, &sentences, in_browser);
                breaches.extend(breach.map(|breach| format!("{}: {breach}", name.display())));
                told.insert(telling.key);
            }
        }
    }
    breaches.extend(
        sentences
            .keys()
            .filter(|key| !told.contains(*key))
            .map(|key| format!("{key} is told nowhere")),
    );
    anyhow::ensure!(
        breaches.is_empty(),
        "Sentences of lang/ (docs/languages.md):\n{}",
        breaches
            .iter()
            .map(|breach| format!("  - {breach}"))
            .collect::<Vec<_>>()
            .join("\n")
    );
    output::done("Sentences are told as they are written", started);
    Ok(())
}

fn breach(
    Telling { key, names }: &Telling,
    sentences: &BTreeMap<String, Sentence>,
    in_browser: bool,
) -> Option<String> {
    // One that is not there does not compile.
    let sentence = sentences.get(key)?;
    if sentence.variables != *names {
        return Some(format!(
            "{key} has the variables ({}) and gets ({})",
            sentence.variables.join(", "),
            names.join(", ")
        ));
    }
    (in_browser && sentence.selects)
        .then(|| format!("{key} gets into the browser and may not choose by a value"))
}

/// The sentences of a Fluent file by their names in Rust.
fn sentences_of(text: &str) -> anyhow::Result<BTreeMap<String, Sentence>> {
    let resource = parser::parse(text)
        .map_err(|(_, errors)| anyhow::anyhow!("this is not Fluent's syntax: {errors:?}"))?;
    Ok(resource
        .body
        .iter()
        .filter_map(|entry| {
            let ast::Entry::Message(message) = entry else {
                return None;
            };
            let mut sentence = Sentence::default();
            if let Some(pattern) = &message.value {
                sentence.read(pattern);
            }
            Some((message.id.name.replace('-', "_"), sentence))
        })
        .collect())
}

impl Sentence {
    fn read(&mut self, pattern: &ast::Pattern<&str>) {
        for element in &pattern.elements {
            if let ast::PatternElement::Placeable { expression } = element {
                self.read_expression(expression);
            }
        }
    }

    fn read_expression(&mut self, expression: &ast::Expression<&str>) {
        match expression {
            ast::Expression::Inline(inline) => self.read_inline(inline),
            ast::Expression::Select { selector, variants } => {
                self.selects = true;
                self.read_inline(selector);
                for variant in variants {
                    self.read(&variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, inline: &ast::InlineExpression<&str>) {
        match inline {
            ast::InlineExpression::VariableReference { id } => {
                let name = id.name.replace('-', "_");
                if !self.variables.contains(&name) {
                    self.variables.push(name);
                }
            }
            ast::InlineExpression::Placeable { expression } => self.read_expression(expression),
            _ => {}
        }
    }
}

/// Where a Rust file tells sentences; nothing of one that is no Rust, which the compiler says better.
fn tellings_of(source: &str) -> Vec<Telling> {
    let mut found = Vec::new();
    if let Ok(tokens) = TokenStream::from_str(source) {
        search(tokens, &mut found);
    }
    found
}

fn search(tokens: TokenStream, found: &mut Vec<Telling>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else {
            continue;
        };
        let before = |back| at.checked_sub(back).and_then(|at| tokens.get(at));
        if group.delimiter() == Delimiter::Parenthesis
            && let (Some(TokenTree::Ident(name)), Some(TokenTree::Punct(mark))) =
                (before(2), before(1))
            && mark.as_char() == '!'
            && let Some((_, skipped)) = MACROS.iter().find(|(known, _)| name == known)
        {
            found.extend(telling(group.stream(), *skipped));
        }
        search(group.stream(), found);
    }
}

/// What stands in a macro's parentheses: values, the key, then `name = value` up to a semicolon.
fn telling(tokens: TokenStream, skipped: usize) -> Option<Telling> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |token: &TokenTree, mark: char| matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark);
    let before_slots = tokens.split(|token| is(token, ';')).next()?;
    let mut parts = before_slots.split(|token| is(token, ',')).skip(skipped);
    let [TokenTree::Ident(key)] = parts.next()? else {
        return None;
    };
    let names = parts
        .filter(|part| !part.is_empty())
        .map(|part| match part {
            [TokenTree::Ident(name), equals, ..] if is(equals, '=') => name.to_string(),
            _ => "?".to_owned(),
        })
        .collect();
    Some(Telling {
        key: key.to_string(),
        names,
    })
}

/// All files of a kind in a folder and below it.
fn files(folder: &Path, extension: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let entries =
        fs::read_dir(folder).with_context(|| format!("can't read {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files(&path, extension)?);
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    Ok(found)
}

fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("can't read {}", file.display()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn sentences() -> BTreeMap<String, Sentence> {
        sentences_of(
            "-name = Roleport\nhome-hello = { $who }, { -name } has { $count ->\n    [one] one\n   *[other] { $count } of { $who }\n}\nhome-plain = Ask { $a } for { $b }\n",
        )
        .unwrap()
    }

    #[test]
    fn a_sentences_variables_are_read_in_their_order() {
        let sentences = sentences();
        assert_eq!(sentences["home_hello"].variables, ["who", "count"]);
        assert!(sentences["home_hello"].selects);
        assert_eq!(sentences["home_plain"].variables, ["a", "b"]);
        assert!(!sentences["home_plain"].selects);
        assert_eq!(sentences.len(), 2);
    }

    #[test]
    fn tellings_are_found_in_views_and_in_each_other() {
        let source = r#"fn page() { view! { <p title=t!(a_title)>{rich!(b_lead, n = f(1, 2); link: link("/x"))}</p> }
            text!(c, x = t!(d, y = 1), z = 2,); say!(Language::English, e, v = a == b); other!(f); }"#;
        let found: Vec<String> = tellings_of(source)
            .into_iter()
            .map(|telling| format!("{}({})", telling.key, telling.names.join(",")))
            .collect();
        assert_eq!(found, ["a_title()", "b_lead(n)", "c(x,z)", "d(y)", "e(v)"]);
    }

    #[test]
    fn what_is_told_otherwise_than_written_is_named() {
        let said = |key: &str, names: &[&str], in_browser| {
            let telling = Telling {
                key: key.to_owned(),
                names: names.iter().map(|&name| name.to_owned()).collect(),
            };
            breach(&telling, &sentences(), in_browser)
        };
        assert_eq!(said("home_plain", &["a", "b"], true), None);
        assert_eq!(
            said("home_plain", &["b", "a"], false).as_deref(),
            Some("home_plain has the variables (a, b) and gets (b, a)")
        );
        assert_eq!(said("home_hello", &["who", "count"], false), None);
        assert!(said("home_hello", &["who", "count"], true).is_some());
    }
}
