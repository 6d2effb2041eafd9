//! SQL of people.

use super::{
    Sought,
    model::{Contact, Contacts, Person},
    search_text,
};
use crate::sought;
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use frame::{
    access::{
        model::Role,
        scope::{coordinates, in_force},
    },
    audit::Changes,
};
use ground::{
    Locale, Timestamp,
    id::{AreaId, MunicipalityId, PersonId},
    random::new_id,
    secret::Secret,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::elsewhere("person", "the file begins with it"),
    Table::elsewhere("person_language", "`languages` in the file"),
];

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: PersonId,
    given_name: String,
    family_name: String,
    phone: Option<String>,
    email: Option<String>,
    street: Option<String>,
    postal_code: Option<String>,
    city: Option<String>,
    area_id: Option<AreaId>,
    way_in: Option<String>,
    about: Option<String>,
    locale: String,
    channel: String,
    has_login: bool,
    share_phone: bool,
    protected: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
}

impl TryFrom<PersonRow> for Person {
    type Error = DbError;

    fn try_from(row: PersonRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("person", column, row.id.as_str());
        Ok(Self {
            locale: Locale::from_language(&row.locale).ok_or_else(|| wrong("locale"))?,
            channel: Contact::from_code(&row.channel).ok_or_else(|| wrong("channel"))?,
            id: row.id,
            given_name: row.given_name,
            family_name: row.family_name,
            phone: row.phone,
            email: row.email,
            street: row.street,
            postal_code: row.postal_code,
            city: row.city,
            area: row.area_id,
            way_in: row.way_in,
            about: row.about,
            has_login: row.has_login,
            share_phone: row.share_phone,
            protected: row.protected,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

/// A person who is entered now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone, as it is kept.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Postal town.
    pub city: Option<String>,
    /// The area of the address.
    pub area: Option<AreaId>,
    /// How one gets in.
    pub way_in: Option<String>,
    /// Some words about themselves.
    pub about: Option<String>,
    /// The language they read.
    pub locale: Locale,
    /// How they are told things.
    pub channel: Contact,
    /// Can sign in.
    pub has_login: bool,
    /// Wants the other party of a visit to have the telephone number.
    pub share_phone: bool,
}

/// Enters a person, without a role.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &NewPerson,
    now: Timestamp,
) -> Result<PersonId, DbError> {
    let id = PersonId(new_id(now));
    exec!(
        tx,
        "INSERT INTO person (municipality_id, id, given_name, family_name, search_text, phone, email, street, postal_code, city,
                             area_id, way_in, about, locale, channel, has_login, share_phone, protected, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, FALSE, $18, $18)",
        municipality,
        &id,
        person.given_name.as_str(),
        person.family_name.as_str(),
        search_text(&person.given_name, &person.family_name, person.phone.as_deref()),
        person.phone.as_deref(),
        person.email.as_deref(),
        person.street.as_deref(),
        person.postal_code.as_deref(),
        person.city.as_deref(),
        person.area.as_ref(),
        person.way_in.as_deref(),
        person.about.as_deref(),
        person.locale.language(),
        person.channel.code(),
        person.has_login,
        person.share_phone,
        now
    )?;
    Ok(id)
}

/// Gives a person a role from now on, in an area or (none) in the whole municipality. `by` is none for what the person did.
pub async fn insert_role(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    role: Role,
    area: Option<&AreaId>,
    by: Option<&PersonId>,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, area_id, valid_from, valid_to, granted_by)
         VALUES ($1, $2, $3, $4, $5, $6, NULL, $7)",
        municipality,
        new_id(now),
        person,
        role.code(),
        area,
        now,
        by
    )?;
    Ok(())
}

/// The person.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &PersonId) -> Result<Option<Person>, DbError> {
    row!(
        tx,
        PersonRow,
        "SELECT id, given_name, family_name, phone, email, street, postal_code, city, area_id, way_in, about, locale, channel,
                has_login, share_phone, protected, created_at, updated_at
         FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        id
    )?
    .map(Person::try_from)
    .transpose()
}

