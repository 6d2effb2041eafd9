//! One whole case for the table of who may what: a matched request with its visit, an approved one with an open offer, a draft, a
//! concern; and everybody who might look at them.

use super::TestSite;
use db::{Failure, Tx, exec, in_tx};
use frame::{
    access::model::{Look, Role, RoleHeld, SignedIn, Visitor},
    context::Here,
    drafts,
};
use ground::{
    AppError, Locale,
    form::RawForm,
    id::{AreaId, KindId, PersonId},
    random::new_id,
    time::DayPart,
};
use help::{
    kinds::model::{ContactMode, Requirement},
    offers,
    requests::{
        model::{Channel, RequestState, Step},
        store::NewRequest,
    },
    transitions,
};
use std::{collections::BTreeMap, sync::Arc};

/// Names of the case's things and people, with their ids.
pub type Case = BTreeMap<&'static str, String>;

impl TestSite {
    /// A handler's context for a person, as if signed in.
    pub fn here(&self, person: &PersonId, roles: &[(Role, Option<&AreaId>)]) -> Here {
        Here {
            app: self.ctx.clone(),
            visitor: Arc::new(Visitor {
                municipality: frame::access::model::Municipality {
                    id: self.municipality.clone(),
                    name: "Älvstads kommun".to_owned(),
                    phone: "010-000 00 00".to_owned(),
                    hours: "Vardagar 8–16".to_owned(),
                    accent: None,
                    logo: None,
                },
                person: Some(SignedIn {
                    municipality: self.municipality.clone(),
                    id: person.clone(),
                    given_name: "Test".to_owned(),
                    family_name: "Person".to_owned(),
                    roles: roles.iter().map(|(role, area)| RoleHeld { role: *role, area: area.cloned() }).collect(),
                    unread: 0,
                }),
                session: None,
                locale: Locale::Sv,
                look: Look::default(),
                kept: 0,
                browser: None,
            }),
        }
    }

    /// An area of the first municipality.
    pub async fn area(&self, name: &str) -> AreaId {
        let id = AreaId(new_id(self.ctx.clock.now()));
        let done: Result<(), Failure> = in_tx!(self.ctx.db, |tx| {
            exec!(
                tx,
                "INSERT INTO area (municipality_id, id, name, active) VALUES ($1, $2, $3, TRUE)",
                &self.municipality,
                &id,
                name
            )?;
            Ok(())
        });
        done.unwrap();
        id
    }

    /// A kind of help at risk 1 that demands what every kind demands.
    pub async fn kind(&self, slug: &str, mode: &str) -> KindId {
        let id = KindId(new_id(self.ctx.clock.now()));
        let done: Result<(), Failure> = in_tx!(self.ctx.db, |tx| {
            exec!(
                tx,
                "INSERT INTO kind (municipality_id, id, slug, active, position, mode, risk, minutes, at_home, out_of_home, by_phone, by_video)
                 VALUES ($1, $2, $3, TRUE, 1, $4, 1, 60, TRUE, TRUE, TRUE, FALSE)",
                &self.municipality,
                &id,
                slug,
                mode
            )?;
            for locale in Locale::LANGUAGES {
                exec!(
                    tx,
                    "INSERT INTO kind_text (municipality_id, kind_id, locale, name, description, boundary) VALUES ($1, $2, $3, $4, 'd', 'b')",
                    &self.municipality,
                    &id,
                    locale.language(),
                    slug
                )?;
            }
            Ok(())
        });
        done.unwrap();
        id
    }

    /// A person of a role in an area, with an address there.
    pub async fn person_in(&self, role: Role, area: &AreaId) -> PersonId {
        let id = self.add(&self.municipality, role).await;
        let done: Result<(), Failure> = in_tx!(self.ctx.db, |tx| {
            exec!(
                tx,
                "UPDATE person SET area_id = $3 WHERE municipality_id = $1 AND id = $2",
                &self.municipality,
                &id,
                area
            )?;
            if role == Role::Coordinator {
                exec!(
                    tx,
                    "UPDATE role_assignment SET area_id = $3 WHERE municipality_id = $1 AND person_id = $2",
                    &self.municipality,
                    &id,
                    area
                )?;
            }
            if role == Role::Volunteer {
                self.qualify(tx, &id).await?;
            }
            Ok(())
        });
        done.unwrap();
        id
    }

    /// Everything that every kind demands was recorded.
    pub async fn qualify(&self, tx: &mut Tx, id: &PersonId) -> Result<(), Failure> {
        let now = self.ctx.clock.now();
        exec!(
            tx,
            "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 4, $3) ON CONFLICT DO NOTHING",
            &self.municipality,
            id,
            now
        )?;
        for requirement in Requirement::ALWAYS {
            exec!(
                tx,
                "INSERT INTO volunteer_requirement (municipality_id, id, person_id, requirement, done_on, recorded_at)
                 VALUES ($1, $2, $3, $4, '2026-01-01', $5)",
                &self.municipality,
                new_id(now),
                id,
                requirement.code(),
                now
            )?;
        }
        Ok(())
    }

