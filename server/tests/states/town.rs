//! A small town to act in, and how its people press buttons.

use super::acts::What;
use crate::support::{Browser, TestSite};
use app::checks::testing::TestDb;
use db::{Failure, exec, in_tx, rows};
use frame::access::model::Role;
use ground::id::{AreaId, KindId, PersonId};
use std::collections::{BTreeMap, BTreeSet};

/// Where every senior lives: it stands on a page for nobody but who may know it.
pub const STREET: &str = "Kanariegränd";

/// A form that was sent.
#[derive(Clone, Debug)]
pub struct Press {
    pub who: PersonId,
    pub path: String,
    pub fields: Vec<(String, String)>,
}

/// A request as it is now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct RequestNow {
    pub id: String,
    pub status: String,
    pub senior_id: String,
}

/// An offer as it is now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OfferNow {
    pub id: String,
    pub request_id: String,
    pub volunteer_id: String,
    pub status: String,
}

/// A visit as it is now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VisitNow {
    pub id: String,
    pub request_id: String,
    pub senior_id: String,
    pub volunteer_id: String,
    pub status: String,
    pub match_status: String,
}

pub struct Town {
    pub site: TestSite,
    pub seniors: Vec<PersonId>,
    pub volunteers: Vec<PersonId>,
    pub coordinators: Vec<PersonId>,
    pub kinds: Vec<KindId>,
    pub areas: Vec<AreaId>,
    browsers: BTreeMap<PersonId, Browser>,
    pressed: usize,
    pub last: Option<Press>,
    /// What was done so far.
    pub trail: Vec<What>,
    /// The states that there have been.
    pub reached: BTreeSet<String>,
    /// Requests that are over: state, end, how many offers they have had.
    pub over: BTreeMap<String, (String, i64, i64)>,
    /// Messages that were looked at.
    pub told: BTreeSet<String>,
}

impl Town {
    /// Two areas, two kinds of help (one of risk 2 that is offered, one on the open board); three seniors, four volunteers (one whose
    /// interview is good for ten days more, one with nothing recorded, one who is a coordinator too), a coordinator of one area and one
    /// of the municipality, an administrator.
    pub async fn new(db: TestDb) -> Self {
        let site = TestSite::new(db).await;
        let areas = vec![site.area("Centrum").await, site.area("Norr").await];
        let kinds = vec![site.kind("company", "offered").await, site.kind("phone_friend", "open_board").await];
        let mut seniors = Vec::new();
        for area in [&areas[0], &areas[0], &areas[1]] {
            seniors.push(site.person_in(Role::Senior, area).await);
        }
        let mut volunteers = Vec::new();
        for area in [&areas[0], &areas[0], &areas[1]] {
            volunteers.push(site.person_in(Role::Volunteer, area).await);
        }
        volunteers.push(site.add(&site.municipality, Role::Volunteer).await);
        let coordinators =
            vec![site.person(Role::Coordinator).clone(), site.person_in(Role::Coordinator, &areas[0]).await];
        let town = Self {
            site,
            seniors,
            volunteers,
            coordinators,
            kinds,
            areas,
            browsers: BTreeMap::new(),
            pressed: 0,
            last: None,
            trail: Vec::new(),
            reached: BTreeSet::new(),
            over: BTreeMap::new(),
            told: BTreeSet::new(),
        };
        town.furnish().await;
        town
    }

