//! Who may read and handle a concern: coordinators of its area, never the person it is about, nor one of the two of the visit that it is
//! about.

use frame::access::model::{Role, SignedIn};
use ground::{
    AppError,
    id::{AreaId, PersonId},
};

/// What decides who handles a concern.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject<'a> {
    /// Whom it is about.
    pub about: Option<&'a PersonId>,
    /// The senior and the volunteer of the visit that it is about.
    pub parties: &'a [PersonId],
    /// The area it belongs to.
    pub area: Option<&'a AreaId>,
    /// Somebody's identity is protected: the teller's, that person's, or one of the two's.
    pub protected: bool,
}

/// Lets a coordinator of the concern's area through; one without an area is for those of the whole municipality, and so is one that
/// a person with protected identity told or that is about such a person.
///
/// # Errors
/// `NotFound` for whom it is about, for the two of its visit (whatever roles hold now), for everybody who is not a coordinator, and for those who do not handle protected identities;
/// `Forbidden` for coordinators of other areas.
pub fn handle(me: &SignedIn, subject: Subject<'_>) -> Result<(), AppError> {
    let hidden = subject.protected && !me.handles_protected();
    if subject.about == Some(&me.id) || subject.parties.contains(&me.id) || !me.is(Role::Coordinator) || hidden {
        return Err(AppError::NotFound);
    }
    if me.coordinates(subject.area) { Ok(()) } else { Err(AppError::Forbidden) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::access::model::RoleHeld;

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
    fn whom_it_is_about_never_sees_it() {
        let (about, centre) = (PersonId::from("x"), AreaId::from("centre"));
        let everywhere = [(Role::Coordinator, None)];
        for (who, area, expected) in [
            (person("x", &everywhere), Some(&centre), Err(AppError::NotFound)),
            (person("c", &everywhere), Some(&centre), Ok(())),
            (person("c", &everywhere), None, Ok(())),
            (person("c", &[(Role::Coordinator, Some("centre"))]), Some(&centre), Ok(())),
            (person("c", &[(Role::Coordinator, Some("centre"))]), None, Err(AppError::Forbidden)),
            (person("c", &[(Role::Coordinator, Some("north"))]), Some(&centre), Err(AppError::Forbidden)),
            (person("v", &[(Role::Volunteer, None)]), Some(&centre), Err(AppError::NotFound)),
            (person("a", &[(Role::Administrator, None)]), Some(&centre), Err(AppError::NotFound)),
        ] {
            let subject = Subject { about: Some(&about), area, ..Subject::default() };
            assert_eq!(handle(&who, subject), expected, "{who:?}");
        }
    }

    #[test]
    fn the_two_of_the_visit_never_handle_it() {
        let (parties, centre) = ([PersonId::from("s"), PersonId::from("v")], AreaId::from("centre"));
        let subject = Subject { parties: &parties, area: Some(&centre), ..Subject::default() };
        for (id, expected) in [("s", Err(AppError::NotFound)), ("v", Err(AppError::NotFound)), ("c", Ok(()))] {
            assert_eq!(handle(&person(id, &[(Role::Coordinator, None)]), subject), expected, "{id}");
        }
    }

    #[test]
    fn a_protected_persons_concern_is_for_the_named_coordinators() {
        let centre = AreaId::from("centre");
        let subject = Subject { area: Some(&centre), protected: true, ..Subject::default() };
        for (who, expected) in [
            (person("c", &[(Role::Coordinator, None)]), Ok(())),
            (person("c", &[(Role::Coordinator, Some("centre")), (Role::Coordinator, None)]), Ok(())),
            (person("c", &[(Role::Coordinator, Some("centre"))]), Err(AppError::NotFound)),
            (person("a", &[(Role::Administrator, None)]), Err(AppError::NotFound)),
        ] {
            assert_eq!(handle(&who, subject), expected, "{who:?}");
        }
    }
}
