//! One request, in ready words.

mod around;

use super::{
    object,
    offering::{self, Of, SHOWN},
    person_name, words,
};
use crate::review::{
    form::CHECKS,
    model::risky_words,
    policy::{Reading, reading},
    ranking::Ranking,
    store::{
        detail as store,
        detail::{HistoryRow, Names, OfferRow},
    },
    view::{Can, DeclineChoice, DeclineData, DeclineLoad, Detail, RequestLoad, Said},
};
use db::{Failure, Tx};
use frame::{
    access::{model::SignedIn, policy::may_read},
    audit::{self, Event},
    context::{Here, feature::Given},
    drafts::{self, Form},
};
use ground::{
    AppError, Locale, Object,
    form::{FormView, Named},
    id::{PersonId, RequestId, VisitId},
    text::{Texts, k, theirs},
    time::DayPart,
};
use help::{
    kinds::{self, model::Kind},
    offers::model::OfferStatus,
    requests::{
        self,
        model::{CloseReason, DeclineReason, PossibleTime, Request, RequestState, RequestStatus},
    },
    visits::{
        self,
        model::{Visit, VisitStatus},
    },
};
use people::person::model::Person;
use std::collections::BTreeMap;

/// What the page can say of a press that did what it was for: the codes in its address, with the words `review.notice_<code>`.
pub const FINE: [&str; 20] = [
    "taken",
    "taken_over",
    "released",
    "asked",
    "answered",
    "declined",
    "referred",
    "approved",
    "offered",
    "agreed",
    "no",
    "arranged",
    "cancelled",
    "replaced",
    "time_added",
    "closed",
    "registered",
    "registered_new",
    "mine",
    "next",
];
/// The same of one that did not.
pub const POOR: [&str; 9] =
    ["late", "over", "no_time", "no_standing", "busy", "other", "nobody", "protected", "time_known"];

/// Visits nearer than this to a possible time are worth a warning, minutes.
const NEAR_MINUTES: i64 = 180;

/// What is known of a request, for the words.
struct Known<'a> {
    here: &'a Here,
    me: &'a SignedIn,
    texts: Texts,
    locale: Locale,
    request: &'a Request,
    senior: &'a Person,
    seen: bool,
    mine: bool,
    kind: &'a Kind,
    names: &'a Names,
    around: &'a Around,
}

/// One request with everything that can be done with it. The reading is logged.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub(super) async fn detail(
    here: Here,
    RequestLoad { id, draft, form: open, notice, who }: RequestLoad,
) -> Result<Detail, Failure> {
    let id = RequestId(id);
    let mut tx = here.read().await?;
    let (request, senior) = object(&mut tx, &here, &id).await?;
    let me = here.me()?;
    let Reading { mut request, senior, seen } = reading(me, request, senior);
    let municipality = here.municipality();
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let kind = kinds.iter().find(|kind| kind.id == request.kind).ok_or(AppError::Internal)?;
    let names = store::names(&mut tx, municipality, &id).await?.ok_or(AppError::NotFound)?;
    let around = if seen { around(&mut tx, &here, &mut request).await? } else { Around::default() };
    let known = Known {
        texts: here.texts(),
        locale: here.locale(),
        seen,
        mine: request.owner() == Some(&me.id),
        me,
        here: &here,
        request: &request,
        senior: &senior,
        kind,
        names: &names,
        around: &around,
    };
    // What one typed about somebody who is not one's own to read about any more is not shown again either.
    let form = if seen { refused(&mut tx, &here, &open, &draft, &id).await? } else { None };
    let ranking = match request.state() {
        RequestState::Approved if seen && !senior.protected => {
            Some(offering::ranking(&mut tx, &here, (&request, &senior), kind, &around.times, Of::First(SHOWN)).await?)
        }
        _ => None,
    };
    drop(tx);
    audit::record_read(
        &here,
        Event {
            action: "request.read",
            object: (Object::Request, id.as_str()),
            subject: Some(&request.senior),
            why: "",
        },
    )
    .await?;
    Ok(known.detail(form, open, &notice, &who, ranking.as_ref()))
}

