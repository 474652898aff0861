//! Grants as they are typed, stored and shown: one line of what an application may do.

use std::fmt;

use roleport_lang::{Text, text};
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error as _, MapAccess, Visitor},
    ser::SerializeMap as _,
};

use crate::{
    bucket::is_old_name,
    rules::Risk,
    scope::Scope,
    service::{Field, Home, Service},
};

/// One line of what an application may do, as typed: a service, a text for each of its fields, and
/// what may be done.
///
/// In JSON the texts stand beside the service: `{"service": "s3", "bucket": "data", "prefix": "in/",
/// "access": ["read"]}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The service.
    pub service: Service,
    texts: Vec<String>,
    /// What may be done.
    pub access: Vec<Access>,
}

impl Default for Grant {
    fn default() -> Self {
        Self::empty(Service::default())
    }
}

impl Grant {
    /// One of a service, with nothing typed.
    pub fn empty(service: Service) -> Self {
        Self {
            service,
            texts: vec![String::new(); service.template().fields.len()],
            access: Vec::new(),
        }
    }

    /// One of S3.
    pub fn s3(bucket: &str, prefix: &str, access: &[Access]) -> Self {
        Self::of(
            Service::S3,
            vec![bucket.to_owned(), prefix.to_owned()],
            access.to_vec(),
        )
    }

    /// With as many texts as the service has fields.
    pub(crate) fn of(service: Service, mut texts: Vec<String>, access: Vec<Access>) -> Self {
        texts.resize(service.template().fields.len(), String::new());
        Self {
            service,
            texts,
            access,
        }
    }

    /// Each field with its text.
    pub fn texts(&self) -> impl Iterator<Item = (&'static Field, &str)> {
        let fields = self.service.template().fields.iter();
        fields.zip(self.texts.iter().map(String::as_str))
    }

    /// What a field of this name holds; nothing where the service has no such field.
    pub fn text(&self, name: &str) -> &str {
        self.texts()
            .find(|(field, _)| field.name == name)
            .map_or("", |(_, text)| text)
    }

    /// Writes into a field; false where the service has no field of this name.
    pub fn set(&mut self, name: &str, text: String) -> bool {
        let fields = self.service.template().fields.iter();
        let place = fields
            .zip(&mut self.texts)
            .find(|(field, _)| field.name == name);
        match place {
            Some((_, place)) => {
                *place = text;
                true
            }
            None => false,
        }
    }

    /// The bucket that it names, where it names one.
    pub fn bucket(&self) -> Option<&str> {
        Some(self.text("bucket")).filter(|bucket| !bucket.is_empty())
    }

    /// Names of buckets that these name and S3 would give to no new bucket: whoever approved them has
    /// admitted those.
    pub fn old_buckets<'g>(grants: impl IntoIterator<Item = &'g Self>) -> Vec<String> {
        let named = grants.into_iter().filter_map(Self::bucket);
        named
            .filter(|bucket| is_old_name(bucket))
            .map(str::to_owned)
            .collect()
    }

    /// What is risky about one of its accesses.
    pub(crate) fn risks(&self, access: Access) -> Vec<Risk> {
        (self.service.template().risks)(&Scope::of_text(self).texts, access)
    }

    /// With its texts as they are stored; none where one of them is wrong.
    pub(crate) fn stored(&self, home: Option<&Home<'_>>) -> Option<Self> {
        let texts = (self.service.template().parse)(self, home);
        let texts = texts.into_iter().collect::<Result<Vec<_>, _>>().ok()?;
        Some(Self::of(self.service, texts, self.access.clone()))
    }

    /// The resource in a few words, such as `s3://bucket/prefix`.
    pub fn address(&self) -> Text {
        (self.service.template().address)(&Scope::of_text(self).texts)
    }

    /// What may be done, such as `list and read`.
    pub fn access_words(&self) -> Text {
        access_words(self.access.iter().copied())
    }

    /// The same where any of it is enough, such as `list or read`.
    pub fn any_access_words(&self) -> Text {
        let verbs = verbs(self.access.iter().copied());
        match verbs.as_slice() {
            [rest @ .., last] if !rest.is_empty() => {
                text!(grants_or, rest = Text::joined(rest, ", "), last = last)
            }
            _ => self.access_words(),
        }
    }

    /// The whole grant in words, such as `list and read objects under s3://bucket/in/`.
    pub fn describe(&self) -> Text {
        let texts = Scope::of_text(self).texts;
        (self.service.template().sentence)(&texts, &self.access_words())
    }
}

