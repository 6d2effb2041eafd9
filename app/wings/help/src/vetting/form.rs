//! The volunteer's own forms: sign-up and profile. Raw form to validated value, pure; `known` says what there is to choose from.

use ground::{
    form::{Check, FieldError, RawForm},
    text::k,
    time::DayPart,
};

/// The languages that are asked for (ISO 639-1), each with its own name for itself.
pub const LANGUAGES: [(&str, &str); 11] = [
    ("sv", "Svenska"),
    ("fi", "Suomi"),
    ("en", "English"),
    ("ar", "العربية"),
    ("fa", "فارسی"),
    ("so", "Soomaali"),
    ("ti", "ትግርኛ"),
    ("pl", "Polski"),
    ("es", "Español"),
    ("fr", "Français"),
    ("de", "Deutsch"),
];

/// The day that stands for "until I say so" in `paused_until`.
pub const UNTIL_I_SAY: &str = "9999-12-31";

/// Most tasks in a month, for one who has not said anything else.
pub const USUAL_PER_MONTH: i64 = 4;

/// The ids that can be chosen here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Ids of active kinds.
    pub kinds: Vec<String>,
    /// Ids of active areas.
    pub areas: Vec<String>,
}

fn one_of(known: &[String]) -> impl Fn(&str) -> Option<String> + '_ {
    move |value| known.iter().find(|known| *known == value).cloned()
}

fn language(code: &str) -> Option<String> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(known, _)| (*known).to_owned())
}

/// Who signs up: a new person's own data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewVolunteer {
    /// First name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Telephone, as it is kept.
    pub phone: String,
    /// E-mail.
    pub email: Option<String>,
    /// Street and number.
    pub street: Option<String>,
    /// Five digits in two groups.
    pub postal_code: Option<String>,
    /// Postal town.
    pub city: Option<String>,
}

/// What a volunteer wants to do; asked of everybody who signs up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// The area where they live.
    pub area: String,
    /// Kinds of help.
    pub kinds: Vec<String>,
    /// Languages they speak.
    pub languages: Vec<String>,
    /// Some words about themselves, or empty.
    pub about: String,
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Checks a sign-up. A person who is known already (`signed_in`) is asked only for the wishes.
///
/// # Errors
/// The fields that are wrong.
pub fn join(form: &RawForm, known: &Known, signed_in: bool) -> Result<(Option<NewVolunteer>, Wishes), Vec<FieldError>> {
    let mut check = Check::new(form);
    let person = (!signed_in).then(|| {
        let (given_name, family_name) = check.names(80, k::common::NAME_MISSING);
        let phone = check.phone("phone");
        if form.get("phone").is_empty() {
            check.fail("phone", k::vetting::PHONE_WRONG);
        }
        NewVolunteer {
            given_name,
            family_name,
            phone: phone.unwrap_or_default(),
            email: check.email("email"),
            street: filled(check.line("street", 120)),
            postal_code: check.postal_code("postal_code"),
            city: filled(check.line("city", 80)),
        }
    });
    let area = check.choice("area", one_of(&known.areas), k::vetting::AREA_MISSING).unwrap_or_default();
    let kinds = check.choices("kinds", one_of(&known.kinds), Some(k::vetting::KINDS_MISSING));
    let languages = check.choices("languages", language, Some(k::vetting::LANGUAGES_MISSING));
    let about = check.optional("about", 500, k::common::TOO_LONG);
    check.choice("consent", |value| (value == "yes").then_some(()), k::vetting::CONSENT_MISSING);
    check.finish(|| Some((person, Wishes { area, kinds, languages, about })))
}

/// A volunteer's profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Kinds of help.
    pub kinds: Vec<String>,
    /// Areas.
    pub areas: Vec<String>,
    /// Languages they speak.
    pub languages: Vec<String>,
    /// Usual times: ISO weekday and part of the day.
    pub slots: Vec<(i64, DayPart)>,
    /// Most tasks in a month.
    pub max_per_month: i64,
    /// A sentence about themselves, or empty.
    pub about: String,
    /// The other party of a visit may have the telephone number.
    pub share_phone: bool,
}

/// The field of a weekday's times.
pub fn day_field(weekday: i64) -> String {
    format!("day{weekday}")
}

