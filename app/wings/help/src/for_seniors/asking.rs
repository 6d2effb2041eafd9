//! (server side) Asking for help: the pages of a draft and what their buttons do. Every answer is saved as it is given; nothing is sent
//! before the last button.

use crate::{
    for_seniors::view::{AskReviewLoad, AskStepLoad, Card, Review, ReviewRow, StepView},
    kinds::{
        self,
        model::{ContactMode, Kind},
    },
    requests::{
        form::{self, Step},
        model::Channel,
        policy,
        store::{self, Asker, NewRequest},
    },
    transitions,
};
use axum::extract::Path;
use db::{Failure, Tx, in_tx};
use frame::{
    access::{self, model::Role},
    context::{
        Here,
        feature::{Given, Routes},
    },
    drafts::{self, Draft, Form},
    once,
    routes::Go,
};
use ground::{
    AppError,
    clock::{capital, day_code, working_days_after},
    form::{FieldError, FormView, RawForm},
    id::{DraftId, PersonId, RequestId},
    phone,
    text::{Key, Texts, k},
    time::DayPart,
};
use jiff::civil::Date;
use ui::Fact;

/// The form of all its pages.
pub const FORM: Form = Form::new("ask", &["kind", "days", "day", "month", "year", "part", "mode", "note"]);

/// How many working days a senior waits for an answer at most.
const WORKING_DAYS: u32 = 2;

/// Addresses of asking.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/ask/new", begin)
        .post("/ask/{draft}/what", save_what)
        .post("/ask/{draft}/days", save_days)
        .post("/ask/{draft}/time", save_time)
        .post("/ask/{draft}/where", save_where)
        .post("/ask/{draft}/more", save_more)
        .post("/ask/{draft}/send", send)
        .post("/requests/{id}/again", again)
}

/// The signed-in senior. Asking is for oneself; a coordinator who takes a call has a page of their own.
fn senior(here: &Here) -> Result<PersonId, AppError> {
    let me = here.me()?;
    access::policy::role(me, Role::Senior)?;
    Ok(me.id.clone())
}

async fn own_draft(tx: &mut Tx, here: &Here, draft: &DraftId) -> Result<Draft, Failure> {
    Ok(drafts::by_id(tx, here, &FORM, draft).await?.ok_or(AppError::NotFound)?)
}

fn is_empty(draft: &Draft) -> bool {
    draft.answers.0.values().flatten().all(String::is_empty)
}

/// The address of a question, or of the review.
fn address(draft: &DraftId, step: Option<Step>, change: bool) -> String {
    let change = if change && step.is_some() { "?change=1" } else { "" };
    format!("/ask/{draft}/{}{change}", step.map_or("review", Step::code))
}

/// Where a person goes on with a draft that was begun and not sent, if there is one.
pub async fn resume(tx: &mut Tx, here: &Here, me: &PersonId, kinds: &[Kind]) -> Result<Option<String>, Failure> {
    let Some(id) = drafts::newest_open(tx, here, &FORM, me).await? else { return Ok(None) };
    let draft = own_draft(tx, here, &id).await?;
    if is_empty(&draft) {
        return Ok(None);
    }
    Ok(Some(address(&id, form::first_missing(&draft.answers, kinds, here.app.clock.today()), false)))
}

/// One question of a draft.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` where the draft is somebody else's.
pub(super) async fn step(
    here: Here,
    AskStepLoad { draft, step, change }: AskStepLoad,
) -> Result<Given<StepView>, Failure> {
    senior(&here)?;
    let step = Step::from_code(&step).ok_or(AppError::NotFound)?;
    let id = DraftId::from(draft);
    let mut tx = here.read().await?;
    let found = own_draft(&mut tx, &here, &id).await?;
    let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
    let texts = here.texts();
    let cards = match step {
        Step::What => kind_cards(texts, &kinds),
        Step::Days => day_cards(&here),
        Step::Time => part_cards(texts),
        Step::Where => mode_cards(texts, form::chosen(&found.answers, &kinds)),
        Step::More => Vec::new(),
    };
    let no_place = step == Step::Where && cards.is_empty();
    let instead = no_place.then(|| address(&id, Some(Step::What), false));
    let errors: Vec<FieldError> =
        found.errors.iter().filter(|error| step.fields().contains(&error.field.as_str())).cloned().collect();
    // A question's page holds its own answer alone.
    let mut form = shown(&found.answers, &errors, texts, "note");
    form.answers.retain(|field, _| step.fields().contains(&field.as_str()));
    let data = StepView {
        draft: id.to_string(),
        form,
        cards,
        change: !change.is_empty(),
        sent: found.result_id.map(|request| format!("/requests/{request}")),
    };
    Ok(Given { data, instead })
}

