//! Offers and the open board as their volunteer sees them.

use crate::{
    kinds::model::ContactMode,
    offers::{
        card::{Card, Distance},
        model::{MOST_LIVE, OfferStatus},
    },
    requests::model::PossibleTime,
};
use db::{DbError, Tx, rows};
use ground::{
    Timestamp,
    id::{KindId, MunicipalityId, OfferId, PersonId, RequestId, TimeId},
    time::DayPart,
};

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
