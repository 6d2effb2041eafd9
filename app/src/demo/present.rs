//! What is going on today: a request in every state, and the concerns.

use super::{
    kinds::{COMPANY, IT_COACH, OUT, PHONE_FRIEND, SHOPPING},
    store::ConcernSeed,
    story::{On, Story},
    town::Town,
    voices::FOR_VOLUNTEERS,
};
use frame::told::MessageKind;
use ground::{AppError, Timestamp, id::PersonId, time::DayPart};
use help::{
    kinds::model::ContactMode::{self, Home, Out, Phone},
    matches::model::MatchStatus,
    offers::model::OfferStatus,
    requests::{model::DeclineReason, told::REQUEST_UNFILLED},
    visits::{
        model::{Experience, FeedbackAnswer},
        told::{REPORT_REMINDER, VISIT_OVERDUE},
    },
};

/// How a request begins here: who, what, how, the words, how many days ago.
type Start = (&'static str, usize, ContactMode, &'static str, i64);

/// A request with two possible times, `ahead` and the day after.
fn sent(town: &mut Town, (name, kind, mode, note, ago): Start, ahead: i64) -> Result<Story, AppError> {
    let senior = town.senior(name)?;
    let at = if ago == 0 { town.now.plus_minutes(-95) } else { town.at(-ago, 10, 12) };
    let mut story = town.begin(&senior, kind, mode, note, at);
    for (days, part) in [(0, DayPart::Morning), (1, DayPart::Afternoon)] {
        let (hour, minute) = part.usual_start();
        let at = town.at(ahead + days, hour, minute);
        story.time(&mut town.draw, at);
    }
    Ok(story)
}

/// The same, approved the day after it was sent.
fn approved(town: &mut Town, start: Start, ahead: i64, by: &PersonId) -> Result<Story, AppError> {
    let (kind, ago) = (start.1, start.4);
    let mut story = sent(town, start, ahead)?;
    story.take(by, town.at(-ago, 13, 5)).approve(FOR_VOLUNTEERS[kind], town.at(1 - ago, 9, 40));
    Ok(story)
}

/// The same, with a volunteer and a visit at this instant.
fn matched(
    town: &mut Town,
    start: Start,
    by: &PersonId,
    volunteer: &str,
    first: Option<&str>,
    at: Timestamp,
) -> Result<Story, AppError> {
    let ago = start.4;
    let volunteer = town.volunteer(volunteer)?;
    let mut story = approved(town, start, 1, by)?;
    story.times.clear();
    story.time(&mut town.draw, at);
    let (asked, agreed) = (town.at(1 - ago, 10, 0), town.at(2 - ago, 9, 15));
    let offer = story.offer(&mut town.draw, &volunteer, asked);
    story.accept(offer, town.at(1 - ago, 17, 30));
    story.yes(&mut town.draw, offer, first, agreed);
    Ok(story)
}

/// The latest moment between 8 and 16 up to this instant: nobody is asked at night. Offers that are still open may not wait for a
/// working day, or they would have expired by now.
fn by_day(at: Timestamp) -> Timestamp {
    let local = at.local();
    let day = local.date();
    match local.hour() {
        8..16 => at,
        16.. => Timestamp::from_local(day.at(15, 30, 0, 0)),
        _ => Timestamp::from_local(day.yesterday().unwrap_or(day).at(15, 30, 0, 0)),
    }
}

/// Tells what is going on.
pub fn tell(town: &mut Town) -> Result<(), AppError> {
    let (lena, omar) = (town.coordinators[0].clone(), town.coordinators[1].clone());
    reviewed(town, &lena, &omar)?;
    looking(town, &lena, &omar)?;
    visits(town, &lena, &omar)?;
    over(town, &lena, &omar)?;
    concerns(town, &lena, &omar)
}

