//! SQL of sessions, sign-in links and visitors.

use super::model::{Device, Logo, Look, Municipality, Role, RoleHeld, SignedIn, TextSize, Theme, Visitor};
use crate::access::scope::in_force;
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use ground::{
    Locale, Timestamp,
    id::{AreaId, MunicipalityId, PersonId},
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::elsewhere("session", "only which browsers are signed in, as hashes: `/me` ends them"),
    Table::new("session_before"),
    Table::elsewhere("sign_in_link", "only that a link was given out, as a hash"),
];

/// What stands in the columns of how a person reads.
#[derive(Clone, Debug, Default, sqlx::FromRow)]
pub struct LookRow {
    /// A code of [`TextSize`].
    pub text_size: Option<String>,
    /// A code of [`Theme`].
    pub theme: Option<String>,
    /// The button "Listen" is shown.
    pub listening: Option<bool>,
    /// Rows stand close.
    pub compact: Option<bool>,
}

impl From<LookRow> for Look {
    fn from(row: LookRow) -> Self {
        Self {
            text: row.text_size.as_deref().and_then(TextSize::from_code),
            theme: row.theme.as_deref().and_then(Theme::from_code),
            listen: row.listening,
            compact: row.compact,
        }
    }
}

#[derive(sqlx::FromRow)]
struct VisitorRow {
    municipality_id: MunicipalityId,
    municipality_name: String,
    municipality_phone: String,
    hours_sv: String,
    hours_fi: String,
    hours_en: String,
    accent: Option<String>,
    logo_hash: Option<String>,
    logo_alt: Option<String>,
    logo_width: Option<i64>,
    logo_height: Option<i64>,
    person_id: Option<PersonId>,
    given_name: Option<String>,
    family_name: Option<String>,
    locale: Option<String>,
    easy_swedish: Option<bool>,
    role: Option<String>,
    area_id: Option<AreaId>,
    unread: i64,
    kept: i64,
    #[sqlx(flatten)]
    look: LookRow,
}

impl VisitorRow {
    fn logo(&self) -> Option<Logo> {
        Some(Logo {
            hash: self.logo_hash.clone()?,
            alt: self.logo_alt.clone()?,
            width: self.logo_width?,
            height: self.logo_height?,
        })
    }
}

/// The id of the municipality that the host name `$1` picks: one whose host is `*` answers for every name that is no other's.
#[macro_export]
macro_rules! of_host {
    () => {
        "(SELECT id FROM municipality WHERE host = $1 OR host = '*' ORDER BY CASE WHEN host = $1 THEN 0 ELSE 1 END LIMIT 1)"
    };
}

/// The municipality that the host name picks, and the person in it with the roles that hold now: one round trip.
/// A municipality whose host is `*` answers for every other name. What the person's account says of language and look goes
/// before what the device says. `None` where no municipality answers to the host.
pub async fn visitor(
    tx: &mut Tx,
    host: &str,
    person: Option<&PersonId>,
    device: &Device,
    now: Timestamp,
) -> Result<Option<Visitor>, DbError> {
    let found = rows!(
        tx,
        VisitorRow,
        concat!(
            "SELECT m.id AS municipality_id, m.name AS municipality_name, m.phone AS municipality_phone,
                m.hours_sv, m.hours_fi, m.hours_en, m.accent,
                l.hash AS logo_hash, COALESCE(l.alt, m.name) AS logo_alt, l.width AS logo_width, l.height AS logo_height,
                p.id AS person_id, p.given_name, p.family_name, p.locale, p.easy_swedish, r.role, r.area_id,
                p.text_size, p.theme, p.listening, p.compact,
                (SELECT count(*) FROM outgoing_message o
                  WHERE o.municipality_id = m.id AND o.person_id = p.id AND o.read_at IS NULL) AS unread,
                (SELECT count(*) FROM kept_form f
                  WHERE f.municipality_id = m.id AND f.person_id = p.id AND f.expires_at > $3) AS kept
         FROM municipality m
         LEFT JOIN municipality_logo l ON l.municipality_id = m.id
         LEFT JOIN person p ON p.municipality_id = m.id AND p.id = $2 AND p.has_login
         LEFT JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id AND ",
            in_force!("r", now = "$3"),
            " WHERE m.id = ",
            of_host!()
        ),
        host,
        person.map(PersonId::as_str),
        now
    )?;
    let Some(first) = found.first() else { return Ok(None) };
    let look = Look::from(first.look.clone()).or(device.look);
    let own = first.locale.as_deref().and_then(Locale::from_language);
    let own = own.map(|locale| locale.or_easy(first.easy_swedish == Some(true)));
    let locale = own.or(device.wished).unwrap_or(device.accepted);
    let hours = match locale {
        Locale::Fi => &first.hours_fi,
        Locale::En => &first.hours_en,
        _ => &first.hours_sv,
    };
    let municipality = Municipality {
        id: first.municipality_id.clone(),
        name: first.municipality_name.clone(),
        phone: first.municipality_phone.clone(),
        hours: hours.clone(),
        accent: first.accent.clone(),
        logo: first.logo(),
    };
    let person = first.person_id.clone().map(|id| SignedIn {
        municipality: first.municipality_id.clone(),
        id,
        given_name: first.given_name.clone().unwrap_or_default(),
        family_name: first.family_name.clone().unwrap_or_default(),
        roles: found
            .iter()
            .filter_map(|row| {
                Some(RoleHeld { role: Role::from_code(row.role.as_deref()?)?, area: row.area_id.clone() })
            })
            .collect(),
        unread: first.unread,
    });
    Ok(Some(Visitor { municipality, person, session: None, locale, look, kept: first.kept, browser: None }))
}

