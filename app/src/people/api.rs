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
        .post("/staff/people/find", search)
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

/// What the log says where the name alone was shown, before a reason was given.
const NAME_ALONE: &str = "name";

/// For how long a given reason holds.
const MINUTES_OPEN: i64 = 30;

/// How many people a search shows.
const SHOWN: usize = 50;

/// Searches for people.
async fn search(here: Here, form: RawForm) -> Result<Go, Failure> {
    policy::role(here.me()?, Role::Coordinator)?;
    drafts::search(&here, "/staff/people", &[], &form).await
}

/// The people who were found. A list without details.
///
/// # Errors
/// `SignIn`; `Forbidden`.
pub async fn find(find: String, notice: String) -> Result<Page<People>, AppError> {
    answer(async {
        let here = Here::now()?;
        let me = here.me()?;
        policy::role(me, Role::Coordinator)?;
        let texts = here.texts();
        let mut tx = here.read().await?;
        let q = drafts::searched(&mut tx, &here, &find).await?.text;
        drop(tx);
        let asked = q.chars().count() >= drafts::SHORTEST;
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
    if person.protected && !me.handles_protected() {
        return Err(AppError::NotFound.into());
    }
    if *id == me.id || !volunteers::store::is_mine(tx, here.municipality(), &me.id, here.instant(), id).await? {
        return Err(AppError::Forbidden.into());
    }
    Ok(person)
}

/// That the reader has a person open: until when, and why.
struct Opened {
    proof: String,
    until: Timestamp,
    reason: String,
}

/// Whether the reader has this person open, by the proof that the address or the form names.
async fn opened(tx: &mut Tx, here: &Here, id: &PersonId, proof: &str) -> Result<Option<Opened>, Failure> {
    if proof.is_empty() {
        return Ok(None);
    }
    let Some(draft) = drafts::by_id(tx, here, OPEN_FORM, &proof.into()).await? else { return Ok(None) };
    let until = Timestamp(draft.answers.get("until").parse().unwrap_or_default());
    let holds = draft.answers.get("person") == id.as_str() && here.instant() < until;
    Ok(holds.then(|| Opened { proof: proof.to_owned(), until, reason: draft.answers.get("reason").to_owned() }))
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
        let open = opened(&mut tx, &here, &id, &proof).await?;
        let form = drafts::view(&mut tx, &here, REASON_FORM, &draft).await.ok().flatten().unwrap_or_default();
        let (name, staff_id) = (person.name(), id.to_string());
        let over = open.is_none() && (!proof.is_empty() || notice == "over");
        // What was typed when the time was over waits behind the reason.
        let kept = match &open {
            Some(_) => String::new(),
            None if form.errors.is_empty() => draft.clone(),
            None => form.get("kept"),
        };
        let why = open.as_ref().map_or_else(|| NAME_ALONE.to_owned(), |open| open.reason.clone());
        let inside = match open {
            Some(open) => Some(show(&mut tx, &here, person, &open, &draft).await?),
            None => None,
        };
        drop(tx);
        // The page that asks why shows the name: it is a reading too.
        audit::record_read(&here, event("person.read", &id, &why)).await?;
        let notice = match notice.as_str() {
            _ if over => Some(k::people::NOTICE_OVER),
            "saved" => Some(k::people::NOTICE_SAVED),
            "sure" => Some(k::people::NOTICE_SURE),
            "protected" => Some(k::people::NOTICE_PROTECTED),
            "unprotected" => Some(k::people::NOTICE_UNPROTECTED),
            _ => None,
        };
        Ok(StaffPerson { id: staff_id, name, form, kept, inside, notice: notice.map(|key| texts.s(key).to_owned()) })
    })
    .await
}

async fn show(tx: &mut Tx, here: &Here, person: Person, open: &Opened, draft: &str) -> Result<OpenPerson, Failure> {
    let (municipality, now, texts, locale) = (here.municipality(), here.instant(), here.texts(), here.locale());
    let roles = crate::access::store::roles(tx, municipality, &person.id, now).await?;
    let languages = store::languages(tx, municipality, &person.id).await?;
    let requests = requests::store::list_of_senior(tx, municipality, &person.id).await?;
    let log = store::log(tx, municipality, &person.id, 50).await?;
    let handles = here.me()?.handles_protected();
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
        open_until: texts.f(k::people::OPEN_UNTIL, &[("time", &locale.time(open.until.local()))]),
        proof: open.proof.clone(),
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
            .map(|(at, who, protected, action, why)| LogLine {
                when: locale.moment_short(at),
                who: match who {
                    Some(_) if protected && !handles => texts.s(k::people::PROTECTED).to_owned(),
                    Some(who) => who,
                    None => texts.s(k::people::SYSTEM).to_owned(),
                },
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
    if why == NAME_ALONE {
        return texts.s(k::people::REASON_NAME).to_owned();
    }
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
    let verb = match verb {
        "read" => k::people::LOG_READ,
        "open" => k::people::LOG_OPENED,
        _ => k::people::LOG_CHANGED,
    };
    texts.f(verb, &[("what", texts.s(object))])
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
        let kept = Some(form.get("kept")).filter(|kept| is_proof(kept));
        let kept = kept.map(|draft| format!("&draft={draft}")).unwrap_or_default();
        let mut proof = RawForm::default();
        proof.set("reason", vec![reason.clone()]);
        proof.set("person", vec![id.to_string()]);
        proof.set("until", vec![here.instant().plus_minutes(MINUTES_OPEN).0.to_string()]);
        let proof = drafts::insert(tx, &here, OPEN_FORM, &proof, &[]).await?;
        audit::record(tx, &here, event("person.open", &id, &reason)).await?;
        Ok(format!("/staff/people/{id}?open={proof}{kept}"))
    })?;
    Ok(Go(to))
}

