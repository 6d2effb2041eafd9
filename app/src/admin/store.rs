//! SQL of what administrators set up.

use super::form::{KindForm, MunicipalityForm};
use crate::{
    access::model::Role,
    common::{
        Locale, Timestamp,
        id::{AreaId, KindId, MunicipalityId, PersonId},
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec,
    kinds::model::{ContactMode, Requirement},
    row, rows,
};

/// The municipality's name, number, hours and line.
///
/// # Errors
/// The database's.
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
///
/// # Errors
/// The database's.
pub async fn set_municipality(tx: &mut Tx, id: &MunicipalityId, new: &MunicipalityForm) -> Result<bool, DbError> {
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
///
/// # Errors
/// The database's.
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
///
/// # Errors
/// The database's.
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
    if !one(changed) {
        return Ok(false);
    }
    for (locale, [name, description, boundary]) in Locale::ALL.into_iter().zip(&new.texts) {
        exec!(
            tx,
            "UPDATE kind_text SET name = $4, description = $5, boundary = $6 WHERE municipality_id = $1 AND kind_id = $2 AND locale = $3",
            municipality,
            kind,
            locale.tag(),
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

/// A role that somebody has, had or will have.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Assignment {
    /// The assignment.
    pub id: String,
    /// Whose.
    pub person_id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// A `Role`.
    pub role: String,
    /// Where, by name; none in the whole municipality.
    pub area: Option<String>,
    /// From when.
    pub valid_from: Timestamp,
    /// Until when.
    pub valid_to: Option<Timestamp>,
}

/// The roles of staff that hold or will hold.
///
/// # Errors
/// The database's.
pub async fn staff(tx: &mut Tx, municipality: &MunicipalityId, now: Timestamp) -> Result<Vec<Assignment>, DbError> {
    rows!(
        tx,
        Assignment,
        "SELECT r.id, r.person_id, p.given_name, p.family_name, r.role, a.name AS area, r.valid_from, r.valid_to
         FROM role_assignment r
         JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
         LEFT JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
         WHERE r.municipality_id = $1 AND r.role IN ('coordinator', 'administrator') AND (r.valid_to IS NULL OR r.valid_to > $2)
         ORDER BY r.role, p.search_text, r.id",
        municipality,
        now
    )
}

/// The assignment with this id.
///
/// # Errors
/// The database's.
pub async fn assignment(tx: &mut Tx, municipality: &MunicipalityId, id: &str) -> Result<Option<Assignment>, DbError> {
    row!(
        tx,
        Assignment,
        "SELECT r.id, r.person_id, p.given_name, p.family_name, r.role, a.name AS area, r.valid_from, r.valid_to
         FROM role_assignment r
         JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id
         LEFT JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
         WHERE r.municipality_id = $1 AND r.id = $2",
        municipality,
        id
    )
}

/// Somebody who was searched for: name and the roles that hold now.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Found {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// A `Role`; a person with several is there once a role.
    pub role: Option<String>,
}

/// People whose name or number holds this text (lower case). Protected people are in no search.
///
/// # Errors
/// The database's.
pub async fn search(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    text: &str,
    now: Timestamp,
) -> Result<Vec<Found>, DbError> {
    let escaped = text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    rows!(
        tx,
        Found,
        "SELECT p.id, p.given_name, p.family_name, r.role
         FROM (SELECT municipality_id, id, given_name, family_name, search_text FROM person
               WHERE municipality_id = $1 AND NOT protected AND search_text LIKE $2 ESCAPE '\\' ORDER BY search_text, id LIMIT 20) p
         LEFT JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id
              AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3)
         ORDER BY p.search_text, p.id, r.role",
        municipality,
        format!("%{escaped}%"),
        now
    )
}

/// How many people hold a role of staff now.
///
/// # Errors
/// The database's.
pub async fn count_staff(tx: &mut Tx, municipality: &MunicipalityId, now: Timestamp) -> Result<i64, DbError> {
    let found = row!(
        tx,
        (i64,),
        "SELECT count(DISTINCT person_id) FROM role_assignment WHERE municipality_id = $1 AND role IN ('coordinator', 'administrator')
           AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2)",
        municipality,
        now
    )?;
    Ok(found.map_or(0, |(count,)| count))
}