/// The roles that a person holds now.
pub async fn roles(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<RoleHeld>, DbError> {
    let found = rows!(
        tx,
        (String, Option<AreaId>),
        concat!(
            "SELECT r.role, r.area_id FROM role_assignment r WHERE r.municipality_id = $1 AND r.person_id = $2 AND ",
            in_force!("r", now = "$3")
        ),
        municipality,
        person,
        now
    )?;
    Ok(found.into_iter().filter_map(|(role, area)| Some(RoleHeld { role: Role::from_code(&role)?, area })).collect())
}

/// A session as kept: the hash of its id, whose it is, its data, until when (unix milliseconds).
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    /// Keyed hash of the session id: a stolen database holds no usable session.
    pub id_hash: String,
    /// The person's municipality, once signed in.
    pub municipality_id: Option<MunicipalityId>,
    /// The person, once signed in.
    pub person_id: Option<PersonId>,
    /// JSON.
    pub data: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
}

/// Saves a session. Too late where `only_new` and the id is taken, and where a known one has been ended meanwhile.
pub async fn save_session(tx: &mut Tx, session: &SessionRow, only_new: bool) -> Result<Update, DbError> {
    let sql = if only_new {
        "INSERT INTO session (id_hash, municipality_id, person_id, data, expires_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id_hash) DO NOTHING"
    } else {
        // Never an insert: a session that was ended while a request ran must not come back with that request's answer.
        "UPDATE session SET municipality_id = $2, person_id = $3, data = $4, expires_at = $5 WHERE id_hash = $1"
    };
    Ok(one(exec!(
        tx,
        sql,
        &session.id_hash,
        &session.municipality_id,
        &session.person_id,
        &session.data,
        session.expires_at
    )?))
}

/// How long an earlier id of a session leads to it, in milliseconds: requests that were on their way when it changed bring it.
pub const EARLIER_ID: i64 = 30_000;

/// The session with this hash, or that had it until a moment ago (its row then has another one); none where it has ended.
pub async fn session(tx: &mut Tx, id_hash: &str, now: Timestamp) -> Result<Option<SessionRow>, DbError> {
    // After the machine's clock was set back an earlier id ends all the same.
    row!(
        tx,
        SessionRow,
        "SELECT id_hash, municipality_id, person_id, data, expires_at FROM session
         WHERE expires_at > $2 AND id_hash = COALESCE(
             (SELECT b.session FROM session_before b WHERE b.id_hash = $1 AND b.expires_at > $2 AND b.expires_at <= $3), $1)",
        id_hash,
        now,
        Timestamp(now.0.saturating_add(2 * EARLIER_ID))
    )
}

/// Gives a session another id, with new data. False where it has another one already, or has ended: of several requests at once, one
/// does it.
pub async fn renew_session(tx: &mut Tx, earlier: &str, session: &SessionRow, now: Timestamp) -> Result<bool, DbError> {
    let renewed = exec!(
        tx,
        "UPDATE session SET id_hash = $2, data = $3, expires_at = $4 WHERE id_hash = $1",
        earlier,
        &session.id_hash,
        &session.data,
        session.expires_at
    )?;
    if !one(renewed).is_done() {
        return Ok(false);
    }
    exec!(
        tx,
        "INSERT INTO session_before (id_hash, session, expires_at) VALUES ($1, $2, $3)",
        earlier,
        &session.id_hash,
        Timestamp(now.0.saturating_add(EARLIER_ID))
    )?;
    Ok(true)
}

/// The data of all sessions of a person that have not ended, each with the hash of its id.
pub async fn sessions_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(String, String)>, DbError> {
    rows!(
        tx,
        (String, String),
        "SELECT id_hash, data FROM session WHERE municipality_id = $1 AND person_id = $2 AND expires_at > $3",
        municipality,
        person,
        now
    )
}

