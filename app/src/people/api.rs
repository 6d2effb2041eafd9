//! Finding and opening people, and what coordinators change about them.

use super::{
    form,
    model::{Contact, Person},
    pages::{Found, LogLine, OpenPerson, People, StaffPerson},
    store,
    words::{form_of, language_text, role_text},
};
use crate::{
    access::{
        model::{Role, SignedIn},
        policy,
    },
    audit::{self, Event},
    common::{
        AppError, Failure, Locale, Timestamp,
        collate::sort_by_name,
        form::RawForm,
        id::PersonId,
        page::Page,
        text::{Key, Texts, k},
    },
    context::{Here, answer},
    db::Tx,
    drafts,
    messages::{About, events, model::MessageCode, tell},
    once,
    requests::{
        self,
        model::{CloseReason, RequestState, Step},
        store::Change,
    },
    routes::{Go, Routes},
    volunteers,
};
use axum::extract::Path;

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/people/{id}/open", open)
        .post("/staff/people/{id}/contact", contact)
        .post("/staff/people/{id}/protect", protect)
        .post("/staff/people/{id}/unprotect", unprotect)
}

/// What a reader typed as a reason, when it was refused.
const REASON_FORM: &str = "person_reason";
/// The proof that a reader gave a reason. Written by [`open`] alone, so what it says is ours.
const OPEN_FORM: &str = "person_open";
const CONTACT_FORM: &str = "person_contact";

/// For how long a given reason holds.
const MINUTES_OPEN: i64 = 30;

/// How many people a search shows.
const SHOWN: usize = 50;

/// The people who were found. A list without details.
///
/// # Errors
/// `SignIn`; `Forbidden`.
pub async fn find(q: String, notice: String) -> Result<Page<People>, AppError> {
    answer(async {
        let here = Here::now()?;
        let me = here.me()?;
        policy::role(me, Role::Coordinator)?;
        let texts = here.texts();
        let q: String = q.trim().chars().take(100).collect();
        let asked = q.chars().count() >= 2;
        let mut people: Vec<Found> = Vec::new();
        if asked {
            audit::record_read(
                &here,
                Event { action: "person.search", object: ("person", ""), subject: None, why: "" },
            )
            .await?;
            let digits: String = q.chars().filter(|c| !matches!(c, ' ' | '-' | '+')).collect();
            let text = if digits.chars().all(|c| c.is_ascii_digit()) { digits } else { q.to_lowercase() };
            let mut tx = here.read().await?;
            for row in store::find(&mut tx, here.municipality(), &me.id, here.instant(), &text, 200).await? {
                let role = row.role.as_deref().map(|role| role_text(texts, role).to_owned());
                match people.iter_mut().find(|known| known.id == row.id.as_str()) {
                    Some(known) => known.roles.extend(role),
                    None => people.push(Found {
                        id: row.id.0,
                        name: row.name,
                        area: row.area.unwrap_or_default(),
                        roles: role.into_iter().collect(),
                    }),
                }
            }
            sort_by_name(&mut people, here.locale(), |person| &person.name);
        }
        let more = people.len() > SHOWN;
        people.truncate(SHOWN);
        let count = i64::try_from(people.len()).unwrap_or_default();
        let found = match (asked, more, count) {
            (false, ..) => String::new(),
            (_, true, _) => texts.f(k::people::MANY, &[("n", &SHOWN.to_string())]),
            (_, _, 0) => texts.s(k::people::NONE).to_owned(),
            _ => texts.n(k::people::FOUND_ONE, k::people::FOUND_MANY, count),
        };
        let notice = (notice == "protected").then(|| texts.s(k::people::NOTICE_PROTECTED).to_owned());
        Ok(People { q, found, people, notice })
    })
    .await
}

/// The person, for a coordinator of their area, or of an area in which they help.
async fn person_for(tx: &mut Tx, here: &Here, id: &PersonId) -> Result<Person, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let person = store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    if person.protected && me.coordinator_areas().is_some() {
        return Err(AppError::NotFound.into());
    }
    if *id == me.id || !volunteers::store::is_mine(tx, here.municipality(), &me.id, here.instant(), id).await? {
        return Err(AppError::Forbidden.into());
    }
    Ok(person)
}

/// Until when the reader has this person open, by the proof that the address names.
async fn opened(tx: &mut Tx, here: &Here, id: &PersonId, proof: &str) -> Result<Option<Timestamp>, Failure> {
    if proof.is_empty() {
        return Ok(None);
    }
    let Some(draft) = drafts::by_id(tx, here, OPEN_FORM, &proof.into()).await? else { return Ok(None) };
    let until = Timestamp(draft.answers.get("until").parse().unwrap_or_default());
    Ok((draft.answers.get("person") == id.as_str() && here.instant() < until).then_some(until))
}

