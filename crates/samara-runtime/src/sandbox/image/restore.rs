//! Becomes the process of an image: run by a confined process of a sandbox, in place of `execve`.
//!
//! Everything that is done here is what the function itself may do. So an image that is wrong, by
//! accident or because a function arranged its memory in a strange way, can harm nobody but the
//! process that it becomes.
//!
//! The launcher's own memory lies somewhere else, since every program that is started gets its
//! place by chance; where the two touch, which is rare, this fails before anything is lost, and the
//! start goes another way.

use std::ffi::{CStr, CString};
use std::fs::File;
use std::io::Read;
use std::os::fd::{AsRawFd, OwnedFd};

use super::jump::Jump;
use super::{Run, TABLE_BYTES_MAX, Table, maps, plumbing};
use crate::launcher::process::exit_now;
use crate::sandbox::{CHANNEL_DESCRIPTOR, Failure, Streams, arrange_descriptors};

/// Becomes the image's process; returns only when that failed.
pub(crate) fn become_image(table: &OwnedFd, memory: &OwnedFd, streams: &Streams<'_>) -> Failure {
    match prepare(table, memory, streams) {
        Ok(jump) => jump.leave(),
        Err(failure) => failure,
    }
}

fn prepare(table: &OwnedFd, memory: &OwnedFd, streams: &Streams<'_>) -> Result<Jump, Failure> {
    let mut table = read_table(table)?;
    if table.process != rustix::process::getpid().as_raw_nonzero().get() {
        return Err(Failure("the copy has another process id".to_owned()));
    }
    map_areas(&table)?;
    for run in &table.runs {
        let [start, end] = table.stack;
        if (start..end).contains(&run.start) {
            copy_run(run, memory)
        } else {
            map_run(run, memory)
        }?;
    }
    set_up_process(&table)?;
    // From here on this process's own descriptors are the function's.
    arrange_descriptors(&table.folder, streams)?;
    let mut jump = Jump::new(&table.registers, table.thread_base, &table.floating)
        .ok_or_else(|| Failure("the image's registers are not whole".to_owned()))?;
    let unwanted = move_kernel_pages(&table, &jump)?;
    jump.drop_all(&unwanted);
    tell_layout(&table)?;
    // From here on the heap is where the image's is: this program's own must neither grow nor
    // shrink, or its allocator would believe that it has memory there.
    let plumbing = std::mem::take(&mut table.plumbing);
    std::mem::forget((table, unwanted));
    close_all_after(CHANNEL_DESCRIPTOR);
    if plumbing::make(&plumbing).is_err() {
        // Whoever could have been told was closed; the end of this process says it.
        exit_now(127);
    }
    std::mem::forget(plumbing);
    Ok(jump)
}

fn read_table(table: &OwnedFd) -> Result<Table, Failure> {
    use std::os::unix::fs::FileExt;
    let failure = |error: &dyn std::fmt::Display| Failure(format!("the image's table: {error}"));
    let file = File::from(table.try_clone().map_err(|error| failure(&error))?);
    let length = file.metadata().map_err(|error| failure(&error))?.len();
    let length = usize::try_from(length).ok().filter(|length| *length <= TABLE_BYTES_MAX);
    let mut text = vec![0; length.ok_or_else(|| failure(&"too long"))?];
    file.read_exact_at(&mut text, 0).map_err(|error| failure(&error))?;
    serde_json::from_slice(&text).map_err(|error| failure(&error))
}

fn last_error(step: &str) -> Failure {
    Failure(format!("{step}: {}", std::io::Error::last_os_error()))
}

