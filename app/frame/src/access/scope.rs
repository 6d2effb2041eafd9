//! (server side) Who may see a row: the one place that reads assignments for it, as a question to who is signed in and as a condition of a
//! statement. Both say the same (tests: here), and a statement's condition is made here, never typed: it names the parameters and columns
//! that it is about, whatever their numbers.
//!
//! ```text
//! concat!("SELECT … WHERE r.municipality_id = $1 AND ", coordinates!("r.area_id", municipality = "$1", person = "$2", now = "$3"))
//! ```

use super::model::{Role, SignedIn};
use ground::id::AreaId;

impl SignedIn {
    /// Whether the person is a coordinator for this area. What has no area is for those of the whole municipality.
    pub fn coordinates(&self, area: Option<&AreaId>) -> bool {
        self.roles
            .iter()
            .any(|held| held.role == Role::Coordinator && (held.area.is_none() || held.area.as_ref() == area))
    }

    /// The areas a coordinator works in; none means the whole municipality.
    pub fn coordinator_areas(&self) -> Option<Vec<AreaId>> {
        self.roles.iter().filter(|held| held.role == Role::Coordinator).map(|held| held.area.clone()).collect()
    }

    /// Whether the person is one of the named coordinators who handle people with protected identity: those of the whole municipality.
    pub fn handles_protected(&self) -> bool {
        self.coordinates(None)
    }
}

/// The condition "this assignment holds": of the row that a statement calls `$alias`, at the instant `now`; with `until` at its end too.
#[macro_export]
macro_rules! in_force {
    ($alias:literal, now = $now:literal) => {
        concat!(
            "(",
            $alias,
            ".valid_from <= ",
            $now,
            " AND (",
            $alias,
            ".valid_to IS NULL OR ",
            $alias,
            ".valid_to > ",
            $now,
            "))"
        )
    };
    ($alias:literal, until = $now:literal) => {
        concat!(
            "(",
            $alias,
            ".valid_from <= ",
            $now,
            " AND (",
            $alias,
            ".valid_to IS NULL OR ",
            $alias,
            ".valid_to >= ",
            $now,
            "))"
        )
    };
}

/// The code of a [`Role`], as SQL writes it: another name does not compile.
#[doc(hidden)]
#[macro_export]
macro_rules! role_in_sql {
    (Senior) => {
        "'senior'"
    };
    (Volunteer) => {
        "'volunteer'"
    };
    (Coordinator) => {
        "'coordinator'"
    };
    (Administrator) => {
        "'administrator'"
    };
}

/// The condition "this assignment is of one of these roles, and holds": `assigned!("r", Coordinator | Administrator, now = "$2")`.
#[macro_export]
macro_rules! assigned {
    ($alias:literal, $role:ident $(| $more:ident)*, $when:ident = $now:literal) => {
        concat!(
            $alias,
            ".role IN (",
            $crate::access::scope::role_in_sql!($role),
            $(", ", $crate::access::scope::role_in_sql!($more),)*
            ") AND ",
            $crate::access::scope::in_force!($alias, $when = $now)
        )
    };
}

/// The condition "the person holds one of these roles", in whatever area: `holds!(Volunteer, municipality = "$1", person = "p.id", now =
/// "$2")`.
#[macro_export]
macro_rules! holds {
    ($role:ident $(| $more:ident)*, municipality = $municipality:literal, person = $person:literal, $when:ident = $now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM role_assignment assigned WHERE assigned.municipality_id = ",
            $municipality,
            " AND assigned.person_id = ",
            $person,
            " AND ",
            $crate::access::scope::assigned!("assigned", $role $(| $more)*, $when = $now),
            ")"
        )
    };
}

/// The condition "the person is a coordinator for this area": of the whole municipality, or of this one. What has no area is for those of
/// the whole municipality. As [`SignedIn::coordinates`].
#[macro_export]
macro_rules! coordinates {
    ($area:expr, municipality = $municipality:literal, person = $person:literal, now = $now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM role_assignment assigned WHERE assigned.municipality_id = ",
            $municipality,
            " AND assigned.person_id = ",
            $person,
            " AND ",
            $crate::access::scope::assigned!("assigned", Coordinator, now = $now),
            " AND (assigned.area_id IS NULL OR assigned.area_id = ",
            $area,
            "))"
        )
    };
}

/// The condition "the person is a coordinator of the whole municipality".
#[macro_export]
macro_rules! coordinates_all {
    (municipality = $municipality:literal, person = $person:literal, now = $now:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM role_assignment assigned WHERE assigned.municipality_id = ",
            $municipality,
            " AND assigned.person_id = ",
            $person,
            " AND assigned.area_id IS NULL AND ",
            $crate::access::scope::assigned!("assigned", Coordinator, now = $now),
            ")"
        )
    };
}

/// The condition "the person is one of those who handle people with protected identity". As [`SignedIn::handles_protected`].
#[macro_export]
macro_rules! handles_protected {
    (municipality = $municipality:literal, person = $person:literal, now = $now:literal) => {
        $crate::access::scope::coordinates_all!(municipality = $municipality, person = $person, now = $now)
    };
}

