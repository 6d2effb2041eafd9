//! What people do: each command becomes the form that its page sends.

use super::{
    Command,
    town::{OfferNow, RequestNow, Town, VisitNow},
};
use ground::{clock::day_code, id::PersonId};
use std::collections::BTreeSet;

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    // Time, and what is not a step.
    Minutes,
    Hours,
    Days,
    Repeat,
    Look,
    // Seniors.
    Ask,
    Undo,
    Answer,
    Cancel,
    Yes,
    No,
    CancelVisit,
    Word,
    Feedback,
    Concern,
    // Volunteers.
    Accept,
    AcceptFromBoard,
    TakeBack,
    Decline,
    Start,
    Finish,
    Report,
    CannotCome,
    Pause,
    // Coordinators: a request.
    Register,
    Take,
    TakeOver,
    Release,
    AskSenior,
    AnswerForSenior,
    DeclineRequest,
    Refer,
    Approve,
    AddTime,
    Offer,
    YesByPhone,
    NoByPhone,
    FirstMeeting,
    StaffCancelVisit,
    StaffCannotCome,
    NoShow,
    Resume,
    Close,
    // Coordinators: people.
    Hold,
    Unhold,
    StaffPause,
    Record,
    Withdraw,
    Protect,
    Unprotect,
    Triage,
    Handle,
    // The administrator.
    EndRole,
    GiveRole,
}

/// How often each is done. The main job often, what ends everything seldom.
pub const WEIGHTS: &[(u32, What)] = &[
    (3, What::Minutes),
    (5, What::Hours),
    (2, What::Days),
    (2, What::Repeat),
    (4, What::Look),
    (7, What::Ask),
    (1, What::Undo),
    (2, What::Answer),
    (1, What::Cancel),
    (12, What::Yes),
    (2, What::No),
    (1, What::CancelVisit),
    (1, What::Word),
    (2, What::Feedback),
    (2, What::Concern),
    (12, What::Accept),
    (4, What::AcceptFromBoard),
    (2, What::TakeBack),
    (2, What::Decline),
    (6, What::Start),
    (5, What::Finish),
    (5, What::Report),
    (2, What::CannotCome),
    (1, What::Pause),
    (3, What::Register),
    (9, What::Take),
    (1, What::TakeOver),
    (1, What::Release),
    (3, What::AskSenior),
    (1, What::AnswerForSenior),
    (2, What::DeclineRequest),
    (3, What::Refer),
    (12, What::Approve),
    (2, What::AddTime),
    (12, What::Offer),
    (3, What::YesByPhone),
    (1, What::NoByPhone),
    (6, What::FirstMeeting),
    (1, What::StaffCancelVisit),
    (1, What::StaffCannotCome),
    (3, What::NoShow),
    (3, What::Resume),
    (1, What::Close),
    (2, What::Hold),
    (2, What::Unhold),
    (1, What::StaffPause),
    (3, What::Record),
    (2, What::Withdraw),
    (1, What::Protect),
    (1, What::Unprotect),
    (2, What::Triage),
    (2, What::Handle),
    (1, What::EndRole),
    (1, What::GiveRole),
];

