//! Ids are newtypes made by one macro, so that a visit's id cannot be given where a request's is wanted.

/// Makes an id newtype over a `UUIDv7` in text form (time-ordered, made on the server).
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, crate::tree::FromTree)]
        #[cfg_attr(feature = "ssr", derive(serde::Deserialize, sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The id as it stands in URLs and in the database.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }
    };
}

id!(
    /// A municipality: the tenant to whom every row of personal data belongs.
    MunicipalityId
);
id!(
    /// An area of a municipality; flat, with neighbours.
    AreaId
);
id!(
    /// Anybody: senior, volunteer, coordinator; a person without a login is an ordinary person.
    PersonId
);
id!(
    /// A kind of help.
    KindId
);
id!(
    /// A help request.
    RequestId
);
id!(
    /// One of the days and times that a request names.
    TimeId
);
id!(
    /// A request offered to one volunteer.
    OfferId
);
id!(
    /// A match between a senior and a volunteer (on screen "kontakt").
    MatchId
);
id!(
    /// A visit, at home, out, by phone or video.
    VisitId
);
id!(
    /// A concern that somebody told.
    ConcernId
);
id!(
    /// The saved answers of a form.
    DraftId
);
id!(
    /// A coordinator's saved filter.
    FilterId
);
id!(
    /// What somebody was told.
    MessageId
);
