//! What the settings' page is given, and what it is loaded by.

use frame::access::model::{TextSize, Theme};
use ground::tree::FromTree;
use serde::Serialize;

/// How the reader reads now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Settings {
    /// Size of text.
    pub text: TextSize,
    /// Colours.
    pub theme: Theme,
    /// The button "Listen" is shown.
    pub listen: bool,
    /// Rows of lists stand close; for staff alone.
    pub compact: Option<bool>,
    /// It holds on all devices.
    pub signed_in: bool,
    /// It was saved just now.
    pub saved: bool,
    /// What the form is shown with.
    pub seen: String,
}

ui::loads! {
    /// How the reader reads now.
    SettingsLoad { notice } -> Settings, "settings/page";
}
