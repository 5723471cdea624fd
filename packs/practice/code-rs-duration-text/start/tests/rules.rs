use std::time::Duration;

use alarms::read_rules;

#[test]
fn seconds() {
    let rules = read_rules("door wait 30\nback door wait 5").unwrap();
    assert_eq!(rules[1].name, "back door");
    assert_eq!(rules[0].wait, Duration::from_secs(30));
}

#[test]
fn what_is_no_number() {
    assert_eq!(read_rules("door wait soon"), Err("line 1: wait".to_string()));
}
