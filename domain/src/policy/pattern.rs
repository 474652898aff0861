//! Texts of a policy that may hold wildcards and variables, and what they match.
//!
//! `*` is any run of characters, `?` any one. `${*}`, `${?}` and `${$}` stand for the character
//! inside, `${key}` and `${key, 'default'}` for a value of the request; both need the policy
//! language of 2012-10-17 (IAM User Guide, "Variables and tags").

use std::borrow::Cow;

use super::{Version, context::Context};

/// Where in a policy a text stands; each place reads wildcards in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// `Action`: wildcards, no variables, case does not count.
    Action,
    /// `Resource`: in the five parts before the last, `?` and `*` stay inside their part, but a `*`
    /// that ends a part may go on past the colon (IAM User Guide, "Resource").
    Resource,
    /// `ArnLike`: the six parts are compared one by one.
    Arn,
    /// `StringLike`: a plain text with wildcards.
    Text,
    /// `StringEquals`: `*` and `?` are themselves.
    Literal,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    /// This character.
    Same(char),
    /// Any one character, a colon only where `colons` says so.
    One { colons: bool },
    /// Any run of characters, colons only where `colons` says so.
    Run { colons: bool },
    /// The value of a key of the request.
    Variable {
        key: String,
        default: Option<String>,
    },
}

/// What came of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matched {
    Yes,
    No,
    /// It may be, but a variable has no single value in this request: nothing is like it.
    Unresolved,
}

/// The plain meaning of a pattern, where it has one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Shape {
    /// One text.
    Exact(String),
    /// Every text that starts so.
    Under(String),
}

/// A text of a policy, read once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    place: Place,
    tokens: Vec<Token>,
}

/// Parts of an ARN before the last one.
const ARN_PARTS_BEFORE_LAST: usize = 5;

impl Pattern {
    /// Any text can be read; what is no variable stands for itself.
    pub(crate) fn parse(text: &str, place: Place, version: Version) -> Self {
        let variables = place != Place::Action && version == Version::V2012;
        let wildcards = place != Place::Literal;
        let mut tokens = Vec::with_capacity(text.len());
        let (mut rest, mut colons) = (text, 0);
        while let Some(next) = rest.chars().next() {
            if variables && let Some((inside, after)) = variable(rest) {
                tokens.push(special(inside));
                rest = after;
                continue;
            }
            rest = &rest[next.len_utf8()..];
            let last_part = match place {
                Place::Resource | Place::Arn => colons >= ARN_PARTS_BEFORE_LAST,
                Place::Action | Place::Text | Place::Literal => true,
            };
            tokens.push(match next {
                '?' if wildcards => Token::One { colons: last_part },
                '*' if wildcards => Token::Run {
                    colons: last_part
                        || (place == Place::Resource && (rest.is_empty() || rest.starts_with(':'))),
                },
                other => {
                    colons += usize::from(other == ':');
                    Token::Same(other)
                }
            });
        }
        Self {
            text: text.to_owned(),
            place,
            tokens,
        }
    }

    /// A pattern for actions.
    pub(crate) fn of_action(text: &str) -> Self {
        Self::parse(text, Place::Action, Version::V2012)
    }

    /// A pattern for resources.
    pub(crate) fn of_resource(text: &str) -> Self {
        Self::parse(text, Place::Resource, Version::V2012)
    }

    /// As written in the policy.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it names an ARN's six parts.
    pub(crate) fn has_arn_parts(&self) -> bool {
        let colons = self.tokens.iter().filter(|t| **t == Token::Same(':'));
        colons.count() >= ARN_PARTS_BEFORE_LAST
    }

    /// Compares a text of the request.
    pub(crate) fn matches(&self, text: &str, context: &Context, ignore_case: bool) -> Matched {
        let (tokens, complete) = self.resolved(context);
        if !matches(&tokens, text, ignore_case) {
            Matched::No
        } else if complete {
            Matched::Yes
        } else {
            Matched::Unresolved
        }
    }

