//! What the frame around a page knows without asking, and which design it is drawn in.

use ground::{Locale, tree::FromTree};
use serde::Serialize;

/// Which design a page is drawn in: sizes of text and targets differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, FromTree)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// Nobody is signed in.
    Public,
    /// Tablet.
    Senior,
    /// Phone.
    Volunteer,
    /// Desktop.
    Coordinator,
}

impl View {
    /// As in `<html data-view>`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Senior => "senior",
            Self::Volunteer => "volunteer",
            Self::Coordinator => "coordinator",
        }
    }

    /// The view of a path: pages of a role have its prefix, shared pages follow the reader, whose own view is given.
    pub fn of(path: &str, own: Self) -> Self {
        let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
        match first {
            "staff" | "admin" => Self::Coordinator,
            "volunteer" => Self::Volunteer,
            "home" | "ask" | "requests" | "visits" => Self::Senior,
            _ => own,
        }
    }
}

/// What the layout knows without asking: given to the browser within the page, the same on both sides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Boot {
    /// The reader's language.
    pub locale: Locale,
    /// "Älvstads kommun".
    pub municipality: String,
    /// The number that every page shows.
    pub phone: String,
    /// When it is answered.
    pub hours: String,
    /// `#RRGGBB` of the line under the header.
    pub accent: Option<String>,
    /// HTML of the municipality's logo.
    pub logo: Option<String>,
    /// Demonstration.
    pub demo: bool,
    /// Nobody has said yet how they want to read, neither on this device nor for this account.
    pub asks_how_to_read: bool,
    /// The view of pages that everybody has.
    pub view: View,
    /// Addresses and words of the main menu.
    pub menu: Vec<(String, String)>,
    /// Who is signed in.
    pub person: Option<BootPerson>,
    /// HTML that says that something typed is kept for them.
    pub kept: Option<String>,
    /// The key of the forms that stand around a page, bound to the reader as a page's is.
    pub key: String,
}

/// The signed-in person, as the layout needs them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct BootPerson {
    /// First and family name.
    pub name: String,
    /// Notifications not read yet.
    pub unread: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_its_view() {
        assert_eq!(View::of("/staff/requests/1", View::Volunteer), View::Coordinator);
        assert_eq!(View::of("/notifications", View::Volunteer), View::Volunteer);
        assert_eq!(View::of("/", View::Public), View::Public);
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn a_browser_reads_what_the_server_knows() {
        let nobody = Boot {
            locale: Locale::Easy,
            municipality: "Älvstads kommun".to_owned(),
            phone: "016-10 00 00".to_owned(),
            hours: String::new(),
            accent: None,
            logo: None,
            demo: true,
            asks_how_to_read: false,
            view: View::Public,
            menu: Vec::new(),
            person: None,
            kept: None,
            key: "k".to_owned(),
        };
        let somebody = Boot {
            view: View::Coordinator,
            logo: Some("<img alt=\"\" src=\"/logo\">".to_owned()),
            menu: vec![("/staff".to_owned(), "Att göra".to_owned())],
            person: Some(BootPerson { name: "</script>".to_owned(), unread: 3 }),
            ..nobody.clone()
        };
        for boot in [nobody, somebody] {
            let json = serde_json::to_string(&boot).unwrap().replace('<', "\\u003c");
            assert_eq!(ground::tree::read(&json), Some(boot));
        }
    }
}