/// What stands around a request: nothing where its senior is not the reader's to read about.
#[derive(Default)]
struct Around {
    times: Vec<PossibleTime>,
    offers: Vec<OfferRow>,
    visits: Vec<Visit>,
    feedback: Vec<(VisitId, String, String)>,
    history: Vec<HistoryRow>,
    near: Vec<Visit>,
}

/// What stands around a request. Where a volunteer is not the reader's to read about, nothing of them is there: neither the name and the
/// number, nor what was written about their visits, nor how the first meeting with them was arranged.
async fn around(tx: &mut Tx, here: &Here, request: &mut Request) -> Result<Around, Failure> {
    let (municipality, me, id) = (here.municipality(), here.me()?, request.id.clone());
    let mut offers = store::offers(tx, municipality, &id).await?;
    let mut hidden: Vec<PersonId> = Vec::new();
    for offer in &mut offers {
        if may_read(me, &offer.volunteer_id, offer.protected) {
            offer.name = theirs(&offer.name);
            continue;
        }
        here.texts().s(k::review::PROTECTED).clone_into(&mut offer.name);
        offer.phone = None;
        hidden.push(offer.volunteer_id.clone());
    }
    let visits = visits::store::list_of_request(tx, municipality, &id).await?;
    let mut feedback = store::feedback(tx, municipality, &id).await?;
    for visit in &visits {
        if hidden.contains(&visit.volunteer) {
            request.first_meeting = None;
        }
        // What the senior said of a visit is never for who made it, whatever role they come in.
        if hidden.contains(&visit.volunteer) || visit.volunteer == me.id {
            feedback.retain(|(of, ..)| *of != visit.id);
        }
    }
    Ok(Around {
        times: requests::store::times(tx, municipality, &id).await?,
        visits: visits
            .into_iter()
            .map(|visit| if hidden.contains(&visit.volunteer) { visit.withheld() } else { visit })
            .collect(),
        offers,
        feedback,
        history: store::history(tx, municipality, &id, &request.senior).await?,
        near: visits::store::list_of_senior(tx, municipality, &request.senior, here.instant()).await?,
    })
}

/// The forms of this page, by their names in its address.
pub(super) fn form_named(name: &str) -> Option<Form> {
    Some(match name {
        "ask" => Form::new("review_ask", &["question"]),
        "answer" => Form::new("review_answer", &["answer"]),
        "refer" => Form::new("review_refer", &["refer_to", "refer_text"]),
        "approve" => Form::new("review_approve", &["volunteer_text", "risk", "check", "checks_note", "first_meeting"]),
        "time" => TIME,
        "close" => Form::new("review_close", &["close_reason", "close_text"]),
        "meeting" => MEETING,
        "decline" => DECLINE,
        _ => return None,
    })
}

/// One more possible time.
pub(super) const TIME: Form = Form::new("review_time", &["day", "part", "clock"]);
/// How the first meeting is arranged.
pub(super) const MEETING: Form = Form::new("review_meeting", &["meeting_how"]);
/// Why we cannot help; a page of its own.
pub(super) const DECLINE: Form = Form::new("review_decline", &["reason", "own_text", "other_way"]);

async fn refused(
    tx: &mut Tx,
    here: &Here,
    open: &str,
    draft: &str,
    id: &RequestId,
) -> Result<Option<FormView>, Failure> {
    match form_named(open) {
        Some(form) => drafts::view_about(tx, here, &form, draft, id.as_str()).await,
        None => Ok(None),
    }
}

