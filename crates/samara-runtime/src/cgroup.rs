//! Memory, process and CPU limits by control groups: version 2 where its controllers are
//! delegated to us, version 1 otherwise.
//!
//! Everything lies below one folder named after the data directory, so that what an earlier run
//! left behind can be told from what is another server's, and removed at start. An instance's
//! group is made by the server and entered by the launcher, which is handed the open
//! `cgroup.procs` files and knows no path.
//!
//! Freezing is version 2's alone: there a frozen process can still be killed. A host whose
//! controllers are version 1's most often has a version 2 tree without controllers beside them,
//! which is all that freezing needs; instances then have a group there too.
//!
//! An instance that passes its memory limit dies whole, though the kernel would kill one process of
//! it. Version 2 can be told so; of version 1 we hear that the limit was passed, and kill the rest.

use std::fs::{self, File};
use std::io::Write;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::spec::InstanceId;

/// The processes and threads of an instance, its first process included. Source: Lambda quotas,
/// 1,024.
const PROCESSES_MAX: u32 = 1025;
/// The memory that buys one whole CPU. Source: Lambda developer guide, memory.
const MEMORY_MIB_PER_CPU: u64 = 1769;
/// How much more the server weighs than an instance with a whole CPU's memory, when both want more
/// than there is: it serves all of them.
const SERVER_WEIGHS: u64 = 16;
/// What all of a server, its functions included, weighs on each CPU beside the host's other work,
/// in version 1's shares, of which a process has 1,024.
const SHARES_PER_CPU: u64 = 2048;
/// The period over which a hard CPU quota is counted, microseconds.
const QUOTA_PERIOD_US: u64 = 20_000;
/// The group of the server itself.
const SERVER: &str = "server";
/// How long removing a group waits for its last process, in steps.
const REMOVE_STEPS: u32 = 50;
const REMOVE_STEP: Duration = Duration::from_millis(10);

/// Which control groups this host gives us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupVersion {
    /// The unified tree.
    V2,
    /// A tree a controller.
    V1,
}

/// Where this server's groups are.
#[derive(Debug)]
pub(crate) struct Groups {
    version: GroupVersion,
    /// The folder with the memory controller, which in version 2 has all.
    memory: PathBuf,
    /// The folders of the other controllers of version 1, and of the tree that can freeze.
    others: Vec<PathBuf>,
    /// Whether this process is in a group of its own.
    server: Mutex<ServerPlace>,
    /// How many groups were made.
    made: AtomicU64,
}

/// Where the process of the server is.
#[derive(Debug, Default)]
enum ServerPlace {
    #[default]
    Outside,
    /// In its own group, from this folder.
    Moved(Option<PathBuf>),
    /// The groups go: it moves no more.
    Over,
}

/// The control groups of one process, as `/proc` tells them.
struct Trees {
    /// Mount point and controllers of each tree; version 2 has none named.
    mounts: Vec<(PathBuf, Vec<String>)>,
    /// Our own place in each: controllers, and path.
    places: Vec<(Vec<String>, String)>,
}

impl Trees {
    fn read() -> Self {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
        let places = fs::read_to_string("/proc/self/cgroup").unwrap_or_default();
        Self::parse(&mounts, &places)
    }

    fn parse(mountinfo: &str, cgroup: &str) -> Self {
        let mounts = mountinfo.lines().filter_map(|line| {
            let (left, right) = line.split_once(" - ")?;
            let place = PathBuf::from(left.split(' ').nth(4)?);
            let mut fields = right.split(' ');
            match fields.next()? {
                "cgroup2" => Some((place, Vec::new())),
                "cgroup" => Some((place, names(fields.nth(1)?))),
                _ => None,
            }
        });
        let places = cgroup.lines().filter_map(|line| {
            let mut fields = line.splitn(3, ':');
            let controllers = fields.nth(1)?;
            Some((names(controllers), fields.next()?.to_owned()))
        });
        Self { mounts: mounts.collect(), places: places.collect() }
    }

    /// Mount point and our own folder of the tree with this controller, or of version 2.
    fn tree(&self, controller: Option<&str>) -> Option<(PathBuf, PathBuf)> {
        let has = |list: &[String]| match controller {
            Some(name) => list.iter().any(|one| one == name),
            None => list.is_empty(),
        };
        let (mount, _) = self.mounts.iter().find(|(_, list)| has(list))?;
        let (_, place) = self.places.iter().find(|(list, _)| has(list))?;
        Some((mount.clone(), mount.join(place.trim_start_matches('/'))))
    }
}

