//! (server side) What pages of help are given, and what they are loaded by.

use ground::form::FormView;

/// Something that is lacking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lacking {
    /// Whom it meets.
    pub situation: String,
    /// What is lacking.
    pub line: String,
}

/// What the accessibility statement knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The day of the last audit, in words.
    pub date: String,
    /// How many pages and states it read.
    pub states: u32,
    /// How often it read them.
    pub readings: u32,
    /// How many faults it found.
    pub faults: usize,
    /// What it found, each kind in a sentence with its pages.
    pub found: Vec<String>,
    /// What is lacking besides.
    pub lacking: Vec<Lacking>,
    /// Nothing is known to be lacking.
    pub whole: bool,
    /// What is in the form.
    pub form: FormView,
    /// Something was told just now.
    pub sent: bool,
}

/// A barrier that was told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BarrierLine {
    /// Its id.
    pub id: String,
    /// When it was told of, in words.
    pub when: String,
    /// What did not work.
    pub body: String,
    /// How the teller is reached, where an answer is wanted.
    pub reply: Option<String>,
    /// When somebody was done with it, in words.
    pub answered: Option<String>,
}

ui::loads! {
    /// The statement.
    StatementLoad { draft, notice } -> Statement;
    /// What was told of barriers.
    BarriersLoad {} -> Vec<BarrierLine>;
}
