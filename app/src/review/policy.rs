//! Who may act on a request, and who sees whose it is.

use crate::{
    access::{
        model::SignedIn,
        policy::{As, Subject, only},
    },
    common::AppError,
    requests::model::Request,
};

/// Lets a coordinator of the request's area through.
///
/// # Errors
/// As [`only`].
pub fn may_act(me: &SignedIn, request: &Request) -> Result<(), AppError> {
    only(me, Subject { senior: &request.senior, volunteer: None, area: &request.area }, &[As::Coordinator]).map(|_| ())
}

/// Whether the person's name, address and words are shown: protected persons only to the coordinator who has the request.
pub fn sees_person(me: &SignedIn, request: &Request, protected: bool) -> bool {
    !protected || request.owner() == Some(&me.id)
}
