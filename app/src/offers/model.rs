//! An offer: a request put before one volunteer.
//!
//! ```text
//! open → accepted → confirmed          (the senior's yes, nobody else's)
//!   ├→ declined      ├→ not chosen     (the senior's no)
//!   ├→ expired       └→ open           (the volunteer takes the yes back, until the senior has answered)
//!   └→ withdrawn                       (the request is over, or the standing is lost)
//! ```

use crate::common::{
    Timestamp,
    id::{OfferId, PersonId, RequestId, TimeId},
};

coded! {
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
