//! So many forms a minute, and no more. People are counted by who they are, those who are not signed in by where they come
//! from; nobody by whom they claim to be, so nobody can lock out another. Limits of their own have the doors: signing in and
//! signing up.

use crate::{
    address::{Addresses, Origin, Peer, SHARED},
    bounds::Bounds,
};
use app::{
    access::model::Visitor,
    common::{AppError, id::PersonId},
    routes::{Door, Routes},
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, FakeRelativeClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};
use std::{
    collections::BTreeMap,
    hash::Hash,
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// The most that is remembered of one limit: some megabytes. Beyond it nobody new is counted: whoever has so many addresses
/// is not held by a limit on addresses, and shutting out everybody else instead would be their victory.
const MOST_KEYS: usize = 100_000;
/// Those who have been quiet are forgotten this often.
const SWEEP_EVERY: Duration = Duration::from_mins(1);

/// Time for limits: it only ever goes forwards, and does not move with a demonstration's clock.
#[derive(Clone, Debug)]
pub enum Ticks {
    /// The machine's.
    Machine(tokio::time::Instant),
    /// A test's.
    Test(FakeRelativeClock),
}

impl Default for Ticks {
    fn default() -> Self {
        Self::Machine(tokio::time::Instant::now())
    }
}

impl Clock for Ticks {
    type Instant = Duration;

    fn now(&self) -> Duration {
        match self {
            Self::Machine(began) => began.elapsed(),
            Self::Test(clock) => clock.now().into(),
        }
    }
}

/// One limit for many: how much each may in a time.
struct Limit<K: Clone + Eq + Hash> {
    of: RateLimiter<K, HashMapStateStore<K>, Ticks, NoOpMiddleware<Duration>>,
    ticks: Ticks,
    /// Seconds until the next sweep, since the clock's beginning.
    sweep_at: AtomicU64,
}

impl<K: Clone + Eq + Hash> Limit<K> {
    /// `most` at once, and as many again spread over each `time`; none where it is 0.
    fn new(most: u32, time: Duration, ticks: &Ticks) -> Option<Self> {
        let most = NonZeroU32::new(most)?;
        let quota = Quota::with_period(time / most.get())?.allow_burst(most);
        let of = RateLimiter::hashmap_with_clock(quota, ticks.clone());
        Some(Self { of, ticks: ticks.clone(), sweep_at: AtomicU64::new(0) })
    }

    /// Counts one, or says how long to wait.
    fn take(&self, key: &K) -> Result<(), Duration> {
        self.sweep();
        if self.of.len() >= MOST_KEYS {
            return Ok(());
        }
        self.of.check_key(key).map_err(|not_until| not_until.wait_time_from(self.ticks.now()))
    }

    fn sweep(&self) {
        let now = self.ticks.now().as_secs();
        let due = self.sweep_at.load(Ordering::Relaxed);
        let next = now.saturating_add(SWEEP_EVERY.as_secs());
        if now >= due && self.sweep_at.compare_exchange(due, next, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            self.of.retain_recent();
        }
    }
}

/// A limit by address, and the wide one for addresses that are shared.
struct ByAddress {
    usual: Option<Limit<Origin>>,
    shared: Option<Limit<Origin>>,
}

impl ByAddress {
    fn new(most: u32, time: Duration, ticks: &Ticks) -> Self {
        Self { usual: Limit::new(most, time, ticks), shared: Limit::new(most.saturating_mul(SHARED), time, ticks) }
    }

    fn take(&self, origin: &Origin) -> Result<(), Duration> {
        let limit = if origin.shared { &self.shared } else { &self.usual };
        limit.as_ref().map_or(Ok(()), |limit| limit.take(origin))
    }
}

/// All limits of a running server.
pub struct Limits {
    addresses: Addresses,
    doors: BTreeMap<&'static str, Door>,
    sign_in: ByAddress,
    sign_up: ByAddress,
    unknown: ByAddress,
    person: Option<Limit<PersonId>>,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl Limits {
    /// The limits that were set.
    pub fn new(bounds: &Bounds, ticks: &Ticks) -> Self {
        let (minute, hour) = (Duration::from_mins(1), Duration::from_hours(1));
        Self {
            addresses: Addresses { trusted: bounds.trusted_proxies.clone(), shared: bounds.shared_addresses.clone() },
            doors: Routes::all().doors,
            sign_in: ByAddress::new(bounds.sign_ins_per_minute, minute, ticks),
            sign_up: ByAddress::new(bounds.sign_ups_per_hour, hour, ticks),
            unknown: ByAddress::new(bounds.writes_per_minute, minute, ticks),
            person: Limit::new(bounds.writes_per_minute, minute, ticks),
        }
    }

    /// Counts a request, or says how long to wait.
    fn take(&self, request: &Request) -> Result<(), Duration> {
        if request.method() != Method::POST {
            return Ok(());
        }
        let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
        let door = self.doors.get(path).copied();
        let origin = || {
            let peer = request.extensions().get::<Peer>()?;
            self.addresses.origin(peer.0.ip(), request.headers())
        };
        let by_address = |limit: &ByAddress| origin().map_or(Ok(()), |origin| limit.take(&origin));
        let person = request.extensions().get::<Arc<Visitor>>().and_then(|visitor| visitor.person.as_ref());
        match (door, person) {
            // Whoever wants to leave may always leave.
            (Some(Door::Out | Door::OutEverywhere), _) => Ok(()),
            (Some(Door::In), _) => by_address(&self.sign_in),
            (_, Some(person)) => self.person.as_ref().map_or(Ok(()), |limit| limit.take(&person.id)),
            (Some(Door::Up), None) => by_address(&self.sign_up),
            (Some(Door::Look) | None, None) => by_address(&self.unknown),
        }
    }
}

/// Refuses what is too much, and says when to come back.
pub async fn layer(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let Err(wait) = limits.take(&request) else { return next.run(request).await };
    // A whole second more than none: who comes back at the stroke must not be refused again.
    let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
    ([(header::RETRY_AFTER, seconds)], AppError::TooMany).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(most: u32) -> (FakeRelativeClock, Limit<u32>) {
        let clock = FakeRelativeClock::default();
        let limit = Limit::new(most, Duration::from_mins(1), &Ticks::Test(clock.clone())).unwrap();
        (clock, limit)
    }

    #[test]
    fn so_many_a_minute_and_each_their_own() {
        let (clock, limit) = limit(60);
        for _ in 0..60 {
            assert_eq!(limit.take(&1), Ok(()));
        }
        let wait = limit.take(&1).unwrap_err();
        assert!(wait > Duration::ZERO && wait <= Duration::from_secs(1), "{wait:?}");
        assert_eq!(limit.take(&2), Ok(()), "somebody else");
        clock.advance(wait);
        assert_eq!(limit.take(&1), Ok(()));
        assert!(limit.take(&1).is_err(), "one a second, not sixty");
        clock.advance(Duration::from_mins(1));
        assert_eq!((0..100).filter(|_| limit.take(&1).is_ok()).count(), 60);
    }

    #[test]
    fn the_quiet_are_forgotten() {
        let (clock, limit) = limit(60);
        for key in 0..1000 {
            assert_eq!(limit.take(&key), Ok(()));
        }
        assert_eq!(limit.of.len(), 1000);
        clock.advance(SWEEP_EVERY * 2);
        assert_eq!(limit.take(&5000), Ok(()));
        assert!(limit.of.len() <= 2, "{} are remembered", limit.of.len());
    }

    #[test]
    fn not_more_is_remembered_than_there_is_room_for() {
        let (_, limit) = limit(1);
        for key in 0..u32::try_from(MOST_KEYS).unwrap() + 1000 {
            let _ = limit.take(&key);
        }
        assert_eq!(limit.of.len(), MOST_KEYS);
    }

    #[test]
    fn none_is_no_limit() {
        assert!(Limit::<u32>::new(0, Duration::from_mins(1), &Ticks::default()).is_none());
    }
}
