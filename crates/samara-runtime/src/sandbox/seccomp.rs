//! A seccomp filter, written as BPF by hand: a library's generator costs 0.2 ms a sandbox.
//!
//! A list of what is *allowed* ([`calls`]). The numbers are cut into ranges with one verdict each,
//! and the filter finds a call's range by halving: some seven comparisons, and the kernel remembers
//! which numbers are allowed whatever their arguments, so that most calls run no filter at all.
//! The call of another architecture kills the process.
//!
//! Three calls are looked at more closely. `clone` may make no namespace. `clone3` does not exist,
//! since its flags lie in memory where a filter cannot look; every libc then uses `clone`. A
//! `socket` is Unix, IP by TCP or UDP, or the one kind of netlink that lists interfaces: each other
//! family and protocol is a door to a part of the kernel that few have looked at, and that the
//! kernel would load as a module for whoever asks.

mod calls;

use std::collections::BTreeMap;

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
const THIRD_ARGUMENT_AT: u32 = 32;

/// Every flag of `clone` that makes a namespace.
const NAMESPACE_FLAGS: u32 = 0x7e02_0000;
const FAMILY_UNIX: u32 = 1;
const FAMILIES_IP: [u32; 2] = [2, 10];
const FAMILY_NETLINK: u32 = 16;
/// Whatever fits the type of socket; TCP; UDP.
const PROTOCOLS_IP: [u32; 3] = [0, 6, 17];
/// Netlink's routes and interfaces, which name resolution and listing interfaces use.
const PROTOCOL_ROUTE: u32 = 0;

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Allow,
    Refuse(libc::c_int),
    /// If it makes no namespace.
    Clone,
    /// If it is of a harmless family and protocol.
    Socket,
}

/// What becomes of a call that no list names.
const UNKNOWN: Verdict = Verdict::Refuse(libc::ENOSYS);

/// Builds the filter: check the architecture, find the number's range, decide.
pub(crate) fn program() -> Program {
    let mut code = vec![
        load(ARCHITECTURE_AT),
        jump_equal(ARCHITECTURE, 1, 0),
        end(libc::SECCOMP_RET_KILL_PROCESS),
        load(NUMBER_AT),
        jump_at_least(FIRST_FOREIGN_CALL, 0, 1),
        end(libc::SECCOMP_RET_KILL_PROCESS),
    ];
    halve(&ranges(), &mut code);
    code
}

/// Where each verdict begins, in growing order, the first at 0.
fn ranges() -> Vec<(u32, Verdict)> {
    let mut named = BTreeMap::new();
    let allowed = calls::ALLOWED.iter().chain(calls::ALLOWED_HERE);
    named.extend(allowed.map(|call| (number(*call), Verdict::Allow)));
    named.extend(calls::FORBIDDEN.iter().map(|call| (number(*call), Verdict::Refuse(libc::EPERM))));
    named.insert(number(libc::SYS_clone), Verdict::Clone);
    named.insert(number(libc::SYS_socket), Verdict::Socket);
    named.insert(number(libc::SYS_socketpair), Verdict::Socket);
    let mut ranges = vec![(0, UNKNOWN)];
    for (call, verdict) in named {
        begin(&mut ranges, call, verdict);
        begin(&mut ranges, call + 1, UNKNOWN);
    }
    ranges
}

/// Begins a range where the last one ends; one that would be empty or the same is no range.
fn begin(ranges: &mut Vec<(u32, Verdict)>, start: u32, verdict: Verdict) {
    ranges.pop_if(|(last, _)| *last == start);
    if ranges.last().is_none_or(|(_, last)| *last != verdict) {
        ranges.push((start, verdict));
    }
}

/// The code that finds a number's range by halving.
fn halve(ranges: &[(u32, Verdict)], code: &mut Program) {
    let (left, right) = ranges.split_at(ranges.len() / 2);
    let Some((middle, verdict)) = right.first() else { return };
    if left.is_empty() {
        return decide(*verdict, code);
    }
    let mut below = Program::new();
    halve(left, &mut below);
    // A test holds the whole program to fewer instructions than a jump can cross.
    let skipped = u8::try_from(below.len()).unwrap_or(u8::MAX);
    code.push(jump_at_least(*middle, skipped, 0));
    code.extend(below);
    halve(right, code);
}

/// The end of the search: a return for most.
fn decide(verdict: Verdict, code: &mut Program) {
    match verdict {
        Verdict::Allow => code.push(end(libc::SECCOMP_RET_ALLOW)),
        Verdict::Refuse(error) => code.push(end(refuse(error))),
        Verdict::Clone => code.extend([
            load(FIRST_ARGUMENT_AT),
            jump_any_bit(NAMESPACE_FLAGS, 0, 1),
            end(refuse(libc::EPERM)),
            end(libc::SECCOMP_RET_ALLOW),
        ]),
        Verdict::Socket => code.extend(socket()),
    }
}

