//! Sessions in the application's own database. Only a keyed hash of the id is kept: a stolen backup holds no usable
//! session. Their times are the machine's, not the injected clock's: a demonstration that moves to next week stays signed in.

use async_trait::async_trait;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use db::{Db, Failure, in_tx};
use frame::{
    access::{
        model::Visitor,
        session::{MUNICIPALITY, PERSON},
        store::{self, SessionRow},
    },
    context::AppContext,
};
use ground::{AppError, Timestamp, clock::Clock, cookie, secret::Secret};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tower_sessions::{
    SessionManagerLayer, SessionStore,
    cookie::{Cookie, SameSite, time::OffsetDateTime},
    session::{Id, Record},
    session_store::{self, Error},
};

/// The cookie's name; over https with the prefix of [`cookie::name`].
pub const COOKIE: &str = "handslag";

/// Reads and writes the session cookie around every page.
pub fn layer(ctx: &AppContext) -> SessionManagerLayer<DbSessions> {
    SessionManagerLayer::new(store(ctx))
        .with_name(cookie::name(COOKIE, ctx.config.tls))
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(ctx.config.tls)
        .with_path("/")
}

/// The sessions of the context's database.
pub fn store(ctx: &AppContext) -> DbSessions {
    DbSessions { db: ctx.db.clone(), secret: Arc::new(ctx.config.secret.clone()), clock: ctx.clock.clone() }
}

/// Browsers take no change of a `__Host-` cookie that is not `Secure`, also not its removal, and the session layer's
/// removal is without it.
pub async fn secure_removal(mut response: Response) -> Response {
    let cookies: Vec<HeaderValue> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
    let lacks = |cookie: &HeaderValue| {
        cookie.to_str().is_ok_and(|text| text.starts_with("__Host-") && !text.to_ascii_lowercase().contains("; secure"))
    };
    if cookies.iter().any(lacks) {
        response.headers_mut().remove(header::SET_COOKIE);
        for cookie in cookies {
            let cookie = if lacks(&cookie) {
                let text = format!("{}; Secure", cookie.to_str().unwrap_or_default());
                HeaderValue::from_str(&text).unwrap_or(cookie)
            } else {
                cookie
            };
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}

/// A session that cannot be kept is answered by the session layer itself, with a bare 500: the reader is told to try again.
pub async fn unsaved(mut response: Response) -> Response {
    let ours =
        response.extensions().get::<Arc<Visitor>>().is_some() || response.extensions().get::<AppError>().is_some();
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR && !ours {
        response = AppError::Unavailable.into_response();
    }
    response
}

/// In the data of a session that was asked for by an earlier id of it (never in the database).
pub const EARLIER: &str = "earlier";

/// A session goes on under a new id, which is the answer; none where another request was first. Whoever knows the old one has nothing
/// but the seconds in which requests that are on their way arrive.
pub async fn renew(
    ctx: &AppContext,
    old: &Id,
    changed: [(&str, serde_json::Value); 2],
    idle: Duration,
) -> Result<Option<Id>, Failure> {
    let (sessions, id, now) = (store(ctx), Id::default(), ctx.clock.machine());
    let (hash, earlier) = (sessions.hash(&id), sessions.hash(old));
    let idle = i64::try_from(idle.as_millis()).unwrap_or_default();
    in_tx!(ctx.db, |tx| {
        let Some(mut row) = store::session(tx, &earlier, now).await?.filter(|row| row.id_hash == earlier) else {
            return Ok(None);
        };
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&row.data).map_err(|_| AppError::Internal)?;
        data.extend(changed.clone().map(|(key, value)| (key.to_owned(), value)));
        row.data = serde_json::to_string(&data).map_err(|_| AppError::Internal)?;
        row.id_hash.clone_from(&hash);
        row.expires_at = Timestamp(now.0.saturating_add(idle));
        Ok(store::renew_session(tx, &earlier, &row, now).await?.then_some(id))
    })
}

/// The header that gives the browser the new id of its session, as the session layer would.
pub fn cookie(id: &Id, idle: Duration, tls: bool) -> Option<HeaderValue> {
    let cookie = Cookie::build((cookie::name(COOKIE, tls), id.to_string()))
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(tls)
        .path("/")
        .max_age(idle.try_into().unwrap_or_default());
    HeaderValue::from_str(&cookie.build().to_string()).ok()
}

/// Sessions on `Db`.
#[derive(Clone, Debug)]
pub struct DbSessions {
    db: Db,
    secret: Arc<Secret>,
    clock: Clock,
}

/// As kept: the hash of an id.
pub fn hash(secret: &Secret, id: &Id) -> String {
    secret.mac("session", id.to_string().as_bytes())
}

impl DbSessions {
    fn hash(&self, id: &Id) -> String {
        hash(&self.secret, id)
    }

    fn row(&self, record: &Record) -> session_store::Result<SessionRow> {
        let text = |key: &str| record.data.get(key).and_then(|value| value.as_str()).map(str::to_owned);
        Ok(SessionRow {
            id_hash: self.hash(&record.id),
            municipality_id: text(MUNICIPALITY).map(Into::into),
            person_id: text(PERSON).map(Into::into),
            data: serde_json::to_string(&record.data).map_err(|error| Error::Encode(error.to_string()))?,
            expires_at: Timestamp(record.expiry_date.unix_timestamp().saturating_mul(1000)),
        })
    }

    async fn save_row(&self, row: &SessionRow, only_new: bool) -> session_store::Result<bool> {
        let saved: Result<bool, Failure> =
            in_tx!(self.db, |tx| { Ok(store::save_session(tx, row, only_new).await?.is_done()) });
        saved.map_err(backend)
    }
}

fn backend(failure: impl std::fmt::Debug) -> Error {
    Error::Backend(format!("{failure:?}"))
}

#[async_trait]
impl SessionStore for DbSessions {
    /// Always under a new id: the session layer would otherwise reuse the id of the session it has just ended, and an id
    /// that somebody knew before sign-in would be the signed-in person's afterwards.
    async fn create(&self, record: &mut Record) -> session_store::Result<()> {
        for _ in 0..8 {
            record.id = Id::default();
            if self.save_row(&self.row(record)?, true).await? {
                return Ok(());
            }
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    /// Only the use of a session is saved so: signing in makes a new one. Where it cannot be written (a full disk) the session
    /// goes on with its earlier limit, and reading one's own pages with it.
    async fn save(&self, record: &Record) -> session_store::Result<()> {
        // A session that was ended meanwhile stays ended.
        if let Err(error) = self.save_row(&self.row(record)?, false).await {
            tracing::warn!(%error, "the use of a session could not be noted");
        }
        Ok(())
    }

    async fn load(&self, id: &Id) -> session_store::Result<Option<Record>> {
        let mut tx = self.db.read().await.map_err(backend)?;
        let found = store::session(&mut tx, &self.hash(id), self.clock.machine()).await.map_err(backend)?;
        let Some(row) = found else { return Ok(None) };
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&row.data).map_err(|error| Error::Decode(error.to_string()))?;
        if row.id_hash != self.hash(id) {
            data.insert(EARLIER.to_owned(), true.into());
        }
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date: OffsetDateTime::from_unix_timestamp(row.expires_at.0 / 1000)
                .map_err(|error| Error::Decode(error.to_string()))?,
        }))
    }

    async fn delete(&self, id: &Id) -> session_store::Result<()> {
        let hash = self.hash(id);
        let deleted: Result<(), Failure> = in_tx!(self.db, |tx| { Ok(store::delete_session(tx, &hash).await?) });
        deleted.map_err(backend)
    }
}
