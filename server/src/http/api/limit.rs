//! How often a token may ask: so many requests at once, so many a minute.
//!
//! Each token has a bucket that fills evenly; all that is kept of it is when it will be full again
//! (the generic cell rate algorithm). Each server counts for itself.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use crate::config::ApiConfig;

/// Beyond this many, buckets that are full again are forgotten.
const MANY: usize = 1024;

/// The buckets of all tokens.
#[derive(Debug, Clone)]
pub(super) struct Limits {
    interval: Duration,
    burst: u32,
    full_at: Arc<Mutex<HashMap<i64, Instant>>>,
}

impl Limits {
    /// As configured.
    pub(super) fn new(config: &ApiConfig) -> Self {
        Self {
            interval: Duration::from_mins(1) / config.requests_per_minute.max(1),
            burst: config.burst.max(1),
            full_at: Arc::default(),
        }
    }

    /// Takes one request out of a token's bucket.
    ///
    /// # Errors
    /// How long to wait when it is empty.
    pub(super) fn take(&self, token: i64, now: Instant) -> Result<(), Duration> {
        let mut all = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() > MANY {
            all.retain(|_, full_at| *full_at > now);
        }
        let full_at = all.entry(token).or_insert(now);
        let next = (*full_at).max(now) + self.interval;
        let most = now + self.interval * self.burst;
        if next > most {
            return Err(next - most);
        }
        *full_at = next;
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_is_let_through_and_then_one_an_interval() {
        let limits = Limits::new(&ApiConfig {
            requests_per_minute: 60,
            burst: 3,
        });
        let start = Instant::now();
        for _ in 0..3 {
            limits.take(1, start).unwrap();
        }
        assert_eq!(limits.take(1, start), Err(Duration::from_secs(1)));
        // Another token is not held up, and a refused request costs nothing.
        limits.take(2, start).unwrap();
        let later = start + Duration::from_secs(1);
        limits.take(1, later).unwrap();
        assert!(limits.take(1, later).is_err());
    }
}
