//! People who ask for help, and coordinators who take and approve, again and again, whatever happens to the server: a press that was
//! not answered is pressed again, with the same key. What was answered is written down, and looked for at the end.

use super::process::{SECRET, browser};
use crate::support::{Browser, Folder};
use app::checks::{self, testing::TestDb};
use db::{Db, Durability, Failure, exec, in_tx, rows};
use frame::audit;
use ground::{clock::Clock, id::PersonId, random::new_token, secret::Secret};
use server::commands::fill_demo;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::{sync::mpsc, task::JoinSet};

/// The longest that anything is out of order here.
const PATIENCE: Duration = Duration::from_mins(2);

/// A request that a senior was told has been sent, and what followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Acknowledged {
    /// The senior's words.
    note: String,
    taken: bool,
    /// The text that volunteers will see.
    approved: Option<String>,
}

/// What was acknowledged so far.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Mutex<BTreeMap<String, Acknowledged>>>);

/// The demonstration's people who press.
#[derive(Clone, Debug)]
pub struct Town {
    pub seniors: Vec<PersonId>,
    pub coordinators: Vec<PersonId>,
    /// Help with the telephone: at risk 1, so that an approval needs no first meeting.
    pub kind: String,
    /// Requests that were there before.
    before: BTreeSet<String>,
}

impl Town {
    /// Fills the database with invented people.
    pub async fn fill(db: &Db) -> Self {
        fill_demo(db, &Clock::system()).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let ids = |found: Vec<(String,)>| found.into_iter().map(|(id,)| id.into()).collect::<Vec<PersonId>>();
        let seniors = ids(rows!(
            &mut tx,
            (String,),
            "SELECT p.id FROM person p
             JOIN municipality m ON m.id = p.municipality_id AND m.host = '*'
             JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id AND r.role = 'senior'
             WHERE p.has_login AND NOT p.protected AND p.area_id IS NOT NULL ORDER BY p.id LIMIT 12"
        )
        .unwrap());
        let coordinators = ids(rows!(
            &mut tx,
            (String,),
            "SELECT r.person_id FROM role_assignment r
             JOIN municipality m ON m.id = r.municipality_id AND m.host = '*'
             WHERE r.role = 'coordinator' AND r.area_id IS NULL ORDER BY r.person_id"
        )
        .unwrap());
        let kinds = rows!(
            &mut tx,
            (String,),
            "SELECT k.id FROM kind k JOIN municipality m ON m.id = k.municipality_id AND m.host = '*'
             WHERE k.active AND k.by_phone AND k.risk = 1 ORDER BY k.id"
        )
        .unwrap();
        let before = rows!(&mut tx, (String,), "SELECT id FROM request").unwrap();
        assert!(seniors.len() >= 12 && coordinators.len() >= 2);
        Self { seniors, coordinators, kind: kinds[0].0.clone(), before: before.into_iter().map(|(id,)| id).collect() }
    }
}

/// A prepared database that no test holds open, so that a child is alone with it.
pub async fn prepared(db: &TestDb) -> Town {
    let town = Town::fill(&db.db).await;
    db.db.close().await;
    town
}

/// Somebody who is signed in and presses until there is an answer.
pub struct Presser {
    pub browser: Browser,
    count: Count,
}

/// Presses of everybody.
#[derive(Clone, Debug, Default)]
pub struct Count {
    /// Answered.
    pub answered: Arc<AtomicUsize>,
    /// Pressed again, for there was no answer or no success.
    pub again: Arc<AtomicUsize>,
}

impl Presser {
    /// Signs in, however long it takes.
    pub async fn new(port: u16, person: &PersonId, count: &Count) -> Self {
        let mut presser = Self { browser: browser(port), count: count.clone() };
        while presser.browser.session().is_none() {
            presser.press("/demo/sign-in", &[("person", person.as_str())]).await;
        }
        presser
    }

