//! The chain of the audit history: each event's hash covers the hash of the one before it.
//!
//! The database computes the hash when an event is written (migrations/0003_audit.sql); this is the
//! same computation, so that a check does not trust the database that it checks.

use std::{fmt, str::FromStr};

use sha2::{Digest as _, Sha256};

/// SHA-256 of an event, written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EventHash([u8; 32]);

impl EventHash {
    /// What the first event has before it.
    pub const GENESIS: Self = Self([0; 32]);
    /// Stands for stored bytes that are no hash: it equals none that was computed.
    pub const UNREADABLE: Self = Self([0xff; 32]);

    /// From the bytes that the database holds; none when they are not 32.
    pub fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Display for EventHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

/// The end of a chain, as it is noted somewhere else: `POSITION:HASH`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// How many events there are; 0 before the first.
    pub position: i64,
    /// The hash of the last one.
    pub hash: EventHash,
}

impl Head {
    /// The end of an empty chain.
    pub const START: Self = Self {
        position: 0,
        hash: EventHash::GENESIS,
    };
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.position, self.hash)
    }
}

/// A text that is no [`Head`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("write POSITION:HASH, such as 12: and the 64 hexadecimal digits that were noted with it")]
pub struct NotAHead;

impl FromStr for Head {
    type Err = NotAHead;

    fn from_str(text: &str) -> Result<Self, NotAHead> {
        let (position, hash) = text.trim().split_once(':').ok_or(NotAHead)?;
        let position = position.parse().map_err(|_| NotAHead)?;
        let bytes = hex::decode(hash).map_err(|_| NotAHead)?;
        let hash = EventHash::from_slice(&bytes).ok_or(NotAHead)?;
        if position < 0 {
            return Err(NotAHead);
        }
        Ok(Self { position, hash })
    }
}

/// An event with everything that its hash covers, and the hash that was stored with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainedEvent {
    /// Its place, from 1, without gaps.
    pub position: i64,
    /// The stored hash of the event before it.
    pub previous_hash: EventHash,
    /// The stored hash.
    pub hash: EventHash,
    /// Row id.
    pub id: i64,
    /// Microseconds since 1970.
    pub at_micros: i64,
    /// Such as `request.approved`.
    pub kind: String,
    /// Row of the person.
    pub person_id: Option<i64>,
    /// Their name at that time.
    pub actor_name: Option<String>,
    /// Their e-mail address at that time.
    pub actor_email: Option<String>,
    /// IP address.
    pub address: Option<String>,
    /// `portal`, `worker`, `cli` and the like.
    pub via: String,
    /// Which request.
    pub request_id: Option<i64>,
    /// Which role.
    pub role_id: Option<i64>,
    /// Its name at that time.
    pub role_name: Option<String>,
    /// The buckets it is about.
    pub buckets: Vec<String>,
    /// What happened.
    pub words: String,
    /// What the person wrote.
    pub comment: Option<String>,
    /// How it was, as the database writes the JSON.
    pub before: Option<String>,
    /// How it is, as the database writes the JSON.
    pub after: Option<String>,
}

impl ChainedEvent {
    /// The hash that belongs to its content, whatever was stored.
    pub fn computed_hash(&self) -> EventHash {
        let mut fields = Fields(Sha256::new());
        fields.text("roleport event 1");
        fields.number(self.position);
        fields.bytes(&self.previous_hash.0);
        fields.number(self.id);
        fields.number(self.at_micros);
        fields.text(&self.kind);
        fields.optional_number(self.person_id);
        fields.optional(self.actor_name.as_deref());
        fields.optional(self.actor_email.as_deref());
        fields.optional(self.address.as_deref());
        fields.text(&self.via);
        fields.optional_number(self.request_id);
        fields.optional_number(self.role_id);
        fields.optional(self.role_name.as_deref());
        fields.text(&self.buckets.len().to_string());
        for bucket in &self.buckets {
            fields.text(bucket);
        }
        fields.text(&self.words);
        fields.optional(self.comment.as_deref());
        fields.optional(self.before.as_deref());
        fields.optional(self.after.as_deref());
        EventHash(fields.0.finalize().into())
    }
}

/// Each field with its length before it, so that nothing can move from one field into the next.
struct Fields(Sha256);

impl Fields {
    fn bytes(&mut self, bytes: &[u8]) {
        // Postgres holds no field of 2 GiB, so that the length always fits.
        let length = i32::try_from(bytes.len()).unwrap_or(i32::MAX);
        self.0.update(length.to_be_bytes());
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// An absent field is not an empty one.
    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.update((-1_i32).to_be_bytes()),
        }
    }

    fn number(&mut self, number: i64) {
        self.text(&number.to_string());
    }

    fn optional_number(&mut self, number: Option<i64>) {
        self.optional(number.map(|number| number.to_string()).as_deref());
    }
}

