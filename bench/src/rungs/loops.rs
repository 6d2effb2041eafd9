//! The main job from end to end, every step as its form: a senior asks, a coordinator takes, approves and asks a volunteer, both say
//! yes, the day comes, the volunteer starts, finishes and tells. Sixteen at once, every commit durable.

use super::Bench;
use crate::{
    client::{Client, attribute},
    data::{self, Data, SMALL, block_on, commits_per_second},
    process::Program,
    report::{Figure, median},
    store,
};
use anyhow::{Context as _, Result, bail, ensure};
use app::checks;
use db::{Db, Durability};
use ground::{
    Timestamp,
    clock::{Clock, day_code, parse_day},
    time::DayPart,
};
use std::{
    thread,
    time::{Duration, Instant},
};

/// So many cases run at once.
const AT_ONCE: usize = 16;
/// The kind of help that is asked for.
const KIND: &str = "company";

/// A database with its server.
struct Site {
    name: &'static str,
    data: Data,
    /// Where single commits are counted: the same kind of database on the same disk.
    scratch: String,
    server: Program,
    kind: String,
    seniors: Vec<Client>,
    coordinators: Vec<Client>,
    /// One for each case of each round: nobody is asked twice.
    volunteers: Vec<String>,
    /// How far the demonstration's clock was moved, minutes.
    moved: i64,
    met: i64,
}

pub fn climb(bench: &Bench) -> Result<Vec<Figure>> {
    let mut sites = Vec::new();
    let mut figures = Vec::new();
    let data = data::sqlite(&bench.given.folder, "loops", &SMALL)?;
    let scratch = format!("sqlite:{}", bench.given.folder.join("commits.sqlite").display());
    sites.push(Site::new(bench, "SQLite", data, scratch)?);
    match &bench.given.postgres {
        Some(url) => sites.push(Site::new(bench, "PostgreSQL", data::make(url, &SMALL)?, url.clone())?),
        None => figures.push(Figure::missing("PostgreSQL: loops a second", bench.given.no_postgres.clone())),
    }
    let mut rounds: Vec<Vec<Round>> = sites.iter().map(|_| Vec::new()).collect();
    for round in 0..bench.rounds() {
        for (site, rounds) in sites.iter_mut().zip(&mut rounds) {
            let commits = commits_per_second(&site.scratch, AT_ONCE as u32, bench.time().as_secs_f64())?;
            rounds.push(site.round(round, commits)?);
        }
    }
    for (site, rounds) in sites.iter().zip(&rounds) {
        let rates: Vec<_> = rounds.iter().map(|round| (round.loops_per_second(), round.commits)).collect();
        let errors: usize = rounds.iter().map(|round| round.errors.len()).sum();
        let cpu = rounds.iter().map(|round| round.cpu.as_secs_f64() * 1e3 / AT_ONCE as f64);
        if let Some(error) = rounds.iter().flat_map(|round| &round.errors).next() {
            eprintln!("    {}: {error}", site.name);
        }
        figures.extend([
            Figure::of_rounds(format!("{}: loops a second", site.name), &rates, "/s", "single durable commits"),
            Figure::told(
                format!("{}: single durable commits", site.name),
                median(rates.iter().map(|both| both.1)),
                "/s",
            ),
            Figure::told(format!("{}: CPU of a loop in the server", site.name), median(cpu), "ms"),
            Figure::told(format!("{}: errors", site.name), errors as f64, "").at_most(0.0),
            Figure::told(format!("{}: rules broken, needs not met", site.name), site.broken(rounds)? as f64, "")
                .at_most(0.0),
        ]);
    }
    Ok(figures)
}

/// Sixteen cases.
struct Round {
    commits: f64,
    wall: Duration,
    cpu: Duration,
    errors: Vec<String>,
}

impl Round {
    fn loops_per_second(&self) -> f64 {
        (AT_ONCE - self.errors.len().min(AT_ONCE)) as f64 / self.wall.as_secs_f64()
    }
}

/// A case between its two halves.
struct Agreed {
    day: String,
    visit: String,
}

