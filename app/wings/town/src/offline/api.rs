//! The manifest, and what the script beside each page knows: whose page it is, and its words.

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use frame::{
    access::model::Role,
    context::{Here, feature::Routes},
};
use ground::text::{Key, k};
use serde_json::{Map, Value, json};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/manifest.webmanifest", manifest)
}

/// The page that stands in for every page that cannot be fetched.
pub const PAGE: &str = "/offline";

/// Pages that the service worker fetches to keep: plain HTML with no program behind it, and without the name of the one who is signed
/// in.
pub fn is_kept(path: &str) -> bool {
    path == PAGE
        || path.starts_with("/volunteer/visits/") && (path.ends_with("/kept") || path.ends_with("/kept/report"))
}

/// Lets the browser put Handslag beside the other programs of a device.
async fn manifest(here: Here) -> Response {
    let site = &here.app.config.site;
    let icon = |name: &str, size: &str, purpose: &str| json!({ "src": site.url(&format!("icons/{name}.png")), "sizes": size, "type": "image/png", "purpose": purpose });
    let manifest = json!({
        "id": "/",
        "name": format!("Handslag, {}", here.visitor.municipality.name),
        "short_name": "Handslag",
        "description": here.texts().s(k::offline::DESCRIPTION),
        "lang": here.locale().tag(),
        "dir": here.locale().direction(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        // As `--bg` and `--primary` of the light theme.
        "background_color": "#FBF9F4",
        "theme_color": "#0B5D3B",
        "icons": [
            icon("icon-192", "192x192", "any"),
            icon("icon-512", "512x512", "any"),
            icon("icon-maskable-512", "512x512", "maskable"),
        ],
    });
    ([(header::CONTENT_TYPE, "application/manifest+json")], manifest.to_string()).into_response()
}

/// What the script may have to say to everybody.
const WORDS: [(&str, Key); 2] = [("line", k::offline::LINE), ("back", k::offline::BACK)];

/// What it may have to say to volunteers, who alone have something to keep and to send.
const VOLUNTEERS_WORDS: [(&str, Key); 22] = [
    ("open", k::offline::OPEN),
    ("waiting", k::offline::WAITING),
    ("waiting_line", k::offline::WAITING_LINE),
    ("sent", k::offline::SENT),
    ("locked", k::offline::LOCKED),
    ("not_taken", k::offline::NOT_TAKEN),
    ("wrote", k::offline::WROTE),
    ("fill_in", k::offline::FILL_IN),
    ("remove", k::offline::REMOVE),
    ("try_again", k::common::TRY_AGAIN),
    ("start", k::offline::START),
    ("finish", k::offline::FINISH),
    ("report", k::offline::REPORT),
    ("cancelled", k::offline::CANCELLED),
    ("reported", k::offline::REPORTED),
    ("changed", k::offline::CHANGED),
    ("over", k::offline::OVER),
    ("late", k::offline::LATE),
    ("early", k::offline::EARLY),
    ("standing", k::offline::STANDING),
    ("refused", k::offline::REFUSED),
    ("gone", k::offline::GONE),
];

/// JSON for the script of a page (`app/worker/page.js`). `owner` says that two pages are of the same person, and nothing else.
pub fn data(here: &Here, path: &str) -> String {
    let person = here.visitor.person.as_ref();
    let owner = person.map(|person| here.app.config.secret.mac("offline", person.id.as_str().as_bytes()));
    let volunteer = person.is_some_and(|person| person.is(Role::Volunteer));
    let kept = is_kept(path);
    let look = &here.visitor.look;
    let more = if volunteer || kept || person.is_none() { VOLUNTEERS_WORDS.as_slice() } else { &[] };
    let texts = here.texts();
    let words: Map<String, Value> =
        WORDS.iter().chain(more).map(|(name, key)| ((*name).to_owned(), texts.s(*key).into())).collect();
    json!({
        "version": here.app.config.site.version,
        "owner": owner.unwrap_or_default(),
        "volunteer": volunteer,
        "kept": kept,
        "look": format!("{} {look:?}", here.locale().tag()),
        "words": words,
    })
    .to_string()
}
