//! A disk of a sandbox's own: a sparse file, a loop device over it, an ext4 in it, mounted nowhere
//! yet. The file has no name and the device clears itself, so that whatever becomes of us, the
//! kernel takes all of it back with the last mount: nothing has to be tidied up after a crash.
//!
//! A disk is never used twice. Wiping one would have to undo all that its user can do to a folder
//! that it owns (attributes, access lists, a million nested folders); a new one is a copy of some
//! sixty kilobytes, made ahead (`ephemeral`), and took 1.2 to 2 ms where this was measured.
//!
//! Quotas on one shared file system would cost less, but not every kernel has them compiled in,
//! one function's writes would wait in another's journal, and a full quota has another error than a
//! full disk, which is what AWS's is.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{AtFlags, Gid, Mode, OFlags, SeekFrom, Uid};
use rustix::io::Errno;
use rustix::mount::{
    FsMountFlags, FsOpenFlags, MountAttrFlags, fsconfig_create, fsconfig_set_flag,
    fsconfig_set_string, fsmount, fsopen,
};

/// Where loop devices are asked for.
const LOOP_CONTROL: &str = "/dev/loop-control";
/// How often a device is asked for that somebody else then takes first.
const DEVICE_TRIES: u32 = 64;
/// Copied at once.
const COPY_BYTES: usize = 256 * 1024;
/// The block size of the file system; the device's must not be larger.
const BLOCK_BYTES: u32 = 4096;

// From the kernel's `linux/loop.h`, which the libc crate does not have.
const LOOP_CTL_GET_FREE: libc::Ioctl = 0x4C82;
const LOOP_CONFIGURE: libc::Ioctl = 0x4C0A;
const LO_FLAGS_AUTOCLEAR: u32 = 4;
const LO_FLAGS_DIRECT_IO: u32 = 16;

/// The kernel's `struct loop_config`, of which three fields are ours.
#[repr(C)]
struct LoopConfig {
    file: u32,
    block_size: u32,
    info: LoopInfo,
    reserved: [u64; 8],
}

/// The kernel's `struct loop_info64`.
#[repr(C)]
struct LoopInfo {
    before_flags: [u64; 5],
    number_and_encryption: [u32; 3],
    flags: u32,
    names_and_key: [u8; 160],
    init: [u64; 2],
}

/// Why a disk could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{step}")]
pub(crate) struct VolumeError {
    /// What was being done.
    step: String,
    #[source]
    source: io::Error,
}

/// Names the step that failed.
trait Doing<T> {
    fn doing(self, step: impl Into<String>) -> Result<T, VolumeError>;
}

impl<T, E: Into<io::Error>> Doing<T> for Result<T, E> {
    fn doing(self, step: impl Into<String>) -> Result<T, VolumeError> {
        self.map_err(|error| VolumeError { step: step.into(), source: error.into() })
    }
}

/// A new disk, mounted nowhere. Dropping it unmade is its end.
#[derive(Debug)]
pub(crate) struct Volume(OwnedFd);

impl Volume {
    /// Makes a disk from a template (a file with a file system in it), as a file in `folder`.
    pub(crate) fn make(template: &Path, folder: &Path) -> Result<Self, VolumeError> {
        let image = copy(template, folder)?;
        let (device, place) = attach(&image)?;
        let tree = mount(&place)?;
        // From here on the mount holds the device, and the device the file.
        drop((device, image));
        let lost = rustix::fs::unlinkat(&tree, "lost+found", AtFlags::REMOVEDIR);
        match lost {
            Ok(()) | Err(Errno::NOENT) => Ok(Self(tree)),
            Err(error) => Err(error).doing("empty the new disk"),
        }
    }

    /// Gives it to a user: the mount, to be attached once.
    pub(crate) fn give_to(self, user: u32) -> Result<OwnedFd, VolumeError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let top = rustix::fs::openat(&self.0, ".", flags, Mode::empty()).doing("open the disk")?;
        let (owner, group) = (Uid::from_raw(user), Gid::from_raw(user));
        rustix::fs::fchown(&top, Some(owner), Some(group)).doing("give the disk away")?;
        rustix::fs::fchmod(&top, Mode::from_raw_mode(0o700)).doing("close the disk")?;
        Ok(self.0)
    }
}

/// A file with the template's content and holes, and no name.
fn copy(template: &Path, folder: &Path) -> Result<File, VolumeError> {
    let from = File::open(template).doing("open the template")?;
    let name = folder.join(format!(".disk-{:?}", std::thread::current().id()));
    let _of_a_crash = std::fs::remove_file(&name);
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create_new(true).mode(0o600);
    let to = options.open(&name).doing("create a file")?;
    std::fs::remove_file(&name).doing("unlink the file")?;
    let size = from.metadata().doing("measure the template")?.len();
    to.set_len(size).doing("size the file")?;
    let mut buffer = vec![0_u8; COPY_BYTES];
    let mut at = 0;
    loop {
        let start = match rustix::fs::seek(&from, SeekFrom::Data(at)) {
            Ok(start) => start,
            Err(Errno::NXIO) => return Ok(to),
            Err(error) => return Err(error).doing("read the template"),
        };
        let end = rustix::fs::seek(&from, SeekFrom::Hole(start)).doing("read the template")?;
        copy_range((&from, &to), start, end, &mut buffer).doing("copy the template")?;
        at = end;
    }
}