impl Known<'_> {
    fn heading(&self) -> String {
        let name = person_name(self.texts, self.senior, self.seen);
        heading(self.texts, self.request.number, &name, &self.kind.name)
    }

    fn detail(
        &self,
        form: Option<FormView>,
        open: String,
        notice: &str,
        who: &str,
        ranking: Option<&Ranking>,
    ) -> Detail {
        let (texts, request, around) = (self.texts, self.request, self.around);
        let can = self.can();
        let people: BTreeMap<&str, &str> =
            around.offers.iter().map(|offer| (offer.volunteer_id.as_str(), offer.name.as_str())).collect();
        let mut results = self.results(who, &people, ranking);
        if let (Some(form), "late" | "over") = (&form, notice) {
            results.extend(self.typed(form));
        }
        let form = if can.approve { self.filled(form, &open) } else { form.unwrap_or_default() };
        let owner = match (&self.names.owner, self.mine) {
            (_, true) => texts.s(k::review::OWNER_ME).to_owned(),
            (Some(owner), false) => texts.f(k::review::OWNER_OTHER, &[("name", &theirs(owner))]),
            (None, false) => texts.s(k::review::OWNER_NONE).to_owned(),
        };
        Detail {
            id: request.id.0.clone(),
            heading: self.heading(),
            state: texts.coded("review.state", request.state().code()).to_owned(),
            owner,
            notice: self.notice(notice),
            results,
            warnings: self.warnings(),
            facts: self.facts(),
            phone: self.senior.readable_phone(),
            person_href: self.seen.then(|| format!("/staff/people/{}", request.senior)),
            note: request.note.clone(),
            question: self.question(),
            decided: self.decided(),
            can,
            form,
            open,
            parts: chosen(texts, words(texts, "review.part", DayPart::ALL.iter().map(|part| part.code()))),
            risks: words(texts, "review.risk", ["1", "2", "3"]),
            checks: words(texts, "review.check", CHECKS),
            reasons: chosen(texts, words(texts, "review.close", CloseReason::ALL.iter().map(|reason| reason.code()))),
            suggestions: self.suggestions(ranking),
            offers: around.offers.iter().map(|offer| self.offer(offer)).collect(),
            visits: around.visits.iter().map(|visit| self.visit(visit, &people, &around.feedback)).collect(),
            history: around.history.iter().filter_map(|line| self.history(line)).collect(),
        }
    }

    fn can(&self) -> Can {
        let state = self.request.state();
        if !self.seen {
            // Protected: first it is a named coordinator's.
            let may = self.me.handles_protected() && state.is_open();
            let owned = self.request.owner().is_some();
            return Can { take: may && !owned, take_over: may && owned && !self.mine, ..Can::default() };
        }
        let review = state == RequestState::InReview;
        let info = state == RequestState::NeedsInfo;
        let kept = self.around.visits.iter().any(|visit| {
            visit.status == VisitStatus::Started || (visit.status.is_live() && visit.volunteer == self.me.id)
        });
        Can {
            take: state == RequestState::Submitted || self.request.is_unowned(),
            take_over: !self.mine && self.request.owner().is_some(),
            release: review,
            ask: review,
            answer: info,
            decline: review || info,
            approve: review,
            times: review || info || state == RequestState::Approved,
            close: (review || info || matches!(state, RequestState::Approved | RequestState::Matched)) && !kept,
        }
    }

    /// What was refused; the form of approval, which stands beside it, keeps its own beginning.
    fn filled(&self, refused: Option<FormView>, open: &str) -> FormView {
        let mut form = self.prefilled();
        match refused {
            Some(refused) if open == "approve" => refused,
            Some(refused) => {
                form.answers.extend(refused.answers);
                form.errors = refused.errors;
                form
            }
            None => form,
        }
    }

    /// What was typed into a form that came too late: the form may not stand on the page any more, and nothing typed is lost.
    fn typed(&self, form: &FormView) -> Vec<String> {
        const TEXTS: [&str; 13] = [
            "question",
            "answer",
            "volunteer_text",
            "checks_note",
            "first_meeting",
            "meeting_how",
            "refer_to",
            "refer_text",
            "own_text",
            "other_way",
            "close_text",
            "day",
            "clock",
        ];
        let typed = TEXTS.iter().map(|field| form.get(field)).filter(|text| !text.is_empty());
        typed.map(|text| self.texts.f(k::common::YOU_WROTE, &[("text", &text)])).collect()
    }

    /// What stands in the form of approval before anybody wrote in it.
    fn prefilled(&self) -> FormView {
        // Never the senior's own note: one press would give it to strangers unread.
        FormView::default()
            .with("volunteer_text", self.request.volunteer_text.clone().unwrap_or_default())
            .with("risk", self.request.risk.unwrap_or(self.kind.risk).to_string())
            .with("first_meeting", self.request.first_meeting.clone().unwrap_or_default())
    }

    fn notice(&self, code: &str) -> Option<Said> {
        let fine = FINE.contains(&code);
        if !fine && !POOR.contains(&code) {
            return None;
        }
        let name = theirs(self.names.owner.as_deref().unwrap_or_default());
        let words = self.texts.coded("review.notice", code);
        let words = words.replace("{name}", &name).replace("{number}", &self.request.number.to_string());
        Some(Said { words, fine })
    }

    /// What became of each who was asked, from the address: `d.<id>`, `l.<id>` or `m.<id>` joined by `_`. Names come from this
    /// request's own lists.
    fn results(&self, who: &str, people: &BTreeMap<&str, &str>, ranking: Option<&Ranking>) -> Vec<String> {
        who.split('_')
            .take(SHOWN)
            .filter_map(|part| part.split_once('.'))
            .filter_map(|(what, id)| {
                let key = match what {
                    "d" => k::review::RESULT_DONE,
                    "l" => k::review::RESULT_LATE,
                    "m" => k::review::RESULT_MISSING,
                    _ => return None,
                };
                let known = people.get(id).map(|name| (*name).to_owned()).or_else(|| {
                    let ranking = ranking?;
                    let best = ranking.suggested.iter().map(|(known, name, _)| (known, name));
                    let others = ranking.others.iter().map(|(known, name, _)| (known, name));
                    best.chain(others).find(|(known, _)| known.as_str() == id).map(|(_, name)| theirs(name))
                })?;
                Some(self.texts.f(key, &[("name", &known)]))
            })
            .collect()
    }

    fn warnings(&self) -> Vec<String> {
        let (texts, request, around) = (self.texts, self.request, self.around);
        let mut warnings = Vec::new();
        if self.senior.protected {
            let key = if self.seen { k::review::WARN_PROTECTED } else { k::review::WARN_PROTECTED_TAKE };
            warnings.push(texts.s(key).to_owned());
        }
        if !self.seen {
            return warnings;
        }
        if request.state().is_open() {
            let risky = risky_words(&request.note);
            if !risky.is_empty() {
                warnings.push(texts.f(k::review::WARN_WORDS, &[("words", &risky.join(", "))]));
            }
        }
        let close_to = |visit: &&Visit| {
            visit.request != request.id
                && visit.status.is_live()
                && around.times.iter().filter_map(PossibleTime::starts_at).any(|at| {
                    visit.starts_at < at.plus_minutes(NEAR_MINUTES) && at.plus_minutes(-NEAR_MINUTES) < visit.ends_at()
                })
        };
        for visit in around.near.iter().filter(close_to).filter(|_| request.state().is_open()) {
            warnings.push(texts.f(k::review::WARN_OVERLAP, &[("when", &self.locale.moment(visit.starts_at))]));
        }
        if request.state() == RequestState::NeedsInfo {
            if self.names.unread {
                warnings.push(texts.s(k::review::WARN_UNREAD).to_owned());
            }
            if !self.senior.has_login {
                warnings.push(texts.s(k::review::WARN_CALL_QUESTION).to_owned());
            }
        }
        if around.offers.iter().any(|offer| offer.status == OfferStatus::Accepted.code()) && !self.senior.has_login {
            warnings.push(texts.s(k::review::WARN_CALL_SENIOR).to_owned());
        }
        let now = self.here.instant();
        let ahead = around.times.iter().filter_map(PossibleTime::starts_at).any(|at| at > now);
        if request.state() != RequestState::Matched && request.state().is_open() && !ahead {
            warnings.push(texts.s(k::review::WARN_NO_TIME).to_owned());
        }
        if let RequestStatus::Approved { replacement_since: Some(since), .. } = &request.status {
            warnings.push(texts.f(k::review::WARN_REPLACEMENT, &[("when", &self.locale.moment(*since))]));
        }
        warnings
    }
}

