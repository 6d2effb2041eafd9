//! What waits for a second person: what the pages show of it, confirming it, taking it back.

use super::administrator;
use crate::admin::{
    proposals::{self, By, Confirmed},
    store::{self, Proposal, What},
    view::Waiting,
    weaker::Weaker,
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{access::model::SignedIn, context::Here, once, routes::Go};
use ground::{
    AppError, Timestamp,
    form::RawForm,
    text::{Key, Texts, k, theirs},
};
use help::kinds::model::{ContactMode, Kind, Requirement};
use ui::Fact;

/// Whether this administrator may confirm it: neither their own nor for them.
fn may(me: &SignedIn, proposal: &Proposal) -> bool {
    proposal.by != me.id && !matches!(&proposal.what, What::Role { person, .. } if *person == me.id)
}

/// As a page shows it; `lines` say what is proposed.
fn waiting(here: &Here, me: &SignedIn, proposal: &Proposal, lines: Vec<Fact>) -> Waiting {
    let (texts, locale) = (here.texts(), here.locale());
    let until = locale.moment(proposal.expires_at);
    Waiting {
        id: proposal.id.clone(),
        lines,
        said: texts.f(k::proposals::BY, &[("person", &theirs(&proposal.by_name)), ("until", &until)]),
        may_confirm: may(me, proposal),
    }
}

/// The roles that wait, and whether somebody else is here who could confirm what this administrator proposes.
pub(super) async fn roles(tx: &mut Tx, here: &Here, me: &SignedIn) -> Result<(Vec<Waiting>, bool), Failure> {
    let (texts, locale, now) = (here.texts(), here.locale(), here.instant());
    let last = |to: Timestamp| locale.date_with_year(Timestamp(to.0 - 1).day());
    let mut shown = Vec::new();
    for proposal in store::waiting(tx, here.municipality(), now).await? {
        let What::Role { role, from, to, .. } = &proposal.what else { continue };
        let lines = [
            (k::admin::PERSON, theirs(&proposal.person)),
            (k::admin::ROLE, super::roles::role_name(texts, role.code())),
            (k::admin::AREA, proposal.area.clone().unwrap_or_else(|| texts.s(k::admin::WHOLE).to_owned())),
            (
                k::admin::FROM,
                from.map_or_else(
                    || texts.s(k::proposals::AT_ONCE).to_owned(),
                    |from| locale.date_with_year(from.day()),
                ),
            ),
            (k::admin::TO, to.map_or_else(|| texts.s(k::admin::NO_END).to_owned(), last)),
        ];
        let lines = lines.map(|(key, value)| (texts.s(key).to_owned(), value)).to_vec();
        shown.push(waiting(here, me, &proposal, lines));
    }
    let others = store::administrators(tx, here.municipality(), now).await?.into_iter().any(|other| other != me.id);
    Ok((shown, others))
}

/// What waits for a kind of help.
pub(super) async fn of_kind(tx: &mut Tx, here: &Here, me: &SignedIn, kind: &Kind) -> Result<Option<Waiting>, Failure> {
    for proposal in store::waiting(tx, here.municipality(), here.instant()).await? {
        if let What::Kind { kind: of, weaker } = &proposal.what
            && *of == kind.id
        {
            return Ok(Some(waiting(here, me, &proposal, weaker_lines(here.texts(), kind, weaker))));
        }
    }
    Ok(None)
}

/// What a kind is to demand less, as words: what it is, and what it was and is to be.
fn weaker_lines(texts: Texts, kind: &Kind, weaker: &Weaker) -> Vec<Fact> {
    let to = |from: &str, to: &str| texts.f(k::proposals::FROM_TO, &[("from", from), ("to", to)]);
    let mut lines: Vec<(Key, String)> = Vec::new();
    if let Some(moderation) = weaker.moderation {
        let name = |moderation| texts.s(super::kinds::moderation(moderation));
        lines.push((k::admin::MODERATION, to(name(kind.moderation), name(moderation))));
    }
    if let Some(risk) = weaker.risk {
        lines.push((k::admin::RISK, to(&kind.risk.to_string(), &risk.to_string())));
    }
    for requirement in &weaker.without {
        let name = match requirement {
            Requirement::Introduction => k::admin::REQUIREMENT_INTRODUCTION,
            Requirement::RegisterExtract => k::admin::REQUIREMENT_REGISTER_EXTRACT,
            Requirement::ItCourse => k::admin::REQUIREMENT_IT_COURSE,
            _ => k::admin::REQUIREMENT_REFERENCES,
        };
        lines.push((k::proposals::WITHOUT, texts.s(name).to_owned()));
    }
    for mode in &weaker.meeting {
        let name = if *mode == ContactMode::Home { k::admin::MODE_HOME } else { k::admin::MODE_OUT };
        lines.push((k::proposals::MEETING, texts.s(name).to_owned()));
    }
    lines.into_iter().map(|(key, value)| (texts.s(key).to_owned(), value)).collect()
}

/// The page of what a proposal is about, with a word of what became of it.
async fn page_of(tx: &mut Tx, here: &Here, id: &str, notice: &str) -> Result<String, Failure> {
    let found = store::proposal(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    Ok(match found.what {
        What::Role { .. } => format!("/admin/roles?notice={notice}"),
        What::Kind { kind, .. } => format!("/admin/kinds/{kind}?notice={notice}"),
    })
}

pub(super) async fn confirm(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let to = once!(&here, &format!("admin/proposals/confirm/{id}"), &form, |tx| {
        let notice = match proposals::confirm(tx, By::Administrator(&here), &id).await? {
            Confirmed::Now => "confirmed",
            Confirmed::Late => "late",
            Confirmed::Fallen => "fallen",
        };
        page_of(tx, &here, &id, notice).await
    })?;
    Ok(Go(to))
}

pub(super) async fn take_back(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let to = once!(&here, &format!("admin/proposals/take-back/{id}"), &form, |tx| {
        let notice = if proposals::take_back(tx, &here, &id).await? { "taken_back" } else { "late" };
        page_of(tx, &here, &id, notice).await
    })?;
    Ok(Go(to))
}
