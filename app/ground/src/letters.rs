//! (server side) Letters as they are meant, for readers of what people type: a telephone's keyboard, a copied table and a word processor
//! put other spaces, dashes and digits there than a keyboard does.

/// The letter that is meant: digits of other widths and scripts as `0` to `9`, every dash as `-`, every space as ` `, wide signs as narrow
/// ones, curly apostrophes straight. None for what cannot be seen: soft hyphens, marks of direction, joiners, control characters.
pub fn plain(c: char) -> Option<char> {
    Some(match c {
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => return None,
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{2d7}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        '\u{2044}' | '\u{2215}' => '/',
        '\u{2024}' => '.',
        '\u{2236}' => ':',
        '\u{660}'..='\u{669}' => digit(c, 0x660),
        '\u{6f0}'..='\u{6f9}' => digit(c, 0x6f0),
        '\u{966}'..='\u{96f}' => digit(c, 0x966),
        '\u{1d7ce}'..='\u{1d7ff}' => digit(c, 0x1d7ce),
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xff01 + 0x21).unwrap_or(c),
        c if c.is_whitespace() => ' ',
        c if c.is_control() => return None,
        c => c,
    })
}

/// A digit by its place after the zero of its script.
const fn digit(c: char, zero: u32) -> char {
    (b'0' + ((c as u32 - zero) % 10) as u8) as char
}

/// A text in plain, small letters, one space between words and none at the ends.
pub fn plain_text(text: &str) -> String {
    let plain: String = text.chars().filter_map(plain).flat_map(char::to_lowercase).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_as_they_are_meant() {
        for (text, expected) in [
            ("１０：３０", "10:30"),
            ("10\u{a0}\u{202f} 30", "10 30"),
            ("5\u{2011}6\u{2212}7–8—9", "5-6-7-8-9"),
            ("\u{202d}070\u{ad}12\u{200b}3\u{feff}", "070123"),
            ("٣ ۴ ५ 𝟡 𝟢", "3 4 5 9 0"),
            ("Half\tpast\r\nTEN\u{7}", "half past ten"),
            ("o’clock Åäö", "o'clock åäö"),
            ("", ""),
        ] {
            assert_eq!(plain_text(text), expected, "{text:?}");
        }
    }
}
