//! The root file system: an empty tmpfs, with read-only pieces of the host attached to it.
//!
//! A spare's root stays open to its first process, and to nobody else, until the function's own
//! pieces have been attached too.

use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};

use rustix::fs::{AtFlags, CWD, Mode, OFlags, mkdirat, openat, symlinkat, unlinkat};
use rustix::io::Errno;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, MountPropagationFlags, MoveMountFlags,
    OpenTreeFlags, UnmountFlags, fsconfig_create, fsconfig_set_string, fsmount, fsopen,
    mount_change, move_mount, open_tree, unmount,
};

use super::{Failure, Step};
use crate::launcher::order::{Adoption, IN_PROC, Mount, MountKind, Order};

/// Any folder that exists on every host and that every user may enter: the new root is attached
/// over it, in the sandbox's own mount namespace, for as long as it takes to move into it.
const STAGE: &str = "/tmp";
/// The root holds folders, links and a few small files.
const ROOT_SIZE: &str = "1m";
/// As many files as the smallest files would need to fill `/tmp` twice over, and no more.
const TMP_FILES_PER_MIB: u32 = 512;

/// Detached, read-only copies of everything that the order shows, in its order.
pub(super) fn clone_mounts(order: &Order) -> Result<Vec<OwnedFd>, Failure> {
    mount_change("/", MountPropagationFlags::PRIVATE | MountPropagationFlags::REC)
        .step("private mounts")?;
    order.mounts.iter().map(clone_mount).collect()
}

/// A detached, read-only copy of a piece of the host, which nothing that is mounted later follows
/// into a sandbox.
pub(crate) fn clone_mount(mount: &Mount) -> Result<OwnedFd, Failure> {
    let flags = OpenTreeFlags::OPEN_TREE_CLONE
        | OpenTreeFlags::OPEN_TREE_CLOEXEC
        | OpenTreeFlags::AT_RECURSIVE;
    let tree = open_tree(CWD, mount.source.as_str(), flags)
        .step(format!("clone mount {}", mount.source))?;
    let device = match mount.kind {
        MountKind::Device => 0,
        MountKind::Folder | MountKind::File => libc::MOUNT_ATTR_NODEV,
    };
    let set = libc::MOUNT_ATTR_RDONLY | libc::MOUNT_ATTR_NOSUID | device;
    restrict(tree.as_fd(), set, true).step(format!("read-only {}", mount.source))?;
    Ok(tree)
}

/// Adds attributes to a mount, with all below it when asked; attributes are never taken away. It
/// is private from then on.
#[expect(unsafe_code, reason = "mount_setattr has no safe binding")]
fn restrict(tree: BorrowedFd<'_>, set: u64, recursive: bool) -> Result<(), Errno> {
    let propagation = libc::MS_PRIVATE;
    let attributes = libc::mount_attr { attr_set: set, attr_clr: 0, propagation, userns_fd: 0 };
    let recurse = if recursive { libc::AT_RECURSIVE } else { 0 };
    // SAFETY: the path is an empty zero-ended string, which AT_EMPTY_PATH permits, and the
    // structure is live and of the size given.
    let result = unsafe {
        libc::syscall(
            libc::SYS_mount_setattr,
            tree.as_raw_fd(),
            c"".as_ptr(),
            libc::AT_EMPTY_PATH | recurse,
            &raw const attributes,
            size_of::<libc::mount_attr>(),
        )
    };
    if result == 0 {
        return Ok(());
    }
    Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::INVAL))
}

/// Builds the root and moves into it. The host's tree is unmounted, not merely left. What is
/// returned is the root, which can be written until [`Root::close`].
pub(super) fn build(
    order: &Order,
    shown: Vec<OwnedFd>,
    tmp: Option<&OwnedFd>,
) -> Result<Root, Failure> {
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_NODEV;
    let root = file_system("tmpfs", &[("size", ROOT_SIZE), ("mode", "0755")], attributes)?;
    attach(root.as_fd(), CWD, STAGE)?;
    for folder in &order.folders {
        make_folders(root.as_fd(), folder)?;
    }
    for (place, content) in &order.files {
        write_file(root.as_fd(), place, content.as_bytes())?;
    }
    for (place, content) in &order.links {
        symlinkat(content.as_str(), &root, place.as_str()).step(format!("link /{place}"))?;
    }
    let attach_shown = |in_proc: bool| {
        let all = order.mounts.iter().zip(&shown);
        all.filter(|(mount, _)| mount.target.starts_with(IN_PROC) == in_proc)
            .try_for_each(|(mount, tree)| show(root.as_fd(), mount, tree.as_fd()))
    };
    attach_shown(false)?;
    mount_proc(root.as_fd(), order.proc_optional)?;
    attach_shown(true)?;
    drop(shown);
    make_folders(root.as_fd(), "tmp")?;
    if let Some(size_mib) = order.tmp_mib {
        attach_tmp(root.as_fd(), size_mib, tmp)?;
    }
    enter(root.as_fd())?;
    Ok(Root(root))
}

/// A root that is still open to change.
pub(super) struct Root(OwnedFd);

impl Root {
    /// Attaches what a spare lacks for its function.
    pub(super) fn adopt(
        &self,
        adoption: &Adoption,
        shown: &[OwnedFd],
        disk: Option<&OwnedFd>,
    ) -> Result<(), Failure> {
        for place in &adoption.removed {
            unlinkat(&self.0, place.as_str(), AtFlags::REMOVEDIR)
                .step(format!("remove /{place}"))?;
        }
        let mut all = adoption.mounts.iter().zip(shown);
        all.try_for_each(|(mount, tree)| show(self.0.as_fd(), mount, tree.as_fd()))?;
        adoption.tmp_mib.map_or(Ok(()), |size_mib| attach_tmp(self.0.as_fd(), size_mib, disk))
    }

