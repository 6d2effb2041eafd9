//! Who may see and answer an offer or a card of the board: pure.

use super::card::Card;
use crate::kinds::model::{Kind, Moderation};
use frame::access::{model::SignedIn, policy};
use ground::{AppError, id::PersonId};

/// Lets only the offer's own volunteer through; nobody else may know that it exists.
///
/// # Errors
/// `Forbidden` for one who is no volunteer, `NotFound` for another volunteer, and for everybody where the senior's identity has become
/// protected.
pub fn own(me: &SignedIn, volunteer_of_offer: &PersonId, protected: bool) -> Result<(), AppError> {
    let me = policy::volunteer(me)?;
    if me == volunteer_of_offer && !protected { Ok(()) } else { Err(AppError::NotFound) }
}

/// Whether a kind's requests stand on the open board at all.
pub fn has_board(kind: &Kind) -> bool {
    kind.active && kind.moderation == Moderation::OpenBoard
}

/// Whether a card may stand on this volunteer's board (the volunteer's standing for the kind is asked for besides).
pub fn on_board(me: &PersonId, card: &Card, kind: &Kind) -> bool {
    has_board(kind) && card.senior != *me && !card.protected && card.approved && !card.taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{kinds::model::ContactMode, offers::card::Distance};
    use frame::access::model::Role;
    use frame::access::model::RoleHeld;

    fn person(id: &str, role: Role) -> SignedIn {
        SignedIn {
            municipality: "m".into(),
            id: id.into(),
            given_name: String::new(),
            family_name: String::new(),
            roles: vec![RoleHeld { role, area: None }],
            unread: 0,
        }
    }

    #[test]
    fn the_table_of_offers() {
        let owner = PersonId::from("v");
        for (who, protected, expected) in [
            (person("v", Role::Volunteer), false, Ok(())),
            (person("v", Role::Volunteer), true, Err(AppError::NotFound)),
            (person("x", Role::Volunteer), false, Err(AppError::NotFound)),
            (person("v", Role::Senior), false, Err(AppError::Forbidden)),
            (person("c", Role::Coordinator), false, Err(AppError::Forbidden)),
        ] {
            assert_eq!(own(&who, &owner, protected), expected, "{who:?}");
        }
    }

    #[test]
    fn the_table_of_the_board() {
        let kind = |moderation, active| Kind {
            id: "k".into(),
            slug: "phone_friend".into(),
            active,
            moderation,
            risk: 1,
            minutes: 30,
            modes: vec![ContactMode::Phone],
            requirements: vec![],
            name: String::new(),
            description: String::new(),
            boundary: String::new(),
        };
        let card = Card {
            offer: None,
            expires_at: None,
            chosen: None,
            request: "r".into(),
            approved: true,
            taken: false,
            senior: "s".into(),
            protected: false,
            kind: "k".into(),
            area: String::new(),
            distance: Distance::Unknown,
            mode: ContactMode::Phone,
            text: String::new(),
            times: vec![],
        };
        let (me, board) = (PersonId::from("v"), kind(Moderation::OpenBoard, true));
        assert!(on_board(&me, &card, &board));
        assert!(!on_board(&me, &card, &kind(Moderation::Offered, true)));
        assert!(!on_board(&me, &card, &kind(Moderation::OpenBoard, false)));
        assert!(!on_board(&"s".into(), &card, &board), "not one's own request");
        assert!(!on_board(&me, &Card { taken: true, ..card.clone() }, &board));
        assert!(!on_board(&me, &Card { protected: true, ..card.clone() }, &board));
        assert!(!on_board(&me, &Card { approved: false, ..card }, &board));
    }
}
