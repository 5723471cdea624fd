//! Rules of an alarm system.

mod duration;
mod error;
mod rules;

pub use duration::{@@fn@@, written};
pub use error::{DurationError, MAX};
pub use rules::{read_rules, Rule};
