//! Takes secrets out of a text before anybody sees it again: keys, session tokens, and tokens of pods.

/// What stands in a secret's place.
const HIDDEN: &str = "(hidden)";
/// Most characters of a line that is shown.
const SHOWN: usize = 300;
/// How the session tokens of AWS start.
const SESSION_STARTS: [&str; 6] = ["IQoJ", "FwoG", "FQoG", "AgoJ", "AgoG", "AQoD"];

/// The text without its secrets; names, ARNs and errors stay as they are.
///
/// ```
/// use roleport_domain::doctor::redacted;
///
/// assert_eq!(redacted("AWS_SECRET_ACCESS_KEY=abc\nAWS_REGION=eu-west-1"), "AWS_SECRET_ACCESS_KEY=(hidden)\nAWS_REGION=eu-west-1");
/// ```
pub fn redacted(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for (place, line) in text.split('\n').enumerate() {
        if place > 0 {
            clean.push('\n');
        }
        clean.push_str(&words(&named(line)));
    }
    clean
}

/// One line of a text, as it may be shown.
pub(super) fn quoted(line: &str) -> String {
    let clean = redacted(line.trim());
    let visible: String = clean
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    match visible.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", visible.get(..end).unwrap_or_default()),
        None => visible,
    }
}

/// Whether what goes by this name is a secret. Where a token's file is, and an error's code, are none.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace(['_', '-'], "");
    let named = ["secret", "password", "passwd", "authorization", "apikey"]
        .iter()
        .any(|part| name.contains(part))
        || name.ends_with("token");
    // The names of a service account's secret and of its settings, and where something lies, are no secrets.
    let harmless = [
        "secrets",
        "imagepullsecrets",
        "automountserviceaccounttoken",
        "automounttoken",
    ];
    named && !harmless.contains(&name.as_str())
}

/// A line without what is given to a secret's name, as in `NAME=value`, `"Name": "value"` and `Name: value`.
fn named(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(place) = rest.find(['=', ':']) {
        let (before, after) = rest.split_at(place);
        let name: String = before
            .trim_end_matches(['"', '\'', '\\', ' ', '\t'])
            .chars()
            .rev()
            .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
            .collect();
        let name: String = name.chars().rev().collect();
        let value = after.get(1..).unwrap_or_default();
        clean.push_str(before);
        clean.push_str(after.get(..1).unwrap_or_default());
        rest = value;
        let by = after.chars().next().unwrap_or_default();
        let is_spaced = value.starts_with([' ', '\t', '"', '\'', '\\']);
        if is_secret(&name) && (by == '=' || is_spaced) && is_given(before, &name, by) {
            let mut secret = value.trim_start_matches([' ', '\t', '"', '\'', '\\']);
            for scheme in ["Bearer ", "Basic "] {
                secret = secret.strip_prefix(scheme).unwrap_or(secret);
            }
            let lead = value.len() - secret.len();
            clean.push_str(value.get(..lead).unwrap_or_default());
            let end = secret
                .find(|c: char| {
                    c.is_whitespace() || matches!(c, '"' | '\'' | '\\' | ',' | '&' | ';')
                })
                .unwrap_or(secret.len());
            if end > 0 {
                clean.push_str(HIDDEN);
            }
            rest = secret.get(end..).unwrap_or_default();
        }
    }
    clean.push_str(rest);
    clean
}

/// Whether a value follows, and no sentence as in `.../token: permission denied` or `InvalidIdentityToken: No …`.
fn is_given(before: &str, name: &str, by: char) -> bool {
    let lead = before
        .trim_end_matches(['"', '\'', '\\', ' ', '\t'])
        .strip_suffix(name)
        .unwrap_or_default();
    let is_error = ["Invalid", "Expired", "Missing", "Incorrect", "Malformed"]
        .iter()
        .any(|start| name.starts_with(start));
    let is_key = lead.trim_matches([' ', '\t', '-', '{', ',']).is_empty()
        || lead.ends_with(['"', '\'', '\\'])
        || name.contains('_')
        || name.chars().skip(1).any(|c| c.is_ascii_uppercase());
    !is_error && !lead.ends_with('/') && (by == '=' || is_key)
}

/// A text without the words that look like a secret, whatever their name.
fn words(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut word = String::new();
    for character in text.chars() {
        if character.is_ascii_alphanumeric()
            || matches!(character, '+' | '/' | '=' | '_' | '-' | '.')
        {
            word.push(character);
        } else {
            clean.push_str(&without_secret(&word));
            word.clear();
            clean.push(character);
        }
    }
    clean.push_str(&without_secret(&word));
    clean
}

fn without_secret(word: &str) -> String {
    // `NAME=value` is one word.
    let (name, value) = word.split_once('=').unwrap_or(("", word));
    let kept = if name.is_empty() {
        String::new()
    } else {
        format!("{name}=")
    };
    if is_jwt(value) || is_session_token(value) || is_secret_key(value) {
        return format!("{kept}{HIDDEN}");
    }
    if is_key_id(value) {
        let kind = value.get(..4).unwrap_or_default();
        return format!("{kept}{kind}…");
    }
    word.to_owned()
}

/// A token of a pod, or any other JSON Web Token: `{"` in base64 is `eyJ`.
pub(super) fn is_jwt(word: &str) -> bool {
    word.find("eyJ").is_some_and(|start| {
        let token = word.get(start..).unwrap_or_default();
        token.len() > 30 && token.contains('.')
    })
}

fn is_session_token(word: &str) -> bool {
    word.len() >= 60 && SESSION_STARTS.iter().any(|start| word.contains(start))
}

/// Forty characters of three sorts, as AWS makes its secret keys.
fn is_secret_key(word: &str) -> bool {
    let has = |sort: fn(&char) -> bool| word.chars().any(|c| sort(&c));
    word.len() == 40
        && word
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_lowercase)
        && has(char::is_ascii_digit)
}

/// The id of a key: no secret, but nobody else's business.
fn is_key_id(word: &str) -> bool {
    word.len() == 20
        && (word.starts_with("AKIA") || word.starts_with("ASIA"))
        && word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}
