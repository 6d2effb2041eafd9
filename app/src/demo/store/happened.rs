//! Requests with all that hangs on them, messages and concerns.

use crate::demo::story::{On, Story};
use db::{DbError, Tx, exec};
use ground::{
    Object, Timestamp,
    clock::day_code,
    id::{AreaId, MunicipalityId, PersonId, VisitId},
    time::DayPart,
};
use help::{matches::model::MatchStatus, offers::model::HOURS_OPEN};

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
        "INSERT INTO request (municipality_id, id, number, senior_id, registered_by, channel, kind_id, area_id, mode, note, status,
             submitted_at, answer_due_at, owner_id, taken_at, question, asked_at, answer, answered_at, approved_at, first_approved_at,
             volunteer_text, risk, first_meeting, matched_at, replacement_since, unfilled_told, ended_at, ended_by, end_reason, end_text,
             other_way, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26,
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
    for made in &story.matches {
        exec!(
            tx,
            "INSERT INTO match (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at, ended_at, end_reason,
                                  suspended_from)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            municipality,
            &made.id,
            &story.id,
            &made.offer,
            &story.senior,
            &made.volunteer,
            made.status.code(),
            made.at,
            made.ended_at,
            made.end_reason,
            // In the demonstration a match is stopped once the two have met.
            (made.status == MatchStatus::Suspended).then_some(MatchStatus::Active.code())
        )?;
    }
    insert_visits(tx, municipality, story).await
}

async fn insert_visits(tx: &mut Tx, municipality: &MunicipalityId, story: &Story) -> Result<(), DbError> {
    for visit in &story.visits {
        let no_show = visit.status == help::visits::model::VisitStatus::NoShow;
        exec!(
            tx,
            "INSERT INTO visit (municipality_id, id, match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word, status,
                 first_meeting, confirmed_at, started_at, finished_at, reported_at, outcome, reported_minutes, experience, report_text,
                 boundaries_kept, cancelled_at, cancelled_by, cancel_reason, no_show_of, reminded, sequence, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, 0,
                     $27)",
            municipality,
            &visit.id,
            &visit.match_id,
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
    let (object, id) = match seed.on {
        On::Request => (Object::Request, seed.story.id.as_str()),
        On::Offer(offer) => (Object::Offer, offer.as_str()),
        On::Visit(visit) => (Object::Visit, visit.as_str()),
    };
    exec!(
        tx,
        "INSERT INTO outgoing_message (municipality_id, id, person_id, code, about_type, about_id, created_at, read_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        &seed.id,
        seed.person,
        seed.code,
        object.code(),
        id,
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
        "INSERT INTO concern (municipality_id, id, number, by_person_id, about_person_id, about_nobody, about_type, about_id, area_id, body,
                              status, received_at, severity, owner_id, triaged_at, lex_sarah, lex_sarah_note, acting_at, decision,
                              decided_at, closed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)",
        municipality,
        &seed.id,
        number,
        &seed.by,
        &seed.about,
        triage.is_some() && seed.about.is_none(),
        seed.visit.as_ref().map(|_| Object::Visit.code()),
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
