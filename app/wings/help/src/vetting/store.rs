//! SQL of what volunteers have done.

use super::model::{DAYS_EXPIRING, Done, Record, Standing, standing};
use crate::kinds::{
    self,
    model::{Kind, Requirement},
};
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use frame::access::scope::holds;
use ground::{
    Locale, Timestamp,
    clock::day_code,
    id::{KindId, MunicipalityId, PersonId},
    random::new_id,
};
use jiff::ToSpan;

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::of_people(
        "volunteer",
        "SELECT 'volunteer', person_id, joined_at, COALESCE(paused_until, ''), '' FROM volunteer
           WHERE municipality_id = $1 AND person_id = $2",
    ),
    Table::elsewhere("volunteer_kind", "`helps_with` in the file"),
    Table::of_people(
        "volunteer_area",
        "SELECT 'volunteer_area', a.area_id, v.joined_at, '', '' FROM volunteer_area a
           JOIN volunteer v ON v.municipality_id = a.municipality_id AND v.person_id = a.person_id
           WHERE a.municipality_id = $1 AND a.person_id = $2",
    ),
    Table::of_people(
        "volunteer_slot",
        "SELECT 'volunteer_slot', s.weekday || ' ' || s.part, v.joined_at, '', '' FROM volunteer_slot s
           JOIN volunteer v ON v.municipality_id = s.municipality_id AND v.person_id = s.person_id
           WHERE s.municipality_id = $1 AND s.person_id = $2",
    ),
    Table::of_people(
        "volunteer_requirement",
        "SELECT 'requirement', id, recorded_at, requirement, done_on FROM volunteer_requirement
           WHERE municipality_id = $1 AND person_id = $2 AND withdrawn_at IS NULL",
    ),
];

/// What is known of a volunteer now; `None` for a person who never was one.
pub async fn record(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    now: Timestamp,
) -> Result<Option<Record>, DbError> {
    let found = row!(
        tx,
        (Option<Timestamp>, bool, Option<String>, bool),
        concat!(
            "SELECT v.held_at, p.protected, v.paused_until, ",
            holds!(Volunteer, municipality = "v.municipality_id", person = "v.person_id", now = "$3"),
            " FROM volunteer v JOIN person p ON p.municipality_id = v.municipality_id AND p.id = v.person_id
              WHERE v.municipality_id = $1 AND v.person_id = $2"
        ),
        municipality,
        volunteer,
        now
    )?;
    let Some((held_at, protected, paused_until, is_volunteer)) = found else { return Ok(None) };
    let done = rows!(
        tx,
        (String, String, Option<String>),
        "SELECT requirement, done_on, valid_until FROM volunteer_requirement
         WHERE municipality_id = $1 AND person_id = $2 AND withdrawn_at IS NULL",
        municipality,
        volunteer
    )?
    .into_iter()
    .map(|(code, on, valid_until)| {
        let requirement = Requirement::from_code(&code)
            .ok_or_else(|| DbError::row("volunteer_requirement", "requirement", volunteer.as_str()))?;
        Ok(Done { requirement, on, valid_until })
    })
    .collect::<Result<Vec<_>, DbError>>()?;
    Ok(Some(Record { is_volunteer, held: held_at.is_some(), protected, paused_until, done }))
}

/// Today and the last day of "expiring", as civil days.
pub fn days(now: Timestamp) -> (String, String) {
    let today = now.day();
    (day_code(today), day_code(today.saturating_add(DAYS_EXPIRING.days())))
}

/// The standing of a volunteer for a kind, now, in this transaction.
///
/// # Errors
/// The database's; an unknown kind is a contradicting row.
pub async fn standing_for(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    kind: &KindId,
    now: Timestamp,
) -> Result<Standing, DbError> {
    let kinds = kinds::store::list(tx, municipality, Locale::Sv).await?;
    let kind: &Kind =
        kinds.iter().find(|known| known.id == *kind).ok_or_else(|| DbError::row("kind", "id", kind.as_str()))?;
    let (today, soon) = days(now);
    let record = record(tx, municipality, volunteer, now).await?.unwrap_or_default();
    Ok(standing(&record, kind, &today, &soon))
}

/// The kinds of help that a volunteer wants to give.
pub async fn kinds_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<KindId>, DbError> {
    let found = rows!(
        tx,
        (KindId,),
        "SELECT kind_id FROM volunteer_kind WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer
    )?;
    Ok(found.into_iter().map(|(kind,)| kind).collect())
}

/// What a volunteer has chosen, as codes of the profile's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// Ids of kinds.
    pub kinds: Vec<String>,
    /// Ids of areas.
    pub areas: Vec<String>,
    /// ISO 639-1.
    pub languages: Vec<String>,
    /// Weekday and part of the day: `1 morning`.
    pub slots: Vec<String>,
    /// Most tasks in a month.
    pub max_per_month: i64,
    /// Paused up to and including this civil day.
    pub paused_until: Option<String>,
}

