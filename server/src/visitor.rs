//! Who is asking: municipality by host name, person by session, language and look by cookies. Around every page and post,
//! not around files and health checks.

use crate::{
    browser::Browser,
    session::{self, COOKIE, EARLIER},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use db::{Failure, in_tx};
use frame::{
    access::{
        self,
        model::{Device, Look, Municipality, SignedIn, TextSize, Theme, Visitor, switch},
        session::{BEGAN, MUNICIPALITY, PERSON, ROLES, SEEN, idle_limit, roles_key},
        store,
    },
    audit,
    context::AppContext,
};
use ground::{
    AppError, Locale, Timestamp, cookie,
    id::{MunicipalityId, PersonId},
};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};
use tower_sessions::{Expiry, Session, session::Id};

/// A session's last use is noted at most this often, in milliseconds.
const TOUCH_EVERY: i64 = 60_000;
/// So many host names are remembered; a server has a handful, and anybody can send any name.
const MOST_KNOWN: usize = 64;

/// The municipalities that answered lately, by host name: their telephone number stands on error pages also when the
/// database does not answer.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<Mutex<BTreeMap<String, Municipality>>>);

impl Known {
    /// The municipality that answered to this host.
    pub fn get(&self, host: &str) -> Option<Municipality> {
        self.0.lock().ok()?.get(host).cloned()
    }

    fn note(&self, host: &str, municipality: &Municipality) {
        // The hours are in one reader's language, and the next may read another.
        let municipality = Municipality { hours: String::new(), ..municipality.clone() };
        if let Ok(mut known) = self.0.lock()
            && (known.len() < MOST_KNOWN || known.contains_key(host))
        {
            known.insert(host.to_owned(), municipality);
        }
    }
}

/// What the layer needs.
#[derive(Clone, Debug)]
pub struct Visiting {
    /// The program's context.
    pub ctx: AppContext,
    /// What it learns.
    pub known: Known,
}

/// Puts `Arc<Visitor>` in the extensions of the request, and of the answer for the layers outside.
pub async fn layer(State(visiting): State<Visiting>, mut request: Request, next: Next) -> Response {
    // PostgreSQL keeps no zero byte in a text; nobody types one into an address.
    if request.uri().path_and_query().is_some_and(|address| address.as_str().contains("%00")) {
        return AppError::BadRequest.into_response();
    }
    let session = request.extensions().get::<Session>().cloned();
    let host = host(&request);
    let browser = Browser::of(&visiting.ctx.config, request.headers());
    let (visitor, renewed) = match find(&visiting, session.as_ref(), &host, request.headers()).await {
        Ok((mut visitor, renewed)) => {
            // A page is tried from the right whoever reads it.
            if visiting.ctx.config.demo
                && cookie::read(request.headers(), "lang", visiting.ctx.config.tls) == Some(Locale::Trial.tag())
            {
                visitor.locale = Locale::Trial;
            }
            // One that brings no mark gets it with what it sends, where that is kept (`limits`).
            if visitor.person.is_none() && (!browser.is_new() || request.method() == Method::POST) {
                visitor.browser = Some(browser.mark(&visiting.ctx.config));
            }
            (Arc::new(visitor), renewed)
        }
        Err(failure) => return failure.into_response(),
    };
    request.extensions_mut().insert(browser);
    request.extensions_mut().insert(Arc::clone(&visitor));
    let mut response = next.run(request).await;
    // Where the session was ended, or another begun, its cookie is the session layer's.
    if let Some((renewed, session)) = renewed.zip(session)
        && session.id() == Some(renewed.old)
        && let Some(cookie) = session::cookie(&renewed.id, renewed.idle, visiting.ctx.config.tls)
    {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.extensions_mut().insert(visitor);
    response
}

/// A session that goes on under a new id.
struct Renewed {
    old: Id,
    id: Id,
    idle: Duration,
}

async fn find(
    visiting: &Visiting,
    session: Option<&Session>,
    host: &str,
    headers: &HeaderMap,
) -> Result<(Visitor, Option<Renewed>), Failure> {
    let ctx = &visiting.ctx;
    let held = match session {
        Some(session) if cookie::read(headers, COOKIE, ctx.config.tls).is_some() => held(session).await?,
        _ => None,
    };
    let device = device(headers, ctx.config.tls);
    let mut tx = ctx.db.read().await?;
    let who = held.as_ref().map(|held| &held.person);
    let seen = store::visitor(&mut tx, host, who, &device, ctx.clock.now()).await?.ok_or(AppError::NotFound)?;
    let Some((held, session, person)) =
        held.zip(session).zip(seen.person.as_ref()).map(|((held, session), person)| (held, session, person))
    else {
        drop(tx);
        visiting.known.note(host, &seen.municipality);
        return Ok((seen, None));
    };
    // A session of another municipality, or of somebody without a role: nobody, for as long as it is so.
    let pseudonym =
        session.id().map(|id| audit::pseudonym(&ctx.config.secret, &session::hash(&ctx.config.secret, &id)));
    let over = access::session::is_over(held.began, held.seen, &person.roles, ctx.clock.machine());
    if over || person.municipality != held.municipality || person.roles.is_empty() {
        let seen = store::visitor(&mut tx, host, None, &device, ctx.clock.now()).await?.ok_or(AppError::NotFound)?;
        drop(tx);
        visiting.known.note(host, &seen.municipality);
        if over {
            note_end(ctx, &held, pseudonym.as_deref().unwrap_or_default()).await;
        }
        if over && let Err(error) = session.flush().await {
            // It is over all the same, and the page is one for everybody.
            tracing::warn!(%error, "a session that is over could not be removed");
        }
        return Ok((seen, None));
    }
    drop(tx);
    visiting.known.note(host, &seen.municipality);
    let renewed = if is_stream(headers) || held.earlier { None } else { touch(ctx, session, &held, person).await? };
    Ok((Visitor { session: pseudonym, ..seen }, renewed))
}

/// The log says that a session has ended by itself. It is over all the same where that cannot be written.
async fn note_end(ctx: &AppContext, held: &Held, pseudonym: &str) {
    let now = ctx.clock.now();
    let written: Result<(), Failure> = in_tx!(ctx.db, |tx| {
        audit::record_end(tx, &held.municipality, &held.person, pseudonym, (now, "over")).await
    });
    if let Err(failure) = written {
        tracing::warn!(?failure, "the end of a session could not be logged");
    }
}

/// What a session says.
struct Held {
    person: PersonId,
    municipality: MunicipalityId,
    began: Timestamp,
    seen: Timestamp,
    roles: String,
    /// It was asked for by an earlier id.
    earlier: bool,
}

fn unavailable(error: impl std::fmt::Display) -> AppError {
    tracing::error!(%error, "session");
    AppError::Unavailable
}

async fn held(session: &Session) -> Result<Option<Held>, AppError> {
    let Some(person) = session.get::<PersonId>(PERSON).await.map_err(unavailable)? else { return Ok(None) };
    let municipality = session.get::<MunicipalityId>(MUNICIPALITY).await.map_err(unavailable)?;
    let began = session.get::<Timestamp>(BEGAN).await.map_err(unavailable)?.unwrap_or_default();
    let seen = session.get::<Timestamp>(SEEN).await.map_err(unavailable)?.unwrap_or_default();
    let roles = session.get::<String>(ROLES).await.map_err(unavailable)?.unwrap_or_default();
    let earlier = session.get::<bool>(EARLIER).await.map_err(unavailable)?.unwrap_or_default();
    Ok(municipality.map(|municipality| Held { person, municipality, began, seen, roles, earlier }))
}

/// Notes the use of a session, so that its idle limit begins anew; where the person may more or less than when it began, it goes
/// on under a new id. Of several requests at once one gives it; the others go on under the old one.
async fn touch(
    ctx: &AppContext,
    session: &Session,
    held: &Held,
    person: &SignedIn,
) -> Result<Option<Renewed>, Failure> {
    let (now, idle, roles) = (ctx.clock.machine(), idle_limit(&person.roles), roles_key(&person.roles));
    if roles != held.roles {
        let Some(old) = session.id() else { return Ok(None) };
        let changed = [(ROLES, roles.into()), (SEEN, now.0.into())];
        let renewed = session::renew(ctx, &old, changed, idle).await?;
        return Ok(renewed.map(|id| Renewed { old, id, idle }));
    }
    if now.0.saturating_sub(held.seen.0) >= TOUCH_EVERY {
        session.insert(SEEN, now).await.map_err(unavailable)?;
        session.set_expiry(Some(Expiry::OnInactivity(idle.try_into().unwrap_or_default())));
    }
    Ok(None)
}

/// A live stream is not a use: it stays open on a screen that nobody looks at.
fn is_stream(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|accept| accept.contains("event-stream"))
}

