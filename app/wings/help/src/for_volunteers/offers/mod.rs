//! The volunteer's side of offers and of the open board: their pages, and what they answer (`acts`).

mod acts;

use crate::{
    for_volunteers::view::{BoardTaskLoad, HomeLoad, NextVisit, OfferLoad, Task, TaskCard, TaskTime, VolunteerHome},
    kinds::{
        self,
        model::{ContactMode, Kind, Requirement},
    },
    offers::{
        card::{Card, Distance, OfferView},
        model::Promise,
        policy, store,
    },
    requests,
    vetting::{
        self,
        model::{Record, Standing},
    },
    visits,
};
use acts::{board_yes, no, undo, yes};
use db::{Failure, Tx};
use frame::{
    access::{self, model::SignedIn},
    audit::{self, Event},
    context::{
        Here,
        feature::{Given, Loads, Routes},
    },
    drafts::{self, Form},
};
use ground::{
    AppError, Object, Timestamp,
    clock::capital,
    id::{OfferId, PersonId, RequestId, TimeId},
    text::{k, theirs},
};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/volunteer/offers/{id}/yes", yes)
        .post("/volunteer/offers/{id}/no", no)
        .post("/volunteer/offers/{id}/undo", undo)
        .post("/volunteer/board/{request}/yes", board_yes)
}

/// What answers the loads of the pages of offers.
pub fn loads(loads: Loads) -> Loads {
    loads.page(home).page(offer).page(board_task)
}

/// The form of a yes, for its draft.
const YES_FORM: Form = Form::new("offer_yes", &["time"]);

/// How far ahead the home page shows the next visit.
const DAYS_NEXT: i64 = 7;

/// The volunteer's home, in few queries: kinds, record, visits, offers, board.
///
/// # Errors
/// `SignIn`; `Forbidden` for one who is no volunteer; the database's.
async fn home(here: Here, _: HomeLoad) -> Result<VolunteerHome, Failure> {
    let me = access::policy::volunteer(here.me()?)?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let record = vetting::store::record(&mut tx, municipality, me, now).await?.unwrap_or_default();
    let next = visits::store::next_of_volunteer(&mut tx, municipality, me, now, now.plus_days(DAYS_NEXT)).await?;
    let cards = store::cards_of(&mut tx, municipality, me, now).await?;
    let (today, _) = vetting::store::days(now);
    let paused = vetting::model::is_paused(&record, &today);
    let board = if paused { Vec::new() } else { store::board(&mut tx, municipality, me, None).await? };
    let wanted = vetting::store::kinds_of(&mut tx, municipality, me).await?;
    let standing = |kind: &Kind| standing(&record, kind, now);
    let shown = |card: &Card| Some(task_card(&here, card, kinds.iter().find(|kind| kind.id == card.kind)?));
    let of = |view: OfferView| cards.iter().filter(move |card| card.view(now) == view).filter_map(shown).collect();
    let on_board = |card: &&Card| {
        let kind = kinds.iter().find(|kind| kind.id == card.kind);
        card.view(now) == OfferView::Open
            && kind.is_some_and(|kind| policy::on_board(me, card, kind) && standing(kind).may())
    };
    Ok(VolunteerHome {
        next: next.and_then(|line| {
            let kind = kinds.iter().find(|kind| kind.id == line.kind_id)?;
            Some(NextVisit {
                href: format!("/volunteer/visits/{}", line.id),
                what: format!("{}: {}", kind.name, theirs(&line.given_name)),
                when: capital(&here.locale().moment(line.starts_at)),
            })
        }),
        offers: of(OfferView::Open),
        waiting: of(OfferView::Waiting),
        board: board.iter().filter(on_board).filter_map(shown).collect(),
        missing: missing(
            &here,
            &kinds.iter().filter(|kind| wanted.contains(&kind.id)).map(standing).collect::<Vec<_>>(),
        ),
        blocked: record.held || record.protected,
        paused,
    })
}

fn standing(record: &Record, kind: &Kind, now: Timestamp) -> Standing {
    let (today, soon) = vetting::store::days(now);
    vetting::model::standing(record, kind, &today, &soon)
}

/// What is missing for the kind that is nearest, in words; nothing where the volunteer may do one of them already.
fn missing(here: &Here, standings: &[Standing]) -> Vec<String> {
    if standings.iter().any(Standing::may) {
        return Vec::new();
    }
    let lists = standings.iter().filter_map(|standing| match standing {
        Standing::Prospective { missing: what } | Standing::Expired { what } => Some(what),
        _ => None,
    });
    let nearest = lists.min_by_key(|what| what.len()).map_or(&[][..], Vec::as_slice);
    nearest.iter().map(|what| requirement(here, *what)).collect()
}

fn requirement(here: &Here, what: Requirement) -> String {
    here.texts().coded("vetting.requirement", what.code()).to_owned()
}