impl Serialize for Grant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.texts.len() + 2))?;
        map.serialize_entry("service", &self.service)?;
        for (field, text) in self.texts() {
            map.serialize_entry(field.name, text)?;
        }
        map.serialize_entry("access", &self.access)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Grant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Grant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a grant: its service, the service's fields, and access")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Grant, M::Error> {
        let mut service: Option<Service> = None;
        let mut access: Option<Vec<Access>> = None;
        // In any order: which fields there may be is only known with the service.
        let mut typed: Vec<(String, String)> = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "service" => service = Some(map.next_value()?),
                "access" => access = Some(map.next_value()?),
                _ => typed.push((name, map.next_value()?)),
            }
        }
        let service = service.ok_or_else(|| M::Error::missing_field("service"))?;
        let template = service.template();
        // What is left out is empty: what is wrong with that is said beside its field.
        let mut grant = Grant::empty(service);
        for (name, text) in typed {
            if !grant.set(&name, text) {
                let known: Vec<_> = template.fields.iter().map(|field| field.name).collect();
                return Err(M::Error::custom(format_args!(
                    "unknown field `{name}`; {service} has {}, access",
                    known.join(", ")
                )));
            }
        }
        grant.access = match access {
            Some(access) => access,
            None if template.accesses.len() == 1 => template.accesses.to_vec(),
            None => Vec::new(),
        };
        Ok(grant)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Grant {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Grant".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let services: Vec<_> = Service::ALL.into_iter().map(schema).collect();
        schemars::json_schema!({
            "description": "One line of what an application may do.",
            "oneOf": services,
        })
    }
}

/// JSON Schema of the grants of a service.
#[cfg(feature = "schema")]
pub fn schema(service: Service) -> serde_json::Value {
    use serde_json::{Map, Value, json};

    let template = service.template();
    let mut properties = Map::new();
    let mut required = vec!["service"];
    properties.insert(
        "service".to_owned(),
        json!({ "type": "string", "enum": [template.name], "description": template.title() }),
    );
    for field in template.fields {
        let mut text = Map::new();
        text.insert("type".to_owned(), "string".into());
        text.insert("description".to_owned(), String::from(field.hint()).into());
        if let Some(pattern) = field.pattern {
            text.insert("pattern".to_owned(), pattern.into());
        }
        if !field.optional {
            text.insert("minLength".to_owned(), 1.into());
            required.push(field.name);
        }
        properties.insert(field.name.to_owned(), Value::Object(text));
    }
    let names: Vec<_> = template.accesses.iter().map(|one| one.as_str()).collect();
    properties.insert(
        "access".to_owned(),
        json!({
            "type": "array",
            "description": "What may be done.",
            "items": { "type": "string", "enum": names },
            // Where there is one, it need not be said.
            "minItems": usize::from(template.accesses.len() > 1),
            "uniqueItems": true,
        }),
    );
    if template.accesses.len() > 1 {
        required.push("access");
    }
    json!({
        "type": "object",
        "description": template.title(),
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// What may be done with a resource. Which of them there are depends on the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// See which objects there are.
    List,
    /// Read; in S3 it brings listing along, since without it a missing object answers 403.
    Read,
    /// Create and overwrite.
    Write,
    /// Delete.
    Delete,
    /// Take messages off a queue.
    Receive,
    /// Put messages into a queue.
    Send,
    /// Publish to a topic.
    Publish,
    /// Decrypt with a key.
    Decrypt,
    /// Encrypt with a key.
    Encrypt,
    /// Run queries.
    Query,
    /// Do what a custom statement says.
    Use,
}

impl Access {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Self; 11] = [
        Self::List,
        Self::Read,
        Self::Write,
        Self::Delete,
        Self::Receive,
        Self::Send,
        Self::Publish,
        Self::Decrypt,
        Self::Encrypt,
        Self::Query,
        Self::Use,
    ];

    /// Its name in forms and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Read => "read",
            Self::Write => "write",
            Self::Delete => "delete",
            Self::Receive => "receive",
            Self::Send => "send",
            Self::Publish => "publish",
            Self::Decrypt => "decrypt",
            Self::Encrypt => "encrypt",
            Self::Query => "query",
            Self::Use => "use",
        }
    }

    /// Its part of a statement's name.
    pub(crate) const fn sid(self) -> &'static str {
        match self {
            Self::List => "List",
            Self::Read => "Read",
            Self::Write => "Write",
            Self::Delete => "Delete",
            Self::Receive => "Receive",
            Self::Send => "Send",
            Self::Publish => "Publish",
            Self::Decrypt => "Decrypt",
            Self::Encrypt => "Encrypt",
            Self::Query => "Query",
            Self::Use => "Use",
        }
    }

    /// Its name on a form.
    pub fn label(self) -> Text {
        match self {
            Self::List => text!(grants_label_list),
            Self::Read => text!(grants_label_read),
            Self::Write => text!(grants_label_write),
            Self::Delete => text!(grants_label_delete),
            Self::Receive => text!(grants_label_receive),
            Self::Send => text!(grants_label_send),
            Self::Publish => text!(grants_label_publish),
            Self::Decrypt => text!(grants_label_decrypt),
            Self::Encrypt => text!(grants_label_encrypt),
            Self::Query => text!(grants_label_query),
            Self::Use => text!(grants_label_use),
        }
    }

    /// As the verb of a sentence.
    fn verb(self) -> Text {
        match self {
            Self::List => text!(grants_verb_list),
            Self::Read => text!(grants_verb_read),
            Self::Write => text!(grants_verb_write),
            Self::Delete => text!(grants_verb_delete),
            Self::Receive => text!(grants_verb_receive),
            Self::Send => text!(grants_verb_send),
            Self::Publish => text!(grants_verb_publish),
            Self::Decrypt => text!(grants_verb_decrypt),
            Self::Encrypt => text!(grants_verb_encrypt),
            Self::Query => text!(grants_verb_query),
            Self::Use => text!(grants_verb_use),
        }
    }
}

