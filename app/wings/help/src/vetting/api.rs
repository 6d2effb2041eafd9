//! The volunteer's own side of vetting: sign-up, profile, pause. What is recorded as done is the coordinators' (`volunteers`).

use super::{
    TOPIC,
    form::{self, Known, LANGUAGES, NewVolunteer, UNTIL_I_SAY, USUAL_PER_MONTH, Wishes},
    model::{Standing, standing},
    store::{self, Chosen},
    view::{Join, JoinLoad, JoinThanksLoad, Language, Options, ProfileLoad, VolunteerProfile},
};
use crate::kinds::{
    self,
    model::{Kind, Requirement},
};
use axum::response::{IntoResponse, Response};
use db::{Failure, Tx};
use frame::{
    access::{
        self,
        model::{Role, SignedIn},
    },
    audit::{self, Changes, Event},
    context::{
        Here,
        feature::{Door, Given, Loads, Routes},
    },
    drafts::{self, Form},
    live, once,
    routes::Go,
};
use ground::{
    AppError, Object, Timestamp,
    clock::{day_code, parse_day},
    form::{FieldError, FormView, Named, RawForm},
    id::{AreaId, PersonId},
    seen,
    text::{k, theirs},
};
use jiff::ToSpan;
use people::{
    person,
    person::{
        model::{Contact, Person},
        store::NewPerson,
    },
    sign_in,
};
use tower_sessions::Session;

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .door(Door::Up, "/volunteer/join", join)
        .post("/volunteer/profile", save_profile)
        .post("/volunteer/pause", pause)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(join_page).page(join_thanks).page(profile_page)
}

/// The form of a sign-up, for its draft.
const JOIN_FORM: Form = Form::new(
    "volunteer_join",
    &[
        "another",
        "given_name",
        "family_name",
        "phone",
        "email",
        "street",
        "postal_code",
        "city",
        "area",
        "kinds",
        "languages",
        "about",
        "consent",
    ],
);
/// The form of the profile, for its draft.
const PROFILE_FORM: Form =
    Form::new("volunteer_profile", &["kinds", "areas", "languages", "day*", "max_per_month", "about", "share_phone"]);
/// A second press of "sign me up" opens the account this long; later it is only a page that was sent again.
const MINUTES_SAME_PRESS: i64 = 2;

async fn choices(tx: &mut Tx, here: &Here) -> Result<(Vec<Kind>, Vec<Named>), Failure> {
    let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
    let areas = store::areas(tx, here.municipality()).await?;
    Ok((kinds.into_iter().filter(|kind| kind.active).collect(), areas))
}

fn known(kinds: &[Kind], areas: &[Named]) -> Known {
    Known {
        kinds: kinds.iter().map(|kind| kind.id.to_string()).collect(),
        areas: areas.iter().map(|(id, _)| id.clone()).collect(),
    }
}

fn options(here: &Here, kinds: &[Kind], areas: Vec<Named>) -> Options {
    Options {
        kinds: kinds.iter().map(|kind| (kind.id.to_string(), kind.name.clone())).collect(),
        areas,
        languages: LANGUAGES
            .iter()
            .map(|(code, own)| Language {
                code: (*code).to_owned(),
                name: here.texts().coded("vetting.language", code).to_owned(),
                own: (*own).to_owned(),
            })
            .collect(),
    }
}

/// Whoever may sign up: nobody's visitor, or a senior who is no volunteer. Staff ask a colleague.
fn may_join(here: &Here) -> Result<Option<&SignedIn>, AppError> {
    let me = here.visitor.person.as_ref();
    if me.is_some_and(SignedIn::is_staff) { Err(AppError::Forbidden) } else { Ok(me) }
}

