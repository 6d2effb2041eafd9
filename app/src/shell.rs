//! (server side) The HTML around the app: language, view and look in the first byte, the files by their hashed names, and what the
//! layout knows as data. Leptos's own `HydrationScripts` is not used: it writes the nonce into a readable attribute.

use crate::app::{App, program};
use desk::review::api::keys;
use frame::{
    access::model::{Look, Role, Theme},
    context::Here,
    drafts::kept,
};
use ground::text::{Texts, k};
use leptos::{html, nonce::use_nonce, prelude::*};
use leptos_meta::MetaTags;
use std::sync::LazyLock;
use town::{design, offline};
use ui::boot::{Boot, View};

/// The document.
pub fn shell() -> impl IntoView {
    let here = expect_context::<Here>();
    let boot = expect_context::<Boot>();
    let parts = use_context::<axum::http::request::Parts>();
    let path = parts.as_ref().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    let keys_off = parts.as_ref().is_some_and(|parts| keys::turned_off(&parts.headers, here.app.config.tls));
    let site = &here.app.config.site;
    let view = View::of(&path, here.visitor.view());
    let (look, view) =
        parts.as_ref().map_or((here.visitor.look, view), |parts| design::shown(&parts.uri, here.visitor.look, view));
    let [text, theme, listen, density] = look.attributes(view);
    let locale = here.locale();
    let program = program(&path, view).and_then(|name| site.programs.get(name));
    let file = |name: &str| format!("/site/{name}");
    let css = file(&site.css);
    let texts = file(site.texts.get(locale.tag()).map_or("", String::as_str));
    // `<` never stands in a JSON text of ours unescaped: a name with a tag in it stays a name.
    let data = serde_json::to_string(&boot).unwrap_or_default().replace('<', "\\u003c");
    // Staff work at a desk with a network.
    let beside = (!site.worker.page.is_empty() && view != View::Coordinator).then(|| {
        (format!("import '{}'", file(&site.worker.page)), offline::api::data(&here, &path).replace('<', "\\u003c"))
    });
    let files = program.map(|program| (file(&program.js), file(&program.wasm), texts));
    let start = files.as_ref().map(start);
    // Who has turned it off does not load it.
    let aloud = (listen.is_none() && !site.worker.listen.is_empty()).then(|| {
        let words = listen_words(here.texts()).replace('<', "\\u003c");
        format!("import listen from '{}';listen({words},{})", file(&site.worker.listen), files.is_some())
    });
    let staff = here.visitor.person.as_ref().is_some_and(|person| person.is(Role::Coordinator));
    let live = (staff && view == View::Coordinator && !site.worker.live.is_empty()).then(|| {
        let words = live_words(here.texts()).replace('<', "\\u003c");
        format!("import live from '{}';live({words},{})", file(&site.worker.live), files.is_some())
    });
    let kept = here.visitor.kept > 0 || here.visitor.browser.is_some();
    let fill = parts.as_ref().filter(|_| kept).and_then(|parts| fill(parts.uri.query()?));
    view! {
        <!DOCTYPE html>
        <html lang=locale.tag() dir=locale.direction() data-view=view.code() data-text=text data-theme=theme data-listen=listen data-density=density data-keys=keys_off.then_some("off")>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=look.color_scheme()/>
                {theme_colours(look).map(|(media, colour)| html::meta().name("theme-color").attr("media", media).content(colour)).collect_view()}
                <meta name="format-detection" content="telephone=no, date=no, address=no, email=no"/>
                <link rel="preload" href=site.url("fonts/noto-sans-latin.woff2") r#as="font" r#type="font/woff2" crossorigin="anonymous"/>
                <link rel="stylesheet" href=css/>
                <link rel="icon" href=site.url("icons/favicon.svg") r#type="image/svg+xml"/>
                <link rel="manifest" href="/manifest.webmanifest" crossorigin="use-credentials"/>
                <link rel="apple-touch-icon" href=site.url("icons/apple-touch-icon.png")/>
                {files.map(|(js, wasm, texts)| view! {
                    <link rel="modulepreload" href=js/>
                    <link rel="preload" href=wasm r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
                    <link rel="preload" href=texts r#as="fetch" r#type="application/json" crossorigin="anonymous"/>
                })}
                <MetaTags/>
            </head>
            <body>
                <div id="app"><App/></div>
                <script r#type="application/json" id="boot" nonce=use_nonce() inner_html=data></script>
                {beside.map(|(script, data)| view! {
                    <script r#type="application/json" id="offline" nonce=use_nonce() inner_html=data></script>
                    <script r#type="module" nonce=use_nonce() inner_html=script></script>
                })}
                {[start, aloud, live].into_iter().flatten().map(|script| view! {
                    <script r#type="module" nonce=use_nonce() inner_html=script></script>
                }).collect_view()}
                {fill.map(|script| view! { <script r#type="module" nonce=use_nonce() inner_html=script></script> })}
                <script nonce=use_nonce() inner_html=LANGUAGE></script>
            </body>
        </html>
    }
}

/// A page in another language is another page: what was typed into a form of this one goes along with the button, and is kept.
const LANGUAGE: &str = "addEventListener('submit',({target:f})=>{if(f.getAttribute('action')!=='/language')return;\
for(const m of document.querySelectorAll('main form[method=post]')){\
if(![...m.elements].some(e=>e.type!=='hidden'&&(e.type==='radio'||e.type==='checkbox'?e.checked!==e.defaultChecked:'defaultValue'in e&&e.value!==e.defaultValue)))continue;\
for(const[n,v]of[['to',m.getAttribute('action')],['typed',String(new URLSearchParams(new FormData(m)))]]){\
const i=document.createElement('input');i.type='hidden';i.name=n;i.value=v;f.append(i)}break}})";

/// Starts the program of these files: JavaScript, WebAssembly, texts.
fn start((js, wasm, texts): &(String, String, String)) -> String {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("../worker/start.js")));
    format!("const js='{js}',wasm='{wasm}',texts='{texts}';\n{}", *SCRIPT)
}

/// Fills in what is kept of a form, where the page was opened for it.
fn fill(query: &str) -> Option<String> {
    static SCRIPT: LazyLock<String> = LazyLock::new(|| without_comments(include_str!("../worker/fill.js")));
    let (_, id) = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == kept::PARAMETER)?;
    let ours = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    ours.then(|| format!("const id='{id}';\n{}", *SCRIPT))
}

fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// What stands on the buttons of `app/worker/listen.js`, by the names that it has for them.
fn listen_words(texts: Texts) -> String {
    serde_json::json!({
        "listen": texts.s(k::common::LISTEN),
        "pause": texts.s(k::common::LISTEN_PAUSE),
        "go_on": texts.s(k::common::LISTEN_GO_ON),
        "stop": texts.s(k::common::LISTEN_STOP),
    })
    .to_string()
}

/// What `app/worker/live.js` says, by the names that it has for it.
fn live_words(texts: Texts) -> String {
    serde_json::json!({
        "one": texts.s(k::live::ONE),
        "many": texts.s(k::live::MANY),
        "missed": texts.s(k::live::MISSED),
        "over": texts.s(k::live::OVER),
    })
    .to_string()
}

/// `--surface` of the themes in `style/tokens.json`: what the header is drawn on, and the browser's frame with it.
const SURFACES: [(Theme, &str); 3] =
    [(Theme::Light, "#FFFFFF"), (Theme::Dark, "#1C2025"), (Theme::Contrast, "#000000")];

/// The colours of the browser's frame, each with when it holds.
fn theme_colours(look: Look) -> impl Iterator<Item = (Option<&'static str>, &'static str)> {
    let chosen = look.theme.filter(|theme| *theme != Theme::Device);
    SURFACES.into_iter().filter_map(move |(theme, colour)| match (chosen, theme) {
        (Some(chosen), _) => (chosen == theme).then_some((None, colour)),
        (None, Theme::Light) => Some((Some("(prefers-color-scheme: light)"), colour)),
        (None, Theme::Dark) => Some((Some("(prefers-color-scheme: dark)"), colour)),
        (None, _) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Look, SURFACES, theme_colours};

    #[test]
    fn the_frame_has_the_colour_of_the_header() {
        let tokens: serde_json::Value = serde_json::from_str(include_str!("../../style/tokens.json")).unwrap();
        for (theme, colour) in SURFACES {
            assert_eq!(tokens["themes"][theme.code()]["surface"], colour);
            let look = Look { theme: Some(theme), ..Look::default() };
            assert_eq!(theme_colours(look).collect::<Vec<_>>(), [(None, colour)]);
        }
        assert_eq!(theme_colours(Look::default()).count(), 2);
    }
}
