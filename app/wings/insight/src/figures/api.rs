//! Figures as a page and as a file.

use super::{
    model::{median, per_thousand, percent, satisfaction},
    store::{self, Scope, StepsRow},
    view::{Bar, Figures, FiguresLoad},
};
use axum::{extract::RawQuery, response::Response};
use db::Failure;
use desk::volunteers;
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::{
        Here,
        feature::{Loads, Routes},
    },
};
use ground::{
    Object, Timestamp,
    clock::capital,
    collate::sort_by_name,
    csv::Table,
    form::FormView,
    text::{Key, k},
};
use help::requests::model::RequestState;
use jiff::{ToSpan, civil::Date};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/staff/figures.csv", file)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(figures)
}

/// After how many days without a match an approved request counts as unfilled.
const DAYS_UNFILLED: i64 = 14;

/// The figures of a period.
///
/// # Errors
/// `SignIn`; `Forbidden`.
async fn figures(here: Here, FiguresLoad { area, months }: FiguresLoad) -> Result<Figures, Failure> {
    load(&here, area, &months).await
}

/// How many months, this one among them.
fn months_of(months: &str) -> i64 {
    match months {
        "3" => 3,
        "6" => 6,
        _ => 12,
    }
}

fn state_key(state: RequestState) -> Key {
    match state {
        RequestState::Submitted => k::figures::STATE_SUBMITTED,
        RequestState::InReview => k::figures::STATE_IN_REVIEW,
        RequestState::NeedsInfo => k::figures::STATE_NEEDS_INFO,
        RequestState::Approved => k::figures::STATE_APPROVED,
        RequestState::Matched => k::figures::STATE_MATCHED,
        RequestState::Closed => k::figures::STATE_CLOSED,
        RequestState::Declined => k::figures::STATE_DECLINED,
        RequestState::Referred => k::figures::STATE_REFERRED,
        RequestState::Withdrawn => k::figures::STATE_WITHDRAWN,
    }
}

/// The median of hours between two steps, where both were passed.
fn hours(
    steps: &[StepsRow],
    from: impl Fn(&StepsRow) -> Option<Timestamp>,
    to: impl Fn(&StepsRow) -> Option<Timestamp>,
) -> Option<i64> {
    let between = steps.iter().filter_map(|row| Some((to(row)?.0 - from(row)?.0).max(0) / 3_600_000));
    median(between.collect())
}

/// The months of the period, oldest first, with how many requests each has.
fn by_month(here: &Here, first: Date, months: i64, steps: &[StepsRow]) -> Vec<Bar> {
    (0..months)
        .filter_map(|ahead| {
            let month = first.checked_add(ahead.months()).ok()?;
            let count = steps.iter().filter(|row| row.submitted_at.day().first_of_month() == month).count();
            Some(Bar {
                name: capital(&here.locale().month_with_year(month)),
                short: month.month().to_string(),
                value: i64::try_from(count).unwrap_or_default(),
            })
        })
        .collect()
}

