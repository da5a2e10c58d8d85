"""What a hostile function asks the kernel for, and of the machine's files.

`FORBIDDEN` is every attack with how it is refused. `test_the_same_succeeds_outside` is the proof
that it is the sandbox that refuses: the same code, started beside the sandboxes by the user of
these tests, gets what it wants. What cannot be tried there is in `UNTRIED` with the reason.
"""

import os
import platform
from pathlib import Path

import attacks
import pytest
from conftest import beside, outside

X86 = platform.machine() == "x86_64"

# Name of the attack, arguments, how it is denied; some kernels have not what others refuse.
FORBIDDEN = [
    ("new_file_system", {}, "EPERM"),
    ("clone_a_mount", {}, "EPERM"),
    ("change_root", {}, "EPERM"),
    ("new_user_namespace", {}, "EPERM"),
    ("clone_into_user_namespace", {}, "EPERM"),
    ("clone3_into_user_namespace", {}, "ENOSYS"),
    ("enter_a_namespace", {}, "EPERM"),
    ("host_name", {}, "EPERM"),
    ("raw_socket", {}, "EPROTONOSUPPORT"),
    ("raw_packets", {}, "EAFNOSUPPORT"),
    ("firewall", {}, "EPROTONOSUPPORT"),
    ("kernel_crypto", {}, "EAFNOSUPPORT"),
    ("hypervisor_socket", {}, "EAFNOSUPPORT"),
    ("add_a_key", {}, "EPERM"),
    ("read_the_session_keyring", {}, "EPERM"),
    ("ask_for_a_key", {}, "EPERM"),
    ("bpf", {}, "EPERM"),
    ("userfaultfd", {}, "EPERM"),
    ("userfaultfd_by_device", {}, "ENOENT"),
    ("io_uring", {}, "ENOSYS"),
    ("kernel_aio", {}, "ENOSYS"),
    ("queue_messages", {}, "ENOSYS"),
    ("performance_counters", {}, "EPERM"),
    ("file_handles", {}, "EPERM"),
    ("watch_all_files", {}, "EPERM"),
    ("kernel_log", {}, "EPERM"),
    ("load_a_module", {}, "EPERM"),
    ("remove_a_module", {}, "EPERM"),
    ("load_a_kernel", {}, "EPERM"),
    ("reboot", {}, "EPERM"),
    ("swap", {}, "EPERM"),
    ("quotas", {}, "EPERM"),
    ("set_the_clock", {}, "EPERM"),
    ("write_out_every_disk", {}, "EPERM"),
    ("compare_kernel_objects", {}, "EPERM"),
    ("become_root", {}, "EINVAL"),
    ("capabilities", {}, "nothing"),
    ("make_a_device", {}, "EPERM"),
    ("more_weight", {}, "EACCES"),
    ("disk_before_others", {}, "EPERM"),
    ("lock_memory", {}, "ENOMEM"),
    ("more_files", {}, "EPERM"),
    ("spare_me_when_memory_ends", {}, "EACCES"),
    ("descriptors", {}, "nothing"),
    ("open_to_write", {"path": "/proc/sysrq-trigger"}, "EACCES or ENOENT"),
    ("open_to_write", {"path": "/proc/sys/kernel/sysrq"}, "EACCES or ENOENT"),
    ("open_to_write", {"path": "/proc/sys/kernel/core_pattern"}, "EACCES"),
    ("open_to_write", {"path": "/proc/sys/vm/drop_caches"}, "EACCES"),
    ("open_to_write", {"path": "/dev/kmsg"}, "ENOENT"),
    ("open_to_write", {"path": "/usr/lib/os-release"}, "EACCES"),
    ("open_to_read", {"path": "/etc/shadow"}, "ENOENT"),
    ("open_to_read", {"path": "/proc/kmsg"}, "EACCES"),
    ("open_to_read", {"path": "/proc/cmdline"}, "nothing"),
    ("open_to_read", {"path": "/proc/keys"}, "nothing or ENOENT"),
    ("open_to_read", {"path": "/proc/kallsyms"}, "nothing or ENOENT"),
    ("open_to_read", {"path": "/proc/1/environ"}, "EACCES"),
    ("look_into", {"path": "/proc/1/root"}, "EACCES"),
    ("look_into", {"path": "/proc/1/fd"}, "EACCES"),
    ("look_into", {"path": "/sys"}, "ENOENT"),
    ("look_into", {"path": "/run"}, "ENOENT"),
    ("look_into", {"path": "/etc/ssl/private"}, "ENOENT"),
    ("look_into", {"path": "/var/lib"}, "ENOENT"),
    ("writable_folders", {"top": "/"}, "nothing"),
    ("trace_a_process", {"pid": 1}, "EPERM"),
    ("take_a_descriptor", {"pid": 1}, "EPERM"),
    ("signal_everybody", {}, "ESRCH"),
    *([("calls_of_32_bits", {}, "SIGSYS")] if X86 else []),
    # Where these succeed, they take from the others what those look at.
    ("mount", {}, "EPERM"),
    ("unmount", {}, "EPERM"),
]