/// The sign-up; a volunteer is sent home.
///
/// # Errors
/// `Forbidden` for staff; `NotFound` for an unknown draft; the database's.
async fn join_page(here: Here, JoinLoad { draft }: JoinLoad) -> Result<Given<Join>, Failure> {
    let me = may_join(&here)?;
    let instead = me.filter(|me| me.is(Role::Volunteer)).map(|_| Role::Volunteer.home().to_owned());
    let mut tx = here.read().await?;
    let (kinds, areas) = choices(&mut tx, &here).await?;
    let form = drafts::view(&mut tx, &here, &JOIN_FORM, &draft).await?.unwrap_or_default();
    let data = Join { name: me.map(SignedIn::name).unwrap_or_default(), options: options(&here, &kinds, areas), form };
    Ok(Given { data, instead })
}

/// Whether the reader of the thanks is a volunteer now.
///
/// # Errors
/// None of its own.
async fn join_thanks(here: Here, _: JoinThanksLoad) -> Result<bool, Failure> {
    Ok(here.visitor.person.as_ref().is_some_and(|me| me.is(Role::Volunteer)))
}

async fn join(here: Here, session: Session, form: RawForm) -> Result<Response, Failure> {
    let me = may_join(&here)?.cloned();
    if me.as_ref().is_some_and(|me| me.is(Role::Volunteer)) {
        return Ok(Go::to(Role::Volunteer.home()).into_response());
    }
    let mut tx = here.read().await?;
    let (kinds, areas) = choices(&mut tx, &here).await?;
    drop(tx);
    let (new, wishes) = match form::join(&form, &known(&kinds, &areas), me.is_some()) {
        Ok(checked) => checked,
        Err(errors) => {
            let draft = drafts::refuse(&here, &JOIN_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/volunteer/join?draft={draft}")).into_response());
        }
    };
    // A volunteer of that name and number is asked whether they are it. Of nobody else: whoever knows a name and a number from the
    // telephone book must not learn here that somebody is helped. The coordinator is told of those (`volunteers::api`).
    if let Some(new) = new.as_ref().filter(|_| form.get("another") != "yes") {
        let mut tx = here.read().await?;
        let names = (new.given_name.as_str(), new.family_name.as_str());
        let known = person::store::same(&mut tx, here.municipality(), names, &new.phone).await?;
        drop(tx);
        if known.iter().any(|one| one.volunteer) {
            let asked = [FieldError { field: "another".to_owned(), code: k::vetting::KNOWN.name().to_owned() }];
            let draft = drafts::refuse(&here, &JOIN_FORM, &form, &asked).await?;
            return Ok(Go::to(format!("/volunteer/join?draft={draft}")).into_response());
        }
    }
    // What the press answers is the person and when, not an address: the second of two presses must open the same account.
    let answered = once!(&here, "vetting/join", &form, |tx| {
        let person = match (&me, &new) {
            (Some(me), _) => me.id.clone(),
            (None, Some(new)) => insert_person(tx, &here, new, &wishes).await?,
            (None, None) => return Err(AppError::SignIn.into()),
        };
        become_volunteer(tx, &here, &person, &wishes).await?;
        Ok(format!("{person} {}", here.instant().0))
    })?;
    let (person, at) = answered.split_once(' ').ok_or(AppError::Internal)?;
    let at = Timestamp(at.parse().map_err(|_| AppError::Internal)?);
    if here.instant() <= at.plus_minutes(MINUTES_SAME_PRESS) {
        sign_in::api::establish(&here, &session, &PersonId::from(person), "join", &form).await?;
    }
    Ok(Go::to("/volunteer/join/thanks").into_response())
}

async fn insert_person(tx: &mut Tx, here: &Here, new: &NewVolunteer, wishes: &Wishes) -> Result<PersonId, Failure> {
    let person = NewPerson {
        given_name: new.given_name.clone(),
        family_name: new.family_name.clone(),
        phone: Some(new.phone.clone()),
        email: new.email.clone(),
        street: new.street.clone(),
        postal_code: new.postal_code.clone(),
        city: new.city.clone(),
        area: Some(AreaId::from(wishes.area.as_str())),
        way_in: None,
        about: Some(wishes.about.clone()).filter(|about| !about.is_empty()),
        locale: here.locale(),
        channel: Contact::App,
        has_login: true,
        share_phone: false,
    };
    Ok(person::store::insert(tx, here.municipality(), &person, here.instant()).await?)
}

/// The role, the wishes and the application, for a person who never was a volunteer. One who was gets the role back from a coordinator.
async fn become_volunteer(tx: &mut Tx, here: &Here, person: &PersonId, wishes: &Wishes) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    if !store::insert(tx, municipality, person, USUAL_PER_MONTH, now).await?.is_done() {
        return Err(AppError::Forbidden.into());
    }
    let area = AreaId::from(wishes.area.as_str());
    person::store::insert_role(tx, municipality, person, Role::Volunteer, None, None, now).await?;
    person::store::set_languages(tx, municipality, person, &wishes.languages).await?;
    store::set_kinds_and_areas(tx, municipality, person, &wishes.kinds, std::slice::from_ref(&wishes.area)).await?;
    store::insert_done(tx, municipality, person, Requirement::Application, None, now).await?;
    live::announce(tx, municipality, &TOPIC, person.as_str(), Some(&area), now).await?;
    audit::record(
        tx,
        here,
        Event { action: "volunteer.join", object: (Object::Person, person.as_str()), subject: Some(person), why: "" },
    )
    .await
}

