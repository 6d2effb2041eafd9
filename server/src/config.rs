//! What the program is told when it starts, by flag or environment, and what of it is unsafe.

use crate::bounds::Bounds;
use clap::{Args, ValueEnum};
use db::Durability;
use ground::{clock::Clock, secret::Secret};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    net::SocketAddr,
    path::{Path, PathBuf},
    str::FromStr,
};

/// The shortest secret that is taken, in bytes.
const SHORTEST_SECRET: usize = 32;

/// The database that is used where none is named.
const DATABASE: &str = "sqlite:handslag.sqlite";

/// Settings of every command.
#[derive(Args, Clone, Debug)]
pub struct Settings {
    /// The database: `sqlite:FILE` or `postgres://USER@HOST/NAME`
    #[arg(
        long,
        env = "HANDSLAG_DATABASE_URL",
        default_value = DATABASE,
        hide_env_values = true,
        global = true
    )]
    pub database_url: String,
    /// A file with the database's URL, where it holds a password
    #[arg(long, env = "HANDSLAG_DATABASE_URL_FILE", global = true)]
    pub database_url_file: Option<PathBuf>,
    /// Where to listen; TLS is the work of a proxy in front
    #[arg(long, env = "HANDSLAG_LISTEN", default_value = "127.0.0.1:3000", global = true)]
    pub listen: SocketAddr,
    /// The address that people see, `https://host`; decides `Secure` cookies and HSTS. Default: http and the address of
    /// --listen
    #[arg(long, env = "HANDSLAG_PUBLIC_URL", global = true)]
    pub public_url: Option<String>,
    /// The secret for sessions, links and the audit log: 64 hexadecimal digits, or any text of 32 bytes and more
    #[arg(long, env = "HANDSLAG_SECRET_KEY", hide_env_values = true, global = true)]
    pub secret_key: Option<SecretText>,
    /// A file with the secret
    #[arg(long, env = "HANDSLAG_SECRET_KEY_FILE", global = true)]
    pub secret_key_file: Option<PathBuf>,
    /// Demonstration: invented people, whom anyone can be with one button
    #[arg(long, env = "HANDSLAG_DEMO", global = true)]
    pub demo: bool,
    /// Let others than this machine reach the demonstration. Anyone who does can be anybody in it: never with real people
    #[arg(long, env = "HANDSLAG_DEMO_ON_A_PUBLIC_ADDRESS", global = true)]
    pub demo_on_a_public_address: bool,
    /// Minutes by which a demonstration's clock is ahead of the machine's, from its beginning
    #[arg(long, env = "HANDSLAG_DEMO_AHEAD", default_value_t = 0, value_parser = clap::value_parser!(i64).range(0..=60 * 24 * 60), global = true)]
    pub demo_ahead: i64,
    /// The folder of the site's files. Default: those within the program, else `target/site`
    #[arg(long, env = "HANDSLAG_SITE", global = true)]
    pub site: Option<PathBuf>,
    /// Whether a booking survives a power cut (full), or the last ones may be lost (normal); `SQLite` only
    #[arg(long, env = "HANDSLAG_DURABILITY", default_value = "full", global = true)]
    pub durability: Disk,
    /// The file that the end of the audit log is exported to, on another machine or at least another disk than the database. Default: none
    #[arg(long, env = "HANDSLAG_AUDIT_HEAD", global = true)]
    pub audit_head: Option<PathBuf>,
    /// Where weaknesses are told of: `mailto:…`, `https://…` or `tel:…`, for `/.well-known/security.txt`
    #[arg(long, env = "HANDSLAG_SECURITY_CONTACT", global = true)]
    pub security_contact: Option<String>,
    /// Logs as JSON, a line each
    #[arg(long, env = "HANDSLAG_LOG_JSON", global = true)]
    pub log_json: bool,
    /// Limits.
    #[command(flatten)]
    pub bounds: Bounds,
}

/// A secret as it was given; never printed.
#[derive(Clone)]
pub struct SecretText(String);

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

impl FromStr for SecretText {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Ok(Self(text.to_owned()))
    }
}

