//! How a page loads what it shows. It asks for a load ([`Load`]) by its name. On the server that is answered in the same process, before the
//! first byte (`SsrMode::Async`), by what its feature has bound to the name; in the browser it is a fetch, the same for all pages, and only
//! when one comes here by a link within the app.
//!
//! What is different from page to page is kept small on purpose: everything that Leptos makes of a resource (its memo, its
//! future, its suspense) exists once, for answers whose type is not known yet, and not once for each page. In the browser an
//! answer is JSON until the page is drawn, and is read by `ground::tree`.

use ground::{
    AppError,
    text::{Texts, k},
    tree::{self, FromTree},
};
use leptos::{
    either::Either,
    prelude::*,
    server::codee::{Decoder, Encoder},
};
use serde::Serialize;
use std::{
    convert::Infallible,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What a page is loaded by: what it is asked with, texts of the page's address, and what it gives. Declared by `loads!` in a feature's
/// `view`.
pub trait Load: Sized + 'static {
    /// What it gives.
    type Data: Clone + Send + Sync + 'static;
    /// Its name, which no other has.
    const NAME: &'static str;
    /// The names of what it is asked with.
    const PARAMETERS: &'static [&'static str];
    /// What it is asked with, in the order of the names.
    fn into_list(self) -> Vec<String>;
    /// From such a list; what is missing is empty.
    fn from_list(list: Vec<String>) -> Self;
}

/// A load of a page that a program knows: the browser can ask for it too.
pub trait Fetched: Load<Data: Serialize + FromTree> {
    /// Where.
    const ADDRESS: &'static str;
}

/// Declares what pages are loaded by: `RequestLoad { id, draft } -> Request, "requests/request";` is a [`Load`] with two texts of the page's
/// address, each empty where it is missing, that a browser asks for at `/api/requests/request`. One without an address is of a page that no
/// program knows ([`plain`]).
#[macro_export]
macro_rules! loads {
    (@fetched $name:ident) => {};
    (@fetched $name:ident $address:literal) => {
        impl $crate::page::Fetched for $name {
            const ADDRESS: &'static str = concat!("/api/", $address);
        }
    };
    ($($(#[$doc:meta])* $name:ident { $($parameter:ident),* } -> $data:ty $(, $address:literal)?;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            $(
                /// Of the page's address.
                pub $parameter: String
            ),*
        }

        impl $crate::page::Load for $name {
            type Data = $data;
            const NAME: &'static str = concat!(module_path!(), "::", stringify!($name));
            const PARAMETERS: &'static [&'static str] = &[$(stringify!($parameter)),*];

            fn into_list(self) -> Vec<String> {
                vec![$(self.$parameter),*]
            }

            #[allow(unused_mut, unused_variables, reason = "one that is asked with nothing")]
            fn from_list(list: Vec<String>) -> Self {
                let mut list = list.into_iter();
                Self { $($parameter: list.next().unwrap_or_default()),* }
            }
        }

        $crate::loads! { @fetched $name $($address)? }
    )+};
}

/// A load without the types of what it is asked with and gives.
#[cfg(feature = "ssr")]
struct Asked {
    name: &'static str,
    loader: Option<Loader>,
}

#[cfg(feature = "ssr")]
impl Asked {
    fn of<L: Load>() -> Self {
        Self { name: L::NAME, loader: use_context() }
    }

    fn with(&self, list: Vec<String>) -> Pending {
        match &self.loader {
            Some(loader) => (loader.0)(self.name, list),
            None => Box::pin(std::future::ready(Err(AppError::Internal))),
        }
    }
}