/// Area and distance in words; by phone or video only the area.
fn place(here: &Here, card: &Card) -> String {
    let texts = here.texts();
    let area = [("area", card.area.as_str())];
    match card.mode {
        ContactMode::Phone => return texts.f(k::offers::PLACE_PHONE, &area),
        ContactMode::Video => return texts.f(k::offers::PLACE_VIDEO, &area),
        ContactMode::Home | ContactMode::Out => {}
    }
    let distance = match card.distance {
        Distance::Same => k::offers::DISTANCE_SAME,
        Distance::Next => k::offers::DISTANCE_NEXT,
        Distance::Further => k::offers::DISTANCE_FURTHER,
        Distance::Unknown => return card.area.clone(),
    };
    texts.f(k::offers::PLACE_IN, &[("area", &card.area), ("distance", texts.s(distance))])
}

/// By when an answer is needed, in words, and whether that is today.
fn due(here: &Here, card: &Card) -> (String, bool) {
    let texts = here.texts();
    match (card.view(here.instant()), card.expires_at) {
        (OfferView::Open, Some(at)) if at.day() == here.app.clock.today() => {
            (texts.s(k::offers::ANSWER_TODAY).to_owned(), true)
        }
        (OfferView::Open, Some(at)) => (texts.f(k::offers::ANSWER_BY, &[("when", &here.locale().moment(at))]), false),
        (OfferView::Waiting, _) => (texts.s(k::offers::WAITING_TAG).to_owned(), false),
        _ => (String::new(), false),
    }
}

/// A card for a list.
pub(crate) fn task_card(here: &Here, card: &Card, kind: &Kind) -> TaskCard {
    let (due, urgent) = due(here, card);
    let chosen = card.chosen_at().filter(|_| card.view(here.instant()) == OfferView::Waiting);
    let times =
        chosen.map_or_else(|| card.ahead(here.instant()).into_iter().map(|(_, at)| at).collect(), |at| vec![at]);
    TaskCard {
        href: card
            .offer
            .as_ref()
            .map_or_else(|| format!("/volunteer/board/{}", card.request), |(id, _)| format!("/volunteer/offers/{id}")),
        kind: kind.name.clone(),
        when: times.into_iter().map(|at| capital(&here.locale().moment(at))).collect(),
        place: place(here, card),
        due,
        urgent,
    }
}

/// What the volunteer has promised already, as a sentence.
fn clash(here: &Here, kinds: &[Kind], promise: &Promise) -> String {
    let kind = kinds.iter().find(|kind| kind.id == promise.kind).map_or("", |kind| kind.name.as_str());
    let what = if promise.given_name.is_empty() {
        kind.to_owned()
    } else {
        format!("{kind} ({})", theirs(&promise.given_name))
    };
    let key = if promise.agreed { k::offers::CLASH_VISIT } else { k::offers::CLASH_YES };
    here.texts().f(key, &[("what", &what), ("when", &here.locale().moment(promise.starts_at))])
}

/// What the page shows of a card as it stands now, and no more: of an offer that is over nothing is told, and a card of the board that
/// the volunteer may not say yes to is no more than its kind.
async fn task(tx: &mut Tx, here: &Here, me: &PersonId, card: &Card, url: String, draft: &str) -> Result<Task, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let view = card.view(now);
    let mut task = Task { may_decline: card.offer.is_some(), ..bare(url, view) };
    if view.is_over() {
        return Ok(task);
    }
    let kinds = kinds::store::list(tx, municipality, here.locale()).await?;
    let kind = kinds.iter().find(|kind| kind.id == card.kind).ok_or(AppError::Internal)?;
    let moment = |at: Timestamp| here.locale().moment(at);
    kind.name.clone_into(&mut task.kind);
    task.chosen = card.chosen_at().map(|at| capital(&moment(at))).unwrap_or_default();
    if view == OfferView::Agreed {
        return Ok(task);
    }
    let record = vetting::store::record(tx, municipality, me, now).await?.unwrap_or_default();
    task.may = standing(&record, kind, now).may();
    if !task.may && card.offer.is_none() {
        return Ok(task);
    }
    task.place = place(here, card);
    task.minutes = here.texts().f(k::offers::MINUTES, &[("n", &kind.minutes.to_string())]);
    card.text.clone_into(&mut task.text);
    kind.boundary.clone_into(&mut task.boundary);
    if view == OfferView::Waiting {
        return Ok(task);
    }
    task.due = due(here, card).0;
    let (ahead, promises) = (card.ahead(now), store::promises(tx, municipality, me).await?);
    let clashes: Vec<String> = ahead
        .iter()
        .map(|(_, at)| promises.iter().find(|promise| promise.clashes(&card.request, *at, kind.minutes)))
        .map(|promise| promise.map(|promise| clash(here, &kinds, promise)).unwrap_or_default())
        .collect();
    task.form = drafts::view_about(tx, here, &YES_FORM, draft, task.url.rsplit('/').next().unwrap_or_default())
        .await?
        .unwrap_or_default();
    let chosen = ahead.iter().position(|(id, _)| *id.0 == task.form.get("time"));
    if let Some(clash) = chosen.map(|index| &clashes[index]) {
        // What was refused is said as it is now: the other thing may be called off meanwhile.
        let free = clashes.iter().any(String::is_empty);
        let next = here.texts().s(if free { k::offers::CHOOSE_OTHER } else { k::offers::NO_OTHER });
        task.form.errors =
            (!clash.is_empty()).then(|| ("time".to_owned(), format!("{clash} {next}"))).into_iter().collect();
    }
    let times = ahead.into_iter().zip(clashes);
    let time = |((id, at), taken): ((TimeId, Timestamp), String)| TaskTime {
        id: id.0,
        words: capital(&moment(at)),
        within: moment(at),
        taken,
    };
    task.times = times.map(time).collect();
    Ok(task)
}

