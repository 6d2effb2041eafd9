//! Files are compressed once, when they are built: the server only picks the one the browser takes.

use std::{collections::BTreeSet, fs, io::Write as _, path::Path};

use anyhow::Result;

use crate::process::{say, write_whole};

/// Files that are compressed by their nature.
const DENSE: [&str; 5] = ["woff2", "png", "jpg", "webp", "avif"];
/// For a dictionary window as large as the largest file here.
const BROTLI_WINDOW: i32 = 24;

/// Lays `.br` and `.gz` beside each file where they are smaller. Names carry hashes, so what is there is right.
pub fn compress(site: &Path, names: &BTreeSet<String>) -> Result<()> {
    for name in names {
        let dense = name.rsplit('.').next().is_some_and(|ending| DENSE.contains(&ending));
        let path = site.join(name);
        let (br, gz) = (path.with_added_extension("br"), path.with_added_extension("gz"));
        if dense || (br.exists() && gz.exists()) {
            continue;
        }
        let bytes = fs::read(&path)?;
        if bytes.len() > 100_000 {
            say(format!("compressing {name}"));
        }
        for (path, smaller) in [(&br, brotli(&bytes)?), (&gz, gzip(&bytes)?)] {
            if smaller.len() < bytes.len() {
                write_whole(path, &smaller)?;
            }
        }
    }
    Ok(())
}

fn brotli(bytes: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::{brotli, gzip};

    #[test]
    fn both_come_back_as_they_were() {
        let bytes = "Handslag ".repeat(500).into_bytes();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &*brotli(&bytes).unwrap(), &mut plain).unwrap();
        assert_eq!(plain, bytes);
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&*gzip(&bytes).unwrap()).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, bytes);
    }
}
