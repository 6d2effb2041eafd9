//! What is asked for, and of whom, can be read in one way alone: one host, a plain path. Proxies, browsers and the parts of a server read
//! `%2e%2e`, `\`, `//` and two hosts each in their own way, and what one takes for a public file another takes for somebody's page. And
//! nobody is sent to another site.

use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, Uri, Version, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use frame::routes::{is_plain, ours};
use ground::AppError;

/// Refuses what is not plain: 400 for the host, 404 for the path.
pub async fn layer(request: Request, next: Next) -> Response {
    if !one_host(request.uri(), request.headers(), request.version()) {
        // Who sends two hosts may have put two requests into one: what comes behind it is not read.
        return ([(header::CONNECTION, "close")], AppError::BadRequest).into_response();
    }
    if !is_plain(request.uri().path()) {
        return AppError::NotFound.into_response();
    }
    next.run(request).await
}

/// Keeps redirects on this site, whoever made them.
pub async fn stay(mut response: Response) -> Response {
    let leads_away = |location: &HeaderValue| location.to_str().ok().and_then(ours).is_none();
    if response.status().is_redirection() && response.headers().get(header::LOCATION).is_some_and(leads_away) {
        tracing::error!("an answer would have led to another site");
        response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    }
    response
}

/// Whether exactly one host was asked, by its name (and port) alone. The oldest clients of HTTP name none.
fn one_host(asked: &Uri, headers: &HeaderMap, version: Version) -> bool {
    let mut named = headers.get_all(header::HOST).iter();
    let host = match (named.next(), named.next()) {
        (None, _) => return asked.authority().is_none() && version < Version::HTTP_11,
        (Some(host), None) => host.to_str().ok().filter(|host| is_host(host)),
        (Some(_), Some(_)) => None,
    };
    let Some(host) = host else { return false };
    // "GET http://host/path": the host stands twice, and must be the same.
    asked.authority().is_none_or(|authority| authority.as_str().eq_ignore_ascii_case(host))
}

/// `name`, `192.0.2.1` or `[2001:db8::1]`, and perhaps a port (RFC 9110, 7.2).
fn is_host(text: &str) -> bool {
    let (name, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) if address.parse::<std::net::Ipv6Addr>().is_ok() => ("[]", port),
        Some(_) => return false,
        None => text.split_at(text.find(':').unwrap_or(text.len())),
    };
    let named =
        name == "[]" || name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    let port = port.is_empty()
        || port.strip_prefix(':').is_some_and(|port| {
            port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok_and(|number| number > 0)
        });
    !name.is_empty() && !name.starts_with('.') && named && port
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_a_name_and_perhaps_a_port() {
        for (text, expected) in [
            ("handslag.example", true),
            ("Handslag.Example:443", true),
            ("localhost:3000", true),
            ("a_b-c.example", true),
            ("192.0.2.1:80", true),
            ("[2001:db8::1]", true),
            ("[::1]:3000", true),
            ("", false),
            (":80", false),
            (".", false),
            ("handslag.example:", false),
            ("handslag.example:0", false),
            ("handslag.example:65536", false),
            ("handslag.example:+80", false),
            ("handslag.example:80:80", false),
            ("handslag.example:8o", false),
            ("evil@handslag.example", false),
            ("evil:pass@handslag.example", false),
            ("handslag.example/x", false),
            ("handslag.example?x", false),
            ("handslag.example#x", false),
            ("handslag.example\\x", false),
            ("handslag.example evil.example", false),
            ("handslag.example,evil.example", false),
            ("handslag%2eexample", false),
            ("[::1", false),
            ("::1", false),
            ("[handslag]", false),
            ("[::1]x", false),
        ] {
            assert_eq!(is_host(text), expected, "{text:?}");
        }
    }

    #[test]
    fn one_host_and_not_another_is_asked() {
        let asked = |uri: &str, hosts: &[&str], version: Version| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(header::HOST, host.parse().unwrap());
            }
            one_host(&uri.parse().unwrap(), &headers, version)
        };
        let new = Version::HTTP_11;
        assert!(asked("/", &["handslag.example"], new));
        assert!(!asked("/", &[], new), "HTTP/1.1 names its host");
        assert!(asked("/", &[], Version::HTTP_10));
        assert!(!asked("/", &["handslag.example", "evil.example"], new));
        assert!(!asked("/", &["handslag.example", "handslag.example"], new), "also the same one twice");
        assert!(!asked("/", &["handslag.example", "evil.example"], Version::HTTP_10));
        assert!(asked("http://handslag.example/home", &["Handslag.example"], new));
        assert!(!asked("http://evil.example/home", &["handslag.example"], new));
        assert!(!asked("http://handslag.example:81/home", &["handslag.example"], new));
        assert!(!asked("http://evil@handslag.example/home", &["handslag.example"], new));
        assert!(!asked("http://handslag.example/home", &[], Version::HTTP_10));
    }
}
