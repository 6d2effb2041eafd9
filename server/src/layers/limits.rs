//! So many forms a minute, and no more. Who is signed in is counted by who they are. Those who are not are counted by their browser, which a
//! cookie tells from others at the same address (the cookie of a browser that has been signed in with is good for itself; those of others
//! count for their address too, so that nobody gets on by asking for new ones), and browsers that keep no cookie by their address. A link
//! is counted by itself. So ten wrong tries of one person stop that person, and not the library that they sit in; and nobody is
//! counted by whom they claim to be, so nobody can lock out another. Limits of their own have the doors: signing in and signing up.

use super::again::Sent;
use crate::{
    address::{Addresses, Origin, Peer, SHARED},
    bounds::Bounds,
};
use app::{
    access::model::Visitor,
    common::{AppError, cookie, id::PersonId},
    context::{AppContext, new_token},
    routes::{Door, Routes},
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
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

/// Who sends a form, where nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Sender {
    /// A browser with which somebody has signed in before.
    Known(String),
    /// A browser that keeps cookies.
    Browser(String),
    /// One that keeps none.
    Nobody,
}

/// The limits of those who are not signed in.
struct Unknown {
    /// Of one browser.
    browser: Option<Limit<String>>,
    /// Of those without a cookie, by address.
    without: ByAddress,
    /// Of all browsers of an address together.
    together: ByAddress,
}

impl Unknown {
    fn new(most: u32, time: Duration, ticks: &Ticks) -> Self {
        Self {
            browser: Limit::new(most, time, ticks),
            without: ByAddress::new(most, time, ticks),
            together: ByAddress::new(most.saturating_mul(TOGETHER), time, ticks),
        }
    }

    fn take(&self, sender: &Sender, origin: &Origin) -> Result<(), Duration> {
        let own = |id: &String| self.browser.as_ref().map_or(Ok(()), |limit| limit.take(id));
        match sender {
            Sender::Known(id) => own(id),
            // Its own first: what is refused there does not use up what the neighbours have.
            Sender::Browser(id) => own(id).and_then(|()| self.together.take(origin)),
            Sender::Nobody => self.without.take(origin),
        }
    }
}

/// So many browsers' worth an address may have together.
const TOGETHER: u32 = 20;
/// A silent proxy is told of so often, and remembered for ten times as long.
const TOLD_EVERY: Duration = Duration::from_mins(1);
/// The cookie that tells a browser from others at its address: a drawn id and the proof that it is ours. Nothing about anybody is known by
/// it, and the server keeps it for as long as it counts.
const COOKIE: &str = "browser";
/// A browser that only looks is forgotten after a day, in seconds.
const DAY: u64 = 86_400;
/// The pages on which somebody who is not signed in finds a form that has a door.
const ENTRANCES: [&str; 3] = ["/demo", "/sign-in/{token}", "/volunteer/join"];

/// All limits of a running server.
pub struct Limits {
    ctx: AppContext,
    ticks: Ticks,
    addresses: Addresses,
    doors: BTreeMap<&'static str, Door>,
    /// Whether there is any for which browsers must be told apart.
    cookies: bool,
    sign_in: Unknown,
    link: Option<Limit<String>>,
    sign_up: Unknown,
    unknown: Unknown,
    person: Option<Limit<PersonId>>,
    /// When a trusted proxy was silent, and when that was told: seconds since the clock's beginning, and one; 0 for never.
    blind: AtomicU64,
    told: AtomicU64,
}

