//! The last events, within a number and a sum of sizes.

use std::fmt;

const AT_ONCE: usize = 4_096; // places that are allocated beforehand at most

#[derive(Debug, Clone)]
struct Slot<T> {
    at: u64,
    size: usize,
    event: T,
}

/// Events from the oldest to the newest: `len` of them from `first` on, around the end of `slots`.
#[derive(Clone)]
pub struct @@ty@@<T> {
    slots: Vec<Option<Slot<T>>>,
    first: usize,
    len: usize,
    used: usize,
    newest: u64,
    capacity: usize,
    budget: usize,
}

impl<T> @@ty@@<T> {
    /// Keep at most `capacity` events whose sizes are at most `budget` together.
    pub fn new(capacity: usize, budget: usize) -> Self {
        let slots = Vec::with_capacity(capacity.min(AT_ONCE));
        Self { slots, first: 0, len: 0, used: 0, newest: 0, capacity, budget }
    }

    /// Store an event and return those that had to go, oldest first.
    pub fn push(&mut self, at: u64, size: usize, event: T) -> Vec<T> {
        if size > self.budget || self.capacity == 0 {
            return vec![event];
        }
        let gone = self.shrink(self.capacity - 1, self.budget - size);
        let at = if self.len == 0 { at } else { at.max(self.newest) };
        self.append(Slot { at, size, event });
        gone
    }

    /// How many events there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The sum of their sizes.
    pub fn used(&self) -> usize {
        self.used
    }

    /// All events, from the oldest.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { events: self, from: 0, to: self.len }
    }

    /// The events at a time or later.
    pub fn since(&self, at: u64) -> Iter<'_, T> {
        Iter { events: self, from: self.before(at), to: self.len }
    }

    /// Drop the events before a time and return how many.
    pub fn drop_before(&mut self, at: u64) -> usize {
        let count = self.before(at);
        for _ in 0..count {
            self.take_oldest();
        }
        count
    }

    /// Set new limits and return what had to go, oldest first.
    pub fn resize(&mut self, capacity: usize, budget: usize) -> Vec<T> {
        (self.capacity, self.budget) = (capacity, budget);
        let gone = self.shrink(capacity, budget);
        self.straighten(capacity.min(AT_ONCE.max(self.len)));
        gone
    }

    /// Take the oldest until both limits hold.
    fn shrink(&mut self, capacity: usize, budget: usize) -> Vec<T> {
        let mut gone = Vec::new();
        while self.len > capacity || self.used > budget {
            gone.extend(self.take_oldest());
        }
        gone
    }

    fn take_oldest(&mut self) -> Option<T> {
        let slot = self.slots.get_mut(self.first)?.take()?;
        self.first = self.place(1);
        self.len -= 1;
        self.used -= slot.size;
        Some(slot.event)
    }

    fn append(&mut self, slot: Slot<T>) {
        self.newest = slot.at;
        self.used += slot.size;
        if self.len == self.slots.len() && self.first != 0 {
            self.straighten(self.len.saturating_mul(2).min(self.capacity));
        }
        if self.len == self.slots.len() {
            self.slots.push(Some(slot));
        } else {
            let place = self.place(self.len);
            self.slots[place] = Some(slot);
        }
        self.len += 1;
    }

    /// Where the event with a number stands.
    fn place(&self, number: usize) -> usize {
        let place = self.first + number;
        if place < self.slots.len() { place } else { place - self.slots.len() }
    }

    /// Put the events at the beginning, with room for so many.
    fn straighten(&mut self, room: usize) {
        let mut slots = Vec::with_capacity(room);
        for number in 0..self.len {
            let place = self.place(number);
            slots.push(self.slots[place].take());
        }
        (self.slots, self.first) = (slots, 0);
    }

    fn at(&self, number: usize) -> Option<(u64, &T)> {
        let slot = self.slots.get(self.place(number))?.as_ref()?;
        Some((slot.at, &slot.event))
    }

    /// How many events are before a time, by halving.
    fn before(&self, at: u64) -> usize {
        let (mut low, mut high) = (0, self.len);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.at(middle) {
                Some((when, _)) if when < at => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }
}

/// Events in order; can be gone through from both ends.
pub struct Iter<'a, T> {
    events: &'a @@ty@@<T>,
    from: usize,
    to: usize,
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (u64, &'a T);

    fn next(&mut self) -> Option<Self::Item> {
        if self.from == self.to {
            return None;
        }
        self.from += 1;
        self.events.at(self.from - 1)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.to - self.from, Some(self.to - self.from))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.from == self.to {
            return None;
        }
        self.to -= 1;
        self.events.at(self.to)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<'a, T> IntoIterator for &'a @@ty@@<T> {
    type Item = (u64, &'a T);
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T: PartialEq> PartialEq for @@ty@@<T> {
    fn eq(&self, other: &Self) -> bool {
        self.len == other.len && self.iter().eq(other.iter())
    }
}

impl<T: fmt::Debug> fmt::Debug for @@ty@@<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_list().entries(self.iter()).finish()
    }
}
