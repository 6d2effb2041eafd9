//! Whether the database is for those whom the program is started for: invented people, whom anybody can be, or real ones.

use super::Fault;
use crate::config::Settings;
use app::demo::is_marked;
use db::Db;

/// Refuses a database of real people for a demonstration, and a demonstration's without `--demo`; before anything in it is touched.
///
/// # Errors
/// It is the other one; the database's.
pub async fn must_fit(settings: &Settings) -> Result<(), Fault> {
    if let Some(file) = settings.sqlite_file().filter(|file| !file.exists()) {
        return if settings.demo { Err(no_demonstration(&file.display().to_string())) } else { Ok(()) };
    }
    let db = Db::connect(&settings.url()?, settings.durability.into()).await?;
    let marked = async { Ok::<_, Fault>(is_marked(&mut db.read().await?).await?) }.await;
    db.close().await;
    match (settings.demo, marked?) {
        (true, false) => Err(no_demonstration("the database")),
        (false, true) => Err(Fault::Refused(
            "the database is a demonstration's, where everybody is invented: say --demo, or name another database"
                .to_owned(),
        )),
        _ => Ok(()),
    }
}

fn no_demonstration(what: &str) -> Fault {
    Fault::Refused(format!(
        "{what} is no demonstration's: with --demo anybody could be anybody in it. Make one with `handslag demo` in an empty database \
         (`cargo xtask run --fresh` does it for you; it is also what to do with a demonstration of an older version)"
    ))
}