/// As `db::Durability`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Disk {
    /// Every commit is on the disk before it is acknowledged.
    Full,
    /// The last commits may be lost at a power cut.
    Normal,
}

impl From<Disk> for Durability {
    fn from(disk: Disk) -> Self {
        match disk {
            Disk::Full => Self::Full,
            Disk::Normal => Self::Normal,
        }
    }
}

/// What is wrong with the settings; its text says what to set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Neither `SQLite` nor `PostgreSQL`.
    Database,
    /// Two of them.
    TwoDatabases,
    /// The file with the database's URL cannot be read.
    DatabaseFile(PathBuf, String),
    /// Others on the machine may read or write this file.
    Readable(PathBuf),
    /// Nothing that somebody could be reached by.
    SecurityContact(String),
    /// No secret.
    NoSecret,
    /// Two of them.
    TwoSecrets,
    /// Shorter than 32 bytes.
    ShortSecret,
    /// The secret's file cannot be read.
    SecretFile(PathBuf, String),
    /// Not `http(s)://host[:port]`.
    PublicUrl(String),
    /// Real people, and pages that anybody on the way can read.
    NoTls,
    /// A demonstration that others can reach.
    PublicDemo,
    /// A clock that is not the machine's, with real people.
    AheadOfTime,
    /// The end of the audit log is only where the log is.
    NoAuditHead,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database => f.write_str("--database-url must begin with sqlite: or postgres:"),
            Self::TwoDatabases => {
                f.write_str("there are two databases: set --database-url or --database-url-file, not both")
            }
            Self::DatabaseFile(file, error) => {
                write!(f, "the file {} with the database's URL cannot be read: {error}", file.display())
            }
            Self::Readable(file) => write!(
                f,
                "others on this machine may read {file}: let its owner alone (chmod 600 {file})",
                file = file.display()
            ),
            Self::SecurityContact(contact) => {
                write!(f, "--security-contact must begin with mailto:, https:// or tel:, and is {contact}")
            }
            Self::NoSecret => f.write_str(
                "there is no secret: set HANDSLAG_SECRET_KEY or --secret-key-file, for example to the output of `openssl rand -hex 32`",
            ),
            Self::TwoSecrets => f.write_str("there are two secrets: set --secret-key or --secret-key-file, not both"),
            Self::ShortSecret => write!(f, "the secret is too short: it needs {SHORTEST_SECRET} bytes"),
            Self::SecretFile(file, error) => write!(f, "the secret's file {} cannot be read: {error}", file.display()),
            Self::PublicUrl(url) => write!(f, "--public-url must be https://host (or http://localhost), and is {url}"),
            Self::NoTls => f.write_str(
                "anybody on the way could read the pages: set --public-url to the https address that a proxy answers to",
            ),
            Self::PublicDemo => f.write_str(
                "others could reach the demonstration, where anyone can be anybody: listen on 127.0.0.1, or say --demo-on-a-public-address",
            ),
            Self::AheadOfTime => f.write_str("--demo-ahead is a demonstration's, and this is none: leave it out, or say --demo"),
            Self::NoAuditHead => {
                f.write_str("the end of the audit log has no place outside the database: set --audit-head to a file")
            }
        }
    }
}

impl std::error::Error for Problem {}

/// A public address, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// `https://host[:port]`.
    pub origin: String,
    /// Whether it is https.
    pub tls: bool,
    /// Whether only this machine can reach it.
    pub loopback: bool,
}

