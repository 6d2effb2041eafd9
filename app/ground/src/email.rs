//! (server side) E-mail addresses, as far as a form can tell: the one check for all of them. Whether it is there only a letter tells.

/// The longest local part, domain and label (RFC 5321, RFC 1035).
const LONGEST: (usize, usize, usize) = (64, 253, 63);

/// An address as it is kept: its domain in small letters. Of the standards only what providers give out: letters, digits and signs with
/// single dots before one `@`; behind it a domain with a dot, also in Swedish letters. No quotes, comments, bare hosts or numbers.
pub fn parse(text: &str) -> Option<String> {
    // Whatever stands around it, so much is none.
    if text.len() > 1_000 {
        return None;
    }
    let text = super::clean::line(text);
    let text = match text.split_at_checked("mailto:".len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case("mailto:") => rest.trim_start(),
        _ => text.as_str(),
    };
    let (local, domain) = text.split_once('@')?;
    let sign = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
    let named = local.len() <= LONGEST.0 && local.split('.').all(|part| !part.is_empty() && part.chars().all(sign));
    let domain = domain.to_lowercase();
    (named && is_domain(&domain)).then(|| format!("{local}@{domain}"))
}

fn is_domain(domain: &str) -> bool {
    // What the net asks for: "örebro.se" is "xn--rebro-hra.se".
    let Ok(ascii) = idna::domain_to_ascii_strict(domain) else { return false };
    let labels: Vec<&str> = ascii.split('.').collect();
    ascii.len() <= LONGEST.1
        && labels.len() > 1
        && labels.iter().all(|label| {
            !label.is_empty()
                && label.len() <= LONGEST.2
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
        && labels.last().is_some_and(|top| top.len() > 1 && top.chars().any(|c| c.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_strict_check() {
        for (text, kept) in [
            ("maj@example.se", Some("maj@example.se")),
            (" Maj.Ek+hjalp@Example.SE ", Some("Maj.Ek+hjalp@example.se")),
            ("maj@post.kommun.example.se", Some("maj@post.kommun.example.se")),
            ("maj@ÖREBRO.se", Some("maj@örebro.se")),
            ("maj@xn--rebro-hra.se", Some("maj@xn--rebro-hra.se")),
            ("\u{202a}maj@example.se\u{202c}", Some("maj@example.se")),
            ("maj\u{200b}@example.se\u{feff}", Some("maj@example.se")),
            ("mailto:maj@example.se", Some("maj@example.se")),
            ("o'brien@example.ie", Some("o'brien@example.ie")),
            ("maj", None),
            ("maj@", None),
            ("@example.se", None),
            ("maj@x", None),
            ("a@b..c", None),
            ("a@.se", None),
            ("a@b.", None),
            ("a@b.c", None),
            ("a@b.se.", None),
            ("a@@b.se", None),
            ("a@b@c.se", None),
            ("a b@c.se", None),
            ("a@b c.se", None),
            ("maj@example,se", None),
            ("Maj <maj@example.se>", None),
            ("\"maj ek\"@example.se", None),
            ("maj(ek)@example.se", None),
            ("maj@[127.0.0.1]", None),
            ("maj@127.0.0.1", None),
            ("maj.@example.se", None),
            (".maj@example.se", None),
            ("maj..ek@example.se", None),
            ("maj@-example.se", None),
            ("maj@example-.se", None),
            ("maj@exam_ple.se", None),
            ("åsa@example.se", None),
            ("maj@example.se; ada@example.se", None),
            ("", None),
        ] {
            assert_eq!(parse(text).as_deref(), kept, "{text}");
        }
        assert!(parse(&format!("{}@example.se", "a".repeat(64))).is_some());
        assert!(parse(&format!("{}@example.se", "a".repeat(65))).is_none());
        assert!(parse(&format!("a@{}.se", "b".repeat(64))).is_none());
        assert!(parse(&format!("a@{}se", "b.".repeat(130))).is_none());
    }
}
