//! Trying out what a host gives. Everything that is made for it is taken away again.

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rustix::process::{Resource, getrlimit};

use super::copies::copies;
use super::{DataFacts, Facts, GroupFacts, SETTINGS};
use crate::cgroup::Groups;
use crate::ephemeral::Ephemeral;
use crate::launcher::client::{Handed, Launcher};
use crate::layout::Base;
use crate::runtime::HOST_UID_FIRST;
use crate::sandbox::landlock_abi;
use crate::spec::InstanceId;

/// How often a small write is synced to learn how long it takes.
const SYNCS: usize = 15;
/// How long that may take in all; a disk that is so slow has been found out by then.
const SYNCS_LIMIT: Duration = Duration::from_secs(3);
/// How long an empty sandbox may take to build.
const BUILD_LIMIT: Duration = Duration::from_secs(10);
/// The smallest write that a disk makes anyway.
const SYNC_BYTES: usize = 4096;
/// The memory of the group that is tried.
const GROUP_MIB: u32 = 128;
/// Any port: a sandbox's network is its own.
const PORT: u16 = 4566;
/// The size of the disk that is tried, MiB.
const DISK_MIB: u32 = 512;

/// Where to look.
#[derive(Debug, Clone)]
pub struct Place {
    /// The data directory, which need not exist.
    pub data_dir: PathBuf,
    /// The executable that becomes the launcher: the server's own.
    pub launcher: PathBuf,
    /// The `PATH`, where `mkfs.ext4` is looked for.
    pub path: Vec<PathBuf>,
}

/// Tries everything out.
///
/// # Errors
/// No folder could be made to try it in, not even in the folder for temporary files.
pub async fn examine(place: &Place) -> io::Result<Facts> {
    let data = data(&place.data_dir);
    let room = Room::make(&data.folder).or_else(|_| Room::make(Path::new("/tmp")))?;
    let groups = Groups::prepare(&room.0);
    let (sandbox, proc_shown) = sandbox(place, &room.0, groups.as_ref()).await;
    let disk = disk(place, &room.0);
    let groups = groups.and_then(|groups| {
        let facts = group(&groups);
        groups.remove_all();
        facts
    });
    Ok(Facts {
        kernel: text_of("/proc/sys/kernel/osrelease"),
        user: rustix::process::geteuid().as_raw(),
        sandbox,
        proc_shown,
        landlock_abi: landlock_abi(),
        groups,
        disk,
        copies: copies(place, &room.0).await,
        settings: SETTINGS.into_iter().filter_map(setting).collect(),
        memory_mib: (meminfo_mib("MemTotal:"), meminfo_mib("MemAvailable:")),
        open_files_max: getrlimit(Resource::Nofile).maximum.unwrap_or(u64::MAX),
        data,
    })
}

/// A folder to try things in, which goes when this does. Every user may read it.
struct Room(PathBuf);

impl Room {
    fn make(parent: &Path) -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt;
        let folder = parent.join(format!(".samara-doctor-{}", std::process::id()));
        fs::create_dir(&folder)?;
        let room = Self(folder);
        fs::set_permissions(&room.0, fs::Permissions::from_mode(0o755))?;
        fs::create_dir(room.0.join("empty"))?;
        Ok(room)
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a folder stays behind");
        }
    }
}

/// Builds empty sandboxes, the second one without `/proc` if the first failed. The time is the
/// second one's of a kind: the first wakes up what the host has not used for long.
async fn sandbox(
    place: &Place,
    room: &Path,
    groups: Option<&Groups>,
) -> (Result<Duration, String>, bool) {
    let launcher = match Launcher::start(&place.launcher) {
        Ok(launcher) => launcher,
        Err(error) => return (Err(format!("the launcher: {error}")), false),
    };
    let base = Base::of_host(&room.join("empty"));
    let mut built = (Err(String::new()), false);
    for proc_optional in [false, true] {
        let mut tried = build(&launcher, &base, groups, proc_optional).await;
        if tried.is_ok() {
            tried = build(&launcher, &base, groups, proc_optional).await;
        }
        match tried {
            Ok(time) => return (Ok(time), !proc_optional),
            Err(reason) if !proc_optional => built = (Err(reason), false),
            Err(_) => {}
        }
    }
    built
}

async fn build(
    launcher: &Launcher,
    base: &Base,
    groups: Option<&Groups>,
    proc_optional: bool,
) -> Result<Duration, String> {
    let order = base.probe_order(PORT, proc_optional);
    let group = groups.map(|groups| groups.create(InstanceId(0), GROUP_MIB)).transpose();
    let group = group.map_err(|error| format!("control group: {error}"))?;
    let entrances = group.as_ref().map(crate::cgroup::Group::entrances).unwrap_or_default();
    let began = Instant::now();
    empty_sandbox(launcher, &order, entrances).await?;
    Ok(began.elapsed())
}

