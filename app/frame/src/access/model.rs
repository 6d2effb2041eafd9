//! Roles and the visitor of a request.

use ground::{
    Locale,
    id::{AreaId, MunicipalityId, PersonId},
    name::full_name,
};
use serde::Serialize;
use ui::boot::{Boot, BootPerson, View};

ground::coded! {
    /// What a person may be. A person can hold several.
    Role {
        /// Asks for help or company.
        Senior = "senior",
        /// Gives help or company.
        Volunteer = "volunteer",
        /// Staff who review, match and follow up, in one area or in all.
        Coordinator = "coordinator",
        /// Staff who set up areas, kinds of help and roles. Reads no requests.
        Administrator = "administrator",
    }
}

impl Role {
    /// The page one comes to after signing in.
    pub const fn home(self) -> &'static str {
        match self {
            Self::Senior => "/home",
            Self::Volunteer => "/volunteer",
            Self::Coordinator => "/staff",
            Self::Administrator => "/admin",
        }
    }
}

/// A role that holds now, in an area or (none) in the whole municipality.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RoleHeld {
    /// The role.
    pub role: Role,
    /// Where it holds.
    pub area: Option<AreaId>,
}

/// The person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Whose person this is.
    pub municipality: MunicipalityId,
    /// The person.
    pub id: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// The roles that hold now.
    pub roles: Vec<RoleHeld>,
    /// Notifications not read yet.
    pub unread: i64,
}

impl SignedIn {
    /// Whether the person holds the role anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.roles.iter().any(|held| held.role == role)
    }

    /// Staff sign in for a working day, not for months. Somebody with two roles gets the stricter limits.
    pub fn is_staff(&self) -> bool {
        self.is(Role::Coordinator) || self.is(Role::Administrator)
    }

    /// The role whose home page the person comes to.
    pub fn main_role(&self) -> Option<Role> {
        [Role::Coordinator, Role::Administrator, Role::Volunteer, Role::Senior].into_iter().find(|role| self.is(*role))
    }

    /// The design of pages that everybody has.
    pub fn view(&self) -> View {
        match self.main_role() {
            Some(Role::Coordinator | Role::Administrator) => View::Coordinator,
            Some(Role::Volunteer) => View::Volunteer,
            Some(Role::Senior) => View::Senior,
            None => View::Public,
        }
    }

    /// First and family name.
    pub fn name(&self) -> String {
        full_name(&self.given_name, &self.family_name)
    }
}

/// A municipality, as every page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// The tenant.
    pub id: MunicipalityId,
    /// "Älvstads kommun".
    pub name: String,
    /// The number that every page shows.
    pub phone: String,
    /// When it is answered, in the reader's language.
    pub hours: String,
    /// `#RRGGBB` of the line under the header, where it has one.
    pub accent: Option<String>,
    /// Its logo, where it has one.
    pub logo: Option<Logo>,
}

/// A municipality's logo: a PNG that is kept by the hash of its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Hexadecimal.
    pub hash: String,
    /// Its words, for whoever does not see it.
    pub alt: String,
    /// Points across.
    pub width: i64,
    /// Points down.
    pub height: i64,
}

impl Logo {
    /// The largest that pages show, across and down; staff see it smaller by the style sheet.
    const SHOWN: (i64, i64) = (192, 64);

    /// As it stands in a page: its size is known before it is there. HTML and not its parts, so that the browser's program need know
    /// nothing of pictures.
    pub fn html(&self) -> String {
        let (width, height) = self.shown();
        let alt = self.alt.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
        format!("<img src=\"/municipality/logo/{}\" alt=\"{alt}\" width=\"{width}\" height=\"{height}\">", self.hash)
    }

    /// Its size in pixels: as large as fits, and never larger than it is.
    fn shown(&self) -> (i64, i64) {
        let (across, down) = Self::SHOWN;
        if self.width <= across && self.height <= down {
            (self.width, self.height)
        } else if self.width * down > self.height * across {
            (across, (self.height * across / self.width).max(1))
        } else {
            ((self.width * down / self.height).max(1), down)
        }
    }
}

/// Who asks for a page, and how they want to read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visitor {
    /// Whose page it is (by the host name).
    pub municipality: Municipality,
    /// Who is signed in, if anybody.
    pub person: Option<SignedIn>,
    /// A pseudonym of the session, for the log.
    pub session: Option<String>,
    /// The reader's language.
    pub locale: Locale,
    /// How the page is to look.
    pub look: Look,
    /// Forms that could not be taken and are kept for the person (`drafts::kept`).
    pub kept: i64,
    /// The browser, as a keyed hash, where nobody is signed in: what is typed there is its own (`drafts`). None where it has sent nothing.
    pub browser: Option<String>,
}

impl Visitor {
    /// The design of pages that everybody has.
    pub fn view(&self) -> View {
        self.person.as_ref().map_or(View::Public, SignedIn::view)
    }

