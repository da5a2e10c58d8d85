//! The disks for `/tmp`: of the size that a function asks for, empty in each new instance, on the
//! host's disk and so not counted against the function's memory.
//!
//! Only root can make them ([`Volume`]); elsewhere `/tmp` is a tmpfs, and every start says so. Some
//! are made ahead by a thread of ours, for the sizes that were asked for last, so that a start
//! waits for one only in a burst. Their space on the host's disk is taken as it is written: the
//! sum of the promises may be more than the disk has, as of memory it may not.
//!
//! The first one shows whether the kernel lets them be made at all. The thread makes it while the
//! server starts (the template's file system, a loop device and a mount take longer than all else
//! that a start does), and whoever wants a disk before that is known waits for it.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use crate::sandbox::volume::{Volume, VolumeError};

/// The size that most functions have, MiB. Source: Lambda quotas, `/tmp`.
const USUAL_MIB: u32 = 512;
/// How many disks of a size are made ahead.
const READY: usize = 4;
/// Of how many sizes.
const SIZES_MAX: usize = 4;
/// Of a disk, what its file system needs for itself: a part, and MiB.
const OVERHEAD_PART: u64 = 20;
const OVERHEAD_MIB: u64 = 4;
/// The smallest file system that is made, MiB.
const SMALLEST_MIB: u64 = 8;

/// Why `/tmp` cannot be on disk.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EphemeralError {
    /// The server is not root.
    #[error("only root can make disks for them")]
    NotRoot,
    /// There is no `mkfs.ext4`.
    #[error("mkfs.ext4 is not installed (package e2fsprogs)")]
    NoMaker,
    /// It does not work.
    #[error("mkfs.ext4 failed: {0}")]
    Maker(String),
    /// The folder of the templates refuses.
    #[error("the folder of their templates cannot be used")]
    Folder(#[source] io::Error),
    /// The kernel refuses.
    #[error(transparent)]
    Volume(#[from] VolumeError),
}

impl EphemeralError {
    /// The whole chain in one sentence, for people who look at the host.
    pub(crate) fn reason(&self) -> String {
        let cause = std::error::Error::source(self).map(|cause| format!(": {cause}"));
        format!("{self}{}", cause.unwrap_or_default())
    }
}

/// The disks of one server.
#[derive(Debug)]
pub(crate) struct Ephemeral {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Shared {
    maker: Maker,
    stock: Mutex<Stock>,
    changed: Condvar,
    /// It is known whether disks can be made.
    tried: Condvar,
}

/// The disks made ahead, the size asked for last first.
#[derive(Debug, Default)]
struct Stock {
    sizes: VecDeque<(u32, Vec<Volume>)>,
    /// Whether the first disk was made, or why it was not; none while it is being made.
    tried: Option<Result<(), String>>,
    stopped: bool,
}

/// Makes disks.
#[derive(Debug)]
struct Maker {
    folder: PathBuf,
    mkfs: PathBuf,
    /// One template at a time.
    templates: Mutex<()>,
}

impl Ephemeral {
    /// Looks for what disks are made with, and has a thread make them.
    pub(crate) fn prepare(data_dir: &Path, path: &[PathBuf]) -> Result<Self, EphemeralError> {
        if !rustix::process::geteuid().is_root() {
            return Err(EphemeralError::NotRoot);
        }
        let usual = ["/usr/sbin", "/sbin", "/usr/local/sbin"].map(PathBuf::from);
        let places = path.iter().chain(&usual).map(|folder| folder.join("mkfs.ext4"));
        let mkfs = places.into_iter().find(|place| place.is_file());
        let mkfs = mkfs.ok_or(EphemeralError::NoMaker)?;
        let folder = data_dir.join("disks");
        fs::create_dir_all(&folder).map_err(EphemeralError::Folder)?;
        let maker = Maker { folder, mkfs, templates: Mutex::default() };
        let shared = Arc::new(Shared {
            maker,
            stock: Mutex::default(),
            changed: Condvar::new(),
            tried: Condvar::new(),
        });
        let theirs = Arc::clone(&shared);
        // Owner: the runtime, which ends it in `stop`.
        let thread = std::thread::Builder::new()
            .name("samara-disks".to_owned())
            .spawn(move || {
                theirs.first();
                fill(&theirs);
            })
            .map_err(EphemeralError::Folder)?;
        Ok(Self { shared, thread: Mutex::new(Some(thread)) })
    }

    /// A new disk of this size for a host user: its mount, to be attached once. Blocking, for some
    /// microseconds if one is ready, for milliseconds otherwise. None where none can be made.
    pub(crate) fn take(&self, size_mib: u32, user: u32) -> Result<Option<OwnedFd>, EphemeralError> {
        if self.works().is_err() {
            return Ok(None);
        }
        let ready = lock(&self.shared.stock).take(size_mib);
        self.shared.changed.notify_one();
        let volume = match ready {
            Some(volume) => volume,
            None => self.shared.maker.make(size_mib)?,
        };
        Ok(Some(volume.give_to(user)?))
    }

    /// Whether disks can be made here, or why not. Blocking until it is known.
    pub(crate) fn works(&self) -> Result<(), String> {
        let stock = lock(&self.shared.stock);
        let unknown = |stock: &mut Stock| stock.tried.is_none() && !stock.stopped;
        let stock = self.shared.tried.wait_while(stock, unknown);
        let stock = stock.unwrap_or_else(PoisonError::into_inner);
        stock.tried.clone().unwrap_or_else(|| Err("the server stops".to_owned()))
    }

    /// Why none can be made, if that is known by now.
    pub(crate) fn failure(&self) -> Option<String> {
        lock(&self.shared.stock).tried.clone()?.err()
    }

    /// Makes one more disk and drops it: for people who look how long that takes.
    pub(crate) fn try_one(&self, size_mib: u32) -> Result<(), EphemeralError> {
        self.shared.maker.make(size_mib).map(drop)
    }

    /// Ends the thread and lets go of what was made ahead.
    pub(crate) fn stop(&self) {
        let mut stock = lock(&self.shared.stock);
        stock.stopped = true;
        stock.sizes.clear();
        drop(stock);
        self.shared.changed.notify_all();
        self.shared.tried.notify_all();
        let thread = lock(&self.thread).take();
        if let Some(thread) = thread {
            let _panicked = thread.join();
        }
    }
}

impl Stock {
    /// Takes a disk of this size if one is ready, and remembers that it was asked for.
    fn take(&mut self, size_mib: u32) -> Option<Volume> {
        let known = self.sizes.iter().position(|(size, _)| *size == size_mib);
        let entry = known.and_then(|at| self.sizes.remove(at));
        let (_, mut ready) = entry.unwrap_or_else(|| (size_mib, Vec::new()));
        let volume = ready.pop();
        self.sizes.push_front((size_mib, ready));
        self.sizes.truncate(SIZES_MAX);
        volume
    }

    /// The size that lacks a disk and was asked for last.
    fn lacking(&self) -> Option<u32> {
        self.sizes.iter().find(|(_, ready)| ready.len() < READY).map(|(size, _)| *size)
    }

    /// Takes a disk in, unless its size is out of use by now.
    fn put(&mut self, size_mib: u32, volume: Volume) {
        if let Some((_, ready)) = self.sizes.iter_mut().find(|(size, _)| *size == size_mib) {
            ready.push(volume);
        }
    }

    /// Forgets a size that cannot be made; whoever asks for it next is told why.
    fn forget(&mut self, size_mib: u32) {
        self.sizes.retain(|(size, _)| *size != size_mib);
    }
}

impl Shared {
    /// Makes the first disk. Where that fails the thread makes no others.
    fn first(&self) {
        let made = self.maker.make(USUAL_MIB);
        let mut stock = lock(&self.stock);
        stock.tried = Some(match made {
            Ok(_) if stock.stopped => Ok(()),
            Ok(volume) => {
                stock.sizes.push_back((USUAL_MIB, vec![volume]));
                Ok(())
            }
            Err(error) => {
                let reason = error.reason();
                tracing::warn!("isolation is partial: {}", in_memory(&reason));
                Err(reason)
            }
        });
        self.tried.notify_all();
    }
}

/// What is missing where `/tmp` is not on disk, with the reason.
pub(crate) fn in_memory(reason: &str) -> String {
    format!("/tmp lies in memory, and what a function writes there counts as such: {reason}")
}

/// Makes what lacks, until it is told to stop.
fn fill(shared: &Shared) {
    let mut stock = lock(&shared.stock);
    while !stock.stopped {
        let Some(size_mib) = stock.lacking() else {
            stock = shared.changed.wait(stock).unwrap_or_else(PoisonError::into_inner);
            continue;
        };
        drop(stock);
        let made = shared.maker.make(size_mib);
        stock = lock(&shared.stock);
        match made {
            Ok(volume) if !stock.stopped => stock.put(size_mib, volume),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, size_mib, "a disk for /tmp could not be made ahead");
                stock.forget(size_mib);
            }
        }
    }
}

