//! (browser side) Starts the app over the page that the server sent.

use crate::{access::model::Boot, common::text::from_table};
use leptos::{mount::hydrate_body, prelude::*};

/// Stands on `<html>` when the app has taken over.
pub const HYDRATED: &str = "data-hydrated";

/// Takes over the page, with the table of the reader's language.
pub fn start<V: IntoView + 'static>(table: Vec<String>, app: fn() -> V) {
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
        app()
    });
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(HYDRATED, "");
    }
}
