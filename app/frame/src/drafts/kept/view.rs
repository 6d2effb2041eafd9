//! What the page of kept forms is given, and what it is loaded by.

use super::Typed;

/// A form that can be sent again.
#[derive(Clone, Debug)]
pub struct KeptForm {
    /// Its id.
    pub id: String,
    /// When it was sent, in words.
    pub when: String,
    /// The page that it was typed on, which fills it in again.
    pub page: String,
    /// What was typed.
    pub typed: Typed,
}

ui::loads! {
    /// What is kept for the reader.
    KeptLoad {} -> Vec<KeptForm>;
}
