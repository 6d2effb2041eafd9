//! What a volunteer's pages read and save, on both databases, over the demonstration's people.

use super::{card::OfferView, store};
use crate::{kinds::model::Requirement, vetting, visits};
use app::db_test;
use db::{row, rows};
use frame::access::model::Role;
use ground::{
    Locale, Timestamp,
    clock::Clock,
    id::{MunicipalityId, PersonId, RequestId},
    time::DayPart,
};
use people::{
    person,
    person::{model::Contact, store::NewPerson},
};

/// Monday 23 November 2026, half past nine in the morning in Stockholm.
const MORNING: Timestamp = Timestamp(1_795_422_600_000);

db_test!(what_a_volunteers_pages_read, |db| async {
    app::demo::fill(&db.db, &Clock::fixed(MORNING)).await.unwrap();
    let mut tx = db.db.read().await.unwrap();
    let tx = &mut tx;
    let volunteers = rows!(tx, (MunicipalityId, PersonId), "SELECT municipality_id, person_id FROM volunteer").unwrap();
    let (mut offered, mut on_board, mut visited, mut ahead) = (0, 0, 0, 0);
    for (municipality, volunteer) in &volunteers {
        for card in store::cards_of(tx, municipality, volunteer, MORNING).await.unwrap() {
            let (id, _) = card.offer.clone().unwrap();
            let alone = store::card(tx, municipality, volunteer, &id).await.unwrap().unwrap();
            assert_eq!((alone.request.clone(), alone.times.len()), (card.request.clone(), card.times.len()));
            assert_eq!(store::live_of(tx, municipality, volunteer, &card.request).await.unwrap(), Some(id.clone()));
            let others = volunteers.iter().filter(|(_, other)| other != volunteer);
            for (municipality, other) in others {
                assert_eq!(store::card(tx, municipality, other, &id).await.unwrap(), None, "an offer of somebody else");
            }
            visits::store::of_offer(tx, municipality, &id).await.unwrap();
            offered += 1;
        }
        let board = store::board(tx, municipality, volunteer, None).await.unwrap();
        for card in &board {
            assert!(
                card.offer.is_none() && card.approved && !card.taken && !card.protected && card.senior != *volunteer
            );
            assert_eq!(store::live_of(tx, municipality, volunteer, &card.request).await.unwrap(), None);
            let alone = store::board(tx, municipality, volunteer, Some(&card.request)).await.unwrap();
            assert_eq!(alone.iter().collect::<Vec<_>>(), [card]);
            on_board += usize::from(card.view(MORNING) == OfferView::Open);
        }
        assert_eq!(store::board(tx, municipality, volunteer, Some(&RequestId::from("none"))).await.unwrap(), []);
        visited += visits::store::lines_of_volunteer(tx, municipality, volunteer, true).await.unwrap().len();
        assert!(visits::store::lines_of_volunteer(tx, municipality, volunteer, false).await.unwrap().len() <= 200);
        let next =
            visits::store::next_of_volunteer(tx, municipality, volunteer, MORNING, MORNING.plus_days(7)).await.unwrap();
        ahead += usize::from(next.is_some_and(|line| line.starts_at <= MORNING.plus_days(7)));
        let (total, this_year, _) =
            visits::store::minutes_of_volunteer(tx, municipality, volunteer, MORNING.plus_days(-300)).await.unwrap();
        assert!(this_year <= total);
        let chosen = vetting::store::chosen(tx, municipality, volunteer).await.unwrap().unwrap();
        assert_eq!(chosen.kinds.len(), vetting::store::kinds_of(tx, municipality, volunteer).await.unwrap().len());
    }
    assert!(offered > 0 && on_board > 0 && visited > 0 && ahead > 0, "{offered} {on_board} {visited} {ahead}");
});

db_test!(what_a_volunteer_saves, |db| async {
    app::demo::fill(&db.db, &Clock::fixed(MORNING)).await.unwrap();
    let mut tx = db.db.begin().await.unwrap();
    let tx = &mut tx;
    let (municipality, kind) =
        row!(tx, (MunicipalityId, String), "SELECT municipality_id, id FROM kind ORDER BY id LIMIT 1")
            .unwrap()
            .unwrap();
    let areas = vetting::store::areas(tx, &municipality).await.unwrap();
    let new = NewPerson {
        given_name: "Åsa".into(),
        family_name: "Öst".into(),
        phone: Some("0701234567".into()),
        email: None,
        street: None,
        postal_code: None,
        city: None,
        area: Some(areas[0].0.as_str().into()),
        way_in: None,
        about: None,
        locale: Locale::Fi,
        channel: Contact::App,
        has_login: true,
        share_phone: false,
    };
    let person = person::store::insert(tx, &municipality, &new, MORNING).await.unwrap();
    assert_eq!(vetting::store::chosen(tx, &municipality, &person).await.unwrap(), None);
    assert!(vetting::store::insert(tx, &municipality, &person, 4, MORNING).await.unwrap().is_done());
    assert!(
        !vetting::store::insert(tx, &municipality, &person, 4, MORNING).await.unwrap().is_done(),
        "once a volunteer"
    );
    person::store::insert_role(tx, &municipality, &person, Role::Volunteer, None, None, MORNING).await.unwrap();
    vetting::store::insert_done(tx, &municipality, &person, Requirement::Application, None, MORNING).await.unwrap();
    for _ in 0..2 {
        let (kinds, areas) = (std::slice::from_ref(&kind), std::slice::from_ref(&areas[0].0));
        vetting::store::set_kinds_and_areas(tx, &municipality, &person, kinds, areas).await.unwrap();
        vetting::store::set_slots(tx, &municipality, &person, &[(7, DayPart::Evening)]).await.unwrap();
    }
    vetting::store::update_profile(tx, &municipality, &person, 31, "Jag talar finska.", true, MORNING).await.unwrap();
    vetting::store::set_pause(tx, &municipality, &person, Some("2026-12-01")).await.unwrap();
    let chosen = vetting::store::chosen(tx, &municipality, &person).await.unwrap().unwrap();
    let expected = vetting::store::Chosen {
        kinds: vec![kind],
        areas: vec![areas[0].0.clone()],
        languages: vec![],
        slots: vec!["7 evening".into()],
        max_per_month: 31,
        paused_until: Some("2026-12-01".into()),
    };
    assert_eq!(chosen, expected);
    vetting::store::set_pause(tx, &municipality, &person, None).await.unwrap();
    let record = vetting::store::record(tx, &municipality, &person, MORNING).await.unwrap().unwrap();
    assert!(record.is_volunteer && record.paused_until.is_none());
    assert_eq!(record.done.len(), 1);
});
