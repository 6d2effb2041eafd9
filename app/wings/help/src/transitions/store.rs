//! SQL of how a request stands, as far as its tasks go.

use super::tasks::{Facts, Proposal, Visit};
use crate::{
    requests::model::RequestState,
    visits::model::{FeedbackAnswer, VisitStatus},
};
use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{AreaId, MunicipalityId, PersonId, RequestId, VisitId},
};
use std::collections::BTreeMap;

#[derive(sqlx::FromRow)]
struct FactsRow {
    municipality_id: MunicipalityId,
    id: RequestId,
    number: i64,
    senior_id: PersonId,
    area_id: AreaId,
    status: String,
    owner_id: Option<PersonId>,
    unowned_since: Option<Timestamp>,
    submitted_at: Timestamp,
    answer_due_at: Timestamp,
    taken_at: Option<Timestamp>,
    asked_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    approved_at: Option<Timestamp>,
    matched_at: Option<Timestamp>,
    replacement_since: Option<Timestamp>,
    by_app: bool,
    asked: bool,
    volunteer_id: Option<PersonId>,
    proposed_at: Option<Timestamp>,
}

impl FactsRow {
    fn read(self, visits: Vec<Visit>) -> Result<(MunicipalityId, Facts), DbError> {
        let state =
            RequestState::from_code(&self.status).ok_or_else(|| DbError::row("request", "status", self.id.as_str()))?;
        let facts = Facts {
            state,
            proposal: self.volunteer_id.zip(self.proposed_at).map(|(volunteer, since)| Proposal { volunteer, since }),
            visits,
            id: self.id,
            number: self.number,
            senior: self.senior_id,
            area: self.area_id,
            owner: self.owner_id,
            unowned_since: self.unowned_since,
            submitted_at: self.submitted_at,
            answer_due_at: self.answer_due_at,
            taken_at: self.taken_at,
            asked_at: self.asked_at,
            answered_at: self.answered_at,
            approved_at: self.approved_at,
            matched_at: self.matched_at,
            replacement_since: self.replacement_since,
            by_app: self.by_app,
            asked: self.asked,
        };
        Ok((self.municipality_id, facts))
    }
}

#[derive(sqlx::FromRow)]
struct VisitRow {
    municipality_id: MunicipalityId,
    request_id: RequestId,
    id: VisitId,
    volunteer_id: PersonId,
    starts_at: Timestamp,
    minutes: i64,
    status: String,
    answer: Option<String>,
    said_at: Option<Timestamp>,
}

impl VisitRow {
    fn read(self) -> Result<Visit, DbError> {
        let status =
            VisitStatus::from_code(&self.status).ok_or_else(|| DbError::row("visit", "status", self.id.as_str()))?;
        let answer = self
            .answer
            .map(|code| {
                FeedbackAnswer::from_code(&code).ok_or_else(|| DbError::row("feedback", "answer", self.id.as_str()))
            })
            .transpose()?;
        Ok(Visit {
            status,
            to_follow: answer.zip(self.said_at),
            id: self.id,
            volunteer: self.volunteer_id,
            starts_at: self.starts_at,
            minutes: self.minutes,
        })
    }
}

macro_rules! facts {
    ($rest:literal) => {
        concat!(
            "SELECT r.municipality_id, r.id, r.number, r.senior_id, r.area_id, r.status, r.owner_id, r.unowned_since, r.submitted_at,
                    r.answer_due_at, r.taken_at, r.asked_at, r.answered_at, r.approved_at, r.matched_at, r.replacement_since,
                    p.channel = 'app' AS by_app,
                    EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = r.municipality_id AND o.request_id = r.id
                              AND o.status = 'open') AS asked,
                    a.volunteer_id, COALESCE(a.answered_at, a.offered_at) AS proposed_at
             FROM request r
             JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id
             LEFT JOIN offer a ON a.municipality_id = r.municipality_id AND a.request_id = r.id AND a.status = 'accepted' ",
            $rest
        )
    };
}

macro_rules! visits {
    ($from:literal, $rest:literal) => {
        concat!(
            "SELECT v.municipality_id, v.request_id, v.id, v.volunteer_id, v.starts_at, v.minutes, v.status, f.answer,
                    f.created_at AS said_at FROM ",
            $from,
            " LEFT JOIN feedback f ON f.municipality_id = v.municipality_id AND f.visit_id = v.id AND f.answer IN ('not_good', 'talk')
                AND f.followed_up_at IS NULL ",
            $rest
        )
    };
}

/// How a request stands.
pub async fn facts(tx: &mut Tx, municipality: &MunicipalityId, request: &RequestId) -> Result<Option<Facts>, DbError> {
    let sql = facts!("WHERE r.municipality_id = $1 AND r.id = $2");
    let Some(found) = row!(tx, FactsRow, sql, municipality, request)? else { return Ok(None) };
    let sql = visits!("visit v", "WHERE v.municipality_id = $1 AND v.request_id = $2");
    let visits = rows!(tx, VisitRow, sql, municipality, request)?;
    let visits = visits.into_iter().map(VisitRow::read).collect::<Result<_, _>>()?;
    Ok(Some(found.read(visits)?.1))
}

/// How all requests stand that somebody may have to do something about, over all municipalities.
pub async fn all_facts(tx: &mut Tx) -> Result<Vec<(MunicipalityId, Facts)>, DbError> {
    let sql = visits!(
        "request r JOIN visit v ON v.municipality_id = r.municipality_id AND v.request_id = r.id",
        "WHERE r.status = 'matched' OR f.visit_id IS NOT NULL"
    );
    let mut visits: BTreeMap<(MunicipalityId, RequestId), Vec<Visit>> = BTreeMap::new();
    for row in rows!(tx, VisitRow, sql)? {
        visits.entry((row.municipality_id.clone(), row.request_id.clone())).or_default().push(row.read()?);
    }
    let sql = facts!(
        "WHERE r.status IN ('submitted', 'in_review', 'needs_info', 'approved', 'matched')
            OR EXISTS (SELECT 1 FROM visit v JOIN feedback f ON f.municipality_id = v.municipality_id AND f.visit_id = v.id
                       WHERE v.municipality_id = r.municipality_id AND v.request_id = r.id AND f.answer IN ('not_good', 'talk')
                         AND f.followed_up_at IS NULL)"
    );
    let found = rows!(tx, FactsRow, sql)?;
    found
        .into_iter()
        .map(|row| {
            let visits = visits.remove(&(row.municipality_id.clone(), row.id.clone())).unwrap_or_default();
            row.read(visits)
        })
        .collect()
}