impl std::fmt::Debug for Limits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Limits").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl Limits {
    /// The limits that were set.
    pub fn new(ctx: &AppContext, bounds: &Bounds, ticks: &Ticks) -> Self {
        let (minute, hour) = (Duration::from_mins(1), Duration::from_hours(1));
        Self {
            ctx: ctx.clone(),
            ticks: ticks.clone(),
            addresses: Addresses {
                trusted: bounds.trusted_proxies.clone(),
                shared: bounds.shared_addresses.clone(),
                behind: ctx.config.tls,
            },
            doors: Routes::all().doors,
            cookies: bounds.sign_ins_per_minute > 0 || bounds.sign_ups_per_hour > 0,
            sign_in: Unknown::new(bounds.sign_ins_per_minute, minute, ticks),
            link: Limit::new(bounds.sign_ins_per_minute, minute, ticks),
            sign_up: Unknown::new(bounds.sign_ups_per_hour, hour, ticks),
            unknown: Unknown::new(bounds.writes_per_minute, minute, ticks),
            person: Limit::new(bounds.writes_per_minute, minute, ticks),
            blind: AtomicU64::new(0),
            told: AtomicU64::new(0),
        }
    }

    /// Whether a trusted proxy has lately not said whom it was asked from.
    pub fn is_blind(&self) -> bool {
        let seen = self.blind.load(Ordering::Relaxed);
        seen > 0 && self.ticks.now().as_secs() < seen + TOLD_EVERY.as_secs() * 10
    }

    fn note_blind(&self) {
        let now = self.ticks.now().as_secs() + 1;
        self.blind.store(now, Ordering::Relaxed);
        let told = self.told.load(Ordering::Relaxed);
        let due = told == 0 || now >= told + TOLD_EVERY.as_secs();
        if due && self.told.compare_exchange(told, now, Ordering::Relaxed, Ordering::Relaxed).is_ok() {
            tracing::error!(
                "a trusted proxy does not say whom it was asked from (X-Forwarded-For): all behind it are held by one wide limit"
            );
        }
    }

    fn origin(&self, request: &Request) -> Option<Origin> {
        let peer = request.extensions().get::<Peer>()?;
        let origin = self.addresses.origin(peer.0.ip(), request.headers());
        if origin.is_some_and(|origin| origin.blind) {
            self.note_blind();
        }
        origin
    }

    /// The browser that a request comes from, by its cookie; one that was made up is none.
    fn sender(&self, headers: &HeaderMap) -> Sender {
        let found = cookie::read(headers, COOKIE, self.ctx.config.tls).and_then(|value| {
            let (id, proof) = value.split_once('.')?;
            let id = (id.len() <= 64).then(|| id.to_owned())?;
            if self.proof(&id, true) == proof {
                Some(Sender::Known(id))
            } else {
                (self.proof(&id, false) == proof).then_some(Sender::Browser(id))
            }
        });
        found.unwrap_or(Sender::Nobody)
    }

    fn proof(&self, id: &str, known: bool) -> String {
        self.ctx.config.secret.mac(if known { "browser-known" } else { "browser" }, id.as_bytes())
    }

    /// The cookie for a browser that comes to a door, or that somebody has just signed in with.
    fn cookie(&self, sender: &Sender, came_in: bool) -> Option<HeaderValue> {
        let (id, seconds) = match (sender, came_in) {
            (Sender::Known(_), _) | (Sender::Browser(_), false) => return None,
            (Sender::Browser(id), true) => (id.clone(), cookie::YEAR),
            (Sender::Nobody, came_in) => (new_token(), if came_in { cookie::YEAR } else { DAY }),
        };
        cookie::set(COOKIE, &format!("{id}.{}", self.proof(&id, came_in)), seconds, self.ctx.config.tls)
    }

    /// Counts a form, or says how long to wait.
    fn take(&self, request: &Request, door: Option<Door>) -> Result<(), Duration> {
        let unknown = |limit: &Unknown| {
            let origin = self.origin(request);
            origin.map_or(Ok(()), |origin| limit.take(&self.sender(request.headers()), &origin))
        };
        let person = request.extensions().get::<Arc<Visitor>>().and_then(|visitor| visitor.person.as_ref());
        match (door, person) {
            // Whoever wants to leave may always leave.
            (Some(Door::Out | Door::OutEverywhere), _) => Ok(()),
            (Some(Door::In), _) => unknown(&self.sign_in).and_then(|()| self.link(request)),
            (_, Some(person)) => self.person.as_ref().map_or(Ok(()), |limit| limit.take(&person.id)),
            (Some(Door::Up), None) => unknown(&self.sign_up),
            (Some(Door::Look) | None, None) => unknown(&self.unknown),
        }
    }

    /// Counts a try of a link by the link itself: whoever holds it tries no other's.
    fn link(&self, request: &Request) -> Result<(), Duration> {
        let (Some(limit), Some(_)) = (&self.link, self.origin(request)) else { return Ok(()) };
        let fields = request.extensions().get::<Sent>().and_then(Sent::fields).unwrap_or_default();
        let token = fields.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token);
        // As a proof: no link that works is kept in the memory for a minute.
        token.map_or(Ok(()), |token| limit.take(&self.ctx.config.secret.mac("tried-link", token.as_bytes())))
    }
}

/// Refuses what is too much, and says when to come back. Gives a browser that comes to a door its cookie.
pub async fn layer(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let entrance = request.method() == Method::GET && ENTRANCES.contains(&path);
    let door = limits.doors.get(path).copied().filter(|_| request.method() == Method::POST);
    if request.method() == Method::POST
        && let Err(wait) = limits.take(&request, door)
    {
        // A whole second more than none: who comes back at the stroke must not be refused again.
        let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
        return ([(header::RETRY_AFTER, seconds)], AppError::TooMany).into_response();
    }
    let comes = (entrance || door == Some(Door::In)) && limits.cookies && limits.origin(&request).is_some();
    let sender = comes.then(|| limits.sender(request.headers()));
    let mut response = next.run(request).await;
    let came_in = door == Some(Door::In) && response.status() == StatusCode::SEE_OTHER;
    let cookie = sender.filter(|_| entrance || came_in).and_then(|sender| limits.cookie(&sender, came_in));
    if let Some(cookie) = cookie {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
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
