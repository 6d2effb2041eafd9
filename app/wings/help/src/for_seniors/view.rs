//! What the senior's pages are given, and what they are loaded by.

use ground::{form::FormView, tree::FromTree};
use serde::Serialize;
use ui::Fact;

/// The senior's start page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct HomeView {
    /// First name.
    pub name: String,
    /// What is most urgent.
    pub news: Option<News>,
    /// Where a draft that was begun goes on.
    pub resume: Option<String>,
}

/// The one piece of news.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct News {
    /// What is new.
    pub heading: String,
    /// Day and time, or empty.
    pub when: String,
    /// What it is about or what happens next, or empty.
    pub line: String,
    /// Where to read more or to answer.
    pub href: String,
    /// The link's words.
    pub link: String,
}

/// A card to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Card {
    /// What is sent.
    pub value: String,
    /// The words.
    pub text: String,
    /// An explaining line, or empty.
    pub hint: String,
}

/// One question of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct StepView {
    /// The draft.
    pub draft: String,
    /// What was answered, and what is wrong with it.
    pub form: FormView,
    /// The cards to choose from.
    pub cards: Vec<Card>,
    /// An answer is changed that was reviewed already.
    pub change: bool,
    /// Where the request is, if the draft was sent before.
    pub sent: Option<String>,
}

/// A row of the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct ReviewRow {
    /// "Dagar".
    pub term: String,
    /// The answer, a line each.
    pub value: Vec<String>,
    /// Where it is changed.
    pub href: String,
    /// There is no good answer yet.
    pub missing: bool,
}

/// All answers before they are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Review {
    /// The draft.
    pub draft: String,
    /// The answers.
    pub rows: Vec<ReviewRow>,
    /// What we know of the asker: address, telephone.
    pub own: Vec<Fact>,
    /// Every question has a good answer.
    pub complete: bool,
    /// We do not know where the asker lives.
    pub no_area: bool,
    /// Where the request is, if the draft was sent before.
    pub sent: Option<String>,
}

/// A request in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Item {
    /// Its page.
    pub href: String,
    /// The news.
    pub heading: String,
    /// What it is about.
    pub kind: String,
    /// Day and time.
    pub when: String,
    /// The senior is waited for.
    pub answer: bool,
}

/// All requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct ListView {
    /// Something is still to happen.
    pub open: Vec<Item>,
    /// Over.
    pub past: Vec<Item>,
}

/// A volunteer who can come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct ProposalView {
    /// The offer that yes or no answers.
    pub offer: String,
    /// "Erik L."
    pub name: String,
    /// "EL".
    pub initials: String,
    /// "Talar svenska, finska.", or empty.
    pub languages: String,
    /// A line about themselves, or empty.
    pub about: String,
    /// "Hemma hos dig".
    pub place: String,
}

/// What the receipt adds while nobody has taken the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Receipt {
    /// By when there is an answer.
    pub due: String,
}

/// A line of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Happened {
    /// For `<time datetime>`.
    pub iso: String,
    /// Day and time in words.
    pub when: String,
    /// What happened.
    pub text: String,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Asked {
    /// "Dagar".
    pub term: String,
    /// The answer, a line each.
    pub lines: Vec<String>,
}

/// A request as its senior sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct RequestView {
    /// The request.
    pub id: String,
    /// "4 1 7".
    pub number: String,
    /// The news.
    pub heading: String,
    /// What happens next.
    pub line: String,
    /// Day and time of a visit, or empty.
    pub when: String,
    /// Open, and nobody waits for the senior.
    pub nothing_to_do: bool,
    /// What became of a press that came too late.
    pub notice: Option<String>,
    /// The coordinator's question.
    pub question: Option<String>,
    /// The answer to it.
    pub form: FormView,
    /// The volunteer who can come.
    pub proposal: Option<ProposalView>,
    /// What the coordinator wrote at the end, or empty.
    pub text: String,
    /// Where else to turn, or empty.
    pub other_way: String,
    /// What was asked for.
    pub rows: Vec<Asked>,
    /// The visit's page.
    pub visit: Option<String>,
    /// It can be taken back here.
    pub may_cancel: bool,
    /// It is over.
    pub over: bool,
    /// While nobody has taken it.
    pub receipt: Option<Receipt>,
    /// What has happened, latest first.
    pub history: Vec<Happened>,
}

/// The page that asks once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct CancelView {
    /// The request.
    pub id: String,
    /// What it is about.
    pub kind: String,
}

/// A visit as its senior sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct SeniorVisitView {
    /// The visit.
    pub id: String,
    /// The news.
    pub heading: String,
    /// What happens next, or empty.
    pub line: String,
    /// What became of a press.
    pub notice: Option<String>,
    /// It is still to come, or going on.
    pub ahead: bool,
    /// Day, time and length.
    pub when: String,
    /// Where or how.
    pub place: String,
    /// The kind of help.
    pub what: String,
    /// "Erik L."
    pub name: String,
    /// "EL".
    pub initials: String,
    /// That the volunteer shows a card, where one sees each other.
    pub card: String,
    /// The word both say.
    pub code_word: String,
    /// How the first meeting is arranged, or empty.
    pub first_meeting: String,
    /// The volunteer's number, where both share theirs.
    pub phone: Option<String>,
    /// "Ring Erik".
    pub phone_label: Option<String>,
    /// The code word can be changed.
    pub may_change: bool,
    /// It can be cancelled.
    pub may_cancel: bool,
    /// The senior can tell how it was.
    pub may_tell: bool,
    /// The request, where one may ask again.
    pub again: Option<String>,
    /// The request's page.
    pub request: String,
}

/// The page where the code word is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct WordView {
    /// The visit.
    pub id: String,
    /// The word as it is, or as it was refused.
    pub form: FormView,
}

/// The page that asks once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct SeniorCancelView {
    /// The visit.
    pub id: String,
    /// "Vill du avboka Erik på torsdag?"
    pub heading: String,
    /// Day and time.
    pub when: String,
}

/// The page that asks how it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct FeedbackView {
    /// The visit.
    pub id: String,
    /// "Hur gick det med Erik?"
    pub heading: String,
    /// Day and time of the visit.
    pub when: String,
    /// What was answered and is wrong.
    pub form: FormView,
    /// What happens with an answer that was given.
    pub thanks: Option<String>,
}

ui::loads! {
    /// The senior's start page.
    HomeLoad {} -> HomeView, "requests/home";
    /// One question of a draft; `change` where it is asked again from the review.
    AskStepLoad { draft, step, change } -> StepView, "requests/ask_step";
    /// The review of a draft.
    AskReviewLoad { draft } -> Review, "requests/ask_review";
    /// One's own requests.
    RequestsLoad {} -> ListView, "requests/list";
    /// One of one's own requests.
    RequestLoad { id, draft, notice } -> RequestView, "requests/request";
    /// The page that asks once before a request is taken back.
    RequestCancelLoad { id } -> CancelView, "requests/cancel_page";
    /// One of one's own visits.
    VisitLoad { id, notice, draft } -> SeniorVisitView, "visits/senior";
    /// The page where the code word is changed.
    WordLoad { id, draft } -> WordView, "visits/senior_word";
    /// The page that asks once before a visit is cancelled.
    VisitCancelLoad { id } -> SeniorCancelView, "visits/senior_cancel";
    /// The page that asks how it was.
    FeedbackLoad { id, draft } -> FeedbackView, "visits/senior_feedback";
}