/// The host name that was asked for, without port, in small letters.
pub fn host(request: &Request) -> String {
    let given =
        request.headers().get(header::HOST).and_then(|value| value.to_str().ok()).or_else(|| request.uri().host());
    let given = given.unwrap_or_default().to_ascii_lowercase();
    // `[::1]:3000` has colons of its own.
    match given.rsplit_once(':') {
        Some((name, port)) if port.chars().all(|c| c.is_ascii_digit()) => name.to_owned(),
        _ => given,
    }
}

/// The language that was chosen by its button.
pub fn wished_locale(headers: &HeaderMap, tls: bool) -> Option<Locale> {
    cookie::read(headers, "lang", tls).and_then(Locale::from_tag)
}

/// The language that the browser asks for, else Swedish. Several headers are one list (RFC 9110, 5.3).
pub fn accepted_locale(headers: &HeaderMap) -> Locale {
    let lines = headers.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    Locale::from_accept_language(&lines.collect::<Vec<_>>().join(",")).unwrap_or_default()
}

/// How pages are to be on this device.
pub fn look(headers: &HeaderMap, tls: bool) -> Look {
    let kept = |name| cookie::read(headers, name, tls);
    Look {
        text: kept("text").and_then(TextSize::from_code),
        theme: kept("theme").and_then(Theme::from_code),
        listen: kept("listen").and_then(switch),
        compact: kept("compact").and_then(switch),
    }
}

/// What the device says of its reader.
fn device(headers: &HeaderMap, tls: bool) -> Device {
    Device { wished: wished_locale(headers, tls), accepted: accepted_locale(headers), look: look(headers, tls) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn request(headers: &[(&str, &str)]) -> Request {
        let mut request = Request::builder().uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(Body::empty()).unwrap()
    }

    #[test]
    fn a_host_is_a_name_without_its_port() {
        for (given, expected) in [
            ("Handslag.Alvstad.se", "handslag.alvstad.se"),
            ("localhost:3000", "localhost"),
            ("[::1]:3000", "[::1]"),
            ("", ""),
        ] {
            assert_eq!(host(&request(&[("host", given)])), expected);
        }
    }

    #[test]
    fn cookies_choose_language_and_look() {
        let request = request(&[("cookie", "a=b; lang=fi;theme=dark; text=9"), ("accept-language", "en-GB")]);
        assert_eq!(wished_locale(request.headers(), false), Some(Locale::Fi));
        assert_eq!(wished_locale(request.headers(), true), None, "over https only those that are bound to the host");
        assert_eq!(accepted_locale(request.headers()), Locale::En);
        assert_eq!(look(request.headers(), false), Look { theme: Some(Theme::Dark), ..Look::default() });
    }
}
