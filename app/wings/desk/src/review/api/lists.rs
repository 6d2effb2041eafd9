//! The two lists.

use super::{reader, words};
use crate::{
    concerns::tasks::CONCERN,
    review::{
        model::Sort,
        store::{
            lists::{self, Filter, ListRow, PAGE, Reader},
            saved,
        },
        view::{Filter as Shown, Line, ListLink, Requests, RequestsLoad, Todo, TodoLoad},
    },
};
use db::{Failure, Tx};
use frame::{
    audit::{self, Event},
    context::Here,
    drafts::{self, Search},
    live,
    routes::{Go, address},
    tasks::Weight,
};
use ground::{
    Locale, Object, Timestamp,
    clock::parse_day,
    form::{FormView, Named, RawForm},
    text::{Texts, k, theirs},
};
use help::{
    kinds,
    requests::model::RequestState,
    transitions::tasks::{FEEDBACK_BAD, FEEDBACK_TALK, NO_OFFERS, OWNERLESS, REPLACEMENT, UNFILLED},
};
use people::person::Sought;

/// What the address asks for.
struct Asked {
    /// The id of a search.
    find: String,
    area: String,
    kind: String,
    status: String,
    whose: String,
    page: String,
}

/// The search that an address names: a draft's, or a saved filter's own.
pub(super) async fn search(tx: &mut Tx, here: &Here, find: &str) -> Result<Search, Failure> {
    let search = drafts::searched(tx, here, find).await?;
    if find.is_empty() || !search.find.is_empty() {
        return Ok(search);
    }
    let saved = saved::search(tx, here.municipality(), &here.me()?.id, &find.into()).await?;
    Ok(saved.map(|text| Search { find: find.to_owned(), text, refused: false }).unwrap_or_default())
}

struct Wanted {
    filter: Filter,
    form: FormView,
    query: Vec<(&'static str, String)>,
}

impl Wanted {
    async fn new(tx: &mut Tx, here: &Here, asked: Asked) -> Result<Self, Failure> {
        let Asked { find, area, kind, status, whose, page } = asked;
        let search = search(tx, here, &find).await?;
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        let filter = Filter {
            // A short number is a request's; a longer one may also be a telephone's.
            number: search.text.parse().ok(),
            text: Sought::of(&search.text),
            area: some(&area),
            kind: some(&kind),
            status: some(&status),
            mine: whose == "mine",
            page: page.parse::<i64>().map_or(0, |page| page.saturating_sub(1).clamp(0, 10_000)),
        };
        let form = search.form(here.texts());
        let query = vec![("find", search.find), ("area", area), ("kind", kind), ("status", status), ("whose", whose)];
        let form = query.iter().fold(form, |form, (name, value)| form.with(name, value.clone()));
        Ok(Self { filter, form, query })
    }

