//! SQL of the desk: what waits and all requests (`lists`), one request (`detail`), who could help (`candidates`), people who call
//! (`callers`), saved filters (`saved`).

pub mod callers;
pub mod candidates;
pub mod detail;
pub mod lists;
pub mod saved;

#[cfg(test)]
mod tests {
    use super::{
        callers,
        candidates::{self, Reach},
        detail,
        lists::{self, Filter, ListRow, Reader},
    };
    use crate::review::{
        model::Sort,
        ranking::{Wanted, rank},
    };
    use app::{
        db_test,
        demo::{self, Size, testing},
        features::FEATURES,
    };
    use db::{Tx, exec, in_tx, row, rows};
    use ground::{
        Locale, Timestamp,
        clock::Clock,
        id::{MunicipalityId, PersonId, RequestId},
        time::DayPart,
    };
    use help::{
        kinds,
        requests::{self, model::RequestState},
    };
    use people::person::Sought;

    /// Monday 23 November 2026 at eleven in Stockholm.
    const NOW: Timestamp = Timestamp(1_795_428_000_000);

    /// The demonstration's people: its first municipality, a coordinator of the whole and one of a single area.
    async fn people(tx: &mut Tx) -> (MunicipalityId, PersonId, PersonId) {
        let municipality =
            "SELECT municipality_id FROM request GROUP BY municipality_id ORDER BY count(*) DESC LIMIT 1";
        let (municipality,) = row!(tx, (MunicipalityId,), municipality).unwrap().unwrap();
        let everywhere = "SELECT person_id FROM role_assignment WHERE municipality_id = $1 AND role = 'coordinator' AND area_id IS NULL
                          AND valid_to IS NULL ORDER BY person_id LIMIT 1";
        let (everywhere,) = row!(tx, (PersonId,), everywhere, &municipality).unwrap().unwrap();
        let limited = "SELECT person_id FROM role_assignment WHERE municipality_id = $1 AND role = 'coordinator'
                       GROUP BY person_id HAVING count(*) = 1 AND count(area_id) = 1 ORDER BY person_id LIMIT 1";
        let (limited,) = row!(tx, (PersonId,), limited, &municipality).unwrap().unwrap();
        (municipality, everywhere, limited)
    }

    const fn reader<'a>(municipality: &'a MunicipalityId, me: &'a PersonId) -> Reader<'a> {
        Reader { municipality, me, handles_protected: true, locale: Locale::Sv, now: NOW }
    }

    fn tasks(rows: &[ListRow]) -> Vec<&str> {
        rows.iter().map(|row| row.task.as_str()).collect()
    }

    db_test!(what_waits_is_listed_by_urgency, |db| async {
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (municipality, me, _) = people(&mut tx).await;
        let reader = reader(&municipality, &me);
        let all = lists::waiting(&mut tx, reader, &Filter::default()).await.unwrap();
        assert!(all.len() > 10 && all[0].total == i64::try_from(all.len()).unwrap(), "{}", all.len());
        assert!(all.windows(2).all(|pair| pair[0].due <= pair[1].due), "most urgent first");
        let kinds: Vec<&str> = FEATURES.iter().flat_map(|feature| feature.tasks).map(|kind| kind.code).collect();
        assert!(all.iter().all(|row| kinds.contains(&row.task.as_str())), "{:?}", tasks(&all));
        for task in ["submitted", "replacement", "senior_call", "concern", "first_meeting"] {
            assert!(tasks(&all).contains(&task), "{task} in {:?}", tasks(&all));
        }
        let only = Filter { status: Some("submitted".into()), ..Filter::default() };
        let only = lists::waiting(&mut tx, reader, &only).await.unwrap();
        assert!(!only.is_empty() && tasks(&only).iter().all(|task| *task == "submitted"));
        let number =
            Filter { number: Some(only[0].number), text: Sought::of(&only[0].number.to_string()), ..Filter::default() };
        assert!(lists::waiting(&mut tx, reader, &number).await.unwrap().iter().any(|row| row.number == only[0].number));
        let past = Filter { page: 50, ..Filter::default() };
        assert!(lists::waiting(&mut tx, reader, &past).await.unwrap().is_empty());
        lists::prospective(&mut tx, reader).await.unwrap();
        assert!(!lists::areas(&mut tx, &municipality).await.unwrap().is_empty());
    });

