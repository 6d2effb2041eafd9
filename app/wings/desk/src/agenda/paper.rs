//! (server side) What a coordinator prints: the visits of a day, and a visit's card for somebody without a login. Pages of the server alone
//! (see `BareRoutes`). What is on paper lies about: first names and an initial, no addresses; people with protected identity are in no
//! list, and a card is for who may open the visit.

use super::{
    api::{status_text, visit_for},
    store,
};
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::Here,
    loading::answer,
};
use ground::{
    AppError, Locale, Object, Timestamp,
    clock::{capital, day_code, parse_day},
    id::VisitId,
    name::{initials, short_name},
    phone::readable,
    text::{Texts, k, theirs, unbroken},
};
use help::{
    for_seniors::{asking, situation::calls},
    kinds,
    visits::{self, model::VisitStatus},
};
use leptos::{nonce::use_nonce, prelude::*};
use people::person;
use ui::{
    Back, Heading, Icon, IconName, Tag,
    page::{Page, param, plain, query},
    verbatim,
};

/// Shows the button and lets it print; without script the sentence beside it says how.
const PRINT: &str = "const b=document.getElementById('print');b.hidden=false;b.onclick=()=>print()";

/// How the page is printed.
fn how(texts: Texts) -> AnyView {
    view! {
        <div class="noprint">
            <button type="button" class="btn btn-primary" id="print" hidden>{texts.s(k::agenda::PRINT)}</button>
            <p class="hint">{texts.s(k::agenda::PRINT_HOW)}</p>
            <script nonce=use_nonce() inner_html=PRINT></script>
        </div>
    }
    .into_any()
}

/// A visit on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    time: String,
    number: String,
    senior: String,
    place: String,
    what: String,
    volunteer: String,
    status: &'static str,
    tone: &'static str,
    /// Whom to call, first the volunteer: first name and number.
    calls: Vec<String>,
}

/// The visits of a day on paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperDay {
    heading: String,
    day: String,
    municipality: String,
    phone: String,
    lines: Vec<Line>,
}

/// The visits of a day, to be printed.
#[component]
pub fn PaperDayPage() -> impl IntoView {
    plain(paper_day(query("day")()), show_day)
}

async fn paper_day(day: String) -> Result<Page<PaperDay>, AppError> {
    answer(async {
        let here = Here::now()?;
        let me = here.me()?;
        policy::role(me, Role::Coordinator)?;
        let (texts, locale) = (here.texts(), here.locale());
        let day = parse_day(&day).unwrap_or_else(|| here.app.clock.today());
        let why = format!("print {}", day_code(day));
        audit::record_read(
            &here,
            Event { action: "visit.list", object: (Object::Visit, ""), subject: None, why: &why },
        )
        .await?;
        let midnight = |day: jiff::civil::Date| Timestamp::from_local(day.at(0, 0, 0, 0));
        let (from, to) = (midnight(day), midnight(day.tomorrow().unwrap_or(day)));
        let mut tx = here.read().await?;
        let found =
            store::list(&mut tx, here.municipality(), (&me.id, here.instant()), (from, to), from, locale).await?;
        drop(tx);
        let lines = found.into_iter().map(|visit| {
            let (begin, end) = (visit.starts_at.local(), visit.starts_at.plus_minutes(visit.minutes).local());
            let (status, tone) = status_text(texts, visit.status);
            let call = |name: &str, phone: Option<&String>| phone.map(|phone| format!("{name}: {}", readable(phone)));
            Line {
                time: format!("{}\u{2060}–\u{2060}{}", locale.time(begin), locale.time(end)),
                number: visit.number.to_string(),
                place: format!("{}, {}", visit.area, texts.s(super::api::mode_key(visit.mode)).to_lowercase()),
                what: visit.kind,
                status,
                tone,
                calls: [
                    call(&visit.volunteer.0, visit.volunteer_phone.as_ref()),
                    call(&visit.senior.0, visit.senior_phone.as_ref()),
                ]
                .into_iter()
                .flatten()
                .collect(),
                senior: short_name(&visit.senior.0, &visit.senior.1),
                volunteer: short_name(&visit.volunteer.0, &visit.volunteer.1),
            }
        });
        Ok(PaperDay {
            heading: texts.f(k::agenda::HEADING, &[("day", &locale.day_long(day))]),
            day: day_code(day),
            lines: lines.collect(),
            municipality: here.visitor.municipality.name.clone(),
            phone: here.visitor.municipality.phone.clone(),
        })
    })
    .await
}

