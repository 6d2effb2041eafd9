//! Names of people in a text.

use super::{Word, folded};
use std::ops::Range;

/// Words of a family name that are no name alone.
const PARTICLES: [&str; 12] = ["von", "van", "af", "av", "de", "der", "den", "da", "di", "la", "le", "el"];

/// What may hang on a name: the Swedish and English genitive, the Finnish cases. Without accents.
const ENDINGS: [&str; 34] = [
    "", "s", "n", "in", "en", "a", "an", "ia", "ta", "lla", "lle", "lta", "ella", "elle", "elta", "illa", "ille",
    "ilta", "ssa", "sta", "essa", "esta", "issa", "ista", "hen", "hin", "han", "iin", "een", "aan", "ksi", "na", "ko",
    "kin",
];

/// Names that are words of the languages too, without accents, with the forms of words that a name with an ending looks like. In small
/// letters they are the words.
const WORDS: &str = "\
    maj may sten stenen bjorn bjornen ros rosen rosa ek eken berg bergen lind linden ask asken storm stormen gran granen per dag dagen \
    dagens dags bo bor son sonen alm sol solen stig stigen annan annat inga ingen inge hans klara klaran ben benen rut saga sagan kaj \
    kajen lund lunden dal dalen strom strommen holm sjo sjon strand stranden skog skogen hav havet vik viken nord norr vast ost kvist \
    gren grenen stolt rask modig glad frisk lang lilja liljan rik stark svan svanen falk falken orn varg rav hjort palm palmen sand \
    sanden god gott love dan tage vide lo tor ilta mark marken art will rose grace joy hope bill brown green white black young king hill \
    wood cook baker long short good walker park parken day snow field bell stone rivers banks price bird fox grant reed page ford rich \
    dean dale heath ivy olive violet ruby pearl amber faith charity summer autumn april june grand guy miles dawn lee \
    laine niemi niemen maki maen koski kosken jarvi jarven lahti lahden salo salon saari saaren ranta rannan rannalla rannalle rannassa \
    kallio lehto virta virran virtaa aho harju metsa metsan metsassa lampi vuori vuoren joki joen joella kivi kiven koivu kuusi leppa toivo \
    toivon toivoa onni onnen aamu aamun aamulla ilo ilon iloa satu sadun tuuli tuulen lumi lumen meri meren merella pilvi rauha rauhan \
    rauhassa lahja lahjan usko uskon oma oman omalla omassa omasta taimi helmi marja marjan marjoja kukka talvi talven talvella kesa kesalla \
    syys veli veljen sisko armas tahti sulo suoma lempi taisto voitto vilja valo valon valoa ainoa ainoan mies nuori vanha vanhan pitka \
    lyhyt suuri pieni musta kai koti kotia kuja";

fn is_word(word: &str) -> bool {
    WORDS.split_ascii_whitespace().any(|known| known == word)
}

/// The beginnings that a Finnish name has with an ending: Virtanen is "Virtasella", Pekka "Pekan", Niemi "Niemen".
fn stems(name: &str) -> Vec<String> {
    let mut stems = vec![name.to_owned()];
    if let Some(begin) = name.strip_suffix("nen") {
        stems.push(format!("{begin}se"));
        stems.push(format!("{begin}s"));
    }
    let vowel = name.chars().last().filter(|c| "aeiouy".contains(*c));
    if let (Some(vowel), true) = (vowel, name.len() >= 4) {
        let body = &name[..name.len() - vowel.len_utf8()];
        let weak = [
            ("kk", "k"),
            ("pp", "p"),
            ("tt", "t"),
            ("nt", "nn"),
            ("nk", "ng"),
            ("mp", "mm"),
            ("lt", "ll"),
            ("rt", "rr"),
        ]
        .into_iter()
        .find_map(|(strong, weak)| body.strip_suffix(strong).map(|begin| format!("{begin}{weak}")))
        .or_else(|| body.strip_suffix('t').map(|begin| format!("{begin}d")))
        .or_else(|| body.strip_suffix('p').map(|begin| format!("{begin}v")))
        .or_else(|| body.strip_suffix('k').filter(|begin| begin.len() >= 2).map(ToOwned::to_owned));
        if vowel == 'i' {
            stems.push(format!("{body}e"));
            stems.extend(weak.as_ref().map(|body| format!("{body}e")));
        }
        stems.extend(weak.map(|body| format!("{body}{vowel}")));
    }
    stems
}

/// The parts of a name that are names themselves: "Anna" and "Lena" of "Anna-Lena", and both as one word.
fn parts(name: &str) -> Vec<String> {
    let name = folded(name);
    let split = || name.split(|c: char| !c.is_alphanumeric());
    let joined: String = split().collect();
    let mut parts: Vec<String> = split()
        .map(ToOwned::to_owned)
        .chain([joined])
        .filter(|part| part.chars().count() > 1 && !PARTICLES.contains(&part.as_str()))
        .collect();
    parts.dedup();
    parts
}

/// Whether the word is the name, alone or with an ending; what only a Finnish ending makes of a name needs one.
fn is_name(word: &str, stems: &[String]) -> bool {
    let ending = |stem: &String| word.strip_prefix(stem.as_str()).filter(|ending| ENDINGS.contains(ending));
    let mut endings = stems.iter().map(ending);
    endings.next().flatten().is_some() || endings.flatten().any(|ending| !["", "s", "a"].contains(&ending))
}

/// Where these names stand among the words.
pub(super) fn places(words: &[Word], names: &[&str]) -> Vec<Range<usize>> {
    let parts: Vec<(usize, String)> =
        names.iter().enumerate().flat_map(|(of, name)| parts(name).into_iter().map(move |part| (of, part))).collect();
    let known: Vec<(usize, Vec<String>)> = parts.iter().map(|(of, part)| (*of, stems(part))).collect();
    let named = |word: &Word| known.iter().find(|(_, stems)| is_name(&word.text, stems)).map(|(of, _)| *of);
    let all: Vec<Option<usize>> = words.iter().map(named).collect();
    let mut places = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let Some(of) = all.get(at).copied().flatten() else { continue };
        // "maj ek": two of the person's names side by side are no words.
        let beside = |other: Option<usize>| {
            let other = other.and_then(|other| all.get(other).copied().flatten());
            other.is_some_and(|other| other != of)
        };
        let whole = beside(at.checked_sub(1)) || beside(Some(at + 1));
        let short = word.text.chars().count() < 3;
        if word.capital || whole || !(short || is_word(&word.text)) {
            places.push(word.at.clone());
        }
    }
    places
}
