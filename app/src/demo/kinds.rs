//! The kinds of help that a municipality begins with (domain: "Kinds at start").

use help::kinds::model::{Moderation, Requirement};

/// A kind with its words.
#[derive(Debug)]
pub struct KindSeed {
    /// Stable short name.
    pub slug: &'static str,
    /// How requests find their volunteer.
    pub moderation: Moderation,
    /// 1 to 3.
    pub risk: i64,
    /// Usual length.
    pub minutes: i64,
    /// Home, out, phone, video.
    pub modes: [bool; 4],
    /// Demanded beyond what every kind demands.
    pub beyond: &'static [Requirement],
    /// Name, description and boundary in Swedish, Finnish and English.
    pub texts: [[&'static str; 3]; 3],
}

/// Place in [`KINDS`].
pub const COMPANY: usize = 0;
/// Place in [`KINDS`].
pub const SHOPPING: usize = 1;
/// Place in [`KINDS`].
pub const OUT: usize = 2;
/// Place in [`KINDS`].
pub const IT_COACH: usize = 3;
/// Place in [`KINDS`].
pub const PHONE_FRIEND: usize = 4;

/// The kinds in their order.
pub const KINDS: [KindSeed; 5] = [
    KindSeed {
        slug: "company",
        moderation: Moderation::Offered,
        risk: 2,
        minutes: 60,
        modes: [true, true, false, true],
        beyond: &[Requirement::References, Requirement::Introduction],
        texts: [
            [
                "Sällskap",
                "En pratstund eller en kopp kaffe",
                "Du är sällskap. Du sköter inte om någon, tar inte emot pengar eller gåvor och har inga nycklar.",
            ],
            [
                "Seura",
                "Juttuhetki tai kuppi kahvia",
                "Olet seurana. Et hoida ketään, et ota vastaan rahaa tai lahjoja eikä sinulla ole avaimia.",
            ],
            [
                "Company",
                "A chat or a cup of coffee",
                "You are company. You give no care, take no money or gifts and hold no keys.",
            ],
        ],
    },
    KindSeed {
        slug: "shopping",
        moderation: Moderation::Offered,
        risk: 1,
        minutes: 60,
        modes: [true, true, false, false],
        beyond: &[Requirement::Introduction],
        texts: [
            [
                "Handla mat",
                "Någon följer med till affären, eller hämtar varor som du har betalat",
                "Du tar inte emot pengar, kort eller koder. Du följer med, eller bär varor som redan är betalda.",
            ],
            [
                "Ruokaostokset",
                "Joku lähtee mukaasi kauppaan tai hakee ostokset, jotka olet maksanut",
                "Et ota vastaan rahaa, kortteja tai tunnuslukuja. Lähdet mukaan tai kannat ostokset, jotka on jo maksettu.",
            ],
            [
                "Food shopping",
                "Someone goes with you to the shop, or fetches goods that you have paid for",
                "You take no money, cards or codes. You go along, or carry goods that are already paid for.",
            ],
        ],
    },
    KindSeed {
        slug: "out",
        moderation: Moderation::Offered,
        risk: 2,
        minutes: 90,
        modes: [false, true, false, false],
        beyond: &[Requirement::References, Requirement::Introduction],
        texts: [
            [
                "Komma ut",
                "En promenad eller ett ärende på stan",
                "Du lyfter inte och kör inte bil. Är det bråttom eller farligt ringer du 112.",
            ],
            [
                "Ulkoilu ja asiointi",
                "Kävely tai asiointi kaupungilla",
                "Et nosta etkä aja autoa. Jos asia on kiireellinen tai vaarallinen, soitat numeroon 112.",
            ],
            [
                "Going out",
                "A walk or an errand in town",
                "You do not lift and do not drive. If it is urgent or dangerous, you call 112.",
            ],
        ],
    },
    KindSeed {
        slug: "it_coach",
        moderation: Moderation::Offered,
        risk: 1,
        minutes: 60,
        modes: [true, true, true, false],
        beyond: &[Requirement::Introduction, Requirement::ItCourse],
        texts: [
            [
                "Hjälp med telefon eller surfplatta",
                "Någon visar hur du gör, hemma, på biblioteket eller i telefon",
                "Du ser aldrig på koder och hjälper inte till med banken eller BankID.",
            ],
            [
                "Apua puhelimen tai tabletin käyttöön",
                "Joku näyttää, miten se tehdään, kotona, kirjastossa tai puhelimessa",
                "Et koskaan katso tunnuslukuja etkä auta pankkiasioissa tai BankID:n kanssa.",
            ],
            [
                "Help with your phone or tablet",
                "Someone shows you how, at home, at the library or by phone",
                "You never look at codes and do not help with the bank or BankID.",
            ],
        ],
    },
    KindSeed {
        slug: "phone_friend",
        moderation: Moderation::OpenBoard,
        risk: 1,
        minutes: 30,
        modes: [false, false, true, false],
        beyond: &[Requirement::Introduction],
        texts: [
            [
                "Telefonvän",
                "Någon ringer och pratar en stund",
                "Du berättar inte vidare vad ni pratar om. Blir du orolig säger du det till samordnaren.",
            ],
            [
                "Puhelinystävä",
                "Joku soittaa ja juttelee hetken",
                "Et kerro muille, mistä puhutte. Jos huolestut, kerro siitä koordinaattorille.",
            ],
            [
                "Phone friend",
                "Someone calls and talks for a while",
                "You tell nobody what you talk about. If you get worried, you tell the coordinator.",
            ],
        ],
    },
];
