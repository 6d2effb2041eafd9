//! (server side) The page that the service worker shows where there is no network. The browser has no program for it: it must stand
//! when nothing can be fetched.

use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{Heading, Icon, IconName, boot::Boot, tel};

/// "Du har inget internet just nu". The script adds the visits that can be opened all the same.
#[component]
pub fn OfflinePage() -> impl IntoView {
    let texts = Texts::current();
    let phone = expect_context::<Boot>().phone;
    view! {
        <Heading text=texts.s(k::common::OFFLINE_HEADING)/>
        <p class="lead">{texts.s(k::common::OFFLINE_LINE)}</p>
        <div class="stack">
            // The address that was asked for: the worker shows this page under it.
            <a class="btn btn-primary" href="" rel="external">{texts.s(k::common::TRY_AGAIN)}</a>
            <a class="btn btn-secondary" href=tel(&phone) rel="external"><Icon name=IconName::Phone/><span translate="no">{phone.clone()}</span></a>
        </div>
    }
}
