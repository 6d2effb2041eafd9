//! A browser without script: keeps cookies, says where it comes from, follows redirects, reads forms.

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header},
};
use ground::id::PersonId;
use scraper::{Html, Selector};
use std::collections::BTreeMap;
use tower::ServiceExt;

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
    /// The path that was asked for last.
    pub path: String,
}

impl Answer {
    fn select(&self, selector: &str) -> Vec<(String, BTreeMap<String, String>)> {
        let html = Html::parse_document(&self.body);
        html.select(&Selector::parse(selector).unwrap())
            .map(|element| {
                // As it is read: where a long word may break is seen by nobody.
                let text = element.text().collect::<String>().replace('\u{AD}', "");
                let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                let attributes = element.value().attrs().map(|(name, value)| (name.to_owned(), value.to_owned()));
                (text, attributes.collect())
            })
            .collect()
    }

    /// The page's heading.
    pub fn heading(&self) -> String {
        self.texts("h1").into_iter().next().unwrap_or_default()
    }

    /// The texts of all elements.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.select(selector).into_iter().map(|(text, _)| text).collect()
    }

    /// An attribute of all elements that have it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        self.select(selector).into_iter().filter_map(|(_, mut attributes)| attributes.remove(name)).collect()
    }

    /// Elements and comments within the app's element, as a browser reads the page.
    pub fn nodes(&self) -> usize {
        let html = Html::parse_document(&self.body);
        let app = html.select(&Selector::parse("#app").unwrap()).next().unwrap();
        app.descendants().skip(1).filter(|node| node.value().is_element() || node.value().is_comment()).count()
    }

    /// The hidden fields of the first form with this action.
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let form = format!("form[action='{action}']");
        assert!(!self.select(&form).is_empty(), "no form for {action} on {}: {}", self.path, self.body);
        let html = Html::parse_document(&self.body);
        let form = html.select(&Selector::parse(&form).unwrap()).next().unwrap();
        form.select(&Selector::parse("input[type=hidden]").unwrap())
            .map(|input| {
                let attribute = |name: &str| input.value().attr(name).unwrap_or_default().to_owned();
                (attribute("name"), attribute("value"))
            })
            .collect()
    }

    /// Where a soft hyphen stands that nobody sees as one: attributes, the title, and what a browser shows as plain text.
    pub fn hidden_hyphens(&self) -> Vec<String> {
        let html = Html::parse_document(&self.body);
        let mut found = Vec::new();
        for element in html.select(&Selector::parse("*").unwrap()) {
            let name = element.value().name();
            let broken = |text: &str| text.contains('\u{AD}');
            let attributes = element.value().attrs().filter(|(_, value)| broken(value));
            found.extend(attributes.map(|(attribute, value)| format!("<{name} {attribute}=\"{value}\">")));
            if matches!(name, "title" | "option" | "textarea") && element.text().any(broken) {
                found.push(format!("<{name}>{}", element.text().collect::<String>()));
            }
        }
        found
    }

    /// The hidden fields of all forms.
    pub fn hidden_fields(&self) -> Vec<String> {
        self.attributes("input[type=hidden]", "name")
    }

    /// All forms that post, filled in as somebody may: hidden fields as they are, the first of each choice, a word in each text.
    pub fn filled_forms(&self) -> Vec<(String, Vec<(String, String)>)> {
        let html = Html::parse_document(&self.body);
        let (forms, fields) = (Selector::parse("form[method=post]").unwrap(), Selector::parse("[name]").unwrap());
        let option = Selector::parse("option[value]:not([value=''])").unwrap();
        html.select(&forms)
            .map(|form| {
                let mut filled = BTreeMap::new();
                for field in form.select(&fields) {
                    let name = field.value().attr("name").unwrap_or_default().to_owned();
                    let given = field.value().attr("value").unwrap_or_default().to_owned();
                    let value = match (field.value().name(), field.value().attr("type")) {
                        ("select", _) => field.select(&option).next().and_then(|option| option.value().attr("value")),
                        ("input", Some("hidden" | "radio" | "checkbox")) => Some(given.as_str()),
                        ("button", _) => Some(given.as_str()),
                        _ => Some(plausible(&name)),
                    };
                    filled.entry(name).or_insert_with(|| value.unwrap_or_default().to_owned());
                }
                (form.value().attr("action").unwrap_or_default().to_owned(), filled.into_iter().collect())
            })
            .collect()
    }

    /// A header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// What somebody may write into a field of this name.
