//! The one place that turns a failure into what a reader sees: a whole page in the reader's language, made of text alone, so
//! that it stands also when database or WebAssembly do not. For the app's own fetches, the error as JSON.

use super::{
    again::Sent,
    kept::{self, KEPT, Kept, Post, WAITED},
    whose::SomebodyElse,
};
use crate::visitor::{Known, accepted_locale, host, look, wished_locale};
use axum::{
    body::{Body, to_bytes},
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use db::{Failure, in_tx};
use frame::{
    access::model::{Look, Municipality, SignedIn, Visitor},
    audit,
    context::{AppContext, Here, SiteFiles},
    drafts::kept::words,
    routes::{Told, back},
};
use ground::{
    AppError, Locale,
    text::{Key, Texts, k, parts, theirs, unbroken},
    tree,
};
use std::{any::Any, sync::Arc};
use ui::boot::View;

/// Where browsers ask for what their pages show.
pub const API: &str = "/api/";
/// When a database that did not answer may be asked again, in seconds.
const SOON: HeaderValue = HeaderValue::from_static("5");
/// The longest path that is kept in the log; ours are shorter.
const LONGEST_PATH: usize = 200;

/// What the layer needs.
#[derive(Clone, Debug)]
pub struct Errors {
    /// The program's context.
    pub ctx: AppContext,
    /// Whose telephone number stands on the page.
    pub known: Known,
}

/// What is known of the reader before the request is handled.
struct Reader {
    locale: Locale,
    look: Look,
    path: String,
    municipality: Option<Municipality>,
    /// What is said instead of the error's own words.
    told: Option<Told>,
    /// Who is signed in, on the answer to a page of somebody else.
    instead: Option<String>,
    /// What a form brought that could not be taken, where it is kept.
    kept: Option<Kept>,
    /// What a form brought that could not be saved, and the address it was sent to.
    sent: Option<(String, Vec<(String, String)>)>,
    /// What was written into a form that is too long to be kept.
    typed: Vec<String>,
}

/// Gives failed answers without a page their page, and notes what a signed-in person was refused.
pub async fn layer(State(errors): State<Errors>, mut request: Request, next: Next) -> Response {
    let sent = Sent::default();
    request.extensions_mut().insert(sent.clone());
    let address = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let post = Post {
        page: back(request.headers()),
        // The device keeps it, and will send it again.
        waits: request.headers().contains_key(WAITED),
    };
    // As the router knows it, without anybody's id: what is refused is counted by it.
    let known = request.extensions().get::<MatchedPath>().map(|known| known.as_str().to_owned());
    let ours = known.is_some();
    let place = known.unwrap_or_else(|| without_ids(request.uri().path()));
    let (headers, tls) = (request.headers(), errors.ctx.config.tls);
    let mut reader = Reader {
        locale: wished_locale(headers, tls).unwrap_or_else(|| accepted_locale(headers)),
        look: look(headers, tls),
        path: request.uri().path().to_owned(),
        municipality: errors.known.get(&host(&request)),
        told: None,
        instead: None,
        kept: None,
        sent: None,
        typed: Vec::new(),
    };
    let mut response = next.run(request).await;
    let status = response.status();
    let visitor = response.extensions().get::<Arc<Visitor>>().cloned();
    if status.is_success() || status.is_redirection() {
        kept::taken(&errors.ctx, visitor.as_deref(), &sent).await;
    }
    if !status.is_client_error() && !status.is_server_error() {
        return response;
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().entry(header::RETRY_AFTER).or_insert(SOON);
    }
    if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
        // Two slashes would lead to another site.
        reader.sent = sent.fields().filter(|_| !address.starts_with("//")).map(|fields| (address, fields));
    }
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        reader.typed = words(&sent.fields().unwrap_or_default());
    }
    if let Some(visitor) = &visitor {
        // What is sent to an address that we do not have stood on no page of ours.
        if ours {
            reader.kept = kept::keep(&errors.ctx, visitor, status, &reader.path, &post, &sent).await;
        }
        if reader.kept.is_some() {
            response.headers_mut().insert(KEPT, HeaderValue::from_static("1"));
        }
        reader.locale = visitor.locale;
        reader.look = visitor.look;
        reader.municipality = Some(visitor.municipality.clone());
        if response.extensions().get::<SomebodyElse>().is_some() {
            reader.instead = visitor.person.as_ref().map(SignedIn::name);
        }
        if matches!(status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND) {
            note_refusal(&errors.ctx, visitor, &place).await;
        }
    }
    if reader.path.starts_with(API) {
        return for_script(response).await;
    }
    if response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) {
        return response;
    }
    reader.told = response.extensions().get::<Told>().copied();
    let error = response.extensions().get::<AppError>().copied().unwrap_or_else(|| meaning(status));
    let site = &errors.ctx.config.site;
    let view = View::of(&reader.path, visitor.map_or(View::Public, |visitor| visitor.view()));
    with_body(response, "text/html; charset=utf-8", page(&reader, view, error, site))
}

