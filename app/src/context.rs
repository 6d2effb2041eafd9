//! (server side) What a server function has at hand: database, clock, configuration, and who is asking.

use crate::{
    access::model::{Look, Municipality, SignedIn, Visitor},
    common::{AppError, Failure, Locale, Timestamp, clock::Clock, id::MunicipalityId, page::Page, text::Texts},
    db::{Db, Tx},
    messages::events::Events,
};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
};
use std::{future::Future, sync::Arc};

/// One for the whole program; cheap to clone.
#[derive(Clone, Debug)]
pub struct AppContext {
    /// The database.
    pub db: Db,
    /// The present time.
    pub clock: Clock,
    /// Settings that do not change while the program runs.
    pub config: Arc<Config>,
    /// Live changes for open screens.
    pub events: Events,
}

/// Leptos asks for its own options; ours are [`Config`], and it reads none of them where every page is `SsrMode::Async`.
impl FromRef<AppContext> for leptos::config::LeptosOptions {
    fn from_ref(_: &AppContext) -> Self {
        Self::builder().output_name("handslag").build()
    }
}

/// Settings that do not change while the program runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// Demonstration: invented people, one button each. Never together with real sign-in.
    pub demo: bool,
    /// Whether the public address is https: `Secure` cookies, HSTS.
    pub tls: bool,
    /// Key for hashes that must not be recomputable from a stolen database: sessions, links, the audit chain.
    pub secret: Secret,
    /// The names of the site's files.
    pub site: SiteFiles,
}

/// Key material; never printed.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A keyed hash (HMAC-SHA-256) in hexadecimal, separated by purpose.
    pub fn mac(&self, purpose: &str, data: &[u8]) -> String {
        hex(&self.hash(purpose, data).unwrap_or_default())
    }

    /// The same of what is read, to its end.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn mac_of(&self, purpose: &str, data: impl std::io::Read) -> std::io::Result<String> {
        Ok(hex(&self.hash(purpose, data)?))
    }

    /// A key of its own for a purpose (`app::sealed`).
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        // What is in memory can be read.
        self.hash("key", purpose.as_bytes()).unwrap_or_default()
    }

    fn hash(&self, purpose: &str, mut data: impl std::io::Read) -> std::io::Result<[u8; 32]> {
        use hmac::{Hmac, KeyInit, Mac};
        // HMAC takes keys of every length.
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&self.0).map_err(std::io::Error::other)?;
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        let mut part = [0; 8 * 1024];
        loop {
            match data.read(&mut part) {
                Ok(0) => return Ok(mac.finalize().into_bytes().into()),
                Ok(count) => mac.update(part.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The hashed names of the files that the browser loads, from the site's `manifest.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct SiteFiles {
    /// What a browser loads, by who looks: `citizens` and `staff`.
    pub programs: std::collections::BTreeMap<String, Program>,
    /// The style sheet.
    pub css: String,
    /// The table of texts of each language.
    pub texts: std::collections::BTreeMap<String, String>,
    /// Fonts and icons: path in `style/` to name.
    pub files: std::collections::BTreeMap<String, String>,
    /// What stands for a network where there is none.
    pub worker: Worker,
    /// Another where anything of it is another.
    pub version: String,
}

/// The scripts of `app/worker`.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Worker {
    /// The service worker; browsers know it as `/service-worker.js`.
    pub script: String,
    /// What stands beside each page.
    pub page: String,
    /// What reads a page aloud.
    pub listen: String,
    /// What tells staff that a list has changed.
    pub live: String,
}

/// The app in a browser.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Program {
    /// The JavaScript that starts the WebAssembly.
    pub js: String,
    /// The WebAssembly.
    pub wasm: String,
}

impl SiteFiles {
    /// The URL of a file of `style/`, for example `fonts/noto-sans-latin.woff2`.
    pub fn url(&self, path: &str) -> String {
        format!("/site/{}", self.files.get(path).map_or(path, String::as_str))
    }
}

