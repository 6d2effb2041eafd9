//! Signing in and out. Sign-in is behind one small interface, [`establish`]: demo buttons and one-time links use it today,
//! `BankID` and `OpenID` Connect will.

use crate::sign_in::view::{LinkOver, SignInLink, SignInLinkLoad, Start, StartLoad};
use axum::{
    http::{HeaderName, HeaderValue},
    response::{IntoResponse, Response},
};
use db::{Failure, in_tx};
use frame::{
    access::{
        model::SignedIn,
        session::{BEGAN, MUNICIPALITY, PERSON, PRESS, ROLES, SEEN, idle_limit, press_of, roles_key},
        store::{self, LinkState},
    },
    audit,
    context::{
        Here,
        feature::{Door, Given, Loads, Routes},
    },
    once,
    routes::{Go, Told},
};
use ground::{
    AppError, Object,
    form::RawForm,
    id::PersonId,
    text::{Key, k},
};
use tower_sessions::{Expiry, Session};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.door(Door::In, "/sign-in", sign_in_by_link).door(Door::Out, "/sign-out", sign_out).door(
        Door::OutEverywhere,
        "/sign-out-everywhere",
        sign_out_everywhere,
    )
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(start).page(sign_in_link)
}

/// Begins a session for a person: a new id (no fixation), idle limit by role, a line in the log. `form` is what was pressed.
pub async fn establish(
    here: &Here,
    session: &Session,
    person: &PersonId,
    how: &'static str,
    form: &RawForm,
) -> Result<(), Failure> {
    let session_failure = |error: tower_sessions::session::Error| {
        tracing::error!(%error, "session");
        AppError::Unavailable
    };
    session.flush().await.map_err(session_failure)?;
    let began = here.app.clock.machine();
    session.insert(PERSON, person).await.map_err(session_failure)?;
    session.insert(MUNICIPALITY, here.municipality()).await.map_err(session_failure)?;
    session.insert(SEEN, began).await.map_err(session_failure)?;
    session.insert(BEGAN, began).await.map_err(session_failure)?;
    let press = press_of(&here.app.config.secret, form.get("key"));
    session.insert(PRESS, press).await.map_err(session_failure)?;
    let now = here.instant();
    let mut tx = here.read().await?;
    let roles = store::roles(&mut tx, here.municipality(), person, now).await?;
    drop(tx);
    session.insert(ROLES, roles_key(&roles)).await.map_err(session_failure)?;
    let idle = tower_sessions::cookie::time::Duration::try_from(idle_limit(&roles)).unwrap_or_default();
    session.set_expiry(Some(Expiry::OnInactivity(idle)));
    in_tx!(here.app.db, |tx| {
        audit::record(
            tx,
            here,
            audit::Event {
                action: "session.begin",
                object: (Object::Person, person.as_str()),
                subject: Some(person),
                why: how,
            },
        )
        .await
    })
}

/// Somebody tried to come in and could not.
pub async fn failed(here: &Here, how: &'static str) -> Result<(), Failure> {
    in_tx!(here.app.db, |tx| { audit::refuse(tx, here, "session.fail", how).await })
}

/// What is kept of a link instead of it.
fn link_hash(here: &Here, token: &str) -> String {
    here.app.config.secret.mac("sign-in-link", token.as_bytes())
}

