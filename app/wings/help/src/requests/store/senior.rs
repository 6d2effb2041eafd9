//! What asking needs to know of the person who asks, and what the senior is shown of a request.

use crate::requests::model::PossibleTime;
use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{AreaId, MunicipalityId, OfferId, PersonId, RequestId, TimeId},
    time::DayPart,
};

/// What asking needs to know of the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Asker {
    /// Street and number.
    pub street: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The area of the address.
    pub area_id: Option<AreaId>,
}

/// Address, telephone and area of the person who asks.
pub async fn asker(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Option<Asker>, DbError> {
    row!(
        tx,
        Asker,
        "SELECT street, city, phone, area_id FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )
}

/// A volunteer who can come, as the senior who is asked sees it: first name and initial, never the family name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The accepted offer.
    pub offer: OfferId,
    /// Its request.
    pub request: RequestId,
    /// Who.
    pub volunteer: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name, for its initial.
    pub family_name: String,
    /// A line about themselves.
    pub about: Option<String>,
    /// The time they chose.
    pub time: PossibleTime,
}

#[derive(sqlx::FromRow)]
struct ProposalRow {
    offer_id: OfferId,
    request_id: RequestId,
    volunteer_id: PersonId,
    given_name: String,
    family_name: String,
    about: Option<String>,
    time_id: TimeId,
    day: String,
    part: String,
    clock: Option<String>,
}

/// The volunteers who wait for this senior's answer, whose time is still ahead; at most one for a request.
///
/// # Errors
/// The database's, or an unknown part of the day.
pub async fn proposals(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
    now: Timestamp,
) -> Result<Vec<Proposal>, DbError> {
    let found = rows!(
        tx,
        ProposalRow,
        "SELECT o.id AS offer_id, o.request_id, o.volunteer_id, p.given_name, p.family_name, p.about,
                t.id AS time_id, t.day, t.part, t.clock
         FROM request r
         JOIN offer o ON o.municipality_id = r.municipality_id AND o.request_id = r.id AND o.status = 'accepted'
         JOIN request_time t ON t.municipality_id = o.municipality_id AND t.id = o.time_id
         JOIN person p ON p.municipality_id = o.municipality_id AND p.id = o.volunteer_id AND NOT p.protected
         WHERE r.municipality_id = $1 AND r.senior_id = $2 AND r.status = 'approved' ORDER BY o.answered_at, o.id",
        municipality,
        senior
    )?;
    let proposals = found
        .into_iter()
        .map(|row| {
            let part = DayPart::from_code(&row.part)
                .ok_or_else(|| DbError::row("request_time", "part", row.time_id.as_str()))?;
            Ok(Proposal {
                offer: row.offer_id,
                request: row.request_id,
                volunteer: row.volunteer_id,
                given_name: row.given_name,
                family_name: row.family_name,
                about: row.about,
                time: PossibleTime { id: row.time_id, day: row.day, part, clock: row.clock },
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    Ok(proposals.into_iter().filter(|proposal| proposal.time.starts_at().is_some_and(|at| at > now)).collect())
}

/// The languages a person speaks, ISO 639-1, in the order of their codes.
pub async fn languages(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Vec<String>, DbError> {
    let found = rows!(
        tx,
        (String,),
        "SELECT language FROM person_language WHERE municipality_id = $1 AND person_id = $2 ORDER BY language",
        municipality,
        person
    )?;
    Ok(found.into_iter().map(|(language,)| language).collect())
}

/// When the steps of a request were taken, for the senior's own history.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Milestones {
    /// A coordinator took it.
    pub taken_at: Option<Timestamp>,
    /// The senior was asked something.
    pub asked_at: Option<Timestamp>,
    /// The senior answered.
    pub answered_at: Option<Timestamp>,
    /// The search for a volunteer began.
    pub first_approved_at: Option<Timestamp>,
    /// The senior said yes, most lately.
    pub matched_at: Option<Timestamp>,
    /// It was over.
    pub ended_at: Option<Timestamp>,
}

/// When the steps of a request were taken.
pub async fn milestones(tx: &mut Tx, municipality: &MunicipalityId, id: &RequestId) -> Result<Milestones, DbError> {
    let found = row!(
        tx,
        Milestones,
        "SELECT taken_at, asked_at, answered_at, first_approved_at, matched_at, ended_at FROM request
         WHERE municipality_id = $1 AND id = $2",
        municipality,
        id
    )?;
    Ok(found.unwrap_or_default())
}