fn standing_words(here: &Here, standing: &Standing) -> String {
    let texts = here.texts();
    let list = |what: &[Requirement]| {
        what.iter()
            .map(|what| here.texts().coded("vetting.requirement", what.code()).to_lowercase())
            .collect::<Vec<_>>()
            .join(", ")
    };
    match standing {
        Standing::Eligible => texts.s(k::vetting::STANDING_ELIGIBLE).to_owned(),
        Standing::Expiring { until } => texts.f(k::vetting::STANDING_EXPIRING, &[("day", &day_words(here, until))]),
        Standing::Prospective { missing } => texts.f(k::vetting::STANDING_PROSPECTIVE, &[("what", &list(missing))]),
        Standing::Expired { what } => texts.f(k::vetting::STANDING_EXPIRED, &[("what", &list(what))]),
        Standing::Blocked => texts.s(k::vetting::STANDING_BLOCKED).to_owned(),
    }
}

fn day_words(here: &Here, day: &str) -> String {
    parse_day(day).map(|day| here.locale().date_with_year(day)).unwrap_or_default()
}

/// What the profile's form begins with: what is chosen now, of what can be chosen.
fn chosen_form(chosen: &store::Chosen, person: &person::model::Person, known: &Known) -> FormView {
    let mut form = FormView::default().with("max_per_month", chosen.max_per_month.to_string());
    for (field, values) in [("kinds", &chosen.kinds), ("areas", &chosen.areas), ("languages", &chosen.languages)] {
        let can = |value: &&String| match field {
            "kinds" => known.kinds.contains(value),
            "areas" => known.areas.contains(value),
            _ => true,
        };
        for value in values.iter().filter(can) {
            form = form.with(field, value.as_str());
        }
    }
    for slot in &chosen.slots {
        if let Some((weekday, part)) = slot.split_once(' ') {
            form = form.with(&format!("day{weekday}"), part);
        }
    }
    if person.share_phone {
        form = form.with("share_phone", "yes");
    }
    form.with("about", person.about.clone().unwrap_or_default())
}

/// What was chosen in the profile, in words.
fn profile_words(here: &Here, kinds: &[Kind], areas: &[Named], field: &str, value: &str) -> String {
    match field {
        "kinds" => {
            kinds.iter().find(|kind| kind.id.as_str() == value).map(|kind| kind.name.clone()).unwrap_or_default()
        }
        "areas" => areas.iter().find(|(id, _)| id == value).map(|(_, name)| name.clone()).unwrap_or_default(),
        "languages" => here.texts().typed_code("vetting.language", value).unwrap_or_default().to_owned(),
        "share_phone" => here.texts().s(k::common::YES).to_owned(),
        field if field.starts_with("day") => {
            here.texts().typed_code("vetting.part", value).unwrap_or_default().to_lowercase()
        }
        _ => value.to_owned(),
    }
}

