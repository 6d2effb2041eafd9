//! SQL of the two lists. A row is shown where the reader coordinates its area; one's own requests, and visits of one's own, are for
//! colleagues (`access::policy`).

use db::{DbError, Tx, row, rows};
use frame::{
    access::scope::{coordinates, handles_protected},
    tasks::task_shows,
};
use ground::{
    Locale, Timestamp,
    id::{AreaId, MunicipalityId, PersonId},
};
use people::{person::Sought, sought};

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
    /// The code of a kind of task or of a `RequestState`, or `open`.
    pub status: Option<String>,
    /// Only what the reader has.
    pub mine: bool,
    /// Page, from 0.
    pub page: i64,
}

/// A row of either list.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct ListRow {
    /// The code of a kind of task, or of a `RequestState`.
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

/// What waits and is looked for, most urgent first. A protected person is found by name only by the named coordinator who has the request,
/// and as long as it is open.
const WAITING: &str = concat!(
    "SELECT t.kind AS task, t.about_id AS object_id, t.request_id, t.number, t.since, t.due_at AS due, t.starts_at,
            (SELECT MIN(q.day) FROM request_time q WHERE q.municipality_id = $1 AND q.request_id = t.request_id) AS first_day,
            p.given_name, p.family_name, p.protected, kt.name AS kind_name, a.name AS area_name,
            t.owner_id, o.given_name AS owner_given, o.family_name AS owner_family, count(*) OVER () AS total
     FROM task t
     LEFT JOIN request r ON r.municipality_id = $1 AND r.id = t.request_id
     LEFT JOIN person p ON p.municipality_id = $1 AND p.id = t.person_id
     LEFT JOIN kind_text kt ON kt.municipality_id = $1 AND kt.kind_id = r.kind_id AND kt.locale = $4
     LEFT JOIN area a ON a.municipality_id = $1 AND a.id = t.area_id
     LEFT JOIN person o ON o.municipality_id = $1 AND o.id = t.owner_id
     WHERE ",
    task_shows!("t", municipality = "$1", person = "$2", now = "$3"),
    " AND (($5 IS NULL AND $6 IS NULL) OR t.number = $5 OR (",
    sought!("p.search_text", "$6", "$13", "$14", "$15"),
    " AND (NOT p.protected OR (t.owner_id = $2 AND r.status IN ('submitted', 'in_review', 'needs_info', 'approved', 'matched') AND ",
    handles_protected!(municipality = "$1", person = "$2", now = "$3"),
    "))))
       AND ($7 IS NULL OR t.area_id = $7) AND ($8 IS NULL OR r.kind_id = $8) AND (NOT $10 OR t.owner_id = $2)
       AND ($9 IS NULL OR t.kind = $9)
     ORDER BY t.due_at, t.since, t.about_id, t.kind LIMIT $11 OFFSET $12"
);

/// All requests that the reader may see and looks for; what is over has no deadline of its own. Who may see and what is looked for is as
/// in [`WAITING`], asked of the requests alone: only the rows of the page are joined with anything. The state stands in the text and not in
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
    list!(tx, reader, filter, WAITING)
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
