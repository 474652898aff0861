//! How often somebody may ask: an allowance for each token, person or address, which fills evenly
//! (the generic cell rate algorithm). Each server counts for itself.

use std::{
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, DefaultClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};
use http::{HeaderValue, header};
use roleport_app::portal::{PortalError, Viewer};
use tower_sessions::Session;

use super::{AppState, pages};
use crate::auth::{origin, session};

/// After so many questions, allowances that are full again are forgotten.
const SWEEP: usize = 1024;

/// The allowances of all who ask.
#[derive(Debug)]
pub(super) struct Limiter<K: Hash + Eq + Clone, C: Clock = DefaultClock> {
    allowances: RateLimiter<K, HashMapStateStore<K>, C, NoOpMiddleware<C::Instant>>,
    asked: AtomicUsize,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    /// So many in the long run, and so many at once.
    pub(super) fn new(per_minute: u32, burst: u32) -> Self {
        Self::with_clock(per_minute, burst, DefaultClock::default())
    }
}

impl<K: Hash + Eq + Clone, C: Clock> Limiter<K, C> {
    fn with_clock(per_minute: u32, burst: u32, clock: C) -> Self {
        let positive = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_minute(positive(per_minute)).allow_burst(positive(burst));
        Self {
            allowances: RateLimiter::new(quota, HashMapStateStore::default(), clock),
            asked: AtomicUsize::new(0),
        }
    }

    /// Takes one out of an allowance.
    ///
    /// # Errors
    /// How many seconds to wait, at least one, when it is used up; that costs nothing.
    pub(super) fn take(&self, key: &K) -> Result<(), u64> {
        if self.asked.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.allowances.retain_recent();
        }
        self.allowances.check_key(key).map_err(|until| {
            let now = self.allowances.clock().now();
            until.wait_time_from(now).as_secs() + 1
        })
    }
}

/// Whose allowance it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Asker {
    /// Somebody who is signed in, wherever they are.
    Person(i64),
    /// Whoever is there; of IPv6 a network of 64 bits, all of whose addresses one machine can have.
    Network(IpAddr),
}

impl Asker {
    /// The address that the request came from, as the trusted proxies tell it.
    fn here() -> Self {
        let address = origin::current().address;
        Self::network(address.and_then(|text| text.parse().ok()))
    }

    fn network(address: Option<IpAddr>) -> Self {
        Self::Network(match address {
            Some(IpAddr::V6(address)) => IpAddr::V6(Ipv6Addr::from_bits(
                address.to_bits() & !u128::from(u64::MAX),
            )),
            Some(address) => address,
            None => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        })
    }
}

/// What the layers here work with.
pub(super) type Limited = (AppState, Arc<Limiter<Asker>>);

/// A layer's state, for so many a minute.
pub(super) fn limited(state: &AppState, per_minute: u32) -> Limited {
    let limiter = Limiter::new(per_minute, per_minute);
    (state.clone(), Arc::new(limiter))
}

/// The layer of what is asked before it is known by whom.
pub(super) async fn by_address(
    State(limited): State<Limited>,
    request: Request,
    next: Next,
) -> Response {
    let asker = Asker::here();
    pass(limited, &asker, None, request, next).await
}

/// The layer of forms, by person; by address where nobody is signed in. What only reads passes.
pub(super) async fn forms(
    State(limited): State<Limited>,
    session: Session,
    request: Request,
    next: Next,
) -> Response {
    if request.method().is_safe() {
        return next.run(request).await;
    }
    // An unreadable session is told of by the handler.
    let viewer = session::viewer(&session, limited.0.absolute_hours)
        .await
        .ok()
        .flatten();
    let asker = viewer
        .as_ref()
        .map_or_else(Asker::here, |viewer| Asker::Person(viewer.person_id));
    pass(limited, &asker, viewer, request, next).await
}

async fn pass(
    (state, limiter): Limited,
    asker: &Asker,
    viewer: Option<Viewer>,
    request: Request,
    next: Next,
) -> Response {
    let Err(seconds) = limiter.take(asker) else {
        return next.run(request).await;
    };
    let mut response = pages::error_page(&state, viewer, &PortalError::TooMany(seconds)).await;
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use governor::clock::FakeRelativeClock;

    use super::*;

    #[test]
    fn a_burst_is_let_through_and_then_one_an_interval() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::with_clock(60, 3, clock.clone());
        for _ in 0..3 {
            assert_eq!(limiter.take(&1), Ok(()));
        }
        assert_eq!(limiter.take(&1), Err(2));
        // Another one is not held up, and a refused request costs nothing.
        assert_eq!(limiter.take(&2), Ok(()));
        clock.advance(Duration::from_secs(1));
        assert_eq!(limiter.take(&1), Ok(()));
        assert!(limiter.take(&1).is_err());
    }

    #[test]
    fn those_who_asked_long_ago_are_forgotten() {
        let clock = FakeRelativeClock::default();
        let limiter = Limiter::with_clock(60, 1, clock.clone());
        for key in 0..SWEEP - 1 {
            assert_eq!(limiter.take(&key), Ok(()));
        }
        assert_eq!(limiter.allowances.len(), SWEEP - 1);
        clock.advance(Duration::from_mins(5));
        assert_eq!(limiter.take(&SWEEP), Ok(()));
        assert_eq!(limiter.allowances.len(), 1);
    }

    #[test]
    fn addresses_of_one_network_share_an_allowance() {
        let of = |text: &str| Asker::network(text.parse().ok());
        assert_eq!(of("2001:db8::1"), of("2001:db8::2:3:4:5"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }
}
