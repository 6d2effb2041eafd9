//! The words: whether the texts in `app/locales` keep the bars of plain language. What can be counted is counted: the length of sentences
//! and words, LIX, words that nobody should have to read. That a text is understood, and is true, is for people to say.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use anyhow::{Context, Result, anyhow, bail};

use crate::process::{root, say};

/// A file's name without its ending, key, text.
type Texts = BTreeMap<String, BTreeMap<String, String>>;

/// What is asked of the texts of a language. Lists are of words and phrases; `*` stands for any ending.
struct Language {
    tag: &'static str,
    /// Words that a sentence may have.
    sentence: usize,
    /// Letters that a word may have from one hyphen to the next.
    word: usize,
    /// LIX of what citizens read, a measure made for Swedish.
    lix: Option<f64>,
    /// What no text says: blame and commands of machines, a thing's other name, numbers in letters, abbreviations.
    never: &'static [&'static str],
    /// What no text points with: in another theme the colour is another, in another width the place, and ears know neither.
    pointing: &'static str,
    /// What only staff read: words of offices and of those who make programs.
    office: &'static str,
}

const SWEDISH: Language = Language {
    tag: "sv",
    sentence: 15,
    word: 16,
    lix: Some(30.0),
    never: &[
        "ogiltig*, obligatorisk*, felaktig*, misslyck*, otillåt*, tyvärr, vänligen, oops, hoppsan, klick*",
        // Volontär, samordnare.
        "frivillig*, ideell*, hjälpare, koordinator*",
        "två, tre, fyra, fem, sex, sju, åtta, nio, tio, elva, tolv, tjugo, trettio",
        "kl, t ex, bl a, osv, o s v, m m, mm, dvs, d v s, ca, nr, tel, resp, ev, inkl, obs, pga, p g a",
    ],
    pointing: "grön, grönt, gröna, röd, rött, röda, gul, gult, gula, blå, blått, blåa, brun, brunt, bruna, nedan, nedanför, nederst, \
               ovan, ovanför, överst, till höger, till vänster, högra, vänstra, längst ner, längst ned, längst upp",
    office: "ärende*, begäran, matcha*, matchning*, registrera*, autentisera*, autentisering*, verifiera*, validera*, uppdatera*, \
             handlägg*, brukare*, klient*, användare*, användarnamn*, formulär*, session*, tillhandahåll*, erhåll*, \
             vederbörande, samt, ange, anger, angiv*, loggar, loggas",
};

/// Easy Swedish, "lättläst".
const EASY: Language = Language { tag: "sv-x-lattlast", sentence: 10, word: 13, lix: Some(25.0), ..SWEDISH };

const FINNISH: Language = Language {
    tag: "fi",
    sentence: 12,
    word: 20,
    lix: None,
    never: &[
        "virheelli*, epäkelpo*, kelpaamat*, pakollinen kenttä, valitettavasti, hups*, klikata, klikkaa*",
        // Vapaaehtoinen, koordinaattori.
        "talkoolai*, vapaaehtoistyöntekij*, avustaja*, yhteyshenkilö*",
        "kaksi, kahden, kahta, kahdessa, kahdella, kolme*, neljä*, viisi, viiden, viittä, viiteen, viidellä, kuusi, kuuden, \
         seitsemän, kahdeksan, yhdeksän, kymmenen",
        "klo, esim, jne, ym, mm, puh, nro, n k, ns",
    ],
    pointing: "vihreä*, punai*, keltai*, sininen, sinisen, sinise*, sinist*, ruske*, alla, alta, alapuolella, alhaalla, alimpana, yllä, \
               yläpuolella, ylhäällä, ylös, ylimpänä, oikealla, oikealta, vasemmalla, vasemmalta",
    office: "rekisteröi*, autentik*, tunnistautu*, vahvenna*, hakemu*, asiaka*, käyttäjä*, lomake*, istunto*, istunno*",
};