/// What must be there for a command to have a meaning, one of these; nothing for what is always possible.
const fn needs(what: What) -> &'static [&'static str] {
    const OPEN: &[&str] = &["request in_review", "request needs_info", "request approved", "request matched"];
    const REVIEWED: &[&str] = &["request in_review", "request needs_info"];
    const AHEAD: &[&str] = &["visit planned", "visit confirmed"];
    match what {
        What::Undo | What::Take => &["request submitted"],
        What::Answer | What::AnswerForSenior => &["request needs_info"],
        What::Cancel => &["request submitted", "request in_review", "request needs_info", "request approved"],
        What::Yes | What::No | What::YesByPhone | What::NoByPhone | What::TakeBack => &["offer accepted"],
        What::Accept | What::Decline => &["offer open"],
        What::AcceptFromBoard | What::Offer | What::AddTime => &["request approved"],
        What::CancelVisit | What::Word | What::CannotCome | What::StaffCancelVisit | What::StaffCannotCome => AHEAD,
        What::Concern => &["visit planned", "visit confirmed", "visit started", "visit finished", "visit reported"],
        What::Feedback => &["visit finished", "visit reported"],
        What::Start => &["visit confirmed"],
        What::Finish => &["visit started"],
        What::Report => &["visit confirmed", "visit started", "visit finished"],
        What::Release | What::AskSenior | What::Approve => &["request in_review"],
        What::DeclineRequest | What::Refer => REVIEWED,
        What::FirstMeeting => &["visit planned"],
        What::NoShow => &["visit confirmed", "visit started"],
        What::Resume => &["match suspended"],
        What::TakeOver | What::Close => OPEN,
        What::Triage => &["concern received"],
        What::Handle => &["concern triaged", "concern acting", "concern decided"],
        _ => &[],
    }
}

/// The command, or one that is possible now in its place; now and then what is not, because it must be refused.
pub(super) fn possible(now: &BTreeSet<String>, Command { what, n, m }: Command) -> What {
    let may = |what: What| needs(what).is_empty() || needs(what).iter().any(|state| now.contains(*state));
    if may(what) || n.is_multiple_of(8) {
        return what;
    }
    // Of what something waits for, which is the main job; by its weight.
    let fit: Vec<(u32, What)> =
        WEIGHTS.iter().copied().filter(|(_, other)| !needs(*other).is_empty() && may(*other)).collect();
    let mut left = u32::from(m) % fit.iter().map(|(weight, _)| weight).sum::<u32>().max(1);
    for (weight, other) in fit {
        if left < weight {
            return other;
        }
        left -= weight;
    }
    what
}

/// One of those that the command is meant for; now and then any, for what must be refused.
pub(super) fn pick<T: Clone>(all: &[T], fitting: impl Fn(&T) -> bool, n: u16) -> Option<T> {
    let fit: Vec<&T> = all.iter().filter(|item| fitting(item)).collect();
    let any: Vec<&T> = all.iter().collect();
    let from = if n.is_multiple_of(8) || fit.is_empty() { any } else { fit };
    from.get(usize::from(n / 8) % from.len().max(1)).map(|item| (*item).clone())
}

pub(super) fn one_of<T: Clone>(all: &[T], n: u16) -> T {
    all[usize::from(n) % all.len()].clone()
}

impl Town {
    /// Does it, and looks at what came of it.
    pub async fn act(&mut self, command: Command) {
        let (what, Command { n, m, .. }) = (possible(&self.states().await, command), command);
        self.trail.push(what);
        let (wide, narrow) = (i64::from(n), i64::from(m));
        match what {
            What::Minutes => return self.pass(1 + wide % 90).await,
            What::Hours => return self.pass(60 * (1 + wide % 40) + narrow % 60).await,
            What::Days => return self.pass(24 * 60 * (1 + wide % 21) + narrow % 1440).await,
            What::Look => return self.look(n).await,
            What::Repeat => {
                if let Some(press) = self.last.clone() {
                    // The very same press again, as by an impatient thumb.
                    self.send(&press).await;
                }
                return self.watch(true).await;
            }
            _ => {}
        }
        // Two presses are never at the same instant.
        let day = self.site.ctx.clock.today();
        self.site.ctx.clock.move_by_minutes(1);
        if self.site.ctx.clock.today() != day {
            self.pass(0).await;
        }
        match what {
            What::Ask | What::Undo | What::Answer | What::Cancel | What::Yes | What::No => {
                self.as_senior(what, n, m).await;
            }
            What::CancelVisit | What::Word | What::Feedback | What::Concern => self.about_visit(what, n, m).await,
            What::Accept
            | What::AcceptFromBoard
            | What::TakeBack
            | What::Decline
            | What::Start
            | What::Finish
            | What::Report
            | What::CannotCome
            | What::Pause => self.as_volunteer(what, n, m).await,
            What::Hold
            | What::Unhold
            | What::StaffPause
            | What::Record
            | What::Withdraw
            | What::Protect
            | What::Unprotect
            | What::Triage
            | What::Handle => self.with_people(what, n, m).await,
            What::EndRole | What::GiveRole => self.as_administrator(what, n, m).await,
            _ => self.as_coordinator(what, n, m).await,
        }
        self.watch(false).await;
    }