fn names(list: &str) -> Vec<String> {
    list.split(',').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

impl Groups {
    /// Finds a place for groups, makes this server's folder there, and removes what an earlier
    /// run left in it. `None` where the host gives no memory limit.
    pub(crate) fn prepare(data_dir: &Path) -> Option<Self> {
        let metadata = fs::metadata(data_dir).ok()?;
        let name = format!("samara-{:x}-{:x}", metadata.dev(), metadata.ino());
        let trees = Trees::read();
        // The last server may have run in another place of the tree than this one.
        let record = data_dir.join("control-groups");
        let earlier = fs::read_to_string(&record).unwrap_or_default();
        let ours = |folder: &Path| folder.file_name().is_some_and(|own| own == name.as_str());
        for folder in earlier.lines().map(Path::new).filter(|folder| ours(folder)) {
            remove_below(folder);
            let _still_used = fs::remove_dir(folder);
        }
        let groups = Self::version_2(&trees, &name).or_else(|| Self::version_1(&trees, &name))?;
        let folders = [&groups.memory].into_iter().chain(&groups.others);
        let lines: Vec<_> = folders.map(|folder| folder.to_string_lossy()).collect();
        let _only_tidiness_is_lost = fs::write(&record, lines.join("\n"));
        groups.remove_stale();
        Some(groups)
    }

    fn version_2(trees: &Trees, name: &str) -> Option<Self> {
        let (mount, own) = trees.tree(None)?;
        for parent in [own, mount] {
            if !has_controllers(&parent) || !delegate(&parent) {
                continue;
            }
            let folder = parent.join(name);
            if make(&folder) && enable(&folder) {
                return Some(Self {
                    version: GroupVersion::V2,
                    memory: folder,
                    others: Vec::new(),
                    server: Mutex::default(),
                    made: AtomicU64::new(0),
                });
            }
        }
        None
    }

    fn version_1(trees: &Trees, name: &str) -> Option<Self> {
        let folder = |controller| {
            let (_, own) = trees.tree(Some(controller))?;
            let folder = own.join(name);
            make(&folder).then_some(folder)
        };
        let memory = folder("memory")?;
        let mut others: Vec<PathBuf> = ["pids", "cpu"].into_iter().filter_map(folder).collect();
        let unified = trees.tree(None).map(|(_, own)| own.join(name));
        others.extend(unified.filter(|folder| make(folder)));
        others.dedup();
        others.retain(|other| *other != memory);
        let shares = processors() * SHARES_PER_CPU;
        for folder in &others {
            let _of_cpu_alone = write(&folder.join("cpu.shares"), &shares.to_string());
        }
        Some(Self {
            version: GroupVersion::V1,
            memory,
            others,
            server: Mutex::default(),
            made: AtomicU64::new(0),
        })
    }

    /// Whether instances can be frozen.
    pub(crate) fn can_freeze(&self) -> bool {
        // The file is in every group but the root of the tree.
        self.folders().any(|folder| folder.join("cgroup.freeze").exists())
    }

    /// Whether there are limits for processes.
    pub(crate) fn limits_processes(&self) -> bool {
        self.folders().any(|folder| folder.join("pids.max").exists())
    }

    /// Whether CPU is shared by weight.
    pub(crate) fn shares_cpu(&self) -> bool {
        let has = |folder: &Path, file: &str| folder.join(file).exists();
        self.folders().any(|folder| has(folder, "cpu.shares") || has(folder, "cpu.weight"))
    }

    fn folders(&self) -> impl Iterator<Item = &PathBuf> {
        [&self.memory].into_iter().chain(&self.others)
    }

    /// Moves this whole process, and the launcher, into a group that weighs more than the
    /// functions'. Where version 2 is delegated to a service, the process has moved already.
    pub(crate) fn weigh_server(&self, launcher: u32) {
        let Ok(mut place) = self.server.lock() else { return };
        if !matches!(*place, ServerPlace::Outside) {
            return;
        }
        let (file, weight, controller) = match self.version {
            GroupVersion::V2 => ("cpu.weight", (SERVER_WEIGHS * 100).to_string(), None),
            GroupVersion::V1 => ("cpu.shares", (SERVER_WEIGHS * 1024).to_string(), Some("cpu")),
        };
        let own = Trees::read().tree(controller).map(|(_, own)| own);
        let Some(folder) = self.folders().find(|folder| folder.join(file).exists()) else {
            return;
        };
        let server = folder.join(SERVER);
        let process = std::process::id().to_string();
        let moved = make(&server)
            && write(&server.join(file), &weight).is_ok()
            && write(&server.join("cgroup.procs"), &process).is_ok();
        if moved {
            *place = ServerPlace::Moved(own);
            let _gone_already = write(&server.join("cgroup.procs"), &launcher.to_string());
        }
    }

    /// Takes this process out of its own group, which could not be removed with it inside.
    fn move_back(&self) {
        // Whoever moves it at this moment has the lock.
        let Ok(mut place) = self.server.lock() else { return };
        let ServerPlace::Moved(Some(place)) = std::mem::replace(&mut *place, ServerPlace::Over)
        else {
            return;
        };
        let process = std::process::id().to_string();
        if let Err(error) = write(&place.join("cgroup.procs"), &process) {
            tracing::debug!(%error, "the server stays in its control group");
        }
    }

    /// Which kind of groups these are.
    pub(crate) fn version(&self) -> GroupVersion {
        self.version
    }

    /// Removes this server's folders, when all instances are gone.
    pub(crate) fn remove_all(&self) {
        self.move_back();
        self.remove_stale();
        self.folders().for_each(|folder| remove(folder));
    }

    fn remove_stale(&self) {
        self.folders().for_each(|folder| remove_below(folder));
    }

    /// Makes the group of one sandbox. An instance that initialises again gets a new one while its
    /// old one is still being removed, so the name has the instance's and a number of its own.
    pub(crate) fn create(&self, id: InstanceId, memory_mib: u32) -> std::io::Result<Group> {
        let name = format!("{id}-{}", self.made.fetch_add(1, Ordering::Relaxed));
        let memory = self.memory.join(&name);
        let folders: Vec<PathBuf> = [memory.clone()]
            .into_iter()
            .chain(self.others.iter().map(|other| other.join(&name)))
            .collect();
        // From here on a failure removes what was made: the group removes itself when dropped.
        let mut group = Group::new(self.version, folders);
        for folder in group.folders.clone() {
            fs::create_dir(&folder)?;
            let entrance = File::options().write(true).open(folder.join("cgroup.procs"))?;
            group.entrances.push(entrance);
            if let Ok(freezer) = File::options().write(true).open(folder.join("cgroup.freeze")) {
                group.freezer = Some(freezer);
            }
        }
        group.limit(memory_mib)?;
        match self.version {
            GroupVersion::V2 => {
                group.try_set("memory.swap.max", "0");
                group.try_set("memory.oom.group", "1");
                group.set("pids.max", &PROCESSES_MAX.to_string())?;
                group.peak = File::open(memory.join("memory.peak"))
                    .or_else(|_| File::open(memory.join("memory.current")))
                    .ok();
            }
            GroupVersion::V1 => {
                group.try_set("memory.swappiness", "0");
                group.try_set("pids.max", &PROCESSES_MAX.to_string());
                group.peak = File::open(memory.join("memory.max_usage_in_bytes")).ok();
                group.passed = Some(limit_event(&memory)?);
            }
        }
        Ok(group)
    }
}

fn processors() -> u64 {
    std::thread::available_parallelism().map_or(1, |count| count.get() as u64)
}

fn has_controllers(folder: &Path) -> bool {
    let controllers = fs::read_to_string(folder.join("cgroup.controllers")).unwrap_or_default();
    ["memory", "pids"].iter().all(|name| controllers.split_whitespace().any(|one| one == *name))
}

/// Lets the children of `parent` have its controllers. A group with processes of its own cannot
/// (except the root of all); when they are only us, we move into a group beside.
fn delegate(parent: &Path) -> bool {
    if enable(parent) {
        return true;
    }
    let beside = parent.join("samara-server");
    let process = std::process::id().to_string();
    make(&beside) && write(&beside.join("cgroup.procs"), &process).is_ok() && enable(parent)
}

fn enable(folder: &Path) -> bool {
    let control = folder.join("cgroup.subtree_control");
    let _without_cpu_it_is_only_less_fair = write(&control, "+cpu");
    write(&control, "+memory +pids").is_ok()
}

fn make(folder: &Path) -> bool {
    match fs::create_dir(folder) {
        Ok(()) => true,
        Err(error) => error.kind() == std::io::ErrorKind::AlreadyExists && folder.is_dir(),
    }
}

/// A control file takes one `write`, and is never created.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    File::options().write(true).open(file)?.write_all(text.as_bytes())
}

