//! SQL of how much is read. It is counted in the log itself: there is nothing beside it that could be changed.

use super::day_of;
use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, PersonId},
};

/// What one member of staff did in a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Measure {
    /// Different people whose page, or whose contact data, were opened.
    pub opened: i64,
    /// Searches for people.
    pub searches: i64,
    /// How often the administrators were told.
    pub alarms: i64,
}

/// What one member of staff did between two instants.
pub(super) async fn measure(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    reader: &PersonId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Measure, DbError> {
    let found = row!(
        tx,
        Measure,
        "SELECT count(DISTINCT CASE WHEN action IN ('person.read', 'volunteer.read') AND subject_id <> $2 THEN subject_id END) AS opened,
                count(CASE WHEN action IN ('person.search', 'volunteer.search') THEN 1 END) AS searches,
                count(CASE WHEN action = 'watch.alarm' THEN 1 END) AS alarms
         FROM audit_entry WHERE municipality_id = $1 AND actor_id = $2 AND at >= $3 AND at < $4",
        municipality,
        reader,
        from,
        to
    )?;
    Ok(found.unwrap_or_default())
}

/// A day on which somebody read unusually much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alarm {
    /// When it was noticed.
    pub at: Timestamp,
    /// Who: first and family name.
    pub name: String,
    /// The whole of that day.
    pub day: Measure,
}

/// The newest alarms since an instant, with what became of their days.
pub async fn alarms(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    since: Timestamp,
    most: i64,
) -> Result<Vec<Alarm>, DbError> {
    let found = rows!(
        tx,
        (Timestamp, PersonId, String),
        "SELECT e.at, p.id, TRIM(p.given_name || ' ' || p.family_name)
         FROM audit_entry e JOIN person p ON p.municipality_id = e.municipality_id AND p.id = e.actor_id
         WHERE e.municipality_id = $1 AND e.action = 'watch.alarm' AND e.at >= $2 ORDER BY e.at DESC, e.id DESC LIMIT $3",
        municipality,
        since,
        most
    )?;
    let mut alarms = Vec::with_capacity(found.len());
    for (at, reader, name) in found {
        let day = measure(tx, municipality, &reader, day_of(at)).await?;
        alarms.push(Alarm { at, name, day });
    }
    Ok(alarms)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::watch::{MOST_OPENED, MOST_SEARCHES, read};
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, exec, in_tx};
    use frame::{access::model::Role, audit::Event};
    use ground::{Object, clock::Clock};

    db_test!(who_opens_everybody_is_noticed_once_a_day, |db| async {
        // The people who are opened are not there.
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let ulla = testing::person(&db.db, "Ulla").await;
        let mut here = testing::here(&db, &municipality, Some((&ulla, Role::Coordinator)));
        let alarms_of = async || {
            let mut tx = db.db.read().await.unwrap();
            alarms(&mut tx, &municipality, NOW.plus_days(-1), 10).await.unwrap()
        };
        let open = async |here: &frame::context::Here, n: i64| {
            let whom = PersonId::from(format!("p{n}").as_str());
            let event = Event {
                action: "person.read",
                object: (Object::Person, whom.as_str()),
                subject: Some(&whom),
                why: "call",
            };
            read(here, event).await.unwrap();
        };
        for n in 0..MOST_OPENED {
            open(&here, n).await;
            open(&here, n).await;
        }
        // One's own page is nobody's business.
        let own =
            Event { action: "person.read", object: (Object::Person, ulla.as_str()), subject: Some(&ulla), why: "" };
        read(&here, own).await.unwrap();
        assert_eq!(alarms_of().await, [], "so many may be opened");
        open(&here, MOST_OPENED).await;
        open(&here, MOST_OPENED + 1).await;
        let noticed = alarms_of().await;
        let day = Measure { opened: MOST_OPENED + 2, searches: 0, alarms: 1 };
        assert_eq!(noticed.iter().map(|alarm| (alarm.at, alarm.day)).collect::<Vec<_>>(), [(NOW, day)]);
        assert!(noticed[0].name.starts_with("Ulla"));
        // The next day is another one; searches count for themselves.
        here.app.clock = Clock::fixed(NOW.plus_days(1));
        let search = Event { action: "person.search", object: (Object::Person, ""), subject: None, why: "" };
        for _ in 0..MOST_SEARCHES {
            read(&here, search.clone()).await.unwrap();
        }
        assert_eq!(alarms_of().await.len(), 1);
        read(&here, search).await.unwrap();
        assert_eq!(
            alarms_of().await.iter().map(|alarm| alarm.day.searches).collect::<Vec<_>>(),
            [MOST_SEARCHES + 1, 0]
        );
        // Every administrator is told, each time.
        let told: Result<(), Failure> = in_tx!(db.db, |tx| {
            let (told,) = row!(tx, (i64,), "SELECT count(*) FROM outgoing_message WHERE code = 'read_much'")?.unwrap();
            let (all,) =
                row!(tx, (i64,), "SELECT count(*) FROM role_assignment WHERE role = 'administrator'")?.unwrap();
            assert_eq!(told, 2 * all);
            assert!(all > 0);
            assert_eq!(measure(tx, &"other".into(), &ulla, day_of(NOW)).await?, Measure::default());
            exec!(tx, "DELETE FROM outgoing_message WHERE code = 'read_much'")?;
            Ok(())
        });
        told.unwrap();
    });
}
