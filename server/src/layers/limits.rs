//! So many forms a minute, and no more. Who is signed in is counted by who they are. Those who are not are counted by their browser, which a
//! cookie tells from others at the same address (the cookie of a browser that has been signed in with is good for itself; those of others
//! count for their address too, so that nobody gets on by asking for new ones), and browsers that keep no cookie by their address. A link
//! is counted by itself. So ten wrong tries of one person stop that person, and not the library that they sit in; and nobody is
//! counted by whom they claim to be, so nobody can lock out another. Limits of their own have the doors: signing in and signing up; and
//! what is asked for and refused, which nobody needs much of.

use super::again::Sent;
use crate::{
    address::{Addresses, Origin, Peer, SHARED},
    bounds::Bounds,
    browser::Browser,
};
use app::features;
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use frame::{
    access::model::Visitor,
    context::{AppContext, feature::Door},
    drafts::kept::PARAMETER,
};
use governor::{
    Quota, RateLimiter,
    clock::{Clock, FakeRelativeClock},
    middleware::NoOpMiddleware,
    state::keyed::HashMapStateStore,
};
use ground::{AppError, id::PersonId};
use std::{
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

    fn take(&self, browser: &Browser, origin: &Origin) -> Result<(), Duration> {
        let own = |id: &String| self.browser.as_ref().map_or(Ok(()), |limit| limit.take(id));
        match browser {
            Browser::Known(id) => own(id),
            // Its own first: what is refused there does not use up what the neighbours have.
            Browser::Other(id) => own(id).and_then(|()| self.together.take(origin)),
            Browser::New(_) => self.without.take(origin),
        }
    }

    /// Counts for a browser what it got its cookie with: that was its first.
    fn note_first(&self, browser: &Browser) {
        if let (Browser::New(id), Some(limit)) = (browser, &self.browser) {
            // It is the first of its own: never too many.
            let _ = limit.take(id);
        }
    }
}

/// So many browsers' worth an address may have together.
const TOGETHER: u32 = 20;
/// A silent proxy is told of so often, and remembered for ten times as long.
const TOLD_EVERY: Duration = Duration::from_mins(1);
/// The pages on which somebody who is not signed in finds a form that has a door.
const ENTRANCES: [&str; 3] = ["/demo", "/sign-in/{token}", "/volunteer/join"];

/// All limits of a running server.
pub struct Limits {
    ctx: AppContext,
    ticks: Ticks,
    addresses: Addresses,
    /// Whether there is any for which browsers must be told apart.
    cookies: bool,
    sign_in: Unknown,
    link: Option<Limit<String>>,
    sign_up: Unknown,
    unknown: Unknown,
    person: Option<Limit<PersonId>>,
    /// What was asked for and refused: by who looks for what is not theirs, or not there.
    refused_unknown: Unknown,
    refused_person: Option<Limit<PersonId>>,
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
            cookies: bounds.sign_ins_per_minute > 0 || bounds.sign_ups_per_hour > 0,
            sign_in: Unknown::new(bounds.sign_ins_per_minute, minute, ticks),
            link: Limit::new(bounds.sign_ins_per_minute, minute, ticks),
            sign_up: Unknown::new(bounds.sign_ups_per_hour, hour, ticks),
            unknown: Unknown::new(bounds.writes_per_minute, minute, ticks),
            person: Limit::new(bounds.writes_per_minute, minute, ticks),
            refused_unknown: Unknown::new(bounds.writes_per_minute, minute, ticks),
            refused_person: Limit::new(bounds.writes_per_minute, minute, ticks),
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

    fn asker(&self, request: &Request) -> Asker {
        let visitor = request.extensions().get::<Arc<Visitor>>();
        let browser = request.extensions().get::<Browser>().cloned();
        let peer = request.extensions().get::<Peer>();
        Asker {
            person: visitor.and_then(|visitor| visitor.person.as_ref()).map(|person| person.id.clone()),
            browser: browser.unwrap_or_else(|| Browser::of(&self.ctx.config, request.headers())),
            origin: peer.and_then(|peer| self.addresses.origin(peer.0.ip(), request.headers())),
        }
    }