    db_test!(requests_are_found_by_state_and_counted_as_far_as_it_matters, |db| async {
        let size = Size { requests: 1_200, ..Size::DEMO };
        demo::fill_sized(&db.db, &Clock::fixed(NOW), &size).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (municipality, me, _) = people(&mut tx).await;
        let reader = reader(&municipality, &me);
        let counted =
            "SELECT status, count(*) FROM request WHERE municipality_id = $1 AND senior_id <> $2 GROUP BY status";
        let states = rows!(&mut tx, (String, i64), counted, &municipality, &me).unwrap();
        assert!(states.len() == 9 && states.iter().any(|(_, count)| *count > lists::COUNTED), "{states:?}");
        let open: i64 = states
            .iter()
            .filter(|(code, _)| RequestState::from_code(code).is_some_and(RequestState::is_open))
            .map(|(_, count)| count)
            .sum();
        for sort in Sort::ALL {
            let mut of = async |status: Option<&str>, page: i64| {
                let filter = Filter { status: status.map(str::to_owned), page, ..Filter::default() };
                let found = lists::requests(&mut tx, reader, &filter, *sort).await.unwrap();
                let total = found.first().map_or(0, |row| row.total);
                (total, found.into_iter().map(|row| row.task).collect::<Vec<_>>())
            };
            for (state, count) in &states {
                let (total, tasks) = of(Some(state), 0).await;
                assert_eq!(total, (*count).min(lists::COUNTED + 1), "{state}");
                assert!(!tasks.is_empty() && tasks.iter().all(|task| task == state), "{state}: {tasks:?}");
            }
            let (total, tasks) = of(Some("open"), 0).await;
            assert_eq!(total, open);
            assert!(tasks.iter().all(|task| RequestState::from_code(task).is_some_and(RequestState::is_open)));
            assert_eq!(of(None, 0).await.0, lists::COUNTED + 1);
            // Whoever goes on is led on.
            let all: i64 = states.iter().map(|(_, count)| count).sum();
            assert_eq!(of(None, 22).await.0, all);
            assert_eq!(of(Some("no such state"), 0).await, (0, vec![]));
        }
    });

    db_test!(one_sees_ones_own_areas, |db| async {
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (municipality, _, limited) = people(&mut tx).await;
        let sql = "SELECT a.name FROM role_assignment r JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id
                   WHERE r.municipality_id = $1 AND r.person_id = $2";
        let (own,) = row!(&mut tx, (String,), sql, &municipality, &limited).unwrap().unwrap();
        for sort in Sort::ALL {
            let found =
                lists::requests(&mut tx, reader(&municipality, &limited), &Filter::default(), *sort).await.unwrap();
            assert!(!found.is_empty() && found.iter().all(|row| row.area_name.as_ref() == Some(&own)), "{sort:?}");
        }
        let waiting = lists::waiting(&mut tx, reader(&municipality, &limited), &Filter::default()).await.unwrap();
        assert!(waiting.iter().all(|row| row.area_name.is_none() || row.area_name.as_ref() == Some(&own)));
        let nobody = PersonId::from("nobody");
        let found =
            lists::requests(&mut tx, reader(&municipality, &nobody), &Filter::default(), Sort::Newest).await.unwrap();
        assert_eq!(found, [], "without the role there is nothing to see");
    });

