//! The body of a post, read whole before anything is done with it: a slow one holds a connection and nothing else, and not for
//! long.

use app::common::AppError;
use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::Duration;

/// The most that is read of a post, in bytes. Our longest form is a few kilobytes.
const LIMIT: usize = 256 * 1024;
/// A post must be there whole after this long.
pub const TIME: Duration = Duration::from_secs(10);

/// Reads the body, or says what was wrong with it.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    if request.body().size_hint().lower() > LIMIT as u64 {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, AppError::BadRequest);
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(TIME, to_bytes(body, LIMIT)).await {
        Ok(Ok(bytes)) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Err(error)) => {
            let source = std::error::Error::source(&error);
            let long = matches!(source, Some(source) if source.is::<http_body_util::LengthLimitError>());
            let status = if long { StatusCode::PAYLOAD_TOO_LARGE } else { StatusCode::BAD_REQUEST };
            refuse(status, AppError::BadRequest)
        }
        // The words are those for a bad line; the status says whose turn it was.
        Err(_) => refuse(StatusCode::REQUEST_TIMEOUT, AppError::Offline),
    }
}

/// What has not been read cannot be told from the next request: the connection ends with the answer.
fn refuse(status: StatusCode, error: AppError) -> Response {
    let mut response = error.into_response();
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
