//! SQL of drafts.

use super::Form;
use crate::context::Here;
use db::{DbError, Failure, Table, Tx, Update, exec, one, row};
use ground::{
    Timestamp,
    form::{ADDRESS, FieldError, RawForm},
    id::{DraftId, PersonId},
    random::new_token,
    text::k,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::of_people(
        "form_draft",
        "SELECT 'draft', id, created_at, form, answers FROM form_draft WHERE municipality_id = $1 AND person_id = $2",
    ),
    Table::elsewhere("kept_form", "sealed for its writer, for a day: `/kept` shows it"),
];

/// How long a draft of a person is kept after it was saved last.
pub const KEPT_DAYS: i64 = 30;
/// How long one is kept that nobody who is signed in has written.
const KEPT_HOURS_OF_NOBODY: i64 = 24;
/// So many are kept of a person; those that were saved longest ago go.
pub const MOST: i64 = 200;
/// So many of a browser that nobody is signed in with.
pub const MOST_OF_NOBODY: i64 = 20;

/// A form's saved answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// What was answered so far.
    pub answers: RawForm,
    /// The address that the form was sent to; empty for what is kept while it is written.
    pub address: String,
    /// What was wrong when it was last sent.
    pub errors: Vec<FieldError>,
    /// What became of it, once it was sent for good (a request's id).
    pub result_id: Option<String>,
}

#[derive(sqlx::FromRow)]
struct DraftRow {
    id: DraftId,
    answers: String,
    errors: String,
    result_id: Option<String>,
}

impl TryFrom<DraftRow> for Draft {
    type Error = DbError;

    fn try_from(row: DraftRow) -> Result<Self, DbError> {
        let mut answers: RawForm =
            serde_json::from_str(&row.answers).map_err(|_| DbError::row("form_draft", "answers", row.id.as_str()))?;
        let address = answers.0.remove(ADDRESS).unwrap_or_default().into_iter().next().unwrap_or_default();
        Ok(Self {
            answers,
            address,
            errors: serde_json::from_str(&row.errors)
                .map_err(|_| DbError::row("form_draft", "errors", row.id.as_str()))?,
            result_id: row.result_id,
            id: row.id,
        })
    }
}

fn json<T: serde::Serialize>(value: &T) -> String {
    // Maps of text to text always serialize.
    serde_json::to_string(value).unwrap_or_default()
}

/// Whose a draft is: the person's who is signed in, else the browser's.
fn owner(here: &Here) -> (Option<&str>, Option<&str>) {
    match &here.visitor.person {
        Some(person) => (Some(person.id.as_str()), None),
        None => (None, here.visitor.browser.as_deref()),
    }
}

fn kept_until(here: &Here) -> Timestamp {
    match here.visitor.person {
        Some(_) => here.instant().plus_days(KEPT_DAYS),
        None => here.instant().plus_hours(KEPT_HOURS_OF_NOBODY),
    }
}

/// Answers and errors as they may be kept: the form's own fields, without personal numbers, and with a word where one was left out.
fn kept(form: &Form, answers: &RawForm, errors: &[FieldError]) -> Result<(String, String), Failure> {
    let (answers, left_out) = form.own(answers)?.without_personal_numbers();
    let mut errors = errors.to_vec();
    for field in left_out {
        if !errors.iter().any(|error| error.field == field) {
            errors.push(FieldError { field, code: k::common::PERSONAL_NUMBER.name().to_owned() });
        }
    }
    Ok((json(&answers), json(&errors)))
}

/// A new draft of the visitor. Its id is drawn, not counted.
///
/// # Errors
/// `TooLong` where it is more than the form's most; the database's.
pub async fn insert(
    tx: &mut Tx,
    here: &Here,
    form: &Form,
    answers: &RawForm,
    errors: &[FieldError],
) -> Result<DraftId, Failure> {
    let id = DraftId(new_token());
    let (answers, errors) = kept(form, answers, errors)?;
    let (person, browser) = owner(here);
    make_room(tx, here).await?;
    exec!(
        tx,
        "INSERT INTO form_draft (municipality_id, id, person_id, browser_hash, form, answers, errors, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        here.municipality(),
        &id,
        person,
        browser,
        form.name,
        answers,
        errors,
        here.instant(),
        kept_until(here)
    )?;
    Ok(id)
}

