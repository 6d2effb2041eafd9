//! Telling a concern, and handling it.

use super::{
    TOPIC,
    about::{self, Asked},
    form,
    model::{About, Concern, ConcernStatus, Severity},
    policy,
    store::{self, NewConcern},
    tasks,
    told::CONCERN_RECEIVED,
    transitions::{self, event},
    view::{ConcernLoad, Inbox, InboxLoad, InboxRow, NewConcernLoad, NewPage, Sent, SentLoad, StaffConcern},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    access::{
        model::{Role, SignedIn},
        policy as access,
    },
    audit::{self, Event},
    context::{
        Here,
        feature::{Loads, Routes},
    },
    drafts::{self, Form},
    live,
    messages::{About as AboutMessage, tell},
    once,
    routes::Go,
};
use ground::{
    AppError, Object, Timestamp,
    clock::{capital, working_days_after},
    form::RawForm,
    id::{AreaId, ConcernId, PersonId, VisitId},
    text::{Key, Texts, k, theirs},
};
use help::{requests, visits};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/concern", send)
        .post("/staff/concerns/{id}/about", about::set)
        .post("/staff/concerns/{id}/triage", triage)
        .post("/staff/concerns/{id}/act", act)
        .post("/staff/concerns/{id}/decide", decide)
        .post("/staff/concerns/{id}/close", close)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(new).page(about::page).page(sent).page(inbox).page(concern)
}

const TELL_FORM: Form = Form::new("concern", &["visit", "about", "q", "body", "danger"]);
const TRIAGE_FORM: Form = Form::new("concern_triage", &["severity", "lex_sarah", "lex_sarah_note"]);
const DECIDE_FORM: Form = Form::new("concern_decide", &["decision"]);

/// How many concerns the inbox shows.
const SHOWN: i64 = 200;

/// The visit that a concern names, with its area; only of somebody who may see it. And whether the teller is asked whom it is about.
async fn visit_of(
    tx: &mut Tx,
    here: &Here,
    me: &SignedIn,
    visit: &str,
) -> Result<(Option<(VisitId, AreaId)>, Asked), Failure> {
    if visit.is_empty() {
        return Ok((None, if me.is(Role::Coordinator) { Asked::Must(Vec::new()) } else { Asked::May }));
    }
    let visit = visits::store::by_id(tx, here.municipality(), &visit.into()).await?.ok_or(AppError::NotFound)?;
    let request = requests::store::by_id(tx, here.municipality(), &visit.request).await?.ok_or(AppError::NotFound)?;
    let subject = access::Subject { senior: &visit.senior, volunteer: Some(&visit.volunteer), area: &request.area };
    // Its two may always say that something was not right, whatever roles hold now.
    let asked = if me.id == visit.senior {
        Asked::Said(visit.volunteer)
    } else if me.id == visit.volunteer {
        Asked::Said(visit.senior)
    } else {
        access::only(me, subject, &[access::As::Coordinator])?;
        Asked::Must(vec![visit.senior, visit.volunteer])
    };
    Ok((Some((visit.id, request.area)), asked))
}

/// The page to tell a concern on.
///
/// # Errors
/// `SignIn`; `NotFound` where the visit is not the reader's.
async fn new(here: Here, NewConcernLoad { visit, draft }: NewConcernLoad) -> Result<NewPage, Failure> {
    let me = here.me()?;
    let mut tx = here.read().await?;
    let (visit, asked) = visit_of(&mut tx, &here, me, &visit).await?;
    let form = drafts::view(&mut tx, &here, &TELL_FORM, &draft).await?.unwrap_or_default();
    let (about, searched) = about::field(&mut tx, &here, &asked, &form).await?;
    drop(tx);
    if searched {
        about::log_search(&here).await?;
    }
    // A coordinator reads here who the visit's people are; they themselves know it.
    if let (Some((id, _)), Asked::Must(people)) = (&visit, &asked) {
        for person in people {
            let object = (Object::Visit, id.as_str());
            audit::record_read(
                &here,
                Event { action: "visit.read", object, subject: Some(person), why: "concern.new" },
            )
            .await?;
        }
    }
    let visit = visit.map(|(id, _)| id.to_string()).unwrap_or_default();
    Ok(NewPage { visit, about, form, phone: here.visitor.municipality.phone.clone() })
}