    /// Presses a button until the press is answered; where it led.
    pub async fn press(&mut self, path: &str, fields: &[(&str, &str)]) -> String {
        let began = tokio::time::Instant::now();
        loop {
            assert!(began.elapsed() < PATIENCE, "{path} is never answered");
            let answer = self.browser.post(path, fields).await;
            match answer.status.as_u16() {
                303 => {
                    self.count.answered.fetch_add(1, Ordering::SeqCst);
                    return answer.header("location").to_owned();
                }
                // Nobody there, cut off in the middle, or told to try again in a while.
                429 | 502 | 503 => {
                    self.count.again.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(30)).await;
                }
                other => panic!("{path}: {other}: {}", answer.body),
            }
        }
    }

    /// Asks for help, page by page; the request's id.
    pub async fn ask(&mut self, kind: &str, note: &str) -> String {
        let begun = self.press("/ask/new", &[("key", &new_token())]).await;
        let draft = begun.split('/').nth(2).unwrap().to_owned();
        for (page, field, value) in
            [("what", "kind", kind), ("days", "days", "any"), ("time", "part", "morning"), ("where", "mode", "phone")]
        {
            self.press(&format!("/ask/{draft}/{page}"), &[(field, value)]).await;
        }
        let review = self.press(&format!("/ask/{draft}/more"), &[("note", note)]).await;
        assert_eq!(review, format!("/ask/{draft}/review"));
        let sent = self.press(&format!("/ask/{draft}/send"), &[("key", &new_token())]).await;
        let id = sent.strip_prefix("/requests/").and_then(|rest| rest.strip_suffix("/sent"));
        id.unwrap_or_else(|| panic!("not sent: {sent}")).to_owned()
    }
}

/// Everybody, pressing.
pub struct Crowd {
    pub ledger: Ledger,
    pub count: Count,
    over: Arc<AtomicBool>,
    people: JoinSet<()>,
}

impl Crowd {
    /// So many seniors at these servers' ports, and two coordinators.
    pub async fn begin(town: &Town, ports: &[u16], seniors: usize) -> Self {
        let (ledger, count, over) = (Ledger::default(), Count::default(), Arc::<AtomicBool>::default());
        let mut people = JoinSet::new();
        let mut desks = Vec::new();
        for (index, coordinator) in town.coordinators.iter().take(2).enumerate() {
            let presser = Presser::new(ports[index % ports.len()], coordinator, &count).await;
            let (sender, receiver) = mpsc::unbounded_channel();
            desks.push(sender);
            people.spawn(coordinate(presser, receiver, ledger.clone()));
        }
        for (index, senior) in town.seniors.iter().take(seniors).enumerate() {
            let presser = Presser::new(ports[index % ports.len()], senior, &count).await;
            let (desk, over) = (desks[index % desks.len()].clone(), over.clone());
            people.spawn(ask_on(presser, town.kind.clone(), desk, ledger.clone(), over));
        }
        Self { ledger, count, over, people }
    }

    /// Lets everybody finish what they have begun.
    pub async fn end(mut self) -> Ledger {
        self.over.store(true, Ordering::SeqCst);
        while let Some(ended) = self.people.join_next().await {
            ended.unwrap();
        }
        self.ledger
    }
}

async fn ask_on(
    mut me: Presser,
    kind: String,
    desk: mpsc::UnboundedSender<String>,
    ledger: Ledger,
    over: Arc<AtomicBool>,
) {
    while !over.load(Ordering::SeqCst) {
        let note = words();
        let id = me.ask(&kind, &note).await;
        let new = ledger.0.lock().unwrap().insert(id.clone(), Acknowledged { note, ..Acknowledged::default() });
        assert!(new.is_none(), "two presses led to one request");
        desk.send(id).unwrap();
    }
}

/// A text that no other is, without anything that looks like a personal number.
fn words() -> String {
    new_token()
        .chars()
        .map(|c| c.to_digit(10).and_then(|digit| char::from_u32(u32::from('g') + digit)).unwrap_or(c))
        .collect()
}

async fn coordinate(mut me: Presser, mut requests: mpsc::UnboundedReceiver<String>, ledger: Ledger) {
    while let Some(id) = requests.recv().await {
        let path = format!("/staff/requests/{id}");
        let taken = me.press(&format!("{path}/take"), &[("key", &new_token())]).await;
        assert_eq!(taken, format!("{path}?notice=taken"));
        ledger.0.lock().unwrap().get_mut(&id).unwrap().taken = true;
        let text = words();
        let fields = [("key", new_token()), ("volunteer_text", text.clone()), ("risk", "1".to_owned())];
        let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
        let approved = me.press(&format!("{path}/approve"), &fields).await;
        assert_eq!(approved, format!("{path}?notice=approved"));
        ledger.0.lock().unwrap().get_mut(&id).unwrap().approved = Some(text);
    }
}

#[derive(sqlx::FromRow)]
struct Kept {
    id: String,
    note: String,
    volunteer_text: Option<String>,
    times: i64,
    submits: i64,
    takes: i64,
    approvals: i64,
    told: i64,
}

