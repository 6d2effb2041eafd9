//! Who may act on a request, and who sees whose it is.

use frame::access::{
    model::SignedIn,
    policy::{As, Subject, may_read, only},
};
use ground::AppError;
use help::requests::model::Request;
use people::person::model::Person;

/// Lets a coordinator of the request's area through.
///
/// # Errors
/// As [`only`].
pub fn may_act(me: &SignedIn, request: &Request) -> Result<(), AppError> {
    only(me, Subject { senior: &request.senior, volunteer: None, area: &request.area }, &[As::Coordinator]).map(|_| ())
}

/// Whether the person's name, address and words are shown: protected persons only to the named coordinator who has the request.
pub fn sees_person(me: &SignedIn, request: &Request, protected: bool) -> bool {
    may_read(me, &request.senior, protected) && (!protected || request.owner() == Some(&me.id))
}

/// A request and its senior as somebody may read them.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The request; without words where they are not the reader's to have.
    pub request: Request,
    /// The senior; nobody in particular where it is not the reader's to know.
    pub senior: Person,
    /// Nothing is withheld.
    pub seen: bool,
}

/// The request and its senior as somebody may read them. What a page is made of goes through here: what is withheld is not there, so
/// that no field, prefilled form or line of data can carry it.
pub fn reading(me: &SignedIn, request: Request, senior: Person) -> Reading {
    if sees_person(me, &request, senior.protected) {
        Reading { request, senior, seen: true }
    } else {
        Reading { request: request.withheld(), senior: senior.withheld(), seen: false }
    }
}

/// Whether a coordinator may have the request: a protected person's is for the named coordinators.
///
/// # Errors
/// `Forbidden`.
pub fn may_have(me: &SignedIn, protected: bool) -> Result<(), AppError> {
    if protected && !me.handles_protected() { Err(AppError::Forbidden) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use frame::access::model::{Role, RoleHeld};
    use ground::{
        Timestamp,
        id::{AreaId, PersonId},
    };
    use help::{
        kinds::model::ContactMode,
        requests::model::{Channel, RequestStatus},
    };

    fn coordinator(id: &str, area: Option<&str>) -> SignedIn {
        SignedIn {
            municipality: "m".into(),
            id: id.into(),
            given_name: String::new(),
            family_name: String::new(),
            roles: vec![RoleHeld { role: Role::Coordinator, area: area.map(AreaId::from) }],
            unread: 0,
        }
    }

    fn request(owner: Option<&str>) -> Request {
        Request {
            id: "r".into(),
            number: 1,
            senior: "s".into(),
            registered_by: "s".into(),
            channel: Channel::Own,
            kind: "k".into(),
            area: "centre".into(),
            mode: ContactMode::Home,
            note: String::new(),
            status: RequestStatus::InReview { owner: owner.map(PersonId::from) },
            submitted_at: Timestamp(0),
            answer_due_at: Timestamp(1),
            question: None,
            answer: None,
            volunteer_text: None,
            risk: None,
            checks: None,
            first_meeting: None,
            unfilled_told: 0,
        }
    }

    #[test]
    fn a_protected_person_is_for_the_named_coordinator_who_has_the_request() {
        for (who, owner, seen, may) in [
            (coordinator("c", None), Some("c"), true, Ok(())),
            (coordinator("c", None), Some("d"), false, Ok(())),
            (coordinator("c", None), None, false, Ok(())),
            (coordinator("c", Some("centre")), Some("c"), false, Err(AppError::Forbidden)),
            (coordinator("c", Some("centre")), None, false, Err(AppError::Forbidden)),
        ] {
            assert_eq!(sees_person(&who, &request(owner), true), seen, "{who:?} {owner:?}");
            assert!(sees_person(&who, &request(owner), false), "{who:?} {owner:?}");
            assert_eq!(may_have(&who, true), may, "{who:?}");
            assert_eq!(may_have(&who, false), Ok(()));
        }
    }
}