fn notice(here: &Here, code: &str) -> String {
    let key = match code {
        "saved" => k::vetting::PROFILE_SAVED,
        "paused" => k::vetting::PAUSE_SAVED,
        "back" => k::vetting::PAUSE_ENDED,
        _ => return String::new(),
    };
    here.texts().s(key).to_owned()
}

/// One's own profile.
///
/// # Errors
/// `SignIn`; `Forbidden` for one who is no volunteer; `NotFound` for an unknown draft; the database's.
async fn profile_page(
    here: Here,
    ProfileLoad { notice: code, draft }: ProfileLoad,
) -> Result<VolunteerProfile, Failure> {
    let me = access::policy::volunteer(here.me()?)?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let (kinds, areas) = choices(&mut tx, &here).await?;
    let person = person::store::by_id(&mut tx, municipality, me).await?.ok_or(AppError::Internal)?;
    let chosen = store::chosen(&mut tx, municipality, me).await?.unwrap_or_default();
    let record = store::record(&mut tx, municipality, me, now).await?.unwrap_or_default();
    let form = drafts::view(&mut tx, &here, &PROFILE_FORM, &draft).await?;
    let (today, soon) = store::days(now);
    let wanted = |kind: &&Kind| chosen.kinds.iter().any(|id| id == kind.id.as_str());
    let paused = chosen.paused_until.as_deref().filter(|until| today.as_str() <= *until);
    Ok(VolunteerProfile {
        name: theirs(&person.name()),
        phone: theirs(&person.readable_phone()),
        standings: kinds
            .iter()
            .filter(wanted)
            .map(|kind| (kind.name.clone(), standing_words(&here, &standing(&record, kind, &today, &soon))))
            .collect(),
        form: form.unwrap_or_else(|| seen::shown(chosen_form(&chosen, &person, &known(&kinds, &areas)))),
        paused: match paused {
            Some(UNTIL_I_SAY) => here.texts().s(k::vetting::PAUSED_OPEN).to_owned(),
            Some(until) => here.texts().f(k::vetting::PAUSED_TO, &[("day", &day_words(&here, until))]),
            None => String::new(),
        },
        options: options(&here, &kinds, areas),
        notice: notice(&here, &code),
    })
}

async fn save_profile(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = access::policy::volunteer(here.me()?)?.clone();
    let mut tx = here.read().await?;
    let (kinds, areas) = choices(&mut tx, &here).await?;
    drop(tx);
    let known = known(&kinds, &areas);
    if let Err(errors) = form::profile(&form, &known) {
        let draft = drafts::refuse(&here, &PROFILE_FORM, &form, &errors).await?;
        return Ok(Go::to(format!("/volunteer/profile?draft={draft}")));
    }
    let words = |field: &str, value: &str| profile_words(&here, &kinds, &areas, field, value);
    let to = once!(&here, "vetting/profile", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        person::store::hold(tx, municipality, &me).await?;
        let person = person::store::by_id(tx, municipality, &me).await?.ok_or(AppError::Internal)?;
        let chosen = store::chosen(tx, municipality, &me).await?.unwrap_or_default();
        let stands = chosen_form(&chosen, &person, &known);
        let checked =
            drafts::merged(tx, &here, &PROFILE_FORM, (&form, &stands), &words, |form| form::profile(form, &known));
        let profile = match checked.await? {
            Ok(profile) => profile,
            Err(draft) => return Ok(format!("/volunteer/profile?draft={draft}")),
        };
        store::update_profile(tx, municipality, &me, profile.max_per_month, &profile.about, profile.share_phone, now)
            .await?;
        // What cannot be chosen at present is on no form, and stays.
        let with = |ticked: &[String], chosen: &[String], known: &[String]| -> Vec<String> {
            ticked.iter().chain(chosen.iter().filter(|id| !known.contains(id))).cloned().collect()
        };
        let kinds = with(&profile.kinds, &chosen.kinds, &known.kinds);
        let areas = with(&profile.areas, &chosen.areas, &known.areas);
        store::set_kinds_and_areas(tx, municipality, &me, &kinds, &areas).await?;
        store::set_slots(tx, municipality, &me, &profile.slots).await?;
        person::store::set_languages(tx, municipality, &me, &profile.languages).await?;
        changed(tx, &here, &me, "volunteer.profile", (chosen, person)).await?;
        Ok("/volunteer/profile?notice=saved".to_owned())
    })?;
    Ok(Go(to))
}

