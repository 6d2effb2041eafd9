//! What makes a kind of help demand less: a weaker way of finding the volunteer, a lower risk, a requirement that goes, a meeting in
//! person where there was none. One administrator alone may not do it (see `proposals`). Pure. Tests: here.

use super::form::KindForm;
use help::kinds::model::{ContactMode, Kind, Moderation, Requirement};

/// What a kind is to demand less; the rest of it stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weaker {
    /// A way of finding the volunteer that looks less closely.
    pub moderation: Option<Moderation>,
    /// A lower risk.
    pub risk: Option<i64>,
    /// Requirements that go.
    pub without: Vec<Requirement>,
    /// Ways of meeting in person that come.
    pub meeting: Vec<ContactMode>,
}

impl Weaker {
    /// Whether nothing is to be weaker.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As the log tells it: what it was and what it is to be, by code.
    pub fn told(&self, kind: &Kind) -> String {
        let mut parts = vec![format!("kind={}", kind.slug)];
        if let Some(moderation) = self.moderation {
            parts.push(format!("mode={}>{}", kind.moderation.code(), moderation.code()));
        }
        if let Some(risk) = self.risk {
            parts.push(format!("risk={}>{risk}", kind.risk));
        }
        parts.extend(self.without.iter().map(|gone| format!("without={}", gone.code())));
        parts.extend(self.meeting.iter().map(|mode| format!("meeting={}", mode.code())));
        parts.join(" ")
    }
}

/// Takes apart what was asked for: what one administrator may do at once, and what needs another.
pub fn split(kind: &Kind, mut new: KindForm) -> (KindForm, Weaker) {
    let mut weaker = Weaker::default();
    // The codes stand from the closest look to the loosest.
    if new.moderation > kind.moderation {
        weaker.moderation = Some(new.moderation);
        new.moderation = kind.moderation;
    }
    if new.risk < kind.risk {
        weaker.risk = Some(new.risk);
        new.risk = kind.risk;
    }
    weaker.without = kind
        .requirements
        .iter()
        .copied()
        .filter(|known| !Requirement::ALWAYS.contains(known) && !new.beyond.contains(known))
        .collect();
    new.beyond.extend(&weaker.without);
    let met = |mode: &ContactMode| matches!(mode, ContactMode::Home | ContactMode::Out);
    let has_met = kind.modes.iter().any(met);
    // A home is closer than a walk, and a walk than a call.
    weaker.meeting = new
        .modes
        .iter()
        .copied()
        .filter(|mode| !kind.modes.contains(mode) && (*mode == ContactMode::Home || (met(mode) && !has_met)))
        .collect();
    new.modes.retain(|mode| !weaker.meeting.contains(mode));
    if new.modes.is_empty() {
        // A kind is given somehow, until the new way is confirmed.
        new.modes.clone_from(&kind.modes);
    }
    (new, weaker)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind() -> Kind {
        Kind {
            id: "k".into(),
            slug: "company".to_owned(),
            active: true,
            moderation: Moderation::Offered,
            risk: 2,
            minutes: 60,
            modes: vec![ContactMode::Phone, ContactMode::Out],
            requirements: [&Requirement::ALWAYS[..], &[Requirement::References, Requirement::Introduction]].concat(),
            name: String::new(),
            description: String::new(),
            boundary: String::new(),
        }
    }

    fn form(moderation: Moderation, risk: i64, modes: &[ContactMode], beyond: &[Requirement]) -> KindForm {
        KindForm {
            active: true,
            texts: Default::default(),
            moderation,
            risk,
            minutes: 60,
            modes: modes.to_vec(),
            beyond: beyond.to_vec(),
        }
    }

    #[test]
    fn what_is_stricter_is_done_and_what_is_weaker_waits() {
        use ContactMode::{Home, Out, Phone, Video};
        use Moderation::{Offered, OpenBoard, StaffMatched};
        use Requirement::{Introduction, References, RegisterExtract};
        let same = form(Offered, 2, &[Phone, Out], &[References, Introduction]);
        assert_eq!(split(&kind(), same.clone()), (same, Weaker::default()));
        let stricter = form(StaffMatched, 3, &[Phone], &[References, Introduction, RegisterExtract]);
        assert_eq!(split(&kind(), stricter.clone()), (stricter, Weaker::default()));
        let (now, weaker) = split(&kind(), form(OpenBoard, 1, &[Phone, Out, Home], &[RegisterExtract]));
        assert_eq!((now.moderation, now.risk, now.modes.as_slice()), (Offered, 2, [Phone, Out].as_slice()));
        assert_eq!(now.beyond, [RegisterExtract, References, Introduction], "one more at once, none less");
        assert_eq!(
            weaker,
            Weaker {
                moderation: Some(OpenBoard),
                risk: Some(1),
                without: vec![References, Introduction],
                meeting: vec![Home]
            }
        );
        assert_eq!(
            weaker.told(&kind()),
            "kind=company mode=offered>open_board risk=2>1 without=references without=introduction meeting=home"
        );
        // In part stricter, in part weaker: each its own way.
        let (now, weaker) = split(&kind(), form(StaffMatched, 1, &[Phone, Out], &[References, Introduction]));
        assert_eq!((now.moderation, now.risk, weaker.risk), (StaffMatched, 2, Some(1)));
        // Who called only is not met without a second look; who is met already may also be called or seen on a screen.
        let called = Kind { modes: vec![Phone], ..kind() };
        let (now, weaker) = split(&called, form(Offered, 2, &[Out, Video], &[References, Introduction]));
        assert_eq!((now.modes, weaker.meeting), (vec![Video], vec![Out]));
        let (now, weaker) = split(&called, form(Offered, 2, &[Home], &[References, Introduction]));
        assert_eq!((now.modes, weaker.meeting), (vec![Phone], vec![Home]), "never none at all");
    }
}