    pub(super) fn day_ahead(&self, n: u16) -> String {
        day_code(self.site.ctx.clock.now().plus_days(1 + i64::from(n % 9)).day())
    }

    async fn as_senior(&mut self, what: What, n: u16, m: u16) {
        if what == What::Ask {
            return self.ask(n, m).await;
        }
        let requests = self.requests().await;
        let offers = self.offers().await;
        let waits = |request: &RequestNow| {
            offers.iter().any(|offer| offer.request_id == request.id && offer.status == "accepted")
        };
        let fits = |request: &RequestNow| match what {
            What::Undo => request.status == "submitted",
            What::Answer => request.status == "needs_info",
            What::Yes | What::No => waits(request),
            _ => !self.over.contains_key(&request.id),
        };
        let Some(request) = pick(&requests, fits, n) else { return };
        let who = if m % 16 == 1 { one_of(&self.seniors, m / 16) } else { request.senior_id.as_str().into() };
        let offer = offers.iter().rev().find(|offer| offer.request_id == request.id && offer.status == "accepted");
        let offer = offer.or_else(|| offers.iter().rev().find(|offer| offer.request_id == request.id));
        let offer = offer.map_or("none", |offer| offer.id.as_str());
        let path = |verb: &str| format!("/requests/{}/{verb}", request.id);
        match what {
            What::Undo => self.press(&who, path("undo"), &[]).await,
            What::Answer => self.press(&who, path("answer"), &[("answer", "På torsdag.")]).await,
            What::Cancel => self.press(&who, path("cancel"), &[]).await,
            What::Yes => self.press(&who, path("yes"), &[("offer", offer)]).await,
            _ => self.press(&who, path("no"), &[("offer", offer)]).await,
        };
    }

    /// The five questions and the last button.
    pub(super) async fn ask(&mut self, n: u16, m: u16) {
        let who = one_of(&self.seniors, n);
        let begun = self.press(&who, "/ask/new".to_owned(), &[]).await.1;
        let Some(draft) = begun.strip_prefix("/ask/").and_then(|rest| rest.split('/').next()).map(str::to_owned) else {
            return;
        };
        let kind = one_of(&self.kinds, n / 3);
        let (first, second) = (self.day_ahead(m), self.day_ahead(m / 9));
        let mode = if n.is_multiple_of(2) { "home" } else { "phone" };
        let part = ["morning", "afternoon", "any"][usize::from(m) % 3];
        for (step, fields) in [
            ("what", vec![("kind", kind.as_str())]),
            ("days", vec![("days", first.as_str()), ("days", second.as_str())]),
            ("time", vec![("part", part)]),
            ("where", vec![("mode", mode)]),
            ("more", vec![("note", "Jag går med rullator.")]),
            ("send", vec![]),
        ] {
            self.press(&who, format!("/ask/{draft}/{step}"), &fields).await;
        }
    }

    async fn about_visit(&mut self, what: What, n: u16, m: u16) {
        let visits = self.visits().await;
        let Some(visit) = pick(&visits, |visit| (visit.status == "confirmed") == (what != What::Feedback), n) else {
            return;
        };
        let senior: PersonId = visit.senior_id.as_str().into();
        match what {
            What::CancelVisit => self.press(&senior, format!("/visits/{}/cancel", visit.id), &[]).await,
            What::Word => self.press(&senior, format!("/visits/{}/code-word", visit.id), &[("word", "Fjäril")]).await,
            What::Feedback => {
                let answer = ["good", "not_good", "talk"][usize::from(m) % 3];
                self.press(&senior, format!("/visits/{}/feedback", visit.id), &[("answer", answer)]).await
            }
            _ => {
                let who = if m.is_multiple_of(2) { senior } else { visit.volunteer_id.as_str().into() };
                let danger = if m.is_multiple_of(3) { "yes" } else { "no" };
                let fields = [("visit", visit.id.as_str()), ("body", "Något kändes fel."), ("danger", danger)];
                self.press(&who, "/concern".to_owned(), &fields).await
            }
        };
    }

