//! The one fork: a process in new namespaces, its user map, and its place in the cgroups.

use std::os::fd::{AsFd, AsRawFd, FromRawFd, OwnedFd};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, kill_process, waitpid};

use super::order::{Head, INSIDE_GID, INSIDE_UID};
use crate::descriptors::Report;
use crate::sandbox::{self, seccomp};

/// The descriptors of one sandbox.
pub(crate) struct Given {
    /// Towards the server.
    pub lifeline: OwnedFd,
    /// Standard output and error of the function.
    pub log: OwnedFd,
    /// The framed channel to a bootstrap of ours.
    pub channel: Option<OwnedFd>,
    /// The disk for its `/tmp`, to be attached; it has a tmpfs without.
    pub tmp: Option<OwnedFd>,
    /// The `cgroup.procs` files to enter.
    pub groups: Vec<OwnedFd>,
}

/// Forks the first process of a sandbox and lets it go on once it is mapped and confined, and the
/// server has its descriptor: what the sandbox itself reports comes after that.
///
/// # Errors
/// A sentence that names the step; nothing is left behind then.
pub(crate) fn start(
    head: Head,
    body: &[u8],
    given: &Given,
    filter: &seccomp::Program,
) -> Result<(Pid, OwnedFd), String> {
    let (gate, opener) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)
        .map_err(|error| format!("pipe: {error}"))?;
    let owned = OwnedBy::user(head.host_uid)?;
    let forked = fork_into_namespaces();
    if !matches!(forked, Ok(Forked::Child)) {
        owned.give_back()?;
    }
    let (pid, pidfd) = match forked.map_err(fork_failure)? {
        Forked::Child => {
            drop(opener);
            sandbox::first_process(body, given, gate, filter)
        }
        Forked::Parent(pid, pidfd) => (pid, pidfd),
    };
    drop(gate);
    let prepared = enter_groups(pid, given)
        .and_then(|()| write_maps(pid, head.host_uid))
        .and_then(|()| report_process(&pidfd, given))
        .and_then(|()| rustix::io::write(&opener, b"g").map_err(|e| format!("gate: {e}")));
    if let Err(reason) = prepared {
        let _gone_already = kill_process(pid, Signal::KILL);
        let _nothing_to_say = waitpid(Some(pid), WaitOptions::empty());
        return Err(reason);
    }
    Ok((pid, pidfd))
}

/// Whom the next user namespace belongs to. What the kernel counts by user and not by control group
/// (watches of files, bytes in message queues, signals that wait), it counts for whoever made the
/// namespace as well: if that were root, one function could take what root has of it from the host
/// and from all other functions.
///
/// Files are opened as root all the while, by the user id that is for files alone: a sandbox clones
/// mounts from places that only root may enter.
struct OwnedBy {
    root: bool,
}

impl OwnedBy {
    /// From here on namespaces are this user's, if there is a choice: without root they are ours.
    fn user(host_uid: u32) -> Result<Self, String> {
        let root = rustix::process::geteuid().is_root();
        match if root { become_in_effect(host_uid) } else { Ok(()) } {
            Ok(()) => Ok(Self { root }),
            // A root that does not have this user: the step that maps it says so.
            Err(Errno::INVAL) => Ok(Self { root: false }),
            Err(error) => Err(format!("the namespace's owner: {error}")),
        }
    }

    /// Root again.
    fn give_back(self) -> Result<(), String> {
        if self.root {
            become_in_effect(0).map_err(|e| format!("root again: {e}"))?;
        }
        Ok(())
    }
}

/// Changes the effective user id alone: the capabilities stay (see [`keep_capabilities`]), and so
/// does the user id for files.
#[expect(unsafe_code, reason = "setfsuid has no safe binding")]
fn become_in_effect(user: u32) -> Result<(), Errno> {
    use rustix::thread::{Uid, set_thread_res_uid};
    set_thread_res_uid(Uid::ROOT, Uid::from_raw(user), Uid::ROOT)?;
    // SAFETY: setfsuid takes any number and touches no memory; root is our real user id, so it is
    // granted.
    unsafe { libc::setfsuid(0) };
    Ok(())
}

/// Lets the launcher, if it is root, change its effective user id without losing capabilities. A
/// new user namespace begins without this.
#[expect(unsafe_code, reason = "the safe binding of prctl would set all other bits as well")]
pub(crate) fn keep_capabilities() -> Result<(), Errno> {
    const NO_SETUID_FIXUP: libc::c_ulong = 1 << 2;
    if !rustix::process::geteuid().is_root() {
        return Ok(());
    }
    // SAFETY: this prctl takes a number and touches no memory.
    let result = unsafe { libc::prctl(libc::PR_SET_SECUREBITS, NO_SETUID_FIXUP, 0, 0, 0) };
    if result == 0 {
        return Ok(());
    }
    Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::PERM))
}

/// Which side of the fork this is.
enum Forked {
    Child,
    Parent(Pid, OwnedFd),
}

