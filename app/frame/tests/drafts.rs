//! Drafts, on both databases.
#![allow(clippy::unwrap_used, reason = "tests")]

use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, in_tx, row};
use frame::{
    access::model::{Role, Visitor},
    context::Here,
    drafts::{
        Form, KEPT_DAYS, MOST, MOST_BYTES, MOST_OF_NOBODY, by_id, delete_expired, insert, newest_open, set_result,
        update,
    },
};
use ground::{
    AppError,
    form::{FieldError, RawForm},
};
use std::sync::Arc;

const ASK: Form = Form::new("ask", &["note", "more", "day*"]);
const OTHER: Form = Form::new("other", &["note"]);

db_test!(a_draft_holds_no_personal_number, |db| async {
    let municipality = testing::filled(&db).await;
    let here = testing::here(&db, &municipality, None);
    let mut answers = RawForm::default();
    answers.set("note", vec!["Bo 420315 12 34 och jag".to_owned()]);
    answers.set("more", vec!["131052-308T".to_owned()]);
    let other = FieldError { field: "more".to_owned(), code: "common.too_long".to_owned() };
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let id = insert(tx, &here, &ASK, &answers, std::slice::from_ref(&other)).await?;
        let told = FieldError { field: "note".to_owned(), code: "common.personal_number".to_owned() };
        for _ in 0..2 {
            let draft = by_id(tx, &here, &ASK, &id).await?.unwrap();
            assert_eq!((draft.answers.get("note"), draft.answers.get("more")), ("Bo […] och jag", "[…]"));
            assert_eq!(draft.errors, [other.clone(), told.clone()]);
            let row = row!(tx, (String,), "SELECT answers FROM form_draft WHERE id = $1", &id)?;
            assert!(row.is_some_and(|(text,)| !text.contains("420315") && !text.contains("131052")));
            update(tx, &here, &ASK, &id, &answers, std::slice::from_ref(&other)).await?.or_lost()?;
        }
        Ok(())
    });
    done.unwrap();
});

/// Nobody, in this browser.
fn of_browser(here: &Here, mark: &str) -> Here {
    let visitor = Visitor { person: None, browser: Some(mark.to_owned()), ..(*here.visitor).clone() };
    Here { app: here.app.clone(), visitor: Arc::new(visitor) }
}

db_test!(a_draft_is_its_owners, |db| async {
    let municipality = testing::filled(&db).await;
    let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
    let (hers, his) = (
        testing::here(&db, &municipality, Some((&stina, Role::Senior))),
        testing::here(&db, &municipality, Some((&erik, Role::Senior))),
    );
    let (nobodys, anothers) = (of_browser(&hers, "one"), of_browser(&hers, "another"));
    let unmarked = Visitor { browser: None, ..(*nobodys.visitor).clone() };
    let unmarked = Here { visitor: Arc::new(unmarked), ..nobodys.clone() };
    let mut answers = RawForm::default();
    answers.set("note", vec!["Jag går med rullator.".to_owned()]);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let errors = [FieldError { field: "day".to_owned(), code: "common.too_long".to_owned() }];
        let id = insert(tx, &hers, &ASK, &answers, &errors).await?;
        let kept = by_id(tx, &hers, &ASK, &id).await?.unwrap();
        assert_eq!((&kept.answers, kept.errors.as_slice()), (&answers, errors.as_slice()));
        assert_eq!(by_id(tx, &hers, &OTHER, &id).await?, None, "another form's");
        assert!(!update(tx, &hers, &OTHER, &id, &answers, &[]).await?.is_done());
        for other in [&his, &nobodys, &unmarked] {
            assert_eq!(by_id(tx, other, &ASK, &id).await?, None);
            assert!(!update(tx, other, &ASK, &id, &RawForm::default(), &[]).await?.is_done());
        }
        assert_eq!(newest_open(tx, &hers, &ASK, &stina).await?, Some(id.clone()));
        assert!(update(tx, &hers, &ASK, &id, &answers, &[]).await?.is_done());
        assert!(set_result(tx, &hers, &id, "request").await?.is_done());
        assert!(!set_result(tx, &hers, &id, "another").await?.is_done(), "it was sent before");
        assert!(!update(tx, &hers, &ASK, &id, &answers, &[]).await?.is_done(), "it was sent");
        assert_eq!(newest_open(tx, &hers, &ASK, &stina).await?, None);
        assert_eq!(by_id(tx, &hers, &ASK, &id).await?.unwrap().result_id.as_deref(), Some("request"));
        let open = insert(tx, &nobodys, &ASK, &answers, &[]).await?;
        assert!(by_id(tx, &nobodys, &ASK, &open).await?.is_some(), "before sign-in the browser opens it");
        for other in [&hers, &anothers, &unmarked] {
            assert_eq!(by_id(tx, other, &ASK, &open).await?, None);
            assert!(!update(tx, other, &ASK, &open, &answers, &[]).await?.is_done());
        }
        assert!(update(tx, &nobodys, &ASK, &open, &answers, &[]).await?.is_done());
        assert_eq!(delete_expired(tx, NOW.plus_days(1)).await?, 1, "nobody's, after a day");
        assert_eq!(delete_expired(tx, NOW.plus_days(KEPT_DAYS)).await?, 1);
        Ok(())
    });
    done.unwrap();
});

