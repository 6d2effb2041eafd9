//! What volunteers are asked and do.

use db::{DbError, Tx, rows};
use frame::access::scope::holds;
use ground::{
    Locale, Timestamp,
    clock::day_code,
    id::{KindId, MunicipalityId, OfferId, PersonId, RequestId},
};

/// A volunteer's offers that wait for an answer: offer, state, request, its kind.
pub async fn live_offers(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<(OfferId, String, RequestId, KindId)>, DbError> {
    rows!(
        tx,
        (OfferId, String, RequestId, KindId),
        "SELECT o.id, o.status, r.id, r.kind_id FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         WHERE o.municipality_id = $1 AND o.volunteer_id = $2 AND o.status IN ('open', 'accepted') ORDER BY o.offered_at, o.id",
        municipality,
        volunteer
    )
}

/// Volunteers with an offer, a live match or a visit ahead who may have lost the standing for its kind: held, protected, without the
/// role, or with a requirement that ran out or was added. Few, however many volunteers there are; the standing itself is computed by
/// the caller.
pub async fn at_risk(tx: &mut Tx, now: Timestamp) -> Result<Vec<(MunicipalityId, PersonId, KindId)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, PersonId, KindId),
        concat!(
            "SELECT l.municipality_id, l.volunteer_id, l.kind_id
         FROM (SELECT o.municipality_id, o.volunteer_id, r.kind_id FROM offer o
               JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
               WHERE o.status IN ('open', 'accepted')
               UNION
               SELECT m.municipality_id, m.volunteer_id, r.kind_id FROM match m
               JOIN request r ON r.municipality_id = m.municipality_id AND r.id = m.request_id
               WHERE m.status IN ('introducing', 'trial', 'active', 'ending')
               UNION
               SELECT v.municipality_id, v.volunteer_id, r.kind_id FROM visit v
               JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
               WHERE v.status IN ('planned', 'confirmed') AND v.starts_at >= $1) l
         JOIN volunteer w ON w.municipality_id = l.municipality_id AND w.person_id = l.volunteer_id
         JOIN person p ON p.municipality_id = l.municipality_id AND p.id = l.volunteer_id
         WHERE w.held_at IS NOT NULL OR p.protected
            OR NOT ",
            holds!(Volunteer, municipality = "l.municipality_id", person = "l.volunteer_id", now = "$1"),
            "
            OR EXISTS (SELECT 1 FROM volunteer_requirement q WHERE q.municipality_id = l.municipality_id AND q.person_id = l.volunteer_id
                         AND q.withdrawn_at IS NULL AND q.valid_until < $2
                         AND NOT EXISTS (SELECT 1 FROM volunteer_requirement g WHERE g.municipality_id = q.municipality_id
                                           AND g.person_id = q.person_id AND g.requirement = q.requirement AND g.withdrawn_at IS NULL
                                           AND (g.valid_until IS NULL OR g.valid_until >= $2)))
            OR EXISTS (SELECT 1 FROM kind_requirement k WHERE k.municipality_id = l.municipality_id AND k.kind_id = l.kind_id
                         AND NOT EXISTS (SELECT 1 FROM volunteer_requirement g WHERE g.municipality_id = k.municipality_id
                                           AND g.person_id = l.volunteer_id AND g.requirement = k.requirement AND g.withdrawn_at IS NULL))
         ORDER BY l.municipality_id, l.volunteer_id"
        ),
        now,
        day_code(now.day())
    )
}

/// A line of what a volunteer was asked or does: the visit's or request's id, its number, when, the kind's name, a state's code.
pub type TaskRow = (String, i64, Timestamp, String, String);

/// A volunteer's visits, newest first. Those with people of protected identity are left out.
pub async fn visits(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    locale: Locale,
) -> Result<Vec<TaskRow>, DbError> {
    rows!(
        tx,
        TaskRow,
        "SELECT v.id, r.number, v.starts_at, t.name, v.status FROM visit v
         JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
         JOIN kind_text t ON t.municipality_id = r.municipality_id AND t.kind_id = r.kind_id AND t.locale = $3
         JOIN person s ON s.municipality_id = v.municipality_id AND s.id = v.senior_id AND s.protected = FALSE
         WHERE v.municipality_id = $1 AND v.volunteer_id = $2 ORDER BY v.starts_at DESC, v.id DESC LIMIT 30",
        municipality,
        volunteer,
        locale.language()
    )
}

/// What a volunteer was asked, newest first.
pub async fn offers(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    locale: Locale,
) -> Result<Vec<TaskRow>, DbError> {
    rows!(
        tx,
        TaskRow,
        "SELECT r.id, r.number, o.offered_at, t.name, o.status FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
         JOIN kind_text t ON t.municipality_id = r.municipality_id AND t.kind_id = r.kind_id AND t.locale = $3
         JOIN person s ON s.municipality_id = r.municipality_id AND s.id = r.senior_id AND s.protected = FALSE
         WHERE o.municipality_id = $1 AND o.volunteer_id = $2 ORDER BY o.offered_at DESC, o.id DESC LIMIT 30",
        municipality,
        volunteer,
        locale.language()
    )
}
