//! Finding people.

use crate::register::view::{Found, People, PeopleLoad};
use db::Failure;
use frame::{
    access::{model::Role, policy},
    audit::Event,
    context::Here,
    drafts,
    routes::Go,
};
use ground::{Object, collate::sort_by_name, form::RawForm, text::k};
use people::{
    person::{Sought, store, words::role_text},
    watch,
};

/// How many people a search shows.
const SHOWN: usize = 50;

/// Searches for people.
pub(super) async fn search(here: Here, form: RawForm) -> Result<Go, Failure> {
    policy::role(here.me()?, Role::Coordinator)?;
    drafts::search(&here, "/staff/people", &[], &form).await
}

/// The people who were found. A list without details.
///
/// # Errors
/// `SignIn`; `Forbidden`.
pub(super) async fn find(here: Here, PeopleLoad { find, notice }: PeopleLoad) -> Result<People, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let search = drafts::searched(&mut tx, &here, &find).await?;
    let q = &search.text;
    drop(tx);
    let sought = Sought::of(q).filter(|_| q.chars().count() >= drafts::SHORTEST);
    let asked = sought.is_some();
    let mut people: Vec<Found> = Vec::new();
    if let Some(sought) = sought {
        watch::read(&here, Event { action: "person.search", object: (Object::Person, ""), subject: None, why: "" })
            .await?;
        let mut tx = here.read().await?;
        for row in store::find(&mut tx, here.municipality(), &me.id, here.instant(), &sought, 200).await? {
            let role = row.role.as_deref().map(|role| role_text(texts, role).to_owned());
            match people.iter_mut().find(|known| known.id == row.id.as_str()) {
                Some(known) => known.roles.extend(role),
                None => people.push(Found {
                    id: row.id.0,
                    name: row.name,
                    area: row.area.unwrap_or_default(),
                    roles: role.into_iter().collect(),
                }),
            }
        }
        sort_by_name(&mut people, here.locale(), |person| &person.name);
    }
    let more = people.len() > SHOWN;
    people.truncate(SHOWN);
    let count = i64::try_from(people.len()).unwrap_or_default();
    let found = match (asked, more, count) {
        (false, ..) => String::new(),
        (_, true, _) => texts.f(k::people::MANY, &[("n", &SHOWN.to_string())]),
        (_, _, 0) => texts.s(k::people::NONE).to_owned(),
        _ => texts.n(k::people::FOUND_ONE, k::people::FOUND_MANY, count),
    };
    let notice = (notice == "protected").then(|| texts.s(k::people::NOTICE_PROTECTED).to_owned());
    Ok(People { search: search.form(texts), found, people, notice })
}
