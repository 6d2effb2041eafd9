//! Keys for the desk: what they do, on a page of the server alone; and in the browser the one listener for them.
//!
//! Every key goes with Alt alone. A single letter would be eaten from voice control and from those who type (WCAG 2.1.4). Ctrl with a
//! letter belongs to the browser and to the screen readers (NVDA and JAWS read tables with Ctrl+Alt and the arrows); Ctrl+Alt is `AltGr`,
//! which types "@" and "€" on Nordic keyboards; Alt+Shift switches the keyboard's language in Windows, and Firefox's access keys use it.
//! Alt with a letter opens menus: Chrome and Edge take D, E and F, Firefox the first letters of its menus, in Swedish A, R, V, H, B, in
//! Finnish T, M, N, S, K, Y, O, in English F, E, V, S, B, T, H. Alt with digits types characters, with arrows it goes through the history.
//! What is left and used: G, P, Q, U, the full stop and the comma. NVDA, JAWS, Narrator and Magnifier take Alt only together with Insert,
//! Caps Lock, Ctrl or the Windows key. In a text field nothing is listened to: on a Mac, Alt types there.

/// The cookie that turns them off.
#[cfg(feature = "ssr")]
const COOKIE: &str = "keys";
/// What it holds then, and what stands on `<html data-keys>`.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
const OFF: &str = "off";

#[cfg(feature = "ssr")]
pub use page::KeysPage;
#[cfg(feature = "ssr")]
pub use server_side::{routes, turned_off};

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

#[cfg(feature = "hydrate")]
pub use browser::listen;

#[cfg(feature = "ssr")]
mod server_side {
    use super::{COOKIE, OFF};
    use axum::{
        http::{HeaderMap, header},
        response::{IntoResponse, Response},
    };
    use db::Failure;
    use frame::{
        access::{model::Role, policy},
        context::{Here, feature::Routes},
        routes::Go,
    };
    use ground::{cookie, form::RawForm};

    /// Addresses of this file.
    pub fn routes(routes: Routes) -> Routes {
        routes.post("/staff/help/keys", turn)
    }

    /// Whether this browser's keys are turned off.
    pub fn turned_off(headers: &HeaderMap, tls: bool) -> bool {
        cookie::read(headers, COOKIE, tls) == Some(OFF)
    }

    /// Turns the keys on or off, in this browser: they are a matter of the keyboard and of the programs that run beside it.
    async fn turn(here: Here, form: RawForm) -> Result<Response, Failure> {
        policy::role(here.me()?, Role::Coordinator)?;
        let (value, age) = if form.get("keys") == OFF { (OFF, cookie::YEAR) } else { ("", 0) };
        let mut response = Go::to("/staff/help/keys?notice=saved").into_response();
        if let Some(cookie) = cookie::set(COOKIE, value, age, here.app.config.tls) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        Ok(response)
    }
}

#[cfg(feature = "ssr")]
mod page {
    use super::{OFF, turned_off};
    use axum::http::request::Parts;
    use frame::{
        access::{model::Role, policy},
        context::Here,
        loading::answer,
    };
    use ground::{
        AppError,
        text::{Key, Texts, k},
    };
    use leptos::prelude::*;
    use ui::{
        Back, Heading, Hidden, Notice, PostForm, Primary, Tone,
        page::{Page, plain, query},
    };

    /// The keys in words, and whether they are on.
    #[derive(Clone, Copy, Debug)]
    pub struct Keys {
        on: bool,
        saved: bool,
    }

    const KEYS: [(&str, Key); 6] = [
        ("Alt + G", k::review::KEY_TODO),
        ("Alt + P", k::review::KEY_NEW),
        ("Alt + Q", k::review::KEY_SEARCH),
        ("Alt + U", k::review::KEY_TAKE),
        ("Alt + .", k::review::KEY_NEXT),
        ("Alt + ,", k::review::KEY_PREVIOUS),
    ];

    /// Which keys there are, and the switch for them.
    #[component]
    pub fn KeysPage() -> impl IntoView {
        plain(load(query("notice")()), show)
    }

    async fn load(notice: String) -> Result<Page<Keys>, AppError> {
        answer(async {
            let here = Here::now()?;
            policy::role(here.me()?, Role::Coordinator)?;
            let tls = here.app.config.tls;
            let off = use_context::<Parts>().is_some_and(|parts| turned_off(&parts.headers, tls));
            Ok(Keys { on: !off, saved: notice == "saved" })
        })
        .await
    }

    fn show(texts: Texts, keys: Keys) -> AnyView {
        let state = if keys.on { k::review::KEYS_ON } else { k::review::KEYS_OFF };
        let (value, turn) = if keys.on { (OFF, k::review::KEYS_TURN_OFF) } else { ("on", k::review::KEYS_TURN_ON) };
        view! {
            <Back href="/staff" text=texts.s(k::review::BACK_TODO)/>
            <Heading text=texts.s(k::review::KEYS)/>
            {if keys.saved {
                view! { <Notice tone=Tone::Success><p>{texts.s(state)}</p></Notice> }.into_any()
            } else {
                view! { <p class="lead">{texts.s(state)}</p> }.into_any()
            }}
            <div class="scroll" role="region" aria-label=texts.plain(k::review::KEYS) tabindex="0">
                <table>
                    <thead><tr><th scope="col">{texts.s(k::review::KEYS_COL)}</th><th scope="col">{texts.s(k::review::KEYS_DOES)}</th></tr></thead>
                    <tbody>
                        {KEYS.map(|(key, does)| view! { <tr><td><kbd>{key}</kbd></td><td>{texts.s(does)}</td></tr> })}
                    </tbody>
                </table>
            </div>
            <p>{texts.s(k::review::KEYS_FIELDS)}</p>
            <PostForm action="/staff/help/keys">
                <Hidden name="keys" value=value/>
                <Primary text=texts.s(turn)/>
            </PostForm>
            <p class="hint">{texts.s(k::review::KEYS_HERE)}</p>
        }
        .into_any()
    }
}