/// Maps what the image's process had mapped, without its own pages.
#[expect(unsafe_code, reason = "mapping memory at a place has no safe binding")]
fn map_areas(table: &Table) -> Result<(), Failure> {
    let open = |path: &String| {
        File::open(path).map_err(|error| Failure(format!("the image's {path}: {error}")))
    };
    let files = table.files.iter().map(open).collect::<Result<Vec<_>, _>>()?;
    for area in &table.areas {
        let mut flags = libc::MAP_PRIVATE | libc::MAP_FIXED_NOREPLACE | libc::MAP_NORESERVE;
        let (descriptor, offset) = if let Some((index, offset)) = area.file {
            let file = files.get(index).ok_or_else(|| Failure("an area of no file".to_owned()))?;
            (file.as_raw_fd(), offset)
        } else {
            flags |= libc::MAP_ANONYMOUS;
            (-1, 0)
        };
        let length = usize::try_from(area.end - area.start).unwrap_or_default();
        let start = area.start as *mut libc::c_void;
        // SAFETY: with this flag the kernel maps only where nothing is mapped, so no memory of this
        // process is changed.
        let mapped = unsafe {
            libc::mmap(start, length, area.protection, flags, descriptor, offset.cast_signed())
        };
        if mapped != start {
            return Err(last_error(&format!("the image's memory at {:x}", area.start)));
        }
        // SAFETY: the memory was mapped a line above and is empty: only its forks are concerned.
        if area.wiped && unsafe { libc::madvise(start, length, libc::MADV_WIPEONFORK) } != 0 {
            return Err(last_error("memory that is wiped on a fork"));
        }
    }
    Ok(())
}

/// Maps pages of the image over its area. What is written there is this process's own.
#[expect(unsafe_code, reason = "mapping memory at a place has no safe binding")]
fn map_run(run: &Run, memory: &OwnedFd) -> Result<(), Failure> {
    let length = usize::try_from(run.length).unwrap_or_default();
    let start = run.start as *mut libc::c_void;
    let flags = libc::MAP_PRIVATE | libc::MAP_FIXED;
    // SAFETY: a run lies in an area of the image's, which was mapped above where nothing of this
    // process was.
    let mapped = unsafe {
        libc::mmap(start, length, run.protection, flags, memory.as_raw_fd(), run.at.cast_signed())
    };
    if mapped == start { Ok(()) } else { Err(last_error("the image's pages")) }
}

/// Copies pages of the image to their place. The kernel shows a program's arguments and environment
/// only if they lie in memory that is of no file.
#[expect(unsafe_code, reason = "reading to a place has no safe binding")]
fn copy_run(run: &Run, memory: &OwnedFd) -> Result<(), Failure> {
    let (start, length) = (run.start as *mut libc::c_void, usize::try_from(run.length));
    let length = length.unwrap_or_default();
    // SAFETY: a run lies in an area of the image's, which was mapped above where nothing of this
    // process was.
    let read = unsafe { libc::pread(memory.as_raw_fd(), start, length, run.at.cast_signed()) };
    if usize::try_from(read) == Ok(length) { Ok(()) } else { Err(last_error("the image's stack")) }
}

/// The signals that the launcher catches are not the function's; those that it ignores are, as
/// after `execve`.
#[expect(unsafe_code, reason = "sigaction has no safe binding")]
fn reset_signals() {
    for number in 1..=64 {
        // SAFETY: the structure is plain data, for which all zeroes is a value.
        let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
        // SAFETY: the structure is live; nothing is set.
        let known = unsafe { libc::sigaction(number, std::ptr::null(), &raw mut action) };
        let own = [libc::SIG_DFL, libc::SIG_IGN].contains(&action.sa_sigaction);
        if known == 0 && !own {
            // SAFETY: a default action runs no code of this process.
            unsafe { libc::signal(number, libc::SIG_DFL) };
        }
    }
}

/// What `execve` would have set, and what the image's process had.
#[expect(unsafe_code, reason = "these calls have no safe bindings")]
fn set_up_process(table: &Table) -> Result<(), Failure> {
    reset_signals();
    rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::Dumpable)
        .map_err(|error| Failure(format!("dumpable: {error}")))?;
    let name = CString::new(table.name.as_str()).unwrap_or_default();
    let _shown_only = rustix::thread::set_name(name.as_c_str() as &CStr);
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(table.umask));
    let [head, length] = table.robust_list;
    // SAFETY: the kernel only remembers this place, and looks there when the process ends.
    unsafe { libc::syscall(libc::SYS_set_robust_list, head, length) };
    // SAFETY: the kernel forgets where the launcher's C library had its thread's number.
    unsafe { libc::syscall(libc::SYS_set_tid_address, 0_usize) };
    let [address, length, signature] = table.rseq;
    if address != 0 {
        // SAFETY: the place lies in the image's memory, which is mapped; the launcher was started
        // without one of its own.
        let set = unsafe { libc::syscall(libc::SYS_rseq, address, length, 0, signature) };
        if set != 0 {
            return Err(last_error("restartable sequences"));
        }
    }
    Ok(())
}