/// A person, once a reason was given; before that the question why.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
pub async fn person(id: String, proof: String, draft: String, notice: String) -> Result<Page<StaffPerson>, AppError> {
    answer(async {
        let here = Here::now()?;
        let id = PersonId(id);
        let texts = here.texts();
        let mut tx = here.read().await?;
        let person = person_for(&mut tx, &here, &id).await?;
        let until = opened(&mut tx, &here, &id, &proof).await?;
        let form = drafts::view(&mut tx, &here, REASON_FORM, &draft).await.ok().flatten().unwrap_or_default();
        let (name, staff_id) = (person.name(), id.to_string());
        let over = until.is_none() && !proof.is_empty();
        let inside = match until {
            Some(until) => Some(show(&mut tx, &here, person, (proof, until), &draft).await?),
            None => None,
        };
        let notice = match notice.as_str() {
            _ if over => Some(k::people::NOTICE_OVER),
            "saved" => Some(k::people::NOTICE_SAVED),
            "sure" => Some(k::people::NOTICE_SURE),
            "protected" => Some(k::people::NOTICE_PROTECTED),
            "unprotected" => Some(k::people::NOTICE_UNPROTECTED),
            _ => None,
        };
        Ok(StaffPerson { id: staff_id, name, form, inside, notice: notice.map(|key| texts.s(key).to_owned()) })
    })
    .await
}

async fn show(
    tx: &mut Tx,
    here: &Here,
    person: Person,
    proof: (String, Timestamp),
    draft: &str,
) -> Result<OpenPerson, Failure> {
    let (municipality, now, texts, locale) = (here.municipality(), here.instant(), here.texts(), here.locale());
    let roles = crate::access::store::roles(tx, municipality, &person.id, now).await?;
    let languages = store::languages(tx, municipality, &person.id).await?;
    let requests = requests::store::list_of_senior(tx, municipality, &person.id).await?;
    let log = store::log(tx, municipality, &person.id, 50).await?;
    let form = drafts::view(tx, here, CONTACT_FORM, draft).await.ok().flatten();
    let area = match &person.area {
        Some(area) => store::area_name(tx, municipality, area).await?,
        None => String::new(),
    };
    let roles_text = roles.iter().map(|held| role_text(texts, held.role.code())).collect::<Vec<_>>().join(", ");
    let channel = texts.s(match person.channel {
        Contact::App => k::people::CHANNEL_APP,
        Contact::Phone => k::people::CHANNEL_PHONE,
        Contact::Letter => k::people::CHANNEL_LETTER,
    });
    let facts: [(Key, String); 11] = [
        (k::people::PHONE, person.phone.clone().unwrap_or_default()),
        (k::people::EMAIL, person.email.clone().unwrap_or_default()),
        (k::people::ADDRESS, person.address()),
        (k::people::WAY_IN, person.way_in.clone().unwrap_or_default()),
        (k::people::AREA, area),
        (k::people::ROLES, roles_text),
        (k::people::LANGUAGES, languages.iter().map(|code| language_text(code)).collect::<Vec<_>>().join(", ")),
        (k::people::READS, person.locale.own_name().to_owned()),
        (k::people::CHANNEL, channel.to_owned()),
        (k::people::LOGIN, texts.s(if person.has_login { k::common::YES } else { k::common::NO }).to_owned()),
        (k::people::ABOUT, person.about.clone().unwrap_or_default()),
    ];
    Ok(OpenPerson {
        open_until: texts.f(k::people::OPEN_UNTIL, &[("time", &locale.time(proof.1.local()))]),
        proof: proof.0,
        protected: person.protected,
        volunteer: roles.iter().any(|held| held.role == Role::Volunteer),
        facts: facts.into_iter().map(|(key, value)| (texts.s(key).to_owned(), value)).collect(),
        requests: requests
            .iter()
            .map(|request| {
                let day = locale.date_with_year(request.submitted_at.day());
                (
                    request.id.to_string(),
                    texts.f(k::people::REQUEST, &[("number", &request.number.to_string()), ("day", &day)]),
                )
            })
            .collect(),
        log: log
            .into_iter()
            .map(|(at, who, action, why)| LogLine {
                when: locale.moment_short(at),
                who: who.unwrap_or_else(|| texts.s(k::people::SYSTEM).to_owned()),
                what: action_text(texts, &action),
                why: reason_text(texts, &why),
            })
            .collect(),
        form: form.unwrap_or_else(|| form_of(&person)),
        locales: Locale::ALL.map(|locale| (locale.tag().to_owned(), locale.own_name().to_owned())).to_vec(),
    })
}

/// A reason of the log in words; what is no reason's code stays as it is.
fn reason_text(texts: Texts, why: &str) -> String {
    let (code, words) = why.split_once(": ").map_or((why, ""), |(code, words)| (code, words));
    let Some(key) = form::REASONS.contains(&code).then(|| Key::by_name(&format!("people.reason_{code}"))).flatten()
    else {
        return why.to_owned();
    };
    if words.is_empty() { texts.s(key).to_owned() } else { format!("{}: {words}", texts.s(key)) }
}