impl Settings {
    /// Everything that is wrong with the settings for `serve`.
    pub fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        match self.url() {
            Ok(url) if ["sqlite:", "postgres:", "postgresql:"].iter().any(|scheme| url.starts_with(scheme)) => {}
            Ok(_) => problems.push(Problem::Database),
            Err(problem) => problems.push(problem),
        }
        match self.given_secret() {
            Ok(None) if !self.demo => problems.push(Problem::NoSecret),
            Ok(_) => {}
            Err(problem) => problems.push(problem),
        }
        let (mut https, mut loopback) = (false, self.listen.ip().is_loopback());
        match self.public() {
            Ok(public) => {
                https = public.tls;
                loopback &= public.loopback;
            }
            Err(problem) => problems.push(problem),
        }
        if self.demo && !loopback && !self.demo_on_a_public_address {
            problems.push(Problem::PublicDemo);
        }
        if !self.demo {
            if self.demo_ahead > 0 {
                problems.push(Problem::AheadOfTime);
            }
            if !https && !loopback && !problems.iter().any(|problem| matches!(problem, Problem::PublicUrl(_))) {
                problems.push(Problem::NoTls);
            }
            // Several servers write one log: where its end lies must have been thought of.
            if self.audit_head.is_none() && self.url().is_ok() && self.sqlite_file().is_none() {
                problems.push(Problem::NoAuditHead);
            }
        }
        if let Some(contact) = self.security_contact.as_ref().filter(|contact| !is_contact(contact)) {
            problems.push(Problem::SecurityContact(contact.clone()));
        }
        problems.extend(self.readable());
        problems
    }

    /// Files with secrets or with people's data that others on the machine may read. What is not there yet is made for its owner alone.
    pub fn readable(&self) -> Vec<Problem> {
        let database = self.sqlite_file();
        let beside = database.iter().flat_map(|file| ["-wal", "-shm", ".demo-key"].map(|ending| beside(file, ending)));
        let given = [&self.secret_key_file, &self.database_url_file, &self.audit_head].into_iter().flatten().cloned();
        let all = database.iter().cloned().chain(beside).chain(given);
        all.filter(|file| is_readable(file)).map(Problem::Readable).collect()
    }

    /// What is not wrong, and could be better; each says what to do.
    pub fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.demo {
            return warnings;
        }
        match (&self.audit_head, self.sqlite_file()) {
            (None, _) => warnings.push(
                "the end of the audit log is exported nowhere: whoever can write to the database could cut the log off unnoticed. Set \
                 --audit-head to a file that lies elsewhere"
                    .to_owned(),
            ),
            (Some(head), Some(database)) if together(head, &database) => warnings.push(format!(
                "the end of the audit log ({}) lies on the same disk as the database: whoever cuts off the log could cut it off too. Set \
                 --audit-head to a file on another machine, or copy it there each day",
                head.display()
            )),
            _ => {}
        }
        if self.security_contact.is_none() {
            warnings.push(
                "nobody can read whom to tell of a weakness: set --security-contact (mailto:…, https://… or tel:…)"
                    .to_owned(),
            );
        }
        warnings
    }

    /// The database's URL, from where it was given.
    ///
    /// # Errors
    /// It was given twice, or its file cannot be read.
    pub fn url(&self) -> Result<String, Problem> {
        let Some(file) = &self.database_url_file else { return Ok(self.database_url.clone()) };
        if self.database_url != DATABASE {
            return Err(Problem::TwoDatabases);
        }
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| Problem::DatabaseFile(file.clone(), error.to_string()))?;
        Ok(text.trim().to_owned())
    }

    /// The public address.
    ///
    /// # Errors
    /// It is none.
    pub fn public(&self) -> Result<PublicUrl, Problem> {
        let Some(given) = &self.public_url else {
            return Ok(PublicUrl {
                origin: format!("http://{}", self.listen),
                tls: false,
                loopback: self.listen.ip().is_loopback(),
            });
        };
        let wrong = || Problem::PublicUrl(given.clone());
        let url: axum::http::Uri = given.parse().map_err(|_| wrong())?;
        let (Some(scheme @ ("https" | "http")), Some(host), "/" | "", None) =
            (url.scheme_str(), url.host(), url.path(), url.query())
        else {
            return Err(wrong());
        };
        if url.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            return Err(wrong());
        }
        let host = host.to_ascii_lowercase();
        let tls = scheme == "https";
        let port = url.port_u16().filter(|port| *port != if tls { 443 } else { 80 });
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
        let loopback =
            host == "localhost" || host.ends_with(".localhost") || address.is_ok_and(|address| address.is_loopback());
        Ok(PublicUrl { origin: format!("{scheme}://{host}{port}"), tls, loopback })
    }

    /// The secret that was given, if one was.
    ///
    /// # Errors
    /// Two were, or it cannot be read, or is too short.
    pub fn given_secret(&self) -> Result<Option<Secret>, Problem> {
        let text = match (&self.secret_key, &self.secret_key_file) {
            (Some(_), Some(_)) => return Err(Problem::TwoSecrets),
            (Some(text), None) => text.0.clone(),
            (None, Some(file)) => {
                std::fs::read_to_string(file).map_err(|error| Problem::SecretFile(file.clone(), error.to_string()))?
            }
            (None, None) => return Ok(None),
        };
        let text = text.trim();
        if text.len() < SHORTEST_SECRET {
            return Err(Problem::ShortSecret);
        }
        Ok(Some(from_hex(text).unwrap_or_else(|| Secret(Sha256::digest(text).into()))))
    }

    /// The clock of a demonstration, or of any server where it is not moved.
    pub fn demo_clock(&self) -> Clock {
        let clock = Clock::system();
        clock.move_by_minutes(self.demo_ahead);
        clock
    }

    /// The secret; a demonstration draws one and keeps it beside its `SQLite` file, so that a restart signs nobody out.
    ///
    /// # Errors
    /// There is none, or it cannot be read or kept.
    pub fn secret(&self) -> Result<Secret, Problem> {
        if let Some(secret) = self.given_secret()? {
            return Ok(secret);
        }
        if !self.demo {
            return Err(Problem::NoSecret);
        }
        let drawn = ground::random::new_token();
        let Some(database) = self.sqlite_file() else { return from_hex(&drawn).ok_or(Problem::ShortSecret) };
        let file = beside(&database, ".demo-key");
        let kept = if let Ok(kept) = std::fs::read_to_string(&file) {
            kept
        } else {
            write_private(&file, &drawn).map_err(|error| Problem::SecretFile(file.clone(), error.to_string()))?;
            drawn
        };
        from_hex(kept.trim()).ok_or(Problem::ShortSecret)
    }

    /// The `SQLite` file, where the database is one.
    pub fn sqlite_file(&self) -> Option<PathBuf> {
        sqlite_file(&self.url().ok()?)
    }
}

