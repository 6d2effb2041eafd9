//! The states of a match: `introducing → active → ended` for a one-off request; series add a trial. `suspended` by a concern,
//! or when the volunteer loses the standing after the visit should have begun; from there back to what it was, or to the end.

ground::coded! {
    /// The states of a match.
    MatchStatus {
        /// The first meeting is ahead.
        Introducing = "introducing",
        /// The first weeks of a series.
        Trial = "trial",
        /// They have met.
        Active = "active",
        /// The ending is being gone through.
        Ending = "ending",
        /// Over: contact details are closed.
        Ended = "ended",
        /// Stopped: contact details are closed until the coordinator has decided.
        Suspended = "suspended",
    }
}