const ENGLISH: Language = Language {
    tag: "en",
    sentence: 15,
    word: 16,
    lix: None,
    never: &[
        "invalid, mandatory, illegal, incorrect*, failed, unfortunately, sorry, oops, click*",
        // Volunteer, coordinator.
        "helper*, organiser*, co ordinator*",
        "two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, twenty, thirty",
        "e g, eg, i e, ie, etc, approx, asap, incl, tel",
    ],
    pointing: "green, red, yellow, blue, brown, below, above, on the right, on the left, to the right, to the left, at the top, \
               at the bottom",
    office: "authenticat*, verif*, validat*, registration*, submit*, user, users, username, client*, session*, match, matching, \
             data subject",
};

/// Names that may be long, in any language: of laws and authorities, and those that the law gives a page.
const NAMES: &str = "administratör*, dataskyddsförordning*, integritetsskyddsmyndighet*, personuppgift*, tietosuojaviranomai*, \
                     tillgänglighet*";

/// The greeting alone may shout.
const GREETING: (&str, &str) = ("requests", "hello");

/// What staff alone read: a file, and how its keys begin. Everything else is for citizens too.
const STAFF: &[(&str, &[&str])] = &[
    ("admin", &[""]),
    ("agenda", &[""]),
    ("concerns", &[""]),
    ("figures", &[""]),
    ("help.bare", &["c_", "coordinator", "pic_coordinator", "r_"]),
    ("live.bare", &[""]),
    ("logo.bare", &[""]),
    (
        "messages",
        &[
            "kind_confirmed",
            "kind_proposed",
            "person_protected",
            "read_much",
            "requests_unattended",
            "requests_unowned",
            "role_confirmed",
            "role_ended",
            "role_proposed",
            "somebody",
        ],
    ),
    ("people", &[""]),
    ("proposals.bare", &[""]),
    ("review", &[""]),
    ("volunteers", &[""]),
];

/// What citizens read of staff's: the card on paper, telling a concern, their own details, answers that are ready.
const NOT_STAFF: &[(&str, &[&str])] = &[
    ("agenda", &["card_to", "card_call"]),
    (
        "concerns",
        &[
            "about_ask",
            "about_coordinator",
            "about_hint",
            "about_missing",
            "about_open",
            "body",
            "call_112",
            "danger",
            "new_",
            "number",
            "send",
            "sent_",
        ],
    ),
    ("people", &["email", "locale", "phone", "protected_told", "role_", "share_phone", "way_in"]),
    ("review", &["decline_text_", "decline_way_"]),
];

/// Words in sentences from which on LIX says something of a file; with fewer, a name more or less decides it.
const ENOUGH: u32 = 100;

/// Letters up to which a word is short, for LIX.
const SHORT: usize = 6;

/// What is wrong with the texts.
pub fn check() -> Result<()> {
    say("plain language");
    let wrong = wrong(&root().join("app/locales"))?;
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

fn wrong(locales: &Path) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for language in [SWEDISH, FINNISH, ENGLISH] {
        wrong.extend(faults(&language, &read(&locales.join(language.tag))?));
    }
    let swedish = read(&locales.join(SWEDISH.tag))?;
    let easy = read(&locales.join(EASY.tag))?;
    wrong.extend(unlike(&swedish, &easy));
    wrong.extend(faults(&EASY, &shown(swedish, easy)));
    wrong.extend(texts::hyphen_faults(locales).map_err(|error| anyhow!(error))?);
    Ok(wrong)
}

fn read(folder: &Path) -> Result<Texts> {
    let mut texts = Texts::new();
    for entry in fs::read_dir(folder).with_context(|| format!("{}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let file = serde_json::from_str(&fs::read_to_string(&path)?)
                .with_context(|| format!("{}: not a flat object of texts", path.display()))?;
            texts.insert(name, file);
        }
    }
    Ok(texts)
}

/// What a citizen reads who chose easy Swedish.
fn shown(mut swedish: Texts, easy: Texts) -> Texts {
    for (file, texts) in &mut swedish {
        texts.retain(|key, _| !staffs(file, key));
    }
    for (file, texts) in easy {
        swedish.entry(file).or_default().extend(texts);
    }
    swedish
}

