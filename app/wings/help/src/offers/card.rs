//! What a volunteer may see of a request before the senior's yes: never a name, an address or a telephone number.

use super::model::OfferStatus;
use crate::{kinds::model::ContactMode, requests::model::PossibleTime};
use ground::{
    Timestamp,
    id::{KindId, OfferId, PersonId, RequestId, TimeId},
    tree::FromTree,
};
use serde::Serialize;

/// How far it is from the volunteer's own area, in words (no map, no addresses).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// The area where the volunteer lives.
    Same,
    /// An area beside it.
    Next,
    /// Further away.
    Further,
    /// The volunteer's own area is not known.
    Unknown,
}

/// A request as a card: offered to the volunteer, or on the open board.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// The volunteer's own offer and its state; none on the board.
    pub offer: Option<(OfferId, OfferStatus)>,
    /// By when the offer is to be answered.
    pub expires_at: Option<Timestamp>,
    /// The time that the volunteer chose.
    pub chosen: Option<TimeId>,
    /// The request.
    pub request: RequestId,
    /// Volunteers can be asked.
    pub approved: bool,
    /// Another volunteer has said yes.
    pub taken: bool,
    /// Whose request it is, for the log and for policy; never shown.
    pub senior: PersonId,
    /// The senior's identity is protected by now: nothing is shown any more.
    pub protected: bool,
    /// What is wanted.
    pub kind: KindId,
    /// The area's name.
    pub area: String,
    /// How far away.
    pub distance: Distance,
    /// Where or how.
    pub mode: ContactMode,
    /// The coordinator's text for volunteers.
    pub text: String,
    /// The days and times that would suit.
    pub times: Vec<PossibleTime>,
}

/// How an offer stands, as its volunteer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, FromTree)]
pub enum OfferView {
    /// A yes or a no is waited for.
    Open,
    /// The yes is there; the senior answers.
    Waiting,
    /// The senior said yes.
    Agreed,
    /// The volunteer said no.
    Declined,
    /// Its time is over.
    Expired,
    /// Somebody else was first.
    Late,
    /// It is not needed any more.
    Withdrawn,
    /// The senior said no; why is nobody's business.
    NotChosen,
}

#[cfg(feature = "ssr")]
impl OfferView {
    /// Whether there is nothing left to answer or to look forward to.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Declined | Self::Expired | Self::Late | Self::Withdrawn | Self::NotChosen)
    }
}

#[cfg(feature = "ssr")]
impl Card {
    /// The times that are still ahead, soonest first.
    pub fn ahead(&self, now: Timestamp) -> Vec<(TimeId, Timestamp)> {
        let mut times: Vec<_> = self
            .times
            .iter()
            .filter_map(|time| Some((time.id.clone(), time.starts_at()?)))
            .filter(|(_, at)| *at > now)
            .collect();
        times.sort_by_key(|(_, at)| *at);
        times
    }

    /// When the chosen time begins.
    pub fn chosen_at(&self) -> Option<Timestamp> {
        self.times.iter().find(|time| Some(&time.id) == self.chosen.as_ref()).and_then(PossibleTime::starts_at)
    }

    /// How it stands for the volunteer now. A card of the board is open as long as a yes would be taken.
    pub fn view(&self, now: Timestamp) -> OfferView {
        match self.offer.as_ref().map(|(_, status)| *status) {
            // The senior has not answered in time.
            Some(OfferStatus::Accepted) if self.chosen_at().is_some_and(|at| at <= now) => OfferView::Expired,
            Some(OfferStatus::Accepted) => OfferView::Waiting,
            Some(OfferStatus::Confirmed) => OfferView::Agreed,
            Some(OfferStatus::Declined) => OfferView::Declined,
            Some(OfferStatus::Withdrawn) => OfferView::Withdrawn,
            Some(OfferStatus::NotChosen) => OfferView::NotChosen,
            Some(OfferStatus::Expired) => OfferView::Expired,
            Some(OfferStatus::Open) | None if self.taken || !self.approved => OfferView::Late,
            Some(OfferStatus::Open) if self.expires_at.is_some_and(|at| at <= now) => OfferView::Expired,
            Some(OfferStatus::Open) | None if self.ahead(now).is_empty() => OfferView::Expired,
            Some(OfferStatus::Open) | None => OfferView::Open,
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use ground::time::DayPart;

    fn card(offer: Option<OfferStatus>) -> Card {
        Card {
            offer: offer.map(|status| ("o".into(), status)),
            expires_at: offer.map(|_| now().plus_hours(10)),
            chosen: Some("b".into()),
            request: "r".into(),
            approved: true,
            taken: false,
            senior: "s".into(),
            protected: false,
            kind: "k".into(),
            area: "Centrum".into(),
            distance: Distance::Same,
            mode: ContactMode::Home,
            text: String::new(),
            times: ["2026-11-27", "2026-11-26", "2026-11-20"]
                .into_iter()
                .zip(["a", "b", "c"])
                .map(|(day, id)| PossibleTime { id: id.into(), day: day.into(), part: DayPart::Morning, clock: None })
                .collect(),
        }
    }

    fn now() -> Timestamp {
        Timestamp::from_local(jiff::civil::date(2026, 11, 22).at(12, 0, 0, 0))
    }

    #[test]
    fn only_times_that_are_ahead_soonest_first() {
        let ids: Vec<String> = card(None).ahead(now()).into_iter().map(|(id, _)| id.0).collect();
        assert_eq!(ids, ["b", "a"]);
        assert_eq!(card(None).chosen_at().map(|at| at.local().day()), Some(26));
    }

    #[test]
    fn the_table_of_how_it_stands() {
        let at = |offer, change: fn(&mut Card)| {
            let mut card = card(offer);
            change(&mut card);
            card.view(now())
        };
        let open = Some(OfferStatus::Open);
        assert_eq!(at(open, |_| {}), OfferView::Open);
        assert_eq!(at(None, |_| {}), OfferView::Open);
        assert_eq!(at(open, |card| card.taken = true), OfferView::Late);
        assert_eq!(at(None, |card| card.approved = false), OfferView::Late);
        assert_eq!(at(open, |card| card.expires_at = Some(now())), OfferView::Expired);
        assert_eq!(at(open, |card| card.times.clear()), OfferView::Expired);
        assert_eq!(at(Some(OfferStatus::Accepted), |card| card.times.clear()), OfferView::Waiting);
        assert_eq!(at(Some(OfferStatus::Accepted), |card| card.chosen = Some("c".into())), OfferView::Expired);
        assert_eq!(at(Some(OfferStatus::Confirmed), |card| card.approved = false), OfferView::Agreed);
        assert_eq!(at(Some(OfferStatus::NotChosen), |card| card.taken = true), OfferView::NotChosen);
    }
}
