//! Time: clocks that jump, summer time, a leap day, a year's end, feasts. Through the whole router, with the clock set there.

use crate::{states::town::Town, support::TestSite};
use app::clocks;
use db::{Failure, exec, in_tx, row, rows};
use frame::access::model::Role;
use ground::{Timestamp, id::PersonId};
use server::jobs;

const DAY: i64 = 24 * 60;

/// The clock is set to this local date and time.
fn set(town: &Town, at: &str) {
    let at: jiff::civil::DateTime = at.parse().unwrap();
    let minutes = (Timestamp::from_local(at).0 - town.site.ctx.clock.now().0) / 60_000;
    town.site.ctx.clock.move_by_minutes(minutes);
}

/// A senior asks for a day, by the day's three fields, for the morning; the request's id.
async fn ask_for(town: &mut Town, day: &str) -> String {
    let who = town.seniors[0].clone();
    let kind = town.kinds[1].to_string();
    let begun = town.press(&who, "/ask/new".to_owned(), &[]).await.1;
    let draft = begun.trim_start_matches("/ask/").trim_end_matches("/what").to_owned();
    let [year, month, date] = day.split('-').collect::<Vec<_>>()[..] else { panic!("{day}") };
    for (step, fields) in [
        ("what", vec![("kind", kind.as_str())]),
        ("days", vec![("days", "other"), ("day", date), ("month", month), ("year", year)]),
        ("time", vec![("part", "morning")]),
        ("where", vec![("mode", "home")]),
        ("more", vec![("note", "")]),
    ] {
        town.press(&who, format!("/ask/{draft}/{step}"), &fields).await;
    }
    let sent = town.press(&who, format!("/ask/{draft}/send"), &[]).await.1;
    sent.trim_start_matches("/requests/").trim_end_matches("/sent").to_owned()
}

/// The main job up to the visit: taken, approved, accepted from the board, and the senior's yes. The visit's id.
async fn agree(town: &mut Town, request: &str) -> String {
    let (senior, volunteer, coordinator) =
        (town.seniors[0].clone(), town.volunteers[0].clone(), town.coordinators[0].clone());
    town.press(&coordinator, format!("/staff/requests/{request}/take"), &[]).await;
    let approval = [("volunteer_text", "En pratstund."), ("risk", "1")];
    town.press(&coordinator, format!("/staff/requests/{request}/approve"), &approval).await;
    let times = town.pairs("SELECT id, request_id FROM request_time").await;
    let time = times.into_iter().find(|(_, of)| of == request).unwrap().0;
    town.press(&volunteer, format!("/volunteer/board/{request}/yes"), &[("time", &time)]).await;
    let offers = town.offers().await;
    let offer = offers.iter().find(|offer| offer.request_id == request).unwrap().id.clone();
    let (_, led) = town.press(&senior, format!("/requests/{request}/yes"), &[("offer", &offer)]).await;
    led.trim_start_matches("/visits/").to_owned()
}

async fn due(town: &Town, request: &str) -> String {
    let mut tx = town.site.ctx.db.read().await.unwrap();
    let (at,) =
        row!(&mut tx, (Timestamp,), "SELECT answer_due_at FROM request WHERE id = $1", request).unwrap().unwrap();
    at.local().to_string()
}

app::db_test!(an_answer_is_promised_for_a_working_day, |db| async {
    let mut town = Town::new(db).await;
    for (asked, day, promised, said) in [
        ("2026-12-23T11:00", "2027-01-20", "2026-12-29T16:00:00", "29 december"),
        ("2026-12-30T11:00", "2027-01-20", "2027-01-05T16:00:00", "5 januari"),
        // Maundy Thursday: Good Friday and Easter Monday, and summer time between.
        ("2027-03-25T11:00", "2027-05-20", "2027-03-31T16:00:00", "31 mars"),
        ("2027-06-24T11:00", "2027-08-20", "2027-06-29T16:00:00", "29 juni"),
        ("2028-02-28T11:00", "2028-03-20", "2028-03-01T16:00:00", "1 mars"),
        ("2028-02-29T11:00", "2028-03-20", "2028-03-02T16:00:00", "2 mars"),
    ] {
        set(&town, asked);
        let request = ask_for(&mut town, day).await;
        assert_eq!(due(&town, &request).await, promised, "asked {asked}");
        let who = town.seniors[0].clone();
        let page = town.browser(&who).await.get(&format!("/requests/{request}/sent")).await;
        assert!(page.body.contains(said) && page.body.contains("16"), "{said} in {}", page.body);
    }
});

