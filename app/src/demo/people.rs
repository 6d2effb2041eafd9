//! The names and places of the demonstration. Everybody is invented; the numbers are those that PTS keeps for film and books.

use ground::Locale;

/// Areas with the places of their neighbours.
pub const AREAS: [(&str, &[usize]); 6] = [
    ("Centrum", &[1, 2, 3]),
    ("Norrbacka", &[0, 3]),
    ("Söderslätt", &[0, 4]),
    ("Ekhagen", &[0, 1, 5]),
    ("Strandvik", &[2, 5]),
    ("Bruket", &[3, 4]),
];

/// A street of each area, with its postal code.
pub const STREETS: [(&str, &str); 6] = [
    ("Storgatan", "999 10"),
    ("Granstigen", "999 21"),
    ("Åkervägen", "999 32"),
    ("Eklövsgatan", "999 43"),
    ("Strandpromenaden", "999 54"),
    ("Smedjegatan", "999 65"),
];

/// How a senior reaches us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReachedBy {
    /// Here, in Swedish.
    App,
    /// Here, in Finnish.
    AppFinnish,
    /// Here, in English.
    AppEnglish,
    /// By telephone, without a login.
    Phone,
    /// By telephone, in Finnish, without a login.
    PhoneFinnish,
    /// By letter, with a protected identity.
    Protected,
}

impl ReachedBy {
    /// The language that such a person reads.
    pub const fn locale(self) -> Locale {
        match self {
            Self::AppFinnish | Self::PhoneFinnish => Locale::Fi,
            Self::AppEnglish => Locale::En,
            Self::App | Self::Phone | Self::Protected => Locale::Sv,
        }
    }
}

/// What volunteers say of themselves: the senior reads it with the proposal.
pub const PRESENTATIONS: [&str; 6] = [
    "Jag tycker om att prata och dricka kaffe.",
    "Jag har varit lärare och har gott om tid.",
    "Jag går gärna långa promenader.",
    "Jag läser mycket och lyssnar gärna.",
    "Jag bor nära och är lugn av mig.",
    "Jag gillar mat, musik och trädgård.",
];

/// The line about a person for the list of people one can be.
pub fn guide(given: &str, family: &str) -> &'static str {
    let seniors = SENIORS.iter().map(|seed| (seed.0, seed.1, seed.4));
    let volunteers = VOLUNTEERS.iter().map(|seed| (seed.0, seed.1, seed.5));
    seniors.chain(volunteers).find(|seed| (seed.0, seed.1) == (given, family)).map_or("", |seed| seed.2)
}

