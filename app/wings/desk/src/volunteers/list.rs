//! The list of volunteers: who may do what, who is idle, who is found by a filter.

use super::{
    store::{self, VolunteerRow},
    view::{Row, RowTag, Volunteers, VolunteersLoad},
};
use db::{Failure, Tx};
use frame::{
    access::{model::Role, policy},
    audit::Event,
    context::Here,
    drafts::{self, Search},
    routes::Go,
};
use ground::{
    Object,
    collate::sort_by_name,
    form::{Named, RawForm},
    id::PersonId,
    text::{Key, Texts, k},
};
use help::{
    kinds::{
        self,
        model::{Kind, Requirement},
    },
    vetting::{
        self,
        model::{Done, Record, Standing, is_paused, standing},
    },
};
use people::{person::Sought, watch};
use std::collections::{HashMap, HashSet};

/// After how many days without a task a volunteer is idle.
pub const DAYS_IDLE: i64 = 30;

/// How many rows the list shows.
const SHOWN: usize = 300;

/// What the list is filtered by; empty texts are no filter.
#[derive(Clone, Debug, Default)]
struct Filter {
    /// An area's id.
    area: String,
    /// A kind's id.
    kind: String,
    /// A standing's code, `held`, `paused` or `idle`.
    standing: String,
    /// Names or a telephone number.
    sought: Option<Sought>,
    /// As they were typed.
    search: Search,
}

/// A requirement's name.
pub fn requirement_text(texts: Texts, requirement: Requirement) -> &'static str {
    texts.s(match requirement {
        Requirement::Application => k::volunteers::REQ_APPLICATION,
        Requirement::Interview => k::volunteers::REQ_INTERVIEW,
        Requirement::References => k::volunteers::REQ_REFERENCES,
        Requirement::Agreement => k::volunteers::REQ_AGREEMENT,
        Requirement::Pledge => k::volunteers::REQ_PLEDGE,
        Requirement::Introduction => k::volunteers::REQ_INTRODUCTION,
        Requirement::RegisterExtract => k::volunteers::REQ_REGISTER_EXTRACT,
        Requirement::ItCourse => k::volunteers::REQ_IT_COURSE,
    })
}

/// A standing in words, with what is missing.
pub fn standing_text(here: &Here, standing: &Standing) -> String {
    let texts = here.texts();
    let names = |list: &[Requirement]| {
        list.iter().map(|one| requirement_text(texts, *one)).collect::<Vec<_>>().join(", ").to_lowercase()
    };
    match standing {
        Standing::Eligible => texts.s(k::volunteers::STANDING_ELIGIBLE).to_owned(),
        Standing::Expiring { until } => {
            let day = ground::clock::parse_day(until).map(|day| here.locale().date_with_year(day)).unwrap_or_default();
            texts.f(k::volunteers::STANDING_EXPIRING, &[("day", &day)])
        }
        Standing::Prospective { missing } => texts.f(k::volunteers::STANDING_PROSPECTIVE, &[("what", &names(missing))]),
        Standing::Expired { what } => texts.f(k::volunteers::STANDING_EXPIRED, &[("what", &names(what))]),
        Standing::Blocked => texts.s(k::volunteers::STANDING_BLOCKED).to_owned(),
    }
}

struct Known {
    row: VolunteerRow,
    areas: Vec<Named>,
    record: Record,
    /// Wanted kinds with the standing for each.
    standings: Vec<(usize, Standing)>,
    idle: bool,
}

impl Known {
    fn passes(&self, filter: &Filter, kinds: &[Kind], today: &str) -> bool {
        let of_kind = |index: usize| {
            filter.kind.is_empty() || kinds.get(index).is_some_and(|kind| kind.id.as_str() == filter.kind)
        };
        let mut asked = self.standings.iter().filter(|(index, _)| of_kind(*index)).peekable();
        (filter.area.is_empty() || self.areas.iter().any(|(id, _)| *id == filter.area))
            && filter.sought.as_ref().is_none_or(|sought| sought.fits(&self.row.search_text))
            && (filter.kind.is_empty() || asked.peek().is_some())
            && match filter.standing.as_str() {
                "" => true,
                "held" => self.record.held,
                "paused" => is_paused(&self.record, today),
                "idle" => self.idle,
                code => asked.any(|(_, standing)| standing.code() == code),
            }
    }
}

fn by_person<T>(rows: Vec<(PersonId, T)>) -> HashMap<PersonId, Vec<T>> {
    let mut found: HashMap<PersonId, Vec<T>> = HashMap::new();
    for (person, value) in rows {
        found.entry(person).or_default().push(value);
    }
    found
}

/// Filters the list.
pub(super) async fn search(here: Here, form: RawForm) -> Result<Go, Failure> {
    policy::role(here.me()?, Role::Coordinator)?;
    drafts::search(&here, "/staff/volunteers", &["area", "kind", "standing"], &form).await
}

/// The volunteers of the coordinator's areas.
///
/// # Errors
/// `SignIn`; `Forbidden`.
pub(super) async fn list(
    here: Here,
    VolunteersLoad { area, kind, standing, find }: VolunteersLoad,
) -> Result<Volunteers, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let mut tx = here.read().await?;
    let search = drafts::searched(&mut tx, &here, &find).await?;
    // That somebody searched is logged, not the words: a name or a number would be sealed into the chain.
    let action = if search.text.is_empty() { "volunteer.list" } else { "volunteer.search" };
    let why = format!("area={area} kind={kind} standing={standing}");
    let why: String = why.chars().take(200).collect();
    let list =
        load(tx, &here, &me.id, Filter { area, kind, standing, sought: Sought::of(&search.text), search }).await?;
    watch::read(&here, Event { action, object: (Object::Volunteer, ""), subject: None, why: &why }).await?;
    Ok(list)
}

