//! From the bytes of a function's output to events of its log.
//!
//! Standard output and error share one pipe, so that their order is kept. A line is an event. A
//! bootstrap may also write a *frame* (magic, length, text), whose text is one event however many
//! lines it has; the form is the one that AWS's runtimes use on a descriptor of its own.
//!
//! [`Splitter`] is pure. A line longer than [`EVENT_BYTES_MAX`] is cut into several events.
//!
//! A function that writes without end would take the processor from its neighbours and their lines
//! from the log, which is bounded. So its output is read at the rate of an [`Allowance`], also
//! pure; one that writes faster waits in its own `write`, and no line of it is dropped.

use std::time::Duration;

use bytes::{Buf, BytesMut};

/// The longest event. Source: `CloudWatch` Logs, maximum event size, 256 KB.
pub(crate) const EVENT_BYTES_MAX: usize = 256 * 1024;
/// What a frame begins with: no line of text does, since it is not UTF-8.
const FRAME_MAGIC: [u8; 4] = [0xa5, 0x5a, 0x00, 0x03];
/// Magic and length.
const FRAME_HEAD_BYTES: usize = 8;

/// Cuts a stream of output into events.
#[derive(Debug, Default)]
pub(crate) struct Splitter {
    rest: BytesMut,
}

impl Splitter {
    /// Takes more output and gives every event that is now complete.
    pub(crate) fn push(&mut self, bytes: &[u8], mut event: impl FnMut(&str)) {
        self.rest.extend_from_slice(bytes);
        while let Some((skip, length, end)) = self.next_event() {
            let text = self.rest.get(skip..skip + length).unwrap_or_default();
            event(&String::from_utf8_lossy(text));
            self.rest.advance(end);
        }
    }

    /// Gives the line that was begun, as if it had ended. A frame that was begun is left: whoever
    /// writes frames also ends them.
    pub(crate) fn end_line(&mut self, event: impl FnMut(&str)) {
        let framed = FRAME_MAGIC.iter().zip(&self.rest).all(|(magic, byte)| magic == byte);
        if !framed {
            self.finish(event);
        }
    }

    /// Gives what is left when the output has ended.
    pub(crate) fn finish(&mut self, mut event: impl FnMut(&str)) {
        let rest = self.rest.split();
        if !rest.is_empty() {
            event(String::from_utf8_lossy(&rest).trim_end_matches('\r'));
        }
    }

    /// Where the next event begins, how long it is, and where the one after it begins.
    fn next_event(&self) -> Option<(usize, usize, usize)> {
        if let Some(framed) = self.rest.strip_prefix(&FRAME_MAGIC) {
            let (length, text) = framed.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).unwrap_or(usize::MAX);
            if length <= EVENT_BYTES_MAX {
                let whole = length <= text.len();
                return whole.then_some((FRAME_HEAD_BYTES, length, FRAME_HEAD_BYTES + length));
            }
        } else if self.rest.len() < FRAME_MAGIC.len()
            && !self.rest.is_empty()
            && FRAME_MAGIC.starts_with(&self.rest)
        {
            return None;
        }
        let window = self.rest.get(..EVENT_BYTES_MAX).unwrap_or(&self.rest);
        match window.iter().position(|byte| *byte == b'\n') {
            Some(end) => {
                let line = window.get(..end).unwrap_or_default();
                let text = line.strip_suffix(b"\r").unwrap_or(line);
                Some((0, text.len(), end + 1))
            }
            None if window.len() == EVENT_BYTES_MAX => Some((0, window.len(), window.len())),
            None => None,
        }
    }
}

/// What an instance may write at once before it has to wait, bytes.
const BURST_BYTES: u64 = 4 * 1024 * 1024;
/// What it may write for ever, bytes a second: some eight thousand lines of a kilobyte.
const BYTES_PER_SECOND: u64 = 8 * 1024 * 1024;

/// How much of an instance's output may be read: what it writes is taken off, time gives it back.
/// Times are counted from any one moment.
#[derive(Debug, Default)]
pub(crate) struct Allowance {
    used_bytes: u64,
    at: Duration,
}

impl Allowance {
    /// Counts what was read.
    pub(crate) fn take(&mut self, bytes: usize, now: Duration) {
        self.give_back(now);
        self.used_bytes += bytes as u64;
    }

    /// How long no more may be read.
    pub(crate) fn wait(&mut self, now: Duration) -> Option<Duration> {
        self.give_back(now);
        let over_bytes = self.used_bytes.checked_sub(BURST_BYTES).filter(|over| 0 < *over)?;
        Some(Duration::from_micros(over_bytes * 1_000_000 / BYTES_PER_SECOND + 1))
    }

