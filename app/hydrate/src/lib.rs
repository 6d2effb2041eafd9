//! Starts the app in the browser, nothing else.

use app::{access::model::Boot, app::App, common::text::from_table};
use leptos::{mount::hydrate_body, prelude::*};
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page with the table of the reader's language.
#[wasm_bindgen]
pub fn start(table: Vec<String>) {
    console_error_panic_hook::set_once();
    let boot = document()
        .get_element_by_id("boot")
        .and_then(|element| element.text_content())
        .and_then(|text| serde_json::from_str::<Boot>(&text).ok());
    // Without it nothing can be shown alike: the page stays as it came, and works.
    let Some(boot) = boot else { return };
    let texts = from_table(boot.locale, table);
    hydrate_body(move || {
        provide_context(texts);
        provide_context(boot.clone());
        view! { <App/> }
    });
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-hydrated", "");
    }
}
