//! What the page of a request and the form of one by telephone are given, and what they are loaded by.

use super::Said;
use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// What can be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct Can {
    /// Take it.
    pub take: bool,
    /// Take it over from a colleague.
    pub take_over: bool,
    /// Give it back.
    pub release: bool,
    /// Ask the senior.
    pub ask: bool,
    /// Answer for the senior.
    pub answer: bool,
    /// Decline and refer.
    pub decline: bool,
    /// Approve.
    pub approve: bool,
    /// Name another time.
    pub times: bool,
    /// Close.
    pub close: bool,
}

/// An offer, in ready words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct OfferLine {
    /// The offer.
    pub id: String,
    /// The volunteer.
    pub name: String,
    /// Where to read about the volunteer, for those who may.
    pub href: Option<String>,
    /// The volunteer's telephone.
    pub phone: String,
    /// State, in a word.
    pub status: String,
    /// The word's tone.
    pub tone: String,
    /// When, and until when.
    pub line: String,
    /// The senior's answer can be recorded.
    pub waits: bool,
}

/// A visit, in ready words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct VisitLine {
    /// The visit.
    pub id: String,
    /// When.
    pub when: String,
    /// Who comes.
    pub name: String,
    /// State, in a word.
    pub status: String,
    /// First meeting, report, feedback: term and words.
    pub rows: Vec<Fact>,
    /// The first meeting is to be arranged.
    pub to_arrange: bool,
    /// It can be cancelled.
    pub may_cancel: bool,
}

/// Something that has happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Happened {
    /// RFC 3339, for `<time datetime>`.
    pub iso: String,
    /// Day and time in words.
    pub when: String,
    /// What.
    pub what: String,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Detail {
    /// The request.
    pub id: String,
    /// "417: Gunnel Ek vill ha sällskap".
    pub heading: String,
    /// State, in a word.
    pub state: String,
    /// Who has it and since when it waits.
    pub owner: String,
    /// What was done just now.
    pub notice: Option<Said>,
    /// What became of each volunteer who was asked just now.
    pub results: Vec<String>,
    /// To be read first.
    pub warnings: Vec<String>,
    /// Terms and words.
    pub facts: Vec<Fact>,
    /// The senior's telephone.
    pub phone: String,
    /// Where to read about the senior.
    pub person_href: Option<String>,
    /// The senior's own words.
    pub note: String,
    /// Question and answer.
    pub question: Vec<Fact>,
    /// What was decided.
    pub decided: Vec<Fact>,
    /// What can be done.
    pub can: Can,
    /// The form that is filled in, refused or prefilled.
    pub form: FormView,
    /// The form that was refused.
    pub open: String,
    /// Values and words of what is chosen from.
    pub parts: Vec<Named>,
    /// Risk levels.
    pub risks: Vec<Named>,
    /// What can be ticked as checked.
    pub checks: Vec<Named>,
    /// Reasons to close.
    pub reasons: Vec<Named>,
    /// Who could help, once approved.
    pub suggestions: Option<Suggestions>,
    /// Who was asked.
    pub offers: Vec<OfferLine>,
    /// Visits.
    pub visits: Vec<VisitLine>,
    /// What has happened.
    pub history: Vec<Happened>,
}

/// Somebody who may be asked, with the reasons in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Suggested {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// Why.
    pub reasons: String,
}

/// Somebody who may not be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Unsuited {
    /// First and family name.
    pub name: String,
    /// Why not.
    pub why: String,
}

/// Who could help.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct Suggestions {
    /// May be asked, best first.
    pub best: Vec<Suggested>,
    /// May not be asked.
    pub others: Vec<Unsuited>,
    /// How many can be asked now; 0 where three are asked already.
    pub free: i64,
    /// Words where nobody can be asked in this way.
    pub instead: Option<String>,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct DeclineChoice {
    /// `DeclineReason` code.
    pub code: String,
    /// Its words for the coordinator.
    pub words: String,
    /// What the senior reads.
    pub text: String,
    /// Where the senior is told to turn.
    pub other_way: String,
}

/// The page's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct DeclineData {
    /// The request.
    pub id: String,
    /// "417: Gunnel Ek vill ha sällskap".
    pub about: String,
    /// The senior's language, as a tag and in words.
    pub language: Named,
    /// The reasons.
    pub choices: Vec<DeclineChoice>,
    /// What was filled in.
    pub form: FormView,
}

/// Somebody who was found by name or number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Found {
    /// The address that picks them.
    pub href: String,
    /// First and family name.
    pub name: String,
    /// The area, to tell two of the same name apart. The rest is read by who picks them.
    pub about: String,
}

/// The person who was picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Picked {
    /// The person.
    pub id: String,
    /// What is known of them.
    pub facts: Vec<Fact>,
}

/// The page's data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct PhoneForm {
    /// The draft that the address names, kept while searching.
    pub draft: String,
    /// What was searched for.
    pub search: FormView,
    /// Who was found; none where nothing was searched for.
    pub found: Option<Vec<Found>>,
    /// Who has the name and the number of the person who was to be entered.
    pub same: Vec<Found>,
    /// The person who was picked.
    pub person: Option<Picked>,
    /// The area of the address must be chosen.
    pub area_needed: bool,
    /// What was filled in.
    pub form: FormView,
    /// Areas.
    pub areas: Vec<Named>,
    /// Languages.
    pub languages: Vec<Named>,
    /// Kinds of help.
    pub kinds: Vec<Named>,
    /// Where or how.
    pub modes: Vec<Named>,
    /// The coming days.
    pub days: Vec<Named>,
    /// Parts of the day.
    pub parts: Vec<Named>,
}

ui::loads! {
    /// One request. `draft` and `form` name a refused form; `notice` and `who` what was done just now.
    RequestLoad { id, draft, form, notice, who } -> Detail, "review/request";
    /// The reasons.
    DeclineLoad { id, draft } -> DeclineData, "review/decline";
    /// The form; searches where something is to be searched for.
    PhoneLoad { find, person, draft } -> PhoneForm, "review/new";
}