/// Kills what is in the groups below this one and removes them.
fn remove_below(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).filter(|path| path.is_dir()).for_each(|path| remove(&path));
}

/// Kills what is in a group and removes it.
fn remove(folder: &Path) {
    for step in 0..REMOVE_STEPS {
        match fs::remove_dir(folder) {
            Ok(()) => return,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(_) => {}
        }
        kill_all(folder);
        // What is being freed already takes a fraction of a millisecond.
        std::thread::sleep(REMOVE_STEP.min(Duration::from_micros(200 << step.min(10))));
    }
    tracing::warn!(folder = %folder.display(), "a control group cannot be removed");
}

/// An event descriptor that version 1 signals when a group passes its memory limit.
fn limit_event(memory: &Path) -> std::io::Result<OwnedFd> {
    use rustix::event::{EventfdFlags, eventfd};
    let event = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
    let control = File::open(memory.join("memory.oom_control"))?;
    let wanted = format!("{} {}", event.as_raw_fd(), control.as_raw_fd());
    write(&memory.join("cgroup.event_control"), &wanted)?;
    Ok(event)
}

/// Kills every process of a group, but never this one.
fn kill_all(folder: &Path) {
    let processes = fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
    let own = i32::try_from(std::process::id()).unwrap_or_default();
    for process in processes.lines().filter_map(|line| line.parse().ok()) {
        if let Some(process) = rustix::process::Pid::from_raw(process).filter(|_| process != own) {
            let _gone = rustix::process::kill_process(process, rustix::process::Signal::KILL);
        }
    }
}

