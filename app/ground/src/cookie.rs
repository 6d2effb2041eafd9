//! (server side) Cookies as ASVS 5.0, 3.3, has them, the one place that names, reads and writes those that are not the session's (that one
//! is `server::session`):
//!
//! * 3.3.1, 3.3.3: over https each is `Secure` and carries `__Host-`, so that no other host and no page without TLS can set it;
//! * 3.3.2: `SameSite=Lax`: a link in a mail opens the page as one reads it, and no post of another site brings them along;
//! * 3.3.4: `HttpOnly`: no script reads them, and their values stand in no page;
//! * 3.3.5: names and values are some letters, far from 4,096 bytes.

use axum::http::{HeaderMap, HeaderValue, header};

/// A year, in seconds.
pub const YEAR: u64 = 31_536_000;

/// The cookie's name in browsers: the prefix needs https.
pub fn name(plain: &str, tls: bool) -> String {
    if tls { format!("__Host-{plain}") } else { plain.to_owned() }
}

/// The value of a cookie.
pub fn read<'a>(headers: &'a HeaderMap, plain: &str, tls: bool) -> Option<&'a str> {
    let name = name(plain, tls);
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (known, value) = pair.trim().split_once('=')?;
        (known == name).then_some(value)
    })
}

/// A `Set-Cookie` for so many seconds, 0 to remove it; none where the value is none that a header may hold.
pub fn set(plain: &str, value: &str, seconds: u64, tls: bool) -> Option<HeaderValue> {
    let (name, secure) = (name(plain, tls), if tls { "; Secure" } else { "" });
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_cookies_are_bound_to_the_host() {
        assert_eq!(
            set("lang", "fi", YEAR, false).unwrap(),
            "lang=fi; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax"
        );
        assert_eq!(
            set("lang", "fi", 0, true).unwrap(),
            "__Host-lang=fi; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure"
        );
        assert_eq!(set("lang", "f\ni", YEAR, true), None);
    }

    #[test]
    fn only_the_cookie_of_that_name_is_read() {
        for (cookies, plain, bound) in [
            ("keys=off", Some("off"), None),
            ("lang=sv; keys=off; text=2", Some("off"), None),
            ("__Host-keys=off", None, Some("off")),
            ("__Host-keys=off;keys=on", Some("on"), Some("off")),
            ("keys=", Some(""), None),
            ("monkeys=off", None, None),
            ("keys", None, None),
            ("", None, None),
        ] {
            let headers = HeaderMap::from_iter([(header::COOKIE, HeaderValue::from_static(cookies))]);
            assert_eq!((read(&headers, "keys", false), read(&headers, "keys", true)), (plain, bound), "{cookies}");
        }
    }
}
