//! Saved filters of the list of all requests. A filter's words are names and numbers: the address of its list carries its id as `find`,
//! as it carries a search's ([`drafts::search`]).

use super::{lists, reader};
use crate::review::{
    model::Sort,
    store::{lists as rows, saved as store, saved::Saved},
    view::{Filters, FiltersLoad, ListLink, Said, SavedFilter},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    context::{Here, feature::Routes},
    drafts::{self, Form},
    once,
    routes::{Go, address},
};
use ground::{
    AppError,
    form::{Check, FieldError, FormView, Named, RawForm},
    id::{AreaId, FilterId, KindId},
    personal_number,
    text::{Texts, k},
};
use help::{kinds, requests::model::RequestState};

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/staff/filters", save).post("/staff/filters/{id}/delete", delete)
}

const FORM: Form = Form::new("review_filter", &["name", "find", "area", "kind", "status", "whose", "sort"]);
/// The longest name.
const NAME: usize = 40;
/// What a filter's form and its address hold, besides the search.
const FIELDS: [&str; 5] = ["area", "kind", "status", "whose", "sort"];

/// The address of the list as a saved filter shows it.
pub(super) fn href(saved: &Saved) -> String {
    let id = if saved.search.is_empty() { "" } else { saved.id.as_str() };
    let area = saved.area.as_ref().map_or("", AreaId::as_str);
    let kind = saved.kind.as_ref().map_or("", KindId::as_str);
    let whose = if saved.mine { "mine" } else { "" };
    let status = saved.status.as_deref().unwrap_or_default();
    let query = [("find", id), ("area", area), ("kind", kind), ("status", status), ("whose", whose)];
    address("/staff/requests", query.into_iter().chain([("sort", saved.sort.code())]))
}

/// The person's filters, as links; `shown` is the address of the list that is shown.
pub(super) async fn links(tx: &mut Tx, here: &Here, shown: &str) -> Result<Vec<ListLink>, Failure> {
    let saved = store::list(tx, here.municipality(), &here.me()?.id).await?;
    let link = |saved: Saved| {
        let href = href(&saved);
        ListLink { words: saved.name, current: href == shown, href }
    };
    Ok(saved.into_iter().map(link).collect())
}

/// A filter from its form, with the search that the form names. What does not exist (any more) is not filtered by.
async fn read(tx: &mut Tx, here: &Here, form: &RawForm) -> Result<Saved, Failure> {
    let search = lists::search(tx, here, form.get("find")).await?.text;
    let areas = rows::areas(tx, here.municipality()).await?;
    let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
    let status = form.get("status");
    Ok(Saved {
        id: FilterId::from(""),
        name: String::new(),
        search,
        area: areas.into_iter().map(|(id, _)| id).find(|id| id.as_str() == form.get("area")),
        kind: kinds.into_iter().map(|kind| kind.id).find(|id| id.as_str() == form.get("kind")),
        status: (status == "open" || RequestState::from_code(status).is_some()).then(|| status.to_owned()),
        mine: form.get("whose") == "mine",
        sort: Sort::from_code(form.get("sort")).unwrap_or(Sort::Newest),
    })
}

fn checked(form: &RawForm, search: &str) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let name = check.required_line("name", NAME, k::review::ERR_FILTER_NAME);
    // What is searched for is kept longer than a search is.
    if personal_number::found_in(search) {
        check.fail("name", k::common::PERSONAL_NUMBER);
    }
    check.finish(|| Some(name))
}

/// Keeps the filter that the form holds, under its name.
async fn save(here: Here, form: RawForm) -> Result<Go, Failure> {
    reader(&here)?;
    let mut tx = here.read().await?;
    let filter = read(&mut tx, &here, &form).await?;
    drop(tx);
    let name = match checked(&form, &filter.search) {
        Ok(name) => name,
        Err(errors) => return refused(&here, &form, &errors).await,
    };
    let (me, saved) = (here.me()?.id.clone(), Saved { name, ..filter });
    let to = once!(&here, "review/filter", &form, |tx| {
        let done = store::save(tx, here.municipality(), &me, &saved, here.instant()).await?.is_done();
        Ok(format!("/staff/filters?notice={}", if done { "saved" } else { "full" }))
    })?;
    Ok(Go(to))
}

async fn refused(here: &Here, form: &RawForm, errors: &[FieldError]) -> Result<Go, Failure> {
    let draft = drafts::refuse(here, &FORM, form, errors).await?;
    Ok(Go(address("/staff/filters", [("draft", draft.as_str())])))
}