    db_test!(a_protected_person_is_found_by_nobody_else, |db| async {
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let (municipality, owner, other, name) = {
            let mut tx = db.db.read().await.unwrap();
            let (municipality, ..) = people(&mut tx).await;
            let sql = "SELECT person_id FROM role_assignment WHERE municipality_id = $1 AND role = 'coordinator' AND area_id IS NULL
                       ORDER BY person_id";
            let found = rows!(&mut tx, (PersonId,), sql, &municipality).unwrap();
            (municipality, found[0].0.clone(), found[1].0.clone(), "protokoll 99".to_owned())
        };
        let sql =
            "SELECT id, senior_id FROM request WHERE municipality_id = $1 AND status = 'approved' ORDER BY id LIMIT 1";
        let mut tx = db.db.read().await.unwrap();
        let (request, senior) = row!(&mut tx, (String, PersonId), sql, &municipality).unwrap().unwrap();
        drop(tx);
        in_tx!(db.db, |tx| {
            let sql = "UPDATE person SET protected = TRUE, search_text = $3 WHERE municipality_id = $1 AND id = $2";
            exec!(tx, sql, &municipality, &senior, &name)?;
            exec!(
                tx,
                "UPDATE request SET owner_id = $3 WHERE municipality_id = $1 AND id = $2",
                &municipality,
                &request,
                &owner
            )?;
            Ok(())
        })
        .unwrap();
        let mut tx = db.db.read().await.unwrap();
        let by_name = Filter { text: Sought::of(&name), ..Filter::default() };
        let found = lists::requests(&mut tx, reader(&municipality, &other), &by_name, Sort::Newest).await.unwrap();
        assert!(found.iter().all(|row| row.object_id != request), "{found:?}");
        let found = lists::requests(&mut tx, reader(&municipality, &owner), &by_name, Sort::Newest).await.unwrap();
        assert!(found.iter().any(|row| row.object_id == request), "whoever has it finds it");
        drop(tx);
        let change =
            async |sql: &'static str| in_tx!(db.db, |tx| { Ok(exec!(tx, sql, &municipality, &request)?) }).unwrap();
        change("UPDATE request SET status = 'closed' WHERE municipality_id = $1 AND id = $2").await;
        let mut tx = db.db.read().await.unwrap();
        let found = lists::requests(&mut tx, reader(&municipality, &owner), &by_name, Sort::Newest).await.unwrap();
        assert!(found.iter().all(|row| row.object_id != request), "not once it is over");
        drop(tx);
        change("UPDATE request SET status = 'approved' WHERE municipality_id = $1 AND id = $2").await;
        change(
            "UPDATE role_assignment SET area_id = (SELECT area_id FROM request WHERE municipality_id = $1 AND id = $2)
             WHERE municipality_id = $1 AND role = 'coordinator'
               AND person_id = (SELECT owner_id FROM request WHERE municipality_id = $1 AND id = $2)",
        )
        .await;
        let mut tx = db.db.read().await.unwrap();
        let found = lists::requests(&mut tx, reader(&municipality, &owner), &by_name, Sort::Newest).await.unwrap();
        assert!(found.iter().all(|row| row.object_id != request), "nor a coordinator of one area: {found:?}");
        let pattern = Sought::of(&name).unwrap();
        assert_eq!(callers::search(&mut tx, reader(&municipality, &owner), &pattern).await.unwrap(), []);
        drop(tx);
        testing::settle(&db).await;
    });

    db_test!(one_request_with_everything_around_it, |db| async {
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (municipality, me, _) = people(&mut tx).await;
        let found =
            lists::requests(&mut tx, reader(&municipality, &me), &Filter::default(), Sort::Newest).await.unwrap();
        let (mut offers, mut volunteers) = (0, 0);
        for row in &found {
            let id = row.object_id.as_str().into();
            let request = requests::store::by_id(&mut tx, &municipality, &id).await.unwrap().unwrap();
            assert!(detail::names(&mut tx, &municipality, &id).await.unwrap().is_some());
            assert!(detail::name_of(&mut tx, &municipality, &request.senior).await.unwrap().is_some());
            offers += detail::offers(&mut tx, &municipality, &id).await.unwrap().len();
            detail::feedback(&mut tx, &municipality, &id).await.unwrap();
            detail::history(&mut tx, &municipality, &id, &request.senior).await.unwrap();
            let candidates =
                candidates::load(&mut tx, &municipality, &request, Locale::Fi, &[], NOW, Reach::All).await.unwrap();
            assert!(candidates.iter().all(|candidate| candidate.id != request.senior));
            volunteers += candidates.len();
        }
        assert!(offers > 5 && volunteers > 50, "{offers} {volunteers}");
        let pattern = Sought::of("ek").unwrap();
        assert!(!callers::search(&mut tx, reader(&municipality, &me), &pattern).await.unwrap().is_empty());
    });