/// Something that somebody can be reached by, as `security.txt` asks for it (RFC 9116).
fn is_contact(text: &str) -> bool {
    let rest = ["mailto:", "https://", "tel:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    rest.is_some_and(|rest| rest.len() > 2 && rest.bytes().all(|byte| byte.is_ascii_graphic()))
}

/// Whether others than its owner may do anything with a file that is there.
#[cfg(unix)]
fn is_readable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(file).is_ok_and(|known| known.is_file() && known.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_readable(_: &Path) -> bool {
    false
}

/// Whether two files lie, or would lie, on one disk.
fn together(one: &Path, other: &Path) -> bool {
    let folder = |file: &Path| {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        folder.canonicalize().ok()
    };
    let (Some(one), Some(other)) = (folder(one), folder(other)) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let device = |folder: &Path| std::fs::metadata(folder).ok().map(|known| known.dev());
        if let (Some(one), Some(other)) = (device(&one), device(&other)) {
            return one == other;
        }
    }
    one == other
}

/// The file of a `sqlite:` URL.
pub fn sqlite_file(url: &str) -> Option<PathBuf> {
    if !url.starts_with("sqlite:") {
        return None;
    }
    let options = sqlx::sqlite::SqliteConnectOptions::from_str(url).ok()?;
    Some(options.get_filename().to_owned())
}

/// The path with an ending added.
pub fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// A new file that only its owner can read.
///
/// # Errors
/// It cannot be written, or is there already.
pub fn write_private(file: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    new_private(file)?.write_all(text.as_bytes())
}

/// Creates a file that only its owner can read; never opens one that is there.
///
/// # Errors
/// It cannot be made, or is there already.
pub fn new_private(file: &Path) -> std::io::Result<std::fs::File> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(file)
}

fn from_hex(text: &str) -> Option<Secret> {
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut key = [0; 32];
    for (index, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    Some(Secret(key))
}
