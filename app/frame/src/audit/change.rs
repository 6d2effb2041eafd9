//! What a row of the log says of a change: by name what it was and is. Codes stand as they are; what is somebody's own, as a keyed hash:
//! whoever reads the log sees that it is another one, and can be shown whether it was this one. Pure. Tests: here.

use ground::secret::Secret;

/// Letters of a hash: enough to tell two values apart, too few to be looked up.
const LETTERS: usize = 12;

/// What was changed; empty where nothing was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes(Vec<String>);

impl Changes {
    /// A code, a number or a date, which says nothing of a person.
    #[must_use]
    pub fn code(mut self, name: &str, before: &str, after: &str) -> Self {
        if before != after {
            let shown = |value: &str| if value.is_empty() { "-".to_owned() } else { value.replace([' ', '>'], "_") };
            self.0.push(format!("{name}={}>{}", shown(before), shown(after)));
        }
        self
    }

    /// Something of somebody's own, or a text.
    #[must_use]
    pub fn own(self, secret: &Secret, name: &str, before: &str, after: &str) -> Self {
        if before == after {
            return self;
        }
        let hash = |value: &str| {
            if value.is_empty() {
                return String::new();
            }
            let mac = secret.mac("audit-value", format!("{name}\n{value}").as_bytes());
            format!("#{}", mac.chars().take(LETTERS).collect::<String>())
        };
        self.code(name, &hash(before), &hash(after))
    }

    /// As it stands in the row.
    pub fn told(&self) -> String {
        self.0.join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_shown_and_what_is_ones_own_is_hashed() {
        let secret = Secret([7; 32]);
        let changes = |before, after| {
            Changes::default()
                .code("locale", "sv", "fi")
                .code("share_phone", "no", "no")
                .own(&secret, "phone", before, after)
                .told()
        };
        let told = changes("+46701740605", "");
        assert!(told.starts_with("locale=sv>fi phone=#") && told.ends_with(">-"), "{told}");
        assert!(!told.contains("0174"), "{told}");
        assert_eq!(changes("a", "a"), "locale=sv>fi", "what stays is not told");
        let [one, other] = [changes("", "a"), changes("", "b")];
        assert_ne!(one, other);
        assert_eq!(one, changes("", "a"), "the same value, the same hash");
        let otherwise = Changes::default().own(&Secret([8; 32]), "phone", "", "a").told();
        assert!(!one.contains(&otherwise), "of another key, another hash");
        assert_eq!(Changes::default().code("name", "", "a b>c").told(), "name=->a_b_c", "one word each");
    }
}