/// What a volunteer has chosen; none for one who never was a volunteer.
pub async fn chosen(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Option<Chosen>, DbError> {
    let found = row!(
        tx,
        (i64, Option<String>),
        "SELECT max_per_month, paused_until FROM volunteer WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer
    )?;
    let Some((max_per_month, paused_until)) = found else { return Ok(None) };
    let mut chosen = Chosen { max_per_month, paused_until, ..Chosen::default() };
    let values = rows!(
        tx,
        (String, String),
        "SELECT 'kind' AS what, kind_id AS value FROM volunteer_kind WHERE municipality_id = $1 AND person_id = $2
         UNION ALL SELECT 'area', area_id FROM volunteer_area WHERE municipality_id = $1 AND person_id = $2
         UNION ALL SELECT 'language', language FROM person_language WHERE municipality_id = $1 AND person_id = $2
         UNION ALL SELECT 'slot', CAST(weekday AS TEXT) || ' ' || part FROM volunteer_slot WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        volunteer
    )?;
    for (what, value) in values {
        match what.as_str() {
            "kind" => chosen.kinds.push(value),
            "area" => chosen.areas.push(value),
            "language" => chosen.languages.push(value),
            _ => chosen.slots.push(value),
        }
    }
    Ok(Some(chosen))
}

/// The areas that are in use: id and name.
pub async fn areas(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Vec<(String, String)>, DbError> {
    rows!(
        tx,
        (String, String),
        "SELECT id, name FROM area WHERE municipality_id = $1 AND active ORDER BY name, id",
        municipality
    )
}

/// Makes a person a volunteer. Too late where they are or were one already.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    max_per_month: i64,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        municipality,
        person,
        max_per_month,
        now
    )?))
}

/// Records a requirement as done today; by nobody, where the volunteer did it here.
pub async fn insert_done(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    requirement: Requirement,
    by: Option<&PersonId>,
    now: Timestamp,
) -> Result<(), DbError> {
    let today = now.day();
    let until = requirement.months_valid().map(|months| day_code(today.saturating_add(months.months())));
    exec!(
        tx,
        "INSERT INTO volunteer_requirement (municipality_id, id, person_id, requirement, done_on, valid_until, recorded_by, recorded_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        municipality,
        new_id(now),
        person,
        requirement.code(),
        day_code(today),
        until,
        by.map(PersonId::as_str),
        now
    )?;
    Ok(())
}

/// Sets the kinds of help and the areas, in place of those before. Ids of other municipalities are refused by the foreign keys, so the
/// caller gives only known ones.
pub async fn set_kinds_and_areas(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    kinds: &[String],
    areas: &[String],
) -> Result<(), DbError> {
    exec!(tx, "DELETE FROM volunteer_kind WHERE municipality_id = $1 AND person_id = $2", municipality, person)?;
    for kind in kinds {
        exec!(
            tx,
            "INSERT INTO volunteer_kind (municipality_id, person_id, kind_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            municipality,
            person,
            kind.as_str()
        )?;
    }
    exec!(tx, "DELETE FROM volunteer_area WHERE municipality_id = $1 AND person_id = $2", municipality, person)?;
    for area in areas {
        exec!(
            tx,
            "INSERT INTO volunteer_area (municipality_id, person_id, area_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            municipality,
            person,
            area.as_str()
        )?;
    }
    Ok(())
}

/// Sets the usual times, in place of those before: ISO weekday and part of the day.
pub async fn set_slots(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    slots: &[(i64, ground::time::DayPart)],
) -> Result<(), DbError> {
    exec!(tx, "DELETE FROM volunteer_slot WHERE municipality_id = $1 AND person_id = $2", municipality, person)?;
    for (weekday, part) in slots {
        exec!(
            tx,
            "INSERT INTO volunteer_slot (municipality_id, person_id, weekday, part) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            municipality,
            person,
            weekday,
            part.code()
        )?;
    }
    Ok(())
}

/// Saves the rest of a volunteer's profile.
pub async fn update_profile(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    max_per_month: i64,
    about: &str,
    share_phone: bool,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "UPDATE volunteer SET max_per_month = $3 WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        person,
        max_per_month
    )?;
    let about = (!about.is_empty()).then_some(about);
    exec!(
        tx,
        "UPDATE person SET about = $3, share_phone = $4, updated_at = $5 WHERE municipality_id = $1 AND id = $2",
        municipality,
        person,
        about,
        share_phone,
        now
    )?;
    Ok(())
}

/// Pauses a volunteer up to and including a civil day, or (none) ends the pause.
pub async fn set_pause(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    until: Option<&str>,
) -> Result<(), DbError> {
    exec!(
        tx,
        "UPDATE volunteer SET paused_until = $3 WHERE municipality_id = $1 AND person_id = $2",
        municipality,
        person,
        until
    )?;
    Ok(())
}
