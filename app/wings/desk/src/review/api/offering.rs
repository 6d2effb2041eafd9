//! Asking volunteers, and the senior's answer in a call.

use super::acts::{allowed, has_time_ahead, page};
use crate::review::{
    ranking::{Ranking, Wanted, rank},
    store::candidates::{self, Reach},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    context::{Here, feature::Routes},
    once,
    routes::Go,
};
use ground::{
    AppError, Locale,
    form::RawForm,
    id::{OfferId, PersonId, RequestId},
};
use help::{
    kinds::{self, model::Kind},
    offers::{self, model::Offer},
    requests::{
        self,
        model::{PossibleTime, Request, RequestState},
    },
    transitions::{self, offers::Outcome},
    vetting,
};
use people::person::model::Person;

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/requests/{id}/offer", offer)
        .post("/staff/requests/{id}/senior-yes", senior_yes)
        .post("/staff/requests/{id}/senior-no", senior_no)
}

/// How many suggestions are shown.
pub const SHOWN: usize = 20;

/// Who is ranked.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Everybody; so many of them are needed, and those after them need not be there.
    First(usize),
    /// These.
    These(&'a [PersonId]),
}

/// Who could help, ranked on what is there in this transaction.
pub async fn ranking(
    tx: &mut Tx,
    here: &Here,
    (request, senior): (&Request, &Person),
    kind: &Kind,
    times: &[PossibleTime],
    of: Of<'_>,
) -> Result<Ranking, Failure> {
    let now = here.instant();
    let wanted: Vec<Wanted> = times
        .iter()
        .filter_map(|time| {
            let starts_at = time.starts_at().filter(|at| *at > now)?;
            let weekday = i64::from(starts_at.day().weekday().to_monday_one_offset());
            Some(Wanted { starts_at, ends_at: starts_at.plus_minutes(kind.minutes), weekday, part: time.part })
        })
        .collect();
    let (today, soon) = vetting::store::days(now);
    let mut of_reach = async |reach: Reach<'_>| -> Result<Ranking, Failure> {
        let found = candidates::load(tx, here.municipality(), request, senior.locale, &wanted, now, reach).await?;
        Ok(rank(found, kind, &wanted, now, &today, &soon))
    };
    match of {
        Of::These(people) => of_reach(Reach::Only(people)).await,
        Of::First(number) => {
            // Where enough are near, nobody further away can be among the first.
            let near = of_reach(Reach::Near).await?;
            if near.ahead >= number { Ok(near) } else { of_reach(Reach::All).await }
        }
    }
}

/// How many "ask the best" asks at most.
pub(super) const BEST: usize = 3;
/// The code of somebody who was asked just now.
pub(super) const ASKED: &str = "d";

/// Asks the chosen volunteers, or the best ones.
async fn offer(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let mut tx = here.read().await?;
    allowed(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "review/offer", &form, |tx| {
        let (request, senior) = allowed(tx, &here, &id).await?;
        if senior.protected {
            return Ok(page(&id, "protected"));
        }
        if request.state() != RequestState::Approved {
            return Ok(page(&id, "late"));
        }
        if !has_time_ahead(tx, &here, &id).await? {
            return Ok(page(&id, "no_time"));
        }
        let best = form.get("best").parse().ok().filter(|best| (1..=BEST).contains(best));
        let ticked = form.all("volunteer").iter().filter(|person| is_id(person)).take(SHOWN);
        let ticked: Vec<PersonId> = ticked.map(|person| PersonId::from(person.as_str())).collect();
        let of = best.map_or(Of::These(&ticked), Of::First);
        let may = may_ask(tx, &here, &request, &senior, of).await?;
        let chosen: Vec<PersonId> = best.map_or(ticked.clone(), |best| may.iter().take(best).cloned().collect());
        let results = ask(tx, &here, &request, &may, &chosen).await?;
        Ok(told(&request, &results))
    })?;
    Ok(Go(to))
}