db_test!(a_draft_holds_the_forms_own_fields, |db| async {
    let municipality = testing::filled(&db).await;
    let here = testing::here(&db, &municipality, None);
    let fields = ["note", "day1", "day12", "seen", "note_right", "@address", "@now:note", "@marked:day1"];
    let none = ["key", "junk", "day", "dayx", "day1234", "notes", "junk_right", "@now:junk", "@other", "_right", ""];
    let mut answers = RawForm::default();
    for field in fields.iter().chain(&none) {
        answers.set(field, vec!["ett".to_owned(), "två".to_owned()]);
    }
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let id = insert(tx, &here, &ASK, &answers, &[]).await?;
        update(tx, &here, &ASK, &id, &answers, &[]).await?.or_lost()?;
        let (row,) = row!(tx, (String,), "SELECT answers FROM form_draft WHERE id = $1", &id)?.unwrap();
        let kept: RawForm = serde_json::from_str(&row).unwrap();
        let mut expected = fields.map(str::to_owned);
        expected.sort();
        assert_eq!(kept.0.keys().cloned().collect::<Vec<_>>(), expected);
        assert!(kept.0.values().all(|values| values == &["ett", "två"]));
        Ok(())
    });
    done.unwrap();
});

db_test!(a_draft_is_whole_or_too_long, |db| async {
    let municipality = testing::filled(&db).await;
    let here = testing::here(&db, &municipality, None);
    let long = |length: usize| {
        let mut answers = RawForm::default();
        answers.set("note", vec!["å".repeat(length / 4 - 4), "å".repeat(length / 4 - 4)]);
        answers.set("junk", vec!["x".repeat(100_000)]);
        answers
    };
    let most = MOST_BYTES;
    for (form, most) in [(ASK, most), (ASK.up_to(8 * most), 8 * most)] {
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let id = insert(tx, &here, &form, &long(most), &[]).await?;
            let kept = by_id(tx, &here, &form, &id).await?.unwrap().answers;
            assert_eq!(kept.all("note"), long(most).all("note"), "not a letter is cut");
            for refused in [
                insert(tx, &here, &form, &long(most + 40), &[]).await.map(|_| ()),
                update(tx, &here, &form, &id, &long(most + 40), &[]).await.map(|_| ()),
            ] {
                assert!(matches!(refused, Err(Failure::App(AppError::TooLong))), "{refused:?}");
            }
            assert_eq!(by_id(tx, &here, &form, &id).await?.unwrap().answers, kept);
            Ok(())
        });
        done.unwrap();
    }
});

db_test!(so_many_drafts_are_kept_of_anybody, |db| async {
    let municipality = testing::filled(&db).await;
    let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
    let hers = testing::here(&db, &municipality, Some((&stina, Role::Senior)));
    let his = testing::here(&db, &municipality, Some((&erik, Role::Senior)));
    let (one, another) = (of_browser(&hers, "one"), of_browser(&hers, "another"));
    for (whose, most, other) in [(&hers, MOST, &his), (&one, MOST_OF_NOBODY, &another)] {
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let theirs = insert(tx, other, &ASK, &RawForm::default(), &[]).await?;
            let first = insert(tx, whose, &ASK, &RawForm::default(), &[]).await?;
            let second = insert(tx, whose, &OTHER, &RawForm::default(), &[]).await?;
            for _ in 2..most {
                whose.app.clock.move_by_minutes(1);
                insert(tx, whose, &OTHER, &RawForm::default(), &[]).await?;
            }
            assert!(
                update(tx, whose, &ASK, &first, &RawForm::default(), &[]).await?.is_done(),
                "it goes on being written"
            );
            let last = insert(tx, whose, &OTHER, &RawForm::default(), &[]).await?;
            assert!(by_id(tx, whose, &OTHER, &last).await?.is_some());
            assert!(by_id(tx, whose, &ASK, &first).await?.is_some(), "saved lately");
            assert_eq!(by_id(tx, whose, &OTHER, &second).await?, None, "saved longest ago");
            assert!(by_id(tx, other, &ASK, &theirs).await?.is_some(), "somebody else's");
            let person = whose.visitor.person.as_ref().map(|person| person.id.as_str());
            let count = row!(
                tx,
                (i64,),
                "SELECT count(*) FROM form_draft WHERE person_id = $1 OR browser_hash = $2",
                person,
                whose.visitor.browser.as_deref()
            )?;
            assert_eq!(count, Some((most,)));
            Ok(())
        });
        done.unwrap();
    }
});
