//! The router and the route table: a line a page.

use crate::{
    access::pages::{DemoPage, SignInLinkPage, StartPage},
    common::{AppError, text::Texts},
    messages::pages::NotificationsPage,
    ui::{Layout, problem},
};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::{
    SsrMode,
    components::{FlatRoutes, Route, Router},
    path,
};

/// The app. Needs `Texts` and `Boot` as contexts.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <Navigation/>
            <Layout>
                <FlatRoutes fallback=NotFound>
                    <Route path=path!("/") view=StartPage ssr=SsrMode::Async/>
                    <Route path=path!("/demo") view=DemoPage ssr=SsrMode::Async/>
                    <Route path=path!("/sign-in/:token") view=SignInLinkPage ssr=SsrMode::Async/>
                    <Route path=path!("/notifications") view=NotificationsPage ssr=SsrMode::Async/>
                </FlatRoutes>
            </Layout>
        </Router>
    }
}

#[component]
fn NotFound() -> impl IntoView {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
    problem(Texts::current(), AppError::NotFound)
}

/// After a navigation within the app: the view of the new path, and (once the page is there) the focus on its heading.
#[component]
fn Navigation() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    {
        use crate::access::model::{Boot, View};
        crate::ui::enhance();
        let location = leptos_router::hooks::use_location();
        let main = expect_context::<Boot>().person.and_then(|person| person.main);
        Effect::new(move |before: Option<String>| {
            let path = location.pathname.get();
            let address = format!("{path}{}", location.search.get());
            if before.is_some_and(|before| before != address) {
                if let Some(root) = document().document_element() {
                    let _ = root.set_attribute("data-view", View::of(&path, main).code());
                }
                crate::common::page::navigated();
            }
            address
        });
    }
}
