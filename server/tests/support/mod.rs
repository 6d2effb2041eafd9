//! A site of its own for each test, and a browser without script.

mod browser;
mod case;
mod fill;
mod look;
mod people;
mod program;

pub use browser::{Answer, Browser};
pub use case::Case;
pub use fill::{Words, filled};
pub use look::{as_person, change, count, settle, text, whole};
pub use program::{Line, NO_FILES, Program};

use app::checks::testing::TestDb;
use axum::{Extension, Router};
use frame::{
    access::model::Role,
    context::{AppContext, Config, SiteFiles},
    live::Events,
};
use governor::clock::FakeRelativeClock;
use ground::{
    Timestamp,
    clock::Clock,
    id::{MunicipalityId, PersonId},
    secret::Secret,
};
use server::{ExternalConfig, address::Peer, bounds::Bounds, layers::limits::Ticks};
use std::{path::PathBuf, sync::Arc};

/// Monday 23 November 2026, nine in the morning in Stockholm.
pub const NOW: Timestamp = Timestamp(1_795_420_800_000);

/// The host of a second municipality, whose people and pages are nobody's business in the first.
pub const OTHER_HOST: &str = "grannstad.example";

/// A site with two municipalities and one person of each role in the first.
pub struct TestSite {
    pub db: TestDb,
    pub ctx: AppContext,
    pub router: Router,
    pub municipality: MunicipalityId,
    pub other: MunicipalityId,
    people: Vec<(Role, PersonId)>,
}

/// The context of a test: fixed clock, no files.
pub fn context(db: &TestDb, tls: bool) -> AppContext {
    AppContext {
        db: db.db.clone(),
        clock: Clock::fixed(NOW),
        config: Arc::new(Config { demo: true, tls, secret: Secret([7; 32]), site: SiteFiles::default() }),
        events: Events::default(),
        features: &app::features::FEATURES,
    }
}

impl TestSite {
    pub async fn new(db: TestDb) -> Self {
        Self::with_tls(db, false).await
    }

    pub async fn with_tls(db: TestDb, tls: bool) -> Self {
        let ctx = context(&db, tls);
        let municipality = people::municipality(&ctx, "Älvstads kommun", "*").await;
        let other = people::municipality(&ctx, "Grannstads kommun", OTHER_HOST).await;
        let mut people = Vec::new();
        for role in [Role::Senior, Role::Volunteer, Role::Coordinator, Role::Administrator] {
            people.push((role, people::person(&ctx, &municipality, role).await));
        }
        Self { router: server::build_router(ctx.clone()), db, ctx, municipality, other, people }
    }

    /// The person of this role.
    pub fn person(&self, role: Role) -> &PersonId {
        &self.people.iter().find(|(known, _)| *known == role).unwrap().1
    }

    /// Somebody more.
    pub async fn add(&self, municipality: &MunicipalityId, role: Role) -> PersonId {
        people::person(&self.ctx, municipality, role).await
    }

    /// A browser that nobody is signed in with.
    pub fn browser(&self) -> Browser {
        Browser::new(self.router.clone())
    }

    /// The site with limits, and the clock that they go by.
    pub fn limit(&mut self, bounds: Bounds) -> FakeRelativeClock {
        let clock = FakeRelativeClock::default();
        let external = ExternalConfig { bounds, ticks: Ticks::Test(clock.clone()), ..ExternalConfig::default() };
        self.router = server::router::with(self.ctx.clone(), external);
        clock
    }

    /// A browser at this address.
    pub fn browser_at(&self, address: &str) -> Browser {
        let peer = Peer(std::net::SocketAddr::new(address.parse().unwrap(), 4711));
        Browser::new(self.router.clone().layer(Extension(peer)))
    }

    /// A browser with this person signed in.
    pub async fn signed_in(&self, role: Role) -> Browser {
        let mut browser = self.browser();
        browser.sign_in(self.person(role)).await;
        browser
    }
}

/// A folder that goes away with the test.
pub struct Folder(PathBuf);

impl Folder {
    /// A new one, with this in its name.
    pub fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("handslag-{name}-{}", ground::random::new_token().get(..12).unwrap()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The path of a file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
