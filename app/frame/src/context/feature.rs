//! What a feature says of itself, once: `features::FEATURES` lists them, and what runs through all of them asks that list. The tests that
//! look by themselves walk it (`server/tests/features.rs`).

use super::{AppContext, Here};
use crate::{
    access::model::Role,
    live::Topic,
    tasks::{AllTasks, TaskKind},
    told::MessageKind,
};
use axum::{Router, handler::Handler, routing};
use db::{Failure, Rule, Table, Tx};
use ground::{AppError, id::PersonId, text::Key};
use std::{collections::BTreeMap, future::Future, pin::Pin};
use ui::page::{Answer, Fetched, Load, read_back};

/// A feature. What it does not have is as in [`Feature::NONE`].
#[derive(Clone, Copy, Debug)]
pub struct Feature {
    /// The name of its folder.
    pub name: &'static str,
    /// Its tables.
    pub tables: &'static [Table],
    /// What it promises of their rows. A rule of rows of more than one feature is the highest's.
    pub rules: &'static [Rule],
    /// Its addresses that are not pages.
    pub routes: fn(Routes) -> Routes,
    /// What answers the loads of its pages.
    pub loads: fn(Loads) -> Loads,
    /// Who may what: a row for each of its addresses, its pages and what they load among them, as `server/tests/access.rs` reads it.
    pub access: &'static str,
    /// Its lines of the main menu.
    pub menu: &'static [Menu],
    /// What is told of its things: each has its code to itself, over all features.
    pub told: &'static [&'static MessageKind],
    /// Its things whose changes open screens learn of.
    pub topics: &'static [&'static Topic],
    /// The kinds of what its things make staff do, in the order of a choice among them.
    pub tasks: &'static [&'static TaskKind],
    /// All tasks of its things, computed anew.
    pub all_tasks: Option<AllTasks>,
    /// A role of this person has ended, at once or by its date: what they may not do any more is computed from the roles that they still
    /// have, and what hung on it goes to somebody else.
    pub on_role_ended: Option<Hook>,
    /// This person's identity has become protected: what was shared is pulled back.
    pub on_person_protected: Option<Hook>,
}

impl Feature {
    /// One that has nothing.
    pub const NONE: Self = Self {
        name: "",
        tables: &[],
        rules: &[],
        routes: |routes| routes,
        loads: |loads| loads,
        access: "",
        menu: &[],
        told: &[],
        topics: &[],
        tasks: &[],
        all_tasks: None,
        on_role_ended: None,
        on_person_protected: None,
    };
}

/// What a feature does when something has happened to a person, in the transaction in which it happens.
pub type Hook =
    for<'a> fn(&'a mut Tx, &'a Here, &'a PersonId) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + Send + 'a>>;

/// Every feature does what follows when a role of the person has ended. Called where roles end and by the clock.
pub async fn role_ended(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    happened(tx, here, person, |feature| feature.on_role_ended).await
}

/// Every feature does what follows when the person's identity has become protected.
pub async fn person_protected(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    happened(tx, here, person, |feature| feature.on_person_protected).await
}

async fn happened(
    tx: &mut Tx,
    here: &Here,
    person: &PersonId,
    hook: fn(&Feature) -> Option<Hook>,
) -> Result<(), Failure> {
    for hook in here.app.features.iter().filter_map(|feature| hook(feature)) {
        hook(tx, here, person).await?;
    }
    Ok(())
}

/// What answers the loads of pages, each by its name.
#[derive(Default)]
pub struct Loads(Vec<Bound>);

impl Loads {
    /// The load that `answer` takes, of a page that a program knows, is answered by it; a browser can ask for it too.
    #[must_use]
    pub fn page<L: Fetched>(self, answer: impl Answers<L>) -> Self {
        self.with(Some((L::ADDRESS, read_back::<L>)), answer, Answer::new)
    }

    /// The load that `answer` takes, of a page of the server alone, is answered by it.
    #[must_use]
    pub fn plain<L: Load>(self, answer: impl Answers<L>) -> Self {
        self.with(None, answer, Answer::plain)
    }

    fn with<L: Load>(
        mut self,
        fetched: Option<(&'static str, ReadBack)>,
        answer: impl Answers<L>,
        erase: fn(L::Data) -> Answer,
    ) -> Self {
        let answer = move |here: Here, list: Vec<String>| -> Giving<Answer> {
            let giving = answer.give(here, L::from_list(list));
            Box::pin(async move {
                let Given { data, instead } = giving.await?;
                Ok(Given { data: erase(data), instead })
            })
        };
        let (address, read_back) = fetched.unzip();
        self.0.push(Bound { name: L::NAME, address, read_back, parameters: L::PARAMETERS, answer: Box::new(answer) });
        self
    }

    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &Bound> {
        self.0.iter()
    }
}

/// A function of a feature's `api` that answers a load.
pub trait Answers<L: Load>: Send + Sync + 'static {
    /// Answers it for a reader.
    fn give(&self, here: Here, load: L) -> Giving<L::Data>;
}

