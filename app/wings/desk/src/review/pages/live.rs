//! "3 nya, visa": where it stands, once the list has changed since the page was loaded. What stands there is the work of
//! `app/worker/live.js`, with the program and without: nothing that is being read is rewritten, and without script the page is loaded
//! again by hand.

use leptos::prelude::*;

/// The place, in a region that is read out politely.
#[component]
pub fn Live(
    /// The address that loads the list again.
    address: String,
    /// The newest change that the list knows of.
    newest: String,
) -> impl IntoView {
    view! { <div aria-live="polite" data-live=address data-newest=newest></div> }.into_any()
}
