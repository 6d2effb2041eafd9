//! A person who was opened.

use super::{CONTACT_FORM, NAME_ALONE, Opened, REASON_FORM, event, opened, person_for};
use crate::register::view::{LogLine, OpenPerson, PersonLoad, StaffPerson};
use db::{Failure, Tx};
use frame::{access::model::Role, context::Here, drafts};
use ground::{
    Locale,
    id::PersonId,
    seen,
    text::{Key, Texts, k, theirs},
};
use help::requests;
use people::{
    person::{
        form,
        model::{Contact, Person},
        store,
        words::{form_of, language_text, role_text},
    },
    watch,
};

/// A person, once a reason was given; before that the question why.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
pub(super) async fn person(
    here: Here,
    PersonLoad { id, open: proof, draft, notice }: PersonLoad,
) -> Result<StaffPerson, Failure> {
    let id = PersonId(id);
    let texts = here.texts();
    let mut tx = here.read().await?;
    let person = person_for(&mut tx, &here, &id).await?;
    let open = opened(&mut tx, &here, &id, &proof).await?;
    let form = drafts::or_none(drafts::view_about(&mut tx, &here, &REASON_FORM, &draft, id.as_str()).await)?;
    let form = form.unwrap_or_default();
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
    watch::read(&here, event("person.read", &id, &why)).await?;
    let notice = match notice.as_str() {
        _ if over => Some(k::people::NOTICE_OVER),
        "saved" => Some(k::people::NOTICE_SAVED),
        "sure" => Some(k::people::NOTICE_SURE),
        "protected" => Some(k::people::NOTICE_PROTECTED),
        "unprotected" => Some(k::people::NOTICE_UNPROTECTED),
        _ => None,
    };
    Ok(StaffPerson { id: staff_id, name, form, kept, inside, notice: notice.map(|key| texts.s(key).to_owned()) })
}

async fn show(tx: &mut Tx, here: &Here, person: Person, open: &Opened, draft: &str) -> Result<OpenPerson, Failure> {
    let (municipality, now, texts, locale) = (here.municipality(), here.instant(), here.texts(), here.locale());
    let roles = frame::access::store::roles(tx, municipality, &person.id, now).await?;
    let languages = store::languages(tx, municipality, &person.id).await?;
    let requests = requests::store::list_of_senior(tx, municipality, &person.id).await?;
    let log = store::log(tx, municipality, &person.id, 50).await?;
    let handles = here.me()?.handles_protected();
    let form = drafts::or_none(drafts::view_about(tx, here, &CONTACT_FORM, draft, person.id.as_str()).await)?;
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
        (k::people::PHONE, theirs(&person.readable_phone())),
        (k::people::EMAIL, theirs(person.email.as_deref().unwrap_or_default())),
        (k::people::ADDRESS, theirs(&person.address())),
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
                    Some(who) => theirs(&who),
                    None => texts.s(k::people::SYSTEM).to_owned(),
                },
                what: action_text(texts, &action),
                why: reason_text(texts, &why),
            })
            .collect(),
        form: form.unwrap_or_else(|| seen::shown(form_of(&person))),
        locales: Locale::choices(),
    })
}

/// A reason of the log in words; what is no reason's code stays as it is.
fn reason_text(texts: Texts, why: &str) -> String {
    if why == NAME_ALONE {
        return texts.s(k::people::REASON_NAME).to_owned();
    }
    let (code, words) = why.split_once(": ").map_or((why, ""), |(code, words)| (code, words));
    if !form::REASONS.contains(&code) {
        return why.to_owned();
    }
    let reason = texts.coded("people.reason", code);
    if words.is_empty() { reason.to_owned() } else { format!("{reason}: {words}") }
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
