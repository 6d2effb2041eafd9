//! A locale for trying: Swedish in Arabic letters, a third longer, so that a page shows whether it can be read from the right and
//! holds longer words, before there is a language that is written so.

/// An Arabic letter for each of ours; it says nothing.
const LETTERS: [(char, char); 29] = [
    ('a', 'ا'),
    ('b', 'ب'),
    ('c', 'ص'),
    ('d', 'د'),
    ('e', 'ع'),
    ('f', 'ف'),
    ('g', 'ج'),
    ('h', 'ه'),
    ('i', 'ي'),
    ('j', 'خ'),
    ('k', 'ك'),
    ('l', 'ل'),
    ('m', 'م'),
    ('n', 'ن'),
    ('o', 'و'),
    ('p', 'ث'),
    ('q', 'ق'),
    ('r', 'ر'),
    ('s', 'س'),
    ('t', 'ت'),
    ('u', 'ء'),
    ('v', 'ط'),
    ('w', 'ظ'),
    ('x', 'ض'),
    ('y', 'ى'),
    ('z', 'ز'),
    ('å', 'أ'),
    ('ä', 'إ'),
    ('ö', 'ؤ'),
];

/// Letters are exchanged, vowels doubled; numbers, signs and placeholders stay.
pub fn mirrored(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut inside = false;
    for c in text.chars() {
        inside = (inside || c == '{') && c != '}';
        let small = c.to_lowercase().next().unwrap_or(c);
        match LETTERS.iter().find(|(ours, _)| *ours == small).filter(|_| !inside) {
            Some((_, theirs)) => {
                out.push(*theirs);
                if "aeiouyåäö".contains(small) {
                    out.push(*theirs);
                }
            }
            None => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::mirrored;

    #[test]
    fn letters_change_and_the_rest_stays() {
        assert_eq!(mirrored("Ab 12, {name}!"), "ااب 12, {name}!");
    }
}
