//! SQL of offers.

use super::{
    card::{Card, Distance},
    model::{HOURS_OPEN, MOST_LIVE, Offer, OfferStatus},
};
use crate::{
    common::{
        Timestamp,
        id::{KindId, MunicipalityId, OfferId, PersonId, RequestId, TimeId},
        time::DayPart,
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec,
    kinds::model::ContactMode,
    requests::model::PossibleTime,
    row, rows,
};

#[derive(sqlx::FromRow)]
struct OfferRow {
    id: OfferId,
    request_id: RequestId,
    volunteer_id: PersonId,
    status: String,
    offered_at: Timestamp,
    expires_at: Timestamp,
    time_id: Option<TimeId>,
}

impl TryFrom<OfferRow> for Offer {
    type Error = DbError;

    fn try_from(row: OfferRow) -> Result<Self, DbError> {
        let status =
            OfferStatus::from_code(&row.status).ok_or_else(|| DbError::row("offer", "status", row.id.as_str()))?;
        if matches!(status, OfferStatus::Accepted | OfferStatus::Confirmed) && row.time_id.is_none() {
            return Err(DbError::row("offer", "time_id", row.id.as_str()));
        }
        Ok(Self {
            id: row.id,
            request: row.request_id,
            volunteer: row.volunteer_id,
            status,
            offered_at: row.offered_at,
            expires_at: row.expires_at,
            time: row.time_id,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!("SELECT id, request_id, volunteer_id, status, offered_at, expires_at, time_id FROM offer ", $rest)
    };
}

/// Offers an approved request to a volunteer. `None` where the request is not approved any more, has as many live offers as it
/// may have, or this volunteer has one already. The update of the request's row makes simultaneous offers wait for each other.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    volunteer: &PersonId,
    by: Option<&PersonId>,
    now: Timestamp,
) -> Result<Option<OfferId>, DbError> {
    let locked = exec!(
        tx,
        "UPDATE request SET updated_at = $3 WHERE municipality_id = $1 AND id = $2 AND status = 'approved'",
        municipality,
        request,
        now
    )?;
    if !one(locked) {
        return Ok(None);
    }
    let id = OfferId(new_id(now));
    let inserted = exec!(
        tx,
        "INSERT INTO offer (municipality_id, id, request_id, volunteer_id, status, offered_by, offered_at, expires_at)
         SELECT $1, $2, $3, $4, 'open', $5, $6, $7
         WHERE (SELECT count(*) FROM offer o JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id
                 WHERE o.municipality_id = $1 AND o.request_id = $3 AND o.status IN ('open', 'accepted')) < CAST($8 AS BIGINT)
         ON CONFLICT DO NOTHING",
        municipality,
        &id,
        request,
        volunteer,
        by.map(PersonId::as_str),
        now,
        now.plus_hours(HOURS_OPEN),
        MOST_LIVE
    )?;
    Ok(one(inserted).then_some(id))
}

/// The offer with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &OfferId) -> Result<Option<Offer>, DbError> {
    row!(tx, OfferRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?
        .map(Offer::try_from)
        .transpose()
}

/// A request's offers, oldest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_request(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<Offer>, DbError> {
    rows!(
        tx,
        OfferRow,
        select!("WHERE municipality_id = $1 AND request_id = $2 ORDER BY offered_at, id"),
        municipality,
        request
    )?
    .into_iter()
    .map(Offer::try_from)
    .collect()
}

/// The volunteer's yes: an open offer that has not expired becomes accepted at one of the request's times, if no other is accepted
/// and the request is still approved. False otherwise: somebody else was first.
///
/// The update of the request's row makes 64 simultaneous yeses wait for each other; the unique index holds even if it did not.
///
/// # Errors
/// The database's.
pub async fn accept(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    offer: &Offer,
    time: &TimeId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let locked = exec!(
        tx,
        "UPDATE request SET updated_at = $3 WHERE municipality_id = $1 AND id = $2 AND status = 'approved'",
        municipality,
        &offer.request,
        now
    )?;
    if !one(locked) {
        return Ok(false);
    }
    Ok(one(exec!(
        tx,
        "UPDATE offer SET status = 'accepted', time_id = $3, answered_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status = 'open' AND expires_at > $4
           AND NOT EXISTS (SELECT 1 FROM offer other WHERE other.municipality_id = $1 AND other.request_id = $5
                             AND other.status IN ('accepted', 'confirmed'))
           AND EXISTS (SELECT 1 FROM request_time t WHERE t.municipality_id = $1 AND t.request_id = $5 AND t.id = $3)",
        municipality,
        &offer.id,
        time,
        now,
        &offer.request
    )?))
}

/// Takes an offer from one state to another. False where it was not in that state any more.
///
/// # Errors
/// The database's.
pub async fn advance(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &OfferId,
    from: OfferStatus,
    to: OfferStatus,
    now: Timestamp,
) -> Result<bool, DbError> {
    let reopened = to == OfferStatus::Open;
    Ok(one(exec!(
        tx,
        "UPDATE offer SET status = $4, time_id = CASE WHEN $5 THEN NULL ELSE time_id END,
                answered_at = CASE WHEN $5 THEN NULL ELSE COALESCE(answered_at, $6) END,
                ended_at = CASE WHEN $4 IN ('open', 'accepted', 'confirmed') THEN NULL ELSE $6 END
         WHERE municipality_id = $1 AND id = $2 AND status = $3",
        municipality,
        id,
        from.code(),
        to.code(),
        reopened,
        now
    )?))
}

/// Ends all offers of a request that are still open or accepted, for those to tell: (offer, volunteer).
///
/// # Errors
/// The database's.
pub async fn end_live(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    to: OfferStatus,
    now: Timestamp,
) -> Result<Vec<(OfferId, PersonId)>, DbError> {
    rows!(
        tx,
        (OfferId, PersonId),
        "UPDATE offer SET status = $3, ended_at = $4 WHERE municipality_id = $1 AND request_id = $2 AND status IN ('open', 'accepted')
         RETURNING id, volunteer_id",
        municipality,
        request,
        to.code(),
        now
    )
}

/// Ends the confirmed offer of a request whose match ended, so that the request can be offered again.
///
/// # Errors
/// The database's.
pub async fn end_confirmed(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    now: Timestamp,
) -> Result<u64, DbError> {
    exec!(
        tx,
        "UPDATE offer SET status = 'withdrawn', ended_at = $3 WHERE municipality_id = $1 AND request_id = $2 AND status = 'confirmed'",
        municipality,
        request,
        now
    )
}

/// Open offers whose time is over become expired, for those to tell: (municipality, offer, volunteer, request).
///
/// # Errors
/// The database's.
pub async fn expire(
    tx: &mut Tx,
    now: Timestamp,
) -> Result<Vec<(MunicipalityId, OfferId, PersonId, RequestId)>, DbError> {
    rows!(
        tx,
        (MunicipalityId, OfferId, PersonId, RequestId),
        "UPDATE offer SET status = 'expired', ended_at = $1 WHERE status = 'open' AND expires_at <= $1
         RETURNING municipality_id, id, volunteer_id, request_id",
        now
    )
}

#[derive(sqlx::FromRow)]
struct CardRow {
    offer_id: Option<OfferId>,
    offer_status: Option<String>,
    expires_at: Option<Timestamp>,
    chosen: Option<TimeId>,
    request_id: RequestId,
    approved: bool,
    taken: bool,
    senior_id: PersonId,
    protected: bool,
    kind_id: KindId,
    area: String,
    distance: i64,
    mode: String,
    volunteer_text: Option<String>,
    time_id: Option<TimeId>,
    day: Option<String>,
    part: Option<String>,
    clock: Option<String>,
}

impl CardRow {
    fn time(&self) -> Result<Option<PossibleTime>, DbError> {
        let (Some(id), Some(day), Some(part)) = (&self.time_id, &self.day, &self.part) else { return Ok(None) };
        let part = DayPart::from_code(part).ok_or_else(|| DbError::row("request_time", "part", id.as_str()))?;
        Ok(Some(PossibleTime { id: id.clone(), day: day.clone(), part, clock: self.clock.clone() }))
    }
}

impl TryFrom<CardRow> for Card {
    type Error = DbError;

    fn try_from(row: CardRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("request", column, row.request_id.as_str());
        let offer = match (row.offer_id, row.offer_status) {
            (Some(id), Some(code)) => {
                let status =
                    OfferStatus::from_code(&code).ok_or_else(|| DbError::row("offer", "status", id.as_str()))?;
                Some((id, status))
            }
            _ => None,
        };
        Ok(Self {
            mode: ContactMode::from_code(&row.mode).ok_or_else(|| wrong("mode"))?,
            offer,
            expires_at: row.expires_at,
            chosen: row.chosen,
            request: row.request_id,
            approved: row.approved,
            taken: row.taken,
            senior: row.senior_id,
            protected: row.protected,
            kind: row.kind_id,
            area: row.area,
            distance: match row.distance {
                0 => Distance::Same,
                1 => Distance::Next,
                2 => Distance::Further,
                _ => Distance::Unknown,
            },
            text: row.volunteer_text.unwrap_or_default(),
            times: Vec::new(),
        })
    }
}

/// A row for each time of a request: one card for each request (a volunteer has at most one offer of those that are asked for).
fn folded(found: Vec<CardRow>) -> Result<Vec<Card>, DbError> {
    let mut cards: Vec<Card> = Vec::new();
    for row in found {
        let time = row.time()?;
        if cards.last().is_none_or(|card| card.request != row.request_id) {
            cards.push(Card::try_from(row)?);
        }
        if let Some(card) = cards.last_mut() {
            card.times.extend(time);
        }
    }
    Ok(cards)
}

// $2 is the volunteer who looks. The first part joins the volunteer's own offer as `o`.
macro_rules! cards {
    ($offer:literal, $rest:literal) => {
        concat!(
            "SELECT o.id AS offer_id, o.status AS offer_status, o.expires_at, o.time_id AS chosen, r.id AS request_id,
                    r.status = 'approved' AS approved, r.senior_id, s.protected, r.kind_id, a.name AS area, r.mode, r.volunteer_text,
                    EXISTS (SELECT 1 FROM offer x WHERE x.municipality_id = r.municipality_id AND x.request_id = r.id
                              AND x.volunteer_id <> $2 AND x.status IN ('accepted', 'confirmed')) AS taken,
                    CAST(CASE WHEN me.area_id IS NULL THEN 3 WHEN me.area_id = r.area_id THEN 0
                              WHEN EXISTS (SELECT 1 FROM area_neighbour n WHERE n.municipality_id = r.municipality_id
                                             AND ((n.area_id = me.area_id AND n.neighbour_id = r.area_id)
                                               OR (n.area_id = r.area_id AND n.neighbour_id = me.area_id))) THEN 1
                              ELSE 2 END AS BIGINT) AS distance,
                    t.id AS time_id, t.day, t.part, t.clock
             FROM request r
             JOIN person s ON s.municipality_id = r.municipality_id AND s.id = r.senior_id
             JOIN person me ON me.municipality_id = r.municipality_id AND me.id = $2
             JOIN area a ON a.municipality_id = r.municipality_id AND a.id = r.area_id ",
            $offer,
            " LEFT JOIN request_time t ON t.municipality_id = r.municipality_id AND t.request_id = r.id
             WHERE r.municipality_id = $1 AND ",
            $rest
        )
    };
}

/// What waits for this volunteer's answer or for the senior's, the most urgent first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn cards_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    now: Timestamp,
) -> Result<Vec<Card>, DbError> {
    folded(rows!(
        tx,
        CardRow,
        cards!(
            "JOIN offer o ON o.municipality_id = r.municipality_id AND o.request_id = r.id AND o.volunteer_id = $2
               AND (o.status = 'accepted' OR (o.status = 'open' AND o.expires_at > $3))",
            "r.status = 'approved' AND NOT s.protected ORDER BY o.expires_at, o.id, t.day, t.id"
        ),
        municipality,
        volunteer,
        now
    )?)
}

