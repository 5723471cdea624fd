//! Events of an electricity meter.
#![forbid(unsafe_code)]

mod event;

pub use event::{Event, Level};
