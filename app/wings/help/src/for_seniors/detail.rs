//! (server side) A request's own page: what happens next, what was asked for, and what has happened.

use crate::{
    for_seniors::{
        asking,
        requests::{ANSWER, kind_name, own},
        situation::Situation,
        view::{Asked, Happened, ProposalView, Receipt, RequestLoad, RequestView},
    },
    kinds::{self, model::Kind},
    requests::{
        model::{PossibleTime, Request, RequestState, RequestStatus},
        store::{self, Milestones, Proposal},
    },
    visits::{self, model::VisitStatus, store::SeniorVisit},
};
use db::{Failure, Tx};
use frame::{
    context::Here,
    drafts::{self, Draft},
};
use ground::{
    Locale, Timestamp,
    clock::{capital, parse_day},
    form::FormView,
    id::RequestId,
    name::{initials, short_name},
    text::{Key, Texts, k},
    time::DayPart,
};

/// A request of one's own. `draft` is a refused answer to the coordinator's question.
///
/// # Errors
/// `SignIn`, `NotFound`, `Forbidden` for coordinators.
pub(super) async fn request(
    here: Here,
    RequestLoad { id, draft, notice }: RequestLoad,
) -> Result<RequestView, Failure> {
    let me = here.me()?;
    let (municipality, locale, texts, now) = (here.municipality(), here.locale(), here.texts(), here.instant());
    let mut tx = here.read().await?;
    let request = own(&mut tx, &here, &RequestId::from(id)).await?;
    let times = store::times(&mut tx, municipality, &request.id).await?;
    let visits = visits::store::list_of_request_for_senior(&mut tx, municipality, &request.id).await?;
    let proposals = store::proposals(&mut tx, municipality, &me.id, now).await?;
    let kinds = kinds::store::list(&mut tx, municipality, locale).await?;
    let milestones = store::milestones(&mut tx, municipality, &request.id).await?;
    let situation = Situation::of(&request, &visits, &proposals, now);
    let proposal = match situation {
        Situation::Proposal(proposal) => {
            let languages = store::languages(&mut tx, municipality, &proposal.volunteer).await?;
            Some(proposal_view(&here, &request, proposal, &languages))
        }
        _ => None,
    };
    let form = match situation {
        Situation::Question(_) => answer_form(&mut tx, &here, &draft, &request.id).await?,
        _ => FormView::default(),
    };
    let (text, other_way) = match &request.status {
        RequestStatus::Ended { text, other_way, .. } => {
            (text.clone().unwrap_or_default(), other_way.clone().unwrap_or_default())
        }
        _ => Default::default(),
    };
    let refused_no = notice == "no" && situation == Situation::Looking;
    let heading =
        if refused_no { texts.s(k::requests::NEWS_NO).to_owned() } else { situation.heading(&here, request.mode) };
    Ok(RequestView {
        number: spaced(request.number),
        heading,
        line: situation.line(&here, &request),
        when: situation.starts_at().map(|at| capital(&locale.moment(at))).unwrap_or_default(),
        nothing_to_do: request.state().is_open() && !situation.needs_answer(),
        notice: notice_key(&notice).map(|key| texts.s(key).to_owned()),
        question: match situation {
            Situation::Question(question) => Some(question.to_owned()),
            _ => None,
        },
        form,
        proposal,
        text,
        other_way,
        rows: asked_rows(texts, locale, &request, &times, &kinds),
        visit: match situation {
            Situation::Coming(visit) | Situation::Ongoing(visit) | Situation::Done(Some(visit)) => {
                Some(format!("/visits/{}", visit.visit.id))
            }
            _ => None,
        },
        may_cancel: request.state().may_withdraw(),
        over: !request.state().is_open(),
        receipt: (request.state() == RequestState::Submitted)
            .then(|| Receipt { due: locale.moment(request.answer_due_at) }),
        history: history(&here, &request, &visits, &milestones),
        id: request.id.to_string(),
    })
}

async fn answer_form(tx: &mut Tx, here: &Here, draft: &str, request: &RequestId) -> Result<FormView, Failure> {
    let draft = drafts::about(tx, here, &ANSWER, draft, request.as_str()).await?;
    let shown = |draft: Draft| asking::shown(&draft.answers, &draft.errors, here.texts(), "answer");
    Ok(draft.map(shown).unwrap_or_default())
}

fn notice_key(code: &str) -> Option<Key> {
    Some(match code {
        "gone" => k::requests::NOTICE_GONE,
        "taken" => k::requests::NOTICE_TAKEN,
        "late" => k::requests::NOTICE_LATE,
        _ => return None,
    })
}

