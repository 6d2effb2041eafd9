//! Visits as lines of their volunteer's lists.

use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{KindId, MunicipalityId, PersonId, VisitId},
};

/// A visit as a line of its volunteer's lists.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VolunteerLine {
    /// The visit.
    pub id: VisitId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// A `VisitStatus`.
    pub status: String,
    /// What it is about.
    pub kind_id: KindId,
    /// The senior's first name; empty where the identity is protected.
    pub given_name: String,
    /// Minutes given, once reported.
    pub reported_minutes: Option<i64>,
}

macro_rules! lines {
    ($rest:literal) => {
        concat!(
            "SELECT v.id, v.starts_at, v.status, r.kind_id, CASE WHEN s.protected THEN '' ELSE s.given_name END AS given_name,
                    v.reported_minutes
             FROM visit v
             JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
             JOIN person s ON s.municipality_id = v.municipality_id AND s.id = v.senior_id
             WHERE v.municipality_id = $1 AND v.volunteer_id = $2 AND ",
            $rest
        )
    };
}

/// The volunteer's next visit that begins before an instant, or is going on.
pub async fn next_of_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<VolunteerLine>, DbError> {
    row!(
        tx,
        VolunteerLine,
        lines!(
            "v.starts_at <= $4 AND (v.status = 'started' OR (v.status IN ('planned', 'confirmed') AND v.starts_at > $3))
             ORDER BY v.starts_at, v.id LIMIT 1"
        ),
        municipality,
        volunteer,
        now.plus_hours(-12),
        until
    )
}

/// A volunteer's visits, newest first; with `done`, only those that were reported.
pub async fn lines_of_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    done: bool,
) -> Result<Vec<VolunteerLine>, DbError> {
    rows!(
        tx,
        VolunteerLine,
        lines!("(v.status IN ('reported', 'no_show') OR NOT $3) ORDER BY v.starts_at DESC, v.id DESC LIMIT 200"),
        municipality,
        volunteer,
        done
    )
}

/// Minutes that a volunteer has given: in all, and since an instant; and the number of visits.
pub async fn minutes_of_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    since: Timestamp,
) -> Result<(i64, i64, i64), DbError> {
    let found = row!(
        tx,
        (i64, i64, i64),
        "SELECT CAST(COALESCE(SUM(reported_minutes), 0) AS BIGINT),
                CAST(COALESCE(SUM(CASE WHEN starts_at >= $3 THEN reported_minutes ELSE 0 END), 0) AS BIGINT), count(*)
         FROM visit WHERE municipality_id = $1 AND volunteer_id = $2 AND status = 'reported'",
        municipality,
        volunteer,
        since
    )?;
    Ok(found.unwrap_or_default())
}
