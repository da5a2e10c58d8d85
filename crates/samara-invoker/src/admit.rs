//! Whether a call may run, and how: a function of counts.

/// What is known when a call arrives. The call itself is not counted yet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Calls of this function that run or wait, of all its versions.
    pub function_running: u32,
    /// How many of them there may be, when the function has a reserve.
    pub reserved: Option<u32>,
    /// Calls of all functions without a reserve that run or wait.
    pub unreserved_running: u32,
    /// How many of them there may be.
    pub unreserved_max: u32,
    /// Whether an instance of the version is free.
    pub idle: bool,
    /// The memory that an instance needs while it starts or runs a call, MiB.
    pub needed_mib: u64,
    /// The memory that no busy or starting instance has, MiB: what idle ones hold can be had.
    pub free_mib: u64,
    /// All memory there is for instances, MiB.
    pub memory_mib: u64,
    /// Calls that wait for memory.
    pub waiting: usize,
    /// How many may.
    pub waiting_max: usize,
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Admit {
    /// An idle instance takes it.
    Run,
    /// A new instance is started; the call takes the first that is free or ready.
    Start,
    /// There is no memory for it: it waits for a busy instance or for memory.
    Wait,
    /// It is refused for now.
    Throttle(Throttle),
}

/// Why a call is refused for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Throttle {
    /// As many calls of the function run as were reserved for it.
    Reserved,
    /// As many calls run as the account may have.
    Account,
    /// One instance needs more memory than there is for all.
    TooLarge {
        /// What it needs, MiB.
        needed_mib: u64,
        /// What there is, MiB.
        memory_mib: u64,
    },
    /// There is no memory for another instance, and enough calls wait for it.
    Memory {
        /// What there is, MiB.
        memory_mib: u64,
    },
    /// It has waited, and no instance became free or ready.
    Busy {
        /// How long, milliseconds.
        waited_ms: u64,
        /// The memory that all instances share, MiB.
        memory_mib: u64,
    },
}

/// Decides.
#[must_use]
pub fn admit(counts: &Counts) -> Admit {
    match counts.reserved {
        Some(reserved) if reserved <= counts.function_running => {
            return Admit::Throttle(Throttle::Reserved);
        }
        None if counts.unreserved_max <= counts.unreserved_running => {
            return Admit::Throttle(Throttle::Account);
        }
        _ => {}
    }
    let Counts { needed_mib, memory_mib, .. } = *counts;
    if memory_mib < needed_mib {
        Admit::Throttle(Throttle::TooLarge { needed_mib, memory_mib })
    } else if needed_mib <= counts.free_mib {
        if counts.idle { Admit::Run } else { Admit::Start }
    } else if counts.waiting < counts.waiting_max {
        Admit::Wait
    } else {
        Admit::Throttle(Throttle::Memory { memory_mib })
    }
}

#[cfg(test)]
mod tests {
    use super::{Admit, Counts, Throttle, admit};

    const ROOM: Counts = Counts {
        function_running: 0,
        reserved: None,
        unreserved_running: 0,
        unreserved_max: 1000,
        idle: false,
        needed_mib: 128,
        free_mib: 1024,
        memory_mib: 4096,
        waiting: 0,
        waiting_max: 2,
    };

    #[test]
    fn a_table_of_decisions() {
        let memory = Admit::Throttle(Throttle::Memory { memory_mib: 4096 });
        let reserved = Admit::Throttle(Throttle::Reserved);
        let too_large = Admit::Throttle(Throttle::TooLarge { needed_mib: 8192, memory_mib: 4096 });
        for (counts, expected) in [
            (ROOM, Admit::Start),
            (Counts { idle: true, ..ROOM }, Admit::Run),
            (Counts { idle: true, free_mib: 128, ..ROOM }, Admit::Run),
            // What is idle holds little, and what it needs for a call others have.
            (Counts { idle: true, free_mib: 127, ..ROOM }, Admit::Wait),
            (Counts { free_mib: 127, ..ROOM }, Admit::Wait),
            (Counts { free_mib: 127, waiting: 2, ..ROOM }, memory),
            (Counts { needed_mib: 8192, ..ROOM }, too_large),
            // A reserve of nothing turns the function off, whatever is free.
            (Counts { reserved: Some(0), idle: true, ..ROOM }, reserved),
            (Counts { reserved: Some(2), function_running: 1, ..ROOM }, Admit::Start),
            (Counts { reserved: Some(2), function_running: 2, ..ROOM }, reserved),
            (Counts { unreserved_running: 1000, ..ROOM }, Admit::Throttle(Throttle::Account)),
            // What is reserved is there even when all others are at their limit.
            (Counts { unreserved_running: 1000, reserved: Some(5), ..ROOM }, Admit::Start),
        ] {
            assert_eq!(admit(&counts), expected, "{counts:?}");
        }
    }
}