/// One offer of this volunteer, in whatever state; none where it is somebody else's.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn card(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    offer: &OfferId,
) -> Result<Option<Card>, DbError> {
    let found = rows!(
        tx,
        CardRow,
        cards!(
            "JOIN offer o ON o.municipality_id = r.municipality_id AND o.request_id = r.id AND o.volunteer_id = $2",
            "o.id = $3 ORDER BY t.day, t.id"
        ),
        municipality,
        volunteer,
        offer
    )?;
    Ok(folded(found)?.into_iter().next())
}

/// The open board of this volunteer: approved requests of board kinds in the volunteer's areas that nobody has said yes to. What the
/// volunteer has answered before does not come back (only what expired does). With `only`: that request, if it is there.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn board(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    only: Option<&RequestId>,
) -> Result<Vec<Card>, DbError> {
    let found = rows!(
        tx,
        CardRow,
        cards!(
            "JOIN kind k ON k.municipality_id = r.municipality_id AND k.id = r.kind_id AND k.mode = 'open_board' AND k.active
             JOIN volunteer_area va ON va.municipality_id = r.municipality_id AND va.person_id = $2 AND va.area_id = r.area_id
             LEFT JOIN offer o ON o.municipality_id = r.municipality_id AND o.request_id = r.id AND o.volunteer_id = $2
               AND o.status <> 'expired'",
            "r.status = 'approved' AND NOT s.protected AND r.senior_id <> $2 AND o.id IS NULL AND ($3 IS NULL OR r.id = $3)
             AND (SELECT count(*) FROM offer x WHERE x.municipality_id = r.municipality_id AND x.request_id = r.id
                    AND x.status IN ('open', 'accepted')) < $4
             ORDER BY r.submitted_at, r.id, t.day, t.id LIMIT 500"
        ),
        municipality,
        volunteer,
        only.map(RequestId::as_str),
        MOST_LIVE
    )?;
    Ok(folded(found)?.into_iter().filter(|card| !card.taken).collect())
}

