//! A demonstration is for the machine that it runs on: anybody who reaches it can be anybody in it. What came through a proxy, or was
//! asked of another name, comes from somewhere else, and is refused.

use crate::visitor::{accepted_locale, host};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use ground::text::{Texts, k};
use std::net::IpAddr;

/// Names of headers, or how they begin, that a proxy adds.
const OF_PROXIES: [&str; 12] = [
    "forwarded",
    "via",
    "x-forwarded",
    "x-real-ip",
    "x-client-ip",
    "x-cluster-client-ip",
    "x-original-",
    "x-envoy-",
    "x-proxy",
    "true-client-ip",
    "fastly-",
    "cf-",
];

/// Lets through what this machine itself has asked.
pub async fn layer(request: Request, next: Next) -> Response {
    let by_proxy = request.headers().keys().any(|name| OF_PROXIES.iter().any(|start| name.as_str().starts_with(start)));
    if !by_proxy && is_here(&host(&request)) {
        return next.run(request).await;
    }
    refuse(request.headers())
}

/// A name or an address of this machine alone; none is none of another.
fn is_here(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    bare.is_empty()
        || bare == "localhost"
        || bare.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.to_canonical().is_loopback())
}

fn refuse(headers: &HeaderMap) -> Response {
    let words = Texts::of(accepted_locale(headers)).plain(k::demo::ONLY_HERE);
    let kind = (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    let kept = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (StatusCode::MISDIRECTED_REQUEST, [kind, kept], words + "\n").into_response()
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn names_of_this_machine() {
        for here in [
            "localhost",
            "granby.localhost",
            "localhost.",
            "127.0.0.1",
            "127.8.8.8",
            "[::1]",
            "::1",
            "[::ffff:127.0.0.1]",
            "",
        ] {
            assert!(is_here(here), "{here}");
        }
        for away in
            ["handslag.example.se", "localhost.example.se", "192.0.2.1", "[2001:db8::1]", "0.0.0.0", "notlocalhost"]
        {
            assert!(!is_here(away), "{away}");
        }
    }
}
