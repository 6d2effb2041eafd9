//! What one's own page is given, and what it is loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// What we keep about the reader.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Me {
    /// Label and text.
    pub facts: Vec<Fact>,
    /// On how many devices they are signed in.
    pub sessions: String,
    /// Languages to read in.
    pub locales: Vec<Named>,
    /// What they may change.
    pub form: FormView,
    /// It was saved just now.
    pub saved: bool,
}

ui::loads! {
    /// What we keep about the reader.
    MeLoad { draft, notice } -> Me, "me/page";
}