    /// The address of a page of this list; `more` is added.
    fn address(&self, path: &str, more: &[(&'static str, String)]) -> String {
        address(path, self.query.iter().chain(more).map(|(name, value)| (*name, value.as_str())))
    }

    fn is_filtered(&self) -> bool {
        self.query.iter().any(|(_, value)| !value.is_empty())
    }

    /// For the log: what was filtered by, and that a search was made; never the words.
    fn why(&self) -> String {
        let told = self.query.iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| {
            if *name == "find" {
                "q".to_owned()
            } else {
                format!("{name}={}", value.chars().take(60).collect::<String>())
            }
        })
        .collect::<Vec<_>>()
        .join(" ")
    }

    async fn shown(&self, tx: &mut Tx, here: &Here, statuses: Vec<Named>) -> Result<Shown, Failure> {
        let texts = here.texts();
        let everything = || vec![(String::new(), texts.s(k::common::ALL).to_owned())];
        let mine = here.me()?.coordinator_areas();
        let areas = lists::areas(tx, here.municipality()).await?;
        let areas = areas.into_iter().filter(|(id, _)| mine.as_ref().is_none_or(|mine| mine.contains(id)));
        let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
        Ok(Shown {
            form: self.form.clone(),
            areas: everything().into_iter().chain(areas.map(|(id, name)| (id.0, name))).collect(),
            kinds: everything().into_iter().chain(kinds.into_iter().map(|kind| (kind.id.0, kind.name))).collect(),
            statuses: everything().into_iter().chain(statuses).collect(),
            whose: everything().into_iter().chain([("mine".to_owned(), texts.s(k::review::MINE).to_owned())]).collect(),
        })
    }

    /// The pages near this one, the first, and the last where all rows were counted.
    fn pages(&self, texts: Texts, path: &str, total: i64, more: &[(&'static str, String)]) -> Vec<ListLink> {
        let last = (total - 1).max(0) / PAGE;
        if last == 0 {
            return Vec::new();
        }
        let here = self.filter.page;
        let ends = |page: i64| page == 0 || (page == last && total < self.filter.counted());
        let near = |page: &i64| ends(*page) || (page - here).abs() <= 2;
        (0..=last)
            .filter(near)
            .map(|page| {
                let number = (page + 1).to_string();
                let more: Vec<_> = more.iter().cloned().chain([("page", number.clone())]).collect();
                ListLink {
                    words: texts.f(k::review::PAGE, &[("n", &number)]),
                    href: self.address(path, &more),
                    current: page == here,
                }
            })
            .collect()
    }
}

/// Filters "Att göra".
pub(super) async fn search_todo(here: Here, form: RawForm) -> Result<Go, Failure> {
    reader(&here)?;
    drafts::search(&here, "/staff", &["area", "kind", "status", "whose"], &form).await
}

/// Filters all requests.
pub(super) async fn search_requests(here: Here, form: RawForm) -> Result<Go, Failure> {
    reader(&here)?;
    drafts::search(&here, "/staff/requests", &["area", "kind", "status", "whose", "sort"], &form).await
}

/// What waits.
///
/// # Errors
/// `Forbidden` for everybody but coordinators.
pub(super) async fn todo(here: Here, load: TodoLoad) -> Result<Todo, Failure> {
    let TodoLoad { find, area, kind, status, whose, page, notice } = load;
    let asked = Asked { find, area, kind, status, whose, page };
    let (_, reader) = reader(&here)?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let wanted = Wanted::new(&mut tx, &here, asked).await?;
    // Before the rows: what changes in between is told once too often, and not missed.
    let newest = live::newest(&mut tx, here.municipality()).await?;
    let rows = lists::waiting(&mut tx, reader, &wanted.filter).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let prospective = lists::prospective(&mut tx, reader).await?;
    let kinds = here.app.features.iter().flat_map(|feature| feature.tasks);
    let kinds = kinds.map(|kind| (kind.code.to_owned(), texts.s(kind.words).to_owned())).collect();
    let filter = wanted.shown(&mut tx, &here, kinds).await?;
    drop(tx);
    log(&here, "todo", &wanted).await?;
    Ok(Todo {
        heading: texts.f(k::review::TODO_HEADING, &[("n", &total.to_string())]),
        lines: rows.into_iter().map(|row| line(&here, reader, row, List::Todo)).collect(),
        filter,
        pages: wanted.pages(texts, "/staff", total, &[]),
        address: wanted.address("/staff", &[]),
        newest,
        prospective: (prospective > 0)
            .then(|| texts.n(k::review::PROSPECTIVE_ONE, k::review::PROSPECTIVE_MANY, prospective)),
        notice: (notice == "nothing").then(|| texts.s(k::review::NOTICE_NOTHING).to_owned()),
        filtered: wanted.is_filtered(),
    })
}

/// All requests.
///
/// # Errors
/// `Forbidden` for everybody but coordinators.
pub(super) async fn requests(here: Here, load: RequestsLoad) -> Result<Requests, Failure> {
    let RequestsLoad { find, area, kind, status, whose, page, sort } = load;
    let asked = Asked { find, area, kind, status, whose, page };
    let (_, reader) = reader(&here)?;
    let texts = here.texts();
    let sort = Sort::from_code(&sort).unwrap_or(Sort::Newest);
    let mut tx = here.read().await?;
    let wanted = Wanted::new(&mut tx, &here, asked).await?;
    let rows = lists::requests(&mut tx, reader, &wanted.filter, sort).await?;
    let total = rows.first().map_or(0, |row| row.total);
    let states = ["open"].into_iter().chain(RequestState::ALL.iter().map(|state| state.code()));
    let filter = wanted.shown(&mut tx, &here, words(texts, "review.state", states)).await?;
    let path = "/staff/requests";
    let sorted = |sort: Sort| wanted.address(path, &[("sort", sort.code().to_owned())]);
    let saved = super::saved::links(&mut tx, &here, &sorted(sort)).await?;
    drop(tx);
    log(&here, "requests", &wanted).await?;
    let other = if sort == Sort::Newest { Sort::Oldest } else { Sort::Newest };
    Ok(Requests {
        heading: if total < wanted.filter.counted() {
            texts.f(k::review::LIST_HEADING, &[("n", &total.to_string())])
        } else {
            texts.f(k::review::LIST_HEADING_MANY, &[("n", &(total - 1).to_string())])
        },
        lines: rows.into_iter().map(|row| line(&here, reader, row, List::Requests)).collect(),
        filter,
        pages: wanted.pages(texts, path, total, &[("sort", sort.code().to_owned())]),
        address: sorted(sort),
        saved,
        save: wanted.address("/staff/filters", &[("sort", sort.code().to_owned())]),
        sort: sort.code().to_owned(),
        sorts: [sorted(Sort::Number), sorted(other)],
        by_due: sorted(Sort::Due),
    })
}

async fn log(here: &Here, list: &'static str, wanted: &Wanted) -> Result<(), Failure> {
    audit::record_read(
        here,
        Event { action: "list.read", object: (Object::List, list), subject: None, why: &wanted.why() },
    )
    .await
}

/// Where a row is dealt with.
pub(super) fn href(row: &ListRow) -> String {
    match &row.request_id {
        Some(_) if [FEEDBACK_TALK.code, FEEDBACK_BAD.code].contains(&row.task.as_str()) => {
            format!("/staff/visits/{}", row.object_id)
        }
        Some(request) => format!("/staff/requests/{request}"),
        None => format!("/staff/concerns/{}", row.object_id),
    }
}

/// Which list a row stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum List {
    Todo,
    Requests,
}

/// A row in words: what waits tells for how long, a request when it was sent.
fn line(here: &Here, reader: Reader<'_>, row: ListRow, list: List) -> Line {
    let (locale, texts) = (here.locale(), here.texts());
    let href = href(&row);
    let number = match row.request_id {
        Some(_) => row.number.to_string(),
        None => texts.f(k::review::CONCERN_NUMBER, &[("n", &row.number.to_string())]),
    };
    let today = reader.now.day();
    let days = i64::from((today - row.since.day()).get_days());
    let waited = if list == List::Requests {
        locale.day_short(row.since.day())
    } else if days == 0 {
        texts.s(k::review::WAITED_TODAY).to_owned()
    } else {
        texts.n(k::review::WAITED_ONE, k::review::WAITED_MANY, days)
    };
    let (status, tone, waits) = status(here, &row.task);
    let (due, late) = if waits { due_words(locale, texts, row.due, reader.now) } else { (String::new(), None) };
    let day = row.first_day.as_deref().and_then(parse_day);
    let when = match (row.starts_at, day) {
        (Some(at), _) => locale.moment_short(at),
        (None, Some(day)) => locale.day_short(day),
        (None, None) => String::new(),
    };
    let mine = row.owner_id.as_deref() == Some(reader.me.as_str());
    // What is over is nobody's any more.
    let open = RequestState::from_code(&row.task).is_none_or(RequestState::is_open);
    let person = match (row.protected, row.given_name, row.family_name) {
        (Some(true), ..) if !(mine && open && reader.handles_protected) => texts.s(k::review::PROTECTED).to_owned(),
        (Some(_), Some(given), Some(family)) => theirs(&format!("{given} {family}")),
        _ => String::new(),
    };
    let owner = match (row.owner_given, row.owner_family) {
        _ if mine => texts.s(k::review::ME).to_owned(),
        (Some(given), Some(family)) => theirs(&format!("{given} {family}")),
        _ => String::new(),
    };
    let concern = row.task == CONCERN.code;
    Line {
        pick: row.request_id.filter(|_| can_be_chosen(&row.task, row.owner_id.is_some())),
        number,
        href,
        waited,
        due,
        late,
        person,
        what: if concern { texts.s(CONCERN.words).to_owned() } else { row.kind_name.unwrap_or_default() },
        when,
        area: row.area_name.unwrap_or_default(),
        status,
        tone: tone.to_owned(),
        owner,
    }
}

/// Whether a request in this place of a list can be taken, or volunteers be asked for it.
fn can_be_chosen(code: &str, owned: bool) -> bool {
    match RequestState::from_code(code) {
        Some(RequestState::Submitted | RequestState::Approved) => true,
        Some(state) => state.is_open() && !owned,
        None => [&OWNERLESS, &REPLACEMENT, &NO_OFFERS, &UNFILLED].iter().any(|kind| kind.code == code),
    }
}

/// The word of a task or a state, its tone, and whether something waits until a time.
fn status(here: &Here, code: &str) -> (String, &'static str, bool) {
    let texts = here.texts();
    let kind = || here.app.features.iter().flat_map(|feature| feature.tasks).find(|kind| kind.code == code);
    match RequestState::from_code(code) {
        // Both lists know two of them; they say the same.
        Some(state) => {
            let tone = match state {
                RequestState::Matched => "tag-ok",
                RequestState::Submitted | RequestState::InReview | RequestState::NeedsInfo | RequestState::Approved => {
                    "tag-wait"
                }
                _ => "tag-plain",
            };
            let waits = matches!(state, RequestState::Submitted | RequestState::InReview | RequestState::NeedsInfo);
            (texts.coded("review.state", code).to_owned(), tone, waits)
        }
        None => kind().map_or_else(Default::default, |kind| (texts.s(kind.words).to_owned(), tone(kind.weight), true)),
    }
}

/// The tag's tone beside its word.
const fn tone(weight: Weight) -> &'static str {
    match weight {
        Weight::Alarming => "tag-bad",
        Weight::Pressing => "tag-warn",
        Weight::Waiting => "tag-wait",
        Weight::Calm => "tag-plain",
    }
}

/// "senast fre 27 nov 16.00"; once it is over "tis 24 nov 16.00" and "2 dagar försenad".
fn due_words(locale: Locale, texts: Texts, due: Timestamp, now: Timestamp) -> (String, Option<String>) {
    let when = locale.deadline(due);
    if due >= now {
        return (texts.f(k::review::DUE_BY, &[("when", &when)]), None);
    }
    let late = match i64::from((now.day() - due.day()).get_days()) {
        0 => texts.s(k::review::LATE).to_owned(),
        days => texts.n(k::review::LATE_ONE, k::review::LATE_MANY, days),
    };
    (when, Some(late))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_short_and_names_its_day() {
        let at = |day: i8, hour: i8| Timestamp::from_local(jiff::civil::date(2026, 11, day).at(hour, 0, 0, 0));
        let now = at(26, 11);
        for (locale, due, when, late) in [
            (Locale::Sv, at(27, 16), "senast fre 27 nov 16.00", ""),
            (Locale::Sv, at(26, 9), "tors 26 nov 9.00", "Försenad"),
            (Locale::Sv, at(25, 16), "ons 25 nov 16.00", "1 dag försenad"),
            (Locale::Sv, at(24, 16), "tis 24 nov 16.00", "2 dagar försenad"),
            (Locale::Fi, at(27, 16), "viimeistään pe 27.11. 16.00", ""),
            (Locale::Fi, at(24, 16), "ti 24.11. 16.00", "2 päivää myöhässä"),
            (Locale::En, at(27, 16), "by Fri 27 Nov 4 pm", ""),
            (Locale::En, at(24, 16), "Tue 24 Nov 4 pm", "2 days late"),
        ] {
            let expected = (when.to_owned(), Some(late.to_owned()).filter(|late| !late.is_empty()));
            assert_eq!(due_words(locale, Texts::of(locale), due, now), expected);
        }
    }
}