/// What is wrong at a position.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The event's content is not what its hash was made of.
    Edited,
    /// The event is missing, and later ones are there.
    Removed,
    /// The event does not belong after the one before it: inserted, or moved from elsewhere.
    OutOfPlace,
    /// A second event with the same position, or one behind the end of the chain.
    Inserted,
    /// The end of the chain is missing.
    Truncated,
    /// The end of the chain is noted with another hash than the last event has.
    HeadChanged,
    /// The event is consistent, but not the one whose hash was noted earlier.
    Rewritten,
    /// The event is whole, but the list by which a bucket's history is found does not have it.
    Unlisted,
}

impl Fault {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Edited => "edited",
            Self::Removed => "removed",
            Self::OutOfPlace => "out_of_place",
            Self::Inserted => "inserted",
            Self::Truncated => "truncated",
            Self::HeadChanged => "head_changed",
            Self::Rewritten => "rewritten",
            Self::Unlisted => "unlisted",
        }
    }

    /// What it means, as a sentence about the event.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Edited => "was edited: its content does not match its hash",
            Self::Removed => "was removed: it is missing, and later events are there",
            Self::OutOfPlace => {
                "is out of place: it was inserted, or moved here, or an event before it was replaced"
            }
            Self::Inserted => {
                "was inserted: it has a position of another event, or one after the end of the chain"
            }
            Self::Truncated => "was removed together with everything after it",
            Self::HeadChanged => {
                "is the last one, but the end of the chain is recorded with another hash"
            }
            Self::Rewritten => {
                "is not the event whose hash was noted: the history was written anew from there or from before"
            }
            Self::Unlisted => {
                "is whole, but was taken out of the list that finds a bucket's history"
            }
        }
    }
}

/// The first thing that is wrong with a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("event {position} {}", fault.words())]
pub struct Break {
    /// Where.
    pub position: i64,
    /// What.
    pub fault: Fault,
}

/// Checks a chain event by event; it keeps the last hash and nothing else.
#[derive(Debug, Clone, Copy)]
pub struct Verifier {
    last: Head,
    noted: Option<Head>,
}

impl Verifier {
    /// At the start of a chain. `noted` is an end of it that was noted at some time and must still
    /// be in it.
    pub fn new(noted: Option<Head>) -> Self {
        Self {
            last: Head::START,
            noted,
        }
    }

    /// Takes the next event, in the order of positions.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn step(&mut self, event: &ChainedEvent) -> Result<(), Break> {
        let expected = self.last.position + 1;
        let broken = |position, fault| Err(Break { position, fault });
        if event.position > expected {
            return broken(expected, Fault::Removed);
        }
        if event.position < expected {
            return broken(event.position, Fault::Inserted);
        }
        let follows = event.previous_hash == self.last.hash;
        let whole = event.computed_hash() == event.hash;
        match (follows, whole) {
            (true, true) => {}
            (true, false) => return broken(expected, Fault::Edited),
            (false, _) => return broken(expected, Fault::OutOfPlace),
        }
        self.last = Head {
            position: event.position,
            hash: event.hash,
        };
        match self.noted {
            Some(noted) if noted.position == expected && noted.hash != event.hash => {
                broken(expected, Fault::Rewritten)
            }
            _ => Ok(()),
        }
    }

    /// After the last event: compares with the recorded end of the chain, and gives it.
    ///
    /// # Errors
    /// When events are missing at the end, or there are more than were recorded.
    pub fn finish(self, recorded: Head) -> Result<Head, Break> {
        let broken = |position, fault| Err(Break { position, fault });
        let last = self.last;
        let noted = self.noted.map_or(0, |noted| noted.position);
        if recorded.position.max(noted) > last.position {
            return broken(last.position + 1, Fault::Truncated);
        }
        if recorded.position < last.position {
            return broken(recorded.position + 1, Fault::Inserted);
        }
        if recorded.hash != last.hash {
            return broken(last.position, Fault::HeadChanged);
        }
        Ok(last)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_as_it_is_written() {
        let head = Head {
            position: 12,
            hash: EventHash([0xab; 32]),
        };
        assert_eq!(head.to_string().parse(), Ok(head));
        for text in ["", "12", "12:", "x:ab", "-1:00", "12:zz", "12:abab"] {
            assert_eq!(text.parse::<Head>(), Err(NotAHead), "{text}");
        }
    }
}