/// Ends a session, by its id or an earlier one.
pub async fn delete_session(tx: &mut Tx, id_hash: &str) -> Result<(), DbError> {
    exec!(
        tx,
        "DELETE FROM session WHERE id_hash = COALESCE((SELECT b.session FROM session_before b WHERE b.id_hash = $1), $1)",
        id_hash
    )?;
    Ok(())
}

/// Ends all sessions of a person: "sign out everywhere".
pub async fn delete_sessions_of(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM session WHERE municipality_id = $1 AND person_id = $2", municipality, person)
}

/// Removes sessions that have ended, and says which; and earlier ids that lead nowhere any more.
pub async fn delete_expired_sessions(tx: &mut Tx, now: Timestamp) -> Result<Vec<SessionRow>, DbError> {
    exec!(tx, "DELETE FROM session_before WHERE expires_at <= $1", now)?;
    rows!(
        tx,
        SessionRow,
        "DELETE FROM session WHERE expires_at <= $1 RETURNING id_hash, municipality_id, person_id, data, expires_at",
        now
    )
}

/// Keeps a one-time sign-in link (its keyed hash).
pub async fn insert_sign_in_link(
    tx: &mut Tx,
    token_hash: &str,
    municipality: &MunicipalityId,
    person: &PersonId,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO sign_in_link (token_hash, municipality_id, person_id, expires_at) VALUES ($1, $2, $3, $4)",
        token_hash,
        municipality,
        person,
        expires_at
    )?;
    Ok(())
}

/// How long a link that was used is good for the page that used it, in minutes: on a slow line the button is pressed twice, and the
/// browser hears the answer to the second press alone.
const SAME_PRESS_MINUTES: i64 = 1;

/// Uses up a one-time link: whose it was, or none where it is unknown, old or used already. `page` stands for the page that it is used
/// from; where it is none of ours a second press is as anybody's.
pub async fn use_sign_in_link(
    tx: &mut Tx,
    token_hash: &str,
    municipality: &MunicipalityId,
    page: Option<&str>,
    now: Timestamp,
) -> Result<Option<PersonId>, DbError> {
    let found = row!(
        tx,
        (PersonId,),
        "UPDATE sign_in_link SET used_at = COALESCE(used_at, $3), used_from = CASE WHEN used_at IS NULL THEN $4 ELSE used_from END
         WHERE municipality_id = $2 AND token_hash = $1 AND expires_at > $3
           AND (used_at IS NULL OR (used_from = $4 AND used_at > $5 AND used_at <= $3)) RETURNING person_id",
        token_hash,
        municipality,
        now,
        page,
        now.plus_minutes(-SAME_PRESS_MINUTES)
    )?;
    Ok(found.map(|(person,)| person))
}

/// What has become of a one-time link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// There is none, or it is good: who holds an invented one learns nothing.
    Open,
    /// This person has used it.
    Used(PersonId),
    /// Its time is over.
    Over,
}

/// What has become of a one-time link.
pub async fn sign_in_link_state(
    tx: &mut Tx,
    token_hash: &str,
    municipality: &MunicipalityId,
    now: Timestamp,
) -> Result<LinkState, DbError> {
    let found = row!(
        tx,
        (PersonId, Option<Timestamp>, Timestamp),
        "SELECT person_id, used_at, expires_at FROM sign_in_link WHERE municipality_id = $2 AND token_hash = $1",
        token_hash,
        municipality
    )?;
    Ok(match found {
        Some((person, Some(_), _)) => LinkState::Used(person),
        Some((_, None, until)) if until <= now => LinkState::Over,
        _ => LinkState::Open,
    })
}

/// A person of the demonstration, as the list shows them.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DemoPerson {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// One role; a person with several is listed once a role.
    pub role: String,
    /// What the person is good for in a demonstration, from `about`.
    pub about: Option<String>,
    /// The area's name.
    pub area: Option<String>,
}

/// Everybody one can be in the demonstration: people with a login and a role.
pub async fn demo_people(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    now: Timestamp,
) -> Result<Vec<DemoPerson>, DbError> {
    rows!(
        tx,
        DemoPerson,
        concat!(
            "SELECT DISTINCT p.id, p.given_name, p.family_name, r.role, p.about, a.name AS area
             FROM person p
             JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id AND ",
            in_force!("r", now = "$2"),
            " LEFT JOIN area a ON a.municipality_id = p.municipality_id AND a.id = p.area_id
             WHERE p.municipality_id = $1 AND p.has_login
             ORDER BY r.role, p.id"
        ),
        municipality,
        now
    )
}

