//! (server side) What needs a second person: a role that reads about people, a kind of help that demands less. One administrator
//! proposes, another one confirms within [`DAYS`], or who runs the installation does (`handslag confirm-role`); never whoever proposed
//! it, never whom it is for. Where the proposer is no administrator any more, it falls. Coordinators and administrators are told of each
//! step. In the caller's transaction. Tests: `server/tests/two_persons.rs`.

use super::{
    store::{self, NewRole, Outcome, Proposal, What},
    told::{KIND_CONFIRMED, KIND_PROPOSED, ROLE_CONFIRMED, ROLE_PROPOSED},
    weaker::Weaker,
};
use db::{Failure, Tx};
use frame::{
    access::model::Role,
    audit::{self, Event},
    context::Here,
    messages::{About, tell},
    told::MessageKind,
};
use ground::{
    AppError, Locale, Object, Timestamp,
    clock::day_code,
    id::{AreaId, KindId, MunicipalityId, PersonId},
};
use help::kinds::{self, model::Kind};

/// A proposal can be confirmed for so many days.
pub const DAYS: i64 = 7;

/// Roles that read about people: nobody gets one by the word of one person alone.
pub const fn reads_people(role: Role) -> bool {
    matches!(role, Role::Coordinator | Role::Administrator)
}

/// Who acts.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// An administrator, signed in.
    Administrator(&'a Here),
    /// Who runs the installation, by a command.
    Operator(&'a MunicipalityId, Timestamp),
}

impl By<'_> {
    fn municipality(&self) -> &MunicipalityId {
        match self {
            Self::Administrator(here) => here.municipality(),
            Self::Operator(municipality, _) => municipality,
        }
    }

    fn now(&self) -> Timestamp {
        match self {
            Self::Administrator(here) => here.instant(),
            Self::Operator(_, now) => *now,
        }
    }

    fn person(&self) -> Result<Option<&PersonId>, AppError> {
        match self {
            Self::Administrator(here) => Ok(Some(&here.me()?.id)),
            Self::Operator(..) => Ok(None),
        }
    }

    async fn note(
        &self,
        tx: &mut Tx,
        action: &'static str,
        object: (Object, &str),
        subject: Option<&PersonId>,
        why: &str,
    ) -> Result<(), Failure> {
        match self {
            Self::Administrator(here) => audit::record(tx, here, Event { action, object, subject, why }).await,
            Self::Operator(municipality, now) => {
                let why = format!("operator: {why}");
                audit::record_system(tx, municipality, *now, Event { action, object, subject, why: &why }).await
            }
        }
    }
}

/// A role in the words of the log: which, where (id and name), from when to when.
pub fn told(role: Role, area: Option<(&AreaId, &str)>, from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let area = area.map_or_else(|| "all".to_owned(), |(id, name)| format!("{name} ({id})"));
    let from = from.map_or_else(|| "confirmation".to_owned(), |from| day_code(from.day()));
    // The last day counts: a role ends at the midnight after it.
    let to = to.map_or_else(|| "open".to_owned(), |to| day_code(Timestamp(to.0 - 1).day()));
    format!("role={} area={area} from={from} to={to}", role.code())
}

/// Tells coordinators and administrators of now.
pub async fn tell_staff(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    kind: &'static MessageKind,
    about: Option<&PersonId>,
    now: Timestamp,
) -> Result<(), Failure> {
    for person in store::staff_now(tx, municipality, now).await? {
        tell(tx, municipality, &person, kind, about.map_or(About::NOTHING, About::person), now).await?;
    }
    Ok(())
}

/// Proposes a role of staff for somebody else. False where the same waits already, or person or area are not the municipality's.
///
/// # Errors
/// `Forbidden` where it is for oneself; the database's.
pub async fn propose_role(tx: &mut Tx, here: &Here, what: What) -> Result<bool, Failure> {
    let What::Role { person, role, area, from, to } = &what else { return Err(AppError::Internal.into()) };
    let (municipality, now, me) = (here.municipality(), here.instant(), &here.me()?.id);
    if person == me {
        return Err(AppError::Forbidden.into());
    }
    expire(tx, now).await?;
    let until = now.plus_days(DAYS);
    let Some(id) = store::insert_proposal(tx, municipality, &what, me, (now, until)).await? else {
        return Ok(false);
    };
    let name = store::proposal(tx, municipality, &id).await?.and_then(|proposal| proposal.area).unwrap_or_default();
    let why = told(*role, area.as_ref().map(|area| (area, name.as_str())), *from, *to);
    By::Administrator(here).note(tx, "role.propose", (Object::Proposal, &id), Some(person), &why).await?;
    tell_staff(tx, municipality, &ROLE_PROPOSED, Some(person), now).await?;
    Ok(true)
}

/// Proposes that a kind of help demands less.
pub async fn propose_weaker(tx: &mut Tx, here: &Here, kind: &Kind, weaker: Weaker) -> Result<(), Failure> {
    let (municipality, now, me) = (here.municipality(), here.instant(), &here.me()?.id);
    let why = weaker.told(kind);
    let what = What::Kind { kind: kind.id.clone(), weaker };
    let until = now.plus_days(DAYS);
    // One that waited was ended by whoever came first; another that comes at the same moment is run again.
    let id = store::insert_proposal(tx, municipality, &what, me, (now, until)).await?.ok_or(Failure::Lost)?;
    By::Administrator(here).note(tx, "kind.propose", (Object::Proposal, &id), None, &why).await?;
    tell_staff(tx, municipality, &KIND_PROPOSED, None, now).await
}