/// (server side) What answers the loads of a page by their names: a context of its request.
#[cfg(feature = "ssr")]
#[derive(Clone)]
pub struct Loader(Arc<dyn Fn(&'static str, Vec<String>) -> Pending + Send + Sync>);

#[cfg(feature = "ssr")]
impl Loader {
    /// One that answers like this.
    pub fn new(answer: impl Fn(&'static str, Vec<String>) -> Pending + Send + Sync + 'static) -> Self {
        Self(Arc::new(answer))
    }
}

#[cfg(not(feature = "ssr"))]
struct Asked {
    address: &'static str,
    parameters: &'static [&'static str],
}

#[cfg(not(feature = "ssr"))]
impl Asked {
    fn of<L: Fetched>() -> Self {
        Self { address: L::ADDRESS, parameters: L::PARAMETERS }
    }

    fn with(&self, list: Vec<String>) -> Pending {
        let mut url = self.address.to_owned();
        for (index, (name, value)) in self.parameters.iter().zip(list).enumerate() {
            url.push(if index == 0 { '?' } else { '&' });
            url.push_str(name);
            url.push('=');
            url.push_str(&encoded(&value));
        }
        fetch(url)
    }
}

#[cfg(feature = "hydrate")]
fn encoded(value: &str) -> String {
    js_sys::encode_uri_component(value).into()
}

#[cfg(not(any(feature = "hydrate", feature = "ssr")))]
fn encoded(value: &str) -> String {
    value.to_owned()
}

#[cfg(feature = "hydrate")]
fn fetch(url: String) -> Pending {
    use gloo_net::http::Request;
    Box::pin(send_wrapper::SendWrapper::new(async move {
        let response = Request::get(&url).send().await.map_err(|_| AppError::Offline)?;
        let json = response.text().await.map_err(|_| AppError::Offline)?;
        if response.ok() { Ok(Answer { json: json.into() }) } else { Err(error_of(&json)) }
    }))
}

#[cfg(not(any(feature = "hydrate", feature = "ssr")))]
fn fetch(_: String) -> Pending {
    Box::pin(std::future::ready(Err(AppError::Offline)))
}

fn error_of(json: &str) -> AppError {
    tree::read(json).unwrap_or(AppError::Internal)
}

/// What a load has given, and the one-time key that the page's forms carry so that a second press gives the first one's answer, and a tab
/// that one person left open changes nothing of the next.
#[derive(Serialize, FromTree)]
struct Page<D> {
    key: String,
    data: D,
}

/// (server side) What a browser makes of this load's JSON, written again; none where it cannot read it.
#[cfg(feature = "ssr")]
pub fn read_back<L: Fetched>(json: &str) -> Option<String> {
    let page: Page<L::Data> = tree::read(json)?;
    serde_json::to_string(&page).ok()
}

/// The one-time key of the page that is being shown, for [`crate::PostForm`].
#[derive(Clone, Debug)]
pub struct PageKey(pub String);

/// What a load has given, before it is known what it is made of.
#[derive(Clone)]
pub struct Answer {
    #[cfg(feature = "ssr")]
    key: String,
    #[cfg(feature = "ssr")]
    data: Arc<Erased>,
    #[cfg(feature = "ssr")]
    json: fn(&str, &Erased) -> String,
    #[cfg(not(feature = "ssr"))]
    json: Arc<str>,
}

#[cfg(feature = "ssr")]
type Erased = dyn std::any::Any + Send + Sync;

#[cfg(feature = "ssr")]
impl Answer {
    /// Of what a load gives; the page's key comes later ([`Answer::with_key`]).
    pub fn new<D: Serialize + Send + Sync + 'static>(data: D) -> Self {
        let json = |key: &str, data: &Erased| {
            let page = data.downcast_ref::<D>().map(|data| Page { key: key.to_owned(), data });
            page.and_then(|page| serde_json::to_string(&page).ok()).unwrap_or_default()
        };
        Self { key: String::new(), data: Arc::new(data), json }
    }

    /// Of what the load of a page gives that no program knows.
    pub fn plain<D: Send + Sync + 'static>(data: D) -> Self {
        Self { key: String::new(), data: Arc::new(data), json: |_, _| String::new() }
    }

    /// With the one-time key of this showing of the page, bound to its reader (`once::key`).
    pub fn with_key(self, key: String) -> Self {
        Self { key, ..self }
    }

    /// As the browser reads it.
    pub fn to_json(&self) -> String {
        (self.json)(&self.key, &*self.data)
    }

    fn open<D: Clone + 'static>(&self) -> Result<Page<D>, AppError> {
        let data = self.data.downcast_ref::<D>().cloned().ok_or(AppError::Internal)?;
        Ok(Page { key: self.key.clone(), data })
    }
}

#[cfg(not(feature = "ssr"))]
impl Answer {
    fn open<D: FromTree>(&self) -> Result<Page<D>, AppError> {
        // Only after a new version was laid out under an open page.
        tree::read(&self.json).ok_or(AppError::Internal)
    }
}

/// An answer that is awaited.
pub type Pending = Pin<Box<dyn Future<Output = Result<Answer, AppError>> + Send>>;

/// How an answer travels from the server's page to the browser: a page as its JSON, an error as its code.
struct AsJson;