impl<L, A, F, G> Answers<L> for A
where
    L: Load,
    A: Fn(Here, L) -> F + Send + Sync + 'static,
    F: Future<Output = Result<G, Failure>> + Send + 'static,
    G: Into<Given<L::Data>>,
{
    fn give(&self, here: Here, load: L) -> Giving<L::Data> {
        let giving = self(here, load);
        Box::pin(async move { Ok(giving.await?.into()) })
    }
}

/// What a page is given, once it is awaited.
pub type Giving<D> = Pin<Box<dyn Future<Output = Result<Given<D>, Failure>> + Send>>;

/// What a page is given.
#[derive(Clone, Debug)]
pub struct Given<D> {
    /// What it shows.
    pub data: D,
    /// Where its reader is sent instead, where there is nothing to do on it. A browser that asks for the data alone shows them.
    pub instead: Option<String>,
}

impl<D> From<D> for Given<D> {
    fn from(data: D) -> Self {
        Self { data, instead: None }
    }
}

/// What a browser makes of JSON, as JSON; none where it cannot read it.
pub type ReadBack = fn(&str) -> Option<String>;

/// A load, and what answers it.
pub struct Bound {
    /// The load's name.
    pub name: &'static str,
    /// Where a browser asks; none where no program knows the page.
    pub address: Option<&'static str>,
    /// What a browser makes of its JSON, written again, so that a test sees that it is the same.
    pub read_back: Option<ReadBack>,
    /// The names of what it is asked with.
    pub parameters: &'static [&'static str],
    answer: Box<dyn Fn(Here, Vec<String>) -> Giving<Answer> + Send + Sync>,
}

impl Bound {
    /// Answers it for a reader.
    pub fn answer(&self, here: Here, list: Vec<String>) -> Giving<Answer> {
        (self.answer)(here, list)
    }

    /// What it is asked with, of the query of an address: what is missing is empty, what it does not know is passed over.
    ///
    /// # Errors
    /// `BadRequest` where one of them stands twice.
    pub fn list(&self, query: &str) -> Result<Vec<String>, AppError> {
        let one = |name: &&str| {
            let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(known, _)| known == name);
            match (values.next(), values.next()) {
                (_, Some(_)) => Err(AppError::BadRequest),
                (value, None) => Ok(value.map(|(_, value)| value.into_owned()).unwrap_or_default()),
            }
        };
        self.parameters.iter().map(one).collect()
    }
}

/// A line of the main menu.
#[derive(Clone, Copy, Debug)]
pub struct Menu {
    /// Whose menu.
    pub role: Role,
    /// Where in that role's menu: the least comes first.
    pub place: u16,
    /// The page.
    pub href: &'static str,
    /// Its words.
    pub words: Key,
    /// Other words, for somebody whose home is another role's.
    pub beside: Option<Key>,
}

impl Menu {
    /// A line with the same words for everybody.
    pub const fn new(role: Role, place: u16, href: &'static str, words: Key) -> Self {
        Self { role, place, href, words, beside: None }
    }
}

/// What a post does besides changing something: each has a limit of its own (`server::layers::limits`), and some are pressed in pages of
/// somebody else (`server::layers::whose`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door {
    /// Somebody comes in, or tries to.
    In,
    /// Somebody unknown becomes known.
    Up,
    /// Somebody leaves.
    Out,
    /// Somebody ends everything that they have open.
    OutEverywhere,
    /// How a device shows its pages, and where somebody is signed in how they read.
    Look,
}

impl Door {
    /// Whether something is told at it that would be missed if it were lost: a sign-up.
    pub const fn is_told(self) -> bool {
        matches!(self, Self::Up)
    }
}

/// The addresses that were registered.
#[derive(Debug, Default)]
pub struct Routes {
    router: Router<AppContext>,
    /// Method and path of each.
    pub listed: Vec<(&'static str, &'static str)>,
    /// The posts through which one comes and goes.
    pub doors: BTreeMap<&'static str, Door>,
}

impl Routes {
    /// A post that changes something.
    #[must_use]
    pub fn post<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppContext>,
        T: 'static,
    {
        self.listed.push(("POST", path));
        self.router = self.router.route(path, routing::post(handler));
        self
    }

    /// A post through which somebody comes in or leaves.
    #[must_use]
    pub fn door<H, T>(mut self, door: Door, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppContext>,
        T: 'static,
    {
        self.doors.insert(path, door);
        self.post(path, handler)
    }

    /// A file or a stream.
    #[must_use]
    pub fn get<H, T>(mut self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, AppContext>,
        T: 'static,
    {
        self.listed.push(("GET", path));
        self.router = self.router.route(path, routing::get(handler));
        self
    }

    /// As a router.
    pub fn into_router(self) -> Router<AppContext> {
        self.router
    }
}