impl Maker {
    fn make(&self, size_mib: u32) -> Result<Volume, EphemeralError> {
        let template = self.template(size_mib)?;
        Ok(Volume::make(&template, &self.folder)?)
    }

    /// The template of a size, made once for all servers that this data directory will see.
    fn template(&self, size_mib: u32) -> Result<PathBuf, EphemeralError> {
        let place = self.folder.join(format!("{size_mib}-mib.ext4"));
        if place.is_file() {
            return Ok(place);
        }
        let _one_at_a_time = lock(&self.templates);
        if place.is_file() {
            return Ok(place);
        }
        let new = self.folder.join(".new");
        let file = fs::File::create(&new).map_err(EphemeralError::Folder)?;
        file.set_len(image_bytes(size_mib)).map_err(EphemeralError::Folder)?;
        self.format(&new)?;
        // Else a loss of power could leave its name with nothing in it, never to be made anew.
        file.sync_all().map_err(EphemeralError::Folder)?;
        fs::rename(&new, &place).map_err(EphemeralError::Folder)?;
        Ok(place)
    }

    /// No journal, for nothing is to survive; no space kept back for root.
    fn format(&self, file: &Path) -> Result<(), EphemeralError> {
        let done = Command::new(&self.mkfs)
            .args(["-q", "-F", "-m", "0", "-b", "4096", "-I", "256", "-i", "16384"])
            .args(["-O", "^has_journal,^resize_inode"])
            .args(["-E", "lazy_itable_init=1,nodiscard,root_owner=0:0"])
            .arg(file)
            .env_clear()
            .stdin(Stdio::null())
            .output()
            .map_err(|error| EphemeralError::Maker(error.to_string()))?;
        if done.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&done.stderr);
        Err(EphemeralError::Maker(said.lines().next().unwrap_or_default().to_owned()))
    }
}

/// The size of the file that holds a file system with so much room.
fn image_bytes(size_mib: u32) -> u64 {
    let room = u64::from(size_mib);
    let whole = room + room / OVERHEAD_PART + OVERHEAD_MIB;
    whole.max(SMALLEST_MIB) << 20
}

/// A panic under one of these locks leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