impl Encoder<Result<Answer, AppError>> for AsJson {
    type Error = Infallible;
    type Encoded = String;

    #[cfg(feature = "ssr")]
    fn encode(answer: &Result<Answer, AppError>) -> Result<String, Infallible> {
        Ok(match answer {
            Ok(answer) => answer.to_json(),
            Err(error) => serde_json::to_string(error).unwrap_or_default(),
        })
    }

    /// Leptos asks for it on the server alone.
    #[cfg(not(feature = "ssr"))]
    fn encode(_: &Result<Answer, AppError>) -> Result<String, Infallible> {
        Ok(String::new())
    }
}

impl Decoder<Result<Answer, AppError>> for AsJson {
    type Error = Infallible;
    type Encoded = str;

    fn decode(json: &str) -> Result<Result<Answer, AppError>, Infallible> {
        #[cfg(not(feature = "ssr"))]
        if json.starts_with('{') {
            return Ok(Ok(Answer { json: json.into() }));
        }
        Ok(Err(error_of(json)))
    }
}

/// A page: loads by what is asked for (what it is asked with; a change of that loads again) and shows.
pub fn page<L, V>(
    asked: impl Fn() -> L + Send + Sync + 'static,
    show: impl Fn(Texts, L::Data) -> V + Send + Sync + 'static,
) -> AnyView
where
    L: Fetched,
    V: IntoView + 'static,
{
    shown(
        Asked::of::<L>(),
        Box::new(move || asked().into_list()),
        Arc::new(move |texts, answer| {
            let page = answer.open::<L::Data>()?;
            provide_context(PageKey(page.key));
            Ok(show(texts, page.data).into_any())
        }),
    )
}

type Show = dyn Fn(Texts, &Answer) -> Result<AnyView, AppError> + Send + Sync;

