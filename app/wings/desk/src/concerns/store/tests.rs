//! Every function on both databases.

use super::*;
use crate::concerns::form::Triage;
use ::people::person::Sought;
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, in_tx};

const fn told<'a>(by: &'a PersonId, about: &'a About) -> NewConcern<'a> {
    NewConcern { by, about, visit: None, area: None, body: "Något var fel.", danger: false }
}

db_test!(the_steps_of_a_concern_and_whom_it_is_about, |db| async {
    let municipality = testing::filled(&db).await;
    let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
    let (ulla, lisa) = (testing::person(&db.db, "Ulla").await, testing::person(&db.db, "Lisa").await);
    let judged = Triage { severity: Severity::Low, lex_sarah: false, note: "Ingen av oss.".to_owned() };
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let id = insert(tx, &municipality, &told(&stina, &About::Open), NOW).await?;
        let concern = by_id(tx, &municipality, &id).await?.unwrap();
        assert!(!concern.about_known() && !concern.protected);
        assert_eq!(by_id(tx, &"other".into(), &id).await?, None);
        assert!(!triage(tx, &municipality, &id, &ulla, &judged, NOW).await?.is_done(), "first whom it is about");
        assert_eq!(list(tx, &municipality, &ulla, NOW, false, 10).await?.len(), 1);
        assert_eq!(list(tx, &municipality, &stina, NOW, false, 10).await?, [], "no coordinator");
        // Ulla is meant: she sees nothing of it, and can do nothing with it.
        assert!(set_about(tx, &municipality, &id, &lisa, &About::Person(ulla.clone()), NOW).await?.is_done());
        assert_eq!(list(tx, &municipality, &ulla, NOW, false, 10).await?, []);
        assert!(!triage(tx, &municipality, &id, &ulla, &judged, NOW).await?.is_done());
        assert!(!set_about(tx, &municipality, &id, &ulla, &About::Nobody, NOW).await?.is_done());
        assert!(set_about(tx, &municipality, &id, &lisa, &About::Nobody, NOW).await?.is_done());
        assert!(triage(tx, &municipality, &id, &ulla, &judged, NOW).await?.is_done());
        assert!(!triage(tx, &municipality, &id, &ulla, &judged, NOW).await?.is_done(), "a colleague was first");
        let (triaged, acting) = (ConcernStatus::Triaged, ConcernStatus::Acting);
        assert!(advance(tx, &municipality, &id, triaged, acting, (&ulla, None), NOW).await?.is_done());
        assert!(!advance(tx, &municipality, &id, triaged, acting, (&ulla, None), NOW).await?.is_done());
        // The owner turns out to be meant: another one is needed, and whoever steps next has it.
        assert!(set_about(tx, &municipality, &id, &lisa, &About::Person(ulla.clone()), NOW).await?.is_done());
        let concern = by_id(tx, &municipality, &id).await?.unwrap();
        assert_eq!((concern.owner, concern.about), (None, Some(ulla.clone())));
        let decided = ConcernStatus::Decided;
        assert!(!advance(tx, &municipality, &id, acting, decided, (&ulla, Some("x")), NOW).await?.is_done(), "not her");
        assert!(advance(tx, &municipality, &id, acting, decided, (&lisa, Some("Klart")), NOW).await?.is_done());
        let concern = by_id(tx, &municipality, &id).await?.unwrap();
        assert_eq!((concern.owner.as_ref(), concern.decision.as_deref()), (Some(&lisa), Some("Klart")));
        assert_eq!(
            unassign_out_of_scope(tx, &municipality, &lisa, NOW).await?,
            [(id.clone(), None)],
            "she coordinates nothing"
        );
        assert_eq!(unassign_out_of_scope(tx, &municipality, &lisa, NOW).await?, []);
        let closed = ConcernStatus::Closed;
        assert!(advance(tx, &municipality, &id, decided, closed, (&lisa, None), NOW).await?.is_done());
        assert!(!set_about(tx, &municipality, &id, &lisa, &About::Nobody, NOW).await?.is_done(), "it is closed");
        assert_eq!(visits_ahead(tx, &municipality, &erik, NOW).await?.len(), 1);
        Ok(())
    });
    done.unwrap();
});