app::db_test!(a_visit_keeps_its_clock_time_over_every_change, |db| async {
    let mut town = Town::new(db).await;
    // Set on days before the change, of the days of it, and of a leap day, and of New Year's Eve.
    for (now, day, utc) in [
        ("2027-03-22T09:00", "2027-03-28", "20270328T080000Z"),
        ("2027-10-25T09:00", "2027-10-31", "20271031T090000Z"),
        ("2027-12-27T09:00", "2027-12-31", "20271231T090000Z"),
        ("2028-02-24T09:00", "2028-02-29", "20280229T090000Z"),
    ] {
        set(&town, now);
        let request = ask_for(&mut town, day).await;
        let visit = agree(&mut town, &request).await;
        let (senior, volunteer) = (town.seniors[0].clone(), town.volunteers[0].clone());
        let page = town.browser(&senior).await.get(&format!("/visits/{visit}")).await;
        assert!(page.body.contains("klockan 10"), "{day}: {}", page.body);
        let file = town.browser(&volunteer).await.get(&format!("/volunteer/visits/{visit}/calendar.ics")).await;
        assert!(file.body.contains(&format!("DTSTART:{utc}\r\n")), "{day}: {}", file.body);
        // An hour before by the clock on the wall it can be started, not earlier.
        let path = format!("/volunteer/visits/{visit}/start");
        set(&town, &format!("{day}T08:59"));
        assert!(town.press(&volunteer, path.clone(), &[]).await.1.ends_with("notice=early"), "{day}");
        set(&town, &format!("{day}T09:00"));
        assert!(town.press(&volunteer, path, &[]).await.1.ends_with("notice=started"), "{day}");
        set(&town, &format!("{day}T11:00"));
        let report = [("outcome", "as_planned"), ("minutes", "60"), ("experience", "good")];
        town.press(&volunteer, format!("/volunteer/visits/{visit}/report"), &report).await;
        assert!(town.requests().await.iter().any(|known| known.id == request && known.status == "closed"), "{day}");
    }
});

/// How often people were told what, in all.
async fn told(town: &Town) -> Vec<(String, i64)> {
    let mut tx = town.site.ctx.db.read().await.unwrap();
    rows!(&mut tx, (String, i64), "SELECT code, count(*) FROM outgoing_message GROUP BY code ORDER BY code").unwrap()
}

/// Three requests: one with a visit tomorrow, one that is offered, one for which nobody says anything.
async fn three(town: &mut Town) {
    set(town, "2026-11-24T09:00");
    let first = ask_for(town, "2026-11-25").await;
    agree(town, &first).await;
    for offered in [true, false] {
        let request = ask_for(town, "2026-12-18").await;
        let coordinator = town.coordinators[0].clone();
        town.press(&coordinator, format!("/staff/requests/{request}/take"), &[]).await;
        let approval = [("volunteer_text", "En pratstund."), ("risk", "1")];
        town.press(&coordinator, format!("/staff/requests/{request}/approve"), &approval).await;
        if offered {
            town.press(&coordinator, format!("/staff/requests/{request}/offer"), &[("best", "3")]).await;
        }
    }
}

/// Moves the clock and runs the rounds, as the server does.
async fn moved(town: &Town, minutes: i64) {
    town.site.ctx.clock.move_by_minutes(minutes);
    clocks::run(&town.site.ctx).await.unwrap();
}

/// Two days of half hours, and twenty of quarters of a day; with `jumping`, the clock is set a day ahead and back now and then.
async fn weeks(town: &Town, jumping: bool) {
    for round in 0..2 * 48 + 20 * 4 {
        moved(town, if round < 2 * 48 { 30 } else { DAY / 4 }).await;
        if jumping && round % 7 == 3 {
            for jump in [-DAY, DAY, DAY, -DAY] {
                moved(town, jump).await;
            }
        }
    }
}