/// A form as the page shows it; the sentence about a text that is too long says by how much.
pub fn shown(answers: &RawForm, errors: &[FieldError], texts: Texts, field: &str) -> FormView {
    let mut view = answers.view(errors, texts);
    let extra = answers.get(field).chars().count().saturating_sub(form::LONGEST_NOTE).to_string();
    for (_, message) in &mut view.errors {
        *message = message.replace("{n}", &extra);
    }
    view
}

fn card(value: impl Into<String>, text: impl Into<String>, hint: impl Into<String>) -> Card {
    Card { value: value.into(), text: text.into(), hint: hint.into() }
}

fn kind_cards(texts: Texts, kinds: &[Kind]) -> Vec<Card> {
    let active = kinds.iter().filter(|kind| kind.active);
    active
        .map(|kind| card(kind.id.as_str(), kind.name.clone(), kind.description.clone()))
        .chain([card(form::CALL, texts.s(k::requests::KIND_CALL), texts.s(k::requests::KIND_CALL_HINT))])
        .collect()
}

fn day_cards(here: &Here) -> Vec<Card> {
    let (texts, locale, today) = (here.texts(), here.locale(), here.app.clock.today());
    let hint = |day: Date| {
        if today.tomorrow().is_ok_and(|tomorrow| tomorrow == day) {
            capital(&locale.on_day(day, today))
        } else {
            String::new()
        }
    };
    form::sensible_days(today)
        .into_iter()
        .map(|day| card(day_code(day), capital(&locale.day_long(day)), hint(day)))
        .chain([
            card(form::OTHER, texts.s(k::requests::OTHER_DAY), texts.s(k::requests::OTHER_DAY_HINT)),
            card(form::ANY, texts.s(k::requests::ANY), ""),
        ])
        .collect()
}

fn part_cards(texts: Texts) -> Vec<Card> {
    [DayPart::Morning, DayPart::Afternoon]
        .into_iter()
        .map(|part| card(part.code(), texts.s(part_key(part)), ""))
        .chain([card(form::ANY, texts.s(k::requests::ANY), "")])
        .collect()
}

fn mode_cards(texts: Texts, kind: Option<&Kind>) -> Vec<Card> {
    let modes = kind.map(|kind| kind.modes.as_slice()).unwrap_or_default();
    let hint = |mode: ContactMode| if mode == ContactMode::Out { texts.s(k::requests::MODE_OUT_HINT) } else { "" };
    modes.iter().map(|mode| card(mode.code(), texts.s(mode_key(*mode)), hint(*mode))).collect()
}

/// "På förmiddagen, klockan 9–12".
pub(super) const fn part_key(part: DayPart) -> Key {
    match part {
        DayPart::Morning => k::requests::PART_MORNING,
        DayPart::Afternoon => k::requests::PART_AFTERNOON,
        DayPart::Evening => k::requests::PART_EVENING,
    }
}

/// "Hemma hos dig".
pub const fn mode_key(mode: ContactMode) -> Key {
    match mode {
        ContactMode::Home => k::requests::MODE_HOME,
        ContactMode::Out => k::requests::MODE_OUT,
        ContactMode::Phone => k::requests::MODE_PHONE,
        ContactMode::Video => k::requests::MODE_VIDEO,
    }
}