/// Sent, read, asked and answered.
fn reviewed(town: &mut Town, lena: &PersonId, omar: &PersonId) -> Result<(), AppError> {
    let mut stories = vec![
        sent(town, ("Greta Nyman", SHOPPING, Out, "Jag går med rullator.", 0), 3)?,
        sent(town, ("Majken Fors", COMPANY, Home, "Jag är mycket ensam.", 6), 2)?,
    ];
    let mut call = sent(town, ("Sixten Ahlman", COMPANY, Home, "Ringde själv. Hör dåligt, tala tydligt.", 1), 4)?;
    call.by_phone(lena);
    stories.push(call);
    let mut call = sent(town, ("Eino Laaksonen", PHONE_FRIEND, Phone, "Vill prata finska.", 0), 3)?;
    let paivi = town.coordinators[3].clone();
    call.by_phone(&paivi);
    stories.push(call);
    let mut read = sent(town, ("Ingrid Sandal", OUT, Out, "Jag vill gå till biblioteket.", 1), 4)?;
    read.take(lena, town.at(-1, 15, 20));
    stories.push(read);
    let mut read =
        sent(town, ("Bertil Rosell", COMPANY, Home, "Ringde och vill ha någon att spela schack med.", 2), 5)?;
    read.by_phone(omar).take(omar, town.at(-2, 11, 0));
    stories.push(read);
    let mut asked = sent(town, ("Elsa Lindgård", SHOPPING, Out, "", 1), 3)?;
    asked.take(lena, town.at(-1, 11, 30)).ask("Vilken affär brukar du handla i?", town.at(-1, 13, 45));
    stories.push(asked);
    let mut answered = sent(town, ("Tage Norén", IT_COACH, Home, "Min surfplatta låter inte.", 3), 4)?;
    answered
        .take(omar, town.at(-3, 14, 0))
        .ask("Vilken surfplatta har du?", town.at(-2, 9, 10))
        .answer("En Samsung. Jag fick den av min dotter.", town.at(-1, 10, 30));
    stories.push(answered);
    town.stories.extend(stories);
    Ok(())
}

/// Approved: nobody asked yet, some asked, an answer waits for the senior, a week and two without anybody, a replacement.
fn looking(town: &mut Town, lena: &PersonId, omar: &PersonId) -> Result<(), AppError> {
    let mut stories = vec![
        approved(town, ("Rut Hallberg", SHOPPING, Out, "Jag orkar inte bära så tungt.", 2), 3, omar)?,
        approved(town, ("Ragnhild Ström", PHONE_FRIEND, Phone, "Jag är ensam på kvällarna.", 2), 3, lena)?,
        approved(town, ("Mary Walker", PHONE_FRIEND, Phone, "I would like to speak English.", 3), 4, omar)?,
    ];
    let mut asked = approved(town, ("Karl-Axel Vikman", COMPANY, Home, "Jag spelar gärna kort.", 2), 4, lena)?;
    for name in ["Maja Sandell", "Petra Ohlin"] {
        let volunteer = town.volunteer(name)?;
        let at = town.at(-1, 10, 0);
        asked.offer(&mut town.draw, &volunteer, at);
    }
    stories.push(asked);
    let mut tried = approved(town, ("Hjördis Bergfors", OUT, Out, "Ringde. Vill gå ut en stund.", 5), 3, lena)?;
    tried.by_phone(lena);
    for (name, ended) in [
        ("Leena Virtanen", Some(OfferStatus::Declined)),
        ("Lars Wiklander", Some(OfferStatus::Expired)),
        ("Maja Sandell", None),
    ] {
        let volunteer = town.volunteer(name)?;
        let at = if ended.is_some() { town.at(-4, 10, 0) } else { by_day(town.now.plus_hours(-5)) };
        let offer = tried.offer(&mut town.draw, &volunteer, at);
        if let Some(ended) = ended {
            tried.end_offer(offer, ended, at.plus_hours(6));
        }
    }
    stories.push(tried);
    for (start, volunteer) in [
        (("Vera Holmgren", SHOPPING, Out, "Jag behöver handla till helgen.", 2), "Johan Palmér"),
        (("Ivar Östman", COMPANY, Home, "Ringde. Är nybliven änkling.", 3), "Amina Yusuf"),
    ] {
        let mut ready = approved(town, start, 3, lena)?;
        let volunteer = town.volunteer(volunteer)?;
        if start.0 == "Ivar Östman" {
            ready.by_phone(lena);
        }
        let offer = ready.offer(&mut town.draw, &volunteer, by_day(town.now.plus_hours(-14)));
        ready.accept(offer, town.now.plus_hours(-2));
        stories.push(ready);
    }
    for (start, told) in [
        (("Alma Strid", COMPANY, Home, "Jag dricker gärna kaffe.", 10), 7),
        (("Edvin Kronvall", OUT, Out, "Ringde. Går med käpp.", 17), 14),
    ] {
        let mut waiting = approved(town, start, 2, omar)?;
        waiting.unfilled_told = told;
        let at = town.at(1 - start.4 + told, 9, 41);
        waiting.messages.push((waiting.senior.clone(), &REQUEST_UNFILLED, On::Request, at));
        if told == 14 {
            waiting.by_phone(omar);
        }
        stories.push(waiting);
    }
    let at = town.at(2, 13, 0);
    let mut lost = matched(town, ("Siri Wall", SHOPPING, Out, "", 5), lena, "Nora Bäckman", None, at)?;
    lost.replace(town.now.plus_hours(-3));
    stories.push(lost);
    town.stories.extend(stories);
    Ok(())
}

