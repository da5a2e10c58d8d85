//! The last step into an image: code that lies apart from the memory that it drops.
//!
//! The general registers are set by the call that ends a signal's handler, which takes them all
//! from a frame in memory: the only way to set every one of them at once from inside.

use std::arch::naked_asm;

use crate::launcher::process::exit_now;
use crate::sandbox::Failure;

/// The code that is copied; it is never run where it lies. In the registers of three arguments:
/// pairs of start and length to unmap, ended by a length of nothing; the base of the thread's
/// variables; the frame.
mod copied {
    use super::{CODE_BYTES, DROPPED_MAX, Frame, SET_FS, naked_asm};

    #[unsafe(naked)]
    pub(super) extern "C" fn code(_: *const [[u64; 2]; DROPPED_MAX], _: u64, _: *const Frame) {
        naked_asm!(
            "5:",
            "mov r12, rdi",
            "mov r13, rsi",
            "mov r14, rdx",
            "2:",
            "mov rdi, [r12]",
            "mov rsi, [r12 + 8]",
            "test rsi, rsi",
            "jz 3f",
            "mov eax, {munmap}",
            "syscall",
            "add r12, 16",
            "jmp 2b",
            "3:",
            "mov eax, {arch_prctl}",
            "mov edi, {set_fs}",
            "mov rsi, r13",
            "syscall",
            "mov rsp, r14",
            "mov eax, {sigreturn}",
            "syscall",
            "ud2",
            ".fill {length} - (. - 5b), 1, 0xcc",
            munmap = const libc::SYS_munmap,
            arch_prctl = const libc::SYS_arch_prctl,
            set_fs = const SET_FS,
            sigreturn = const libc::SYS_rt_sigreturn,
            length = const CODE_BYTES,
        );
    }
}

/// The length of the code, filled up.
const CODE_BYTES: usize = 128;
/// Sets the base of the thread's variables.
const SET_FS: i32 = 0x1002;
/// One page of code, and then the data that it reads.
const PAGE_BYTES: usize = 4096;
/// Pages of data: the frame, and some thousand stretches to drop.
const DATA_PAGES: usize = 8;
const BYTES: usize = PAGE_BYTES * (1 + DATA_PAGES);
/// How many stretches of memory are dropped at most, with the mark of the end.
const DROPPED_MAX: usize = 1500;

/// The frame of a signal, as the kernel reads it, and the list.
#[repr(C, align(64))]
struct Data {
    /// As the kernel's `fpstate` without its extension.
    floating: [u64; 64],
    frame: Frame,
    dropped: [[u64; 2]; DROPPED_MAX],
}

/// The kernel's `ucontext`.
#[repr(C)]
struct Frame {
    flags: u64,
    link: u64,
    stack: [u64; 3],
    registers: [u64; 23],
    floating: *const [u64; 64],
    reserved: [u64; 8],
    signals: u64,
}

/// Code and data in pages of their own, where the kernel found room.
pub(super) struct Jump {
    place: *mut u8,
    thread_base: u64,
}

impl Jump {
    /// Copies the code, and writes the frame. None if the numbers are not all there.
    #[expect(unsafe_code, reason = "mapping memory has no safe binding")]
    pub(super) fn new(registers: &[u64], thread_base: u64, floating: &[u64]) -> Option<Self> {
        // The stack segment is in the frame and is to be taken from there.
        const SEGMENTS: u64 = 0b110;
        const NO_OTHER_STACK: u64 = 2;
        let (registers, floating) = (registers.try_into().ok()?, floating.try_into().ok()?);
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new mapping at a place of the kernel's choice changes no memory.
        let place = unsafe { libc::mmap(std::ptr::null_mut(), BYTES, protection, flags, -1, 0) };
        if place == libc::MAP_FAILED {
            return None;
        }
        let jump = Self { place: place.cast(), thread_base };
        let data = jump.data();
        // SAFETY: the pages are ours, zeroed (a value of this type), large enough and aligned.
        unsafe {
            (*data).floating = floating;
            (*data).frame = Frame {
                flags: SEGMENTS,
                link: 0,
                stack: [0, NO_OTHER_STACK, 0],
                registers,
                floating: &raw const (*data).floating,
                reserved: [0; 8],
                signals: 0,
            };
        }
        jump.write_code().then_some(jump)
    }

    fn data(&self) -> *mut Data {
        const { assert!(size_of::<Data>() <= DATA_PAGES * PAGE_BYTES) };
        self.place.wrapping_add(PAGE_BYTES).cast()
    }

    #[expect(unsafe_code, reason = "code is copied by pointers")]
    fn write_code(&self) -> bool {
        const { assert!(CODE_BYTES <= PAGE_BYTES) };
        let start = copied::code as *const u8;
        // SAFETY: the code is filled up to this length, and the page is ours and large enough.
        unsafe { std::ptr::copy_nonoverlapping(start, self.place, CODE_BYTES) };
        let protection = libc::PROT_READ | libc::PROT_EXEC;
        // SAFETY: the page is ours, and written for the last time.
        unsafe { libc::mprotect(self.place.cast(), PAGE_BYTES, protection) == 0 }
    }

    /// Whether a mapping that begins here is of these pages.
    pub(super) fn holds(&self, start: u64) -> bool {
        let first = self.place as u64;
        (first..first + BYTES as u64).contains(&start)
    }

    /// Names what is to be dropped, as starts and lengths.
    #[expect(unsafe_code, reason = "the list lies in pages of its own")]
    pub(super) fn drop_all(&mut self, unwanted: &[(u64, u64)]) {
        // SAFETY: the pages are ours, nothing else refers to them, and the last entry stays the
        // mark of the end.
        let dropped = unsafe { &mut (*self.data()).dropped };
        let entries = dropped.iter_mut().take(DROPPED_MAX - 1).zip(unwanted);
        entries.for_each(|(to, (start, length))| *to = [*start, *length]);
    }

    /// Leaves this program for good.
    #[expect(unsafe_code, reason = "jumping to copied code has no safe form")]
    pub(super) fn leave(self) -> Failure {
        let data = self.data();
        // SAFETY: the data is whole; these are places in it.
        let (list, frame) = unsafe { (&raw const (*data).dropped, &raw const (*data).frame) };
        // SAFETY: the page holds the code above, which takes three numbers and never returns. It
        // touches no memory but these pages, and drops the rest of what is this program's.
        unsafe {
            let code: extern "C" fn(*const [[u64; 2]; DROPPED_MAX], u64, *const Frame) =
                std::mem::transmute(self.place);
            code(list, self.thread_base, frame);
        }
        exit_now(127)
    }
}
