//! A year behind today: requests that are over, so that figures have content.

use super::{
    kinds::{COMPANY, IT_COACH, KINDS, OUT, PHONE_FRIEND, SHOPPING},
    people::{ReachedBy, Record},
    town::{Town, Volunteer},
    voices::{FIRST_MEETINGS, FOR_VOLUNTEERS, NOTES, REPORTS, THANKS},
};
use ground::{Timestamp, clock::is_free, id::PersonId};
use help::{
    kinds::model::ContactMode,
    offers::model::OfferStatus,
    requests::model::{CloseReason, DeclineReason},
    visits::model::{Experience, FeedbackAnswer},
};

/// Two in three are one of the first three kinds.
pub const OFTEN: [usize; 9] = [SHOPPING, SHOPPING, SHOPPING, COMPANY, COMPANY, OUT, OUT, IT_COACH, PHONE_FRIEND];

/// The first moment of office hours (8 to 16 on a working day) from this instant on: coordinators ask nobody at night.
fn office(at: Timestamp) -> Timestamp {
    let local = at.local();
    let mut day = local.date();
    if !is_free(day) && (8..16).contains(&local.hour()) {
        return at;
    }
    if local.hour() >= 16 {
        day = day.tomorrow().unwrap_or(day);
    }
    while is_free(day) {
        day = day.tomorrow().unwrap_or(day);
    }
    // Not all on the stroke of eight.
    Timestamp::from_local(day.at(8, local.minute(), 0, 0))
}

/// Tells the year, with so many requests in it.
pub fn tell(town: &mut Town, requests: i64) {
    for index in 0..requests {
        // More towards today: the scheme has grown.
        let ago = 364 - index * 344 / requests - town.draw.between(0, 5);
        one(town, ago);
    }
}

/// Somebody who may help with it, most often from the same area.
pub fn volunteer_for(town: &mut Town, kind: usize, area: usize) -> Option<PersonId> {
    let fit = |known: &&Volunteer| known.kinds.contains(&kind) && known.record == Record::Whole;
    let all: Vec<&Volunteer> = town.volunteers.iter().skip(2).filter(fit).collect();
    let near: Vec<&Volunteer> = all.iter().filter(|known| known.area == area).copied().collect();
    let from = if near.is_empty() || town.draw.chance(30) { all } else { near };
    (!from.is_empty()).then(|| town.draw.pick(&from).id.clone())
}

fn one(town: &mut Town, ago: i64) {
    // Gunnel Ek and Aino Mäkelä have asked for nothing yet; a protected person's requests are not in figures.
    let askers: Vec<_> =
        town.seniors.iter().skip(2).filter(|senior| senior.reached_by != ReachedBy::Protected).collect();
    let senior = (*town.draw.pick(&askers)).clone();
    let kind = *town.draw.pick(&OFTEN);
    let mode = match kind {
        PHONE_FRIEND => ContactMode::Phone,
        OUT => ContactMode::Out,
        SHOPPING if town.draw.chance(70) => ContactMode::Out,
        _ => ContactMode::Home,
    };
    let note = *town.draw.pick(NOTES[kind]);
    let (hour, minute) = (town.draw.between(8, 17), town.draw.between(0, 59));
    let sent = town.at(-ago, 0, 0).plus_hours(hour).plus_minutes(minute);
    let coordinator = town.draw.pick(&town.coordinators.clone()[..2]).clone();
    let mut story = town.begin(&senior, kind, mode, note, sent);
    if matches!(senior.reached_by, ReachedBy::Phone | ReachedBy::PhoneFinnish) || town.draw.chance(15) {
        story.by_phone(&coordinator);
    }
    let taken = office(sent.plus_hours(town.draw.between(1, 20)));
    let decided = office(taken.plus_hours(town.draw.between(1, 18)));
    let asked = office(decided.plus_minutes(20));
    let visit_day = i64::from((asked.day() - town.today).get_days()) + town.draw.between(3, 6);
    let visit_hour = *town.draw.pick(&[10, 10, 13, 13, 11, 14, 17]);
    for (days, hour) in [(0, visit_hour), (1, 13)] {
        let at = town.at(visit_day + days, hour, 0);
        story.time(&mut town.draw, at);
    }
    let fate = town.draw.between(1, 100);
    if fate <= 3 {
        story.withdraw(sent.plus_hours(1));
        town.stories.push(story);
        return;
    }
    story.take(&coordinator, taken);
    match fate {
        4..=6 => {
            story.decline(
                DeclineReason::HomeCare,
                "Vi kan inte hjälpa till med städning.",
                "Hemtjänsten kan hjälpa dig. Ring kommunen.",
                decided,
            );
        }
        7..=8 => {
            story.refer("Röda Korset har en grupp som träffas varje vecka.", decided);
        }
        _ => {
            story.approve(FOR_VOLUNTEERS[kind], decided);
            match (volunteer_for(town, kind, senior.area), fate) {
                (Some(_), 9..=12) | (None, _) => {
                    story.close(
                        CloseReason::NoCapacity,
                        &coordinator,
                        decided.plus_days(15).min(town.now.plus_hours(-5)),
                    );
                    story.unfilled_told = 14;
                }
                (Some(volunteer), _) => visited(town, &mut story, kind, &volunteer, fate, asked),
            }
        }
    }
    town.stories.push(story);
}

fn visited(
    town: &mut Town,
    story: &mut super::story::Story,
    kind: usize,
    volunteer: &PersonId,
    fate: i64,
    asked: Timestamp,
) {
    let offer = story.offer(&mut town.draw, volunteer, asked);
    let others: Vec<&Volunteer> =
        town.volunteers.iter().skip(2).filter(|known| known.kinds.contains(&kind) && known.id != *volunteer).collect();
    if let (true, false) = (town.draw.chance(50), others.is_empty()) {
        let other = town.draw.pick(&others).id.clone();
        let beside = story.offer(&mut town.draw, &other, asked);
        if town.draw.chance(50) {
            story.end_offer(beside, OfferStatus::Declined, asked.plus_hours(2));
        }
    }
    let starts_at = story.times.first().map_or(asked, |time| time.starts_at);
    // Whoever was slow to answer still was in time.
    let yes = asked.plus_hours(town.draw.between(2, 20));
    let agreed = yes.plus_hours(town.draw.between(1, 20)).min(starts_at.plus_hours(-2));
    story.accept(offer, yes.min(agreed.plus_minutes(-5)));
    let how = (KINDS[kind].risk > 1).then(|| *town.draw.pick(&FIRST_MEETINGS));
    story.yes(&mut town.draw, offer, how, agreed);
    if fate >= 97 {
        story.cancel(agreed.plus_minutes(30));
        return;
    }
    let late = town.draw.between(-5, 8);
    let (text, extra) = (*town.draw.pick(&REPORTS), town.draw.between(-1, 2) * 15);
    let experience = if town.draw.chance(85) { Experience::Good } else { Experience::Fair };
    let minutes = story.minutes + extra;
    story.start(late).finish().report(text, minutes, experience);
    if town.draw.chance(70) {
        let answer = match town.draw.between(1, 100) {
            1..=6 => FeedbackAnswer::NotGood,
            7..=9 => FeedbackAnswer::Talk,
            _ => FeedbackAnswer::Good,
        };
        let note = if answer == FeedbackAnswer::Good { *town.draw.pick(&THANKS) } else { "" };
        let hours = town.draw.between(2, 40);
        story.feedback(answer, note, hours);
        if answer.needs_follow_up() {
            story.followed_up("Ringde och pratade igenom besöket.");
        }
    }
}