async fn send(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?;
    let mut tx = here.read().await?;
    let (of_visit, asked) = visit_of(&mut tx, &here, me, form.get("visit")).await?;
    // "Sök" keeps what is written and looks for the person meanwhile.
    let checked = if form.get("search") == "1" { Err(Vec::new()) } else { form::told(&form, &asked) };
    let told = match checked {
        Ok(told) => told,
        Err(errors) => {
            drop(tx);
            let draft = drafts::refuse(&here, &TELL_FORM, &form, &errors).await?;
            let visit = of_visit.map(|(id, _)| format!("&visit={id}")).unwrap_or_default();
            return Ok(Go::to(format!("/concern/new?draft={draft}{visit}")));
        }
    };
    let about = about::chosen(&mut tx, &here, &asked, told.about.clone()).await?;
    drop(tx);
    let to = once!(&here, "concerns/send", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let area = match &of_visit {
            Some((_, area)) => Some(area.clone()),
            None => area_for(tx, &here, me, &about).await?,
        };
        let visit = of_visit.as_ref().map(|(id, _)| id);
        let new =
            NewConcern { by: &me.id, about: &about, visit, area: area.as_ref(), body: &told.body, danger: told.danger };
        let id = store::insert(tx, municipality, &new, now).await?;
        tasks::settle(tx, municipality, &id, now).await?;
        tell(tx, municipality, &me.id, &CONCERN_RECEIVED, AboutMessage::NOTHING, now).await?;
        live::announce(tx, municipality, &TOPIC, id.as_str(), area.as_ref(), now).await?;
        audit::record(tx, &here, event("concern.receive", &id, about.person(), "")).await?;
        Ok(format!("/concern/{id}/sent"))
    })?;
    Ok(Go(to))
}

/// Where a concern without a visit belongs: where the teller lives; a colleague's, where the person lives whom it is about, else where the
/// colleague works.
async fn area_for(tx: &mut Tx, here: &Here, me: &SignedIn, about: &About) -> Result<Option<AreaId>, Failure> {
    let whose = if me.is(Role::Coordinator) { about.person() } else { Some(&me.id) };
    let area = match whose {
        Some(person) => store::area_of(tx, here.municipality(), person).await?,
        None => None,
    };
    Ok(match (area, me.coordinator_areas()) {
        (None, Some(mine)) if mine.len() == 1 => mine.into_iter().next(),
        (area, _) => area,
    })
}

/// What the person who told a concern reads afterwards.
///
/// # Errors
/// `SignIn`; `NotFound` for everybody else.
async fn sent(here: Here, SentLoad { id }: SentLoad) -> Result<Sent, Failure> {
    let me = here.me()?;
    let mut tx = here.read().await?;
    let concern = store::by_id(&mut tx, here.municipality(), &id.into()).await?;
    let concern = concern.filter(|concern| concern.by == me.id).ok_or(AppError::NotFound)?;
    let danger = concern.status == ConcernStatus::Received && concern.severity == Some(Severity::Acute);
    let when = here.locale().moment(working_days_after(concern.received_at, 1));
    Ok(Sent {
        number: concern.number.to_string(),
        read_by: here.texts().f(k::concerns::SENT_LINE, &[("when", &when)]),
        danger,
        body: concern.body,
        phone: here.visitor.municipality.phone.clone(),
        home: me.main_role().map_or("/", Role::home).to_owned(),
    })
}

