//! What the keys of the desk do, and the switch for them. A page of the server alone (see `BareRoutes`).

use crate::review::{
    keys::OFF,
    view::{Keys, KeysLoad},
};
use ground::text::{Key, Texts, k};
use leptos::prelude::*;
use ui::{
    Back, Heading, Hidden, Notice, PostForm, Primary, Tone,
    page::{plain, query},
};

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
    plain(KeysLoad { notice: query("notice")() }, show)
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