/// The family, and of IP and netlink the protocol.
fn socket() -> Program {
    let [inet, inet6] = FAMILIES_IP;
    let [any, tcp, udp] = PROTOCOLS_IP;
    vec![
        load(FIRST_ARGUMENT_AT),
        jump_equal(FAMILY_UNIX, 11, 0),
        jump_equal(inet, 4, 0),
        jump_equal(inet6, 3, 0),
        jump_equal(FAMILY_NETLINK, 0, 7),
        load(THIRD_ARGUMENT_AT),
        jump_equal(PROTOCOL_ROUTE, 6, 4),
        load(THIRD_ARGUMENT_AT),
        jump_equal(any, 4, 0),
        jump_equal(tcp, 3, 0),
        jump_equal(udp, 2, 0),
        end(refuse(libc::EPROTONOSUPPORT)),
        end(refuse(libc::EAFNOSUPPORT)),
        end(libc::SECCOMP_RET_ALLOW),
    ]
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
    fn verdict(architecture: u32, call: u32, [first, third]: [u32; 2]) -> u32 {
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
                        FIRST_ARGUMENT_AT => first,
                        THIRD_ARGUMENT_AT => third,
                        other => panic!("nothing is at {other}"),
                    };
                }
                libc::BPF_RET => return step.k,
                _ => at += usize::from(if taken { step.jt } else { step.jf }),
            }
        }
    }

    fn here(call: libc::c_long, arguments: [u32; 2]) -> u32 {
        verdict(ARCHITECTURE, number(call), arguments)
    }

    /// A jump that is off by one would allow a mount, or kill every thread creation: so each number
    /// is asked for, and those that no list names, up to numbers that the kernel may yet give out.
    #[test]
    fn every_call_gets_the_verdict_of_its_list() {
        let looked_at = [libc::SYS_clone, libc::SYS_socket, libc::SYS_socketpair];
        for call in (0..1000).filter(|call| !looked_at.contains(call)) {
            let allowed = calls::ALLOWED.contains(&call) || calls::ALLOWED_HERE.contains(&call);
            let expected = match (allowed, calls::FORBIDDEN.contains(&call)) {
                (true, false) => libc::SECCOMP_RET_ALLOW,
                (false, true) => refuse(libc::EPERM),
                (false, false) => refuse(libc::ENOSYS),
                (true, true) => panic!("{call} is on both lists"),
            };
            assert_eq!(here(call, [0, 0]), expected, "{call}");
        }
        assert_eq!(here(libc::SYS_io_uring_setup, [0, 0]), refuse(libc::ENOSYS));
        assert!(program().len() < 256, "a jump crosses at most 255 instructions");
    }

    #[test]
    fn what_is_looked_at_closely_is_decided_by_its_arguments() {
        let (allowed, no_family) = (libc::SECCOMP_RET_ALLOW, refuse(libc::EAFNOSUPPORT));
        let no_protocol = refuse(libc::EPROTONOSUPPORT);
        assert_eq!(here(libc::SYS_clone, [0x0001_0f00, 0]), allowed);
        for flag in [0x1000_0000, 0x0002_0000, 0x0200_0000, 0x4000_0000] {
            assert_eq!(here(libc::SYS_clone, [flag, 0]), refuse(libc::EPERM), "{flag:x}");
        }
        for (family, protocol, expected) in [
            (1, 0, allowed),
            (1, 77, allowed),
            (2, 0, allowed),
            (2, 6, allowed),
            (10, 17, allowed),
            (2, 1, no_protocol),
            (10, 132, no_protocol),
            (2, 262, no_protocol),
            (16, 0, allowed),
            (16, 12, no_protocol),
            (17, 0, no_family),
            (40, 0, no_family),
        ] {
            let seen = here(libc::SYS_socket, [family, protocol]);
            let because = format!("family {family}, protocol {protocol}");
            assert_eq!(seen, expected, "{because}");
            assert_eq!(here(libc::SYS_socketpair, [family, protocol]), expected, "{because}");
        }
    }

    /// The 32-bit calls have other numbers: a list for these would be meaningless for those.
    #[test]
    fn another_architecture_is_killed() {
        let killed = libc::SECCOMP_RET_KILL_PROCESS;
        assert_eq!(verdict(0x4000_0003, 0, [0, 0]), killed);
        if cfg!(target_arch = "x86_64") {
            assert_eq!(verdict(ARCHITECTURE, FIRST_FOREIGN_CALL + 1, [0, 0]), killed);
        }
    }
}
