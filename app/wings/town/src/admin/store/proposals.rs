//! What waits for a second administrator.

use crate::admin::weaker::Weaker;
use db::{DbError, Tx, Update, exec, one, row, rows};
use frame::access::{
    model::Role,
    scope::{assigned, holds},
};
use ground::{
    Timestamp,
    id::{AreaId, KindId, MunicipalityId, PersonId},
    random::new_id,
};
use help::kinds::model::{ContactMode, Moderation, Requirement};

/// What became of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It took effect.
    Confirmed,
    /// An administrator took it back.
    TakenBack,
    /// Something else was proposed or done in its place.
    Replaced,
    /// Whoever proposed it is no administrator any more, or it cannot be done as things are now.
    Fallen,
    /// Nobody said yes in time.
    Expired,
}

impl Outcome {
    const fn code(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::TakenBack => "taken_back",
            Self::Replaced => "replaced",
            Self::Fallen => "fallen",
            Self::Expired => "expired",
        }
    }
}

/// What is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A role for somebody.
    Role {
        /// Whom.
        person: PersonId,
        /// Which: one of staff.
        role: Role,
        /// Where; none in the whole municipality.
        area: Option<AreaId>,
        /// From when; none: from the confirmation on.
        from: Option<Timestamp>,
        /// Until when.
        to: Option<Timestamp>,
    },
    /// Less that a kind of help demands.
    Kind {
        /// Which.
        kind: KindId,
        /// What it is to demand less.
        weaker: Weaker,
    },
}

/// A proposal, with the words that a page or the log tells it in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: String,
    /// What.
    pub what: What,
    /// First and family name of whom it is for; empty for a kind.
    pub person: String,
    /// The area's name.
    pub area: Option<String>,
    /// Who proposed it.
    pub by: PersonId,
    /// First and family name of who proposed it.
    pub by_name: String,
    /// Until when it can be confirmed.
    pub expires_at: Timestamp,
    /// It is over, whatever became of it.
    pub ended: bool,
}

#[derive(sqlx::FromRow)]
struct ProposalRow {
    id: String,
    person_id: Option<PersonId>,
    role: Option<String>,
    area_id: Option<AreaId>,
    valid_from: Option<Timestamp>,
    valid_to: Option<Timestamp>,
    kind_id: Option<KindId>,
    mode: Option<String>,
    risk: Option<i64>,
    dropped: String,
    meeting: String,
    proposed_by: PersonId,
    expires_at: Timestamp,
    ended: bool,
    person: Option<String>,
    area: Option<String>,
    by_name: String,
}

/// The codes of a list with blanks between them.
fn codes<T>(row: &str, column: &'static str, list: &str, of: fn(&str) -> Option<T>) -> Result<Vec<T>, DbError> {
    let wrong = || DbError::row("proposal", column, row);
    list.split_whitespace().map(|code| of(code).ok_or_else(wrong)).collect()
}

impl TryFrom<ProposalRow> for Proposal {
    type Error = DbError;

    fn try_from(row: ProposalRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("proposal", column, &row.id);
        let what = match (row.person_id, row.kind_id) {
            (Some(person), _) => What::Role {
                person,
                role: row.role.as_deref().and_then(Role::from_code).ok_or_else(|| wrong("role"))?,
                area: row.area_id,
                from: row.valid_from,
                to: row.valid_to,
            },
            (None, Some(kind)) => What::Kind {
                kind,
                weaker: Weaker {
                    moderation: match row.mode.as_deref() {
                        Some(code) => Some(Moderation::from_code(code).ok_or_else(|| wrong("mode"))?),
                        None => None,
                    },
                    risk: row.risk,
                    without: codes(&row.id, "dropped", &row.dropped, Requirement::from_code)?,
                    meeting: codes(&row.id, "meeting", &row.meeting, ContactMode::from_code)?,
                },
            },
            (None, None) => return Err(wrong("kind_id")),
        };
        Ok(Self {
            what,
            person: row.person.unwrap_or_default(),
            area: row.area,
            by: row.proposed_by,
            by_name: row.by_name,
            expires_at: row.expires_at,
            ended: row.ended,
            id: row.id,
        })
    }
}

