//! What happens inside a sandbox before the function's own program runs.
//!
//! The launcher has forked; this is the first process (number 1) of the new namespaces. In this
//! order, which is the design:
//!
//! 1. *As the host's user, still*: clone every mount that will be shown. The interpreter may lie in
//!    a home folder that the mapped user cannot enter.
//! 2. Wait for the launcher to write the user map and put us into the cgroups, then become the
//!    mapped user. Whatever is made from here on belongs to a user id that owns nothing outside.
//! 3. Build the root from an empty tmpfs, attach the mounts, and `pivot_root` into it; the host's
//!    tree is then not hidden but gone.
//! 4. Bring up loopback, bind the listeners, hand them to the server.
//! 5. Give up: capabilities, privileges, resource limits, Landlock, seccomp last.
//! 6. Fork the function's program. This process stays as number 1: it collects orphans and
//!    reports how the program ended; when it ends, the kernel kills all others.
//!
//! A *spare* sandbox stops after its root is built and says so; [`adoption`] tells how it becomes a
//! function's.
//!
//! Number 1 is not the program itself, because the kernel shields number 1 from signals sent from
//! inside: a program that aborts or kills itself would not die as it does elsewhere.

mod adoption;
mod confine;
pub(crate) mod image;
mod network;
pub(crate) mod root;
pub(crate) mod seccomp;
pub(crate) mod volume;

pub(crate) use confine::landlock_abi;

use std::ffi::CString;
use std::fmt;
use std::os::fd::{AsFd, OwnedFd};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitOptions, set_parent_process_death_signal, wait};

use crate::descriptors::{Ended, Report};
use crate::launcher::order::{INSIDE_GID, INSIDE_UID, Order, Start};
use crate::launcher::process::{Given, close_all_but, exit_now};

/// The number that a bootstrap of ours finds its channel under.
const CHANNEL_DESCRIPTOR: i32 = 3;

/// Why a sandbox could not be built: the step, and what the kernel said.
pub(crate) struct Failure(String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Names the step that failed.
pub(crate) trait Step<T> {
    /// Turns an error number into a [`Failure`] of this step.
    fn step(self, name: impl AsRef<str>) -> Result<T, Failure>;
}

impl<T> Step<T> for Result<T, Errno> {
    fn step(self, name: impl AsRef<str>) -> Result<T, Failure> {
        self.map_err(|error| Failure(format!("{}: {error}", name.as_ref())))
    }
}

/// Builds the sandbox, starts the program, waits for its end. Never returns.
pub(crate) fn first_process(
    body: &[u8],
    given: &Given,
    gate: OwnedFd,
    filter: &seccomp::Program,
) -> ! {
    let status = match live(body, given, gate, filter) {
        Ok(()) => 0,
        Err(Failure(reason)) => {
            let _unheard = Report::Failed(reason).send(given.lifeline.as_fd());
            1
        }
    };
    exit_now(status)
}

fn live(
    body: &[u8],
    given: &Given,
    gate: OwnedFd,
    filter: &seccomp::Program,
) -> Result<(), Failure> {
    use std::os::fd::AsRawFd;
    let mut kept = given.kept();
    kept.push(gate.as_raw_fd());
    close_all_but(&kept);
    // The launcher has one thread, so its death is the death of the parent that this names.
    set_parent_process_death_signal(Some(Signal::KILL)).step("parent death signal")?;
    let order: Order =
        serde_json::from_slice(body).map_err(|error| Failure(format!("order: {error}")))?;
    let program = order.start.as_ref().map(Program::new).transpose()?;
    let victim = open_victim_score();

    let shown = root::clone_mounts(&order)?;
    pass_gate(&gate)?;
    drop(gate);
    become_inside_user()?;
    // A change of user clears the death signal, and the memory of this process must be closed to
    // the function, which has the same user.
    set_parent_process_death_signal(Some(Signal::KILL)).step("parent death signal")?;
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
        .step("not dumpable")?;
    hide_cgroup_path()?;

    network::set_host_name(&order.host_name)?;
    network::loopback_up()?;
    let root = root::build(&order, shown, given.tmp.as_ref())?;
    let confinement = Confinement { order: &order, filter };
    let main = if order.spare {
        adoption::wait(root, program.as_ref(), given, &confinement)?
    } else {
        let program = program.ok_or_else(|| Failure("no program".to_owned()))?;
        let listeners = network::listen(&order.ports)?;
        root.close()?;
        confinement.enter()?;
        Report::Ready(listeners).send(given.lifeline.as_fd()).step("report listeners")?;
        start_program(&program, &Streams::of(given), None)?
    };
    offer_as_victim(victim);
    let ended = collect(main);
    Report::Ended(ended).send(given.lifeline.as_fd()).step("report the end")
}

/// What a process gives up before a function's code may run in it.
struct Confinement<'a> {
    order: &'a Order,
    filter: &'a seccomp::Program,
}

