//! One request, in ready words.

use super::{object, offering, person_name, time_words, word, words};
use crate::{
    audit::{self, Event},
    common::{
        AppError, Failure, Locale,
        clock::capital,
        form::FormView,
        id::RequestId,
        page::Page,
        text::{Texts, k},
        time::DayPart,
    },
    context::{Here, answer},
    db::Tx,
    drafts,
    kinds::{self, model::Kind},
    offers::model::{MOST_LIVE, OfferStatus},
    people::model::Person,
    requests::{
        self,
        model::{Channel, CloseReason, DeclineReason, PossibleTime, Request, RequestState, RequestStatus},
    },
    review::{
        form::CHECKS,
        model::risky_words,
        pages::{Can, DeclineChoice, DeclineData, Detail, OfferLine, Suggested, Suggestions, VisitLine},
        policy::sees_person,
        ranking::{Ranking, Reason, Why},
        store::detail::{self as store, HistoryRow, Names, OfferRow},
    },
    vetting::model::Standing,
    visits::{
        self,
        model::{Visit, VisitStatus},
    },
};
use std::collections::BTreeMap;

/// How many suggestions are shown.
const SHOWN: usize = 20;
/// Visits nearer than this to a possible time are worth a warning, minutes.
const NEAR_MINUTES: i64 = 180;

/// What is known of a request, for the words.
struct Known<'a> {
    here: &'a Here,
    texts: Texts,
    locale: Locale,
    request: &'a Request,
    senior: &'a Person,
    seen: bool,
    mine: bool,
    kind: &'a Kind,
    names: &'a Names,
    times: &'a [PossibleTime],
}

/// One request with everything that can be done with it. The reading is logged.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn detail(
    id: String,
    draft: String,
    open: String,
    notice: String,
    who: String,
) -> Result<Page<Detail>, AppError> {
    answer(async {
        let here = Here::now()?;
        let id = RequestId(id);
        let mut tx = here.read().await?;
        let (request, senior) = object(&mut tx, &here, &id).await?;
        let municipality = here.municipality();
        let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
        let kind = kinds.iter().find(|kind| kind.id == request.kind).ok_or(AppError::Internal)?;
        let names = store::names(&mut tx, municipality, &id).await?.ok_or(AppError::NotFound)?;
        let times = requests::store::times(&mut tx, municipality, &id).await?;
        let me = here.me()?;
        let known = Known {
            texts: here.texts(),
            locale: here.locale(),
            seen: sees_person(me, &request, senior.protected),
            mine: request.owner() == Some(&me.id),
            here: &here,
            request: &request,
            senior: &senior,
            kind,
            names: &names,
            times: &times,
        };
        let form = refused(&mut tx, &here, &open, &draft).await?;
        let offers = store::offers(&mut tx, municipality, &id).await?;
        let visits = visits::store::list_of_request(&mut tx, municipality, &id).await?;
        let feedback = store::feedback(&mut tx, municipality, &id).await?;
        let history = store::history(&mut tx, municipality, &id, &request.senior).await?;
        let near = visits::store::list_of_senior(&mut tx, municipality, &request.senior, here.instant()).await?;
        let ranking = match request.state() {
            RequestState::Approved if known.seen && !senior.protected => {
                Some(offering::ranking(&mut tx, &here, &request, &senior, kind, &times).await?)
            }
            _ => None,
        };
        drop(tx);
        audit::record_read(
            &here,
            Event { action: "request.read", object: ("request", id.as_str()), subject: Some(&request.senior), why: "" },
        )
        .await?;
        Ok(known.detail(form, open, &notice, &who, Loaded { offers, visits, feedback, history, near, ranking }))
    })
    .await
}

struct Loaded {
    offers: Vec<OfferRow>,
    visits: Vec<Visit>,
    feedback: Vec<(crate::common::id::VisitId, String, String)>,
    history: Vec<HistoryRow>,
    near: Vec<Visit>,
    ranking: Option<Ranking>,
}

