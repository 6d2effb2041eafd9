//! The two municipalities of the demonstration and who lives there.

use super::{
    draw::Draw,
    history,
    kinds::{COMPANY, KINDS, SHOPPING},
    people::{AREAS, FAMILY, GIVEN, PRESENTATIONS, ReachedBy, Record, SENIORS, STREETS, VOLUNTEERS},
    present,
    size::{self, Size},
    store::{self, ConcernSeed, DoneSeed, MessageSeed, PersonSeed, VolunteerSeed},
    story::{Beginning, Story, begin},
};
use db::{Failure, Tx};
use frame::audit;
use ground::{
    AppError, Locale, Object, Timestamp,
    clock::day_code,
    id::{AreaId, KindId, MunicipalityId, PersonId},
    time::DayPart,
};
use help::kinds::model::{ContactMode, Requirement};
use jiff::{ToSpan, civil::Date};

/// The first instant of 2026: ids of people and places are made from it, so that they are the same each time.
const BEGINNING: Timestamp = Timestamp(1_767_222_000_000);

/// A senior of the demonstration.
#[derive(Clone, Debug)]
pub struct Senior {
    pub id: PersonId,
    pub name: String,
    pub area: usize,
    pub reached_by: ReachedBy,
}

/// A volunteer of the demonstration.
#[derive(Clone, Debug)]
pub struct Volunteer {
    pub id: PersonId,
    pub name: String,
    pub area: usize,
    pub kinds: Vec<usize>,
    pub record: Record,
}

/// A municipality while it is being filled.
#[derive(Debug)]
pub struct Town {
    pub municipality: MunicipalityId,
    pub now: Timestamp,
    pub today: Date,
    pub draw: Draw,
    pub areas: Vec<AreaId>,
    pub kinds: Vec<KindId>,
    pub seniors: Vec<Senior>,
    pub volunteers: Vec<Volunteer>,
    pub coordinators: Vec<PersonId>,
    pub stories: Vec<Story>,
    pub concerns: Vec<ConcernSeed>,
    people: i64,
}

impl Town {
    fn new(now: Timestamp, seed: u64) -> Self {
        let mut draw = Draw::new(seed);
        Self {
            municipality: MunicipalityId(draw.id(BEGINNING)),
            now,
            today: now.day(),
            draw,
            areas: Vec::new(),
            kinds: Vec::new(),
            seniors: Vec::new(),
            volunteers: Vec::new(),
            coordinators: Vec::new(),
            stories: Vec::new(),
            concerns: Vec::new(),
            people: 0,
        }
    }

    /// A local time on another day.
    pub fn at(&self, days: i64, hour: i8, minute: i8) -> Timestamp {
        Timestamp::from_local(self.today.saturating_add(days.days()).at(hour, minute, 0, 0))
    }

    /// The senior of this name.
    pub fn senior(&self, name: &str) -> Result<Senior, AppError> {
        self.seniors.iter().find(|senior| senior.name == name).cloned().ok_or(AppError::Internal)
    }

    /// The volunteer of this name.
    pub fn volunteer(&self, name: &str) -> Result<PersonId, AppError> {
        self.volunteers.iter().find(|known| known.name == name).map(|known| known.id.clone()).ok_or(AppError::Internal)
    }

    /// A request of a senior begins.
    pub fn begin(
        &mut self,
        senior: &Senior,
        kind: usize,
        mode: ContactMode,
        note: &'static str,
        at: Timestamp,
    ) -> Story {
        let from = Beginning {
            senior: &senior.id,
            locale: senior.reached_by.locale(),
            area: &self.areas[senior.area],
            kind: &self.kinds[kind],
            minutes: KINDS[kind].minutes,
            risk: KINDS[kind].risk,
            mode,
            note,
            at,
        };
        begin(&mut self.draw, &from)
    }

    fn person_id(&mut self) -> PersonId {
        self.people += 1;
        PersonId(self.draw.id(Timestamp(BEGINNING.0 + self.people)))
    }

    /// A person who works for the municipality, in these areas (none: in all).
    async fn staff(
        &mut self,
        tx: &mut Tx,
        name: (&str, &str),
        role: &str,
        areas: &[usize],
        locale: Locale,
        about: &str,
    ) -> Result<PersonId, Failure> {
        let id = self.person_id();
        let phone = format!("031390060{}", self.people % 10);
        let languages: &[&str] = if locale == Locale::Fi { &["sv", "fi"] } else { &["sv", "en"] };
        let created_at = self.now.plus_days(-500);
        let seed = PersonSeed {
            id: &id,
            name,
            phone: &phone,
            street: None,
            postal_code: None,
            city: None,
            area: None,
            way_in: None,
            about,
            locale,
            channel: "app",
            login: true,
            protected: false,
            languages,
            created_at,
        };
        store::insert_person(tx, &self.municipality, &seed).await?;
        let places: Vec<Option<AreaId>> = if areas.is_empty() {
            vec![None]
        } else {
            areas.iter().map(|area| Some(self.areas[*area].clone())).collect()
        };
        for area in places {
            let role_id = self.draw.id(BEGINNING);
            store::insert_role(tx, &self.municipality, &role_id, &id, role, area.as_ref(), created_at).await?;
        }
        if role == "coordinator" {
            self.coordinators.push(id.clone());
        }
        Ok(id)
    }

