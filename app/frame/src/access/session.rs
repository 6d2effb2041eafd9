//! (server side) How long a session lasts (domain, "Sessions"): by its last use and, for staff, by its beginning. The same for pages and for
//! live streams.

use super::model::{Role, RoleHeld};
use ground::{Timestamp, secret::Secret};

/// The session's key for the person.
pub const PERSON: &str = "person";
/// The session's key for the person's municipality.
pub const MUNICIPALITY: &str = "municipality";
/// The session's key for when it was last used (unix milliseconds of the machine's clock).
pub const SEEN: &str = "seen";
/// The session's key for when it began.
pub const BEGAN: &str = "began";
/// The session's key for the press that it was begun by, as [`press_of`] makes it.
pub const PRESS: &str = "press";
/// The session's key for the roles it was begun with: where they are others today, it gets a new id.
pub const ROLES: &str = "roles";

/// Staff sign in anew after this long, used or not.
const STAFF_HOURS: i64 = 12;
/// Used so far in the future, in milliseconds: the machine's clock has been set back since.
const SET_BACK: i64 = 5 * 60_000;

/// How long a session lives without use: seniors 90 days, volunteers 30, staff 30 minutes; somebody with two roles gets the
/// stricter limit.
pub fn idle_limit(roles: &[RoleHeld]) -> std::time::Duration {
    let minutes = roles
        .iter()
        .map(|held| match held.role {
            Role::Coordinator | Role::Administrator => 30,
            Role::Volunteer => 30 * 24 * 60,
            Role::Senior => 90 * 24 * 60,
        })
        .min()
        .unwrap_or(30);
    std::time::Duration::from_secs(minutes * 60)
}

/// Roles as a session keeps them, the same in whatever order they come.
pub fn roles_key(roles: &[RoleHeld]) -> String {
    let area = |held: &RoleHeld| held.area.as_ref().map_or("", |area| area.as_str()).to_owned();
    let mut all: Vec<String> = roles.iter().map(|held| format!("{}:{}", held.role.code(), area(held))).collect();
    all.sort_unstable();
    all.join(" ")
}

/// What a session keeps of the key of the page that it was begun on: the same press once more, from a page that was nobody's, is no
/// press of somebody else.
pub fn press_of(secret: &Secret, key: &str) -> String {
    secret.mac("press", key.as_bytes())
}

/// The last moment of a session that began and was last used then, by the roles of today: they may have become stricter since.
fn until(began: Timestamp, seen: Timestamp, roles: &[RoleHeld]) -> Timestamp {
    let idle = i64::try_from(idle_limit(roles).as_millis()).unwrap_or(i64::MAX);
    let unused = Timestamp(seen.0.saturating_add(idle));
    if is_staff(roles) { unused.min(began.plus_hours(STAFF_HOURS)) } else { unused }
}

/// Whether it is over. After the machine's clock was set back nobody knows how long staff have been idle; the others' limits are months.
pub fn is_over(began: Timestamp, seen: Timestamp, roles: &[RoleHeld], now: Timestamp) -> bool {
    now > until(began, seen, roles) || (is_staff(roles) && seen.0.saturating_sub(now.0) > SET_BACK)
}

fn is_staff(roles: &[RoleHeld]) -> bool {
    roles.iter().any(|held| matches!(held.role, Role::Coordinator | Role::Administrator))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_end() {
        let at = |minutes| Timestamp(0).plus_minutes(minutes);
        for (role, began, seen, now, over) in [
            (Role::Coordinator, 0, 0, 29, false),
            (Role::Coordinator, 0, 0, 31, true),
            (Role::Coordinator, 0, 12 * 60 - 1, 12 * 60, false),
            (Role::Coordinator, 0, 12 * 60 - 1, 12 * 60 + 1, true),
            (Role::Coordinator, 0, 12, 8, false),
            (Role::Coordinator, 0, 12, 6, true),
            (Role::Senior, 0, 12, 6, false),
            (Role::Volunteer, 0, 12 * 60, 13 * 60, false),
            (Role::Volunteer, 0, 0, 30 * 24 * 60 + 1, true),
            (Role::Senior, 0, 0, 90 * 24 * 60 - 1, false),
            (Role::Senior, 0, 0, 90 * 24 * 60 + 1, true),
        ] {
            let roles = [RoleHeld { role, area: None }];
            assert_eq!(is_over(at(began), at(seen), &roles, at(now)), over, "{role:?} {began} {seen} {now}");
        }
    }
}