async fn delete(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    reader(&here)?;
    let (me, id) = (here.me()?.id.clone(), FilterId(id));
    let to = once!(&here, "review/filter-delete", &form, |tx| {
        if !store::delete(tx, here.municipality(), &me, &id).await?.is_done() {
            return Err(AppError::NotFound.into());
        }
        Ok("/staff/filters?notice=deleted".to_owned())
    })?;
    Ok(Go(to))
}

/// What is filtered by, in words.
struct Names {
    areas: Vec<Named>,
    kinds: Vec<Named>,
}

impl Names {
    async fn new(tx: &mut Tx, here: &Here) -> Result<Self, Failure> {
        let areas = rows::areas(tx, here.municipality()).await?;
        let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
        Ok(Self {
            areas: areas.into_iter().map(|(id, name)| (id.0, name)).collect(),
            kinds: kinds.into_iter().map(|kind| (kind.id.0, kind.name)).collect(),
        })
    }

    fn words(&self, texts: Texts, saved: &Saved) -> String {
        let name = |list: &[Named], id: Option<&str>| {
            list.iter().find(|(known, _)| Some(known.as_str()) == id).map(|(_, name)| name.clone()).unwrap_or_default()
        };
        let quoted = if saved.search.is_empty() { String::new() } else { format!("”{}”", saved.search) };
        let status = saved.status.as_ref().map(|code| texts.coded("review.state", code).to_owned()).unwrap_or_default();
        let parts = [
            quoted,
            name(&self.areas, saved.area.as_ref().map(AreaId::as_str)),
            name(&self.kinds, saved.kind.as_ref().map(KindId::as_str)),
            status,
            if saved.mine { texts.s(k::review::MINE).to_owned() } else { String::new() },
            texts
                .s(match saved.sort {
                    Sort::Newest => k::review::SORT_NEWEST,
                    Sort::Oldest => k::review::SORT_OLDEST,
                    Sort::Due => k::review::SORT_DUE_ORDER,
                    Sort::Number => k::review::SORT_NUMBER,
                })
                .to_owned(),
        ];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }
}

/// The filter that the address names, as its form has it.
fn from_address(asked: &FiltersLoad) -> RawForm {
    let FiltersLoad { find, area, kind, status, whose, sort, .. } = asked;
    let fields = [("find", find), ("area", area), ("kind", kind), ("status", status), ("whose", whose), ("sort", sort)];
    let mut form = RawForm::default();
    for (field, value) in fields {
        form.set(field, vec![value.clone()]);
    }
    form
}

/// The person's filters, and the one that can be saved now.
///
/// # Errors
/// `Forbidden` for everybody but coordinators.
pub(super) async fn filters(here: Here, load: FiltersLoad) -> Result<Filters, Failure> {
    let (me, _) = reader(&here)?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let kept = if load.draft.is_empty() {
        None
    } else {
        drafts::by_id(&mut tx, &here, &FORM, &load.draft.as_str().into()).await?
    };
    let form = kept.as_ref().map_or_else(|| from_address(&load), |kept| kept.answers.clone());
    let now = read(&mut tx, &here, &form).await?;
    let names = Names::new(&mut tx, &here).await?;
    let saved = store::list(&mut tx, here.municipality(), &me.id).await?;
    drop(tx);
    let hidden =
        ["find"].into_iter().chain(FIELDS).map(|field| (field, form.get(field).to_owned())).collect::<Vec<_>>();
    let query = hidden.iter().map(|(field, value)| (*field, value.as_str()));
    Ok(Filters {
        back: address("/staff/requests", query),
        now: names.words(texts, &now),
        hidden,
        form: kept.map_or_else(FormView::default, |kept| form.view(&kept.errors, texts)),
        notice: match load.notice.as_str() {
            "saved" => Some(Said { words: texts.s(k::review::FILTER_SAVED).to_owned(), fine: true }),
            "deleted" => Some(Said { words: texts.s(k::review::FILTER_DELETED).to_owned(), fine: true }),
            "full" => {
                Some(Said { words: texts.f(k::review::FILTER_FULL, &[("n", &store::MOST.to_string())]), fine: false })
            }
            _ => None,
        },
        saved: saved
            .into_iter()
            .map(|saved| SavedFilter {
                id: saved.id.0.clone(),
                href: href(&saved),
                words: names.words(texts, &saved),
                name: saved.name,
            })
            .collect(),
    })
}
