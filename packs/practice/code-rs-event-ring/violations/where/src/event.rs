/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Note,
    Warning,
    Alarm,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub level: Level,
    pub text: String,
}

impl Event {
    /// The bytes that it takes on the wire and in memory.
    pub fn size(&self) -> usize {
        self.text.len() + 1
    }
}
