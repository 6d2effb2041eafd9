//! What happens when people press at the same moment, on both databases: one outcome, whole. Transitions are driven as the pages drive
//! them, each in a transaction of its own, many at once.

use crate::support::{TestSite, context};
use app::checks::{self, testing::TestDb};
use db::{Failure, Update, exec, in_tx, row};
use desk::concerns::{
    self,
    form::Triage,
    model::{About, Severity},
    store::NewConcern,
};
use frame::{
    access::model::{Look, Municipality, Role, RoleHeld, SignedIn, Visitor},
    context::{AppContext, Here},
    once,
};
use ground::{
    Locale,
    form::RawForm,
    id::{KindId, MunicipalityId, OfferId, PersonId, RequestId},
    random::new_id,
    time::DayPart,
};
use help::{
    kinds::model::{ContactMode, Requirement},
    offers::{self, model::MOST_LIVE},
    requests::{
        self,
        model::{Channel, RequestState, Step},
        store::NewRequest,
    },
    transitions::{self, offers::Outcome, requests::Taken, visits::Resumed},
    visits,
};
use std::sync::Arc;
use tokio::{sync::Barrier, task::JoinSet};

/// So many volunteers press at once.
const CROWD: usize = 64;

/// A site with a kind on the open board, an area, and a crowd of volunteers who may do it.
struct Crowd {
    site: TestSite,
    kind: KindId,
    volunteers: Vec<PersonId>,
}

/// The context of a signed-in person, as a page of theirs has it.
fn here(app: &AppContext, municipality: &MunicipalityId, person: &PersonId, role: Role) -> Here {
    let visitor = Visitor {
        municipality: Municipality {
            id: municipality.clone(),
            name: "Älvstads kommun".to_owned(),
            phone: "010-000 00 00".to_owned(),
            hours: String::new(),
            accent: None,
            logo: None,
        },
        session: None,
        person: Some(SignedIn {
            municipality: municipality.clone(),
            id: person.clone(),
            given_name: "Prov".to_owned(),
            family_name: "Prov".to_owned(),
            roles: vec![RoleHeld { role, area: None }],
            unread: 0,
        }),
        locale: Locale::Sv,
        look: Look::default(),
        kept: 0,
        browser: None,
    };
    Here { app: app.clone(), visitor: Arc::new(visitor) }
}

