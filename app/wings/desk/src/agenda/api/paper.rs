//! What a coordinator prints. What is on paper lies about: first names and an initial, no addresses; people with protected identity are in
//! no list, and a card is for who may open the visit.

use super::{mode_key, status_text, visit_for};
use crate::agenda::{
    store,
    view::{PaperCard, PaperCardLoad, PaperDay, PaperDayLoad, PaperFacts, PaperLine},
};
use db::Failure;
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::Here,
};
use ground::{
    AppError, Object, Timestamp,
    clock::{capital, day_code, parse_day},
    id::VisitId,
    name::{initials, short_name},
    phone::readable,
    text::{Texts, k, theirs},
};
use help::{
    for_seniors::{asking, situation::calls},
    kinds,
    visits::{self, model::VisitStatus},
};
use people::person;

/// The visits of a day on paper.
pub(super) async fn paper_day(here: Here, PaperDayLoad { day }: PaperDayLoad) -> Result<PaperDay, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let (texts, locale) = (here.texts(), here.locale());
    let day = parse_day(&day).unwrap_or_else(|| here.app.clock.today());
    let why = format!("print {}", day_code(day));
    audit::record_read(&here, Event { action: "visit.list", object: (Object::Visit, ""), subject: None, why: &why })
        .await?;
    let midnight = |day: jiff::civil::Date| Timestamp::from_local(day.at(0, 0, 0, 0));
    let (from, to) = (midnight(day), midnight(day.tomorrow().unwrap_or(day)));
    let mut tx = here.read().await?;
    let found = store::list(&mut tx, here.municipality(), (&me.id, here.instant()), (from, to), from, locale).await?;
    drop(tx);
    let lines = found.into_iter().map(|visit| {
        let (begin, end) = (visit.starts_at.local(), visit.starts_at.plus_minutes(visit.minutes).local());
        let (status, tone) = status_text(texts, visit.status);
        let call = |name: &str, phone: Option<&String>| phone.map(|phone| format!("{name}: {}", readable(phone)));
        PaperLine {
            time: format!("{}\u{2060}–\u{2060}{}", locale.time(begin), locale.time(end)),
            number: visit.number.to_string(),
            place: format!("{}, {}", visit.area, texts.s(mode_key(visit.mode)).to_lowercase()),
            what: visit.kind,
            status,
            tone,
            calls: [
                call(&visit.volunteer.0, visit.volunteer_phone.as_ref()),
                call(&visit.senior.0, visit.senior_phone.as_ref()),
            ]
            .into_iter()
            .flatten()
            .collect(),
            senior: short_name(&visit.senior.0, &visit.senior.1),
            volunteer: short_name(&visit.volunteer.0, &visit.volunteer.1),
        }
    });
    Ok(PaperDay {
        heading: texts.f(k::agenda::HEADING, &[("day", &locale.day_long(day))]),
        day: day_code(day),
        lines: lines.collect(),
        municipality: here.visitor.municipality.name.clone(),
        phone: here.visitor.municipality.phone.clone(),
    })
}

/// A visit's card.
pub(super) async fn paper_card(here: Here, PaperCardLoad { id }: PaperCardLoad) -> Result<PaperCard, Failure> {
    let (id, municipality) = (VisitId(id), here.municipality());
    let mut tx = here.read().await?;
    let (visit, request) = visit_for(&mut tx, &here, &id).await?;
    let senior = person::store::by_id(&mut tx, municipality, &visit.senior).await?.ok_or(AppError::NotFound)?;
    // As the senior's own page has it: a volunteer with protected identity has no name there.
    let found = visits::store::by_id_for_senior(&mut tx, municipality, &id).await?.ok_or(AppError::NotFound)?;
    let kinds = kinds::store::list(&mut tx, municipality, senior.locale).await?;
    drop(tx);
    audit::record_read(
        &here,
        Event {
            action: "visit.read",
            object: (Object::Visit, id.as_str()),
            subject: Some(&visit.senior),
            why: "print",
        },
    )
    .await?;
    let (texts, locale) = (Texts::of(senior.locale), senior.locale);
    let moment = capital(&locale.moment(visit.starts_at));
    let agreed = matches!(visit.status, VisitStatus::Confirmed | VisitStatus::Started);
    let facts = agreed.then(|| PaperFacts {
        to: texts.f(k::agenda::CARD_TO, &[("name", &theirs(&senior.given_name))]),
        when: texts.f(k::senior_visits::WHEN_LONG, &[("moment", &moment), ("minutes", &visit.minutes.to_string())]),
        place: texts.s(asking::mode_key(visit.mode)),
        what: kinds.into_iter().find(|kind| kind.id == request.kind).map(|kind| kind.name).unwrap_or_default(),
        name: capital(&found.short_name(texts)),
        initials: initials(&found.given_name, &found.family_name),
        shows_card: (!calls(visit.mode)).then(|| texts.s(k::senior_visits::SHOWS_CARD)),
        code_word: visit.code_word.clone(),
        first_meeting: visit.first_meeting.clone().filter(|how| !how.is_empty()),
    });
    Ok(PaperCard {
        visit: id.0,
        heading: here.texts().f(k::agenda::CARD_HEADING, &[("name", &theirs(&senior.given_name))]),
        locale,
        facts,
        phone: here.visitor.municipality.phone.clone(),
    })
}
