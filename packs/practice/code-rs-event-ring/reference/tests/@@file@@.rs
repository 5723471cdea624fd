use meter::@@ty@@;

#[test]
fn the_last_two() {
    let mut events = @@ty@@::new(2, 100);
    for at in 1..=3 {
        events.push(at, 1, at);
    }
    assert_eq!(events.iter().map(|(_, event)| *event).collect::<Vec<_>>(), [2, 3]);
}
