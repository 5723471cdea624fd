//! The last events are kept, within both limits.

use std::sync::Arc;

use meter::@@ty@@;

fn held(events: &@@ty@@<u32>) -> Vec<(u64, u32)> {
    events.iter().map(|(at, event)| (at, *event)).collect()
}

fn made(capacity: usize, budget: usize, count: u32) -> @@ty@@<u32> {
    let mut events = @@ty@@::new(capacity, budget);
    for number in 0..count {
        events.push(u64::from(number) * 10, 1, number);
    }
    events
}

#[test]
fn in_order_and_oldest_go() {
    let mut events = made(3, 100, 3);
    assert_eq!(held(&events), [(0, 0), (10, 1), (20, 2)]);
    assert_eq!(events.push(30, 1, 3), [0]);
    assert_eq!(held(&events), [(10, 1), (20, 2), (30, 3)]);
    assert_eq!((events.len(), events.used(), events.is_empty()), (3, 3, false));
}

#[test]
fn budget() {
    let mut events = @@ty@@::new(10, 10);
    for size in [4, 3, 3] {
        assert!(events.push(0, size, size as u32).is_empty());
    }
    assert_eq!(events.push(0, 5, 50), [4, 3]);
    assert_eq!((events.used(), events.len()), (8, 2));
    assert_eq!(events.push(0, 11, 99), [99]);
    assert_eq!((events.used(), events.len()), (8, 2));
    assert_eq!(events.push(0, 10, 10), [3, 50]);
    assert_eq!(events.used(), 10);
}

#[test]
fn limits_of_zero() {
    let mut none = @@ty@@::new(0, 10);
    assert_eq!(none.push(0, 0, 1u32), [1]);
    assert!(none.is_empty());
    let mut free = @@ty@@::new(2, 0);
    assert!(free.push(0, 0, 1u32).is_empty());
    assert_eq!(free.push(0, 1, 2u32), [2]);
    assert_eq!(free.len(), 1);
}

#[test]
fn time_never_goes_back() {
    let mut events = @@ty@@::new(9, 9);
    for at in [5, 3, 7] {
        events.push(at, 1, at as u32);
    }
    assert_eq!(held(&events), [(5, 5), (5, 3), (7, 7)]);
}

#[test]
fn both_ways_with_a_length() {
    let events = made(3, 100, 5);
    let mut all = events.iter();
    assert_eq!(all.len(), 3);
    assert_eq!(all.next(), Some((20, &2)));
    assert_eq!(all.next_back(), Some((40, &4)));
    assert_eq!(all.len(), 1);
    assert_eq!(all.next_back(), Some((30, &3)));
    assert_eq!((all.next(), all.next_back()), (None, None));
    assert_eq!(events.iter().rev().map(|(at, _)| at).collect::<Vec<_>>(), [40, 30, 20]);
}

#[test]
fn since() {
    let events = made(4, 100, 6);
    for (at, wanted) in [(0, 4), (20, 4), (21, 3), (50, 1), (51, 0), (u64::MAX, 0)] {
        let found = events.since(at);
        assert_eq!(found.len(), wanted, "{at}");
        assert!(found.rev().all(|(when, _)| when >= at));
    }
}

#[test]
fn drop_before() {
    let mut events = made(4, 100, 6);
    assert_eq!(events.drop_before(20), 0);
    assert_eq!(events.drop_before(35), 2);
    assert_eq!(held(&events), [(40, 4), (50, 5)]);
    assert_eq!(events.used(), 2);
    assert_eq!(events.drop_before(u64::MAX), 2);
    assert!(events.is_empty());
    events.push(10, 1, 7);
    assert_eq!(events.len(), 1);
}

#[test]
fn resize() {
    let mut events = made(4, 100, 6);
    assert_eq!(events.resize(2, 100), [2, 3]);
    assert_eq!(held(&events), [(40, 4), (50, 5)]);
    assert!(events.resize(3, 100).is_empty());
    assert!(events.push(60, 1, 6).is_empty());
    assert_eq!(events.push(70, 1, 7), [4]);
    assert_eq!(events.resize(3, 1), [5, 6]);
    assert_eq!(events.resize(0, 0), [7]);
    assert_eq!(events.push(80, 0, 8), [8]);
}

#[test]
fn equal_by_what_is_held() {
    let one = made(3, 100, 5);
    let mut other = @@ty@@::new(7, 50);
    for number in 2..5u32 {
        other.push(u64::from(number) * 10, 1, number);
    }
    assert_eq!(one, other);
    assert_eq!(one, one.clone());
    other.push(99, 1, 9);
    assert_ne!(one, other);
}

#[test]
fn in_a_for_loop() {
    let events = made(3, 100, 5);
    let mut sum = 0;
    for (_, event) in &events {
        sum += event;
    }
    assert_eq!(sum, 9);
    assert!(format!("{events:?}").contains('4'));
}

#[test]
fn dropped_at_once() {
    let lock = Arc::new(());
    let mut events = @@ty@@::new(2, 10);
    for at in 0..5 {
        events.push(at, 1, Arc::clone(&lock));
    }
    assert_eq!(Arc::strong_count(&lock), 3);
    events.drop_before(4);
    assert_eq!(Arc::strong_count(&lock), 2);
    events.resize(0, 0);
    assert_eq!(Arc::strong_count(&lock), 1);
}

#[test]
fn sizes_that_would_overflow() {
    let mut events = @@ty@@::new(9, usize::MAX);
    events.push(0, usize::MAX, 1u32);
    assert_eq!(events.push(1, 1, 2), [1]);
    assert_eq!(events.push(2, usize::MAX, 3), [2]);
    assert_eq!(events.used(), usize::MAX);
}

#[test]
fn a_capacity_without_end() {
    let mut events = @@ty@@::new(usize::MAX, usize::MAX);
    for at in 0..10_000u64 {
        events.push(at, 1, at as u32);
    }
    assert_eq!(events.len(), 10_000);
    assert_eq!(events.drop_before(9_990), 9_990);
    for at in 10_000..20_000u64 {
        events.push(at, 1, at as u32);
    }
    assert_eq!(events.len(), 10_010);
    assert_eq!(events.since(19_999).next(), Some((19_999, &19_999)));
    assert_eq!(events.iter().next(), Some((9_990, &9_990)));
}

#[test]
fn many() {
    let mut events = made(1_000, usize::MAX, 200_000);
    assert_eq!(events.len(), 1_000);
    for _ in 0..100_000 {
        assert_eq!(events.since(1_999_990).len(), 1);
    }
    events.drop_before(1_999_990);
    assert_eq!(events.len(), 1);
}