macro_rules! proposals {
    ($where:literal) => {
        concat!(
            "SELECT o.id, o.person_id, o.role, o.area_id, o.valid_from, o.valid_to, o.kind_id, o.mode, o.risk, o.dropped, o.meeting,
                    o.proposed_by, o.expires_at, o.ended_at IS NOT NULL AS ended,
                    TRIM(p.given_name || ' ' || p.family_name) AS person, a.name AS area, TRIM(b.given_name || ' ' || b.family_name) AS by_name
             FROM proposal o
             JOIN person b ON b.municipality_id = o.municipality_id AND b.id = o.proposed_by
             LEFT JOIN person p ON p.municipality_id = o.municipality_id AND p.id = o.person_id
             LEFT JOIN area a ON a.municipality_id = o.municipality_id AND a.id = o.area_id
             WHERE o.municipality_id = $1 AND ",
            $where
        )
    };
}

/// What waits now, oldest first.
pub async fn waiting(tx: &mut Tx, municipality: &MunicipalityId, now: Timestamp) -> Result<Vec<Proposal>, DbError> {
    let found = rows!(
        tx,
        ProposalRow,
        proposals!("o.ended_at IS NULL AND o.expires_at > $2 ORDER BY o.proposed_at, o.id"),
        municipality,
        now
    )?;
    found.into_iter().map(Proposal::try_from).collect()
}

/// The proposal with this id, whatever became of it.
pub async fn proposal(tx: &mut Tx, municipality: &MunicipalityId, id: &str) -> Result<Option<Proposal>, DbError> {
    row!(tx, ProposalRow, proposals!("o.id = $2"), municipality, id)?.map(Proposal::try_from).transpose()
}

/// Keeps a proposal; its id. None where the same waits already, or the person or the area is not the municipality's.
pub async fn insert_proposal(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    what: &What,
    by: &PersonId,
    (now, expires_at): (Timestamp, Timestamp),
) -> Result<Option<String>, DbError> {
    let id = new_id(now);
    let inserted = match what {
        What::Role { person, role, area, from, to } => {
            let area = area.as_ref().map(AreaId::as_str);
            exec!(
                tx,
                "INSERT INTO proposal (municipality_id, id, person_id, role, area_id, valid_from, valid_to, dropped, meeting, proposed_by,
                     proposed_at, expires_at)
                 SELECT p.municipality_id, $2, p.id, $4, $5, $6, $7, '', '', $8, $9, $10 FROM person p
                 WHERE p.municipality_id = $1 AND p.id = $3
                   AND ($5 IS NULL OR EXISTS (SELECT 1 FROM area a WHERE a.municipality_id = $1 AND a.id = $5))
                 ON CONFLICT DO NOTHING",
                municipality,
                &id,
                person,
                role.code(),
                area,
                *from,
                *to,
                by,
                now,
                expires_at
            )?
        }
        What::Kind { kind, weaker } => {
            let dropped: Vec<&str> = weaker.without.iter().map(|requirement| requirement.code()).collect();
            let meeting: Vec<&str> = weaker.meeting.iter().map(|mode| mode.code()).collect();
            exec!(
                tx,
                "INSERT INTO proposal (municipality_id, id, kind_id, mode, risk, dropped, meeting, proposed_by, proposed_at, expires_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
                municipality,
                &id,
                kind,
                weaker.moderation.map(Moderation::code),
                weaker.risk,
                dropped.join(" "),
                meeting.join(" "),
                by,
                now,
                expires_at
            )?
        }
    };
    Ok(one(inserted).is_done().then_some(id))
}

/// Ends a proposal that waits. Too late where it was over before. Who ended it: none for the operator and for time.
pub async fn end_proposal(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &str,
    outcome: Outcome,
    by: Option<&PersonId>,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE proposal SET ended_at = $3, outcome = $4, ended_by = $5 WHERE municipality_id = $1 AND id = $2 AND ended_at IS NULL",
        municipality,
        id,
        now,
        outcome.code(),
        by.map(PersonId::as_str)
    )?))
}