/// Once: but the page that has used it may press again for a moment, because on a slow line the answer to the first press is not heard.
async fn sign_in_by_link(here: Here, session: Session, form: RawForm) -> Result<Response, Failure> {
    let (secret, municipality, now) = (&here.app.config.secret, here.municipality(), here.instant());
    let hash = link_hash(&here, form.get("token"));
    let page = once::key::reader(secret, municipality, form.get("key")).map(|_| press_of(secret, form.get("key")));
    let person = in_tx!(here.app.db, |tx| {
        Ok(store::use_sign_in_link(tx, &hash, municipality, page.as_deref(), now).await?)
    })?;
    if let Some(person) = person {
        establish(&here, &session, &person, "link", &form).await?;
        return Ok(Go::to("/").into_response());
    }
    let mut tx = here.read().await?;
    let state = store::sign_in_link_state(&mut tx, &hash, municipality, now).await?;
    drop(tx);
    let me = here.visitor.person.as_ref().map(|me| &me.id);
    if !matches!(&state, LinkState::Used(person) if me == Some(person)) {
        failed(&here, "link").await?;
    }
    Ok(match state {
        // It did what it was for.
        LinkState::Used(person) if me == Some(&person) => Go::to("/").into_response(),
        state => match link_words(&state) {
            Some((heading, line)) => Told { error: AppError::NotFound, heading, line }.into_response(),
            None => AppError::NotFound.into_response(),
        },
    })
}

/// What is said of a link that opens nothing any more.
fn link_words(state: &LinkState) -> Option<(Key, Key)> {
    match state {
        LinkState::Open => None,
        LinkState::Used(_) => Some((k::kept::LINK_USED_HEADING, k::kept::LINK_USED_LINE)),
        LinkState::Over => Some((k::kept::LINK_OVER_HEADING, k::kept::LINK_OVER_LINE)),
    }
}

/// Nothing of the person stays in the browser; the service worker forgets by itself too. Browsers heed the header over https alone.
fn left(here: &Here) -> Response {
    let mut response = Go::to("/").into_response();
    if here.app.config.tls {
        let all = HeaderValue::from_static("\"cache\", \"storage\"");
        response.headers_mut().insert(HeaderName::from_static("clear-site-data"), all);
    }
    response
}

async fn sign_out(here: Here, session: Session) -> Result<Response, Failure> {
    if let Some(me) = &here.visitor.person {
        let person = &me.id;
        in_tx!(here.app.db, |tx| {
            let event = audit::Event {
                action: "session.end",
                object: (Object::Person, person.as_str()),
                subject: Some(person),
                why: "sign-out",
            };
            audit::record(tx, &here, event).await
        })?;
    }
    session.flush().await.map_err(|_| AppError::Unavailable)?;
    Ok(left(&here))
}

async fn sign_out_everywhere(here: Here, session: Session) -> Result<Response, Failure> {
    let person = here.me()?.id.clone();
    in_tx!(here.app.db, |tx| {
        store::delete_sessions_of(tx, here.municipality(), &person).await?;
        audit::record(
            tx,
            &here,
            audit::Event {
                action: "session.end_all",
                object: (Object::Person, person.as_str()),
                subject: Some(&person),
                why: "",
            },
        )
        .await
    })?;
    session.flush().await.map_err(|_| AppError::Unavailable)?;
    Ok(left(&here))
}

/// The start page's data; a signed-in person is sent home.
///
/// # Errors
/// None of its own.
async fn start(here: Here, _: StartLoad) -> Result<Given<Start>, Failure> {
    let role = here.visitor.person.as_ref().and_then(SignedIn::main_role);
    Ok(Given {
        data: Start { municipality: here.visitor.municipality.name.clone(), demo: here.app.config.demo },
        instead: role.map(|role| role.home().to_owned()),
    })
}

/// The page of a one-time link. One that opens nothing any more is told so; one that is unknown looks as if it were good.
async fn sign_in_link(here: Here, SignInLinkLoad { token }: SignInLinkLoad) -> Result<SignInLink, Failure> {
    let token: String = token.chars().take(200).collect();
    let mut tx = here.read().await?;
    let hash = link_hash(&here, &token);
    let state = store::sign_in_link_state(&mut tx, &hash, here.municipality(), here.instant()).await?;
    let words = |key| here.texts().s(key).to_owned();
    Ok(SignInLink {
        over: link_words(&state).map(|(heading, line)| LinkOver { heading: words(heading), line: words(line) }),
        token,
    })
}
