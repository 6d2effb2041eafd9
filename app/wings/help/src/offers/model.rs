//! An offer: a request put before one volunteer.
//!
//! ```text
//! open → accepted → confirmed          (the senior's yes, nobody else's)
//!   ├→ declined      ├→ not chosen     (the senior's no)
//!   ├→ expired       └→ open           (the volunteer takes the yes back, until the senior has answered)
//!   └→ withdrawn                       (the request is over, or the standing is lost)
//! ```

use ground::{
    Timestamp,
    id::{KindId, OfferId, PersonId, RequestId, TimeId},
};

ground::coded! {
    /// The states of an offer.
    OfferStatus {
        /// The volunteer has not answered.
        Open = "open",
        /// The volunteer can; the senior has not answered.
        Accepted = "accepted",
        /// The senior said yes.
        Confirmed = "confirmed",
        /// The volunteer said no.
        Declined = "declined",
        /// Its 48 hours passed.
        Expired = "expired",
        /// Taken back.
        Withdrawn = "withdrawn",
        /// The senior said no, or another volunteer was first.
        NotChosen = "not_chosen",
    }
}

/// How long a volunteer has to answer.
pub const HOURS_OPEN: i64 = 48;

/// At most this many open or accepted offers at once for a place.
pub const MOST_LIVE: i64 = 3;

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The offer.
    pub id: OfferId,
    /// What is offered.
    pub request: RequestId,
    /// To whom.
    pub volunteer: PersonId,
    /// Its state.
    pub status: OfferStatus,
    /// When it was made.
    pub offered_at: Timestamp,
    /// When it expires, while it is open.
    pub expires_at: Timestamp,
    /// The time that the volunteer chose.
    pub time: Option<TimeId>,
}

/// Something that a volunteer has promised: a visit that is ahead or going on, or a yes that the senior has not answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    /// Whose it is about.
    pub request: RequestId,
    /// What is done.
    pub kind: KindId,
    /// It is a visit; otherwise the senior has not answered.
    pub agreed: bool,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it takes.
    pub minutes: i64,
    /// The senior's first name; empty before the senior's yes, and where the identity is protected.
    pub given_name: String,
}

impl Promise {
    /// Whether a visit of another request would overlap it. One may begin when the other ends.
    pub fn clashes(&self, request: &RequestId, starts_at: Timestamp, minutes: i64) -> bool {
        self.request != *request
            && self.starts_at < starts_at.plus_minutes(minutes)
            && starts_at < self.starts_at.plus_minutes(self.minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_may_begin_when_the_other_ends() {
        let begin = Timestamp(1_795_428_000_000);
        let promise = Promise {
            request: "r".into(),
            kind: "k".into(),
            agreed: true,
            starts_at: begin,
            minutes: 60,
            given_name: String::new(),
        };
        for (after, minutes, clash) in
            [(-30, 30, false), (-30, 31, true), (0, 5, true), (59, 60, true), (60, 60, false), (-10, 90, true)]
        {
            let at = begin.plus_minutes(after);
            assert_eq!(promise.clashes(&"other".into(), at, minutes), clash, "{after} {minutes}");
            assert!(!promise.clashes(&"r".into(), at, minutes), "a request is no obstacle to itself");
        }
    }
}