/// Ends what waits for a kind of help: something else takes its place. The ids.
pub async fn replace_of_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    kind: &KindId,
    by: &PersonId,
    now: Timestamp,
) -> Result<Vec<String>, DbError> {
    let found = rows!(
        tx,
        (String,),
        "UPDATE proposal SET ended_at = $3, outcome = 'replaced', ended_by = $4
         WHERE municipality_id = $1 AND kind_id = $2 AND ended_at IS NULL RETURNING id",
        municipality,
        kind,
        now,
        by
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Ends what nobody has confirmed in time: municipality and id of each.
pub async fn expire_proposals(tx: &mut Tx, now: Timestamp) -> Result<Vec<(MunicipalityId, String)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, String),
        "UPDATE proposal SET ended_at = $1, outcome = 'expired' WHERE ended_at IS NULL AND expires_at <= $1 RETURNING municipality_id, id",
        now
    )
}

/// Ends what was proposed by those who are administrators no more: municipality and id of each.
pub async fn drop_proposals(tx: &mut Tx, now: Timestamp) -> Result<Vec<(MunicipalityId, String)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, String),
        concat!(
            "UPDATE proposal SET ended_at = $1, outcome = 'fallen' WHERE ended_at IS NULL AND NOT ",
            holds!(
                Administrator,
                municipality = "proposal.municipality_id",
                person = "proposal.proposed_by",
                now = "$1"
            ),
            " RETURNING municipality_id, id"
        ),
        now
    )
}

/// Those who may confirm: administrators of now who can sign in.
pub async fn administrators(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    now: Timestamp,
) -> Result<Vec<PersonId>, DbError> {
    let found = rows!(
        tx,
        (PersonId,),
        concat!(
            "SELECT DISTINCT r.person_id FROM role_assignment r
             JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id AND p.has_login
             WHERE r.municipality_id = $1 AND ",
            assigned!("r", Administrator, now = "$2"),
            " ORDER BY r.person_id"
        ),
        municipality,
        now
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Coordinators and administrators of now.
pub async fn staff_now(tx: &mut Tx, municipality: &MunicipalityId, now: Timestamp) -> Result<Vec<PersonId>, DbError> {
    let found = rows!(
        tx,
        (PersonId,),
        concat!(
            "SELECT DISTINCT r.person_id FROM role_assignment r WHERE r.municipality_id = $1 AND ",
            assigned!("r", Coordinator | Administrator, now = "$2"),
            " ORDER BY r.person_id"
        ),
        municipality,
        now
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Lets one after the other decide who works here: whoever comes at the same moment waits at the municipality's row.
pub async fn one_at_a_time(tx: &mut Tx, municipality: &MunicipalityId) -> Result<(), DbError> {
    exec!(tx, "UPDATE municipality SET name = name WHERE id = $1", municipality)?;
    Ok(())
}

/// Lets a kind demand less. False where that would lay visits at home on the board, or there is no such kind.
pub async fn weaken_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    kind: &KindId,
    weaker: &Weaker,
) -> Result<bool, DbError> {
    let comes = |mode: ContactMode| weaker.meeting.contains(&mode);
    let changed = exec!(
        tx,
        "UPDATE kind SET mode = COALESCE($3, mode), risk = COALESCE($4, risk), at_home = (at_home OR $5), out_of_home = (out_of_home OR $6)
         WHERE municipality_id = $1 AND id = $2 AND NOT (COALESCE($3, mode) = 'open_board' AND (at_home OR $5))",
        municipality,
        kind,
        weaker.moderation.map(Moderation::code),
        weaker.risk,
        comes(ContactMode::Home),
        comes(ContactMode::Out)
    )?;
    if !one(changed).is_done() {
        return Ok(false);
    }
    for requirement in &weaker.without {
        exec!(
            tx,
            "DELETE FROM kind_requirement WHERE municipality_id = $1 AND kind_id = $2 AND requirement = $3",
            municipality,
            kind,
            requirement.code()
        )?;
    }
    Ok(true)
}
