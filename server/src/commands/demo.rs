//! `demo`: invented people in an empty database.

use super::{Fault, store::is_empty};
use db::Db;
use ground::clock::Clock;

/// Fills an empty database.
///
/// # Errors
/// It is not empty; the database's.
pub async fn fill(db: &Db, clock: &Clock) -> Result<(), Fault> {
    let mut tx = db.read().await?;
    let empty = is_empty(&mut tx).await?;
    drop(tx);
    if !empty {
        return Err(Fault::Refused("the database is not empty: invented people are not mixed with others".to_owned()));
    }
    app::demo::fill(db, clock).await?;
    Ok(())
}
