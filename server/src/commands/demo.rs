//! `demo`: invented people in an empty database.

use super::{
    Fault,
    store::{NewMunicipality, insert_municipality, insert_person, is_empty},
};
use app::{
    access::model::Role,
    common::{Failure, clock::Clock},
    db::Db,
    in_tx,
};

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
    people(db, clock).await?;
    Ok(())
}

/// One municipality with one person of each role.
async fn people(db: &Db, clock: &Clock) -> Result<(), Failure> {
    let now = clock.now();
    let municipality = NewMunicipality {
        name: "Älvstads kommun",
        host: "*",
        phone: "010-000 00 00",
        hours: ["Vardagar 8–16", "Arkisin 8–16", "Weekdays 8 am–4 pm"],
    };
    in_tx!(db, |tx| {
        let id = insert_municipality(tx, &municipality, now).await?;
        for (role, name) in [
            (Role::Senior, ("Maj", "Ek")),
            (Role::Volunteer, ("Karin", "Lind")),
            (Role::Coordinator, ("Anna", "Berg")),
            (Role::Administrator, ("Olof", "Holm")),
        ] {
            insert_person(tx, &id, name, role, now).await?;
        }
        Ok(())
    })
}
