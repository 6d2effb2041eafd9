//! The volunteer's side of visits: lists, the visit's page, start, finish, report, "I cannot come".

use crate::{
    for_volunteers::{
        kept, report,
        view::{
            CannotCome, CannotComeLoad, History, HistoryLoad, MyTasks, MyTasksLoad, ReportLoad, ReportPageData,
            VisitLine, VisitLoad, VolunteerVisit,
        },
    },
    kinds::{
        self,
        model::{ContactMode, Kind},
    },
    matches, offers,
    requests::{self, model::Request},
    transitions,
    visits::{
        calendar,
        model::{DAYS_TO_REPORT, HOURS_OPEN_AFTER, MINUTES_EARLY, Visit, VisitStatus},
        store::{self, VolunteerLine},
    },
};
use axum::{extract::Path, http::HeaderMap, response::Response};
use db::{Failure, Tx, Update};
use frame::{
    access::policy::{self, As, Subject},
    audit::{self, Event},
    context::{
        Here,
        feature::{Given, Loads, Routes},
    },
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Locale, Object, Timestamp,
    clock::capital,
    form::RawForm,
    id::VisitId,
    phone,
    text::{Key, Texts, k, theirs},
};
use people::person;

/// Addresses of the volunteer's visits.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/volunteer/visits/{id}/start", start)
        .post("/volunteer/visits/{id}/finish", finish)
        .post("/volunteer/visits/{id}/report", report)
        .post("/volunteer/visits/{id}/cannot-come", cannot_come)
        .get("/volunteer/visits/{id}/calendar.ics", calendar_file)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(mine).page(history).page(visit).page(report_page).page(cannot_come_page)
}

/// The form of a report, for its draft.
const REPORT_FORM: Form = Form::new("visit_report", &["outcome", "minutes", "experience", "kept", "text"]);

/// Below this the volunteer is asked to call before anything else.
const HOURS_CALL_FIRST: i64 = 3;

pub(super) async fn own(tx: &mut Tx, here: &Here, id: &VisitId) -> Result<(Visit, Request), Failure> {
    let me = here.me()?;
    let visit = store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    let request = requests::store::by_id(tx, here.municipality(), &visit.request).await?.ok_or(AppError::NotFound)?;
    let subject = Subject { senior: &visit.senior, volunteer: Some(&visit.volunteer), area: &request.area };
    policy::only(me, subject, &[As::Volunteer])?;
    Ok((visit, request))
}

/// Whether the volunteer may tell how it went.
fn may_report(visit: &Visit, now: Timestamp) -> bool {
    matches!(visit.status, VisitStatus::Confirmed | VisitStatus::Started | VisitStatus::Finished)
        && visit.starts_at <= now
        && now <= visit.ends_at().plus_days(DAYS_TO_REPORT)
}

/// "2 timmar och 30 minuter".
fn duration(texts: Texts, minutes: i64) -> String {
    use k::volunteer_visits::{AND, HOURS_MANY, HOURS_ONE, MINUTES_MANY, MINUTES_ONE};
    let (hours, rest) = (minutes / 60, minutes % 60);
    let words = (texts.n(HOURS_ONE, HOURS_MANY, hours), texts.n(MINUTES_ONE, MINUTES_MANY, rest));
    match (hours, rest) {
        (0, _) => words.1,
        (_, 0) => words.0,
        _ => texts.f(AND, &[("a", &words.0), ("b", &words.1)]),
    }
}

fn line(here: &Here, kinds: &[Kind], line: &VolunteerLine, with_name: bool) -> VisitLine {
    let kind = kinds.iter().find(|kind| kind.id == line.kind_id).map_or("", |kind| &kind.name);
    let named = with_name && !line.given_name.is_empty();
    let texts = here.texts();
    VisitLine {
        href: format!("/volunteer/visits/{}", line.id),
        what: if named { format!("{kind}: {}", theirs(&line.given_name)) } else { kind.to_owned() },
        when: capital(&here.locale().moment(line.starts_at)),
        tag: match VisitStatus::from_code(&line.status) {
            Some(VisitStatus::Planned) => texts.s(k::volunteer_visits::PLANNED_TAG).to_owned(),
            Some(VisitStatus::Started) => texts.s(k::volunteer_visits::STARTED_TAG).to_owned(),
            Some(VisitStatus::Cancelled) => texts.s(k::volunteer_visits::CANCELLED_HEADING).to_owned(),
            _ => line
                .reported_minutes
                .filter(|minutes| *minutes > 0)
                .map(|minutes| duration(texts, minutes))
                .unwrap_or_default(),
        },
    }
}