/// What has just happened, for known codes only. What the page says by itself ("late") is not said twice.
fn notice(here: &Here, code: &str, view: OfferView) -> String {
    let texts = here.texts();
    match (code, view) {
        ("undone", OfferView::Open) => texts.s(k::offers::UNDONE).to_owned(),
        ("late", OfferView::Open) => texts.s(k::offers::LATE).to_owned(),
        _ => String::new(),
    }
}

/// An offer of one's own.
///
/// # Errors
/// `SignIn`; `Forbidden` for one who is no volunteer; `NotFound` for another's; the database's.
async fn offer(here: Here, OfferLoad { id, notice: code, draft }: OfferLoad) -> Result<Task, Failure> {
    let me = access::policy::volunteer(here.me()?)?;
    let id = OfferId::from(id);
    let mut tx = here.read().await?;
    let card = store::card(&mut tx, here.municipality(), me, &id)
        .await?
        .filter(|card| !card.protected)
        .ok_or(AppError::NotFound)?;
    let mut task = task(&mut tx, &here, me, &card, format!("/volunteer/offers/{id}"), &draft).await?;
    task.notice = notice(&here, &code, task.view);
    if task.view == OfferView::Agreed {
        let visit = visits::store::of_offer(&mut tx, here.municipality(), &id).await?;
        task.visit = visit.map(|visit| format!("/volunteer/visits/{visit}")).unwrap_or_default();
    }
    drop(tx);
    audit::record_read(
        &here,
        Event { action: "offer.read", object: (Object::Offer, id.as_str()), subject: Some(&card.senior), why: "" },
    )
    .await?;
    Ok(task)
}

/// What a request is to this volunteer's board.
enum Found {
    /// It stands there, or it did: then nothing but "somebody else was first" is shown.
    Card(Box<Card>),
    /// The volunteer has an offer of it.
    Own(OfferId),
}

async fn on_board(tx: &mut Tx, here: &Here, me: &SignedIn, request: &RequestId) -> Result<Option<Found>, Failure> {
    let (municipality, me) = (here.municipality(), access::policy::volunteer(me)?);
    if let Some(offer) = store::live_of(tx, municipality, me, request).await? {
        return Ok(Some(Found::Own(offer)));
    }
    if let Some(card) = store::board(tx, municipality, me, Some(request)).await?.into_iter().next() {
        return Ok(Some(Found::Card(Box::new(card))));
    }
    // Not there (any more). Whoever saw the card may learn that it is gone; of other kinds nothing may be learnt.
    let kinds = kinds::store::list(tx, municipality, here.locale()).await?;
    let gone = requests::store::by_id(tx, municipality, request).await?;
    let known = gone.is_some_and(|gone| kinds.iter().any(|kind| kind.id == gone.kind && policy::has_board(kind)));
    if known { Ok(None) } else { Err(AppError::NotFound.into()) }
}

/// A card of the open board; one who has an offer of it goes there.
///
/// # Errors
/// `SignIn`; `Forbidden` for one who is no volunteer; `NotFound`; the database's.
async fn board_task(here: Here, BoardTaskLoad { id, draft }: BoardTaskLoad) -> Result<Given<Task>, Failure> {
    let me = here.me()?;
    access::policy::volunteer(me)?;
    let request = RequestId::from(id);
    let url = format!("/volunteer/board/{request}");
    let mut tx = here.read().await?;
    let card = match on_board(&mut tx, &here, me, &request).await? {
        Some(Found::Card(card)) => card,
        Some(Found::Own(offer)) => {
            let instead = Some(format!("/volunteer/offers/{offer}"));
            return Ok(Given { data: bare(url, OfferView::Late), instead });
        }
        None => return Ok(bare(url, OfferView::Late).into()),
    };
    let task = task(&mut tx, &here, &me.id, &card, url, &draft).await?;
    drop(tx);
    audit::record_read(
        &here,
        Event {
            action: "board.read",
            object: (Object::Request, request.as_str()),
            subject: Some(&card.senior),
            why: "",
        },
    )
    .await?;
    Ok(task.into())
}

/// Nothing but how it stands.
fn bare(url: String, view: OfferView) -> Task {
    Task {
        url,
        may_decline: false,
        view,
        may: false,
        kind: String::new(),
        times: Vec::new(),
        place: String::new(),
        minutes: String::new(),
        text: String::new(),
        boundary: String::new(),
        due: String::new(),
        chosen: String::new(),
        visit: String::new(),
        notice: String::new(),
        form: ground::form::FormView::default(),
    }
}
