//! (server side) What a handler has at hand: database, clock, configuration, the features, and who is asking.

pub mod feature;

use crate::{
    access::model::{Look, Municipality, SignedIn, Visitor},
    live::Events,
};
use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
};
use db::{Db, Failure, Tx};
use feature::Feature;
use ground::{AppError, Locale, Timestamp, clock::Clock, id::MunicipalityId, secret::Secret, text::Texts};
use std::sync::Arc;

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
    /// All features (`features::FEATURES`): those below ask through it those above.
    pub features: &'static [&'static Feature],
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

/// The context and the visitor of the request at hand: the first argument of every handler.
#[derive(Clone, Debug)]
pub struct Here {
    /// The program's context.
    pub app: AppContext,
    /// Who is asking, and from where.
    pub visitor: Arc<Visitor>,
}

impl Here {
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
