//! The launcher: the tiny process that makes sandboxes.
//!
//! The server never forks. Forking a process with hundreds of megabytes touched takes tens of
//! milliseconds, and forking one with threads is a trap; so the server starts its own executable
//! again with a hidden argument, and this process, single-threaded and small, forks for it. Its
//! standard input is the control socket. When that closes, however the server ended, the launcher
//! kills every sandbox and goes.
//!
//! It knows nothing of functions: an [`order::Order`] says what to mount, bind and run.

pub(crate) mod client;
pub(crate) mod order;
pub(crate) mod process;

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use self::order::{HEAD_BYTES, Head};
use crate::descriptors::{ORDER_BYTES_MAX, Report, receive};
use crate::sandbox::seccomp;

/// The hidden first argument that makes the binary the launcher.
pub const LAUNCHER_ARGUMENT: &str = "__samara-launcher";

/// Runs the launcher until its control socket, standard input, closes. Never returns.
///
/// The binary calls this first thing in `main` when its first argument is
/// [`LAUNCHER_ARGUMENT`], before it starts a thread or an async runtime: from here on the process
/// is forked, and a lock held by another thread would be held for ever in the copy.
pub fn launcher_main() -> ! {
    let status = match serve() {
        Ok(()) => 0,
        Err(error) => {
            eprintln!("samara launcher: {error}");
            1
        }
    };
    process::exit_now(status)
}

/// Takes orders until the control socket closes, then ends what is left.
fn serve() -> Result<(), Errno> {
    // A session of its own: Ctrl-C at the server's terminal must reach the server, which drains;
    // the launcher ends when the server has.
    let _already_a_leader = rustix::process::setsid();
    let control = take_control_socket()?;
    process::keep_capabilities()?;
    let filter = seccomp::program();
    let mut buffer = vec![0_u8; ORDER_BYTES_MAX];
    let mut children: Vec<(Pid, OwnedFd)> = Vec::new();
    loop {
        wait_for_work(control.as_fd(), &children)?;
        children.retain(|(pid, _)| !reaped(*pid));
        if !readable(control.as_fd())? {
            continue;
        }
        let (length, descriptors) = match receive(control.as_fd(), &mut buffer) {
            Ok(received) => received,
            Err(Errno::INTR) => continue,
            Err(Errno::CONNRESET) => break,
            Err(error) => return Err(error),
        };
        if length == 0 {
            break;
        }
        let message = buffer.get(..length).unwrap_or_default();
        if let Some(child) = take_order(message, descriptors, &filter) {
            children.push(child);
        }
        // The next sandbox is a copy of this process: it must not find these credentials in it.
        buffer.iter_mut().take(length).for_each(|byte| *byte = 0);
    }
    end_all(children);
    Ok(())
}

/// Moves the control socket from standard input to number 3, and closes all else that was
/// inherited: a sandbox's descriptors then never have number 3, where its channel goes.
fn take_control_socket() -> Result<OwnedFd, Errno> {
    use rustix::fs::{Mode, OFlags, open};
    process::close_all_but(&[]);
    let control = rustix::io::fcntl_dupfd_cloexec(rustix::stdio::stdin(), 3)?;
    let nothing = open("/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())?;
    rustix::stdio::dup2_stdin(&nothing)?;
    Ok(control)
}

/// Waits until an order arrives or a sandbox ends.
fn wait_for_work(control: BorrowedFd<'_>, children: &[(Pid, OwnedFd)]) -> Result<(), Errno> {
    let mut waits = vec![PollFd::from_borrowed_fd(control, PollFlags::IN)];
    waits.extend(children.iter().map(|(_, pidfd)| PollFd::new(pidfd, PollFlags::IN)));
    match poll(&mut waits, None) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether the control socket has a message, or has closed.
fn readable(control: BorrowedFd<'_>) -> Result<bool, Errno> {
    let mut wait = [PollFd::from_borrowed_fd(control, PollFlags::IN)];
    let now = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
    match poll(&mut wait, Some(&now)) {
        Ok(ready) => Ok(ready != 0),
        Err(Errno::INTR) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Starts one sandbox, and reports on its lifeline. A message that is no order is dropped with its
/// descriptors, which its sender sees as a closed lifeline.
fn take_order(
    message: &[u8],
    descriptors: Vec<OwnedFd>,
    filter: &seccomp::Program,
) -> Option<(Pid, OwnedFd)> {
    let head = Head::decode(message)?;
    let body = message.get(HEAD_BYTES..)?;
    let mut handed = descriptors.into_iter();
    let lifeline = handed.next()?;
    let log = handed.next()?;
    let channel = if head.channel { Some(handed.next()?) } else { None };
    let tmp = if head.tmp { Some(handed.next()?) } else { None };
    let given = process::Given { lifeline, log, channel, tmp, groups: handed.collect() };
    match process::start(head, body, &given, filter) {
        Ok(child) => Some(child),
        Err(reason) => {
            let _unheard = Report::Failed(reason).send(given.lifeline.as_fd());
            None
        }
    }
}

/// Whether this child has ended and been collected.
fn reaped(pid: Pid) -> bool {
    matches!(waitpid(Some(pid), WaitOptions::NOHANG), Ok(Some(_)) | Err(Errno::CHILD))
}

/// Kills every sandbox and waits until each is gone. The first process of a process-id namespace
/// takes all others of it along.
fn end_all(children: Vec<(Pid, OwnedFd)>) {
    for (pid, _) in &children {
        let _gone_already = kill_process(*pid, Signal::KILL);
    }
    for (pid, _) in children {
        while matches!(waitpid(Some(pid), WaitOptions::empty()), Err(Errno::INTR)) {}
    }
}
