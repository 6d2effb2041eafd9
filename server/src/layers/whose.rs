//! A form is taken from the one whose page it stood on. Where somebody else has signed in meanwhile, in another tab of the same browser,
//! an old tab would change the new person's data with what the other one typed; so each page's key says for whom the page was made
//! (`frame::once::key`), and here it is looked at for every post alike.

use app::features;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{FromRequest as _, MatchedPath, Multipart, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use frame::{
    access::{
        model::{SignedIn, Visitor},
        session::{PRESS, press_of},
    },
    context::{AppContext, feature::Door},
    once::key::{self, Reader},
};
use ground::AppError;
use std::sync::Arc;
use tower_sessions::Session;

/// On the answer to a post from a page of somebody else: who is signed in now is told so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SomebodyElse;

/// Lets a post through that comes from a page of the visitor, or that bears no key of ours: such a one was made by hand, by whoever is
/// signed in. Whoever comes in or leaves does so from any page.
pub async fn layer(State(ctx): State<AppContext>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let path = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    let door = features::door(path);
    let Some(visitor) = request.extensions().get::<Arc<Visitor>>().cloned() else {
        return AppError::Internal.into_response();
    };
    if matches!(door, Some(Door::In | Door::Out)) {
        return next.run(request).await;
    }
    let session = request.extensions().get::<Session>().cloned();
    let (parts, body) = request.into_parts();
    // The whole of it was read before (`body::layer`).
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return AppError::BadRequest.into_response() };
    let key = key_of(&parts.headers, &bytes).await.unwrap_or_default();
    let reader = key::reader(&ctx.config.secret, &visitor.municipality.id, &key);
    let request = Request::from_parts(parts, Body::from(bytes));
    match (reader, &visitor.person) {
        (None, _) | (Some(Reader::Nobody), None) => next.run(request).await,
        (Some(Reader::Person(reader)), Some(SignedIn { id, .. })) if reader == *id => next.run(request).await,
        // The device's own way of showing pages is nobody's.
        (Some(Reader::Person(_)), None) if door == Some(Door::Look) => next.run(request).await,
        (Some(Reader::Person(_)), None) => AppError::SignIn.into_response(),
        (Some(Reader::Nobody), Some(_)) if begun_by(&ctx, session, &key).await => next.run(request).await,
        (Some(_), Some(_)) => {
            let mut response = StatusCode::CONFLICT.into_response();
            response.extensions_mut().insert(SomebodyElse);
            response
        }
    }
}

/// Whether the visitor's session was begun by this very press, which comes for the second time.
async fn begun_by(ctx: &AppContext, session: Option<Session>, key: &str) -> bool {
    let Some(session) = session else { return false };
    session.get::<String>(PRESS).await.is_ok_and(|begun| begun == Some(press_of(&ctx.config.secret, key)))
}

/// The key that a form brought, however it was sent.
async fn key_of(headers: &HeaderMap, bytes: &Bytes) -> Option<String> {
    let kind = headers.get(header::CONTENT_TYPE);
    let Some(kind) = kind.filter(|kind| kind.as_bytes().starts_with(b"multipart/form-data")) else {
        return form_urlencoded::parse(bytes)
            .find(|(name, _)| name == key::FIELD)
            .map(|(_, key)| key.trim().to_owned());
    };
    let request = Request::builder().header(header::CONTENT_TYPE, kind).body(Body::from(bytes.clone())).ok()?;
    let mut parts = Multipart::from_request(request, &()).await.ok()?;
    while let Ok(Some(part)) = parts.next_field().await {
        if part.name() == Some(key::FIELD) {
            return part.text().await.ok().map(|key| key.trim().to_owned());
        }
    }
    None
}
