//! What can go wrong, as codes. The words are the locale files'; one place (`server::layers::errors`) maps them to a status.

use crate::tree::FromTree;
#[cfg(feature = "ssr")]
use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Serialize;

/// What a reader may learn about a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, FromTree)]
pub enum AppError {
    /// Nobody is signed in, or no longer.
    SignIn,
    /// It exists, but not for this person (403).
    Forbidden,
    /// It does not exist, or this person may not know that it does (404).
    NotFound,
    /// The address or the body cannot be understood (400).
    BadRequest,
    /// A form is longer than what is read or kept of one (413).
    TooLong,
    /// Too much was written, or too much was refused, in a short time (429).
    TooMany,
    /// More is asked of us at once than we can do (503): in a while it is better.
    Busy,
    /// The database does not answer (503): what was typed is still in the form.
    Unavailable,
    /// Our fault (500): logged once at the boundary, never shown.
    Internal,
    /// The browser could not reach the server.
    Offline,
}

impl AppError {
    /// The HTTP status.
    pub const fn status(self) -> u16 {
        match self {
            Self::SignIn => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::BadRequest => 400,
            Self::TooLong => 413,
            Self::TooMany => 429,
            Self::Busy | Self::Unavailable | Self::Offline => 503,
            Self::Internal => 500,
        }
    }

    /// The same, as answers have it.
    #[cfg(feature = "ssr")]
    pub fn status_code(self) -> StatusCode {
        StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{self:?}")
    }
}

#[cfg(feature = "ssr")]
impl IntoResponse for AppError {
    /// The status alone, with the error as an extension: one layer of the server gives it its page.
    fn into_response(self) -> Response {
        let mut response = self.status_code().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl std::error::Error for AppError {}
