//! What waits for a coordinator, how lists are sorted, and what in a note deserves a second look.

coded! {
    /// Why something stands in the list of what is to be done. The word is `review.task_<code>`.
    Task {
        /// A request nobody has taken.
        Submitted = "submitted",
        /// The senior has answered the question.
        Answered = "answered",
        /// One's own, being reviewed; or a colleague's whose answer is late.
        InReview = "in_review",
        /// A question to somebody who is reached by telephone or letter only.
        CallQuestion = "call_question",
        /// The volunteer cannot come and nobody else is asked.
        Replacement = "replacement",
        /// Approved, and no volunteer is asked now.
        NoOffers = "no_offers",
        /// Seven or fourteen days without a volunteer.
        Unfilled = "unfilled",
        /// A volunteer can; the senior is called.
        SeniorCall = "senior_call",
        /// A volunteer can; the senior answers by themselves.
        SeniorWait = "senior_wait",
        /// The first meeting is not arranged.
        FirstMeeting = "first_meeting",
        /// A visit that should have begun.
        NotStarted = "not_started",
        /// A visit that should have ended.
        NotFinished = "not_finished",
        /// A visit nobody has told about.
        Unreported = "unreported",
        /// The senior was not there.
        Absent = "absent",
        /// The senior wants to talk about a visit.
        FeedbackTalk = "feedback_talk",
        /// A visit was not good.
        FeedbackBad = "feedback_bad",
        /// A request whose coordinator is gone.
        Ownerless = "ownerless",
        /// A concern nobody has taken, or whose coordinator is gone.
        Concern = "concern",
    }
}

impl Task {
    /// The tag's tone beside its word.
    pub const fn tone(self) -> &'static str {
        match self {
            Self::Concern
            | Self::Ownerless
            | Self::Replacement
            | Self::NotStarted
            | Self::NotFinished
            | Self::Absent => "tag-bad",
            Self::Unfilled
            | Self::FeedbackTalk
            | Self::FeedbackBad
            | Self::FirstMeeting
            | Self::SeniorCall
            | Self::CallQuestion => "tag-warn",
            Self::Submitted | Self::Answered | Self::NoOffers | Self::Unreported => "tag-wait",
            Self::InReview | Self::SeniorWait => "tag-plain",
        }
    }

    /// Whether it is to be done by the end of the next working day, counted from when it began to wait.
    pub const fn within_a_day(self) -> bool {
        matches!(
            self,
            Self::CallQuestion
                | Self::Replacement
                | Self::NoOffers
                | Self::SeniorCall
                | Self::SeniorWait
                | Self::Absent
                | Self::FeedbackTalk
                | Self::FeedbackBad
                | Self::Ownerless
                | Self::Concern
        )
    }
}

coded! {
    /// How the list of all requests is sorted.
    Sort {
        /// Newest first.
        Newest = "newest",
        /// Oldest first.
        Oldest = "oldest",
        /// By the day an answer is promised.
        Due = "due",
        /// By number.
        Number = "number",
    }
}

/// Beginnings of words about money, keys, codes and medicines, in the languages of the screens.
const RISKY: [&str; 27] = [
    "nyckel",
    "nyckl",
    "pengar",
    "kontanter",
    "portkod",
    "koden",
    "pinkod",
    "bankkort",
    "kortet",
    "medicin",
    "recept",
    "bankid",
    "fullmakt",
    "avain",
    "avaim",
    "raha",
    "koodi",
    "pankkikort",
    "lääk",
    "resepti",
    "key",
    "money",
    "cash",
    "code",
    "medicine",
    "prescription",
    "swish",
];

/// Short words that count only as they stand.
const RISKY_WHOLE: [&str; 5] = ["kod", "kort", "pin", "card", "kortti"];

/// The words of a note that a coordinator should look at first: keys, money, codes, cards, medicines.
pub fn risky_words(note: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in note.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let small = word.to_lowercase();
        let risky = RISKY_WHOLE.contains(&small.as_str()) || RISKY.iter().any(|begin| small.starts_with(begin));
        if risky && !found.contains(&small) {
            found.push(small);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_look() {
        for (note, expected) in [
            ("Jag vill gå en promenad.", vec![]),
            ("Nyckeln ligger under mattan, ta ut PENGAR med mitt kort", vec!["nyckeln", "pengar", "kort"]),
            ("Hämta medicinen på apoteket. Medicinen är viktig.", vec!["medicinen"]),
            ("Portkoden är 1234", vec!["portkoden"]),
            ("En kortare runda", vec![]),
        ] {
            assert_eq!(risky_words(note), expected, "{note}");
        }
    }
}
