//! What a host gives to functions, what it does not, what then is weaker, and how to get it.
//!
//! [`examine`] tries everything out (a sandbox is built, a group frozen, a disk made) and gives
//! [`Facts`]; [`report`] is a function of those. Nothing is concluded from versions or names where
//! it can be tried: what a kernel has, a container's filter or an administrator may have taken
//! away. The names of settings serve to say what to change. (Nothing is looked for that no sandbox
//! uses, such as overlayfs: layers are merged into folders of links.)
//!
//! *Missing* is what functions are refused for, unless the operator accepts it; *weaker* is what
//! they run without, and every start says so.

mod copies;
mod probe;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Duration;

pub(crate) use probe::empty_sandbox;
pub use probe::{Place, examine};

use crate::cgroup::GroupVersion;

/// The first kernel with every call that a sandbox is built by: `mount_setattr` is the newest.
const KERNEL_MIN: (u32, u32) = (5, 12);
/// The first Landlock that covers all that its rules name here: truncating files is the newest.
const LANDLOCK_ABI_MIN: i64 = 3;
/// A write that takes longer than this to reach the disk is felt in every answer.
const SYNC_SLOW: Duration = Duration::from_millis(10);
/// Below this, a function of usual size and the server leave nothing to others.
const MEMORY_LOW_MIB: u64 = 1024;
/// Connections, sandboxes with some descriptors each, and the store's tables.
const OPEN_FILES_MIN: u64 = 16_384;
/// Below this the disk is full before anybody has looked.
const FREE_LOW_MIB: u64 = 2048;

/// What was found out about a host. Public, so that a report can be made of any.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The kernel's release, such as `6.1.0-18-amd64`.
    pub kernel: String,
    /// The user that asked: 0 is root.
    pub user: u32,
    /// How long an empty sandbox took to build, or the step that failed and why.
    pub sandbox: Result<Duration, String>,
    /// Whether it has a `/proc` of its own.
    pub proc_shown: bool,
    /// The newest Landlock that the kernel speaks; 0 without.
    pub landlock_abi: i64,
    /// The control groups, if they can limit memory.
    pub groups: Option<GroupFacts>,
    /// How long a disk for `/tmp` took to make, or why there is none.
    pub disk: Result<Duration, String>,
    /// How long a copy of a function that had initialised took to begin, or why there is none.
    pub copies: Result<Duration, String>,
    /// Settings of the kernel that forbid something, with their values, where they exist.
    pub settings: Vec<(&'static str, u64)>,
    /// The host's memory, MiB: all of it, and what is to be had.
    pub memory_mib: (u64, u64),
    /// The most files that the server may open.
    pub open_files_max: u64,
    /// Where the data would lie.
    pub data: DataFacts,
}

/// What control groups gave when one was made.
#[derive(Debug, Clone)]
pub struct GroupFacts {
    /// Which kind.
    pub version: GroupVersion,
    /// Whether they limit processes.
    pub processes: bool,
    /// Whether they share out CPU.
    pub cpu: bool,
    /// Whether one could be frozen, or why not.
    pub freezer: Result<(), String>,
}

/// What the data directory's file system gave.
#[derive(Debug, Clone)]
pub struct DataFacts {
    /// The data directory.
    pub wanted: PathBuf,
    /// The folder that was tried: the data directory, or the nearest folder above that exists.
    pub folder: PathBuf,
    /// The median time until a small write was on the disk, or why nothing could be written.
    pub sync: Result<Duration, String>,
    /// Whether the folder lies in memory.
    pub in_memory: bool,
    /// The room that is left, MiB.
    pub free_mib: u64,
}

/// How well something is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// All there.
    Ready,
    /// Functions run, with a weaker guarantee.
    Weaker,
    /// Functions are refused.
    Missing,
}

impl State {
    /// One word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Ready => "ok",
            Self::Weaker => "weaker",
            Self::Missing => "missing",
        }
    }
}

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at.
    pub name: &'static str,
    /// How well it is given.
    pub state: State,
    /// What was found.
    pub found: String,
    /// What Samara does without it: which guarantee is weaker.
    pub without: Option<String>,
    /// How to get it.
    pub remedy: Option<String>,
}