/// A new id: `UUIDv7` of the injected clock's time, so that ids sort as things happened.
pub fn new_id(now: Timestamp) -> String {
    let (seconds, rest) = (now.0.div_euclid(1000), now.0.rem_euclid(1000));
    let at = uuid::Timestamp::from_unix(
        uuid::NoContext,
        u64::try_from(seconds).unwrap_or_default(),
        u32::try_from(rest * 1_000_000).unwrap_or_default(),
    );
    uuid::Uuid::new_v7(at).to_string()
}

/// Random letters and digits for a link: 256 bits.
#[allow(clippy::disallowed_methods, reason = "the one place that draws secrets")]
pub fn new_token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// Random bytes, for what is sealed.
#[allow(clippy::disallowed_methods, reason = "the one place that draws secrets")]
pub fn draw_bytes<const N: usize>() -> [u8; N] {
    rand::random()
}

/// A random number below `end`, for drawing a code word.
#[allow(clippy::disallowed_methods, reason = "the one place that draws lots")]
pub fn draw(end: usize) -> usize {
    rand::random_range(0..end.max(1))
}

/// The context and the visitor of the request at hand. Axum handlers take it as an argument, server functions through
/// [`Here::now`].
#[derive(Clone, Debug)]
pub struct Here {
    /// The program's context.
    pub app: AppContext,
    /// Who is asking, and from where.
    pub visitor: Arc<Visitor>,
}

impl Here {
    /// Within a server function: of the present request.
    ///
    /// # Errors
    /// `Internal` where the router provided none.
    pub fn now() -> Result<Self, AppError> {
        leptos::prelude::use_context::<Self>().ok_or(AppError::Internal)
    }

    /// Nobody's: what happens by itself in a municipality, in time.
    pub fn system(app: &AppContext, municipality: &MunicipalityId) -> Self {
        let municipality = Municipality {
            id: municipality.clone(),
            name: String::new(),
            phone: String::new(),
            hours: String::new(),
            accent: None,
            logo: None,
        };
        let visitor = Visitor {
            municipality,
            person: None,
            session: None,
            locale: Locale::default(),
            look: Look::default(),
            kept: 0,
            browser: None,
        };
        Self { app: app.clone(), visitor: Arc::new(visitor) }
    }

    /// The signed-in person.
    ///
    /// # Errors
    /// `SignIn` where nobody is signed in.
    pub fn me(&self) -> Result<&SignedIn, AppError> {
        self.visitor.person.as_ref().ok_or(AppError::SignIn)
    }

    /// The municipality whose page this is.
    pub fn municipality(&self) -> &MunicipalityId {
        &self.visitor.municipality.id
    }

    /// The present instant.
    pub fn instant(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// The reader's language.
    pub fn locale(&self) -> Locale {
        self.visitor.locale
    }

    /// The reader's texts.
    pub fn texts(&self) -> Texts {
        Texts::of(self.visitor.locale)
    }

    /// A read transaction.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn read(&self) -> Result<Tx, Failure> {
        Ok(self.app.db.read().await?)
    }
}

impl<S> FromRequestParts<S> for Here
where
    AppContext: FromRef<S>,
    S: Send + Sync,
{
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let visitor = parts.extensions.get::<Arc<Visitor>>().cloned().ok_or(AppError::Internal)?;
        Ok(Self { app: AppContext::from_ref(state), visitor })
    }
}

/// Answers a page's server function: sets the status where it failed, logs what must not be shown, and gives the page
/// its one-time key, which is the reader's.
///
/// # Errors
/// What the reader may learn of the failure.
pub async fn answer<D>(work: impl Future<Output = Result<D, Failure>>) -> Result<Page<D>, AppError> {
    match work.await {
        Ok(data) => Ok(Page { key: crate::once::key::make(&Here::now()?), data }),
        Err(failure) => {
            let error = AppError::from(failure);
            if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
                response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
            }
            Err(error)
        }
    }
}
