//! The files of the site: style sheet, WebAssembly, fonts, texts. Each name carries a hash of its content, so that a browser
//! keeps it for good. In development from a folder, in what is delivered from within the program (feature `embed`).

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use frame::context::SiteFiles;
use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    sync::Arc,
};

/// The list of names within the site.
const MANIFEST: &str = "manifest.json";

#[cfg(feature = "embed")]
#[derive(rust_embed::RustEmbed)]
#[folder = "$HANDSLAG_SITE_DIR"]
struct Embedded;

/// Where the files are.
#[derive(Clone, Debug, Default)]
pub enum Site {
    /// Nowhere: tests of pages need no files.
    #[default]
    None,
    /// In a folder.
    Folder(Arc<Path>),
    /// In the program.
    #[cfg(feature = "embed")]
    Embedded,
}

/// Why there is no site.
#[derive(Debug)]
pub enum SiteError {
    /// The folder has no list of names.
    Missing(PathBuf),
    /// The list of names cannot be understood.
    Manifest(serde_json::Error),
}

impl std::fmt::Display for SiteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Missing(folder) => write!(
                f,
                "there is no site in {}: build and start with `cargo xtask run`, or name its folder with --site",
                folder.display()
            ),
            Self::Manifest(error) => write!(f, "the site's {MANIFEST} cannot be read: {error}"),
        }
    }
}

impl std::error::Error for SiteError {}

impl Site {
    /// The site in a folder; without one, the embedded site, else `target/site`.
    ///
    /// # Errors
    /// There is none, or its list of names is broken.
    pub fn open(folder: Option<&Path>) -> Result<(Self, SiteFiles), SiteError> {
        #[cfg(feature = "embed")]
        if folder.is_none() {
            let manifest = Embedded::get(MANIFEST).ok_or_else(|| SiteError::Missing("the program".into()))?;
            return Ok((Self::Embedded, serde_json::from_slice(&manifest.data).map_err(SiteError::Manifest)?));
        }
        let folder = folder.unwrap_or(Path::new("target/site"));
        let manifest = std::fs::read(folder.join(MANIFEST)).map_err(|_| SiteError::Missing(folder.to_owned()))?;
        let files = serde_json::from_slice(&manifest).map_err(SiteError::Manifest)?;
        Ok((Self::Folder(folder.into()), files))
    }

    async fn read(&self, name: &str) -> Option<Cow<'static, [u8]>> {
        match self {
            Self::None => None,
            Self::Folder(folder) => tokio::fs::read(folder.join(name)).await.ok().map(Cow::Owned),
            #[cfg(feature = "embed")]
            Self::Embedded => Embedded::get(name).map(|file| file.data),
        }
    }

    /// A file, compressed where the browser takes it and somebody compressed it when the site was built.
    pub async fn answer(&self, name: &str, headers: &HeaderMap) -> Response {
        // One name, no folders: nothing outside the site can be asked for.
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        let Some(kind) = content_type(name).filter(|_| plain && !name.starts_with('.') && name != MANIFEST) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        for (coding, ending) in [("br", ".br"), ("gzip", ".gz")] {
            if accepts(headers, coding)
                && let Some(bytes) = self.read(&format!("{name}{ending}")).await
            {
                return file(bytes, kind, Some(coding));
            }
        }
        match self.read(name).await {
            Some(bytes) => file(bytes, kind, None),
            None => StatusCode::NOT_FOUND.into_response(),
        }
    }
}

impl Site {
    /// The service worker, and before it what it is to keep at hand: with another site it is another script, and browsers take it up.
    pub async fn worker(&self, names: &SiteFiles) -> Response {
        let Some(script) = self.read(&names.worker.script).await else { return StatusCode::NOT_FOUND.into_response() };
        let fonts = names.files.iter().filter(|(path, _)| path.starts_with("fonts/")).map(|(_, name)| name);
        let icon = names.files.get("icons/favicon.svg");
        let files: Vec<&String> =
            [&names.css, &names.worker.page, &names.worker.listen].into_iter().chain(fonts).chain(icon).collect();
        let head = format!("const SITE = {};\n", serde_json::json!({ "version": names.version, "files": files }));
        let mut response =
            file(Cow::Owned([head.as_bytes(), &script].concat()), "text/javascript; charset=utf-8", None);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        response
    }
}

fn file(bytes: Cow<'static, [u8]>, kind: &'static str, coding: Option<&'static str>) -> Response {
    let body = match bytes {
        Cow::Borrowed(bytes) => Body::from(bytes),
        Cow::Owned(bytes) => Body::from(bytes),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn accepts(headers: &HeaderMap, coding: &str) -> bool {
    let given = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(',').any(|part| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        name.trim() == coding && quality.trim().trim_end_matches(['.', '0']) != "q="
    })
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webp" => "image/webp",
        "txt" => "text/plain; charset=utf-8",
        "webmanifest" => "application/manifest+json",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compression_is_the_browsers_choice() {
        for (given, br, gzip) in [
            ("gzip, deflate, br", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("br;q=0.5", true, false),
            ("br;q=0.0", false, false),
            ("identity", false, false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(given))]);
            assert_eq!((accepts(&headers, "br"), accepts(&headers, "gzip")), (br, gzip), "{given}");
        }
    }

    #[tokio::test]
    async fn only_files_of_the_site_are_given_out() {
        let folder = std::env::temp_dir().join(format!("handslag-site-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("inside")).unwrap();
        for (name, text) in
            [("a-1.css", "plain"), ("a-1.css.br", "brotli"), ("manifest.json", "{}"), (".hidden.css", "no")]
        {
            std::fs::write(folder.join(name), text).unwrap();
        }
        std::fs::write(folder.join("inside/b.css"), "no").unwrap();
        let site = Site::Folder(folder.as_path().into());
        let none = HeaderMap::new();
        let br = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static("br"))]);
        let answer = site.answer("a-1.css", &none).await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "text/css; charset=utf-8");
        assert!(answer.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING));
        let answer = site.answer("a-1.css", &br).await;
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "br");
        for name in ["inside/b.css", "../Cargo.toml", "manifest.json", ".hidden.css", "nothing.css", "a-1", ""] {
            assert_eq!(site.answer(name, &br).await.status(), StatusCode::NOT_FOUND, "{name}");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