/// Sets the languages a person speaks (ISO 639-1), in place of those before.
pub async fn set_languages(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    languages: &[String],
) -> Result<(), DbError> {
    exec!(tx, "DELETE FROM person_language WHERE municipality_id = $1 AND person_id = $2", municipality, person)?;
    for language in languages {
        exec!(
            tx,
            "INSERT INTO person_language (municipality_id, person_id, language) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            municipality,
            person,
            language.as_str()
        )?;
    }
    Ok(())
}

/// The languages a person speaks (ISO 639-1).
pub async fn languages(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Vec<String>, DbError> {
    let found = rows!(
        tx,
        (String,),
        "SELECT language FROM person_language WHERE municipality_id = $1 AND person_id = $2 ORDER BY language",
        municipality,
        person
    )?;
    Ok(found.into_iter().map(|(language,)| language).collect())
}

/// Holds a person until the transaction ends: whoever changes them at the same moment waits, and then reads what was saved.
pub async fn hold(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<(), DbError> {
    exec!(
        tx,
        "UPDATE person SET updated_at = updated_at WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )?;
    Ok(())
}

impl Contacts {
    /// What the log says of a change from how a person was reached.
    pub fn changes(&self, secret: &Secret, before: &Person) -> Changes {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        let yes = |value: bool| if value { "yes" } else { "no" };
        Changes::default()
            .own(secret, "phone", &text(&before.phone), &text(&self.phone))
            .own(secret, "email", &text(&before.email), &text(&self.email))
            .own(secret, "way_in", &text(&before.way_in), &text(&self.way_in))
            .code("locale", before.locale.language(), self.locale.language())
            .code("share_phone", yes(before.share_phone), yes(self.share_phone))
    }
}

/// Changes how a person is reached; what they are found by follows.
pub async fn set_contacts(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &Person,
    contacts: &Contacts,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "UPDATE person SET phone = $3, email = $4, way_in = $5, locale = $6, share_phone = $7, search_text = $8, updated_at = $9
         WHERE municipality_id = $1 AND id = $2",
        municipality,
        &person.id,
        contacts.phone.as_deref(),
        contacts.email.as_deref(),
        contacts.way_in.as_deref(),
        contacts.locale.language(),
        contacts.share_phone,
        search_text(&person.given_name, &person.family_name, contacts.phone.as_deref()),
        now
    )?;
    Ok(())
}

/// Somebody of the same name and number: what tells two apart, and no more.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Same {
    /// The person.
    pub id: PersonId,
    /// First and family name.
    pub name: String,
    /// The area of the address.
    pub area_id: Option<AreaId>,
    /// Its name.
    pub area: Option<String>,
    /// Is or was a volunteer.
    pub volunteer: bool,
}

/// Who has this number (as it is kept) and this name: in any order, with or without accents and hyphens. Asked before a second person is
/// made. Nobody with protected identity.
pub async fn same(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (given, family): (&str, &str),
    phone: &str,
) -> Result<Vec<Same>, DbError> {
    let mut found = rows!(
        tx,
        Same,
        "SELECT p.id, TRIM(p.given_name || ' ' || p.family_name) AS name, p.area_id, a.name AS area,
                EXISTS (SELECT 1 FROM volunteer v WHERE v.municipality_id = p.municipality_id AND v.person_id = p.id) AS volunteer
         FROM person p LEFT JOIN area a ON a.municipality_id = p.municipality_id AND a.id = p.area_id
         WHERE p.municipality_id = $1 AND p.phone = $2 AND NOT p.protected ORDER BY p.search_text, p.id LIMIT 100",
        municipality,
        phone
    )?;
    let words = |name: &str| {
        let text = search_text(name, "", None);
        text.split(' ').map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    let wanted = words(&format!("{given} {family}"));
    found.retain(|one| words(&one.name) == wanted);
    Ok(found)
}

/// A person who was found: without details.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Found {
    /// The person.
    pub id: PersonId,
    /// First and family name.
    pub name: String,
    /// The area's name.
    pub area: Option<String>,
    /// A role that holds now; a person with several stands here once a role.
    pub role: Option<String>,
}

/// People of the coordinator's areas who are found by name or number. A person with protected identity is never
/// found.
pub async fn find(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    me: &PersonId,
    now: Timestamp,
    sought: &Sought,
    most: i64,
) -> Result<Vec<Found>, DbError> {
    let [first, second, third, fourth] = sought.patterns();
    rows!(
        tx,
        Found,
        concat!(
            "SELECT p.id, TRIM(p.given_name || ' ' || p.family_name) AS name, a.name AS area, r.role
             FROM person p
             LEFT JOIN area a ON a.municipality_id = p.municipality_id AND a.id = p.area_id
             LEFT JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id AND ",
            in_force!("r", now = "$3"),
            "
             WHERE p.municipality_id = $1 AND p.protected = FALSE AND p.id <> $2 AND ",
            sought!("p.search_text", "$4", "$6", "$7", "$8"),
            " AND ",
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3"),
            " ORDER BY p.search_text, p.id, r.role LIMIT $5"
        ),
        municipality,
        me,
        now,
        first,
        most,
        second,
        third,
        fourth
    )
}

/// Who read or changed something of a person: when, who and whether their identity is protected, the action's code, why. What concerns
/// say is in no such list.
pub async fn log(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    most: i64,
) -> Result<Vec<(Timestamp, Option<String>, bool, String, String)>, DbError> {
    rows!(
        tx,
        (Timestamp, Option<String>, bool, String, String),
        "SELECT e.at, TRIM(p.given_name || ' ' || p.family_name), COALESCE(p.protected, FALSE), e.action, e.why
         FROM audit_entry e LEFT JOIN person p ON p.municipality_id = e.municipality_id AND p.id = e.actor_id
         WHERE e.municipality_id = $1 AND e.subject_id = $2 AND e.object_type NOT IN ('concern', 'match') ORDER BY e.at DESC, e.id DESC LIMIT $3",
        municipality,
        person,
        most
    )
}

/// Marks a person's identity as protected, or ends that. Too late where it was so already.
pub async fn set_protected(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    on: bool,
    now: Timestamp,
) -> Result<Update, DbError> {
    let done = exec!(
        tx,
        "UPDATE person SET protected = $3, updated_at = $4 WHERE municipality_id = $1 AND id = $2 AND protected <> $3",
        municipality,
        person,
        on,
        now
    )?;
    Ok(one(done))
}

/// Who holds a role in an area, those who hold it in the whole municipality among them; without an area these alone. Coordinators of the
/// whole municipality are those who handle people with protected identity.
pub async fn holding(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    role: Role,
    area: Option<&AreaId>,
    now: Timestamp,
) -> Result<Vec<PersonId>, DbError> {
    let found = rows!(
        tx,
        (PersonId,),
        concat!(
            "SELECT DISTINCT r.person_id FROM role_assignment r
             WHERE r.municipality_id = $1 AND r.role = $2 AND (r.area_id IS NULL OR r.area_id = $3) AND ",
            in_force!("r", now = "$4"),
            " ORDER BY r.person_id"
        ),
        municipality,
        role.code(),
        area.map(AreaId::as_str),
        now
    )?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// An area's name, or an empty text.
pub async fn area_name(tx: &mut Tx, municipality: &MunicipalityId, area: &AreaId) -> Result<String, DbError> {
    let found =
        row!(tx, (String,), "SELECT name FROM area WHERE municipality_id = $1 AND id = $2", municipality, area)?;
    Ok(found.map(|(name,)| name).unwrap_or_default())
}
