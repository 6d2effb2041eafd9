//! The administrator's forms, checked.

use crate::admin::picture::{self, Picture, Refused};
use frame::access::model::Role;
use ground::{
    Locale,
    clock::day_code,
    form::{Check, FieldError, RawForm},
    id::{AreaId, PersonId},
    phone,
    text::k,
    when::{self, Window},
};
use help::kinds::model::{ContactMode, Moderation, Requirement};
use jiff::{ToSpan, civil::Date};

/// How many years from today a role's days may be.
const YEARS: i64 = 20;
/// The longest name.
const NAME: usize = 80;
/// The longest line.
const LINE: usize = 200;
/// The longest text.
const TEXT: usize = 600;

/// The names of a text's fields in the order of `Locale::LANGUAGES`.
pub const NAMES: [&str; 3] = ["name_sv", "name_fi", "name_en"];
/// As [`NAMES`].
pub const DESCRIPTIONS: [&str; 3] = ["description_sv", "description_fi", "description_en"];
/// As [`NAMES`].
pub const BOUNDARIES: [&str; 3] = ["boundary_sv", "boundary_fi", "boundary_en"];
/// As [`NAMES`].
pub const HOURS: [&str; 3] = ["hours_sv", "hours_fi", "hours_en"];

/// A municipality as its pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MunicipalityForm {
    /// "Älvstads kommun".
    pub name: String,
    /// With no-break spaces and hyphens, so that no line breaks in it.
    pub phone: String,
    /// In the order of `Locale::LANGUAGES`.
    pub hours: [String; 3],
    /// `#RRGGBB` of the line under the header, where there is to be one. Never a colour of text, buttons, errors or focus.
    pub accent: Option<String>,
}

/// `#RRGGBB` in capitals, from what was typed, with or without its sign.
fn colour(typed: &str) -> Option<String> {
    let digits = typed.strip_prefix('#').unwrap_or(typed);
    (digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit())).then(|| format!("#{}", digits.to_uppercase()))
}

/// Checks the municipality's form.
///
/// # Errors
/// The fields that are wrong.
pub fn municipality(form: &RawForm) -> Result<MunicipalityForm, Vec<FieldError>> {
    let mut check = Check::new(form);
    let name = check.required_line("name", NAME, k::admin::NAME_MISSING);
    let phone =
        check.choice("phone", |text| phone::parse(text).map(|kept| phone::readable(&kept)), k::common::PHONE_WRONG);
    let hours = HOURS.map(|field| check.required_line(field, NAME, k::admin::HOURS_MISSING));
    let accent = match form.get("accent").trim() {
        "" => Some(None),
        _ => check.choice("accent", colour, k::admin::ACCENT_WRONG).map(Some),
    };
    check.finish(|| Some(MunicipalityForm { name, phone: phone?, hours, accent: accent? }))
}

/// A municipality's logo as it is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoForm {
    /// The new one; none: the one that there is.
    pub picture: Option<Picture>,
    /// Its words; none: the municipality's name.
    pub alt: Option<String>,
}

/// Checks the form of the logo. A file need not be chosen where there is a logo already (`known`): then its words alone are new.
///
/// # Errors
/// The fields that are wrong.
pub fn logo(form: &RawForm, file: Result<&[u8], Refused>, known: bool) -> Result<LogoForm, Vec<FieldError>> {
    let mut check = Check::new(form);
    let alt = check.line("alt", LINE);
    let picture = match file {
        Ok([]) if known => Ok(None),
        Ok([]) => Err(k::logo::MISSING),
        file => file.and_then(picture::read).map(Some).map_err(|refused| match refused {
            Refused::TooLarge => k::logo::TOO_LARGE,
            Refused::TooManyPoints => k::logo::TOO_MANY_POINTS,
            Refused::NoPicture => k::logo::NO_PICTURE,
        }),
    };
    let picture = picture.unwrap_or_else(|wrong| {
        check.fail("picture", wrong);
        None
    });
    check.finish(|| Some(LogoForm { picture, alt: Some(alt).filter(|alt| !alt.is_empty()) }))
}

