//! A demonstration as large as a municipality: for measuring, and for whoever wants to see how the product feels after years of use. The
//! people of the demonstration are in it, and many more beside them.

use super::{
    history::{OFTEN, volunteer_for},
    kinds::{COMPANY, KINDS, OUT, PHONE_FRIEND},
    people::{AREAS, FAMILY, GIVEN, ReachedBy, Record},
    town::Town,
    voices::{FOR_VOLUNTEERS, NOTES},
};
use db::{Failure, Tx};
use help::kinds::model::ContactMode;

/// How much is invented.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Seniors beside those of the demonstration.
    pub seniors: usize,
    /// Volunteers beside those of the demonstration.
    pub volunteers: usize,
    /// Requests of the last year that are over.
    pub requests: i64,
    /// Requests of the last two days that wait for a coordinator, beside those of the demonstration.
    pub waiting: i64,
}

impl Size {
    /// The demonstration's.
    pub const DEMO: Self = Self { seniors: 0, volunteers: 0, requests: 260, waiting: 0 };
}

/// A name for somebody: every pair comes before one is used again.
fn name(index: usize) -> (&'static str, &'static str) {
    let family = (index + index / GIVEN.len()) % FAMILY.len();
    (GIVEN[index % GIVEN.len()], FAMILY[family])
}

/// Seniors and volunteers beside those with a part in the demonstration.
pub(super) async fn crowd(town: &mut Town, tx: &mut Tx, size: &Size) -> Result<(), Failure> {
    for index in 0..size.seniors {
        let reached_by = match town.draw.between(1, 100) {
            1..=70 => ReachedBy::App,
            71..=76 => ReachedBy::AppFinnish,
            77..=79 => ReachedBy::AppEnglish,
            80..=97 => ReachedBy::Phone,
            98..=99 => ReachedBy::PhoneFinnish,
            _ => ReachedBy::Protected,
        };
        town.citizen(tx, name(index), index % AREAS.len(), reached_by, "senior", "").await?;
    }
    for index in 0..size.volunteers {
        let mut kinds: Vec<usize> = (0..KINDS.len()).filter(|_| town.draw.chance(50)).collect();
        if kinds.is_empty() {
            kinds.push(COMPANY);
        }
        let record = match town.draw.between(1, 100) {
            1..=80 => Record::Whole,
            81..=86 => Record::New,
            87..=89 => Record::Expiring,
            90..=92 => Record::Expired,
            93..=94 => Record::Held,
            95..=98 => Record::Paused,
            _ => Record::Idle,
        };
        let about = if record == Record::New { "Ny." } else { "" };
        town.add_volunteer(tx, name(index), index % AREAS.len(), &kinds, record, about).await?;
    }
    Ok(())
}

/// What came in the last two days: a third is not taken yet, a third is read, a third is approved, some of it with somebody asked.
pub(super) fn wait(town: &mut Town, size: &Size) {
    for index in 0..size.waiting {
        let askers: Vec<_> = town.seniors.iter().skip(2).filter(|senior| senior.reached_by == ReachedBy::App).collect();
        let senior = (*town.draw.pick(&askers)).clone();
        let kind = *town.draw.pick(&OFTEN);
        let mode = match kind {
            PHONE_FRIEND => ContactMode::Phone,
            OUT => ContactMode::Out,
            _ => ContactMode::Home,
        };
        let note = *town.draw.pick(NOTES[kind]);
        let sent = town.now.plus_minutes(-town.draw.between(30, 44 * 60));
        let mut story = town.begin(&senior, kind, mode, note, sent);
        let day = town.draw.between(3, 9);
        for (days, hour) in [(0, 10), (1, 13)] {
            let at = town.at(day + days, hour, 0);
            story.time(&mut town.draw, at);
        }
        let owner = town.draw.pick(&town.coordinators.clone()[..2]).clone();
        if index % 3 > 0 {
            story.take(&owner, sent.plus_minutes(10));
        }
        if index % 3 > 1 {
            story.approve(FOR_VOLUNTEERS[kind], sent.plus_minutes(20));
            if let (true, Some(volunteer)) = (town.draw.chance(60), volunteer_for(town, kind, senior.area)) {
                story.offer(&mut town.draw, &volunteer, sent.plus_minutes(25));
            }
        }
        town.stories.push(story);
    }
}