impl Crowd {
    async fn new(db: TestDb, many: usize) -> Self {
        let site = TestSite::new(db).await;
        let (municipality, now) = (site.municipality.clone(), site.ctx.clock.now());
        let kind = KindId(new_id(now));
        let made: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
            exec!(
                tx,
                "INSERT INTO area (municipality_id, id, name, active) VALUES ($1, 'centre', 'Centrum', TRUE)",
                &municipality
            )?;
            exec!(
                tx,
                "INSERT INTO kind (municipality_id, id, slug, active, position, mode, risk, minutes, at_home, out_of_home, by_phone, by_video)
                 VALUES ($1, $2, 'phone_friend', TRUE, 1, 'open_board', 1, 30, FALSE, FALSE, TRUE, FALSE)",
                &municipality,
                &kind
            )?;
            for locale in Locale::LANGUAGES {
                exec!(
                    tx,
                    "INSERT INTO kind_text (municipality_id, kind_id, locale, name, description, boundary) VALUES ($1, $2, $3, 'n', 'd', 'b')",
                    &municipality,
                    &kind,
                    locale.language()
                )?;
            }
            Ok(())
        });
        made.unwrap();
        let mut volunteers = Vec::new();
        for _ in 0..many {
            volunteers.push(site.add(&municipality, Role::Volunteer).await);
        }
        let made: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
            for volunteer in &volunteers {
                exec!(
                    tx,
                    "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 8, $3)",
                    &municipality,
                    volunteer,
                    now
                )?;
                for requirement in Requirement::ALWAYS {
                    exec!(
                        tx,
                        "INSERT INTO volunteer_requirement (municipality_id, id, person_id, requirement, done_on, recorded_at)
                         VALUES ($1, $2, $3, $4, '2026-01-01', $5)",
                        &municipality,
                        new_id(now),
                        volunteer,
                        requirement.code(),
                        now
                    )?;
                }
            }
            Ok(())
        });
        made.unwrap();
        Self { site, kind, volunteers }
    }

    fn app(&self) -> &AppContext {
        &self.site.ctx
    }

    fn municipality(&self) -> &MunicipalityId {
        &self.site.municipality
    }

    fn as_role(&self, role: Role) -> Here {
        here(self.app(), self.municipality(), self.site.person(role), role)
    }

    fn as_volunteer(&self, volunteer: &PersonId) -> Here {
        here(self.app(), self.municipality(), volunteer, Role::Volunteer)
    }

    /// A request of the senior, sent.
    async fn sent(&self) -> RequestId {
        let senior = self.as_role(Role::Senior);
        let person = self.site.person(Role::Senior).clone();
        let new = NewRequest {
            senior: person.clone(),
            registered_by: person,
            channel: Channel::Own,
            kind: self.kind.clone(),
            area: "centre".into(),
            mode: ContactMode::Phone,
            note: String::new(),
            times: vec![
                ("2026-11-26".to_owned(), DayPart::Morning, None),
                ("2026-11-27".to_owned(), DayPart::Afternoon, None),
            ],
            answer_due_at: self.app().clock.now().plus_days(2),
        };
        let sent: Result<_, Failure> =
            in_tx!(self.app().db, |tx| { transitions::requests::submit(tx, &senior, &new).await });
        sent.unwrap().0
    }

    /// The same, approved.
    async fn approved(&self) -> RequestId {
        let id = self.sent().await;
        let coordinator = self.as_role(Role::Coordinator);
        let done: Result<(), Failure> = in_tx!(self.app().db, |tx| {
            assert_eq!(transitions::requests::take(tx, &coordinator, &id).await?, Taken::Mine);
            let request = requests::store::by_id(tx, self.municipality(), &id).await?.unwrap();
            let approve =
                Step::Approve { volunteer_text: "Ett samtal".to_owned(), risk: Some(1), checks: String::new() };
            assert!(transitions::requests::step(tx, &coordinator, &request, &approve).await?.is_done());
            Ok(())
        });
        done.unwrap();
        id
    }

    /// The same, with this volunteer's offer.
    async fn offered(&self, request: &RequestId, volunteer: &PersonId) -> OfferId {
        let coordinator = self.as_role(Role::Coordinator);
        let offered: Result<_, Failure> = in_tx!(self.app().db, |tx| {
            let request = requests::store::by_id(tx, self.municipality(), request).await?.unwrap();
            transitions::offers::offer(tx, &coordinator, &request, volunteer).await
        });
        match offered.unwrap() {
            Outcome::Done(offer) => offer,
            other => panic!("{other:?}"),
        }
    }

    async fn count(&self, sql: &'static str) -> i64 {
        let mut tx = self.app().db.read().await.unwrap();
        row!(&mut tx, (i64,), sql).unwrap().unwrap().0
    }

    async fn state(&self, request: &RequestId) -> RequestState {
        let mut tx = self.app().db.read().await.unwrap();
        requests::store::by_id(&mut tx, self.municipality(), request).await.unwrap().unwrap().state()
    }

    async fn whole(&self) {
        let mut tx = self.app().db.read().await.unwrap();
        assert_eq!(checks::check(&mut tx, self.app().clock.now(), None).await.unwrap(), []);
    }
}

/// The open board: the volunteer takes the request, at its first time, in one transaction.
async fn from_board(here: Here, request: RequestId) -> Outcome<()> {
    let volunteer = here.me().unwrap().id.clone();
    let done: Result<Outcome<()>, Failure> = in_tx!(here.app.db, |tx| {
        let Some(offer) =
            offers::store::insert(tx, here.municipality(), &request, &volunteer, None, here.instant()).await?
        else {
            return Ok(Outcome::TooLate);
        };
        let offer = offers::store::by_id(tx, here.municipality(), &offer).await?.unwrap();
        let times = requests::store::times(tx, here.municipality(), &request).await?;
        transitions::offers::accept(tx, &here, &offer, &times[0].id).await
    });
    done.unwrap()
}

async fn accept(here: Here, offer: OfferId) -> Outcome<()> {
    let done: Result<Outcome<()>, Failure> = in_tx!(here.app.db, |tx| {
        let offer = offers::store::by_id(tx, here.municipality(), &offer).await?.unwrap();
        let times = requests::store::times(tx, here.municipality(), &offer.request).await?;
        transitions::offers::accept(tx, &here, &offer, &times[0].id).await
    });
    done.unwrap()
}