db_test!(whom_one_can_name, |db| async {
    // Somebody is protected behind the back of those who would pull everything back.
    db.may_contradict();
    let municipality = testing::filled(&db).await;
    let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
    let (ulla, lisa) = (testing::person(&db.db, "Ulla").await, testing::person(&db.db, "Lisa").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let known = |found: Vec<Nameable>| found.into_iter().map(|one| (one.id, one.staff)).collect::<Vec<_>>();
        let ulla_alone = [(ulla.clone(), true)];
        assert_eq!(known(known_to(tx, &municipality, &stina, NOW).await?), ulla_alone, "no visits yet");
        let eriks = known(known_to(tx, &municipality, &erik, NOW).await?);
        assert_eq!(eriks, [(lisa.clone(), false), (ulla.clone(), true)]);
        assert_eq!(known(known_to(tx, &municipality, &lisa, NOW).await?)[0], (erik.clone(), false));
        let found = find(tx, &municipality, &ulla, NOW, &Sought::of("stina").unwrap()).await?;
        assert_eq!(found.iter().map(|(id, ..)| id).collect::<Vec<_>>(), [&stina]);
        assert_eq!(find(tx, &municipality, &stina, NOW, &Sought::of("lisa").unwrap()).await?, [], "no coordinator");
        assert_eq!(find(tx, &municipality, &ulla, NOW, &Sought::of("ulla").unwrap()).await?, [], "not oneself");
        assert!(may_name(tx, &municipality, &ulla, NOW, &stina).await?);
        assert!(!may_name(tx, &"other".into(), &ulla, NOW, &stina).await?);
        exec!(tx, "UPDATE person SET protected = TRUE WHERE id IN ($1, $2)", &stina, &lisa)?;
        assert_eq!(find(tx, &municipality, &ulla, NOW, &Sought::of("stina").unwrap()).await?, [], "in no search");
        assert!(may_name(tx, &municipality, &ulla, NOW, &stina).await?, "she is a named coordinator");
        assert_eq!(known(known_to(tx, &municipality, &erik, NOW).await?), ulla_alone);
        assert_eq!(name_of(tx, &municipality, &stina).await?, Some(("Stina Granlöf".to_owned(), true)));
        exec!(
            tx,
            "UPDATE role_assignment SET area_id = (SELECT area_id FROM person WHERE id = $2) WHERE person_id = $1",
            &ulla,
            &stina
        )?;
        assert!(!may_name(tx, &municipality, &ulla, NOW, &stina).await?, "nor of one area");
        assert!(area_of(tx, &municipality, &stina).await?.is_some());
        let id = insert(tx, &municipality, &told(&stina, &About::Nobody), NOW).await?;
        assert!(by_id(tx, &municipality, &id).await?.unwrap().protected);
        assert_eq!(list(tx, &municipality, &ulla, NOW, false, 10).await?, [], "without an area, and protected");
        exec!(tx, "UPDATE role_assignment SET area_id = NULL WHERE person_id = $1", &ulla)?;
        assert_eq!(list(tx, &municipality, &ulla, NOW, false, 10).await?.len(), 1);
        Ok(())
    });
    done.unwrap();
});

db_test!(a_concerns_number_tells_nothing_of_others, |db| async {
    let municipality = testing::filled(&db).await;
    let stina = testing::person(&db.db, "Stina").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let mut numbers = Vec::new();
        for _ in 0..12 {
            let id = insert(tx, &municipality, &told(&stina, &About::Nobody), NOW).await?;
            numbers.push(by_id(tx, &municipality, &id).await?.unwrap().number);
        }
        assert!(numbers.iter().all(|number| (FIRST_NUMBER..1_000_000).contains(number)), "{numbers:?}");
        let next: Vec<i64> = numbers.windows(2).map(|pair| pair[1] - pair[0]).collect();
        assert!(next.iter().any(|step| *step < 0) && next.iter().all(|step| *step != 0), "drawn: {numbers:?}");
        assert!(next.iter().filter(|step| step.abs() < 100).count() < 3, "no row of them: {numbers:?}");
        // One that another has is drawn anew.
        let new = told(&stina, &About::Nobody);
        assert!(!insert_numbered(tx, &municipality, (&"another".into(), numbers[0]), &new, NOW).await?.is_done());
        Ok(())
    });
    done.unwrap();
    testing::settle(&db).await;
});
