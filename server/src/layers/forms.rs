//! Forms that script sends in the background: a fetch follows a redirect by itself and cannot see where to, so they get the
//! address in a header.

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderName, StatusCode, header},
    middleware::Next,
    response::Response,
};

/// Set to `1` by the script of `ui::form`.
pub const FORM: HeaderName = HeaderName::from_static("x-handslag-form");
/// Where to go next.
pub const LOCATION: HeaderName = HeaderName::from_static("x-location");

/// 303 becomes 204 with `x-location`, for forms sent by script.
pub async fn layer(request: Request, next: Next) -> Response {
    let by_script = request.headers().get(FORM).is_some_and(|value| value == "1");
    let mut response = next.run(request).await;
    if by_script
        && response.status() == StatusCode::SEE_OTHER
        && let Some(location) = response.headers_mut().remove(header::LOCATION)
    {
        *response.status_mut() = StatusCode::NO_CONTENT;
        *response.body_mut() = Body::empty();
        response.headers_mut().remove(header::CONTENT_LENGTH);
        response.headers_mut().remove(header::CONTENT_TYPE);
        response.headers_mut().insert(LOCATION, location);
    }
    response
}