/// Removes what is too much beside one more of a person or browser.
async fn make_room(tx: &mut Tx, here: &Here) -> Result<(), DbError> {
    let (person, browser) = owner(here);
    let most = if person.is_some() { MOST } else { MOST_OF_NOBODY };
    exec!(
        tx,
        "DELETE FROM form_draft WHERE municipality_id = $1 AND (person_id = $2 OR browser_hash = $3) AND id NOT IN (
             SELECT d.id FROM form_draft d WHERE d.municipality_id = $1 AND (d.person_id = $2 OR d.browser_hash = $3)
             ORDER BY d.expires_at DESC, d.created_at DESC, d.id DESC LIMIT $4)",
        here.municipality(),
        person,
        browser,
        most - 1
    )?;
    Ok(())
}

/// Saves new answers and errors. Too late where the draft is not the visitor's, another form's, or was sent already.
///
/// # Errors
/// `TooLong` where it is more than the form's most; the database's.
pub async fn update(
    tx: &mut Tx,
    here: &Here,
    form: &Form,
    draft: &DraftId,
    answers: &RawForm,
    errors: &[FieldError],
) -> Result<Update, Failure> {
    let (answers, errors) = kept(form, answers, errors)?;
    let (person, browser) = owner(here);
    Ok(one(exec!(
        tx,
        "UPDATE form_draft SET answers = $4, errors = $5, expires_at = $6
         WHERE municipality_id = $1 AND id = $2 AND form = $3 AND (person_id = $7 OR browser_hash = $8) AND result_id IS NULL",
        here.municipality(),
        draft,
        form.name,
        answers,
        errors,
        kept_until(here),
        person,
        browser
    )?))
}

/// Notes what became of a draft that was sent. Too late where it was sent before.
///
/// # Errors
/// The database's.
pub async fn set_result(tx: &mut Tx, here: &Here, draft: &DraftId, result_id: &str) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE form_draft SET result_id = $3 WHERE municipality_id = $1 AND id = $2 AND result_id IS NULL",
        here.municipality(),
        draft,
        result_id
    )?))
}

/// The visitor's draft of this form with this id.
///
/// # Errors
/// The database's.
pub async fn by_id(tx: &mut Tx, here: &Here, form: &Form, draft: &DraftId) -> Result<Option<Draft>, DbError> {
    let (person, browser) = owner(here);
    row!(
        tx,
        DraftRow,
        "SELECT id, answers, errors, result_id FROM form_draft
         WHERE municipality_id = $1 AND id = $2 AND form = $3 AND expires_at > $4
           AND (person_id = $5 OR browser_hash = $6)",
        here.municipality(),
        draft,
        form.name,
        here.instant(),
        person,
        browser
    )?
    .map(Draft::try_from)
    .transpose()
}

/// The person's newest draft of this form that was not sent yet.
///
/// # Errors
/// The database's.
pub async fn newest_open(tx: &mut Tx, here: &Here, form: &Form, person: &PersonId) -> Result<Option<DraftId>, DbError> {
    let found = row!(
        tx,
        (DraftId,),
        "SELECT id FROM form_draft WHERE municipality_id = $1 AND person_id = $2 AND form = $3 AND expires_at > $4
           AND result_id IS NULL ORDER BY created_at DESC, id DESC LIMIT 1",
        here.municipality(),
        person,
        form.name,
        here.instant()
    )?;
    Ok(found.map(|(id,)| id))
}

/// Removes drafts whose time is over.
///
/// # Errors
/// The database's.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM form_draft WHERE expires_at <= $1", now)
}