    pub(super) async fn citizen(
        &mut self,
        tx: &mut Tx,
        name: (&str, &str),
        area: usize,
        reached_by: ReachedBy,
        role: &str,
        about: &str,
    ) -> Result<PersonId, Failure> {
        let id = self.person_id();
        let number = self.people;
        let (street, postal_code) = STREETS.get(area).copied().unwrap_or(STREETS[0]);
        let street = format!("{street} {}", self.draw.between(1, 60));
        // The numbers that PTS keeps free for invented people.
        let phone = if role == "senior" {
            format!("03139006{:02}", 10 + number % 90)
        } else {
            format!("07017406{:02}", 5 + number % 95)
        };
        let locale = reached_by.locale();
        let languages: &[&str] = match locale {
            Locale::Fi => &["fi", "sv"],
            Locale::En => &["en"],
            _ if self.draw.chance(30) => &["sv", "en"],
            _ => &["sv"],
        };
        let login = matches!(reached_by, ReachedBy::App | ReachedBy::AppFinnish | ReachedBy::AppEnglish);
        let way_in =
            ["Porten är öppen på dagen.", "Ring på dörren. Det tar en stund.", "Hissen stannar på varje våning."];
        let city = if self.areas.len() > 1 { "Älvstad" } else { "Granby" };
        let joined = if about.starts_with("Ny.") { -12 } else { -self.draw.between(200, 480) };
        let presentation = if role == "volunteer" { *self.draw.pick(&PRESENTATIONS) } else { "" };
        let hidden = reached_by == ReachedBy::Protected;
        let created_at = self.now.plus_days(joined);
        let seed = PersonSeed {
            id: &id,
            name,
            phone: &phone,
            street: (!hidden).then_some(street.as_str()),
            postal_code: (!hidden).then_some(postal_code),
            city: (!hidden).then_some(city),
            area: Some(&self.areas[area]),
            way_in: (role == "senior" && !hidden).then(|| *self.draw.pick(&way_in)),
            about: presentation,
            locale,
            channel: match reached_by {
                ReachedBy::Phone | ReachedBy::PhoneFinnish => "phone",
                ReachedBy::Protected => "letter",
                _ => "app",
            },
            login,
            protected: hidden,
            languages,
            created_at,
        };
        store::insert_person(tx, &self.municipality, &seed).await?;
        let role_id = self.draw.id(BEGINNING);
        store::insert_role(tx, &self.municipality, &role_id, &id, role, None, created_at).await?;
        let full = format!("{} {}", name.0, name.1);
        if role == "senior" {
            self.seniors.push(Senior { id: id.clone(), name: full, area, reached_by });
        }
        Ok(id)
    }