/// The control group of one instance.
#[derive(Debug)]
pub(crate) struct Group {
    version: GroupVersion,
    /// The first is the memory controller's.
    folders: Vec<PathBuf>,
    entrances: Vec<File>,
    peak: Option<File>,
    freezer: Option<File>,
    passed: Option<OwnedFd>,
}

impl Group {
    fn new(version: GroupVersion, folders: Vec<PathBuf>) -> Self {
        Self { version, folders, entrances: Vec::new(), peak: None, freezer: None, passed: None }
    }

    /// Becomes readable when its memory limit is passed; none where the kernel kills it whole
    /// without us. To be taken once.
    pub(crate) fn take_limit_event(&mut self) -> Option<OwnedFd> {
        self.passed.take()
    }

    /// The file that freezes it ("1": its processes stand still, and can still be killed) and
    /// thaws it ("0"); none on a host without version 2. To be taken once.
    pub(crate) fn take_freezer(&mut self) -> Option<File> {
        self.freezer.take()
    }

    /// Its memory, and the share of CPU that goes with it: whatever they were before, as a spare's
    /// become those of its function.
    pub(crate) fn limit(&self, memory_mib: u32) -> std::io::Result<()> {
        let bytes = (u64::from(memory_mib) << 20).to_string();
        let share = |whole: u64| (u64::from(memory_mib) * whole / MEMORY_MIB_PER_CPU).max(2);
        match self.version {
            GroupVersion::V2 => {
                self.set("memory.max", &bytes)?;
                self.try_set("cpu.weight", &share(100).min(10_000).to_string());
            }
            GroupVersion::V1 => {
                // The limit with swap may never be the lower one, whichever way both go.
                let with_swap = "memory.memsw.limit_in_bytes";
                self.try_set(with_swap, &bytes);
                self.set("memory.limit_in_bytes", &bytes)?;
                self.try_set(with_swap, &bytes);
                self.try_set("cpu.shares", &share(1024).to_string());
            }
        }
        Ok(())
    }