/// Texts of easy Swedish that have nothing to stand for: unknown ones, those that say the same, and those with other placeholders.
fn unlike(swedish: &Texts, easy: &Texts) -> Vec<String> {
    let mut unlike = Vec::new();
    for (file, texts) in easy {
        for (key, text) in texts {
            let what = match swedish.get(file).and_then(|known| known.get(key)) {
                None => "Swedish has no such text",
                Some(known) if known == text => "the same as in Swedish: leave it out",
                Some(known) if placeholders(known) != placeholders(text) => "other placeholders than in Swedish",
                Some(_) => continue,
            };
            unlike.push(finding(&EASY, file, key, what, text));
        }
    }
    unlike
}

/// All that is wrong with the texts of a language.
fn faults(language: &Language, texts: &Texts) -> Vec<String> {
    let mut faults = Vec::new();
    let mut citizens = Vec::new();
    for (file, texts) in texts {
        let start = citizens.len();
        for (key, text) in texts {
            let staffs = staffs(file, key);
            let greeting = GREETING == (file.as_str(), key.as_str());
            let found = faults_of(language, text, staffs, greeting);
            faults.extend(found.into_iter().map(|what| finding(language, file, key, &what, text)));
            if !staffs {
                citizens.push(text.as_str());
            }
        }
        faults.extend(too_heavy(language, file, &citizens[start..]));
    }
    faults.extend(too_heavy(language, "all that citizens read", &citizens));
    faults
}

/// What is wrong with one text.
fn faults_of(language: &Language, text: &str, staffs: bool, greeting: bool) -> Vec<String> {
    let mut faults = Vec::new();
    let plain = filled(text);
    for sentence in sentences(&plain) {
        let length = words(sentence).count();
        if length > language.sentence {
            faults.push(format!("{length} words in a sentence, at most {}", language.sentence));
        }
    }
    for piece in plain.split(|c: char| !c.is_alphabetic()) {
        let length = piece.chars().count();
        if length > language.word && listed(NAMES, piece).next().is_none() {
            faults.push(format!("{length} letters in \"{piece}\", at most {}", language.word));
        }
    }
    let found = language.never.iter().flat_map(|list| listed(list, &plain));
    faults.extend(found.map(|phrase| format!("\"{phrase}\" is for no text")));
    faults.extend(listed(language.pointing, &plain).map(|phrase| format!("\"{phrase}\" points by colour or place")));
    if !staffs {
        faults.extend(listed(language.office, &plain).map(|phrase| format!("\"{phrase}\" is for staff alone")));
    }
    if plain.contains('!') && !greeting {
        faults.push("an exclamation mark".to_owned());
    }
    faults
}

/// One line, with the place and the whole text.
fn finding(language: &Language, file: &str, key: &str, what: &str, text: &str) -> String {
    format!("{}/{file}.json {key}: {what}: {text}", language.tag)
}

/// That the sentences are heavier than the language's bar.
fn too_heavy(language: &Language, what: &str, texts: &[&str]) -> Option<String> {
    let (bar, lix) = (language.lix?, lix(texts)?);
    (lix > bar).then(|| format!("{}, {what}: LIX {lix:.1}, at most {bar}", language.tag))
}

/// LIX, the Swedish measure: words a sentence, and of a hundred words those that are long. Labels have no sentence, and would make
/// it too good. Nothing where there is too little.
fn lix(texts: &[&str]) -> Option<f64> {
    let (mut total, mut long, mut ends) = (0_u32, 0_u32, 0_u32);
    for text in texts.iter().filter(|text| text.ends_with(['.', '?', '!'])) {
        let text = filled(text);
        for sentence in sentences(&text) {
            ends += 1;
            for word in words(sentence) {
                total += 1;
                long += u32::from(word.chars().filter(|c| c.is_alphabetic()).count() > SHORT);
            }
        }
    }
    (total >= ENOUGH).then(|| f64::from(total) / f64::from(ends) + 100.0 * f64::from(long) / f64::from(total))
}

fn staffs(file: &str, key: &str) -> bool {
    let among = |list: &[(&str, &[&str])]| {
        list.iter().any(|(name, beginnings)| *name == file && beginnings.iter().any(|begins| key.starts_with(begins)))
    };
    among(STAFF) && !among(NOT_STAFF)
}