impl Site {
    fn new(bench: &Bench, name: &'static str, data: Data, scratch: String) -> Result<Self> {
        let needed = i64::try_from(AT_ONCE * bench.rounds())?;
        let (kind, seniors, volunteers, met) = block_on(async {
            let db = Db::connect(&data.url, Durability::Full).await?;
            let mut tx = db.read().await?;
            let kind = store::kind(&mut tx, KIND, &data.coordinator).await?.context("the kind is missing")?;
            let seniors = store::seniors(&mut tx, &data.coordinator, AT_ONCE as i64).await?;
            let far = day_code(Clock::system().now().plus_days(90).day());
            let volunteers = store::volunteers(&mut tx, &kind, &far, needed).await?;
            let met = store::needs_met(&mut tx).await?;
            drop(tx);
            db.close().await;
            Ok((kind.0, seniors, volunteers, met))
        })?;
        ensure!(seniors.len() == AT_ONCE && volunteers.len() as i64 == needed, "too few people for the cases");
        // Two coordinators do here what sixteen would: the limit on one person's forms is not what is measured.
        let server = Program::handslag_with(
            &bench.given.binary,
            &data.url,
            &["--writes-per-minute", "0", "--sign-ins-per-minute", "0"],
        )?;
        let sign_in = |person: &str| Client::signed_in(&server, person);
        Ok(Self {
            seniors: seniors.iter().map(|person| sign_in(person.as_str())).collect::<Result<_>>()?,
            coordinators: (0..AT_ONCE)
                .map(|index| sign_in(if index % 2 == 0 { &data.coordinator } else { &data.colleague }))
                .collect::<Result<_>>()?,
            volunteers: volunteers.into_iter().map(|person| person.0).collect(),
            name,
            data,
            scratch,
            server,
            kind,
            moved: 0,
            met,
        })
    }

    fn round(&mut self, round: usize, commits: f64) -> Result<Round> {
        let helpers = self.volunteers.get(round * AT_ONCE..(round + 1) * AT_ONCE).context("too few volunteers")?;
        let helpers: Vec<(String, Client)> = helpers
            .iter()
            .map(|person| Ok((person.clone(), Client::signed_in(&self.server, person)?)))
            .collect::<Result<_>>()?;
        let (cpu, begin) = (self.server.cpu()?, Instant::now());
        let mut wall = Duration::ZERO;
        let agreed = at_once(|index| self.agree(index, &helpers[index]));
        wall += begin.elapsed();
        // All asked for the first day that was offered: tomorrow, or after the weekend.
        let Some(day) = agreed.iter().flatten().map(|agreed| agreed.day.clone()).next() else {
            bail!("no case came as far as a visit: {:?}", agreed.into_iter().find_map(Result::err));
        };
        let day = parse_day(&day).context("a day")?;
        let visit_at = Timestamp::start_of(day, DayPart::Morning, None);
        let now = Clock::system().now().plus_minutes(self.moved);
        let ahead = (visit_at.0 - now.0) / 60_000 + 1;
        ensure!(ahead > 0, "the visit is over already");
        self.coordinators[0].move_clock(ahead)?;
        self.moved += ahead;
        let begin = Instant::now();
        let ended = at_once(|index| match &agreed[index] {
            Ok(agreed) => visit(&helpers[index].1, &agreed.visit),
            Err(error) => bail!("{error:#}"),
        });
        wall += begin.elapsed();
        let errors = ended.into_iter().filter_map(Result::err).map(|error| format!("{error:#}")).collect();
        Ok(Round { commits, wall, cpu: self.server.cpu()?.saturating_sub(cpu), errors })
    }