impl Finding {
    fn ready(name: &'static str, found: impl Into<String>) -> Self {
        Self { name, state: State::Ready, found: found.into(), without: None, remedy: None }
    }

    fn lacking(
        name: &'static str,
        state: State,
        found: impl Into<String>,
        without: &str,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            name,
            state,
            found: found.into(),
            without: Some(without.to_owned()),
            remedy: Some(remedy.into()),
        }
    }
}

/// Everything about a host, the needed first.
#[must_use]
pub fn report(facts: &Facts) -> Vec<Finding> {
    let mut all = vec![kernel(&facts.kernel), sandbox(facts), system_calls(&facts.sandbox)];
    all.extend([user(facts.user), proc(facts)]);
    all.push(landlock(facts.landlock_abi));
    all.extend(groups(facts));
    all.push(disk(facts));
    all.push(copying(facts));
    all.push(memory(facts.memory_mib));
    all.push(open_files(facts.open_files_max));
    all.push(data(&facts.data));
    all
}

fn kernel(release: &str) -> Finding {
    let mut numbers = release.split(['.', '-']).map_while(|part| part.parse::<u32>().ok());
    let version = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    let found = format!("Linux {release}");
    if KERNEL_MIN <= version {
        return Finding::ready("kernel", found);
    }
    let (major, minor) = KERNEL_MIN;
    let remedy = format!("a kernel from {major}.{minor} on");
    Finding::lacking("kernel", State::Missing, found, "no function runs", remedy)
}

fn sandbox(facts: &Facts) -> Finding {
    const NAME: &str = "sandbox";
    match &facts.sandbox {
        Ok(time) => Finding::ready(
            NAME,
            format!("built in {}: namespaces, read-only root, no capabilities", ms(*time)),
        ),
        Err(reason) => {
            let remedy = namespaces_remedy(facts, reason);
            Finding::lacking(NAME, State::Missing, reason, "no function runs", remedy)
        }
    }
}

/// A sandbox is built with its filter, so that one that was built has shown that there are any.
fn system_calls(sandbox: &Result<Duration, String>) -> Finding {
    const NAME: &str = "system calls";
    let filter = "a kernel with CONFIG_SECCOMP_FILTER, and a container that lets it be used";
    match sandbox {
        Ok(_) => Finding::ready(NAME, "those of a list, by seccomp"),
        Err(reason) if reason.starts_with("seccomp") => {
            Finding::lacking(NAME, State::Missing, reason, "no function runs", filter)
        }
        Err(_) => not_tried(NAME),
    }
}

/// What only a sandbox that was built could have shown.
fn not_tried(name: &'static str) -> Finding {
    let found = "not tried: there is no sandbox";
    Finding::lacking(name, State::Weaker, found, "", "as for the sandbox")
}

/// What to change where no sandbox can be built; the step's name says where it ended.
fn namespaces_remedy(facts: &Facts, reason: &str) -> String {
    let is = |name: &str, value: u64| facts.settings.contains(&(name_of(name), value));
    let set = |text: &str| format!("sysctl -w {text} (and in /etc/sysctl.d, to keep it)");
    if !reason.starts_with("new namespaces") && !reason.starts_with("uid_map") {
        return "run the server outside of the container that it is in, or as root".to_owned();
    }
    if is(UNPRIVILEGED_CLONE, 0) && facts.user != 0 {
        return set("kernel.unprivileged_userns_clone=1");
    }
    if is(APPARMOR, 1) && facts.user != 0 {
        return format!(
            "{}; or an AppArmor profile for the samara binary with the rule `userns,`",
            set("kernel.apparmor_restrict_unprivileged_userns=0")
        );
    }
    if is(USER_NAMESPACES, 0) {
        return set("user.max_user_namespaces=15000");
    }
    "user namespaces must be allowed: in a container by its seccomp profile, and not in a chroot"
        .to_owned()
}

