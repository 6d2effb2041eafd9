//! Every function on both databases.

use super::*;
use crate::{
    requests::{
        self,
        model::{RequestState, Step},
    },
    visits,
};
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, in_tx};

/// An approved request, and five volunteers.
async fn ready(db: &app::checks::testing::TestDb) -> (MunicipalityId, RequestId, Vec<PersonId>) {
    // The standing is not what is tried here, nor given.
    db.may_contradict();
    let municipality = testing::filled(db).await;
    let (stina, ulla) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Ulla").await);
    let made: Result<_, Failure> = in_tx!(db.db, |tx| {
        let id = requests::store::list_of_senior(tx, &municipality, &stina).await?.remove(0).id;
        let take = Step::Take { by: ulla.clone() };
        requests::store::advance(tx, &municipality, &id, RequestState::Submitted, &take, NOW).await?.or_lost()?;
        let approve = Step::Approve { volunteer_text: "text".to_owned(), risk: None, checks: String::new() };
        requests::store::advance(tx, &municipality, &id, RequestState::InReview, &approve, NOW).await?.or_lost()?;
        // Whoever is in the volunteer table can be offered to here: the standing is the transitions' business.
        let people =
            rows!(tx, (PersonId,), "SELECT id FROM person WHERE municipality_id = $1 ORDER BY id", &municipality)?;
        for (person,) in &people {
            exec!(
                tx,
                "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 4, $3) ON CONFLICT DO NOTHING",
                &municipality,
                person,
                NOW
            )?;
        }
        Ok((id, people.into_iter().map(|(person,)| person).filter(|person| *person != stina).collect::<Vec<_>>()))
    });
    let (request, volunteers) = made.unwrap();
    (municipality, request, volunteers)
}

db_test!(at_most_three_are_asked_and_each_once, |db| async {
    let (municipality, request, people) = ready(&db).await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let mut made = Vec::new();
        for person in [&people[0], &people[0], &people[1], &people[2], &people[3]] {
            made.push(insert(tx, &municipality, &request, person, None, NOW).await?);
        }
        assert_eq!(made.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true, true, false]);
        let first = made[0].clone().unwrap();
        assert!(advance(tx, &municipality, &first, OfferStatus::Open, OfferStatus::Declined, NOW).await?.is_done());
        assert!(!advance(tx, &municipality, &first, OfferStatus::Open, OfferStatus::Declined, NOW).await?.is_done());
        assert!(insert(tx, &municipality, &request, &people[3], None, NOW).await?.is_some(), "a place is free again");
        assert_eq!(end_live(tx, &municipality, &request, OfferStatus::Withdrawn, NOW).await?.len(), 3);
        Ok(())
    });
    done.unwrap();
});

db_test!(one_yes_and_not_after_two_days, |db| async {
    let (municipality, request, people) = ready(&db).await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let mut offers = Vec::new();
        for person in &people[..3] {
            let id = insert(tx, &municipality, &request, person, None, NOW).await?.unwrap();
            offers.push(by_id(tx, &municipality, &id).await?.unwrap());
        }
        let time = requests::store::times(tx, &municipality, &request).await?.remove(0).id;
        let late = NOW.plus_hours(HOURS_OPEN);
        assert!(!accept(tx, &municipality, &offers[0], &time, late).await?.is_done(), "its time is over");
        assert!(
            !accept(tx, &municipality, &offers[0], &"nowhen".into(), NOW).await?.is_done(),
            "not a time of the request"
        );
        assert!(accept(tx, &municipality, &offers[0], &time, NOW).await?.is_done());
        assert!(!accept(tx, &municipality, &offers[0], &time, NOW).await?.is_done(), "the second press");
        assert!(!accept(tx, &municipality, &offers[1], &time, NOW).await?.is_done(), "somebody was first");
        // Taken back: the next one can.
        assert!(
            advance(tx, &municipality, &offers[0].id, OfferStatus::Accepted, OfferStatus::Open, NOW).await?.is_done()
        );
        assert!(accept(tx, &municipality, &offers[1], &time, NOW).await?.is_done());
        assert_eq!(expire(tx, late.plus_minutes(-1)).await?.len(), 0);
        let expired = expire(tx, late).await?;
        assert_eq!(expired.len(), 2, "the yes does not expire");
        assert!(expired.iter().all(|(_, offer, _, _)| *offer != offers[1].id));
        assert_eq!(expire(tx, late).await?.len(), 0);
        Ok(())
    });
    done.unwrap();
});

db_test!(what_a_volunteer_has_promised, |db| async {
    let (municipality, request, _) = ready(&db).await;
    let erik = testing::person(&db.db, "Erik").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let visit = visits::store::list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
        let lisa = &visit.volunteer;
        let of_visit = promises(tx, &municipality, lisa).await?.remove(0);
        assert_eq!((of_visit.starts_at, of_visit.minutes, of_visit.agreed), (visit.starts_at, visit.minutes, true));
        assert_eq!((of_visit.given_name.as_str(), &of_visit.request), ("Erik", &visit.request));
        let id = insert(tx, &municipality, &request, lisa, None, NOW).await?.unwrap();
        let offer = by_id(tx, &municipality, &id).await?.unwrap();
        assert_eq!(
            promises(tx, &municipality, lisa).await?,
            std::slice::from_ref(&of_visit),
            "a question is no promise"
        );
        let time = requests::store::times(tx, &municipality, &request).await?.remove(0);
        assert!(accept(tx, &municipality, &offer, &time.id, NOW).await?.is_done());
        let both = promises(tx, &municipality, lisa).await?;
        let said = both.iter().find(|promise| promise.request == request).unwrap();
        assert_eq!((Some(said.starts_at), said.agreed, said.given_name.as_str()), (time.starts_at(), false, ""));
        assert_eq!(both.len(), 2);
        assert_eq!(promises(tx, &"other".into(), lisa).await?, []);
        assert!(lock_volunteer(tx, &municipality, lisa).await?.is_done());
        assert!(!lock_volunteer(tx, &"other".into(), lisa).await?.is_done());
        // A yes is taken back; the offer of the board was never made.
        assert!(!unmake(tx, &municipality, &id).await?.is_done(), "there is a yes");
        assert!(advance(tx, &municipality, &id, OfferStatus::Accepted, OfferStatus::Open, NOW).await?.is_done());
        assert!(!unmake(tx, &"other".into(), &id).await?.is_done());
        assert!(unmake(tx, &municipality, &id).await?.is_done());
        assert_eq!(by_id(tx, &municipality, &id).await?, None);
        let asked = insert(tx, &municipality, &request, lisa, Some(&erik), NOW).await?.unwrap();
        assert!(!unmake(tx, &municipality, &asked).await?.is_done(), "somebody asked");
        assert!(visits::store::cancel(tx, &municipality, &visit.id, "senior", "", NOW).await?.is_done());
        assert_eq!(promises(tx, &municipality, lisa).await?, []);
        Ok(())
    });
    done.unwrap();
});