    /// An approved request of a senior, owned by a coordinator.
    pub async fn approved(
        &self,
        tx: &mut Tx,
        senior: &Here,
        coordinator: &PersonId,
        kind: &KindId,
        area: &AreaId,
    ) -> Result<help::requests::model::Request, Failure> {
        let now = self.ctx.clock.now();
        let me = senior.me()?.id.clone();
        let new = NewRequest {
            senior: me.clone(),
            registered_by: me,
            channel: Channel::Own,
            kind: kind.clone(),
            area: area.clone(),
            mode: ContactMode::Home,
            note: "Jag går med rullator.".to_owned(),
            times: vec![("2026-11-26".to_owned(), DayPart::Morning, None)],
            answer_due_at: now.plus_days(2),
        };
        let (id, _) = transitions::requests::submit(tx, senior, &new).await?;
        let take = Step::Take { by: coordinator.clone() };
        help::requests::store::advance(tx, &self.municipality, &id, RequestState::Submitted, &take, now)
            .await?
            .or_lost()?;
        let approve = Step::Approve { volunteer_text: "En pratstund.".to_owned(), risk: None, checks: String::new() };
        help::requests::store::advance(tx, &self.municipality, &id, RequestState::InReview, &approve, now)
            .await?
            .or_lost()?;
        transitions::tasks::settle(tx, &self.municipality, &id, now).await?;
        Ok(help::requests::store::by_id(tx, &self.municipality, &id).await?.ok_or(AppError::NotFound)?)
    }

    /// The whole case.
    pub async fn case(&self) -> Case {
        let (centre, north) = (self.area("Centrum").await, self.area("Norr").await);
        let kind = self.kind("company", "open_board").await;
        let senior = self.person_in(Role::Senior, &centre).await;
        let senior2 = self.person_in(Role::Senior, &centre).await;
        let volunteer = self.person_in(Role::Volunteer, &centre).await;
        let volunteer2 = self.person_in(Role::Volunteer, &centre).await;
        let coordinator = self.person_in(Role::Coordinator, &centre).await;
        let coordinator2 = self.person_in(Role::Coordinator, &north).await;
        let spare = self.person_in(Role::Senior, &north).await;
        let other = self.add(&self.other, Role::Coordinator).await;
        let as_senior = self.here(&senior, &[(Role::Senior, None)]);
        let as_volunteer = self.here(&volunteer, &[(Role::Volunteer, None)]);
        let as_coordinator = self.here(&coordinator, &[(Role::Coordinator, Some(&centre))]);
        let now = self.ctx.clock.now();
        let made: Result<Case, Failure> = in_tx!(self.ctx.db, |tx| {
            let matched = self.approved(tx, &as_senior, &coordinator, &kind, &centre).await?;
            let transitions::offers::Outcome::Done(offer) =
                transitions::offers::offer(tx, &as_coordinator, &matched, &volunteer).await?
            else {
                return Err(AppError::Internal.into());
            };
            let time = help::requests::store::times(tx, &self.municipality, &matched.id).await?.remove(0);
            let made = offers::store::by_id(tx, &self.municipality, &offer).await?.ok_or(AppError::NotFound)?;
            transitions::offers::accept(tx, &as_volunteer, &made, &time.id).await?;
            let made = offers::store::by_id(tx, &self.municipality, &offer).await?.ok_or(AppError::NotFound)?;
            let transitions::offers::Outcome::Done(visit) =
                transitions::offers::yes(tx, &as_senior, &made, "app").await?
            else {
                return Err(AppError::Internal.into());
            };
            let open = self.approved(tx, &as_senior, &coordinator, &kind, &centre).await?;
            let transitions::offers::Outcome::Done(open_offer) =
                transitions::offers::offer(tx, &as_coordinator, &open, &volunteer).await?
            else {
                return Err(AppError::Internal.into());
            };
            let draft =
                drafts::insert(tx, &as_senior, &help::for_seniors::asking::FORM, &RawForm::default(), &[]).await?;
            let told = desk::concerns::store::NewConcern {
                by: &senior,
                about: &desk::concerns::model::About::Person(volunteer.clone()),
                visit: Some(&visit),
                area: Some(&centre),
                body: "Något var fel.",
                danger: false,
            };
            let concern = desk::concerns::store::insert(tx, &self.municipality, &told, now).await?;
            desk::concerns::tasks::settle(tx, &self.municipality, &concern, now).await?;
            let role = db::row!(
                tx,
                (String,),
                "SELECT id FROM role_assignment WHERE municipality_id = $1 AND person_id = $2",
                &self.municipality,
                &spare
            )?;
            Ok(Case::from([
                ("role", role.map(|(id,)| id).unwrap_or_default()),
                ("matched", matched.id.to_string()),
                ("request", open.id.to_string()),
                ("visit", visit.to_string()),
                ("offer", open_offer.to_string()),
                ("draft", draft.to_string()),
                ("concern", concern.to_string()),
            ]))
        });
        let mut case = made.unwrap();
        case.extend([
            ("kind", kind.to_string()),
            ("area", centre.to_string()),
            ("senior", senior.to_string()),
            ("senior2", senior2.to_string()),
            ("volunteer", volunteer.to_string()),
            ("volunteer2", volunteer2.to_string()),
            ("coordinator", coordinator.to_string()),
            ("coordinator2", coordinator2.to_string()),
            ("administrator", self.person(Role::Administrator).to_string()),
            ("other", other.to_string()),
        ]);
        case
    }
}