/// How long something has waited, in whole hours or days.
fn age(texts: Texts, from: Timestamp, now: Timestamp) -> String {
    let hours = ((now.0 - from.0) / 3_600_000).max(0);
    if hours < 48 {
        texts.n(k::concerns::HOUR, k::concerns::HOURS, hours)
    } else {
        texts.n(k::concerns::DAY, k::concerns::DAYS, hours / 24)
    }
}

/// The word for a state.
fn status_text(texts: Texts, status: ConcernStatus) -> &'static str {
    texts.s(match status {
        ConcernStatus::Received => k::concerns::STATUS_RECEIVED,
        ConcernStatus::Triaged => k::concerns::STATUS_TRIAGED,
        ConcernStatus::Acting => k::concerns::STATUS_ACTING,
        ConcernStatus::Decided => k::concerns::STATUS_DECIDED,
        ConcernStatus::Closed => k::concerns::STATUS_CLOSED,
    })
}

/// The words for how serious it is; of a received one, what the person who told it says.
fn severity_text(texts: Texts, concern: &Concern) -> &'static str {
    texts.s(match (concern.status, concern.severity) {
        (ConcernStatus::Received, Some(Severity::Acute)) => k::concerns::SEVERITY_DANGER,
        (_, Some(Severity::Acute)) => k::concerns::SEVERITY_ACUTE,
        (_, Some(Severity::Serious)) => k::concerns::SEVERITY_SERIOUS,
        (_, Some(Severity::Low)) => k::concerns::SEVERITY_LOW,
        (_, None) => k::concerns::SEVERITY_NONE,
    })
}

/// The inbox of a coordinator.
///
/// # Errors
/// `SignIn`; `Forbidden`.
async fn inbox(here: Here, InboxLoad { show }: InboxLoad) -> Result<Inbox, Failure> {
    let me = here.me()?;
    access::role(me, Role::Coordinator)?;
    let closed = show == "closed";
    audit::record_read(
        &here,
        Event {
            action: "concern.list",
            object: (Object::Concern, ""),
            subject: None,
            why: if closed { "closed" } else { "open" },
        },
    )
    .await?;
    let (texts, now) = (here.texts(), here.instant());
    let mut tx = here.read().await?;
    let rows = store::list(&mut tx, here.municipality(), &me.id, now, closed, SHOWN).await?;
    let rows = rows.into_iter().map(|concern| InboxRow {
        id: concern.id.to_string(),
        number: concern.number.to_string(),
        severity: severity_text(texts, &concern).to_owned(),
        urgent: concern.severity == Some(Severity::Acute) && concern.status != ConcernStatus::Closed,
        status: status_text(texts, concern.status).to_owned(),
        new: concern.status == ConcernStatus::Received,
        owner: concern.owner_name.as_deref().map(theirs).unwrap_or_default(),
        area: concern.area_name.unwrap_or_default(),
        when: here.locale().moment_short(concern.received_at),
        age: age(texts, concern.received_at, now),
    });
    Ok(Inbox { rows: rows.collect(), closed })
}

/// The concern, for one who may handle it.
pub(super) async fn concern_for(tx: &mut Tx, here: &Here, id: &ConcernId) -> Result<Concern, Failure> {
    let me = here.me()?;
    if !me.is(Role::Coordinator) {
        return Err(AppError::NotFound.into());
    }
    let concern = store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    let subject = policy::Subject {
        about: concern.about.as_ref(),
        parties: &concern.parties,
        area: concern.area.as_ref(),
        protected: concern.protected,
    };
    policy::handle(me, subject)?;
    Ok(concern)
}

