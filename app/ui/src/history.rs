//! (browser side) Back and forward within the app: to the page, to its address, and to where on it one was.
//!
//! How far down a page one was stands in the state of its entry in the history: a number, and nothing else. The browser's own memory of
//! it is of no use here, for it scrolls before the page has come.

use leptos::{
    ev,
    leptos_dom::helpers::{debounce, window_event_listener},
    prelude::*,
    wasm_bindgen::JsValue,
};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
    location::State,
};
use std::{cell::RefCell, time::Duration};
use web_sys::ScrollRestoration;

/// So long nothing has been scrolled when the place is noted. Safari refuses more than a hundred notes in half a minute.
const AT_REST: Duration = Duration::from_millis(150);

/// Opens the address that the browser has gone to, at this place of its page.
type Open = Box<dyn Fn(f64)>;

thread_local! {
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    /// Where one was on the page that is on its way.
    static PLACE: RefCell<Option<f64>> = const { RefCell::new(None) };
}

/// Listens. To be called before the router is made: it listens for the same events, and what it does at "forward" makes it believe that
/// one is somewhere else, so that a link to there later leaves the address as it is (`leptos_router` 0.8.17). It does not hear of them.
pub fn listen() {
    restored_by(ScrollRestoration::Manual);
    // A page that is loaded anew is the browser's to scroll. One that came back from far had its place noted by us.
    if let (Some(place), Ok(0.0)) = (noted(), window().scroll_y()) {
        window().scroll_to_with_x_and_y(0.0, place);
    }
    let at_rest = RefCell::new(debounce(AT_REST, |_: web_sys::Event| note()));
    let handles = [
        window_event_listener(ev::pagehide, |_| restored_by(ScrollRestoration::Auto)),
        window_event_listener(ev::pageshow, |_| restored_by(ScrollRestoration::Manual)),
        window_event_listener(ev::click, |_| {
            // Who presses something does not wait for what was on its way.
            if PLACE.take().is_none() {
                note();
            }
        }),
        window_event_listener(ev::scroll, move |event| at_rest.borrow_mut()(event)),
        window_event_listener(ev::popstate, |event| {
            event.stop_immediate_propagation();
            OPEN.with_borrow(|open| {
                if let Some(open) = open {
                    open(noted().unwrap_or_default());
                }
            });
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(leptos::leptos_dom::helpers::WindowListenerHandle::remove));
}

/// Gives the router what [`listen`] hears.
pub fn follow() {
    let (navigate, shown) = (use_navigate(), use_location());
    OPEN.set(Some(Box::new(move |place| {
        let here = window().location();
        let [path, search, hash] = [here.pathname(), here.search(), here.hash()].map(Result::unwrap_or_default);
        let same =
            path == shown.pathname.get_untracked() && search.trim_start_matches('?') == shown.search.get_untracked();
        // The entry is there already: it keeps its state.
        let state = State::new(window().history().and_then(|history| history.state()).ok());
        if !same {
            PLACE.set(Some(place));
        } else if hash.is_empty() {
            window().scroll_to_with_x_and_y(0.0, place);
        }
        let options = NavigateOptions { resolve: false, replace: true, scroll: false, state };
        navigate(&format!("{path}{search}{hash}"), options);
    })));
}

/// Where one was on the page that has just been drawn, where one came back to it.
pub fn place() -> Option<f64> {
    PLACE.take()
}

fn restored_by(whom: ScrollRestoration) {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(whom);
    }
}

/// Notes where one is. Not while the page of the entry is still on its way.
pub fn note() {
    if let (Ok(history), Ok(place), true) =
        (window().history(), window().scroll_y(), PLACE.with_borrow(Option::is_none))
    {
        let _ = history.replace_state(&JsValue::from_f64(place), "");
    }
}

fn noted() -> Option<f64> {
    window().history().and_then(|history| history.state()).ok()?.as_f64()
}
