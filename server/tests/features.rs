//! What features say of themselves: every table has one owner, who alone writes it; whatever holds something of a person says what of it
//! is theirs; each line of a menu leads to a page; what a page is loaded by is answered, and asked.

use app::{
    checks::testing::Engine,
    demo,
    features::{FEATURES, loads},
};
use db::{Own, rows};
use ground::{
    clock::Clock,
    id::{MunicipalityId, PersonId},
};
use people::me;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::support::NOW;

/// Tables of the program, not of a feature: sqlx's own, and whose turn the jobs are.
const PROGRAMS: [&str; 2] = ["_sqlx_migrations", "job_lease"];

/// Columns that say whom a row is about, or whose it is. (Who among the staff did something is about their work.)
const OF_PEOPLE: [&str; 7] =
    ["given_name", "person_id", "senior_id", "volunteer_id", "by_person_id", "about_person_id", "subject_id"];

/// Who writes a table that is another feature's, as it is today: a list that gets shorter.
const WRITTEN_BESIDE: [(&str, &str); 15] = [
    ("admin", "kind"),
    ("admin", "kind_requirement"),
    ("admin", "kind_text"),
    ("admin", "volunteer"),
    ("agenda", "visit"),
    ("areas", "municipality"),
    ("clocks", "request"),
    ("clocks", "visit"),
    ("offers", "request"),
    ("offers", "volunteer"),
    ("person", "role_assignment"),
    ("settings", "person"),
    ("vetting", "person"),
    ("volunteers", "volunteer"),
    ("volunteers", "volunteer_requirement"),
];

/// Keys and indices that do not begin with the municipality, by table and first column: what is not of one, what is found before it is known
/// whose it is, and what jobs look for over all of them. A list that gets shorter.
const OVER_ALL: [(&str, &str); 16] = [
    ("audit_entry", "id"),
    ("audit_entry", "seq"),
    ("change_event", "id"),
    ("demonstration", "id"),
    ("job_lease", "name"),
    ("kept_form", "expires_at"),
    ("municipality", "host"),
    ("municipality", "id"),
    ("offer", "expires_at"),
    ("refusal", "hour"),
    ("request", "approved_at"),
    ("session", "expires_at"),
    ("session", "id_hash"),
    ("session_before", "id_hash"),
    ("session_before", "session"),
    ("visit", "status"),
];

fn owners() -> BTreeMap<&'static str, &'static str> {
    let mut owners = BTreeMap::new();
    for feature in FEATURES.iter() {
        for table in feature.tables {
            let other = owners.insert(table.name, feature.name);
            assert_eq!(other, None, "{} has two owners", table.name);
        }
    }
    owners
}

#[tokio::test]
async fn every_table_has_one_owner_and_says_whether_it_holds_something_of_people() {
    let db = app::checks::testing::fresh(Engine::Sqlite).await;
    let mut tx = db.db.read().await.unwrap();
    let columns = rows!(
        &mut tx,
        (String, String),
        "SELECT t.name, c.name FROM sqlite_master t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY 1, 2"
    )
    .unwrap();
    drop(tx);
    let owners = owners();
    let tables: BTreeSet<&str> = columns.iter().map(|(table, _)| table.as_str()).collect();
    let owned: BTreeSet<&str> = owners.keys().copied().chain(PROGRAMS).collect();
    assert_eq!(tables, owned, "the tables that there are, and those that features name");
    for table in FEATURES.iter().flat_map(|feature| feature.tables) {
        let of_people = columns.iter().any(|(name, column)| name == table.name && OF_PEOPLE.contains(&column.as_str()));
        assert_eq!(!matches!(table.own, Own::Nothing), of_people, "{}: {:?}", table.name, table.own);
    }
}

#[tokio::test]
async fn keys_and_indices_begin_with_the_municipality() {
    let db = app::checks::testing::fresh(Engine::Sqlite).await;
    let mut tx = db.db.read().await.unwrap();
    let found = rows!(
        &mut tx,
        (String, String),
        "SELECT DISTINCT t.name, c.name FROM sqlite_master t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
         WHERE t.type = 'table' AND substr(t.name, 1, 1) <> '_' AND c.seqno = 0 AND c.name <> 'municipality_id' ORDER BY 1, 2"
    )
    .unwrap();
    let found: Vec<(&str, &str)> = found.iter().map(|(table, column)| (table.as_str(), column.as_str())).collect();
    assert_eq!(found, OVER_ALL);
}