/// The volunteer's own tasks: what comes (the next first), what is to be told, what waits for an answer, what is done.
///
/// # Errors
/// `SignIn`; `Forbidden` for one who is no volunteer; the database's.
async fn mine(here: Here, _: MyTasksLoad) -> Result<MyTasks, Failure> {
    let me = policy::volunteer(here.me()?)?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let lines = store::lines_of_volunteer(&mut tx, municipality, me, false).await?;
    let cards = offers::store::cards_of(&mut tx, municipality, me, now).await?;
    let mut mine = MyTasks::default();
    for found in &lines {
        match VisitStatus::from_code(&found.status) {
            Some(VisitStatus::Planned | VisitStatus::Started) => mine.coming.push(line(&here, &kinds, found, true)),
            Some(VisitStatus::Confirmed) if found.starts_at.plus_hours(HOURS_OPEN_AFTER) > now => {
                mine.coming.push(line(&here, &kinds, found, true));
            }
            Some(VisitStatus::Confirmed | VisitStatus::Finished) => {
                mine.to_report.push(line(&here, &kinds, found, true));
            }
            Some(VisitStatus::Cancelled) => mine.cancelled.push(line(&here, &kinds, found, false)),
            _ => mine.done.push(line(&here, &kinds, found, false)),
        }
    }
    // The newest come first from the store; what is ahead is read the other way round.
    mine.coming.reverse();
    mine.waiting = cards
        .iter()
        .filter(|card| card.view(now) == offers::card::OfferView::Waiting)
        .filter_map(|card| Some(super::offers::task_card(&here, card, kinds.iter().find(|kind| kind.id == card.kind)?)))
        .collect();
    Ok(mine)
}

/// What the volunteer has given: in all, this year, visit by visit.
///
/// # Errors
/// `SignIn`; `Forbidden` for one who is no volunteer; the database's.
async fn history(here: Here, _: HistoryLoad) -> Result<History, Failure> {
    let me = policy::volunteer(here.me()?)?;
    let (municipality, texts) = (here.municipality(), here.texts());
    let new_year = Timestamp::from_local(jiff::civil::date(here.app.clock.today().year(), 1, 1).at(0, 0, 0, 0));
    let mut tx = here.read().await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let (total, this_year, visits) = store::minutes_of_volunteer(&mut tx, municipality, me, new_year).await?;
    let lines = store::lines_of_volunteer(&mut tx, municipality, me, true).await?;
    let with_year = |found: &VolunteerLine| VisitLine {
        when: here.locale().date_with_year(found.starts_at.day()),
        ..line(&here, &kinds, found, false)
    };
    Ok(History {
        total: duration(texts, total),
        this_year: duration(texts, this_year),
        visits: texts.n(k::volunteer_visits::VISITS_ONE, k::volunteer_visits::VISITS_MANY, visits),
        lines: lines.iter().map(with_year).collect(),
    })
}

/// What has just happened, for known codes only.
fn notice(texts: Texts, code: &str, status: VisitStatus) -> String {
    let key = match (code, status) {
        ("started", VisitStatus::Started) => k::volunteer_visits::STARTED_NOTICE,
        ("early", VisitStatus::Confirmed) => k::volunteer_visits::EARLY_NOTICE,
        ("over", VisitStatus::Confirmed | VisitStatus::Started) => k::volunteer_visits::OVER_NOTICE,
        ("over", _) => k::volunteer_visits::OVER_CALL,
        ("changed" | "cancelled" | "reported", _) => k::volunteer_visits::CHANGED_NOTICE,
        ("standing", _) => k::volunteer_visits::STANDING_NOTICE,
        _ => return String::new(),
    };
    texts.s(key).to_owned()
}

