//! Headers that tell the browser what the page may do, as ASVS 5.0, 3.4, has them:
//!
//! * 3.4.1: over https every answer says that this host and all below it are https for two years;
//! * 3.4.2: no answer names another origin (`Access-Control-Allow-Origin`): nothing here is for other sites;
//! * 3.4.3: every answer has a policy, with `object-src`, `base-uri` and a nonce of its own where it is a page with scripts;
//! * 3.4.4: `nosniff`; 3.4.5: `Referrer-Policy`; 3.4.6: `frame-ancestors`, beside which `X-Frame-Options` is for old browsers alone;
//! * 3.4.7 is not followed: reports of what a policy has stopped would tell from whose page, and nobody would read them.

use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::Next,
    response::Response,
};

/// On every answer.
const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    // `no-referrer` would send a form without script to the start page instead of back.
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), hid=(), \
         magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=(), xr-spatial-tracking=()",
    ),
];

/// Names below the public one are https too: a municipality gives Handslag a name of its own.
const HSTS: &str = "max-age=63072000; includeSubDomains";

/// What a page may load, with scripts or without.
fn policy(scripts: &str) -> String {
    format!(
        "default-src 'none'; script-src {scripts}; object-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
         manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

/// The policy of a page of the app: only scripts with this answer's nonce, and what they load.
pub fn page_policy(nonce: &str) -> String {
    policy(&format!("'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'"))
}

/// Sets what the answer has not set itself. Pages bring their policy with its nonce, files their caching; all else is
/// somebody's own and kept nowhere.
pub async fn layer(State(tls): State<bool>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if tls {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HSTS));
    }
    if let (false, Ok(value)) =
        (headers.contains_key(header::CONTENT_SECURITY_POLICY), HeaderValue::from_str(&policy("'none'")))
    {
        headers.insert(header::CONTENT_SECURITY_POLICY, value);
    }
    let for_all = headers.get(header::CACHE_CONTROL).is_some_and(|kept| kept.as_bytes().starts_with(b"public"));
    if !for_all {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
    response
}
