//! What staff are told of who may read about people, and of what help demands: of each step, so that none is taken in silence.

use frame::{
    access::model::Role,
    told::{Class, Leads, MessageKind, To},
};
use ground::{
    Object,
    text::{Key, k},
};

/// Everything that is told of roles and kinds of help.
pub const TOLD: &[&MessageKind] = &[&ROLE_PROPOSED, &ROLE_CONFIRMED, &ROLE_ENDED, &KIND_PROPOSED, &KIND_CONFIRMED];

/// Something about somebody's role.
const fn of_role(code: &'static str, words: Key, class: Class) -> MessageKind {
    let leads = Leads::Holding(Role::Administrator, "/admin/roles");
    MessageKind { code, words, about: Some(Object::Person), leads, to: To::STAFF, most: None, class }
}

/// Something about a kind of help.
const fn of_kind(code: &'static str, words: Key, class: Class) -> MessageKind {
    let leads = Leads::Holding(Role::Administrator, "/admin/kinds");
    MessageKind { code, words, about: None, leads, to: To::STAFF, most: None, class }
}

/// Somebody is to get a role that reads about people: another administrator is asked, within a week.
pub const ROLE_PROPOSED: MessageKind = of_role("role_proposed", k::messages::ROLE_PROPOSED, Class::Soon);
/// Somebody has got it.
pub const ROLE_CONFIRMED: MessageKind = of_role("role_confirmed", k::messages::ROLE_CONFIRMED, Class::Calm);
/// Somebody has it no longer.
pub const ROLE_ENDED: MessageKind = of_role("role_ended", k::messages::ROLE_ENDED, Class::Calm);
/// A kind of help is to demand less: another administrator is asked, within a week.
pub const KIND_PROPOSED: MessageKind = of_kind("kind_proposed", k::messages::KIND_PROPOSED, Class::Soon);
/// It demands less from now on.
pub const KIND_CONFIRMED: MessageKind = of_kind("kind_confirmed", k::messages::KIND_CONFIRMED, Class::Calm);