fn copy_range(
    (from, to): (&File, &File),
    start: u64,
    end: u64,
    buffer: &mut [u8],
) -> io::Result<()> {
    let mut at = start;
    while at < end {
        let length = usize::try_from(end - at).unwrap_or(COPY_BYTES).min(COPY_BYTES);
        let part = buffer.get_mut(..length).unwrap_or_default();
        from.read_exact_at(part, at)?;
        to.write_all_at(part, at)?;
        at += length as u64;
    }
    Ok(())
}

/// A loop device over the file, which goes with its last user.
fn attach(image: &File) -> Result<(File, PathBuf), VolumeError> {
    let control =
        File::options().read(true).write(true).open(LOOP_CONTROL).doing("ask for a loop device")?;
    for _ in 0..DEVICE_TRIES {
        let number = free_device(&control).doing("ask for a loop device")?;
        let place = PathBuf::from(format!("/dev/loop{number}"));
        let device =
            File::options().read(true).write(true).open(&place).doing("open a loop device")?;
        match configure(&device, image, LO_FLAGS_AUTOCLEAR | LO_FLAGS_DIRECT_IO) {
            Err(Errno::INVAL) => {
                // A file system that has no direct access.
                match configure(&device, image, LO_FLAGS_AUTOCLEAR) {
                    Err(Errno::BUSY) => {}
                    other => return other.map(|()| (device, place)).doing("set a loop device up"),
                }
            }
            // Between the question and now somebody else has taken it.
            Err(Errno::BUSY) => {}
            other => return other.map(|()| (device, place)).doing("set a loop device up"),
        }
    }
    Err(Errno::BUSY).doing("get a loop device")
}

#[expect(unsafe_code, reason = "the loop device's ioctls have no safe binding")]
fn free_device(control: &File) -> Result<libc::c_int, Errno> {
    // SAFETY: this call takes no argument and gives a number or an error.
    let number = unsafe { libc::ioctl(control.as_raw_fd(), LOOP_CTL_GET_FREE) };
    if 0 <= number { Ok(number) } else { Err(last_error()) }
}

#[expect(unsafe_code, reason = "the loop device's ioctls have no safe binding")]
fn configure(device: &File, image: &File, flags: u32) -> Result<(), Errno> {
    let info = LoopInfo {
        before_flags: [0; 5],
        number_and_encryption: [0; 3],
        flags,
        names_and_key: [0; 160],
        init: [0; 2],
    };
    let file = u32::try_from(image.as_raw_fd()).map_err(|_| Errno::BADF)?;
    let config = LoopConfig { file, block_size: BLOCK_BYTES, info, reserved: [0; 8] };
    // SAFETY: the structure is live, whole, and laid out as the kernel's; the kernel only reads it.
    let result = unsafe { libc::ioctl(device.as_raw_fd(), LOOP_CONFIGURE, &raw const config) };
    if result == 0 { Ok(()) } else { Err(last_error()) }
}

fn last_error() -> Errno {
    Errno::from_io_error(&io::Error::last_os_error()).unwrap_or(Errno::INVAL)
}

/// The file system on a device, mounted nowhere.
fn mount(device: &Path) -> Result<OwnedFd, VolumeError> {
    let context = fsopen("ext4", FsOpenFlags::FSOPEN_CLOEXEC).doing("ask for an ext4")?;
    let context = context.as_fd();
    fsconfig_set_string(context, "source", device).doing("mount: source")?;
    // What is written there is lost with its sandbox anyway: no flush of the host's disk for it.
    fsconfig_set_flag(context, "nobarrier").doing("mount: nobarrier")?;
    // The tables of a new file read as zeroes already.
    fsconfig_set_flag(context, "noinit_itable").doing("mount: noinit_itable")?;
    fsconfig_set_string(context, "errors", "continue").doing("mount: errors=continue")?;
    fsconfig_create(context).doing("mount the new disk")?;
    let attributes = MountAttrFlags::MOUNT_ATTR_NOSUID
        | MountAttrFlags::MOUNT_ATTR_NODEV
        | MountAttrFlags::MOUNT_ATTR_NOATIME;
    fsmount(context, FsMountFlags::FSMOUNT_CLOEXEC, attributes).doing("mount the new disk")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the kernel reads must be laid out as it expects: `struct loop_config` has 304 bytes,
    /// with its flags at 60.
    #[test]
    fn the_structures_are_the_kernels() {
        assert_eq!(size_of::<LoopInfo>(), 232);
        assert_eq!(size_of::<LoopConfig>(), 304);
        assert_eq!(std::mem::offset_of!(LoopConfig, info), 8);
        assert_eq!(std::mem::offset_of!(LoopInfo, flags), 52);
    }
}