    /// A spare comes after everything else that wants the CPU.
    pub(crate) fn stand_back(&self) {
        match self.version {
            GroupVersion::V2 => self.try_set("cpu.weight", "1"),
            GroupVersion::V1 => self.try_set("cpu.shares", "2"),
        }
    }

    /// A hard limit of its CPU time by its memory, as AWS has, from here on: what initialises is
    /// not held back.
    pub(crate) fn hold_to_cpu_share(&self, memory_mib: u32) -> std::io::Result<()> {
        let quota = u64::from(memory_mib) * QUOTA_PERIOD_US / MEMORY_MIB_PER_CPU;
        // The kernel takes no quota below a millisecond.
        let quota = quota.max(1000);
        match self.version {
            GroupVersion::V2 => self.set("cpu.max", &format!("{quota} {QUOTA_PERIOD_US}")),
            GroupVersion::V1 => {
                self.set("cpu.cfs_period_us", &QUOTA_PERIOD_US.to_string())?;
                self.set("cpu.cfs_quota_us", &quota.to_string())
            }
        }
    }

    /// The files that a process id is written to in order to enter.
    pub(crate) fn entrances(&self) -> Vec<BorrowedFd<'_>> {
        self.entrances.iter().map(AsFd::as_fd).collect()
    }

    /// The most memory used so far.
    pub(crate) fn peak_mib(&self) -> u64 {
        let mut buffer = [0_u8; 32];
        let read = self.peak.as_ref().and_then(|file| file.read_at(&mut buffer, 0).ok());
        let text = buffer.get(..read.unwrap_or_default()).unwrap_or_default();
        let bytes: u64 = String::from_utf8_lossy(text).trim().parse().unwrap_or_default();
        bytes.div_ceil(1 << 20)
    }

    /// The memory that it is charged for now; none if it cannot be read.
    pub(crate) fn charged_mib(&self) -> Option<u64> {
        let file = match self.version {
            GroupVersion::V2 => "memory.current",
            GroupVersion::V1 => "memory.usage_in_bytes",
        };
        let text = fs::read_to_string(self.folders.first()?.join(file)).ok()?;
        Some(text.trim().parse::<u64>().ok()?.div_ceil(1 << 20))
    }

    /// Whether the kernel has killed a process of it for memory.
    pub(crate) fn was_out_of_memory(&self) -> bool {
        let file = match self.version {
            GroupVersion::V2 => "memory.events",
            GroupVersion::V1 => "memory.oom_control",
        };
        let Some(memory) = self.folders.first() else { return false };
        let text = fs::read_to_string(memory.join(file)).unwrap_or_default();
        text.lines().filter_map(|line| line.strip_prefix("oom_kill ")).any(|count| count != "0")
    }

    /// Removes it, once its last process is gone.
    pub(crate) fn remove(self) {
        drop(self);
    }

    fn set(&self, name: &str, value: &str) -> std::io::Result<()> {
        let folders = self.folders.iter();
        let file = folders.map(|folder| folder.join(name)).find(|file| file.exists());
        match file {
            Some(file) => write(&file, value),
            None => Err(std::io::Error::new(std::io::ErrorKind::NotFound, name.to_owned())),
        }
    }

    /// Sets what not every kernel has.
    fn try_set(&self, name: &str, value: &str) {
        let _not_everywhere = self.set(name, value);
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        for folder in &self.folders {
            remove(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A host with both trees, as many have: version 1 with the controllers, version 2 without.
    #[test]
    fn our_own_place_is_found_in_each_tree() {
        let trees = Trees::parse(
            "30 1 0:26 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n\
             31 1 0:27 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n\
             36 1 0:31 / /sys/fs/cgroup/unified rw shared:2 - cgroup2 cgroup2 rw\n",
            "4:memory:/box/one\n2:cpu,cpuacct:/\n0::/user.slice\n",
        );
        let own = |controller| trees.tree(controller).map(|(_, own)| own);
        assert_eq!(own(Some("memory")), Some("/sys/fs/cgroup/memory/box/one".into()));
        assert_eq!(own(Some("cpu")), Some("/sys/fs/cgroup/cpu,cpuacct/".into()));
        assert_eq!(own(None), Some("/sys/fs/cgroup/unified/user.slice".into()));
        assert_eq!(own(Some("pids")), None);
    }
}