/// Bucket and prefix of an address such as `s3://bucket/prefix`, with or without white space
/// around it; nothing for any other text.
///
/// ```
/// use roleport_domain::grant::split_url;
///
/// assert_eq!(split_url(" s3://data/in/day/ "), Some(("data", "in/day/")));
/// assert_eq!(split_url("s3://data"), Some(("data", "")));
/// assert_eq!(split_url("data"), None);
/// ```
pub fn split_url(text: &str) -> Option<(&str, &str)> {
    let address = text.trim().strip_prefix("s3://")?;
    Some(address.split_once('/').unwrap_or((address, "")))
}

/// `s3://bucket/prefix`, or `s3://bucket` for a whole bucket.
pub(crate) fn s3_url(bucket: &str, prefix: &str) -> String {
    let slash = if prefix.is_empty() { "" } else { "/" };
    format!("s3://{bucket}{slash}{prefix}")
}

/// A grant of S3 in a sentence's middle.
pub(crate) fn describe_s3(bucket: &str, prefix: &str, verbs: &Text) -> Text {
    let url = s3_url(bucket, prefix);
    if prefix.is_empty() {
        text!(grants_whole_bucket, verbs = verbs, url = url)
    } else {
        text!(grants_prefix, verbs = verbs, url = url)
    }
}

/// In the order of [`Access::ALL`], each once, joined as in a sentence.
pub(crate) fn access_words(access: impl IntoIterator<Item = Access>) -> Text {
    match verbs(access).as_slice() {
        [] => text!(grants_nothing),
        [only] => only.clone(),
        [rest @ .., last] => text!(grants_and, rest = Text::joined(rest, ", "), last = last),
    }
}

fn verbs(access: impl IntoIterator<Item = Access>) -> Vec<Text> {
    let given: Vec<_> = access.into_iter().collect();
    Access::ALL
        .into_iter()
        .filter(|access| given.contains(access))
        .map(Access::verb)
        .collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that panics has failed")]
mod tests {
    use super::*;

    fn grant(prefix: &str, access: &[Access]) -> Grant {
        Grant::s3("data", prefix, access)
    }

    #[test]
    fn grants_read_as_sentences() {
        assert_eq!(
            grant("in/", &[Access::Write, Access::Read, Access::List]).describe(),
            "list, read and write objects under s3://data/in/"
        );
        assert_eq!(
            grant("", &[Access::Delete]).describe(),
            "delete all objects in the bucket s3://data"
        );
        assert_eq!(grant("", &[]).access_words(), "nothing");
        assert_eq!(
            grant("", &[Access::Read, Access::Write]).access_words(),
            "read and write"
        );
    }

    #[test]
    fn the_json_form_names_the_service_and_refuses_what_it_does_not_know() {
        let text = r#"{"service":"s3","bucket":"data","access":["list","read"]}"#;
        let read: Result<Grant, _> = serde_json::from_str(text);
        assert_eq!(read.ok(), Some(grant("", &[Access::List, Access::Read])));
        for text in [
            r#"{"service":"sqs","bucket":"data","access":["send"]}"#,
            r#"{"service":"ec2","bucket":"data","access":["read"]}"#,
            r#"{"service":"s3","bucket":"data","access":["all"]}"#,
            r#"{"service":"s3","bucket":"data","access":["read"],"prefx":"in/"}"#,
            r#"{"bucket":"data","access":["read"]}"#,
        ] {
            assert!(serde_json::from_str::<Grant>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn every_service_comes_back_from_json_as_it_went() {
        for service in Service::ALL {
            let mut grant = Grant::empty(service);
            for field in service.template().fields {
                assert!(grant.set(field.name, format!("the {}", field.name)));
            }
            grant.access = service.template().accesses.to_vec();
            let text = serde_json::to_string(&grant).unwrap();
            assert!(
                text.starts_with(&format!(r#"{{"service":"{service}","#)),
                "{text}"
            );
            assert_eq!(serde_json::from_str::<Grant>(&text).unwrap(), grant);
        }
    }

    #[test]
    fn where_there_is_one_access_it_need_not_be_said() {
        let text = r#"{"service":"sns","topic":"alerts"}"#;
        let read: Grant = serde_json::from_str(text).unwrap();
        assert_eq!(read.access, [Access::Publish]);
        assert_eq!(read.describe(), "publish to the topic alerts");
    }
}
