//! A person, and the text they are found by.

use crate::common::{
    Locale, Timestamp,
    id::{AreaId, PersonId},
    phone,
};

coded! {
    /// How a person is told things.
    Contact {
        /// Here, in the app.
        App = "app",
        /// By telephone.
        Phone = "phone",
        /// By letter.
        Letter = "letter",
    }
}

/// Anybody: senior, volunteer, coordinator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone, as it is kept.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Postal town.
    pub city: Option<String>,
    /// The area of the address.
    pub area: Option<AreaId>,
    /// How one gets in: door code, floor.
    pub way_in: Option<String>,
    /// Some words about themselves.
    pub about: Option<String>,
    /// The language they read.
    pub locale: Locale,
    /// How they are told things.
    pub channel: Contact,
    /// Can sign in.
    pub has_login: bool,
    /// Wants the other party of a visit to have the telephone number.
    pub share_phone: bool,
    /// Protected identity: never in search, lists, statistics.
    pub protected: bool,
    /// Since when we know them.
    pub created_at: Timestamp,
    /// When something was changed last.
    pub updated_at: Timestamp,
}

impl Person {
    /// The person for somebody who may not have their data: that there is one, how they are told things, and nothing that says who.
    pub fn withheld(self) -> Self {
        Self {
            id: self.id,
            given_name: String::new(),
            family_name: String::new(),
            phone: None,
            email: None,
            street: None,
            postal_code: None,
            city: None,
            area: None,
            way_in: None,
            about: None,
            locale: self.locale,
            channel: self.channel,
            has_login: self.has_login,
            share_phone: false,
            protected: self.protected,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }

    /// First and family name.
    pub fn name(&self) -> String {
        format!("{} {}", self.given_name, self.family_name)
    }

    /// The telephone number as it is read, or empty.
    pub fn readable_phone(&self) -> String {
        self.phone.as_deref().map(phone::readable).unwrap_or_default()
    }

    /// "Storgatan 3, 632 20 Älvstad", or empty.
    pub fn address(&self) -> String {
        let town =
            [&self.postal_code, &self.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let parts = [self.street.clone().unwrap_or_default(), town];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// The text a person is found by: the names in lower case, and the digits of the telephone number. Made here because the two
/// databases lower "Å" differently.
pub fn search_text(given: &str, family: &str, phone: Option<&str>) -> String {
    let digits: String = phone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    format!("{} {} {digits}", given.trim().to_lowercase(), family.trim().to_lowercase()).trim_end().to_owned()
}

/// A `LIKE` pattern on that text for what was typed; telephone numbers by their digits. None where nothing is left to look for.
pub fn search_pattern(typed: &str) -> Option<String> {
    let typed = typed.trim().to_lowercase();
    let number = !typed.is_empty()
        && typed.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '/'));
    let wanted: String = if number { typed.chars().filter(char::is_ascii_digit).collect() } else { typed };
    let escaped = wanted.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    (!wanted.is_empty()).then(|| format!("%{escaped}%"))
}

#[cfg(test)]
mod tests {
    use super::{search_pattern, search_text};

    #[test]
    fn what_is_typed_is_looked_for_as_it_stands() {
        for (typed, expected) in [
            ("  Åsa Ek ", Some("%åsa ek%")),
            ("070-123 45", Some("%07012345%")),
            ("100%_", Some("%100\\%\\_%")),
            ("", None),
            ("-", None),
        ] {
            assert_eq!(search_pattern(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn found_by_name_and_digits() {
        assert_eq!(search_text("Åke", "Öberg ", Some("+46 70-123")), "åke öberg 4670123");
        assert_eq!(search_text("Maj", "Ek", None), "maj ek");
    }
}
