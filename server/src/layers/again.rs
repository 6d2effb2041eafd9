//! What was typed, for the page that says that it could not be saved: there it stands in a form of its own, so that one press sends
//! the same once more. Every transition is safe to repeat.

use axum::{
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::{Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use ground::AppError;
use std::sync::{Arc, OnceLock};

/// The fields of the form that a request brought, once they were read. The layer of the error pages puts it into the request, so that
/// it holds them also where the answer was never made: after a panic, or when time was up.
#[derive(Clone, Debug, Default)]
pub struct Sent(Arc<OnceLock<Bytes>>);

impl Sent {
    /// Names and values, in order; none where no form was read.
    pub fn fields(&self) -> Option<Vec<(String, String)>> {
        self.0.get().map(|bytes| form_urlencoded::parse(bytes).into_owned().collect())
    }
}

/// Reads a form before it is handled, within the limits of size and time that stand around this layer.
pub async fn layer(request: Request, next: Next) -> Response {
    let is_form = request.method() == Method::POST
        && request
            .headers()
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let Some(sent) = request.extensions().get::<Sent>().filter(|_| is_form).cloned() else {
        return next.run(request).await;
    };
    let (parts, body) = request.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return AppError::BadRequest.into_response() };
    let _ = sent.0.set(bytes.clone());
    next.run(Request::from_parts(parts, Body::from(bytes))).await
}