    /// One of the request's times.
    pub(super) async fn time_of(&self, request: &str, m: u16) -> String {
        let times = self.pairs("SELECT id, request_id FROM request_time ORDER BY day, part, id").await;
        let own: Vec<String> = times.into_iter().filter(|(_, of)| of == request).map(|(id, _)| id).collect();
        if own.is_empty() { String::new() } else { one_of(&own, m) }
    }

    async fn as_volunteer(&mut self, what: What, n: u16, m: u16) {
        match what {
            What::Accept | What::TakeBack | What::Decline => {
                let wanted = if what == What::TakeBack { "accepted" } else { "open" };
                let Some(offer) = pick(&self.offers().await, |offer: &OfferNow| offer.status == wanted, n) else {
                    return;
                };
                let who =
                    if m % 16 == 1 { one_of(&self.volunteers, m / 16) } else { offer.volunteer_id.as_str().into() };
                let verb = match what {
                    What::Accept => "yes",
                    What::TakeBack => "undo",
                    _ => "no",
                };
                let time = self.time_of(&offer.request_id, m).await;
                self.press(&who, format!("/volunteer/offers/{}/{verb}", offer.id), &[("time", &time)]).await;
            }
            What::AcceptFromBoard => {
                let who = one_of(&self.volunteers, m);
                let requests = self.requests().await;
                let Some(request) = pick(&requests, |request| request.status == "approved", n) else { return };
                let time = self.time_of(&request.id, m / 4).await;
                self.press(&who, format!("/volunteer/board/{}/yes", request.id), &[("time", &time)]).await;
            }
            What::Pause => {
                let who = one_of(&self.volunteers, n);
                let until = ["week", "month", "until", "none"][usize::from(m) % 4];
                self.press(&who, "/volunteer/pause".to_owned(), &[("pause", until)]).await;
            }
            _ => self.on_visit(what, n, m).await,
        }
    }

    /// How long it is until a visit begins.
    pub(super) async fn minutes_until(&self, visit: &str) -> i64 {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        let starts = db::row!(&mut tx, (i64,), "SELECT starts_at FROM visit WHERE id = $1", visit).unwrap().unwrap().0;
        (starts - self.site.ctx.clock.now().0) / 60_000
    }

    async fn on_visit(&mut self, what: What, n: u16, m: u16) {
        let visits = self.visits().await;
        let fits = |visit: &VisitNow| match what {
            What::Finish => visit.status == "started",
            What::Report => matches!(visit.status.as_str(), "started" | "finished" | "confirmed"),
            _ => matches!(visit.status.as_str(), "confirmed" | "planned"),
        };
        let Some(visit) = pick(&visits, fits, n) else { return };
        let who: PersonId = visit.volunteer_id.as_str().into();
        if what == What::Start && !m.is_multiple_of(4) {
            // Most come when they said.
            let minutes = self.minutes_until(&visit.id).await;
            if minutes > 0 {
                self.pass(minutes + i64::from(m % 40)).await;
            }
        }
        let path = |verb: &str| format!("/volunteer/visits/{}/{verb}", visit.id);
        match what {
            What::Start => self.press(&who, path("start"), &[]).await,
            What::Finish => self.press(&who, path("finish"), &[]).await,
            What::CannotCome => self.press(&who, path("cannot-come"), &[]).await,
            _ => {
                let outcome = ["as_planned", "otherwise", "senior_absent"][usize::from(m) % 3];
                let fields = [("outcome", outcome), ("minutes", "60"), ("experience", "good")];
                self.press(&who, path("report"), &fields).await
            }
        };
    }
}
