//! A volunteer's page for coordinators, and what they record there.

use super::{
    form,
    list::{self, requirement_text, standing_text},
    store,
    told::STANDING_CHANGED,
    transitions,
    view::{RecordLine, StaffVolunteer, StandingLine, TaskLine, VolunteerLoad},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::{
        Here,
        feature::{Loads, Routes},
    },
    drafts::{self, Form},
    live,
    messages::{About, tell},
    once,
    routes::Go,
};
use ground::{
    AppError, Object,
    clock::{day_code, parse_day},
    form::{FormView, RawForm},
    id::PersonId,
    text::{Key, k, theirs},
};
use help::{
    kinds::{self, model::Requirement},
    offers::model::OfferStatus,
    vetting::{
        self,
        model::{Standing, is_paused, standing},
    },
    visits::model::VisitStatus,
};
use jiff::ToSpan;
use people::{person, person::model::Person};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/volunteers/find", list::search)
        .post("/staff/volunteers/{id}/record", record)
        .post("/staff/volunteers/{id}/withdraw", withdraw)
        .post("/staff/volunteers/{id}/hold", hold)
        .post("/staff/volunteers/{id}/unhold", unhold)
        .post("/staff/volunteers/{id}/pause", pause)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(list::list).page(volunteer)
}

const RECORD_FORM: Form = Form::new("requirement", &["requirement", "when", "day", "month", "year"]);
const HOLD_FORM: Form = Form::new("volunteer_hold", &["reason"]);

/// The volunteer, for a coordinator of an area where they help or live. Nobody records their own requirements.
async fn volunteer_for(tx: &mut Tx, here: &Here, id: &PersonId) -> Result<(Person, store::ProfileRow), Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let municipality = here.municipality();
    let person = person::store::by_id(tx, municipality, id).await?.ok_or(AppError::NotFound)?;
    let profile = store::profile(tx, municipality, id).await?.ok_or(AppError::NotFound)?;
    if !policy::may_read(me, id, person.protected) {
        return Err(AppError::NotFound.into());
    }
    if *id == me.id || !store::is_mine(tx, municipality, &me.id, here.instant(), id).await? {
        return Err(AppError::Forbidden.into());
    }
    Ok((person, profile))
}

fn event<'a>(action: &'static str, id: &'a PersonId, why: &'a str) -> Event<'a> {
    Event { action, object: (Object::Volunteer, id.as_str()), subject: Some(id), why }
}

/// Others of the coordinator's areas who have the volunteer's name and number: name and area. Nobody was asked at the sign-up.
async fn same_names(tx: &mut Tx, here: &Here, person: &Person) -> Result<String, Failure> {
    let me = here.me()?;
    let Some(phone) = &person.phone else { return Ok(String::new()) };
    let names = (person.given_name.as_str(), person.family_name.as_str());
    let found = person::store::same(tx, here.municipality(), names, phone).await?;
    let others = found.into_iter().filter(|one| one.id != person.id && me.coordinates(one.area_id.as_ref()));
    let lines =
        others.map(|one| [Some(theirs(&one.name)), one.area].into_iter().flatten().collect::<Vec<_>>().join(", "));
    Ok(lines.collect::<Vec<_>>().join("; "))
}