/// The names of the forms of this page, as drafts are kept.
pub(super) fn draft_name(form: &str) -> Option<&'static str> {
    Some(match form {
        "ask" => "review_ask",
        "answer" => "review_answer",
        "refer" => "review_refer",
        "approve" => "review_approve",
        "time" => "review_time",
        "close" => "review_close",
        "meeting" => "review_meeting",
        _ => return None,
    })
}

async fn refused(tx: &mut Tx, here: &Here, open: &str, draft: &str) -> Result<Option<FormView>, Failure> {
    match draft_name(open) {
        Some(name) => drafts::view(tx, here, name, draft).await,
        None => Ok(None),
    }
}

impl Known<'_> {
    fn heading(&self) -> String {
        let name = person_name(self.texts, self.senior, self.seen);
        heading(self.texts, self.request.number, &name, &self.kind.name)
    }

    fn detail(&self, form: Option<FormView>, open: String, notice: &str, who: &str, loaded: Loaded) -> Detail {
        let (texts, request) = (self.texts, self.request);
        let can = self.can(&loaded);
        let form = self.filled(form, &open);
        let people: BTreeMap<&str, &str> =
            loaded.offers.iter().map(|offer| (offer.volunteer_id.as_str(), offer.name.as_str())).collect();
        let results = self.results(who, &people, loaded.ranking.as_ref());
        let owner = match (&self.names.owner, self.mine) {
            (_, true) => texts.s(k::review::OWNER_ME).to_owned(),
            (Some(owner), false) => texts.f(k::review::OWNER_OTHER, &[("name", owner)]),
            (None, false) => texts.s(k::review::OWNER_NONE).to_owned(),
        };
        Detail {
            id: request.id.0.clone(),
            heading: self.heading(),
            state: word(texts, &format!("state_{}", request.state().code())),
            owner,
            notice: self.notice(notice),
            results,
            warnings: self.warnings(&loaded),
            facts: self.facts(),
            phone: if self.seen { self.senior.phone.clone().unwrap_or_default() } else { String::new() },
            person_href: self.seen.then(|| format!("/staff/people/{}", request.senior)),
            note: if self.seen { request.note.clone() } else { String::new() },
            question: self.question(),
            decided: self.decided(),
            can,
            form,
            open,
            parts: chosen(texts, words(texts, "part", DayPart::ALL.iter().map(|part| part.code()))),
            risks: words(texts, "risk", ["1", "2", "3"]),
            checks: words(texts, "check", CHECKS),
            reasons: chosen(texts, words(texts, "close", CloseReason::ALL.iter().map(|reason| reason.code()))),
            suggestions: self.suggestions(&loaded),
            offers: loaded.offers.iter().map(|offer| self.offer(offer)).collect(),
            visits: loaded.visits.iter().map(|visit| self.visit(visit, &people, &loaded.feedback)).collect(),
            history: loaded.history.iter().filter_map(|line| self.history(line)).collect(),
        }
    }

    fn can(&self, loaded: &Loaded) -> Can {
        let state = self.request.state();
        if !self.seen {
            // Protected: first it is somebody's.
            let submitted = state == RequestState::Submitted;
            return Can { take: submitted, take_over: !submitted && state.is_open(), ..Can::default() };
        }
        let review = state == RequestState::InReview;
        let info = state == RequestState::NeedsInfo;
        let begun = loaded.visits.iter().any(|visit| visit.status == VisitStatus::Started);
        Can {
            take: state == RequestState::Submitted,
            take_over: !self.mine && self.request.owner().is_some(),
            release: review,
            ask: review,
            answer: info,
            decline: review || info,
            approve: review,
            times: review || info || state == RequestState::Approved,
            close: (review || info || matches!(state, RequestState::Approved | RequestState::Matched)) && !begun,
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

    /// What stands in the form of approval before anybody wrote in it.
    fn prefilled(&self) -> FormView {
        let text = self.request.volunteer_text.clone().unwrap_or_else(|| self.request.note.clone());
        FormView::default()
            .with("volunteer_text", text)
            .with("risk", self.request.risk.unwrap_or(self.kind.risk).to_string())
            .with("first_meeting", self.request.first_meeting.clone().unwrap_or_default())
    }

    fn notice(&self, code: &str) -> Option<(String, bool)> {
        const FINE: [&str; 19] = [
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
        ];
        const POOR: [&str; 5] = ["late", "no_standing", "other", "nobody", "protected"];
        let fine = FINE.contains(&code);
        if !fine && !POOR.contains(&code) {
            return None;
        }
        let name = self.names.owner.clone().unwrap_or_default();
        let words = word(self.texts, &format!("notice_{code}"));
        Some((words.replace("{name}", &name).replace("{number}", &self.request.number.to_string()), fine))
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
                let known = people.get(id).copied().or_else(|| {
                    let ranking = ranking?;
                    let best = ranking.suggested.iter().map(|(known, name, _)| (known, name));
                    let others = ranking.others.iter().map(|(known, name, _)| (known, name));
                    best.chain(others).find(|(known, _)| known.as_str() == id).map(|(_, name)| name.as_str())
                })?;
                Some(self.texts.f(key, &[("name", known)]))
            })
            .collect()
    }

    fn warnings(&self, loaded: &Loaded) -> Vec<String> {
        let (texts, request) = (self.texts, self.request);
        let mut warnings = Vec::new();
        if self.senior.protected {
            let key = if self.seen { k::review::WARN_PROTECTED } else { k::review::WARN_PROTECTED_TAKE };
            warnings.push(texts.s(key).to_owned());
        }
        if self.seen && request.state().is_open() {
            let risky = risky_words(&request.note);
            if !risky.is_empty() {
                warnings.push(texts.f(k::review::WARN_WORDS, &[("words", &risky.join(", "))]));
            }
        }
        let close_to = |visit: &&Visit| {
            visit.request != request.id
                && visit.status.is_live()
                && self.times.iter().filter_map(PossibleTime::starts_at).any(|at| {
                    visit.starts_at < at.plus_minutes(NEAR_MINUTES) && at.plus_minutes(-NEAR_MINUTES) < visit.ends_at()
                })
        };
        for visit in loaded.near.iter().filter(close_to).filter(|_| request.state().is_open()) {
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
        if loaded.offers.iter().any(|offer| offer.status == OfferStatus::Accepted.code()) && !self.senior.has_login {
            warnings.push(texts.s(k::review::WARN_CALL_SENIOR).to_owned());
        }
        let now = self.here.instant();
        let ahead = self.times.iter().filter_map(PossibleTime::starts_at).any(|at| at > now);
        if request.state() != RequestState::Matched && request.state().is_open() && !ahead {
            warnings.push(texts.s(k::review::WARN_NO_TIME).to_owned());
        }
        if let RequestStatus::Approved { replacement_since: Some(since), .. } = &request.status {
            warnings.push(texts.f(k::review::WARN_REPLACEMENT, &[("when", &self.locale.moment(*since))]));
        }
        warnings
    }

    fn facts(&self) -> Vec<(String, String)> {
        let (texts, request, senior) = (self.texts, self.request, self.senior);
        let term = |key| texts.s(key).to_owned();
        let only_seen = |text: String| if self.seen { text } else { String::new() };
        let times: Vec<String> = self.times.iter().map(|time| time_words(self.locale, texts, time)).collect();
        let sent = match request.channel {
            Channel::Own => texts.f(k::review::SENT_SELF, &[("when", &self.locale.moment(request.submitted_at))]),
            Channel::Phone => texts.f(
                k::review::SENT_PHONE,
                &[("when", &self.locale.moment(request.submitted_at)), ("name", &self.names.registered)],
            ),
        };
        let waits =
            matches!(request.state(), RequestState::Submitted | RequestState::InReview | RequestState::NeedsInfo);
        vec![
            (term(k::review::COL_PERSON), person_name(texts, senior, self.seen)),
            (term(k::review::ADDRESS), only_seen(senior.address())),
            (term(k::review::WAY_IN_FACT), only_seen(senior.way_in.clone().unwrap_or_default())),
            (term(k::review::COL_AREA), self.names.area.clone()),
            (term(k::review::LANGUAGE_FACT), senior.locale.own_name().to_owned()),
            (term(k::review::REACHED), only_seen(word(texts, &format!("channel_{}", senior.channel.code())))),
            (term(k::review::COL_WHAT), self.kind.name.clone()),
            (term(k::review::WHERE_HOW), word(texts, &format!("mode_{}", request.mode.code()))),
            (term(k::review::POSSIBLE_TIMES), times.join("; ")),
            (term(k::review::COL_NUMBER), request.number.to_string()),
            (term(k::review::SENT), sent),
            (
                term(k::review::ANSWER_DUE),
                if waits { capital(&self.locale.moment(request.answer_due_at)) } else { String::new() },
            ),
        ]
    }

    fn question(&self) -> Vec<(String, String)> {
        if !self.seen {
            return Vec::new();
        }
        let texts = self.texts;
        vec![
            (texts.s(k::review::QUESTION_FACT).to_owned(), self.request.question.clone().unwrap_or_default()),
            (texts.s(k::review::ANSWER_FACT).to_owned(), self.request.answer.clone().unwrap_or_default()),
        ]
    }

    fn decided(&self) -> Vec<(String, String)> {
        let (texts, request) = (self.texts, self.request);
        let term = |key| texts.s(key).to_owned();
        if request.state() == RequestState::InReview || !self.seen {
            return Vec::new();
        }
        let checks: Vec<String> = request
            .checks
            .as_deref()
            .unwrap_or_default()
            .lines()
            .map(|line| if CHECKS.contains(&line) { word(texts, &format!("check_{line}")) } else { line.to_owned() })
            .collect();
        let mut rows = vec![
            (term(k::review::VOLUNTEER_TEXT), request.volunteer_text.clone().unwrap_or_default()),
            (term(k::review::RISK), request.risk.map(|risk| word(texts, &format!("risk_{risk}"))).unwrap_or_default()),
            (term(k::review::CHECKS), checks.join("; ")),
            (term(k::review::FIRST_MEETING), request.first_meeting.clone().unwrap_or_default()),
        ];
        if let RequestStatus::Ended { state, at, reason, text, other_way } = &request.status {
            let prefix = if *state == RequestState::Declined { "decline" } else { "close" };
            let reason = reason.as_deref().map(|reason| word(texts, &format!("{prefix}_{reason}"))).unwrap_or_default();
            rows.push((term(k::review::ENDED), capital(&self.locale.moment(*at))));
            rows.push((term(k::review::REASON), reason));
            rows.push((term(k::review::TOLD), text.clone().unwrap_or_default()));
            rows.push((term(k::review::OTHER_WAY_FACT), other_way.clone().unwrap_or_default()));
        }
        rows
    }

    fn suggestions(&self, loaded: &Loaded) -> Option<Suggestions> {
        let texts = self.texts;
        if self.request.state() != RequestState::Approved || !self.seen {
            return None;
        }
        let Some(ranking) = &loaded.ranking else {
            return Some(Suggestions {
                instead: Some(texts.s(k::review::PROTECTED_INSTEAD).to_owned()),
                ..Suggestions::default()
            });
        };
        let live = loaded.offers.iter().filter(|offer| offer.status == "open" || offer.status == "accepted").count();
        let best: Vec<Suggested> = ranking
            .suggested
            .iter()
            .take(SHOWN)
            .map(|(id, name, reasons)| Suggested {
                id: id.0.clone(),
                name: name.clone(),
                reasons: capital(&reasons.iter().map(|reason| self.reason(*reason)).collect::<Vec<_>>().join(", ")),
            })
            .collect();
        Some(Suggestions {
            instead: best.is_empty().then(|| texts.s(k::review::NOBODY_TO_ASK).to_owned()),
            best,
            others: ranking.others.iter().take(SHOWN).map(|(_, name, why)| (name.clone(), self.why(why))).collect(),
            free: (MOST_LIVE - i64::try_from(live).unwrap_or(MOST_LIVE)).max(0),
        })
    }

    fn reason(&self, reason: Reason) -> String {
        let texts = self.texts;
        match reason {
            Reason::Asked(n) => texts.n(k::review::BECAUSE_ASKED_ONE, k::review::BECAUSE_ASKED_MANY, n),
            Reason::ThisMonth(n, most) => {
                texts.f(k::review::BECAUSE_THIS_MONTH, &[("n", &n.to_string()), ("most", &most.to_string())])
            }
            Reason::Speaks => texts.f(k::review::BECAUSE_SPEAKS, &[("language", self.senior.locale.own_name())]),
            other => word(texts, &format!("because_{}", other.code())),
        }
    }

    fn why(&self, why: &Why) -> String {
        let texts = self.texts;
        let words = word(texts, &format!("why_{}", why.code()));
        match why {
            Why::Standing(Standing::Prospective { missing: what } | Standing::Expired { what }) => {
                let what: Vec<String> =
                    what.iter().map(|one| word(texts, &format!("requirement_{}", one.code()))).collect();
                format!("{words} {}", what.join(", "))
            }
            Why::Paused(until) => {
                let until =
                    crate::common::clock::parse_day(until).map(|day| self.locale.day_long(day)).unwrap_or_default();
                words.replace("{until}", &until)
            }
            _ => words,
        }
    }

    fn offer(&self, offer: &OfferRow) -> OfferLine {
        let texts = self.texts;
        let accepted = offer.status == OfferStatus::Accepted.code();
        let line = match (offer.status.as_str(), offer.answered_at) {
            ("open", _) => texts.f(k::review::OFFER_UNTIL, &[("when", &self.locale.moment(offer.expires_at))]),
            ("accepted" | "confirmed", _) => {
                let time = self.times.iter().find(|time| Some(&time.id) == offer.time_id.as_ref());
                time.map(|time| time_words(self.locale, texts, time)).unwrap_or_default()
            }
            (_, Some(at)) => texts.f(k::review::OFFER_ANSWERED, &[("when", &self.locale.moment(at))]),
            (_, None) => texts.f(k::review::OFFER_SENT, &[("when", &self.locale.moment(offer.offered_at))]),
        };
        let tone = match offer.status.as_str() {
            "open" | "accepted" => "tag-wait",
            "confirmed" => "tag-ok",
            _ => "tag-plain",
        };
        OfferLine {
            id: offer.id.0.clone(),
            name: offer.name.clone(),
            href: format!("/staff/volunteers/{}", offer.volunteer_id),
            phone: offer.phone.clone().filter(|_| accepted || offer.status == "confirmed").unwrap_or_default(),
            status: word(texts, &format!("offer_{}", offer.status)),
            tone: tone.to_owned(),
            line,
            waits: accepted && self.request.state() == RequestState::Approved && self.seen,
        }
    }

    fn visit(
        &self,
        visit: &Visit,
        people: &BTreeMap<&str, &str>,
        feedback: &[(crate::common::id::VisitId, String, String)],
    ) -> VisitLine {
        let texts = self.texts;
        let term = |key| texts.s(key).to_owned();
        let said = feedback.iter().find(|(id, ..)| *id == visit.id);
        let said = said.map(|(_, answer, note)| format!("{} {note}", word(texts, &format!("feedback_{answer}"))));
        let outcome = visit.outcome.as_deref().map(|code| word(texts, &format!("outcome_{code}")));
        VisitLine {
            id: visit.id.0.clone(),
            when: capital(&self.locale.moment(visit.starts_at)),
            name: people.get(visit.volunteer.as_str()).map(|name| (*name).to_owned()).unwrap_or_default(),
            status: word(texts, &format!("visit_{}", visit.status.code())),
            rows: vec![
                (term(k::review::FIRST_MEETING), visit.first_meeting.clone().unwrap_or_default()),
                (
                    term(k::review::REPORT),
                    [outcome, visit.report_text.clone()].into_iter().flatten().collect::<Vec<_>>().join(" "),
                ),
                (term(k::review::FEEDBACK), said.unwrap_or_default().trim().to_owned()),
            ],
            to_arrange: visit.status == VisitStatus::Planned && self.seen,
            may_cancel: visit.status.may_cancel() && self.seen,
        }
    }

    fn history(&self, line: &HistoryRow) -> Option<(String, String, String)> {
        let texts = self.texts;
        let words = word(texts, &format!("did_{}", line.action.replace('.', "_")));
        let name = match (&line.actor, &line.actor_id) {
            (_, Some(actor)) if *actor == self.request.senior && !self.seen => texts.s(k::review::PROTECTED).to_owned(),
            (Some(actor), _) => actor.clone(),
            (None, _) => "Handslag".to_owned(),
        };
        let about = line.subject.clone().filter(|_| self.seen).unwrap_or_default();
        let what = words.replace("{name}", &name).replace("{about}", &about);
        (!words.is_empty()).then(|| (line.at.iso(), capital(&self.locale.moment(line.at)), what))
    }
}

