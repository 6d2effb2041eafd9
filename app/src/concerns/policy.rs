//! Who may read and handle a concern: coordinators of its area, never the person it is about.

use crate::{
    access::model::{Role, SignedIn},
    common::{
        AppError,
        id::{AreaId, PersonId},
    },
};

/// Lets a coordinator of the concern's area through; one without an area is for those of the whole municipality.
///
/// # Errors
/// `NotFound` for whom it is about and for everybody who is not a coordinator; `Forbidden` for coordinators of other areas.
pub fn handle(me: &SignedIn, about: Option<&PersonId>, area: Option<&AreaId>) -> Result<(), AppError> {
    if about == Some(&me.id) || !me.is(Role::Coordinator) {
        return Err(AppError::NotFound);
    }
    let mine = area.map_or_else(|| me.coordinator_areas().is_none(), |area| me.coordinates(area));
    if mine { Ok(()) } else { Err(AppError::Forbidden) }
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
            assert_eq!(handle(&who, Some(&about), area), expected, "{who:?}");
        }
    }
}
