//! SQL of areas.

use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use ground::id::{AreaId, MunicipalityId};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::new("area"), Table::new("area_neighbour")];

/// An area.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Area {
    /// The area.
    pub id: AreaId,
    /// "Centrum".
    pub name: String,
    /// Whether people can live in it (any more).
    pub active: bool,
}

/// All areas, in use or not. Names are not sorted: that is for the language of the reader.
pub async fn list(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Vec<Area>, DbError> {
    rows!(tx, Area, "SELECT id, name, active FROM area WHERE municipality_id = $1 ORDER BY id", municipality)
}

/// The area with this id.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &AreaId) -> Result<Option<Area>, DbError> {
    row!(tx, Area, "SELECT id, name, active FROM area WHERE municipality_id = $1 AND id = $2", municipality, id)
}

/// All pairs of neighbours; each pair stands twice, once a direction.
pub async fn neighbours(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Vec<(AreaId, AreaId)>, DbError> {
    rows!(
        tx,
        (AreaId, AreaId),
        "SELECT area_id, neighbour_id FROM area_neighbour WHERE municipality_id = $1 ORDER BY area_id, neighbour_id",
        municipality
    )
}

/// A new area, in use from now on.
pub async fn insert(tx: &mut Tx, municipality: &MunicipalityId, id: &AreaId, name: &str) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO area (municipality_id, id, name, active) VALUES ($1, $2, $3, TRUE)",
        municipality,
        id,
        name
    )?;
    Ok(())
}

/// Holds the areas until the transaction ends: who changes one at the same moment waits, and then reads what was saved. All of them: two
/// areas share that they are neighbours.
pub async fn hold(tx: &mut Tx, municipality: &MunicipalityId) -> Result<(), DbError> {
    exec!(tx, "UPDATE municipality SET name = name WHERE id = $1", municipality)?;
    Ok(())
}

/// Changes name and use. Too late where there is no such area.
pub async fn update(tx: &mut Tx, municipality: &MunicipalityId, area: &Area) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE area SET name = $3, active = $4 WHERE municipality_id = $1 AND id = $2",
        municipality,
        &area.id,
        &area.name,
        area.active
    )?))
}

/// Sets an area's neighbours, in both directions. Ids of no area of the municipality are left out.
pub async fn set_neighbours(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    area: &AreaId,
    neighbours: &[AreaId],
) -> Result<(), DbError> {
    exec!(
        tx,
        "DELETE FROM area_neighbour WHERE municipality_id = $1 AND (area_id = $2 OR neighbour_id = $2)",
        municipality,
        area
    )?;
    for neighbour in neighbours.iter().filter(|neighbour| *neighbour != area) {
        for (from, to) in [(area, neighbour), (neighbour, area)] {
            exec!(
                tx,
                "INSERT INTO area_neighbour (municipality_id, area_id, neighbour_id)
                 SELECT a.municipality_id, a.id, b.id FROM area a JOIN area b ON b.municipality_id = a.municipality_id
                 WHERE a.municipality_id = $1 AND a.id = $2 AND b.id = $3
                 ON CONFLICT (municipality_id, area_id, neighbour_id) DO NOTHING",
                municipality,
                from,
                to
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::db_test;
    use db::{Failure, in_tx};
    use ground::{Timestamp, clock::Clock};

    db_test!(neighbours_know_each_other, |db| async {
        app::demo::fill(&db.db, &Clock::fixed(Timestamp(1_795_428_000_000))).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let (other,) =
            row!(&mut tx, (MunicipalityId,), "SELECT id FROM municipality WHERE host <> '*'").unwrap().unwrap();
        let (own,) = row!(&mut tx, (MunicipalityId,), "SELECT id FROM municipality WHERE host = '*'").unwrap().unwrap();
        let (mine, theirs) = (list(&mut tx, &own).await.unwrap(), list(&mut tx, &other).await.unwrap());
        drop(tx);
        let named = |name: &str| mine.iter().find(|area| area.name == name).unwrap().clone();
        let (bruket, centrum) = (named("Bruket"), named("Centrum"));
        let wished =
            [centrum.id.clone(), bruket.id.clone(), theirs[0].id.clone(), "nowhere".into(), centrum.id.clone()];
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            set_neighbours(tx, &own, &bruket.id, &wished).await?;
            assert!(
                update(tx, &own, &Area { name: "Gamla bruket".into(), active: false, ..bruket.clone() })
                    .await?
                    .is_done()
            );
            assert!(!update(tx, &other, &bruket).await?.is_done(), "somebody else's");
            Ok(())
        });
        done.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let pairs = neighbours(&mut tx, &own).await.unwrap();
        let of =
            |area: &AreaId| pairs.iter().filter(|(from, _)| from == area).map(|(_, to)| to.clone()).collect::<Vec<_>>();
        assert_eq!(of(&bruket.id), std::slice::from_ref(&centrum.id));
        assert!(of(&centrum.id).contains(&bruket.id));
        assert_eq!(of(&named("Strandvik").id).len(), 1, "no longer beside Bruket");
        let changed = by_id(&mut tx, &own, &bruket.id).await.unwrap().unwrap();
        assert_eq!((changed.name.as_str(), changed.active), ("Gamla bruket", false));
        assert_eq!(by_id(&mut tx, &other, &bruket.id).await.unwrap(), None);
    });
}
