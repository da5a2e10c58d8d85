//! What the sandbox gives up before the function's program runs, in an order that matters:
//! limits and capabilities first, Landlock after every mount (a rule does not cover a file system
//! that is attached later), seccomp last (it forbids much of what stands above it).

use rustix::process::{Resource, Rlimit, setrlimit};
use rustix::thread::{
    CapabilitySet, CapabilitySets, capability_is_in_bounding_set,
    remove_capability_from_bounding_set, set_capabilities, set_no_new_privs,
};

use super::{Failure, Step, seccomp};
use crate::launcher::order::Order;

/// A limit of nothing does not keep a host that pipes core dumps to a program of its own from
/// starting that program, as root, for each function that crashes. A limit of one byte does: the
/// kernel takes it for a crash within a crash.
const CORE_BYTES_MAX: u64 = 1;
/// The memory that a process may lock, as AWS sets it.
const LOCKED_BYTES_MAX: u64 = 64 * 1024;

/// Gives up everything that the function must not have.
pub(super) fn give_up(order: &Order, filter: &seccomp::Program) -> Result<(), Failure> {
    for (resource, most) in [
        (Resource::Core, CORE_BYTES_MAX),
        (Resource::Memlock, LOCKED_BYTES_MAX),
        (Resource::Nofile, order.open_files_max),
        (Resource::Nproc, order.processes_max),
    ] {
        let limit = Rlimit { current: Some(most), maximum: Some(most) };
        setrlimit(resource, limit).step(format!("limit {resource:?}"))?;
    }
    drop_capabilities()?;
    set_no_new_privs(true).step("no new privileges")?;
    close_files().map_err(|error| Failure(format!("Landlock: {error}")))?;
    seccomp::install(filter).step("seccomp")
}

/// Landlock: reading anywhere, changing only where a function may. The mounts say the same; this
/// holds even if one of them were wrong. Kernels without it go without.
fn close_files() -> Result<(), landlock::RulesetError> {
    use landlock::{
        ABI, Access, AccessFs, PathBeneath, PathFd, Ruleset, RulesetAttr, RulesetCreatedAttr,
    };
    let abi = ABI::V3;
    let mut rules = Ruleset::default().handle_access(AccessFs::from_all(abi))?.create()?;
    let (all, read) = (AccessFs::from_all(abi), AccessFs::from_read(abi));
    let device = AccessFs::ReadFile | AccessFs::WriteFile;
    for (place, access) in [("/", read), ("/tmp", all), ("/dev", device), ("/proc", all)] {
        // A host may have no `/proc` to show.
        if let Ok(place) = PathFd::new(place) {
            rules = rules.add_rule(PathBeneath::new(place, access))?;
        }
    }
    rules.restrict_self().map(|_| ())
}

/// The newest Landlock that this kernel speaks; 0 where it has none, or has it turned off.
#[expect(unsafe_code, reason = "asking for the version has no safe binding")]
pub(crate) fn landlock_abi() -> i64 {
    const VERSION: u32 = 1;
    let nothing = std::ptr::null::<libc::c_void>();
    // SAFETY: with this flag the kernel reads no attributes, and demands none.
    let abi =
        unsafe { libc::syscall(libc::SYS_landlock_create_ruleset, nothing, 0_usize, VERSION) };
    abi.max(0)
}

/// Empties the bounding set, then all others. The bounding set needs a capability to shrink.
fn drop_capabilities() -> Result<(), Failure> {
    for capability in CapabilitySet::all().iter() {
        // A kernel older than the capability does not know it, and then nobody has it.
        if let Ok(true) = capability_is_in_bounding_set(capability) {
            remove_capability_from_bounding_set(capability).step("bounding set")?;
        }
    }
    let none = CapabilitySets {
        effective: CapabilitySet::empty(),
        permitted: CapabilitySet::empty(),
        inheritable: CapabilitySet::empty(),
    };
    set_capabilities(None, none).step("capabilities")
}