/// Settings that forbid user namespaces, or tracing.
const UNPRIVILEGED_CLONE: &str = "kernel.unprivileged_userns_clone";
const APPARMOR: &str = "kernel.apparmor_restrict_unprivileged_userns";
const USER_NAMESPACES: &str = "user.max_user_namespaces";
const TRACING: &str = "kernel.yama.ptrace_scope";
const SETTINGS: [&str; 4] = [UNPRIVILEGED_CLONE, APPARMOR, USER_NAMESPACES, TRACING];

fn name_of(name: &str) -> &'static str {
    SETTINGS.into_iter().find(|setting| *setting == name).unwrap_or_default()
}

fn user(user: u32) -> Finding {
    const NAME: &str = "host users";
    if user == 0 {
        return Finding::ready(NAME, "root: each instance is a host user of its own");
    }
    Finding::lacking(
        NAME,
        State::Weaker,
        format!("all instances are host user {user}"),
        "what the kernel counts by user (watches of files, pipes), instances share with the server",
        "run the server as root: its functions are not, either way",
    )
}

fn proc(facts: &Facts) -> Finding {
    const NAME: &str = "/proc";
    match (&facts.sandbox, facts.proc_shown) {
        (Ok(_), false) => Finding::lacking(
            NAME,
            State::Missing,
            "the host's own is partly covered, so that no sandbox may have a fresh one",
            "with --isolation=partial functions have none, and many libraries want it",
            "run the server outside of the container, or let the container see its whole /proc",
        ),
        (Ok(_), true) => Finding::ready(NAME, "of each sandbox's own"),
        (Err(_), _) => not_tried(NAME),
    }
}

fn landlock(abi: i64) -> Finding {
    const NAME: &str = "Landlock";
    if LANDLOCK_ABI_MIN <= abi {
        return Finding::ready(NAME, format!("ABI {abi}"));
    }
    let found = if abi == 0 { "not in this kernel".to_owned() } else { format!("ABI {abi}") };
    Finding::lacking(
        NAME,
        State::Weaker,
        found,
        "files are closed by mounts and their modes alone, not by a second lock",
        "a kernel from 6.2 on, with CONFIG_SECURITY_LANDLOCK and landlock in its lsm= list",
    )
}

fn groups(facts: &Facts) -> Vec<Finding> {
    const LIMITS: &str = "memory limits";
    let delegate = "run the server as root, or under systemd with Delegate=yes";
    let Some(groups) = &facts.groups else {
        return vec![Finding::lacking(
            LIMITS,
            State::Missing,
            "no control group with a memory limit can be made",
            "with --isolation=partial one function can take all memory, all processes and all CPU",
            delegate,
        )];
    };
    let version = match groups.version {
        GroupVersion::V2 => "control groups, version 2",
        GroupVersion::V1 => "control groups, version 1",
    };
    let weaker = |name, found: &str, without: &str, remedy: &str| {
        Finding::lacking(name, State::Weaker, found, without, remedy)
    };
    let processes = if groups.processes {
        Finding::ready("process limits", "pids controller")
    } else {
        let without = "a function's processes are limited by user, in its own namespace alone";
        weaker("process limits", "no pids controller", without, delegate)
    };
    let cpu = if groups.cpu {
        Finding::ready("CPU shares", "cpu controller")
    } else {
        let without = "a busy function takes what its neighbours need; --cpu-quota is refused";
        weaker("CPU shares", "no cpu controller", without, delegate)
    };
    let freezer = match &groups.freezer {
        Ok(()) => Finding::ready("freezer", "an idle instance stands still"),
        Err(reason) => weaker(
            "freezer",
            reason,
            "a function may go on working after its response",
            "mount cgroup2 (on a host with version 1, beside it)",
        ),
    };
    vec![Finding::ready(LIMITS, version), processes, cpu, freezer]
}

fn disk(facts: &Facts) -> Finding {
    const NAME: &str = "/tmp";
    match &facts.disk {
        Ok(time) => {
            Finding::ready(NAME, format!("a disk for each instance, made in {}", ms(*time)))
        }
        Err(reason) => {
            let remedy = if facts.user == 0 {
                "loop devices (/dev/loop-control), ext4 in the kernel, and the package e2fsprogs"
            } else {
                "run the server as root"
            };
            Finding::lacking(
                NAME,
                State::Weaker,
                format!("in memory: {reason}"),
                "what a function writes there counts as its memory",
                remedy,
            )
        }
    }
}

