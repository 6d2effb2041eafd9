//! What the log, live changes, messages and concerns can be about.

coded! {
    /// Of what kind something is: beside its id in the log and in live changes (`object_type`), in messages and concerns (`about_type`).
    /// `db::object!` says where each is found.
    Object {
        /// A municipality.
        Municipality = "municipality",
        /// An area.
        Area = "area",
        /// Anybody.
        Person = "person",
        /// Somebody as a volunteer; the id is the person's.
        Volunteer = "volunteer",
        /// A kind of help.
        Kind = "kind",
        /// A help request.
        Request = "request",
        /// An offer.
        Offer = "offer",
        /// A match.
        Match = "match",
        /// A visit.
        Visit = "visit",
        /// A concern.
        Concern = "concern",
        /// What waits for a second administrator.
        Proposal = "proposal",
        /// What somebody told of a barrier in the service.
        Barrier = "barrier",
        /// A list, by its name. This and what follows is the log's alone: no row of a table.
        List = "list",
        /// The figures.
        Figures = "figures",
        /// An address that was refused.
        Path = "path",
    }
}