/// A concern with what can be done next.
///
/// # Errors
/// `SignIn`; `NotFound`, also for whom it is about; `Forbidden`.
async fn concern(here: Here, ConcernLoad { id, draft, notice }: ConcernLoad) -> Result<StaffConcern, Failure> {
    let id = ConcernId(id);
    let mut tx = here.read().await?;
    let concern = concern_for(&mut tx, &here, &id).await?;
    let form = match concern.status {
        ConcernStatus::Received => {
            drafts::or_none(drafts::view_about(&mut tx, &here, &TRIAGE_FORM, &draft, id.as_str()).await)?
        }
        ConcernStatus::Acting => {
            drafts::or_none(drafts::view_about(&mut tx, &here, &DECIDE_FORM, &draft, id.as_str()).await)?
        }
        _ => None,
    };
    let ahead = match &concern.about {
        Some(about) => store::visits_ahead(&mut tx, here.municipality(), about, here.instant()).await?,
        None => Vec::new(),
    };
    drop(tx);
    audit::record_read(&here, event("concern.read", &id, concern.about.as_ref(), "")).await?;
    Ok(shown(&here, concern, form, ahead, &notice))
}

fn shown(
    here: &Here,
    concern: Concern,
    form: Option<ground::form::FormView>,
    ahead: Vec<(VisitId, Timestamp, String, bool, bool)>,
    notice: &str,
) -> StaffConcern {
    let (texts, locale) = (here.texts(), here.locale());
    let owner = concern.owner_name.as_deref().map(theirs).unwrap_or_default();
    let hidden = !here.me().is_ok_and(SignedIn::handles_protected);
    let about = match (&concern.about_name, concern.about_nobody) {
        (Some(name), _) => theirs(name),
        (None, true) => texts.s(k::concerns::ABOUT_NOBODY).to_owned(),
        (None, false) => texts.s(k::concerns::ABOUT_UNKNOWN).to_owned(),
    };
    let has_owner = concern.status == ConcernStatus::Received || concern.owner.is_some();
    let moment = |at: Option<Timestamp>| at.map(|at| capital(&locale.moment(at))).unwrap_or_default();
    let lex_sarah = match (concern.lex_sarah, &concern.lex_sarah_note) {
        (Some(true), Some(note)) => texts.f(k::concerns::LEX_SARAH_IS_YES, &[("note", note)]),
        (Some(false), Some(note)) => texts.f(k::concerns::LEX_SARAH_IS_NO, &[("note", note)]),
        _ => String::new(),
    };
    let facts: [(Key, String); 12] = [
        (k::concerns::STATUS, status_text(texts, concern.status).to_owned()),
        (k::concerns::SEVERITY, severity_text(texts, &concern).to_owned()),
        (k::concerns::OWNER, if has_owner { owner.clone() } else { texts.s(k::concerns::UNOWNED).to_owned() }),
        (k::concerns::RECEIVED_AT, moment(Some(concern.received_at))),
        (k::concerns::BY, theirs(&concern.by_name)),
        (k::concerns::ABOUT, about),
        (k::concerns::AREA, concern.area_name.clone().unwrap_or_default()),
        (k::concerns::LEX_SARAH, lex_sarah),
        (k::concerns::TRIAGED_AT, moment(concern.triaged_at)),
        (k::concerns::ACTING_AT, moment(concern.acting_at)),
        (k::concerns::DECIDED_AT, moment(concern.decided_at)),
        (k::concerns::CLOSED_AT, moment(concern.closed_at)),
    ];
    let notice = match notice {
        "late" if !owner.is_empty() => Some(texts.f(k::concerns::NOTICE_LATE, &[("owner", &owner)])),
        "late" => Some(texts.s(k::concerns::NOTICE_CHANGED).to_owned()),
        "suspended" => Some(texts.s(k::concerns::NOTICE_SUSPENDED).to_owned()),
        "about" => Some(texts.s(k::concerns::NOTICE_ABOUT).to_owned()),
        _ => None,
    };
    StaffConcern {
        id: concern.id.to_string(),
        heading: texts.f(k::concerns::ONE_HEADING, &[("number", &concern.number.to_string())]),
        about_known: concern.about_known(),
        step: concern.status.next().map_or("", ConcernStatus::code).to_owned(),
        facts: facts.into_iter().map(|(key, value)| (texts.s(key).to_owned(), value)).collect(),
        body: concern.body,
        decision: concern.decision.unwrap_or_default(),
        visit: concern.visit.map(|id| id.to_string()),
        about: concern.about.map(|id| id.to_string()),
        ahead: ahead
            .into_iter()
            .map(|(id, at, name, protected, stopped)| {
                let name = if protected && hidden { texts.s(k::concerns::PROTECTED).to_owned() } else { theirs(&name) };
                let words = format!("{}, {name}", capital(&locale.moment(at)));
                (id.to_string(), if stopped { texts.f(k::concerns::STOPPED, &[("visit", &words)]) } else { words })
            })
            .collect(),
        form: form.unwrap_or_default(),
        notice,
    }
}

