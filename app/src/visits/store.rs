//! SQL of visits.

use super::model::{Visit, VisitStatus};
use crate::{
    common::{
        Timestamp,
        id::{AreaId, KindId, MatchId, MunicipalityId, OfferId, PersonId, RequestId, VisitId},
        text::{Texts, k},
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec,
    kinds::model::ContactMode,
    row, rows,
};

#[derive(sqlx::FromRow)]
struct VisitRow {
    id: VisitId,
    contact_id: MatchId,
    request_id: RequestId,
    senior_id: PersonId,
    volunteer_id: PersonId,
    starts_at: Timestamp,
    minutes: i64,
    mode: String,
    code_word: String,
    status: String,
    first_meeting: Option<String>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    reported_at: Option<Timestamp>,
    outcome: Option<String>,
    reported_minutes: Option<i64>,
    experience: Option<String>,
    report_text: Option<String>,
    boundaries_kept: Option<bool>,
    cancelled_by: Option<String>,
    sequence: i64,
    updated_at: Timestamp,
}

impl TryFrom<VisitRow> for Visit {
    type Error = DbError;

    fn try_from(row: VisitRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("visit", column, row.id.as_str());
        let status = VisitStatus::from_code(&row.status).ok_or_else(|| wrong("status"))?;
        if matches!(status, VisitStatus::Started | VisitStatus::Finished) && row.started_at.is_none() {
            return Err(wrong("started_at"));
        }
        if status == VisitStatus::Reported && row.reported_at.is_none() {
            return Err(wrong("reported_at"));
        }
        Ok(Self {
            mode: ContactMode::from_code(&row.mode).ok_or_else(|| wrong("mode"))?,
            status,
            id: row.id,
            contact: row.contact_id,
            request: row.request_id,
            senior: row.senior_id,
            volunteer: row.volunteer_id,
            starts_at: row.starts_at,
            minutes: row.minutes,
            code_word: row.code_word,
            first_meeting: row.first_meeting,
            started_at: row.started_at,
            finished_at: row.finished_at,
            reported_at: row.reported_at,
            outcome: row.outcome,
            reported_minutes: row.reported_minutes,
            experience: row.experience,
            report_text: row.report_text,
            boundaries_kept: row.boundaries_kept,
            cancelled_by: row.cancelled_by,
            sequence: row.sequence,
            updated_at: row.updated_at,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word, status, first_meeting,
                    started_at, finished_at, reported_at, outcome, reported_minutes, experience, report_text, boundaries_kept,
                    cancelled_by, sequence, updated_at
             FROM visit ",
            $rest
        )
    };
}

/// What a new visit holds.
#[derive(Clone, Debug)]
pub struct NewVisit<'a> {
    /// Its match.
    pub contact: &'a MatchId,
    /// Its request.
    pub request: &'a RequestId,
    /// Whom it is for.
    pub senior: &'a PersonId,
    /// Who comes.
    pub volunteer: &'a PersonId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Planned minutes.
    pub minutes: i64,
    /// Where or how.
    pub mode: ContactMode,
    /// The word both say.
    pub code_word: &'a str,
    /// Planned or confirmed.
    pub status: VisitStatus,
    /// How the first meeting is arranged, where it is known already.
    pub first_meeting: Option<&'a str>,
}

/// Inserts a visit.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    new: &NewVisit<'_>,
    now: Timestamp,
) -> Result<VisitId, DbError> {
    let id = VisitId(new_id(now));
    let confirmed = (new.status == VisitStatus::Confirmed).then_some(now);
    exec!(
        tx,
        "INSERT INTO visit (municipality_id, id, contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                            status, first_meeting, confirmed_at, reminded, sequence, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, $14)",
        municipality,
        &id,
        new.contact,
        new.request,
        new.senior,
        new.volunteer,
        new.starts_at,
        new.minutes,
        new.mode.code(),
        new.code_word,
        new.status.code(),
        new.first_meeting,
        confirmed,
        now
    )?;
    Ok(id)
}

/// The visit with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId) -> Result<Option<Visit>, DbError> {
    row!(tx, VisitRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?
        .map(Visit::try_from)
        .transpose()
}

