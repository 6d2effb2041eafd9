//! SQL of the two lists. A row is shown where the reader coordinates its area; one's own requests are nobody's work of one's own.

use crate::{
    access::scope::{coordinates, handles_protected},
    common::{
        Locale, Timestamp,
        id::{AreaId, MunicipalityId, PersonId},
    },
    concerns::store::{concern_of_others, concern_people, concern_protected},
    db::{DbError, Tx},
    people::{Sought, sought},
    row, rows,
};

/// Rows a page.
pub const PAGE: i64 = 50;
/// More requests than this are "more than": to count all of the years would cost more than to show them.
pub const COUNTED: i64 = 1_000;
/// Pages beyond the one that is shown which the reader is led to.
const AHEAD: i64 = 3;
/// No list is longer.
const LAST: i64 = 10_000;

/// Who reads a list, and how.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The tenant.
    pub municipality: &'a MunicipalityId,
    /// The coordinator.
    pub me: &'a PersonId,
    /// Handles people with protected identity.
    pub handles_protected: bool,
    /// The language of the kinds' names.
    pub locale: Locale,
    /// Now.
    pub now: Timestamp,
}

/// What is looked for; empty is everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A request's number.
    pub number: Option<i64>,
    /// Names or a telephone number.
    pub text: Option<Sought>,
    /// Area.
    pub area: Option<String>,
    /// Kind.
    pub kind: Option<String>,
    /// `Task` or `RequestState` code, or `open`.
    pub status: Option<String>,
    /// Only what the reader has.
    pub mine: bool,
    /// Page, from 0.
    pub page: i64,
}

/// A row of either list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ListRow {
    /// `Task` code, or `RequestState` code.
    pub task: String,
    /// The object: request, visit or concern.
    pub object_id: String,
    /// The request, where it is about one.
    pub request_id: Option<String>,
    /// The number.
    pub number: i64,
    /// Since when it waits.
    pub since: Timestamp,
    /// By when something is to be done.
    pub due: Timestamp,
    /// A visit's begin.
    pub starts_at: Option<Timestamp>,
    /// The first day that the request names.
    pub first_day: Option<String>,
    /// Whose.
    pub given_name: Option<String>,
    /// Whose.
    pub family_name: Option<String>,
    /// Protected identity.
    pub protected: Option<bool>,
    /// Kind of help.
    pub kind_name: Option<String>,
    /// Area.
    pub area_name: Option<String>,
    /// Who has it.
    pub owner_id: Option<String>,
    /// Who has it.
    pub owner_given: Option<String>,
    /// Who has it.
    pub owner_family: Option<String>,
    /// How many rows there are in all; of all requests not more than [`Filter::counted`], where that many are enough.
    pub total: i64,
}

impl Filter {
    /// So far requests are counted: as long as a total means something, and as far as the reader is led on.
    pub fn counted(&self) -> i64 {
        COUNTED.max((self.page.clamp(0, LAST) + AHEAD) * PAGE) + 1
    }
}

