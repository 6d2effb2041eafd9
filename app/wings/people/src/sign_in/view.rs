//! What the doors' pages are given, and what they are loaded by.

use ground::tree::FromTree;
use serde::Serialize;

/// What the start page needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Start {
    /// The municipality's name.
    pub municipality: String,
    /// Demonstration.
    pub demo: bool,
}

/// Why a link opens nothing any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct LinkOver {
    /// In short.
    pub heading: String,
    /// What to do.
    pub line: String,
}

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct SignInLink {
    /// Its secret part.
    pub token: String,
    /// Where it opens nothing any more.
    pub over: Option<LinkOver>,
}

ui::loads! {
    /// The start page; a signed-in person goes on to their own home.
    StartLoad {} -> Start, "access/start";
    /// The page of a one-time link; it is used up only by its button.
    SignInLinkLoad { token } -> SignInLink, "access/link";
}
