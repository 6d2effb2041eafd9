//! SQL of what people are told.

use super::model::MessageCode;
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

/// Tells a person something, in the transaction of what happened.
pub async fn tell(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    code: MessageCode,
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
        code.code(),
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
    /// A `MessageCode`.
    pub code: String,
    /// Of what kind it is what it is about: an [`Object`] code.
    pub about_type: Option<String>,
    /// What it is about.
    pub about_id: Option<String>,
    /// First and family name of whom it is about; none where it is about nobody, or about somebody with protected identity.
    pub about_name: Option<String>,
    /// Whether the reader is the volunteer of that visit (one may be a senior as well).
    pub gives_visit: bool,
    /// When it was told.
    pub created_at: Timestamp,
    /// When it was read.
    pub read_at: Option<Timestamp>,
}

/// A person's newest messages.
pub async fn list(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    most: i64,
) -> Result<Vec<MessageRow>, DbError> {
    rows!(
        tx,
        MessageRow,
        "SELECT m.id, m.code, m.about_type, m.about_id, m.created_at, m.read_at,
                TRIM(p.given_name || ' ' || p.family_name) AS about_name,
                EXISTS (SELECT 1 FROM visit v WHERE m.about_type = 'visit' AND v.municipality_id = m.municipality_id
                          AND v.id = m.about_id AND v.volunteer_id = m.person_id) AS gives_visit
         FROM outgoing_message m
         LEFT JOIN person p ON m.about_type = 'person' AND p.municipality_id = m.municipality_id AND p.id = m.about_id
                            AND NOT p.protected
         WHERE m.municipality_id = $1 AND m.person_id = $2 ORDER BY m.created_at DESC, m.id DESC LIMIT $3",
        municipality,
        person,
        most
    )
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
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};

    db_test!(messages_are_their_readers, |db| async {
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            exec!(tx, "DELETE FROM outgoing_message")?;
            tell(tx, &municipality, &stina, MessageCode::RequestReceived, About::NOTHING, NOW).await?;
            let visit = VisitId::from("v");
            tell(tx, &municipality, &stina, MessageCode::VisitAgreed, About::visit(&visit), NOW.plus_minutes(1))
                .await?;
            tell(tx, &municipality, &erik, MessageCode::VisitCancelled, About::NOTHING, NOW).await?;
            let list = list(tx, &municipality, &stina, 10).await?;
            assert_eq!(
                list.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(),
                ["visit_agreed", "request_received"]
            );
            assert_eq!((list[0].about_type.as_deref(), list[0].about_id.as_deref()), (Some("visit"), Some("v")));
            assert!(!list[0].gives_visit && list[1].about_type.is_none());
            assert_eq!(super::list(tx, &municipality, &stina, 1).await?.len(), 1);
            assert_eq!(super::list(tx, &"other".into(), &stina, 10).await?, []);
            assert_eq!(mark_read(tx, &municipality, &stina, NOW).await?, 2);
            assert_eq!(mark_read(tx, &municipality, &stina, NOW).await?, 0);
            assert_eq!(super::list(tx, &municipality, &erik, 10).await?[0].read_at, None);
            Ok(())
        });
        done.unwrap();
    });
}