    /// The tokens with variables replaced, a value's own `*` and `?` being characters, and whether each variable
    /// had a value. One that has none is anything at all.
    fn resolved(&self, context: &Context) -> (Cow<'_, [Token]>, bool) {
        if !self.has_variables() {
            return (Cow::Borrowed(&self.tokens), true);
        }
        let mut tokens = Vec::with_capacity(self.tokens.len());
        let mut complete = true;
        for token in &self.tokens {
            match token {
                Token::Variable { key, default } => {
                    if let Some(value) = context.single(key).or(default.as_deref()) {
                        tokens.extend(value.chars().map(Token::Same));
                    } else {
                        tokens.push(Token::Run { colons: true });
                        complete = false;
                    }
                }
                other => tokens.push(other.clone()),
            }
        }
        (Cow::Owned(tokens), complete)
    }

    /// Whether it holds variables.
    pub(crate) fn has_variables(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| matches!(token, Token::Variable { .. }))
    }

    /// Its plain meaning; none where it has wildcards inside or variables.
    pub(crate) fn shape(&self) -> Option<Shape> {
        let mut plain = String::new();
        for (index, token) in self.tokens.iter().enumerate() {
            match token {
                Token::Same(character) => plain.push(*character),
                Token::Run { .. } if index + 1 == self.tokens.len() => {
                    return Some(Shape::Under(plain));
                }
                Token::Run { .. } | Token::One { .. } | Token::Variable { .. } => return None,
            }
        }
        Some(Shape::Exact(plain))
    }

    /// A text that it matches and that nothing matches by chance, with `fill` in place of each
    /// wildcard; the variables' keys get `fill` as their value in `context`.
    pub(crate) fn sample(&self, fill: &str, context: &mut Context) -> String {
        let mut text = String::new();
        for token in &self.tokens {
            match token {
                Token::Same(character) => text.push(*character),
                Token::One { .. } => text.extend(fill.chars().next()),
                Token::Run { .. } => text.push_str(fill),
                Token::Variable { key, .. } => {
                    if context.single(key).is_none() {
                        context.set(key, fill);
                    }
                    text.push_str(context.single(key).unwrap_or_default());
                }
            }
        }
        text
    }

    /// A text that both match, in which a run that both leave open is `fill`; none when there is none. Variables
    /// count as `fill`.
    pub(crate) fn common_sample(&self, other: &Self, fill: &str) -> Option<String> {
        // Most differ before either has a wildcard; the way through both is long.
        let heads = self.tokens.iter().zip(&other.tokens);
        let mut heads = heads.take_while(|pair| matches!(pair, (Token::Same(_), Token::Same(_))));
        if heads.any(|(own, other)| own != other) {
            return None;
        }
        let mut context = Context::default();
        self.sample(fill, &mut context);
        other.sample(fill, &mut context);
        common(
            &self.resolved(&context).0,
            &other.resolved(&context).0,
            fill,
        )
    }
}

/// Whether a text is like tokens that hold no variables.
fn matches(tokens: &[Token], text: &str, ignore_case: bool) -> bool {
    let same = |a: char, b: char| a == b || (ignore_case && a.to_lowercase().eq(b.to_lowercase()));
    // Most patterns differ from a text before their first wildcard.
    let mut rest = text.chars();
    let plain = tokens
        .iter()
        .take_while(|token| matches!(token, Token::Same(_)))
        .count();
    let (head, tokens) = tokens.split_at(plain);
    for token in head {
        match (token, rest.next()) {
            (Token::Same(wanted), Some(character)) if same(*wanted, character) => {}
            _ => return false,
        }
    }
    if tokens.is_empty() {
        return rest.next().is_none();
    }
    // Which counts of tokens can have been used up by the text so far.
    let mut open = vec![false; tokens.len() + 1];
    let mut next = open.clone();
    open[0] = true;
    skip_runs(tokens, &mut open);
    for character in rest {
        next.fill(false);
        for (index, token) in tokens.iter().enumerate().filter(|(i, _)| open[*i]) {
            match token {
                Token::Same(wanted) if same(*wanted, character) => next[index + 1] = true,
                Token::One { colons } if *colons || character != ':' => next[index + 1] = true,
                Token::Run { colons } if *colons || character != ':' => next[index] = true,
                _ => {}
            }
        }
        skip_runs(tokens, &mut next);
        std::mem::swap(&mut open, &mut next);
    }
    open.last() == Some(&true)
}

