//! What coordinators and the administrator do.

use super::{acts::What, town::Town};
use crate::states::acts::{one_of, pick};
use ground::id::PersonId;

impl Town {
    pub(super) async fn as_coordinator(&mut self, what: What, n: u16, m: u16) {
        let who = one_of(&self.coordinators, m);
        if what == What::Register {
            return self.register(&who, n, m).await;
        }
        if what == What::Resume {
            let visits = self.visits().await;
            let Some(visit) = pick(&visits, |visit| visit.match_status == "suspended", n) else { return };
            self.press(&who, format!("/staff/visits/{}/resume", visit.id), &[("resume", "Allt är utrett.")]).await;
            return;
        }
        let requests = self.requests().await;
        let offers = self.offers().await;
        let visits = self.visits().await;
        let visit_of = |id: &str, live: bool| {
            visits.iter().find(|visit| {
                visit.request_id == id
                    && (!live || matches!(visit.status.as_str(), "planned" | "confirmed" | "started"))
            })
        };
        let accepted = |id: &str| offers.iter().find(|offer| offer.request_id == id && offer.status == "accepted");
        let Some(request) = pick(
            &requests,
            |request| match what {
                What::Take => request.status == "submitted",
                What::AnswerForSenior => request.status == "needs_info",
                What::Offer | What::AddTime => request.status == "approved",
                What::YesByPhone | What::NoByPhone => accepted(&request.id).is_some(),
                What::FirstMeeting => {
                    visits.iter().any(|visit| visit.request_id == request.id && visit.status == "planned")
                }
                What::StaffCancelVisit | What::StaffCannotCome | What::NoShow => visit_of(&request.id, true).is_some(),
                What::TakeOver | What::Close => !self.over.contains_key(&request.id),
                _ => request.status == "in_review",
            },
            n,
        ) else {
            return;
        };
        let offer = accepted(&request.id).map_or("none", |offer| offer.id.as_str()).to_owned();
        let visit = visit_of(&request.id, true).or_else(|| visit_of(&request.id, false));
        let visit = visit.map_or("none", |visit| visit.id.as_str()).to_owned();
        let path = |verb: &str| format!("/staff/requests/{}/{verb}", request.id);
        let day = self.day_ahead(m);
        match what {
            What::Take => self.press(&who, path("take"), &[]).await,
            What::TakeOver => self.press(&who, path("take-over"), &[]).await,
            What::Release => self.press(&who, path("release"), &[]).await,
            What::AskSenior => self.press(&who, path("ask"), &[("question", "Vilken dag?")]).await,
            What::AnswerForSenior => self.press(&who, path("answer"), &[("answer", "På fredag.")]).await,
            What::DeclineRequest => {
                let reason = ["home_care", "trade"][usize::from(m) % 2];
                self.press(&who, path("decline"), &[("reason", reason)]).await
            }
            What::Refer => {
                self.press(&who, path("refer"), &[("refer_to", "Röda Korset"), ("refer_text", "Ring dem.")]).await
            }
            What::Approve => {
                let meeting = if m.is_multiple_of(3) { "Lena följer med." } else { "" };
                let fields = [
                    ("volunteer_text", "En pratstund."),
                    ("risk", ["1", "2"][usize::from(m) % 2]),
                    ("first_meeting", meeting),
                ];
                self.press(&who, path("approve"), &fields).await
            }
            What::AddTime => self.press(&who, path("times"), &[("day", &day), ("part", "morning")]).await,
            What::Offer if m.is_multiple_of(3) => {
                let chosen = one_of(&self.volunteers, m / 3);
                self.press(&who, path("offer"), &[("volunteer", chosen.as_str())]).await
            }
            What::Offer => self.press(&who, path("offer"), &[("best", "3")]).await,
            What::YesByPhone => self.press(&who, path("senior-yes"), &[("offer", &offer)]).await,
            What::NoByPhone => self.press(&who, path("senior-no"), &[("offer", &offer)]).await,
            What::FirstMeeting if m.is_multiple_of(2) => {
                self.press(&who, path("first-meeting"), &[("visit", &visit), ("meeting_how", "Lena följer med.")]).await
            }
            What::FirstMeeting => {
                let fields = [("first_meeting", "Lena följer med.")];
                self.press(&who, format!("/staff/visits/{visit}/confirm"), &fields).await
            }
            What::StaffCancelVisit if m.is_multiple_of(2) => {
                self.press(&who, path("cancel-visit"), &[("visit", &visit)]).await
            }
            What::StaffCancelVisit => self.press(&who, format!("/staff/visits/{visit}/cancel"), &[]).await,
            What::StaffCannotCome if m.is_multiple_of(2) => {
                self.press(&who, path("cannot-come"), &[("visit", &visit)]).await
            }
            What::StaffCannotCome => self.press(&who, format!("/staff/visits/{visit}/cannot-come"), &[]).await,
            What::NoShow => {
                let missing = ["senior", "volunteer"][usize::from(m) % 2];
                self.press(&who, format!("/staff/visits/{visit}/no-show"), &[("who", missing)]).await
            }
            _ => {
                let reason = ["need_met", "no_longer_needed", "moved", "no_capacity", "safety"][usize::from(m) % 5];
                self.press(&who, path("close"), &[("close_reason", reason)]).await
            }
        };
    }