fn plausible(name: &str) -> &'static str {
    match name {
        "day" | "other_day" => "26",
        "month" => "11",
        "year" => "2026",
        "clock" => "10.30",
        "minutes" | "max_per_month" => "30",
        "phone" => "070-123 45 67",
        "email" => "maj@example.se",
        "postal_code" => "123 45",
        "word" => "fjäril",
        "host" => "*",
        "accent" => "#7A1F3D",
        _ => "Hej",
    }
}

/// A browser without script.
#[derive(Clone, Debug)]
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub host: String,
    /// Sent with every request.
    pub headers: Vec<(&'static str, String)>,
    /// The page that is shown.
    page: String,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: BTreeMap::new(),
            host: "localhost".to_owned(),
            headers: Vec::new(),
            page: String::new(),
        }
    }

    /// One request, as a browser makes it; no redirect is followed.
    pub async fn request(
        &mut self,
        method: Method,
        path: &str,
        body: impl Into<Body>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header(header::HOST, &self.host).body(body.into()).unwrap();
        let all = request.headers_mut();
        all.insert(header::ACCEPT, HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8"));
        if !self.page.is_empty() {
            all.insert(header::REFERER, format!("http://{}{}", self.host, self.page).parse().unwrap());
        }
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            all.insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in own.chain(headers.iter().copied()) {
            all.insert(axum::http::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        // A live stream never ends; that it began is all there is to see.
        let stream = parts
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
        let body = if stream { Bytes::new() } else { to_bytes(body, 10_000_000).await.unwrap() };
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
            path: path.to_owned(),
        }
    }

    /// The status of an empty request; the body is not read (a stream has no end).
    pub async fn status(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> u16 {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, &self.host);
        for (name, value) in &self.cookies {
            request = request.header(header::COOKIE, format!("{name}={value}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
    }

    fn keep(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        if attributes.to_ascii_lowercase().contains("max-age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The page at this path, without following redirects.
    pub async fn get(&mut self, path: &str) -> Answer {
        let answer = self.request(Method::GET, path, Body::empty(), &[("sec-fetch-site", "same-origin")]).await;
        if !answer.status.is_redirection() {
            path.clone_into(&mut self.page);
        }
        answer
    }

    /// The page at this path, through redirects.
    pub async fn open(&mut self, path: &str) -> Answer {
        let answer = self.get(path).await;
        self.follow(answer).await
    }

    /// Sends a form; the answer is as it comes, mostly a redirect.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        self.request(Method::POST, path, body, &[kind, ("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form of the page with its hidden fields, and shows where it leads.
    pub async fn submit(&mut self, page: &Answer, action: &str, fields: &[(&str, &str)]) -> Answer {
        let hidden = page.hidden(action);
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        // What is filled in takes the place of a hidden field of that name.
        all.retain(|(name, _)| !fields.iter().any(|(filled, _)| filled == name));
        all.extend(fields);
        let answer = self.post(action, &all).await;
        self.follow(answer).await
    }

    /// Goes where redirects lead.
    pub async fn follow(&mut self, mut answer: Answer) -> Answer {
        for _ in 0..10 {
            if !answer.status.is_redirection() {
                return answer;
            }
            let location = answer.header("location").to_owned();
            assert!(location.starts_with('/') && !location.starts_with("//"), "led away: {location}");
            answer = self.get(&location).await;
        }
        panic!("redirected for ever: {}", answer.path)
    }

    /// By a demonstration's button.
    pub async fn sign_in(&mut self, person: &PersonId) {
        let answer = self.post("/demo/sign-in", &[("person", person.as_str())]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        assert!(self.session().is_some());
    }

    /// The session cookie.
    pub fn session(&self) -> Option<&str> {
        let names = ["handslag", "__Host-handslag"];
        names.iter().find_map(|name| self.cookies.get(*name)).map(String::as_str)
    }
}
