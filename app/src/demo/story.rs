//! What happened with one request, told step by step the way the product takes the steps, so that its rows agree.

use super::draw::Draw;
use frame::told::MessageKind;
use ground::{
    Locale, Timestamp,
    clock::working_days_after,
    id::{AreaId, KindId, MatchId, OfferId, PersonId, RequestId, TimeId, VisitId},
    time::DayPart,
};
use help::{
    kinds::model::ContactMode,
    matches::model::MatchStatus,
    offers::{
        model::{HOURS_OPEN, OfferStatus},
        told::{OFFER_CONFIRMED, OFFER_EXPIRED, OFFER_NEW, PROPOSAL_READY},
    },
    requests::{
        model::{Channel, CloseReason, DeclineReason, RequestState},
        told::{REQUEST_APPROVED, REQUEST_DECLINED, REQUEST_QUESTION, REQUEST_RECEIVED, REQUEST_REFERRED},
    },
    visits::{
        code_words,
        model::{Experience, FeedbackAnswer, VisitOutcome, VisitStatus},
        told::{FEEDBACK_OPEN, VISIT_AGREED, VISIT_REPLACED},
    },
};

/// A possible time.
#[derive(Clone, Debug)]
pub struct TimeSeed {
    pub id: TimeId,
    pub starts_at: Timestamp,
    pub exact: bool,
}

