//! What the lists of the desk are given, and what they are loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;

/// The filter as it was chosen, with what can be chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct Filter {
    /// What was chosen.
    pub form: FormView,
    /// Areas.
    pub areas: Vec<Named>,
    /// Kinds of help.
    pub kinds: Vec<Named>,
    /// States.
    pub statuses: Vec<Named>,
    /// Mine or everybody's.
    pub whose: Vec<Named>,
}

/// A row, in ready words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Line {
    /// The request, where it can be chosen for a press on several.
    pub pick: Option<String>,
    /// Its number.
    pub number: String,
    /// Where it is dealt with.
    pub href: String,
    /// How long it has waited.
    pub waited: String,
    /// By when.
    pub due: String,
    /// How late it is, once that time is over.
    pub late: Option<String>,
    /// Whose.
    pub person: String,
    /// What.
    pub what: String,
    /// When the visit is, or the first day that would suit.
    pub when: String,
    /// Area.
    pub area: String,
    /// State, in a word.
    pub status: String,
    /// The word's tone.
    pub tone: String,
    /// Who has it.
    pub owner: String,
}

/// A link to another view of a list: a page of it, a saved filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct ListLink {
    /// Its words.
    pub words: String,
    /// Its address.
    pub href: String,
    /// It is what is shown.
    pub current: bool,
}

/// What became of a press.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Said {
    /// In words.
    pub words: String,
    /// It did what it was for.
    pub fine: bool,
}

/// What waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Todo {
    /// "Att göra (14)".
    pub heading: String,
    /// The filter.
    pub filter: Filter,
    /// The rows of this page.
    pub lines: Vec<Line>,
    /// Other pages.
    pub pages: Vec<ListLink>,
    /// This page's address, to load it again.
    pub address: String,
    /// The newest change that the rows tell of.
    pub newest: String,
    /// "3 personer vill bli volontärer", where there are any.
    pub prospective: Option<String>,
    /// What has just happened.
    pub notice: Option<String>,
    /// Something is filtered away.
    pub filtered: bool,
}

/// All requests, as they are filtered and sorted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Requests {
    /// "Förfrågningar (127)".
    pub heading: String,
    /// The filter.
    pub filter: Filter,
    /// The rows of this page.
    pub lines: Vec<Line>,
    /// Other pages.
    pub pages: Vec<ListLink>,
    /// This page's address.
    pub address: String,
    /// Saved filters.
    pub saved: Vec<ListLink>,
    /// Where this one is saved.
    pub save: String,
    /// `Sort` code.
    pub sort: String,
    /// Address of the list sorted by number, and by waiting time.
    pub sorts: [String; 2],
    /// Address of the list sorted by the promised day.
    pub by_due: String,
}

/// A saved filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedFilter {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The list as it shows it.
    pub href: String,
    /// What it looks for, in words.
    pub words: String,
}

/// Saved filters, and the one that can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filters {
    /// The list that one came from.
    pub back: String,
    /// What it is filtered by, in words.
    pub now: String,
    /// The same, as the form sends it.
    pub hidden: Vec<(&'static str, String)>,
    /// The form.
    pub form: FormView,
    /// What has just happened.
    pub notice: Option<Said>,
    /// Those that there are.
    pub saved: Vec<SavedFilter>,
}

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultLine {
    /// The request's number; empty where it is not the reader's to know.
    pub number: String,
    /// Its page.
    pub href: Option<String>,
    /// What became of it.
    pub words: String,
    /// The tone of that.
    pub tone: &'static str,
    /// What was asked for was done.
    pub done: bool,
}

/// All rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Results {
    /// "Klart: 2 av 3".
    pub heading: String,
    /// The rows, in the order of the list.
    pub lines: Vec<ResultLine>,
    /// The list that one came from.
    pub back: String,
}

/// Whether the keys are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keys {
    /// They are.
    pub on: bool,
    /// It was said just now.
    pub saved: bool,
}

ui::loads! {
    /// What waits.
    TodoLoad { find, area, kind, status, whose, page, notice } -> Todo, "review/todo";
    /// All requests.
    RequestsLoad { find, area, kind, status, whose, page, sort } -> Requests, "review/requests";
    /// Saved filters, and the one that can be saved: the one that the address names, or that of a refused form.
    FiltersLoad { find, area, kind, status, whose, sort, draft, notice } -> Filters;
    /// What became of the rows of one press.
    ResultsLoad { draft } -> Results;
    /// Whether the reader's browser listens for the keys.
    KeysLoad { notice } -> Keys;
}
