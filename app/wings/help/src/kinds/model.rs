//! A kind of help and its settings.

use ground::id::KindId;
use serde::Serialize;

ground::coded! {
    /// How requests of a kind find their volunteer. Home visits never go below `Offered`.
    Moderation {
        /// A coordinator asks one volunteer at a time, by hand.
        StaffMatched = "staff_matched",
        /// Offered to chosen eligible volunteers.
        Offered = "offered",
        /// Also on the open board, as a card without a name.
        OpenBoard = "open_board",
    }
}

ground::coded! {
    /// Where or how help is given.
    ContactMode {
        /// At the senior's home, or at its door.
        Home = "home",
        /// Out together.
        Out = "out",
        /// By telephone.
        Phone = "phone",
        /// By video.
        Video = "video",
    }
}

ground::coded! {
    /// What a volunteer must have done. The first four are demanded for every kind.
    Requirement {
        /// The application form.
        Application = "application",
        /// An interview by two.
        Interview = "interview",
        /// References were called.
        References = "references",
        /// The agreement is signed.
        Agreement = "agreement",
        /// The confidentiality pledge is signed.
        Pledge = "pledge",
        /// The introduction course.
        Introduction = "introduction",
        /// A register extract was shown (never copied; a setting of the kind, off by default).
        RegisterExtract = "register_extract",
        /// The IT coach's course.
        ItCourse = "it_course",
    }
}

impl Requirement {
    /// Demanded for every kind (domain: "requirements beyond application, interview, agreement, pledge").
    pub const ALWAYS: [Self; 4] = [Self::Application, Self::Interview, Self::Agreement, Self::Pledge];

    /// For how many months it is good; none: for ever.
    pub const fn months_valid(self) -> Option<i32> {
        match self {
            Self::Agreement | Self::Pledge => Some(24),
            Self::Interview | Self::References | Self::Introduction | Self::ItCourse => Some(60),
            Self::Application | Self::RegisterExtract => None,
        }
    }
}

/// A kind of help with its words in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Kind {
    /// The kind.
    pub id: KindId,
    /// Stable short name: `company`, `shopping`, `out`, `it_coach`, `phone_friend`.
    pub slug: String,
    /// Whether it can be asked for now.
    pub active: bool,
    /// How requests find their volunteer.
    pub moderation: Moderation,
    /// 1 (low) to 3.
    pub risk: i64,
    /// Usual length in minutes.
    pub minutes: i64,
    /// Where or how it can be given; never empty.
    pub modes: Vec<ContactMode>,
    /// What it demands of volunteers, including what every kind demands.
    pub requirements: Vec<Requirement>,
    /// "Sällskap".
    pub name: String,
    /// "En pratstund eller en kopp kaffe".
    pub description: String,
    /// What volunteers may not do.
    pub boundary: String,
}
