//! (browser side) Starts the app over the page that the server sent.

use ground::{text::from_table, tree};
use leptos::{mount::hydrate_from, prelude::*, wasm_bindgen::JsCast};
use ui::{boot::Boot, page::HYDRATED};
use web_sys::HtmlElement;

/// Takes over the page, with the table of the reader's language. What listens at the window until it returns is held back by
/// `app/worker/start.js`, and begins to listen only when it has returned.
pub fn start<V: IntoView + 'static>(table: Vec<String>, app: fn() -> V) {
    console_error_panic_hook::set_once();
    let boot = document()
        .get_element_by_id("boot")
        .and_then(|element| element.text_content())
        .and_then(|text| tree::read::<Boot>(&text));
    // An element of its own: what extensions put into the body is beside it.
    let place = document().get_element_by_id("app").and_then(|element| element.dyn_into::<HtmlElement>().ok());
    // Without these nothing can be shown alike: the page stays as it came, and works.
    let (Some(boot), Some(place)) = (boot, place) else { return };
    let texts = from_table(boot.locale, table);
    hydrate_from(place, move || {
        provide_context(texts);
        provide_context(boot.clone());
        app()
    })
    .forget();
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(HYDRATED, "");
    }
}
