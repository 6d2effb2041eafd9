//! Every function on both databases.

use super::{
    Sought,
    model::Contact,
    store::{NewPerson, find, insert, insert_role, same},
};
use app::{
    db_test,
    demo::testing::{self, NOW},
};
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::Locale;

fn person(given: &str, family: &str, phone: &str) -> NewPerson {
    NewPerson {
        given_name: given.to_owned(),
        family_name: family.to_owned(),
        phone: Some(phone.to_owned()),
        email: None,
        street: None,
        postal_code: None,
        city: None,
        area: None,
        way_in: None,
        about: None,
        locale: Locale::Sv,
        channel: Contact::Phone,
        has_login: false,
        share_phone: false,
    }
}

db_test!(people_are_found_by_names_in_any_order_and_by_their_number, |db| async {
    let municipality = testing::filled(&db).await;
    let ulla = testing::person(&db.db, "Ulla").await;
    let done: Result<(), Failure> = in_tx!(db.db, |tx| {
        let anna = insert(tx, &municipality, &person("Anna-Lena", "Åkerström", "0701740659"), NOW).await?;
        let renee = insert(tx, &municipality, &person("Renée", "", "+358401234567"), NOW).await?;
        for new in [&anna, &renee] {
            insert_role(tx, &municipality, new, Role::Senior, None, Some(&ulla), NOW).await?;
        }
        let mut found = async |typed: &str| -> Result<Vec<(String, String)>, Failure> {
            let sought = Sought::of(typed).unwrap();
            let found = find(tx, &municipality, &ulla, NOW, &sought, 50).await?;
            Ok(found.into_iter().map(|one| (one.id.to_string(), one.name)).collect())
        };
        for typed in [
            "anna lena åkerström",
            "Åkerström, Anna-Lena",
            "A\u{30a}KERSTRO\u{308}M",
            "lena  åker",
            "070-174 06 59",
            "+46 (0)70-174 06 59",
            "0046701740659",
            "070\u{2011}174\u{a0}06\u{a0}59",
            "\u{202a}0701740659\u{202c}",
            "40659",
            "åkerström 070-174 06 59",
        ] {
            assert_eq!(found(typed).await?, [(anna.to_string(), "Anna-Lena Åkerström".to_owned())], "{typed}");
        }
        for typed in ["renee", "RENÉE", "+358 40 123 45 67", "00358401234567"] {
            assert_eq!(
                found(typed).await?,
                [(renee.to_string(), "Renée".to_owned())],
                "{typed}: one name, and no space behind it"
            );
        }
        for typed in ["akerstrom", "anna finnsinte", "%", "070-174 06 58"] {
            assert_eq!(found(typed).await?, [], "{typed}");
        }
        let known = same(tx, &municipality, ("åkerström", "Anna  Lena"), "0701740659").await?;
        assert_eq!(known.into_iter().map(|one| (one.id, one.volunteer)).collect::<Vec<_>>(), [(anna.clone(), false)]);
        for (names, phone) in [(("Anna", "Åkerström"), "0701740659"), (("Anna-Lena", "Åkerström"), "0701740658")] {
            assert_eq!(same(tx, &municipality, names, phone).await?, [], "another name, another number");
        }
        exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &anna)?;
        assert_eq!(same(tx, &municipality, ("Anna-Lena", "Åkerström"), "0701740659").await?, [], "never the protected");
        exec!(tx, "UPDATE person SET protected = FALSE WHERE id = $1", &anna)?;
        Ok(())
    });
    done.unwrap();
});
