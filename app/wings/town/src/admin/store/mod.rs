//! SQL of what administrators set up: the municipality, its `logo`, the kinds of help, who works there (`roles`), and what
//! waits for a second person (`proposals`).

mod logo;
mod proposals;
mod roles;
#[cfg(test)]
mod tests;

use crate::admin::form::{KindForm, MunicipalityForm};
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use ground::{
    Locale,
    id::{KindId, MunicipalityId},
};
use help::kinds::model::{ContactMode, Requirement};
pub use logo::{delete_logo, logo, logo_alt, set_logo, set_logo_alt};
pub use proposals::{
    Outcome, Proposal, What, administrators, drop_proposals, end_proposal, expire_proposals, insert_proposal,
    one_at_a_time, proposal, replace_of_kind, staff_now, waiting, weaken_kind,
};
pub use roles::{
    Assignment, Ended, Found, NewRole, assignment, count_staff, end_role, has_role, insert_role, search, staff,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::new("municipality"),
    Table::new("municipality_logo"),
    Table::elsewhere("role_assignment", "`roles` in the file"),
    Table::elsewhere("proposal", "a role that is proposed: the administrators' until it is confirmed"),
];

/// The municipality's name, number, hours and line.
pub async fn municipality(tx: &mut Tx, id: &MunicipalityId) -> Result<Option<MunicipalityForm>, DbError> {
    let found = row!(
        tx,
        (String, String, String, String, String, Option<String>),
        "SELECT name, phone, hours_sv, hours_fi, hours_en, accent FROM municipality WHERE id = $1",
        id
    )?;
    Ok(found.map(|(name, phone, sv, fi, en, accent)| MunicipalityForm { name, phone, hours: [sv, fi, en], accent }))
}

/// Changes the municipality's name, number, hours and line.
pub async fn set_municipality(tx: &mut Tx, id: &MunicipalityId, new: &MunicipalityForm) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE municipality SET name = $2, phone = $3, hours_sv = $4, hours_fi = $5, hours_en = $6, accent = $7 WHERE id = $1",
        id,
        &new.name,
        &new.phone,
        &new.hours[0],
        &new.hours[1],
        &new.hours[2],
        &new.accent
    )?))
}

/// A kind's words in all languages: locale, name, description, boundary.
pub async fn kind_texts(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    kind: &KindId,
) -> Result<Vec<(String, String, String, String)>, DbError> {
    rows!(
        tx,
        (String, String, String, String),
        "SELECT locale, name, description, boundary FROM kind_text WHERE municipality_id = $1 AND kind_id = $2",
        municipality,
        kind
    )
}

/// Changes a kind with its words and demands. False where there is no such kind.
pub async fn set_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    kind: &KindId,
    new: &KindForm,
) -> Result<bool, DbError> {
    let has = |mode: ContactMode| new.modes.contains(&mode);
    let changed = exec!(
        tx,
        "UPDATE kind SET active = $3, mode = $4, risk = $5, minutes = $6, at_home = $7, out_of_home = $8, by_phone = $9, by_video = $10
         WHERE municipality_id = $1 AND id = $2",
        municipality,
        kind,
        new.active,
        new.moderation.code(),
        new.risk,
        new.minutes,
        has(ContactMode::Home),
        has(ContactMode::Out),
        has(ContactMode::Phone),
        has(ContactMode::Video)
    )?;
    if !one(changed).is_done() {
        return Ok(false);
    }
    for (locale, [name, description, boundary]) in Locale::LANGUAGES.into_iter().zip(&new.texts) {
        exec!(
            tx,
            "UPDATE kind_text SET name = $4, description = $5, boundary = $6 WHERE municipality_id = $1 AND kind_id = $2 AND locale = $3",
            municipality,
            kind,
            locale.language(),
            name,
            description,
            boundary
        )?;
    }
    exec!(tx, "DELETE FROM kind_requirement WHERE municipality_id = $1 AND kind_id = $2", municipality, kind)?;
    for requirement in new.beyond.iter().copied().collect::<std::collections::BTreeSet<Requirement>>() {
        exec!(
            tx,
            "INSERT INTO kind_requirement (municipality_id, kind_id, requirement) VALUES ($1, $2, $3)",
            municipality,
            kind,
            requirement.code()
        )?;
    }
    Ok(true)
}