/// The visits of a request, oldest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_request(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<Visit>, DbError> {
    rows!(
        tx,
        VisitRow,
        select!("WHERE municipality_id = $1 AND request_id = $2 ORDER BY starts_at, id"),
        municipality,
        request
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// A senior's visits from an instant on, soonest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
    from: Timestamp,
) -> Result<Vec<Visit>, DbError> {
    rows!(
        tx,
        VisitRow,
        select!("WHERE municipality_id = $1 AND senior_id = $2 AND starts_at >= $3 ORDER BY starts_at, id LIMIT 200"),
        municipality,
        senior,
        from
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// A volunteer's visits from an instant on, soonest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    from: Timestamp,
) -> Result<Vec<Visit>, DbError> {
    rows!(
        tx,
        VisitRow,
        select!(
            "WHERE municipality_id = $1 AND volunteer_id = $2 AND starts_at >= $3 ORDER BY starts_at, id LIMIT 500"
        ),
        municipality,
        volunteer,
        from
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// The first meeting is arranged: a planned visit becomes confirmed. False where it is not planned any more.
///
/// # Errors
/// The database's.
pub async fn confirm(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    first_meeting: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'confirmed', first_meeting = $3, confirmed_at = $4, updated_at = $4, sequence = sequence + 1
         WHERE municipality_id = $1 AND id = $2 AND status = 'planned'",
        municipality,
        id,
        first_meeting,
        now
    )?))
}

/// The volunteer pressed "start", at this time.
///
/// # Errors
/// The database's.
pub async fn start(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    at: Timestamp,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'started', started_at = $3, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status = 'confirmed'",
        municipality,
        id,
        at,
        now
    )?))
}

/// The volunteer pressed "finish", at this time.
///
/// # Errors
/// The database's.
pub async fn finish(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    at: Timestamp,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'finished', finished_at = $3, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status = 'started'",
        municipality,
        id,
        at,
        now
    )?))
}

/// A volunteer's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How it went.
    pub outcome: super::model::VisitOutcome,
    /// Minutes given.
    pub minutes: i64,
    /// How it was.
    pub experience: super::model::Experience,
    /// Anything to tell, or empty.
    pub text: String,
    /// The boundaries were kept.
    pub boundaries_kept: bool,
}

/// The volunteer told how it went; also where "start" or "finish" was forgotten, once the visit's time has begun.
///
/// # Errors
/// The database's.
pub async fn report(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    report: &Report,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = CASE WHEN $4 = 'senior_absent' THEN 'no_show' ELSE 'reported' END,
                no_show_of = CASE WHEN $4 = 'senior_absent' THEN 'senior' ELSE no_show_of END,
                reported_at = $3, outcome = $4, reported_minutes = $5, experience = $6, report_text = $7, boundaries_kept = $8,
                updated_at = $3
         WHERE municipality_id = $1 AND id = $2 AND status IN ('confirmed', 'started', 'finished') AND starts_at <= $3",
        municipality,
        id,
        now,
        report.outcome.code(),
        report.minutes,
        report.experience.code(),
        &report.text,
        report.boundaries_kept
    )?))
}

/// Cancels a visit that has not begun. False where it has begun, is over or is cancelled already.
///
/// # Errors
/// The database's.
pub async fn cancel(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    by: &'static str,
    reason: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'cancelled', cancelled_at = $3, cancelled_by = $4, cancel_reason = $5, updated_at = $3,
                sequence = sequence + 1
         WHERE municipality_id = $1 AND id = $2 AND status IN ('planned', 'confirmed')",
        municipality,
        id,
        now,
        by,
        reason
    )?))
}

/// Keeps the senior's feedback. False where it was given already.
///
/// # Errors
/// The database's.
pub async fn insert_feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
    person: &PersonId,
    answer: super::model::FeedbackAnswer,
    note: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
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
///
/// # Errors
/// The database's.
pub async fn feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
) -> Result<Option<Feedback>, DbError> {
    row!(
        tx,
        Feedback,
        "SELECT f.answer, f.note, f.followed_up_at, p.given_name || ' ' || p.family_name AS followed_up_by, f.followed_up_note
         FROM feedback f LEFT JOIN person p ON p.municipality_id = f.municipality_id AND p.id = f.followed_up_by
         WHERE f.municipality_id = $1 AND f.visit_id = $2",
        municipality,
        visit
    )
}

