//! SQL of a day's visits. People with protected identity are in no list.

use super::model::Listed;
use db::{DbError, Tx, rows};
use frame::access::scope::coordinates;
use ground::{
    Locale, Timestamp,
    id::{MunicipalityId, PersonId, VisitId},
};
use help::{kinds::model::ContactMode, visits::model::VisitStatus};

#[derive(sqlx::FromRow)]
struct ListedRow {
    id: VisitId,
    number: i64,
    starts_at: Timestamp,
    minutes: i64,
    status: String,
    mode: String,
    kind: String,
    senior_given: String,
    senior_family: String,
    senior_phone: Option<String>,
    volunteer_given: String,
    volunteer_family: String,
    volunteer_phone: Option<String>,
    area: String,
}

/// The visits between two instants in the coordinator's areas but their own ones, and those since `open_since` that are neither over nor reported.
///
/// # Errors
/// The database's, or an unknown state.
pub async fn list(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (me, now): (&PersonId, Timestamp),
    (from, to): (Timestamp, Timestamp),
    open_since: Timestamp,
    locale: Locale,
) -> Result<Vec<Listed>, DbError> {
    rows!(
        tx,
        ListedRow,
        concat!(
            "SELECT v.id, r.number, v.starts_at, v.minutes, v.status, v.mode, t.name AS kind,
                    s.given_name AS senior_given, s.family_name AS senior_family, s.phone AS senior_phone,
                    w.given_name AS volunteer_given, w.family_name AS volunteer_family, w.phone AS volunteer_phone, a.name AS area
             FROM visit v
             JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
             JOIN kind_text t ON t.municipality_id = r.municipality_id AND t.kind_id = r.kind_id AND t.locale = $7
             JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
             JOIN person s ON s.municipality_id = v.municipality_id AND s.id = v.senior_id AND s.protected = FALSE
             JOIN person w ON w.municipality_id = v.municipality_id AND w.id = v.volunteer_id AND w.protected = FALSE
             WHERE v.municipality_id = $1 AND v.senior_id <> $2 AND v.volunteer_id <> $2 AND ",
            coordinates!("r.area_id", municipality = "$1", person = "$2", now = "$3"),
            " AND v.starts_at >= $6 AND v.starts_at < $5 AND (v.starts_at >= $4 OR v.status IN ('confirmed', 'started', 'finished'))
             ORDER BY v.starts_at, v.id LIMIT 1000"
        ),
        municipality,
        me,
        now,
        from,
        to,
        open_since,
        locale.language()
    )?
    .into_iter()
    .map(|row| {
        let status = VisitStatus::from_code(&row.status).ok_or_else(|| DbError::row("visit", "status", row.id.as_str()))?;
        let mode = ContactMode::from_code(&row.mode).ok_or_else(|| DbError::row("visit", "mode", row.id.as_str()))?;
        Ok(Listed {
            mode,
            id: row.id,
            number: row.number,
            starts_at: row.starts_at,
            minutes: row.minutes,
            status,
            kind: row.kind,
            senior: (row.senior_given, row.senior_family),
            senior_phone: row.senior_phone,
            volunteer: (row.volunteer_given, row.volunteer_family),
            volunteer_phone: row.volunteer_phone,
            area: row.area,
        })
    })
    .collect()
}
