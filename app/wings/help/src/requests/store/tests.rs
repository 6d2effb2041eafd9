//! Every function on both databases.

use super::*;
use crate::requests::model::{CloseReason, Step};
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, exec, in_tx};

db_test!(a_step_is_taken_once_from_the_state_it_names, |db| async {
    let municipality = testing::filled(&db).await;
    let (stina, ulla) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Ulla").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let request = list_of_senior(tx, &municipality, &stina).await?.remove(0);
        let (id, take) = (&request.id, Step::Take { by: ulla.clone() });
        let (sent, read) = (RequestState::Submitted, RequestState::InReview);
        let other = MunicipalityId::from("other");
        assert!(!advance(tx, &other, id, sent, &take, NOW).await?.is_done(), "another municipality's");
        assert!(advance(tx, &municipality, id, sent, &take, NOW).await?.is_done());
        assert!(!advance(tx, &municipality, id, sent, &take, NOW).await?.is_done(), "the second press");
        assert_eq!(by_id(tx, &municipality, id).await?.unwrap().owner(), Some(&ulla));
        assert_eq!(by_id(tx, &other, id).await?, None);
        let ask = Step::Ask { question: "När?".to_owned() };
        assert!(advance(tx, &municipality, id, read, &ask, NOW).await?.is_done());
        let answer = Step::Answer { answer: "I maj".to_owned() };
        assert!(advance(tx, &municipality, id, RequestState::NeedsInfo, &answer, NOW).await?.is_done());
        assert_eq!(by_id(tx, &municipality, id).await?.unwrap().answer.as_deref(), Some("I maj"));
        assert!(advance(tx, &municipality, id, read, &ask, NOW).await?.is_done());
        assert_eq!(by_id(tx, &municipality, id).await?.unwrap().answer, None, "a new question has no answer yet");
        let close = Step::Close { by: ulla.clone(), reason: CloseReason::Moved, text: None };
        assert!(!advance(tx, &municipality, id, sent, &close, NOW).await?.is_done(), "nobody has it then");
        assert!(advance(tx, &municipality, id, RequestState::NeedsInfo, &close, NOW).await?.is_done());
        let ended = by_id(tx, &municipality, id).await?.unwrap();
        assert!(matches!(ended.status, RequestStatus::Ended { at: NOW, .. }));
        Ok(())
    });
    done.unwrap();
    testing::settle(&db).await;
});

db_test!(a_request_without_its_coordinator_waits_for_another, |db| async {
    let municipality = testing::filled(&db).await;
    let (stina, ulla) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Ulla").await);
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let id = list_of_senior(tx, &municipality, &stina).await?.remove(0).id;
        let take = Step::Take { by: ulla.clone() };
        advance(tx, &municipality, &id, RequestState::Submitted, &take, NOW).await?.or_lost()?;
        assert_eq!(unassign_out_of_scope(tx, &municipality, &ulla, NOW).await?, [], "she coordinates");
        exec!(tx, "UPDATE role_assignment SET valid_to = $1 WHERE person_id = $2", NOW, &ulla)?;
        assert_eq!(unassign_out_of_scope(tx, &"other".into(), &ulla, NOW).await?, []);
        let lost = unassign_out_of_scope(tx, &municipality, &ulla, NOW).await?;
        assert!(lost.iter().any(|(request, _, senior)| *request == id && *senior == stina), "{lost:?}");
        assert_eq!(unassign_out_of_scope(tx, &municipality, &ulla, NOW).await?, [], "once");
        let request = by_id(tx, &municipality, &id).await?.unwrap();
        assert!(request.is_unowned() && request.state() == RequestState::InReview);
        assert!(!unassign(tx, &municipality, &id, NOW).await?.is_done(), "nobody has it");
        assert!(adopt(tx, &municipality, &id, &erik, NOW).await?.is_done());
        assert!(!adopt(tx, &municipality, &id, &ulla, NOW).await?.is_done(), "somebody was first");
        assert_eq!(by_id(tx, &municipality, &id).await?.unwrap().owner(), Some(&erik));
        assert!(unassign(tx, &municipality, &id, NOW).await?.is_done());
        // Given back: a new request again, without the waiting.
        assert!(advance(tx, &municipality, &id, RequestState::InReview, &Step::Release, NOW).await?.is_done());
        assert!(!by_id(tx, &municipality, &id).await?.unwrap().is_unowned());
        Ok(())
    });
    done.unwrap();
    testing::settle(&db).await;
});

db_test!(a_protected_persons_request_is_for_the_named_coordinators, |db| async {
    let municipality = testing::filled(&db).await;
    let (stina, ulla) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Ulla").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let id = list_of_senior(tx, &municipality, &stina).await?.remove(0).id;
        let take = Step::Take { by: ulla.clone() };
        advance(tx, &municipality, &id, RequestState::Submitted, &take, NOW).await?.or_lost()?;
        exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &stina)?;
        exec!(tx, "UPDATE role_assignment SET area_id = NULL WHERE person_id = $1", &ulla)?;
        assert_eq!(unassign_out_of_scope(tx, &municipality, &ulla, NOW).await?, []);
        exec!(
            tx,
            "UPDATE role_assignment SET area_id = (SELECT area_id FROM request WHERE id = $2) WHERE person_id = $1",
            &ulla,
            &id
        )?;
        assert_eq!(unassign_out_of_scope(tx, &municipality, &ulla, NOW).await?.len(), 1, "one area is not the whole");
        Ok(())
    });
    done.unwrap();
    testing::settle(&db).await;
});

db_test!(numbers_follow_each_other_in_each_municipality, |db| async {
    let municipality = testing::filled(&db).await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        assert_eq!(next_number(tx, &municipality, "request").await?, 3, "two are there");
        assert_eq!(next_number(tx, &municipality, "request").await?, 4);
        assert_eq!(next_number(tx, &municipality, "other").await?, 1);
        Ok(())
    });
    done.unwrap();
});
