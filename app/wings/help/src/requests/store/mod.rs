//! SQL of requests: one, and those of a senior; their steps (`steps`), their possible times (`times`), who has them (`owner`), and what
//! the senior is shown (`senior`).

mod owner;
mod senior;
mod steps;
#[cfg(test)]
mod tests;
mod times;

use crate::{
    kinds::model::ContactMode,
    requests::model::{Channel, Request, RequestState, RequestStatus},
};
use db::{DbError, Table, Tx, row, rows};
use ground::{
    Timestamp,
    id::{AreaId, KindId, MunicipalityId, PersonId, RequestId},
};
pub use owner::{adopt, take_over, unassign, unassign_out_of_scope};
pub use senior::{Asker, Milestones, Proposal, asker, languages, milestones, proposals};
pub use steps::{NewRequest, advance, hold, insert, next_number, set_first_meeting};
pub use times::{Added, insert_time, times};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::of_people(
        "request",
        "SELECT 'request', id, submitted_at, status, note FROM request WHERE municipality_id = $1 AND senior_id = $2
           UNION ALL SELECT 'answer', id, answered_at, status, answer FROM request
             WHERE municipality_id = $1 AND senior_id = $2 AND answer IS NOT NULL AND answered_at IS NOT NULL",
    ),
    Table::new("request_time"),
    Table::new("counter"),
];

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: RequestId,
    number: i64,
    senior_id: PersonId,
    registered_by: PersonId,
    channel: String,
    kind_id: KindId,
    area_id: AreaId,
    mode: String,
    note: String,
    status: String,
    submitted_at: Timestamp,
    answer_due_at: Timestamp,
    owner_id: Option<PersonId>,
    unowned_since: Option<Timestamp>,
    question: Option<String>,
    answer: Option<String>,
    approved_at: Option<Timestamp>,
    volunteer_text: Option<String>,
    risk: Option<i64>,
    checks: Option<String>,
    first_meeting: Option<String>,
    matched_at: Option<Timestamp>,
    replacement_since: Option<Timestamp>,
    unfilled_told: i64,
    ended_at: Option<Timestamp>,
    end_reason: Option<String>,
    end_text: Option<String>,
    other_way: Option<String>,
}

impl TryFrom<RequestRow> for Request {
    type Error = DbError;

    fn try_from(row: RequestRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("request", column, row.id.as_str());
        let owner = || match (&row.owner_id, row.unowned_since) {
            (None, None) => Err(wrong("owner_id")),
            (owner, _) => Ok(owner.clone()),
        };
        let state = RequestState::from_code(&row.status).ok_or_else(|| wrong("status"))?;
        let status = match state {
            RequestState::Submitted => RequestStatus::Submitted,
            RequestState::InReview => RequestStatus::InReview { owner: owner()? },
            RequestState::NeedsInfo => RequestStatus::NeedsInfo {
                owner: owner()?,
                question: row.question.clone().ok_or_else(|| wrong("question"))?,
            },
            RequestState::Approved => RequestStatus::Approved {
                owner: owner()?,
                at: row.approved_at.ok_or_else(|| wrong("approved_at"))?,
                replacement_since: row.replacement_since,
            },
            RequestState::Matched => {
                RequestStatus::Matched { owner: owner()?, at: row.matched_at.ok_or_else(|| wrong("matched_at"))? }
            }
            RequestState::Closed | RequestState::Declined | RequestState::Referred | RequestState::Withdrawn => {
                RequestStatus::Ended {
                    state,
                    at: row.ended_at.ok_or_else(|| wrong("ended_at"))?,
                    reason: row.end_reason.clone(),
                    text: row.end_text.clone(),
                    other_way: row.other_way.clone(),
                }
            }
        };
        Ok(Self {
            channel: Channel::from_code(&row.channel).ok_or_else(|| wrong("channel"))?,
            mode: ContactMode::from_code(&row.mode).ok_or_else(|| wrong("mode"))?,
            status,
            id: row.id,
            number: row.number,
            senior: row.senior_id,
            registered_by: row.registered_by,
            kind: row.kind_id,
            area: row.area_id,
            note: row.note,
            submitted_at: row.submitted_at,
            answer_due_at: row.answer_due_at,
            question: row.question,
            answer: row.answer,
            volunteer_text: row.volunteer_text,
            risk: row.risk,
            checks: row.checks,
            first_meeting: row.first_meeting,
            unfilled_told: row.unfilled_told,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, senior_id, registered_by, channel, kind_id, area_id, mode, note, status, submitted_at,
                    answer_due_at, owner_id, unowned_since, question, answer, approved_at, volunteer_text, risk, checks, first_meeting,
                    matched_at, replacement_since, unfilled_told, ended_at, end_reason, end_text, other_way
             FROM request ",
            $rest
        )
    };
}

/// The request with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &RequestId) -> Result<Option<Request>, DbError> {
    row!(tx, RequestRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?
        .map(Request::try_from)
        .transpose()
}

/// A senior's requests, newest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
) -> Result<Vec<Request>, DbError> {
    rows!(
        tx,
        RequestRow,
        select!("WHERE municipality_id = $1 AND senior_id = $2 ORDER BY submitted_at DESC, id DESC LIMIT 200"),
        municipality,
        senior
    )?
    .into_iter()
    .map(Request::try_from)
    .collect()
}