    db_test!(what_is_known_of_a_candidate_is_their_own, |db| async {
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (municipality, ..) = people(&mut tx).await;
        // Leena has said no, Lars has not answered in time, Maja is asked.
        let sql =
            "SELECT r.id FROM request r JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id
                   WHERE p.given_name = 'Hjördis' AND r.status = 'approved'";
        let (id,) = row!(&mut tx, (RequestId,), sql).unwrap().unwrap();
        let request = requests::store::by_id(&mut tx, &municipality, &id).await.unwrap().unwrap();
        let starts_at = NOW.plus_days(2);
        let wednesday = Wanted { starts_at, ends_at: starts_at.plus_minutes(60), weekday: 3, part: DayPart::Morning };
        let all =
            candidates::load(&mut tx, &municipality, &request, Locale::Sv, &[wednesday, wednesday], NOW, Reach::All)
                .await
                .unwrap();
        let named = |name: &str| all.iter().find(|candidate| candidate.name == name).unwrap();
        let (leena, lars, maja) = (named("Leena Virtanen"), named("Lars Wiklander"), named("Maja Sandell"));
        assert!(leena.said_no && !leena.live && !lars.said_no && !lars.live && maja.live && !maja.said_no);
        assert_eq!((leena.asked > 0, lars.asked > 0, maja.asked > 1), (true, true, true));
        let names: Vec<String> = all.iter().map(|candidate| candidate.name.to_lowercase()).collect();
        assert!(names.is_sorted(), "in the order of their names");
        let november = (Timestamp(1_793_487_600_000), Timestamp(1_796_079_600_000));
        let (mut free, mut busy, mut met, mut worked) = (0, 0, 0, 0);
        for candidate in &all {
            let mut count = async |sql: &'static str, from: Timestamp, to: Timestamp| {
                row!(&mut tx, (i64,), sql, &municipality, &candidate.id, from, to, &request.senior).unwrap().unwrap().0
            };
            let asked = "SELECT count(*) FROM offer WHERE municipality_id = $1 AND volunteer_id = $2 AND offered_at > $3 AND offered_at < $4
                         AND $5 <> ''";
            assert_eq!(candidate.asked, count(asked, NOW.plus_days(-14), NOW.plus_days(1)).await);
            let month = "SELECT count(*) FROM visit WHERE municipality_id = $1 AND volunteer_id = $2 AND starts_at >= $3 AND starts_at < $4
                         AND status <> 'cancelled' AND $5 <> ''";
            assert_eq!(i64::try_from(candidate.visits.len()).unwrap(), count(month, november.0, november.1).await);
            let ahead = "SELECT count(*) FROM visit WHERE municipality_id = $1 AND volunteer_id = $2 AND starts_at > $3 AND starts_at < $4
                         AND status IN ('planned', 'confirmed', 'started') AND $5 <> ''";
            let visits = count(ahead, NOW.plus_days(-1), NOW.plus_days(400)).await;
            assert_eq!(i64::try_from(candidate.busy.len()).unwrap(), visits);
            let before =
                "SELECT count(*) FROM match WHERE municipality_id = $1 AND volunteer_id = $2 AND created_at > $3
                          AND created_at < $4 AND senior_id = $5";
            assert_eq!(candidate.met, count(before, Timestamp(0), NOW.plus_days(400)).await > 0);
            let slot =
                "SELECT count(*) FROM volunteer_slot WHERE municipality_id = $1 AND person_id = $2 AND weekday = 3
                        AND part = 'morning' AND $3 < $4 AND $5 <> ''";
            assert_eq!(i64::try_from(candidate.slots.len()).unwrap(), count(slot, Timestamp(0), NOW).await);
            let done = "SELECT count(*) FROM volunteer_requirement WHERE municipality_id = $1 AND person_id = $2
                        AND withdrawn_at IS NULL AND $3 < $4 AND $5 <> ''";
            assert_eq!(i64::try_from(candidate.record.done.len()).unwrap(), count(done, Timestamp(0), NOW).await);
            free += candidate.slots.len();
            busy += candidate.busy.len();
            met += usize::from(candidate.met);
            worked += usize::from(!candidate.visits.is_empty());
        }
        assert!(free > 5 && busy > 0 && worked > 5, "{free} {busy} {met} {worked}: nothing was compared");
        assert!(all.iter().any(|candidate| candidate.record.done.iter().any(|done| done.valid_until.is_some())));
    });

    db_test!(the_first_are_found_among_those_near, |db| async {
        let size = Size { volunteers: 150, waiting: 12, ..Size::DEMO };
        demo::fill_sized(&db.db, &Clock::fixed(NOW), &size).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (municipality, me, _) = people(&mut tx).await;
        let kinds = kinds::store::list(&mut tx, &municipality, Locale::Sv).await.unwrap();
        let open = Filter { status: Some("open".into()), ..Filter::default() };
        let found = lists::requests(&mut tx, reader(&municipality, &me), &open, Sort::Newest).await.unwrap();
        let starts_at = NOW.plus_days(2);
        let wednesday = Wanted { starts_at, ends_at: starts_at.plus_minutes(60), weekday: 3, part: DayPart::Morning };
        let wanted = [wednesday, Wanted { weekday: 5, part: DayPart::Afternoon, ..wednesday }];
        let (mut ahead, mut left_out) = (0, 0);
        for row in &found {
            let id = row.object_id.as_str().into();
            let request = requests::store::by_id(&mut tx, &municipality, &id).await.unwrap().unwrap();
            let kind = kinds.iter().find(|kind| kind.id == request.kind).unwrap();
            let mut ranked = async |reach: Reach<'_>| {
                let all = candidates::load(&mut tx, &municipality, &request, Locale::Sv, &wanted, NOW, reach).await;
                rank(all.unwrap(), kind, &wanted, NOW, "2026-11-23", "2026-12-23")
            };
            let (all, near) = (ranked(Reach::All).await, ranked(Reach::Near).await);
            assert_eq!(near.ahead, all.ahead);
            assert_eq!(near.suggested[..near.ahead], all.suggested[..near.ahead]);
            ahead += near.ahead;
            left_out += all.suggested.len() - near.suggested.len();
            let some: Vec<PersonId> = all.suggested.iter().step_by(3).map(|(person, ..)| person.clone()).collect();
            let these: Vec<_> = all.suggested.iter().step_by(3).cloned().collect();
            assert_eq!(ranked(Reach::Only(&some)).await.suggested, these);
        }
        assert!(found.len() > 20 && ahead > 50 && left_out > 500, "{} {ahead} {left_out}", found.len());
    });

    db_test!(times_and_owners_change_only_where_they_may, |db| async {
        use requests::store::Added;
        db.may_contradict();
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let (municipality, open, over, owner) = {
            let mut tx = db.db.read().await.unwrap();
            let (municipality, ..) = people(&mut tx).await;
            let sql = "SELECT id, owner_id FROM request WHERE municipality_id = $1 AND status = $2 ORDER BY id LIMIT 1";
            let (open, owner) = row!(&mut tx, (String, PersonId), sql, &municipality, "approved").unwrap().unwrap();
            let (over, _) = row!(&mut tx, (String, Option<PersonId>), sql, &municipality, "closed").unwrap().unwrap();
            (municipality, open.into(), over.into(), owner)
        };
        let time = ("2026-12-01".to_owned(), ground::time::DayPart::Morning, Some("10:30".to_owned()));
        let other = PersonId::from("other");
        in_tx!(db.db, |tx| {
            let vague = (time.0.clone(), time.1, None);
            for (request, time, expected) in [
                (&open, &time, Added::New),
                (&open, &time, Added::Known),
                (&open, &vague, Added::New),
                (&open, &vague, Added::Known),
                (&over, &time, Added::Late),
            ] {
                assert_eq!(requests::store::insert_time(tx, &municipality, request, time, NOW).await?, expected);
            }
            let times = requests::store::times(tx, &municipality, &open).await?;
            assert_eq!(times.iter().filter(|known| known.day == time.0 && known.clock == time.2).count(), 1);
            assert!(requests::store::take_over(tx, &municipality, &open, &owner, &other, NOW).await?.is_done());
            assert!(
                !requests::store::take_over(tx, &municipality, &open, &owner, &other, NOW).await?.is_done(),
                "somebody else was first"
            );
            assert!(!requests::store::take_over(tx, &municipality, &over, &owner, &other, NOW).await?.is_done());
            Ok(())
        })
        .unwrap();
    });
}
