//! (server side) Whom a concern is about: what a teller can choose, what a coordinator sets afterwards. Whoever it is about never sees it
//! from then on, so everybody must be able to say it, and nobody learns of a person here whom they could not know.

use super::{
    api::concern_for,
    form::{self, AboutChoice},
    model::{About, Concern},
    store, transitions,
    view::{AboutField, AboutLoad, AboutPage},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    access::policy::may_read,
    audit::{self, Event},
    context::Here,
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Object,
    form::{FormView, Named, RawForm},
    id::{ConcernId, PersonId},
    name::{full_name, short_name},
    text::{k, theirs},
};
use people::{person::Sought, watch};

const ABOUT_FORM: Form = Form::new("concern_about", &["about", "q"]);

/// Whether a teller is asked whom it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// No: the visit says it, this is its other person.
    Said(PersonId),
    /// They can say it, or leave it open.
    May,
    /// A coordinator must choose; the people of the visit come first.
    Must(Vec<PersonId>),
}

/// A person's name for a coordinator; of a protected one only for those who may read of them.
async fn name_for(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<Option<String>, Failure> {
    let found = store::name_of(tx, here.municipality(), person).await?;
    let me = here.me()?;
    Ok(found.map(|(name, protected)| {
        if may_read(me, person, protected) { theirs(&name) } else { here.texts().s(k::concerns::PROTECTED).to_owned() }
    }))
}

/// What a coordinator can choose: the people of the visit, who was found, nobody. The search is logged.
async fn staff_field(
    tx: &mut Tx,
    here: &Here,
    parties: &[PersonId],
    form: &FormView,
    own: bool,
) -> Result<(AboutField, bool), Failure> {
    let (municipality, texts, me) = (here.municipality(), here.texts(), here.me()?);
    let mut options: Vec<Named> = Vec::new();
    for person in parties {
        if let Some(name) = name_for(tx, here, person).await? {
            options.push((person.to_string(), name));
        }
    }
    let typed = form.get("q");
    let sought = Sought::of(&typed).filter(|_| typed.chars().count() >= drafts::SHORTEST);
    let searched = sought.is_some();
    let mut found = String::new();
    if let Some(sought) = sought {
        let people = store::find(tx, municipality, &me.id, here.instant(), &sought).await?;
        let count = i64::try_from(people.len()).unwrap_or_default();
        found = match count {
            0 => texts.s(k::people::NONE).to_owned(),
            _ => texts.n(k::people::FOUND_ONE, k::people::FOUND_MANY, count),
        };
        for (id, name, area) in people {
            let words = area.map_or_else(|| theirs(&name), |area| format!("{}, {area}", theirs(&name)));
            if !options.iter().any(|(known, _)| *known == id.0) {
                options.push((id.0, words));
            }
        }
    }
    if own {
        options.push(("me".to_owned(), texts.s(k::concerns::ABOUT_ME).to_owned()));
    }
    options.push(("nobody".to_owned(), texts.s(k::concerns::ABOUT_SERVICE).to_owned()));
    Ok((AboutField { search: true, options, found }, searched))
}

/// What the page to tell a concern on asks; nothing where the visit says it. The second says that a search was made.
pub async fn field(
    tx: &mut Tx,
    here: &Here,
    asked: &Asked,
    form: &FormView,
) -> Result<(Option<AboutField>, bool), Failure> {
    match asked {
        Asked::Said(_) => Ok((None, false)),
        Asked::May => Ok((Some(own_field(tx, here).await?), false)),
        Asked::Must(parties) => {
            let (field, searched) = staff_field(tx, here, parties, form, false).await?;
            Ok((Some(field), searched))
        }
    }
}

/// What a senior or a volunteer can choose: whom they know through us, by the name that they know.
async fn own_field(tx: &mut Tx, here: &Here) -> Result<AboutField, Failure> {
    let texts = here.texts();
    let known = store::known_to(tx, here.municipality(), &here.me()?.id, here.instant()).await?;
    let mut options = vec![("open".to_owned(), texts.s(k::concerns::ABOUT_OPEN).to_owned())];
    options.extend(known.into_iter().map(|person| {
        let words = if person.staff {
            let name = full_name(&person.given_name, &person.family_name);
            texts.f(k::concerns::ABOUT_COORDINATOR, &[("name", &theirs(&name))])
        } else if person.volunteer {
            theirs(&short_name(&person.given_name, &person.family_name))
        } else {
            theirs(&person.given_name)
        };
        (person.id.0, words)
    }));
    Ok(AboutField { search: false, options, found: String::new() })
}

/// What was chosen, as far as they may choose it.
///
/// # Errors
/// `NotFound` for somebody whom they cannot name.
pub async fn chosen(tx: &mut Tx, here: &Here, asked: &Asked, choice: AboutChoice) -> Result<About, Failure> {
    let (municipality, me, now) = (here.municipality(), here.me()?, here.instant());
    if let Asked::Said(person) = asked {
        return Ok(About::Person(person.clone()));
    }
    Ok(match choice {
        AboutChoice::Open => About::Open,
        AboutChoice::Nobody => About::Nobody,
        AboutChoice::Me => About::Person(me.id.clone()),
        AboutChoice::Person(person) => {
            let may = match asked {
                Asked::Must(parties) => {
                    parties.contains(&person) || store::may_name(tx, municipality, &me.id, now, &person).await?
                }
                _ => store::known_to(tx, municipality, &me.id, now).await?.iter().any(|known| known.id == person),
            };
            if !may {
                return Err(AppError::NotFound.into());
            }
            About::Person(person)
        }
    })
}

/// A search for somebody, in the log; never what was typed.
///
/// # Errors
/// The log could not be written.
pub async fn log_search(here: &Here) -> Result<(), Failure> {
    let event = Event { action: "person.search", object: (Object::Person, ""), subject: None, why: "concern" };
    watch::read(here, event).await
}

async fn parties_of(tx: &mut Tx, here: &Here, concern: &Concern) -> Result<Vec<PersonId>, Failure> {
    let mut people: Vec<PersonId> = concern.about.iter().cloned().collect();
    if let Some(visit) = &concern.visit
        && let Some(visit) = help::visits::store::by_id(tx, here.municipality(), visit).await?
    {
        people.extend([visit.senior, visit.volunteer]);
    }
    let me = &here.me()?.id;
    let mut each: Vec<PersonId> = Vec::new();
    for person in people {
        if person != *me && !each.contains(&person) {
            each.push(person);
        }
    }
    Ok(each)
}

/// The page on which a coordinator says whom a concern is about.
///
/// # Errors
/// `SignIn`; `NotFound`, also for whom it is about; `Forbidden`.
pub(super) async fn page(here: Here, AboutLoad { id, draft }: AboutLoad) -> Result<AboutPage, Failure> {
    let id = ConcernId(id);
    let mut tx = here.read().await?;
    let concern = concern_for(&mut tx, &here, &id).await?;
    let form = drafts::view_about(&mut tx, &here, &ABOUT_FORM, &draft, id.as_str()).await?.unwrap_or_else(|| {
        let now = concern.about.as_ref().map(ToString::to_string);
        let now = now.or_else(|| concern.about_nobody.then(|| "nobody".to_owned()));
        now.map_or_else(FormView::default, |now| FormView::default().with("about", now))
    });
    let parties = parties_of(&mut tx, &here, &concern).await?;
    let (field, searched) = staff_field(&mut tx, &here, &parties, &form, true).await?;
    drop(tx);
    if searched {
        log_search(&here).await?;
    }
    audit::record_read(&here, transitions::event("concern.read", &id, concern.about.as_ref(), "about")).await?;
    Ok(AboutPage {
        id: id.to_string(),
        heading: here.texts().f(k::concerns::ONE_HEADING, &[("number", &concern.number.to_string())]),
        body: concern.body,
        field,
        form,
    })
}

/// Sets or corrects whom a concern is about.
pub(super) async fn set(here: Here, Path(id): Path<ConcernId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    let concern = concern_for(&mut tx, &here, &id).await?;
    let checked = if form.get("search") == "1" { Err(Vec::new()) } else { form::about(&form) };
    let choice = match checked {
        Ok(choice) => choice,
        Err(errors) => {
            drop(tx);
            let draft = drafts::refuse(&here, &ABOUT_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/concerns/{id}/about?draft={draft}")));
        }
    };
    let asked = Asked::Must(parties_of(&mut tx, &here, &concern).await?);
    let about = chosen(&mut tx, &here, &asked, choice).await?;
    drop(tx);
    let to = once!(&here, "concerns/about", &form, |tx| {
        let concern = concern_for(tx, &here, &id).await?;
        Ok(match transitions::set_about(tx, &here, &concern, &about).await? {
            None => format!("/staff/concerns/{id}?notice=late"),
            // Out of one's own sight from now on.
            Some(_) if about.person() == Some(&here.me()?.id) => "/staff/concerns".to_owned(),
            Some(0) => format!("/staff/concerns/{id}?notice=about"),
            Some(_) => format!("/staff/concerns/{id}?notice=suspended"),
        })
    })?;
    Ok(Go(to))
}
