//! SQL of drafts.

use crate::{
    common::{
        Timestamp,
        form::{ADDRESS, FieldError, RawForm},
        id::{DraftId, PersonId},
        text::k,
    },
    context::{Here, new_token},
    db::{DbError, Tx, one},
    exec, row,
};

/// How long a draft is kept.
const KEPT_DAYS: i64 = 30;

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

fn owner(here: &Here) -> Option<&str> {
    here.visitor.person.as_ref().map(|person| person.id.as_str())
}

/// Answers and errors as they may be kept: without personal numbers, and with a word where one was left out.
fn kept(answers: &RawForm, errors: &[FieldError]) -> (String, String) {
    let (answers, left_out) = answers.without_personal_numbers();
    let mut errors = errors.to_vec();
    for field in left_out {
        if !errors.iter().any(|error| error.field == field) {
            errors.push(FieldError { field, code: k::common::PERSONAL_NUMBER.name().to_owned() });
        }
    }
    (json(&answers), json(&errors))
}

/// A new draft of the visitor. Its id is drawn, not counted: before sign-in the id alone opens it.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &mut Tx,
    here: &Here,
    form: &'static str,
    answers: &RawForm,
    errors: &[FieldError],
) -> Result<DraftId, DbError> {
    let now = here.instant();
    let id = DraftId(new_token());
    let (answers, errors) = kept(answers, errors);
    exec!(
        tx,
        "INSERT INTO form_draft (municipality_id, id, person_id, form, answers, errors, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        here.municipality(),
        &id,
        owner(here),
        form,
        answers,
        errors,
        now,
        now.plus_days(KEPT_DAYS)
    )?;
    Ok(id)
}

/// Saves new answers and errors. False where the draft is not the visitor's or was sent already.
///
/// # Errors
/// The database's.
pub async fn update(
    tx: &mut Tx,
    here: &Here,
    draft: &DraftId,
    answers: &RawForm,
    errors: &[FieldError],
) -> Result<bool, DbError> {
    let now = here.instant();
    let (answers, errors) = kept(answers, errors);
    Ok(one(exec!(
        tx,
        "UPDATE form_draft SET answers = $4, errors = $5, expires_at = $6
         WHERE municipality_id = $1 AND id = $2 AND (person_id = $3 OR (person_id IS NULL AND $3 IS NULL)) AND result_id IS NULL",
        here.municipality(),
        draft,
        owner(here),
        answers,
        errors,
        now.plus_days(KEPT_DAYS)
    )?))
}

/// Notes what became of a draft that was sent. False where it was sent before.
///
/// # Errors
/// The database's.
pub async fn set_result(tx: &mut Tx, here: &Here, draft: &DraftId, result_id: &str) -> Result<bool, DbError> {
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
pub async fn by_id(tx: &mut Tx, here: &Here, form: &'static str, draft: &DraftId) -> Result<Option<Draft>, DbError> {
    row!(
        tx,
        DraftRow,
        "SELECT id, answers, errors, result_id FROM form_draft
         WHERE municipality_id = $1 AND id = $2 AND form = $3 AND expires_at > $4
           AND (person_id = $5 OR (person_id IS NULL AND $5 IS NULL))",
        here.municipality(),
        draft,
        form,
        here.instant(),
        owner(here)
    )?
    .map(Draft::try_from)
    .transpose()
}

/// The person's newest draft of this form that was not sent yet.
///
/// # Errors
/// The database's.
pub async fn newest_open(
    tx: &mut Tx,
    here: &Here,
    form: &'static str,
    person: &PersonId,
) -> Result<Option<DraftId>, DbError> {
    let found = row!(
        tx,
        (DraftId,),
        "SELECT id FROM form_draft WHERE municipality_id = $1 AND person_id = $2 AND form = $3 AND expires_at > $4
           AND result_id IS NULL ORDER BY created_at DESC, id DESC LIMIT 1",
        here.municipality(),
        person,
        form,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::model::Role,
        common::Failure,
        db_test,
        demo::small::{self, NOW},
        in_tx,
    };

    db_test!(a_draft_holds_no_personal_number, |db| async {
        let municipality = small::filled(&db).await;
        let here = small::here(&db, &municipality, None);
        let mut answers = RawForm::default();
        answers.set("note", vec!["Bo 420315 12 34 och jag".to_owned()]);
        answers.set("more", vec!["131052-308T".to_owned()]);
        let other = FieldError { field: "more".to_owned(), code: "common.too_long".to_owned() };
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let id = insert(tx, &here, "ask", &answers, std::slice::from_ref(&other)).await?;
            let told = FieldError { field: "note".to_owned(), code: "common.personal_number".to_owned() };
            for _ in 0..2 {
                let draft = by_id(tx, &here, "ask", &id).await?.unwrap();
                assert_eq!((draft.answers.get("note"), draft.answers.get("more")), ("Bo […] och jag", "[…]"));
                assert_eq!(draft.errors, [other.clone(), told.clone()]);
                let row = row!(tx, (String,), "SELECT answers FROM form_draft WHERE id = $1", &id)?;
                assert!(row.is_some_and(|(text,)| !text.contains("420315") && !text.contains("131052")));
                update(tx, &here, &id, &answers, std::slice::from_ref(&other)).await?;
            }
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_draft_is_its_owners, |db| async {
        let municipality = small::filled(&db).await;
        let (stina, erik) = (small::person(&db.db, "Stina").await, small::person(&db.db, "Erik").await);
        let (hers, his) = (
            small::here(&db, &municipality, Some((&stina, Role::Senior))),
            small::here(&db, &municipality, Some((&erik, Role::Senior))),
        );
        let nobodys = small::here(&db, &municipality, None);
        let mut answers = RawForm::default();
        answers.set("note", vec!["Jag går med rullator.".to_owned()]);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let errors = [FieldError { field: "day".to_owned(), code: "common.too_long".to_owned() }];
            let id = insert(tx, &hers, "ask", &answers, &errors).await?;
            let kept = by_id(tx, &hers, "ask", &id).await?.unwrap();
            assert_eq!((&kept.answers, kept.errors.as_slice()), (&answers, errors.as_slice()));
            assert_eq!(by_id(tx, &hers, "other", &id).await?, None, "another form's");
            for other in [&his, &nobodys] {
                assert_eq!(by_id(tx, other, "ask", &id).await?, None);
                assert!(!update(tx, other, &id, &RawForm::default(), &[]).await?);
            }
            assert_eq!(newest_open(tx, &hers, "ask", &stina).await?, Some(id.clone()));
            assert!(update(tx, &hers, &id, &answers, &[]).await?);
            assert!(set_result(tx, &hers, &id, "request").await?);
            assert!(!set_result(tx, &hers, &id, "another").await?, "it was sent before");
            assert!(!update(tx, &hers, &id, &answers, &[]).await?, "it was sent");
            assert_eq!(newest_open(tx, &hers, "ask", &stina).await?, None);
            assert_eq!(by_id(tx, &hers, "ask", &id).await?.unwrap().result_id.as_deref(), Some("request"));
            let open = insert(tx, &nobodys, "ask", &answers, &[]).await?;
            assert!(by_id(tx, &nobodys, "ask", &open).await?.is_some(), "before sign-in the id opens it");
            assert_eq!(by_id(tx, &hers, "ask", &open).await?, None);
            assert_eq!(delete_expired(tx, NOW.plus_days(KEPT_DAYS)).await?, 2);
            Ok(())
        });
        done.unwrap();
    });
}
