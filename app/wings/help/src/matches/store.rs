//! SQL of matches.

use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use ground::{
    Timestamp,
    id::{AreaId, KindId, MatchId, MunicipalityId, OfferId, PersonId, RequestId},
    random::new_id,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::of_people(
    "match",
    "SELECT 'match', id, created_at, status, '' FROM match
           WHERE municipality_id = $1 AND (senior_id = $2 OR volunteer_id = $2)",
)];

/// Makes a match; the unique index allows one live match for a request.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    offer: &OfferId,
    senior: &PersonId,
    volunteer: &PersonId,
    now: Timestamp,
) -> Result<MatchId, DbError> {
    let id = MatchId(new_id(now));
    exec!(
        tx,
        "INSERT INTO match (municipality_id, id, request_id, offer_id, senior_id, volunteer_id, status, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, 'introducing', $7)",
        municipality,
        &id,
        request,
        offer,
        senior,
        volunteer,
        now
    )?;
    Ok(id)
}

/// The first meeting took place.
pub async fn activate(tx: &mut Tx, municipality: &MunicipalityId, id: &MatchId) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE match SET status = 'active' WHERE municipality_id = $1 AND id = $2 AND status = 'introducing'",
        municipality,
        id
    )?))
}

/// Ends the live match of a request. Too late where there is none.
pub async fn end(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    reason: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE match SET status = 'ended', suspended_from = NULL, ended_at = $3, end_reason = $4
         WHERE municipality_id = $1 AND request_id = $2 AND status <> 'ended'",
        municipality,
        request,
        now,
        reason
    )?))
}

/// An acute concern about somebody stops their matches at once; how many. Those that are stopped already are counted too: their rows are
/// touched so that whoever lets one go on at this moment comes before or after, never beside.
pub async fn suspend_of(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<u64, DbError> {
    exec!(
        tx,
        "UPDATE match SET status = 'suspended', suspended_from = CASE WHEN status = 'suspended' THEN suspended_from ELSE status END
         WHERE municipality_id = $1 AND (volunteer_id = $2 OR senior_id = $2) AND status <> 'ended'",
        municipality,
        person
    )
}

/// Stops the match of a request whose volunteer lost the standing. Too late where it is stopped or over already.
pub async fn suspend(tx: &mut Tx, municipality: &MunicipalityId, request: &RequestId) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE match SET status = 'suspended', suspended_from = status WHERE municipality_id = $1 AND request_id = $2
           AND status IN ('introducing', 'trial', 'active', 'ending')",
        municipality,
        request
    )?))
}

/// Whether a match is stopped; from here to the end of this transaction nobody else stops it or lets it go on.
pub async fn lock_suspended(tx: &mut Tx, municipality: &MunicipalityId, id: &MatchId) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE match SET suspended_from = suspended_from WHERE municipality_id = $1 AND id = $2 AND status = 'suspended'",
        municipality,
        id
    )?))
}

/// A stopped match goes on as what it was. Too late where it is not stopped, or an acute concern about one of the two is not decided.
pub async fn resume(tx: &mut Tx, municipality: &MunicipalityId, id: &MatchId) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE match SET status = suspended_from, suspended_from = NULL
         WHERE municipality_id = $1 AND id = $2 AND status = 'suspended' AND suspended_from IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM concern o WHERE o.municipality_id = match.municipality_id AND o.severity = 'acute'
                             AND o.status IN ('received', 'triaged', 'acting')
                             AND o.about_person_id IN (match.senior_id, match.volunteer_id))",
        municipality,
        id
    )?))
}

/// The live matches of a volunteer: request, its kind, its area.
pub async fn live_of_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
) -> Result<Vec<(RequestId, KindId, AreaId)>, DbError> {
    rows!(
        tx,
        (RequestId, KindId, AreaId),
        "SELECT r.id, r.kind_id, r.area_id FROM match m
         JOIN request r ON r.municipality_id = m.municipality_id AND r.id = m.request_id
         WHERE m.municipality_id = $1 AND m.volunteer_id = $2 AND m.status IN ('introducing', 'trial', 'active', 'ending')
         ORDER BY m.created_at, m.id",
        municipality,
        volunteer
    )
}

/// Whether this match is stopped.
pub async fn is_suspended(tx: &mut Tx, municipality: &MunicipalityId, id: &MatchId) -> Result<bool, DbError> {
    let found = row!(
        tx,
        (i64,),
        "SELECT count(*) FROM match WHERE municipality_id = $1 AND id = $2 AND status = 'suspended'",
        municipality,
        id
    )?;
    Ok(found.is_some_and(|(count,)| count > 0))
}