/// The answers before they are sent.
///
/// # Errors
/// `SignIn`, `Forbidden`; `NotFound` where the draft is somebody else's.
pub(super) async fn review(here: Here, AskReviewLoad { draft }: AskReviewLoad) -> Result<Review, Failure> {
    let me = senior(&here)?;
    let id = DraftId::from(draft);
    let mut tx = here.read().await?;
    let found = own_draft(&mut tx, &here, &id).await?;
    let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
    let asker = store::asker(&mut tx, here.municipality(), &me).await?.ok_or(AppError::NotFound)?;
    let complete = form::first_missing(&found.answers, &kinds, here.app.clock.today()).is_none();
    Ok(Review {
        rows: review_rows(&here, &id, &found.answers, &kinds),
        own: own_rows(here.texts(), &asker),
        complete,
        no_area: asker.area_id.is_none(),
        sent: found.result_id.map(|request| format!("/requests/{request}")),
        draft: id.to_string(),
    })
}

fn review_rows(here: &Here, draft: &DraftId, answers: &RawForm, kinds: &[Kind]) -> Vec<ReviewRow> {
    let (texts, locale, today) = (here.texts(), here.locale(), here.app.clock.today());
    let kind = form::chosen(answers, kinds);
    let days = form::days(answers, today).unwrap_or_default();
    let row = |step: Step, term: Key, value: Vec<String>| ReviewRow {
        term: texts.s(term).to_owned(),
        href: address(draft, Some(step), true),
        missing: value.is_empty() || !form::errors(step, answers, kinds, today).is_empty(),
        value,
    };
    let part = match answers.get("part") {
        form::ANY => Some(k::requests::ANY),
        code => DayPart::from_code(code).map(part_key),
    };
    let mode = ContactMode::from_code(answers.get("mode")).map(mode_key);
    let words = |key: Option<Key>| key.map(|key| texts.s(key).to_owned()).into_iter().collect();
    let note = match answers.0.get("note") {
        None => Vec::new(),
        Some(_) if answers.get("note").is_empty() => vec![texts.s(k::requests::NOTHING_MORE).to_owned()],
        Some(_) => vec![answers.get("note").to_owned()],
    };
    vec![
        row(Step::What, k::requests::ROW_KIND, kind.map(|kind| kind.name.clone()).into_iter().collect()),
        row(Step::Days, k::requests::ROW_DAYS, days.into_iter().map(|day| capital(&locale.day_long(day))).collect()),
        row(Step::Time, k::requests::ROW_TIME, words(part)),
        row(Step::Where, k::requests::ROW_WHERE, words(mode)),
        row(Step::More, k::requests::ROW_MORE, note),
    ]
}

