//! Takes the image of a process that waits for its next call, from outside.
//!
//! The process is stopped by `ptrace`, which needs nothing of it and of which it notices nothing,
//! and read through `/proc`. All that is read was made by a stranger, and is data here: it is
//! bounded, and what it says is only ever acted on inside a sandbox of its own.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::time::Duration;

use super::plumbing::{self, Descriptor};
use super::{Area, Image, PAGE_BYTES, Run, TABLE_BYTES_MAX, Table, maps, memory_file, sealed};
use crate::sandboxed::Body;

/// More areas than any interpreter has.
const AREAS_MAX: usize = 4096;
/// More runs of pages than a copy could map quickly.
const RUNS_MAX: usize = 16_384;
/// Pages that lie this near to each other are one run: a mapping costs more than some empty pages.
const GAP_PAGES_MAX: u64 = 16;
/// How much is read at once.
const READ_PAGES: u64 = 64;
/// How far the main thread's stack may grow, which the kernel allows for and the maps do not show.
const STACK_BYTES: u64 = 8 * 1024 * 1024;
/// What the kernel answers inside to a read that is to be begun again.
const RESTARTS: [i64; 3] = [-512, -513, -514];
/// The general registers, and the base of the thread's variables.
type Registers = (Vec<u64>, u64);

/// How often it is looked whether the process waits already, and how long is paused between.
const WAIT_TRIES_MAX: u32 = 2000;
const WAIT_PAUSE: Duration = Duration::from_millis(1);
/// The descriptor that a waiting bootstrap reads.
const CHANNEL: u64 = 3;
/// The length of the instruction that calls the kernel.
const SYSCALL_BYTES: u64 = 2;
/// Bits of an entry of `/proc/PID/pagemap`.
const PRESENT_OR_SWAPPED: u64 = 0b11 << 62;
const OF_A_FILE: u64 = 1 << 61;

/// Takes the image of the program in this sandbox. Blocking, some ten milliseconds.
///
/// # Errors
/// A sentence that says what of it cannot be copied, or which step failed.
pub(crate) fn take(sandbox: &Body, bytes_max: u64) -> Result<Image, String> {
    let first = sandbox.process_id().ok_or("its process is gone")?;
    let (stopped, registers) = Stopped::waiting(only_child(first)?)?;
    stopped.is_alone()?;
    stopped.descriptors(false)?;
    let table = stopped.table(registers)?;
    read(&stopped, table, bytes_max)
}

/// Takes the image of the one process that the program in this sandbox has forked for it. Its
/// copies are to the program as if they were that itself.
///
/// # Errors
/// A sentence that says what of it cannot be copied, or which step failed.
pub(crate) fn take_of_fork(sandbox: &Body, bytes_max: u64) -> Result<Image, String> {
    let first = sandbox.process_id().ok_or("its process is gone")?;
    let program = only_child(first)?;
    let (stopped, registers) = Stopped::waiting(fork_of(program)?)?;
    stopped.is_alone()?;
    let plumbing = stopped.descriptors(true)?;
    let process = inside(&text(program, "status")?)?;
    let table = Table { process, plumbing, ..stopped.table(registers)? };
    read(&stopped, table, bytes_max)
}

fn read(stopped: &Stopped, mut table: Table, bytes_max: u64) -> Result<Image, String> {
    let memory = memory_file("samara-image").map_err(said("a file in memory"))?;
    let mut reader = Reader::new(stopped.0, &memory, bytes_max)?;
    for area in table.areas.iter().filter(|area| !area.wiped) {
        reader.area(area)?;
    }
    let (runs, bytes) = (reader.runs, reader.used);
    table.runs = runs;
    memory.set_len(bytes).map_err(said("the image's size"))?;
    let text = serde_json::to_vec(&table).map_err(|error| error.to_string())?;
    if TABLE_BYTES_MAX < text.len() {
        return Err("its memory lies in too many pieces".to_owned());
    }
    let written = memory_file("samara-table").map_err(said("a file in memory"))?;
    written.write_all_at(&text, 0).map_err(said("the table"))?;
    let table = sealed(written).map_err(said("the table's seal"))?;
    let memory = sealed(memory).map_err(said("the image's seal"))?;
    Ok(Image { table, memory, bytes })
}

fn said<E: std::fmt::Display>(step: &str) -> impl Fn(E) -> String {
    move |error| format!("{step}: {error}")
}

