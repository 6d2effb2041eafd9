//! (server side) What follows when a role ends, at once or by its date: what hung on it goes to somebody else, in the caller's
//! transaction.

use crate::{
    common::{Failure, id::PersonId},
    concerns,
    context::Here,
    db::Tx,
    requests, review, volunteers,
};

/// Hands on what a person may not do any more. Computed from the roles that they still have: requests and concerns that they do not
/// coordinate wait for a new owner, and a coordinator's saved filters go; where they are no volunteer, open offers are taken back and visits ahead need somebody else.
pub async fn hand_on(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    requests::transitions::lose(tx, here, person).await?;
    concerns::transitions::lose(tx, here, person).await?;
    review::store::saved::delete_lost(tx, here.municipality(), person, here.instant()).await?;
    volunteers::transitions::after_loss(tx, here, person).await
}