async fn load(here: &Here, area: String, months: &str) -> Result<Figures, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let (texts, now) = (here.texts(), here.instant());
    let months = months_of(months);
    let why: String = format!("area={area} months={months}").chars().take(200).collect();
    audit::record_read(here, Event { action: "figures.read", object: (Object::Figures, ""), subject: None, why: &why })
        .await?;
    let first = now.day().first_of_month().saturating_sub((months - 1).months());
    let scope = Scope {
        municipality: here.municipality(),
        me: &me.id,
        now,
        since: Timestamp::from_local(first.at(0, 0, 0, 0)),
        area: Some(area.as_str()).filter(|area| !area.is_empty()),
    };
    let mut tx = here.read().await?;
    let states = store::by_state(&mut tx, &scope).await?;
    let areas = store::by_area(&mut tx, &scope).await?;
    let steps = store::steps(&mut tx, &scope).await?;
    let (visits, minutes, no_shows) = store::visits(&mut tx, &scope).await?;
    let (good, answers) = store::answers(&mut tx, &scope).await?;
    let concerns = store::concerns(&mut tx, &scope).await?;
    let idle_since = now.plus_days(-volunteers::list::DAYS_IDLE);
    let (volunteers, idle) = store::volunteers(&mut tx, &scope, idle_since).await?;
    let my_areas = volunteers::store::my_areas(&mut tx, here.municipality(), &me.id, now).await?;
    drop(tx);

    let all = i64::try_from(steps.len()).unwrap_or_default();
    let count =
        |test: &dyn Fn(&&StepsRow) -> bool| i64::try_from(steps.iter().filter(test).count()).unwrap_or_default();
    let approved = count(&|row| row.first_approved_at.is_some());
    let unfilled = count(&|row| {
        row.matched_at.is_none()
            && row.first_approved_at.is_some_and(|at| row.over || at <= now.plus_days(-DAYS_UNFILLED))
    });
    let by_phone = count(&|row| row.by_phone);
    let none = || texts.s(k::figures::NONE).to_owned();
    let number =
        |value: Option<i64>, key: Key| value.map_or_else(none, |value| texts.f(key, &[("n", &value.to_string())]));
    let plain = |value: i64| value.to_string();
    let measures = [
        (k::figures::REQUESTS, plain(all)),
        (
            k::figures::TO_APPROVED,
            number(hours(&steps, |row| Some(row.submitted_at), |row| row.first_approved_at), k::figures::HOURS),
        ),
        (
            k::figures::TO_MATCHED,
            number(hours(&steps, |row| row.first_approved_at, |row| row.matched_at), k::figures::HOURS),
        ),
        (k::figures::TO_VISIT, number(hours(&steps, |row| row.matched_at, |row| row.first_visit), k::figures::HOURS)),
        (k::figures::UNFILLED, number(percent(unfilled, approved), k::figures::PERCENT)),
        (k::figures::BY_PHONE, number(percent(by_phone, all), k::figures::PERCENT)),
        (k::figures::BY_SELF, number(percent(all - by_phone, all), k::figures::PERCENT)),
        (k::figures::VISITS, plain(visits)),
        (k::figures::GIVEN, plain((minutes + 30) / 60)),
        (k::figures::NO_SHOWS, plain(no_shows)),
        (k::figures::CONCERNS, number(per_thousand(concerns, visits), k::figures::N)),
        (k::figures::VOLUNTEERS, plain(volunteers)),
        (k::figures::IDLE, plain(idle)),
        (
            k::figures::SATISFIED,
            satisfaction(good, answers).map_or_else(
                || texts.s(k::figures::TOO_FEW).to_owned(),
                |share| {
                    texts.f(k::figures::PERCENT_OF, &[("n", &share.to_string()), ("answers", &answers.to_string())])
                },
            ),
        ),
    ];
    let mut areas: Vec<(String, i64, i64)> = areas;
    sort_by_name(&mut areas, here.locale(), |(name, ..)| name);
    let states = RequestState::ALL.iter().map(|state| {
        let found = states.iter().find(|(code, _)| code == state.code()).map_or(0, |(_, count)| *count);
        (texts.s(state_key(*state)).to_owned(), found.to_string())
    });
    let choice = |value: &str, key: Key| (value.to_owned(), texts.s(key).to_owned());
    Ok(Figures {
        measures: measures.into_iter().map(|(key, value)| (texts.s(key).to_owned(), value)).collect(),
        states: states.collect(),
        by_month: by_month(here, first, months, &steps),
        by_area: areas
            .iter()
            .map(|(name, count, _)| Bar { name: name.clone(), short: name.clone(), value: *count })
            .collect(),
        matched_by_area: areas.iter().map(|(_, _, matched)| matched.to_string()).collect(),
        areas: std::iter::once(choice("", k::common::ALL))
            .chain(my_areas.into_iter().map(|(id, name)| (id.0, name)))
            .collect(),
        periods: vec![
            choice("12", k::figures::MONTHS_12),
            choice("6", k::figures::MONTHS_6),
            choice("3", k::figures::MONTHS_3),
        ],
        csv: csv_address(&area, months),
        form: FormView::default().with("area", area).with("months", months.to_string()),
    })
}

fn csv_address(area: &str, months: i64) -> String {
    let mut fields = form_urlencoded::Serializer::new(String::new());
    fields.append_pair("area", area).append_pair("months", &months.to_string());
    format!("/staff/figures.csv?{}", fields.finish())
}

/// The same figures as a file for a spreadsheet: table, name, value.
async fn file(here: Here, RawQuery(query): RawQuery) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let value = |name: &str| {
        form_urlencoded::parse(query.as_bytes())
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.into_owned())
            .unwrap_or_default()
    };
    let figures = load(&here, value("area"), &value("months")).await?;
    let texts = here.texts();
    let mut table = Table::new(texts, [k::csv::TABLE, k::csv::NAME, k::csv::VALUE])?;
    for (name, value) in &figures.measures {
        table.row([texts.s(k::figures::MEASURES), name, value])?;
    }
    for (name, value) in &figures.states {
        table.row([texts.s(k::figures::BY_STATE), name, value])?;
    }
    for bar in &figures.by_month {
        table.row([texts.s(k::figures::BY_MONTH), &bar.name, &bar.value.to_string()])?;
    }
    for bar in &figures.by_area {
        table.row([texts.s(k::figures::BY_AREA), &bar.name, &bar.value.to_string()])?;
    }
    Ok(table.answer("handslag-siffror.csv")?)
}
