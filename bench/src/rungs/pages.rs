//! CPU time of a page, against a handler that gives out the same bytes, with 1,000 and with 100,000 requests in the database.

use super::Bench;
use crate::{
    client::{Client, load},
    data::{self, Data, MANY_REQUESTS, SMALL},
    process::Program,
    report::{Figure, slope},
};
use anyhow::{Result, ensure};

/// The aim: a page costs as much as this many answers without thought.
const TIMES: f64 = 60.0;
/// The aim: a page hardly knows how much there is beside it.
const GROWTH: f64 = 0.1;
/// A browser keeps some connections; more only queue.
const CONNECTIONS: u32 = 4;

/// A page that is measured.
struct Page {
    name: &'static str,
    path: &'static str,
    whose: fn(&Data) -> &str,
}

const PAGES: [Page; 3] = [
    Page { name: "coordinator's \"Att göra\"", path: "/staff", whose: |data| &data.coordinator },
    Page { name: "coordinator's list of all requests", path: "/staff/requests", whose: |data| &data.coordinator },
    Page { name: "senior's home", path: "/home", whose: |data| &data.senior },
];

pub fn climb(bench: &Bench) -> Result<Vec<Figure>> {
    let small = bench.small()?;
    let many = data::sqlite(&bench.given.folder, "many-requests", &MANY_REQUESTS)?;
    let servers =
        [Program::handslag(&bench.given.binary, &small.url)?, Program::handslag(&bench.given.binary, &many.url)?];
    let folder = bench.given.folder.join("pages");
    std::fs::create_dir_all(&folder)?;
    let mut clients = Vec::new();
    for (index, page) in PAGES.iter().enumerate() {
        let mut both = Vec::new();
        for (server, data) in servers.iter().zip([small, &many]) {
            both.push(Client::signed_in(server, (page.whose)(data))?);
        }
        let answer = both[0].fetch(page.path, "br")?;
        ensure!(answer.status == 200, "{} at {}", answer.status, page.path);
        std::fs::write(folder.join(index.to_string()), answer.body)?;
        clients.push(both);
    }
    let reference = Program::reference(&folder)?;
    let anybody = Client::new(&reference);
    let mut rounds: Vec<[Vec<(f64, f64)>; 2]> = PAGES.iter().map(|_| [Vec::new(), Vec::new()]).collect();
    let mut rates = vec![Vec::new(); PAGES.len()];
    for _ in 0..bench.rounds() {
        for (index, page) in PAGES.iter().enumerate() {
            let bytes = load(&reference, &anybody, &format!("/{index}"), CONNECTIONS, bench.time())?;
            for (size, server) in servers.iter().enumerate() {
                let measured = load(server, &clients[index][size], page.path, CONNECTIONS, bench.time())?;
                rounds[index][size].push((measured.cpu_micros(), bytes.cpu_micros()));
                if size == 0 {
                    rates[index].push((measured.rate(), bytes.rate()));
                }
            }
        }
    }
    let mut figures = Vec::new();
    for ((page, [few, lots]), rates) in PAGES.iter().zip(&rounds).zip(&rates) {
        let few = Figure::of_rounds(format!("{}, 1,000 requests: CPU", page.name), few, "µs", "the same bytes");
        let lots = Figure::of_rounds(format!("{}, 100,000 requests: CPU", page.name), lots, "µs", "the same bytes");
        let growth = slope((sizes(&SMALL), sizes(&MANY_REQUESTS)), (few.value(), lots.value()));
        let growth = Figure::told(format!("{}: growth", page.name), growth, "slope").at_most(GROWTH);
        let growth = growth.unless_noisy(&[&few, &lots]);
        figures.extend([few.at_most(TIMES), lots.at_most(TIMES), growth]);
        figures.push(Figure::of_rounds(format!("{}, pages a second", page.name), rates, "/s", "the same bytes"));
    }
    Ok(figures)
}

#[allow(clippy::cast_precision_loss, reason = "sizes are small")]
fn sizes(size: &app::demo::Size) -> f64 {
    size.requests as f64
}
