//! (server side) The HTML around the app: language, view and look in the first byte, the files by their hashed names, and what the
//! layout knows as data. Leptos's own `HydrationScripts` is not used: it writes the nonce into a readable attribute.

use crate::{
    access::model::{Boot, View},
    app::{App, is_plain},
    context::Here,
    review::keys,
};
use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;

/// The document.
pub fn shell() -> impl IntoView {
    let here = expect_context::<Here>();
    let boot = expect_context::<Boot>();
    let parts = use_context::<axum::http::request::Parts>();
    let path = parts.as_ref().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let keys_off = parts.is_some_and(|parts| keys::turned_off(&parts.headers));
    let site = &here.app.config.site;
    let view = View::of(&path, boot.person.as_ref().and_then(|person| person.main));
    let look = here.visitor.look.clone();
    let locale = here.locale();
    let program = site.programs.get(if view == View::Coordinator { "staff" } else { "citizens" });
    let program = program.filter(|_| !is_plain(&path));
    let file = |name: &str| format!("/site/{name}");
    let css = file(&site.css);
    let texts = file(site.texts.get(locale.tag()).map_or("", String::as_str));
    // `<` never stands in a JSON text of ours unescaped: a name with a tag in it stays a name.
    let data = serde_json::to_string(&boot).unwrap_or_default().replace('<', "\\u003c");
    let files = program.map(|program| (file(&program.js), file(&program.wasm), texts));
    let start = files.as_ref().map(|(js, wasm, texts)| {
        format!(
            "import i,{{start}} from '{js}';const t=fetch('{texts}').then(r=>r.json());await i({{module_or_path:'{wasm}'}});start(await t)"
        )
    });
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag() dir="ltr" data-view=view.code() data-theme=look.theme data-text=look.text data-keys=keys_off.then_some("off")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="format-detection" content="telephone=no"/>
                <link rel="preload" href=site.url("fonts/noto-sans-latin.woff2") r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href=site.url("icons/favicon.svg") r#type="image/svg+xml"/>
                <link rel="apple-touch-icon" href=site.url("icons/apple-touch-icon.png")/>
                {files.map(|(js, wasm, texts)| view! {
                    <link rel="modulepreload" href=js/>
                    <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                    <link rel="preload" href=texts r#as="fetch" r#type="application/json" crossorigin="anonymous"/>
                })}
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
            <script r#type="application/json" id="boot" nonce=use_nonce() inner_html=data></script>
            {start.map(|start| view! { <script r#type="module" nonce=use_nonce() inner_html=start></script> })}
        </html>
    }
}