/// Whether this match opens contact details to its two people now. Another match of the same two opens nothing here.
pub async fn is_live(tx: &mut Tx, municipality: &MunicipalityId, id: &MatchId) -> Result<bool, DbError> {
    let found = row!(
        tx,
        (i64,),
        "SELECT count(*) FROM match WHERE municipality_id = $1 AND id = $2
           AND status IN ('introducing', 'trial', 'active', 'ending')",
        municipality,
        id
    )?;
    Ok(found.is_some_and(|(count,)| count > 0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::visits;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};

    db_test!(a_match_lives_by_itself, |db| async {
        // A second match, without its offer.
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let erik = testing::person(&db.db, "Erik").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let visit = visits::store::list_of_senior(tx, &municipality, &erik, NOW).await?.remove(0);
            // The same two have another match, of another request.
            let other = crate::requests::store::NewRequest {
                senior: erik.clone(),
                registered_by: erik.clone(),
                channel: crate::requests::model::Channel::Own,
                kind: crate::requests::store::by_id(tx, &municipality, &visit.request).await?.unwrap().kind,
                area: crate::requests::store::by_id(tx, &municipality, &visit.request).await?.unwrap().area,
                mode: visit.mode,
                note: String::new(),
                times: vec![("2026-12-01".to_owned(), ground::time::DayPart::Morning, None)],
                answer_due_at: NOW.plus_days(2),
            };
            let (request, _) = crate::requests::store::insert(tx, &municipality, &other, NOW).await?;
            let offer = row!(
                tx,
                (OfferId,),
                "SELECT offer_id FROM match WHERE municipality_id = $1 AND id = $2",
                &municipality,
                &visit.match_id
            )?;
            let second = insert(tx, &municipality, &request, &offer.unwrap().0, &erik, &visit.volunteer, NOW).await?;
            assert!(is_live(tx, &municipality, &visit.match_id).await? && is_live(tx, &municipality, &second).await?);
            assert!(!is_live(tx, &"other".into(), &second).await?, "another municipality's");
            exec!(tx, "UPDATE match SET status = 'suspended' WHERE id = $1", &visit.match_id)?;
            assert!(!is_live(tx, &municipality, &visit.match_id).await?, "the other match of the two opens nothing");
            assert!(is_live(tx, &municipality, &second).await?);
            assert!(
                activate(tx, &municipality, &second).await?.is_done()
                    && !activate(tx, &municipality, &second).await?.is_done()
            );
            assert!(
                !is_suspended(tx, &municipality, &second).await?
                    && !lock_suspended(tx, &municipality, &second).await?.is_done()
            );
            assert_eq!(suspend_of(tx, &municipality, &erik).await?, 2, "the first one was suspended before");
            assert!(
                is_suspended(tx, &municipality, &second).await?
                    && lock_suspended(tx, &municipality, &second).await?.is_done()
            );
            assert!(!is_live(tx, &municipality, &second).await?);
            // Not while an acute concern about one of the two is open, whoever that is.
            for (who, status) in [(&erik, "received"), (&visit.volunteer, "acting")] {
                exec!(
                    tx,
                    "INSERT INTO concern (municipality_id, id, number, by_person_id, about_person_id, about_nobody, body, status, received_at,
                                          severity)
                     VALUES ($1, 'c', 1, $2, $3, FALSE, 'x', $4, $5, 'acute')",
                    &municipality,
                    &erik,
                    who,
                    status,
                    NOW
                )?;
                assert!(!resume(tx, &municipality, &second).await?.is_done(), "{status}");
                exec!(tx, "DELETE FROM concern WHERE id = 'c'")?;
            }
            assert!(!resume(tx, &"other".into(), &second).await?.is_done());
            assert!(resume(tx, &municipality, &second).await?.is_done());
            assert!(!resume(tx, &municipality, &second).await?.is_done(), "the second press");
            let status = row!(tx, (String,), "SELECT status FROM match WHERE id = $1", &second)?;
            assert_eq!(status.unwrap().0, "active", "what it was");
            assert!(
                suspend(tx, &municipality, &request).await?.is_done()
                    && !suspend(tx, &municipality, &request).await?.is_done()
            );
            assert!(end(tx, &municipality, &request, "moved", NOW).await?.is_done());
            assert!(!resume(tx, &municipality, &second).await?.is_done(), "it is over");
            assert!(!end(tx, &municipality, &request, "moved", NOW).await?.is_done());
            Ok(())
        });
        done.unwrap();
    });
}
