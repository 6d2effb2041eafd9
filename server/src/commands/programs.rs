//! Backups of `PostgreSQL`, by its own programs.

use super::Fault;
use crate::config::new_private;
use db::Misfit;
use std::{ffi::OsStr, path::Path, process::Output};
use tokio::process::Command;

/// A database URL without its password, and the password: what stands on a command line, everybody on the machine can read.
fn without_password(url: &str) -> (String, Option<String>) {
    let Some((scheme, rest)) = url.split_once("://") else { return (url.to_owned(), None) };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let Some((user, host)) = authority.rsplit_once('@') else { return (url.to_owned(), None) };
    let Some((name, password)) = user.split_once(':') else { return (url.to_owned(), None) };
    (format!("{scheme}://{name}@{host}{path}"), Some(percent_decode(password)))
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let code = rest.strip_prefix('%').and_then(|code| u8::from_str_radix(code.get(..2)?, 16).ok());
        let taken = if let Some(byte) = code {
            bytes.push(byte);
            3
        } else {
            bytes.extend_from_slice(rest.get(..first.len_utf8()).unwrap_or_default().as_bytes());
            first.len_utf8()
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn run(program: &str, arguments: &[&OsStr], password: Option<&str>) -> Result<Output, Fault> {
    let mut command = Command::new(program);
    command.args(arguments).kill_on_drop(true);
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let output = command.output().await.map_err(|error| {
        Fault::Io(format!("{program} cannot be started (it comes with PostgreSQL's client)"), error)
    })?;
    if output.status.success() {
        return Ok(output);
    }
    Err(Fault::Refused(format!("{program} failed: {}", String::from_utf8_lossy(&output.stderr).trim())))
}

/// `pg_dump`, in its own format.
pub async fn dump(url: &str, file: &Path) -> Result<(), Fault> {
    let (url, password) = without_password(url);
    new_private(file).map_err(|error| Fault::Io(format!("cannot make {}", file.display()), error))?;
    let arguments = [
        "--format=custom".as_ref(),
        "--no-owner".as_ref(),
        "--file".as_ref(),
        file.as_os_str(),
        "--dbname".as_ref(),
        url.as_ref(),
    ];
    let dumped = run("pg_dump", &arguments, password.as_deref()).await;
    if dumped.is_err() {
        let _ = std::fs::remove_file(file);
    }
    dumped.map(|_| ())
}

/// `pg_restore`, in one transaction: all of it or nothing.
pub async fn restore(url: &str, file: &Path, force: bool) -> Result<(), Fault> {
    let listed = run("pg_restore", &["--list".as_ref(), file.as_os_str()], None)
        .await
        .map_err(|_| Fault::Refused(format!("{} is no backup of Handslag", file.display())))?;
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    let has =
        |table: &str| listed.lines().any(|line| line.contains(" TABLE DATA ") && line.contains(&format!(" {table} ")));
    if !["_sqlx_migrations", "municipality", "audit_entry"].into_iter().all(has) {
        return Err(Fault::Refused(format!("{} is no backup of Handslag", file.display())));
    }
    if let Some(misfit) = Misfit::of(migrations(file).await?) {
        return Err(super::misfit(file, misfit));
    }
    let (has_tables, in_use) = state_of(url).await?;
    if has_tables && !force {
        return Err(Fault::Refused("there is a database already: it would be lost (say --force)".to_owned()));
    }
    if in_use {
        return Err(Fault::Refused("the database is in use: stop the server first".to_owned()));
    }
    let (url, password) = without_password(url);
    let mut arguments: Vec<&OsStr> =
        vec!["--single-transaction".as_ref(), "--no-owner".as_ref(), "--exit-on-error".as_ref()];
    if force {
        arguments.extend::<[&OsStr; 2]>(["--clean".as_ref(), "--if-exists".as_ref()]);
    }
    arguments.extend::<[&OsStr; 3]>(["--dbname".as_ref(), url.as_ref(), file.as_os_str()]);
    run("pg_restore", &arguments, password.as_deref()).await.map(|_| ())
}

/// The migrations that were applied to what is in a dump.
async fn migrations(file: &Path) -> Result<Vec<i64>, Fault> {
    let arguments: [&OsStr; 5] = [
        "--data-only".as_ref(),
        "--table=_sqlx_migrations".as_ref(),
        "--file".as_ref(),
        "-".as_ref(),
        file.as_os_str(),
    ];
    let data = run("pg_restore", &arguments, None).await?;
    // Rows of COPY begin with the version.
    let rows = String::from_utf8_lossy(&data.stdout).into_owned();
    Ok(rows.lines().filter_map(|line| line.split('\t').next()?.parse().ok()).collect())
}

/// Whether the database has our tables, and whether one of our servers has it open.
async fn state_of(url: &str) -> Result<(bool, bool), Fault> {
    use sqlx::Connection as _;
    let mut connection = sqlx::PgConnection::connect(url).await?;
    let state: (bool, bool) = sqlx::query_as(
        "SELECT to_regclass('municipality') IS NOT NULL,
                EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'handslag')",
    )
    .fetch_one(&mut connection)
    .await?;
    connection.close().await?;
    Ok(state)
}

#[cfg(test)]
mod tests {
    use super::without_password;

    #[test]
    fn a_password_does_not_stand_on_the_command_line() {
        for (url, bare, password) in [
            ("postgres://h@db:5432/x?a=b", "postgres://h@db:5432/x?a=b", None),
            ("postgres://h:s%40%C3%A5c%@db/x", "postgres://h@db/x", Some("s@åc%")),
            ("postgres://db/x", "postgres://db/x", None),
            ("postgres://h:a@b@db", "postgres://h@db", Some("a@b")),
        ] {
            assert_eq!(without_password(url), (bare.to_owned(), password.map(str::to_owned)), "{url}");
        }
    }
}
