//! `create-admin`: the first person of a municipality, who sets up the rest.

use super::{
    Fault,
    store::{NewMunicipality, hosts, insert_municipality, insert_person, municipality_of_host, set_host},
};
use app::demo::is_marked;
use clap::Args;
use db::{Db, Failure, in_tx};
use frame::{
    access::{model::Role, store::insert_sign_in_link},
    audit,
};
use ground::{AppError, Object, Timestamp, random::new_token, secret::Secret};
use town::admin::{proposals, told::ROLE_CONFIRMED};

/// The sign-in link works this long.
const LINK_HOURS: i64 = 24;

/// Whom to make.
#[derive(Args, Clone, Debug)]
pub struct NewAdmin {
    /// The municipality's name, for example "Älvstads kommun"
    #[arg(long)]
    pub municipality: String,
    /// The host name that the municipality answers to, or `*` for every name
    #[arg(long)]
    pub host: String,
    /// The telephone number that stands on every page; needed for a new municipality
    #[arg(long, default_value = "")]
    pub phone: String,
    /// When the telephone is answered, in Swedish
    #[arg(long, default_value = "Vardagar 8–16")]
    pub hours_sv: String,
    /// The same in Finnish
    #[arg(long, default_value = "Arkisin 8–16")]
    pub hours_fi: String,
    /// The same in English
    #[arg(long, default_value = "Weekdays 8 am–4 pm")]
    pub hours_en: String,
    /// First name
    #[arg(long)]
    pub given_name: String,
    /// Family name
    #[arg(long)]
    pub family_name: String,
}

/// The host name of one alone.
const EVERY: &str = "*";

/// Refuses a municipality that answers to every name beside others: a name that is nobody's would show its pages.
async fn alone(db: &Db, host: &str) -> Result<(), Fault> {
    let mut tx = db.read().await?;
    let hosts = hosts(&mut tx).await?;
    if let Some((_, name)) = hosts.iter().find(|(known, _)| known == EVERY) {
        let how = "give it a name of its own first (`handslag set-host`)";
        return Err(Fault::Refused(format!("{name} answers to every host name: {how}")));
    }
    if host == EVERY && !hosts.is_empty() {
        return Err(Fault::Refused("only one municipality alone may answer to every host name (*)".to_owned()));
    }
    Ok(())
}

/// Lets a municipality answer to another host name; a line for the one who asked.
///
/// # Errors
/// None has the first, another has the second, or it is `*` beside others; the database's.
pub async fn change_host(db: &Db, from: &str, to: &str, now: Timestamp) -> Result<String, Fault> {
    let (from, to) = (from.trim().to_lowercase(), to.trim().to_lowercase());
    let mut tx = db.read().await?;
    let all = hosts(&mut tx).await?;
    drop(tx);
    if to.is_empty() || (to == EVERY && all.len() > 1) {
        return Err(Fault::Refused("the new host name must be one; * is for one municipality alone".to_owned()));
    }
    if let Some((_, name)) = all.iter().find(|(host, _)| *host == to) {
        return Err(Fault::Refused(format!("{to} belongs to {name}")));
    }
    let changed: Result<Option<String>, Failure> = in_tx!(db, |tx| {
        let Some((id, name)) = municipality_of_host(tx, &from).await? else { return Ok(None) };
        set_host(tx, &id, &to).await?;
        let event = audit::Event {
            action: "municipality.host",
            object: (Object::Municipality, id.as_str()),
            subject: None,
            why: "command",
        };
        audit::record_system(tx, &id, now, event).await?;
        Ok(Some(name))
    });
    let name = changed?.ok_or_else(|| Fault::Refused(format!("no municipality answers to {from}")))?;
    Ok(format!("{name} answers to {to}"))
}

/// Makes the municipality, where it is missing, and the administrator; the token of a one-time sign-in link.
///
/// # Errors
/// The host belongs to another municipality, something is empty; the database's.
pub async fn create(db: &Db, secret: &Secret, new: &NewAdmin, now: Timestamp) -> Result<String, Fault> {
    let texts = [&new.municipality, &new.host, &new.given_name, &new.family_name];
    if texts.iter().any(|text| text.trim().is_empty()) {
        return Err(Fault::Refused("municipality, host and names must not be empty".to_owned()));
    }
    let host = new.host.trim().to_lowercase();
    let mut tx = db.read().await?;
    if is_marked(&mut tx).await? {
        return Err(Fault::Refused("the database is a demonstration's: real people do not belong into it".to_owned()));
    }
    let there = municipality_of_host(&mut tx, &host).await?;
    drop(tx);
    match &there {
        Some((_, name)) if name != new.municipality.trim() => {
            return Err(Fault::Refused(format!("{host} belongs to {name}")));
        }
        Some(_) => {}
        None => {
            alone(db, &host).await?;
            if new.phone.trim().is_empty() {
                return Err(Fault::Refused("a new municipality needs --phone: it stands on every page".to_owned()));
            }
        }
    }
    let token = new_token();
    let hash = secret.mac("sign-in-link", token.as_bytes());
    let municipality = NewMunicipality {
        name: new.municipality.trim(),
        host: &host,
        phone: new.phone.trim(),
        hours: [new.hours_sv.trim(), new.hours_fi.trim(), new.hours_en.trim()],
    };
    let made: Result<(), Failure> = in_tx!(db, |tx| {
        // Looked up anew: another may have been made meanwhile.
        let id = match municipality_of_host(tx, &host).await? {
            Some((id, name)) if name == municipality.name => (id, true),
            Some(_) => return Err(AppError::Forbidden.into()),
            None => (insert_municipality(tx, &municipality, now).await?, false),
        };
        let (id, known) = id;
        let person =
            insert_person(tx, &id, (new.given_name.trim(), new.family_name.trim()), Role::Administrator, now).await?;
        insert_sign_in_link(tx, &hash, &id, &person, now.plus_hours(LINK_HOURS)).await?;
        let event = audit::Event {
            action: "person.create_admin",
            object: (Object::Person, person.as_str()),
            subject: Some(&person),
            why: &format!("operator: {}", proposals::told(Role::Administrator, None, Some(now), None)),
        };
        audit::record_system(tx, &id, now, event).await?;
        if known {
            // Whoever works there learns that there is one more.
            proposals::tell_staff(tx, &id, &ROLE_CONFIRMED, Some(&person), now).await?;
        }
        Ok(())
    });
    made?;
    Ok(token)
}
