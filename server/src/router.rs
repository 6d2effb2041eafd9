//! The whole site as one router: pages, posts, files, health, and the layers around them.

use crate::{
    bounds::Bounds,
    health,
    layers::{
        again, body, document,
        errors::{self, API, Errors, escape},
        forms, headers,
        limits::{self, Limits, Ticks},
        load::{self, Load},
        only_here, target, whose,
    },
    logo, session,
    site::Site,
    telemetry,
    visitor::{self, Known, Visiting},
};
use app::{app::App, features, shell::shell};
use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header, request::Parts},
    middleware::{from_fn, from_fn_with_state, map_response},
    response::{IntoResponse, Response},
    routing::get,
};
use frame::{
    access::model::Visitor,
    context::{AppContext, Here},
    drafts::kept,
    loading, once,
};
use ground::{
    AppError, Locale,
    text::{Texts, k},
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_axum::{AxumRouteListing, LeptosRoutes, ResponseOptions};
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel, catch_panic::CatchPanicLayer, compression::CompressionLayer, csrf::CsrfLayer,
    timeout::TimeoutLayer,
};
use town::offline;
use ui::boot::{Boot, View};

/// A handler has this long, the reading of the post included.
const TIME_LIMIT: Duration = Duration::from_secs(20);

/// `security.txt` says that it is good for so long: asked for again, it is good for longer.
const SECURITY_TXT_DAYS: i64 = 90;

/// What the router needs to know of its surroundings.
#[derive(Clone, Debug)]
pub struct ExternalConfig {
    /// Where the site's files are.
    pub site: Site,
    /// `https://host` of the public address: forms sent from there are ours, also where something in between changes the
    /// host name.
    pub origin: Option<String>,
    /// How much is taken from whom.
    pub bounds: Bounds,
    /// By what time.
    pub ticks: Ticks,
    /// For this machine alone: a demonstration where nobody said otherwise.
    pub only_here: bool,
    /// Where weaknesses are told of.
    pub security_contact: Option<String>,
}

impl Default for ExternalConfig {
    /// No files, no limits.
    fn default() -> Self {
        Self {
            site: Site::None,
            origin: None,
            bounds: Bounds::none(),
            ticks: Ticks::default(),
            only_here: false,
            security_contact: None,
        }
    }
}

/// The router without files and limits, as tests drive it.
pub fn build_router(ctx: AppContext) -> Router {
    with(ctx, ExternalConfig::default())
}

/// The router.
pub fn with(ctx: AppContext, external: ExternalConfig) -> Router {
    let (tls, only_here) = (ctx.config.tls, external.only_here);
    let limits = Arc::new(Limits::new(&ctx, &external.bounds, &external.ticks));
    let pages = pages(&ctx, &external, Arc::clone(&limits));
    let (site, names) = (external.site.clone(), ctx.config.site.clone());
    let load = Load::new(&external.bounds);
    let contact = external.security_contact.clone();
    let files = Router::new()
        .route(
            "/site/{name}",
            get(move |Path(name): Path<String>, headers: HeaderMap| async move {
                external.site.answer(&name, &headers).await
            }),
        )
        .route("/service-worker.js", get(move || async move { site.worker(&names).await }))
        .route("/municipality/logo/{hash}", get(logo::answer).layer(from_fn_with_state(load, load::layer)))
        .route(
            "/.well-known/security.txt",
            get(move |State(ctx): State<AppContext>| async move { security_txt(&ctx, contact.as_deref()) }),
        )
        .route("/favicon.ico", get(|| async { StatusCode::NOT_FOUND }))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(move |ctx: State<AppContext>| health::ready(ctx, limits.is_blind())))
        .layer(from_fn(target::layer))
        .with_state(ctx.clone());
    let all = pages.merge(files);
    let all = if only_here { all.layer(from_fn(only_here::layer)) } else { all };
    all.layer(from_fn_with_state(tls, headers::layer)).layer(from_fn(telemetry::layer))
}

/// Where weaknesses are told of, as RFC 9116 asks for it; nothing where the operator has named nobody.
fn security_txt(ctx: &AppContext, contact: Option<&str>) -> Response {
    let Some(contact) = contact else { return StatusCode::NOT_FOUND.into_response() };
    let until = ctx.clock.machine().plus_days(SECURITY_TXT_DAYS).iso();
    let text = format!("Contact: {contact}\nExpires: {until}\nPreferred-Languages: sv, fi, en\n");
    ([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))], text).into_response()
}