/// A volunteer with the standing for each kind.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
async fn volunteer(here: Here, VolunteerLoad { id, draft, notice }: VolunteerLoad) -> Result<StaffVolunteer, Failure> {
    let id = PersonId(id);
    let (municipality, now, locale, texts) = (here.municipality(), here.instant(), here.locale(), here.texts());
    let mut tx = here.read().await?;
    let (person, profile) = volunteer_for(&mut tx, &here, &id).await?;
    let kinds = kinds::store::list(&mut tx, municipality, locale).await?;
    let wanted = store::kinds(&mut tx, municipality, Some(&id)).await?;
    let areas = store::areas(&mut tx, municipality, Some(&id)).await?;
    let record = vetting::store::record(&mut tx, municipality, &id, now).await?.unwrap_or_default();
    let records = store::records(&mut tx, municipality, &id).await?;
    let visits = store::visits(&mut tx, municipality, &id, locale).await?;
    let offers = store::offers(&mut tx, municipality, &id, locale).await?;
    let same = same_names(&mut tx, &here, &person).await?;
    let record_form = drafts::or_none(drafts::view_about(&mut tx, &here, &RECORD_FORM, &draft, id.as_str()).await)?;
    let hold_form = drafts::or_none(drafts::view_about(&mut tx, &here, &HOLD_FORM, &draft, id.as_str()).await)?;
    drop(tx);
    people::watch::read(&here, event("volunteer.read", &id, "")).await?;
    let (today, soon) = vetting::store::days(now);
    let standings = kinds.iter().filter(|kind| kind.active).map(|kind| {
        let found = standing(&record, kind, &today, &soon);
        let tone = match found {
            Standing::Eligible => "tag-ok",
            Standing::Expiring { .. } => "tag-warn",
            Standing::Blocked => "tag-bad",
            Standing::Prospective { .. } | Standing::Expired { .. } => "tag-plain",
        };
        let wants = wanted.iter().any(|(_, wanted)| *wanted == kind.id);
        StandingLine {
            kind: kind.name.clone(),
            wants: texts.s(if wants { k::common::YES } else { k::common::NO }).to_owned(),
            words: standing_text(&here, &found),
            tone: tone.to_owned(),
        }
    });
    let day = |code: &str| parse_day(code).map(|day| locale.date_with_year(day)).unwrap_or_default();
    let records = records.into_iter().filter_map(|row| {
        Some(RecordLine {
            what: requirement_text(texts, Requirement::from_code(&row.requirement)?).to_owned(),
            on: day(&row.done_on),
            until: row.valid_until.as_deref().map(day).unwrap_or_default(),
            by: row.by_name.unwrap_or_default(),
            withdrawn: row
                .withdrawn_at
                .map(|at| texts.f(k::volunteers::WITHDRAWN, &[("day", &locale.date_with_year(at.day()))])),
            id: row.id,
        })
    });
    let facts: [(Key, String); 9] = [
        (k::volunteers::PHONE, theirs(&person.readable_phone())),
        (k::volunteers::EMAIL, theirs(person.email.as_deref().unwrap_or_default())),
        (k::volunteers::AREAS, areas.into_iter().map(|(_, _, name)| name).collect::<Vec<_>>().join(", ")),
        (k::volunteers::MOST, profile.max_per_month.to_string()),
        (k::volunteers::JOINED, locale.date_with_year(profile.joined_at.day())),
        (
            k::volunteers::PAUSED_UNTIL,
            profile.paused_until.as_deref().filter(|_| is_paused(&record, &today)).map(day).unwrap_or_default(),
        ),
        (k::volunteers::HELD_REASON, profile.held_reason.clone().unwrap_or_default()),
        (k::volunteers::ABOUT, person.about.clone().unwrap_or_default()),
        (k::volunteers::SAME, same),
    ];
    let task = |href: &str, row: store::TaskRow, status: Option<Key>| {
        let (id, number, at, kind, _) = row;
        let words = format!("{} {number}, {kind}, {}", texts.s(k::volunteers::NUMBER), locale.moment_short(at));
        let status = status.map(|key| texts.s(key).to_owned()).unwrap_or_default();
        TaskLine { href: format!("{href}{id}"), words, status }
    };
    let requirements =
        Requirement::ALL.iter().map(|one| (one.code().to_owned(), requirement_text(texts, *one).to_owned()));
    Ok(StaffVolunteer {
        id: id.to_string(),
        name: person.name(),
        held: record.held,
        paused: is_paused(&record, &today),
        standings: standings.collect(),
        facts: facts.into_iter().map(|(key, value)| (texts.s(key).to_owned(), value)).collect(),
        records: records.collect(),
        visits: visits
            .into_iter()
            .map(|row| {
                let status = visit_key(&row.4);
                task("/staff/visits/", row, status)
            })
            .collect(),
        offers: offers
            .into_iter()
            .map(|row| {
                let status = offer_key(&row.4);
                task("/staff/requests/", row, status)
            })
            .collect(),
        requirements: requirements.collect(),
        record_form: record_form.unwrap_or_else(|| FormView::default().with("when", "today")),
        hold_form: hold_form.unwrap_or_default(),
        notice: notice_key(&notice).map(|key| texts.s(key).to_owned()),
    })
}

/// What was done just now.
fn notice_key(code: &str) -> Option<Key> {
    Some(match code {
        "recorded" => k::volunteers::NOTICE_RECORDED,
        "withdrawn" => k::volunteers::NOTICE_WITHDRAWN,
        "held" => k::volunteers::NOTICE_HELD,
        "unheld" => k::volunteers::NOTICE_UNHELD,
        "paused" => k::volunteers::NOTICE_PAUSED,
        "late" => k::volunteers::NOTICE_LATE,
        _ => return None,
    })
}

fn visit_key(code: &str) -> Option<Key> {
    Some(match VisitStatus::from_code(code)? {
        VisitStatus::Planned => k::agenda::PLANNED,
        VisitStatus::Confirmed => k::agenda::CONFIRMED,
        VisitStatus::Started => k::agenda::STARTED,
        VisitStatus::Finished => k::agenda::FINISHED,
        VisitStatus::Reported => k::agenda::REPORTED,
        VisitStatus::Cancelled => k::agenda::CANCELLED,
        VisitStatus::NoShow => k::agenda::NO_SHOW,
    })
}

