//! Visits as their senior sees them.

use super::VisitRow;
use crate::visits::model::Visit;
use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{AreaId, MatchId, MunicipalityId, PersonId, RequestId, VisitId},
    name::short_name,
    text::{Texts, k, theirs},
};

/// A visit as its senior sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeniorVisit {
    /// The visit.
    pub visit: Visit,
    /// The volunteer's first name; empty where the identity is protected.
    pub given_name: String,
    /// The volunteer's family name, for its initial; empty where the identity is protected.
    pub family_name: String,
    /// The request's area.
    pub area: AreaId,
    /// The senior's feedback, once given: a `FeedbackAnswer`.
    pub feedback: Option<String>,
    /// When it was given.
    pub feedback_at: Option<Timestamp>,
}

impl SeniorVisit {
    /// The volunteer's first name within a text, or "volontären" where the identity is protected.
    pub fn name(&self, texts: Texts) -> String {
        if self.given_name.is_empty() {
            texts.s(k::senior_visits::THE_VOLUNTEER).to_owned()
        } else {
            theirs(&self.given_name)
        }
    }

    /// The volunteer's first name and initial, or "volontären".
    pub fn short_name(&self, texts: Texts) -> String {
        if self.given_name.is_empty() {
            self.name(texts)
        } else {
            theirs(&short_name(&self.given_name, &self.family_name))
        }
    }
}

#[derive(sqlx::FromRow)]
struct SeniorVisitRow {
    #[sqlx(flatten)]
    visit: VisitRow,
    given_name: String,
    family_name: String,
    area_id: AreaId,
    feedback: Option<String>,
    feedback_at: Option<Timestamp>,
}

impl TryFrom<SeniorVisitRow> for SeniorVisit {
    type Error = DbError;

    fn try_from(row: SeniorVisitRow) -> Result<Self, DbError> {
        Ok(Self {
            visit: row.visit.try_into()?,
            given_name: row.given_name,
            family_name: row.family_name,
            area: row.area_id,
            feedback: row.feedback,
            feedback_at: row.feedback_at,
        })
    }
}

macro_rules! select_for_senior {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.match_id, v.request_id, v.senior_id, v.volunteer_id, v.starts_at, v.minutes, v.mode, v.code_word, v.status,
                    CASE WHEN p.protected THEN NULL ELSE v.first_meeting END AS first_meeting, v.started_at, v.finished_at, v.reported_at, v.outcome, v.reported_minutes, v.experience,
                    CASE WHEN p.protected THEN NULL ELSE v.report_text END AS report_text, v.boundaries_kept, v.cancelled_by, v.sequence, v.updated_at,
                    CASE WHEN p.protected THEN '' ELSE p.given_name END AS given_name,
                    CASE WHEN p.protected THEN '' ELSE p.family_name END AS family_name, r.area_id, f.answer AS feedback, f.created_at AS feedback_at
             FROM visit v
             JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.volunteer_id
             JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
             LEFT JOIN feedback f ON f.municipality_id = v.municipality_id AND f.visit_id = v.id AND f.person_id = v.senior_id ",
            $rest
        )
    };
}

/// All visits of a senior, latest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_for_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
) -> Result<Vec<SeniorVisit>, DbError> {
    rows!(
        tx,
        SeniorVisitRow,
        select_for_senior!(
            "WHERE v.municipality_id = $1 AND v.senior_id = $2 ORDER BY v.starts_at DESC, v.id DESC LIMIT 300"
        ),
        municipality,
        senior
    )?
    .into_iter()
    .map(SeniorVisit::try_from)
    .collect()
}

/// The visits of a request as its senior sees them, latest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_request_for_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<SeniorVisit>, DbError> {
    rows!(
        tx,
        SeniorVisitRow,
        select_for_senior!(
            "WHERE v.municipality_id = $1 AND v.request_id = $2 ORDER BY v.starts_at DESC, v.id DESC LIMIT 300"
        ),
        municipality,
        request
    )?
    .into_iter()
    .map(SeniorVisit::try_from)
    .collect()
}

/// A visit as its senior sees it.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id_for_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
) -> Result<Option<SeniorVisit>, DbError> {
    row!(tx, SeniorVisitRow, select_for_senior!("WHERE v.municipality_id = $1 AND v.id = $2"), municipality, id)?
        .map(SeniorVisit::try_from)
        .transpose()
}

/// The volunteer's telephone number for the senior: only where both share theirs and the match lives.
pub async fn volunteer_phone(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    match_id: &MatchId,
) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT v.phone FROM match m
         JOIN person v ON v.municipality_id = m.municipality_id AND v.id = m.volunteer_id
         JOIN person s ON s.municipality_id = m.municipality_id AND s.id = m.senior_id
         WHERE m.municipality_id = $1 AND m.id = $2 AND m.status IN ('introducing', 'trial', 'active', 'ending')
           AND v.share_phone AND s.share_phone AND v.phone IS NOT NULL AND NOT v.protected AND NOT s.protected",
        municipality,
        match_id
    )?;
    Ok(found.map(|(phone,)| phone))
}
