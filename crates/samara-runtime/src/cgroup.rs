//! Memory, process and CPU limits by control groups: version 2 where its controllers are
//! delegated to us, version 1 otherwise.
//!
//! Everything lies below one folder named after the data directory, so that what an earlier run
//! left behind can be told from what is another server's, and removed at start. An instance's
//! group is made by the server and entered by the launcher, which is handed the open
//! `cgroup.procs` files and knows no path.

use std::fs::{self, File};
use std::io::Write;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::fs::{FileExt, MetadataExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::spec::InstanceId;

/// The processes and threads of an instance, its first process included. Source: Lambda quotas,
/// 1,024.
const PROCESSES_MAX: u32 = 1025;
/// The memory that buys one whole CPU. Source: Lambda developer guide, memory.
const MEMORY_MIB_PER_CPU: u64 = 1769;
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
    /// The folders of the other controllers of version 1.
    others: Vec<PathBuf>,
    /// How many groups were made.
    made: AtomicU64,
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
        others.dedup();
        others.retain(|other| *other != memory);
        Some(Self { version: GroupVersion::V1, memory, others, made: AtomicU64::new(0) })
    }

    /// Which kind of groups these are.
    pub(crate) fn version(&self) -> GroupVersion {
        self.version
    }

    /// Removes this server's folders, when all instances are gone.
    pub(crate) fn remove_all(&self) {
        self.remove_stale();
        for folder in [&self.memory].into_iter().chain(&self.others) {
            remove(folder);
        }
    }

    fn remove_stale(&self) {
        [&self.memory].into_iter().chain(&self.others).for_each(|folder| remove_below(folder));
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
        let mut group = Group { version: self.version, folders, entrances: Vec::new(), peak: None };
        for folder in group.folders.clone() {
            fs::create_dir(&folder)?;
            let entrance = File::options().write(true).open(folder.join("cgroup.procs"))?;
            group.entrances.push(entrance);
        }
        let bytes = (u64::from(memory_mib) << 20).to_string();
        let share = |whole: u64| (u64::from(memory_mib) * whole / MEMORY_MIB_PER_CPU).max(2);
        match self.version {
            GroupVersion::V2 => {
                group.set("memory.max", &bytes)?;
                group.try_set("memory.swap.max", "0");
                group.set("pids.max", &PROCESSES_MAX.to_string())?;
                group.try_set("cpu.weight", &share(100).min(10_000).to_string());
                group.peak = File::open(memory.join("memory.peak"))
                    .or_else(|_| File::open(memory.join("memory.current")))
                    .ok();
            }
            GroupVersion::V1 => {
                group.set("memory.limit_in_bytes", &bytes)?;
                group.try_set("memory.memsw.limit_in_bytes", &bytes);
                group.try_set("memory.swappiness", "0");
                group.try_set("pids.max", &PROCESSES_MAX.to_string());
                group.try_set("cpu.shares", &share(1024).to_string());
                group.peak = File::open(memory.join("memory.max_usage_in_bytes")).ok();
            }
        }
        Ok(group)
    }
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
    for _ in 0..REMOVE_STEPS {
        match fs::remove_dir(folder) {
            Ok(()) => return,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return,
            Err(_) => {}
        }
        let processes = fs::read_to_string(folder.join("cgroup.procs")).unwrap_or_default();
        for process in processes.lines().filter_map(|line| line.parse().ok()) {
            if let Some(process) = rustix::process::Pid::from_raw(process) {
                let _gone = rustix::process::kill_process(process, rustix::process::Signal::KILL);
            }
        }
        std::thread::sleep(REMOVE_STEP);
    }
    tracing::warn!(folder = %folder.display(), "a control group cannot be removed");
}

/// The control group of one instance.
#[derive(Debug)]
pub(crate) struct Group {
    version: GroupVersion,
    /// The first is the memory controller's.
    folders: Vec<PathBuf>,
    entrances: Vec<File>,
    peak: Option<File>,
}

impl Group {
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