# What is not tried outside, and why.
UNTRIED = {
    "writable_folders /": "it would write everywhere; a test below tries it on one folder",
    "descriptors": "a plain program has none; a test below gives it one",
}
# What only the capability to pass limits gives, which the root of a container may lack.
OVER_LIMITS = {"more_files", "spare_me_when_memory_ends"}
CAP_SYS_RESOURCE = 24


def label(name, arguments):
    return " ".join([name, *map(str, arguments.values())])


CASES = {label(name, arguments): (name, arguments, how) for name, arguments, how in FORBIDDEN}
TRIED = [case for case in CASES if case not in UNTRIED]


@pytest.fixture(scope="module")
def inside(host):
    """Every attack in a call of its own, so that none hides behind the end of another."""
    return {case: host.attack(name, **more) for case, (name, more, _) in CASES.items()}


@pytest.mark.parametrize("case", CASES)
def test_a_function_gets_nothing(inside, case):
    assert inside[case].get("denied") in CASES[case][2].split(" or "), inside[case]


@pytest.fixture(scope="module")
def unconfined():
    """What becomes of them outside. The first process there is the host's own, which may be more
    than these tests' root: what is wanted of that is then wanted of the tests' own process."""
    if os.geteuid() != 0:
        pytest.skip("without root most of it is refused outside too")
    ours = os.getpid()

    def here(value):
        return ours if value == 1 else str(value).replace("/proc/1/", f"/proc/{ours}/")

    wanted = [CASES[case][:2] for case in TRIED]
    moved = [[name, {key: here(value) for key, value in more.items()}] for name, more in wanted]
    return dict(zip(TRIED, outside(*moved), strict=True))


def holds(capability):
    lines = Path("/proc/self/status").read_text().splitlines()
    held = next(line.split()[1] for line in lines if line.startswith("CapEff"))
    return bool(int(held, 16) >> capability & 1)


@pytest.mark.parametrize("case", TRIED)
def test_the_same_succeeds_outside(unconfined, case):
    if case in OVER_LIMITS and not holds(CAP_SYS_RESOURCE):
        pytest.skip("the root of this machine may not pass limits")
    how = unconfined[case].get("denied")
    if how in ("ENOSYS", "ENOENT", "EAFNOSUPPORT", "EPROTONOSUPPORT", "EOPNOTSUPP"):
        pytest.skip(f"this host's kernel has nothing of the kind ({how})")
    assert "got" in unconfined[case], unconfined[case]


def test_a_folder_that_can_be_written_is_found(tmp_path):
    """The pair of `writable_folders`."""
    assert str(tmp_path) in beside("writable_folders", top=str(tmp_path))["got"]


def test_a_descriptor_that_is_left_open_is_seen(tmp_path):
    """The pair of `descriptors`: it would notice a folder of the host's that leaks in."""
    place = os.open(tmp_path, os.O_RDONLY)
    try:
        (seen,) = outside(["descriptors", {}], pass_fds=[place])
    finally:
        os.close(place)
    assert str(tmp_path) in seen["got"]


def test_no_attack_is_forgotten():
    """Whoever adds an attack has to say how it ends."""
    named = {name for name, _, _ in FORBIDDEN}
    others = (Path(__file__).parent / "test_neighbours.py").read_text()
    assert not {name for name in set(attacks.ATTACKS) - named if f'"{name}"' not in others}
