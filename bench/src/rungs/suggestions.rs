//! Who could help with one request, among 1,000, 10,000 and 100,000 volunteers: the coordinator's page of it, and how it grows.

use super::Bench;
use crate::{
    client::{Client, load},
    data::{self, Data, SMALL},
    process::Program,
    report::{Figure, slope},
};
use anyhow::{Result, ensure};
use app::demo::Size;

pub fn climb(bench: &Bench) -> Result<Vec<Figure>> {
    let mut made: Vec<(u32, Data)> = Vec::new();
    // The largest takes minutes to make.
    let sizes: &[u32] = if bench.given.quick { &[10_000] } else { &[10_000, 100_000] };
    for volunteers in sizes {
        let size = Size { volunteers: *volunteers as usize, ..SMALL };
        made.push((*volunteers, data::sqlite(&bench.given.folder, &format!("volunteers-{volunteers}"), &size)?));
    }
    let all: Vec<(u32, &Data)> =
        std::iter::once((1_000, bench.small()?)).chain(made.iter().map(|(size, data)| (*size, data))).collect();
    let folder = bench.given.folder.join("suggestions");
    std::fs::create_dir_all(&folder)?;
    let mut servers = Vec::new();
    for (volunteers, data) in &all {
        let server = Program::handslag(&bench.given.binary, &data.url)?;
        let client = Client::signed_in(&server, &data.coordinator)?;
        let path = format!("/staff/requests/{}", data.approved);
        let answer = client.fetch(&path, "br")?;
        ensure!(answer.status == 200, "{} at the request", answer.status);
        ensure!(client.page(&path)?.contains("name=\"volunteer\""), "nobody is suggested");
        std::fs::write(folder.join(volunteers.to_string()), answer.body)?;
        servers.push((*volunteers, server, client, path));
    }
    let reference = Program::reference(&folder)?;
    let anybody = Client::new(&reference);
    let mut rounds = vec![Vec::new(); servers.len()];
    for _ in 0..bench.rounds() {
        for ((volunteers, server, client, path), rounds) in servers.iter().zip(&mut rounds) {
            let bytes = load(&reference, &anybody, &format!("/{volunteers}"), 1, bench.time())?;
            let measured = load(server, client, path, 1, bench.time())?;
            rounds.push((measured.cpu_micros() / 1000.0, bytes.cpu_micros() / 1000.0));
        }
    }
    let mut figures: Vec<Figure> = Vec::new();
    let mut before: Option<(f64, f64)> = None;
    for ((volunteers, ..), rounds) in servers.iter().zip(&rounds) {
        let figure = Figure::of_rounds(format!("{volunteers} volunteers: CPU"), rounds, "ms", "the same bytes");
        let now = (f64::from(*volunteers), figure.value());
        figures.push(figure);
        if let Some(before) = before {
            let growth = slope((before.0, now.0), (before.1, now.1));
            figures.push(Figure::told(format!("growth from {} to {}", before.0, now.0), growth, "slope"));
        }
        before = Some(now);
    }
    Ok(figures)
}