fn proc(process: i32, name: &str) -> String {
    format!("/proc/{process}/{name}")
}

fn text(process: i32, name: &str) -> Result<String, String> {
    let bytes = std::fs::read(proc(process, name)).map_err(said(name))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The processes that this one has started.
fn children(process: i32) -> Result<Vec<i32>, String> {
    let listed = text(process, &format!("task/{process}/children"))?;
    Ok(listed.split_whitespace().filter_map(|number| number.parse().ok()).collect())
}

/// The program is the one process that the first of its sandbox has; what a program leaves behind
/// becomes the first one's too.
fn only_child(first: i32) -> Result<i32, String> {
    match children(first)?.as_slice() {
        [only] => Ok(*only),
        [] => Err("its process is gone".to_owned()),
        _ => Err("it left a process behind".to_owned()),
    }
}

/// Waits for the one process that this one is about to fork.
fn fork_of(program: i32) -> Result<i32, String> {
    for _ in 0..WAIT_TRIES_MAX {
        match children(program)?.as_slice() {
            [only] => return Ok(*only),
            [] => std::thread::sleep(WAIT_PAUSE),
            _ => return Err("it left a process running".to_owned()),
        }
    }
    Err("it does not wait for its next call".to_owned())
}

/// A field of a process's status.
fn field<'a>(status: &'a str, name: &str) -> Result<&'a str, String> {
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.map(str::trim).ok_or_else(|| format!("no {name} in its status"))
}

/// The number that a process has inside its sandbox.
fn inside(status: &str) -> Result<i32, String> {
    let number = field(status, "NSpid")?.split_whitespace().next_back();
    number.and_then(|number| number.parse().ok()).ok_or_else(|| "it has no number".to_owned())
}

/// A process that stands still for as long as this lives. It belongs to the thread that stopped it.
struct Stopped(i32);

impl Drop for Stopped {
    #[expect(unsafe_code, reason = "ptrace has no safe binding")]
    fn drop(&mut self) {
        // SAFETY: letting go takes a number and touches no memory of ours.
        unsafe { libc::ptrace(libc::PTRACE_DETACH, self.0, 0_usize, 0_usize) };
    }
}

impl Stopped {
    #[expect(unsafe_code, reason = "ptrace has no safe binding")]
    fn stop(process: i32) -> Result<Self, String> {
        // SAFETY: these two take numbers and touch no memory of ours.
        let seized = unsafe { libc::ptrace(libc::PTRACE_SEIZE, process, 0_usize, 0_usize) };
        if seized != 0 {
            return Err(said("ptrace")(io::Error::last_os_error()));
        }
        let stopped = Self(process);
        // SAFETY: as above.
        let asked = unsafe { libc::ptrace(libc::PTRACE_INTERRUPT, process, 0_usize, 0_usize) };
        let mut status = 0;
        // SAFETY: the status is live; the number is that of a process which we trace, and nobody
        // else of ours waits for.
        let waited = unsafe { libc::waitpid(process, &raw mut status, libc::__WALL) };
        if asked == 0 && waited == process && libc::WIFSTOPPED(status) {
            return Ok(stopped);
        }
        Err("it did not stand still".to_owned())
    }

    /// Stops it where it waits for its next call, which it may be about to do.
    fn waiting(process: i32) -> Result<(Self, Registers), String> {
        for _ in 0..WAIT_TRIES_MAX {
            let stopped = Self::stop(process)?;
            if let Some(registers) = stopped.registers()? {
                return Ok((stopped, registers));
            }
            drop(stopped);
            std::thread::sleep(WAIT_PAUSE);
        }
        Err("it does not wait for its next call".to_owned())
    }

    /// Whether memory and registers are all that there is of it.
    fn is_alone(&self) -> Result<(), String> {
        let tasks = std::fs::read_dir(proc(self.0, "task")).map_err(said("its threads"))?;
        if tasks.count() != 1 {
            return Err("it left a thread running".to_owned());
        }
        if !children(self.0)?.is_empty() {
            return Err("it left a process running".to_owned());
        }
        let timers = text(self.0, "timers").unwrap_or_default();
        if !timers.trim().is_empty() {
            return Err("it left a timer running".to_owned());
        }
        Ok(())
    }

