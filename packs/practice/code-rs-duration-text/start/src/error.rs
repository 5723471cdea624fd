use std::time::Duration;

/// The longest duration: 366 days.
pub const MAX: Duration = Duration::from_secs(366 * 86_400);

/// What is wrong with a text; the number is the byte at which it first is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DurationError {
    Empty,
    Number(usize),
    Unit(usize),
    Order(usize),
    TooLong,
}