#[test]
fn each_table_stands_in_a_file_of_its_feature() {
    let owners = owners();
    let mut made = 0;
    for file in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (time, of) = name.split_once('_').unwrap();
        assert!(time.len() == 14 && time.bytes().all(|digit| digit.is_ascii_digit()), "{name}: date and time first");
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let Some(rest) = line.strip_prefix("CREATE TABLE ") else { continue };
            let table = rest.split_whitespace().next().unwrap();
            let owner = owners.get(table).copied().unwrap_or("jobs");
            let its = of.strip_prefix(owner).is_some_and(|more| more.is_empty() || more.starts_with('_'));
            assert!(its, "{name} makes {table}, which is {owner}'s");
            made += 1;
        }
    }
    assert_eq!(made, owners.len() + PROGRAMS.len() - 1, "all but sqlx's own");
}

// The file of one's own data holds one's own rows of every table and nobody else's: each statement runs, finds something in the
// demonstration, and never gives one row to two people unless both are in it.
app::db_test!(each_statement_of_own_data_gives_ones_own, |db| async {
    demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
    let mut tx = db.db.read().await.unwrap();
    let people = rows!(&mut tx, (MunicipalityId, PersonId), "SELECT municipality_id, id FROM person").unwrap();
    // Nobody has typed anything in it, or saved a filter.
    let empty = ["form_draft", "saved_filter"];
    for table in FEATURES.iter().flat_map(|feature| feature.tables) {
        let Own::Rows(statement) = table.own else { continue };
        let mut holders: BTreeMap<(MunicipalityId, String, String), usize> = BTreeMap::new();
        for (municipality, person) in &people {
            for row in me::store::own_rows(&mut tx, statement, municipality, person).await.unwrap() {
                assert!(!row.what.is_empty(), "{}: a row without a name", table.name);
                *holders.entry((municipality.clone(), row.what, row.id)).or_default() += 1;
            }
            let other = MunicipalityId::from("another");
            assert!(
                me::store::own_rows(&mut tx, statement, &other, person).await.unwrap().is_empty(),
                "{}",
                table.name
            );
        }
        assert_eq!(holders.is_empty(), empty.contains(&table.name), "{}", table.name);
        let most = holders.values().max().copied().unwrap_or_default();
        let shared = match table.name {
            // The two who have met.
            "match" | "visit" => 2,
            // The row's id is the area or the time, and many have the same.
            "volunteer_area" | "volunteer_slot" => usize::MAX,
            _ => 1,
        };
        assert!(most <= shared, "{}: a row is in {most} people's files", table.name);
    }
});

#[test]
fn only_its_feature_writes_a_table() {
    let owners = owners();
    let mut beside = BTreeSet::new();
    for (module, text) in sources() {
        for statement in ["INSERT INTO ", "UPDATE ", "DELETE FROM "] {
            for (at, _) in text.match_indices(statement) {
                let rest = &text[at + statement.len()..];
                let table: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect();
                if let Some(owner) = owners.get(table.as_str())
                    && *owner != module
                {
                    beside.insert((module.clone(), table));
                }
            }
        }
    }
    let beside: Vec<(&str, &str)> = beside.iter().map(|(module, table)| (module.as_str(), table.as_str())).collect();
    assert_eq!(beside, WRITTEN_BESIDE, "who writes another feature's table");
}

/// Who compares when assignments begin and end, and what. Whether one holds is asked by `access::scope` alone; who gives a role asks whether
/// it is there already or will be, and who ends one whether it has ended; the clock, what has ended today.
const COMPARES_ASSIGNMENTS: [(&str, &str); 4] = [
    ("app/clocks/store.rs", "valid_to"),
    ("frame/access/scope.rs", "valid_from"),
    ("frame/access/scope.rs", "valid_to"),
    ("town/admin/store/roles.rs", "valid_to"),
];

