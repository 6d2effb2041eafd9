//! SQL of the demonstration.

use super::{
    kinds::KindSeed,
    story::{On, Story},
};
use crate::{
    common::{
        Locale, Timestamp,
        clock::day_code,
        id::{AreaId, KindId, MunicipalityId, OfferId, PersonId, VisitId},
        time::DayPart,
    },
    db::{DbError, Tx},
    exec,
    kinds::model::Requirement,
    offers::model::HOURS_OPEN,
    people::search_text,
};

/// A municipality that answers to this host.
pub async fn insert_municipality(
    tx: &mut Tx,
    id: &MunicipalityId,
    name: &str,
    host: &str,
    phone: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO municipality (id, name, host, phone, hours_sv, hours_fi, hours_en, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        name,
        host,
        phone,
        "Vardagar 9\u{2060}–\u{2060}16.",
        "Arkisin klo 9\u{2060}–\u{2060}16.",
        "Weekdays 9 am\u{2060}–\u{2060}4 pm.",
        now
    )?;
    Ok(())
}

/// An area.
pub async fn insert_area(tx: &mut Tx, municipality: &MunicipalityId, id: &AreaId, name: &str) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO area (municipality_id, id, name, active) VALUES ($1, $2, $3, TRUE)",
        municipality,
        id,
        name
    )?;
    Ok(())
}

/// An area's neighbour.
pub async fn insert_neighbour(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    area: &AreaId,
    neighbour: &AreaId,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO area_neighbour (municipality_id, area_id, neighbour_id) VALUES ($1, $2, $3)",
        municipality,
        area,
        neighbour
    )?;
    Ok(())
}

/// A kind of help with its words and demands.
pub async fn insert_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &KindId,
    seed: &KindSeed,
    position: i64,
) -> Result<(), DbError> {
    let [home, out, phone, video] = seed.modes;
    exec!(
        tx,
        "INSERT INTO kind (municipality_id, id, slug, active, position, mode, risk, minutes, at_home, out_of_home, by_phone, by_video)
         VALUES ($1, $2, $3, TRUE, $4, $5, $6, $7, $8, $9, $10, $11)",
        municipality,
        id,
        seed.slug,
        position,
        seed.moderation.code(),
        seed.risk,
        seed.minutes,
        home,
        out,
        phone,
        video
    )?;
    for (locale, [name, description, boundary]) in Locale::ALL.into_iter().zip(seed.texts) {
        exec!(
            tx,
            "INSERT INTO kind_text (municipality_id, kind_id, locale, name, description, boundary) VALUES ($1, $2, $3, $4, $5, $6)",
            municipality,
            id,
            locale.tag(),
            name,
            description,
            boundary
        )?;
    }
    for requirement in seed.beyond {
        exec!(
            tx,
            "INSERT INTO kind_requirement (municipality_id, kind_id, requirement) VALUES ($1, $2, $3)",
            municipality,
            id,
            requirement.code()
        )?;
    }
    Ok(())
}

/// Somebody.
#[derive(Debug)]
pub struct PersonSeed<'a> {
    pub id: &'a PersonId,
    pub name: (&'a str, &'a str),
    pub phone: &'a str,
    pub street: Option<&'a str>,
    pub postal_code: Option<&'a str>,
    pub city: Option<&'a str>,
    pub area: Option<&'a AreaId>,
    pub way_in: Option<&'a str>,
    pub about: &'a str,
    pub locale: Locale,
    pub channel: &'a str,
    pub login: bool,
    pub protected: bool,
    pub languages: &'a [&'a str],
    pub created_at: Timestamp,
}

