//! What a volunteer answers: yes, no, a yes taken back.

use super::{Found, YES_FORM, on_board};
use crate::{
    offers::{model::OfferStatus, policy, store},
    requests,
    transitions::{self, offers::Outcome},
    vetting,
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{access, context::Here, drafts, once, routes::Go};
use ground::{
    AppError,
    form::{ADDRESS, FieldError, RawForm},
    id::{OfferId, RequestId, TimeId},
    text::k,
};

/// A yes that names no time: back to the page with a sentence. None where a time is named.
async fn without_time(here: &Here, form: &RawForm, url: &str) -> Result<Option<Go>, Failure> {
    if !form.get("time").is_empty() {
        return Ok(None);
    }
    let error = FieldError { field: "time".to_owned(), code: k::offers::CHOOSE_TIME.name().to_owned() };
    let draft = drafts::refuse(here, &YES_FORM, form, &[error]).await?;
    Ok(Some(Go::to(format!("{url}?draft={draft}"))))
}

/// A yes at a time that is not free: back to the page, which says what there is already. Nothing else has happened.
async fn busy(tx: &mut Tx, here: &Here, form: &RawForm, url: &str) -> Result<String, Failure> {
    let error = FieldError { field: "time".to_owned(), code: k::offers::CHOOSE_OTHER.name().to_owned() };
    let mut kept = RawForm::default();
    kept.set("time", form.all("time").to_vec());
    kept.set(ADDRESS, vec![url.to_owned()]);
    let draft = drafts::insert(tx, here, &YES_FORM, &kept, &[error]).await?;
    Ok(format!("{url}?draft={draft}"))
}

async fn own(tx: &mut Tx, here: &Here, id: &OfferId) -> Result<crate::offers::model::Offer, Failure> {
    let me = here.me()?;
    access::policy::volunteer(me)?;
    let offer = store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    let request = requests::store::by_id(tx, here.municipality(), &offer.request).await?.ok_or(AppError::NotFound)?;
    let protected = people::person::store::by_id(tx, here.municipality(), &request.senior)
        .await?
        .is_none_or(|senior| senior.protected);
    policy::own(me, &offer.volunteer, protected)?;
    Ok(offer)
}

pub(super) async fn yes(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = OfferId::from(id);
    let url = format!("/volunteer/offers/{id}");
    let mut tx = here.read().await?;
    own(&mut tx, &here, &id).await?;
    drop(tx);
    if let Some(back) = without_time(&here, &form, &url).await? {
        return Ok(back);
    }
    let time = TimeId::from(form.get("time"));
    let to = once!(&here, &format!("offers/yes/{id}"), &form, |tx| {
        let offer = own(tx, &here, &id).await?;
        if offer.status == OfferStatus::Accepted && offer.time.as_ref() == Some(&time) {
            return Ok(url.clone());
        }
        Ok(match transitions::offers::accept(tx, &here, &offer, &time).await? {
            Outcome::Done(()) | Outcome::NoStanding => url.clone(),
            Outcome::TooLate => format!("{url}?notice=late"),
            Outcome::Busy => busy(tx, &here, &form, &url).await?,
        })
    })?;
    Ok(Go(to))
}

pub(super) async fn no(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = OfferId::from(id);
    let to = once!(&here, &format!("offers/no/{id}"), &form, |tx| {
        let offer = own(tx, &here, &id).await?;
        // Whatever it has become meanwhile, its page says so.
        transitions::offers::decline(tx, &here, &offer).await?;
        Ok(format!("/volunteer/offers/{id}"))
    })?;
    Ok(Go(to))
}

pub(super) async fn undo(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = OfferId::from(id);
    let to = once!(&here, &format!("offers/undo/{id}"), &form, |tx| {
        let offer = own(tx, &here, &id).await?;
        Ok(match transitions::offers::undo_accept(tx, &here, &offer).await? {
            Outcome::Done(()) => format!("/volunteer/offers/{id}?notice=undone"),
            Outcome::TooLate | Outcome::NoStanding | Outcome::Busy => format!("/volunteer/offers/{id}"),
        })
    })?;
    Ok(Go(to))
}

/// A yes on the open board: the offer is made and accepted in one transaction.
pub(super) async fn board_yes(here: Here, Path(request): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?.clone();
    access::policy::volunteer(&me)?;
    let request = RequestId::from(request);
    let url = format!("/volunteer/board/{request}");
    let mut tx = here.read().await?;
    on_board(&mut tx, &here, &me, &request).await?;
    drop(tx);
    if let Some(back) = without_time(&here, &form, &url).await? {
        return Ok(back);
    }
    let time = TimeId::from(form.get("time"));
    let to = once!(&here, &format!("offers/board/{request}"), &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let card = match on_board(tx, &here, &me, &request).await? {
            Some(Found::Card(card)) => card,
            Some(Found::Own(offer)) => return Ok(format!("/volunteer/offers/{offer}")),
            None => return Ok(url.clone()),
        };
        let may = vetting::store::standing_for(tx, municipality, &me.id, &card.kind, now).await?.may();
        if !may || !card.ahead(now).iter().any(|(id, _)| *id == time) {
            return Ok(url.clone());
        }
        let Some(id) = store::insert(tx, municipality, &request, &me.id, None, now).await? else {
            return Err(Failure::Lost);
        };
        let offer = store::by_id(tx, municipality, &id).await?.ok_or(AppError::Internal)?;
        match transitions::offers::accept(tx, &here, &offer, &time).await? {
            Outcome::Done(()) => Ok(format!("/volunteer/offers/{id}")),
            Outcome::Busy => {
                // The card stays where it is, with its other times.
                store::unmake(tx, municipality, &id).await?.or_lost()?;
                busy(tx, &here, &form, &url).await
            }
            // Somebody was first between our look and our yes: take the offer back and look again.
            Outcome::TooLate | Outcome::NoStanding => Err(Failure::Lost),
        }
    })?;
    Ok(Go(to))
}
