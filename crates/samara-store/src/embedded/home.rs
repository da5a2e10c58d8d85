//! The data directory: whose it is, which format it has, and that one process alone uses it.
//!
//! | name | what |
//! |---|---|
//! | `lock` | held (flock) by the process that uses the folder |
//! | `format` | the format's number, account and region, as lines of text |
//! | `log/` | segments of the log |
//! | `index/` | the index; can be made again from the log as long as the log is whole |
//! | `progress` | what the index has persisted and what followers have passed |
//! | `blobs/`, `staging/` | blobs, and those that are being written |
//! | `ballast` | room to give back when the disk is full |

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use samara_base::{Account, Region};

use crate::StoreError;
use crate::file::{io_error, sync_dir};

/// The format that this version reads and writes.
const FORMAT: u32 = 1;
/// How often the lock is tried. A child that a killed process had just forked may hold it for a
/// moment longer; who restarts at once should not be told that the folder is in use.
const LOCK_TRIES: u32 = 40;
const LOCK_TRY_EVERY: Duration = Duration::from_millis(25);
/// What the format file begins with.
const FORMAT_WORD: &str = "samara-data";

/// Why a data directory cannot be used. Each names the folder and the way out.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process has it open.
    #[error(
        "the data directory {dir} is in use by another process. Stop that one first, or choose \
         another folder with --data-dir."
    )]
    Held {
        /// The data directory.
        dir: PathBuf,
    },
    /// It was written by a newer version, or its format file is damaged.
    #[error(
        "the data directory {dir} has the format '{found}'; this version of Samara reads format \
         {known}. Use the version that wrote it, or choose another folder with --data-dir."
    )]
    Format {
        /// The data directory.
        dir: PathBuf,
        /// What its format file says.
        found: String,
        /// What this version reads.
        known: u32,
    },
    /// It holds something else.
    #[error(
        "the folder {dir} is not empty and not a data directory of Samara. Choose an empty or a \
         new folder with --data-dir."
    )]
    NotOurs {
        /// The folder.
        dir: PathBuf,
    },
    /// It belongs to another account or region.
    #[error(
        "the data directory {dir} belongs to {what} {found}, not {asked}: that is chosen at the \
         first start. Leave the option out, or choose another folder with --data-dir."
    )]
    Other {
        /// The data directory.
        dir: PathBuf,
        /// `account` or `region`.
        what: &'static str,
        /// What it belongs to.
        found: String,
        /// What was asked for.
        asked: String,
    },
    /// Something that was confirmed to be on the disk is not there any more.
    #[error(
        "the log is damaged: {file} at byte {offset}, where commit {sequence} must be, does not \
         hold what was confirmed to be on the disk. Nothing was changed. Restore the data \
         directory from a backup and check the disk."
    )]
    DiskLied {
        /// The damaged file.
        file: PathBuf,
        /// Where in it.
        offset: u64,
        /// The commit that must be there.
        sequence: u64,
    },
    /// The log does not reach back to what the index needs.
    #[error(
        "the log in {dir} begins {}, but commit {needed} is needed from it. Restore the data \
         directory from a backup.",
        oldest.map_or("nowhere".to_owned(), |oldest| format!("at commit {oldest}"))
    )]
    LogMissing {
        /// The log's folder.
        dir: PathBuf,
        /// What is needed.
        needed: u64,
        /// Where it begins.
        oldest: Option<u64>,
    },
    /// A file could not be read or written, or there is no room.
    #[error("the data directory could not be opened")]
    Store(#[from] StoreError),
}

/// A data directory that this process holds.
#[derive(Debug)]
pub(crate) struct Home {
    pub(crate) dir: PathBuf,
    pub(crate) created: bool,
    pub(crate) account: Option<Account>,
    pub(crate) region: Option<Region>,
    /// Held for as long as this lives.
    _lock: File,
}