/// Given name, family name, area, how they reach us, and a line for the list of people one can be.
pub type SeniorSeed = (&'static str, &'static str, usize, ReachedBy, &'static str);

/// The seniors. Gunnel Ek and Aino Mäkelä come first: they have asked for nothing yet.
pub const SENIORS: [SeniorSeed; 40] = [
    ("Gunnel", "Ek", 0, ReachedBy::App, "Vill be om hjälp för första gången"),
    ("Aino", "Mäkelä", 2, ReachedBy::AppFinnish, "Talar finska. Vill be om hjälp för första gången"),
    ("Vera", "Holmgren", 0, ReachedBy::App, "Har fått ett förslag. Kan säga ja eller nej"),
    ("Greta", "Nyman", 1, ReachedBy::App, "Har just skickat en förfrågan. Kan ångra den"),
    ("Majken", "Fors", 0, ReachedBy::App, "Har väntat länge på svar"),
    ("Elsa", "Lindgård", 3, ReachedBy::App, "Samordnaren har frågat en sak. Kan svara"),
    ("Alma", "Strid", 0, ReachedBy::App, "Har väntat en vecka. Ingen volontär än"),
    ("Siri", "Wall", 0, ReachedBy::App, "Volontären kan inte komma. Väntar på en ny"),
    ("Henning", "Ask", 0, ReachedBy::App, "Får besök i morgon. Kan se kortet och avboka"),
    ("Dagny", "Falk", 1, ReachedBy::App, "Har sagt ja. Första mötet ska ordnas"),
    ("Ebba", "Krook", 0, ReachedBy::App, "Har haft besök. Kan säga hur det gick"),
    ("Nils", "Grahn", 0, ReachedBy::App, "Har besök just nu"),
    ("Märta", "Lövgren", 2, ReachedBy::App, "Väntar på besök som borde ha börjat"),
    ("Folke", "Sjödal", 3, ReachedBy::App, "Hade besök i går. Volontären har inte berättat än"),
    ("Ture", "Kvist", 4, ReachedBy::App, "Har fått nej, med ett annat sätt att få hjälp"),
    ("Signe", "Rask", 1, ReachedBy::App, "Har fått hjälp någon annanstans"),
    ("Anna-Lisa", "Moberg", 0, ReachedBy::App, "Tog tillbaka sin förfrågan"),
    ("Ingrid", "Sandal", 0, ReachedBy::App, "Samordnaren läser förfrågan"),
    ("Rut", "Hallberg", 2, ReachedBy::App, "Godkänd. Ingen volontär är frågad än"),
    ("Karl-Axel", "Vikman", 0, ReachedBy::App, "Godkänd. Två volontärer är frågade"),
    ("Ragnhild", "Ström", 4, ReachedBy::App, "Vill ha en telefonvän. Ligger på tavlan"),
    ("Mary", "Walker", 0, ReachedBy::AppEnglish, "Talar engelska. Vill ha en telefonvän"),
    ("Helvi", "Niemi", 2, ReachedBy::AppFinnish, "Talar finska. Ska på promenad"),
    ("Tage", "Norén", 5, ReachedBy::App, "Har svarat på samordnarens fråga"),
    ("Vilma", "Torpman", 5, ReachedBy::App, "Ett besök är stoppat av en oro"),
    ("Hilda", "Brandel", 1, ReachedBy::App, "Var inte hemma när volontären kom"),
    ("Sven-Erik", "Dahlman", 3, ReachedBy::App, "Har haft många besök under året"),
    ("Bertil", "Rosell", 4, ReachedBy::Phone, ""),
    ("Sixten", "Ahlman", 1, ReachedBy::Phone, ""),
    ("Ivar", "Östman", 0, ReachedBy::Phone, ""),
    ("Edvin", "Kronvall", 3, ReachedBy::Phone, ""),
    ("Hjördis", "Bergfors", 2, ReachedBy::Phone, ""),
    ("Olle", "Cederlund", 5, ReachedBy::Phone, ""),
    ("Eino", "Laaksonen", 2, ReachedBy::PhoneFinnish, ""),
    ("Maj-Britt", "Tornell", 4, ReachedBy::Phone, ""),
    ("Gösta", "Hedenäs", 0, ReachedBy::App, "Har haft många besök under året"),
    ("Kerstin", "Ulvsson", 1, ReachedBy::App, "Har haft många besök under året"),
    ("Arne", "Sundell", 5, ReachedBy::App, "Har haft många besök under året"),
    ("Birgit", "Envall", 3, ReachedBy::App, "Har haft många besök under året"),
    ("Maria", "Lindh", 1, ReachedBy::Protected, ""),
];

/// What a volunteer's record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Record {
    /// Everything is done.
    Whole,
    /// The interview, references and what follows are not done yet.
    New,
    /// The agreement ends in twelve days.
    Expiring,
    /// The agreement ended a week ago.
    Expired,
    /// A coordinator has put them on hold.
    Held,
    /// Paused by themselves.
    Paused,
    /// Everything is done, and nothing was asked of them for long.
    Idle,
}

/// Given name, family name, area, the kinds (by place), the record, and a line for the list of people one can be.
pub type VolunteerSeed = (&'static str, &'static str, usize, &'static [usize], Record, &'static str);

const ALL: &[usize] = &[0, 1, 2, 3, 4];