/// "4 1 7": one sees and hears each digit.
fn spaced(number: i64) -> String {
    number.to_string().chars().map(String::from).collect::<Vec<_>>().join(" ")
}

fn proposal_view(here: &Here, request: &Request, proposal: &Proposal, languages: &[String]) -> ProposalView {
    let texts = here.texts();
    let names: Vec<&str> = languages.iter().filter_map(|code| texts.typed_code("requests.language", code)).collect();
    ProposalView {
        offer: proposal.offer.to_string(),
        name: short_name(&proposal.given_name, &proposal.family_name),
        initials: initials(&proposal.given_name, &proposal.family_name),
        languages: if names.is_empty() {
            String::new()
        } else {
            texts.f(k::requests::SPEAKS, &[("languages", &names.join(", "))])
        },
        about: proposal.about.clone().unwrap_or_default(),
        place: texts.s(asking::mode_key(request.mode)).to_owned(),
    }
}

fn asked_rows(texts: Texts, locale: Locale, request: &Request, times: &[PossibleTime], kinds: &[Kind]) -> Vec<Asked> {
    let mut days: Vec<String> = Vec::new();
    for time in times {
        let part = texts.s(part_word(time.part));
        let day = parse_day(&time.day).map(|day| capital(&locale.day_long(day))).unwrap_or_default();
        // A day with both parts is one line: "Torsdag 26 november, förmiddag eller eftermiddag".
        match days.last_mut().filter(|line| line.starts_with(&format!("{day}, "))) {
            Some(line) => *line = format!("{line} {} {part}", texts.s(k::requests::OR)),
            None => days.push(format!("{day}, {part}")),
        }
    }
    let note = if request.note.is_empty() { Vec::new() } else { vec![request.note.clone()] };
    [
        (k::requests::ROW_KIND, vec![kind_name(kinds, request)]),
        (k::requests::ROW_DAYS, days),
        (k::requests::ROW_WHERE, vec![texts.s(asking::mode_key(request.mode)).to_owned()]),
        (k::requests::ROW_MORE, note),
    ]
    .into_iter()
    .map(|(term, lines)| Asked { term: texts.s(term).to_owned(), lines })
    .collect()
}

/// "förmiddag", within a line.
const fn part_word(part: DayPart) -> Key {
    match part {
        DayPart::Morning => k::requests::WORD_MORNING,
        DayPart::Afternoon => k::requests::WORD_AFTERNOON,
        DayPart::Evening => k::requests::WORD_EVENING,
    }
}

/// What has happened, latest first.
fn history(here: &Here, request: &Request, visits: &[SeniorVisit], at: &Milestones) -> Vec<Happened> {
    let texts = here.texts();
    let asked = if request.registered_by == request.senior { k::requests::DID_ASK } else { k::requests::DID_CALL };
    let ended = match request.state() {
        RequestState::Declined => k::requests::DID_ANSWER_NO,
        RequestState::Referred => k::requests::DID_REFER,
        RequestState::Withdrawn => k::requests::DID_WITHDRAW,
        _ => k::requests::DID_END,
    };
    let mut lines: Vec<(Timestamp, String)> = [
        (Some(request.submitted_at), asked),
        (at.taken_at, k::requests::DID_TAKE),
        (at.asked_at, k::requests::DID_QUESTION),
        (at.answered_at, k::requests::DID_ANSWER),
        (at.first_approved_at, k::requests::DID_APPROVE),
        (at.matched_at, k::requests::DID_MATCH),
        (at.ended_at, ended),
    ]
    .into_iter()
    .filter_map(|(at, key)| Some((at?, texts.s(key).to_owned())))
    .collect();
    for visit in visits {
        let named = |key: Key| capital(&texts.f(key, &[("name", &visit.name(texts))]));
        let cancelled = (visit.visit.status == VisitStatus::Cancelled).then_some(visit.visit.updated_at);
        let by = match visit.visit.cancelled_by.as_deref() {
            Some("senior") => k::requests::DID_CANCEL,
            Some("volunteer") => k::requests::DID_CANNOT,
            _ => k::requests::DID_CANCEL_VISIT,
        };
        lines.extend(visit.visit.started_at.map(|at| (at, named(k::requests::DID_START))));
        lines.extend(visit.visit.finished_at.map(|at| (at, named(k::requests::DID_FINISH))));
        lines.extend(cancelled.map(|at| (at, named(by))));
    }
    lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    lines
        .into_iter()
        .map(|(at, text)| Happened { iso: at.iso(), when: capital(&here.locale().moment(at)), text })
        .collect()
}
