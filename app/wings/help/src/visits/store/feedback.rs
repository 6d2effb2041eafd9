//! What the senior says of a visit, and what came of it.

use db::{DbError, Tx, Update, exec, one, row};
use ground::{
    Timestamp,
    id::{MunicipalityId, PersonId, VisitId},
    random::new_id,
};

/// Keeps the senior's feedback. Too late where it was given already.
pub async fn insert_feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
    person: &PersonId,
    answer: crate::visits::model::FeedbackAnswer,
    note: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO feedback (municipality_id, id, visit_id, person_id, answer, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (municipality_id, visit_id, person_id) DO NOTHING",
        municipality,
        new_id(now),
        visit,
        person,
        answer.code(),
        note,
        now
    )?))
}

/// What the senior said of a visit, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Feedback {
    /// A `FeedbackAnswer`.
    pub answer: String,
    /// The senior's words, or empty.
    pub note: String,
    /// When it was followed up.
    pub followed_up_at: Option<Timestamp>,
    /// By whom.
    pub followed_up_by: Option<String>,
    /// What came of it.
    pub followed_up_note: Option<String>,
}

/// The senior's feedback on a visit.
pub async fn feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
) -> Result<Option<Feedback>, DbError> {
    row!(
        tx,
        Feedback,
        "SELECT f.answer, f.note, f.followed_up_at, TRIM(p.given_name || ' ' || p.family_name) AS followed_up_by, f.followed_up_note
         FROM feedback f LEFT JOIN person p ON p.municipality_id = f.municipality_id AND p.id = f.followed_up_by
         WHERE f.municipality_id = $1 AND f.visit_id = $2",
        municipality,
        visit
    )
}

/// A coordinator has followed up what was not good. Too late where a colleague was first, or there is nothing to follow up.
pub async fn follow_up_feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
    by: &PersonId,
    note: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE feedback SET followed_up_at = $4, followed_up_by = $3, followed_up_note = $5
         WHERE municipality_id = $1 AND visit_id = $2 AND answer IN ('not_good', 'talk') AND followed_up_at IS NULL",
        municipality,
        visit,
        by,
        now,
        note
    )?))
}
