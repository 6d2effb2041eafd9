//! Who may see and change a request here: the senior it is for, nobody else. Coordinators have their own pages (403); for everybody
//! else it does not exist (404). Pure.

use frame::access::{
    model::SignedIn,
    policy::{As, Subject, only},
};
use ground::{
    AppError,
    id::{AreaId, PersonId},
};

/// Lets the senior through. A volunteer sees an offer or a visit on pages of their own, and learns of no other here.
///
/// # Errors
/// `Forbidden` for coordinators, `NotFound` for everybody else.
pub fn senior_alone(me: &SignedIn, senior: &PersonId, area: &AreaId) -> Result<(), AppError> {
    only(me, Subject { senior, volunteer: None, area }, &[As::Senior]).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::access::model::{Role, RoleHeld};

    #[test]
    fn the_senior_and_nobody_else() {
        for (id, role, expected) in [
            ("s", Role::Senior, Ok(())),
            ("x", Role::Senior, Err(AppError::NotFound)),
            ("v", Role::Volunteer, Err(AppError::NotFound)),
            ("s", Role::Volunteer, Err(AppError::NotFound)),
            ("c", Role::Coordinator, Err(AppError::Forbidden)),
            ("a", Role::Administrator, Err(AppError::NotFound)),
        ] {
            let me = SignedIn {
                municipality: "m".into(),
                id: id.into(),
                given_name: String::new(),
                family_name: String::new(),
                roles: vec![RoleHeld { role, area: None }],
                unread: 0,
            };
            assert_eq!(senior_alone(&me, &"s".into(), &"centre".into()), expected, "{id} {role:?}");
        }
    }
}