/// What the log says was done, in words: a feature and whether it was read or changed.
fn action_text(texts: Texts, action: &str) -> String {
    let (object, verb) = action.split_once('.').unwrap_or((action, ""));
    let object = match object {
        "person" => k::people::LOG_PERSON,
        "request" => k::people::LOG_REQUEST,
        "visit" => k::people::LOG_VISIT,
        "offer" => k::people::LOG_OFFER,
        "volunteer" => k::people::LOG_VOLUNTEER,
        "session" => return texts.s(k::people::LOG_SESSION).to_owned(),
        _ => return action.to_owned(),
    };
    texts.f(if verb == "read" { k::people::LOG_READ } else { k::people::LOG_CHANGED }, &[("what", texts.s(object))])
}

async fn check(here: &Here, id: &PersonId) -> Result<(), Failure> {
    let mut tx = here.read().await?;
    person_for(&mut tx, here, id).await?;
    Ok(())
}

async fn open(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let reason = match form::reason(&form) {
        Ok(reason) => reason,
        Err(errors) => {
            let draft = drafts::refuse(&here, REASON_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/people/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "people/open", &form, |tx| {
        person_for(tx, &here, &id).await?;
        let mut proof = RawForm::default();
        proof.set("person", vec![id.to_string()]);
        proof.set("until", vec![here.instant().plus_minutes(MINUTES_OPEN).0.to_string()]);
        let proof = drafts::insert(tx, &here, OPEN_FORM, &proof, &[]).await?;
        audit::record(tx, &here, event("person.read", &id, &reason)).await?;
        Ok(format!("/staff/people/{id}?open={proof}"))
    })?;
    Ok(Go(to))
}

fn event<'a>(action: &'static str, id: &'a PersonId, why: &'a str) -> Event<'a> {
    Event { action, object: ("person", id.as_str()), subject: Some(id), why }
}

/// The person's page again, with the proof that was sent along: letters and digits only, as ours are.
fn back(id: &PersonId, form: &RawForm, more: &str) -> String {
    let proof: String = form.get("open").chars().filter(char::is_ascii_alphanumeric).take(80).collect();
    format!("/staff/people/{id}?open={proof}&{more}")
}

async fn contact(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let contacts = match form::contacts(&form) {
        Ok(contacts) => contacts,
        Err(errors) => {
            let draft = drafts::refuse(&here, CONTACT_FORM, &form, &errors).await?;
            return Ok(Go::to(back(&id, &form, &format!("draft={draft}"))));
        }
    };
    let to = once!(&here, "people/contact", &form, |tx| {
        let person = person_for(tx, &here, &id).await?;
        store::set_contacts(tx, here.municipality(), &person, &contacts, here.instant()).await?;
        audit::record(tx, &here, event("person.change", &id, "")).await?;
        Ok(back(&id, &form, "notice=saved"))
    })?;
    Ok(Go(to))
}

/// The marking pulls back what was shared: help under way is closed (offers withdrawn, visits cancelled and told, contact details
/// closed), the person's own tasks as a volunteer go to somebody else, and the coordinators of the whole municipality are told.
async fn protect(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    if form.get("sure") != "yes" {
        return Ok(Go::to(back(&id, &form, "notice=sure")));
    }
    let me = here.me()?;
    let to = once!(&here, "people/protect", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let person = person_for(tx, &here, &id).await?;
        if store::set_protected(tx, municipality, &id, true, now).await? {
            pull_back(tx, &here, me, &person).await?;
            for coordinator in store::coordinators_of_all(tx, municipality, now).await? {
                tell(tx, municipality, &coordinator, MessageCode::PersonProtected, About::default(), now).await?;
            }
            events::announce(tx, municipality, "person", id.as_str(), person.area.as_ref(), now).await?;
            audit::record(tx, &here, event("person.protect", &id, "")).await?;
        }
        let all = me.coordinator_areas().is_none();
        Ok(if all { back(&id, &form, "notice=protected") } else { "/staff/people?notice=protected".to_owned() })
    })?;
    Ok(Go(to))
}

async fn pull_back(tx: &mut Tx, here: &Here, me: &SignedIn, person: &Person) -> Result<(), Failure> {
    let municipality = here.municipality();
    for request in requests::store::list_of_senior(tx, municipality, &person.id).await? {
        if matches!(request.state(), RequestState::Approved | RequestState::Matched) {
            let change = Change {
                end_reason: Some(CloseReason::Safety.code().to_owned()),
                end_text: Some(Texts::of(person.locale).s(k::people::PROTECTED_TOLD).to_owned()),
                ended_by: Some(me.id.clone()),
                ..Change::default()
            };
            requests::transitions::step(tx, here, &request, &Step::Close, &change).await?;
        }
    }
    // A protected person has the standing for nothing.
    volunteers::transitions::after_loss(tx, here, &person.id).await
}

async fn unprotect(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let to = once!(&here, "people/unprotect", &form, |tx| {
        person_for(tx, &here, &id).await?;
        if store::set_protected(tx, here.municipality(), &id, false, here.instant()).await? {
            audit::record(tx, &here, event("person.unprotect", &id, "")).await?;
        }
        Ok(back(&id, &form, "notice=unprotected"))
    })?;
    Ok(Go(to))
}