    pub(super) async fn add_volunteer(
        &mut self,
        tx: &mut Tx,
        name: (&str, &str),
        area: usize,
        kinds: &[usize],
        record: Record,
        about: &str,
    ) -> Result<(), Failure> {
        let finnish = about.starts_with("Talar finska");
        let reached_by = if finnish { ReachedBy::AppFinnish } else { ReachedBy::App };
        let id = self.citizen(tx, name, area, reached_by, "volunteer", about).await?;
        let first = self.volunteers.len() < 2;
        let mut areas = vec![area];
        if let Some((_, neighbours)) = AREAS.get(area).filter(|_| self.areas.len() > 1) {
            areas.extend(neighbours.iter().copied().filter(|_| first || self.draw.chance(60)));
        }
        let parts = [DayPart::Morning, DayPart::Afternoon, DayPart::Evening];
        let mut slots = Vec::new();
        for weekday in 1..=7 {
            for part in parts {
                if first || self.draw.chance(if weekday < 6 { 45 } else { 25 }) {
                    slots.push((weekday, part));
                }
            }
        }
        let keeper = self.coordinators.first().cloned().ok_or(AppError::Internal)?;
        let new = record == Record::New;
        let joined = match (first, record) {
            (true, _) => -20,
            (_, Record::New) => -12,
            (_, Record::Idle) => -320,
            _ => -self.draw.between(190, 420),
        };
        let seed = VolunteerSeed {
            id: &id,
            max_per_month: if first { 8 } else { self.draw.between(2, 8) },
            paused_until: (record == Record::Paused).then(|| day_code(self.today.saturating_add(21.days()))),
            held: (record == Record::Held).then(|| (self.now.plus_days(-1), &keeper, "Stoppad tills oron är utredd.")),
            joined_at: self.now.plus_days(joined),
            kinds: kinds.iter().map(|kind| &self.kinds[*kind]).collect(),
            areas: areas.iter().map(|area| &self.areas[*area]).collect(),
            slots,
        };
        store::insert_volunteer(tx, &self.municipality, &seed).await?;
        let mut done = vec![Requirement::Application];
        if !(new && name.0 == "Hassan") {
            done.push(Requirement::Interview);
        }
        if !new {
            done.extend([
                Requirement::References,
                Requirement::Agreement,
                Requirement::Pledge,
                Requirement::Introduction,
            ]);
            if kinds.contains(&super::kinds::IT_COACH) {
                done.push(Requirement::ItCourse);
            }
        }
        for requirement in done {
            let on = self.today.saturating_add((joined - 5).days());
            let lasting = requirement.months_valid().map(|months| on.saturating_add(months.months()));
            let until = match (requirement, record) {
                (Requirement::Agreement, Record::Expiring) => Some(self.today.saturating_add(12.days())),
                (Requirement::Agreement, Record::Expired) => Some(self.today.saturating_add((-7).days())),
                _ => lasting,
            };
            let id_of_row = self.draw.id(BEGINNING);
            let row = DoneSeed {
                id: id_of_row,
                requirement,
                on: day_code(on),
                until: until.map(day_code),
                at: self.now.plus_days(joined - 5),
            };
            store::insert_done(tx, &self.municipality, &id, &keeper, &row).await?;
        }
        self.volunteers.push(Volunteer {
            id,
            name: format!("{} {}", name.0, name.1),
            area,
            kinds: kinds.to_vec(),
            record,
        });
        Ok(())
    }

    async fn place(
        &mut self,
        tx: &mut Tx,
        name: &str,
        host: &str,
        phone: &str,
        areas: &[(&str, &[usize])],
        kinds: &[usize],
    ) -> Result<(), Failure> {
        store::insert_municipality(tx, &self.municipality, name, host, phone, self.now.plus_days(-500)).await?;
        for (name, _) in areas {
            let id = AreaId(self.draw.id(BEGINNING));
            store::insert_area(tx, &self.municipality, &id, name).await?;
            self.areas.push(id);
        }
        for (area, (_, neighbours)) in areas.iter().enumerate() {
            for neighbour in *neighbours {
                store::insert_neighbour(tx, &self.municipality, &self.areas[area], &self.areas[*neighbour]).await?;
            }
        }
        for (position, kind) in (1..).zip(kinds) {
            let id = KindId(self.draw.id(BEGINNING));
            store::insert_kind(tx, &self.municipality, &id, &KINDS[*kind], position).await?;
            self.kinds.push(id);
        }
        Ok(())
    }

    /// Writes what was told, in the order it was sent.
    async fn write(mut self, tx: &mut Tx) -> Result<(), Failure> {
        self.stories.sort_by(|a, b| (a.submitted_at, &a.id).cmp(&(b.submitted_at, &b.id)));
        let (stories, mut last) = (std::mem::take(&mut self.stories), 0);
        for (number, story) in (1..).zip(&stories) {
            last = number;
            store::insert_story(tx, &self.municipality, story, number).await?;
            // What was told long ago has been read and forgotten.
            for (person, kind, on, at) in
                story.messages.iter().filter(|(_, _, _, at)| *at > self.now.plus_days(-30) && *at <= self.now)
            {
                let read_at = (*at < self.now.plus_days(-2)).then(|| at.plus_hours(5));
                let id = self.draw.id(*at);
                let message = MessageSeed { id, person, code: kind.code, on, story, at: *at, read_at };
                store::insert_message(tx, &self.municipality, &message).await?;
            }
        }
        store::insert_counter(tx, &self.municipality, "request", last).await?;
        // In no order, and never the same: steps of a prime through all numbers of six digits.
        let first = self.draw.between(0, 899_999);
        for (place, concern) in (1..).zip(&self.concerns) {
            let number = desk::concerns::store::FIRST_NUMBER + (first + place * 524_287) % 900_000;
            store::insert_concern(tx, &self.municipality, concern, number).await?;
        }
        for senior in self.seniors.iter().take(5) {
            let event = audit::Event {
                action: "person.create_demo",
                object: (Object::Person, senior.id.as_str()),
                subject: Some(&senior.id),
                why: "",
            };
            audit::record_system(tx, &self.municipality, self.now, event).await?;
        }
        Ok(())
    }
}

