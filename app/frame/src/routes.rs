//! (server side) Addresses: what is one of ours, where a post sends its reader ([`Go`]), and errors as a status.

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use ground::{AppError, text::Key};

/// The address of a page with what it is asked for; what is empty is left out.
pub fn address<'a>(path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(query.into_iter().filter(|(_, value)| !value.is_empty()));
    let query = pairs.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The longest address that one is sent to.
const LONGEST: usize = 2000;

/// Whether a path is one that only one thing can be meant by, however a browser or a proxy writes it: no step upwards (`..`, `%2e%2e`), no
/// empty part (`//host` is another site), no slash, backslash or control character that is hidden in a part of it.
pub fn is_plain(path: &str) -> bool {
    let Some(parts) = path.strip_prefix('/') else { return false };
    let mut parts = parts.split('/').peekable();
    while let Some(part) = parts.next() {
        let Some(meant) = decoded(part) else { return false };
        // A slash may end a path.
        let empty = meant.is_empty() && parts.peek().is_some();
        let step = matches!(meant.split(';').next().unwrap_or_default().trim(), "." | "..");
        // `%25` would be decoded once more by the next who reads it.
        let hidden = meant.contains(['/', '\\', '%']) || meant.chars().any(char::is_control);
        if empty || step || hidden {
            return false;
        }
    }
    true
}

/// A part of a path as it is meant; none where what is encoded is not UTF-8.
fn decoded(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The address, where it is one of this site alone: a plain path, perhaps with a query and a place within the page. Whatever somebody else
/// may have put into an address to go to (a form, `Referer`, a row) goes through this before anybody is sent there.
pub fn ours(address: &str) -> Option<&str> {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    let letters = address.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    (letters && address.len() <= LONGEST && is_plain(path)).then_some(address)
}

/// Path and query of the page the reader came from; only ever a path of ours.
pub fn back(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer
        .and_then(|referer| referer.parse::<http::Uri>().ok())
        .and_then(|uri| uri.path_and_query().map(ToString::to_string));
    path.filter(|path| ours(path).is_some()).unwrap_or_else(|| "/".to_owned())
}

/// Post, redirect, get: 303 to this address; to the start page where it is none of [`ours`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Go(pub String);

impl Go {
    /// To this path.
    pub fn to(path: impl Into<String>) -> Self {
        Self(path.into())
    }
}

impl IntoResponse for Go {
    fn into_response(self) -> Response {
        let location = ours(&self.0).and_then(|address| HeaderValue::from_str(address).ok());
        let location = location.unwrap_or(HeaderValue::from_static("/"));
        (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
    }
}

/// An error with words of its own: server's alone, made by the layer of the error pages.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// What it is, for the status.
    pub error: AppError,
    /// The page's heading.
    pub heading: Key,
    /// What to do.
    pub line: Key,
}

impl IntoResponse for Told {
    fn into_response(self) -> Response {
        let mut response = self.error.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a browser makes of an address in a `Location`, or in an `href`, on a page of ours: whether it stays here. The rules of the URL
    /// standard that matter: tabs and line breaks are left out, spaces around are cut, a backslash is a slash, two slashes begin a host.
    fn stays(address: &str) -> bool {
        let trimmed = address.trim_matches(|c: char| c <= ' ');
        let read: String = trimmed.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let read = read.replace('\\', "/");
        read.starts_with('/') && !read.starts_with("//")
    }

    /// Ways to lead somebody away, or up and out of a path.
    const ELSEWHERE: [&str; 44] = [
        "//evil.example",
        "//evil.example/home",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "/\r\n/evil.example",
        "\t//evil.example",
        " //evil.example",
        "\u{1}//evil.example",
        "/\0/evil.example",
        "https://evil.example",
        "https:evil.example",
        "https:/evil.example",
        "HTTPS://evil.example/home",
        "http:\\\\evil.example",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "ftp://evil.example",
        "evil.example",
        "evil.example/home",
        "@evil.example",
        "home",
        "",
        "?a=b",
        "#main",
        "/%2f/evil.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/%5Cevil.example",
        "/%09/evil.example",
        "/%0d%0aset-cookie:a=b",
        "/..//evil.example",
        "/home/..//evil.example",
        "/%2e%2e//evil.example",
        "/home/%2e%2e/%2e%2e/evil.example",
        "/home/..;/evil.example",
        "/home//evil.example",
        "/%252e%252e/evil.example",
        "/håll/evil.example",
    ];

    #[test]
    fn nobody_is_led_elsewhere() {
        for address in ELSEWHERE {
            assert_eq!(ours(address), None, "{address:?}");
            let went = Go::to(address).into_response();
            assert_eq!(went.headers()[header::LOCATION], "/", "{address:?}");
            let referer = format!("https://handslag.example{address}");
            let headers = HeaderValue::from_str(&referer).map(|value| HeaderMap::from_iter([(header::REFERER, value)]));
            if let Ok(headers) = headers {
                assert!(stays(&back(&headers)), "{address:?}");
            }
        }
    }

    #[test]
    fn addresses_of_this_site_are_taken_as_they_stand() {
        for address in [
            "/",
            "/home",
            "/demo?a=b",
            "/staff/requests?find=0198&status=open&page=2",
            "/ask/0198a-7/what#error",
            "/concern/new?visit=a&back=%2Fvisits%2Fa",
            "/sok?q=%C3%A5ker",
            "/a?next=//evil.example",
            "/%C3%A5ker/",
        ] {
            assert_eq!(ours(address), Some(address));
            assert_eq!(Go::to(address).into_response().headers()[header::LOCATION], address);
        }
        assert_eq!(ours(&format!("/{}", "a".repeat(LONGEST))), None);
    }

    proptest! {
        #[test]
        fn what_is_ours_stays_here(address in "[/\\\\.%25fFcCeE:?#@a \t\r\n\0;]{0,12}|\\PC{0,20}") {
            if let Some(ours) = ours(&address) {
                prop_assert!(stays(ours), "{ours:?}");
                let path = ours.split(['?', '#']).next().unwrap_or_default();
                prop_assert!(path.split('/').all(|part| part != ".." && part != "."), "{ours:?}");
            }
        }
    }
}