    /// Counts a form, or says how long to wait.
    fn take(&self, request: &Request, asker: &Asker, door: Option<Door>) -> Result<(), Duration> {
        match (door, &asker.person) {
            // Whoever wants to leave may always leave.
            (Some(Door::Out | Door::OutEverywhere), _) => Ok(()),
            (Some(Door::In), _) if asker.origin.is_none() => Ok(()),
            (Some(Door::In), _) => asker.unknown(&self.sign_in).and_then(|()| self.link(request)),
            (_, Some(_)) => asker.person(self.person.as_ref()),
            (Some(Door::Up), None) => asker.unknown(&self.sign_up),
            (Some(Door::Look) | None, None) => asker.unknown(&self.unknown),
        }
    }

    /// Counts what was asked for and refused, or says how long to wait.
    fn take_refused(&self, asker: &Asker) -> Result<(), Duration> {
        asker.person(self.refused_person.as_ref()).and_then(|()| match asker.person {
            Some(_) => Ok(()),
            None => asker.unknown(&self.refused_unknown),
        })
    }

    /// Counts a try of a link by the link itself: whoever holds it tries no other's.
    fn link(&self, request: &Request) -> Result<(), Duration> {
        let Some(limit) = &self.link else { return Ok(()) };
        let fields = request.extensions().get::<Sent>().and_then(Sent::fields).unwrap_or_default();
        let token = fields.into_iter().find(|(name, _)| name == "token").map(|(_, token)| token);
        // As a proof: no link that works is kept in the memory for a minute.
        token.map_or(Ok(()), |token| limit.take(&self.ctx.config.secret.mac("tried-link", token.as_bytes())))
    }
}

/// Who asks, as they are counted.
struct Asker {
    person: Option<PersonId>,
    browser: Browser,
    /// None where they are not counted by where they come from.
    origin: Option<Origin>,
}

impl Asker {
    fn person(&self, limit: Option<&Limit<PersonId>>) -> Result<(), Duration> {
        self.person.as_ref().zip(limit).map_or(Ok(()), |(person, limit)| limit.take(person))
    }

    fn unknown(&self, limit: &Unknown) -> Result<(), Duration> {
        self.origin.as_ref().map_or(Ok(()), |origin| limit.take(&self.browser, origin))
    }
}

/// Refuses what is too much, and says when to come back: forms before they are handled; what is asked for (a page, its data, a file) where it
/// is refused anyway, so that what one may read is never held back. Gives a browser its cookie where it comes to a door, and with what was
/// typed there.
pub async fn layer(State(limits): State<Arc<Limits>>, request: Request, next: Next) -> Response {
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let (post, entrance) = (request.method() == Method::POST, ENTRANCES.contains(&path));
    let door = features::door(path).filter(|_| post);
    let asker = limits.asker(&request);
    if (post || entrance) && asker.origin.is_some_and(|origin| origin.blind) {
        limits.note_blind();
    }
    if post && let Err(wait) = limits.take(&request, &asker, door) {
        return too_many(wait);
    }
    let mut response = next.run(request).await;
    if !post
        && is_refusal(response.status())
        && let Err(wait) = limits.take_refused(&asker)
    {
        return too_many(wait);
    }
    let counted = limits.cookies && asker.origin.is_some();
    let came_in = counted && door == Some(Door::In) && response.status() == StatusCode::SEE_OTHER;
    let looks = counted && !post && entrance && asker.browser.is_new();
    let typed = asker.person.is_none() && leads_to_a_draft(&response);
    let known = matches!(asker.browser, Browser::Known(_));
    if typed {
        (if door == Some(Door::Up) { &limits.sign_up } else { &limits.unknown }).note_first(&asker.browser);
    }
    if looks || typed || came_in && !known {
        let cookie = asker.browser.cookie(&limits.ctx.config, came_in);
        response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    }
    response
}

const fn is_refusal(status: StatusCode) -> bool {
    matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

fn too_many(wait: Duration) -> Response {
    // A whole second more than none: who comes back at the stroke must not be refused again.
    let seconds = HeaderValue::from(wait.as_secs().saturating_add(1));
    ([(header::RETRY_AFTER, seconds)], AppError::TooMany).into_response()
}

/// Whether the answer leads to what was typed: a draft's id stands in its address.
fn leads_to_a_draft(response: &Response) -> bool {
    let location = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    let query = location.and_then(|location| location.split_once('?')).map_or("", |(_, query)| query);
    form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "draft" || name == PARAMETER)
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
