//! What the server needs when nobody asks: time to start, memory, CPU; and what 1,000 open screens cost.

use super::Bench;
use crate::{client::Client, process::Program, report::Figure};
use anyhow::{Context as _, Result, ensure};
use std::{
    io::{Read as _, Write as _},
    net::TcpStream,
    thread,
    time::{Duration, Instant},
};

const STREAMS: u32 = 1_000;
/// kB a stream may take.
const STREAM: f64 = 40.0;

pub fn climb(bench: &Bench) -> Result<Vec<Figure>> {
    let data = bench.small()?;
    let folder = bench.given.folder.join("rest");
    std::fs::create_dir_all(&folder)?;
    let (mut starts, mut memory, mut idle, mut streams) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.rounds() {
        let reference = Program::reference(&folder)?;
        // One person opens them all, who could not have so many otherwise.
        let server = Program::handslag_with(&bench.given.binary, &data.url, &["--streams", "0"])?;
        starts.push((server.start.as_secs_f64() * 1e3, reference.start.as_secs_f64() * 1e3));
        let client = Client::signed_in(&server, &data.coordinator)?;
        client.page("/staff")?;
        // Two rounds of what it does by itself.
        let (cpu, begin) = (server.cpu()?, Instant::now());
        thread::sleep(Duration::from_secs(20));
        idle.push(server.cpu()?.saturating_sub(cpu).as_secs_f64() * 1e3 / begin.elapsed().as_secs_f64());
        memory.push((megabytes(server.memory()?), megabytes(reference.memory()?)));
        let own = kilobytes_a_stream(&server, "/staff/stream", client.cookie())?;
        streams.push((own, kilobytes_a_stream(&reference, "/stream", "")?));
    }
    Ok(vec![
        Figure::of_rounds("start until ready", &starts, "ms", "a server without anything"),
        Figure::of_rounds("memory at rest", &memory, "MB", "a server without anything"),
        Figure::told("CPU at rest", crate::report::median(idle.into_iter()), "ms/s"),
        Figure::told(
            "memory of a live stream, of 1,000",
            crate::report::median(streams.iter().map(|both| both.0)),
            "kB",
        )
        .at_most(STREAM),
        Figure::of_rounds("the same, against a stream that says nothing", &streams, "kB", "it"),
    ])
}

fn megabytes(bytes: u64) -> f64 {
    u32::try_from(bytes / 1024).map_or(f64::INFINITY, |kilobytes| f64::from(kilobytes) / 1024.0)
}

/// Opens them all, and looks at what the server has grown by.
fn kilobytes_a_stream(server: &Program, path: &str, cookie: &str) -> Result<f64> {
    let before = server.memory()?;
    let mut open = Vec::new();
    for _ in 0..STREAMS {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port))?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(
            stream,
            "GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\nAccept: text/event-stream\r\n\r\n"
        )?;
        let mut begin = [0; 12];
        stream.read_exact(&mut begin).context("a stream was not answered")?;
        ensure!(begin.ends_with(b"200"), "a stream was refused: {}", String::from_utf8_lossy(&begin));
        open.push(stream);
    }
    let grown = server.memory()?.saturating_sub(before);
    Ok(megabytes(grown) * 1024.0 / f64::from(STREAMS))
}