async fn triage(here: Here, Path(id): Path<ConcernId>, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?;
    let mut tx = here.read().await?;
    let concern = concern_for(&mut tx, &here, &id).await?;
    drop(tx);
    if concern.status == ConcernStatus::Received && !concern.about_known() {
        return Ok(Go::to(format!("/staff/concerns/{id}/about")));
    }
    let triage = match form::triage(&form) {
        Ok(triage) => triage,
        Err(errors) => {
            let draft = drafts::refuse(&here, &TRIAGE_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/concerns/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "concerns/triage", &form, |tx| {
        let concern = concern_for(tx, &here, &id).await?;
        Ok(match transitions::triage(tx, &here, &concern, &triage).await? {
            None => late(&concern, &me.id),
            Some(0) => format!("/staff/concerns/{id}"),
            Some(_) => format!("/staff/concerns/{id}?notice=suspended"),
        })
    })?;
    Ok(Go(to))
}

/// Where one comes to whose step was not possible any more; the owner is not told that they were late for themselves.
fn late(concern: &Concern, me: &PersonId) -> String {
    let own = concern.owner.as_ref() == Some(me);
    format!("/staff/concerns/{}{}", concern.id, if own { "" } else { "?notice=late" })
}

async fn step(
    here: &Here,
    id: &ConcernId,
    form: &RawForm,
    (from, to, action): (ConcernStatus, ConcernStatus, &'static str),
    decision: Option<&str>,
) -> Result<Go, Failure> {
    let me = here.me()?;
    let mut tx = here.read().await?;
    concern_for(&mut tx, here, id).await?;
    drop(tx);
    let to = once!(here, action, form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let concern = concern_for(tx, here, id).await?;
        if !store::advance(tx, municipality, id, from, to, (&me.id, decision), now).await?.is_done() {
            return Ok(late(&concern, &me.id));
        }
        tasks::settle(tx, municipality, id, now).await?;
        live::announce(tx, municipality, &TOPIC, id.as_str(), concern.area.as_ref(), now).await?;
        let changes = audit::Changes::default().code("status", from.code(), to.code());
        audit::record_change(tx, here, event(action, id, concern.about.as_ref(), ""), &changes).await?;
        Ok(format!("/staff/concerns/{id}"))
    })?;
    Ok(Go(to))
}

async fn act(here: Here, Path(id): Path<ConcernId>, form: RawForm) -> Result<Go, Failure> {
    step(&here, &id, &form, (ConcernStatus::Triaged, ConcernStatus::Acting, "concern.act"), None).await
}

async fn decide(here: Here, Path(id): Path<ConcernId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    concern_for(&mut tx, &here, &id).await?;
    drop(tx);
    match form::decision(&form) {
        Ok(decision) => {
            step(&here, &id, &form, (ConcernStatus::Acting, ConcernStatus::Decided, "concern.decide"), Some(&decision))
                .await
        }
        Err(errors) => {
            let draft = drafts::refuse(&here, &DECIDE_FORM, &form, &errors).await?;
            Ok(Go::to(format!("/staff/concerns/{id}?draft={draft}")))
        }
    }
}

async fn close(here: Here, Path(id): Path<ConcernId>, form: RawForm) -> Result<Go, Failure> {
    step(&here, &id, &form, (ConcernStatus::Decided, ConcernStatus::Closed, "concern.close"), None).await
}
