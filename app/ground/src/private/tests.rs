//! What is private in a text, and what is not, in three languages.

use super::{Known, found, letters, may_stand, names, with_marks, words};
use crate::form::{FieldError, RawForm};

/// The first of these names that stands in the text.
fn name_in<'a>(text: &str, names: &[&'a str]) -> Option<&'a str> {
    let words = words(&letters(text));
    names.iter().copied().find(|name| !names::places(&words, &[name]).is_empty())
}

const KNOWN: Known<'_> = Known { names: &["Gunnel", "Ek"], street: "Norra Storgatan 3", postal_code: "63220" };

#[test]
fn names_are_seen_with_endings_and_in_parts() {
    let names = ["Anna-Lena", "von Essen"];
    for (text, expected) in [
        ("Anna-Lena vill ut", Some("Anna-Lena")),
        ("Anna-Lenas katt", Some("Anna-Lena")),
        ("Lena vill ut", Some("Anna-Lena")),
        ("ANNA vill ut", Some("Anna-Lena")),
        ("Annalena vill ut", Some("Anna-Lena")),
        ("Hos fru Essen", Some("von Essen")),
        ("Essens hund", Some("von Essen")),
        ("Essenin koira", Some("von Essen")),
        ("En promenad von oben", None),
        ("En annan gång", None),
        ("Essensen av det", None),
    ] {
        assert_eq!(name_in(text, &names), expected, "{text}");
    }
    for text in ["Gunnels trappa", "Gunnel’s cat", "Gunnelille soitetaan", "Gunnelin kissa", "gå till Gunnel."] {
        assert_eq!(name_in(text, &["Gunnel"]), Some("Gunnel"), "{text}");
    }
}

#[test]
fn names_are_seen_as_words() {
    assert_eq!(name_in("Gunnel vill ha sällskap", &["Gunnel", "Ek"]), Some("Gunnel"));
    assert_eq!(name_in("Vill se Ekparken", &["Gunnel", "Ek"]), None);
    assert_eq!(name_in("vill gå ut i maj", &["Maj"]), None);
}

#[test]
fn names_in_small_letters() {
    for (text, names, expected) in [
        ("gunnel vill ha sällskap", &["Gunnel", "Ek"][..], true),
        ("hos gunnels katt", &["Gunnel", "Ek"], true),
        ("gunnel ek vill ut", &["Gunnel", "Ek"], true),
        ("GUNNEL", &["Gunnel", "Ek"], true),
        ("asa vill ut", &["Åsa", "Öberg"], true),
        ("fru oberg", &["Åsa", "Öberg"], true),
        ("fru O\u{308}berg", &["Åsa", "Öberg"], true),
        ("anna lena vill ut", &["Anna-Lena", "Ek"], true),
        ("anna\u{2011}lena vill ut", &["Anna-Lena", "Ek"], true),
        ("annalena", &["Anna-Lena", "Ek"], true),
        ("rené", &["Rene", "Ek"], true),
        ("gun\u{ad}nel", &["Gunnel", "Ek"], true),
        ("maj ek vill ut", &["Maj", "Ek"], true),
        ("Maj vill ut", &["Maj", "Ek"], true),
        ("virtasella on kissa", &["Pekka", "Virtanen"], true),
        ("virtasen koira", &["Pekka", "Virtanen"], true),
        ("pekan koira", &["Pekka", "Virtanen"], true),
        ("pekalle seuraa", &["Pekka", "Virtanen"], true),
        ("Mäen luona", &["Aino", "Mäki"], true),
        ("lahden rouva ja Lahden koira", &["Aino", "Lahti"], true),
        ("ainon kissa", &["Aino", "Mäki"], true),
        ("jag vill gå ut i maj", &["Maj", "Ek"], false),
        ("en ek i parken", &["Maj", "Ek"], false),
        ("hon sitter på en sten", &["Sten", "Berg"], false),
        ("vill bo kvar", &["Bo", "Lind"], false),
        ("två gånger per dag", &["Per", "Lind"], false),
        ("en annan gång", &["Anna", "Lind"], false),
        ("he will come", &["Will", "Young"], false),
        ("järven rannalla", &["Toivo", "Ranta"], false),
        ("essensen av det", &["Eva", "von Essen"], false),
    ] {
        let known = Known { names, ..Known::default() };
        assert_eq!(!found(text, known).is_empty(), expected, "{text}");
    }
}