/// A person with the languages they speak.
pub async fn insert_person(tx: &mut Tx, municipality: &MunicipalityId, seed: &PersonSeed<'_>) -> Result<(), DbError> {
    let (given, family) = seed.name;
    exec!(
        tx,
        "INSERT INTO person (municipality_id, id, given_name, family_name, search_text, phone, street, postal_code, city, area_id, way_in,
                             about, locale, channel, has_login, share_phone, protected, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, FALSE, $16, $17, $17)",
        municipality,
        seed.id,
        given,
        family,
        search_text(given, family, Some(seed.phone)),
        seed.phone,
        seed.street,
        seed.postal_code,
        seed.city,
        seed.area.map(AreaId::as_str),
        seed.way_in,
        (!seed.about.is_empty()).then_some(seed.about),
        seed.locale.tag(),
        seed.channel,
        seed.login,
        seed.protected,
        seed.created_at
    )?;
    for language in seed.languages {
        exec!(
            tx,
            "INSERT INTO person_language (municipality_id, person_id, language) VALUES ($1, $2, $3)",
            municipality,
            seed.id,
            *language
        )?;
    }
    Ok(())
}

/// A role from an instant on.
pub async fn insert_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &str,
    person: &PersonId,
    role: &str,
    area: Option<&AreaId>,
    from: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, area_id, valid_from) VALUES ($1, $2, $3, $4, $5, $6)",
        municipality,
        id,
        person,
        role,
        area.map(AreaId::as_str),
        from
    )?;
    Ok(())
}

/// A volunteer's own choices.
#[derive(Debug)]
pub struct VolunteerSeed<'a> {
    pub id: &'a PersonId,
    pub max_per_month: i64,
    pub paused_until: Option<String>,
    pub held: Option<(Timestamp, &'a PersonId, &'a str)>,
    pub joined_at: Timestamp,
    pub kinds: Vec<&'a KindId>,
    pub areas: Vec<&'a AreaId>,
    pub slots: Vec<(i64, DayPart)>,
}

/// A volunteer.
pub async fn insert_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    seed: &VolunteerSeed<'_>,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO volunteer (municipality_id, person_id, max_per_month, paused_until, held_at, held_by, held_reason, joined_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        seed.id,
        seed.max_per_month,
        &seed.paused_until,
        seed.held.map(|(at, _, _)| at),
        seed.held.map(|(_, by, _)| by.as_str()),
        seed.held.map(|(_, _, why)| why),
        seed.joined_at
    )?;
    for kind in &seed.kinds {
        exec!(
            tx,
            "INSERT INTO volunteer_kind (municipality_id, person_id, kind_id) VALUES ($1, $2, $3)",
            municipality,
            seed.id,
            *kind
        )?;
    }
    for area in &seed.areas {
        exec!(
            tx,
            "INSERT INTO volunteer_area (municipality_id, person_id, area_id) VALUES ($1, $2, $3)",
            municipality,
            seed.id,
            *area
        )?;
    }
    for (weekday, part) in &seed.slots {
        exec!(
            tx,
            "INSERT INTO volunteer_slot (municipality_id, person_id, weekday, part) VALUES ($1, $2, $3, $4)",
            municipality,
            seed.id,
            *weekday,
            part.code()
        )?;
    }
    Ok(())
}

/// Something a volunteer has done: which, when, until when it is good.
#[derive(Debug)]
pub struct DoneSeed {
    pub id: String,
    pub requirement: Requirement,
    pub on: String,
    pub until: Option<String>,
    pub at: Timestamp,
}

/// Records what a volunteer has done.
pub async fn insert_done(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    by: &PersonId,
    seed: &DoneSeed,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO volunteer_requirement (municipality_id, id, person_id, requirement, done_on, valid_until, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        &seed.id,
        volunteer,
        seed.requirement.code(),
        &seed.on,
        &seed.until,
        by,
        seed.at
    )?;
    Ok(())
}

/// Where a counter stands.
pub async fn insert_counter(tx: &mut Tx, municipality: &MunicipalityId, name: &str, value: i64) -> Result<(), DbError> {
    exec!(tx, "INSERT INTO counter (municipality_id, name, value) VALUES ($1, $2, $3)", municipality, name, value)?;
    Ok(())
}

