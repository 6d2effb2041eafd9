//! "Att göra" as a whole: the list, which reads the table of tasks, gives what the work itself says. Here that is one statement over
//! requests, offers, visits, feedback and concerns, as of now, and the list was once made by it. `states` compares the two after
//! every command; here they are compared on the demonstration.

use app::demo;
use db::{Db, Tx, rows};
use desk::review::store::lists::{self, Filter, ListRow, PAGE, Reader};
use ground::{
    Locale, Timestamp,
    clock::{Clock, working_days_after},
    id::{MunicipalityId, PersonId},
};
use people::person::Sought;

use crate::support::NOW;

/// Everything that waits, read from what it is about. What is looked for is bound as in the list itself, names as one pattern.
const REFERENCE: &str = "
WITH item AS (
    SELECT 'submitted' AS task, r.id AS object_id, r.id AS request_id, r.number, r.senior_id, r.kind_id, r.area_id, r.owner_id,
           r.submitted_at AS since, r.answer_due_at AS due, CAST(NULL AS BIGINT) AS starts_at, CAST(NULL AS TEXT) AS volunteer_id
    FROM request r WHERE r.municipality_id = $1 AND r.status = 'submitted'
    UNION ALL
    SELECT CASE WHEN r.answered_at IS NOT NULL THEN 'answered' ELSE 'in_review' END, r.id, r.id, r.number, r.senior_id, r.kind_id,
           r.area_id, r.owner_id, COALESCE(r.answered_at, r.taken_at, r.submitted_at), r.answer_due_at, CAST(NULL AS BIGINT),
           CAST(NULL AS TEXT)
    FROM request r WHERE r.municipality_id = $1 AND r.status = 'in_review'
      AND (r.owner_id = $2 OR r.answered_at IS NOT NULL OR r.answer_due_at < $3)
    UNION ALL
    SELECT 'ownerless', r.id, r.id, r.number, r.senior_id, r.kind_id, r.area_id, r.owner_id, r.unowned_since,
           r.unowned_since + 86400000, CAST(NULL AS BIGINT), CAST(NULL AS TEXT)
    FROM request r WHERE r.municipality_id = $1 AND r.status IN ('in_review', 'needs_info', 'approved', 'matched')
      AND r.owner_id IS NULL AND r.unowned_since IS NOT NULL
    UNION ALL
    SELECT 'call_question', r.id, r.id, r.number, r.senior_id, r.kind_id, r.area_id, r.owner_id, COALESCE(r.asked_at, r.submitted_at),
           COALESCE(r.asked_at, r.submitted_at) + 86400000, CAST(NULL AS BIGINT), CAST(NULL AS TEXT)
    FROM request r JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id
    WHERE r.municipality_id = $1 AND r.status = 'needs_info' AND p.channel <> 'app'
    UNION ALL
    SELECT CASE WHEN r.replacement_since IS NOT NULL THEN 'replacement' WHEN r.approved_at + 604800000 <= $3 THEN 'unfilled'
                ELSE 'no_offers' END,
           r.id, r.id, r.number, r.senior_id, r.kind_id, r.area_id, r.owner_id, COALESCE(r.replacement_since, r.approved_at),
           CASE WHEN r.replacement_since IS NOT NULL THEN r.replacement_since + 86400000
                WHEN r.approved_at + 1209600000 <= $3 THEN r.approved_at + 1209600000
                WHEN r.approved_at + 604800000 <= $3 THEN r.approved_at + 604800000
                ELSE r.approved_at + 86400000 END,
           CAST(NULL AS BIGINT), CAST(NULL AS TEXT)
    FROM request r WHERE r.municipality_id = $1 AND r.status = 'approved'
      AND NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = $1 AND o.request_id = r.id AND o.status = 'accepted')
      AND (r.approved_at + 604800000 <= $3
           OR NOT EXISTS (SELECT 1 FROM offer o WHERE o.municipality_id = $1 AND o.request_id = r.id AND o.status = 'open'))
    UNION ALL
    SELECT CASE WHEN p.channel = 'app' THEN 'senior_wait' ELSE 'senior_call' END, r.id, r.id, r.number, r.senior_id, r.kind_id,
           r.area_id, r.owner_id, COALESCE(o.answered_at, o.offered_at), COALESCE(o.answered_at, o.offered_at) + 86400000,
           CAST(NULL AS BIGINT), o.volunteer_id
    FROM request r CROSS JOIN offer o
    JOIN person p ON p.municipality_id = r.municipality_id AND p.id = r.senior_id
    WHERE r.municipality_id = $1 AND r.status = 'approved'
      AND o.municipality_id = r.municipality_id AND o.request_id = r.id AND o.status = 'accepted'
    UNION ALL
    SELECT CASE WHEN v.status = 'planned' THEN 'first_meeting' WHEN v.status = 'no_show' THEN 'absent'
                WHEN v.starts_at + v.minutes * 60000 + 86400000 <= $3 THEN 'unreported'
                WHEN v.status = 'started' THEN 'not_finished' ELSE 'not_started' END,
           v.id, r.id, r.number, r.senior_id, r.kind_id, r.area_id, r.owner_id,
           CASE WHEN v.status = 'planned' THEN COALESCE(r.matched_at, v.updated_at) ELSE v.starts_at END,
           CASE WHEN v.status = 'planned' THEN v.starts_at - 86400000 WHEN v.status = 'no_show' THEN v.updated_at + 86400000
                WHEN v.starts_at + v.minutes * 60000 + 86400000 <= $3 THEN v.starts_at + v.minutes * 60000 + 86400000
                WHEN v.status = 'started' THEN v.starts_at + v.minutes * 60000 + 3600000 ELSE v.starts_at + 3600000 END,
           v.starts_at, v.volunteer_id
    FROM request r CROSS JOIN visit v
    WHERE r.municipality_id = $1 AND r.status = 'matched' AND v.municipality_id = r.municipality_id AND v.request_id = r.id
      AND (v.status IN ('planned', 'no_show') OR (v.status = 'confirmed' AND v.starts_at + 1800000 <= $3)
           OR (v.status = 'started' AND v.starts_at + v.minutes * 60000 + 1800000 <= $3)
           OR (v.status = 'finished' AND v.starts_at + v.minutes * 60000 + 86400000 <= $3))
    UNION ALL
    SELECT CASE WHEN f.answer = 'talk' THEN 'feedback_talk' ELSE 'feedback_bad' END, v.id, r.id, r.number, r.senior_id, r.kind_id,
           r.area_id, r.owner_id, f.created_at, f.created_at + 86400000, v.starts_at, v.volunteer_id
    FROM feedback f
    JOIN visit v ON v.municipality_id = f.municipality_id AND v.id = f.visit_id
    JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
    WHERE f.municipality_id = $1 AND f.answer IN ('not_good', 'talk') AND f.followed_up_at IS NULL
    UNION ALL
    SELECT 'concern', c.id, CAST(NULL AS TEXT), c.number, CAST(NULL AS TEXT), CAST(NULL AS TEXT), c.area_id, c.owner_id,
           COALESCE(c.unowned_since, c.received_at), COALESCE(c.unowned_since, c.received_at) + 86400000, CAST(NULL AS BIGINT),
           CAST(NULL AS TEXT)
    FROM concern c
    JOIN person b ON b.municipality_id = c.municipality_id AND b.id = c.by_person_id
    LEFT JOIN person x ON x.municipality_id = c.municipality_id AND x.id = c.about_person_id
    LEFT JOIN visit v ON v.municipality_id = c.municipality_id AND c.about_type = 'visit' AND v.id = c.about_id
    LEFT JOIN person vs ON vs.municipality_id = v.municipality_id AND vs.id = v.senior_id
    LEFT JOIN person vv ON vv.municipality_id = v.municipality_id AND vv.id = v.volunteer_id
    WHERE c.municipality_id = $1 AND (c.status = 'received' OR (c.status <> 'closed' AND c.unowned_since IS NOT NULL))
      AND (c.about_person_id IS NULL OR c.about_person_id <> $2) AND (v.id IS NULL OR (v.senior_id <> $2 AND v.volunteer_id <> $2))
      AND (NOT (b.protected OR COALESCE(x.protected, FALSE) OR COALESCE(vs.protected, FALSE) OR COALESCE(vv.protected, FALSE))
           OR EXISTS (SELECT 1 FROM role_assignment mine WHERE mine.municipality_id = $1 AND mine.person_id = $2
                        AND mine.role = 'coordinator' AND mine.valid_from <= $3 AND (mine.valid_to IS NULL OR mine.valid_to > $3)
                        AND mine.area_id IS NULL))
)
SELECT i.task, i.object_id, i.request_id, i.number, i.since, i.due, i.starts_at,
       (SELECT MIN(t.day) FROM request_time t WHERE t.municipality_id = $1 AND t.request_id = i.request_id) AS first_day,
       p.given_name, p.family_name, p.protected, kt.name AS kind_name, a.name AS area_name,
       i.owner_id, o.given_name AS owner_given, o.family_name AS owner_family, count(*) OVER () AS total
