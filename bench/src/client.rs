//! A browser without script, and many of them at once.

use crate::process::Program;
use anyhow::{Context as _, Result, bail, ensure};
use std::{
    thread,
    time::{Duration, Instant},
};
use ureq::{Agent, http::header};

/// What came back.
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub body: Vec<u8>,
    cookie: Option<String>,
}

impl Answer {
    /// The page's text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Keeps its connection and its session cookie.
#[derive(Clone)]
pub struct Client {
    agent: Agent,
    base: String,
    cookie: String,
}

impl Client {
    pub fn new(program: &Program) -> Self {
        let agent = Agent::config_builder()
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_mins(1)))
            .build();
        Self { agent: agent.into(), base: program.url(""), cookie: String::new() }
    }

    /// Somebody with a session of their own, by the demonstration's button.
    pub fn signed_in(program: &Program, person: &str) -> Result<Self> {
        let mut client = Self::new(program);
        let answer = client.post("/demo/sign-in", &[("person".to_owned(), person.to_owned())])?;
        client.cookie = answer.cookie.context("no session")?;
        Ok(client)
    }

    /// The header that names the session.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    /// The same session on a connection of its own.
    pub fn beside(&self, program: &Program) -> Self {
        Self { cookie: self.cookie.clone(), ..Self::new(program) }
    }

    /// One page, as a browser asks for it; the body as it came over the line.
    pub fn fetch(&self, path: &str, encoding: &str) -> Result<Answer> {
        let request = self.agent.get(format!("{}{path}", self.base)).header(header::ACCEPT_ENCODING, encoding);
        answer(request.header(header::COOKIE, &self.cookie).header(header::ACCEPT, "text/html").call(), path)
    }

    /// One page, in words.
    pub fn page(&self, path: &str) -> Result<String> {
        let answer = self.fetch(path, "identity")?;
        ensure!(answer.status == 200, "{} at {path}", answer.status);
        Ok(answer.text())
    }

    fn post(&self, path: &str, fields: &[(String, String)]) -> Result<Answer> {
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let request = self.agent.post(format!("{}{path}", self.base)).header(header::COOKIE, &self.cookie);
        answer(request.header("sec-fetch-site", "same-origin").send_form(fields), path)
    }

    /// Moves the demonstration's clock forwards.
    pub fn move_clock(&self, minutes: i64) -> Result<()> {
        let answer = self.post("/demo/clock", &[("minutes".to_owned(), minutes.to_string())])?;
        ensure!(answer.status == 303, "{} when the clock was moved", answer.status);
        Ok(())
    }

    /// Sends the form of a page that has these fields, with its hidden ones; where it leads, with that page.
    pub fn submit(&self, page: &str, action: &str, fields: &[(&str, &str)]) -> Result<(String, String)> {
        let mut all = hidden(page, action, fields).with_context(|| format!("no such form for {action}"))?;
        all.extend(fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let answer = self.post(action, &all)?;
        ensure!(answer.status == 303, "{} from {action}", answer.status);
        let page = self.page(&answer.location)?;
        Ok((answer.location, page))
    }
}

fn answer(result: Result<ureq::http::Response<ureq::Body>, ureq::Error>, path: &str) -> Result<Answer> {
    let mut response = result.with_context(|| path.to_owned())?;
    let text = |name: header::HeaderName| {
        response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned()
    };
    let (location, cookie) = (text(header::LOCATION), text(header::SET_COOKIE));
    let cookie = cookie.split(';').next().filter(|cookie| !cookie.is_empty()).map(str::to_owned);
    Ok(Answer { status: response.status().as_u16(), location, cookie, body: response.body_mut().read_to_vec()? })
}

/// The hidden fields of the first form with this action and these fields. The pages are our own: no reader of all HTML is needed.
fn hidden(page: &str, action: &str, fields: &[(&str, &str)]) -> Option<Vec<(String, String)>> {
    let forms = page.split("<form").skip(1).filter_map(|form| form.split("</form>").next());
    let form = forms.into_iter().find(|form| {
        attribute(form, "action").is_some_and(|found| found == action)
            && fields.iter().all(|(name, _)| form.contains(&format!(" name=\"{name}\"")))
    })?;
    let inputs = form.split("<input").skip(1).filter(|input| attribute(input, "type").is_some_and(|of| of == "hidden"));
    Some(
        inputs
            .filter_map(|input| Some((attribute(input, "name")?.to_owned(), attribute(input, "value")?.to_owned())))
            .collect(),
    )
}

/// An attribute of the tag that the text begins in.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let tag = tag.split('>').next()?;
    let begin = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag.get(begin..)?.split('"').next()
}

/// What became of many requests.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub requests: u32,
    pub cpu: Duration,
    pub wall: Duration,
}

impl Load {
    /// CPU time of a request, microseconds.
    pub fn cpu_micros(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / f64::from(self.requests)
    }

    /// Requests a second.
    pub fn rate(&self) -> f64 {
        f64::from(self.requests) / self.wall.as_secs_f64()
    }
}

/// Asks for a page again and again, over some connections, for as long as this; an answer that is not 200 ends it.
pub fn load(program: &Program, client: &Client, path: &str, connections: u32, time: Duration) -> Result<Load> {
    let clients: Vec<Client> = (0..connections).map(|_| client.beside(program)).collect();
    // Connections are made and caches filled before it counts.
    for client in &clients {
        fetch_ok(client, path)?;
    }
    let (cpu, begin) = (program.cpu()?, Instant::now());
    let requests = thread::scope(|scope| {
        let ask = |client: &Client| -> Result<u32> {
            let mut count = 0;
            while begin.elapsed() < time {
                fetch_ok(client, path)?;
                count += 1;
            }
            Ok(count)
        };
        let workers: Vec<_> = clients.iter().map(|client| scope.spawn(move || ask(client))).collect();
        workers.into_iter().try_fold(0, |sum, worker| match worker.join() {
            Ok(count) => count.map(|count| sum + count),
            Err(_) => bail!("a worker panicked"),
        })
    })?;
    Ok(Load { requests, cpu: program.cpu()?.saturating_sub(cpu), wall: begin.elapsed() })
}

fn fetch_ok(client: &Client, path: &str) -> Result<()> {
    let answer = client.fetch(path, "br")?;
    ensure!(answer.status == 200 && !answer.body.is_empty(), "{} at {path}", answer.status);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_fields_are_those_of_the_form_that_is_sent() {
        let page = r#"<form method="post" action="/a"><input type="hidden" name="key" value="1"></form>
            <form method="post" action="/b"><input type="hidden" name="best" value="3"></form>
            <form method="post" action="/b"><input type="hidden" name="key" value="2"><input type="text" name="t" value="x"></form>"#;
        let field = |name: &str, value: &str| Some(vec![(name.to_owned(), value.to_owned())]);
        assert_eq!(hidden(page, "/b", &[]), field("best", "3"));
        assert_eq!(hidden(page, "/b", &[("t", "y")]), field("key", "2"));
        assert_eq!(hidden(page, "/c", &[]), None);
        assert_eq!(hidden(page, "/a", &[("t", "y")]), None);
    }
}
