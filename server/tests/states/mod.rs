//! The states under random command sequences of all roles at random times, on both databases: forms through the whole router, the clock
//! moved between them, the clocks' jobs run. Each begins at one of the stages of the main job, so that what comes late is tried as often
//! as what comes first. After each command the whole database obeys its rules (`app::checks`), what is over stays over, and nobody is told
//! anything twice.
//!
//! `HANDSLAG_STATES_CASES` raises the number of sequences from each stage; a failure is shrunk, printed with its seed, and kept in
//! `states.regressions`, which is tried first from then on.

mod acts;
mod staff;
mod stages;
pub mod town;
mod watch;

use acts::What;
use app::checks::testing::{Engine, fresh};
use help::{
    matches::model::MatchStatus, offers::model::OfferStatus, requests::model::RequestState, visits::model::VisitStatus,
};
use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    test_runner::{Config, FileFailurePersistence, TestRunner},
};
use stages::Stage;
use std::{cell::RefCell, collections::BTreeMap};
use town::Town;

/// A command: what, and two numbers by which it chooses whom and what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    what: What,
    n: u16,
    m: u16,
}

/// How many commands a sequence has at most.
const LONGEST: usize = 40;
/// And at least.
const SHORTEST: usize = 15;

/// Every state of requests, offers, visits and matches, or the sequences would prove little. A one-off request has no trial and no
/// ending gone through.
fn all_states() -> impl Iterator<Item = String> {
    let requests = RequestState::ALL.iter().map(|state| format!("request {}", state.code()));
    let offers = OfferStatus::ALL.iter().map(|state| format!("offer {}", state.code()));
    let visits = VisitStatus::ALL.iter().map(|state| format!("visit {}", state.code()));
    let matches = MatchStatus::ALL.iter().filter(|state| !matches!(state, MatchStatus::Trial | MatchStatus::Ending));
    requests.chain(offers).chain(visits).chain(matches.map(|state| format!("match {}", state.code())))
}

fn command() -> impl Strategy<Value = Command> {
    let weighted: Vec<(u32, proptest::strategy::Just<What>)> =
        acts::WEIGHTS.iter().map(|(weight, what)| (*weight, proptest::strategy::Just(*what))).collect();
    (proptest::strategy::Union::new_weighted(weighted), any::<u16>(), any::<u16>()).prop_map(|(what, n, m)| Command {
        what,
        n,
        m,
    })
}

/// How many sequences from each stage.
fn cases(usually: u32) -> u32 {
    std::env::var("HANDSLAG_STATES_CASES").ok().and_then(|many| many.parse().ok()).unwrap_or(usually)
}

/// How many sequences more there may be, in times of the usual, until every state was reached: chance is not to fail the test.
const ROUNDS: usize = 12;

#[allow(clippy::print_stderr, reason = "how far the sequences got, for whoever runs more of them")]
fn run(engine: Engine, usually: u32) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let kept = FileFailurePersistence::Direct(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/states.regressions"));
    let config = Config {
        cases: cases(usually),
        failure_persistence: Some(Box::new(kept)),
        max_shrink_iters: 400,
        max_shrink_time: 120_000,
        ..Config::default()
    };
    let reached = RefCell::new(BTreeMap::<String, usize>::new());
    let missing = || all_states().filter(|state| !reached.borrow().contains_key(state)).collect::<Vec<_>>();
    for round in 0..ROUNDS {
        for stage in Stage::ALL {
            let sequences = (any::<u16>(), vec(command(), SHORTEST..=LONGEST));
            let done = TestRunner::new(config.clone()).run(&sequences, |(start, commands)| {
                runtime.block_on(async {
                    let mut town = Town::new(fresh(engine).await).await;
                    town.begin(stage, start).await;
                    for command in &commands {
                        town.act(*command).await;
                    }
                    town.let_time_pass().await;
                    for state in std::mem::take(&mut town.reached) {
                        *reached.borrow_mut().entry(state).or_default() += 1;
                    }
                });
                Ok(())
            });
            if let Err(error) = done {
                panic!("from {stage:?}: {error}");
            }
        }
        eprintln!("sequences that reached each state, round {round}: {:?}", reached.borrow());
        if missing().is_empty() {
            return;
        }
    }
    panic!("no sequence got as far as {:?}", missing());
}

#[test]
fn whatever_people_do_sqlite() {
    run(Engine::Sqlite, 2);
}

#[test]
fn whatever_people_do_postgres() {
    run(Engine::Postgres, 1);
}