/// What a state means, where there is nothing to press.
fn told(visit: &Visit, now: Timestamp) -> Option<Key> {
    Some(match visit.status {
        VisitStatus::Cancelled => match visit.cancelled_by.as_deref() {
            Some("senior") => k::volunteer_visits::CANCELLED_BY_SENIOR,
            Some("volunteer") => k::volunteer_visits::CANCELLED_BY_VOLUNTEER,
            _ => k::volunteer_visits::CANCELLED_BY_COORDINATOR,
        },
        VisitStatus::Reported => k::volunteer_visits::REPORTED_LINE,
        VisitStatus::NoShow => k::volunteer_visits::NO_SHOW_LINE,
        VisitStatus::Planned => k::volunteer_visits::FIRST_MEETING_LATER,
        VisitStatus::Finished | VisitStatus::Confirmed | VisitStatus::Started
            if now > visit.ends_at().plus_days(DAYS_TO_REPORT) =>
        {
            k::volunteer_visits::TOO_LATE_REPORT
        }
        VisitStatus::Finished | VisitStatus::Confirmed | VisitStatus::Started => return None,
    })
}

/// What the visit's calendar file is for: one that is ahead is added, one that is cancelled is taken out, and what is over is nothing new.
const fn calendar_words(visit: &Visit) -> Option<Key> {
    match visit.status {
        VisitStatus::Planned | VisitStatus::Confirmed | VisitStatus::Started => {
            Some(k::volunteer_visits::CALENDAR_LINK)
        }
        VisitStatus::Cancelled => Some(k::volunteer_visits::CALENDAR_REMOVE),
        VisitStatus::Finished | VisitStatus::Reported | VisitStatus::NoShow => None,
    }
}

/// "Torsdag 26 november klockan 10: Gunnel".
fn heading(locale: Locale, visit: &Visit, name: &str) -> String {
    let when = capital(&locale.moment(visit.starts_at));
    if name.is_empty() { when } else { format!("{when}: {}", theirs(name)) }
}

/// A visit of one's own. Contact details are there while the match lives and the visit is not over.
///
/// # Errors
/// `SignIn`; `Forbidden`, `NotFound` for others; the database's.
async fn visit(here: Here, VisitLoad { id, notice: code, draft }: VisitLoad) -> Result<VolunteerVisit, Failure> {
    let mut visit = shown(&here, id.clone(), &code, "").await?.0;
    // A report that came too late is not lost.
    let mut tx = here.read().await?;
    let typed = drafts::or_none(drafts::view_about(&mut tx, &here, &REPORT_FORM, &draft, &id).await)?;
    visit.notice = drafts::with_typed(here.texts(), visit.notice, &typed.unwrap_or_default().get("text"));
    Ok(visit)
}