/// A run may be empty, so that the token behind it is reached as well.
fn skip_runs(tokens: &[Token], open: &mut [bool]) {
    for (index, token) in tokens.iter().enumerate() {
        if open[index] && matches!(token, Token::Run { .. }) {
            open[index + 1] = true;
        }
    }
}

/// The inside of a `${…}` at the start of a text, and what follows it.
fn variable(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("${")?.split_once('}')
}

fn special(inside: &str) -> Token {
    match inside {
        "*" => Token::Same('*'),
        "?" => Token::Same('?'),
        "$" => Token::Same('$'),
        other => {
            let (key, rest) = other.split_once(',').unwrap_or((other, ""));
            let default = rest
                .trim()
                .strip_prefix('\'')
                .and_then(|rest| rest.strip_suffix('\''));
            Token::Variable {
                key: key.trim().to_owned(),
                default: default.map(str::to_owned),
            }
        }
    }
}

/// The way through two patterns at once, breadth first, so that it is found in
/// the product of their lengths.
fn common(a: &[Token], b: &[Token], fill: &str) -> Option<String> {
    let mut from: Vec<Vec<Option<(usize, usize, String)>>> =
        vec![vec![None; b.len() + 1]; a.len() + 1];
    let mut queue = std::collections::VecDeque::from([(0, 0)]);
    from[0][0] = Some((0, 0, String::new()));
    while let Some((left, right)) = queue.pop_front() {
        let mut steps = Vec::new();
        match (a.get(left), b.get(right)) {
            (Some(Token::Run { .. }), Some(Token::Run { .. })) => {
                steps.push((left + 1, right + 1, fill.to_owned()));
                steps.push((left + 1, right, String::new()));
                steps.push((left, right + 1, String::new()));
            }
            (Some(Token::Run { colons }), other) => {
                if let Some(text) = other.and_then(|token| one(token, *colons, fill)) {
                    steps.push((left, right + 1, text));
                }
                steps.push((left + 1, right, String::new()));
            }
            (other, Some(Token::Run { colons })) => {
                if let Some(text) = other.and_then(|token| one(token, *colons, fill)) {
                    steps.push((left + 1, right, text));
                }
                steps.push((left, right + 1, String::new()));
            }
            (Some(one), Some(other)) => {
                if let Some(text) = both(one, other, fill) {
                    steps.push((left + 1, right + 1, text));
                }
            }
            _ => {}
        }
        for (to_left, to_right, text) in steps {
            let place = &mut from[to_left][to_right];
            if place.is_none() {
                *place = Some((left, right, text));
                queue.push_back((to_left, to_right));
            }
        }
    }
    let (mut left, mut right) = (a.len(), b.len());
    let mut pieces = Vec::new();
    while (left, right) != (0, 0) {
        let (before_left, before_right, text) = from[left][right].clone()?;
        pieces.push(text);
        (left, right) = (before_left, before_right);
    }
    pieces.reverse();
    Some(pieces.concat())
}

/// A text for one token under another's run.
fn one(token: &Token, colons: bool, fill: &str) -> Option<String> {
    match token {
        Token::Same(':') if !colons => None,
        Token::Same(character) => Some(character.to_string()),
        Token::One { .. } => fill.chars().next().map(String::from),
        Token::Run { .. } | Token::Variable { .. } => None,
    }
}

