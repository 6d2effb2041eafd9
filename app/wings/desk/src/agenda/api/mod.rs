//! The visits of a day (`day`), the page of one (`visit`), and what a coordinator does with it (`acts`).

mod acts;
mod day;
mod paper;
mod visit;

use crate::agenda::model::Attention;
use acts::{cancel, cannot_come, confirm, follow_up, no_show, resume};
use db::{Failure, Tx};
use frame::{
    access::policy::{self, As, Subject},
    context::{
        Here,
        feature::{Loads, Routes},
    },
    drafts::Form,
};
use ground::{
    AppError,
    id::VisitId,
    text::{Key, Texts, k, theirs},
};
use help::{
    kinds::model::ContactMode,
    requests::{self, model::Request},
    visits::{
        self,
        model::{Visit, VisitStatus},
    },
};
use people::{person, person::model::Person};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/visits/{id}/confirm", confirm)
        .post("/staff/visits/{id}/cancel", cancel)
        .post("/staff/visits/{id}/cannot-come", cannot_come)
        .post("/staff/visits/{id}/no-show", no_show)
        .post("/staff/visits/{id}/follow-up", follow_up)
        .post("/staff/visits/{id}/resume", resume)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(day::day).plain(paper::paper_day).plain(paper::paper_card).page(visit::visit).page(visit::ask)
}

const CONFIRM_FORM: Form = Form::new("first_meeting", &["first_meeting"]);
const NO_SHOW_FORM: Form = Form::new("no_show", &["who"]);
const FOLLOW_UP_FORM: Form = Form::new("feedback_follow_up", &["follow_up"]);
const RESUME_FORM: Form = Form::new("match_resume", &["resume"]);

pub(super) fn status_text(texts: Texts, status: VisitStatus) -> (&'static str, &'static str) {
    let (key, tone) = match status {
        VisitStatus::Planned => (k::agenda::PLANNED, "tag-warn"),
        VisitStatus::Confirmed => (k::agenda::CONFIRMED, "tag-ok"),
        VisitStatus::Started => (k::agenda::STARTED, "tag-wait"),
        VisitStatus::Finished => (k::agenda::FINISHED, "tag-wait"),
        VisitStatus::Reported => (k::agenda::REPORTED, "tag-ok"),
        VisitStatus::Cancelled => (k::agenda::CANCELLED, "tag-plain"),
        VisitStatus::NoShow => (k::agenda::NO_SHOW, "tag-bad"),
    };
    (texts.s(key), tone)
}

/// How a visit takes place.
pub(super) const fn mode_key(mode: ContactMode) -> Key {
    match mode {
        ContactMode::Home => k::agenda::MODE_HOME,
        ContactMode::Out => k::agenda::MODE_OUT,
        ContactMode::Phone => k::agenda::MODE_PHONE,
        ContactMode::Video => k::agenda::MODE_VIDEO,
    }
}

/// What to do, in words, and the number to call.
fn advice(
    texts: Texts,
    found: Attention,
    senior: (&str, Option<&String>),
    volunteer: (&str, Option<&String>),
) -> (String, Option<String>) {
    let (key, (name, phone)) = match found {
        Attention::Arrange => (k::agenda::DO_ARRANGE, (senior.0, None)),
        Attention::Wait => (k::agenda::DO_WAIT, (volunteer.0, None)),
        Attention::CallVolunteer => (k::agenda::DO_CALL_VOLUNTEER, volunteer),
        Attention::CallSenior => (k::agenda::DO_CALL_SENIOR, senior),
        Attention::AskReport => (k::agenda::DO_ASK_REPORT, volunteer),
    };
    (texts.f(key, &[("name", &theirs(name))]), phone.cloned())
}

/// The visit and its request, for a coordinator of its area.
pub(super) async fn visit_for(tx: &mut Tx, here: &Here, id: &VisitId) -> Result<(Visit, Request), Failure> {
    let me = here.me()?;
    let visit = visits::store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    let request = requests::store::by_id(tx, here.municipality(), &visit.request).await?.ok_or(AppError::NotFound)?;
    let subject = Subject { senior: &visit.senior, volunteer: Some(&visit.volunteer), area: &request.area };
    policy::only(me, subject, &[As::Coordinator])?;
    // A protected person's visit is for those who handle protected identities.
    for id in [&visit.senior, &visit.volunteer] {
        if !policy::may_read(me, id, person(tx, here, id).await?.protected) {
            return Err(AppError::Forbidden.into());
        }
    }
    Ok((visit, request))
}

async fn person(tx: &mut Tx, here: &Here, id: &ground::id::PersonId) -> Result<Person, Failure> {
    Ok(person::store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?)
}
