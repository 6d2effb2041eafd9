//! The states under random command sequences of all roles at random times, on both databases: forms through the whole router, the clock
//! moved between them, the clocks' jobs run. After each command the whole database obeys its rules (`app::checks`), what is over stays
//! over, and nobody is told anything twice.
//!
//! `HANDSLAG_STATES_CASES` raises the number of sequences; a failure is shrunk, printed with its seed, and kept in `states.regressions`,
//! which is tried first from then on.

mod acts;
mod staff;
pub mod town;
mod watch;

use acts::What;
use app::db::testing::{Engine, fresh};
use proptest::{
    collection::vec,
    prelude::{Strategy, any},
    test_runner::{Config, FileFailurePersistence, TestRunner},
};
use std::collections::BTreeMap;
use town::Town;

/// A command: what, and two numbers by which it chooses whom and what it is about.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    what: What,
    n: u16,
    m: u16,
}

/// How many commands a sequence has at most.
const LONGEST: usize = 60;
/// And at least: the main job alone takes ten.
const SHORTEST: usize = 20;

/// So far some of the sequences get, or they would prove little.
const REACHED: &[&str] = &["request in_review", "request approved", "offer open"];

fn command() -> impl Strategy<Value = Command> {
    let weighted: Vec<(u32, proptest::strategy::Just<What>)> =
        acts::WEIGHTS.iter().map(|(weight, what)| (*weight, proptest::strategy::Just(*what))).collect();
    (proptest::strategy::Union::new_weighted(weighted), any::<u16>(), any::<u16>()).prop_map(|(what, n, m)| Command {
        what,
        n,
        m,
    })
}

fn cases(usually: u32) -> u32 {
    std::env::var("HANDSLAG_STATES_CASES").ok().and_then(|many| many.parse().ok()).unwrap_or(usually)
}

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
    let reached = std::cell::RefCell::new(BTreeMap::<String, usize>::new());
    let done = TestRunner::new(config).run(&vec(command(), SHORTEST..=LONGEST), |commands| {
        runtime.block_on(async {
            let mut town = Town::new(fresh(engine).await).await;
            for command in &commands {
                town.act(*command).await;
            }
            for state in town.states().await {
                *reached.borrow_mut().entry(state).or_default() += 1;
            }
            town.let_time_pass().await;
        });
        Ok(())
    });
    if let Err(error) = done {
        panic!("{error}");
    }
    let reached = reached.into_inner();
    eprintln!("states at the end of {} sequences: {reached:?}", cases(usually));
    // A handful of sequences, for a first look, may get nowhere.
    for state in REACHED.iter().filter(|_| cases(usually) >= usually) {
        assert!(reached.contains_key(*state), "no sequence got as far as {state}: {reached:?}");
    }
}

#[test]
fn whatever_people_do_sqlite() {
    run(Engine::Sqlite, 32);
}

#[test]
fn whatever_people_do_postgres() {
    run(Engine::Postgres, 16);
}
