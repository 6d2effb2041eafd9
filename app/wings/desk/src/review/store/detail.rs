//! SQL of one request.

use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, OfferId, PersonId, RequestId, TimeId, VisitId},
};

/// The names around a request.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Names {
    /// The area.
    pub area: String,
    /// The coordinator who has it.
    pub owner: Option<String>,
    /// Who sent it in.
    pub registered: String,
    /// The question to the senior lies unread.
    pub unread: bool,
}

/// The names around a request.
pub async fn names(tx: &mut Tx, municipality: &MunicipalityId, request: &RequestId) -> Result<Option<Names>, DbError> {
    row!(
        tx,
        Names,
        "SELECT a.name AS area, TRIM(o.given_name || ' ' || o.family_name) AS owner, TRIM(g.given_name || ' ' || g.family_name) AS registered,
                EXISTS (SELECT 1 FROM outgoing_message m WHERE m.municipality_id = $1 AND m.person_id = r.senior_id
                          AND m.about_type = 'request' AND m.about_id = r.id AND m.code = 'request_question' AND m.read_at IS NULL) AS unread
         FROM request r
         JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
         JOIN person g ON g.municipality_id = r.municipality_id AND g.id = r.registered_by
         LEFT JOIN person o ON o.municipality_id = r.municipality_id AND o.id = r.owner_id
         WHERE r.municipality_id = $1 AND r.id = $2",
        municipality,
        request
    )
}

/// First and family name of a person.
pub async fn name_of(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT TRIM(given_name || ' ' || family_name) FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )?;
    Ok(found.map(|(name,)| name))
}

/// An offer with its volunteer.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct OfferRow {
    /// The offer.
    pub id: OfferId,
    /// To whom.
    pub volunteer_id: PersonId,
    /// Their name.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their identity is protected.
    pub protected: bool,
    /// `OfferStatus` code.
    pub status: String,
    /// When it was made.
    pub offered_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// The time chosen.
    pub time_id: Option<TimeId>,
}

/// A request's offers with their volunteers, newest first.
pub async fn offers(tx: &mut Tx, municipality: &MunicipalityId, request: &RequestId) -> Result<Vec<OfferRow>, DbError> {
    rows!(
        tx,
        OfferRow,
        "SELECT o.id, o.volunteer_id, TRIM(p.given_name || ' ' || p.family_name) AS name, p.phone, p.protected, o.status, o.offered_at, o.expires_at,
                o.answered_at, o.time_id
         FROM offer o JOIN person p ON p.municipality_id = o.municipality_id AND p.id = o.volunteer_id
         WHERE o.municipality_id = $1 AND o.request_id = $2 ORDER BY o.offered_at DESC, o.id DESC",
        municipality,
        request
    )
}

/// What seniors said of the visits of a request: visit, `FeedbackAnswer` code, words.
pub async fn feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<(VisitId, String, String)>, DbError> {
    rows!(
        tx,
        (VisitId, String, String),
        "SELECT f.visit_id, f.answer, f.note FROM feedback f
         JOIN visit v ON v.municipality_id = f.municipality_id AND v.id = f.visit_id
         WHERE f.municipality_id = $1 AND v.request_id = $2",
        municipality,
        request
    )
}

/// A line of the log about a request, its offers and visits.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HistoryRow {
    /// When.
    pub at: Timestamp,
    /// Who; none for the clock.
    pub actor_id: Option<PersonId>,
    /// Who, in words.
    pub actor: Option<String>,
    /// That person's identity is protected.
    pub actor_protected: bool,
    /// `feature.verb`.
    pub action: String,
    /// The person it was about.
    pub subject_id: Option<PersonId>,
    /// The person, in words.
    pub subject: Option<String>,
    /// That person's identity is protected.
    pub subject_protected: bool,
}

/// What happened, oldest first. Through the subjects' index: the senior, and the volunteers who were asked.
pub async fn history(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    senior: &PersonId,
) -> Result<Vec<HistoryRow>, DbError> {
    rows!(
        tx,
        HistoryRow,
        "SELECT e.at, e.actor_id, TRIM(a.given_name || ' ' || a.family_name) AS actor, COALESCE(a.protected, FALSE) AS actor_protected, e.action,
                e.subject_id, TRIM(s.given_name || ' ' || s.family_name) AS subject, COALESCE(s.protected, FALSE) AS subject_protected
         FROM audit_entry e
         LEFT JOIN person a ON a.municipality_id = e.municipality_id AND a.id = e.actor_id
         LEFT JOIN person s ON s.municipality_id = e.municipality_id AND s.id = e.subject_id
         WHERE e.municipality_id = $1 AND e.action NOT LIKE '%.read'
           AND e.subject_id IN (SELECT CAST($3 AS TEXT) UNION SELECT o.volunteer_id FROM offer o
                                 WHERE o.municipality_id = $1 AND o.request_id = $2)
           AND ((e.object_type = 'request' AND e.object_id = $2)
             OR (e.object_type = 'offer' AND e.object_id IN (SELECT o.id FROM offer o WHERE o.municipality_id = $1 AND o.request_id = $2))
             OR (e.object_type = 'visit' AND e.object_id IN (SELECT v.id FROM visit v WHERE v.municipality_id = $1 AND v.request_id = $2)))
         ORDER BY e.at, e.id LIMIT 300",
        municipality,
        request,
        senior
    )
}
