//! Forms: plain HTML that works without script; with script they are sent in the background (see [`enhance`]).

use crate::{boot::Boot, page::PageKey};
#[cfg(feature = "hydrate")]
use ground::text::Key;
use ground::text::{Texts, k, unbroken};
use leptos::prelude::*;

/// A form that changes something: posts to `action`, carries the page's one-time key, which is bound to its reader, and is sent in the background
/// where script runs. The answer is always a redirect to the page that says what happened.
#[component]
pub fn PostForm(
    /// The address it posts to.
    #[prop(into)]
    action: String,
    /// Full page load even with script: sign-in, sign-out, language, where the whole page changes.
    #[prop(optional)]
    plain: bool,
    /// The accessible name, where a page has several forms.
    #[prop(optional, into)]
    label: Option<String>,
    /// Class of the form.
    #[prop(optional, into)]
    class: Option<String>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    // What stands around the page has the document's.
    let key = use_context::<PageKey>().map(|key| key.0);
    let key = key.or_else(|| use_context::<Boot>().map(|boot| boot.key)).unwrap_or_default();
    view! {
        <form method="post" action=action aria-label=label.map(|words| unbroken(&words)) class=class novalidate data-enhance=(!plain).then_some("")>
            <input type="hidden" name="key" value=key/>
            {children()}
        </form>
    }
    .into_any()
}

/// A hidden value.
#[component]
pub fn Hidden(
    /// The field's name.
    name: &'static str,
    /// Its value.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }.into_any()
}

/// The one main button of a page.
#[component]
pub fn Primary(
    /// Its words, verb first.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <button type="submit" class="btn btn-primary">{text}</button> }.into_any()
}

/// Another button.
#[component]
pub fn Secondary(
    /// Its words, verb first.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <button type="submit" class="btn btn-secondary">{text}</button> }.into_any()
}

/// A button that ends something, only on the page that asks once.
#[component]
pub fn Danger(
    /// Its words, verb first.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <button type="submit" class="btn btn-danger">{text}</button> }.into_any()
}

/// What takes back what was pressed just now. It is closed until it is opened: it never stands where that button stood, under a finger
/// that presses twice.
#[component]
pub fn TakeBack(
    /// The form with its button.
    children: Children,
) -> impl IntoView {
    let texts = Texts::current();
    view! { <details><summary>{texts.s(k::common::UNDO)}</summary>{children()}</details> }.into_any()
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// Its words.
    #[prop(into)]
    text: String,
    /// Primary, for the one main action of the page.
    #[prop(optional)]
    primary: bool,
    /// An icon before the words.
    #[prop(optional)]
    icon: Option<super::IconName>,
) -> impl IntoView {
    let class = if primary { "btn btn-primary" } else { "btn btn-secondary" };
    view! { <a href=href class=class>{icon.map(|name| view! { <super::Icon name=name/> })}{text}</a> }.into_any()
}

