//! The image of an initialised function: its memory, kept so that a new sandbox can begin with it.
//!
//! A copy of a process is made the other way round than by a fork. A fork begins its life inside
//! the sandbox of the process that it copies, and something would have to give it the right to
//! leave: a function's code would run, if only for a moment, beside capabilities and namespace
//! calls, and Landlock lets no confined process build itself a new root at all. Here a copy is a
//! *sandbox like any other*: made by the launcher, with an own user, root, network, `/tmp`, limits,
//! filter. Only that its confined process, where another would execute an interpreter, maps the
//! memory of one that has initialised already, and goes on where that one waits. So a copy has no
//! right that a plain start does not have, whatever its function did to its memory; and nothing
//! that would have to be guarded stays alive between two copies.
//!
//! * [`mod@take`] reads an initialised process from outside, by `ptrace`, into a sealed memory file
//!   and a [`Table`] of what lies where. It also refuses what cannot be copied: threads, children,
//!   files and sockets that are open, memory that is shared.
//! * [`mod@restore`] is run by the new process. Unwritten pages stay shared by all copies of a
//!   version; the seal keeps every one of them from changing what the next will see.
//! * [`mod@plumbing`] knows the descriptors that an interpreter has open for itself, and makes
//!   others like them for a copy.
//! * [`mod@jump`] is the last step, in assembly: it drops the launcher's own memory and sets the
//!   registers.
//!
//! An interpreter that has threads of its own (Node) forks a process without them for this alone,
//! of which the image is taken; what its threads did for it, it makes anew in each copy.
//!
//! Deliberately absent: files, sockets and threads, which tools for migration restore with much
//! effort (a function that has any is started plainly); other processors than x86-64; and the keys
//! by which a processor guards memory.

#[cfg(target_arch = "x86_64")]
mod jump;
#[cfg(target_arch = "x86_64")]
mod maps;
#[cfg(target_arch = "x86_64")]
mod plumbing;
#[cfg(target_arch = "x86_64")]
mod restore;
#[cfg(target_arch = "x86_64")]
mod take;

use std::fs::File;
use std::os::fd::{AsFd, OwnedFd};

use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};
use rustix::io::Errno;
use serde::{Deserialize, Serialize};

#[cfg(target_arch = "x86_64")]
pub(super) use self::restore::become_image;
#[cfg(target_arch = "x86_64")]
pub(crate) use self::take::{take, take_of_fork};

/// The longest table: some hundred areas, some thousand runs.
const TABLE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The pages of this processor.
const PAGE_BYTES: u64 = 4096;

/// The image of one process. It costs memory for as long as it is kept, or a copy of it lives.
#[derive(Debug)]
pub(crate) struct Image {
    /// The [`Table`], as JSON.
    pub table: OwnedFd,
    /// The pages that are not those of a file.
    pub memory: OwnedFd,
    /// How much memory that is.
    pub bytes: u64,
}

/// What lies where in an image, and how its process stood.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Table {
    /// Its process id inside, which it remembers in places that nobody knows.
    process: i32,
    folder: String,
    name: String,
    umask: u32,
    /// The general registers, in the order of the kernel's signal frame.
    registers: Vec<u64>,
    /// Where its thread's own variables are.
    thread_base: u64,
    /// The floating-point registers, as `fxsave` writes them.
    floating: Vec<u64>,
    /// Address and length of its list of robust futexes.
    robust_list: [u64; 2],
    /// Address, length and signature of its restartable sequences; zeroes if it has none.
    rseq: [u64; 3],
    /// What the kernel knows of its memory, in the order of `prctl_mm_map`.
    layout: [u64; 11],
    /// What the kernel told the program of itself.
    auxiliary: Vec<u64>,
    /// The kernel's own pages, which each process has: those of another are moved there.
    kernel: Vec<(String, u64, u64)>,
    /// The files that areas are of, as seen inside.
    files: Vec<String>,
    areas: Vec<Area>,
    /// Where the main thread's stack begins and ends, which has the program's arguments.
    stack: [u64; 2],
    runs: Vec<Run>,
    /// What its interpreter has open for itself.
    #[cfg(target_arch = "x86_64")]
    plumbing: Vec<plumbing::Descriptor>,
}

/// A stretch of addresses of one kind.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Area {
    start: u64,
    end: u64,
    /// As for `mmap`.
    protection: i32,
    /// Which file, and where in it; otherwise it is empty memory.
    file: Option<(usize, u64)>,
    /// Whether a fork finds it empty: what a generator keeps there is for one process alone, and
    /// that it is gone tells the generator to draw a new seed. So a copy too finds it empty.
    wiped: bool,
}

/// Pages of an area that lie in the image.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Run {
    start: u64,
    length: u64,
    protection: i32,
    /// Where in the image's memory.
    at: u64,
}

/// A new file in memory.
fn memory_file(name: &str) -> Result<File, Errno> {
    let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
    memfd_create(name, flags).map(File::from)
}

/// From here on nobody can change it, through whatever descriptor or mapping.
fn sealed(file: File) -> Result<OwnedFd, Errno> {
    let seals = SealFlags::SEAL | SealFlags::SHRINK | SealFlags::GROW | SealFlags::WRITE;
    fcntl_add_seals(file.as_fd(), seals)?;
    Ok(OwnedFd::from(file))
}

/// What there is on processors that this was not written for.
#[cfg(not(target_arch = "x86_64"))]
mod elsewhere {
    use super::Image;
    use crate::sandbox::{Failure, Streams};

    const REASON: &str = "processes are copied on x86-64 alone";

    /// Refuses.
    pub(crate) fn take(_: &crate::sandboxed::Body, _: u64) -> Result<Image, String> {
        Err(REASON.to_owned())
    }

    /// Refuses.
    pub(crate) fn take_of_fork(_: &crate::sandboxed::Body, _: u64) -> Result<Image, String> {
        Err(REASON.to_owned())
    }

    /// Refuses.
    pub(in crate::sandbox) fn become_image(
        _: &std::os::fd::OwnedFd,
        _: &std::os::fd::OwnedFd,
        _: &Streams<'_>,
    ) -> Failure {
        Failure(REASON.to_owned())
    }
}
#[cfg(not(target_arch = "x86_64"))]
pub(super) use self::elsewhere::become_image;
#[cfg(not(target_arch = "x86_64"))]
pub(crate) use self::elsewhere::{take, take_of_fork};