/// An offer.
#[derive(Clone, Debug)]
pub struct OfferSeed {
    pub id: OfferId,
    pub volunteer: PersonId,
    pub status: OfferStatus,
    pub by: Option<PersonId>,
    pub at: Timestamp,
    pub time: Option<TimeId>,
    pub answered_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

/// A match.
#[derive(Clone, Debug)]
pub struct MatchSeed {
    pub id: MatchId,
    pub offer: OfferId,
    pub volunteer: PersonId,
    pub status: MatchStatus,
    pub at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub end_reason: Option<&'static str>,
}

/// A visit with its report and the senior's feedback.
#[derive(Clone, Debug)]
pub struct VisitSeed {
    pub id: VisitId,
    pub match_id: MatchId,
    pub volunteer: PersonId,
    pub starts_at: Timestamp,
    pub minutes: i64,
    pub code_word: &'static str,
    pub status: VisitStatus,
    pub first_meeting: Option<String>,
    pub confirmed_at: Option<Timestamp>,
    pub started_at: Option<Timestamp>,
    pub finished_at: Option<Timestamp>,
    pub report: Option<(Timestamp, VisitOutcome, i64, Experience, &'static str)>,
    pub cancelled: Option<(Timestamp, &'static str)>,
    pub reminded: i64,
    pub feedback: Option<(Timestamp, FeedbackAnswer, &'static str)>,
    pub followed_up: Option<(Timestamp, PersonId, &'static str)>,
}

/// What a message is about.
#[derive(Clone, Debug)]
pub enum On {
    Request,
    Offer(OfferId),
    Visit(VisitId),
}

/// A request and all that hangs on it.
#[derive(Clone, Debug)]
pub struct Story {
    pub id: RequestId,
    pub senior: PersonId,
    pub locale: Locale,
    pub registered_by: PersonId,
    pub channel: Channel,
    pub kind: KindId,
    pub minutes: i64,
    pub risk: i64,
    pub area: AreaId,
    pub mode: ContactMode,
    pub note: &'static str,
    pub status: RequestState,
    pub submitted_at: Timestamp,
    pub answer_due_at: Timestamp,
    pub owner: Option<PersonId>,
    pub taken_at: Option<Timestamp>,
    pub question: Option<(&'static str, Timestamp)>,
    pub answer: Option<(&'static str, Timestamp)>,
    pub approved_at: Option<Timestamp>,
    pub first_approved_at: Option<Timestamp>,
    pub volunteer_text: Option<&'static str>,
    pub first_meeting: Option<String>,
    pub matched_at: Option<Timestamp>,
    pub replacement_since: Option<Timestamp>,
    pub unfilled_told: i64,
    pub ended_at: Option<Timestamp>,
    pub ended_by: Option<PersonId>,
    pub end_reason: Option<&'static str>,
    pub end_text: Option<&'static str>,
    pub other_way: Option<&'static str>,
    pub updated_at: Timestamp,
    pub times: Vec<TimeSeed>,
    pub offers: Vec<OfferSeed>,
    pub matches: Vec<MatchSeed>,
    pub visits: Vec<VisitSeed>,
    pub messages: Vec<(PersonId, &'static MessageKind, On, Timestamp)>,
}

impl Story {
    fn tell_senior(&mut self, kind: &'static MessageKind, on: On, at: Timestamp) {
        self.messages.push((self.senior.clone(), kind, on, at));
        self.updated_at = self.updated_at.max(at);
    }

    /// One of the days that suit: at the usual start of a part of the day, or exactly then.
    pub fn time(&mut self, draw: &mut Draw, starts_at: Timestamp) -> &mut Self {
        let local = starts_at.local();
        let exact = DayPart::of_hour(local.hour()).usual_start() != (local.hour(), local.minute());
        self.times.push(TimeSeed { id: TimeId(draw.id(self.submitted_at)), starts_at, exact });
        self
    }

    /// A coordinator for the senior, after a call.
    pub fn by_phone(&mut self, coordinator: &PersonId) -> &mut Self {
        self.channel = Channel::Phone;
        self.registered_by = coordinator.clone();
        self
    }

    /// A coordinator takes it.
    pub fn take(&mut self, coordinator: &PersonId, at: Timestamp) -> &mut Self {
        (self.status, self.owner, self.taken_at) = (RequestState::InReview, Some(coordinator.clone()), Some(at));
        self.updated_at = at;
        self
    }

    /// The coordinator asks.
    pub fn ask(&mut self, question: &'static str, at: Timestamp) -> &mut Self {
        (self.status, self.question) = (RequestState::NeedsInfo, Some((question, at)));
        self.tell_senior(&REQUEST_QUESTION, On::Request, at);
        self
    }

    /// The senior answers.
    pub fn answer(&mut self, answer: &'static str, at: Timestamp) -> &mut Self {
        (self.status, self.answer, self.updated_at) = (RequestState::InReview, Some((answer, at)), at);
        self
    }

    /// Volunteers can be asked.
    pub fn approve(&mut self, text: &'static str, at: Timestamp) -> &mut Self {
        self.status = RequestState::Approved;
        (self.approved_at, self.first_approved_at, self.volunteer_text) = (Some(at), Some(at), Some(text));
        self.tell_senior(&REQUEST_APPROVED, On::Request, at);
        self
    }

    /// A volunteer is asked; the place of the offer.
    pub fn offer(&mut self, draw: &mut Draw, volunteer: &PersonId, at: Timestamp) -> usize {
        let id = OfferId(draw.id(at));
        self.messages.push((volunteer.clone(), &OFFER_NEW, On::Offer(id.clone()), at));
        self.offers.push(OfferSeed {
            id,
            volunteer: volunteer.clone(),
            status: OfferStatus::Open,
            by: self.owner.clone(),
            at,
            time: None,
            answered_at: None,
            ended_at: None,
        });
        self.offers.len() - 1
    }

    /// An offer ends without a visit.
    pub fn end_offer(&mut self, offer: usize, to: OfferStatus, at: Timestamp) {
        let offer = &mut self.offers[offer];
        let at = if to == OfferStatus::Expired { offer.at.plus_hours(HOURS_OPEN) } else { at };
        (offer.status, offer.ended_at) = (to, Some(at));
        if to == OfferStatus::Declined {
            offer.answered_at = Some(at);
        }
        if to == OfferStatus::Expired {
            self.messages.push((offer.volunteer.clone(), &OFFER_EXPIRED, On::Offer(offer.id.clone()), at));
        }
    }

    /// The volunteer's yes, at the first of the times.
    pub fn accept(&mut self, offer: usize, at: Timestamp) {
        let offer = &mut self.offers[offer];
        (offer.status, offer.time, offer.answered_at) =
            (OfferStatus::Accepted, self.times.first().map(|time| time.id.clone()), Some(at));
        self.tell_senior(&PROPOSAL_READY, On::Request, at);
    }

    /// The senior's yes.
    pub fn yes(&mut self, draw: &mut Draw, offer: usize, first_meeting: Option<&str>, at: Timestamp) {
        for other in 0..self.offers.len() {
            if other != offer && self.offers[other].status == OfferStatus::Open {
                self.end_offer(other, OfferStatus::NotChosen, at);
            }
        }
        self.offers[offer].status = OfferStatus::Confirmed;
        let (id, volunteer) = (self.offers[offer].id.clone(), self.offers[offer].volunteer.clone());
        (self.status, self.matched_at, self.replacement_since) = (RequestState::Matched, Some(at), None);
        self.first_meeting = first_meeting.map(ToOwned::to_owned);
        let match_id = MatchId(draw.id(at));
        self.matches.push(MatchSeed {
            id: match_id.clone(),
            offer: id,
            volunteer: volunteer.clone(),
            status: MatchStatus::Introducing,
            at,
            ended_at: None,
            end_reason: None,
        });
        let ready = self.risk < 2 || first_meeting.is_some();
        let visit = VisitId(draw.id(at));
        self.messages.push((volunteer.clone(), &OFFER_CONFIRMED, On::Visit(visit.clone()), at));
        self.tell_senior(&VISIT_AGREED, On::Visit(visit.clone()), at);
        self.visits.push(VisitSeed {
            id: visit,
            match_id,
            volunteer,
            starts_at: self.times.first().map_or(at, |time| time.starts_at),
            minutes: self.minutes,
            code_word: draw.pick::<&str>(code_words::of(self.locale)),
            status: if ready { VisitStatus::Confirmed } else { VisitStatus::Planned },
            first_meeting: self.first_meeting.clone(),
            confirmed_at: ready.then_some(at),
            started_at: None,
            finished_at: None,
            report: None,
            cancelled: None,
            reminded: 0,
            feedback: None,
            followed_up: None,
        });
    }

    fn visit(&mut self) -> Option<&mut VisitSeed> {
        self.visits.last_mut()
    }

    /// The volunteer pressed "start".
    pub fn start(&mut self, late_minutes: i64) -> &mut Self {
        if let Some(visit) = self.visit() {
            (visit.status, visit.started_at) = (VisitStatus::Started, Some(visit.starts_at.plus_minutes(late_minutes)));
        }
        if let Some(last) = self.matches.last_mut() {
            last.status = MatchStatus::Active;
        }
        self
    }

    /// The volunteer pressed "finish".
    pub fn finish(&mut self) -> &mut Self {
        let Some(visit) = self.visit() else { return self };
        let at = visit.starts_at.plus_minutes(visit.minutes + 3);
        (visit.status, visit.finished_at) = (VisitStatus::Finished, Some(at));
        let id = visit.id.clone();
        self.tell_senior(&FEEDBACK_OPEN, On::Visit(id), at);
        self
    }

    /// The volunteer told how it went; the request is over.
    pub fn report(&mut self, text: &'static str, minutes: i64, experience: Experience) -> &mut Self {
        let Some(visit) = self.visit() else { return self };
        let at = visit.finished_at.unwrap_or(visit.starts_at).plus_minutes(25);
        visit.status = VisitStatus::Reported;
        visit.report = Some((at, VisitOutcome::AsPlanned, minutes, experience, text));
        let by = visit.volunteer.clone();
        self.close(CloseReason::NeedMet, &by, at)
    }

    /// Nobody opened: the coordinator calls.
    pub fn absent(&mut self) -> &mut Self {
        if let Some(visit) = self.visit() {
            let at = visit.starts_at.plus_minutes(20);
            visit.status = VisitStatus::NoShow;
            visit.report =
                Some((at, VisitOutcome::SeniorAbsent, 20, Experience::Fair, "Ingen öppnade. Jag väntade en kvart."));
        }
        self
    }

    /// The senior says how it was.
    pub fn feedback(&mut self, answer: FeedbackAnswer, note: &'static str, hours_after: i64) -> &mut Self {
        if let Some(visit) = self.visit() {
            let at = visit.starts_at.plus_minutes(visit.minutes).plus_hours(hours_after);
            visit.feedback = Some((at, answer, note));
        }
        self
    }

    /// The coordinator followed up what was not good, within two hours.
    pub fn followed_up(&mut self, note: &'static str) -> &mut Self {
        let owner = self.owner.clone();
        if let Some(visit) = self.visit() {
            visit.followed_up = visit.feedback.zip(owner).map(|((at, ..), by)| (at.plus_hours(2), by, note));
        }
        self
    }

    /// The senior cancels the visit.
    pub fn cancel(&mut self, at: Timestamp) -> &mut Self {
        if let Some(visit) = self.visit() {
            (visit.status, visit.cancelled) = (VisitStatus::Cancelled, Some((at, "senior")));
        }
        let by = self.senior.clone();
        self.close(CloseReason::NoLongerNeeded, &by, at)
    }

    /// The volunteer cannot come.
    pub fn replace(&mut self, at: Timestamp) -> &mut Self {
        if let Some(visit) = self.visit() {
            (visit.status, visit.cancelled) = (VisitStatus::Cancelled, Some((at, "volunteer")));
        }
        self.end_match("replacement", at);
        for offer in self.offers.iter_mut().filter(|offer| offer.status == OfferStatus::Confirmed) {
            (offer.status, offer.ended_at) = (OfferStatus::Withdrawn, Some(at));
        }
        (self.status, self.approved_at, self.replacement_since) = (RequestState::Approved, Some(at), Some(at));
        self.tell_senior(&VISIT_REPLACED, On::Request, at);
        self
    }

    fn end_match(&mut self, reason: &'static str, at: Timestamp) {
        for live in self.matches.iter_mut().filter(|one| one.status != MatchStatus::Ended) {
            (live.status, live.ended_at, live.end_reason) = (MatchStatus::Ended, Some(at), Some(reason));
        }
    }

    fn end(&mut self, to: RequestState, reason: Option<&'static str>, by: &PersonId, at: Timestamp) {
        (self.status, self.ended_at, self.ended_by, self.end_reason) = (to, Some(at), Some(by.clone()), reason);
        self.updated_at = self.updated_at.max(at);
        self.end_match(reason.unwrap_or(to.code()), at);
        for offer in
            self.offers.iter_mut().filter(|offer| matches!(offer.status, OfferStatus::Open | OfferStatus::Accepted))
        {
            (offer.status, offer.ended_at) = (OfferStatus::Withdrawn, Some(at));
        }
    }

    /// It is over.
    pub fn close(&mut self, reason: CloseReason, by: &PersonId, at: Timestamp) -> &mut Self {
        self.end(RequestState::Closed, Some(reason.code()), by, at);
        self
    }

    /// We cannot help with this.
    pub fn decline(
        &mut self,
        reason: DeclineReason,
        text: &'static str,
        other_way: &'static str,
        at: Timestamp,
    ) -> &mut Self {
        let by = self.owner.clone().unwrap_or_else(|| self.senior.clone());
        self.end(RequestState::Declined, Some(reason.code()), &by, at);
        (self.end_text, self.other_way) = (Some(text), Some(other_way));
        self.tell_senior(&REQUEST_DECLINED, On::Request, at);
        self
    }

    /// Somebody else helps.
    pub fn refer(&mut self, other_way: &'static str, at: Timestamp) -> &mut Self {
        let by = self.owner.clone().unwrap_or_else(|| self.senior.clone());
        self.end(RequestState::Referred, None, &by, at);
        self.other_way = Some(other_way);
        self.tell_senior(&REQUEST_REFERRED, On::Request, at);
        self
    }

    /// The senior takes it back.
    pub fn withdraw(&mut self, at: Timestamp) -> &mut Self {
        let by = self.senior.clone();
        self.end(RequestState::Withdrawn, None, &by, at);
        self
    }
}

/// What a story begins with.
#[derive(Debug)]
pub struct Beginning<'a> {
    pub senior: &'a PersonId,
    pub locale: Locale,
    pub area: &'a AreaId,
    pub kind: &'a KindId,
    pub minutes: i64,
    pub risk: i64,
    pub mode: ContactMode,
    pub note: &'static str,
    pub at: Timestamp,
}

/// A request is sent.
pub fn begin(draw: &mut Draw, from: &Beginning<'_>) -> Story {
    let at = from.at;
    Story {
        id: RequestId(draw.id(at)),
        senior: from.senior.clone(),
        locale: from.locale,
        registered_by: from.senior.clone(),
        channel: Channel::Own,
        kind: from.kind.clone(),
        minutes: from.minutes,
        risk: from.risk,
        area: from.area.clone(),
        mode: from.mode,
        note: from.note,
        status: RequestState::Submitted,
        submitted_at: at,
        answer_due_at: working_days_after(at, 2),
        owner: None,
        taken_at: None,
        question: None,
        answer: None,
        approved_at: None,
        first_approved_at: None,
        volunteer_text: None,
        first_meeting: None,
        matched_at: None,
        replacement_since: None,
        unfilled_told: 0,
        ended_at: None,
        ended_by: None,
        end_reason: None,
        end_text: None,
        other_way: None,
        updated_at: at,
        times: Vec::new(),
        offers: Vec::new(),
        matches: Vec::new(),
        visits: Vec::new(),
        messages: vec![(from.senior.clone(), &REQUEST_RECEIVED, On::Request, at)],
    }
}