/// The names in braces.
fn placeholders(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

/// The text with a short word for each placeholder.
fn filled(text: &str) -> String {
    placeholders(text).into_iter().fold(text.to_owned(), |text, name| text.replace(&format!("{{{name}}}"), "0"))
}

/// A sentence ends with its mark, where a new one can begin: neither in "10.30" nor in "26. marraskuuta".
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, mark) in text.match_indices(['.', '?', '!']) {
        let end = at + mark.len();
        let next = text[end..].trim_start();
        if text[end..].starts_with(char::is_whitespace) && !next.starts_with(char::is_lowercase) {
            sentences.push(&text[start..end]);
            start = end;
        }
    }
    sentences.push(&text[start..]);
    sentences
}

fn words(sentence: &str) -> impl Iterator<Item = &str> {
    sentence.split_whitespace().filter(|word| word.contains(char::is_alphanumeric))
}

/// Those of the list's words and phrases that stand in the text, each as whole words.
fn listed<'a>(list: &'a str, text: &str) -> impl Iterator<Item = &'a str> {
    let text = text.replace('\u{AD}', "").to_lowercase();
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words.join(" "));
    list.split(", ").map(str::trim).filter(move |phrase| match phrase.strip_suffix('*') {
        Some(beginning) => text.contains(&format!(" {beginning}")),
        None => text.contains(&format!(" {phrase} ")),
    })
}

#[cfg(test)]
mod tests {
    use super::{
        EASY, ENGLISH, FINNISH, Language, NAMES, SWEDISH, Texts, faults, faults_of, listed, lix, sentences, shown,
        staffs, unlike, words, wrong,
    };
    use crate::process::root;

    fn texts(file: &str, all: &[(&str, &str)]) -> Texts {
        let texts = all.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect();
        Texts::from([(file.to_owned(), texts)])
    }

    fn for_citizens(language: &Language, text: &str) -> Vec<String> {
        faults_of(language, text, false, false)
    }

    #[test]
    fn the_texts_of_today_are_plain() {
        let wrong = wrong(&root().join("app/locales")).unwrap();
        assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    }

    #[test]
    fn sound_texts_are_sound() {
        for text in [
            "Erik kommer på onsdag klockan 10.30. Vill du det?",
            "Tillgänglighet, volontärer i Gröndal och en ovanlig dag",
            "{name} kan komma {day}. Säg ja eller nej.",
            "",
        ] {
            assert!(for_citizens(&SWEDISH, text).is_empty(), "{text}");
        }
        assert!(for_citizens(&FINNISH, "Allas on auki 26. marraskuuta.").is_empty());
        assert!(for_citizens(&ENGLISH, "Is something not right? That is all right now.").is_empty());
    }

    #[test]
    fn each_rule_finds_what_breaks_it() {
        for (language, text, found) in [
            (&SWEDISH, "ett ord och ".repeat(5) + "{n}.", "16 words in a sentence"),
            (&FINNISH, "sana ".repeat(13), "13 words in a sentence"),
            (&EASY, "ord ".repeat(11), "11 words in a sentence"),
            (&SWEDISH, "En självbetjäningstjänst".to_owned(), "\"självbetjäningstjänst\""),
            (&EASY, "En överenskommelse".to_owned(), "15 letters"),
            (&SWEDISH, "Numret är ogiltigt.".to_owned(), "\"ogiltig*\""),
            (&SWEDISH, "Klicka här".to_owned(), "\"klick*\""),
            (&SWEDISH, "En frivillig kommer.".to_owned(), "\"frivillig*\""),
            (&SWEDISH, "Svara på fem frågor.".to_owned(), "\"fem\""),
            (&SWEDISH, "Till exempel, t.ex. nu".to_owned(), "\"t ex\""),
            (&SWEDISH, "Den gröna knappen".to_owned(), "points by colour"),
            (&SWEDISH, "Knappen till\nhöger".to_owned(), "\"till höger\" points"),
            (&FINNISH, "Katso alla.".to_owned(), "\"alla\" points"),
            (&ENGLISH, "The button at the top".to_owned(), "\"at the top\" points"),
            (&SWEDISH, "Ditt ärende".to_owned(), "\"ärende*\" is for staff"),
            (&SWEDISH, "Bra!".to_owned(), "exclamation"),
        ] {
            let faults = for_citizens(language, &text);
            assert!(faults.len() == 1 && faults[0].contains(found), "{text}: {faults:?}");
        }
    }

