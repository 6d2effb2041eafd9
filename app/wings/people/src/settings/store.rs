//! SQL of how a person reads.

use db::{DbError, Tx, exec, row};
use frame::access::{
    model::{Look, TextSize, Theme},
    store::LookRow,
};
use ground::{
    Locale,
    id::{MunicipalityId, PersonId},
};

/// Keeps what was chosen; what was not stays as it is.
pub async fn save(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    locale: Option<Locale>,
    look: Look,
) -> Result<(), DbError> {
    exec!(
        tx,
        "UPDATE person SET locale = COALESCE($3, locale), easy_swedish = COALESCE($8, easy_swedish), text_size = COALESCE($4, text_size), theme = COALESCE($5, theme),
                listening = COALESCE($6, listening), compact = COALESCE($7, compact)
         WHERE municipality_id = $1 AND id = $2",
        municipality,
        person,
        locale.map(Locale::language),
        look.text.map(TextSize::code),
        look.theme.map(Theme::code),
        look.listen,
        look.compact,
        locale.map(|locale| locale == Locale::Easy)
    )?;
    Ok(())
}

/// What the person has chosen, on whatever device.
pub async fn of(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Look, DbError> {
    let found = row!(
        tx,
        LookRow,
        "SELECT text_size, theme, listening, compact FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )?;
    Ok(found.unwrap_or_default().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};
    use frame::access::{self, model::Device};

    db_test!(what_was_chosen_is_kept_and_what_was_not_stays, |db| async {
        let municipality = testing::filled(&db).await;
        let stina = testing::person(&db.db, "Stina").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            assert_eq!(of(tx, &municipality, &stina).await?, Look::default());
            let first = Look { text: Some(TextSize::Largest), listen: Some(false), ..Look::default() };
            save(tx, &municipality, &stina, None, first).await?;
            let second = Look { theme: Some(Theme::Dark), compact: Some(true), ..Look::default() };
            save(tx, &municipality, &stina, Some(Locale::Fi), second).await?;
            save(tx, &"other".into(), &stina, Some(Locale::En), Look { text: Some(TextSize::Normal), ..second })
                .await?;
            let all = Look { theme: second.theme, compact: second.compact, ..first };
            assert_eq!(of(tx, &municipality, &stina).await?, all);
            // The account goes before what the device says, in language too.
            let device = Device {
                wished: Some(Locale::En),
                look: Look { text: Some(TextSize::Larger), theme: Some(Theme::Light), ..Look::default() },
                ..Device::default()
            };
            let seen = access::store::visitor(tx, "granby.localhost", Some(&stina), &device, NOW).await?.unwrap();
            assert_eq!((seen.locale, seen.look), (Locale::Fi, all));
            save(tx, &municipality, &stina, Some(Locale::Easy), Look::default()).await?;
            let easy = access::store::visitor(tx, "granby.localhost", Some(&stina), &device, NOW).await?.unwrap();
            assert_eq!(easy.locale, Locale::Easy);
            // What the municipality writes is Swedish, and stands there.
            let kinds = help::kinds::store::list(tx, &municipality, easy.locale).await?;
            assert!(!kinds.is_empty());
            let nobody = access::store::visitor(tx, "granby.localhost", None, &device, NOW).await?.unwrap();
            assert_eq!((nobody.locale, nobody.look), (Locale::En, device.look));
            Ok(())
        });
        done.unwrap();
    });
}