/// A role that is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRole<'a> {
    /// Whom.
    pub person: &'a PersonId,
    /// Which.
    pub role: Role,
    /// Where; none in the whole municipality.
    pub area: Option<&'a AreaId>,
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Option<Timestamp>,
    /// Who gave it.
    pub by: &'a PersonId,
}

/// Gives a role; its id. None where the person (or the area) is not the municipality's, or has it already for that time.
///
/// # Errors
/// The database's.
pub async fn insert_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    new: &NewRole<'_>,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let id = new_id(now);
    let area = new.area.map(AreaId::as_str);
    let inserted = exec!(
        tx,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, area_id, valid_from, valid_to, granted_by)
         SELECT p.municipality_id, $2, p.id, $4, $5, $6, $7, $8 FROM person p
         WHERE p.municipality_id = $1 AND p.id = $3
           AND ($5 IS NULL OR EXISTS (SELECT 1 FROM area a WHERE a.municipality_id = $1 AND a.id = $5))
           AND NOT EXISTS (SELECT 1 FROM role_assignment r WHERE r.municipality_id = $1 AND r.person_id = $3 AND r.role = $4
                             AND (r.area_id = $5 OR (r.area_id IS NULL AND $5 IS NULL)) AND (r.valid_to IS NULL OR r.valid_to > $6))",
        municipality,
        &id,
        new.person,
        new.role.code(),
        area,
        new.from,
        new.to,
        new.by
    )?;
    if !one(inserted) {
        return Ok(None);
    }
    if new.role == Role::Volunteer {
        // Somebody who never was one begins with nothing done.
        exec!(
            tx,
            "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 4, $3)
             ON CONFLICT (municipality_id, person_id) DO NOTHING",
            municipality,
            new.person,
            now
        )?;
    }
    Ok(Some(id))
}

/// What became of ending a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It has ended.
    Now,
    /// It had ended before, or there is none.
    Before,
    /// Nobody else could set up the municipality.
    LastAdministrator,
}