/// A coordinator has followed up what was not good. False where a colleague was first, or there is nothing to follow up.
///
/// # Errors
/// The database's.
pub async fn follow_up_feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
    by: &PersonId,
    note: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
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
    /// The volunteer's first name, or "volontären" where the identity is protected.
    pub fn name(&self, texts: Texts) -> &str {
        if self.given_name.is_empty() { texts.s(k::senior_visits::THE_VOLUNTEER) } else { &self.given_name }
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
            "SELECT v.id, v.contact_id, v.request_id, v.senior_id, v.volunteer_id, v.starts_at, v.minutes, v.mode, v.code_word, v.status,
                    v.first_meeting, v.started_at, v.finished_at, v.reported_at, v.outcome, v.reported_minutes, v.experience,
                    v.report_text, v.boundaries_kept, v.cancelled_by, v.sequence, v.updated_at,
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
///
/// # Errors
/// The database's.
pub async fn volunteer_phone(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    contact: &MatchId,
) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT v.phone FROM contact c
         JOIN person v ON v.municipality_id = c.municipality_id AND v.id = c.volunteer_id
         JOIN person s ON s.municipality_id = c.municipality_id AND s.id = c.senior_id
         WHERE c.municipality_id = $1 AND c.id = $2 AND c.status IN ('introducing', 'trial', 'active', 'ending')
           AND v.share_phone AND s.share_phone AND v.phone IS NOT NULL AND NOT v.protected AND NOT s.protected",
        municipality,
        contact
    )?;
    Ok(found.map(|(phone,)| phone))
}

/// The senior's own code word for a visit that has not begun. False where it has begun, is over or is cancelled.
///
/// # Errors
/// The database's.
pub async fn set_code_word(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    word: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET code_word = $3, updated_at = $4 WHERE municipality_id = $1 AND id = $2 AND status IN ('planned', 'confirmed')",
        municipality,
        id,
        word,
        now
    )?))
}

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
///
/// # Errors
/// The database's.
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
///
/// # Errors
/// The database's.
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
///
/// # Errors
/// The database's.
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

