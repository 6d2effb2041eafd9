//! (server side) What we give out or put away and nobody else may read or change: sealed with a key that comes from the program's
//! secret, by XChaCha20-Poly1305, whose nonces are long enough to be drawn.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chacha20poly1305::{
    KeyInit as _, XChaCha20Poly1305, XNonce,
    aead::{Aead as _, Payload},
};
use ground::{random::draw_bytes, secret::Secret};

/// Bytes of a nonce.
const NONCE: usize = 24;

/// The cipher of a purpose: what was sealed for one is not opened for another.
fn cipher(secret: &Secret, purpose: &str) -> Option<XChaCha20Poly1305> {
    XChaCha20Poly1305::new_from_slice(&secret.key(purpose)).ok()
}

/// Letters that only [`open`] reads, and only with the same `bound`: whose it is, for example. Each sealing is another text.
pub fn seal(secret: &Secret, purpose: &str, bound: &str, plain: &[u8]) -> String {
    let nonce: [u8; NONCE] = draw_bytes();
    let payload = Payload { msg: plain, aad: bound.as_bytes() };
    let sealed = cipher(secret, purpose).and_then(|cipher| cipher.encrypt(&XNonce::from(nonce), payload).ok());
    // Only a text of gigabytes cannot be sealed.
    let Some(sealed) = sealed else { return String::new() };
    URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat())
}

/// What was sealed; none where it is not ours, was changed, or is bound to something else.
pub fn open(secret: &Secret, purpose: &str, bound: &str, sealed: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: bound.as_bytes() };
    cipher(secret, purpose)?.decrypt(&XNonce::from(*nonce), payload).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SECRET: Secret = Secret([7; 32]);

    #[test]
    fn only_the_same_purpose_binding_and_secret_open_it() {
        let sealed = seal(&SECRET, "form", "Majken", b"070-123 45 67");
        assert_eq!(open(&SECRET, "form", "Majken", &sealed).as_deref(), Some(b"070-123 45 67".as_slice()));
        assert_eq!(open(&SECRET, "kept", "Majken", &sealed), None);
        assert_eq!(open(&SECRET, "form", "Siri", &sealed), None);
        assert_eq!(open(&Secret([8; 32]), "form", "Majken", &sealed), None);
        assert_ne!(seal(&SECRET, "form", "Majken", b"070-123 45 67"), sealed, "no two are alike");
        for wrong in ["", "once", "ÅÄÖ", &sealed[1..], &sealed[..sealed.len() - 4]] {
            assert_eq!(open(&SECRET, "form", "Majken", wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn whatever_was_sealed_is_opened_and_nothing_of_it_shows(
            plain in proptest::collection::vec(any::<u8>(), 0..500), at in any::<proptest::sample::Index>()
        ) {
            let sealed = seal(&SECRET, "kept", "", &plain);
            prop_assert_eq!(open(&SECRET, "kept", "", &sealed), Some(plain));
            let mut changed = sealed.into_bytes();
            let at = at.index(changed.len());
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            // The last letter may have bits that mean nothing: then it is no letter of ours.
            prop_assert_eq!(open(&SECRET, "kept", "", &String::from_utf8(changed).unwrap()), None);
        }
    }
}
