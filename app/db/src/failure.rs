//! What can go wrong while the database is at work.

use super::DbError;
use axum::response::{IntoResponse, Response};
use ground::AppError;

/// What can go wrong within a transaction: what the reader may learn, or the database's own error, which
/// is retried where it says so and otherwise logged and hidden.
#[derive(Debug)]
pub enum Failure {
    /// For the reader.
    App(AppError),
    /// For the log.
    Db(DbError),
    /// Another transaction was first, halfway through this one: roll back and run it again on what is there now.
    Lost,
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        AppError::from(self).into_response()
    }
}

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<Failure> for AppError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::App(error) => error,
            // Lost over and over: as busy as a database that does not answer.
            Failure::Lost => Self::Unavailable,
            Failure::Db(error) => {
                tracing::error!(%error, "database");
                if error.is_outage() { Self::Unavailable } else { Self::Internal }
            }
        }
    }
}
