//! Every function on both databases.

use super::*;
use crate::admin::picture::{Picture, hash};
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, in_tx};
use frame::access::{
    self,
    model::{Device, Role},
};
use ground::id::{AreaId, PersonId};
use help::kinds::{self, model::Moderation};
use people::person::Sought;

fn give<'a>(person: &'a PersonId, role: Role, by: &'a PersonId) -> NewRole<'a> {
    NewRole { person, role, area: None, from: NOW, to: None, by }
}

db_test!(roles_are_given_once_and_the_last_administrator_stays, |db| async {
    let municipality = testing::filled(&db).await;
    let (rolf, stina) = (testing::person(&db.db, "Rolf").await, testing::person(&db.db, "Stina").await);
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let admin = give(&stina, Role::Administrator, &rolf);
        let rolfs = staff(tx, &municipality, NOW).await?.into_iter().find(|role| role.person_id == rolf).unwrap();
        assert_eq!(end_role(tx, &municipality, &rolfs, NOW).await?, Ended::LastAdministrator);
        assert_eq!(count_staff(tx, &municipality, NOW).await?, 2);
        assert!(insert_role(tx, &"other".into(), &admin, NOW).await?.is_none(), "not of that municipality");
        let nowhere = AreaId::from("nowhere");
        let elsewhere = NewRole { area: Some(&nowhere), ..give(&stina, Role::Coordinator, &rolf) };
        assert!(insert_role(tx, &municipality, &elsewhere, NOW).await?.is_none(), "no such area");
        let id = insert_role(tx, &municipality, &admin, NOW).await?.unwrap();
        assert!(insert_role(tx, &municipality, &admin, NOW).await?.is_none(), "has it already");
        assert_eq!(count_staff(tx, &municipality, NOW).await?, 3);
        assert_eq!(end_role(tx, &municipality, &rolfs, NOW).await?, Ended::Now);
        assert_eq!(end_role(tx, &municipality, &rolfs, NOW).await?, Ended::Before);
        let stinas = assignment(tx, &municipality, &id).await?.unwrap();
        assert_eq!(assignment(tx, &"other".into(), &id).await?, None);
        assert_eq!(end_role(tx, &municipality, &stinas, NOW).await?, Ended::LastAdministrator);
        assert!(insert_role(tx, &municipality, &give(&stina, Role::Volunteer, &stina), NOW).await?.is_some());
        let roles: Vec<_> = search(tx, &municipality, &Sought::of("stina").unwrap(), NOW)
            .await?
            .into_iter()
            .filter_map(|found| found.role)
            .collect();
        assert_eq!(roles, ["administrator", "senior", "volunteer"]);
        assert_eq!(search(tx, &municipality, &Sought::of("%").unwrap(), NOW).await?, [], "a sign, not a wildcard");
        exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &stina)?;
        assert_eq!(
            search(tx, &municipality, &Sought::of("stina").unwrap(), NOW).await?,
            [],
            "protected people are in no search"
        );
        Ok(())
    });
    done.unwrap();
});

db_test!(two_administrators_cannot_end_each_other, |db| async {
    let municipality = testing::filled(&db).await;
    let (rolf, stina) = (testing::person(&db.db, "Rolf").await, testing::person(&db.db, "Stina").await);
    let made: Result<Vec<Assignment>, Failure> = in_tx!(db.db, |tx| {
        insert_role(tx, &municipality, &give(&stina, Role::Administrator, &rolf), NOW).await?;
        let staff = staff(tx, &municipality, NOW).await?;
        Ok(staff.into_iter().filter(|role| role.role == "administrator").collect())
    });
    let both = made.unwrap();
    assert_eq!(both.len(), 2);
    let mut all = tokio::task::JoinSet::new();
    for role in both {
        let (db, municipality) = (db.db.clone(), municipality.clone());
        all.spawn(async move {
            let ended: Result<Ended, Failure> = in_tx!(db, |tx| { Ok(end_role(tx, &municipality, &role, NOW).await?) });
            ended.unwrap()
        });
    }
    let outcomes = all.join_all().await;
    assert!(outcomes.contains(&Ended::Now) && outcomes.contains(&Ended::LastAdministrator), "{outcomes:?}");
});

