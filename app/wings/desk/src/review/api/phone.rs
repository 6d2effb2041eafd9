//! A request by telephone: whoever answers the call enters it, and has it.

use super::{acts, detail::chosen, reader, words};
use crate::review::{
    form::{self, Caller, Known, PhoneRequest},
    store::{callers, lists},
    view::{Found, PhoneForm, PhoneLoad, Picked},
};
use db::{Failure, Tx};
use frame::{
    access::{
        model::{Role, SignedIn},
        policy,
    },
    audit::{self, Event},
    context::Here,
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Locale, Object,
    clock::{capital, day_code, working_days_after},
    form::{FieldError, FormView, RawForm},
    id::{AreaId, PersonId},
    phone,
    text::{Texts, k, theirs},
    time::DayPart,
};
use help::{
    kinds::{
        self,
        model::{ContactMode, Kind},
    },
    requests::{model::Channel, store::NewRequest},
    transitions,
};
use jiff::ToSpan;
use people::{
    person,
    person::{
        Sought,
        model::{Contact, Person},
        store::NewPerson,
    },
    watch,
};
use ui::Fact;

/// How many working days an answer may take.
const WORKING_DAYS: u32 = 2;
/// How many coming days can be ticked.
const DAYS: i64 = 5;

/// The areas where the coordinator may enter requests.
async fn my_areas(tx: &mut Tx, here: &Here, me: &SignedIn) -> Result<Vec<(AreaId, String)>, Failure> {
    let areas = lists::areas(tx, here.municipality()).await?;
    Ok(areas.into_iter().filter(|(id, _)| me.coordinates(Some(id))).collect())
}

/// A known person who calls: of one's own areas, never a protected one, never oneself.
async fn caller(tx: &mut Tx, here: &Here, me: &SignedIn, id: &str) -> Result<Option<Person>, Failure> {
    if id.is_empty() {
        return Ok(None);
    }
    let person = person::store::by_id(tx, here.municipality(), &PersonId::from(id)).await?.ok_or(AppError::NotFound)?;
    if person.protected {
        return Err(AppError::NotFound.into());
    }
    if person.id == me.id || !me.coordinates(person.area.as_ref()) {
        return Err(AppError::Forbidden.into());
    }
    Ok(Some(person))
}

/// The form.
const FORM: Form = Form::new(
    "review_new",
    &[
        "person",
        "another",
        "given_name",
        "family_name",
        "phone",
        "street",
        "postal_code",
        "city",
        "locale",
        "way_in",
        "area",
        "kind",
        "mode",
        "days",
        "other_day",
        "part",
        "clock",
        "note",
    ],
);

/// Searches for the caller. What was filled in before and refused stays.
pub(super) async fn search(here: Here, form: RawForm) -> Result<Go, Failure> {
    reader(&here)?;
    drafts::search(&here, "/staff/requests/new", &["draft"], &form).await
}