/// A request and what hangs on it.
pub async fn insert_story(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    story: &Story,
    number: i64,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO request (municipality_id, id, number, senior_id, registered_by, channel, kind_id, area_id, mode, note, places, status,
             submitted_at, answer_due_at, owner_id, taken_at, question, asked_at, answer, answered_at, approved_at, first_approved_at,
             volunteer_text, risk, first_meeting, matched_at, replacement_since, unfilled_told, ended_at, ended_by, end_reason, end_text,
             other_way, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
                 $27, $28, $29, $30, $31, $32, $33)",
        municipality,
        &story.id,
        number,
        &story.senior,
        &story.registered_by,
        story.channel.code(),
        &story.kind,
        &story.area,
        story.mode.code(),
        story.note,
        story.status.code(),
        story.submitted_at,
        story.answer_due_at,
        &story.owner,
        story.taken_at,
        story.question.map(|(text, _)| text),
        story.question.map(|(_, at)| at),
        story.answer.map(|(text, _)| text),
        story.answer.map(|(_, at)| at),
        story.approved_at,
        story.first_approved_at,
        story.volunteer_text,
        story.approved_at.map(|_| story.risk),
        &story.first_meeting,
        story.matched_at,
        story.replacement_since,
        story.unfilled_told,
        story.ended_at,
        &story.ended_by,
        story.end_reason,
        story.end_text,
        story.other_way,
        story.updated_at
    )?;
    for time in &story.times {
        let local = time.starts_at.local();
        exec!(
            tx,
            "INSERT INTO request_time (municipality_id, id, request_id, day, part, clock) VALUES ($1, $2, $3, $4, $5, $6)",
            municipality,
            &time.id,
            &story.id,
            day_code(local.date()),
            DayPart::of_hour(local.hour()).code(),
            time.exact.then(|| format!("{:02}:{:02}", local.hour(), local.minute()))
        )?;
    }
    for offer in &story.offers {
        exec!(
            tx,
            "INSERT INTO offer (municipality_id, id, request_id, volunteer_id, status, offered_by, offered_at, expires_at, time_id,
                                answered_at, ended_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            municipality,
            &offer.id,
            &story.id,
            &offer.volunteer,
            offer.status.code(),
            &offer.by,
            offer.at,
            offer.at.plus_hours(HOURS_OPEN),
            &offer.time,
            offer.answered_at,
            offer.ended_at
        )?;
    }
    for contact in &story.contacts {
        exec!(
            tx,
            "INSERT INTO contact (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at, ended_at, end_reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            municipality,
            &contact.id,
            &story.id,
            &contact.offer,
            &story.senior,
            &contact.volunteer,
            contact.status.code(),
            contact.at,
            contact.ended_at,
            contact.end_reason
        )?;
    }
    insert_visits(tx, municipality, story).await
}

async fn insert_visits(tx: &mut Tx, municipality: &MunicipalityId, story: &Story) -> Result<(), DbError> {
    for visit in &story.visits {
        let no_show = visit.status == crate::visits::model::VisitStatus::NoShow;
        exec!(
            tx,
            "INSERT INTO visit (municipality_id, id, contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word, status,
                 first_meeting, confirmed_at, started_at, finished_at, reported_at, outcome, reported_minutes, experience, report_text,
                 boundaries_kept, cancelled_at, cancelled_by, cancel_reason, no_show_of, reminded, sequence, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, 0,
                     $27)",
            municipality,
            &visit.id,
            &visit.contact,
            &story.id,
            &story.senior,
            &visit.volunteer,
            visit.starts_at,
            visit.minutes,
            story.mode.code(),
            visit.code_word,
            visit.status.code(),
            &visit.first_meeting,
            visit.confirmed_at,
            visit.started_at,
            visit.finished_at,
            visit.report.map(|report| report.0),
            visit.report.map(|report| report.1.code()),
            visit.report.map(|report| report.2),
            visit.report.map(|report| report.3.code()),
            visit.report.map(|report| report.4),
            visit.report.map(|_| true),
            visit.cancelled.map(|(at, _)| at),
            visit.cancelled.map(|(_, by)| by),
            visit.cancelled.map(|_| ""),
            no_show.then_some("senior"),
            visit.reminded,
            story.updated_at
        )?;
        if let Some((at, answer, note)) = visit.feedback {
            exec!(
                tx,
                "INSERT INTO feedback (municipality_id, id, visit_id, person_id, answer, note, created_at, followed_up_at, followed_up_by,
                                       followed_up_note)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                municipality,
                // One feedback a visit: the visit's id serves for both.
                &visit.id,
                &visit.id,
                &story.senior,
                answer.code(),
                note,
                at,
                visit.followed_up.as_ref().map(|(at, ..)| *at),
                visit.followed_up.as_ref().map(|(_, by, _)| by.as_str()),
                visit.followed_up.as_ref().map(|(.., note)| *note)
            )?;
        }
    }
    Ok(())
}