/// The part of a page that is the same for all.
///
/// Each answer is drawn anew. Leptos would change what is there into what is to be there, and keep all that it has not made itself: what
/// was typed and ticked for the request before, what was opened, what a translation has put in place of our words. A view of the other
/// side of an `Either` is built from nothing, and what stood there is taken away whole; so the sides take turns.
fn shown(asked: Asked, with: Box<dyn Fn() -> Vec<String> + Send + Sync>, show: Arc<Show>) -> AnyView {
    let texts = Texts::current();
    let resource = Resource::<Result<Answer, AppError>, AsJson>::new_with_options(
        move || (asked_again(), with()),
        move |(_, list)| asked.with(list),
        false,
    );
    let turn = Arc::new(AtomicBool::new(false));
    view! {
        <Transition fallback=move || view! { <p class="lead">{texts.s(k::common::LOADING)}</p> }>
            {move || {
                let (show, turn) = (show.clone(), turn.clone());
                Suspend::new(async move {
                    let answer = resource.await;
                    #[cfg(feature = "hydrate")]
                    Effect::new(|_| request_animation_frame(focus_after_navigation));
                    let view = answer
                        .and_then(|answer| show(texts, &answer))
                        .unwrap_or_else(|error| super::problem(texts, error));
                    if turn.fetch_xor(true, Ordering::Relaxed) { Either::Right(view) } else { Either::Left(view) }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// How often the page was asked for again at the address where it is.
#[cfg(feature = "hydrate")]
fn asked_again() -> u32 {
    AGAIN.with(ArcRwSignal::get)
}

#[cfg(not(feature = "hydrate"))]
const fn asked_again() -> u32 {
    0
}

/// A page that the server alone knows (`app::BareRoutes`): there is no program that would need its data beside its HTML. What is loaded
/// is loaded once: within a suspense of Leptos it would be asked for while that looks for resources, too.
#[cfg(feature = "ssr")]
pub fn plain<L: Load>(load: L, show: fn(Texts, L::Data) -> AnyView) -> AnyView {
    let texts = Texts::current();
    let answer = Asked::of::<L>().with(load.into_list());
    Suspend::new(async move {
        match answer.await.and_then(|answer| answer.open::<L::Data>()) {
            Ok(page) => {
                provide_context(PageKey(page.key));
                show(texts, page.data)
            }
            Err(error) => super::problem(texts, error),
        }
    })
    .into_any()
}

/// A path parameter, or an empty text.
pub fn param(name: &'static str) -> impl Fn() -> String + Send + Sync + Clone + 'static {
    let params = leptos_router::hooks::use_params_map();
    move || params.read().get(name).unwrap_or_default()
}

/// A query parameter, or an empty text.
///
/// The router says that a page's own query has changed where the path stays, and only that its parameters have where the path changes
/// within a route: so both are listened to, and the query is read from the address. (The address alone says too much: the page that one
/// leaves would be loaded once more.)
pub fn query(name: &'static str) -> impl Fn() -> String + Send + Sync + Clone + 'static {
    use leptos_router::hooks::{use_location, use_params_map, use_query_map};
    let (own, params, address) = (use_query_map(), use_params_map(), use_location().query);
    move || {
        // Both are read, for a memo that nobody has read hears of nothing.
        own.with(|_| ());
        params.with(|_| ());
        address.read_untracked().get(name).unwrap_or_default()
    }
}

/// Stands on `<html>` when the app has taken over. Where it could not, `app/worker/start.js` writes `data-plain`.
#[cfg(feature = "hydrate")]
pub const HYDRATED: &str = "data-hydrated";

/// Stands on `<html>` from when the reader goes to another page within the app until that page is there and has the focus: its
/// address. Should the program stop in between, `app/worker/start.js` lets the browser go there.
#[cfg(feature = "hydrate")]
const NAVIGATING: &str = "data-navigating";

#[cfg(feature = "hydrate")]
thread_local! {
    /// What stood where the focus goes, on the page that one leaves.
    static LEFT: std::cell::RefCell<Option<web_sys::Element>> = const { std::cell::RefCell::new(None) };
    /// What was pressed was answered with the same page.
    static STAYS: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
    static AGAIN: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// No such page. In the browser that may be said of the pages that it has loaded only: what it does not know, the server may.
#[component]
pub fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    #[cfg(feature = "hydrate")]
    if document().document_element().is_some_and(|root| root.has_attribute(HYDRATED)) {
        let asked = leptos_router::hooks::use_location();
        let (path, search) = (asked.pathname.get_untracked(), asked.search.get_untracked());
        let address = if search.is_empty() { path } else { format!("{path}?{search}") };
        load_whole(&address);
    }
    super::problem(Texts::current(), AppError::NotFound)
}

/// Loads a page of this site whole. The site stands before its path, because a path that begins with two slashes is another site.
#[cfg(feature = "hydrate")]
pub fn load_whole(address: &str) {
    let location = window().location();
    if let Ok(origin) = location.origin() {
        let _ = location.assign(&(origin + address));
    }
}

/// The page is asked for again, at the address where it is: a form was answered with it.
#[cfg(feature = "hydrate")]
pub fn again(address: &str) {
    navigated(address, true);
    window().scroll_to_with_x_and_y(0.0, 0.0);
    AGAIN.with(|again| again.update(|times| *times += 1));
}

/// The reader goes to another page within the app, or stays on the same with what has become of it: where it begins gets the focus when it
/// is there.
#[cfg(feature = "hydrate")]
pub fn navigated(address: &str, stays: bool) {
    STAYS.set(stays);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(NAVIGATING, address);
    }
    LEFT.set(begin_of_page());
}

#[cfg(feature = "hydrate")]
fn begin_of_page() -> Option<web_sys::Element> {
    let find = |what| document().query_selector(what).ok().flatten();
    let next = || if STAYS.get() { find("main [data-next]") } else { None };
    find("main .summary").or_else(next).or_else(|| find("main h1"))
}

/// What a full page load does by itself: focus on the error summary, else on the heading; on a page that stays, on what there is to do next
/// (`data-next`), so that nobody goes through all of it again after each step. Not while the page that one leaves is
/// still there.
#[cfg(feature = "hydrate")]
pub fn focus_after_navigation() {
    use leptos::wasm_bindgen::JsCast;
    let found = begin_of_page().filter(|found| LEFT.with_borrow(|left| left.as_ref() != Some(found)));
    let found = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    let navigating = document().document_element().filter(|root| root.has_attribute(NAVIGATING));
    if let (Some(root), Some(element)) = (navigating, found) {
        LEFT.set(None);
        let options = web_sys::FocusOptions::new();
        let place = super::history::place();
        options.set_prevent_scroll(place.is_some());
        let _ = element.focus_with_options(&options);
        if let Some(place) = place {
            window().scroll_to_with_x_and_y(0.0, place);
        }
        let _ = root.remove_attribute(NAVIGATING);
    }
}