#[test]
fn what_is_private_is_found_as_it_is_written() {
    for (text, expected) in [
        ("Ring 070-123 45 67 först", &["070-123 45 67"][..]),
        ("Ring 0701234567", &["0701234567"]),
        ("tel:070 123 45 67.", &["070 123 45 67"]),
        ("+46 (0)70 123 45 67", &["+46 (0)70 123 45 67"]),
        ("(070) 123 45 67", &["(070) 123 45 67"]),
        ("0-7-0-1-2-3-4-5-6-7", &["0-7-0-1-2-3-4-5-6-7"]),
        ("070\u{2011}123\u{a0}45\u{a0}67", &["070\u{2011}123\u{a0}45\u{a0}67"]),
        ("０７０－１２３４５６７", &["０７０－１２３４５６７"]),
        ("016/710 10 00", &["016/710 10 00"]),
        ("08-12 34 56", &["08-12 34 56"]),
        ("070.123.45.67", &["070.123.45.67"]),
        ("Soita 040 123 4567 huomenna", &["040 123 4567"]),
        ("0701234567, 2026-12-03 klockan 10", &["0701234567"]),
        ("Skriv till gunnar@example.se!", &["gunnar@example.se"]),
        ("(gunnar.b@mail.example.com)", &["gunnar.b@mail.example.com"]),
        ("gunnar(at)example.se", &["gunnar(at)example.se"]),
        ("se www.exempel.nu", &["www.exempel.nu"]),
        ("https://x.example/y?z", &["https://x.example/y?z"]),
        ("sidan exempel.se/om finns", &["exempel.se/om"]),
        ("Bor på Kungsgatan 12 B", &["Kungsgatan 12"]),
        ("kungsgatan 12", &["kungsgatan 12"]),
        ("Ekvägen 4", &["Ekvägen 4"]),
        ("Björkstigen 7", &["Björkstigen 7"]),
        ("Hantverkargränd 2", &["Hantverkargränd 2"]),
        ("Kauppakatu 3", &["Kauppakatu 3"]),
        ("Asuu Koivukujalla 5", &["Koivukujalla 5"]),
        ("Vanhatie 12", &["Vanhatie 12"]),
        ("12 High Street", &["12 High Street"]),
        ("at 4 old mill road", &["4 old mill road"]),
        ("12 Elm Close", &["12 Elm Close"]),
        ("på storgatan", &["storgatan"]),
        ("STORGATANS hörn", &["STORGATANS"]),
        ("vid Storgatan 5", &["Storgatan 5"]),
        ("632 20", &["632 20"]),
        ("i 123 45 Ekby", &["123 45 Ekby"]),
        ("SE-123 45", &["SE-123 45"]),
        ("00100 Helsinki", &["00100 Helsinki"]),
        ("portkod 1234", &["portkod 1234"]),
        ("Portkoden är 12 34", &["Portkoden är 12 34"]),
        ("kod: 1234#", &["kod: 1234#"]),
        ("slå 4711# vid porten", &["4711#"]),
        ("4711 är koden", &["4711"]),
        ("ovikoodi 4711", &["ovikoodi 4711"]),
        ("the door code is 4711", &["code is 4711"]),
        ("Lgh 1203", &["Lgh 1203"]),
        ("lgh. nr 12", &["lgh. nr 12"]),
        ("lägenhet 1203", &["lägenhet 1203"]),
        ("flat 5", &["flat 5"]),
        ("nyckeln ligger under mattan", &["nyckeln ligger under"]),
        ("under mattan finns en nyckel", &["mattan finns en nyckel"]),
        ("Avain on maton alla", &["Avain on maton"]),
        ("the key is behind the pot", &["key is behind"]),
        ("en nyckelgömma finns", &["nyckelgömma"]),
        ("född 420315-1234", &["420315-1234"]),
        ("henkilötunnus 131052-308T", &["131052-308T"]),
        ("gunnel, 070-123 45 67", &["gunnel", "070-123 45 67"]),
    ] {
        assert_eq!(found(text, KNOWN), expected, "{text}");
    }
    let other = Known { street: "Kauppakatu 3", ..KNOWN };
    for text in ["kauppakadulla", "Kauppakadun kulmassa", "kauppakatu"] {
        assert_eq!(found(&format!("asuu {text}"), other).len(), 1, "{text}");
    }
}