    async fn furnish(&self) {
        let (site, municipality) = (&self.site, &self.site.municipality);
        let now = site.ctx.clock.now();
        let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
            exec!(tx, "UPDATE kind SET risk = 2 WHERE slug = 'company'")?;
            for senior in &self.seniors {
                exec!(tx, "UPDATE person SET street = $2, city = 'Älvstad' WHERE id = $1", senior, STREET)?;
            }
            exec!(tx, "UPDATE person SET channel = 'phone' WHERE id = $1", &self.seniors[1])?;
            exec!(
                tx,
                "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 4, $3)",
                municipality,
                &self.volunteers[3],
                now
            )?;
            exec!(tx, "UPDATE volunteer SET max_per_month = 31")?;
            exec!(
                tx,
                "UPDATE volunteer_requirement SET valid_until = '2026-12-03' WHERE person_id = $1 AND requirement = 'interview'",
                &self.volunteers[1]
            )?;
            for volunteer in &self.volunteers {
                for kind in &self.kinds {
                    exec!(
                        tx,
                        "INSERT INTO volunteer_kind (municipality_id, person_id, kind_id) VALUES ($1, $2, $3)",
                        municipality,
                        volunteer,
                        kind
                    )?;
                }
                for area in &self.areas {
                    exec!(
                        tx,
                        "INSERT INTO volunteer_area (municipality_id, person_id, area_id) VALUES ($1, $2, $3)",
                        municipality,
                        volunteer,
                        area
                    )?;
                }
            }
            // One of each: a coordinator who volunteers, a senior who does.
            for person in [&self.coordinators[1], &self.seniors[2]] {
                exec!(
                    tx,
                    "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from)
                     VALUES ($1, 'too-' || $2, $2, 'volunteer', $3)",
                    municipality,
                    person.as_str(),
                    now.plus_days(-1)
                )?;
                site.qualify(tx, person).await?;
                exec!(
                    tx,
                    "INSERT INTO volunteer_kind (municipality_id, person_id, kind_id) VALUES ($1, $2, $3)",
                    municipality,
                    person,
                    &self.kinds[1]
                )?;
            }
            Ok(())
        });
        done.unwrap();
    }

    /// The person's browser, signed in where that is (still) possible.
    pub async fn browser(&mut self, who: &PersonId) -> &mut Browser {
        let router = self.site.router.clone();
        let browser = self.browsers.entry(who.clone()).or_insert_with(|| Browser::new(router));
        if browser.session().is_none() {
            browser.post("/demo/sign-in", &[("person", who.as_str())]).await;
        }
        browser
    }

    /// A new press of a button; the status and where it leads.
    pub async fn press(&mut self, who: &PersonId, path: String, fields: &[(&str, &str)]) -> (u16, String) {
        self.pressed += 1;
        let mut fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        fields.push(("key".to_owned(), format!("press {}", self.pressed)));
        let press = Press { who: who.clone(), path, fields };
        self.last = Some(press.clone());
        self.send(&press).await
    }

    /// Sends a form, once more where a session had ended.
    pub async fn send(&mut self, press: &Press) -> (u16, String) {
        let fields: Vec<(&str, &str)> =
            press.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let browser = self.browser(&press.who).await;
        let mut answer = browser.post(&press.path, &fields).await;
        if answer.status == 401 {
            browser.cookies.clear();
            let browser = self.browser(&press.who).await;
            answer = browser.post(&press.path, &fields).await;
        }
        if answer.status == 503 {
            // The machine was too busy with something else; a press is safe to repeat.
            answer = self.browser(&press.who).await.post(&press.path, &fields).await;
        }
        let status = answer.status.as_u16();
        assert!(status < 500, "{press:?}: {status} after {:?}", self.trail);
        (status, answer.header("location").to_owned())
    }

    pub async fn requests(&self) -> Vec<RequestNow> {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        rows!(&mut tx, RequestNow, "SELECT id, status, senior_id FROM request ORDER BY number").unwrap()
    }

    pub async fn offers(&self) -> Vec<OfferNow> {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        rows!(
            &mut tx,
            OfferNow,
            "SELECT id, request_id, volunteer_id, status FROM offer ORDER BY offered_at, request_id, volunteer_id"
        )
        .unwrap()
    }

    pub async fn visits(&self) -> Vec<VisitNow> {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        rows!(
            &mut tx,
            VisitNow,
            "SELECT v.id, v.request_id, v.senior_id, v.volunteer_id, v.status, m.status AS match_status FROM visit v
             JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id ORDER BY m.created_at, v.id"
        )
        .unwrap()
    }

    /// Ids, and a second column, of a statement without arguments.
    pub async fn pairs(&self, sql: &'static str) -> Vec<(String, String)> {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        rows!(&mut tx, (String, String), sql).unwrap()
    }
}