    fn give_back(&mut self, now: Duration) {
        let passed_us = now.saturating_sub(self.at).as_micros();
        let bytes = passed_us * u128::from(BYTES_PER_SECOND) / 1_000_000;
        self.used_bytes = self.used_bytes.saturating_sub(u64::try_from(bytes).unwrap_or(u64::MAX));
        self.at = now;
    }
}

/// The last bytes of a log, cut at a character.
#[derive(Debug)]
pub(crate) struct Tail {
    text: String,
    bytes_max: usize,
}

impl Tail {
    /// An empty tail of at most this many bytes.
    pub(crate) fn new(bytes_max: usize) -> Self {
        Self { text: String::new(), bytes_max }
    }

    /// Adds a line, and forgets what is too old.
    pub(crate) fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
        let mut start = self.text.len().saturating_sub(self.bytes_max);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        self.text.drain(..start);
    }

    /// Takes what there is and begins anew.
    pub(crate) fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(chunks: &[&[u8]]) -> Vec<String> {
        let mut splitter = Splitter::default();
        let mut seen = Vec::new();
        for chunk in chunks {
            splitter.push(chunk, |text| seen.push(text.to_owned()));
        }
        splitter.finish(|text| seen.push(format!("{text} (unended)")));
        seen
    }

    #[test]
    fn a_line_is_an_event_wherever_the_pipe_cuts_it() {
        let seen = events(&[b"one\ntw", b"o\r\n\nthree"]);
        assert_eq!(seen, ["one", "two", "", "three (unended)"]);
    }

    /// A stack trace that Python's logging writes is one event, as on AWS; cut at its lines it
    /// could not be searched for.
    #[test]
    fn a_frame_is_one_event() {
        let frame = b"\xa5\x5a\x00\x03\x00\x00\x00\x05a\nb\nclast\n";
        assert_eq!(events(&[frame]), ["a\nb\nc", "last"]);
        let (head, rest) = frame.split_at(3);
        assert_eq!(events(&[head, rest]), ["a\nb\nc", "last"]);
    }

    /// A function that floods its log is held to a rate; one that writes a lot once is not.
    #[test]
    fn a_flood_waits_and_a_burst_does_not() {
        let mut allowance = Allowance::default();
        let ms = Duration::from_millis;
        allowance.take(usize_of(BURST_BYTES), ms(0));
        assert_eq!(allowance.wait(ms(0)), None);
        let (mut now, mut read) = (ms(0), 0);
        while now < ms(2000) {
            if let Some(wait) = allowance.wait(now) {
                now += wait;
                continue;
            }
            allowance.take(16 * 1024, now);
            read += 16 * 1024;
        }
        let rate = 2 * BYTES_PER_SECOND;
        assert!(rate * 95 / 100 < read && read < rate * 105 / 100, "{read}");
        now += ms(1000);
        allowance.take(usize_of(BURST_BYTES), now);
        assert_eq!(allowance.wait(now), None, "what was not used comes back");
    }

    fn usize_of(bytes: u64) -> usize {
        usize::try_from(bytes).unwrap()
    }

    /// What one caller's function wrote must not stand in the log of the next caller's.
    #[test]
    fn a_line_without_an_end_ends_with_its_call() {
        let mut splitter = Splitter::default();
        let mut seen = Vec::new();
        splitter.push(b"one\ntwo", |text| seen.push(text.to_owned()));
        splitter.end_line(|text| seen.push(text.to_owned()));
        splitter.end_line(|text| panic!("nothing was begun: {text}"));
        // A thread that goes on is in the middle of a frame.
        splitter.push(b"\xa5\x5a\x00\x03\x00", |text| seen.push(text.to_owned()));
        splitter.end_line(|text| panic!("half a frame: {text}"));
        splitter.push(b"\x00\x00\x01x", |text| seen.push(text.to_owned()));
        assert_eq!(seen, ["one", "two", "x"]);
    }

    /// A function that never ends its line, or forges a frame of 4 GiB, must not fill our memory.
    #[test]
    fn an_endless_line_is_cut() {
        let long = vec![b'x'; EVENT_BYTES_MAX + 10];
        let seen = events(&[&long, b"\n"]);
        assert_eq!(seen.iter().map(String::len).collect::<Vec<_>>(), [EVENT_BYTES_MAX, 10]);
        assert_eq!(events(&[b"\xa5\x5a\x00\x03\xff\xff\xff\xffx\n"]).len(), 1);
    }

    #[test]
    fn the_tail_keeps_whole_characters() {
        let mut tail = Tail::new(6);
        tail.push("first");
        tail.push("äöü");
        assert_eq!(tail.take(), "öü\n");
        assert_eq!(tail.take(), "");
    }
}
