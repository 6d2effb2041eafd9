//! (server side) A volunteer's next visits without a network: which the browser may keep and for how long, the pages it keeps, and when
//! a button was pressed whose form comes later. The one exception from "no personal data in the browser's storage".

use crate::{
    for_volunteers::{
        view::{Kept, KeptLoad, KeptReportLoad, ReportPageData},
        visits::{own, shown},
    },
    matches,
    visits::{
        model::{HOURS_OPEN_AFTER, Visit, VisitStatus},
        store,
    },
};
use axum::{Json, http::HeaderMap};
use db::Failure;
use frame::{
    access,
    context::{
        Here,
        feature::{Loads, Routes},
    },
};
use ground::{Timestamp, clock::capital, form::FormView, id::VisitId};
use serde::Serialize;

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/volunteer/offline.json", list)
}

/// What answers the loads of the pages that are kept.
pub fn loads(loads: Loads) -> Loads {
    loads.plain(visit).plain(report)
}

/// From so long before its beginning a visit is kept: the reminder has come by then.
const HOURS_KEPT_BEFORE: i64 = 24;

/// A form that waited for a network longer than this counts from when it comes.
const SECONDS_WAITED: i64 = 24 * 60 * 60;

/// How many seconds ago the button was pressed, by the device's own measuring: its clock may be wrong.
const WAITED: &str = "x-handslag-waited";

/// A visit that the browser may keep.
#[derive(Debug, Serialize)]
struct Keep {
    /// Its page, and with `/report` after it the page where it is told about; what is kept stands under `/kept` and `/kept/report`.
    path: String,
    /// What it is called in lists: when it is, and nothing of whom.
    label: String,
    /// Changes when the visit does.
    stamp: String,
    /// For so many seconds, also if the browser never comes back to ask.
    seconds: i64,
}

/// Until when a visit may be kept; none where it may not now.
fn kept_until(visit: &Visit, now: Timestamp) -> Option<Timestamp> {
    let open = visit.status.is_live() || visit.status == VisitStatus::Finished;
    let until = visit.ends_at().plus_hours(HOURS_OPEN_AFTER);
    (open && visit.starts_at.plus_hours(-HOURS_KEPT_BEFORE) <= now && now < until).then_some(until)
}

/// The visits that the volunteer's browser may keep now; all others it forgets.
async fn list(here: Here) -> Result<Json<Vec<Keep>>, Failure> {
    let me = access::policy::volunteer(here.me()?)?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let mut list = Vec::new();
    for visit in store::list_of_volunteer(&mut tx, municipality, me, now.plus_hours(-2 * HOURS_KEPT_BEFORE)).await? {
        if let Some(until) = kept_until(&visit, now)
            && matches::store::is_live(&mut tx, municipality, &visit.match_id).await?
        {
            list.push(Keep {
                path: format!("/volunteer/visits/{}", visit.id),
                label: capital(&here.locale().moment(visit.starts_at)),
                stamp: format!("{}-{}", visit.updated_at.0, visit.sequence),
                seconds: (until.0 - now.0) / 1000,
            });
        }
    }
    Ok(Json(list))
}

/// The visit's page as it is kept: with all that can be pressed while there is no network.
///
/// # Errors
/// As `visits::visit`.
async fn visit(here: Here, KeptLoad { id }: KeptLoad) -> Result<Kept, Failure> {
    let (visit, status) = shown(&here, id, "", "offline").await?;
    let step = match status {
        VisitStatus::Confirmed if !visit.closed => "start",
        VisitStatus::Started => "finish",
        VisitStatus::Finished => "report",
        _ => "",
    };
    Ok(Kept { visit, when: here.locale().moment(here.instant()), step: step.to_owned() })
}

/// The page of the report as it is kept: also before the visit, when it cannot be told about yet.
///
/// # Errors
/// As `visits::visit`.
async fn report(here: Here, KeptReportLoad { id }: KeptReportLoad) -> Result<ReportPageData, Failure> {
    let mut tx = here.read().await?;
    let (visit, _) = own(&mut tx, &here, &VisitId::from(id)).await?;
    Ok(ReportPageData {
        when: capital(&here.locale().moment(visit.starts_at)),
        form: FormView::default(),
        url: format!("/volunteer/visits/{}", visit.id),
    })
}

/// When the button was pressed, where its form had to wait for a network: never in the future, before it could be pressed, or longer
/// than a day ago. Otherwise now.
pub fn pressed_at(headers: &HeaderMap, now: Timestamp, earliest: Timestamp) -> Timestamp {
    let waited = headers.get(WAITED).and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<i64>().ok());
    waited
        .filter(|seconds| (0..=SECONDS_WAITED).contains(seconds))
        .map(|seconds| Timestamp(now.0 - seconds * 1000))
        .filter(|at| *at >= earliest)
        .unwrap_or(now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    const NOW: Timestamp = Timestamp(1_795_420_800_000);

    #[test]
    fn a_press_is_believed_within_limits() {
        let at = |value: &'static str| {
            let headers = HeaderMap::from_iter([(WAITED.parse().unwrap(), HeaderValue::from_static(value))]);
            pressed_at(&headers, NOW, NOW.plus_hours(-2))
        };
        assert_eq!(pressed_at(&HeaderMap::new(), NOW, NOW.plus_hours(-2)), NOW);
        assert_eq!(at("0"), NOW);
        assert_eq!(at("600"), NOW.plus_minutes(-10));
        assert_eq!(at("7200"), NOW.plus_hours(-2));
        for (value, why) in [
            ("7201", "before it could be pressed"),
            ("-60", "in the future"),
            ("99999999999999999999", "no number of ours"),
            ("ten", "no number"),
        ] {
            assert_eq!(at(value), NOW, "{why}");
        }
        let headers = HeaderMap::from_iter([(WAITED.parse().unwrap(), HeaderValue::from_static("86401"))]);
        assert_eq!(pressed_at(&headers, NOW, NOW.plus_days(-9)), NOW, "longer than a day ago");
    }
}
