//! SQL of municipalities' logos. Every page reads what it needs of one with its visitor (`access::store`).

use crate::admin::picture::{Picture, hash};
use db::{DbError, Tx, Update, exec, one, row};
use frame::of_host;
use ground::id::MunicipalityId;

/// Sets the logo, in the place of the one before.
pub async fn set_logo(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    picture: &Picture,
    alt: Option<&str>,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO municipality_logo (municipality_id, hash, alt, width, height, picture) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (municipality_id) DO UPDATE
         SET hash = excluded.hash, alt = excluded.alt, width = excluded.width, height = excluded.height, picture = excluded.picture",
        municipality,
        hash(&picture.bytes),
        alt,
        i64::from(picture.width),
        i64::from(picture.height),
        &picture.bytes
    )?;
    Ok(())
}

/// Sets the logo's words. Too late where there is no logo.
pub async fn set_logo_alt(tx: &mut Tx, municipality: &MunicipalityId, alt: Option<&str>) -> Result<Update, DbError> {
    Ok(one(exec!(tx, "UPDATE municipality_logo SET alt = $2 WHERE municipality_id = $1", municipality, alt)?))
}

/// The logo's own words: none where there is no logo, or where the municipality's name stands for them.
pub async fn logo_alt(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Option<String>, DbError> {
    let found =
        row!(tx, (Option<String>,), "SELECT alt FROM municipality_logo WHERE municipality_id = $1", municipality)?;
    Ok(found.and_then(|(alt,)| alt))
}

/// Removes the logo. Too late where there was none.
pub async fn delete_logo(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Update, DbError> {
    Ok(one(exec!(tx, "DELETE FROM municipality_logo WHERE municipality_id = $1", municipality)?))
}

/// The bytes of the logo with this hash, of the municipality that the host name picks.
pub async fn logo(tx: &mut Tx, host: &str, hash: &str) -> Result<Option<Vec<u8>>, DbError> {
    let found = row!(
        tx,
        (Vec<u8>,),
        concat!("SELECT picture FROM municipality_logo WHERE hash = $2 AND municipality_id = ", of_host!()),
        host,
        hash
    )?;
    Ok(found.map(|(picture,)| picture))
}
