//! The body of a post, read whole before anything is done with it: a slow one holds a connection and nothing else, and not for
//! long.

use axum::{
    body::{Body, Bytes, HttpBody as _},
    extract::Request,
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use ground::AppError;
use http_body_util::BodyExt as _;
use std::time::Duration;

/// The most that is kept of a post, in bytes. Our longest form is a few kilobytes, the largest file 200.
const LIMIT: usize = 256 * 1024;
/// A form with a file may be so long, but what is beyond [`LIMIT`] is thrown away as it comes: the handler sees a file without its end,
/// and its page can say that it is too large, beside what was typed.
const LONGEST_WITH_FILE: usize = 16 * 1024 * 1024;
/// A post must be there whole after this long.
pub const TIME: Duration = Duration::from_secs(10);

/// Reads the body, or says what was wrong with it.
pub async fn layer(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    let most = if has_file(&request) { LONGEST_WITH_FILE } else { LIMIT };
    if request.body().size_hint().lower() > most as u64 {
        return refuse(StatusCode::PAYLOAD_TOO_LARGE, AppError::TooLong);
    }
    let (parts, body) = request.into_parts();
    match tokio::time::timeout(TIME, read(body, most)).await {
        Ok(Ok(Some(bytes))) => next.run(Request::from_parts(parts, Body::from(bytes))).await,
        Ok(Ok(None)) => refuse(StatusCode::PAYLOAD_TOO_LARGE, AppError::TooLong),
        Ok(Err(_)) => refuse(StatusCode::BAD_REQUEST, AppError::BadRequest),
        // The words are those for a bad line; the status says whose turn it was.
        Err(_) => refuse(StatusCode::REQUEST_TIMEOUT, AppError::Offline),
    }
}

fn has_file(request: &Request) -> bool {
    let kind = request.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"))
}

/// The first [`LIMIT`] bytes of a body that is read to its end; none where that is more than `most` away.
async fn read(mut body: Body, most: usize) -> Result<Option<Bytes>, axum::Error> {
    let (mut kept, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame?.into_data() else { continue };
        length += data.len();
        if length > most {
            return Ok(None);
        }
        let room = data.len().min(LIMIT - kept.len());
        kept.extend_from_slice(&data[..room]);
    }
    Ok(Some(kept.into()))
}

/// What has not been read cannot be told from the next request: the connection ends with the answer.
fn refuse(status: StatusCode, error: AppError) -> Response {
    let mut response = error.into_response();
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}