/// Closes what is not the function's. Nothing can fail any more, so nobody has to be told.
#[expect(unsafe_code, reason = "close_range has no safe binding")]
fn close_all_after(last: i32) {
    // SAFETY: this process goes on as another, which has no descriptor beyond this one.
    unsafe { libc::syscall(libc::SYS_close_range, last + 1, u32::MAX, 0_u32) };
}

/// Tells the kernel where heap, arguments and environment are.
#[expect(unsafe_code, reason = "this prctl has no safe binding")]
fn tell_layout(table: &Table) -> Result<(), Failure> {
    const SET_MM: libc::c_int = 35;
    const SET_MM_MAP: libc::c_ulong = 14;
    const KEEP_PROGRAM: u64 = 0xffff_ffff;
    let auxiliary = table.auxiliary.as_slice();
    let mut words = [0_u64; 13];
    words.iter_mut().zip(table.layout).for_each(|(to, from)| *to = from);
    let length = u64::try_from(size_of_val(auxiliary)).unwrap_or_default();
    let tail = [auxiliary.as_ptr() as u64, length | (KEEP_PROGRAM << 32)];
    words.iter_mut().skip(11).zip(tail).for_each(|(to, from)| *to = from);
    // SAFETY: the kernel reads the structure, thirteen 64-bit words of which the last is two
    // numbers, and the vector that it names; both are live.
    let told =
        unsafe { libc::prctl(SET_MM, SET_MM_MAP, words.as_ptr(), size_of_val(&words), 0_usize) };
    if told == 0 { Ok(()) } else { Err(last_error("the layout of memory")) }
}

/// Moves the kernel's own pages to where the image's process had them; what lies elsewhere and is
/// nobody's is returned. Nothing may ask for the time after this.
fn move_kernel_pages(table: &Table, jump: &Jump) -> Result<Vec<(u64, u64)>, Failure> {
    let mut text = String::new();
    let read = File::open("/proc/self/maps").and_then(|mut file| file.read_to_string(&mut text));
    read.map_err(|error| Failure(format!("/proc/self/maps: {error}")))?;
    let lines = maps::parse(&text).ok_or_else(|| Failure("maps are not understood".to_owned()))?;
    let (mut unwanted, mut pages) = (Vec::new(), Vec::new());
    for line in &lines {
        let of_the_image = table.areas.iter().any(|it| it.start < line.end && line.start < it.end);
        let length = line.end - line.start;
        let wanted = table.kernel.iter().find(|(name, _, _)| name == line.name);
        match wanted {
            Some((_, start, end)) if end - start == length => {
                pages.push(Move { from: line.start, to: *start, length });
            }
            _ if of_the_image || jump.holds(line.start) || line.name == "[vsyscall]" => {}
            _ => unwanted.push((line.start, length)),
        }
    }
    let free = |one: &Move| {
        lines.iter().all(|line| one.to + one.length <= line.start || line.end <= one.to)
    };
    if pages.len() != table.kernel.len() {
        return Err(Failure("the kernel's own pages are others".to_owned()));
    }
    if pages.iter().all(|one| one.from == one.to) {
        return Ok(unwanted);
    }
    if !pages.iter().all(free) {
        return Err(Failure("the kernel's own pages have no place".to_owned()));
    }
    pages.iter().try_for_each(Move::perform)?;
    Ok(unwanted)
}

/// A mapping that is to lie elsewhere.
struct Move {
    from: u64,
    to: u64,
    length: u64,
}

impl Move {
    #[expect(unsafe_code, reason = "moving a mapping has no safe binding")]
    fn perform(&self) -> Result<(), Failure> {
        let flags = libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED;
        let Self { from, to, length } = *self;
        // SAFETY: nothing is mapped at the new place, and nothing of this process uses the old one
        // from here on.
        let now = unsafe { libc::syscall(libc::SYS_mremap, from, length, length, flags, to) };
        if now.cast_unsigned() == to { Ok(()) } else { Err(last_error("the kernel's own pages")) }
    }
}
