//! Refused sign-ins of people nobody knows are part of the history, but not without a limit: the
//! history never shrinks, and anybody can have a sign-in refused.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

/// Refusals that are recorded in each [`WINDOW`]; the rest is counted.
const LIMIT: u32 = 30;
const WINDOW: Duration = Duration::from_mins(1);

#[derive(Debug)]
struct Counts {
    since: Instant,
    recorded: u32,
    left_out: u64,
}

/// Counts the refusals that this server has recorded lately.
#[derive(Debug, Default)]
pub struct Refusals(Mutex<Option<Counts>>);

impl Refusals {
    /// Whether to record one more, and how many were left out since the last that was.
    pub(super) fn admit(&self, now: Instant) -> Option<u64> {
        // A panic while it was held would leave only numbers behind.
        let mut held = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let counts = held.get_or_insert(Counts {
            since: now,
            recorded: 0,
            left_out: 0,
        });
        if now.duration_since(counts.since) >= WINDOW {
            counts.since = now;
            counts.recorded = 0;
        }
        if counts.recorded >= LIMIT {
            counts.left_out += 1;
            return None;
        }
        counts.recorded += 1;
        Some(std::mem::take(&mut counts.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_is_counted_and_told_of_afterwards() {
        let refusals = Refusals::default();
        let start = Instant::now();
        for _ in 0..LIMIT {
            assert_eq!(refusals.admit(start), Some(0));
        }
        for _ in 0..1000 {
            assert_eq!(refusals.admit(start + WINDOW / 2), None);
        }
        assert_eq!(refusals.admit(start + WINDOW), Some(1000));
        assert_eq!(refusals.admit(start + WINDOW), Some(0));
    }
}