impl Home {
    /// Takes the folder, making it when it is not there, or says why not.
    pub(crate) fn take(
        dir: &Path,
        account: Option<&Account>,
        region: Option<&Region>,
    ) -> Result<Self, OpenError> {
        fs::create_dir_all(dir).map_err(io_error("create the folder", dir))?;
        let path = dir.join("format");
        let found = read_if_there(&path)?;
        if found.is_none() && !is_new(dir)? {
            return Err(OpenError::NotOurs { dir: dir.to_owned() });
        }
        let lock = lock(dir)?;
        // Another process may have made it in the meantime.
        let found = read_if_there(&path)?;
        let created = found.is_none();
        let (had_account, had_region) = match &found {
            Some(text) => parse(dir, text)?,
            None => (None, None),
        };
        let account = choose(dir, "account", had_account.as_ref(), account)?;
        let region = choose(dir, "region", had_region.as_ref(), region)?;
        let text = render(account.as_ref(), region.as_ref());
        if found.as_deref() != Some(text.as_str()) {
            replace_file(&path, text.as_bytes())?;
        }
        Ok(Self { dir: dir.to_owned(), created, account, region, _lock: lock })
    }

    /// A folder in it, made when it is not there.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.dir.join(name);
        fs::create_dir_all(&path).map_err(io_error("create the folder", &path))?;
        sync_dir(&self.dir)?;
        Ok(path)
    }
}

/// Replaces a small file as a whole: afterwards it has the old content or the new, on the disk.
pub(crate) fn replace_file(path: &Path, content: &[u8]) -> Result<(), StoreError> {
    let new = path.with_extension("new");
    let mut file = File::create(&new).map_err(io_error("create", &new))?;
    file.write_all(content).and_then(|()| file.sync_all()).map_err(io_error("write", &new))?;
    fs::rename(&new, path).map_err(io_error("name", path))?;
    sync_dir(path.parent().unwrap_or_else(|| Path::new(".")))
}

/// A file's content; `None` when there is no such file.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<String>, StoreError> {
    match fs::read(path) {
        Ok(content) => Ok(Some(String::from_utf8_lossy(&content).into_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_error("read", path)(error)),
    }
}

/// Whether there is nothing in the folder but what a first start that was killed may have left.
fn is_new(dir: &Path) -> Result<bool, StoreError> {
    for entry in fs::read_dir(dir).map_err(io_error("read the folder", dir))? {
        let name = entry.map_err(io_error("read the folder", dir))?.file_name();
        if name != "lock" && name != "format.new" {
            return Ok(false);
        }
    }
    Ok(true)
}

fn lock(dir: &Path) -> Result<File, OpenError> {
    let path = dir.join("lock");
    let open = OpenOptions::new().write(true).create(true).truncate(false).open(&path);
    let file = open.map_err(io_error("open", &path))?;
    for _ in 0..LOCK_TRIES {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(rustix::io::Errno::WOULDBLOCK) => std::thread::sleep(LOCK_TRY_EVERY),
            Err(error) => return Err(OpenError::Store(io_error("lock", &path)(error.into()))),
        }
    }
    Err(OpenError::Held { dir: dir.to_owned() })
}

type Owner = (Option<Account>, Option<Region>);

fn parse(dir: &Path, text: &str) -> Result<Owner, OpenError> {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or_default();
    let unknown =
        || OpenError::Format { dir: dir.to_owned(), found: first.to_owned(), known: FORMAT };
    if first.strip_prefix(FORMAT_WORD).map(str::trim) != Some(&FORMAT.to_string()) {
        return Err(unknown());
    }
    let (mut account, mut region) = (None, None);
    for line in lines {
        match line.split_once(' ') {
            Some(("account", id)) => account = Some(id.parse().map_err(|_| unknown())?),
            Some(("region", name)) => region = Some(name.parse().map_err(|_| unknown())?),
            _ => return Err(unknown()),
        }
    }
    Ok((account, region))
}

fn render(account: Option<&Account>, region: Option<&Region>) -> String {
    let account = account.map_or(String::new(), |id| format!("account {id}\n"));
    let region = region.map_or(String::new(), |name| format!("region {name}\n"));
    format!("{FORMAT_WORD} {FORMAT}\n{account}{region}")
}

/// What the folder belongs to, unless something else was asked for.
fn choose<T: Clone + PartialEq + ToString>(
    dir: &Path,
    what: &'static str,
    found: Option<&T>,
    asked: Option<&T>,
) -> Result<Option<T>, OpenError> {
    match (found, asked) {
        (Some(found), Some(asked)) if found != asked => Err(OpenError::Other {
            dir: dir.to_owned(),
            what,
            found: found.to_string(),
            asked: asked.to_string(),
        }),
        (found, asked) => Ok(found.or(asked).cloned()),
    }
}
