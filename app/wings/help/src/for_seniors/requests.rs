//! (server side) The senior's start page, "Min hjälp", and what a senior does with a request of their own.

use crate::{
    for_seniors::{
        asking, detail,
        situation::Situation,
        view::{CancelView, HomeLoad, HomeView, Item, ListView, News, RequestCancelLoad, RequestsLoad},
        visits::feedback_open,
    },
    kinds::{self, model::Kind},
    offers::{
        self,
        model::{Offer, OfferStatus},
    },
    requests::{
        form,
        model::{Request, RequestState, Step},
        policy,
        store::{self, Proposal},
    },
    transitions::{self, offers::Outcome},
    visits::{self, store::SeniorVisit},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    access::{self, model::Role},
    context::{
        Here,
        feature::{Given, Loads, Routes},
    },
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Locale,
    clock::capital,
    form::RawForm,
    id::{OfferId, RequestId},
    text::{Key, Texts, k},
};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    asking::routes(routes)
        .post("/requests/{id}/undo", undo)
        .post("/requests/{id}/cancel", cancel)
        .post("/requests/{id}/answer", give_answer)
        .post("/requests/{id}/yes", yes)
        .post("/requests/{id}/no", no)
}

/// What answers the loads of the pages of requests.
pub fn loads(loads: Loads) -> Loads {
    loads.page(home).page(list).page(detail::request).page(cancel_page).page(asking::step).page(asking::review)
}

/// The draft's name of the answer to a question.
pub(super) const ANSWER: Form = Form::new("request_answer", &["answer"]);

/// The name of what is asked for.
pub(super) fn kind_name(kinds: &[Kind], request: &Request) -> String {
    kinds.iter().find(|kind| kind.id == request.kind).map(|kind| kind.name.clone()).unwrap_or_default()
}

/// The senior's start page: at most one piece of news, the most urgent first.
///
/// # Errors
/// `SignIn`, `Forbidden`.
async fn home(here: Here, _: HomeLoad) -> Result<HomeView, Failure> {
    let me = here.me()?;
    access::policy::role(me, Role::Senior)?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let requests = store::list_of_senior(&mut tx, municipality, &me.id).await?;
    let visits = visits::store::list_for_senior(&mut tx, municipality, &me.id).await?;
    let proposals = store::proposals(&mut tx, municipality, &me.id, now).await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let resume = asking::resume(&mut tx, &here, &me.id, &kinds).await?;
    let news = news(&here, &requests, &visits, &proposals, &kinds);
    Ok(HomeView { name: me.given_name.clone(), news, resume })
}