/// The form; searches where something is to be searched for.
///
/// # Errors
/// `Forbidden` for everybody but coordinators.
pub(super) async fn new(here: Here, PhoneLoad { find, person, draft }: PhoneLoad) -> Result<PhoneForm, Failure> {
    let (me, reader) = reader(&here)?;
    let (texts, locale) = (here.texts(), here.locale());
    let mut tx = here.read().await?;
    let form = drafts::view(&mut tx, &here, &FORM, &draft).await?.unwrap_or_default();
    let known = caller(&mut tx, &here, me, &person).await?;
    let areas = my_areas(&mut tx, &here, me).await?;
    let kinds = kinds::store::list(&mut tx, here.municipality(), locale).await?;
    let q = drafts::searched(&mut tx, &here, &find).await?;
    let rows = match Sought::of(&q.text) {
        Some(sought) => Some(callers::search(&mut tx, reader, &sought).await?),
        None => None,
    };
    let asked = known.is_none() && form.error("another").is_some();
    let same = if asked {
        let phone = phone::parse(&form.get("phone"));
        same_as(&mut tx, &here, (&form.get("given_name"), &form.get("family_name")), phone.as_deref()).await?
    } else {
        Vec::new()
    };
    drop(tx);
    if rows.is_some() || asked {
        watch::read(
            &here,
            Event { action: "person.search", object: (Object::List, "people"), subject: None, why: "request.new" },
        )
        .await?;
    }
    if let Some(known) = &known {
        let event = Event {
            action: "person.read",
            object: (Object::Person, known.id.as_str()),
            subject: Some(&known.id),
            why: "request.new",
        };
        watch::read(&here, event).await?;
    }
    let line = |id: PersonId, name: String, area: Option<String>| Found {
        href: format!(
            "/staff/requests/new?person={id}{}",
            if draft.is_empty() { String::new() } else { format!("&draft={draft}") }
        ),
        name,
        about: area.unwrap_or_default(),
    };
    let found = rows.map(|rows| rows.into_iter().map(|row| line(row.id, row.name, row.area)).collect());
    let today = here.app.clock.today();
    let days = (1..=DAYS)
        .map(|ahead| today.saturating_add(ahead.days()))
        .map(|day| (day_code(day), capital(&locale.day_long(day))));
    let form = if form.answers.is_empty() { form.with("locale", Locale::Sv.language()) } else { form };
    Ok(PhoneForm {
        area_needed: known.as_ref().is_none_or(|person| person.area.is_none()),
        person: known.map(|person| Picked { id: person.id.0.clone(), facts: person_rows(texts, &person) }),
        found,
        same: same.into_iter().map(|one| line(one.id, one.name, one.area)).collect(),
        form: without_other_person(form, &person),
        areas: chosen(texts, areas.into_iter().map(|(id, name)| (id.0, name)).collect()),
        languages: Locale::choices(),
        kinds: chosen(texts, kinds.into_iter().filter(|kind| kind.active).map(|kind| (kind.id.0, kind.name)).collect()),
        modes: chosen(texts, words(texts, "review.mode", ContactMode::ALL.iter().map(|mode| mode.code()))),
        days: days.collect(),
        parts: chosen(texts, words(texts, "review.part", DayPart::ALL.iter().map(|part| part.code()))),
        draft,
        search: q.form(texts),
    })
}

/// Who has this name and this number already, in the coordinator's areas.
async fn same_as(
    tx: &mut Tx,
    here: &Here,
    names: (&str, &str),
    phone: Option<&str>,
) -> Result<Vec<person::store::Same>, Failure> {
    let me = here.me()?;
    let Some(phone) = phone else { return Ok(Vec::new()) };
    let mut found = person::store::same(tx, here.municipality(), names, phone).await?;
    found.retain(|one| one.id != me.id && me.coordinates(one.area_id.as_ref()));
    Ok(found)
}

/// Errors about a new person's fields are not shown where a known person was picked afterwards.
fn without_other_person(mut form: FormView, person: &str) -> FormView {
    if !person.is_empty() {
        form.errors.retain(|(field, _)| !["given_name", "family_name", "phone", "another"].contains(&field.as_str()));
    }
    form
}

fn person_rows(texts: Texts, person: &Person) -> Vec<Fact> {
    let term = |key| texts.s(key).to_owned();
    vec![
        (term(k::review::COL_PERSON), theirs(&person.name())),
        (term(k::review::ADDRESS), theirs(&person.address())),
        (term(k::review::PHONE), theirs(&person.readable_phone())),
        (term(k::review::LANGUAGE_FACT), person.locale.own_name().to_owned()),
        (term(k::review::REACHED), texts.coded("review.channel", person.channel.code()).to_owned()),
    ]
}

/// What the check needs to know, in this transaction.
async fn check(
    tx: &mut Tx,
    here: &Here,
    me: &SignedIn,
    form: &RawForm,
) -> Result<(Option<Person>, Vec<Kind>, Vec<AreaId>), Failure> {
    let person = caller(tx, here, me, form.get("person")).await?;
    let kinds = kinds::store::list(tx, here.municipality(), Locale::Sv).await?;
    let areas = my_areas(tx, here, me).await?.into_iter().map(|(id, _)| id).collect();
    Ok((person, kinds, areas))
}

