//! (server side) Every address that is not a page: posts, calendar files, streams, CSV. Each is listed with its path, so that the
//! access test knows them all. A post answers with the address to go to ([`Go`]), or an error as a status.

use crate::{
    common::{AppError, Failure, text::Key},
    context::AppContext,
};
use axum::{
    Router,
    handler::Handler,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing,
};
use std::collections::BTreeMap;

/// What a post does besides changing something: each has a limit of its own (`server::layers::limits`), and some are pressed in pages of
/// somebody else (`server::layers::whose`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Somebody comes in, or tries to.
    In,
    /// Somebody unknown becomes known.
    Up,
    /// Somebody leaves.
    Out,
    /// Somebody ends everything that they have open.
    OutEverywhere,
    /// How a device shows its pages, and where somebody is signed in how they read.
    Look,
}

impl Door {
    /// Whether something is told at it that would be missed if it were lost: a sign-up.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Up)
    }
}

/// The addresses that were registered.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<AppContext>,
    /// Method and path of each.
    pub listed: Vec<(&'static str, &'static str)>,
    /// The posts through which one comes and goes.
    pub doors: BTreeMap<&'static str, Door>,
}

impl Routes {
    /// All features' addresses.
    pub fn all() -> Self {
        let routes = Self::default();
        let routes = crate::access::api::routes(routes);
        let routes = crate::settings::api::routes(routes);
        let routes = crate::admin::api::routes(routes);
        let routes = crate::requests::api::routes(routes);
        let routes = crate::visits::senior_api::routes(routes);
        let routes = crate::agenda::api::routes(routes);
        let routes = crate::concerns::api::routes(routes);
        let routes = crate::figures::api::routes(routes);
        let routes = crate::people::api::routes(routes);
        let routes = crate::me::api::routes(routes);
        let routes = crate::volunteers::api::routes(routes);
        let routes = crate::offers::api::routes(routes);
        let routes = crate::vetting::api::routes(routes);
        let routes = crate::visits::volunteer_api::routes(routes);
        let routes = crate::visits::kept::routes(routes);
        let routes = crate::offline::api::routes(routes);
        let routes = crate::review::api::routes(routes);
        let routes = crate::help::api::routes(routes);
        let routes = crate::drafts::kept::api::routes(routes);
        crate::messages::api::routes(routes)
    }

    /// A post that changes something.
    #[must_use]
    pub fn post<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppContext>,
        T: 'static,
    {
        self.listed.push(("POST", path));
        self.router = self.router.route(path, routing::post(handler));
        self
    }

    /// A post through which somebody comes in or leaves.
    #[must_use]
    pub fn door<H, T>(mut self, door: Door, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppContext>,
        T: 'static,
    {
        self.doors.insert(path, door);
        self.post(path, handler)
    }

    /// A file or a stream.
    #[must_use]
    pub fn get<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppContext>,
        T: 'static,
    {
        self.listed.push(("GET", path));
        self.router = self.router.route(path, routing::get(handler));
        self
    }

    /// As a router.
    pub fn into_router(self) -> Router<AppContext> {
        self.router
    }
}

/// The address of a page with what it is asked for; what is empty is left out.
pub fn address<'a>(path: &str, query: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let mut pairs = form_urlencoded::Serializer::new(String::new());
    pairs.extend_pairs(query.into_iter().filter(|(_, value)| !value.is_empty()));
    let query = pairs.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Path and query of the page the reader came from; only ever a path of ours.
pub fn back(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let path = referer
        .and_then(|referer| referer.parse::<http::Uri>().ok())
        .and_then(|uri| uri.path_and_query().map(ToString::to_string));
    path.filter(|path| path.starts_with('/') && !path.starts_with("//")).unwrap_or_else(|| "/".to_owned())
}

/// Post, redirect, get: 303 to this address (a path of ours).
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
        let location = HeaderValue::from_str(&self.0).unwrap_or(HeaderValue::from_static("/"));
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

impl IntoResponse for AppError {
    /// The status alone, with the error as an extension: one layer of the server gives it its page.
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        AppError::from(self).into_response()
    }
}
