//! SQL of how a concern stands, as far as its task goes.

use crate::concerns::{model::ConcernStatus, tasks::Facts};
use db::{DbError, Tx, row, rows};
use ground::{
    Timestamp,
    id::{AreaId, ConcernId, MunicipalityId, PersonId},
};

#[derive(sqlx::FromRow)]
struct FactsRow {
    municipality_id: MunicipalityId,
    id: ConcernId,
    number: i64,
    by_person_id: PersonId,
    about_person_id: Option<PersonId>,
    senior_id: Option<PersonId>,
    volunteer_id: Option<PersonId>,
    area_id: Option<AreaId>,
    status: String,
    received_at: Timestamp,
    owner_id: Option<PersonId>,
    unowned_since: Option<Timestamp>,
}

impl FactsRow {
    fn read(self) -> Result<(MunicipalityId, Facts), DbError> {
        let status = ConcernStatus::from_code(&self.status)
            .ok_or_else(|| DbError::row("concern", "status", self.id.as_str()))?;
        let about = [self.about_person_id, self.senior_id, self.volunteer_id];
        let facts = Facts {
            status,
            about: about.into_iter().flatten().collect(),
            id: self.id,
            number: self.number,
            by: self.by_person_id,
            area: self.area_id,
            received_at: self.received_at,
            owner: self.owner_id,
            unowned_since: self.unowned_since,
        };
        Ok((self.municipality_id, facts))
    }
}

macro_rules! facts {
    ($rest:literal) => {
        concat!(
            "SELECT c.municipality_id, c.id, c.number, c.by_person_id, c.about_person_id, v.senior_id, v.volunteer_id, c.area_id, c.status,
                    c.received_at, c.owner_id, c.unowned_since
             FROM concern c
             LEFT JOIN visit v ON v.municipality_id = c.municipality_id AND c.about_type = 'visit' AND v.id = c.about_id ",
            $rest
        )
    };
}

/// How a concern stands.
pub async fn facts(tx: &mut Tx, municipality: &MunicipalityId, id: &ConcernId) -> Result<Option<Facts>, DbError> {
    let found = row!(tx, FactsRow, facts!("WHERE c.municipality_id = $1 AND c.id = $2"), municipality, id)?;
    Ok(found.map(FactsRow::read).transpose()?.map(|(_, facts)| facts))
}

/// How all concerns stand that are not closed, over all municipalities.
pub async fn all_facts(tx: &mut Tx) -> Result<Vec<(MunicipalityId, Facts)>, DbError> {
    rows!(tx, FactsRow, facts!("WHERE c.status <> 'closed'"))?.into_iter().map(FactsRow::read).collect()
}