/// What [`visit`] shows, and the state that decides of it. That it was read is logged, and `why`.
///
/// # Errors
/// As [`visit`].
pub(super) async fn shown(
    here: &Here,
    id: String,
    code: &str,
    why: &'static str,
) -> Result<(VolunteerVisit, VisitStatus), Failure> {
    let (municipality, now, texts) = (here.municipality(), here.instant(), here.texts());
    let mut tx = here.read().await?;
    let (visit, request) = own(&mut tx, here, &VisitId::from(id)).await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let kind = kinds.iter().find(|kind| kind.id == request.kind).ok_or(AppError::Internal)?;
    let senior = person::store::by_id(&mut tx, municipality, &visit.senior).await?.ok_or(AppError::Internal)?;
    let me = person::store::by_id(&mut tx, municipality, &visit.volunteer).await?.ok_or(AppError::Internal)?;
    let lives = matches::store::is_live(&mut tx, municipality, &visit.match_id).await?;
    drop(tx);
    audit::record_read(
        here,
        Event { action: "visit.read", object: (Object::Visit, visit.id.as_str()), subject: Some(&visit.senior), why },
    )
    .await?;
    let open =
        lives && visit.status.is_live() && !senior.protected && now < visit.ends_at().plus_hours(HOURS_OPEN_AFTER);
    let meet = open && matches!(visit.mode, ContactMode::Home | ContactMode::Out);
    let name = if senior.protected { String::new() } else { senior.given_name.clone() };
    let shared = open && senior.share_phone && me.share_phone;
    let number = senior.phone.as_deref().filter(|_| shared).map(phone::readable);
    let own_number = here.visitor.municipality.phone.as_str();
    let from = visit.starts_at.plus_minutes(-MINUTES_EARLY);
    let confirmed = visit.status == VisitStatus::Confirmed && open;
    let status = visit.status;
    let shown = VolunteerVisit {
        url: format!("/volunteer/visits/{}", visit.id),
        id: visit.id.to_string(),
        heading: heading(here.locale(), &visit, &name),
        kind: kind.name.clone(),
        minutes: duration(texts, visit.minutes),
        address: if meet { theirs(&senior.address()) } else { String::new() },
        way_in: senior.way_in.clone().filter(|_| meet).unwrap_or_default(),
        call: number
            .as_ref()
            .map(|_| texts.f(k::volunteer_visits::CALL_NAME, &[("name", &theirs(&name))]))
            .unwrap_or_default(),
        call_us: if open && number.is_none() {
            texts.f(k::volunteer_visits::CALL_US, &[("phone", &theirs(own_number)), ("name", &theirs(&name))])
        } else {
            String::new()
        },
        phone: number.unwrap_or_else(|| own_number.to_owned()),
        code_word: if open { visit.code_word.clone() } else { String::new() },
        code_language: senior.locale.language().to_owned(),
        first_meeting: visit.first_meeting.clone().filter(|_| open).unwrap_or_default(),
        boundary: kind.boundary.clone(),
        told: told(&visit, now)
            .or((!lives && visit.status.is_live()).then_some(k::volunteer_visits::SUSPENDED))
            .map(|key| texts.s(key).to_owned())
            .unwrap_or_default(),
        start_from: if confirmed && now < from {
            texts.f(k::volunteer_visits::START_FROM, &[("when", &here.locale().moment(from))])
        } else {
            String::new()
        },
        may_start: confirmed && now >= from,
        may_finish: visit.status == VisitStatus::Started,
        may_report: may_report(&visit, now) && visit.status != VisitStatus::Started,
        may_cancel: visit.may_be_called_off(now, false) && open,
        calendar: calendar_words(&visit).map(|key| texts.s(key).to_owned()).unwrap_or_default(),
        closed: !open,
        notice: notice(texts, code, visit.status),
    };
    Ok((shown, status))
}

/// The page where the volunteer tells how it went.
///
/// # Errors
/// As [`visit`].
async fn report_page(here: Here, ReportLoad { id, draft }: ReportLoad) -> Result<Given<ReportPageData>, Failure> {
    let mut tx = here.read().await?;
    let (visit, _) = own(&mut tx, &here, &VisitId::from(id)).await?;
    let now = here.instant();
    let url = format!("/volunteer/visits/{}", visit.id);
    let instead = (!may_report(&visit, now)).then(|| url.clone());
    let form = drafts::view_about(&mut tx, &here, &REPORT_FORM, &draft, visit.id.as_str()).await?.unwrap_or_default();
    let data = ReportPageData { when: capital(&here.locale().moment(visit.starts_at)), form, url };
    Ok(Given { data, instead })
}

/// The page that asks once.
///
/// # Errors
/// As [`visit`].
async fn cannot_come_page(here: Here, CannotComeLoad { id }: CannotComeLoad) -> Result<CannotCome, Failure> {
    let mut tx = here.read().await?;
    let (visit, _) = own(&mut tx, &here, &VisitId::from(id)).await?;
    Ok(CannotCome {
        url: format!("/volunteer/visits/{}", visit.id),
        when: capital(&here.locale().moment(visit.starts_at)),
        possible: visit.may_be_called_off(here.instant(), false),
        soon: here.instant() > visit.starts_at.plus_hours(-HOURS_CALL_FIRST),
        phone: here.visitor.municipality.phone.clone(),
    })
}