impl Confinement<'_> {
    /// Gives it up, for good.
    fn enter(&self) -> Result<(), Failure> {
        confine::give_up(self.order, self.filter)
    }
}

/// The descriptors of a program, and where its failure to start is told.
struct Streams<'a> {
    lifeline: &'a OwnedFd,
    log: &'a OwnedFd,
    channel: Option<&'a OwnedFd>,
}

impl<'a> Streams<'a> {
    fn of(given: &'a Given) -> Self {
        Self { lifeline: &given.lifeline, log: &given.log, channel: given.channel.as_ref() }
    }
}

/// Our own `oom_score_adj`, opened while the host's `/proc` is there and ours to write: this
/// process is about to be closed to its own user.
fn open_victim_score() -> Option<OwnedFd> {
    use rustix::fs::{Mode, OFlags, open};
    open("/proc/self/oom_score_adj", OFlags::WRONLY | OFlags::CLOEXEC, Mode::empty()).ok()
}

/// When memory runs out, the kernel is to kill this process first, with whom all others of the
/// sandbox go: a function of which a child alone were killed would go on, over its limit. And when
/// the whole host's memory runs out, a sandbox goes before the server. The kernel's arithmetic can
/// still prefer a program with nearly all of the sandbox's memory; [`crate::cgroup`] watches for
/// that. Only after the program was forked, which would inherit it.
fn offer_as_victim(score: Option<OwnedFd>) {
    if let Some(score) = score {
        let _less_exact_then = rustix::io::write(&score, b"1000");
    }
}

/// Waits until the launcher has mapped and placed us. A launcher that died opens no gate.
fn pass_gate(gate: &OwnedFd) -> Result<(), Failure> {
    let mut byte = [0_u8; 1];
    match rustix::io::read(gate, &mut byte) {
        Ok(1) => Ok(()),
        Ok(_) => Err(Failure("the launcher gave up".to_owned())),
        Err(error) => Err(error).step("gate"),
    }
}

/// Becomes the one user that exists inside. These are the raw calls of one thread: glibc's own
/// signal every thread that it knows of, and after a raw `clone` it knows wrongly.
fn become_inside_user() -> Result<(), Failure> {
    use rustix::thread::{Gid, Uid, set_thread_groups, set_thread_res_gid, set_thread_res_uid};
    match set_thread_groups(&[]) {
        // Without root the map denies `setgroups`; the groups stay, and own nothing inside.
        Ok(()) | Err(Errno::PERM) => {}
        Err(error) => return Err(error).step("setgroups"),
    }
    let (uid, gid) = (Uid::from_raw(INSIDE_UID), Gid::from_raw(INSIDE_GID));
    set_thread_res_gid(gid, gid, gid).step("setresgid")?;
    set_thread_res_uid(uid, uid, uid).step("setresuid")
}

/// A cgroup namespace of our own, begun inside our group: `/proc/self/cgroup` then says `/`.
#[expect(unsafe_code, reason = "the safe binding of unshare is deprecated as unsound with threads")]
fn hide_cgroup_path() -> Result<(), Failure> {
    // SAFETY: this process has one thread and shares no descriptor table.
    unsafe { rustix::thread::unshare_unsafe(rustix::thread::UnshareFlags::NEWCGROUP) }
        .step("cgroup namespace")
}

/// The program's strings as the kernel wants them, made before anything can fail half-way.
struct Program {
    path: CString,
    arguments: Vec<CString>,
    environment: Vec<CString>,
    folder: String,
}

impl Program {
    fn new(start: &Start) -> Result<Self, Failure> {
        let c_string = |text: &str| {
            CString::new(text).map_err(|_| Failure(format!("a zero byte in '{text}'")))
        };
        let pair = |(name, value): &(String, String)| c_string(&format!("{name}={value}"));
        Ok(Self {
            path: c_string(&start.program)?,
            arguments: start.arguments.iter().map(|a| c_string(a)).collect::<Result<_, _>>()?,
            environment: start.environment.iter().map(pair).collect::<Result<_, _>>()?,
            folder: start.working_folder.clone(),
        })
    }
}