/// Notes that a signed-in person asked for what is not theirs. Best effort: the page is refused anyway.
async fn note_refusal(ctx: &AppContext, visitor: &Arc<Visitor>, place: &str) {
    if visitor.person.is_none() {
        return;
    }
    let here = Here { app: ctx.clone(), visitor: Arc::clone(visitor) };
    let written: Result<(), Failure> = in_tx!(ctx.db, |tx| { audit::refuse(tx, &here, "access.refused", place).await });
    if let Err(failure) = written {
        tracing::warn!(?failure, "a refusal could not be logged");
    }
}

/// An address that we do not have, without what may be an id or a number.
fn without_ids(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let id = part.len() > 24 || part.bytes().any(|byte| byte.is_ascii_digit() || byte == b'%');
        if id { "{}" } else { part }
    });
    parts.collect::<Vec<_>>().join("/").chars().take(LONGEST_PATH).collect()
}

/// What a bare status means to a reader.
fn meaning(status: StatusCode) -> AppError {
    match status {
        StatusCode::UNAUTHORIZED => AppError::SignIn,
        StatusCode::FORBIDDEN => AppError::Forbidden,
        StatusCode::TOO_MANY_REQUESTS => AppError::TooMany,
        StatusCode::SERVICE_UNAVAILABLE => AppError::Unavailable,
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLong,
        StatusCode::BAD_REQUEST | StatusCode::UNSUPPORTED_MEDIA_TYPE => AppError::BadRequest,
        status if status.is_client_error() => AppError::NotFound,
        _ => AppError::Internal,
    }
}

/// For the app's own fetch: always an `AppError`, and the status that belongs to it.
async fn for_script(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes = to_bytes(body, 10_000).await.unwrap_or_default();
    let told = std::str::from_utf8(&bytes).ok().and_then(tree::read::<AppError>);
    let error = parts.extensions.get::<AppError>().copied().or(told).unwrap_or_else(|| meaning(parts.status));
    parts.status = error.status_code();
    let json = serde_json::to_string(&error).unwrap_or_default();
    with_body(Response::from_parts(parts, Body::empty()), "application/json", json)
}

