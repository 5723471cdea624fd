//! Events of an electricity meter.
#![forbid(unsafe_code)]

mod event;
mod @@file@@;

pub use event::{Event, Level};
pub use @@file@@::@@ty@@;