/// Who may be asked for this request, best first. Paused or full volunteers have asked to be left alone, and nobody asks themselves.
pub(super) async fn may_ask(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    senior: &Person,
    of: Of<'_>,
) -> Result<Vec<PersonId>, Failure> {
    let kinds = kinds::store::list(tx, here.municipality(), Locale::Sv).await?;
    let kind = kinds.iter().find(|kind| kind.id == request.kind).ok_or(AppError::Internal)?;
    let times = requests::store::times(tx, here.municipality(), &request.id).await?;
    // Whoever asks does not ask themselves.
    let of = if let Of::First(number) = of { Of::First(number + 1) } else { of };
    let ranking = ranking(tx, here, (request, senior), kind, &times, of).await?;
    let me = &here.me()?.id;
    Ok(ranking.suggested.into_iter().map(|(person, ..)| person).filter(|person| person != me).collect())
}

/// Asks the chosen ones, and says what became of each: asked just now, too late, or not to be asked.
pub(super) async fn ask(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    may: &[PersonId],
    chosen: &[PersonId],
) -> Result<Vec<(&'static str, PersonId)>, Failure> {
    let mut results = Vec::new();
    for volunteer in chosen {
        let outcome = if may.contains(volunteer) {
            transitions::offers::offer(tx, here, request, volunteer).await?
        } else {
            Outcome::NoStanding
        };
        let code = match outcome {
            Outcome::Done(_) => ASKED,
            Outcome::TooLate => "l",
            Outcome::NoStanding | Outcome::Busy => "m",
        };
        results.push((code, volunteer.clone()));
    }
    Ok(results)
}

/// The request's page, which says what became of each who was asked.
fn told(request: &Request, results: &[(&'static str, PersonId)]) -> String {
    let who: Vec<String> = results.iter().map(|(code, id)| format!("{code}.{id}")).collect();
    if who.is_empty() {
        return page(&request.id, "nobody");
    }
    let notice = if results.iter().any(|(code, _)| *code == ASKED) { "offered" } else { "late" };
    format!("{}&who={}", page(&request.id, notice), who.join("_"))
}

/// Whether this may be an id of ours: only such a one stands in an address or a list.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// The offer of this request that the form names.
async fn offer_of(tx: &mut Tx, here: &Here, id: &RequestId, form: &RawForm) -> Result<Offer, Failure> {
    let (request, _) = allowed(tx, here, id).await?;
    let offer = offers::store::by_id(tx, here.municipality(), &OfferId::from(form.get("offer"))).await?;
    let offer = offer.filter(|offer| offer.request == request.id).ok_or(AppError::NotFound)?;
    // Nobody answers as the coordinator for what they offered to do themselves.
    if offer.volunteer == here.me()?.id { Err(AppError::Forbidden.into()) } else { Ok(offer) }
}

/// The senior said yes in a call.
async fn senior_yes(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let mut tx = here.read().await?;
    offer_of(&mut tx, &here, &id, &form).await?;
    drop(tx);
    let to = once!(&here, "review/senior-yes", &form, |tx| {
        let offer = offer_of(tx, &here, &id, &form).await?;
        Ok(page(
            &id,
            match transitions::offers::yes(tx, &here, &offer, "phone").await? {
                Outcome::Done(_) => "agreed",
                Outcome::TooLate => "late",
                Outcome::NoStanding => "no_standing",
                Outcome::Busy => "busy",
            },
        ))
    })?;
    Ok(Go(to))
}

/// The senior said no in a call.
async fn senior_no(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let mut tx = here.read().await?;
    offer_of(&mut tx, &here, &id, &form).await?;
    drop(tx);
    let to = once!(&here, "review/senior-no", &form, |tx| {
        let offer = offer_of(tx, &here, &id, &form).await?;
        let done = matches!(transitions::offers::no(tx, &here, &offer, "phone").await?, Outcome::Done(()));
        Ok(page(&id, if done { "no" } else { "late" }))
    })?;
    Ok(Go(to))
}
