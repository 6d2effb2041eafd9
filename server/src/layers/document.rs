//! The last touch to a page that Leptos wrote.
//!
//! Leptos writes what the page's resources hold as scripts behind `</html>`: they belong into the body. And in the browser it takes over
//! what it finds, node by node, without looking whether that is what the server sent: an element that an extension has put in moves
//! everything behind it by one. So the page says how many nodes of the app it holds, and `app/worker/start.js` counts them again.

use axum::{
    body::{Body, to_bytes},
    http::header,
    response::{IntoResponse, Response},
};
use ground::AppError;

/// The element that the app is in (`app::shell`).
const APP: &str = "<div id=\"app\"";
/// What follows it.
const BEHIND: &str = "<script type=\"application/json\" id=\"boot\"";
/// How a body ends. What Leptos writes between this and its scripts are marks that nothing looks for.
const END: &str = "</body>";

/// Finishes pages of the app; everything else stays as it is.
pub async fn layer(response: Response) -> Response {
    let page =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return AppError::Internal.into_response() };
    let finished = std::str::from_utf8(&bytes).ok().and_then(finished);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, finished.map_or_else(|| Body::from(bytes), Body::from))
}

/// The page with everything within its body, and the number of the app's nodes; none where it is no page of the app.
fn finished(html: &str) -> Option<String> {
    let (before, rest) = html.split_at(html.find(APP)? + APP.len());
    let app = &rest[..rest.find(BEHIND)?];
    let (page, behind) = rest.rsplit_once(END)?;
    let scripts = &behind[behind.find("<script").unwrap_or(behind.len())..];
    Some(format!("{before} data-nodes=\"{}\"{page}{scripts}</body></html>", nodes(app)))
}

/// Elements and comments. In text and in attributes `<` does not stand.
fn nodes(html: &str) -> usize {
    html.split('<').skip(1).filter(|tag| tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!')).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_come_into_the_body_and_nodes_are_counted() {
        let html = "<!DOCTYPE html><html><head></head><body><div id=\"app\"><p>Ring <b>112</b><!>&lt;nu<br></p><!----></div>\
                    <script type=\"application/json\" id=\"boot\">1</script></body><!></html><!><script>2</script><script>3</script>";
        assert_eq!(
            finished(html).unwrap(),
            "<!DOCTYPE html><html><head></head><body><div id=\"app\" data-nodes=\"5\"><p>Ring <b>112</b><!>&lt;nu<br></p><!----></div>\
             <script type=\"application/json\" id=\"boot\">1</script><script>2</script><script>3</script></body></html>"
        );
    }

    #[tokio::test]
    async fn what_is_no_page_of_the_app_stays() {
        for html in ["<!DOCTYPE html><html><body><main></main></body></html>", ""] {
            let answer = layer(([(header::CONTENT_TYPE, "text/html")], html).into_response()).await;
            assert_eq!(to_bytes(answer.into_body(), 1_000).await.unwrap(), html);
        }
    }
}
