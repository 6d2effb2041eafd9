//! The visits of a day.

use super::{advice, status_text};
use crate::agenda::{
    model::{Listed, attention},
    store,
    view::{AgendaLoad, Day, Line},
};
use db::Failure;
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::Here,
};
use ground::{
    Object, Timestamp,
    clock::{capital, day_code, parse_day},
    phone,
    text::k,
};
use help::visits;

/// For how many days back the present day's list still holds what is not reported: as long as a report is possible.
const DAYS_OPEN: i64 = visits::model::DAYS_TO_REPORT;

fn line(here: &Here, visit: Listed) -> Line {
    let (texts, now) = (here.texts(), here.instant());
    let (status, tone) = status_text(texts, visit.status);
    let found = attention(visit.status, visit.starts_at, visit.minutes, now);
    let (todo, number) = found.map_or((String::new(), None), |found| {
        advice(
            texts,
            found,
            (&visit.senior.0, visit.senior_phone.as_ref()),
            (&visit.volunteer.0, visit.volunteer_phone.as_ref()),
        )
    });
    let (begin, end) = (visit.starts_at.local(), visit.starts_at.plus_minutes(visit.minutes).local());
    Line {
        id: visit.id.to_string(),
        number: visit.number.to_string(),
        day: capital(&here.locale().day_short(begin.date())),
        hour: capital(&here.locale().clock(begin.date().at(begin.hour(), 0, 0, 0))),
        time: format!("{}\u{2060}–\u{2060}{}", here.locale().time(begin), here.locale().time(end)),
        kind: visit.kind,
        senior: format!("{} {}", visit.senior.0, visit.senior.1),
        volunteer: format!("{} {}", visit.volunteer.0, visit.volunteer.1),
        area: visit.area,
        status: status.to_owned(),
        tone: tone.to_owned(),
        todo,
        phone: number.as_deref().map(phone::readable),
    }
}

/// The visits of a day; of today too what is open from the days before.
///
/// # Errors
/// `SignIn`; `Forbidden`.
pub(super) async fn day(here: Here, AgendaLoad { day }: AgendaLoad) -> Result<Day, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let today = here.app.clock.today();
    let chosen = parse_day(&day).unwrap_or(today);
    let (before, after) = (chosen.yesterday().unwrap_or(chosen), chosen.tomorrow().unwrap_or(chosen));
    let code = day_code(chosen);
    audit::record_read(&here, Event { action: "visit.list", object: (Object::Visit, ""), subject: None, why: &code })
        .await?;
    let midnight = |day: jiff::civil::Date| Timestamp::from_local(day.at(0, 0, 0, 0));
    let (from, to) = (midnight(chosen), midnight(after));
    let open_since = if chosen == today { from.plus_days(-DAYS_OPEN) } else { from };
    let mut tx = here.read().await?;
    let found =
        store::list(&mut tx, here.municipality(), (&me.id, here.instant()), (from, to), open_since, here.locale())
            .await?;
    let (lines, earlier): (Vec<_>, Vec<_>) = found.into_iter().partition(|visit| visit.starts_at >= from);
    let locale = here.locale();
    let words = |day: jiff::civil::Date| capital(&locale.day_long(day));
    Ok(Day {
        heading: here.texts().f(k::agenda::HEADING, &[("day", &locale.day_long(chosen))]),
        print: format!("/staff/print/day?day={}", day_code(chosen)),
        before: (day_code(before), words(before)),
        after: (day_code(after), words(after)),
        today: (chosen != today).then(|| words(today)),
        lines: lines.into_iter().map(|visit| line(&here, visit)).collect(),
        earlier: earlier.into_iter().map(|visit| line(&here, visit)).collect(),
    })
}