/// Why a button had no effect: the code of the notice, by what the visit is now.
fn why_not(visit: &Visit, now: Timestamp) -> &'static str {
    match visit.status {
        VisitStatus::Cancelled => "cancelled",
        VisitStatus::Reported | VisitStatus::NoShow => "reported",
        _ if visit.is_past(now) => "over",
        _ => "changed",
    }
}

async fn start(here: Here, Path(id): Path<String>, headers: HeaderMap, form: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    let to = once!(&here, &format!("visits/start/{id}"), &form, |tx| {
        let (visit, _) = own(tx, &here, &id).await?;
        if !matches::store::is_live(tx, here.municipality(), &visit.match_id).await? {
            // It rests, and that is what the page says, also when its time is over.
            let code = if visit.status.is_live() { "changed" } else { why_not(&visit, here.instant()) };
            return Ok(format!("/volunteer/visits/{id}?notice={code}"));
        }
        let earliest = visit.starts_at.plus_minutes(-MINUTES_EARLY);
        let at = kept::pressed_at(&headers, here.instant(), earliest);
        let code = match transitions::visits::start(tx, &here, &visit, at).await {
            Ok(Update::Done) => "started",
            Ok(Update::TooLate) if at < earliest => "early",
            Ok(Update::TooLate) => why_not(&visit, here.instant()),
            // Nothing was written before the standing was asked for.
            Err(Failure::App(AppError::Forbidden)) => "standing",
            Err(failure) => return Err(failure),
        };
        Ok(format!("/volunteer/visits/{id}?notice={code}"))
    })?;
    Ok(Go(to))
}

async fn finish(here: Here, Path(id): Path<String>, headers: HeaderMap, form: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    let to = once!(&here, &format!("visits/finish/{id}"), &form, |tx| {
        let (visit, _) = own(tx, &here, &id).await?;
        let at = kept::pressed_at(&headers, here.instant(), visit.started_at.unwrap_or(visit.starts_at));
        let done = transitions::visits::finish(tx, &here, &visit, at).await?.is_done();
        Ok(if done {
            format!("/volunteer/visits/{id}/report")
        } else {
            format!("/volunteer/visits/{id}?notice={}", why_not(&visit, here.instant()))
        })
    })?;
    Ok(Go(to))
}

async fn report(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    let mut tx = here.read().await?;
    own(&mut tx, &here, &id).await?;
    drop(tx);
    let report = match report::report(&form) {
        Ok(report) => report,
        Err(errors) => {
            let draft = drafts::refuse(&here, &REPORT_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/volunteer/visits/{id}/report?draft={draft}")));
        }
    };
    let to = once!(&here, &format!("visits/report/{id}"), &form, |tx| {
        let (visit, _) = own(tx, &here, &id).await?;
        if transitions::visits::report(tx, &here, &visit, &report).await?.is_done() {
            return Ok(format!("/volunteer/visits/{id}"));
        }
        let draft = drafts::insert(tx, &here, &REPORT_FORM, &form, &[]).await?;
        // How late it is, the page says by itself.
        let late = visit.is_past(here.instant()) || visit.status == VisitStatus::Finished;
        let notice = if late { "late" } else { why_not(&visit, here.instant()) };
        Ok(format!("/volunteer/visits/{id}?notice={notice}&draft={draft}"))
    })?;
    Ok(Go(to))
}

async fn cannot_come(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    let to = once!(&here, &format!("visits/cannot_come/{id}"), &form, |tx| {
        let (visit, _) = own(tx, &here, &id).await?;
        if transitions::visits::cannot_come(tx, &here, &visit, "volunteer").await?.is_done() {
            return Ok(format!("/volunteer/visits/{id}"));
        }
        Ok(format!("/volunteer/visits/{id}?notice={}", why_not(&visit, here.instant())))
    })?;
    Ok(Go(to))
}

async fn calendar_file(here: Here, Path(id): Path<String>) -> Result<Response, Failure> {
    let mut tx = here.read().await?;
    let (visit, _) = own(&mut tx, &here, &VisitId::from(id)).await?;
    Ok(calendar::response(&visit, here.texts()))
}