/// "417: Gunnel Ek, sällskap".
fn heading(texts: Texts, number: i64, name: &str, kind: &str) -> String {
    texts.f(k::review::REQUEST_HEADING, &[("number", &number.to_string()), ("name", name), ("kind", kind)])
}

/// A list to choose from that begins with nothing chosen.
pub(super) fn chosen(texts: Texts, options: Vec<Named>) -> Vec<Named> {
    std::iter::once((String::new(), texts.s(k::review::CHOOSE).to_owned())).chain(options).collect()
}

/// What the senior reads for a reason, and where they are told to turn, in their language.
pub(super) fn ready_texts(here: &Here, reason: DeclineReason, locale: Locale) -> (String, String) {
    let texts = Texts::of(locale);
    let phone = here.visitor.municipality.phone.clone();
    // For another reason the coordinator writes.
    let ready = |family| texts.typed_code(family, reason.code()).unwrap_or_default().replace("{phone}", &phone);
    (ready("review.decline_text"), ready("review.decline_way"))
}

/// The page that asks why we cannot help.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub(super) async fn decline(here: Here, DeclineLoad { id, draft }: DeclineLoad) -> Result<Given<DeclineData>, Failure> {
    let texts = here.texts();
    let mut tx = here.read().await?;
    let (request, senior) = object(&mut tx, &here, &RequestId(id)).await?;
    let Reading { request, senior, seen } = reading(here.me()?, request, senior);
    let late = !matches!(request.state(), RequestState::InReview | RequestState::NeedsInfo);
    let instead = late.then(|| super::acts::page(&request.id, "late"));
    let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
    let kind = kinds.iter().find(|kind| kind.id == request.kind).map(|kind| kind.name.clone()).unwrap_or_default();
    let form = drafts::view_about(&mut tx, &here, &DECLINE, &draft, request.id.as_str())
        .await?
        .filter(|_| seen)
        .unwrap_or_default();
    drop(tx);
    audit::record_read(
        &here,
        Event {
            action: "request.read",
            object: (Object::Request, request.id.as_str()),
            subject: Some(&request.senior),
            why: "decline",
        },
    )
    .await?;
    // In what is kept and sent, the number is a part of the words.
    let phone = &here.visitor.municipality.phone;
    let shown = |words: String| if phone.is_empty() { words } else { words.replace(phone, &theirs(phone)) };
    let choices = DeclineReason::ALL.iter().map(|reason| {
        let (text, other_way) = ready_texts(&here, *reason, senior.locale);
        DeclineChoice {
            code: reason.code().to_owned(),
            words: texts.coded("review.decline", reason.code()).to_owned(),
            text: shown(text),
            other_way: shown(other_way),
        }
    });
    let data = DeclineData {
        about: heading(texts, request.number, &person_name(texts, &senior, seen), &kind),
        language: (
            senior.locale.language().to_owned(),
            texts.coded("review.language", senior.locale.language()).to_owned(),
        ),
        choices: choices.collect(),
        id: request.id.0,
        form,
    };
    Ok(Given { data, instead })
}
