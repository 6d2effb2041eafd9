//! What features say of themselves: every table has one owner, who alone writes it; whatever holds something of a person says what of it
//! is theirs; a rule is the highest feature's whose rows it reads; each line of a menu leads to a page; what somebody may be told has its
//! words and rules, and is told; what a page is loaded by is answered, and asked.

use app::{
    checks::testing::Engine,
    demo,
    features::{FEATURES, loads, told},
};
use db::{Own, rows};
use frame::told::Leads;
use ground::{
    Locale,
    clock::Clock,
    id::{MunicipalityId, PersonId},
    text::Texts,
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
const WRITTEN_BESIDE: [(&str, &str); 14] = [
    ("admin", "kind"),
    ("admin", "kind_requirement"),
    ("admin", "kind_text"),
    ("admin", "volunteer"),
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
const OVER_ALL: [(&str, &str); 17] = [
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
    ("task", "ended_at"),
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

/// Tables that everything stands in or is asked by, though an administrator's feature writes them.
const OF_EVERYBODY: [&str; 2] = ["municipality", "role_assignment"];

#[test]
fn a_rule_stands_in_the_highest_feature_whose_rows_it_reads() {
    let owners = owners();
    let mut read = 0;
    for feature in FEATURES.iter() {
        for rule in feature.rules.iter().filter(|rule| !rule.name.contains(" is a thing of its type ")) {
            let named = ["FROM ", "JOIN "].into_iter().flat_map(|word| rule.sql.split(word).skip(1));
            let tables: BTreeSet<&str> = named
                .filter_map(|rest| rest.split(|c: char| !c.is_ascii_lowercase() && c != '_').next())
                .filter(|table| !table.is_empty())
                .filter(|table| owners.get(table) == Some(&feature.name) || !OF_EVERYBODY.contains(table))
                .collect();
            let whose: BTreeSet<&str> = tables.iter().map(|table| owners[table]).collect();
            let highest = FEATURES.iter().rev().find(|feature| whose.contains(feature.name)).unwrap();
            assert_eq!(feature.name, highest.name, "{}", rule.name);
            read += tables.len();
        }
    }
    assert!(read > 60, "hardly any table was found: {read}");
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

/// The app's sources without their tests and the breaks of their rules, by module. The demonstration makes up whole lives, and writes every
/// table.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    crate::hardening::each_source(&mut |path, text| {
        let is_test =
            path.with_extension("").iter().any(|part| part == "tests" || part == "testing" || part == "rules");
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

/// The wings, from below upwards, with what stands under and over them.
const WINGS: [&str; 7] = ["frame", "people", "help", "desk", "insight", "town", "app"];

/// Where a file stands among the wings; none below the frame.
fn height(path: &Path) -> Option<usize> {
    let wing = path.iter().next()?;
    WINGS.iter().position(|known| wing == *known)
}

#[test]
fn every_message_has_its_own_code_words_and_rules_and_leads_to_a_page() {
    let pages = server::page_paths();
    let (mut codes, mut rules) = (BTreeSet::new(), BTreeMap::new());
    for kind in told() {
        assert!(codes.insert(kind.code), "{} is told by two features", kind.code);
        for locale in Locale::ALL {
            assert!(!Texts::of(locale).s(kind.words).is_empty(), "{}: {}", locale.tag(), kind.code);
        }
        for (rule, sql) in
            [Some((kind.to.rule, kind.to.sql)), kind.most.map(|most| (most.rule, most.sql))].into_iter().flatten()
        {
            assert!(!rule.is_empty() && !sql.is_empty(), "{}", kind.code);
            assert_eq!(*rules.entry(rule).or_insert(sql), sql, "{rule}: two conditions with the same words");
        }
        let leads = match kind.leads {
            Leads::Nowhere => vec![],
            Leads::To(page) | Leads::Holding(_, page) => vec![page],
            Leads::Either { page, other, .. } => vec![page, other],
        };
        for page in leads {
            assert!(pages.iter().any(|known| known == page), "{}: {page}", kind.code);
            assert!(kind.about.is_some() || !page.contains("{id}"), "{}: {page}", kind.code);
        }
    }
    assert!(codes.len() > 30, "{codes:?}");
}

#[test]
fn what_a_feature_declares_is_told_and_announced_in_its_wing_or_above() {
    let mut sources = Vec::new();
    crate::hardening::each_source(&mut |path, text| {
        let apart = path.with_extension("").iter().any(|part| part == "tests" || part == "testing" || part == "demo");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        if !apart && let Some(height) = height(path) {
            sources.push((height, path.to_owned(), code.to_owned()));
        }
    });
    for feature in FEATURES.iter() {
        let its_own = |path: &Path| path.iter().nth(1).is_some_and(|module| module == feature.name);
        let wing = sources.iter().find(|(_, path, _)| its_own(path)).map(|(height, ..)| *height);
        for kind in feature.told {
            let name = kind.code.to_uppercase();
            let declared = sources.iter().find(|(.., text)| text.contains(&format!("const {name}: MessageKind")));
            let declared = declared.unwrap_or_else(|| panic!("no constant is named {name}"));
            assert!(its_own(&declared.1), "{name} is listed by {}, not by its own feature", feature.name);
            let tells =
                sources.iter().filter(|(_, path, text)| !path.ends_with("told.rs") && names(text, &format!("&{name}")));
            let heights: Vec<usize> = tells.map(|(height, ..)| *height).collect();
            assert!(!heights.is_empty(), "nobody tells {name}");
            assert!(heights.iter().all(|height| Some(*height) >= wing), "{name} is told below {}", feature.name);
        }
        for topic in feature.topics {
            let announces = sources.iter().filter(|(_, path, text)| {
                names(text, &format!("&{}::TOPIC", feature.name))
                    || its_own(path) && !path.ends_with("mod.rs") && names(text, "&TOPIC")
            });
            assert!(announces.count() > 0, "nobody announces {:?} of {}", topic.object, feature.name);
        }
    }
    let topics: Vec<&str> =
        FEATURES.iter().flat_map(|feature| feature.topics).map(|topic| topic.object.code()).collect();
    assert_eq!(topics.iter().collect::<BTreeSet<_>>().len(), topics.len(), "a topic is two features': {topics:?}");
}

/// Whether a text has this name, not as the beginning of another.
fn names(text: &str, name: &str) -> bool {
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(name).any(|(at, _)| !goes_on(&text[at + name.len()..]))
}

app::db_test!(whatever_the_demonstration_tells_is_some_features, |db| async {
    demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
    let mut tx = db.db.read().await.unwrap();
    let stored = rows!(&mut tx, (String,), "SELECT DISTINCT code FROM outgoing_message").unwrap();
    assert!(stored.len() > 10, "{stored:?}");
    for (code,) in stored {
        assert!(told().any(|kind| kind.code == code), "{code}");
    }
});

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
