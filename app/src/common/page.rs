//! How a page loads what it shows: one server function a page, awaited on the server (`SsrMode::Async`), called again by
//! the browser only when one comes here by a link within the app.

use super::{AppError, text::Texts};
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::future::Future;

/// What a page's server function gives: the data, and the one-time key that its forms carry so that a second press
/// gives the first one's answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page<D> {
    /// The one-time key of this showing of the page.
    pub key: String,
    /// What the page shows.
    pub data: D,
}

/// The one-time key of the page that is being shown, for [`crate::ui::PostForm`].
#[derive(Clone, Debug)]
pub struct PageKey(pub String);

/// A page: loads by `key` (its parameters; a change of them loads again) and shows.
pub fn page<K, D, F, V>(
    key: impl Fn() -> K + Send + Sync + 'static,
    load: impl Fn(K) -> F + Send + Sync + 'static,
    show: impl Fn(Texts, D) -> V + Clone + Send + Sync + 'static,
) -> AnyView
where
    K: Clone + PartialEq + Send + Sync + 'static,
    D: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    F: Future<Output = Result<Page<D>, AppError>> + Send + 'static,
    V: IntoView + 'static,
{
    let texts = Texts::current();
    let resource = Resource::new(key, load);
    view! {
        <Suspense fallback=move || view! { <p class="lead">{texts.s(super::text::k::common::LOADING)}</p> }>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(page) => {
                            provide_context(PageKey(page.key));
                            #[cfg(feature = "hydrate")]
                            Effect::new(|_| request_animation_frame(focus_after_navigation));
                            show(texts, page.data).into_any()
                        }
                        Err(error) => crate::ui::problem(texts, error),
                    }
                })
            }}
        </Suspense>
    }
    .into_any()
}

/// A path parameter, or an empty text.
pub fn param(name: &'static str) -> impl Fn() -> String + Send + Sync + Clone + 'static {
    let params = leptos_router::hooks::use_params_map();
    move || params.read().get(name).unwrap_or_default()
}

/// A query parameter, or an empty text.
pub fn query(name: &'static str) -> impl Fn() -> String + Send + Sync + Clone + 'static {
    let query = leptos_router::hooks::use_query_map();
    move || query.read().get(name).unwrap_or_default()
}

#[cfg(feature = "hydrate")]
thread_local! {
    static NAVIGATED: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// The reader went to another page within the app: its heading gets the focus when it is there.
#[cfg(feature = "hydrate")]
pub fn navigated() {
    NAVIGATED.set(true);
    // The page may be there already (nothing to load).
    request_animation_frame(focus_after_navigation);
}

/// What a full page load does by itself: focus on the error summary, else on the heading.
#[cfg(feature = "hydrate")]
fn focus_after_navigation() {
    use leptos::wasm_bindgen::JsCast;
    let found = document()
        .query_selector("main .summary")
        .ok()
        .flatten()
        .or_else(|| document().query_selector("main h1").ok().flatten())
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let (true, Some(element)) = (NAVIGATED.get(), found) {
        NAVIGATED.set(false);
        let _ = element.focus();
    }
}
