//! What `handslag` can be told to do.

mod admin;
mod backup;
mod check;
mod confirm;
mod demo;
mod files;
mod mark;
mod programs;
mod proof;
mod serve;
mod store;

pub use admin::{NewAdmin, change_host, create as create_admin};
pub use backup::{Restoring, backup, restore};
pub use check::{audit as check_audit, data as check_data};
pub use confirm::{confirm, waiting};
pub use demo::fill as fill_demo;
pub use files::check_backup;
pub use mark::must_fit;
pub use proof::write as write_proof;

use crate::{
    config::{Problem, Settings},
    output::say,
    site::SiteError,
};
use clap::Subcommand;
use db::{Db, DbError, Failure, Misfit};
use ground::AppError;
use std::{
    fmt, io,
    path::{Path, PathBuf},
};

/// A command with its own arguments.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Brings the database up to date and serves the site
    Serve,
    /// Brings the database up to date
    Migrate,
    /// Fills an empty database with invented people
    Demo,
    /// Makes a municipality, where it is missing, and an administrator; prints a sign-in link that works once, for 24 hours
    CreateAdmin(NewAdmin),
    /// Confirms what an administrator has proposed and no other administrator can confirm: a role that reads about people, a kind of
    /// help that demands less. Without an id it lists what waits
    ConfirmRole {
        /// What is confirmed
        id: Option<String>,
    },
    /// Lets a municipality answer to another host name
    SetHost {
        /// The host name it has now, or `*`
        #[arg(long)]
        from: String,
        /// The one it is to have
        #[arg(long)]
        to: String,
    },
    /// Writes the whole database to a new file, and what proves it (by the secret) to FILE.hmac, while the server runs
    Backup {
        /// The file to write
        file: PathBuf,
    },
    /// Puts a backup, which FILE.hmac proves, in the place of the database; signs everybody out; the server must be stopped
    Restore {
        /// The backup
        file: PathBuf,
        /// Also where there is a database already: it is lost
        #[arg(long)]
        force: bool,
        /// Also what the secret does not prove: a file without its FILE.hmac, or of another secret that is lost
        #[arg(long)]
        unproved: bool,
    },
    /// Says what is wrong with the configuration, or "ok"
    CheckConfig,
    /// Says whether the rows of the database agree with each other, or which do not
    CheckData,
    /// Says whether the audit log is whole: nothing changed, removed or cut off
    CheckAudit {
        /// The exported end of the log. Default: as for `serve`
        #[arg(long)]
        head: Option<PathBuf>,
    },
}

/// Why a command could not do what was asked.
#[derive(Debug)]
pub enum Fault {
    /// The configuration is unsafe or broken.
    Config(Vec<Problem>),
    /// The database's.
    Db(DbError),
    /// A file, a socket or a program, and what was tried.
    Io(String, io::Error),
    /// The site's files.
    Site(SiteError),
    /// It was refused, in words.
    Refused(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Config(problems) => {
                f.write_str("the configuration is not safe:")?;
                problems.iter().try_for_each(|problem| write!(f, "\n  {problem}"))
            }
            Self::Db(error) => write!(f, "the database: {error}"),
            Self::Io(what, error) => write!(f, "{what}: {error}"),
            Self::Site(error) => write!(f, "{error}"),
            Self::Refused(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Fault {}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Db(error) => Self::Db(error),
            other => Self::Refused(AppError::from(other).to_string()),
        }
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Self {
        Self::Config(vec![problem])
    }
}

/// Does what was asked.
///
/// # Errors
/// Why it could not be done, for the one who asked.
pub async fn run(command: Command, settings: &Settings) -> Result<(), Fault> {
    match command {
        Command::Serve => serve::serve(settings).await,
        Command::Migrate => {
            open(settings).await?.close().await;
            say("the database is up to date");
            Ok(())
        }
        Command::Demo => {
            // Whatever is there must be empty, marked or not.
            let db = Db::open(&settings.url()?, settings.durability.into()).await?;
            demo::fill(&db, &settings.demo_clock()).await?;
            db.close().await;
            say("the database is filled with invented people");
            Ok(())
        }
        Command::CreateAdmin(admin) => {
            let public = settings.public()?;
            let secret = settings.secret()?;
            let db = open(settings).await?;
            let token = create_admin(&db, &secret, &admin, ground::clock::Clock::system().now()).await?;
            db.close().await;
            say(format_args!("{}/sign-in/{token}", public.origin));
            say("The link works once, for 24 hours.");
            Ok(())
        }
        Command::ConfirmRole { id } => {
            let db = connect_existing(settings).await?;
            let now = ground::clock::Clock::system().now();
            let said = match &id {
                Some(id) => confirm(&db, id, now).await,
                None => waiting(&db, now).await,
            };
            db.close().await;
            say(said?);
            Ok(())
        }
        Command::SetHost { from, to } => {
            let db = connect_existing(settings).await?;
            let changed = change_host(&db, &from, &to, ground::clock::Clock::system().now()).await;
            db.close().await;
            say(changed?);
            Ok(())
        }
        Command::Backup { file } => {
            backup(&settings.url()?, &file, &settings.secret()?).await?;
            say(format_args!("the database is in {}", file.display()));
            Ok(())
        }
        Command::Restore { file, force, unproved } => {
            let secret = settings.secret()?;
            let how = Restoring { secret: &secret, force, unproved, head: settings.audit_head.as_deref() };
            let said = restore(&settings.url()?, &file, how).await?;
            say(format_args!("the database is that of {}; {said}", file.display()));
            Ok(())
        }
        Command::CheckConfig => check::config(settings),
        Command::CheckData => {
            let db = connect_existing(settings).await?;
            let checked = check_data(&db, settings.given_secret()?.as_ref()).await;
            db.close().await;
            say(checked?);
            Ok(())
        }
        Command::CheckAudit { head } => {
            let file = head.or_else(|| settings.audit_head.clone());
            let db = connect_existing(settings).await?;
            let checked = check_audit(&db, &settings.secret()?, file.as_deref()).await;
            db.close().await;
            say(checked?);
            Ok(())
        }
    }
}

/// Opens the database and brings it up to date, where it is for those whom the settings are for.
async fn open(settings: &Settings) -> Result<Db, Fault> {
    let readable = settings.readable();
    if !readable.is_empty() {
        return Err(Fault::Config(readable));
    }
    mark::must_fit(settings).await?;
    Ok(Db::open(&settings.url()?, settings.durability.into()).await?)
}

/// A backup whose tables this program cannot bring up to date.
fn misfit(file: &Path, misfit: Misfit) -> Fault {
    let why = match misfit {
        Misfit::Newer => "was made by a newer Handslag: restore it with that one",
        Misfit::Older => "was made by a Handslag of before the first release: its tables cannot be brought up to date",
    };
    Fault::Refused(format!("{} {why}", file.display()))
}

/// Opens the database as it is; an `SQLite` file must be there.
async fn connect_existing(settings: &Settings) -> Result<Db, Fault> {
    if let Some(file) = settings.sqlite_file().filter(|file| !file.exists()) {
        return Err(Fault::Refused(format!("there is no database {}", file.display())));
    }
    Ok(Db::connect(&settings.url()?, settings.durability.into()).await?)
}