pub use {assigned, coordinates, coordinates_all, handles_protected, holds, in_force, role_in_sql};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::{model::RoleHeld, store};
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, Tx, exec, in_tx, row};
    use ground::id::{MunicipalityId, PersonId};

    fn person(roles: &[(Role, Option<&str>)]) -> SignedIn {
        SignedIn {
            municipality: "m".into(),
            id: "p".into(),
            given_name: "Maj".into(),
            family_name: "Ek".into(),
            roles: roles.iter().map(|(role, area)| RoleHeld { role: *role, area: area.map(AreaId::from) }).collect(),
            unread: 0,
        }
    }

    #[test]
    fn a_coordinator_works_where_the_role_holds() {
        let area = AreaId::from;
        let centre = person(&[(Role::Coordinator, Some("centre"))]);
        assert!(centre.coordinates(Some(&area("centre"))));
        assert!(!centre.coordinates(Some(&area("north"))) && !centre.coordinates(None));
        assert_eq!(centre.coordinator_areas(), Some(vec!["centre".into()]));
        let everywhere = person(&[(Role::Coordinator, Some("centre")), (Role::Coordinator, None)]);
        assert!(everywhere.coordinates(Some(&area("north"))) && everywhere.coordinates(None));
        assert_eq!(everywhere.coordinator_areas(), None);
        let nobody = person(&[(Role::Volunteer, None)]);
        assert!(!nobody.coordinates(Some(&area("centre"))) && !nobody.coordinates(None));
        assert_eq!(nobody.coordinator_areas(), Some(vec![]));
        assert!(everywhere.handles_protected() && !centre.handles_protected() && !nobody.handles_protected());
    }

    #[test]
    fn every_role_is_written_as_its_code() {
        let written =
            [role_in_sql!(Senior), role_in_sql!(Volunteer), role_in_sql!(Coordinator), role_in_sql!(Administrator)];
        let codes: Vec<String> = Role::ALL.iter().map(|role| format!("'{}'", role.code())).collect();
        assert_eq!(codes, written);
    }

    /// Whether a condition is true of a person (`$2`) of the municipality (`$1`) now (`$3`), for an area (`$4`, or none).
    async fn is_true(
        tx: &mut Tx,
        condition: &'static str,
        (municipality, person): (&MunicipalityId, &PersonId),
        area: Option<&AreaId>,
    ) -> bool {
        let sql = format!(
            "SELECT id, CAST($3 AS BIGINT), CAST($4 AS TEXT) FROM person WHERE municipality_id = $1 AND id = $2 AND {condition}"
        );
        let found = row!(
            tx,
            (String, i64, Option<String>),
            sqlx::AssertSqlSafe(sql),
            municipality,
            person,
            NOW,
            area.map(AreaId::as_str)
        );
        found.unwrap().is_some()
    }

    // The two ways to ask say the same, for whatever assignments somebody has, had or will have.
    db_test!(a_statement_says_what_is_said_of_who_is_signed_in, |db| async {
        let municipality = testing::filled(&db).await;
        let ulla = testing::person(&db.db, "Ulla").await;
        let mut tx = db.db.read().await.unwrap();
        let sql = "SELECT id FROM area WHERE municipality_id = $1 ORDER BY id LIMIT 1";
        let (area,) = row!(&mut tx, (AreaId,), sql, &municipality).unwrap().unwrap();
        drop(tx);
        let (here, elsewhere) = (Some(&area), Some(AreaId::from("elsewhere")));
        let (before, after) = (NOW.plus_days(-1), NOW.plus_days(1));
        let mut seen = [0; 2];
        for (role, assigned) in Role::ALL.iter().flat_map(|role| [None, here].map(|area| (*role, area))) {
            for (from, to) in [
                (before, None),
                (NOW, None),
                (after, None),
                (before, Some(after)),
                (before, Some(NOW)),
                (before, Some(NOW.plus_minutes(1))),
                (NOW, Some(NOW)),
            ] {
                let done: Result<(), Failure> = in_tx!(db.db, |tx| {
                    exec!(
                        tx,
                        "UPDATE role_assignment SET role = $3, area_id = $4, valid_from = $5, valid_to = $6
                         WHERE municipality_id = $1 AND person_id = $2",
                        &municipality,
                        &ulla,
                        role.code(),
                        assigned.map(AreaId::as_str),
                        from,
                        to
                    )?;
                    let me = SignedIn { roles: store::roles(tx, &municipality, &ulla, NOW).await?, ..person(&[]) };
                    let whose = (&municipality, &ulla);
                    for asked in [None, here, elsewhere.as_ref()] {
                        let sql = coordinates!("$4", municipality = "$1", person = "$2", now = "$3");
                        assert_eq!(
                            is_true(tx, sql, whose, asked).await,
                            me.coordinates(asked),
                            "{role:?} {from:?} {to:?}"
                        );
                    }
                    let sql = handles_protected!(municipality = "$1", person = "$2", now = "$3");
                    let handles = is_true(tx, sql, whose, None).await;
                    assert_eq!(handles, me.handles_protected(), "{role:?} {from:?} {to:?}");
                    let staff = holds!(Coordinator | Administrator, municipality = "$1", person = "$2", now = "$3");
                    let is_staff = is_true(tx, staff, whose, None).await;
                    assert_eq!(is_staff, me.is_staff(), "{role:?} {from:?} {to:?}");
                    let was = holds!(Coordinator | Administrator, municipality = "$1", person = "$2", until = "$3");
                    let ends_now = to == Some(NOW) && matches!(role, Role::Coordinator | Role::Administrator);
                    assert_eq!(is_true(tx, was, whose, None).await, is_staff || ends_now, "{role:?} {from:?} {to:?}");
                    let other =
                        holds!(Coordinator | Administrator, municipality = "'another'", person = "$2", now = "$3");
                    assert!(!is_true(tx, other, whose, None).await);
                    seen[usize::from(handles)] += 1;
                    Ok(())
                });
                done.unwrap();
            }
        }
        assert!(seen.iter().all(|times| *times > 3), "{seen:?}");
        db.may_contradict();
    });
}
