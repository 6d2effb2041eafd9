//! (server side) The key of an installation.

/// Key material; never printed.
#[derive(Clone)]
pub struct Secret(pub [u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

impl Secret {
    /// A keyed hash (HMAC-SHA-256) in hexadecimal, separated by purpose.
    pub fn mac(&self, purpose: &str, data: &[u8]) -> String {
        hex(&self.hash(purpose, data).unwrap_or_default())
    }

    /// The same of what is read, to its end.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn mac_of(&self, purpose: &str, data: impl std::io::Read) -> std::io::Result<String> {
        Ok(hex(&self.hash(purpose, data)?))
    }

    /// A key of its own for a purpose (`app::sealed`).
    pub fn key(&self, purpose: &str) -> [u8; 32] {
        // What is in memory can be read.
        self.hash("key", purpose.as_bytes()).unwrap_or_default()
    }

    fn hash(&self, purpose: &str, mut data: impl std::io::Read) -> std::io::Result<[u8; 32]> {
        use hmac::{Hmac, KeyInit, Mac};
        // HMAC takes keys of every length.
        let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&self.0).map_err(std::io::Error::other)?;
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        let mut part = [0; 8 * 1024];
        loop {
            match data.read(&mut part) {
                Ok(0) => return Ok(mac.finalize().into_bytes().into()),
                Ok(count) => mac.update(part.get(..count).unwrap_or_default()),
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