FROM item i
LEFT JOIN person p ON p.municipality_id = $1 AND p.id = i.senior_id
LEFT JOIN kind_text kt ON kt.municipality_id = $1 AND kt.kind_id = i.kind_id AND kt.locale = $4
LEFT JOIN area a ON a.municipality_id = $1 AND a.id = i.area_id
LEFT JOIN person o ON o.municipality_id = $1 AND o.id = i.owner_id
WHERE EXISTS (
        SELECT 1 FROM role_assignment ra
        WHERE ra.municipality_id = $1 AND ra.person_id = $2 AND ra.role = 'coordinator' AND ra.valid_from <= $3
          AND (ra.valid_to IS NULL OR ra.valid_to > $3) AND (ra.area_id IS NULL OR ra.area_id = i.area_id))
  AND (i.senior_id IS NULL OR i.senior_id <> $2) AND (i.volunteer_id IS NULL OR i.volunteer_id <> $2)
  AND (($5 IS NULL AND $6 IS NULL) OR i.number = $5 OR (p.search_text LIKE $6
       AND (NOT p.protected OR (i.owner_id = $2
            AND EXISTS (SELECT 1 FROM request h WHERE h.municipality_id = $1 AND h.id = i.request_id
                          AND h.status IN ('submitted', 'in_review', 'needs_info', 'approved', 'matched'))
            AND EXISTS (SELECT 1 FROM role_assignment mine WHERE mine.municipality_id = $1 AND mine.person_id = $2
                          AND mine.role = 'coordinator' AND mine.valid_from <= $3 AND (mine.valid_to IS NULL OR mine.valid_to > $3)
                          AND mine.area_id IS NULL)))))
  AND ($7 IS NULL OR i.area_id = $7) AND ($8 IS NULL OR i.kind_id = $8)
  AND (NOT $10 OR i.owner_id = $2) AND ($9 IS NULL OR i.task = $9)