fn show_day(texts: Texts, day: PaperDay) -> AnyView {
    let columns = [
        k::agenda::TIME,
        k::agenda::NUMBER,
        k::agenda::SENIOR,
        k::agenda::PLACE,
        k::agenda::KIND,
        k::agenda::VOLUNTEER,
        k::agenda::STATUS,
        k::agenda::CALL_FIRST,
    ];
    view! {
        <Back href=format!("/staff/visits?day={}", day.day) text=texts.s(k::agenda::BACK)/>
        <Heading text=day.heading.clone()/>
        <p>{day.municipality} ". " {verbatim(texts.f(k::agenda::PAPER_PHONE, &[("phone", &theirs(&day.phone))]))}</p>
        {how(texts)}
        {if day.lines.is_empty() {
            view! { <p class="empty">{texts.s(k::agenda::EMPTY)}</p> }.into_any()
        } else {
            view! {
                <div class="scroll" role="region" aria-label=unbroken(&day.heading) tabindex="0">
                    <table>
                        <thead><tr>{columns.map(|key| view! { <th scope="col">{texts.s(key)}</th> })}</tr></thead>
                        <tbody>{day.lines.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
        <p><b>{texts.s(k::agenda::PAPER_CARE)}</b></p>
    }
    .into_any()
}

fn row(line: Line) -> AnyView {
    view! {
        <tr>
            <td><b>{line.time}</b></td>
            <td>{line.number}</td>
            <td translate="no">{line.senior}</td>
            <td>{line.place}</td>
            <td>{line.what}</td>
            <td translate="no">{line.volunteer}</td>
            <td><Tag text=line.status tone=line.tone/></td>
            <td>{line.calls.into_iter().map(|call| view! { <div translate="no">{call}</div> }).collect_view()}</td>
        </tr>
    }
    .into_any()
}

/// A visit's card, in the language of the person it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    visit: String,
    heading: String,
    locale: Locale,
    /// Nothing where the visit is not agreed, or is over.
    facts: Option<Facts>,
    phone: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Facts {
    to: String,
    when: String,
    place: &'static str,
    what: String,
    name: String,
    initials: String,
    shows_card: Option<&'static str>,
    code_word: String,
    first_meeting: Option<String>,
}

/// A visit's card, to be printed.
#[component]
pub fn PaperCardPage() -> impl IntoView {
    plain(paper_card(param("id")()), show_card)
}

async fn paper_card(id: String) -> Result<Page<Card>, AppError> {
    answer(async {
        let here = Here::now()?;
        let (id, municipality) = (VisitId(id), here.municipality());
        let mut tx = here.read().await?;
        let (visit, request) = visit_for(&mut tx, &here, &id).await?;
        let senior = person::store::by_id(&mut tx, municipality, &visit.senior).await?.ok_or(AppError::NotFound)?;
        // As the senior's own page has it: a volunteer with protected identity has no name there.
        let found = visits::store::by_id_for_senior(&mut tx, municipality, &id).await?.ok_or(AppError::NotFound)?;
        let kinds = kinds::store::list(&mut tx, municipality, senior.locale).await?;
        drop(tx);
        audit::record_read(
            &here,
            Event {
                action: "visit.read",
                object: (Object::Visit, id.as_str()),
                subject: Some(&visit.senior),
                why: "print",
            },
        )
        .await?;
        let (texts, locale) = (Texts::of(senior.locale), senior.locale);
        let moment = capital(&locale.moment(visit.starts_at));
        let agreed = matches!(visit.status, VisitStatus::Confirmed | VisitStatus::Started);
        let facts = agreed.then(|| Facts {
            to: texts.f(k::agenda::CARD_TO, &[("name", &theirs(&senior.given_name))]),
            when: texts.f(k::senior_visits::WHEN_LONG, &[("moment", &moment), ("minutes", &visit.minutes.to_string())]),
            place: texts.s(asking::mode_key(visit.mode)),
            what: kinds.into_iter().find(|kind| kind.id == request.kind).map(|kind| kind.name).unwrap_or_default(),
            name: capital(&found.short_name(texts)),
            initials: initials(&found.given_name, &found.family_name),
            shows_card: (!calls(visit.mode)).then(|| texts.s(k::senior_visits::SHOWS_CARD)),
            code_word: visit.code_word.clone(),
            first_meeting: visit.first_meeting.clone().filter(|how| !how.is_empty()),
        });
        Ok(Card {
            visit: id.0,
            heading: here.texts().f(k::agenda::CARD_HEADING, &[("name", &theirs(&senior.given_name))]),
            locale,
            facts,
            phone: here.visitor.municipality.phone.clone(),
        })
    })
    .await
}

fn show_card(texts: Texts, card: Card) -> AnyView {
    view! {
        <Back href=format!("/staff/visits/{}", card.visit) text=texts.s(k::agenda::CARD_BACK)/>
        <div class="noprint"><Heading text=card.heading/></div>
        {match card.facts {
            Some(facts) => view! {
                {how(texts)}
                {paper(Texts::of(card.locale), facts, &card.phone)}
            }
            .into_any(),
            None => view! { <p class="empty">{texts.s(k::agenda::CARD_NONE)}</p> }.into_any(),
        }}
    }
    .into_any()
}

fn paper(texts: Texts, facts: Facts, phone: &str) -> AnyView {
    view! {
        <div class="visit-card" lang=texts.locale.tag()>
            <h2>{verbatim(facts.to)}</h2>
            <p class="when"><Icon name=IconName::Clock/>{facts.when}</p>
            <p class="when"><Icon name=IconName::Place/>{facts.place}</p>
            <p class="when"><Icon name=IconName::Heart/>{facts.what}</p>
            <div class="person">
                {(!facts.initials.is_empty()).then(|| view! { <span class="avatar" aria-hidden="true" translate="no">{facts.initials}</span> })}
                <div><b>{verbatim(facts.name)}</b>{facts.shows_card}</div>
            </div>
            {facts.first_meeting.map(|how| view! { <p>{texts.s(k::senior_visits::FIRST_MEETING)} ": " {how}</p> })}
            <p>{texts.s(k::senior_visits::SAY_WORD)}</p>
            <p class="codeword" translate="no">{facts.code_word}</p>
            <p><b>{verbatim(texts.f(k::agenda::CARD_CALL, &[("phone", &theirs(phone))]))}</b></p>
            <p>{texts.s(k::common::DANGER)}</p>
        </div>
    }
    .into_any()
}
