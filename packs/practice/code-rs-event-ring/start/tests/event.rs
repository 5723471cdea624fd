use meter::{Event, Level};

#[test]
fn size() {
    assert_eq!(Event { level: Level::Alarm, text: "hot".to_string() }.size(), 4);
}