/// Forks and executes the program, which enters the confinement itself if this process has not.
fn start_program(
    program: &Program,
    streams: &Streams<'_>,
    confinement: Option<&Confinement<'_>>,
) -> Result<Pid, Failure> {
    start(streams, || match confinement.map_or(Ok(()), Confinement::enter) {
        Ok(()) => execute(program, streams),
        Err(failure) => failure,
    })
}

/// Forks a process that becomes another, and comes back only when it could not.
#[expect(unsafe_code, reason = "fork has no safe binding")]
fn start(streams: &Streams<'_>, other: impl FnOnce() -> Failure) -> Result<Pid, Failure> {
    // SAFETY: this process has one thread, so the child may do whatever the parent may.
    let raw = unsafe { libc::fork() };
    match raw {
        0 => {
            let Failure(reason) = other();
            let _unheard = Report::Failed(reason).send(streams.lifeline.as_fd());
            exit_now(127)
        }
        raw => Pid::from_raw(raw)
            .filter(|_| 0 < raw)
            .ok_or_else(|| Failure(format!("fork: {}", std::io::Error::last_os_error()))),
    }
}

/// Becomes the program; returns only when that failed.
#[expect(unsafe_code, reason = "execve has no stable safe binding")]
fn execute(program: &Program, streams: &Streams<'_>) -> Failure {
    if let Err(failure) = arrange_descriptors(&program.folder, streams) {
        return failure;
    }
    let pointers = |strings: &[CString]| {
        let mut list: Vec<*const libc::c_char> = strings.iter().map(|s| s.as_ptr()).collect();
        list.push(std::ptr::null());
        list
    };
    let (arguments, environment) = (pointers(&program.arguments), pointers(&program.environment));
    // SAFETY: path, arguments and environment are zero-ended strings in lists that end with a
    // null pointer, and all live until the call returns, which it does only on failure.
    unsafe { libc::execve(program.path.as_ptr(), arguments.as_ptr(), environment.as_ptr()) };
    let error = std::io::Error::last_os_error();
    Failure(format!("exec {}: {error}", program.path.to_string_lossy()))
}

/// Standard input from nothing, output and error to the log, the channel at its number.
fn arrange_descriptors(folder: &str, streams: &Streams<'_>) -> Result<(), Failure> {
    use rustix::fs::{Mode, OFlags, open};
    let _already_a_leader = rustix::process::setsid();
    let nothing = open("/dev/null", OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty())
        .step("open /dev/null")?;
    rustix::stdio::dup2_stdin(&nothing).step("standard input")?;
    // It may have the channel's number.
    drop(nothing);
    rustix::stdio::dup2_stdout(streams.log).step("standard output")?;
    rustix::stdio::dup2_stderr(streams.log).step("standard error")?;
    if let Some(channel) = streams.channel {
        place_channel(channel).step("channel")?;
    }
    rustix::process::chdir(folder).step(format!("chdir {folder}"))
}

/// Moves the channel to its number, where it stays open across `execve`.
#[expect(unsafe_code, reason = "the target number of dup2 is not an owned descriptor")]
fn place_channel(channel: &OwnedFd) -> Result<(), Errno> {
    use std::os::fd::AsRawFd;
    if channel.as_raw_fd() == CHANNEL_DESCRIPTOR {
        return rustix::io::fcntl_setfd(channel, rustix::io::FdFlags::empty());
    }
    // SAFETY: the launcher keeps number 3 for its control socket, so here it is free, or one of the
    // listeners, or of what an adoption brought; this fork does not use those, and they would close
    // on exec anyway.
    let result = unsafe { libc::dup2(channel.as_raw_fd(), CHANNEL_DESCRIPTOR) };
    if result == CHANNEL_DESCRIPTOR { Ok(()) } else { Err(Errno::BADF) }
}

/// Collects children until the program itself has ended.
fn collect(main: Pid) -> Ended {
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((pid, status))) if pid == main => {
                return match (status.exit_status(), status.terminating_signal()) {
                    (Some(status), _) => Ended::Status(status),
                    (None, Some(signal)) => Ended::Signal(signal),
                    (None, None) => continue,
                };
            }
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => return Ended::Status(-1),
        }
    }
}