async fn yes(here: Here, offer: OfferId) -> bool {
    let done: Result<bool, Failure> = in_tx!(here.app.db, |tx| {
        let offer = offers::store::by_id(tx, here.municipality(), &offer).await?.unwrap();
        Ok(matches!(transitions::offers::yes(tx, &here, &offer, "app").await?, Outcome::Done(_)))
    });
    done.unwrap()
}

async fn withdraw(here: Here, request: RequestId) -> bool {
    let done: Result<Update, Failure> = in_tx!(here.app.db, |tx| {
        let request = requests::store::by_id(tx, here.municipality(), &request).await?.unwrap();
        transitions::requests::step(tx, &here, &request, &Step::Withdraw { by: here.me()?.id.clone() }).await
    });
    done.unwrap().is_done()
}

app::db_test!(of_64_volunteers_one_gets_the_task, serializable, |db| async {
    let crowd = Crowd::new(db, CROWD).await;
    let request = crowd.approved().await;
    let start = Arc::new(Barrier::new(CROWD));
    let mut all = JoinSet::new();
    for volunteer in &crowd.volunteers {
        let (start, here, request) = (start.clone(), crowd.as_volunteer(volunteer), request.clone());
        all.spawn(async move {
            start.wait().await;
            from_board(here, request).await
        });
    }
    let outcomes = all.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Done(())).count(), 1);
    assert!(outcomes.iter().all(|outcome| *outcome != Outcome::NoStanding));
    assert_eq!(crowd.count("SELECT count(*) FROM offer WHERE status = 'accepted'").await, 1);
    assert!(crowd.count("SELECT count(*) FROM offer WHERE status IN ('open', 'accepted')").await <= MOST_LIVE);
    crowd.whole().await;

    // The senior presses yes eight times at once: one match, one visit.
    let mut tx = crowd.app().db.read().await.unwrap();
    let offers = offers::store::list_of_request(&mut tx, crowd.municipality(), &request).await.unwrap();
    drop(tx);
    let accepted = offers.iter().find(|offer| offer.status == offers::model::OfferStatus::Accepted).unwrap().id.clone();
    let mut all = JoinSet::new();
    for _ in 0..8 {
        all.spawn(yes(crowd.as_role(Role::Senior), accepted.clone()));
    }
    assert_eq!(all.join_all().await.into_iter().filter(|done| *done).count(), 1);
    assert_eq!(crowd.count("SELECT count(*) FROM match").await, 1);
    assert_eq!(crowd.count("SELECT count(*) FROM visit").await, 1);
    assert_eq!(crowd.count("SELECT count(*) FROM offer WHERE status IN ('open', 'accepted')").await, 0);
    assert_eq!(crowd.state(&request).await, RequestState::Matched);
    crowd.whole().await;
});

app::db_test!(three_are_asked_at_most, serializable, |db| async {
    let crowd = Crowd::new(db, 12).await;
    let request = crowd.approved().await;
    let mut all = JoinSet::new();
    for volunteer in &crowd.volunteers {
        let (here, volunteer, id) = (crowd.as_role(Role::Coordinator), volunteer.clone(), request.clone());
        all.spawn(async move {
            let done: Result<Outcome<OfferId>, Failure> = in_tx!(here.app.db, |tx| {
                let request = requests::store::by_id(tx, here.municipality(), &id).await?.unwrap();
                transitions::offers::offer(tx, &here, &request, &volunteer).await
            });
            matches!(done.unwrap(), Outcome::Done(_))
        });
    }
    assert_eq!(all.join_all().await.into_iter().filter(|done| *done).count(), usize::try_from(MOST_LIVE).unwrap());
    crowd.whole().await;
});

app::db_test!(of_two_coordinators_one_gets_the_request, serializable, |db| async {
    let crowd = Crowd::new(db, 0).await;
    let second = crowd.site.add(crowd.municipality(), Role::Coordinator).await;
    for _ in 0..8 {
        let request = crowd.sent().await;
        let both =
            [crowd.as_role(Role::Coordinator), here(crowd.app(), crowd.municipality(), &second, Role::Coordinator)];
        let start = Arc::new(Barrier::new(2));
        let mut all = JoinSet::new();
        for here in both {
            let (start, request) = (start.clone(), request.clone());
            all.spawn(async move {
                start.wait().await;
                let taken: Result<Taken, Failure> =
                    in_tx!(here.app.db, |tx| { transitions::requests::take(tx, &here, &request).await });
                (here.me().unwrap().id.clone(), taken.unwrap())
            });
        }
        let outcomes = all.join_all().await;
        let winner = &outcomes.iter().find(|(_, taken)| *taken == Taken::Mine).unwrap().0;
        let other = &outcomes.iter().find(|(me, _)| me != winner).unwrap().1;
        assert_eq!(*other, Taken::Other(winner.clone()));
    }
    crowd.whole().await;
});

