//! What people are told, as codes. The words are made in the reader's language when it is read; mail and SMS of a later
//! version carry no names, places or content.

ground::coded! {
    /// What happened, for the person who is told. The text is `messages.<code>` in the locale files.
    MessageCode {
    /// To the senior: we have your request.
    RequestReceived = "request_received",
    /// To the senior: a coordinator asks something.
    RequestQuestion = "request_question",
    /// To the senior: approved, we look for a volunteer.
    RequestApproved = "request_approved",
    /// To the senior: declined, with another way.
    RequestDeclined = "request_declined",
    /// To the senior: referred elsewhere.
    RequestReferred = "request_referred",
    /// To the senior: nobody found yet (day 7 and 14).
    RequestUnfilled = "request_unfilled",
    /// To the senior: the request is closed.
    RequestClosed = "request_closed",
    /// To the senior: a volunteer can come; say yes or no.
    ProposalReady = "proposal_ready",
    /// To the senior: the proposed volunteer took it back.
    ProposalGone = "proposal_gone",
    /// To the senior: agreed.
    VisitAgreed = "visit_agreed",
    /// To the senior: the volunteer cannot come, we look for another.
    VisitReplaced = "visit_replaced",
    /// To both: the visit is cancelled.
    VisitCancelled = "visit_cancelled",
    /// To both: the visit is confirmed (the first meeting is arranged).
    VisitConfirmed = "visit_confirmed",
    /// To both: the match that was stopped goes on.
    MatchResumed = "match_resumed",
    /// To the senior: how was it?
    FeedbackOpen = "feedback_open",
    /// To the volunteer: a question whether they can.
    OfferNew = "offer_new",
    /// To the volunteer: the offer's time is over.
    OfferExpired = "offer_expired",
    /// To the volunteer: the offer is taken back; nothing to do.
    OfferWithdrawn = "offer_withdrawn",
    /// To the volunteer: not this time.
    OfferNotChosen = "offer_not_chosen",
    /// To the volunteer: the senior said yes; here is the visit.
    OfferConfirmed = "offer_confirmed",
    /// To the volunteer: the visit should have begun or ended (+30 minutes).
    VisitOverdue = "visit_overdue",
    /// To the volunteer: please report (after 1 and 3 days).
    ReportReminder = "report_reminder",
    /// To the volunteer: something changed in your standing.
    StandingChanged = "standing_changed",
    /// To the person who told a concern: received.
    ConcernReceived = "concern_received",
    /// To coordinators: a colleague's requests need somebody responsible.
    RequestsUnowned = "requests_unowned",
    /// To administrators: nobody coordinates some requests any more.
    RequestsUnattended = "requests_unattended",
    /// To coordinators: somebody's identity is protected from now on, look at what is left.
    PersonProtected = "person_protected",
    /// To coordinators and administrators: somebody is to get a role that reads about people.
    RoleProposed = "role_proposed",
    /// To coordinators and administrators: somebody has got it.
    RoleConfirmed = "role_confirmed",
    /// To coordinators and administrators: somebody has it no longer.
    RoleEnded = "role_ended",
    /// To coordinators and administrators: a kind of help is to demand less.
    KindProposed = "kind_proposed",
    /// To coordinators and administrators: it demands less from now on.
    KindConfirmed = "kind_confirmed",
    /// To administrators: a member of staff has read about unusually many people today.
    ReadMuch = "read_much",
    }
}