/// Builds an empty sandbox, and ends it.
///
/// # Errors
/// The step that failed, and why.
pub(crate) async fn empty_sandbox(
    launcher: &Launcher,
    order: &crate::launcher::order::Order,
    groups: Vec<std::os::fd::BorrowedFd<'_>>,
) -> Result<(), String> {
    let own = rustix::process::geteuid();
    let user = if own.is_root() { HOST_UID_FIRST } else { own.as_raw() };
    let (_read, write) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)
        .map_err(|error| error.to_string())?;
    let handed = Handed { log: std::os::fd::AsFd::as_fd(&write), channel: None, tmp: None, groups };
    let lifeline = launcher.order(user, order, handed).await.map_err(|error| error.to_string())?;
    let built = tokio::time::timeout(BUILD_LIMIT, crate::making::built(&lifeline)).await;
    let (process, _) = built.map_err(|_| "it took too long to build".to_owned())??;
    let _gone = rustix::process::pidfd_send_signal(&process, rustix::process::Signal::KILL);
    Ok(())
}

/// Makes a group, and freezes it.
fn group(groups: &Groups) -> Option<GroupFacts> {
    let mut group = groups.create(InstanceId(0), GROUP_MIB).ok()?;
    let freezer = match group.take_freezer() {
        None => Err("there is no tree of version 2".to_owned()),
        Some(control) => {
            let frozen = control.write_at(b"1", 0).and_then(|_| control.write_at(b"0", 0));
            frozen.map(|_| ()).map_err(|error| error.to_string())
        }
    };
    Some(GroupFacts {
        version: groups.version(),
        processes: groups.limits_processes(),
        cpu: groups.shares_cpu(),
        freezer,
    })
}

/// Makes a disk; the time is that of one more, when its template is there.
fn disk(place: &Place, room: &Path) -> Result<Duration, String> {
    let disks = Ephemeral::prepare(room, &place.path).map_err(|error| error.reason())?;
    let made = disks.works().and_then(|()| {
        let began = Instant::now();
        let made = disks.try_one(DISK_MIB).map(|()| began.elapsed());
        made.map_err(|error| error.reason())
    });
    disks.stop();
    made
}

/// Writes and syncs in the data directory, or in the nearest folder above that exists.
fn data(wanted: &Path) -> DataFacts {
    let absolute = std::path::absolute(wanted).unwrap_or_else(|_| wanted.to_owned());
    let exists = absolute.ancestors().find(|folder| folder.is_dir());
    let folder = exists.unwrap_or_else(|| Path::new("/")).to_owned();
    let sync = sync_time(&folder).map_err(|error| error.to_string());
    let statistics = rustix::fs::statfs(&folder).ok();
    DataFacts {
        sync,
        in_memory: statistics.as_ref().is_some_and(|statistics| lies_in_memory(statistics.f_type)),
        free_mib: rustix::fs::statvfs(&folder)
            .map_or(0, |left| left.f_bavail.saturating_mul(left.f_frsize) >> 20),
        wanted: absolute,
        folder,
    }
}

/// Whether a file system of this kind keeps its files in memory. From the kernel's
/// `linux/magic.h`: tmpfs and ramfs.
fn lies_in_memory(kind: impl Into<i64>) -> bool {
    [0x0102_1994, 0x8584_58f6].contains(&kind.into())
}

/// The median time of a small write until it is on the disk.
fn sync_time(folder: &Path) -> io::Result<Duration> {
    let place = folder.join(format!(".samara-doctor-{}.sync", std::process::id()));
    let mut file = File::options().write(true).create_new(true).open(&place)?;
    // Without a name it goes when we do.
    fs::remove_file(&place)?;
    let mut times = Vec::with_capacity(SYNCS);
    let first = Instant::now();
    while times.len() < SYNCS && first.elapsed() < SYNCS_LIMIT {
        let began = Instant::now();
        file.write_all(&[0; SYNC_BYTES])?;
        file.sync_data()?;
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok(times.get(times.len() / 2).copied().unwrap_or_default())
}

fn setting(name: &'static str) -> Option<(&'static str, u64)> {
    let place = format!("/proc/sys/{}", name.replace('.', "/"));
    Some((name, fs::read_to_string(place).ok()?.trim().parse().ok()?))
}

fn text_of(place: &str) -> String {
    fs::read_to_string(place).unwrap_or_default().trim().to_owned()
}

fn meminfo_mib(name: &str) -> u64 {
    let text = text_of("/proc/meminfo");
    let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<u64>().ok()).unwrap_or_default() >> 10
}
