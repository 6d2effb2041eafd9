//! How a person is named.

/// First and family name; some people have one name, which is kept as the first.
pub fn full_name(given: &str, family: &str) -> String {
    format!("{given} {family}").trim_end().to_owned()
}

/// "Erik L.": what a senior and a volunteer know of each other's names.
pub fn short_name(given: &str, family: &str) -> String {
    match family.chars().next() {
        Some(initial) => format!("{given} {initial}."),
        None => given.to_owned(),
    }
}

/// "EL", for the round picture.
pub fn initials(given: &str, family: &str) -> String {
    [given, family].iter().filter_map(|name| name.chars().next()).collect()
}