/// What waited for a kind falls: its settings are being changed, or something else is proposed.
pub async fn replace(tx: &mut Tx, here: &Here, kind: &KindId) -> Result<(), Failure> {
    let me = &here.me()?.id;
    for id in store::replace_of_kind(tx, here.municipality(), kind, me, here.instant()).await? {
        By::Administrator(here).note(tx, "kind.replace", (Object::Proposal, &id), None, "").await?;
    }
    Ok(())
}

/// What became of a press on "confirm".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmed {
    /// It holds now.
    Now,
    /// It was over before.
    Late,
    /// It cannot be done as things are now: it has fallen.
    Fallen,
}

/// Confirms what somebody else has proposed. Two who press at once wait for each other: one of them confirms.
///
/// # Errors
/// `NotFound`; `Forbidden` for the proposer, for whom it is for, and for who is no administrator any more; the database's.
pub async fn confirm(tx: &mut Tx, by: By<'_>, id: &str) -> Result<Confirmed, Failure> {
    let (municipality, now) = (by.municipality(), by.now());
    store::one_at_a_time(tx, municipality).await?;
    let proposal = store::proposal(tx, municipality, id).await?.ok_or(AppError::NotFound)?;
    let administrators = store::administrators(tx, municipality, now).await?;
    if let Some(me) = by.person()? {
        let own = *me == proposal.by || matches!(&proposal.what, What::Role { person, .. } if person == me);
        if own || !administrators.contains(me) {
            return Err(AppError::Forbidden.into());
        }
    }
    if proposal.ended || proposal.expires_at <= now {
        return Ok(Confirmed::Late);
    }
    let done = administrators.contains(&proposal.by) && apply(tx, &by, &proposal).await?;
    let outcome = if done { Outcome::Confirmed } else { Outcome::Fallen };
    store::end_proposal(tx, municipality, id, outcome, by.person()?, now).await?.or_lost()?;
    if !done {
        by.note(tx, "proposal.fall", (Object::Proposal, id), None, "").await?;
        return Ok(Confirmed::Fallen);
    }
    let (kind, about) = match &proposal.what {
        What::Role { person, .. } => (&ROLE_CONFIRMED, Some(person)),
        What::Kind { .. } => (&KIND_CONFIRMED, None),
    };
    tell_staff(tx, municipality, kind, about, now).await?;
    Ok(Confirmed::Now)
}

/// Lets a proposal take effect, with its line in the log. False where it cannot be done as things are now.
async fn apply(tx: &mut Tx, by: &By<'_>, proposal: &Proposal) -> Result<bool, Failure> {
    let (municipality, now) = (by.municipality(), by.now());
    match &proposal.what {
        What::Role { person, role, area, from, to } => {
            // Nothing holds from before somebody has said yes.
            let from = from.unwrap_or(now).max(now);
            if to.is_some_and(|to| to <= from) {
                return Ok(false);
            }
            let new = NewRole { person, role: *role, area: area.as_ref(), from, to: *to, by: &proposal.by };
            if store::insert_role(tx, municipality, &new, now).await?.is_none() {
                return Ok(false);
            }
            let place = area.as_ref().map(|area| (area, proposal.area.as_deref().unwrap_or_default()));
            let why = format!("{} proposal={}", told(*role, place, Some(from), *to), proposal.id);
            by.note(tx, "role.confirm", (Object::Person, person.as_str()), Some(person), &why).await?;
        }
        What::Kind { kind, weaker } => {
            let kinds = kinds::store::list(tx, municipality, Locale::default()).await?;
            let Some(before) = kinds.into_iter().find(|known| known.id == *kind) else { return Ok(false) };
            if !store::weaken_kind(tx, municipality, kind, weaker).await? {
                return Ok(false);
            }
            let why = format!("{} proposal={}", weaker.told(&before), proposal.id);
            by.note(tx, "kind.confirm", (Object::Kind, kind.as_str()), None, &why).await?;
        }
    }
    Ok(true)
}

/// Takes a proposal back; any administrator may, also whom it is for: nothing is given by it. False where it was over before.
///
/// # Errors
/// `NotFound`; the database's.
pub async fn take_back(tx: &mut Tx, here: &Here, id: &str) -> Result<bool, Failure> {
    let (municipality, now, me) = (here.municipality(), here.instant(), &here.me()?.id);
    let proposal = store::proposal(tx, municipality, id).await?.ok_or(AppError::NotFound)?;
    if !store::end_proposal(tx, municipality, id, Outcome::TakenBack, Some(me), now).await?.is_done() {
        return Ok(false);
    }
    let (action, subject) = match &proposal.what {
        What::Role { person, .. } => ("role.take_back", Some(person)),
        What::Kind { .. } => ("kind.take_back", None),
    };
    By::Administrator(here).note(tx, action, (Object::Proposal, id), subject, "").await?;
    Ok(true)
}

/// What stands for "told that this assignment is over", so that it is told once.
pub fn over(assignment: &str) -> String {
    format!("clock/role-over/{assignment}")
}

/// What nobody has confirmed in time is over, and what was proposed by who is no administrator any more.
pub async fn expire(tx: &mut Tx, now: Timestamp) -> Result<(), Failure> {
    let over = store::expire_proposals(tx, now).await?.into_iter().map(|found| (found, "proposal.expire"));
    let fallen = store::drop_proposals(tx, now).await?.into_iter().map(|found| (found, "proposal.fall"));
    for ((municipality, id), action) in over.chain(fallen).collect::<Vec<_>>() {
        let event = Event { action, object: (Object::Proposal, &id), subject: None, why: "" };
        audit::record_system(tx, &municipality, now, event).await?;
    }
    Ok(())
}