const SWEDISH: &str = "\
Vill ha sällskap på en promenad i parken.
En pratstund och en kopp kaffe.
Behöver hjälp att handla mat en gång i veckan.
Går med rullator och vill gå långsamt.
Klockan 10-12 eller 14.00-15.30 passar bäst.
Helst den 3/12 eller 4/12, annars 2026-12-10.
Tisdag 1/12 kl 10.00 och onsdag 2/12 kl 11.30.
Hör lite dåligt, så prata tydligt.
Tycker om att spela kort och lägga pussel.
Vill ha hjälp med mobilen och surfplattan.
Det finns hiss och inga trappor.
Bor med en snäll hund.
Ta gärna med en tidning.
En timme är lagom, 60 minuter ungefär.
Vi går till affären och bär hem 2 kassar.
Det finns portkod, den får du senare.
Du får kodordet när allt är klart.
Ring på dörren två gånger.
Nyckeln behövs inte, någon är hemma.
Vill gärna prata om trädgård, blommor och fåglar.
Har varit lärare i 40 år.
Är 82 år och pigg.
Vill ut i maj när solen skiner.
Vi kan fika för högst 100 kronor.
Bussen går var 15:e minut, linje 3.
Apoteket ligger på Kungsgatan.
Promenaden är 1,5 km lång.
Tar 20 minuter med buss 12 eller 14.
Biblioteket öppnar 9.00 och stänger 18.00.
Hjälp med att skriva ett brev till kommunen.
Vid fara, ring 112.
Vill lyssna på musik från 1950-talet.
Behöver följe till frisören, t.ex. på torsdag.
Kan stå i högst 5 minuter.
Allergisk mot katt. Tål hund.
Vi ses i entrén, nära torget.
Gärna samma volontär varje gång.
Träffas 2 gånger i månaden, bl.a. för promenader.
Vill prova 3-4 gånger först.
Lampan ska bytas i köket på 2 ställen.
Tycker om skog, sjö och en annan sorts lugn.
En promenad på 1000 till 2000 steg.";

const FINNISH: &str = "\
Haluaa seuraa kävelylle puistoon.
Juttuhetki ja kuppi kahvia.
Tarvitsee apua ruokakaupassa kerran viikossa.
Kävelee rollaattorin kanssa hitaasti.
Kello 10-12 tai 14.00-15.30 sopii parhaiten.
Mieluiten 3.12. tai 4.12., muuten 2026-12-10.
Tiistaina 1.12. klo 10.00 ja keskiviikkona 2.12. klo 11.30.
Kuulee vähän huonosti, joten puhu selvästi.
Pelaa mielellään korttia ja tekee palapelejä.
Haluaa apua puhelimen ja tabletin kanssa.
Talossa on hissi eikä portaita.
Kotona on kiltti koira.
Tuo mielellään lehti mukana.
Tunti on sopiva, noin 60 minuuttia.
Menemme kauppaan ja kannamme 2 kassia.
Ovikoodi annetaan myöhemmin.
Soita ovikelloa kaksi kertaa.
Avainta ei tarvita, joku on kotona.
Puhuu mielellään puutarhasta ja linnuista.
On ollut opettajana 40 vuotta.
On 82-vuotias ja pirteä.
Haluaa ulos, kun aurinko paistaa.
Voimme juoda kahvit enintään 10 eurolla.
Bussi kulkee 15 minuutin välein, linja 3.
Apteekki on kauppakadun varrella.
Kävely on 1,5 kilometriä.
Matka kestää 20 minuuttia bussilla 12 tai 14.
Kirjasto aukeaa 9.00 ja sulkeutuu 18.00.
Apua kirjeen kirjoittamiseen kunnalle.
Hädässä soita 112.
Kuuntelee 1950-luvun musiikkia.
Tarvitsee saattajan kampaajalle, esim. torstaina.
Jaksaa seistä enintään 5 minuuttia.
Allerginen kissoille. Koira sopii.
Tavataan aulassa lähellä toria.
Mieluiten sama vapaaehtoinen joka kerta.
Tavataan 2 kertaa kuussa.
Haluaa kokeilla ensin 3-4 kertaa.
Lamppu vaihdetaan keittiössä 2 paikassa.
Pitää metsästä, järvestä ja rauhasta.
Kävely on 1000-2000 askelta.";

