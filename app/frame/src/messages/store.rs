//! SQL of what people are told.

use crate::told::{Leads, MessageKind};
use db::{DbError, Table, Tx, exec, rows};
use ground::{
    Object, Timestamp,
    id::{MessageId, MunicipalityId, OfferId, PersonId, RequestId, VisitId},
    random::new_id,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::of_people(
    "outgoing_message",
    "SELECT 'message', id, created_at, code, '' FROM outgoing_message WHERE municipality_id = $1 AND person_id = $2",
)];

/// What a message is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a>(Option<(Object, &'a str)>);

impl<'a> About<'a> {
    /// Nothing that one could go to.
    pub const NOTHING: Self = Self(None);

    /// A request.
    pub fn request(id: &'a RequestId) -> Self {
        Self(Some((Object::Request, id.as_str())))
    }

    /// A visit.
    pub fn visit(id: &'a VisitId) -> Self {
        Self(Some((Object::Visit, id.as_str())))
    }

    /// An offer.
    pub fn offer(id: &'a OfferId) -> Self {
        Self(Some((Object::Offer, id.as_str())))
    }

    /// Somebody else, by name.
    pub fn person(id: &'a PersonId) -> Self {
        Self(Some((Object::Person, id.as_str())))
    }
}

/// Tells a person something, in the transaction of what happened. The words are made in the reader's language when it is read.
pub async fn tell(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    kind: &'static MessageKind,
    About(about): About<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO outgoing_message (municipality_id, id, person_id, code, about_type, about_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        municipality,
        new_id(now),
        person,
        kind.code,
        about.map(|(object, _)| object.code()),
        about.map(|(_, id)| id),
        now
    )?;
    Ok(())
}

/// A message as the person's own page lists it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct MessageRow {
    /// The message.
    pub id: MessageId,
    /// The code of a [`MessageKind`].
    pub code: String,
    /// What it is about.
    pub about_id: Option<String>,
    /// First and family name of whom it is about; none where it is about nobody, or about somebody with protected identity.
    pub about_name: Option<String>,
    /// Whether the condition of its kind's [`Leads::Either`] is true.
    pub first: bool,
    /// When it was told.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// A person's newest messages; what features tell is `kinds`.
pub async fn list(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    kinds: impl Iterator<Item = &'static MessageKind>,
    most: i64,
) -> Result<Vec<MessageRow>, DbError> {
    let first = first_of_two(kinds);
    let sql = format!(
        "SELECT m.id, m.code, m.about_id, m.created_at, m.read_at, TRIM(p.given_name || ' ' || p.family_name) AS about_name,
                {first} AS first
         FROM outgoing_message m
         LEFT JOIN person p ON m.about_type = 'person' AND p.municipality_id = m.municipality_id AND p.id = m.about_id
                            AND NOT p.protected
         WHERE m.municipality_id = $1 AND m.person_id = $2 ORDER BY m.created_at DESC, m.id DESC LIMIT $3"
    );
    rows!(tx, MessageRow, sqlx::AssertSqlSafe(sql), municipality, person, most)
}

/// Which of two pages a message leads to, in one statement for all of them.
fn first_of_two(kinds: impl Iterator<Item = &'static MessageKind>) -> String {
    let conditions: String = kinds
        .filter_map(|kind| match kind.leads {
            Leads::Either { sql, .. } => Some(format!("WHEN '{}' THEN {sql} ", kind.code)),
            _ => None,
        })
        .collect();
    if conditions.is_empty() { "FALSE".to_owned() } else { format!("CASE m.code {conditions}ELSE FALSE END") }
}

/// Marks all of a person's messages as read.
pub async fn mark_read(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<u64, DbError> {
    exec!(
        tx,
        "UPDATE outgoing_message SET read_at = $3 WHERE municipality_id = $1 AND person_id = $2 AND read_at IS NULL",
        municipality,
        person,
        now
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        access::model::SignedIn,
        told::{Class, To},
    };
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx, row};
    use ground::text::k;

    const RECEIVED: MessageKind = MessageKind {
        code: "received",
        words: k::messages::NEW,
        about: None,
        leads: Leads::Nowhere,
        to: To::STAFF,
        most: None,
        class: Class::Calm,
    };
    const CHANGED: MessageKind = MessageKind {
        code: "changed",
        about: Some(Object::Visit),
        leads: Leads::Either {
            sql: "EXISTS (SELECT 1 FROM visit v WHERE v.id = m.about_id AND v.volunteer_id = m.person_id)",
            page: "/volunteer/visits/{id}",
            other: "/visits/{id}",
        },
        ..RECEIVED
    };

    db_test!(messages_are_their_readers, |db| async {
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            exec!(tx, "DELETE FROM outgoing_message")?;
            tell(tx, &municipality, &stina, &RECEIVED, About::NOTHING, NOW).await?;
            let visit = VisitId::from("v");
            tell(tx, &municipality, &stina, &CHANGED, About::visit(&visit), NOW.plus_minutes(1)).await?;
            tell(tx, &municipality, &erik, &RECEIVED, About::NOTHING, NOW).await?;
            let kinds = || [&RECEIVED, &CHANGED].into_iter();
            let list = list(tx, &municipality, &stina, kinds(), 10).await?;
            assert_eq!(list.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["changed", "received"]);
            assert_eq!((list[0].about_id.as_deref(), list[1].about_id.as_deref()), (Some("v"), None));
            assert_eq!(super::list(tx, &municipality, &stina, kinds(), 1).await?.len(), 1);
            assert_eq!(super::list(tx, &"other".into(), &stina, kinds(), 10).await?, []);
            assert_eq!(mark_read(tx, &municipality, &stina, NOW).await?, 2);
            assert_eq!(mark_read(tx, &municipality, &stina, NOW).await?, 0);
            assert_eq!(super::list(tx, &municipality, &erik, std::iter::empty(), 10).await?[0].read_at, None);
            Ok(())
        });
        done.unwrap();
    });

    db_test!(which_of_two_pages_a_message_leads_to_is_asked_of_its_row, |db| async {
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let sql = "SELECT id, senior_id, volunteer_id FROM visit WHERE municipality_id = $1 ORDER BY id LIMIT 1";
            let (visit, senior, volunteer) = row!(tx, (VisitId, PersonId, PersonId), sql, &municipality)?.unwrap();
            for (person, leads) in [(&senior, "/visits/"), (&volunteer, "/volunteer/visits/")] {
                tell(tx, &municipality, person, &CHANGED, About::visit(&visit), NOW.plus_days(1)).await?;
                let row = list(tx, &municipality, person, [&CHANGED].into_iter(), 1).await?.remove(0);
                let reader = SignedIn {
                    municipality: municipality.clone(),
                    id: person.clone(),
                    given_name: String::new(),
                    family_name: String::new(),
                    roles: Vec::new(),
                    unread: 0,
                };
                let href = CHANGED.leads.href(&reader, row.about_id.as_deref(), row.first);
                assert_eq!(href, Some(format!("{leads}{visit}")));
                assert_eq!(CHANGED.leads.href(&reader, None, row.first), None);
            }
            Ok(())
        });
        done.unwrap();
    });
}
