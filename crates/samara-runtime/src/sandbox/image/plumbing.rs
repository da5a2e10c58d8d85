//! The descriptors that an interpreter has open for itself: counters of events, pipes, queues of
//! readiness, nothing at all.
//!
//! A copy gets others of the same kinds under the same numbers. None leads anywhere: what watched
//! them was a thread that no copy has, or is made anew by the interpreter itself. But what it
//! believes to be a counter must not be a file of the function's, when it writes there once more.
//!
//! Whatever else is open is the function's own, and no copy can have it.

use std::fs::File;
use std::io::Read;
use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::fs::OpenOptionsExt;

use rustix::event::{EventfdFlags, epoll, eventfd};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::pipe::{PipeFlags, pipe_with};
use serde::{Deserialize, Serialize};

use crate::sandbox::CHANNEL_DESCRIPTOR;

/// More than any interpreter has.
const DESCRIPTORS_MAX: usize = 64;
/// More than waits in a pipe that an interpreter has for itself.
const PENDING_BYTES_MAX: usize = 64;

/// One descriptor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Descriptor {
    number: RawFd,
    /// As for `fcntl`.
    flags: i32,
    kind: Kind,
}

/// What it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    /// `/dev/null`.
    Nothing,
    /// A counter of events, with its count.
    Counter(u32),
    /// A queue of readiness, of which no copy has what it watches.
    Queue,
    /// An end of the pipe of this number, and what waits in that.
    Pipe(u64, Vec<u8>),
}

/// What this descriptor of a process is, by where its link points and what the kernel tells of it;
/// none if it is nothing of an interpreter's own. Pure.
fn kind(target: &str, told: &str) -> Option<(i32, Kind)> {
    let field = |name: &str| told.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    let flags = i32::from_str_radix(field("flags:")?, 8).ok()?;
    let kind = match target {
        "/dev/null" => Kind::Nothing,
        "anon_inode:[eventfd]" => {
            Kind::Counter(u32::from_str_radix(field("eventfd-count:")?, 16).ok()?)
        }
        "anon_inode:[eventpoll]" => Kind::Queue,
        pipe => {
            let number = pipe.strip_prefix("pipe:[")?.strip_suffix(']')?;
            Kind::Pipe(number.parse().ok()?, Vec::new())
        }
    };
    Some((flags, kind))
}

/// What this descriptor of a stopped process is; none if it is nothing of an interpreter's own.
pub(super) fn seen(process: i32, number: RawFd, target: &str) -> Option<Descriptor> {
    let told = std::fs::read_to_string(format!("/proc/{process}/fdinfo/{number}")).ok()?;
    let (flags, mut kind) = kind(target, &told)?;
    if let Kind::Pipe(_, pending) = &mut kind
        && flags & libc::O_ACCMODE == libc::O_RDONLY
    {
        // Whoever takes the image ends this process: nobody misses what is read here.
        let open = File::options()
            .read(true)
            .custom_flags(libc::O_NONBLOCK)
            .open(format!("/proc/{process}/fd/{number}"));
        let mut bytes = [0; PENDING_BYTES_MAX + 1];
        match open.ok()?.read(&mut bytes) {
            Ok(length) if length <= PENDING_BYTES_MAX => *pending = bytes.get(..length)?.to_vec(),
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            _ => return None,
        }
    }
    Some(Descriptor { number, flags, kind })
}

/// Whether these are few enough, and each pipe has one end of either kind at least, so that none
/// leads to anybody else.
pub(super) fn is_whole(all: &[Descriptor]) -> bool {
    let has_other_end = |one: &Descriptor| match &one.kind {
        Kind::Pipe(pipe, _) => all.iter().any(|other| {
            matches!(&other.kind, Kind::Pipe(its, _) if its == pipe)
                && one.flags & libc::O_ACCMODE != other.flags & libc::O_ACCMODE
        }),
        _ => true,
    };
    all.len() <= DESCRIPTORS_MAX && all.iter().all(has_other_end)
}

