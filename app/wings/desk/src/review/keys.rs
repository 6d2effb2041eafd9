//! (browser side) Keys for the desk: the one listener for them. What they do stands on a page of the server alone.
//!
//! Every key goes with Alt alone. A single letter would be eaten from voice control and from those who type (WCAG 2.1.4). Ctrl with a
//! letter belongs to the browser and to the screen readers (NVDA and JAWS read tables with Ctrl+Alt and the arrows); Ctrl+Alt is `AltGr`,
//! which types "@" and "€" on Nordic keyboards; Alt+Shift switches the keyboard's language in Windows, and Firefox's access keys use it.
//! Alt with a letter opens menus: Chrome and Edge take D, E and F, Firefox the first letters of its menus, in Swedish A, R, V, H, B, in
//! Finnish T, M, N, S, K, Y, O, in English F, E, V, S, B, T, H. Alt with digits types characters, with arrows it goes through the history.
//! What is left and used: G, P, Q, U, the full stop and the comma. NVDA, JAWS, Narrator and Magnifier take Alt only together with Insert,
//! Caps Lock, Ctrl or the Windows key. In a text field nothing is listened to: on a Mac, Alt types there.

#[cfg(feature = "hydrate")]
pub use browser::listen;

/// What stands on `<html data-keys>`, and in the cookie, where they are turned off.
pub const OFF: &str = "off";

#[cfg(feature = "hydrate")]
mod browser {
    use super::OFF;
    use leptos::{ev, leptos_dom::helpers::window_event_listener, prelude::*, wasm_bindgen::JsCast};
    use web_sys::{Element, HtmlElement, KeyboardEvent};

    const TYPING: &str = "textarea,select,input:not([type=checkbox],[type=radio])";

    /// Listens for the keys, as long as the app runs.
    pub fn listen() {
        let handle = window_event_listener(ev::keydown, |event: KeyboardEvent| {
            let alone = event.alt_key() && !event.ctrl_key() && !event.shift_key() && !event.meta_key();
            if !alone || event.default_prevented() {
                return;
            }
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let typing = target.is_some_and(|element| element.matches(TYPING).unwrap_or(false));
            let off = document().document_element().and_then(|root| root.get_attribute("data-keys"));
            if !typing && off.as_deref() != Some(OFF) && done(&event.code()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    }

    /// Does what the key stands for, where the page has it.
    fn done(code: &str) -> bool {
        match code {
            "KeyG" => press("header a[href='/staff']"),
            "KeyP" => {
                press("main a[href='/staff/requests/new']") || window().location().assign("/staff/requests/new").is_ok()
            }
            "KeyQ" => press("main input[name=q]"),
            "KeyU" => press("main form[action$='/take'] button"),
            "Period" => press("main a[rel~=next]") || row(1),
            "Comma" => press("main a[rel~=prev]") || row(-1),
            _ => false,
        }
    }

    /// Comes to what is found and, unless one writes there, presses it.
    fn press(what: &str) -> bool {
        let found =
            document().query_selector(what).ok().flatten().and_then(|found| found.dyn_into::<HtmlElement>().ok());
        if let Some(element) = &found {
            let _ = element.focus();
            if !element.matches(TYPING).unwrap_or(true) {
                element.click();
            }
        }
        found.is_some()
    }

    /// Comes to the link of the next row of a table, or of the one before.
    fn row(step: i32) -> bool {
        let Ok(rows) = document().query_selector_all("main tbody tr:has(a)") else { return false };
        let at = |index: u32| rows.item(index).and_then(|row| row.dyn_into::<Element>().ok());
        let active = document().active_element();
        let count = i32::try_from(rows.length()).unwrap_or_default();
        let here = (0..rows.length()).position(|index| at(index).is_some_and(|row| row.contains(active.as_deref())));
        let next = match here.and_then(|here| i32::try_from(here).ok()) {
            Some(here) => (here + step).clamp(0, count - 1),
            None if step > 0 => 0,
            None => count - 1,
        };
        let link = u32::try_from(next).ok().and_then(at).and_then(|row| row.query_selector("a").ok().flatten());
        link.and_then(|link| link.dyn_into::<HtmlElement>().ok()).is_some_and(|link| link.focus().is_ok())
    }
}
