//! What the pages of a day's visits are given, and what they are loaded by.

use ground::{
    Locale,
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// A visit in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its request's number.
    pub number: String,
    /// The day, short.
    pub day: String,
    /// The hour it begins in.
    pub hour: String,
    /// From when to when.
    pub time: String,
    /// What it is.
    pub kind: String,
    /// Whom it is for.
    pub senior: String,
    /// Who comes.
    pub volunteer: String,
    /// Where.
    pub area: String,
    /// Its state in words.
    pub status: String,
    /// The tag's class.
    pub tone: String,
    /// What to do, or empty.
    pub todo: String,
    /// The number to call.
    pub phone: Option<String>,
}

/// The visits of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Day {
    /// "Besök torsdag 26 november".
    pub heading: String,
    /// Where it is printed.
    pub print: String,
    /// The day before: its code and words.
    pub before: Named,
    /// The day after.
    pub after: Named,
    /// Today's words, where another day is shown.
    pub today: Option<String>,
    /// Its visits in order.
    pub lines: Vec<Line>,
    /// Visits of earlier days that are not reported.
    pub earlier: Vec<Line>,
}

/// A person of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Party {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// The number to call, or empty.
    pub phone: String,
}

/// A visit as its coordinator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct StaffVisit {
    /// Its id.
    pub id: String,
    /// Whose and when.
    pub heading: String,
    /// Its day, as a code.
    pub day: String,
    /// Its request.
    pub request: String,
    /// "Förfrågan 417".
    pub request_text: String,
    /// Its state in words.
    pub status: String,
    /// The tag's class.
    pub tone: String,
    /// What to do.
    pub todo: Option<String>,
    /// Label and text.
    pub facts: Vec<Fact>,
    /// How it went: label and text.
    pub report: Vec<Fact>,
    /// Whom it is for.
    pub senior: Party,
    /// Who comes.
    pub volunteer: Party,
    /// Where its card is printed, once it is agreed.
    pub card: Option<String>,
    /// The first meeting can be recorded.
    pub may_confirm: bool,
    /// It can be cancelled.
    pub may_cancel: bool,
    /// The match is stopped; it can go on.
    pub stopped: bool,
    /// What the senior said is to be followed up.
    pub may_follow_up: bool,
    /// It can be recorded that somebody did not come.
    pub may_no_show: bool,
    /// The form of the first meeting.
    pub form: FormView,
    /// What has just happened.
    pub notice: Option<String>,
}

/// The page that asks once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Ask {
    /// The visit.
    pub id: String,
    /// `cancel`, `cannot-come` or `no-show`.
    pub what: String,
    /// When it is.
    pub when: String,
    /// Whom it is for.
    pub senior: String,
    /// Who comes.
    pub volunteer: String,
    /// The form.
    pub form: FormView,
}

/// A visit on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperLine {
    /// From when to when.
    pub time: String,
    /// Its request's number.
    pub number: String,
    /// Whom it is for: first name and an initial.
    pub senior: String,
    /// Area, and where or how.
    pub place: String,
    /// What it is.
    pub what: String,
    /// Who comes: first name and an initial.
    pub volunteer: String,
    /// Its state in words.
    pub status: &'static str,
    /// The tag's class.
    pub tone: &'static str,
    /// Whom to call, first the volunteer: first name and number.
    pub calls: Vec<String>,
}

/// The visits of a day on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperDay {
    /// "Besök torsdag 26 november".
    pub heading: String,
    /// The day, as a code.
    pub day: String,
    /// The municipality's name.
    pub municipality: String,
    /// The municipality's number.
    pub phone: String,
    /// Its visits in order.
    pub lines: Vec<PaperLine>,
}

/// A visit's card, in the language of the person it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperCard {
    /// The visit.
    pub visit: String,
    /// Whose card it is.
    pub heading: String,
    /// The language of the one who gets it.
    pub locale: Locale,
    /// Nothing where the visit is not agreed, or is over.
    pub facts: Option<PaperFacts>,
    /// The municipality's number.
    pub phone: String,
}

/// What stands on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperFacts {
    /// "Till Gunnel".
    pub to: String,
    /// Day, time and length.
    pub when: String,
    /// Where or how.
    pub place: &'static str,
    /// The kind of help.
    pub what: String,
    /// "Erik L."
    pub name: String,
    /// "EL".
    pub initials: String,
    /// That the volunteer shows a card, where one sees each other.
    pub shows_card: Option<&'static str>,
    /// The word both say.
    pub code_word: String,
    /// How the first meeting is arranged.
    pub first_meeting: Option<String>,
}

ui::loads! {
    /// The visits of a day.
    AgendaLoad { day } -> Day, "agenda/day";
    /// A visit for a coordinator.
    VisitLoad { id, draft, notice } -> StaffVisit, "agenda/visit";
    /// The page that asks once.
    AskLoad { id, what, draft } -> Ask, "agenda/ask";
    /// The visits of a day, to be printed.
    PaperDayLoad { day } -> PaperDay;
    /// A visit's card, to be printed.
    PaperCardLoad { id } -> PaperCard;
}
