//! The desk's pages.

mod acts;
mod decline;
#[cfg(feature = "ssr")]
mod filters;
#[cfg(feature = "ssr")]
mod keys;
mod list;
mod live;
mod new;
mod request;
#[cfg(feature = "ssr")]
mod results;
mod suggestions;
mod todo;

pub use decline::DeclinePage;
#[cfg(feature = "ssr")]
pub use filters::FiltersPage;
#[cfg(feature = "ssr")]
pub use keys::KeysPage;
pub use list::StaffRequestsPage;
pub use new::NewRequestPage;
pub use request::StaffRequestPage;
#[cfg(feature = "ssr")]
pub use results::ResultsPage;
pub use todo::TodoPage;
