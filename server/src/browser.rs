//! The browser that a request comes from, where nobody is signed in: a cookie tells it from others at its address, so that limits hold the
//! one who tries too often and not the library that they sit in (`layers::limits`), and what was typed into a refused form is that browser's
//! own (`frame::drafts`). It holds a drawn id and the proof that it is ours. Nothing about anybody is known by it, and it is given only to
//! a browser that comes to a door, or that has typed something.

use axum::http::{HeaderMap, HeaderValue};
use frame::context::Config;
use ground::{cookie, random::new_token};

const COOKIE: &str = "browser";
/// A browser that nobody has signed in with is forgotten after a day, in seconds.
const DAY: u64 = 86_400;
/// Our ids are shorter.
const LONGEST_ID: usize = 64;

/// A browser, by its drawn id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Browser {
    /// Somebody has signed in with it before.
    Known(String),
    /// It keeps cookies.
    Other(String),
    /// It has brought none, or one that was made up: the id is that of the cookie that it may be given.
    New(String),
}

fn proof(config: &Config, id: &str, known: bool) -> String {
    config.secret.mac(if known { "browser-known" } else { "browser" }, id.as_bytes())
}

impl Browser {
    /// As its cookie says.
    pub fn of(config: &Config, headers: &HeaderMap) -> Self {
        let found = cookie::read(headers, COOKIE, config.tls).and_then(|value| {
            let (id, given) = value.split_once('.').filter(|(id, _)| id.len() <= LONGEST_ID)?;
            if proof(config, id, true) == given {
                Some(Self::Known(id.to_owned()))
            } else {
                (proof(config, id, false) == given).then(|| Self::Other(id.to_owned()))
            }
        });
        found.unwrap_or_else(|| Self::New(new_token()))
    }

    fn id(&self) -> &str {
        match self {
            Self::Known(id) | Self::Other(id) | Self::New(id) => id,
        }
    }

    /// Whether it brought its cookie.
    pub const fn is_new(&self) -> bool {
        matches!(self, Self::New(_))
    }

    /// The mark of its drafts: a stolen database opens none of them.
    pub fn mark(&self, config: &Config) -> String {
        config.secret.mac("browser-drafts", self.id().as_bytes())
    }

    /// The cookie, from now on for its whole time; `came_in`: somebody has just signed in with it.
    pub fn cookie(&self, config: &Config, came_in: bool) -> Option<HeaderValue> {
        let known = came_in || matches!(self, Self::Known(_));
        let value = format!("{}.{}", self.id(), proof(config, self.id(), known));
        cookie::set(COOKIE, &value, if known { cookie::YEAR } else { DAY }, config.tls)
    }
}