    /// Looks through its descriptors: those that each bootstrap has, and, if it may have them,
    /// those that its interpreter has for itself.
    fn descriptors(&self, may_have: bool) -> Result<Vec<Descriptor>, String> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(proc(self.0, "fd")).map_err(said("its files"))? {
            let entry = entry.map_err(said("its files"))?;
            let target = std::fs::read_link(entry.path()).map_err(said("its files"))?;
            let target = target.to_string_lossy();
            let number = entry.file_name().to_str().and_then(|name| name.parse().ok());
            let number = number.ok_or("its files are not understood")?;
            let expected = match number {
                0 => "/dev/null",
                1 | 2 => "pipe:",
                3 => "socket:",
                _ => {
                    let own = may_have.then(|| plumbing::seen(self.0, number, &target)).flatten();
                    found.push(own.ok_or_else(|| format!("it left a file open: {target}"))?);
                    continue;
                }
            };
            if !target.starts_with(expected) {
                return Err(format!("it replaced a standard descriptor by {target}"));
            }
        }
        if plumbing::is_whole(&found) {
            return Ok(found);
        }
        Err("it left a pipe open".to_owned())
    }

    fn table(&self, registers: Registers) -> Result<Table, String> {
        let process = self.0;
        let status = text(process, "status")?;
        let field = |name: &str| field(&status, name);
        if u64::from_str_radix(field("SigBlk")?, 16) != Ok(0) {
            return Err("it left a signal blocked".to_owned());
        }
        let folder = std::fs::read_link(proc(process, "cwd")).map_err(said("its folder"))?;
        let folder = folder.to_str().ok_or("its folder has no name")?.to_owned();
        let (registers, thread_base) = registers;
        let mut table = Table {
            process: inside(&status)?,
            folder,
            name: text(process, "comm")?.trim_end().to_owned(),
            umask: u32::from_str_radix(field("Umask")?, 8).map_err(said("umask"))?,
            registers,
            thread_base,
            floating: self.floating()?,
            robust_list: self.robust_list()?,
            rseq: self.rseq(),
            auxiliary: self.auxiliary()?,
            ..Table::default()
        };
        let heap_end = place(&text(process, "maps")?, &mut table)?;
        let detailed = text(process, "smaps")?;
        if maps::is_guarded(&detailed) {
            return Err("keys of the processor guard its memory".to_owned());
        }
        let wiped = maps::wiped(&detailed);
        for area in &mut table.areas {
            area.wiped = wiped.contains(&area.start);
        }
        table.layout = layout(&text(process, "stat")?, heap_end)?;
        Ok(table)
    }

    /// The general registers as a signal frame has them, so that the read which was interrupted is
    /// begun again; and the base of the thread's variables.
    #[expect(unsafe_code, reason = "ptrace has no safe binding")]
    fn registers(&self) -> Result<Option<Registers>, String> {
        const GENERAL: usize = 1;
        // SAFETY: the structure is plain numbers, for which all zeroes is a value.
        let mut registers: libc::user_regs_struct = unsafe { std::mem::zeroed() };
        let length = size_of::<libc::user_regs_struct>();
        let mut part = libc::iovec { iov_base: (&raw mut registers).cast(), iov_len: length };
        // SAFETY: the kernel writes at most the length of the structure, which is live.
        let got = unsafe { libc::ptrace(libc::PTRACE_GETREGSET, self.0, GENERAL, &raw mut part) };
        if got != 0 || part.iov_len != length {
            return Err("its registers cannot be read".to_owned());
        }
        let r = registers;
        let reads = i64::try_from(r.orig_rax) == Ok(libc::SYS_read) && r.rdi == CHANNEL;
        if !reads || !RESTARTS.contains(&r.rax.cast_signed()) {
            return Ok(None);
        }
        let segments = (r.cs & 0xffff) | ((r.ss & 0xffff) << 48);
        let general = vec![
            r.r8,
            r.r9,
            r.r10,
            r.r11,
            r.r12,
            r.r13,
            r.r14,
            r.r15,
            r.rdi,
            r.rsi,
            r.rbp,
            r.rbx,
            r.rdx,
            r.orig_rax,
            r.rcx,
            r.rsp,
            r.rip.wrapping_sub(SYSCALL_BYTES),
            r.eflags,
            segments,
            0,
            0,
            0,
            0,
        ];
        Ok(Some((general, r.fs_base)))
    }

    /// The floating-point control and registers. It waits in a call of a C function, across which
    /// the wider parts of them keep nothing.
    #[expect(unsafe_code, reason = "ptrace has no safe binding")]
    fn floating(&self) -> Result<Vec<u64>, String> {
        const FLOATING: usize = 2;
        let mut floating = vec![0_u64; 64];
        let length = size_of_val(floating.as_slice());
        let mut part = libc::iovec { iov_base: floating.as_mut_ptr().cast(), iov_len: length };
        // SAFETY: the kernel writes at most the length of the vector, which is live.
        let got = unsafe { libc::ptrace(libc::PTRACE_GETREGSET, self.0, FLOATING, &raw mut part) };
        // The end of it is for software: it would be read as a note on what follows.
        floating.iter_mut().skip(58).for_each(|word| *word = 0);
        if got == 0 && part.iov_len == length {
            return Ok(floating);
        }
        Err("its floating-point registers cannot be read".to_owned())
    }

    #[expect(unsafe_code, reason = "get_robust_list has no safe binding")]
    fn robust_list(&self) -> Result<[u64; 2], String> {
        let (mut head, mut length) = (0_u64, 0_u64);
        // SAFETY: the kernel writes one pointer and one length, each into a live 64-bit number.
        let got = unsafe {
            libc::syscall(libc::SYS_get_robust_list, self.0, &raw mut head, &raw mut length)
        };
        if got == 0 { Ok([head, length]) } else { Err("its robust list".to_owned()) }
    }

    /// Older kernels do not tell; then the C library keeps to an out-dated processor number.
    #[expect(unsafe_code, reason = "ptrace has no safe binding")]
    fn rseq(&self) -> [u64; 3] {
        const GET_RSEQ_CONFIGURATION: libc::c_uint = 0x420f;
        let mut words = [0_u32; 6];
        let length = size_of_val(&words);
        // SAFETY: the kernel writes at most the given length, which is that of the live array.
        let got = unsafe { libc::ptrace(GET_RSEQ_CONFIGURATION, self.0, length, &raw mut words) };
        let [low, high, size, signature, _, _] = words;
        let address = u64::from(low) | (u64::from(high) << 32);
        if 0 < got && address != 0 {
            return [address, u64::from(size), u64::from(signature)];
        }
        [0; 3]
    }

    fn auxiliary(&self) -> Result<Vec<u64>, String> {
        let bytes = std::fs::read(proc(self.0, "auxv")).map_err(said("auxv"))?;
        let (words, _) = bytes.as_chunks::<8>();
        Ok(words.iter().map(|word| u64::from_le_bytes(*word)).collect())
    }
}

