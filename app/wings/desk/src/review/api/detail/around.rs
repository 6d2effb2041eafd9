//! What stands around a request, in words: facts, decisions, suggestions, offers, visits, history.

use super::{Known, SHOWN};
use crate::review::{
    api::{person_name, time_words},
    form::CHECKS,
    ranking::{Ranking, Reason, Why},
    store::detail::{HistoryRow, OfferRow},
    view::{Happened, OfferLine, Suggested, Suggestions, Unsuited, VisitLine},
};
use frame::access::policy::may_read;
use ground::{
    Locale,
    clock::capital,
    id::{PersonId, VisitId},
    phone,
    text::{k, theirs},
};
use help::{
    offers::model::{MOST_LIVE, OfferStatus},
    requests::model::{Channel, RequestState, RequestStatus},
    vetting::model::Standing,
    visits::model::{Visit, VisitStatus},
};
use std::collections::BTreeMap;
use ui::Fact;

impl Known<'_> {
    pub(super) fn facts(&self) -> Vec<Fact> {
        let (texts, request, senior) = (self.texts, self.request, self.senior);
        let term = |key| texts.s(key).to_owned();
        let only_seen = |text: String| if self.seen { text } else { String::new() };
        let times: Vec<String> = self.around.times.iter().map(|time| time_words(self.locale, texts, time)).collect();
        let sent = match request.channel {
            Channel::Own => texts.f(k::review::SENT_SELF, &[("when", &self.locale.moment(request.submitted_at))]),
            Channel::Phone => texts.f(
                k::review::SENT_PHONE,
                &[("when", &self.locale.moment(request.submitted_at)), ("name", &theirs(&self.names.registered))],
            ),
        };
        let waits =
            matches!(request.state(), RequestState::Submitted | RequestState::InReview | RequestState::NeedsInfo);
        vec![
            (term(k::review::COL_PERSON), person_name(texts, senior, self.seen)),
            (term(k::review::ADDRESS), theirs(&senior.address())),
            (term(k::review::WAY_IN_FACT), senior.way_in.clone().unwrap_or_default()),
            (term(k::review::COL_AREA), self.names.area.clone()),
            (term(k::review::LANGUAGE_FACT), only_seen(senior.locale.own_name().to_owned())),
            (term(k::review::REACHED), only_seen(texts.coded("review.channel", senior.channel.code()).to_owned())),
            (term(k::review::COL_WHAT), self.kind.name.clone()),
            (term(k::review::WHERE_HOW), only_seen(texts.coded("review.mode", request.mode.code()).to_owned())),
            (term(k::review::POSSIBLE_TIMES), times.join(". ")),
            (term(k::review::COL_NUMBER), request.number.to_string()),
            (term(k::review::SENT), capital(&sent)),
            (
                term(k::review::ANSWER_DUE),
                if waits { capital(&self.locale.moment(request.answer_due_at)) } else { String::new() },
            ),
        ]
    }

    pub(super) fn question(&self) -> Vec<Fact> {
        if !self.seen {
            return Vec::new();
        }
        let texts = self.texts;
        vec![
            (texts.s(k::review::QUESTION_FACT).to_owned(), self.request.question.clone().unwrap_or_default()),
            (texts.s(k::review::ANSWER_FACT).to_owned(), self.request.answer.clone().unwrap_or_default()),
        ]
    }

    pub(super) fn decided(&self) -> Vec<Fact> {
        let (texts, request) = (self.texts, self.request);
        let term = |key| texts.s(key).to_owned();
        if request.state() == RequestState::InReview || !self.seen {
            return Vec::new();
        }
        let checks: Vec<String> =
            request
                .checks
                .as_deref()
                .unwrap_or_default()
                .lines()
                .map(|line| {
                    if CHECKS.contains(&line) { texts.coded("review.check", line).to_owned() } else { line.to_owned() }
                })
                .collect();
        let mut rows = vec![
            (term(k::review::VOLUNTEER_TEXT), request.volunteer_text.clone().unwrap_or_default()),
            (
                term(k::review::RISK),
                request.risk.map(|risk| texts.coded("review.risk", &risk.to_string()).to_owned()).unwrap_or_default(),
            ),
            (term(k::review::CHECKS), checks.join(". ")),
            (term(k::review::FIRST_MEETING), request.first_meeting.clone().unwrap_or_default()),
        ];
        if let RequestStatus::Ended { state, at, reason, text, other_way } = &request.status {
            let declined = *state == RequestState::Declined;
            let reason = reason.as_deref().map_or("", |reason| {
                if declined { texts.coded("review.decline", reason) } else { texts.coded("review.close", reason) }
            });
            rows.push((term(k::review::ENDED), capital(&self.locale.moment(*at))));
            rows.push((term(k::review::REASON), reason.to_owned()));
            rows.push((term(k::review::TOLD), text.clone().unwrap_or_default()));
            rows.push((term(k::review::OTHER_WAY_FACT), other_way.clone().unwrap_or_default()));
        }
        rows
    }

    pub(super) fn suggestions(&self, ranking: Option<&Ranking>) -> Option<Suggestions> {
        let texts = self.texts;
        if self.request.state() != RequestState::Approved || !self.seen {
            return None;
        }
        let Some(ranking) = ranking else {
            return Some(Suggestions {
                instead: Some(texts.s(k::review::PROTECTED_INSTEAD).to_owned()),
                ..Suggestions::default()
            });
        };
        let live =
            self.around.offers.iter().filter(|offer| offer.status == "open" || offer.status == "accepted").count();
        // Nearly everybody speaks Swedish: that tells nothing.
        let worth_saying = |reason: &&Reason| **reason != Reason::Speaks || self.senior.locale != Locale::Sv;
        let best: Vec<Suggested> = ranking
            .suggested
            .iter()
            .take(SHOWN)
            .map(|(id, name, reasons)| Suggested {
                id: id.0.clone(),
                name: name.clone(),
                reasons: capital(
                    &reasons
                        .iter()
                        .filter(worth_saying)
                        .map(|reason| self.reason(*reason))
                        .collect::<Vec<_>>()
                        .join(", "),
                ),
            })
            .collect();
        Some(Suggestions {
            instead: best.is_empty().then(|| texts.s(k::review::NOBODY_TO_ASK).to_owned()),
            best,
            others: ranking
                .others
                .iter()
                .take(SHOWN)
                .map(|(_, name, why)| Unsuited { name: name.clone(), why: self.why(why) })
                .collect(),
            free: (MOST_LIVE - i64::try_from(live).unwrap_or(MOST_LIVE)).max(0),
        })
    }

    fn reason(&self, reason: Reason) -> String {
        let texts = self.texts;
        match reason {
            Reason::Asked(n) => texts.n(k::review::BECAUSE_ASKED_ONE, k::review::BECAUSE_ASKED_MANY, n),
            Reason::Month(n, most) => {
                texts.f(k::review::BECAUSE_MONTH, &[("n", &n.to_string()), ("most", &most.to_string())])
            }
            Reason::Speaks => {
                let language = texts.coded("review.language", self.senior.locale.language());
                texts.f(k::review::BECAUSE_SPEAKS, &[("language", language)])
            }
            other => texts.coded("review.because", other.code()).to_owned(),
        }
    }

    fn why(&self, why: &Why) -> String {
        let texts = self.texts;
        let words = texts.coded("review.why", why.code()).to_owned();
        match why {
            Why::Standing(Standing::Prospective { missing: what } | Standing::Expired { what }) => {
                let what: Vec<String> =
                    what.iter().map(|one| texts.coded("review.requirement", one.code()).to_owned()).collect();
                format!("{words} {}", what.join(", "))
            }
            Why::Paused(until) => {
                let until = ground::clock::parse_day(until).map(|day| self.locale.day_long(day)).unwrap_or_default();
                words.replace("{until}", &until)
            }
            _ => words,
        }
    }

    pub(super) fn offer(&self, offer: &OfferRow) -> OfferLine {
        let texts = self.texts;
        let accepted = offer.status == OfferStatus::Accepted.code();
        let line = match (offer.status.as_str(), offer.answered_at) {
            ("open", _) => texts.f(k::review::OFFER_UNTIL, &[("when", &self.locale.moment(offer.expires_at))]),
            ("accepted" | "confirmed", _) => {
                let time = self.around.times.iter().find(|time| Some(&time.id) == offer.time_id.as_ref());
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
            href: may_read(self.me, &offer.volunteer_id, offer.protected)
                .then(|| format!("/staff/volunteers/{}", offer.volunteer_id)),
            phone: offer
                .phone
                .as_deref()
                .filter(|_| accepted || offer.status == "confirmed")
                .map(phone::readable)
                .unwrap_or_default(),
            status: texts.coded("review.offer", &offer.status).to_owned(),
            tone: tone.to_owned(),
            line,
            waits: accepted && self.request.state() == RequestState::Approved && offer.volunteer_id != self.me.id,
        }
    }

    /// Whether the reader arranges this visit: never their own, nor that of somebody whom they may not read about.
    fn may_handle(&self, visit: &Visit) -> bool {
        let volunteer = self.around.offers.iter().find(|offer| offer.volunteer_id == visit.volunteer);
        visit.volunteer != self.me.id
            && volunteer.is_none_or(|offer| may_read(self.me, &offer.volunteer_id, offer.protected))
    }

    pub(super) fn visit(
        &self,
        visit: &Visit,
        people: &BTreeMap<&str, &str>,
        feedback: &[(VisitId, String, String)],
    ) -> VisitLine {
        let texts = self.texts;
        let term = |key| texts.s(key).to_owned();
        let said = feedback.iter().find(|(id, ..)| *id == visit.id);
        let said = said.map(|(_, answer, note)| format!("{} {note}", texts.coded("review.feedback", answer)));
        let now = self.here.instant();
        let outcome = visit.outcome.as_deref().map(|code| texts.coded("review.outcome", code).to_owned());
        VisitLine {
            id: visit.id.0.clone(),
            when: capital(&self.locale.moment(visit.starts_at)),
            name: people.get(visit.volunteer.as_str()).map(|name| (*name).to_owned()).unwrap_or_default(),
            status: texts.coded("review.visit", visit.status.code()).to_owned(),
            rows: vec![
                (term(k::review::FIRST_MEETING), visit.first_meeting.clone().unwrap_or_default()),
                (
                    term(k::review::REPORT),
                    [outcome, visit.report_text.clone()].into_iter().flatten().collect::<Vec<_>>().join(" "),
                ),
                (term(k::review::FEEDBACK), said.unwrap_or_default().trim().to_owned()),
            ],
            to_arrange: visit.status == VisitStatus::Planned && !visit.is_past(now) && self.may_handle(visit),
            may_cancel: visit.may_be_called_off(now, true) && self.may_handle(visit),
        }
    }

    pub(super) fn history(&self, line: &HistoryRow) -> Option<Happened> {
        let texts = self.texts;
        // Not every line of the log is told here.
        let by_senior = line.actor_id.as_ref() == Some(&self.senior.id);
        let code = match (line.action.as_str(), by_senior) {
            ("request.submit", false) => "request_enter".to_owned(),
            ("offer.yes", true) => "offer_own_yes".to_owned(),
            ("offer.no", true) => "offer_own_no".to_owned(),
            (action, _) => action.replace('.', "_"),
        };
        let words = texts.typed_code("review.did", &code).unwrap_or_default();
        let hidden = |person: Option<&PersonId>, protected: bool| {
            person.is_some_and(|person| !may_read(self.me, person, protected))
        };
        let name = match &line.actor {
            Some(_) if hidden(line.actor_id.as_ref(), line.actor_protected) => texts.s(k::review::PROTECTED).to_owned(),
            Some(actor) => theirs(actor),
            None => "Handslag".to_owned(),
        };
        let about = match &line.subject {
            Some(_) if hidden(line.subject_id.as_ref(), line.subject_protected) => {
                texts.s(k::review::PROTECTED).to_owned()
            }
            Some(subject) => theirs(subject),
            None => String::new(),
        };
        let what = words.replace("{name}", &name).replace("{about}", &about);
        let when = capital(&self.locale.moment(line.at));
        (!words.is_empty()).then(|| Happened { iso: line.at.iso(), when, what })
    }
}