fn event<'a>(action: &'static str, id: &'a PersonId, why: &'a str) -> Event<'a> {
    Event { action, object: ("person", id.as_str()), subject: Some(id), why }
}

/// Letters and digits only, as our drawn ids are.
fn is_proof(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The person's page again, open as it was.
fn back(id: &PersonId, open: &Opened, more: &str) -> String {
    format!("/staff/people/{id}?open={}&{more}", open.proof)
}

/// The person, open to who sends this form: a reason was given, and its time is not over.
async fn open_for(
    tx: &mut Tx,
    here: &Here,
    id: &PersonId,
    form: &RawForm,
) -> Result<Option<(Person, Opened)>, Failure> {
    let person = person_for(tx, here, id).await?;
    Ok(opened(tx, here, id, form.get("open")).await?.map(|open| (person, open)))
}

/// The same, before anything else is looked at.
async fn check_open(here: &Here, id: &PersonId, form: &RawForm) -> Result<Option<Opened>, Failure> {
    let mut tx = here.read().await?;
    Ok(open_for(&mut tx, here, id, form).await?.map(|(_, open)| open))
}

/// Where one comes to without a reason: the question why.
fn ask_why(id: &PersonId) -> String {
    format!("/staff/people/{id}?notice=over")
}

async fn contact(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    let Some(open) = check_open(&here, &id, &form).await? else {
        let draft = drafts::refuse(&here, CONTACT_FORM, &form, &[]).await?;
        return Ok(Go::to(format!("{}&draft={draft}", ask_why(&id))));
    };
    let contacts = match form::contacts(&form) {
        Ok(contacts) => contacts,
        Err(errors) => {
            let draft = drafts::refuse(&here, CONTACT_FORM, &form, &errors).await?;
            return Ok(Go::to(back(&id, &open, &format!("draft={draft}"))));
        }
    };
    let to = once!(&here, "people/contact", &form, |tx| {
        let Some((person, open)) = open_for(tx, &here, &id, &form).await? else { return Ok(ask_why(&id)) };
        store::set_contacts(tx, here.municipality(), &person, &contacts, here.instant()).await?;
        audit::record(tx, &here, event("person.change", &id, &open.reason)).await?;
        Ok(back(&id, &open, "notice=saved"))
    })?;
    Ok(Go(to))
}

/// The marking pulls back what was shared: help under way is closed (offers withdrawn, visits cancelled and told, contact details
/// closed), the person's own tasks as a volunteer go to somebody else, and the coordinators of the whole municipality are told.
async fn protect(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    let Some(open) = check_open(&here, &id, &form).await? else { return Ok(Go(ask_why(&id))) };
    if form.get("sure") != "yes" {
        return Ok(Go::to(back(&id, &open, "notice=sure")));
    }
    let me = here.me()?;
    let to = once!(&here, "people/protect", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let Some((person, open)) = open_for(tx, &here, &id, &form).await? else { return Ok(ask_why(&id)) };
        if store::set_protected(tx, municipality, &id, true, now).await? {
            pull_back(tx, &here, me, &person).await?;
            for coordinator in store::coordinators_of_all(tx, municipality, now).await? {
                tell(tx, municipality, &coordinator, MessageCode::PersonProtected, About::default(), now).await?;
            }
            events::announce(tx, municipality, "person", id.as_str(), person.area.as_ref(), now).await?;
            audit::record(tx, &here, event("person.protect", &id, &open.reason)).await?;
        }
        Ok(if me.handles_protected() {
            back(&id, &open, "notice=protected")
        } else {
            "/staff/people?notice=protected".to_owned()
        })
    })?;
    Ok(Go(to))
}

async fn pull_back(tx: &mut Tx, here: &Here, me: &SignedIn, person: &Person) -> Result<(), Failure> {
    let municipality = here.municipality();
    let named = store::coordinators_of_all(tx, municipality, here.instant()).await?;
    for request in requests::store::list_of_senior(tx, municipality, &person.id).await? {
        if request.owner().is_some_and(|owner| !named.contains(owner)) {
            // Whoever has it may not see it any more.
            requests::transitions::unown(tx, here, &request).await?;
        }
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
    if check_open(&here, &id, &form).await?.is_none() {
        return Ok(Go(ask_why(&id)));
    }
    let to = once!(&here, "people/unprotect", &form, |tx| {
        let Some((_, open)) = open_for(tx, &here, &id, &form).await? else { return Ok(ask_why(&id)) };
        if store::set_protected(tx, here.municipality(), &id, false, here.instant()).await? {
            audit::record(tx, &here, event("person.unprotect", &id, &open.reason)).await?;
        }
        Ok(back(&id, &open, "notice=unprotected"))
    })?;
    Ok(Go(to))
}
