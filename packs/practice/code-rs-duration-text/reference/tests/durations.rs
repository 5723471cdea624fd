use std::time::Duration;

#[test]
fn an_hour_and_a_half() {
    assert_eq!(alarms::@@fn@@("1h 30m"), Ok(Duration::from_secs(5_400)));
    assert_eq!(alarms::written(Duration::from_secs(5_400)), "1h30m");
}
