//! SQL of the commands: municipalities and their first people.

use db::{DbError, Tx, exec, row, rows};
use frame::access::model::Role;
use ground::{
    Locale, Timestamp,
    id::{MunicipalityId, PersonId},
    random::new_id,
};

/// What a municipality is called and where it answers.
pub struct NewMunicipality<'a> {
    /// "Älvstads kommun".
    pub name: &'a str,
    /// The host name, or `*` for every name that no other has.
    pub host: &'a str,
    /// The number that every page shows.
    pub phone: &'a str,
    /// When it is answered, in the order of `Locale::LANGUAGES`.
    pub hours: [&'a str; 3],
}

/// Whether there is nothing in the database.
pub async fn is_empty(tx: &mut Tx) -> Result<bool, DbError> {
    Ok(row!(tx, (String,), "SELECT id FROM municipality LIMIT 1")?.is_none())
}

/// The municipality that answers to exactly this host, with its name.
pub async fn municipality_of_host(tx: &mut Tx, host: &str) -> Result<Option<(MunicipalityId, String)>, DbError> {
    row!(tx, (MunicipalityId, String), "SELECT id, name FROM municipality WHERE host = $1", host)
}

/// All municipalities, with their names.
pub async fn municipalities(tx: &mut Tx) -> Result<Vec<(MunicipalityId, String)>, DbError> {
    rows!(tx, (MunicipalityId, String), "SELECT id, name FROM municipality ORDER BY name, id")
}

/// Ends all sessions and all one-time links, of everybody.
pub async fn end_sessions(tx: &mut Tx) -> Result<(), DbError> {
    exec!(tx, "DELETE FROM session")?;
    exec!(tx, "DELETE FROM session_before")?;
    exec!(tx, "DELETE FROM sign_in_link")?;
    Ok(())
}

/// All host names, each with the name of its municipality.
pub async fn hosts(tx: &mut Tx) -> Result<Vec<(String, String)>, DbError> {
    rows!(tx, (String, String), "SELECT host, name FROM municipality ORDER BY host")
}

/// Lets a municipality answer to another host name.
pub async fn set_host(tx: &mut Tx, id: &MunicipalityId, host: &str) -> Result<(), DbError> {
    exec!(tx, "UPDATE municipality SET host = $2 WHERE id = $1", id, host)?;
    Ok(())
}

/// A new municipality.
pub async fn insert_municipality(
    tx: &mut Tx,
    new: &NewMunicipality<'_>,
    now: Timestamp,
) -> Result<MunicipalityId, DbError> {
    let id = MunicipalityId(new_id(now));
    exec!(
        tx,
        "INSERT INTO municipality (id, name, host, phone, hours_sv, hours_fi, hours_en, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &id,
        new.name,
        new.host,
        new.phone,
        new.hours[0],
        new.hours[1],
        new.hours[2],
        now
    )?;
    Ok(id)
}

/// A new person with a login and one role in the whole municipality.
pub async fn insert_person(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (given_name, family_name): (&str, &str),
    role: Role,
    now: Timestamp,
) -> Result<PersonId, DbError> {
    let id = PersonId(new_id(now));
    exec!(
        tx,
        "INSERT INTO person (municipality_id, id, given_name, family_name, search_text, locale, channel, has_login, share_phone,
             protected, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'app', TRUE, FALSE, FALSE, $7, $7)",
        municipality,
        &id,
        given_name,
        family_name,
        format!("{given_name} {family_name}").to_lowercase(),
        Locale::default().language(),
        now
    )?;
    exec!(
        tx,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from) VALUES ($1, $2, $3, $4, $5)",
        municipality,
        new_id(now),
        &id,
        role.code(),
        now
    )?;
    Ok(id)
}