/// Checks a profile.
///
/// # Errors
/// The fields that are wrong.
pub fn profile(form: &RawForm, known: &Known) -> Result<Profile, Vec<FieldError>> {
    let mut check = Check::new(form);
    let kinds = check.choices("kinds", one_of(&known.kinds), Some(k::vetting::KINDS_MISSING));
    let areas = check.choices("areas", one_of(&known.areas), Some(k::vetting::AREAS_MISSING));
    let languages = check.choices("languages", language, Some(k::vetting::LANGUAGES_MISSING));
    let slots = (1..=7)
        .flat_map(|weekday| {
            let parts = check.choices(&day_field(weekday), DayPart::from_code, None);
            parts.into_iter().map(move |part| (weekday, part)).collect::<Vec<_>>()
        })
        .collect();
    let max_per_month = check.number("max_per_month", 1, 31, k::vetting::MAX_WRONG);
    let about = check.optional("about", 500, k::common::TOO_LONG);
    let share_phone = form.get("share_phone") == "yes";
    check.finish(|| Some(Profile { kinds, areas, languages, slots, max_per_month: max_per_month?, about, share_phone }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known { kinds: vec!["k1".into(), "k2".into()], areas: vec!["a1".into()] }
    }

    fn fields(errors: Vec<FieldError>) -> Vec<String> {
        errors.into_iter().map(|error| error.field).collect()
    }

    const WISHES: &str = "area=a1&kinds=k1&kinds=k9&languages=sv&languages=xx&consent=yes";

    #[test]
    fn a_whole_sign_up() {
        let body =
            format!("given_name=Erik&family_name=Lind&phone=070-123+45+67&email=e@x.se&postal_code=632+20&{WISHES}");
        let (person, wishes) =
            join(&RawForm::parse(body.as_bytes()), &known(), false).unwrap_or_else(|errors| panic!("{errors:?}"));
        let expected = NewVolunteer {
            given_name: "Erik".into(),
            family_name: "Lind".into(),
            phone: "0701234567".into(),
            email: Some("e@x.se".into()),
            street: None,
            postal_code: Some("632 20".into()),
            city: None,
        };
        assert_eq!(person, Some(expected));
        assert_eq!(
            (wishes.kinds, wishes.languages),
            (vec!["k1".to_owned()], vec!["sv".to_owned()]),
            "what is unknown is left out"
        );
    }

    #[test]
    fn what_is_missing_in_a_sign_up() {
        let errors =
            |body: &str, signed_in| join(&RawForm::parse(body.as_bytes()), &known(), signed_in).map_err(fields).err();
        let all = ["given_name", "phone", "area", "kinds", "languages", "consent"].map(str::to_owned).to_vec();
        assert_eq!(errors("", false), Some(all.clone()));
        assert_eq!(errors("", true), Some(all[2..].to_vec()));
        let named = "given_name=A&family_name=B&phone=0701234567";
        for (more, field) in
            [("email=e", "email"), ("email=a@b@c.se", "email"), ("postal_code=63", "postal_code"), ("phone=x", "phone")]
        {
            let body = if field == "phone" {
                format!("given_name=A&family_name=B&{more}&{WISHES}")
            } else {
                format!("{named}&{more}&{WISHES}")
            };
            assert_eq!(errors(&body, false), Some(vec![field.to_owned()]), "{more}");
        }
    }

    #[test]
    fn a_profile() {
        let body = "kinds=k2&areas=a1&languages=fi&day1=morning&day1=evening&day7=afternoon&day8=morning&max_per_month=4&share_phone=yes";
        let profile_of = |body: &str| profile(&RawForm::parse(body.as_bytes()), &known()).map_err(fields);
        let slots = vec![(1, DayPart::Morning), (1, DayPart::Evening), (7, DayPart::Afternoon)];
        assert_eq!(profile_of(body).map(|profile| (profile.slots, profile.share_phone)), Ok((slots, true)));
        assert_eq!(
            profile_of("").err(),
            Some(["kinds", "areas", "languages", "max_per_month"].map(str::to_owned).to_vec())
        );
        assert_eq!(
            profile_of("kinds=k1&areas=a1&languages=sv&max_per_month=32").err(),
            Some(vec!["max_per_month".to_owned()])
        );
    }
}
