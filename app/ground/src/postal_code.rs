//! (server side) Swedish postal codes.

/// A postal code as it is kept and read, `632 20`: five digits, with or without a space, and with the country before it as envelopes
/// have it (`S-632 20`, `SE-632 20`).
pub fn parse(text: &str) -> Option<String> {
    let text = super::clean::line(text).to_uppercase();
    let digits = text.strip_prefix("SE").or_else(|| text.strip_prefix('S')).unwrap_or(&text);
    let digits: String =
        digits.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')).collect();
    let fine = digits.len() == 5 && digits.chars().all(|c| c.is_ascii_digit()) && !digits.starts_with('0');
    fine.then(|| format!("{} {}", &digits[..3], &digits[3..]))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn as_envelopes_have_it() {
        for text in [
            "632 20",
            "63220",
            "SE-632 20",
            "S-632 20",
            "se 63220",
            "S632 20",
            "632\u{a0}20",
            "\u{202a}632\u{202f}20",
            "SE\u{2011}632 20",
        ] {
            assert_eq!(parse(text).as_deref(), Some("632 20"), "{text}");
        }
        for text in ["", "63", "632 2", "632 200", "DK-1234", "FI-00100", "00100", "632 2O", "SEE632 20", "-"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