impl Ledger {
    /// How many requests were acknowledged.
    pub fn len(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// How many acknowledged changes there are: sent, taken, approved.
    pub fn changes(&self) -> usize {
        let all = self.0.lock().unwrap();
        all.values().map(|one| 1 + usize::from(one.taken) + usize::from(one.approved.is_some())).sum()
    }

    /// The present state, to be looked for in a copy that is made from now on.
    pub fn copy(&self) -> Self {
        Self(Arc::new(Mutex::new(self.0.lock().unwrap().clone())))
    }

    /// Everything that was acknowledged is there, whole, and once; at the end of all pressing nothing else is.
    pub async fn verify(&self, db: &Db, town: &Town, at_the_end: bool) {
        let mut tx = db.read().await.unwrap();
        let found = rows!(
            &mut tx,
            Kept,
            "SELECT r.id, r.note, r.volunteer_text,
                 (SELECT count(*) FROM request_time t WHERE t.municipality_id = r.municipality_id AND t.request_id = r.id) AS times,
                 (SELECT count(*) FROM audit_entry a WHERE a.object_id = r.id AND a.action = 'request.submit') AS submits,
                 (SELECT count(*) FROM audit_entry a WHERE a.object_id = r.id AND a.action = 'request.take') AS takes,
                 (SELECT count(*) FROM audit_entry a WHERE a.object_id = r.id AND a.action = 'request.approve') AS approvals,
                 (SELECT count(*) FROM outgoing_message m WHERE m.municipality_id = r.municipality_id AND m.about_id = r.id) AS told
             FROM request r"
        )
        .unwrap();
        let found: BTreeMap<String, Kept> = found
            .into_iter()
            .filter(|kept| !town.before.contains(&kept.id))
            .map(|kept| (kept.id.clone(), kept))
            .collect();
        let all = self.0.lock().unwrap().clone();
        for (id, acknowledged) in &all {
            let kept = found.get(id).unwrap_or_else(|| panic!("{id} was acknowledged and is lost"));
            assert_eq!(kept.note, acknowledged.note);
            assert!(!acknowledged.taken || kept.takes == 1, "{id}: taken {} times", kept.takes);
            if let Some(text) = &acknowledged.approved {
                assert_eq!(kept.volunteer_text.as_ref(), Some(text), "{id}");
            }
        }
        for kept in found.values() {
            // The five days from tomorrow on which the office is open, in the morning.
            assert_eq!((kept.times, kept.submits), (5, 1), "{} is half there, or twice", kept.id);
            assert!(kept.takes <= 1 && kept.approvals <= kept.takes, "{}", kept.id);
            assert_eq!(kept.approvals == 1, kept.volunteer_text.is_some(), "{}", kept.id);
            assert_eq!(kept.told, 1 + kept.approvals, "{}: told once of each", kept.id);
        }
        if at_the_end {
            assert_eq!(found.len(), all.len(), "every request was asked for once");
            assert!(found.values().all(|kept| kept.approvals == 1), "all were taken and approved");
        }
        whole(&mut tx).await;
    }
}

/// The whole database agrees with itself.
pub async fn whole(tx: &mut db::Tx) {
    assert_eq!(checks::check(tx, ground::clock::Clock::system().now(), None).await.unwrap(), []);
    if matches!(tx, db::Tx::Sqlite(_)) {
        let lines = rows!(tx, (String,), "PRAGMA integrity_check").unwrap();
        assert_eq!(lines, [("ok".to_owned(),)]);
    }
}

/// The audit log's chain is whole, up to its exported end.
pub async fn sealed(db: &Db, head: &Path) {
    let exported = server::audit_head::read(head).unwrap();
    assert!(exported.as_ref().is_some_and(|head| head.seq > 0), "the log was never sealed");
    let mut tx = db.read().await.unwrap();
    assert_eq!(audit::check(&mut tx, &Secret(SECRET), exported.as_ref()).await.unwrap(), []);
}

/// Opens the database as a test does between two lives of a server.
pub async fn opened(url: &str) -> Db {
    Db::connect(url, Durability::Full).await.unwrap()
}

/// As if the minute were over for which a server that was killed had the lease.
pub async fn lease_runs_out(db: &Db) {
    let done: Result<u64, Failure> = in_tx!(db, |tx| { Ok(exec!(tx, "UPDATE job_lease SET until = 0")?) });
    done.unwrap();
}

/// A database of the test's own, as `db_test!` has it, and a folder.
pub struct Scene {
    pub db: TestDb,
    pub town: Town,
    pub folder: Folder,
}

impl Scene {
    /// Prepared, and closed.
    pub async fn new(name: &str, db: TestDb) -> Self {
        let town = prepared(&db).await;
        Self { db, town, folder: Folder::new(name) }
    }
}