/// What a volunteer has chosen and says of themself, as it is now.
async fn state(tx: &mut Tx, here: &Here, me: &PersonId) -> Result<(Chosen, Person), Failure> {
    let chosen = store::chosen(tx, here.municipality(), me).await?.unwrap_or_default();
    let person = person::store::by_id(tx, here.municipality(), me).await?.ok_or(AppError::Internal)?;
    Ok((chosen, person))
}

/// Screens learn, and the log says what was chosen and is.
async fn changed(
    tx: &mut Tx,
    here: &Here,
    me: &PersonId,
    action: &'static str,
    (before, person_before): (Chosen, Person),
) -> Result<(), Failure> {
    let (after, person) = state(tx, here, me).await?;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let list = |codes: &[String]| {
        let mut codes: Vec<String> = codes.iter().map(|code| code.replace(' ', "_")).collect();
        codes.sort_unstable();
        codes.join(",")
    };
    let yes = |value: bool| if value { "yes" } else { "no" };
    let changes = Changes::default()
        .code("max_per_month", &before.max_per_month.to_string(), &after.max_per_month.to_string())
        .code("paused_until", &text(&before.paused_until), &text(&after.paused_until))
        .code("kinds", &list(&before.kinds), &list(&after.kinds))
        .code("areas", &list(&before.areas), &list(&after.areas))
        .code("languages", &list(&before.languages), &list(&after.languages))
        .code("slots", &list(&before.slots), &list(&after.slots))
        .code("share_phone", yes(person_before.share_phone), yes(person.share_phone))
        .own(&here.app.config.secret, "about", &text(&person_before.about), &text(&person.about));
    live::announce(tx, here.municipality(), &TOPIC, me.as_str(), None, here.instant()).await?;
    let event = Event { action, object: (Object::Person, me.as_str()), subject: Some(me), why: "" };
    audit::record_change(tx, here, event, &changes).await
}

/// The last day of a pause; nothing for what no button says.
fn pause_until(choice: &str, now: Timestamp) -> Option<String> {
    let today = now.day();
    match choice {
        "week" => Some(day_code(today.saturating_add(7.days()))),
        "month" => Some(day_code(today.saturating_add(1.month()))),
        "until" => Some(UNTIL_I_SAY.to_owned()),
        _ => None,
    }
}

async fn pause(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = access::policy::volunteer(here.me()?)?.clone();
    let choice = form.get("pause");
    let until = pause_until(choice, here.instant());
    if until.is_none() && choice != "none" {
        return Ok(Go::to("/volunteer/profile"));
    }
    let to = once!(&here, "vetting/pause", &form, |tx| {
        let before = state(tx, &here, &me).await?;
        store::set_pause(tx, here.municipality(), &me, until.as_deref()).await?;
        changed(tx, &here, &me, "volunteer.pause", before).await?;
        Ok(format!("/volunteer/profile?notice={}", if until.is_some() { "paused" } else { "back" }))
    })?;
    Ok(Go(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pause_has_a_last_day() {
        let now = Timestamp::from_local(jiff::civil::date(2026, 1, 31).at(12, 0, 0, 0));
        assert_eq!(pause_until("week", now), Some("2026-02-07".to_owned()));
        assert_eq!(pause_until("month", now), Some("2026-02-28".to_owned()));
        assert_eq!(pause_until("until", now), Some(UNTIL_I_SAY.to_owned()));
        assert_eq!(pause_until("none", now), None);
        assert_eq!(pause_until("", now), None);
    }
}