/// The quarter of an hour before an instant.
fn quarter(at: Timestamp) -> Timestamp {
    Timestamp(at.0 - at.0.rem_euclid(15 * 60_000))
}

/// Visits ahead, going on, overdue, and not reported.
fn visits(town: &mut Town, lena: &PersonId, omar: &PersonId) -> Result<(), AppError> {
    // Nobody visits at night: then "now" is the evening before.
    let hour = town.now.local().hour();
    let live = match hour {
        10..20 => town.now,
        ..10 => town.at(-1, 18, 0),
        _ => town.at(0, 18, 0),
    };
    let at = town.at(1, 10, 0);
    let ahead = matched(town, ("Henning Ask", SHOPPING, Out, "Jag går långsamt.", 4), lena, "Petra Ohlin", None, at)?;
    let at = town.at(4, 14, 0);
    let first =
        matched(town, ("Dagny Falk", COMPANY, Home, "Jag har en snäll katt.", 3), lena, "Ali Rahimi", None, at)?;
    let at = town.at(2, 11, 0);
    let walk = matched(
        town,
        ("Helvi Niemi", OUT, Out, "Puhun mieluiten suomea.", 5),
        omar,
        "Leena Virtanen",
        Some("Päivi Korhonen följer med."),
        at,
    )?;
    town.stories.extend([ahead, first, walk]);

    let at = quarter(live.plus_minutes(-20));
    let mut now =
        matched(town, ("Nils Grahn", COMPANY, Home, "", 6), lena, "Amina Yusuf", Some("Lena Holm följer med."), at)?;
    now.start(2);
    let at = quarter(live.plus_minutes(-45));
    let mut late = matched(town, ("Märta Lövgren", SHOPPING, Out, "", 4), omar, "Lars Wiklander", None, at)?;
    remind(&mut late, 1, &VISIT_OVERDUE, at.plus_minutes(30));
    let at = town.at(-1, 9, 0);
    let mut untold = matched(town, ("Folke Sjödal", IT_COACH, Home, "", 7), omar, "Sofia Engdahl", None, at)?;
    untold.start(0).finish();
    if town.now > at.plus_minutes(60).plus_days(1) {
        remind(&mut untold, 5, &REPORT_REMINDER, at.plus_minutes(60).plus_days(1));
    }
    let at = town.at(-5, 13, 0);
    let mut long = matched(town, ("Gösta Hedenäs", SHOPPING, Out, "", 10), lena, "Sofia Engdahl", None, at)?;
    long.start(-3).finish();
    remind(&mut long, 6, &REPORT_REMINDER, at.plus_minutes(60).plus_days(3));
    let at = town.at(-1, 10, 0);
    let mut absent =
        matched(town, ("Hilda Brandel", COMPANY, Home, "", 6), lena, "Ali Rahimi", Some("Lena Holm följer med."), at)?;
    absent.absent();
    town.stories.extend([now, late, untold, long, absent]);
    Ok(())
}

fn remind(story: &mut Story, step: i64, kind: &'static MessageKind, at: Timestamp) {
    if let Some(visit) = story.visits.last_mut() {
        visit.reminded = step;
        story.messages.push((visit.volunteer.clone(), kind, On::Visit(visit.id.clone()), at));
    }
}

/// Over a short while ago, in every way.
fn over(town: &mut Town, lena: &PersonId, omar: &PersonId) -> Result<(), AppError> {
    let at = town.at(-1, 10, 0);
    let mut done = matched(town, ("Ebba Krook", SHOPPING, Out, "", 5), lena, "Petra Ohlin", None, at)?;
    done.start(0).finish().report("Allt gick bra.", 60, Experience::Good);
    let at = town.at(-2, 13, 0);
    let mut talk = matched(town, ("Arne Sundell", IT_COACH, Home, "", 8), omar, "Ali Rahimi", None, at)?;
    talk.start(4).finish().report("Han ville mest prata.", 75, Experience::Hard);
    talk.feedback(FeedbackAnswer::Talk, "", 20);
    let mut no = sent(town, ("Ture Kvist", COMPANY, Home, "Jag vill ha hjälp att städa fönstren.", 2), 5)?;
    no.take(lena, town.at(-2, 11, 0)).decline(
        DeclineReason::HomeCare,
        "Vi kan inte hjälpa till med städning.",
        "Hemtjänsten kan hjälpa dig. Ring kommunen och säg att du vill ansöka.",
        town.at(-1, 9, 30),
    );
    let mut other = sent(town, ("Signe Rask", COMPANY, Home, "Jag vill träffa andra som stickar.", 4), 5)?;
    other
        .take(omar, town.at(-4, 12, 0))
        .refer("Träffpunkten i Norrbacka har en stickgrupp på tisdagar klockan 13.", town.at(-3, 10, 0));
    let mut back = sent(town, ("Anna-Lisa Moberg", SHOPPING, Out, "", 1), 4)?;
    back.withdraw(town.at(-1, 12, 0));
    let at = town.at(1, 13, 0);
    let mut cancelled = matched(town, ("Kerstin Ulvsson", SHOPPING, Out, "", 5), lena, "Nora Bäckman", None, at)?;
    cancelled.cancel(town.at(-1, 16, 0));
    town.stories.extend([done, talk, no, other, back, cancelled]);
    Ok(())
}

