//! The desk's pages.

mod acts;
mod decline;
#[cfg(feature = "ssr")]
pub mod filters;
mod list;
mod live;
mod new;
mod request;
#[cfg(feature = "ssr")]
pub mod results;
mod suggestions;
mod todo;

pub use decline::{DeclineChoice, DeclineData, DeclinePage};
pub use list::{Requests, StaffRequestsPage};
pub use new::{Found, NewRequestPage, PhoneForm};
pub use request::{Can, Detail, OfferLine, StaffRequestPage, VisitLine};
pub use suggestions::{Suggested, Suggestions};
pub use todo::{Filter, Line, Pages, Todo, TodoPage};
