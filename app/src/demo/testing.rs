//! The smaller municipality alone, for tests: a senior with a sent request, one with a visit in two days, their volunteer, staff.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::town;
use crate::checks::testing::TestDb;
use db::{Db, Failure, in_tx, row};
use frame::{
    access::model::{Look, Municipality, Role, RoleHeld, SignedIn, Visitor},
    context::{AppContext, Config, Here, SiteFiles},
    live::Events,
};
use ground::{
    Locale, Timestamp,
    clock::Clock,
    id::{MunicipalityId, PersonId},
    secret::Secret,
};
use std::sync::Arc;

/// Monday 23 November 2026, eleven in the morning in Stockholm.
pub const NOW: Timestamp = Timestamp(1_795_428_000_000);

/// Somebody's first name gives the person.
///
/// # Panics
/// Nobody has it.
pub async fn person(db: &Db, given: &str) -> PersonId {
    let mut tx = db.read().await.unwrap();
    row!(&mut tx, (PersonId,), "SELECT id FROM person WHERE given_name = $1", given).unwrap().unwrap().0
}

/// Fills it; the municipality.
///
/// # Panics
/// It cannot be filled.
pub async fn filled(db: &TestDb) -> MunicipalityId {
    let filled: Result<(), Failure> = in_tx!(db.db, |tx| { town::small(tx, NOW).await });
    filled.unwrap();
    settle(db).await;
    let mut tx = db.db.read().await.unwrap();
    row!(&mut tx, (MunicipalityId,), "SELECT id FROM municipality").unwrap().unwrap().0
}

/// Settles all tasks, for a test that has changed rows without the steps that settle them.
///
/// # Panics
/// It cannot be done.
pub async fn settle(db: &TestDb) {
    let settled: Result<(), Failure> = in_tx!(db.db, |tx| { super::settle_tasks(tx, NOW).await });
    settled.unwrap();
}

/// The context of a person, as a page of theirs has it; of nobody where there is none.
pub fn here(db: &TestDb, municipality: &MunicipalityId, person: Option<(&PersonId, Role)>) -> Here {
    let config = Config { demo: true, tls: false, secret: Secret([7; 32]), site: SiteFiles::default() };
    let app = AppContext {
        db: db.db.clone(),
        clock: Clock::fixed(NOW),
        config: Arc::new(config),
        events: Events::default(),
        features: &crate::features::FEATURES,
    };
    let person = person.map(|(id, role)| SignedIn {
        municipality: municipality.clone(),
        id: id.clone(),
        given_name: String::new(),
        family_name: String::new(),
        roles: vec![RoleHeld { role, area: None }],
        unread: 0,
    });
    let municipality = Municipality {
        id: municipality.clone(),
        name: String::new(),
        phone: String::new(),
        hours: String::new(),
        accent: None,
        logo: None,
    };
    let browser = person.is_none().then(|| "browser".to_owned());
    Here {
        app,
        visitor: Arc::new(Visitor {
            municipality,
            person,
            session: None,
            locale: Locale::Sv,
            look: Look::default(),
            kept: 0,
            browser,
        }),
    }
}