/// Concerns in their states; the acute one has stopped a match.
fn concerns(town: &mut Town, lena: &PersonId, omar: &PersonId) -> Result<(), AppError> {
    let at = town.at(-2, 10, 0);
    let mut stopped = matched(town, ("Vilma Torpman", SHOPPING, Out, "", 6), omar, "Viktor Stålnacke", None, at)?;
    stopped.start(0).finish();
    remind(&mut stopped, 5, &REPORT_REMINDER, at.plus_minutes(60).plus_days(1));
    if let Some(last) = stopped.matches.last_mut() {
        last.status = MatchStatus::Suspended;
    }
    let (vilma, viktor) = (town.senior("Vilma Torpman")?, town.volunteer("Viktor Stålnacke")?);
    let visit = stopped.visits.last().map(|visit| visit.id.clone());
    town.stories.push(stopped);
    let folke = town.senior("Folke Sjödal")?;
    let sofia = town.volunteer("Sofia Engdahl")?;
    let arne = town.senior("Arne Sundell")?;
    let gosta = town.senior("Gösta Hedenäs")?;
    let petra = town.volunteer("Petra Ohlin")?;
    let area = |town: &Town, area: usize| Some(town.areas[area].clone());
    let mut concerns = vec![
        ConcernSeed {
            by: Some(gosta.id.clone()),
            area: area(town, gosta.area),
            body: "Någon ringde och sade att de kom från kommunen. De frågade efter min kod.",
            status: "closed",
            at: town.at(-60, 9, 0),
            triage: Some((
                "serious",
                lena.clone(),
                town.at(-60, 10, 0),
                "no",
                "Det var inte någon av oss. Polisanmält.",
            )),
            acting_at: Some(town.at(-59, 9, 0)),
            decision: Some(("Vi ringde alla i området och berättade.", town.at(-50, 13, 0))),
            closed_at: Some(town.at(-49, 9, 0)),
            ..ConcernSeed::default()
        },
        ConcernSeed {
            by: Some(petra),
            about: Some(gosta.id.clone()),
            area: area(town, gosta.area),
            body: "Kylskåpet var nästan tomt och Gösta verkade trött.",
            status: "decided",
            at: town.at(-12, 16, 0),
            triage: Some(("low", omar.clone(), town.at(-11, 9, 0), "no", "Inget fel i vår verksamhet.")),
            acting_at: Some(town.at(-11, 9, 30)),
            decision: Some(("Gösta vill ha hjälp av hemtjänsten. Vi har hjälpt till att söka.", town.at(-4, 11, 0))),
            ..ConcernSeed::default()
        },
        ConcernSeed {
            by: Some(vilma.id),
            about: Some(viktor),
            visit,
            area: area(town, vilma.area),
            body: "Han ville låna pengar av mig.",
            status: "acting",
            at: town.at(-2, 14, 0),
            triage: Some(("acute", omar.clone(), town.at(-2, 14, 20), "yes", "Rapport 2026-14.")),
            acting_at: Some(town.at(-2, 15, 0)),
            ..ConcernSeed::default()
        },
        ConcernSeed {
            by: Some(arne.id),
            area: area(town, arne.area),
            body: "Jag hörde att grannen ropade på natten.",
            status: "triaged",
            at: town.at(-1, 9, 0),
            triage: Some(("low", lena.clone(), town.at(-1, 11, 0), "no", "Gäller inte vår verksamhet.")),
            ..ConcernSeed::default()
        },
        ConcernSeed {
            by: Some(sofia),
            about: Some(folke.id),
            area: area(town, folke.area),
            body: "Folke hade svårt att resa sig ur stolen. Det hade han inte förra gången.",
            status: "received",
            at: town.now.plus_hours(-4),
            ..ConcernSeed::default()
        },
    ];
    for concern in &mut concerns {
        concern.id = town.draw.id(concern.at);
    }
    town.concerns = concerns;
    Ok(())
}