/// An area's name, for a new one.
///
/// # Errors
/// The field that is wrong.
pub fn area_name(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let name = check.required_line("name", NAME, k::admin::AREA_NAME_MISSING);
    check.finish(|| Some(name))
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// An area: name, in use, neighbours.
///
/// # Errors
/// The fields that are wrong.
pub fn area(form: &RawForm) -> Result<(String, bool, Vec<AreaId>), Vec<FieldError>> {
    let mut check = Check::new(form);
    let name = check.required_line("name", NAME, k::admin::AREA_NAME_MISSING);
    let active = check.choice("active", yes_or_no, k::admin::AREA_USED_MISSING);
    let neighbours = check.choices("neighbours", |id| Some(AreaId::from(id)), None);
    check.finish(|| Some((name, active?, neighbours)))
}

/// A kind of help as it is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindForm {
    /// Whether it can be chosen.
    pub active: bool,
    /// Name, description and boundary in the order of `Locale::LANGUAGES`.
    pub texts: [[String; 3]; 3],
    /// How requests find their volunteer.
    pub moderation: Moderation,
    /// 1 to 3.
    pub risk: i64,
    /// Usual length.
    pub minutes: i64,
    /// Never empty.
    pub modes: Vec<ContactMode>,
    /// What it demands beyond what every kind demands.
    pub beyond: Vec<Requirement>,
}

/// What a kind may demand beyond what every kind demands.
pub fn beyond(code: &str) -> Option<Requirement> {
    Requirement::from_code(code).filter(|requirement| !Requirement::ALWAYS.contains(requirement))
}

/// Checks a kind's form. Home visits never go below "offered" (domain: kinds of help).
///
/// # Errors
/// The fields that are wrong.
pub fn kind(form: &RawForm) -> Result<KindForm, Vec<FieldError>> {
    let mut check = Check::new(form);
    let active = check.choice("active", yes_or_no, k::admin::KIND_USED_MISSING);
    let texts = [0, 1, 2].map(|locale: usize| {
        [
            check.required_line(NAMES[locale], NAME, k::admin::KIND_NAME_MISSING),
            check.required_line(DESCRIPTIONS[locale], LINE, k::admin::KIND_DESCRIPTION_MISSING),
            check.required(BOUNDARIES[locale], TEXT, k::admin::KIND_BOUNDARY_MISSING, k::common::TOO_LONG),
        ]
    });
    let modes = check.choices("modes", ContactMode::from_code, Some(k::admin::MODES_MISSING));
    let moderation = check.choice("moderation", Moderation::from_code, k::admin::MODERATION_MISSING);
    if moderation == Some(Moderation::OpenBoard) && modes.contains(&ContactMode::Home) {
        check.fail("moderation", k::admin::MODERATION_HOME);
    }
    let risk = check.number("risk", 1, 3, k::admin::RISK_MISSING);
    let minutes = check.minutes("minutes", 5, 480, k::admin::MINUTES_WRONG);
    let beyond = check.choices("requirements", beyond, None);
    check.finish(|| {
        Some(KindForm {
            active: active?,
            texts,
            moderation: moderation?,
            risk: risk?,
            minutes: minutes?,
            modes,
            beyond,
        })
    })
}

/// A role to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleForm {
    /// Whom.
    pub person: PersonId,
    /// Which.
    pub role: Role,
    /// Where; none in the whole municipality. For coordinators only.
    pub area: Option<AreaId>,
    /// From this day on; none: from now on.
    pub from: Option<Date>,
    /// The last day; none: until further notice.
    pub to: Option<Date>,
}

/// Checks the form of a role.
///
/// # Errors
/// The fields that are wrong.
pub fn role(form: &RawForm, today: Date) -> Result<RoleForm, Vec<FieldError>> {
    let mut check = Check::new(form);
    let person = check.choice("person", |id| (!id.is_empty()).then(|| PersonId::from(id)), k::admin::PERSON_MISSING);
    let role = check.choice("role", Role::from_code, k::admin::ROLE_MISSING);
    let area = form.get("area");
    let area = (role == Some(Role::Coordinator) && !area.is_empty()).then(|| AreaId::from(area));
    let years = (YEARS * 12).months();
    let window = Window { today, first: today.saturating_sub(years), last: today.saturating_add(years) };
    let mut day = |field: &str| {
        let text = form.get(field);
        let day = when::day(text, window).ok();
        if day.is_none() && !text.is_empty() {
            check.fail(field, k::admin::DAY_WRONG);
        }
        day
    };
    let (from, to) = (day("from"), day("to"));
    match to {
        Some(to) if to < from.unwrap_or(to) => check.fail("to", k::admin::TO_BEFORE),
        Some(to) if to < today => check.fail("to", k::admin::TO_PAST),
        _ => {}
    }
    // A day that is over already means "from now on".
    let from = from.filter(|from| day_code(*from) > day_code(today));
    check.finish(|| Some(RoleForm { person: person?, role: role?, area, from, to }))
}