/// What the rows are shown with, who may see them, and what is looked for. A protected person is found by name only by the named
/// coordinator who has the request, and as long as it is open.
macro_rules! shown {
    ($status:literal, $order:literal) => {
        concat!(
            "SELECT i.task, i.object_id, i.request_id, i.number, i.since, i.due, i.starts_at,
                    (SELECT MIN(t.day) FROM request_time t WHERE t.municipality_id = $1 AND t.request_id = i.request_id) AS first_day,
                    p.given_name, p.family_name, p.protected, kt.name AS kind_name, a.name AS area_name,
                    i.owner_id, o.given_name AS owner_given, o.family_name AS owner_family, count(*) OVER () AS total
             FROM item i
             LEFT JOIN person p ON p.municipality_id = $1 AND p.id = i.senior_id
             LEFT JOIN kind_text kt ON kt.municipality_id = $1 AND kt.kind_id = i.kind_id AND kt.locale = $4
             LEFT JOIN area a ON a.municipality_id = $1 AND a.id = i.area_id
             LEFT JOIN person o ON o.municipality_id = $1 AND o.id = i.owner_id
             WHERE ",
            coordinates!("i.area_id", municipality = "$1", person = "$2", now = "$3"),
            " AND (i.senior_id IS NULL OR i.senior_id <> $2) AND (i.volunteer_id IS NULL OR i.volunteer_id <> $2)
               AND (($5 IS NULL AND $6 IS NULL) OR i.number = $5 OR (",
            sought!("p.search_text", "$6", "$13", "$14", "$15"),
            " AND (NOT p.protected OR (i.owner_id = $2
                        AND EXISTS (SELECT 1 FROM request h WHERE h.municipality_id = $1 AND h.id = i.request_id
                                      AND h.status IN ('submitted', 'in_review', 'needs_info', 'approved', 'matched'))
                        AND ",
            handles_protected!(municipality = "$1", person = "$2", now = "$3"),
            "))))
               AND ($7 IS NULL OR i.area_id = $7) AND ($8 IS NULL OR i.kind_id = $8)
               AND (NOT $10 OR i.owner_id = $2) AND ",
            $status,
            " ORDER BY ",
            $order,
            " LIMIT $11 OFFSET $12"
        )
    };
}

/// Everything that waits, but what is about a visit of the reader's own: that is for colleagues (`access::policy`). `CROSS JOIN` tells `SQLite` to begin with the few requests that are open, not with all offers and visits of the
/// years: what it knows of how many there are of what may be old. Deadlines: the promised day for an answer; a day for what needs a call; an hour for a visit that should
/// have begun or ended; days 7 and 14 for a request without a volunteer.
const WAITING: &str = concat!("WITH item AS (
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
    FROM concern c ",
    concern_people!(),
    " WHERE c.municipality_id = $1 AND (c.status = 'received' OR (c.status <> 'closed' AND c.unowned_since IS NOT NULL))
      AND ",
    concern_of_others!(),
    " AND (NOT ",
    concern_protected!(),
    " OR ",
    handles_protected!(municipality = "$1", person = "$2", now = "$3"),
    ")
) "
);

/// All requests that the reader may see and looks for; what is over has no deadline of its own. Who may see and what is looked for is as
/// in [`shown`], asked of the requests alone: only the rows of the page are joined with anything. The state stands in the text and not in
/// a parameter that may be nothing, so that the databases see which index finds it.
macro_rules! found {
    ($what:literal, $state:literal $(, $rest:literal)*) => {
        concat!(
            "SELECT ",
            $what,
            " FROM request r
             WHERE r.municipality_id = $1 AND r.senior_id <> $2
               AND r.area_id IN (SELECT a.id FROM area a WHERE a.municipality_id = $1 AND ",
            coordinates!("a.id", municipality = "$1", person = "$2", now = "$3"),
            ")
               AND (($5 IS NULL AND $6 IS NULL) OR r.number = $5
                    OR EXISTS (SELECT 1 FROM person p WHERE p.municipality_id = $1 AND p.id = r.senior_id AND ",
            sought!("p.search_text", "$6", "$13", "$14", "$15"),
            " AND (NOT p.protected OR (r.owner_id = $2
                                   AND r.status IN ('submitted', 'in_review', 'needs_info', 'approved', 'matched') AND ",
            handles_protected!(municipality = "$1", person = "$2", now = "$3"),
            "))))
               AND ($7 IS NULL OR r.area_id = $7) AND ($8 IS NULL OR r.kind_id = $8)
               AND (NOT $10 OR r.owner_id = $2)
               AND ",
            $state
            $(, $rest)*
        )
    };
}

macro_rules! list {
    ($tx:expr, $reader:expr, $filter:expr, $sql:expr $(, $more:expr)*) => {{
        let [first, second, third, fourth] = $filter.text.as_ref().map(Sought::patterns).unwrap_or_default();
        rows!(
            $tx,
            ListRow,
            sqlx::AssertSqlSafe($sql),
            $reader.municipality,
            $reader.me,
            $reader.now,
            $reader.locale.language(),
            $filter.number,
            $filter.text.is_some().then_some(first),
            $filter.area.as_deref(),
            $filter.kind.as_deref(),
            $filter.status.as_deref(),
            $filter.mine,
            PAGE,
            $filter.page.clamp(0, LAST) * PAGE,
            second,
            third,
            fourth
            $(, $more)*
        )
    }};
}

/// What waits, most urgent first.
pub async fn waiting(tx: &mut Tx, reader: Reader<'_>, filter: &Filter) -> Result<Vec<ListRow>, DbError> {
    let sql = format!("{WAITING}{}", shown!("($9 IS NULL OR i.task = $9)", "i.due, i.since, i.object_id"));
    list!(tx, reader, filter, sql)
}

/// All requests; they are counted as far as [`Filter::counted`].
pub async fn requests(
    tx: &mut Tx,
    reader: Reader<'_>,
    filter: &Filter,
    sort: super::super::model::Sort,
) -> Result<Vec<ListRow>, DbError> {
    use super::super::model::Sort;
    macro_rules! ordered {
        ($order:literal, $state:literal) => {
            concat!(
                "WITH item AS (",
                found!("r.*", $state, " ORDER BY ", $order, " LIMIT $11 OFFSET $12"),
                ")
                 SELECT r.status AS task, r.id AS object_id, r.id AS request_id, r.number, r.submitted_at AS since,
                        r.answer_due_at AS due, CAST(NULL AS BIGINT) AS starts_at,
                        (SELECT MIN(t.day) FROM request_time t WHERE t.municipality_id = $1 AND t.request_id = r.id) AS first_day,
                        p.given_name, p.family_name, p.protected, kt.name AS kind_name, a.name AS area_name,
                        r.owner_id, o.given_name AS owner_given, o.family_name AS owner_family, (SELECT count(*) FROM (",
                found!("1", $state, " LIMIT $16"),
                ") counted) AS total
                 FROM item r
                 LEFT JOIN person p ON p.municipality_id = $1 AND p.id = r.senior_id
                 LEFT JOIN kind_text kt ON kt.municipality_id = $1 AND kt.kind_id = r.kind_id AND kt.locale = $4
                 LEFT JOIN area a ON a.municipality_id = $1 AND a.id = r.area_id
                 LEFT JOIN person o ON o.municipality_id = $1 AND o.id = r.owner_id
                 ORDER BY ",
                $order
            )
        };
    }
    // $9 is asked for in every text: a parameter that stands nowhere is an error.
    macro_rules! in_state {
        ($order:literal, $sorted:literal) => {
            match filter.status.as_deref() {
                None => ordered!($order, "$9 IS NULL"),
                Some("open") => ordered!(
                    $sorted,
                    "$9 = 'open' AND r.status IN ('submitted', 'in_review', 'needs_info', 'approved', 'matched')"
                ),
                Some(_) => ordered!($order, "r.status = $9"),
            }
        };
    }
    // Few are open: `+ 0` makes `SQLite` find and sort those, and not look for them among all of the years in the order of an index.
    let sql = match sort {
        Sort::Newest => in_state!("r.submitted_at DESC, r.id DESC", "r.submitted_at + 0 DESC, r.id DESC"),
        Sort::Oldest => in_state!("r.submitted_at, r.id", "r.submitted_at + 0, r.id"),
        Sort::Due => in_state!("r.answer_due_at, r.id", "r.answer_due_at + 0, r.id"),
        Sort::Number => in_state!("r.number", "r.number + 0"),
    };
    list!(tx, reader, filter, sql, filter.counted())
}

/// How many volunteers in the reader's areas wait for their interview. `CROSS JOIN`: few of the volunteers do, and of those alone it is
/// asked where they live.
pub async fn prospective(tx: &mut Tx, reader: Reader<'_>) -> Result<i64, DbError> {
    let found = row!(
        tx,
        (i64,),
        concat!(
            "SELECT count(*) FROM volunteer v CROSS JOIN person p
         WHERE v.municipality_id = $1 AND v.held_at IS NULL AND v.person_id <> $2
           AND p.municipality_id = v.municipality_id AND p.id = v.person_id AND NOT p.protected
           AND NOT EXISTS (SELECT 1 FROM volunteer_requirement q WHERE q.municipality_id = $1 AND q.person_id = v.person_id
                             AND q.requirement = 'interview' AND q.withdrawn_at IS NULL)
           AND (p.area_id IS NULL OR ",
            coordinates!("p.area_id", municipality = "$1", person = "$2", now = "$3"),
            ")"
        ),
        reader.municipality,
        reader.me,
        reader.now
    )?;
    Ok(found.map_or(0, |(count,)| count))
}

/// The areas that are in use, by id and name.
pub async fn areas(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Vec<(AreaId, String)>, DbError> {
    rows!(
        tx,
        (AreaId, String),
        "SELECT id, name FROM area WHERE municipality_id = $1 AND active ORDER BY id",
        municipality
    )
}