fn own_rows(texts: Texts, asker: &Asker) -> Vec<Fact> {
    let address = [asker.street.clone(), asker.city.clone()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    vec![
        (texts.s(k::requests::ROW_ADDRESS).to_owned(), address),
        (texts.s(k::requests::ROW_PHONE).to_owned(), asker.phone.as_deref().map(phone::readable).unwrap_or_default()),
    ]
}

/// "Be om hjälp". A draft in which nothing was answered yet is used again, so that looking in does not leave a pile of them.
async fn begin(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = senior(&here)?;
    let to = once!(&here, "ask/new", &form, |tx| {
        if let Some(id) = drafts::newest_open(tx, &here, &FORM, &me).await?
            && is_empty(&own_draft(tx, &here, &id).await?)
        {
            return Ok(address(&id, Some(Step::What), false));
        }
        let id = drafts::insert(tx, &here, &FORM, &RawForm::default(), &[]).await?;
        Ok(address(&id, Some(Step::What), false))
    })?;
    Ok(Go(to))
}

async fn save_what(here: Here, Path(draft): Path<String>, form: RawForm) -> Result<Go, Failure> {
    save(&here, &draft.into(), &form, Step::What).await
}

async fn save_days(here: Here, Path(draft): Path<String>, form: RawForm) -> Result<Go, Failure> {
    save(&here, &draft.into(), &form, Step::Days).await
}

async fn save_time(here: Here, Path(draft): Path<String>, form: RawForm) -> Result<Go, Failure> {
    save(&here, &draft.into(), &form, Step::Time).await
}

async fn save_where(here: Here, Path(draft): Path<String>, form: RawForm) -> Result<Go, Failure> {
    save(&here, &draft.into(), &form, Step::Where).await
}

async fn save_more(here: Here, Path(draft): Path<String>, form: RawForm) -> Result<Go, Failure> {
    save(&here, &draft.into(), &form, Step::More).await
}

/// Saves the answer to one question and goes on, also where something is wrong with it: then back to the question. No one-time key:
/// saving the same answer again changes nothing, and the answer that was given last must count.
async fn save(here: &Here, draft: &DraftId, sent: &RawForm, step: Step) -> Result<Go, Failure> {
    senior(here)?;
    let change = sent.get("change") == "1";
    let today = here.app.clock.today();
    let to = in_tx!(here.app.db, |tx| {
        let mut answers = own_draft(tx, here, draft).await?.answers;
        let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
        for field in step.fields() {
            answers.set(field, sent.all(field).to_vec());
        }
        let errors = form::errors(step, &answers, &kinds, today);
        if !drafts::update(tx, here, &FORM, draft, &answers, &errors).await?.is_done() {
            // Sent already, in another tab or before "back": the review says so.
            return Ok(address(draft, None, false));
        }
        Ok(if !errors.is_empty() {
            address(draft, Some(step), change)
        } else if step == Step::What && answers.get("kind") == form::CALL {
            format!("/ask/{draft}/call")
        } else if change {
            address(draft, form::first_missing(&answers, &kinds, today), true)
        } else {
            address(draft, step.next(), false)
        })
    })?;
    Ok(Go(to))
}

/// "Skicka": the draft becomes a request, once.
async fn send(here: Here, Path(draft): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let me = senior(&here)?;
    let id = DraftId::from(draft);
    let to = once!(&here, "ask/send", &sent, |tx| {
        let draft = own_draft(tx, &here, &id).await?;
        let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
        let asker = store::asker(tx, here.municipality(), &me).await?.ok_or(AppError::NotFound)?;
        let wish = form::whole(&draft.answers, &kinds, here.app.clock.today());
        let (Some(area), Some(wish), None) = (asker.area_id, wish, draft.result_id) else {
            // The review says what is missing, or that it was sent.
            return Ok(address(&id, None, false));
        };
        let times = wish.times();
        let new = NewRequest {
            senior: me.clone(),
            registered_by: me.clone(),
            channel: Channel::Own,
            kind: wish.kind,
            area,
            mode: wish.mode,
            note: wish.note,
            times,
            answer_due_at: working_days_after(here.instant(), WORKING_DAYS),
        };
        let (request, _) = transitions::requests::submit(tx, &here, &new).await?;
        // Sent at the same moment from another tab: run again, and find that one.
        drafts::set_result(tx, &here, &id, request.as_str()).await?.or_lost()?;
        Ok(format!("/requests/{request}/sent"))
    })?;
    Ok(Go(to))
}

/// "Be om hjälp igen": a new draft with the same answers, except the days.
async fn again(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = RequestId::from(id);
    let mut tx = here.read().await?;
    let request = store::by_id(&mut tx, here.municipality(), &id).await?.ok_or(AppError::NotFound)?;
    policy::senior_alone(here.me()?, &request.senior, &request.area)?;
    let times = store::times(&mut tx, here.municipality(), &id).await?;
    drop(tx);
    let mut answers = RawForm::default();
    answers.set("kind", vec![request.kind.to_string()]);
    answers.set("mode", vec![request.mode.code().to_owned()]);
    answers.set("note", vec![request.note.clone()]);
    let has = |part: DayPart| times.iter().any(|time| time.part == part);
    let part = match (has(DayPart::Morning), has(DayPart::Afternoon)) {
        (true, true) => Some(form::ANY),
        (true, false) => Some(DayPart::Morning.code()),
        (false, true) => Some(DayPart::Afternoon.code()),
        (false, false) => None,
    };
    if let Some(part) = part {
        answers.set("part", vec![part.to_owned()]);
    }
    let to = once!(&here, "requests/again", &sent, |tx| {
        let draft = drafts::insert(tx, &here, &FORM, &answers, &[]).await?;
        Ok(address(&draft, Some(Step::Days), true))
    })?;
    Ok(Go(to))
}