/// The language's place in the names of fields.
pub fn place(locale: Locale) -> usize {
    Locale::LANGUAGES.iter().position(|known| *known == locale).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn form(fields: &[(&str, &str)]) -> RawForm {
        let mut form = RawForm::default();
        for (name, value) in fields {
            form.0.entry((*name).to_owned()).or_default().push((*value).to_owned());
        }
        form
    }

    fn codes<T: std::fmt::Debug>(checked: Result<T, Vec<FieldError>>) -> Vec<(String, String)> {
        checked.unwrap_err().into_iter().map(|error| (error.field, error.code)).collect()
    }

    fn whole_kind() -> Vec<(&'static str, &'static str)> {
        let mut fields =
            vec![("active", "yes"), ("modes", "phone"), ("moderation", "open_board"), ("risk", "1"), ("minutes", "30")];
        for names in [NAMES, DESCRIPTIONS, BOUNDARIES] {
            fields.extend(names.map(|name| (name, "ord")));
        }
        fields
    }

    #[test]
    fn home_visits_never_stand_on_the_board() {
        let checked = kind(&form(&whole_kind())).unwrap();
        assert_eq!((checked.moderation, checked.modes), (Moderation::OpenBoard, vec![ContactMode::Phone]));
        let mut fields = whole_kind();
        fields.push(("modes", "home"));
        assert_eq!(codes(kind(&form(&fields))), [("moderation".to_owned(), "admin.moderation_home".to_owned())]);
    }

    #[test]
    fn what_every_kind_demands_is_no_choice() {
        let mut fields = whole_kind();
        fields.extend([("requirements", "pledge"), ("requirements", "references"), ("requirements", "nonsense")]);
        assert_eq!(kind(&form(&fields)).unwrap().beyond, [Requirement::References]);
        assert_eq!(codes(kind(&RawForm::default())).len(), 14);
    }

    #[test]
    fn the_telephone_number_does_not_break() {
        let fields =
            [("name", "A"), ("phone", "010-000 00 00"), ("hours_sv", "a"), ("hours_fi", "b"), ("hours_en", "c")];
        assert_eq!(municipality(&form(&fields)).unwrap().phone, "010\u{2011}000\u{a0}00\u{a0}00");
        let again = [
            ("name", "A"),
            ("phone", "010\u{2011}000\u{a0}00\u{a0}00"),
            ("hours_sv", "a"),
            ("hours_fi", "b"),
            ("hours_en", "c"),
        ];
        assert!(municipality(&form(&again)).is_ok(), "as it was kept");
        assert_eq!(codes(municipality(&form(&[("phone", "ring")]))).len(), 5);
    }

    #[test]
    fn a_logo_is_a_picture_or_new_words() {
        let words = form(&[("alt", " Kommunens vapen ")]);
        assert_eq!(codes(logo(&words, Ok(&[]), false)), [("picture".to_owned(), "logo.missing".to_owned())]);
        let form = form(&[("alt", "Kommunens vapen")]);
        assert_eq!(logo(&form, Ok(&[]), true).unwrap().alt.as_deref(), Some("Kommunens vapen"));
        assert_eq!(logo(&RawForm::default(), Ok(&[]), true).unwrap(), LogoForm { picture: None, alt: None });
        for (file, wrong) in [
            (Ok(&b"<svg/>"[..]), "logo.no_picture"),
            (Err(Refused::TooLarge), "logo.too_large"),
            (Err(Refused::TooManyPoints), "logo.too_many_points"),
        ] {
            assert_eq!(codes(logo(&form, file, true)), [("picture".to_owned(), wrong.to_owned())]);
        }
    }

    #[test]
    fn the_days_of_a_role() {
        let today = date(2026, 11, 22);
        let with = |from: &'static str, to: &'static str| {
            role(&form(&[("person", "p"), ("role", "coordinator"), ("area", "a"), ("from", from), ("to", to)]), today)
        };
        assert_eq!(with("", "").unwrap().area, Some("a".into()));
        assert_eq!(with("2026-11-01", "").unwrap().from, None, "from now on");
        assert_eq!(with("2026-12-01", "2026-12-01").unwrap().to, Some(date(2026, 12, 1)));
        assert_eq!(codes(with("2026-12-01", "2026-11-30"))[0].1, "admin.to_before");
        assert_eq!(codes(with("", "2026-11-21"))[0].1, "admin.to_past");
        assert_eq!(with("i morgon", "24/12").unwrap().from, Some(date(2026, 11, 23)));
        assert_eq!(with("", "31.12.2027").unwrap().to, Some(date(2027, 12, 31)));
        assert_eq!(codes(with("", "21/11"))[0].1, "admin.to_past", "the nearest such day");
        for day in ["snart", "1-2", "3, 4", "1/12 och 2/12", "2026-02-30"] {
            assert_eq!(codes(with(day, ""))[0].1, "admin.day_wrong", "{day}");
        }
        let senior = role(&form(&[("person", "p"), ("role", "senior"), ("area", "a")]), today).unwrap();
        assert_eq!(senior.area, None);
        assert_eq!(codes(role(&RawForm::default(), today)).len(), 2);
    }
}
