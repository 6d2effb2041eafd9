//! (server side) What waits for a coordinator because of a concern: one that nobody has judged, or whose coordinator is gone.

use super::{model::ConcernStatus, store};
use db::{DbError, Tx};
use frame::tasks::{self, End, Found, Of, Task, TaskKind, Wanted, Weight};
use ground::{
    Object, Timestamp,
    clock::working_days_after,
    id::{AreaId, ConcernId, MunicipalityId, PersonId},
    text::k,
};

/// A concern nobody has taken, or whose coordinator is gone.
pub const CONCERN: TaskKind = TaskKind { code: "concern", words: k::review::TASK_CONCERN, weight: Weight::Alarming };

/// The kinds of this feature.
pub const KINDS: &[&TaskKind] = &[&CONCERN];

/// How a concern stands, as far as its task goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The concern.
    pub id: ConcernId,
    /// Its number.
    pub number: i64,
    /// Who told it.
    pub by: PersonId,
    /// Whom it is about, and the two of its visit.
    pub about: Vec<PersonId>,
    /// The area it belongs to.
    pub area: Option<AreaId>,
    /// Its state.
    pub status: ConcernStatus,
    /// When it was told.
    pub received_at: Timestamp,
    /// The coordinator who has it.
    pub owner: Option<PersonId>,
    /// Since when it waits for a new owner.
    pub unowned_since: Option<Timestamp>,
}

/// The task that a concern is to have while it stands like this. Whom it is about never sees it, nor the two of its visit.
pub fn of(concern: &Facts) -> Option<Task> {
    let since = match (concern.status, concern.unowned_since) {
        (ConcernStatus::Closed, _) => return None,
        (_, Some(since)) => since,
        (ConcernStatus::Received, None) => concern.received_at,
        (_, None) => return None,
    };
    Some(Task {
        kind: &CONCERN,
        phase: 0,
        about: (Object::Concern, concern.id.0.clone()),
        request: None,
        number: concern.number,
        person: None,
        kept_from: concern.about.clone(),
        also_about: vec![concern.by.clone()],
        hidden_if_protected: true,
        area: concern.area.clone(),
        owner: concern.owner.clone(),
        since,
        due: working_days_after(since, 1),
        starts_at: None,
        visible_from: None,
        visible_until: None,
        others_from: None,
    })
}

/// Settles the task of a concern, at the end of each of its steps.
pub async fn settle(tx: &mut Tx, municipality: &MunicipalityId, id: &ConcernId, now: Timestamp) -> Result<(), DbError> {
    let Some(facts) = store::facts(tx, municipality, id).await? else { return Ok(()) };
    let wanted = Wanted {
        of: Of::Thing(Object::Concern, id.as_str()),
        kinds: KINDS,
        tasks: of(&facts).into_iter().collect(),
        end: End::Done(facts.status.code()),
    };
    tasks::settle(tx, municipality, wanted, now).await
}

/// The tasks of all concerns.
pub async fn all(tx: &mut Tx) -> Found {
    let facts = store::all_facts(tx).await?;
    Ok(facts.into_iter().filter_map(|(municipality, facts)| Some((municipality, of(&facts)?))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const RECEIVED: Timestamp = Timestamp(1_795_428_000_000);
    const LOST: Timestamp = Timestamp(1_795_514_400_000);

    #[test]
    fn a_concern_waits_until_somebody_has_it() {
        let concern = Facts {
            id: "c".into(),
            number: 123_456,
            by: "teller".into(),
            about: vec!["about".into(), "senior".into()],
            area: Some("centre".into()),
            status: ConcernStatus::Received,
            received_at: RECEIVED,
            owner: None,
            unowned_since: None,
        };
        for status in ConcernStatus::ALL {
            for unowned_since in [None, Some(LOST)] {
                let expected = match (status, unowned_since) {
                    (ConcernStatus::Closed, _) => None,
                    (ConcernStatus::Received, None) => Some(RECEIVED),
                    (_, since) => since,
                };
                let task = of(&Facts { status: *status, unowned_since, ..concern.clone() });
                assert_eq!(task.map(|task| task.since), expected, "{status:?} {unowned_since:?}");
            }
        }
        let task = of(&concern).unwrap();
        assert_eq!(task.due, working_days_after(RECEIVED, 1));
        assert_eq!((task.kept_from, task.also_about), (concern.about.clone(), vec![concern.by.clone()]));
        assert!(task.hidden_if_protected, "it is told of nobody with a protected identity but to the named");
    }
}