/// The volunteers with a part in the demonstration. Erik Lund and Pekka Laine come first: they may do everything.
pub const VOLUNTEERS: [VolunteerSeed; 20] = [
    ("Erik", "Lund", 0, ALL, Record::Whole, "Behörig för allt. Ingen har frågat än"),
    ("Pekka", "Laine", 2, ALL, Record::Whole, "Talar finska. Behörig för allt"),
    ("Maja", "Sandell", 0, &[0, 1, 2], Record::Whole, "Har fått frågan om ett uppdrag"),
    ("Johan", "Palmér", 0, &[0, 1, 2, 4], Record::Whole, "Har sagt ja och väntar på svar"),
    ("Amina", "Yusuf", 0, &[0, 1, 2, 3], Record::Whole, "Är på besök just nu"),
    ("Lars", "Wiklander", 2, &[0, 1, 2], Record::Whole, "Borde ha börjat ett besök"),
    ("Sofia", "Engdahl", 3, &[0, 1, 3], Record::Whole, "Har inte berättat hur besöket gick"),
    ("Petra", "Ohlin", 0, &[0, 1, 2, 4], Record::Whole, "Ska på besök i morgon"),
    ("Ali", "Rahimi", 1, &[0, 1, 2, 3], Record::Whole, "Ska på ett första möte"),
    ("Leena", "Virtanen", 2, &[0, 2, 4], Record::Whole, "Talar finska. Ska på promenad"),
    ("Nora", "Bäckman", 0, &[0, 1, 4], Record::Whole, "Kunde inte komma. Någon annan får frågan"),
    ("Emma", "Kjellin", 0, &[0, 2], Record::New, "Ny. Har inte gått introduktionen"),
    ("Hassan", "Omar", 4, &[1, 3], Record::New, "Ny. Har bara skickat sin anmälan"),
    ("Gustav", "Fridell", 1, &[0, 1], Record::Expiring, "Överenskommelsen går snart ut"),
    ("Ylva", "Stenmark", 5, &[0, 1, 2], Record::Expired, "Överenskommelsen har gått ut"),
    ("Viktor", "Stålnacke", 5, &[0, 1], Record::Held, "Är stoppad av en samordnare"),
    ("Hanna", "Ljungdal", 3, &[0, 2, 4], Record::Paused, "Har tagit en paus"),
    ("Mats", "Orreby", 4, &[1, 3], Record::Idle, "Har inte fått något uppdrag på länge"),
    ("Birgitta", "Ringdahl", 1, &[0, 4], Record::Idle, "Har inte fått något uppdrag på länge"),
    ("Tuula", "Heino", 2, &[0, 1, 4], Record::Whole, "Talar finska. Har många uppdrag bakom sig"),
];

/// First names of the other volunteers.
pub const GIVEN: [&str; 40] = [
    "Anders", "Anja", "Axel", "Beata", "Christer", "Clara", "Daniel", "Diana", "Elin", "Fatima", "Felix", "Frida",
    "Gabriel", "Hedvig", "Hugo", "Ida", "Isak", "Jasmin", "Jens", "Josefin", "Kajsa", "Kenneth", "Linnea", "Love",
    "Magnus", "Mira", "Niklas", "Olivia", "Oskar", "Pernilla", "Robin", "Sahra", "Samuel", "Stina", "Tilda", "Tobias",
    "Ulrika", "Vidar", "Wilma", "Zara",
];

/// Family names of the other volunteers.
pub const FAMILY: [&str; 40] = [
    "Alm",
    "Bergqvist",
    "Boman",
    "Carlén",
    "Dalin",
    "Edlund",
    "Ekroth",
    "Fagerlind",
    "Forsell",
    "Granat",
    "Hagman",
    "Hallin",
    "Isacson",
    "Jarl",
    "Kihlberg",
    "Kling",
    "Lagerlöv",
    "Lindal",
    "Lundmark",
    "Malmros",
    "Modig",
    "Nordin",
    "Nyberger",
    "Olsén",
    "Palmblad",
    "Quist",
    "Ramberg",
    "Rydell",
    "Sahlin",
    "Selander",
    "Skoglund",
    "Stenberg",
    "Tallberg",
    "Thorén",
    "Uddén",
    "Vallin",
    "Westerdal",
    "Wide",
    "Zander",
    "Öhrn",
];
