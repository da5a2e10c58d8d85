//! How loaded the machine is: read when somebody has to decide by it, never by a timer.

use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A share of all processors' time below which none of them is idle, in percent: one of two, or a
/// good part of each of many.
const IDLE_PERCENT_MIN: u64 = 25;
/// What happened in less time than this says nothing: the kernel counts in hundredths of a second.
const WINDOW_MIN: Duration = Duration::from_millis(40);
/// What happened longer ago than this says nothing about now.
const WINDOW_MAX: Duration = Duration::from_secs(2);
/// Of all memory, how much must be to be had, in percent.
const MEMORY_PERCENT_MIN: u64 = 8;

/// The load as it was when it was last read.
#[derive(Debug, Default)]
pub(crate) struct Load(Mutex<Option<Seen>>);

#[derive(Debug, Clone, Copy)]
struct Seen {
    at: Instant,
    times: Times,
    idle: bool,
}

/// Time of all processors since the machine started, in the kernel's ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Times {
    idle: u64,
    all: u64,
}

impl Load {
    /// Whether a processor has been idle since this was last asked. Who asks for the first time,
    /// or after a pause, is told that none is, and learns more by asking again.
    pub(crate) fn processor_is_idle(&self) -> bool {
        let Ok(mut seen) = self.0.lock() else { return false };
        let now = Instant::now();
        if let Some(before) = *seen
            && now.duration_since(before.at) < WINDOW_MIN
        {
            return before.idle;
        }
        let text = std::fs::read_to_string("/proc/stat").unwrap_or_default();
        let Some(times) = parse(&text) else { return true };
        let idle = seen.is_some_and(|before| {
            now.duration_since(before.at) < WINDOW_MAX && is_idle(before.times, times)
        });
        *seen = Some(Seen { at: now, times, idle });
        idle
    }
}

/// Whether the machine is short of memory.
pub(crate) fn memory_is_short() -> bool {
    let text = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    is_short(&text)
}

fn is_idle(before: Times, now: Times) -> bool {
    let all = now.all.saturating_sub(before.all);
    let idle = now.idle.saturating_sub(before.idle);
    all * IDLE_PERCENT_MIN <= idle * 100
}

/// The first line of `/proc/stat`: user, nice, system, idle, iowait, irq, softirq, steal.
fn parse(stat: &str) -> Option<Times> {
    let line = stat.lines().next()?.strip_prefix("cpu ")?;
    let fields: Vec<u64> = line.split_whitespace().map_while(|it| it.parse().ok()).collect();
    let waiting = fields.get(4).copied().unwrap_or_default();
    let all = fields.iter().take(8).sum();
    Some(Times { idle: fields.get(3)?.saturating_add(waiting), all })
}

fn is_short(meminfo: &str) -> bool {
    let of = |name: &str| {
        let line = meminfo.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim_start_matches(':').trim().trim_end_matches("kB").trim().parse::<u64>().ok()
    };
    match (of("MemAvailable"), of("MemTotal")) {
        (Some(available), Some(total)) => available * 100 < total * MEMORY_PERCENT_MIN,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_tables_are_read() {
        let before = parse("cpu  100 0 50 1000 50 0 0 0 0 0\ncpu0 1 1 1 1\n").unwrap();
        assert_eq!(before, Times { idle: 1050, all: 1200 });
        let busy = parse("cpu  180 0 150 1010 60 0 0 0 0 0\n").unwrap();
        let half = parse("cpu  150 0 100 1080 70 0 0 0 0 0\n").unwrap();
        assert!(!is_idle(before, busy) && is_idle(before, half));
        let meminfo = |available: u64| {
            format!("MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:   {available} kB\n")
        };
        assert!(is_short(&meminfo(79)) && !is_short(&meminfo(81)) && !is_short(""));
    }
}