/// Pages and posts, with everything that stands around them; the first layer here is the innermost.
fn pages(ctx: &AppContext, external: &ExternalConfig, limits: Arc<Limits>) -> Router {
    let known = Known::default();
    let csrf = CsrfLayer::new();
    // An origin that cannot be one was refused with the configuration.
    let csrf = match external.origin.as_ref().map(|origin| csrf.clone().add_trusted_origin(origin)) {
        Some(Ok(trusting)) => trusting,
        _ => csrf,
    };
    let around = ServiceBuilder::new()
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(Errors { ctx: ctx.clone(), known: known.clone() }, errors::layer))
        .layer(from_fn(target::layer))
        .layer(CatchPanicLayer::custom(errors::panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIME_LIMIT))
        .layer(csrf)
        .layer(from_fn(body::layer))
        .layer(from_fn(again::layer))
        .layer(from_fn_with_state(Load::new(&external.bounds), load::layer))
        .layer(from_fn(forms::layer))
        .layer(map_response(target::stay))
        .layer(map_response(session::secure_removal))
        .layer(map_response(session::unsaved))
        .layer(session::layer(ctx))
        .layer(from_fn_with_state(Visiting { ctx: ctx.clone(), known }, visitor::layer))
        .layer(from_fn_with_state(limits, limits::layer))
        .layer(from_fn_with_state(ctx.clone(), whose::layer))
        .layer(map_response(document::layer));
    let context = {
        let ctx = ctx.clone();
        move || provide_request(&ctx)
    };
    let not_found = leptos_axum::render_app_async_with_context(context.clone(), shell);
    features::routes()
        .into_router()
        .leptos_routes_with_context(ctx, PAGES.clone(), context, shell)
        .fallback(move |request: Request| {
            let page = request.method() == Method::GET && !request.uri().path().starts_with(API);
            let not_found = not_found.clone();
            async move { if page { not_found(request).await } else { AppError::NotFound.into_response() } }
        })
        .layer(around)
        .with_state(ctx.clone())
}

/// The contexts of a page's request: who asks, what answers its loads, the reader's texts, what the layout knows; and the answer's policy,
/// which must name the very nonce that stands in the page.
fn provide_request(ctx: &AppContext) {
    let visitor = use_context::<Parts>().and_then(|parts| parts.extensions.get::<Arc<Visitor>>().cloned());
    let Some(visitor) = visitor else { return };
    let here = Here { app: ctx.clone(), visitor };
    let menu = features::menu(here.visitor.person.as_ref(), here.texts());
    let mut boot = here.visitor.boot(ctx.config.demo, menu, once::key::make(&here));
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    boot.kept = (here.visitor.kept > 0 && path != kept::api::PAGE).then(|| kept_line(here.texts()));
    if offline::api::is_kept(&path) {
        boot.person = None;
        boot.menu.clear();
        boot.logo = None;
        boot.kept = None;
    }
    provide_context(boot);
    provide_context(here.texts());
    provide_context(loading::loader(features::loads(), &here));
    provide_context(here);
    if let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>())
        && let Ok(policy) = HeaderValue::from_str(&headers::page_policy(&nonce))
    {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

/// What every page says to one for whom something typed is kept: HTML, so that the browser's program need know nothing of it.
fn kept_line(texts: Texts) -> String {
    let (line, show) = (escape(texts.s(k::kept::HEADING)), escape(texts.s(k::kept::SHOW)));
    format!("<p><b>{line}</b> <a href=\"{}\" rel=\"external\">{show}</a></p>", kept::api::PAGE)
}

/// The contexts while the list of pages is made: the layout is drawn once, for nobody.
fn provide_nobody() {
    provide_context(Texts::of(Locale::default()));
    provide_context(Boot {
        locale: Locale::default(),
        municipality: String::new(),
        phone: String::new(),
        hours: String::new(),
        accent: None,
        logo: None,
        demo: false,
        asks_how_to_read: false,
        view: View::Public,
        menu: Vec::new(),
        person: None,
        kept: None,
        key: String::new(),
    });
}

/// The pages, as the app lists them. It draws its whole frame for it, and the list is the same each time.
static PAGES: LazyLock<Vec<AxumRouteListing>> =
    LazyLock::new(|| leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(App, None, provide_nobody).0);

/// Pages' addresses: for tests that walk all of them.
pub fn page_paths() -> Vec<String> {
    PAGES.iter().map(|route| route.path().to_owned()).collect()
}