/// Enters the request (and the caller, where they are not known), and takes it.
pub(super) async fn submit(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let mut tx = here.read().await?;
    let (person, kinds, areas) = check(&mut tx, &here, me, &form).await?;
    drop(tx);
    let known = Known {
        today: here.app.clock.today(),
        kinds: &kinds,
        areas: &areas,
        person: person.is_some(),
        has_area: person.as_ref().is_some_and(|person| person.area.is_some()),
    };
    let wanted = match form::phone_request(&form, known) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
            let person = person.map(|person| format!("&person={}", person.id)).unwrap_or_default();
            return Ok(Go::to(format!("/staff/requests/new?draft={draft}{person}")));
        }
    };
    // Somebody of that name and number may be known: whoever answers the call asks, before a second person is made.
    if let Some(caller) = wanted.caller.as_ref().filter(|_| form.get("another") != "yes") {
        let mut tx = here.read().await?;
        let known = same_as(&mut tx, &here, (&caller.given_name, &caller.family_name), caller.phone.as_deref()).await?;
        drop(tx);
        if !known.is_empty() {
            let asked = [FieldError { field: "another".to_owned(), code: k::review::ERR_KNOWN.name().to_owned() }];
            let draft = drafts::refuse(&here, &FORM, &form, &asked).await?;
            return Ok(Go::to(format!("/staff/requests/new?draft={draft}")));
        }
    }
    let to = once!(&here, "review/new", &form, |tx| { enter(tx, &here, me, person.as_ref(), &wanted).await })?;
    Ok(Go(to))
}

async fn enter(
    tx: &mut Tx,
    here: &Here,
    me: &SignedIn,
    person: Option<&Person>,
    wanted: &PhoneRequest,
) -> Result<String, Failure> {
    let area =
        person.and_then(|person| person.area.clone()).or_else(|| wanted.area.clone()).ok_or(AppError::BadRequest)?;
    let senior = match (person, &wanted.caller) {
        (Some(person), _) => known_senior(tx, here, me, person).await?,
        (None, Some(caller)) => new_senior(tx, here, me, caller, &area).await?,
        (None, None) => return Err(AppError::BadRequest.into()),
    };
    let request = NewRequest {
        senior,
        registered_by: me.id.clone(),
        channel: Channel::Phone,
        kind: wanted.kind.clone(),
        area,
        mode: wanted.mode,
        note: wanted.note.clone(),
        times: wanted.times.clone(),
        answer_due_at: working_days_after(here.instant(), WORKING_DAYS),
    };
    let (id, _) = transitions::requests::submit(tx, here, &request).await?;
    transitions::requests::take(tx, here, &id).await?;
    Ok(acts::page(&id, if person.is_some() { "registered" } else { "registered_new" }))
}

/// Somebody known, who becomes a senior with the first request.
async fn known_senior(tx: &mut Tx, here: &Here, me: &SignedIn, person: &Person) -> Result<PersonId, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let roles = frame::access::store::roles(tx, municipality, &person.id, now).await?;
    if !roles.iter().any(|held| held.role == Role::Senior) {
        person::store::insert_role(tx, municipality, &person.id, Role::Senior, None, Some(&me.id), now).await?;
        role_noted(tx, here, &person.id).await?;
    }
    Ok(person.id.clone())
}

async fn role_noted(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    let event = Event {
        action: "role.grant",
        object: (Object::Person, person.as_str()),
        subject: Some(person),
        why: Role::Senior.code(),
    };
    audit::record(tx, here, event).await
}

/// Somebody new, without a login: an ordinary person here.
async fn new_senior(
    tx: &mut Tx,
    here: &Here,
    me: &SignedIn,
    caller: &Caller,
    area: &AreaId,
) -> Result<PersonId, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let person = NewPerson {
        given_name: caller.given_name.clone(),
        family_name: caller.family_name.clone(),
        phone: caller.phone.clone(),
        email: None,
        street: caller.street.clone(),
        postal_code: caller.postal_code.clone(),
        city: caller.city.clone(),
        area: Some(area.clone()),
        way_in: caller.way_in.clone(),
        about: None,
        locale: caller.locale,
        channel: if caller.phone.is_some() { Contact::Phone } else { Contact::Letter },
        has_login: false,
        share_phone: false,
    };
    let id = person::store::insert(tx, municipality, &person, now).await?;
    person::store::insert_role(tx, municipality, &id, Role::Senior, None, Some(&me.id), now).await?;
    let event = Event {
        action: "person.create",
        object: (Object::Person, id.as_str()),
        subject: Some(&id),
        why: "request.new",
    };
    audit::record(tx, here, event).await?;
    role_noted(tx, here, &id).await?;
    Ok(id)
}