app::db_test!(the_same_press_twice_has_one_effect, serializable, |db| async {
    let crowd = Crowd::new(db, 0).await;
    let request = crowd.sent().await;
    let mut form = RawForm::default();
    form.set("key", vec!["one showing of the page".to_owned()]);
    let mut all = JoinSet::new();
    for _ in 0..8 {
        let (here, request, form) = (crowd.as_role(Role::Coordinator), request.clone(), form.clone());
        all.spawn(async move {
            once!(&here, "test/take", &form, |tx| {
                transitions::requests::take(tx, &here, &request).await?;
                // Another address each time it is run: the answers are the same only where it ran once.
                Ok(format!("/staff/requests/{}", new_id(here.instant())))
            })
            .unwrap()
        });
    }
    let places = all.join_all().await;
    assert!(places.iter().all(|place| *place == places[0] && place.starts_with("/staff/requests/")), "{places:?}");
    assert_eq!(crowd.count("SELECT count(*) FROM audit_entry WHERE action = 'request.take'").await, 1);
    form.set("key", vec!["another showing".to_owned()]);
    let here = crowd.as_role(Role::Coordinator);
    let again = once!(&here, "test/take", &form, |tx| {
        transitions::requests::take(tx, &here, &request).await?;
        Ok("/elsewhere".to_owned())
    });
    assert_eq!(again.unwrap(), "/elsewhere");
    crowd.whole().await;
});

app::db_test!(taking_back_while_the_volunteer_says_yes, serializable, |db| async {
    let crowd = Crowd::new(db, 8).await;
    for volunteer in &crowd.volunteers {
        let request = crowd.approved().await;
        let offer = crowd.offered(&request, volunteer).await;
        let (withdrawn, accepted) = tokio::join!(
            tokio::spawn(withdraw(crowd.as_role(Role::Senior), request.clone())),
            tokio::spawn(accept(crowd.as_volunteer(volunteer), offer)),
        );
        assert!(withdrawn.unwrap(), "an approved request can always be taken back");
        assert!(matches!(accepted.unwrap(), Outcome::Done(()) | Outcome::TooLate));
        assert_eq!(crowd.state(&request).await, RequestState::Withdrawn);
        crowd.whole().await;
    }
    assert_eq!(crowd.count("SELECT count(*) FROM offer WHERE status IN ('open', 'accepted', 'confirmed')").await, 0);
});

app::db_test!(taking_back_while_saying_yes, serializable, |db| async {
    let crowd = Crowd::new(db, 8).await;
    for volunteer in &crowd.volunteers {
        let request = crowd.approved().await;
        let offer = crowd.offered(&request, volunteer).await;
        assert_eq!(accept(crowd.as_volunteer(volunteer), offer.clone()).await, Outcome::Done(()));
        let (withdrawn, said) = tokio::join!(
            tokio::spawn(withdraw(crowd.as_role(Role::Senior), request.clone())),
            tokio::spawn(yes(crowd.as_role(Role::Senior), offer)),
        );
        let (withdrawn, said) = (withdrawn.unwrap(), said.unwrap());
        assert!(withdrawn != said, "one of the two: withdrawn {withdrawn}, yes {said}");
        let expected = if said { RequestState::Matched } else { RequestState::Withdrawn };
        assert_eq!(crowd.state(&request).await, expected);
        crowd.whole().await;
    }
});