/// Ends a role now. One who presses at the same moment waits at the municipality's row, so that two administrators cannot end each other.
///
/// # Errors
/// The database's.
pub async fn end_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    role: &Assignment,
    now: Timestamp,
) -> Result<Ended, DbError> {
    if role.role == Role::Administrator.code() {
        exec!(tx, "UPDATE municipality SET name = name WHERE id = $1", municipality)?;
        let others = row!(
            tx,
            (i64,),
            "SELECT count(*) FROM role_assignment r
             JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.person_id AND p.has_login
             WHERE r.municipality_id = $1 AND r.role = 'administrator' AND r.person_id <> $2
               AND r.valid_from <= $3 AND (r.valid_to IS NULL OR r.valid_to > $3)",
            municipality,
            &role.person_id,
            now
        )?;
        if others.is_none_or(|(count,)| count == 0) {
            return Ok(Ended::LastAdministrator);
        }
    }
    let ended = exec!(
        tx,
        "UPDATE role_assignment SET valid_to = $3 WHERE municipality_id = $1 AND id = $2 AND (valid_to IS NULL OR valid_to > $3)",
        municipality,
        &role.id,
        now
    )?;
    Ok(if one(ended) { Ended::Now } else { Ended::Before })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        common::Failure,
        db_test,
        demo::small::{self, NOW},
        in_tx,
        kinds::{self, model::Moderation},
    };

    fn give<'a>(person: &'a PersonId, role: Role, by: &'a PersonId) -> NewRole<'a> {
        NewRole { person, role, area: None, from: NOW, to: None, by }
    }

    db_test!(roles_are_given_once_and_the_last_administrator_stays, |db| async {
        let municipality = small::filled(&db).await;
        let (rolf, stina) = (small::person(&db.db, "Rolf").await, small::person(&db.db, "Stina").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let admin = give(&stina, Role::Administrator, &rolf);
            let rolfs = staff(tx, &municipality, NOW).await?.into_iter().find(|role| role.person_id == rolf).unwrap();
            assert_eq!(end_role(tx, &municipality, &rolfs, NOW).await?, Ended::LastAdministrator);
            assert_eq!(count_staff(tx, &municipality, NOW).await?, 2);
            assert!(insert_role(tx, &"other".into(), &admin, NOW).await?.is_none(), "not of that municipality");
            let nowhere = AreaId::from("nowhere");
            let elsewhere = NewRole { area: Some(&nowhere), ..give(&stina, Role::Coordinator, &rolf) };
            assert!(insert_role(tx, &municipality, &elsewhere, NOW).await?.is_none(), "no such area");
            let id = insert_role(tx, &municipality, &admin, NOW).await?.unwrap();
            assert!(insert_role(tx, &municipality, &admin, NOW).await?.is_none(), "has it already");
            assert_eq!(count_staff(tx, &municipality, NOW).await?, 3);
            assert_eq!(end_role(tx, &municipality, &rolfs, NOW).await?, Ended::Now);
            assert_eq!(end_role(tx, &municipality, &rolfs, NOW).await?, Ended::Before);
            let stinas = assignment(tx, &municipality, &id).await?.unwrap();
            assert_eq!(assignment(tx, &"other".into(), &id).await?, None);
            assert_eq!(end_role(tx, &municipality, &stinas, NOW).await?, Ended::LastAdministrator);
            assert!(insert_role(tx, &municipality, &give(&stina, Role::Volunteer, &stina), NOW).await?.is_some());
            let roles: Vec<_> =
                search(tx, &municipality, "stina", NOW).await?.into_iter().filter_map(|found| found.role).collect();
            assert_eq!(roles, ["administrator", "senior", "volunteer"]);
            assert_eq!(search(tx, &municipality, "%", NOW).await?, [], "a sign, not a wildcard");
            exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &stina)?;
            assert_eq!(search(tx, &municipality, "stina", NOW).await?, [], "protected people are in no search");
            Ok(())
        });
        done.unwrap();
    });

    db_test!(two_administrators_cannot_end_each_other, |db| async {
        let municipality = small::filled(&db).await;
        let (rolf, stina) = (small::person(&db.db, "Rolf").await, small::person(&db.db, "Stina").await);
        let made: Result<Vec<Assignment>, Failure> = in_tx!(db.db, |tx| {
            insert_role(tx, &municipality, &give(&stina, Role::Administrator, &rolf), NOW).await?;
            let staff = staff(tx, &municipality, NOW).await?;
            Ok(staff.into_iter().filter(|role| role.role == "administrator").collect())
        });
        let both = made.unwrap();
        assert_eq!(both.len(), 2);
        let mut all = tokio::task::JoinSet::new();
        for role in both {
            let (db, municipality) = (db.db.clone(), municipality.clone());
            all.spawn(async move {
                let ended: Result<Ended, Failure> =
                    in_tx!(db, |tx| { Ok(end_role(tx, &municipality, &role, NOW).await?) });
                ended.unwrap()
            });
        }
        let outcomes = all.join_all().await;
        assert!(outcomes.contains(&Ended::Now) && outcomes.contains(&Ended::LastAdministrator), "{outcomes:?}");
    });

    db_test!(a_kind_and_the_municipality_are_changed, |db| async {
        let own = small::filled(&db).await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let before = kinds::store::list(tx, &own, Locale::Fi).await?.remove(0);
            let words = |locale: &str| [format!("name {locale}"), "description".to_owned(), "boundary".to_owned()];
            let new = KindForm {
                active: false,
                texts: ["sv", "fi", "en"].map(words),
                moderation: Moderation::StaffMatched,
                risk: 3,
                minutes: 45,
                modes: vec![ContactMode::Video],
                beyond: vec![Requirement::ItCourse, Requirement::ItCourse],
            };
            assert!(!set_kind(tx, &"other".into(), &before.id, &new).await?);
            assert!(set_kind(tx, &own, &before.id, &new).await?);
            let after = kinds::store::list(tx, &own, Locale::Fi).await?.remove(0);
            assert_eq!((after.name.as_str(), after.active, after.risk, after.minutes), ("name fi", false, 3, 45));
            assert_eq!(
                (after.moderation, after.modes.as_slice()),
                (Moderation::StaffMatched, [ContactMode::Video].as_slice())
            );
            assert_eq!(after.requirements.len(), Requirement::ALWAYS.len() + 1);
            assert_eq!(kind_texts(tx, &own, &before.id).await?.len(), 3);
            let known = municipality(tx, &own).await?.unwrap();
            let renamed =
                MunicipalityForm { name: "Granby stad".to_owned(), accent: Some("#7A1F3D".to_owned()), ..known };
            assert!(set_municipality(tx, &own, &renamed).await?);
            assert_eq!(municipality(tx, &own).await?, Some(renamed));
            Ok(())
        });
        done.unwrap();
    });
}
