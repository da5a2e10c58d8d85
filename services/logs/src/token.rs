//! Where reading goes on: a gap between events, on both sides from which events come.

use crate::Error;

/// The place of a stored event: its time, the commit that put it, and which of the commit's it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) time_ms: u64,
    pub(crate) sequence: u64,
    pub(crate) entry: u16,
}

impl Place {
    /// The gap right behind an event here.
    pub(crate) fn after(self) -> Self {
        match self.entry.checked_add(1) {
            Some(entry) => Self { entry, ..self },
            None => Self { sequence: self.sequence.saturating_add(1), entry: 0, ..self },
        }
    }
}

/// A gap between events: what is before it and what follows it, for both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Among stored events.
    pub(crate) stored: Place,
    /// Among observed lines: the first place that follows.
    pub(crate) observed: u64,
}

impl Gap {
    /// Before everything.
    pub(crate) const START: Self =
        Self { stored: Place { time_ms: 0, sequence: 0, entry: 0 }, observed: 0 };
    /// After everything.
    pub(crate) const END: Self = Self {
        stored: Place { time_ms: u64::MAX, sequence: u64::MAX, entry: u16::MAX },
        observed: u64::MAX,
    };

    /// As a token, behind the letter of its direction.
    pub(crate) fn token(self, direction: char) -> String {
        let Place { time_ms, sequence, entry } = self.stored;
        format!("{direction}/{time_ms}.{sequence}.{entry}.{}", self.observed)
    }

    /// Reads a token of a direction.
    pub(crate) fn parse(token: &str, direction: char) -> Option<Self> {
        let rest = token.strip_prefix(direction)?.strip_prefix('/')?;
        let mut parts = rest.split('.');
        let mut number = || parts.next()?.parse::<u64>().ok();
        let (time_ms, sequence) = (number()?, number()?);
        let entry = u16::try_from(number()?).ok()?;
        let observed = number()?;
        let stored = Place { time_ms, sequence, entry };
        parts.next().is_none().then_some(Self { stored, observed })
    }
}

/// What a token that nobody gave out gets.
pub(crate) fn bad() -> Error {
    Error::Invalid("The specified nextToken is invalid.".to_owned())
}