async fn load(mut tx: Tx, here: &Here, me: &PersonId, filter: Filter) -> Result<Volunteers, Failure> {
    let (texts, municipality, now) = (here.texts(), here.municipality(), here.instant());
    let (today, soon) = vetting::store::days(now);
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let rows = store::list(&mut tx, municipality, me, now).await?;
    let areas = store::areas(&mut tx, municipality, None).await?;
    let mut areas = by_person(areas.into_iter().map(|(person, id, name)| (person, (id.0, name))).collect());
    let wanted = by_person(store::kinds(&mut tx, municipality, None).await?);
    let mut done = HashMap::<PersonId, Vec<Done>>::new();
    for (person, code, on, valid_until) in store::done(&mut tx, municipality).await? {
        if let Some(requirement) = Requirement::from_code(&code) {
            done.entry(person).or_default().push(Done { requirement, on, valid_until });
        }
    }
    let my_areas = store::my_areas(&mut tx, municipality, me, now).await?;
    drop(tx);
    let mut known: Vec<Known> = rows
        .into_iter()
        .map(|row| {
            let record = Record {
                is_volunteer: row.is_volunteer,
                held: row.held_at.is_some(),
                protected: false,
                paused_until: row.paused_until.clone(),
                done: done.remove(&row.person_id).unwrap_or_default(),
            };
            let own: HashSet<_> = wanted.get(&row.person_id).into_iter().flatten().collect();
            let standings: Vec<(usize, Standing)> = kinds
                .iter()
                .enumerate()
                .filter(|(_, kind)| kind.active && own.contains(&kind.id))
                .map(|(index, kind)| (index, standing(&record, kind, &today, &soon)))
                .collect();
            let since = row.last_visit.unwrap_or(row.joined_at);
            let idle = row.offers == 0
                && since <= now.plus_days(-DAYS_IDLE)
                && !is_paused(&record, &today)
                && standings.iter().any(|(_, standing)| standing.may());
            Known { areas: areas.remove(&row.person_id).unwrap_or_default(), row, record, standings, idle }
        })
        .collect();
    let idle = known.iter().filter(|volunteer| volunteer.idle).count();
    known.retain(|volunteer| volunteer.passes(&filter, &kinds, &today));
    sort_by_name(&mut known, here.locale(), |volunteer| &volunteer.row.name);
    let found = known.len();
    let rows = known.into_iter().take(SHOWN).map(|volunteer| row(here, volunteer, &kinds, &today)).collect();
    let all = || (String::new(), texts.s(k::common::ALL).to_owned());
    let standings = [
        ("eligible", k::volunteers::FILTER_ELIGIBLE),
        ("expiring", k::volunteers::FILTER_EXPIRING),
        ("prospective", k::volunteers::FILTER_PROSPECTIVE),
        ("expired", k::volunteers::FILTER_EXPIRED),
        ("held", k::volunteers::HELD),
        ("paused", k::volunteers::PAUSED),
        ("idle", k::volunteers::IDLE),
    ];
    Ok(Volunteers {
        found: texts.n(k::volunteers::FOUND_ONE, k::volunteers::FOUND_MANY, i64::try_from(found).unwrap_or_default()),
        idle: (idle > 0).then(|| {
            texts.n(k::volunteers::IDLE_ONE, k::volunteers::IDLE_MANY, i64::try_from(idle).unwrap_or_default())
        }),
        rows,
        areas: std::iter::once(all()).chain(my_areas.into_iter().map(|(id, name)| (id.0, name))).collect(),
        kinds: std::iter::once(all())
            .chain(kinds.iter().filter(|kind| kind.active).map(|kind| (kind.id.0.clone(), kind.name.clone())))
            .collect(),
        standings: std::iter::once(all())
            .chain(standings.map(|(code, key)| (code.to_owned(), texts.s(key).to_owned())))
            .collect(),
        form: filter
            .search
            .form(texts)
            .with("area", filter.area)
            .with("kind", filter.kind)
            .with("standing", filter.standing),
    })
}

fn row(here: &Here, volunteer: Known, kinds: &[Kind], today: &str) -> Row {
    let (texts, locale) = (here.texts(), here.locale());
    let name = |index: usize| kinds.get(index).map(|kind| kind.name.clone()).unwrap_or_default();
    let (may, not): (Vec<_>, Vec<_>) = volunteer.standings.iter().partition(|(_, standing)| standing.may());
    let tag = |words: Key, tone: &str| RowTag { words: texts.s(words).to_owned(), tone: tone.to_owned() };
    let mut tags = Vec::new();
    if volunteer.record.held {
        tags.push(tag(k::volunteers::HELD, "tag-bad"));
    } else if !volunteer.record.is_volunteer {
        tags.push(tag(k::volunteers::NOT_YET, "tag-plain"));
    }
    if is_paused(&volunteer.record, today) {
        tags.push(tag(k::volunteers::PAUSED, "tag-wait"));
    }
    if volunteer.idle {
        tags.push(tag(k::volunteers::IDLE, "tag-warn"));
    }
    Row {
        id: volunteer.row.person_id.to_string(),
        name: volunteer.row.name,
        areas: volunteer.areas.into_iter().map(|(_, name)| name).collect::<Vec<_>>().join(", "),
        may: may.iter().map(|(index, _)| name(*index)).collect::<Vec<_>>().join(", "),
        missing: not
            .iter()
            .filter(|(_, standing)| *standing != Standing::Blocked)
            .map(|(index, standing)| format!("{}: {}", name(*index), standing_text(here, standing)))
            .collect(),
        last: volunteer.row.last_visit.map(|at| locale.day_short(at.day())).unwrap_or_default(),
        tags,
    }
}
