//! Durations are read and written as the ticket says.

use std::time::Duration;

use alarms::{@@fn@@, read_rules, written, DurationError, MAX};
use DurationError::{Empty, Number, Order, TooLong, Unit};

fn ms(text: &str) -> u128 {
    @@fn@@(text).unwrap_or_else(|error| panic!("{text}: {error:?}")).as_millis()
}

#[test]
fn units() {
    for (text, wanted) in [
        ("1w", 604_800_000),
        ("2d", 172_800_000),
        ("3h", 10_800_000),
        ("4m", 240_000),
        ("4min", 240_000),
        ("5s", 5_000),
        ("6ms", 6),
        ("0s", 0),
        ("0", 0),
        ("007s", 7_000),
    ] {
        assert_eq!(ms(text), wanted, "{text}");
    }
}

#[test]
fn parts_and_spaces() {
    for text in ["1h30m", "1h 30m", "1 h30 min", "1 h 30 m", "90min", "5400 s", "1.5h", "1h 30.0m"] {
        assert_eq!(ms(text), 5_400_000, "{text}");
    }
    assert_eq!(ms("1w2d3h4m5s6ms"), 788_645_006);
}

#[test]
fn fractions() {
    assert_eq!(ms("0.001s"), 1);
    assert_eq!(ms("1m0.25s"), 60_250);
    assert_eq!(ms("1.0ms"), 1);
    assert_eq!(ms("0.125w"), 75_600_000);
}

#[test]
fn what_is_wrong_and_where() {
    for (text, wanted) in [
        ("", Empty),
        (" 1s", Number(0)),
        ("s", Number(0)),
        ("-1s", Number(0)),
        ("+1s", Number(0)),
        (".5s", Number(0)),
        ("1.s", Number(0)),
        ("0.0005s", Number(0)),
        ("1.001ms", Number(0)),
        ("1m1.5h", Order(5)),
        ("1.5h30m", Number(0)),
        ("1s ", Number(3)),
        ("1h  2m", Number(3)),
        ("1h,2m", Number(2)),
        ("1", Unit(1)),
        ("1h30", Unit(4)),
        ("1  h", Unit(2)),
        ("1 ", Unit(2)),
        ("1x", Unit(1)),
        ("1H", Unit(1)),
        ("1hours", Unit(1)),
        ("00", Unit(2)),
        ("0.0", Unit(3)),
        ("1m1m", Order(3)),
        ("1m1min", Order(3)),
        ("1s 1h", Order(4)),
        ("1\u{e9}", Unit(1)),
        ("\u{661}s", Number(0)),
        ("367d", TooLong),
        ("366d1ms", TooLong),
    ] {
        assert_eq!(@@fn@@(text), Err(wanted), "{text:?}");
    }
}

#[test]
fn numbers_of_a_thousand_digits() {
    let digits = "9".repeat(1000);
    assert_eq!(@@fn@@(&format!("{digits}s")), Err(TooLong));
    assert_eq!(@@fn@@(&format!("{digits}x")), Err(Unit(1000)));
    assert_eq!(@@fn@@(&format!("{digits}h 1x")), Err(Unit(1003)));
    assert_eq!(ms(&format!("{}1s", "0".repeat(1000))), 1_000);
}

#[test]
fn the_longest() {
    assert_eq!(@@fn@@("366d"), Ok(MAX));
}

#[test]
fn written_form() {
    for (millis, wanted) in [
        (0, "0"),
        (1, "1ms"),
        (60_000, "1m"),
        (90_061_001, "1d1h1m1s1ms"),
        (1_209_600_000, "2w"),
        (3_600_000, "1h"),
    ] {
        assert_eq!(written(Duration::from_millis(millis)), wanted);
    }
    assert_eq!(written(Duration::from_micros(1_999)), "1ms");
    assert_eq!(written(Duration::from_micros(999)), "0");
}

#[test]
fn written_is_read_back() {
    for step in 0..2_000u64 {
        let duration = Duration::from_millis(step * step * 6_007 % 31_622_400_000);
        assert_eq!(@@fn@@(&written(duration)), Ok(duration));
    }
}

#[test]
fn rules() {
    let rules = read_rules("door wait 1h30m\nwindow wait 90").unwrap();
    assert_eq!(rules[0].wait, Duration::from_secs(5_400));
    assert_eq!(rules[1].wait, Duration::from_secs(90));
    assert_eq!(read_rules("a wait 1\nb wait 1 x"), Err("line 2: wait".to_string()));
    assert_eq!(@@fn@@("90"), Err(Unit(2)));
}