/// Fills in the table's areas; gives the end of the heap.
fn place(maps: &str, table: &mut Table) -> Result<u64, String> {
    let lines = maps::parse(maps).ok_or("its memory map is not understood")?;
    if AREAS_MAX < lines.len() {
        return Err("its memory lies in too many pieces".to_owned());
    }
    let mut heap_end = 0;
    for line in lines {
        if line.name == "[vsyscall]" {
            continue;
        }
        if maps::is_kernels(line.name) {
            table.kernel.push((line.name.to_owned(), line.start, line.end));
            continue;
        }
        if line.name == "[heap]" {
            heap_end = line.end;
        }
        let before = table.areas.last().map_or(0, |area: &Area| area.end);
        let start = match line.name {
            "[stack]" => line.start.min(line.end.saturating_sub(STACK_BYTES)).max(before),
            _ => line.start,
        };
        if line.name == "[stack]" {
            table.stack = [start, line.end];
        }
        let file = if line.file { Some(file_of(&line, &mut table.files)?) } else { None };
        let (end, protection) = (line.end, line.protection);
        table.areas.push(Area { start, end, protection, file, wiped: false });
    }
    Ok(heap_end)
}

/// Which file an area is of, that a copy has too.
fn file_of(line: &maps::Line<'_>, files: &mut Vec<String>) -> Result<(usize, u64), String> {
    let name = line.name;
    if line.shared && line.protection & libc::PROT_WRITE != 0 {
        return Err(format!("it has shared memory: {name}"));
    }
    let own = ["/tmp/", "/dev/", "/proc/", "/memfd:", "/SYSV"];
    if !name.starts_with('/')
        || name.ends_with(" (deleted)")
        || own.iter().any(|it| name.starts_with(it))
    {
        return Err(format!("it has a file in its memory that a copy would not have: {name}"));
    }
    let known = files.iter().position(|file| file == name);
    let index = known.unwrap_or_else(|| {
        files.push(name.to_owned());
        files.len() - 1
    });
    Ok((index, line.offset))
}