/// Whether the person may sign in here.
pub async fn has_login(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<bool, DbError> {
    let found =
        row!(tx, (bool,), "SELECT has_login FROM person WHERE municipality_id = $1 AND id = $2", municipality, person)?;
    Ok(found.is_some_and(|(may,)| may))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};

    db_test!(a_session_that_was_ended_does_not_come_back, |db| async {
        let municipality = testing::filled(&db).await;
        let stina = testing::person(&db.db, "Stina").await;
        let row = |hash: &str| SessionRow {
            id_hash: hash.to_owned(),
            municipality_id: Some(municipality.clone()),
            person_id: Some(stina.clone()),
            data: "{}".to_owned(),
            expires_at: NOW.plus_days(1),
        };
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            assert!(!save_session(tx, &row("a"), false).await?.is_done(), "there is none to change");
            assert!(save_session(tx, &row("a"), true).await?.is_done());
            assert!(!save_session(tx, &row("a"), true).await?.is_done(), "the id is taken");
            assert!(save_session(tx, &SessionRow { data: "{1}".to_owned(), ..row("a") }, false).await?.is_done());
            assert!(save_session(tx, &row("b"), true).await?.is_done());
            assert_eq!(session(tx, "a", NOW).await?.unwrap().data, "{1}");
            assert_eq!(session(tx, "a", NOW.plus_days(1)).await?, None, "its time is over");
            assert_eq!(delete_sessions_of(tx, &"other".into(), &stina).await?, 0);
            assert_eq!(delete_sessions_of(tx, &municipality, &stina).await?, 2);
            assert!(!save_session(tx, &row("a"), false).await?.is_done(), "the answer of a request that was running");
            assert!(save_session(tx, &row("c"), true).await?.is_done());
            assert_eq!(delete_expired_sessions(tx, NOW.plus_days(1)).await?, [row("c")]);
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_sign_in_link_works_once_and_in_its_municipality, |db| async {
        let municipality = testing::filled(&db).await;
        let stina = testing::person(&db.db, "Stina").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            insert_sign_in_link(tx, "hash", &municipality, &stina, NOW.plus_hours(24)).await?;
            let late = sign_in_link_state(tx, "hash", &municipality, NOW.plus_hours(24)).await?;
            assert_eq!(late, LinkState::Over);
            let page = Some("page");
            assert_eq!(use_sign_in_link(tx, "hash", &"other".into(), page, NOW).await?, None);
            assert_eq!(use_sign_in_link(tx, "hash", &municipality, page, NOW.plus_hours(24)).await?, None, "too late");
            assert_eq!(sign_in_link_state(tx, "hash", &municipality, NOW).await?, LinkState::Open);
            assert_eq!(use_sign_in_link(tx, "hash", &municipality, page, NOW).await?, Some(stina.clone()));
            for other in [None, Some("another page")] {
                assert_eq!(use_sign_in_link(tx, "hash", &municipality, other, NOW).await?, None, "used");
            }
            assert_eq!(use_sign_in_link(tx, "hash", &municipality, page, NOW).await?, Some(stina.clone()), "again");
            assert_eq!(use_sign_in_link(tx, "hash", &municipality, page, NOW.plus_minutes(1)).await?, None, "later");
            assert_eq!(sign_in_link_state(tx, "hash", &municipality, NOW).await?, LinkState::Used(stina.clone()));
            assert_eq!(sign_in_link_state(tx, "hash", &"other".into(), NOW).await?, LinkState::Open);
            // Used by hand, without a page of ours.
            insert_sign_in_link(tx, "second", &municipality, &stina, NOW.plus_hours(24)).await?;
            assert_eq!(use_sign_in_link(tx, "second", &municipality, None, NOW).await?, Some(stina.clone()));
            assert_eq!(use_sign_in_link(tx, "second", &municipality, None, NOW).await?, None);
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_role_holds_from_and_to_and_the_host_picks_the_municipality, |db| async {
        let municipality = testing::filled(&db).await;
        let ulla = testing::person(&db.db, "Ulla").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            assert_eq!(roles(tx, &municipality, &ulla, NOW).await?.len(), 1);
            exec!(tx, "UPDATE role_assignment SET valid_to = $1 WHERE person_id = $2", NOW, &ulla)?;
            assert_eq!(roles(tx, &municipality, &ulla, NOW.plus_minutes(-1)).await?.len(), 1);
            assert_eq!(roles(tx, &municipality, &ulla, NOW).await?, []);
            let seen = visitor(tx, "granby.localhost", Some(&ulla), &Device::default(), NOW).await?.unwrap();
            assert_eq!(seen.person.unwrap().roles, []);
            assert_eq!(visitor(tx, "elsewhere", Some(&ulla), &Device::default(), NOW).await?, None);
            Ok(())
        });
        done.unwrap();
    });
}