fn with_body(mut response: Response, kind: &'static str, body: String) -> Response {
    *response.body_mut() = Body::from(body);
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A panic of a handler; where it was is logged by the panic hook.
pub fn panicked(_: Box<dyn Any + Send>) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

fn said(error: AppError) -> (Key, Key) {
    match error {
        AppError::SignIn => (k::common::SIGN_IN_HEADING, k::common::SIGN_IN_LINE),
        AppError::Forbidden => (k::common::FORBIDDEN_HEADING, k::common::FORBIDDEN_LINE),
        AppError::NotFound | AppError::BadRequest => (k::common::NOT_FOUND_HEADING, k::common::NOT_FOUND_LINE),
        AppError::Offline => (k::common::OFFLINE_HEADING, k::common::OFFLINE_LINE),
        AppError::TooLong => (k::kept::LONG_HEADING, k::kept::LONG_LINE),
        AppError::TooMany => (k::common::TOO_MANY_HEADING, k::common::TOO_MANY_LINE),
        AppError::Busy => (k::common::BUSY_HEADING, k::common::BUSY_LINE),
        AppError::Unavailable | AppError::Internal => (k::common::INTERNAL_HEADING, k::common::INTERNAL_LINE),
    }
}

fn page(reader: &Reader, view: View, error: AppError, site: &SiteFiles) -> String {
    let texts = Texts::of(reader.locale);
    let (heading, line) = if let Some(name) = &reader.instead {
        (texts.f(k::kept::OTHER_HEADING, &[("name", &theirs(name))]), texts.s(k::kept::OTHER_LINE))
    } else {
        let (heading, line) = reader.told.map_or_else(|| said(error), |told| (told.heading, told.line));
        (texts.s(heading).to_owned(), texts.s(line))
    };
    let look: String = Look::ATTRIBUTES
        .into_iter()
        .zip(reader.look.attributes(view))
        .filter_map(|(name, value)| value.map(|value| format!(" {name}=\"{value}\"")))
        .collect();
    let style = if site.css.is_empty() {
        String::new()
    } else {
        format!(
            "<link rel=\"stylesheet\" href=\"/site/{}\"><link rel=\"icon\" href=\"{}\" type=\"image/svg+xml\">",
            escape(&site.css),
            escape(&site.url("icons/favicon.svg"))
        )
    };
    let kept = reader.kept.as_ref().map(|kept| kept.html(texts)).unwrap_or_default();
    let help = reader.municipality.as_ref().map(|municipality| {
        let hours = escape(&municipality.hours);
        let hours = if hours.is_empty() { hours } else { format!(" <span>{hours}</span>") };
        format!(
            "<p class=\"help\"><span>{}</span> <a href=\"{}\" translate=\"no\">{}</a>{hours}</p>",
            escape(texts.s(k::common::HELP_CALL)),
            escape(&ui::tel(&municipality.phone)),
            escape(&municipality.phone),
        )
    });
    let name = reader.municipality.as_ref().map(|known| format!("<small>{}</small>", escape(&known.name)));
    let logo = reader.municipality.as_ref().and_then(|known| known.logo.as_ref());
    format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{dir}\" data-view=\"{view}\"{look}>\
         <head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"{scheme}\"><meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\"><title>{title} – Handslag</title>{style}</head>\
         <body><header class=\"site\"><div class=\"wrap\"><a class=\"brand\" href=\"/\"><span translate=\"no\">Handslag{name}</span></a>{logo}</div></header>\
         <main id=\"main\" class=\"wrap\"><h1>{heading}</h1><p class=\"lead\">{line}</p>{kept}{typed}{again}\
         <a class=\"btn btn-secondary\" href=\"/\">{to_start}</a></main>\
         <footer class=\"site\"><div class=\"wrap\">{help}<p class=\"danger-line\">{danger}</p>\
         <p class=\"links\"><a href=\"/settings\">{settings}</a></p></div></footer></body></html>\n",
        lang = reader.locale.tag(),
        dir = reader.locale.direction(),
        view = view.code(),
        name = name.unwrap_or_default(),
        logo = logo.map(|logo| format!("<span class=\"logo\">{}</span>", logo.html())).unwrap_or_default(),
        scheme = reader.look.color_scheme(),
        settings = escape(texts.s(k::common::SETTINGS)),
        title = escape(&unbroken(&heading)),
        heading = verbatim(&heading),
        line = escape(line),
        typed = typed(texts, &reader.typed),
        again = reader.sent.as_ref().map(|(address, fields)| again(texts, address, fields)).unwrap_or_default(),
        to_start = escape(texts.s(k::common::TO_START)),
        help = help.unwrap_or_default(),
        danger = escape(texts.s(k::common::DANGER)),
    )
}

/// What somebody has written, as HTML.
pub fn quoted(words: &[String]) -> String {
    words.iter().map(|words| format!("<blockquote>{}</blockquote>", verbatim(words))).collect()
}

/// A text as HTML, in which a translator leaves alone what is somebody's own.
fn verbatim(text: &str) -> String {
    let html = |(at, part): (usize, &str)| match escape(part) {
        own if at % 2 == 1 => format!("<span translate=\"no\">{own}</span>"),
        words => words,
    };
    parts(text).enumerate().map(html).collect()
}

/// What was written, to be copied from here.
fn typed(texts: Texts, words: &[String]) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!("<p>{}</p>{}", escape(texts.s(k::kept::LONG_TYPED)), quoted(words))
}

/// What was typed, behind a button that sends it once more.
fn again(texts: Texts, address: &str, fields: &[(String, String)]) -> String {
    let hidden: String = fields
        .iter()
        .map(|(name, value)| {
            // A line break in an attribute's value would come back as it is; a zero byte would not.
            let value = escape(&value.replace('\0', ""));
            format!("<input type=\"hidden\" name=\"{}\" value=\"{value}\">", escape(name))
        })
        .collect();
    format!(
        "<p>{}</p><form method=\"post\" action=\"{}\">{hidden}<button type=\"submit\" class=\"btn btn-primary\">{}</button></form>",
        escape(texts.s(k::common::KEPT_LINE)),
        escape(address),
        escape(texts.s(k::common::TRY_AGAIN)),
    )
}

/// A text as text of HTML, also within quotes.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
