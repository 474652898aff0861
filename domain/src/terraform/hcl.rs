//! As much of HCL as the exported files need, written as `terraform fmt` writes it.

use std::fmt::Write as _;

/// What an attribute is set to.
#[derive(Debug, Clone)]
pub(super) enum Value {
    /// A text that stands for itself, whatever is in it.
    Text(String),
    /// An expression, written as it is.
    Plain(String),
    /// A list, an item a line.
    List(Vec<Value>),
    /// An object, a key a line.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// A text that stands for itself.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    fn is_one_line(&self) -> bool {
        match self {
            Self::Text(_) | Self::Plain(_) => true,
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }

    fn write(&self, out: &mut String, indent: usize) {
        match self {
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Plain(expression) => out.push_str(expression),
            Self::List(items) if items.is_empty() => out.push_str("[]"),
            Self::List(items) => {
                out.push_str("[\n");
                for item in items {
                    pad(out, indent + 1);
                    item.write(out, indent + 1);
                    out.push_str(",\n");
                }
                pad(out, indent);
                out.push(']');
            }
            Self::Map(entries) if entries.is_empty() => out.push_str("{}"),
            Self::Map(entries) => {
                out.push_str("{\n");
                let keyed: Vec<_> = entries.iter().map(|(k, v)| (key(k), v)).collect();
                attributes(out, indent + 1, &keyed);
                pad(out, indent);
                out.push('}');
            }
        }
    }
}

/// A block with its labels. Its groups of attributes are divided by empty lines.
pub(super) fn block(head: &str, groups: &[Vec<(&str, Value)>]) -> String {
    let mut out = format!("{head} {{\n");
    for (index, group) in groups.iter().filter(|group| !group.is_empty()).enumerate() {
        if index > 0 {
            out.push('\n');
        }
        let group: Vec<_> = group
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value))
            .collect();
        attributes(&mut out, 1, &group);
    }
    out.push_str("}\n");
    out
}

/// An attribute that stands in no block.
pub(super) fn attribute(name: &str, value: &Value) -> String {
    let mut out = String::new();
    attributes(&mut out, 0, &[(name.to_owned(), value)]);
    out
}

/// `terraform fmt` aligns the `=` of lines that follow each other; one that opens a bracket ends the
/// run and stands for itself.
fn attributes(out: &mut String, indent: usize, entries: &[(String, &Value)]) {
    for run in entries.chunk_by(|(_, one), (_, next)| one.is_one_line() && next.is_one_line()) {
        let width = run.iter().map(|(name, _)| name.chars().count()).max();
        for (name, value) in run {
            pad(out, indent);
            // Writing to a String never fails.
            let _ = write!(out, "{name:width$} = ", width = width.unwrap_or_default());
            value.write(out, indent);
            out.push('\n');
        }
    }
}

fn pad(out: &mut String, indent: usize) {
    out.extend(std::iter::repeat_n("  ", indent));
}

/// A key of an object: bare where it is an identifier.
fn key(name: &str) -> String {
    if is_identifier(name) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

/// Whether a text is a name in HCL: letters, digits, `_` and `-`, not starting with a digit or `-`.
/// HCL takes letters outside ASCII as well; AWS's names have none.
pub(super) fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
}

/// A quoted text that nothing in it ends or evaluates: `${` and `%{` would begin a template.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '"' | '\\' => out.extend(['\\', character]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '$' | '%' if rest.peek() == Some(&'{') => out.extend([character, character]),
            control if control.is_control() => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_something_to_hcl_is_escaped() {
        for (text, written) in [
            ("plain", r#""plain""#),
            (r#"say "no" \"#, r#""say \"no\" \\""#),
            ("${a} %{if} $ % {}", r#""$${a} %%{if} $ % {}""#),
            ("$${a}", r#""$$${a}""#),
            ("two\nlines\t\r\0", r#""two\nlines\t\r\u0000""#),
        ] {
            assert_eq!(quoted(text), written);
        }
    }

    #[test]
    fn equals_signs_are_aligned_as_terraform_fmt_does() {
        let groups = [
            vec![
                ("name", Value::text("a")),
                ("description", Value::text("b")),
            ],
            vec![],
            vec![
                ("x", Value::Plain("file(\"y\")".to_owned())),
                (
                    "tags",
                    Value::Map(vec![
                        ("a:b".to_owned(), Value::text("c")),
                        ("long".to_owned(), Value::List(vec![Value::text("d")])),
                        ("e".to_owned(), Value::List(vec![])),
                    ]),
                ),
            ],
        ];
        assert_eq!(
            block("resource \"t\" \"l\"", &groups),
            r#"resource "t" "l" {
  name        = "a"
  description = "b"

  x = file("y")
  tags = {
    "a:b" = "c"
    long = [
      "d",
    ]
    e = []
  }
}
"#
        );
    }
}
