//! A person.

#[cfg(feature = "ssr")]
use ground::private;
use ground::{
    Locale, Timestamp,
    id::{AreaId, PersonId},
    name::full_name,
};

ground::coded! {
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

/// How a person is reached, as they (or a coordinator for them) may change it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contacts {
    /// Telephone, as it is kept.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// How one gets in.
    pub way_in: Option<String>,
    /// The language they read.
    pub locale: Locale,
    /// Wants the other party of a visit to have the telephone number.
    pub share_phone: bool,
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
        full_name(&self.given_name, &self.family_name)
    }

    /// Both names, as texts about somebody are looked through for them.
    pub fn names(&self) -> [&str; 2] {
        [&self.given_name, &self.family_name]
    }

    /// What texts that volunteers read may not hold of this person; `names` are theirs.
    #[cfg(feature = "ssr")]
    pub fn known<'a>(&'a self, names: &'a [&'a str]) -> private::Known<'a> {
        private::Known {
            names,
            street: self.street.as_deref().unwrap_or_default(),
            postal_code: self.postal_code.as_deref().unwrap_or_default(),
        }
    }

    /// The telephone number as it is read, or empty.
    #[cfg(feature = "ssr")]
    pub fn readable_phone(&self) -> String {
        self.phone.as_deref().map(ground::phone::readable).unwrap_or_default()
    }

    /// "Storgatan 3, 632 20 Älvstad", or empty.
    pub fn address(&self) -> String {
        let town =
            [&self.postal_code, &self.city].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let parts = [self.street.clone().unwrap_or_default(), town];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}
