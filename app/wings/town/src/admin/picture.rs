//! (server side) A picture that somebody sends, read whole and drawn anew: what is kept and given out is made by us, of its points
//! alone, whatever else was in the file. No SVG: it may hold scripts, and what is left of one without them is a guess.

use ground::secret::hex;
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};
use sha2::{Digest, Sha256};
use std::io::Cursor;

/// The kinds that are read, whatever a file calls itself.
const KINDS: [ImageFormat; 3] = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
/// The largest file that is taken.
pub const MOST_BYTES: usize = 200_000;
/// The most points that are taken, across and down: of a file that says more nothing is unpacked.
const MOST: (u32, u32) = (1_200, 400);
/// The most that are kept: three to each pixel of the largest that pages show ([`frame::access::model::Logo`]).
const KEPT: (u32, u32) = (576, 192);
/// What reading may take: one picture of the most points, four bytes each, a few times over.
const MOST_MEMORY: u64 = 16 << 20;

/// A picture of our making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// PNG.
    pub bytes: Vec<u8>,
    /// Points across.
    pub width: u32,
    /// Points down.
    pub height: u32,
}

/// Why a file is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Too many bytes.
    TooLarge,
    /// Too many points.
    TooManyPoints,
    /// No picture of a kind that is read, or a broken one.
    NoPicture,
}

impl From<ImageError> for Refused {
    fn from(error: ImageError) -> Self {
        match error {
            ImageError::Limits(_) => Self::TooManyPoints,
            _ => Self::NoPicture,
        }
    }
}

/// What names these bytes; others have another.
pub fn hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..16])
}

/// Reads the file and draws it anew, upright and no larger than it need be.
///
/// # Errors
/// Why it is not taken.
pub fn read(file: &[u8]) -> Result<Picture, Refused> {
    if file.len() > MOST_BYTES {
        return Err(Refused::TooLarge);
    }
    let kind = image::guess_format(file).ok().filter(|kind| KINDS.contains(kind)).ok_or(Refused::NoPicture)?;
    let mut limits = Limits::no_limits();
    (limits.max_image_width, limits.max_image_height) = (Some(MOST.0), Some(MOST.1));
    limits.max_alloc = Some(MOST_MEMORY);
    let mut reader = ImageReader::with_format(Cursor::new(file), kind);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let upright = decoder.orientation()?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(upright);
    if picture.width() > KEPT.0 || picture.height() > KEPT.1 {
        picture = picture.resize(KEPT.0, KEPT.1, imageops::FilterType::Lanczos3);
    }
    let picture = if picture.color().has_alpha() {
        DynamicImage::from(picture.into_rgba8())
    } else {
        DynamicImage::from(picture.into_rgb8())
    };
    let mut bytes = Vec::new();
    picture.write_with_encoder(PngEncoder::new_with_quality(
        &mut bytes,
        CompressionType::Best,
        FilterType::Adaptive,
    ))?;
    Ok(Picture { bytes, width: picture.width(), height: picture.height() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    fn file(picture: impl Into<DynamicImage>, kind: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.into().write_to(&mut bytes, kind).unwrap();
        bytes.into_inner()
    }

    fn red(width: u32, height: u32) -> RgbImage {
        RgbImage::from_pixel(width, height, Rgb([200, 20, 20]))
    }

    /// A PNG that says of itself that it is this large, with nothing in it.
    fn says(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = file(red(1, 1), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let checked = crc(&bytes[12..29]);
        bytes[29..33].copy_from_slice(&checked.to_be_bytes());
        bytes
    }

    /// The sum that closes each part of a PNG.
    fn crc(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
        })
    }

    #[test]
    fn three_kinds_become_one() {
        for kind in KINDS {
            let read = read(&file(red(60, 40), kind)).unwrap();
            assert_eq!((read.width, read.height), (60, 40), "{kind:?}");
            let drawn = image::load_from_memory_with_format(&read.bytes, ImageFormat::Png).unwrap();
            assert_eq!((drawn.color(), drawn.width()), (image::ColorType::Rgb8, 60), "{kind:?}");
        }
        let glass = RgbaImage::from_pixel(9, 9, Rgba([0, 0, 0, 0]));
        let read = read(&file(glass, ImageFormat::Png)).unwrap();
        assert_eq!(image::load_from_memory(&read.bytes).unwrap().color(), image::ColorType::Rgba8);
    }

    #[test]
    fn what_is_kept_is_no_larger_than_it_need_be() {
        let of =
            |width, height| read(&file(red(width, height), ImageFormat::Png)).map(|read| (read.width, read.height));
        assert_eq!(of(1_200, 400), Ok((576, 192)));
        assert_eq!(of(400, 400), Ok((192, 192)));
        assert_eq!(of(1_200, 100), Ok((576, 48)));
        assert_eq!(of(1_201, 400), Err(Refused::TooManyPoints));
        assert_eq!(of(100, 401), Err(Refused::TooManyPoints));
    }

    #[test]
    fn nothing_else_of_the_file_is_kept() {
        let mut sent = file(red(30, 30), ImageFormat::Png);
        sent.extend_from_slice(b"<script>alert(1)</script>");
        let read = read(&sent).unwrap();
        assert!(!read.bytes.windows(7).any(|part| part == b"<script"));
        assert_eq!(hash(&read.bytes).len(), 32);
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        assert_eq!(read(&says(50_000, 50_000)), Err(Refused::TooManyPoints), "nothing is unpacked");
        assert_eq!(read(&vec![0; MOST_BYTES + 1]), Err(Refused::TooLarge));
        let svg = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
        for none in [&b""[..], svg, b"GIF89a\x01\0\x01\0\0\0\0;", b"BM", b"\x89PNG\r\n\x1a\n", &says(60, 40)] {
            assert_eq!(read(none), Err(Refused::NoPicture), "{none:?}");
        }
        for kind in KINDS {
            let whole = file(red(60, 40), kind);
            for length in 0..whole.len() {
                // A JPEG may end early; nothing may panic.
                let _ = read(&whole[..length]);
            }
        }
    }
}
