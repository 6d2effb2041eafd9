//! SQL of kinds of help.

use super::model::{ContactMode, Kind, Moderation, Requirement};
use db::{DbError, Table, Tx, rows};
use ground::{
    Locale,
    id::{KindId, MunicipalityId},
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::new("kind"), Table::new("kind_text"), Table::new("kind_requirement")];

#[derive(sqlx::FromRow)]
struct KindRow {
    id: KindId,
    slug: String,
    active: bool,
    mode: String,
    risk: i64,
    minutes: i64,
    at_home: bool,
    out_of_home: bool,
    by_phone: bool,
    by_video: bool,
    name: String,
    description: String,
    boundary: String,
    requirement: Option<String>,
}

/// All kinds in their order, active or not, with the words of a language.
pub async fn list(tx: &mut Tx, municipality: &MunicipalityId, locale: Locale) -> Result<Vec<Kind>, DbError> {
    let found = rows!(
        tx,
        KindRow,
        "SELECT k.id, k.slug, k.active, k.mode, k.risk, k.minutes, k.at_home, k.out_of_home, k.by_phone, k.by_video,
                t.name, t.description, t.boundary, r.requirement
         FROM kind k
         JOIN kind_text t ON t.municipality_id = k.municipality_id AND t.kind_id = k.id AND t.locale = $2
         LEFT JOIN kind_requirement r ON r.municipality_id = k.municipality_id AND r.kind_id = k.id
         WHERE k.municipality_id = $1 ORDER BY k.position, k.id",
        municipality,
        locale.language()
    )?;
    let mut kinds: Vec<Kind> = Vec::new();
    for row in found {
        let requirement = row
            .requirement
            .as_deref()
            .map(|code| {
                Requirement::from_code(code)
                    .ok_or_else(|| DbError::row("kind_requirement", "requirement", row.id.as_str()))
            })
            .transpose()?;
        if kinds.last().is_none_or(|kind| kind.id != row.id) {
            let flags = [
                (row.at_home, ContactMode::Home),
                (row.out_of_home, ContactMode::Out),
                (row.by_phone, ContactMode::Phone),
                (row.by_video, ContactMode::Video),
            ];
            kinds.push(Kind {
                moderation: Moderation::from_code(&row.mode)
                    .ok_or_else(|| DbError::row("kind", "mode", row.id.as_str()))?,
                modes: flags.into_iter().filter(|(on, _)| *on).map(|(_, mode)| mode).collect(),
                requirements: Requirement::ALWAYS.to_vec(),
                id: row.id,
                slug: row.slug,
                active: row.active,
                risk: row.risk,
                minutes: row.minutes,
                name: row.name,
                description: row.description,
                boundary: row.boundary,
            });
        }
        if let (Some(kind), Some(requirement)) = (kinds.last_mut(), requirement)
            && !kind.requirements.contains(&requirement)
        {
            kind.requirements.push(requirement);
        }
    }
    Ok(kinds)
}