app::db_test!(two_servers_agree, serializable, |db| async {
    let crowd = Crowd::new(db, 16).await;
    // The same database through pools of its own, as a second server has it.
    let second = context(&crowd.site.db, false);
    let second =
        AppContext { db: db::Db::connect(&crowd.site.db.url, db::Durability::Normal).await.unwrap(), ..second };
    let request = crowd.approved().await;
    let mut all = JoinSet::new();
    for (index, volunteer) in crowd.volunteers.iter().enumerate() {
        let app = if index % 2 == 0 { crowd.app() } else { &second };
        all.spawn(from_board(here(app, crowd.municipality(), volunteer, Role::Volunteer), request.clone()));
    }
    let outcomes = all.join_all().await;
    assert_eq!(outcomes.iter().filter(|outcome| **outcome == Outcome::Done(())).count(), 1);
    crowd.whole().await;
    second.db.close().await;
});

app::db_test!(a_volunteer_is_in_one_place, serializable, |db| async {
    let crowd = Crowd::new(db, 1).await;
    let volunteer = &crowd.volunteers[0];
    for _ in 0..8 {
        let requests = [crowd.approved().await, crowd.approved().await];
        let mut all = JoinSet::new();
        let start = Arc::new(Barrier::new(2));
        for request in &requests {
            let offer = crowd.offered(request, volunteer).await;
            let (start, here) = (start.clone(), crowd.as_volunteer(volunteer));
            all.spawn(async move {
                start.wait().await;
                accept(here, offer).await
            });
        }
        let outcomes = all.join_all().await;
        assert!(outcomes.contains(&Outcome::Done(())) && outcomes.contains(&Outcome::Busy), "{outcomes:?}");
        assert_eq!(crowd.count("SELECT count(*) FROM offer WHERE status = 'accepted'").await, 1);
        assert_eq!(crowd.count("SELECT count(*) FROM offer WHERE status = 'open' AND time_id IS NULL").await, 1);
        crowd.whole().await;
        for request in requests {
            assert!(withdraw(crowd.as_role(Role::Senior), request).await);
        }
    }
});

app::db_test!(an_acute_concern_stops_what_is_let_go_on, serializable, |db| async {
    let crowd = Crowd::new(db, 1).await;
    let (volunteer, coordinator) = (&crowd.volunteers[0], crowd.as_role(Role::Coordinator));
    let request = crowd.approved().await;
    let offer = crowd.offered(&request, volunteer).await;
    assert_eq!(accept(crowd.as_volunteer(volunteer), offer.clone()).await, Outcome::Done(()));
    assert!(yes(crowd.as_role(Role::Senior), offer).await);
    let judged = Triage { severity: Severity::Acute, lex_sarah: false, note: "Ingen av oss.".to_owned() };
    for _ in 0..8 {
        // A match that is stopped, and nothing that speaks against letting it go on but what is told and judged at this moment.
        let told: Result<_, Failure> = in_tx!(crowd.app().db, |tx| {
            exec!(
                tx,
                "UPDATE match SET status = 'suspended', suspended_from = 'introducing' WHERE status <> 'suspended'"
            )?;
            exec!(tx, "UPDATE concern SET status = 'closed', closed_at = 1, decided_at = 1, decision = 'x'")?;
            let new = NewConcern {
                by: crowd.site.person(Role::Senior),
                about: &About::Person(volunteer.clone()),
                visit: None,
                area: None,
                body: "Något var fel.",
                danger: false,
            };
            let id = concerns::store::insert(tx, crowd.municipality(), &new, coordinator.instant()).await?;
            let visit = visits::store::list_of_request(tx, crowd.municipality(), &request).await?.remove(0);
            Ok((concerns::store::by_id(tx, crowd.municipality(), &id).await?.unwrap(), visit))
        });
        let (concern, visit) = told.unwrap();
        let (resuming, judging, judged) = (coordinator.clone(), coordinator.clone(), judged.clone());
        let (resumed, stopped) = tokio::join!(
            tokio::spawn(async move {
                let done: Result<Resumed, Failure> = in_tx!(resuming.app.db, |tx| {
                    transitions::visits::resume(tx, &resuming, &visit, "Allt är utrett.").await
                });
                done.unwrap()
            }),
            tokio::spawn(async move {
                let done: Result<Option<u64>, Failure> = in_tx!(judging.app.db, |tx| {
                    concerns::transitions::triage(tx, &judging, &concern, &judged).await
                });
                done.unwrap()
            }),
        );
        assert!(matches!(resumed.unwrap(), Resumed::Done | Resumed::NotYet));
        assert_eq!(stopped.unwrap(), Some(1));
        assert_eq!(crowd.count("SELECT count(*) FROM match WHERE status = 'suspended'").await, 1);
        crowd.whole().await;
    }
});
