//! How many deliveries of each target may run: a window that opens as they end. Pure.
//!
//! A delivery that is started and only waits for an instance does nothing but risk an
//! interruption, and a target that starts cold is ready no sooner for a hundred waiting calls. So
//! each target begins with a small window; every delivery that ends opens it by one, up to the
//! most that a target may have, and every setback (a throttle, a failure of the platform) halves
//! it. A burst doubles what runs in each round, which is soon enough.

use std::collections::HashMap;

/// What a target begins with.
const FIRST: usize = 8;
/// Targets that are remembered while nothing of theirs runs.
const REMEMBERED: usize = 4096;

/// How a delivery ended, as far as its target's window is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// The target took it, whatever it made of it.
    Taken,
    /// The target could not take it now.
    Setback,
}

struct Window {
    running: usize,
    open: usize,
}

/// The windows of all targets.
pub(crate) struct Windows {
    max: usize,
    of: HashMap<String, Window>,
}

impl Windows {
    /// Windows that open to `max`.
    pub(crate) fn new(max: usize) -> Self {
        Self { max, of: HashMap::new() }
    }

    /// How many more of a target may start.
    pub(crate) fn room(&self, target: &str) -> usize {
        let first = FIRST.min(self.max);
        self.of.get(target).map_or(first, |window| window.open.saturating_sub(window.running))
    }

    /// One of a target starts.
    pub(crate) fn started(&mut self, target: &str) {
        let first = Window { running: 0, open: FIRST.min(self.max) };
        self.of.entry(target.to_owned()).or_insert(first).running += 1;
    }

    /// One of a target has ended.
    pub(crate) fn ended(&mut self, target: &str, end: End) {
        if let Some(window) = self.of.get_mut(target) {
            window.running = window.running.saturating_sub(1);
            window.open = match end {
                End::Taken => (window.open + 1).min(self.max),
                End::Setback => (window.open / 2).max(1),
            };
        }
        if REMEMBERED < self.of.len() {
            self.of.retain(|_, window| 0 < window.running);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{End, FIRST, Windows};

    #[test]
    fn a_window_opens_with_what_ends_and_closes_with_setbacks() {
        let mut windows = Windows::new(20);
        let start_all = |windows: &mut Windows| {
            let room = windows.room("f");
            (0..room).for_each(|_| windows.started("f"));
            room
        };
        assert_eq!(start_all(&mut windows), FIRST);
        assert_eq!(windows.room("f"), 0);
        (0..FIRST).for_each(|_| windows.ended("f", End::Taken));
        assert_eq!(start_all(&mut windows), 2 * FIRST);
        (0..2 * FIRST).for_each(|_| windows.ended("f", End::Taken));
        assert_eq!(start_all(&mut windows), 20, "never more than a target may have");
        (0..20).for_each(|_| windows.ended("f", End::Setback));
        assert_eq!(windows.room("f"), 1, "a target that is throttled is still asked");
        assert_eq!(windows.room("g"), FIRST, "and others are not held up");
    }
}