fn offer_key(code: &str) -> Option<Key> {
    Some(match OfferStatus::from_code(code)? {
        OfferStatus::Open => k::volunteers::OFFER_OPEN,
        OfferStatus::Accepted => k::volunteers::OFFER_ACCEPTED,
        OfferStatus::Confirmed => k::volunteers::OFFER_CONFIRMED,
        OfferStatus::Declined => k::volunteers::OFFER_DECLINED,
        OfferStatus::Expired => k::volunteers::OFFER_EXPIRED,
        OfferStatus::Withdrawn => k::volunteers::OFFER_WITHDRAWN,
        OfferStatus::NotChosen => k::volunteers::OFFER_NOT_CHOSEN,
    })
}

async fn check(here: &Here, id: &PersonId) -> Result<(), Failure> {
    let mut tx = here.read().await?;
    volunteer_for(&mut tx, here, id).await?;
    Ok(())
}

fn noticed(id: &PersonId, done: bool, notice: &'static str) -> String {
    format!("/staff/volunteers/{id}?notice={}", if done { notice } else { "late" })
}

/// What every change of the standing does: the volunteer is told, screens learn, the log has a line.
async fn changed(tx: &mut Tx, here: &Here, person: &Person, action: &'static str, why: &str) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    tell(tx, municipality, &person.id, &STANDING_CHANGED, About::NOTHING, now).await?;
    live::announce(tx, municipality, &vetting::TOPIC, person.id.as_str(), person.area.as_ref(), now).await?;
    audit::record(tx, here, event(action, &person.id, why)).await
}

async fn record(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let done = match form::record(&form, here.app.clock.today()) {
        Ok(done) => done,
        Err(errors) => {
            let draft = drafts::refuse(&here, &RECORD_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/volunteers/{id}?draft={draft}")));
        }
    };
    let me = here.me()?;
    let to = once!(&here, "volunteers/record", &form, |tx| {
        let (person, _) = volunteer_for(tx, &here, &id).await?;
        if store::record(tx, here.municipality(), &id, &done, &me.id, here.instant()).await?.is_done() {
            changed(tx, &here, &person, "volunteer.record", done.requirement.code()).await?;
        }
        Ok(noticed(&id, true, "recorded"))
    })?;
    Ok(Go(to))
}

async fn withdraw(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let to = once!(&here, "volunteers/withdraw", &form, |tx| {
        let (person, _) = volunteer_for(tx, &here, &id).await?;
        let done = store::withdraw(tx, here.municipality(), &id, form.get("record"), here.instant()).await?.is_done();
        if done {
            let record = format!("record={}", form.get("record"));
            changed(tx, &here, &person, "volunteer.withdraw", &record).await?;
            transitions::after_loss(tx, &here, &id).await?;
        }
        Ok(noticed(&id, done, "withdrawn"))
    })?;
    Ok(Go(to))
}

async fn hold(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let reason = match form::hold(&form) {
        Ok(reason) => reason,
        Err(errors) => {
            let draft = drafts::refuse(&here, &HOLD_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/volunteers/{id}?draft={draft}")));
        }
    };
    let me = here.me()?;
    let to = once!(&here, "volunteers/hold", &form, |tx| {
        let (person, _) = volunteer_for(tx, &here, &id).await?;
        let done = store::hold(tx, here.municipality(), &id, &me.id, &reason, here.instant()).await?.is_done();
        if done {
            changed(tx, &here, &person, "volunteer.hold", &reason).await?;
            transitions::after_loss(tx, &here, &id).await?;
        }
        Ok(noticed(&id, done, "held"))
    })?;
    Ok(Go(to))
}

async fn unhold(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let to = once!(&here, "volunteers/unhold", &form, |tx| {
        let (person, _) = volunteer_for(tx, &here, &id).await?;
        let done = store::unhold(tx, here.municipality(), &id).await?.is_done();
        if done {
            changed(tx, &here, &person, "volunteer.unhold", "").await?;
        }
        Ok(noticed(&id, done, "unheld"))
    })?;
    Ok(Go(to))
}

async fn pause(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let until = form::pause(&form).map(|days| day_code(here.app.clock.today().saturating_add(days.days())));
    let to = once!(&here, "volunteers/pause", &form, |tx| {
        let (person, _) = volunteer_for(tx, &here, &id).await?;
        let done = store::pause(tx, here.municipality(), &id, until.as_deref()).await?.is_done();
        changed(tx, &here, &person, "volunteer.pause", until.as_deref().unwrap_or_default()).await?;
        Ok(noticed(&id, done, "paused"))
    })?;
    Ok(Go(to))
}