/// What the kernel knows of a process's memory, from its `stat`.
fn layout(stat: &str, heap_end: u64) -> Result<[u64; 11], String> {
    let (_, rest) = stat.rsplit_once(')').ok_or("its state is not understood")?;
    let fields: Vec<u64> =
        rest.split_whitespace().map(|field| field.parse().unwrap_or_default()).collect();
    // The first field after the name is the third.
    let field = |number: usize| fields.get(number - 3).copied().ok_or("its state is too short");
    let start_heap = field(47)?;
    Ok([
        field(26)?,
        field(27)?,
        field(45)?,
        field(46)?,
        start_heap,
        heap_end.max(start_heap),
        field(28)?,
        field(48)?,
        field(49)?,
        field(50)?,
        field(51)?,
    ])
}

/// Reads pages into the image.
struct Reader<'a> {
    pages: File,
    memory: File,
    image: &'a File,
    bytes_max: u64,
    used: u64,
    runs: Vec<Run>,
}

impl<'a> Reader<'a> {
    fn new(process: i32, image: &'a File, bytes_max: u64) -> Result<Self, String> {
        let open = |name| File::open(proc(process, name)).map_err(said(name));
        let (pages, memory) = (open("pagemap")?, open("mem")?);
        Ok(Self { pages, memory, image, bytes_max, used: 0, runs: Vec::new() })
    }

    /// Reads what of an area is the process's own.
    fn area(&mut self, area: &Area) -> Result<(), String> {
        let mut run: Option<Run> = None;
        let mut at = area.start;
        while at < area.end {
            let count = READ_PAGES.min((area.end - at) / PAGE_BYTES);
            for (page, own) in (0_u64..).zip(self.owned(area, at, count)?) {
                if own {
                    run = self.page(area, run, at + page * PAGE_BYTES)?;
                }
            }
            at += count * PAGE_BYTES;
        }
        self.runs.extend(run);
        if self.runs.len() <= RUNS_MAX {
            return Ok(());
        }
        Err("its memory lies in too many pieces".to_owned())
    }

    /// Of each page whether it has content that no file has.
    fn owned(&self, area: &Area, at: u64, count: u64) -> Result<Vec<bool>, String> {
        let mut bytes = vec![0; usize::try_from(count * 8).unwrap_or_default()];
        let place = at / PAGE_BYTES * 8;
        self.pages.read_exact_at(&mut bytes, place).map_err(said("its pages"))?;
        let (entries, _) = bytes.as_chunks::<8>();
        let own = |entry: &[u8; 8]| {
            let entry = u64::from_le_bytes(*entry);
            let changed = area.file.is_none() || entry & OF_A_FILE == 0;
            entry & PRESENT_OR_SWAPPED != 0 && changed
        };
        Ok(entries.iter().map(own).collect())
    }

    /// Adds one page, to the run if it is near; otherwise it begins another.
    fn page(&mut self, area: &Area, run: Option<Run>, at: u64) -> Result<Option<Run>, String> {
        let mut bytes = [0; 4096];
        self.memory.read_exact_at(&mut bytes, at).map_err(said("its memory"))?;
        if area.file.is_none() && bytes.iter().all(|byte| *byte == 0) {
            // As empty as what is mapped there anyway.
            return Ok(run);
        }
        let near = |run: &Run| {
            let gap = at - (run.start + run.length);
            // Between two pages of a file lies content of the file.
            gap == 0 || (area.file.is_none() && gap <= GAP_PAGES_MAX * PAGE_BYTES)
        };
        let mut run = match run {
            Some(run) if near(&run) => run,
            other => {
                self.runs.extend(other);
                Run { start: at, length: 0, protection: area.protection, at: self.used }
            }
        };
        run.length = at + PAGE_BYTES - run.start;
        self.used = run.at + run.length;
        if self.bytes_max < self.used {
            return Err(format!("its memory is over {} MiB", self.bytes_max / 1024 / 1024));
        }
        let place = run.at + run.length - PAGE_BYTES;
        self.image.write_all_at(&bytes, place).map_err(said("the image"))?;
        Ok(Some(run))
    }
}
