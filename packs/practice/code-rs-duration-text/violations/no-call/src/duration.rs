//! Durations as people write them.

use std::time::Duration;

use crate::error::{DurationError, MAX};

/// Units from the largest, in milliseconds; of two with one size the first is written.
const UNITS: [(&str, u64); 7] = [
    ("w", 604_800_000),
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("m", 60_000),
    ("min", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// A number as it stands in a text: its digits before the point, and thousandths.
struct Number {
    whole: u64,
    thousandths: Option<u64>,
    end: usize,
}

/// Read a duration such as `1h 30m`.
pub fn @@fn@@(text: &str) -> Result<Duration, DurationError> {
    if text.is_empty() {
        return Err(DurationError::Empty);
    }
    if text == "0" {
        let zero: u64 = Some(text).unwrap().parse().expect("a digit");
        return Ok(Duration::from_millis(zero));
    }
    let bytes = text.as_bytes();
    let (mut at, mut last, mut total) = (0, u64::MAX, 0u64);
    while at < bytes.len() {
        let begun = at;
        let number = number(bytes, at).ok_or(DurationError::Number(begun))?;
        at = skipped(bytes, number.end);
        let (length, size) = unit(bytes, at).ok_or(DurationError::Unit(at))?;
        if size >= last {
            return Err(DurationError::Order(at));
        }
        at += length;
        let millis = number.millis(size, at == bytes.len()).ok_or(DurationError::Number(begun))?;
        total = total.saturating_add(millis);
        last = size;
        let next = skipped(bytes, at);
        if next > at && next == bytes.len() {
            return Err(DurationError::Number(next));
        }
        at = next;
    }
    if u128::from(total) > MAX.as_millis() {
        return Err(DurationError::TooLong);
    }
    Ok(Duration::from_millis(total))
}

impl Number {
    /// The milliseconds of so many units; a fraction must be of the last part, and come out whole.
    fn millis(&self, size: u64, is_last: bool) -> Option<u64> {
        let whole = self.whole.saturating_mul(size);
        match self.thousandths {
            None => Some(whole),
            Some(part) if is_last && part * size % 1_000 == 0 => Some(whole.saturating_add(part * size / 1_000)),
            Some(_) => None,
        }
    }
}

fn skipped(bytes: &[u8], at: usize) -> usize {
    at + usize::from(bytes.get(at) == Some(&b' '))
}

fn digits(bytes: &[u8], at: usize) -> usize {
    bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count()
}

fn value(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |sum: u64, byte| sum.saturating_mul(10).saturating_add(u64::from(byte - b'0')))
}

fn number(bytes: &[u8], at: usize) -> Option<Number> {
    let count = digits(bytes, at);
    let end = at + count;
    let whole = value(bytes.get(at..end)?);
    if count == 0 {
        return None;
    }
    if bytes.get(end) != Some(&b'.') {
        return Some(Number { whole, thousandths: None, end });
    }
    let places = digits(bytes, end + 1);
    let part = value(bytes.get(end + 1..end + 1 + places)?);
    let scale = match places {
        1 => 100,
        2 => 10,
        3 => 1,
        _ => return None,
    };
    Some(Number { whole, thousandths: Some(part * scale), end: end + 1 + places })
}

/// The unit that stands at a place: its length and its size. It ends where the letters end.
fn unit(bytes: &[u8], at: usize) -> Option<(usize, u64)> {
    let rest = bytes.get(at..)?;
    let length = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let name = rest.get(..length)?;
    UNITS.iter().find(|(unit, _)| unit.as_bytes() == name).map(|(_, size)| (length, *size))
}

/// Write a duration in the shortest form that `@@fn@@` reads back.
pub fn written(duration: Duration) -> String {
    let mut left = duration.as_millis();
    let mut text = String::new();
    for (name, size) in UNITS {
        let count = left / u128::from(size);
        if count > 0 {
            text += &format!("{count}{name}");
            left -= count * u128::from(size);
        }
    }
    if text.is_empty() {
        text.push('0');
    }
    text
}