    /// From "I want help" to two times yes.
    fn agree(&self, index: usize, (volunteer, helper): &(String, Client)) -> Result<Agreed> {
        let (senior, coordinator) = (&self.seniors[index], &self.coordinators[index]);
        let (at, page) = senior.submit(&senior.page("/home")?, "/ask/new", &[])?;
        let ask = at.trim_end_matches("/what").to_owned();
        let send =
            |page: &str, step: &str, fields: &[(&str, &str)]| senior.submit(page, &format!("{ask}/{step}"), fields);
        let (_, page) = send(&page, "what", &[("kind", &self.kind)])?;
        let day = page
            .split("<input")
            .filter(|input| attribute(input, "name") == Some("days"))
            .find_map(|input| attribute(input, "value").filter(|value| parse_day(value).is_some()))
            .context("no day is offered")?
            .to_owned();
        let (_, page) = send(&page, "days", &[("days", &day)])?;
        let (_, page) = send(&page, "time", &[("part", "morning")])?;
        let (_, page) = send(&page, "where", &[("mode", "home")])?;
        let (_, page) = send(&page, "more", &[("note", "Jag går med rullator.")])?;
        let (at, _) = send(&page, "send", &[])?;
        let request = at.strip_prefix("/requests/").and_then(|rest| rest.strip_suffix("/sent")).context("not sent")?;

        coordinator.page("/staff")?;
        let own = format!("/staff/requests/{request}");
        let page = coordinator.page(&own)?;
        let act =
            |page: &str, act: &str, fields: &[(&str, &str)]| coordinator.submit(page, &format!("{own}/{act}"), fields);
        let (_, page) = act(&page, "take", &[])?;
        let approval =
            [("volunteer_text", "En pratstund."), ("risk", "2"), ("first_meeting", "Samordnaren följer med.")];
        let (_, page) = act(&page, "approve", &approval)?;
        let (at, _) = act(&page, "offer", &[("volunteer", volunteer)])?;
        ensure!(at.contains("notice=offered"), "the volunteer was not asked: {at}");

        let page = helper.page("/volunteer")?;
        let offer = link(&page, "/volunteer/offers/").context("no offer at the volunteer's start")?;
        let page = helper.page(&offer)?;
        helper.submit(&page, &format!("{offer}/yes"), &[])?;

        senior.page("/home")?;
        let own = format!("/requests/{request}");
        let (at, _) = senior.submit(&senior.page(&own)?, &format!("{own}/yes"), &[])?;
        let visit = at.strip_prefix("/visits/").with_context(|| format!("no visit, but {at}"))?;
        Ok(Agreed { day, visit: format!("/volunteer/visits/{visit}") })
    }

    /// Rules that the database breaks now, and cases that are not over though nobody said so.
    fn broken(&self, rounds: &[Round]) -> Result<i64> {
        let met = rounds.iter().map(|round| AT_ONCE - round.errors.len()).sum::<usize>();
        block_on(async {
            let db = Db::connect(&self.data.url, Durability::Full).await?;
            let mut tx = db.read().await?;
            let findings = checks::check(&mut tx, Clock::system().now(), None).await?;
            let missing = self.met + i64::try_from(met)? - store::needs_met(&mut tx).await?;
            drop(tx);
            db.close().await;
            for finding in &findings {
                eprintln!("    {}: {}", self.name, finding.rule);
            }
            Ok(i64::try_from(findings.len())? + missing.abs())
        })
    }
}

/// On the day: started, finished, told.
fn visit(helper: &Client, visit: &str) -> Result<()> {
    let page = helper.page(visit)?;
    let (_, page) = helper.submit(&page, &format!("{visit}/start"), &[])?;
    let (at, page) = helper.submit(&page, &format!("{visit}/finish"), &[])?;
    ensure!(at.ends_with("/report"), "not finished: {at}");
    let kept = [("kept", "money"), ("kept", "keys"), ("kept", "medicines")];
    let told = [("outcome", "as_planned"), ("minutes", "55"), ("experience", "good"), ("text", "Vi drack kaffe.")];
    let (at, _) = helper.submit(&page, &format!("{visit}/report"), &[&told[..], &kept].concat())?;
    ensure!(!at.contains("draft="), "the report was refused");
    Ok(())
}

/// The first link of a page that begins so.
fn link(page: &str, begin: &str) -> Option<String> {
    let links = page.split("<a").skip(1).filter_map(|link| attribute(link, "href"));
    links.into_iter().find(|href| href.starts_with(begin)).map(str::to_owned)
}

/// All cases at the same time; what became of each.
fn at_once<T: Send>(case: impl Fn(usize) -> Result<T> + Sync) -> Vec<Result<T>> {
    thread::scope(|scope| {
        let case = &case;
        let cases: Vec<_> = (0..AT_ONCE).map(|index| scope.spawn(move || case(index))).collect();
        cases.into_iter().map(|case| case.join().unwrap_or_else(|_| Err(anyhow::anyhow!("a case panicked")))).collect()
    })
}
