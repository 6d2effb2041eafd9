//! Starts the app in the browser of seniors and volunteers, nothing else.

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the page with the table of the reader's language.
#[wasm_bindgen]
pub fn start(table: Vec<String>) {
    app::start::start(table, app::app::CitizenApp);
}
