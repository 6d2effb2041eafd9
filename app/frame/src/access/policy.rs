//! Who may see and change what belongs to a senior and a volunteer: pure, and the same for requests, offers and visits.
//! 404 where one may not know that a thing exists, 403 otherwise.

use super::model::{Role, SignedIn};
use ground::{
    AppError,
    id::{AreaId, PersonId},
};

/// Whose thing it is and where.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// Whom it is for.
    pub senior: &'a PersonId,
    /// The volunteer of it, if there is one.
    pub volunteer: Option<&'a PersonId>,
    /// The area it belongs to.
    pub area: &'a AreaId,
}

impl Subject<'_> {
    /// Whether it is this person's own, as the senior or as the volunteer.
    pub fn is_of(&self, person: &PersonId) -> bool {
        self.senior == person || self.volunteer == Some(person)
    }
}

/// As what a person comes to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    /// The senior it is for.
    Senior,
    /// Its volunteer.
    Volunteer,
    /// A coordinator of its area.
    Coordinator,
}

/// As what the person comes to the thing. Whose it is decides, whatever roles hold now: whoever is its senior or its volunteer, or was,
/// never comes to it as a coordinator.
///
/// # Errors
/// `Forbidden` for a coordinator of another area, and for one whose own it is; `NotFound` for everybody else.
pub fn comes_as(me: &SignedIn, subject: Subject<'_>) -> Result<As, AppError> {
    if me.id == *subject.senior && me.is(Role::Senior) {
        Ok(As::Senior)
    } else if subject.volunteer == Some(&me.id) && me.is(Role::Volunteer) {
        Ok(As::Volunteer)
    } else if me.coordinates(Some(subject.area)) && !subject.is_of(&me.id) {
        Ok(As::Coordinator)
    } else if me.is(Role::Coordinator) {
        Err(AppError::Forbidden)
    } else {
        Err(AppError::NotFound)
    }
}

/// Lets only these through.
///
/// # Errors
/// As [`comes_as`]; `Forbidden` for one who may see the thing but not do this with it.
pub fn only(me: &SignedIn, subject: Subject<'_>, allowed: &[As]) -> Result<As, AppError> {
    let come = comes_as(me, subject)?;
    if allowed.contains(&come) { Ok(come) } else { Err(AppError::Forbidden) }
}

/// Whether somebody may read what a person wrote, and what is written about them: of one with protected identity only the person and
/// the named coordinators (domain, safety rule 2). A senior's request is narrower still (`review::policy::reading`).
pub fn may_read(me: &SignedIn, person: &PersonId, protected: bool) -> bool {
    !protected || me.id == *person || me.handles_protected()
}

/// Lets only holders of a role through, for pages of a role.
///
/// # Errors
/// `Forbidden`.
pub fn role(me: &SignedIn, role: Role) -> Result<(), AppError> {
    if me.is(role) { Ok(()) } else { Err(AppError::Forbidden) }
}

/// Lets only volunteers through; who they are.
///
/// # Errors
/// `Forbidden`.
pub fn volunteer(me: &SignedIn) -> Result<&PersonId, AppError> {
    role(me, Role::Volunteer)?;
    Ok(&me.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::RoleHeld;

    fn person(id: &str, roles: &[(Role, Option<&str>)]) -> SignedIn {
        SignedIn {
            municipality: "m".into(),
            id: id.into(),
            given_name: String::new(),
            family_name: String::new(),
            roles: roles.iter().map(|(role, area)| RoleHeld { role: *role, area: area.map(AreaId::from) }).collect(),
            unread: 0,
        }
    }

    #[test]
    fn a_protected_persons_words_are_for_the_named_and_for_themselves() {
        let senior = PersonId::from("s");
        for (who, expected) in [
            (person("s", &[(Role::Senior, None)]), true),
            (person("c", &[(Role::Coordinator, None)]), true),
            (person("c", &[(Role::Coordinator, Some("centre")), (Role::Coordinator, None)]), true),
            (person("c", &[(Role::Coordinator, Some("centre"))]), false),
            (person("a", &[(Role::Administrator, None)]), false),
            (person("v", &[(Role::Volunteer, None)]), false),
            (person("x", &[]), false),
        ] {
            assert_eq!(may_read(&who, &senior, true), expected, "{who:?}");
            assert!(may_read(&who, &senior, false), "{who:?}");
        }
    }

    #[test]
    fn the_table_of_everybody() {
        let (senior, volunteer, area) = ("s".into(), "v".into(), "centre".into());
        let subject = Subject { senior: &senior, volunteer: Some(&volunteer), area: &area };
        for (who, expected) in [
            (person("s", &[(Role::Senior, None)]), Ok(As::Senior)),
            (person("s", &[]), Err(AppError::NotFound)),
            (person("v", &[(Role::Volunteer, None)]), Ok(As::Volunteer)),
            (person("v", &[(Role::Senior, None)]), Err(AppError::NotFound)),
            (person("x", &[(Role::Senior, None)]), Err(AppError::NotFound)),
            (person("x", &[(Role::Volunteer, None)]), Err(AppError::NotFound)),
            (person("c", &[(Role::Coordinator, Some("centre"))]), Ok(As::Coordinator)),
            (person("c", &[(Role::Coordinator, None)]), Ok(As::Coordinator)),
            (person("c", &[(Role::Coordinator, Some("north"))]), Err(AppError::Forbidden)),
            (person("a", &[(Role::Administrator, None)]), Err(AppError::NotFound)),
            // A coordinator does not handle their own request.
            (person("s", &[(Role::Coordinator, None)]), Err(AppError::Forbidden)),
            // Nor what they did as a volunteer, also once they are none any more.
            (person("v", &[(Role::Coordinator, None)]), Err(AppError::Forbidden)),
            (person("v", &[(Role::Coordinator, None), (Role::Volunteer, None)]), Ok(As::Volunteer)),
        ] {
            assert_eq!(comes_as(&who, subject), expected, "{who:?}");
        }
        let senior_only = only(&person("v", &[(Role::Volunteer, None)]), subject, &[As::Senior]);
        assert_eq!(senior_only, Err(AppError::Forbidden));
    }
}