/// The visit that an offer led to.
///
/// # Errors
/// The database's.
pub async fn of_offer(tx: &mut Tx, municipality: &MunicipalityId, offer: &OfferId) -> Result<Option<VisitId>, DbError> {
    let found = row!(
        tx,
        (VisitId,),
        "SELECT v.id FROM visit v JOIN contact c ON c.municipality_id = v.municipality_id AND c.id = v.contact_id
         WHERE v.municipality_id = $1 AND c.offer_id = $2 ORDER BY v.starts_at DESC, v.id DESC LIMIT 1",
        municipality,
        offer
    )?;
    Ok(found.map(|(id,)| id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        common::Failure,
        db_test,
        demo::small::{self, NOW},
        in_tx,
        visits::model::{Experience, FeedbackAnswer, VisitOutcome},
    };

    fn told(outcome: VisitOutcome) -> Report {
        Report { outcome, minutes: 55, experience: Experience::Good, text: String::new(), boundaries_kept: true }
    }

    db_test!(the_steps_of_a_visit, |db| async {
        let municipality = small::filled(&db).await;
        let erik = small::person(&db.db, "Erik").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
            let (id, later) = (&visit.id, visit.starts_at.plus_minutes(1));
            assert_eq!(visit.status, VisitStatus::Confirmed);
            assert!(!confirm(tx, &municipality, id, "Ulla följer med", NOW).await?, "it is confirmed already");
            let as_planned = told(VisitOutcome::AsPlanned);
            assert!(!finish(tx, &municipality, id, later, later).await?, "not started");
            assert!(!report(tx, &municipality, id, &as_planned, NOW).await?, "not begun");
            assert!(!start(tx, &"other".into(), id, later, later).await?, "another municipality's");
            // What was pressed without a network comes later.
            assert!(start(tx, &municipality, id, later, later.plus_minutes(20)).await?);
            assert!(!start(tx, &municipality, id, later, later).await?, "the second press");
            let started = by_id(tx, &municipality, id).await?.unwrap();
            assert_eq!((started.started_at, started.updated_at), (Some(later), later.plus_minutes(20)));
            assert!(!cancel(tx, &municipality, id, "senior", "", later).await?, "it is going on");
            assert!(finish(tx, &municipality, id, later.plus_minutes(50), later.plus_minutes(55)).await?);
            assert!(report(tx, &municipality, id, &as_planned, later.plus_minutes(60)).await?);
            assert!(!report(tx, &municipality, id, &as_planned, later.plus_minutes(61)).await?);
            assert!(insert_feedback(tx, &municipality, id, &erik, FeedbackAnswer::Good, "Bra", later).await?);
            assert!(!insert_feedback(tx, &municipality, id, &erik, FeedbackAnswer::Talk, "", later).await?);
            let said = feedback(tx, &municipality, id).await?.unwrap();
            assert_eq!((said.answer.as_str(), said.note.as_str(), said.followed_up_at), ("good", "Bra", None));
            assert!(!follow_up_feedback(tx, &municipality, id, &erik, "", later).await?, "nothing to follow up");
            Ok(())
        });
        done.unwrap();
    });

    db_test!(what_was_not_good_is_followed_up_once, |db| async {
        // The visit is still ahead.
        db.may_contradict();
        let municipality = small::filled(&db).await;
        let (erik, ulla) = (small::person(&db.db, "Erik").await, small::person(&db.db, "Ulla").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
            assert_eq!(feedback(tx, &municipality, &visit.id).await?, None);
            assert!(insert_feedback(tx, &municipality, &visit.id, &erik, FeedbackAnswer::Talk, "Ring", NOW).await?);
            let later = NOW.plus_hours(2);
            assert!(!follow_up_feedback(tx, &"other".into(), &visit.id, &ulla, "x", later).await?, "not theirs");
            assert!(follow_up_feedback(tx, &municipality, &visit.id, &ulla, "Ringde, allt bra", later).await?);
            assert!(!follow_up_feedback(tx, &municipality, &visit.id, &erik, "Igen", later).await?, "once");
            let said = feedback(tx, &municipality, &visit.id).await?.unwrap();
            assert_eq!(said.followed_up_at, Some(later));
            assert!(said.followed_up_by.unwrap().starts_with("Ulla"));
            assert_eq!(said.followed_up_note.as_deref(), Some("Ringde, allt bra"));
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_report_without_start_and_of_an_absent_senior, |db| async {
        let municipality = small::filled(&db).await;
        let erik = small::person(&db.db, "Erik").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
            assert!(report(tx, &municipality, &visit.id, &told(VisitOutcome::SeniorAbsent), visit.starts_at).await?);
            assert_eq!(by_id(tx, &municipality, &visit.id).await?.unwrap().status, VisitStatus::NoShow);
            assert!(!cancel(tx, &municipality, &visit.id, "senior", "", visit.starts_at).await?);
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_cancelled_visit_stays_cancelled, |db| async {
        db.may_contradict();
        let municipality = small::filled(&db).await;
        let erik = small::person(&db.db, "Erik").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let visit = list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
            assert!(cancel(tx, &municipality, &visit.id, "senior", "", NOW).await?);
            assert!(!cancel(tx, &municipality, &visit.id, "volunteer", "", NOW).await?);
            assert!(!start(tx, &municipality, &visit.id, visit.starts_at, visit.starts_at).await?);
            assert!(!report(tx, &municipality, &visit.id, &told(VisitOutcome::AsPlanned), visit.starts_at).await?);
            let cancelled = by_id(tx, &municipality, &visit.id).await?.unwrap();
            assert_eq!((cancelled.cancelled_by.as_deref(), cancelled.sequence), (Some("senior"), visit.sequence + 1));
            Ok(())
        });
        done.unwrap();
    });
}