";

/// What is to be done by the end of the next working day, counted from when it began to wait.
const WITHIN_A_DAY: [&str; 10] = [
    "call_question",
    "replacement",
    "no_offers",
    "senior_call",
    "senior_wait",
    "absent",
    "feedback_talk",
    "feedback_bad",
    "ownerless",
    "concern",
];

/// What waits for a coordinator, most urgent first, by what it is about.
async fn reference(tx: &mut Tx, reader: Reader<'_>, filter: &Filter) -> Vec<ListRow> {
    let mut found = rows!(
        tx,
        ListRow,
        REFERENCE,
        reader.municipality,
        reader.me,
        reader.now,
        reader.locale.language(),
        filter.number,
        filter.text.as_ref().map(|sought| sought.patterns()[0].clone()),
        filter.area.as_deref(),
        filter.kind.as_deref(),
        filter.status.as_deref(),
        filter.mine
    )
    .unwrap();
    for row in &mut found {
        if WITHIN_A_DAY.contains(&row.task.as_str()) {
            row.due = working_days_after(row.since, 1);
        }
    }
    found.sort_by(|one, other| order(one).cmp(&order(other)));
    found
}

fn order(row: &ListRow) -> (Timestamp, Timestamp, &str, &str) {
    (row.due, row.since, &row.object_id, &row.task)
}

/// All pages of the list, one after the other.
async fn listed(tx: &mut Tx, reader: Reader<'_>, filter: &Filter) -> Vec<ListRow> {
    let mut all = Vec::new();
    for page in 0.. {
        let filter = Filter { page, ..filter.clone() };
        let rows = lists::waiting(tx, reader, &filter).await.unwrap();
        let last = rows.len() < usize::try_from(PAGE).unwrap();
        all.extend(rows);
        if last {
            break;
        }
    }
    all
}

/// Holds the list of a coordinator to what the work itself says; how many rows it has.
async fn compare(tx: &mut Tx, reader: Reader<'_>, filter: &Filter) -> usize {
    let mut listed = listed(tx, reader, filter).await;
    assert!(listed.is_sorted_by_key(|row| (row.due, row.since)), "most urgent first: {listed:#?}");
    // The databases have their own order of ids that are made in the same millisecond.
    listed.sort_by(|one, other| order(one).cmp(&order(other)));
    let reference = reference(tx, reader, filter).await;
    assert_eq!(listed, reference, "{filter:?} of {:?} at {:?}", reader.me, reader.now);
    listed.len()
}

