//! What these pages know, telling of a barrier, and being done with one.

use super::{
    audit::Audit,
    form, store,
    view::{BarrierLine, BarriersLoad, Lacking, Statement, StatementLoad},
};
use axum::extract::Path;
use db::Failure;
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::{
        Here,
        feature::{Door, Loads, Routes},
    },
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{AppError, Object, clock::parse_day, form::RawForm, random::new_id, text::k};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.door(Door::Up, "/accessibility/barrier", tell).post("/admin/barriers/{id}/answer", done)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.plain(statement).plain(barriers)
}

/// The form.
const FORM: Form = Form::new("barrier", &["body", "reply"]);

/// The accessibility statement.
///
/// # Errors
/// `NotFound` for an unknown draft; the database's.
async fn statement(here: Here, StatementLoad { draft, notice }: StatementLoad) -> Result<Statement, Failure> {
    let mut tx = here.read().await?;
    let form = drafts::view(&mut tx, &here, &FORM, &draft).await?.unwrap_or_default();
    let audit = Audit::last()?;
    let date = parse_day(&audit.date).map(|day| here.locale().date_with_year(day)).ok_or(AppError::Internal)?;
    let texts = here.texts();
    let found = audit
        .faults_by_rule()
        .map(|(rule, pages)| texts.f(k::help::A_FOUND_PAGES, &[("what", texts.s(rule.words())), ("pages", &pages)]));
    let lacking = audit.lacking.iter().map(|lacking| lacking.words());
    Ok(Statement {
        date,
        whole: audit.is_whole(),
        states: audit.states,
        readings: audit.readings,
        faults: audit.faults.len(),
        found: found.collect(),
        lacking: lacking
            .map(|(situation, line)| Lacking {
                situation: texts.s(situation).to_owned(),
                line: texts.s(line).to_owned(),
            })
            .collect(),
        form,
        sent: notice == "sent",
    })
}

/// What was told of barriers, for administrators.
///
/// # Errors
/// `SignIn`; `Forbidden`; the database's.
async fn barriers(here: Here, _: BarriersLoad) -> Result<Vec<BarrierLine>, Failure> {
    policy::role(here.me()?, Role::Administrator)?;
    let mut tx = here.read().await?;
    let all = store::list(&mut tx, here.municipality()).await?;
    drop(tx);
    audit::record_read(&here, event("barrier.list", "")).await?;
    let lines = all.into_iter().map(|one| BarrierLine {
        when: here.locale().moment(one.told_at),
        answered: one.answered_at.map(|at| here.locale().moment(at)),
        id: one.id,
        body: one.body,
        reply: one.reply_to,
    });
    Ok(lines.collect())
}

const fn event<'a>(action: &'static str, id: &'a str) -> Event<'a> {
    Event { action, object: (Object::Barrier, id), subject: None, why: "" }
}

async fn tell(here: Here, form: RawForm) -> Result<Go, Failure> {
    let told = match form::barrier(&form) {
        Ok(told) => told,
        Err(errors) => {
            let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/accessibility?draft={draft}")));
        }
    };
    let to = once!(&here, "help/barrier", &form, |tx| {
        let id = new_id(here.instant());
        store::insert(tx, here.municipality(), &id, &told, here.instant()).await?;
        audit::record(tx, &here, event("barrier.tell", &id)).await?;
        Ok("/accessibility?notice=sent".to_owned())
    })?;
    Ok(Go(to))
}

async fn done(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Administrator)?;
    let to = once!(&here, "help/done", &form, |tx| {
        if store::answer(tx, here.municipality(), &id, &me.id, here.instant()).await?.is_done() {
            audit::record(tx, &here, event("barrier.answer", &id)).await?;
        }
        Ok("/admin/barriers".to_owned())
    })?;
    Ok(Go(to))
}
