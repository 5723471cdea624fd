//! Rules of an alarm system.

mod error;
mod rules;

pub use error::{DurationError, MAX};
pub use rules::{read_rules, Rule};
