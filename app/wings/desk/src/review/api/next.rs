//! From one thing that waits to the next, in the order of the coordinator's own "Att göra": what they have, and what nobody has.

use super::{lists, reader};
use crate::review::store::lists::{Filter, ListRow, Reader, waiting};
use axum::extract::RawQuery;
use db::{Failure, Tx};
use frame::{
    context::{Here, feature::Routes},
    routes::Go,
};
use ground::{form::RawForm, id::RequestId};

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/staff/next", go)
}

/// "Att göra", which says that nothing else waits.
const NOTHING: &str = "/staff?notice=nothing";

/// Which way one goes through the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Direction {
    Forward,
    Back,
}

/// To what stands before or after a request.
async fn go(here: Here, RawQuery(query): RawQuery) -> Result<Go, Failure> {
    let (_, reader) = reader(&here)?;
    let asked = RawForm::parse(query.unwrap_or_default().as_bytes());
    let direction = if asked.get("back").is_empty() { Direction::Forward } else { Direction::Back };
    let mut tx = here.read().await?;
    let rows = waiting(&mut tx, reader, &Filter::default()).await?;
    Ok(Go(neighbour(&rows, reader, asked.get("from"), direction).map_or_else(|| NOTHING.to_owned(), lists::href)))
}

/// Where one goes once this request is dealt with. To be asked before the step: the request's place in the list is gone after it.
pub(super) async fn after(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<String, Failure> {
    let (_, reader) = reader(here)?;
    let rows = waiting(tx, reader, &Filter::default()).await?;
    Ok(neighbour(&rows, reader, id.as_str(), Direction::Forward)
        .map_or_else(|| NOTHING.to_owned(), |row| format!("{}?notice=next", lists::href(row))))
}

/// The nearest row of another thing; at the end of the list from its begin again.
fn neighbour<'a>(rows: &'a [ListRow], reader: Reader<'_>, from: &str, direction: Direction) -> Option<&'a ListRow> {
    let is_here = |row: &&ListRow| row.request_id.as_deref() == Some(from);
    let theirs = |row: &&ListRow| {
        row.owner_id.as_deref().is_none_or(|owner| owner == reader.me.as_str())
            && (reader.handles_protected || row.protected != Some(true))
    };
    let place = rows.iter().position(|row| is_here(&row)).map_or(0, |place| place + 1);
    let mut round: Vec<&ListRow> = rows.iter().cycle().skip(place).take(rows.len()).collect();
    if direction == Direction::Back {
        round.reverse();
    }
    round.into_iter().find(|row| !is_here(row) && theirs(row))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::{
        Locale, Timestamp,
        id::{MunicipalityId, PersonId},
    };

    fn row(id: &str, owner: Option<&str>, protected: bool) -> ListRow {
        ListRow {
            task: "submitted".to_owned(),
            object_id: id.to_owned(),
            request_id: Some(id.to_owned()),
            number: 1,
            since: Timestamp(0),
            due: Timestamp(0),
            starts_at: None,
            first_day: None,
            given_name: None,
            family_name: None,
            protected: Some(protected),
            kind_name: None,
            area_name: None,
            owner_id: owner.map(str::to_owned),
            owner_given: None,
            owner_family: None,
            total: 0,
        }
    }

    #[test]
    fn the_next_is_ones_own_or_nobodys_and_comes_round() {
        let (municipality, me) = (MunicipalityId::from("m"), PersonId::from("me"));
        let reader = |handles_protected| Reader {
            municipality: &municipality,
            me: &me,
            handles_protected,
            locale: Locale::Sv,
            now: Timestamp(0),
        };
        let rows = [
            row("a", None, false),
            row("b", Some("me"), false),
            row("b", Some("me"), false),
            row("c", Some("omar"), false),
            row("d", None, true),
            row("e", Some("me"), false),
        ];
        for (from, direction, handles, expected) in [
            ("a", Direction::Forward, false, Some("b")),
            ("b", Direction::Forward, false, Some("e")),
            ("b", Direction::Forward, true, Some("d")),
            ("c", Direction::Forward, false, Some("e")),
            ("e", Direction::Forward, false, Some("a")),
            ("gone", Direction::Forward, false, Some("a")),
            ("b", Direction::Back, false, Some("a")),
            ("a", Direction::Back, false, Some("e")),
            ("e", Direction::Back, true, Some("d")),
            ("gone", Direction::Back, false, Some("e")),
        ] {
            let found = neighbour(&rows, reader(handles), from, direction).map(|row| row.object_id.as_str());
            assert_eq!(found, expected, "{from} {direction:?} {handles}");
        }
        assert_eq!(neighbour(&rows[..1], reader(true), "a", Direction::Forward), None, "nothing else waits");
        assert_eq!(neighbour(&[], reader(true), "a", Direction::Back), None);
    }
}