    /// From here on it is read-only.
    pub(super) fn close(self) -> Result<(), Failure> {
        let read_only = libc::MOUNT_ATTR_RDONLY | libc::MOUNT_ATTR_NOSUID | libc::MOUNT_ATTR_NODEV;
        restrict(self.0.as_fd(), read_only, false).step("read-only root")
    }
}

/// Attaches a piece of the host at its place.
fn show(root: BorrowedFd<'_>, mount: &Mount, tree: BorrowedFd<'_>) -> Result<(), Failure> {
    make_target(root, mount)?;
    attach(tree, root, &mount.target)
}

/// Attaches `/tmp`: the disk, or a file system in memory where there is none.
fn attach_tmp(root: BorrowedFd<'_>, size_mib: u32, disk: Option<&OwnedFd>) -> Result<(), Failure> {
    match disk {
        Some(disk) => attach(disk.as_fd(), root, "tmp"),
        None => mount_tmp(root, size_mib),
    }
}

/// Makes `root` the root of this mount namespace and drops the old one.
fn enter(root: BorrowedFd<'_>) -> Result<(), Failure> {
    rustix::process::fchdir(root).step("enter the root")?;
    rustix::process::pivot_root(".", ".").step("pivot_root")?;
    unmount(".", UnmountFlags::DETACH).step("drop the host's tree")?;
    rustix::process::chdir("/").step("chdir /")
}

/// A new, detached file system.
fn file_system(
    kind: &str,
    options: &[(&str, &str)],
    attributes: MountAttrFlags,
) -> Result<OwnedFd, Failure> {
    let context = fsopen(kind, FsOpenFlags::FSOPEN_CLOEXEC).step(format!("new {kind}"))?;
    for (name, value) in options {
        fsconfig_set_string(context.as_fd(), *name, *value)
            .step(format!("{kind} {name}={value}"))?;
    }
    fsconfig_create(context.as_fd()).step(format!("create {kind}"))?;
    fsmount(context.as_fd(), FsMountFlags::FSMOUNT_CLOEXEC, attributes)
        .step(format!("mount {kind}"))
}

fn attach(tree: BorrowedFd<'_>, folder: BorrowedFd<'_>, place: &str) -> Result<(), Failure> {
    move_mount(tree, "", folder, place, MoveMountFlags::MOVE_MOUNT_F_EMPTY_PATH)
        .step(format!("attach {place}"))
}

/// Makes a folder with all its parents.
fn make_folders(root: BorrowedFd<'_>, place: &str) -> Result<(), Failure> {
    let ends = place.match_indices('/').map(|(at, _)| at).chain([place.len()]);
    for end in ends {
        let Some(part) = place.get(..end).filter(|part| !part.is_empty()) else { continue };
        match mkdirat(root, part, Mode::from_raw_mode(0o755)) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error).step(format!("make /{part}")),
        }
    }
    Ok(())
}

fn write_file(root: BorrowedFd<'_>, place: &str, content: &[u8]) -> Result<(), Failure> {
    if let Some((folder, _)) = place.rsplit_once('/') {
        make_folders(root, folder)?;
    }
    let flags = OFlags::CREATE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file =
        openat(root, place, flags, Mode::from_raw_mode(0o644)).step(format!("create /{place}"))?;
    rustix::io::write(&file, content).step(format!("write /{place}")).map(|_| ())
}

/// The folder or empty file that a mount is attached over. A target inside another mount exists
/// there already, or cannot be made, and then attaching says so.
fn make_target(root: BorrowedFd<'_>, mount: &Mount) -> Result<(), Failure> {
    if rustix::fs::statat(root, mount.target.as_str(), AtFlags::empty()).is_ok() {
        return Ok(());
    }
    match mount.kind {
        MountKind::Folder => make_folders(root, &mount.target),
        MountKind::File | MountKind::Device => write_file(root, &mount.target, b""),
    }
}

/// A fresh `/proc`, which shows this sandbox's processes alone. Where the host's own is partly
/// masked (in many containers) the kernel refuses.
fn mount_proc(root: BorrowedFd<'_>, optional: bool) -> Result<(), Failure> {
    make_folders(root, "proc")?;
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID
        | MountAttrFlags::MOUNT_ATTR_NODEV
        | MountAttrFlags::MOUNT_ATTR_NOEXEC;
    match file_system("proc", &[], attributes) {
        Ok(tree) => attach(tree.as_fd(), root, "proc"),
        Err(_) if optional => Ok(()),
        Err(failure) => Err(failure),
    }
}

/// A `/tmp` in memory, where there is no disk for it.
fn mount_tmp(root: BorrowedFd<'_>, size_mib: u32) -> Result<(), Failure> {
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID | MountAttrFlags::MOUNT_ATTR_NODEV;
    let (size, files) =
        (format!("{size_mib}m"), size_mib.saturating_mul(TMP_FILES_PER_MIB).to_string());
    let options = [("size", size.as_str()), ("nr_inodes", &files), ("mode", "1777")];
    let tree = file_system("tmpfs", &options, attributes)?;
    attach(tree.as_fd(), root, "tmp")
}