/// Something somebody was told.
#[derive(Debug)]
pub struct MessageSeed<'a> {
    pub id: String,
    pub person: &'a PersonId,
    pub code: &'static str,
    pub on: &'a On,
    pub story: &'a Story,
    pub at: Timestamp,
    pub read_at: Option<Timestamp>,
}

/// Tells it.
pub async fn insert_message(tx: &mut Tx, municipality: &MunicipalityId, seed: &MessageSeed<'_>) -> Result<(), DbError> {
    let (offer, visit): (Option<&OfferId>, Option<&VisitId>) = match seed.on {
        On::Request => (None, None),
        On::Offer(offer) => (Some(offer), None),
        On::Visit(visit) => (None, Some(visit)),
    };
    let request = (offer.is_none() && visit.is_none()).then_some(&seed.story.id);
    exec!(
        tx,
        "INSERT INTO outgoing_message (municipality_id, id, person_id, code, request_id, visit_id, offer_id, created_at, read_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        municipality,
        &seed.id,
        seed.person,
        seed.code,
        request,
        visit,
        offer,
        seed.at,
        seed.read_at
    )?;
    Ok(())
}

/// A concern, as far as it has come.
#[derive(Clone, Debug, Default)]
pub struct ConcernSeed {
    pub id: String,
    pub by: Option<PersonId>,
    pub about: Option<PersonId>,
    pub visit: Option<VisitId>,
    pub area: Option<AreaId>,
    pub body: &'static str,
    pub status: &'static str,
    pub at: Timestamp,
    pub triage: Option<(&'static str, PersonId, Timestamp, &'static str, &'static str)>,
    pub acting_at: Option<Timestamp>,
    pub decision: Option<(&'static str, Timestamp)>,
    pub closed_at: Option<Timestamp>,
}

/// A concern.
pub async fn insert_concern(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    seed: &ConcernSeed,
    number: i64,
) -> Result<(), DbError> {
    let triage = seed.triage.as_ref();
    exec!(
        tx,
        "INSERT INTO concern (municipality_id, id, number, by_person_id, about_person_id, about_nobody, visit_id, area_id, body, status,
                              received_at, severity, owner_id, triaged_at, lex_sarah, lex_sarah_note, acting_at, decision, decided_at,
                              closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        municipality,
        &seed.id,
        number,
        &seed.by,
        &seed.about,
        triage.is_some() && seed.about.is_none(),
        &seed.visit,
        &seed.area,
        seed.body,
        seed.status,
        seed.at,
        triage.map(|triage| triage.0),
        triage.map(|triage| triage.1.as_str()),
        triage.map(|triage| triage.2),
        triage.map(|triage| triage.3),
        triage.map(|triage| triage.4),
        seed.acting_at,
        seed.decision.map(|(text, _)| text),
        seed.decision.map(|(_, at)| at),
        seed.closed_at
    )?;
    Ok(())
}