/// `clone` without a new stack (a fork) into new user, mount, process, network, IPC and host-name
/// namespaces, with a process descriptor.
#[expect(unsafe_code, reason = "no safe binding exists for a fork into new namespaces")]
fn fork_into_namespaces() -> Result<Forked, Errno> {
    let namespaces = libc::CLONE_NEWUSER
        | libc::CLONE_NEWNS
        | libc::CLONE_NEWPID
        | libc::CLONE_NEWNET
        | libc::CLONE_NEWIPC
        | libc::CLONE_NEWUTS;
    let flags = i64::from(namespaces | libc::CLONE_PIDFD | libc::SIGCHLD);
    let mut pidfd: libc::c_int = -1;
    // SAFETY: without CLONE_VM and without a stack this is a fork: the child goes on here with a
    // copy of the memory. The launcher has one thread, so no lock can be held by another. `pidfd`
    // outlives the call, and is in the third place on x86-64 and on arm64 alike.
    let result =
        unsafe { libc::syscall(libc::SYS_clone, flags, 0_usize, &raw mut pidfd, 0_usize, 0_usize) };
    match i32::try_from(result) {
        Ok(0) => Ok(Forked::Child),
        Ok(raw) if 0 < raw => {
            let pid = Pid::from_raw(raw).ok_or(Errno::INVAL)?;
            // SAFETY: the kernel has just made this descriptor for us and nobody else owns it.
            let pidfd = unsafe { OwnedFd::from_raw_fd(pidfd) };
            Ok(Forked::Parent(pid, pidfd))
        }
        _ => Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::INVAL)),
    }
}

/// A fork that the host refuses has few causes; the sentence names the usual one.
fn fork_failure(error: Errno) -> String {
    let hint = match error {
        Errno::PERM => {
            ": this host forbids user namespaces (on Ubuntu see \
             kernel.apparmor_restrict_unprivileged_userns; in a container allow them in its \
             seccomp profile)"
        }
        Errno::NOSPC => ": user.max_user_namespaces is used up",
        _ => "",
    };
    format!("new namespaces: {error}{hint}")
}

/// Hands the process to the server. Whoever does not take it has given up, and nobody else could
/// end it.
fn report_process(pidfd: &OwnedFd, given: &Given) -> Result<(), String> {
    let copy = pidfd.try_clone().map_err(|e| format!("process descriptor: {e}"))?;
    let reported = Report::Process(copy).send(given.lifeline.as_fd());
    reported.map_err(|e| format!("lifeline: {e}"))
}

/// Puts the process into its cgroups before it runs anything.
fn enter_groups(pid: Pid, given: &Given) -> Result<(), String> {
    let number = pid.as_raw_nonzero().to_string();
    for group in &given.groups {
        rustix::io::write(group, number.as_bytes()).map_err(|e| format!("cgroup: {e}"))?;
    }
    Ok(())
}

/// Maps the one user and group that exist inside.
fn write_maps(pid: Pid, host_uid: u32) -> Result<(), String> {
    let folder = format!("/proc/{}", pid.as_raw_nonzero());
    let write = |name: &str, text: &str| {
        std::fs::write(format!("{folder}/{name}"), text).map_err(|e| format!("{name}: {e}"))
    };
    let privileged = rustix::process::geteuid().is_root();
    let group = if privileged { host_uid } else { rustix::process::getegid().as_raw() };
    if !privileged {
        write("setgroups", "deny")?;
    }
    write("gid_map", &format!("{INSIDE_GID} {group} 1\n"))?;
    write("uid_map", &format!("{INSIDE_UID} {host_uid} 1\n"))
}

/// Ends the process at once, without running exit handlers that belong to the process that it was
/// forked from.
#[expect(unsafe_code, reason = "_exit has no safe binding in std")]
pub(crate) fn exit_now(status: i32) -> ! {
    // SAFETY: _exit takes any status and touches no memory.
    unsafe { libc::_exit(status) }
}

/// Closes every descriptor from 3 on but these.
#[expect(unsafe_code, reason = "close_range has no safe binding")]
pub(crate) fn close_all_but(kept: &[i32]) {
    let mut kept = kept.to_vec();
    kept.sort_unstable();
    let mut first: u32 = 3;
    for descriptor in kept {
        let Ok(descriptor) = u32::try_from(descriptor) else { continue };
        if first < descriptor {
            // SAFETY: the caller gives up every descriptor that it does not name, by contract;
            // this runs in a fresh fork that then only uses those.
            unsafe { libc::syscall(libc::SYS_close_range, first, descriptor - 1, 0_u32) };
        }
        first = first.max(descriptor + 1);
    }
    // SAFETY: as above.
    unsafe { libc::syscall(libc::SYS_close_range, first, u32::MAX, 0_u32) };
}

impl Given {
    /// The raw numbers of what the sandbox's own processes need.
    pub(crate) fn kept(&self) -> Vec<i32> {
        let mut kept = vec![self.lifeline.as_raw_fd(), self.log.as_raw_fd()];
        kept.extend(self.channel.as_ref().map(AsRawFd::as_raw_fd));
        kept.extend(self.tmp.as_ref().map(AsRawFd::as_raw_fd));
        kept
    }
}
