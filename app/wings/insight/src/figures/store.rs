//! SQL of figures: counts and sums here, months and medians in Rust (a month is one of Stockholm's). Each statement binds
//! municipality, coordinator, now, the beginning of the period, and an area or none.

use db::{DbError, Tx, row, rows};
use desk::{concern_of_others, concern_people, concern_protected};
use frame::access::scope::{coordinates, holds};
use ground::{
    Timestamp,
    id::{MunicipalityId, PersonId},
};

/// Whose figures, from when, of which area.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// The tenant.
    pub municipality: &'a MunicipalityId,
    /// The coordinator who asks.
    pub me: &'a PersonId,
    /// The present instant.
    pub now: Timestamp,
    /// The beginning of the period.
    pub since: Timestamp,
    /// One area only.
    pub area: Option<&'a str>,
}

/// The condition that figures of requests share.
macro_rules! requests {
    () => {
        concat!(
            " FROM request r
              JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id AND p.protected = FALSE
              JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
              WHERE r.municipality_id = $1 AND r.submitted_at >= $4 AND ($5 IS NULL OR r.area_id = $5) AND ",
            coordinates!("r.area_id", municipality = "$1", person = "$2", now = "$3")
        )
    };
}

/// The condition that figures of visits share.
macro_rules! visits {
    () => {
        concat!(
            " FROM visit v
              JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
              JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.senior_id AND p.protected = FALSE
              JOIN person w ON w.municipality_id = v.municipality_id AND w.id = v.volunteer_id AND w.protected = FALSE
              WHERE v.municipality_id = $1 AND v.starts_at >= $4 AND v.starts_at <= $3 AND ($5 IS NULL OR r.area_id = $5) AND ",
            coordinates!("r.area_id", municipality = "$1", person = "$2", now = "$3")
        )
    };
}

/// Requests by state: code and number.
pub async fn by_state(tx: &mut Tx, scope: &Scope<'_>) -> Result<Vec<(String, i64)>, DbError> {
    rows!(
        tx,
        (String, i64),
        concat!("SELECT r.status, count(*)", requests!(), " GROUP BY r.status"),
        scope.municipality,
        scope.me,
        scope.now,
        scope.since,
        scope.area
    )
}

/// Requests by area: name, all, matched at some time.
pub async fn by_area(tx: &mut Tx, scope: &Scope<'_>) -> Result<Vec<(String, i64, i64)>, DbError> {
    rows!(
        tx,
        (String, i64, i64),
        concat!("SELECT a.name, count(*), count(r.matched_at)", requests!(), " GROUP BY a.id, a.name"),
        scope.municipality,
        scope.me,
        scope.now,
        scope.since,
        scope.area
    )
}

/// When a request passed its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StepsRow {
    /// Sent.
    pub submitted_at: Timestamp,
    /// Approved for the first time.
    pub first_approved_at: Option<Timestamp>,
    /// Matched, latest.
    pub matched_at: Option<Timestamp>,
    /// Its first visit that took place.
    pub first_visit: Option<Timestamp>,
    /// Nothing more is to happen.
    pub over: bool,
    /// Sent in by telephone.
    pub by_phone: bool,
}

/// The steps of the period's requests.
pub async fn steps(tx: &mut Tx, scope: &Scope<'_>) -> Result<Vec<StepsRow>, DbError> {
    rows!(
        tx,
        StepsRow,
        concat!(
            "SELECT r.submitted_at, r.first_approved_at, r.matched_at,
                    (SELECT min(v.starts_at) FROM visit v WHERE v.municipality_id = r.municipality_id AND v.request_id = r.id
                        AND v.status IN ('started', 'finished', 'reported')) AS first_visit,
                    r.status IN ('closed', 'declined', 'referred', 'withdrawn') AS over, r.channel = 'phone' AS by_phone",
            requests!(),
            " ORDER BY r.submitted_at LIMIT 100000"
        ),
        scope.municipality,
        scope.me,
        scope.now,
        scope.since,
        scope.area
    )
}

/// Visits that took place, minutes given, visits that somebody did not come to.
pub async fn visits(tx: &mut Tx, scope: &Scope<'_>) -> Result<(i64, i64, i64), DbError> {
    let found = row!(
        tx,
        (i64, i64, i64),
        concat!(
            "SELECT count(*) FILTER (WHERE v.status IN ('started', 'finished', 'reported')),
                    CAST(COALESCE(SUM(CASE WHEN v.status = 'reported' THEN v.reported_minutes ELSE 0 END), 0) AS BIGINT),
                    count(*) FILTER (WHERE v.status = 'no_show')",
            visits!()
        ),
        scope.municipality,
        scope.me,
        scope.now,
        scope.since,
        scope.area
    )?;
    Ok(found.unwrap_or_default())
}

/// Seniors' answers about visits: good ones, all.
pub async fn answers(tx: &mut Tx, scope: &Scope<'_>) -> Result<(i64, i64), DbError> {
    let found = row!(
        tx,
        (i64, i64),
        concat!(
            "SELECT count(*) FILTER (WHERE f.answer = 'good'), count(*) FROM feedback f
             WHERE f.municipality_id = $1 AND EXISTS (SELECT 1",
            visits!(),
            " AND v.id = f.visit_id)"
        ),
        scope.municipality,
        scope.me,
        scope.now,
        scope.since,
        scope.area
    )?;
    Ok(found.unwrap_or_default())
}

/// Concerns told in the period, apart from those about the reader or a visit of theirs, and from those of people with protected identity.
pub async fn concerns(tx: &mut Tx, scope: &Scope<'_>) -> Result<i64, DbError> {
    let found = row!(
        tx,
        (i64,),
        concat!(
            "SELECT count(*) FROM concern c ",
            concern_people!(),
            " WHERE c.municipality_id = $1 AND c.received_at >= $4 AND ($5 IS NULL OR c.area_id = $5) AND NOT ",
            concern_protected!(),
            " AND ",
            concern_of_others!(),
            " AND ",
            coordinates!("c.area_id", municipality = "$1", person = "$2", now = "$3")
        ),
        scope.municipality,
        scope.me,
        scope.now,
        scope.since,
        scope.area
    )?;
    Ok(found.map(|(count,)| count).unwrap_or_default())
}

/// Active volunteers, and those of them without a visit or a question for 30 days. `$4` is the beginning of those days.
pub async fn volunteers(tx: &mut Tx, scope: &Scope<'_>, idle_since: Timestamp) -> Result<(i64, i64), DbError> {
    let found = row!(
        tx,
        (i64, i64),
        concat!(
            "SELECT count(*),
                    count(*) FILTER (WHERE v.joined_at <= $4
                      AND NOT EXISTS (SELECT 1 FROM visit x WHERE x.municipality_id = v.municipality_id AND x.volunteer_id = v.person_id
                                        AND x.starts_at > $4 AND x.status <> 'cancelled')
                      AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = v.municipality_id AND o.volunteer_id = v.person_id
                                        AND o.status IN ('open', 'accepted')))
             FROM volunteer v
             JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id AND p.protected = FALSE
             WHERE v.municipality_id = $1 AND v.held_at IS NULL AND ($5 IS NULL OR p.area_id = $5)
               AND ",
            holds!(Volunteer, municipality = "v.municipality_id", person = "v.person_id", now = "$3"),
            " AND ",
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3")
        ),
        scope.municipality,
        scope.me,
        scope.now,
        idle_since,
        scope.area
    )?;
    Ok(found.unwrap_or_default())
}
