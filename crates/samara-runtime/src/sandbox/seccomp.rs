//! A small seccomp filter, written as BPF by hand: a library's generator costs 0.2 ms a sandbox.
//!
//! A list of what is *denied*, not of what is allowed: functions bring any language, and a new
//! libc may use a new harmless call tomorrow. What is on it is what widens the kernel's surface or
//! could lead out: namespaces and mounts, modules and BPF, keys, tracing of kernel events, raw
//! devices of time, and socket families other than Unix, IP and netlink (vsock would reach the
//! hypervisor). The call of another architecture kills the process.
//!
//! `clone3` is answered with "no such call", since its flags lie in memory where a filter cannot
//! look; every libc then uses `clone`, whose flags it can.

use rustix::io::Errno;

/// The filter, built once in the launcher and inherited by each sandbox.
pub(crate) type Program = Vec<libc::sock_filter>;

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: u32 = 0xc000_003e;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: u32 = 0xc000_00b7;

/// On x86-64 the calls of the 32-bit-pointer variant have this bit.
#[cfg(target_arch = "x86_64")]
const FIRST_FOREIGN_CALL: u32 = 0x4000_0000;
#[cfg(target_arch = "aarch64")]
const FIRST_FOREIGN_CALL: u32 = u32::MAX;

/// Offsets in the kernel's `seccomp_data`; the low half of an argument comes first on both
/// architectures.
const NUMBER_AT: u32 = 0;
const ARCHITECTURE_AT: u32 = 4;
const FIRST_ARGUMENT_AT: u32 = 16;

/// Every flag of `clone` and `unshare` that makes a namespace.
const NAMESPACE_FLAGS: u32 = 0x7e02_0000;
/// Unix, IPv4, IPv6 and netlink, which name resolution and interface listing use.
const FAMILIES: [u32; 4] = [1, 2, 10, 16];

const DENIED: &[libc::c_long] = &[
    libc::SYS_acct,
    libc::SYS_add_key,
    libc::SYS_bpf,
    libc::SYS_chroot,
    libc::SYS_clock_settime,
    libc::SYS_delete_module,
    libc::SYS_fanotify_init,
    libc::SYS_finit_module,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fsopen,
    libc::SYS_fspick,
    libc::SYS_init_module,
    libc::SYS_kexec_file_load,
    libc::SYS_kexec_load,
    libc::SYS_keyctl,
    libc::SYS_mount,
    libc::SYS_mount_setattr,
    libc::SYS_move_mount,
    libc::SYS_move_pages,
    libc::SYS_name_to_handle_at,
    libc::SYS_nfsservctl,
    libc::SYS_open_by_handle_at,
    libc::SYS_open_tree,
    libc::SYS_perf_event_open,
    libc::SYS_pivot_root,
    libc::SYS_process_vm_writev,
    libc::SYS_ptrace,
    libc::SYS_quotactl,
    libc::SYS_reboot,
    libc::SYS_request_key,
    libc::SYS_setdomainname,
    libc::SYS_sethostname,
    libc::SYS_setns,
    libc::SYS_settimeofday,
    libc::SYS_swapoff,
    libc::SYS_swapon,
    libc::SYS_syslog,
    libc::SYS_umount2,
    libc::SYS_unshare,
    libc::SYS_userfaultfd,
    libc::SYS_vhangup,
];

/// Calls whose callers fall back when the kernel does not have them.
const ABSENT: &[libc::c_long] = &[
    libc::SYS_clone3,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_uring_setup,
];

/// Builds the filter: check the architecture, look the number up, decide.
pub(crate) fn program() -> Program {
    let mut code = vec![
        load(ARCHITECTURE_AT),
        jump_equal(ARCHITECTURE, 1, 0),
        end(libc::SECCOMP_RET_KILL_PROCESS),
        load(NUMBER_AT),
        jump_at_least(FIRST_FOREIGN_CALL, 0, 1),
        end(libc::SECCOMP_RET_KILL_PROCESS),
    ];
    for call in DENIED {
        code.extend([jump_equal(number(*call), 0, 1), end(refuse(libc::EPERM))]);
    }
    for call in ABSENT {
        code.extend([jump_equal(number(*call), 0, 1), end(refuse(libc::ENOSYS))]);
    }
    code.extend([
        jump_equal(number(libc::SYS_clone), 0, 4),
        load(FIRST_ARGUMENT_AT),
        jump_any_bit(NAMESPACE_FLAGS, 0, 1),
        end(refuse(libc::EPERM)),
        end(libc::SECCOMP_RET_ALLOW),
    ]);
    let sockets = [jump_equal(number(libc::SYS_socket), 1, 0), end(libc::SECCOMP_RET_ALLOW)];
    code.extend(sockets);
    code.push(load(FIRST_ARGUMENT_AT));
    for family in FAMILIES {
        code.extend([jump_equal(family, 0, 1), end(libc::SECCOMP_RET_ALLOW)]);
    }
    code.push(end(refuse(libc::EAFNOSUPPORT)));
    code
}