/// Everybody's list is what the work itself says, at this instant; how many rows all of them have.
pub async fn compare_all(db: &Db, now: Timestamp) -> usize {
    let mut tx = db.read().await.unwrap();
    // Whoever is no coordinator sees nothing, by either.
    let sql = "SELECT municipality_id, id FROM person WHERE EXISTS (SELECT 1 FROM role_assignment r
                 WHERE r.municipality_id = person.municipality_id AND r.person_id = person.id AND r.role <> 'senior')";
    let people = rows!(&mut tx, (MunicipalityId, PersonId), sql).unwrap();
    let mut seen = 0;
    for (municipality, me) in &people {
        let reader = Reader { municipality, me, handles_protected: true, locale: Locale::Sv, now };
        seen += compare(&mut tx, reader, &Filter::default()).await;
    }
    seen
}

app::db_test!(the_list_is_what_the_work_says, |db| async {
    demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
    // Time alone brings and takes, whether the clocks have run or not.
    let mut sizes = Vec::new();
    for hours in [0, 1, 2, 4, 8, 24, 25, 48, 73, 24 * 8, 24 * 15, 24 * 60] {
        sizes.push(compare_all(&db.db, NOW.plus_hours(hours)).await);
    }
    assert!(sizes.iter().all(|size| *size > 50), "{sizes:?}");
    sizes.dedup();
    assert!(sizes.len() >= 5, "{sizes:?}");
});

app::db_test!(whatever_is_looked_for_is_found_alike, |db| async {
    demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
    let mut tx = db.db.read().await.unwrap();
    let sql = "SELECT r.municipality_id, r.person_id FROM role_assignment r WHERE r.role = 'coordinator' ORDER BY 1, 2";
    let people = rows!(&mut tx, (MunicipalityId, PersonId), sql).unwrap();
    let kinds: Vec<&str> =
        app::features::FEATURES.iter().flat_map(|feature| feature.tasks).map(|kind| kind.code).collect();
    let (mut by_kind, mut by_name, mut by_area, mut mine) = (0, 0, 0, 0);
    for (municipality, me) in &people {
        let reader = Reader { municipality, me, handles_protected: true, locale: Locale::Fi, now: NOW.plus_hours(3) };
        for code in &kinds {
            let filter = Filter { status: Some((*code).to_owned()), ..Filter::default() };
            by_kind += compare(&mut tx, reader, &filter).await;
        }
        for typed in ["e", "an", "070", "1003", "nobody at all"] {
            let filter = Filter { number: typed.parse().ok(), text: Sought::of(typed), ..Filter::default() };
            by_name += compare(&mut tx, reader, &filter).await;
        }
        mine += compare(&mut tx, reader, &Filter { mine: true, ..Filter::default() }).await;
        let (areas, things) =
            ("SELECT id FROM area WHERE municipality_id = $1", "SELECT id FROM kind WHERE municipality_id = $1");
        for (area,) in rows!(&mut tx, (String,), areas, municipality).unwrap() {
            by_area += compare(&mut tx, reader, &Filter { area: Some(area), ..Filter::default() }).await;
        }
        for (kind,) in rows!(&mut tx, (String,), things, municipality).unwrap() {
            compare(&mut tx, reader, &Filter { kind: Some(kind), ..Filter::default() }).await;
        }
    }
    assert!(by_kind > 50 && by_name > 50 && by_area > 50 && mine > 5, "{by_kind} {by_name} {by_area} {mine}");
});

#[test]
fn every_kind_of_task_has_its_words() {
    let mut codes = std::collections::BTreeSet::new();
    for kind in app::features::FEATURES.iter().flat_map(|feature| feature.tasks) {
        assert!(codes.insert(kind.code), "{} twice", kind.code);
        for locale in Locale::ALL {
            assert!(!ground::text::Texts::of(locale).s(kind.words).is_empty(), "{}: {}", locale.tag(), kind.code);
        }
    }
    for feature in app::features::FEATURES.iter() {
        assert_eq!(feature.tasks.is_empty(), feature.all_tasks.is_none(), "{}", feature.name);
    }
}
