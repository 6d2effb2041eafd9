//! What the volunteer's pages are given, and what they are loaded by.

use crate::offers::card::OfferView;
use ground::{form::FormView, tree::FromTree};
use serde::Serialize;

/// A request as a card, without names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct TaskCard {
    /// Its page.
    pub href: String,
    /// The kind of help.
    pub kind: String,
    /// Days and times that would suit.
    pub when: Vec<String>,
    /// Area and distance in words.
    pub place: String,
    /// By when an answer is needed, or empty.
    pub due: String,
    /// The answer is needed today.
    pub urgent: bool,
}

/// The next visit, within 7 days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct NextVisit {
    /// Its page.
    pub href: String,
    /// "Promenad med Gunnel".
    pub what: String,
    /// When.
    pub when: String,
}

/// What the volunteer's home shows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct VolunteerHome {
    /// The next visit.
    pub next: Option<NextVisit>,
    /// Offers to answer.
    pub offers: Vec<TaskCard>,
    /// Offers that the senior answers.
    pub waiting: Vec<TaskCard>,
    /// The open board.
    pub board: Vec<TaskCard>,
    /// What is missing before the first task.
    pub missing: Vec<String>,
    /// On hold by the coordinator.
    pub blocked: bool,
    /// Paused by themselves.
    pub paused: bool,
}

/// A time ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct TaskTime {
    /// The time.
    pub id: String,
    /// Day and time, by themselves.
    pub words: String,
    /// Day and time within a sentence.
    pub within: String,
    /// What the volunteer has promised already at that time, or empty.
    pub taken: String,
}

/// What the page of a task shows; never a name, an address or a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Task {
    /// The object's address, to which its posts are added.
    pub url: String,
    /// An offer can be declined, a card of the board is just left.
    pub may_decline: bool,
    /// How it stands.
    pub view: OfferView,
    /// The volunteer may say yes: nothing is missing.
    pub may: bool,
    /// The kind of help.
    pub kind: String,
    /// The times ahead.
    pub times: Vec<TaskTime>,
    /// Where, by when, how long, good to know, boundary: for [`Rows`].
    pub place: String,
    /// How long.
    pub minutes: String,
    /// The coordinator's text.
    pub text: String,
    /// What is not part of it.
    pub boundary: String,
    /// By when an answer is needed.
    pub due: String,
    /// The time that the volunteer chose.
    pub chosen: String,
    /// The visit's page, once agreed.
    pub visit: String,
    /// What has just happened, or empty.
    pub notice: String,
    /// A refused answer.
    pub form: FormView,
}

/// A visit in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct VisitLine {
    /// Its page.
    pub href: String,
    /// Kind, and the first name while it is ahead.
    pub what: String,
    /// When.
    pub when: String,
    /// A word for its state, or the time given; or empty.
    pub tag: String,
}

/// The volunteer's tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct MyTasks {
    /// Ahead, soonest first.
    pub coming: Vec<VisitLine>,
    /// To be told about.
    pub to_report: Vec<VisitLine>,
    /// Offers that the senior answers.
    pub waiting: Vec<TaskCard>,
    /// Over, newest first.
    pub done: Vec<VisitLine>,
    /// Cancelled, newest first.
    pub cancelled: Vec<VisitLine>,
}

/// What was given so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct History {
    /// Hours in all.
    pub total: String,
    /// Hours this year.
    pub this_year: String,
    /// How many visits.
    pub visits: String,
    /// The visits, newest first.
    pub lines: Vec<VisitLine>,
}

/// A visit as its volunteer sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct VolunteerVisit {
    /// The visit's address, to which its posts are added.
    pub url: String,
    /// The visit.
    pub id: String,
    /// Day, time and first name.
    pub heading: String,
    /// The kind of help.
    pub kind: String,
    /// How long.
    pub minutes: String,
    /// Where; empty where it is closed or not needed.
    pub address: String,
    /// How one gets in.
    pub way_in: String,
    /// "Ring Gunnel", where both share their numbers.
    pub call: String,
    /// The line instead, with the municipality's number.
    pub call_us: String,
    /// The number to call.
    pub phone: String,
    /// The word both say.
    pub code_word: String,
    /// The language it was drawn in.
    pub code_language: String,
    /// How the first meeting is arranged.
    pub first_meeting: String,
    /// What is not part of it.
    pub boundary: String,
    /// What the state means, where there is nothing to press.
    pub told: String,
    /// From when it can be started, where it is too early.
    pub start_from: String,
    /// "Start" can be pressed.
    pub may_start: bool,
    /// "Finish" can be pressed.
    pub may_finish: bool,
    /// Can be told about.
    pub may_report: bool,
    /// "I cannot come" can be pressed.
    pub may_cancel: bool,
    /// What the calendar's file is for: to add the visit, or to take it out; empty where there is none.
    pub calendar: String,
    /// Contact details are closed.
    pub closed: bool,
    /// What has just happened, or empty.
    pub notice: String,
}

/// What the page of the report shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct ReportPageData {
    /// The visit's address.
    pub url: String,
    /// When it was.
    pub when: String,
    /// What was answered before.
    pub form: FormView,
}

/// What the page that asks once shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct CannotCome {
    /// The visit's address.
    pub url: String,
    /// When it is.
    pub when: String,
    /// It can still be cancelled here.
    pub possible: bool,
    /// Less than three hours are left.
    pub soon: bool,
    /// The municipality's number.
    pub phone: String,
}

/// A visit as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The visit.
    pub visit: VolunteerVisit,
    /// When this was so.
    pub when: String,
    /// What was to be pressed next: `start`, `finish`, `report`, or nothing.
    pub step: String,
}

ui::loads! {
    /// The volunteer's home.
    HomeLoad {} -> VolunteerHome, "offers/home";
    /// An offer of one's own.
    OfferLoad { id, notice, draft } -> Task, "offers/offer";
    /// A card of the open board.
    BoardTaskLoad { id, draft } -> Task, "offers/board";
    /// One's own tasks.
    MyTasksLoad {} -> MyTasks, "visits/volunteer";
    /// What was given so far.
    HistoryLoad {} -> History, "visits/history";
    /// A visit of one's own.
    VisitLoad { id, notice, draft } -> VolunteerVisit, "visits/volunteer-visit";
    /// The page of the report.
    ReportLoad { id, draft } -> ReportPageData, "visits/report";
    /// The page that asks once.
    CannotComeLoad { id } -> CannotCome, "visits/cannot-come";
    /// A visit as it is kept.
    KeptLoad { id } -> Kept;
    /// The page of the report as it is kept.
    KeptReportLoad { id } -> ReportPageData;
}