    /// What the frame around a page knows of it. `menu` are the addresses and words of the reader's menu, `key` that of the forms around
    /// a page.
    pub fn boot(&self, demo: bool, menu: Vec<(String, String)>, key: String) -> Boot {
        Boot {
            locale: self.locale,
            municipality: self.municipality.name.clone(),
            phone: self.municipality.phone.clone(),
            hours: self.municipality.hours.clone(),
            accent: self.municipality.accent.clone(),
            logo: self.municipality.logo.as_ref().map(Logo::html),
            demo,
            asks_how_to_read: self.look.text.is_none() && !self.person.as_ref().is_some_and(SignedIn::is_staff),
            view: self.view(),
            menu,
            person: self.person.as_ref().map(|person| BootPerson { name: person.name(), unread: person.unread }),
            kept: None,
            key,
        }
    }
}

ground::coded! {
    /// Steps of the size of text; how large each is depends on the view.
    TextSize {
        /// As the view has it.
        Normal = "1",
        /// A quarter more.
        Larger = "2",
        /// Half as much again.
        Largest = "3",
    }
}

ground::coded! {
    /// Colours.
    Theme {
        /// Light or dark, as the device is set.
        Device = "device",
        /// Dark words on a light ground.
        Light = "light",
        /// Light words on a dark ground.
        Dark = "dark",
        /// The greatest difference that there is.
        Contrast = "contrast",
    }
}

/// A choice between on and off, as it stands in forms and cookies.
pub fn switch(code: &str) -> Option<bool> {
    match code {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// How a reader wants pages to be; what they have not said is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// Size of text.
    pub text: Option<TextSize>,
    /// Colours.
    pub theme: Option<Theme>,
    /// The button that reads a page aloud is shown.
    pub listen: Option<bool>,
    /// Rows of lists stand close; in staff views alone.
    pub compact: Option<bool>,
}

impl Look {
    /// The attributes of `<html>` that [`Look::attributes`] has the values of.
    pub const ATTRIBUTES: [&str; 4] = ["data-text", "data-theme", "data-listen", "data-density"];

    /// This, and where it says nothing, the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            text: self.text.or(other.text),
            theme: self.theme.or(other.theme),
            listen: self.listen.or(other.listen),
            compact: self.compact.or(other.compact),
        }
    }

    /// What is not as it is by itself, in the order of [`Look::ATTRIBUTES`].
    pub fn attributes(self, view: View) -> [Option<&'static str>; 4] {
        [
            self.text.filter(|size| *size != TextSize::Normal).map(TextSize::code),
            self.theme.filter(|theme| *theme != Theme::Device).map(Theme::code),
            (self.listen == Some(false)).then_some("off"),
            (self.compact == Some(true) && view == View::Coordinator).then_some("compact"),
        ]
    }

    /// What the browser's own parts are drawn in: scroll bars, fields, the ground before the style sheet is there.
    pub fn color_scheme(self) -> &'static str {
        match self.theme {
            Some(Theme::Light) => "light",
            Some(Theme::Dark | Theme::Contrast) => "dark",
            Some(Theme::Device) | None => "light dark",
        }
    }
}

/// What a device says of whoever holds it, by cookies and headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// The language that was chosen on it.
    pub wished: Option<Locale>,
    /// The language that its browser asks for.
    pub accepted: Locale,
    /// How pages are to be on it.
    pub look: Look,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_account_goes_before_the_device() {
        let account = Look { theme: Some(Theme::Device), compact: Some(true), ..Look::default() };
        let device = Look { theme: Some(Theme::Dark), text: Some(TextSize::Largest), ..Look::default() };
        let look = account.or(device);
        assert_eq!(look.attributes(View::Coordinator), [Some("3"), None, None, Some("compact")]);
        assert_eq!(look.attributes(View::Senior), [Some("3"), None, None, None]);
        assert_eq!(look.color_scheme(), "light dark");
        let off = Look { listen: switch("off"), text: Some(TextSize::Normal), ..device };
        assert_eq!(off.attributes(View::Senior), [None, Some("dark"), Some("off"), None]);
        assert_eq!((off.color_scheme(), switch("OFF")), ("dark", None));
    }

    #[test]
    fn a_logo_keeps_its_shape_and_its_words() {
        let logo = |width, height| Logo { hash: "1f".to_owned(), alt: "A & \"B\" <i>".to_owned(), width, height };
        for (of, shown) in [
            ((576, 192), (192, 64)),
            ((576, 48), (192, 16)),
            ((192, 192), (64, 64)),
            ((120, 40), (120, 40)),
            ((576, 1), (192, 1)),
        ] {
            assert_eq!(logo(of.0, of.1).shown(), shown, "{of:?}");
        }
        let html = "<img src=\"/municipality/logo/1f\" alt=\"A &amp; &quot;B&quot; &lt;i>\" width=\"9\" height=\"9\">";
        assert_eq!(logo(9, 9).html(), html);
    }
}