/// Sends forms marked `data-enhance` in the background: the same post, answered with the address to go to, which the router
/// then opens. Where it is refused only for now (too much at once, no line, a fault of ours) the form stays as it is and says so.
/// Where anything else is amiss the browser sends the form itself: every transition is safe to repeat.
#[cfg(feature = "hydrate")]
pub fn enhance() {
    use leptos::{ev, leptos_dom::helpers::window_event_listener, wasm_bindgen::JsCast};
    use leptos_router::{NavigateOptions, hooks::use_navigate};
    use web_sys::{FormData, HtmlFormElement, SubmitEvent, UrlSearchParams};

    let navigate = use_navigate();
    let texts = Texts::current();
    let handle = window_event_listener(ev::submit, move |event: SubmitEvent| {
        let Some(form) = event.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
        if event.default_prevented() || !form.has_attribute("data-enhance") {
            return;
        }
        if form.has_attribute("data-sending") {
            event.prevent_default();
            return;
        }
        let submitter = event.submitter();
        let Ok(data) = FormData::new_with_form(&form) else { return };
        let mut action = form.action();
        if let Some(button) = submitter.as_ref() {
            if let (Some(name), Some(value)) = (button.get_attribute("name"), button.get_attribute("value")) {
                let _ = data.append_with_str(&name, &value);
            }
            if let Some(own) = button.get_attribute("formaction") {
                action = own;
            }
        }
        let body = UrlSearchParams::new().map(|params| {
            for entry in js_sys::try_iter(&data).ok().flatten().into_iter().flatten().flatten() {
                let pair = js_sys::Array::from(&entry);
                if let (Some(name), Some(value)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
                    params.append(&name, &value);
                }
            }
            String::from(params.to_string())
        });
        let Ok(body) = body else { return };
        event.prevent_default();
        let _ = form.set_attribute("data-sending", "");
        silence(&form);
        let navigate = navigate.clone();
        leptos::task::spawn_local(async move {
            let sent = send(&action, body).await;
            let _ = form.remove_attribute("data-sending");
            match sent {
                Sent::To(location, whole) => {
                    let here = window().location();
                    let same = here.pathname().unwrap_or_default() + &here.search().unwrap_or_default() == location;
                    if whole {
                        crate::page::load_whole(&location);
                    } else if same {
                        crate::page::again(&location);
                    } else {
                        super::history::note();
                        navigate(&location, NavigateOptions { scroll: true, ..NavigateOptions::default() });
                    }
                }
                Sent::NotNow(line) => tell(&form, submitter.as_ref(), texts.s(line)),
                Sent::Otherwise => {
                    if let Some(button) = submitter.and_then(|button| button.dyn_into::<web_sys::HtmlElement>().ok()) {
                        let _ = form.remove_attribute("data-enhance");
                        button.click();
                    } else {
                        let _ = form.submit();
                    }
                }
            }
        });
    });
    on_cleanup(move || handle.remove());
}

/// What came of a form that script sent.
#[cfg(feature = "hydrate")]
enum Sent {
    /// It is done: where to go next, and whether the whole page is fetched there.
    To(String, bool),
    /// Not now; what to do, in words.
    NotNow(Key),
    /// The page of the answer says what it was.
    Otherwise,
}

#[cfg(feature = "hydrate")]
async fn send(action: &str, body: String) -> Sent {
    use gloo_net::http::Request;
    let request = Request::post(action)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("x-handslag-form", "1")
        .body(body);
    let Ok(request) = request else { return Sent::Otherwise };
    let Ok(response) = request.send().await else { return Sent::NotNow(k::common::OFFLINE_LINE) };
    match response.status() {
        // 205 is the service worker's: the form waits for a network, and it has pages for the while, not their data.
        status @ (204 | 205) => {
            response.headers().get("x-location").map_or(Sent::Otherwise, |location| Sent::To(location, status == 205))
        }
        408 => Sent::NotNow(k::common::OFFLINE_LINE),
        413 => Sent::NotNow(k::common::TOO_LONG),
        429 => Sent::NotNow(k::common::TOO_MANY_LINE),
        503 => Sent::NotNow(k::common::BUSY_LINE),
        500.. => Sent::NotNow(k::common::INTERNAL_LINE),
        _ => Sent::Otherwise,
    }
}

/// Marks what [`tell`] has put into a form.
#[cfg(feature = "hydrate")]
const SAID: &str = "data-said";

/// Says something before the button that was pressed, aloud too; everything in the form stays as it is.
#[cfg(feature = "hydrate")]
fn tell(form: &web_sys::HtmlFormElement, button: Option<&web_sys::HtmlElement>, words: &str) {
    let Ok(said) = document().create_element("p") else { return };
    let _ = said.set_attribute("class", "box warning");
    let _ = said.set_attribute("role", "alert");
    let _ = said.set_attribute(SAID, "");
    said.set_text_content(Some(words));
    let beside = button.and_then(|button| button.insert_adjacent_element("beforebegin", &said).ok().flatten());
    if beside.is_none() {
        let _ = form.append_child(&said);
    }
}

#[cfg(feature = "hydrate")]
fn silence(form: &web_sys::HtmlFormElement) {
    if let Ok(Some(said)) = form.query_selector(&format!("[{SAID}]")) {
        said.remove();
    }
}