    /// A call: of somebody known, or of somebody new.
    async fn register(&mut self, who: &PersonId, n: u16, m: u16) {
        let known = one_of(&self.seniors, n);
        let (kind, area, day) = (one_of(&self.kinds, n / 2), self.areas[0].to_string(), self.day_ahead(m));
        let mut fields =
            vec![("kind", kind.as_str()), ("mode", "home"), ("days", day.as_str()), ("area", area.as_str())];
        if n.is_multiple_of(4) {
            fields.extend([
                ("given_name", "Rut"),
                ("family_name", "Ny"),
                ("phone", "016-12 34 56"),
                ("part", "afternoon"),
            ]);
        } else {
            fields.extend([("person", known.as_str()), ("clock", "10.30")]);
        }
        self.press(who, "/staff/requests".to_owned(), &fields).await;
    }

    pub(super) async fn with_people(&mut self, what: What, n: u16, m: u16) {
        let who = one_of(&self.coordinators, m);
        let mut volunteers = self.volunteers.clone();
        volunteers.extend([self.coordinators[1].clone(), self.seniors[2].clone()]);
        let volunteer = one_of(&volunteers, n);
        let staff = |verb: &str| format!("/staff/volunteers/{volunteer}/{verb}");
        match what {
            What::Hold => self.press(&who, staff("hold"), &[("reason", "Vi behöver tala.")]).await,
            What::Unhold => self.press(&who, staff("unhold"), &[]).await,
            What::StaffPause => {
                self.press(&who, staff("pause"), &[("for", ["14", "30", ""][usize::from(m) % 3])]).await
            }
            What::Record => {
                let requirement = ["application", "interview", "agreement", "pledge"][usize::from(m) % 4];
                self.press(&who, staff("record"), &[("requirement", requirement), ("when", "today")]).await
            }
            What::Withdraw => {
                let records = self
                    .pairs("SELECT id, person_id FROM volunteer_requirement WHERE withdrawn_at IS NULL ORDER BY recorded_at, requirement, id")
                    .await;
                let Some((record, of)) = pick(&records, |_| true, n) else { return };
                self.press(&who, format!("/staff/volunteers/{of}/withdraw"), &[("record", &record)]).await
            }
            What::Protect | What::Unprotect => {
                let mut people = self.seniors.clone();
                people.extend(volunteers);
                let person = one_of(&people, n);
                let verb = if what == What::Protect { "protect" } else { "unprotect" };
                let page = format!("/staff/people/{person}");
                let opened = self.press(&who, format!("{page}/open"), &[("reason", "call")]).await.1;
                let proof = opened.split_once("open=").map(|(_, proof)| proof.to_owned()).unwrap_or_default();
                self.press(&who, format!("{page}/{verb}"), &[("sure", "yes"), ("open", &proof)]).await
            }
            _ => {
                let concerns = self.pairs("SELECT id, status FROM concern ORDER BY number").await;
                let received = what == What::Triage;
                let fits = |(_, status): &(String, String)| (status == "received") == received && status != "closed";
                let Some((concern, status)) = pick(&concerns, fits, n) else { return };
                let verb = match status.as_str() {
                    "received" => "triage",
                    "triaged" => "act",
                    "acting" => "decide",
                    _ => "close",
                };
                let severity = ["low", "serious", "acute"][usize::from(m / 2) % 3];
                let fields = [
                    ("severity", severity),
                    ("lex_sarah", "no"),
                    ("lex_sarah_note", "Ingen anställd."),
                    ("decision", "Samtal."),
                ];
                self.press(&who, format!("/staff/concerns/{concern}/{verb}"), &fields).await
            }
        };
    }

    pub(super) async fn as_administrator(&mut self, what: What, n: u16, m: u16) {
        let who = self.site.person(frame::access::model::Role::Administrator).clone();
        if what == What::GiveRole {
            let person = one_of(&self.volunteers, n);
            let fields = [("person", person.as_str()), ("role", ["volunteer", "coordinator"][usize::from(m) % 2])];
            self.press(&who, "/admin/roles/add".to_owned(), &fields).await;
            return;
        }
        let roles = self
            .pairs("SELECT id, role FROM role_assignment WHERE valid_to IS NULL AND role <> 'administrator' ORDER BY valid_from, person_id, id")
            .await;
        if let Some((role, _)) = pick(&roles, |(_, role)| role == "volunteer", n) {
            self.press(&who, format!("/admin/roles/{role}/end"), &[]).await;
        }
    }
}