/// Makes all of them, in a process that has no descriptors beyond its channel. Nothing here takes
/// memory of this process's heap, which is another's already.
pub(super) fn make(all: &[Descriptor]) -> Result<(), Errno> {
    // Each is made with the next free number, which may be another's: so it is moved away.
    let last = all.iter().map(|one| one.number).max().unwrap_or_default();
    let beyond = last.max(CHANNEL_DESCRIPTOR) + 1;
    for (at, one) in all.iter().enumerate() {
        let made = match &one.kind {
            Kind::Nothing => {
                let access =
                    OFlags::from_bits_retain((one.flags & libc::O_ACCMODE).cast_unsigned());
                rustix::fs::open("/dev/null", access | OFlags::CLOEXEC, Mode::empty())?
            }
            Kind::Counter(count) => eventfd(*count, EventfdFlags::CLOEXEC)?,
            Kind::Queue => epoll::create(epoll::CreateFlags::CLOEXEC)?,
            Kind::Pipe(pipe, _) => {
                let mut before = all.iter().take(at);
                if !before.any(|other| matches!(&other.kind, Kind::Pipe(its, _) if its == pipe)) {
                    make_pipe(*pipe, all, beyond)?;
                }
                continue;
            }
        };
        place(made, one, beyond)?;
    }
    Ok(())
}

/// Makes a pipe with all its ends.
fn make_pipe(pipe: u64, all: &[Descriptor], beyond: RawFd) -> Result<(), Errno> {
    let (low_read, low_write) = pipe_with(PipeFlags::CLOEXEC)?;
    let read = rustix::io::fcntl_dupfd_cloexec(&low_read, beyond)?;
    let write = rustix::io::fcntl_dupfd_cloexec(&low_write, beyond)?;
    // Now, and not when their numbers are others'.
    drop((low_read, low_write));
    for one in all {
        let Kind::Pipe(its, pending) = &one.kind else { continue };
        if *its != pipe {
            continue;
        }
        let reads = one.flags & libc::O_ACCMODE == libc::O_RDONLY;
        if reads && !pending.is_empty() {
            rustix::io::write(&write, pending)?;
        }
        let end = if reads { &read } else { &write };
        place(rustix::io::fcntl_dupfd_cloexec(end, beyond)?, one, beyond)?;
    }
    Ok(())
}

/// Gives a descriptor its number and flags.
#[expect(unsafe_code, reason = "a descriptor of a given number is nobody's before")]
fn place(made: OwnedFd, one: &Descriptor, beyond: RawFd) -> Result<(), Errno> {
    let moved = rustix::io::fcntl_dupfd_cloexec(&made, beyond)?;
    drop(made);
    let on_exec = one.flags & libc::O_CLOEXEC;
    // SAFETY: this process has closed all that it had above its channel, and what it makes here
    // lies beyond these numbers or was placed already, each number once.
    if unsafe { libc::dup3(moved.as_raw_fd(), one.number, on_exec) } != one.number {
        return Err(Errno::BADF);
    }
    // SAFETY: it was made by the line above, and is given away below.
    let placed = unsafe { OwnedFd::from_raw_fd(one.number) };
    let waiting = OFlags::from_bits_retain((one.flags & libc::O_NONBLOCK).cast_unsigned());
    let set = rustix::fs::fcntl_setfl(placed.as_fd(), waiting);
    std::mem::forget(placed);
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A counter that were a file of the function's would be written to by its interpreter.
    #[test]
    fn what_an_interpreter_has_for_itself_is_known_from_all_else() {
        let told = "pos:\t0\nflags:\t02004002\nmnt_id:\t16\neventfd-count:                1f\n";
        let flags = libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_RDWR;
        assert_eq!(kind("anon_inode:[eventfd]", told), Some((flags, Kind::Counter(31))));
        assert_eq!(kind("anon_inode:[eventpoll]", told), Some((flags, Kind::Queue)));
        assert_eq!(kind("pipe:[77]", told), Some((flags, Kind::Pipe(77, Vec::new()))));
        assert_eq!(kind("/dev/null", told), Some((flags, Kind::Nothing)));
        for other in ["socket:[77]", "/var/task/app.js", "anon_inode:inotify", "pipe:[x]"] {
            assert_eq!(kind(other, told), None, "{other}");
        }
    }

    /// A pipe whose other end somebody else holds would be read or written by two.
    #[test]
    fn a_pipe_has_both_its_ends_or_is_another_s() {
        let end =
            |number, flags, pipe| Descriptor { number, flags, kind: Kind::Pipe(pipe, Vec::new()) };
        let ends = [end(4, libc::O_RDONLY, 7), end(5, libc::O_WRONLY, 7)];
        assert!(is_whole(&ends));
        assert!(!is_whole(&ends[..1]));
        assert!(!is_whole(&[end(4, libc::O_RDONLY, 7), end(5, libc::O_WRONLY, 8)]));
        assert!(!is_whole(&vec![ends[0].clone(); DESCRIPTORS_MAX + 1]));
    }
}
