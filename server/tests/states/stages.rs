//! Where a sequence begins: the main job, done so far by the very forms of its pages.

use super::town::Town;
use ground::id::PersonId;

/// How far the main job is when the random commands begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    Nothing,
    Submitted,
    Taken,
    Approved,
    Offered,
    Accepted,
    Matched,
    /// The match is stopped by an acute concern.
    Stopped,
    Started,
    Reported,
}

impl Stage {
    pub const ALL: [Self; 10] = [
        Self::Nothing,
        Self::Submitted,
        Self::Taken,
        Self::Approved,
        Self::Offered,
        Self::Accepted,
        Self::Matched,
        Self::Stopped,
        Self::Started,
        Self::Reported,
    ];

    /// What there is then.
    const fn sign(self) -> &'static str {
        match self {
            Self::Nothing => "",
            Self::Submitted => "request submitted",
            Self::Taken => "request in_review",
            Self::Approved => "request approved",
            Self::Offered => "offer open",
            Self::Accepted => "offer accepted",
            Self::Matched => "request matched",
            Self::Stopped => "match suspended",
            Self::Started => "visit started",
            Self::Reported => "visit reported",
        }
    }
}

impl Town {
    /// Does the main job so far; `n` chooses the senior, the kind, the days and the risk.
    pub async fn begin(&mut self, stage: Stage, n: u16) {
        if stage == Stage::Nothing {
            return;
        }
        self.ask(n, 1 + n % 8).await;
        let request = self.requests().await.remove(0);
        let senior: PersonId = request.senior_id.as_str().into();
        let (coordinator, volunteer) = (self.coordinators[0].clone(), self.volunteers[0].clone());
        let staff = |verb: &str| format!("/staff/requests/{}/{verb}", request.id);
        if stage >= Stage::Taken {
            self.step(&coordinator, staff("take"), &[]).await;
        }
        if stage >= Stage::Approved {
            let risk = if n.is_multiple_of(2) { "1" } else { "2" };
            let fields = [("volunteer_text", "En pratstund."), ("risk", risk), ("first_meeting", "")];
            self.step(&coordinator, staff("approve"), &fields).await;
        }
        if stage >= Stage::Offered {
            self.step(&coordinator, staff("offer"), &[("volunteer", volunteer.as_str())]).await;
            if stage > Stage::Offered {
                let offer = self.offers().await.remove(0).id;
                let time = self.time_of(&request.id, n).await;
                self.step(&volunteer, format!("/volunteer/offers/{offer}/yes"), &[("time", &time)]).await;
                if stage > Stage::Accepted {
                    self.step(&senior, format!("/requests/{}/yes", request.id), &[("offer", &offer)]).await;
                }
            }
        }
        if stage == Stage::Stopped {
            let visit = self.visits().await.remove(0).id;
            let fields = [("visit", visit.as_str()), ("body", "Något kändes fel."), ("danger", "yes")];
            self.step(&senior, "/concern".to_owned(), &fields).await;
            let concern = self.pairs("SELECT id, status FROM concern").await.remove(0).0;
            let fields = [("severity", "acute"), ("lex_sarah", "no"), ("lex_sarah_note", "Ingen anställd.")];
            self.step(&coordinator, format!("/staff/concerns/{concern}/triage"), &fields).await;
        }
        if stage >= Stage::Started {
            let visit = self.visits().await.remove(0);
            if visit.status == "planned" {
                let fields = [("visit", visit.id.as_str()), ("meeting_how", "Lena följer med.")];
                self.step(&coordinator, staff("first-meeting"), &fields).await;
            }
            let minutes = self.minutes_until(&visit.id).await;
            self.pass(minutes).await;
            self.step(&volunteer, format!("/volunteer/visits/{}/start", visit.id), &[]).await;
            if stage == Stage::Reported {
                let fields = [("outcome", "as_planned"), ("minutes", "60"), ("experience", "good")];
                self.step(&volunteer, format!("/volunteer/visits/{}/report", visit.id), &fields).await;
            }
        }
        self.watch(false).await;
        let now = self.states().await;
        assert!(now.contains(stage.sign()), "{stage:?} was not reached: {now:?}");
    }

    async fn step(&mut self, who: &PersonId, path: String, fields: &[(&str, &str)]) {
        self.site.ctx.clock.move_by_minutes(1);
        self.press(who, path, fields).await;
    }
}