/// What is most urgent: a proposal, a question, the next visit, how it went, the newest open request.
fn news(
    here: &Here,
    requests: &[Request],
    visits: &[SeniorVisit],
    proposals: &[Proposal],
    kinds: &[Kind],
) -> Option<News> {
    let (texts, now) = (here.texts(), here.instant());
    let told: Vec<(&Request, Situation<'_>)> =
        requests.iter().map(|request| (request, Situation::of(request, visits, proposals, now))).collect();
    let of_request = |(request, situation): &(&Request, Situation<'_>), link: Key| News {
        heading: situation.heading(here, request.mode),
        when: situation.starts_at().map(|at| capital(&here.locale().moment(at))).unwrap_or_default(),
        line: match situation {
            Situation::Proposal(_) | Situation::Coming(_) => kind_name(kinds, request),
            _ => situation.line(here, request),
        },
        href: format!("/requests/{}", request.id),
        link: texts.s(link).to_owned(),
    };
    let find = |wanted: fn(&Situation<'_>) -> bool| told.iter().find(|(_, situation)| wanted(situation));
    if let Some(found) = find(|situation| matches!(situation, Situation::Proposal(_))) {
        return Some(of_request(found, k::requests::LINK_PROPOSAL));
    }
    if let Some(found) = find(|situation| matches!(situation, Situation::Question(_))) {
        return Some(of_request(found, k::requests::LINK_QUESTION));
    }
    let coming = told.iter().filter_map(|found| match found.1 {
        Situation::Coming(visit) | Situation::Ongoing(visit) => Some((visit, found)),
        _ => None,
    });
    if let Some((visit, found)) = coming.min_by_key(|(visit, _)| visit.visit.starts_at) {
        return Some(News {
            href: format!("/visits/{}", visit.visit.id),
            ..of_request(found, k::requests::LINK_VISIT)
        });
    }
    // Visits come latest first.
    if let Some(visit) = visits.iter().find(|visit| visit.feedback.is_none() && feedback_open(&visit.visit, now)) {
        return Some(News {
            heading: texts.f(k::requests::NEWS_FEEDBACK, &[("name", &visit.name(texts))]),
            when: capital(&here.locale().moment(visit.visit.starts_at)),
            line: String::new(),
            href: format!("/visits/{}/feedback", visit.visit.id),
            link: texts.s(k::requests::LINK_FEEDBACK).to_owned(),
        });
    }
    told.iter().find(|(request, _)| request.state().is_open()).map(|found| of_request(found, k::requests::LINK_STATE))
}

/// All of a senior's requests: what is open, and what has been.
///
/// # Errors
/// `SignIn`, `Forbidden`.
async fn list(here: Here, _: RequestsLoad) -> Result<ListView, Failure> {
    let me = here.me()?;
    access::policy::role(me, Role::Senior)?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let requests = store::list_of_senior(&mut tx, municipality, &me.id).await?;
    let visits = visits::store::list_for_senior(&mut tx, municipality, &me.id).await?;
    let proposals = store::proposals(&mut tx, municipality, &me.id, now).await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let item = |request: &Request| {
        let situation = Situation::of(request, &visits, &proposals, now);
        let asked = here.locale().moment(request.submitted_at);
        Item {
            href: match situation {
                Situation::Coming(visit) | Situation::Ongoing(visit) => format!("/visits/{}", visit.visit.id),
                _ => format!("/requests/{}", request.id),
            },
            heading: situation.heading(&here, request.mode),
            kind: kind_name(&kinds, request),
            when: situation.starts_at().map_or_else(
                || here.texts().f(k::requests::ASKED_ON, &[("moment", &asked)]),
                |at| capital(&here.locale().moment(at)),
            ),
            answer: situation.needs_answer(),
        }
    };
    let (open, past): (Vec<&Request>, Vec<&Request>) = requests.iter().partition(|request| request.state().is_open());
    Ok(ListView { open: open.into_iter().map(item).collect(), past: past.into_iter().map(item).collect() })
}

/// The request, where it is the signed-in senior's own.
pub(super) async fn own(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<Request, Failure> {
    let request = store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    policy::senior_alone(here.me()?, &request.senior, &request.area)?;
    Ok(request)
}

/// The same, before anything else is looked at.
async fn check(here: &Here, id: &RequestId) -> Result<(), Failure> {
    let mut tx = here.read().await?;
    own(&mut tx, here, id).await?;
    Ok(())
}

/// The page that asks once before a request is taken back.
///
/// # Errors
/// `SignIn`, `NotFound`, `Forbidden` for coordinators.
async fn cancel_page(here: Here, RequestCancelLoad { id }: RequestCancelLoad) -> Result<Given<CancelView>, Failure> {
    let mut tx = here.read().await?;
    let request = own(&mut tx, &here, &RequestId::from(id)).await?;
    let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
    let late = !request.state().may_withdraw();
    let instead = late.then(|| format!("/requests/{}?notice=late", request.id));
    Ok(Given { data: CancelView { kind: kind_name(&kinds, &request), id: request.id.to_string() }, instead })
}

/// "Ångra": until a coordinator has taken it.
async fn undo(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    withdraw(&here, id, &sent, "requests/undo", true).await
}

/// "Ta tillbaka min förfrågan": until there is a visit, which is cancelled on its own page.
async fn cancel(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    withdraw(&here, id, &sent, "requests/cancel", false).await
}

async fn withdraw(
    here: &Here,
    id: String,
    sent: &RawForm,
    function: &str,
    only_submitted: bool,
) -> Result<Go, Failure> {
    let me = here.me()?.id.clone();
    let id = RequestId::from(id);
    check(here, &id).await?;
    let to = once!(here, function, sent, |tx| {
        let request = own(tx, here, &id).await?;
        let state = request.state();
        if state == RequestState::Withdrawn {
            return Ok(format!("/requests/{id}"));
        }
        if only_submitted && state.is_open() && state != RequestState::Submitted {
            return Ok(format!("/requests/{id}?notice=taken"));
        }
        if transitions::requests::step(tx, here, &request, &Step::Withdraw { by: me.clone() }).await?.is_done() {
            Ok(format!("/requests/{id}"))
        } else {
            Ok(format!("/requests/{id}?notice=late"))
        }
    })?;
    Ok(Go(to))
}

/// The senior answers the coordinator's question, in words or with "call me".
async fn give_answer(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = RequestId::from(id);
    check(&here, &id).await?;
    let text = if sent.get("call") == "1" {
        // For the coordinators, in the municipality's own language.
        Texts::of(Locale::Sv).plain(k::requests::ANSWER_CALL_TEXT)
    } else {
        match form::answer(&sent) {
            Ok(text) => text,
            Err(errors) => {
                let draft = drafts::refuse(&here, &ANSWER, &sent, &errors).await?;
                return Ok(Go::to(format!("/requests/{id}?draft={draft}")));
            }
        }
    };
    let to = once!(&here, "requests/answer", &sent, |tx| {
        let request = own(tx, &here, &id).await?;
        let answer = Step::Answer { answer: text.clone() };
        let done = transitions::requests::step(tx, &here, &request, &answer).await?.is_done();
        Ok(format!("/requests/{id}{}", if done { "" } else { "?notice=late" }))
    })?;
    Ok(Go(to))
}

/// The offer that is answered, of a request of one's own.
async fn proposed(tx: &mut Tx, here: &Here, id: &RequestId, sent: &RawForm) -> Result<Offer, Failure> {
    own(tx, here, id).await?;
    let offer = offers::store::by_id(tx, here.municipality(), &OfferId::from(sent.get("offer"))).await?;
    Ok(offer.filter(|offer| offer.request == *id).ok_or(AppError::NotFound)?)
}

/// "Ja": the senior's yes makes the visit.
async fn yes(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = RequestId::from(id);
    check(&here, &id).await?;
    let to = once!(&here, "requests/yes", &sent, |tx| {
        let offer = proposed(tx, &here, &id, &sent).await?;
        match transitions::offers::yes(tx, &here, &offer, "self").await? {
            Outcome::Done(visit) => Ok(format!("/visits/{visit}")),
            Outcome::TooLate if offer.status == OfferStatus::Confirmed => {
                // Said before, in another tab.
                let visits = visits::store::list_of_request(tx, here.municipality(), &id).await?;
                Ok(visits
                    .iter()
                    .find(|visit| visit.status.is_live())
                    .map_or_else(|| format!("/requests/{id}"), |visit| format!("/visits/{}", visit.id)))
            }
            Outcome::TooLate => Ok(format!("/requests/{id}?notice=gone")),
            refused @ (Outcome::NoStanding | Outcome::Busy) => {
                // The proposal cannot come true: without this it would stand there for ever.
                let why = if refused == Outcome::Busy { "busy" } else { "standing" };
                transitions::offers::no(tx, &here, &offer, why).await?;
                Ok(format!("/requests/{id}?notice=gone"))
            }
        }
    })?;
    Ok(Go(to))
}

/// "Nej": without a reason; we look further.
async fn no(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = RequestId::from(id);
    check(&here, &id).await?;
    let to = once!(&here, "requests/no", &sent, |tx| {
        let offer = proposed(tx, &here, &id, &sent).await?;
        let before = offer.status == OfferStatus::NotChosen;
        let done = transitions::offers::no(tx, &here, &offer, "self").await? == Outcome::Done(());
        Ok(format!("/requests/{id}?notice={}", if done || before { "no" } else { "gone" }))
    })?;
    Ok(Go(to))
}
