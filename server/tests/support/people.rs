//! Municipalities and people for tests.

use db::{Failure, exec, in_tx};
use frame::{access::model::Role, context::AppContext};
use ground::{
    id::{MunicipalityId, PersonId},
    random::new_id,
};

pub async fn municipality(ctx: &AppContext, name: &str, host: &str) -> MunicipalityId {
    let now = ctx.clock.now();
    let made: Result<MunicipalityId, Failure> = in_tx!(ctx.db, |tx| {
        let id = MunicipalityId(new_id(now));
        exec!(
            tx,
            "INSERT INTO municipality (id, name, host, phone, hours_sv, hours_fi, hours_en, created_at)
             VALUES ($1, $2, $3, '010-000 00 00', 'Vardagar 8–16', 'Arkisin 8–16', 'Weekdays 8–16', $4)",
            &id,
            name,
            host,
            now
        )?;
        Ok(id)
    });
    made.unwrap()
}

pub async fn person(ctx: &AppContext, municipality: &MunicipalityId, role: Role) -> PersonId {
    let now = ctx.clock.now();
    let made: Result<PersonId, Failure> = in_tx!(ctx.db, |tx| {
        let id = PersonId(new_id(now));
        exec!(
            tx,
            "INSERT INTO person (municipality_id, id, given_name, family_name, search_text, locale, channel, has_login,
                 share_phone, protected, created_at, updated_at)
             VALUES ($1, $2, $3, 'Prov', 'prov', 'sv', 'app', TRUE, FALSE, FALSE, $4, $4)",
            municipality,
            &id,
            role.code(),
            now
        )?;
        exec!(
            tx,
            "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from) VALUES ($1, $2, $3, $4, $5)",
            municipality,
            new_id(now),
            &id,
            role.code(),
            now.plus_days(-1)
        )?;
        Ok(id)
    });
    made.unwrap()
}