db_test!(a_kind_and_the_municipality_are_changed, |db| async {
    let own = testing::filled(&db).await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let before = kinds::store::list(tx, &own, Locale::Fi).await?.remove(0);
        let words = |locale: &str| [format!("name {locale}"), "description".to_owned(), "boundary".to_owned()];
        let new = KindForm {
            active: false,
            texts: ["sv", "fi", "en"].map(words),
            moderation: Moderation::StaffMatched,
            risk: 3,
            minutes: 45,
            modes: vec![ContactMode::Video],
            beyond: vec![Requirement::ItCourse, Requirement::ItCourse],
        };
        assert!(!set_kind(tx, &"other".into(), &before.id, &new).await?);
        assert!(set_kind(tx, &own, &before.id, &new).await?);
        let after = kinds::store::list(tx, &own, Locale::Fi).await?.remove(0);
        assert_eq!((after.name.as_str(), after.active, after.risk, after.minutes), ("name fi", false, 3, 45));
        assert_eq!(
            (after.moderation, after.modes.as_slice()),
            (Moderation::StaffMatched, [ContactMode::Video].as_slice())
        );
        assert_eq!(after.requirements.len(), Requirement::ALWAYS.len() + 1);
        assert_eq!(kind_texts(tx, &own, &before.id).await?.len(), 3);
        let known = municipality(tx, &own).await?.unwrap();
        let renamed = MunicipalityForm { name: "Granby stad".to_owned(), accent: Some("#7A1F3D".to_owned()), ..known };
        assert!(set_municipality(tx, &own, &renamed).await?.is_done());
        assert_eq!(municipality(tx, &own).await?, Some(renamed));
        Ok(())
    });
    done.unwrap();
});

db_test!(a_logo_is_set_changed_and_removed, |db| async {
    let own = testing::filled(&db).await;
    let picture = |bytes: &[u8]| Picture { bytes: bytes.to_vec(), width: 120, height: 40 };
    let (first, second) = (picture(&[0, 1, 255]), picture(b"second"));
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        assert!(!set_logo_alt(tx, &own, Some("Vapen")).await?.is_done(), "there is none");
        assert!(!delete_logo(tx, &own).await?.is_done());
        set_logo(tx, &own, &first, None).await?;
        let host = row!(tx, (String,), "SELECT host FROM municipality WHERE id = $1", &own)?.unwrap().0;
        let name = municipality(tx, &own).await?.unwrap().name;
        let shown = access::store::visitor(tx, &host, None, &Device::default(), NOW).await?.unwrap().municipality.logo;
        let shown = shown.unwrap();
        assert_eq!((shown.hash, shown.alt, shown.width, shown.height), (hash(&first.bytes), name, 120, 40));
        assert_eq!(logo(tx, &host, &hash(&first.bytes)).await?, Some(first.bytes.clone()));
        assert!(set_logo_alt(tx, &own, Some("Vapen")).await?.is_done());
        assert_eq!(logo_alt(tx, &own).await?.as_deref(), Some("Vapen"));
        // Another in its place: the first is gone, whoever still asks for it.
        set_logo(tx, &own, &second, Some("Nytt")).await?;
        assert_eq!(logo(tx, &host, &hash(&first.bytes)).await?, None);
        assert_eq!(logo(tx, &host, &hash(&second.bytes)).await?, Some(second.bytes.clone()));
        // Another municipality knows nothing of it.
        exec!(
            tx,
            "INSERT INTO municipality (id, name, host, phone, hours_sv, hours_fi, hours_en, created_at)
             VALUES ('other', 'Grannby', 'grannby.example', '1', 'a', 'b', 'c', 1)"
        )?;
        assert_eq!(logo(tx, "grannby.example", &hash(&second.bytes)).await?, None);
        assert!(!delete_logo(tx, &"other".into()).await?.is_done());
        assert!(delete_logo(tx, &own).await?.is_done());
        assert_eq!((logo(tx, &host, &hash(&second.bytes)).await?, logo_alt(tx, &own).await?), (None, None));
        Ok(())
    });
    done.unwrap();
});