/// "417: Gunnel Ek, sällskap".
fn heading(texts: Texts, number: i64, name: &str, kind: &str) -> String {
    texts.f(k::review::REQUEST_HEADING, &[("number", &number.to_string()), ("name", name), ("kind", kind)])
}

/// A list to choose from that begins with nothing chosen.
pub(super) fn chosen(texts: Texts, options: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), texts.s(k::review::CHOOSE).to_owned())).chain(options).collect()
}

/// What the senior reads for a reason, and where they are told to turn, in their language.
pub(super) fn ready_texts(here: &Here, reason: DeclineReason, locale: Locale) -> (String, String) {
    let texts = Texts::of(locale);
    let phone = here.visitor.municipality.phone.clone();
    let name = |what: &str| word(texts, &format!("decline_{what}_{}", reason.code())).replace("{phone}", &phone);
    (name("text"), name("way"))
}

/// The page that asks why we cannot help.
///
/// # Errors
/// `NotFound`, `Forbidden`.
pub async fn decline(id: String, draft: String) -> Result<Page<DeclineData>, AppError> {
    answer(async {
        let here = Here::now()?;
        let texts = here.texts();
        let mut tx = here.read().await?;
        let (request, senior) = object(&mut tx, &here, &RequestId(id)).await?;
        let seen = sees_person(here.me()?, &request, senior.protected);
        let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
        let kind = kinds.iter().find(|kind| kind.id == request.kind).map(|kind| kind.name.clone()).unwrap_or_default();
        let form = drafts::view(&mut tx, &here, "review_decline", &draft).await?.unwrap_or_default();
        drop(tx);
        audit::record_read(
            &here,
            Event {
                action: "request.read",
                object: ("request", request.id.as_str()),
                subject: Some(&request.senior),
                why: "decline",
            },
        )
        .await?;
        let choices = DeclineReason::ALL.iter().map(|reason| {
            let (text, other_way) = ready_texts(&here, *reason, senior.locale);
            DeclineChoice {
                code: reason.code().to_owned(),
                words: word(texts, &format!("decline_{}", reason.code())),
                text,
                other_way,
            }
        });
        Ok(DeclineData {
            about: heading(texts, request.number, &person_name(texts, &senior, seen), &kind),
            language: (senior.locale.tag().to_owned(), senior.locale.own_name().to_owned()),
            choices: choices.collect(),
            id: request.id.0,
            form,
        })
    })
    .await
}