    #[test]
    fn staff_may_read_words_of_offices_and_the_greeting_may_shout() {
        assert!(faults_of(&SWEDISH, "Nytt ärende", true, false).is_empty());
        assert!(faults_of(&SWEDISH, "Hej, {name}!", false, true).is_empty());
        assert!(staffs("review", "todo_heading") && !staffs("requests", "ask") && !staffs("a new file", "ask"));
        assert!(staffs("concerns", "about_heading") && !staffs("concerns", "about_ask"));
        assert!(staffs("help.bare", "c_1") && !staffs("help.bare", "s_1"));
    }

    #[test]
    fn words_may_be_long_where_they_may_break_or_are_names() {
        for text in ["stads\u{AD}bibliotekarierna", "besök/telefonsamtal-ochbrev", "Integritetsskyddsmyndigheten"] {
            assert!(for_citizens(&SWEDISH, text).is_empty(), "{text}");
        }
        assert_eq!(listed(NAMES, "integritets\u{AD}skyddsmyndigheten").count(), 1);
    }

    #[test]
    fn a_sentence_ends_where_another_can_begin() {
        assert_eq!(sentences("Ring 112. Vänta? Ja"), ["Ring 112.", " Vänta?", " Ja"]);
        assert_eq!(sentences("Klockan 10.30, imy.se, 26. marraskuuta"), ["Klockan 10.30, imy.se, 26. marraskuuta"]);
        assert_eq!(words("klockan 9\u{2060}–\u{2060}12 – nu …").count(), 3);
    }

    #[test]
    fn lix_is_words_a_sentence_and_long_words_in_a_hundred() {
        // Each time 10 words, 2 sentences, 1 long word; a label does not count.
        let text = "Du ber om hjälp. En volontär kommer hem till dig.";
        let texts = [text; 10];
        let found = lix(&[&texts[..], &["Överenskommelsehandlingar"]].concat()).unwrap();
        assert!((found - 15.0).abs() < 1e-9, "{found}");
        assert!(lix(&texts[1..]).is_none());
    }

    #[test]
    fn heavy_texts_are_found_in_their_file_and_in_all() {
        let heavy = "Kommunens samordnare kontaktar volontärer. ".repeat(30);
        let all = texts("requests", &[("ask", heavy.trim())]);
        let found = faults(&SWEDISH, &all);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].starts_with("sv, requests: LIX 104.0"), "{found:?}");
        assert!(faults(&SWEDISH, &texts("review", &[("ask", heavy.trim())])).is_empty(), "staff's");
    }

    #[test]
    fn easy_swedish_says_something_else_with_the_same_placeholders() {
        let swedish = texts("requests", &[("a", "Ett {n}"), ("b", "Två"), ("c", "Tre {n}")]);
        let easy = texts("requests", &[("a", "1 {n}"), ("b", "Två"), ("c", "3 {m}"), ("d", "4")]);
        let found = unlike(&swedish, &easy);
        assert_eq!(
            found,
            [
                "sv-x-lattlast/requests.json b: the same as in Swedish: leave it out: Två",
                "sv-x-lattlast/requests.json c: other placeholders than in Swedish: 3 {m}",
                "sv-x-lattlast/requests.json d: Swedish has no such text: 4",
            ]
        );
        assert_eq!(unlike(&swedish, &texts("other", &[("a", "1")])).len(), 1);
    }

    #[test]
    fn a_reader_of_easy_swedish_gets_swedish_where_it_has_no_words_of_its_own() {
        let mut swedish = texts("help.bare", &[("s_1", "ett"), ("s_2", "två"), ("c_1", "tre")]);
        swedish.extend(texts("admin", &[("a", "fyra")]));
        let found = shown(swedish, texts("help.bare", &[("s_2", "2")]));
        assert_eq!(found["help.bare"], texts("x", &[("s_1", "ett"), ("s_2", "2")])["x"]);
        assert!(found["admin"].is_empty());
    }
}
