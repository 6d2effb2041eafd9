//! A municipality, its areas and kinds of help, and who lives there.

use crate::demo::kinds::KindSeed;
use db::{DbError, Tx, exec};
use ground::{
    Locale, Timestamp,
    id::{AreaId, KindId, MunicipalityId, PersonId},
    time::DayPart,
};
use help::kinds::model::Requirement;
use people::person::search_text;

/// A municipality that answers to this host.
pub async fn insert_municipality(
    tx: &mut Tx,
    id: &MunicipalityId,
    name: &str,
    host: &str,
    phone: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO municipality (id, name, host, phone, hours_sv, hours_fi, hours_en, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        name,
        host,
        phone,
        "Vardagar 9\u{2060}–\u{2060}16.",
        "Arkisin klo 9\u{2060}–\u{2060}16.",
        "Weekdays 9 am\u{2060}–\u{2060}4 pm.",
        now
    )?;
    Ok(())
}

/// An area.
pub async fn insert_area(tx: &mut Tx, municipality: &MunicipalityId, id: &AreaId, name: &str) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO area (municipality_id, id, name, active) VALUES ($1, $2, $3, TRUE)",
        municipality,
        id,
        name
    )?;
    Ok(())
}

/// An area's neighbour.
pub async fn insert_neighbour(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    area: &AreaId,
    neighbour: &AreaId,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO area_neighbour (municipality_id, area_id, neighbour_id) VALUES ($1, $2, $3)",
        municipality,
        area,
        neighbour
    )?;
    Ok(())
}

/// A kind of help with its words and demands.
pub async fn insert_kind(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &KindId,
    seed: &KindSeed,
    position: i64,
) -> Result<(), DbError> {
    let [home, out, phone, video] = seed.modes;
    exec!(
        tx,
        "INSERT INTO kind (municipality_id, id, slug, active, position, mode, risk, minutes, at_home, out_of_home, by_phone, by_video)
         VALUES ($1, $2, $3, TRUE, $4, $5, $6, $7, $8, $9, $10, $11)",
        municipality,
        id,
        seed.slug,
        position,
        seed.moderation.code(),
        seed.risk,
        seed.minutes,
        home,
        out,
        phone,
        video
    )?;
    for (locale, [name, description, boundary]) in Locale::LANGUAGES.into_iter().zip(seed.texts) {
        exec!(
            tx,
            "INSERT INTO kind_text (municipality_id, kind_id, locale, name, description, boundary) VALUES ($1, $2, $3, $4, $5, $6)",
            municipality,
            id,
            locale.language(),
            name,
            description,
            boundary
        )?;
    }
    for requirement in seed.beyond {
        exec!(
            tx,
            "INSERT INTO kind_requirement (municipality_id, kind_id, requirement) VALUES ($1, $2, $3)",
            municipality,
            id,
            requirement.code()
        )?;
    }
    Ok(())
}

/// Somebody.
#[derive(Debug)]
pub struct PersonSeed<'a> {
    pub id: &'a PersonId,
    pub name: (&'a str, &'a str),
    pub phone: &'a str,
    pub street: Option<&'a str>,
    pub postal_code: Option<&'a str>,
    pub city: Option<&'a str>,
    pub area: Option<&'a AreaId>,
    pub way_in: Option<&'a str>,
    pub about: &'a str,
    pub locale: Locale,
    pub channel: &'a str,
    pub login: bool,
    pub protected: bool,
    pub languages: &'a [&'a str],
    pub created_at: Timestamp,
}

/// A person with the languages they speak.
pub async fn insert_person(tx: &mut Tx, municipality: &MunicipalityId, seed: &PersonSeed<'_>) -> Result<(), DbError> {
    let (given, family) = seed.name;
    exec!(
        tx,
        "INSERT INTO person (municipality_id, id, given_name, family_name, search_text, phone, street, postal_code, city, area_id, way_in,
                             about, locale, channel, has_login, share_phone, protected, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, FALSE, $16, $17, $17)",
        municipality,
        seed.id,
        given,
        family,
        search_text(given, family, Some(seed.phone)),
        seed.phone,
        seed.street,
        seed.postal_code,
        seed.city,
        seed.area.map(AreaId::as_str),
        seed.way_in,
        (!seed.about.is_empty()).then_some(seed.about),
        seed.locale.language(),
        seed.channel,
        seed.login,
        seed.protected,
        seed.created_at
    )?;
    for language in seed.languages {
        exec!(
            tx,
            "INSERT INTO person_language (municipality_id, person_id, language) VALUES ($1, $2, $3)",
            municipality,
            seed.id,
            *language
        )?;
    }
    Ok(())
}

/// A role from an instant on.
pub async fn insert_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &str,
    person: &PersonId,
    role: &str,
    area: Option<&AreaId>,
    from: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, area_id, valid_from) VALUES ($1, $2, $3, $4, $5, $6)",
        municipality,
        id,
        person,
        role,
        area.map(AreaId::as_str),
        from
    )?;
    Ok(())
}

/// A volunteer's own choices.
#[derive(Debug)]
pub struct VolunteerSeed<'a> {
    pub id: &'a PersonId,
    pub max_per_month: i64,
    pub paused_until: Option<String>,
    pub held: Option<(Timestamp, &'a PersonId, &'a str)>,
    pub joined_at: Timestamp,
    pub kinds: Vec<&'a KindId>,
    pub areas: Vec<&'a AreaId>,
    pub slots: Vec<(i64, DayPart)>,
}

/// A volunteer.
pub async fn insert_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    seed: &VolunteerSeed<'_>,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO volunteer (municipality_id, person_id, max_per_month, paused_until, held_at, held_by, held_reason, joined_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        seed.id,
        seed.max_per_month,
        &seed.paused_until,
        seed.held.map(|(at, _, _)| at),
        seed.held.map(|(_, by, _)| by.as_str()),
        seed.held.map(|(_, _, why)| why),
        seed.joined_at
    )?;
    for kind in &seed.kinds {
        exec!(
            tx,
            "INSERT INTO volunteer_kind (municipality_id, person_id, kind_id) VALUES ($1, $2, $3)",
            municipality,
            seed.id,
            *kind
        )?;
    }
    for area in &seed.areas {
        exec!(
            tx,
            "INSERT INTO volunteer_area (municipality_id, person_id, area_id) VALUES ($1, $2, $3)",
            municipality,
            seed.id,
            *area
        )?;
    }
    for (weekday, part) in &seed.slots {
        exec!(
            tx,
            "INSERT INTO volunteer_slot (municipality_id, person_id, weekday, part) VALUES ($1, $2, $3, $4)",
            municipality,
            seed.id,
            *weekday,
            part.code()
        )?;
    }
    Ok(())
}

/// Something a volunteer has done: which, when, until when it is good.
#[derive(Debug)]
pub struct DoneSeed {
    pub id: String,
    pub requirement: Requirement,
    pub on: String,
    pub until: Option<String>,
    pub at: Timestamp,
}

/// Records what a volunteer has done.
pub async fn insert_done(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    by: &PersonId,
    seed: &DoneSeed,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO volunteer_requirement (municipality_id, id, person_id, requirement, done_on, valid_until, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        &seed.id,
        volunteer,
        seed.requirement.code(),
        &seed.on,
        &seed.until,
        by,
        seed.at
    )?;
    Ok(())
}