const ENGLISH: &str = "\
Would like company for a walk in the park.
A chat and a cup of coffee.
Needs help with food shopping once a week.
Walks with a frame, and slowly.
10-12 or 14.00-15.30 suits best.
Preferably on 3/12 or 4/12, otherwise 2026-12-10.
Tuesday 1/12 at 10.00 and Wednesday 2/12 at 11.30.
Does not hear well, so speak clearly.
Likes to play cards and do puzzles.
Wants help with the phone and the tablet.
There is a lift and no stairs.
Lives with a kind dog.
Please bring a newspaper.
An hour is fine, about 60 minutes.
We go to the shop and carry home 2 bags.
There is a door code, you get it later.
You get the code word when all is agreed.
Ring the bell twice.
No key is needed, somebody is at home.
Likes to talk about gardens, flowers and birds.
Was a teacher for 40 years.
Is 82 years old and cheerful.
Wants to go out in May when the sun is out.
We can have coffee for at most 100 kronor.
The bus goes every 15 minutes, line 3.
The chemist is on the high street.
The walk is 1.5 km long.
It takes 20 minutes by bus 12 or 14.
The library opens at 9.00 and closes at 18.00.
Help to write a letter to the municipality.
In danger, call 112.
Likes music from the 1950s.
Needs somebody along to the hairdresser, e.g. on Thursday.
Can stand for at most 5 minutes.
Allergic to cats. Dogs are fine.
We meet in the hall, close to the square.
The same volunteer each time, please.
We meet 2 times a month.
Wants to try 3-4 times first.
A lamp is to be changed in the kitchen.
There are 2 shops down the road.
A walk of 1000 to 2000 steps.";

#[test]
fn ordinary_sentences_are_not_asked_about() {
    for sentences in [SWEDISH, FINNISH, ENGLISH] {
        assert!(sentences.lines().count() > 40);
        for sentence in sentences.lines() {
            for known in [
                KNOWN,
                Known { names: &["Maj", "Björn"], street: "Solgatan 4", postal_code: "" },
                Known { names: &["Pekka", "Virtanen"], street: "Koivukuja 2", postal_code: "00100" },
                Known { names: &["Grace", "Young"], street: "12 High Street", postal_code: "" },
                Known::default(),
            ] {
                assert_eq!(found(sentence, known), Vec::<&str>::new(), "{sentence} {known:?}");
            }
        }
    }
}

#[test]
fn a_text_is_asked_about_until_it_is_said_to_be_right() {
    let mut form = RawForm::default();
    form.set("text", vec!["Ring gunnel på 070-123 45 67.".to_owned()]);
    assert!(!may_stand(&form, "text", KNOWN));
    let error = FieldError { field: "text".to_owned(), code: "common.private_words".to_owned() };
    let back = with_marks(&form, &[error], KNOWN);
    assert_eq!(back.all("@marked:text"), ["Ring ", "gunnel", " på ", "070-123 45 67", "."]);
    assert_eq!((back.get("@asked:text"), back.get("text_right")), ("gunnel\n070-123 45 67", ""));
    form.set("text_right", vec![back.get("@asked:text").to_owned()]);
    assert!(may_stand(&form, "text", KNOWN));
    let ticked = with_marks(&form, &[], KNOWN);
    assert_eq!(ticked.get("text_right"), ticked.get("@asked:text"), "another field was wrong: the tick stays");
    form.set("text", vec!["Ring på 070-123 45 67.".to_owned()]);
    assert!(may_stand(&form, "text", KNOWN), "less of it");
    form.set("text", vec!["Ring gunnel på 070-123 45 67, portkod 1234".to_owned()]);
    assert!(!may_stand(&form, "text", KNOWN), "something that was not asked about");
    assert_eq!(with_marks(&back, &[], KNOWN).0.keys().collect::<Vec<_>>(), ["text"], "no marks without a question");
}