/// "Älvstads kommun", which answers to every name that no other has.
pub async fn big(tx: &mut Tx, now: Timestamp, size: &Size) -> Result<(), Failure> {
    let mut town = Town::new(now, 20_261_122);
    town.place(tx, "Älvstads kommun", "*", "010\u{2011}000\u{a0}00\u{a0}00", &AREAS, &[0, 1, 2, 3, 4]).await?;
    let all = "Samordnare i hela kommunen";
    town.staff(tx, ("Lena", "Holm"), "coordinator", &[], Locale::Sv, all).await?;
    town.staff(tx, ("Omar", "Haddad"), "coordinator", &[], Locale::Sv, all).await?;
    town.staff(tx, ("Birgitta", "Åkesson"), "coordinator", &[0, 1], Locale::Sv, "Samordnare i Centrum och Norrbacka")
        .await?;
    town.staff(tx, ("Päivi", "Korhonen"), "coordinator", &[2], Locale::Fi, "Talar finska. Samordnare i Söderslätt")
        .await?;
    town.staff(
        tx,
        ("Karin", "Sten"),
        "administrator",
        &[],
        Locale::Sv,
        "Ställer in kommunen. Läser inga förfrågningar",
    )
    .await?;
    for (given, family, area, reached_by, about) in SENIORS {
        town.citizen(tx, (given, family), area, reached_by, "senior", about).await?;
    }
    for (given, family, area, kinds, record, about) in VOLUNTEERS {
        town.add_volunteer(tx, (given, family), area, kinds, record, about).await?;
    }
    for index in 0..GIVEN.len() {
        let mut kinds: Vec<usize> = (0..KINDS.len()).filter(|_| town.draw.chance(50)).collect();
        if kinds.is_empty() {
            kinds.push(COMPANY);
        }
        // 17 and 40 have no common factor: every family name comes once.
        let name = (GIVEN[index], FAMILY[index * 17 % FAMILY.len()]);
        town.add_volunteer(
            tx,
            name,
            index % AREAS.len(),
            &kinds,
            Record::Whole,
            "Behörig. Har haft uppdrag under året",
        )
        .await?;
    }
    size::crowd(&mut town, tx, size).await?;
    present::tell(&mut town)?;
    size::wait(&mut town, size);
    history::tell(&mut town, size.requests);
    // A second person, for what one administrator alone may not do. Last, so that everybody else stays who they were.
    let about = "Ställer in kommunen. Säger ja till det som Karin Sten föreslår";
    town.staff(tx, ("Bengt", "Kvarnlund"), "administrator", &[], Locale::Sv, about).await?;
    town.write(tx).await
}

/// "Granby kommun", whose people and pages are nobody's business in the other.
pub async fn small(tx: &mut Tx, now: Timestamp) -> Result<(), Failure> {
    let mut town = Town::new(now, 7);
    town.place(
        tx,
        "Granby kommun",
        "granby.localhost",
        "010\u{2011}000\u{a0}00\u{a0}01",
        &[("Granby", &[])],
        &[COMPANY, SHOPPING],
    )
    .await?;
    town.staff(tx, ("Ulla", "Granath"), "coordinator", &[], Locale::Sv, "Samordnare i Granby").await?;
    town.staff(tx, ("Rolf", "Tallbom"), "administrator", &[], Locale::Sv, "Ställer in Granby").await?;
    town.citizen(tx, ("Stina", "Granlöf"), 0, ReachedBy::App, "senior", "Har skickat en förfrågan").await?;
    town.citizen(tx, ("Erik", "Granström"), 0, ReachedBy::App, "senior", "Får besök om två dagar").await?;
    town.add_volunteer(tx, ("Lisa", "Granfors"), 0, &[0, 1], Record::Whole, "Ska på besök om två dagar").await?;
    let (stina, erik, ulla) =
        (town.senior("Stina Granlöf")?, town.senior("Erik Granström")?, town.coordinators[0].clone());
    let lisa = town.volunteer("Lisa Granfors")?;
    let mut first = town.begin(&stina, 0, ContactMode::Home, "Jag bor på tredje våningen.", now.plus_hours(-3));
    let at = town.at(4, 13, 0);
    first.time(&mut town.draw, at);
    let sent = town.at(-4, 10, 0);
    let mut second = town.begin(&erik, 1, ContactMode::Out, "", sent);
    let at = town.at(2, 10, 0);
    second.time(&mut town.draw, at);
    second.take(&ulla, town.at(-3, 9, 0)).approve(super::voices::FOR_VOLUNTEERS[SHOPPING], town.at(-3, 9, 10));
    let asked = town.at(-3, 9, 20);
    let offer = second.offer(&mut town.draw, &lisa, asked);
    second.accept(offer, town.at(-2, 17, 0));
    let agreed = town.at(-1, 9, 15);
    second.yes(&mut town.draw, offer, None, agreed);
    town.stories = vec![first, second];
    town.write(tx).await
}