/// Installs the filter for this thread and all that it starts.
#[expect(unsafe_code, reason = "installing a filter has no safe binding")]
pub(crate) fn install(program: &Program) -> Result<(), Errno> {
    let filter = libc::sock_fprog {
        len: u16::try_from(program.len()).map_err(|_| Errno::INVAL)?,
        filter: program.as_ptr().cast_mut(),
    };
    // SAFETY: the filter points to as many instructions as it says, and the kernel only reads.
    let result =
        unsafe { libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const filter) };
    if result == 0 {
        return Ok(());
    }
    Err(Errno::from_io_error(&std::io::Error::last_os_error()).unwrap_or(Errno::INVAL))
}

/// The numbers of calls are small and positive on every architecture.
fn number(call: libc::c_long) -> u32 {
    u32::try_from(call).unwrap_or(u32::MAX)
}

fn refuse(error: libc::c_int) -> u32 {
    libc::SECCOMP_RET_ERRNO | number(libc::c_long::from(error))
}

fn statement(code: u32, k: u32) -> libc::sock_filter {
    jump(code, k, 0, 0)
}

fn jump(code: u32, k: u32, jt: u8, jf: u8) -> libc::sock_filter {
    libc::sock_filter { code: u16::try_from(code).unwrap_or_default(), jt, jf, k }
}

fn load(offset: u32) -> libc::sock_filter {
    statement(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, offset)
}

fn end(value: u32) -> libc::sock_filter {
    statement(libc::BPF_RET | libc::BPF_K, value)
}

fn jump_equal(value: u32, yes: u8, no: u8) -> libc::sock_filter {
    jump(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, value, yes, no)
}

fn jump_at_least(value: u32, yes: u8, no: u8) -> libc::sock_filter {
    jump(libc::BPF_JMP | libc::BPF_JGE | libc::BPF_K, value, yes, no)
}

fn jump_any_bit(value: u32, yes: u8, no: u8) -> libc::sock_filter {
    jump(libc::BPF_JMP | libc::BPF_JSET | libc::BPF_K, value, yes, no)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs the filter as the kernel would: loads, comparisons, ends.
    fn verdict(architecture: u32, call: u32, argument: u32) -> u32 {
        let code = program();
        let (mut at, mut accumulator) = (0_usize, 0_u32);
        loop {
            let step = code[at];
            at += 1;
            let taken = match u32::from(step.code) & 0xf0 {
                0x10 => accumulator == step.k,
                0x30 => accumulator >= step.k,
                0x40 => accumulator & step.k != 0,
                _ => false,
            };
            match u32::from(step.code) & 0x07 {
                libc::BPF_LD => {
                    accumulator = match step.k {
                        NUMBER_AT => call,
                        ARCHITECTURE_AT => architecture,
                        _ => argument,
                    };
                }
                libc::BPF_RET => return step.k,
                _ => at += usize::from(if taken { step.jt } else { step.jf }),
            }
        }
    }

    /// A jump that is off by one would allow a mount, or kill every thread creation.
    #[test]
    fn the_filter_decides_as_the_lists_say() {
        let here = |call: libc::c_long, argument| verdict(ARCHITECTURE, number(call), argument);
        assert_eq!(here(libc::SYS_read, 0), libc::SECCOMP_RET_ALLOW);
        assert_eq!(here(libc::SYS_mount, 0), refuse(libc::EPERM));
        assert_eq!(here(libc::SYS_vhangup, 0), refuse(libc::EPERM));
        assert_eq!(here(libc::SYS_clone3, 0), refuse(libc::ENOSYS));
        assert_eq!(here(libc::SYS_clone, 0x0001_0f00), libc::SECCOMP_RET_ALLOW);
        assert_eq!(here(libc::SYS_clone, 0x1000_0000), refuse(libc::EPERM));
        assert_eq!(here(libc::SYS_clone, 0x0002_0000), refuse(libc::EPERM));
        assert_eq!(here(libc::SYS_socket, 2), libc::SECCOMP_RET_ALLOW);
        assert_eq!(here(libc::SYS_socket, 40), refuse(libc::EAFNOSUPPORT));
        assert_eq!(verdict(0x4000_0003, 0, 0), libc::SECCOMP_RET_KILL_PROCESS);
        if cfg!(target_arch = "x86_64") {
            let foreign = FIRST_FOREIGN_CALL + 1;
            assert_eq!(verdict(ARCHITECTURE, foreign, 0), libc::SECCOMP_RET_KILL_PROCESS);
        }
    }
}
