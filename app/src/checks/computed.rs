//! The rules that take more than SQL to read: standing, local time, logos, the sealed log.

use super::{Finding, store};
use db::{DbError, Tx};
use frame::audit;
use ground::{Locale, Timestamp, secret::Secret};
use help::{kinds, vetting};
use std::collections::HashMap;
use town::admin::picture;

/// Drafts live this long after they were last saved (`drafts`), sessions at most this long after they were last used (`access`); in days,
/// with one to spare: an installation's clock is set right now and then.
const DRAFT_DAYS: i64 = 30 + 1;
const DRAFT_DAYS_OF_NOBODY: i64 = 1 + 1;
const SESSION_DAYS: i64 = 90 + 1;

/// Offers that wait, matches that open contact details and visits ahead are those of volunteers who may.
pub async fn standing(tx: &mut Tx, now: Timestamp) -> Result<Vec<String>, DbError> {
    let (today, soon) = vetting::store::days(now);
    let (mut kinds, mut records) = (HashMap::new(), HashMap::new());
    let mut broken = Vec::new();
    for item in store::commitments(tx, now).await? {
        let (municipality, volunteer) = (&item.municipality_id, &item.volunteer_id);
        if !kinds.contains_key(municipality) {
            kinds.insert(municipality.clone(), kinds::store::list(tx, municipality, Locale::Sv).await?);
        }
        let whose = (municipality.clone(), volunteer.clone());
        if !records.contains_key(&whose) {
            let record = vetting::store::record(tx, municipality, volunteer, now).await?.unwrap_or_default();
            records.insert(whose.clone(), record);
        }
        let kind = kinds.get(municipality).and_then(|kinds| kinds.iter().find(|kind| kind.id == item.kind_id));
        let may = kind
            .zip(records.get(&whose))
            .is_some_and(|(kind, record)| vetting::model::standing(record, kind, &today, &soon).may());
        if !may {
            broken.push(item.id);
        }
    }
    Ok(broken)
}

/// Visits begin between 8 and 20, local time (domain, safety rule 7).
pub fn at_night(visits: &[(String, Timestamp, String)]) -> Vec<String> {
    let late = visits.iter().filter(|(_, starts_at, _)| !(8..20).contains(&starts_at.local().hour()));
    late.map(|(id, ..)| id.clone()).collect()
}

/// The word that both say is one that can be said.
pub fn invalid_code_words(visits: &[(String, Timestamp, String)]) -> Vec<String> {
    let word = |word: &str| (3..=20).contains(&word.chars().count()) && word.chars().all(char::is_alphabetic);
    visits.iter().filter(|(.., code_word)| !word(code_word)).map(|(id, ..)| id.clone()).collect()
}

/// What a session's columns say (by which it is ended) is what its data says (by which somebody is signed in). And it ends.
pub async fn sessions(tx: &mut Tx, machine: Timestamp) -> Result<(Vec<String>, Vec<String>), DbError> {
    let (mut untrue, mut endless) = (Vec::new(), Vec::new());
    for (hash, municipality, person, data, expires_at) in store::sessions(tx).await? {
        let data: serde_json::Value = serde_json::from_str(&data).unwrap_or_default();
        let says = |key: &str| data.get(key).and_then(serde_json::Value::as_str).map(str::to_owned);
        if says(frame::access::session::PERSON) != person || says(frame::access::session::MUNICIPALITY) != municipality
        {
            untrue.push(hash.clone());
        }
        if expires_at > machine.plus_days(SESSION_DAYS) {
            endless.push(hash);
        }
    }
    Ok((untrue, endless))
}

/// Drafts end a month after they were saved last, and those of nobody a day after.
pub async fn endless_drafts(tx: &mut Tx, now: Timestamp) -> Result<(Vec<String>, Vec<String>), DbError> {
    let (mut endless, mut long) = (Vec::new(), Vec::new());
    for (id, nobodys, begun, until) in store::drafts(tx).await? {
        if nobodys && until > now.plus_days(DRAFT_DAYS_OF_NOBODY) {
            long.push(id.clone());
        }
        if until <= begun || until > now.plus_days(DRAFT_DAYS) {
            endless.push(id);
        }
    }
    Ok((endless, long))
}

/// A logo's bytes are those that its hash names: browsers keep it under that name.
pub async fn logos(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    let logos = store::logos(tx).await?;
    let others = logos.into_iter().filter(|(_, hash, bytes)| *hash != picture::hash(bytes));
    Ok(others.map(|(municipality, ..)| municipality).collect())
}

/// The sealed part of the log is whole. Where it ends is for `check-audit`, which knows the exported end.
pub async fn log(tx: &mut Tx, secret: &Secret) -> Result<Vec<String>, DbError> {
    let problems = audit::check(tx, secret, None).await?;
    Ok(problems.into_iter().map(|problem| format!("{problem:?}")).collect())
}

/// A finding where there is one.
pub fn finding(rule: &'static str, ids: Vec<String>) -> Option<Finding> {
    (!ids.is_empty()).then(|| Finding { rule, ids: ids.into_iter().take(super::MOST_NAMED).collect() })
}