app::db_test!(a_clock_that_jumps_reminds_nobody_twice, |db| async {
    let mut calm = Town::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    three(&mut calm).await;
    weeks(&calm, false).await;
    let expected = told(&calm).await;
    for (code, many) in [("visit_overdue", 1), ("report_reminder", 2), ("request_unfilled", 4), ("offer_expired", 3)] {
        assert!(expected.contains(&(code.to_owned(), many)), "{code} in {expected:?}");
    }
    let mut jumping = Town::new(db).await;
    three(&mut jumping).await;
    weeks(&jumping, true).await;
    for (code, many) in told(&jumping).await {
        // A reminder that a jump has passed over is not made up for; none comes more often than by a calm clock.
        let most = expected.iter().find(|(known, _)| *known == code).map_or(0, |(_, most)| *most);
        assert!(many <= most, "{code}: {many} times, {most} by a calm clock");
    }
});

app::db_test!(a_machines_clock_that_jumps_revives_no_session, |db| async {
    let site = TestSite::new(db).await;
    let own = "/notifications";
    for jump in [DAY, -DAY] {
        let mut staff = site.signed_in(Role::Coordinator).await;
        let mut senior = site.signed_in(Role::Senior).await;
        let mut left = site.signed_in(Role::Volunteer).await;
        let (mut stolen, mut away) = (left.clone(), staff.clone());
        left.post("/sign-out", &[]).await;
        site.ctx.clock.set_machine_by_minutes(jump);
        assert_eq!(staff.get(own).await.status, 401, "staff after {jump} minutes");
        assert_eq!(senior.get(own).await.status, 200, "a senior after {jump} minutes");
        assert_eq!(stolen.get(own).await.status, 401, "signed out, then {jump} minutes");
        assert!(jobs::round(&site.ctx, "a", None).await.unwrap());
        site.ctx.clock.set_machine_by_minutes(-jump);
        assert_eq!(away.get(own).await.status, 401, "ended at {jump} minutes, then back");
        assert_eq!(stolen.get(own).await.status, 401, "signed out, then {jump} minutes and back");
    }
    // One that ran out while nobody looked, and whose row the round took away, is not there again either.
    let mut staff = site.signed_in(Role::Administrator).await;
    site.ctx.clock.set_machine_by_minutes(31);
    assert!(jobs::round(&site.ctx, "a", None).await.unwrap());
    site.ctx.clock.set_machine_by_minutes(-31);
    assert_eq!(staff.get(own).await.status, 401);
    // The rounds go on under another server although the first one's lease seems to end tomorrow.
    site.ctx.clock.set_machine_by_minutes(DAY);
    assert!(jobs::round(&site.ctx, "a", None).await.unwrap());
    site.ctx.clock.set_machine_by_minutes(-DAY);
    assert!(jobs::round(&site.ctx, "b", None).await.unwrap());
});

app::db_test!(what_ends_in_time_ends_for_the_volunteer_too, |db| async {
    let mut town = Town::new(db).await;
    set(&town, "2026-11-24T09:00");
    let request = ask_for(&mut town, "2026-12-18").await;
    agree(&mut town, &request).await;
    let volunteer: PersonId = town.volunteers[0].clone();
    let done: Result<(), Failure> = in_tx!(town.site.ctx.db, |tx| {
        exec!(
            tx,
            "UPDATE volunteer_requirement SET valid_until = '2026-12-01' WHERE person_id = $1 AND requirement = 'pledge'",
            &volunteer
        )?;
        Ok(())
    });
    done.unwrap();
    set(&town, "2026-12-01T23:59");
    clocks::run(&town.site.ctx).await.unwrap();
    let state = async |town: &Town| {
        let requests = town.requests().await;
        requests.into_iter().find(|known| known.id == request).unwrap().status
    };
    assert_eq!(state(&town).await, "matched", "the last day counts");
    set(&town, "2026-12-02T00:00");
    clocks::run(&town.site.ctx).await.unwrap();
    assert_eq!(state(&town).await, "approved", "needs a replacement");
    assert!(town.visits().await.iter().all(|visit| visit.status == "cancelled" && visit.match_status == "ended"));
    let replaced = told(&town).await.iter().any(|(code, many)| code == "visit_replaced" && *many == 1);
    assert!(replaced);
});