fn both(a: &Token, b: &Token, fill: &str) -> Option<String> {
    match (a, b) {
        (Token::Same(x), Token::Same(y)) => (x == y).then(|| x.to_string()),
        (Token::Same(x), Token::One { colons }) | (Token::One { colons }, Token::Same(x)) => {
            (*colons || *x != ':').then(|| x.to_string())
        }
        (Token::One { .. }, Token::One { .. }) => fill.chars().next().map(String::from),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, place: Place, text: &str) -> bool {
        Pattern::parse(pattern, place, Version::V2012).matches(
            text,
            &Context::default(),
            place == Place::Action,
        ) == Matched::Yes
    }

    #[test]
    fn wildcards_and_escapes() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*", "a", true),
            ("a*c", "abc", true),
            ("a*c", "abcd", false),
            ("a?c", "ac", false),
            ("a??c", "abbc", true),
            ("*b*b", "abab", true),
            ("a${*}", "a*", true),
            ("a${*}", "ab", false),
            ("a${?}", "a?", true),
            ("a${?}", "ab", false),
            ("${$}{x}", "${x}", true),
            ("${", "${", true),
            ("Año?", "Años", true),
            ("A", "a", false),
        ] {
            assert_eq!(
                matches(pattern, Place::Text, text),
                expected,
                "{pattern} {text}"
            );
        }
        assert!(matches("a*", Place::Literal, "a*"));
        assert!(!matches("a*", Place::Literal, "ab"));
        assert!(matches("S3:get*", Place::Action, "s3:GetObject"));
        // Under the older language a variable is plain text with wildcards.
        let old = Pattern::parse("${*}", Place::Text, Version::V2008);
        assert_eq!(
            old.matches("${abc}", &Context::default(), false),
            Matched::Yes
        );
        assert_eq!(old.matches("*", &Context::default(), false), Matched::No);
    }

    #[test]
    fn the_parts_of_an_arn_keep_wildcards_inside_except_at_a_part_s_end() {
        for (pattern, text, expected) in [
            ("arn:aws:sqs:us-*-1:1:q", "arn:aws:sqs:us-east-1:1:q", true),
            ("arn:aws:sqs:us-*-1:1:q", "arn:aws:sqs:us-a:b-1:1:q", false),
            ("arn:aws:sqs:?:1:q", "arn:aws:sqs:::1:q", false),
            ("arn:aws:s3:::b/*", "arn:aws:s3:::b/a:b/c", true),
            ("arn:aws:s3:::b/?", "arn:aws:s3:::b/:", true),
        ] {
            assert_eq!(
                matches(pattern, Place::Resource, text),
                expected,
                "{pattern}"
            );
            assert_eq!(matches(pattern, Place::Arn, text), expected, "{pattern}");
        }
        for (pattern, text) in [
            ("arn:aws:s3:*", "arn:aws:s3:::b/k"),
            ("arn:aws:sqs:*:q", "arn:aws:sqs:us-east-1:1:q"),
        ] {
            assert!(matches(pattern, Place::Resource, text));
            assert!(!matches(pattern, Place::Arn, text));
        }
    }

    #[test]
    fn a_variable_is_its_value_as_plain_text() {
        let pattern = Pattern::parse("home/${aws:UserName}/*", Place::Text, Version::V2012);
        let mut context = Context::default();
        assert_eq!(
            pattern.matches("home/a/x", &context, false),
            Matched::Unresolved
        );
        context.set("AWS:username", "a*");
        assert_eq!(pattern.matches("home/a*/x", &context, false), Matched::Yes);
        assert_eq!(pattern.matches("home/ab/x", &context, false), Matched::No);
        context.set_many("aws:username", &["a", "b"]);
        assert_eq!(
            pattern.matches("home/a/x", &context, false),
            Matched::Unresolved
        );
        let other = Pattern::parse("${x:y, 'none'}", Place::Text, Version::V2012);
        assert_eq!(other.matches("none", &context, false), Matched::Yes);
    }

    #[test]
    fn samples_are_matched_by_what_they_are_samples_of() {
        let texts = [
            "*",
            "a*c",
            "?b*",
            "a*",
            "*c",
            "arn:aws:s3:::b/*",
            "arn:aws:s3:::b/in/*",
            "arn:*:s3:::b/*/x",
            "q",
            "arn:aws:s3:::${aws:username}/*",
        ];
        for a in texts {
            for b in texts {
                let [x, y] = [a, b].map(|t| Pattern::parse(t, Place::Resource, Version::V2012));
                if let Some(text) = x.common_sample(&y, "~probe") {
                    let mut context = Context::default();
                    context.set("aws:username", "~probe");
                    for pattern in [&x, &y] {
                        assert_eq!(
                            pattern.matches(&text, &context, false),
                            Matched::Yes,
                            "{a} and {b}: {text}"
                        );
                    }
                }
            }
        }
        let [x, y] = ["a*c", "?b*"].map(|t| Pattern::parse(t, Place::Text, Version::V2012));
        assert!(x.common_sample(&y, "~").is_some());
        let [x, y] = ["a*", "b*"].map(|t| Pattern::parse(t, Place::Text, Version::V2012));
        assert_eq!(x.common_sample(&y, "~"), None);
    }
}