#[test]
fn whether_a_role_holds_is_asked_in_one_place() {
    let mut found = BTreeSet::new();
    crate::hardening::each_source(&mut |path, text| {
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let is_test = path.with_extension("").iter().any(|part| part == "tests" || part == "testing");
        for column in ["valid_from", "valid_to"] {
            let compared = code.match_indices(column).any(|(at, _)| {
                let rest = code[at + column.len()..].trim_start();
                ["<", ">", "=", "IS ", "BETWEEN ", "NOT "].iter().any(|sign| rest.starts_with(sign))
            });
            if compared && !is_test {
                found.insert((path.display().to_string(), column));
            }
        }
    });
    let found: Vec<(&str, &str)> = found.iter().map(|(path, column)| (path.as_str(), *column)).collect();
    assert_eq!(found, COMPARES_ASSIGNMENTS, "who compares when assignments begin and end");
}

/// The app's sources without their tests, by module. The demonstration makes up whole lives, and writes every table.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    crate::hardening::each_source(&mut |path, text| {
        let is_test = path.with_extension("").iter().any(|part| part == "tests" || part == "testing");
        let module = path.iter().nth(1).unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if !is_test && module != "demo" {
            sources.push((module, text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned()));
        }
    });
    sources
}

#[test]
fn names_are_folders_and_menus_lead_to_pages() {
    let crates = crate::hardening::crates();
    let mut names = BTreeSet::new();
    let pages = server::page_paths();
    for feature in FEATURES.iter() {
        assert!(names.insert(feature.name), "{} twice", feature.name);
        let stands = |source: &PathBuf| {
            source.join(feature.name).is_dir() || source.join(format!("{}.rs", feature.name)).is_file()
        };
        assert_eq!(crates.iter().filter(|(_, source)| stands(source)).count(), 1, "{}", feature.name);
        for line in feature.menu {
            assert!(pages.iter().any(|page| page == line.href), "{}: {}", feature.name, line.href);
        }
    }
}

/// What pages are loaded by, as the source declares it: folder and name of each, with its address where it has one.
fn declared() -> BTreeMap<(PathBuf, String), Option<String>> {
    let mut declared = BTreeMap::new();
    crate::hardening::each_source(&mut |path, text| {
        let Some((_, list)) = text.split_once("\nui::loads! {\n") else { return };
        for line in list.lines().map(str::trim).take_while(|line| *line != "}") {
            if let Some((name, rest)) = line.split_once(" {").filter(|_| !line.starts_with("///")) {
                let address = rest.split('"').nth(1).map(|address| format!("/api/{address}"));
                let twice = declared.insert((before(path, "view"), name.to_owned()), address);
                assert_eq!(twice, None, "{}: {name}", path.display());
            }
        }
    });
    declared
}

/// The folder of a feature that has a file of this name, or a folder.
fn before(path: &Path, file: &str) -> PathBuf {
    path.with_extension("").iter().take_while(|part| *part != file).collect()
}

#[test]
fn what_a_page_is_loaded_by_is_answered_once_and_asked_by_a_page() {
    let declared = declared();
    assert!(declared.len() > 50, "hardly any load was found: {declared:?}");
    let mut answered = BTreeMap::new();
    for load in loads().all() {
        // `desk::review::view::lists::TodoLoad`.
        let path: PathBuf = load.name.split("::").collect();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let twice = answered.insert((before(&path, "view"), name), load.address.map(str::to_owned));
        assert_eq!(twice, None, "{} is answered twice", load.name);
    }
    assert_eq!(declared, answered, "loads that are declared, and those that are answered");
    let mut pages: BTreeMap<PathBuf, String> = BTreeMap::new();
    crate::hardening::each_source(&mut |path, text| pages.entry(before(path, "pages")).or_default().push_str(text));
    for (folder, name) in declared.keys() {
        let (text, made) = (&pages[folder], format!("{name} {{"));
        let asked = text.match_indices(&made).any(|(at, _)| !text[..at].ends_with(char::is_alphanumeric));
        assert!(asked, "no page of {} asks for {name}", folder.display());
    }
}

/// What a page is given is read by `ground::tree` in the browser: what serde derives for reading made a fifth of its programs.
#[test]
fn no_data_of_a_page_is_read_by_serde() {
    let mut views = 0;
    crate::hardening::each_source(&mut |path, text| {
        if before(path, "view") != path.with_extension("") {
            views += 1;
            assert!(!text.contains("Deserialize"), "{}", path.display());
        }
    });
    assert!(views > 10, "{views} files");
}
