//! The kernel's description of a process's memory, `/proc/PID/maps`, as values. Pure.

/// One line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line<'a> {
    pub(super) start: u64,
    pub(super) end: u64,
    /// As for `mmap`.
    pub(super) protection: i32,
    /// Whether what is written there is seen by others.
    pub(super) shared: bool,
    pub(super) offset: u64,
    /// Whether it is of a file.
    pub(super) file: bool,
    /// The file's path, or a name in brackets, or nothing.
    pub(super) name: &'a str,
}

/// Reads all lines; none of a line that is not understood, so that nothing is taken by halves.
pub(super) fn parse(text: &str) -> Option<Vec<Line<'_>>> {
    text.lines().map(parse_line).collect()
}

fn parse_line(line: &str) -> Option<Line<'_>> {
    let mut fields = line.splitn(6, ' ');
    let (start, end) = fields.next()?.split_once('-')?;
    let flags = fields.next()?.as_bytes();
    let offset = fields.next()?;
    let _device = fields.next()?;
    let inode = fields.next()?;
    let name = fields.next().unwrap_or_default().trim_start();
    let bits = [(b'r', libc::PROT_READ), (b'w', libc::PROT_WRITE), (b'x', libc::PROT_EXEC)];
    let bits = bits.iter().zip(flags).filter(|((letter, _), flag)| letter == *flag);
    Some(Line {
        start: u64::from_str_radix(start, 16).ok()?,
        end: u64::from_str_radix(end, 16).ok()?,
        protection: bits.map(|((_, bit), _)| bit).sum(),
        shared: *flags.get(3)? == b's',
        offset: u64::from_str_radix(offset, 16).ok()?,
        file: inode != "0",
        name,
    })
}

/// Where the areas begin that a fork finds empty, by `/proc/PID/smaps`: below the line of each are
/// its flags.
pub(super) fn wiped(text: &str) -> Vec<u64> {
    const WIPED_ON_FORK: &str = "wf";
    let (mut start, mut found) = (None, Vec::new());
    for line in text.lines() {
        if let Some(flags) = line.strip_prefix("VmFlags:") {
            found.extend(start.filter(|_| flags.split(' ').any(|flag| flag == WIPED_ON_FORK)));
        } else if let Some(area) = parse_line(line) {
            start = Some(area.start);
        }
    }
    found
}

/// Whether a key of the processor's guards any area, by `/proc/PID/smaps`.
pub(super) fn is_guarded(text: &str) -> bool {
    let mut keys = text.lines().filter_map(|line| line.strip_prefix("ProtectionKey:"));
    keys.any(|key| key.trim() != "0")
}

/// Whether it is one of the pages that the kernel itself puts into each process, and that can be
/// moved.
pub(super) fn is_kernels(name: &str) -> bool {
    name == "[vdso]" || name.starts_with("[vvar")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line that is read wrongly is memory in the wrong place, found when it is too late.
    #[test]
    fn lines_are_read_as_the_kernel_writes_them() {
        let text = "7f80bacde000-7f80bace0000 r-xp 00000000 00:00 0                  [vdso]\n\
                    00400000-00421000 rw-s 00002000 fe:00 1234    /var/task/a b.so (deleted)\n\
                    7f0000000000-7f0000001000 ---p 00000000 00:00 0 \n";
        let lines = parse(text).unwrap();
        assert_eq!((lines[0].start, lines[0].end), (0x7f80_bacd_e000, 0x7f80_bace_0000));
        assert!(is_kernels(lines[0].name) && !lines[0].file);
        assert_eq!(lines[0].protection, libc::PROT_READ | libc::PROT_EXEC);
        assert_eq!((lines[1].offset, lines[1].file, lines[1].shared), (0x2000, true, true));
        assert_eq!(lines[1].name, "/var/task/a b.so (deleted)");
        assert_eq!((lines[2].protection, lines[2].name), (0, ""));
        assert_eq!(parse("nonsense"), None);
    }

    /// Two copies that kept what a generator wants wiped would draw the same secrets.
    #[test]
    fn what_a_fork_finds_empty_is_known_by_its_flags() {
        let text = "00400000-00421000 rw-p 00000000 00:00 0 \nSize:  132 kB\n\
                    VmFlags: rd wr mr mw me ac sd \n\
                    7f0000000000-7f0000001000 rw-p 00000000 00:00 0 \nRss: 4 kB\n\
                    VmFlags: rd wr mr mw me wf sd \n";
        assert_eq!(wiped(text), [0x7f00_0000_0000]);
    }

    /// A copy whose keys were others would crash at the first write to such memory.
    #[test]
    fn keys_of_the_processor_are_seen() {
        assert!(!is_guarded("ProtectionKey:         0\n"));
        assert!(is_guarded("ProtectionKey:         0\nVmFlags: rd\nProtectionKey:         3\n"));
    }
}