/// The offer of a request that this volunteer has now, in whatever state it is alive.
///
/// # Errors
/// The database's.
pub async fn live_of(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    request: &RequestId,
) -> Result<Option<OfferId>, DbError> {
    let found = row!(
        tx,
        (OfferId,),
        "SELECT id FROM offer WHERE municipality_id = $1 AND volunteer_id = $2 AND request_id = $3
           AND status IN ('open', 'accepted', 'confirmed')",
        municipality,
        volunteer,
        request
    )?;
    Ok(found.map(|(id,)| id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        common::Failure,
        db_test,
        demo::small::{self, NOW},
        in_tx,
        requests::{self, model::RequestState, store::Change},
    };

    /// An approved request, and five volunteers.
    async fn ready(db: &crate::db::testing::TestDb) -> (MunicipalityId, RequestId, Vec<PersonId>) {
        // The standing is not what is tried here, nor given.
        db.may_contradict();
        let municipality = small::filled(db).await;
        let (stina, ulla) = (small::person(&db.db, "Stina").await, small::person(&db.db, "Ulla").await);
        let made: Result<_, Failure> = in_tx!(db.db, |tx| {
            let id = requests::store::list_of_senior(tx, &municipality, &stina).await?.remove(0).id;
            let take = Change { owner: Some(ulla.clone()), ..Change::default() };
            requests::store::advance(
                tx,
                &municipality,
                &id,
                RequestState::Submitted,
                RequestState::InReview,
                &take,
                NOW,
            )
            .await?;
            let text = Change { volunteer_text: Some("text".to_owned()), ..Change::default() };
            requests::store::advance(
                tx,
                &municipality,
                &id,
                RequestState::InReview,
                RequestState::Approved,
                &text,
                NOW,
            )
            .await?;
            // Whoever is in the volunteer table can be offered to here: the standing is the transitions' business.
            let people =
                rows!(tx, (PersonId,), "SELECT id FROM person WHERE municipality_id = $1 ORDER BY id", &municipality)?;
            for (person,) in &people {
                exec!(
                    tx,
                    "INSERT INTO volunteer (municipality_id, person_id, max_per_month, joined_at) VALUES ($1, $2, 4, $3) ON CONFLICT DO NOTHING",
                    &municipality,
                    person,
                    NOW
                )?;
            }
            Ok((id, people.into_iter().map(|(person,)| person).filter(|person| *person != stina).collect::<Vec<_>>()))
        });
        let (request, volunteers) = made.unwrap();
        (municipality, request, volunteers)
    }

    db_test!(at_most_three_are_asked_and_each_once, |db| async {
        let (municipality, request, people) = ready(&db).await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let mut made = Vec::new();
            for person in [&people[0], &people[0], &people[1], &people[2], &people[3]] {
                made.push(insert(tx, &municipality, &request, person, None, NOW).await?);
            }
            assert_eq!(made.iter().map(Option::is_some).collect::<Vec<_>>(), [true, false, true, true, false]);
            let first = made[0].clone().unwrap();
            assert!(advance(tx, &municipality, &first, OfferStatus::Open, OfferStatus::Declined, NOW).await?);
            assert!(!advance(tx, &municipality, &first, OfferStatus::Open, OfferStatus::Declined, NOW).await?);
            assert!(
                insert(tx, &municipality, &request, &people[3], None, NOW).await?.is_some(),
                "a place is free again"
            );
            assert_eq!(end_live(tx, &municipality, &request, OfferStatus::Withdrawn, NOW).await?.len(), 3);
            Ok(())
        });
        done.unwrap();
    });

    db_test!(one_yes_and_not_after_two_days, |db| async {
        let (municipality, request, people) = ready(&db).await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let mut offers = Vec::new();
            for person in &people[..3] {
                let id = insert(tx, &municipality, &request, person, None, NOW).await?.unwrap();
                offers.push(by_id(tx, &municipality, &id).await?.unwrap());
            }
            let time = requests::store::times(tx, &municipality, &request).await?.remove(0).id;
            let late = NOW.plus_hours(HOURS_OPEN);
            assert!(!accept(tx, &municipality, &offers[0], &time, late).await?, "its time is over");
            assert!(!accept(tx, &municipality, &offers[0], &"nowhen".into(), NOW).await?, "not a time of the request");
            assert!(accept(tx, &municipality, &offers[0], &time, NOW).await?);
            assert!(!accept(tx, &municipality, &offers[0], &time, NOW).await?, "the second press");
            assert!(!accept(tx, &municipality, &offers[1], &time, NOW).await?, "somebody was first");
            // Taken back: the next one can.
            assert!(advance(tx, &municipality, &offers[0].id, OfferStatus::Accepted, OfferStatus::Open, NOW).await?);
            assert!(accept(tx, &municipality, &offers[1], &time, NOW).await?);
            assert_eq!(expire(tx, late.plus_minutes(-1)).await?.len(), 0);
            let expired = expire(tx, late).await?;
            assert_eq!(expired.len(), 2, "the yes does not expire");
            assert!(expired.iter().all(|(_, offer, _, _)| *offer != offers[1].id));
            assert_eq!(expire(tx, late).await?.len(), 0);
            Ok(())
        });
        done.unwrap();
    });
}