fn copying(facts: &Facts) -> Finding {
    const NAME: &str = "copies";
    match &facts.copies {
        Ok(time) => Finding::ready(
            NAME,
            format!("of a function that had initialised one began in {}", ms(*time)),
        ),
        Err(reason) => Finding::lacking(
            NAME,
            State::Weaker,
            reason,
            "every instance initialises itself, with SnapStart too, and takes that long to start",
            copying_remedy(facts, reason),
        ),
    }
}

/// What to change where no function can be copied; the reason begins with the step that failed.
fn copying_remedy(facts: &Facts, reason: &str) -> &'static str {
    const NO_TRACING_AT_ALL: u64 = 3;
    match reason {
        copies::NOT_ROOT => "run the server as root: its functions are not, either way",
        copies::NO_LANGUAGE => "a Python 3, or Node",
        copies::OTHER_PROCESSOR => "a machine with such a processor",
        _ if facts.sandbox.is_err() => "as for the sandbox",
        _ if reason.contains("ptrace: ") => {
            if facts.settings.contains(&(TRACING, NO_TRACING_AT_ALL)) {
                "kernel.yama.ptrace_scope=2 in /etc/sysctl.d and a restart, which alone undoes 3"
            } else {
                "CAP_SYS_PTRACE for the server: in a container it has to be given"
            }
        }
        _ if reason.contains("the layout of memory: ") => {
            "a kernel with CONFIG_CHECKPOINT_RESTORE, and a container that lets prctl be used"
        }
        _ if reason.contains("/children") => "a kernel with CONFIG_PROC_CHILDREN",
        _ => "run the server outside of the container that it is in",
    }
}

fn memory((all, left): (u64, u64)) -> Finding {
    let found = format!("{left} MiB to be had of {all}");
    if MEMORY_LOW_MIB <= left {
        return Finding::ready("memory", found);
    }
    let without = "few instances fit, and idle ones are ended early";
    Finding::lacking("memory", State::Weaker, found, without, "more memory, or fewer neighbours")
}

fn open_files(most: u64) -> Finding {
    let found = format!("{most} at most");
    if OPEN_FILES_MIN <= most {
        return Finding::ready("open files", found);
    }
    Finding::lacking(
        "open files",
        State::Weaker,
        found,
        "calls are refused when many come at once",
        "LimitNOFILE=1048576 in the service's unit, or ulimit -Hn",
    )
}

fn data(data: &DataFacts) -> Finding {
    const NAME: &str = "data directory";
    let tried = data.folder.display();
    let place = if data.folder == data.wanted {
        tried.to_string()
    } else {
        format!("{}, which is not there yet; in {tried}", data.wanted.display())
    };
    let sync = match &data.sync {
        Err(reason) => {
            let found = format!("{place}: {reason}");
            let remedy = "a folder that the server's user may write, by --data-dir";
            return Finding::lacking(NAME, State::Missing, found, "no server starts", remedy);
        }
        Ok(sync) => *sync,
    };
    let found = format!("{place}: fdatasync in {}, {} MiB free", ms(sync), data.free_mib);
    let lacking = |without: &str, remedy: &str| {
        Finding::lacking(NAME, State::Weaker, found.clone(), without, remedy)
    };
    if data.in_memory {
        return lacking(
            "the folder lies in memory: what is acknowledged ends with the machine's power",
            "a folder on a disk, by --data-dir",
        );
    }
    if data.free_mib < FREE_LOW_MIB {
        return lacking(
            "little room is left: with none, writes are refused, and only reads go on",
            "more room, or another disk",
        );
    }
    if SYNC_SLOW < sync {
        return lacking(
            "every acknowledged write waits that long (calls that write nothing do not)",
            "a disk that keeps what it has written without power: most server SSDs",
        );
    }
    Finding::ready(NAME, found)
}

/// Milliseconds, to a tenth.
fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
