"""Hosts that give too little: the server does not start, and says what to change; so does `doctor`.

Each host is this one with something taken away, for the one process that starts there.
"""

import json
import os
import platform
import re
import shutil
import subprocess

import pytest
from conftest import Groups, Unprivileged
from harness import BINARY, Server, unique

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can take things away")

# A host without user namespaces: none may be made below the one that this makes for itself.
NO_NAMESPACES = (
    "unshare --user --map-root-user sh -c "
    "'echo 0 > /proc/sys/user/max_user_namespaces && exec \"$@\"' sh"
)
# One that forbids them, as containers and some distributions do: so does the kernel in a chroot.
FORBIDDEN_NAMESPACES = (
    'unshare --mount sh -c \'mount --rbind / "$0" && exec chroot "$0" "$@"\' {root}'
)


@pytest.fixture
def nobody():
    user = Unprivileged().prepare(delegate=False)
    yield user
    user.remove()


def words(prefix):
    """A command before the command, as a list."""
    return ["sh", "-c", f'exec {prefix} "$@"', "sh"]


def refused(prefix, folder, *flags):
    """How a server does not start there."""
    server = Server(folder / "data", *flags, prefix=prefix)
    with pytest.raises(AssertionError):
        server.start()
    return server.log()


def told(prefix, folder):
    """What `doctor` says there of what is missing, by name."""
    command = [*prefix, BINARY, "doctor", "--json", "--data-dir", folder / "data"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    rows = json.loads(done.stdout)["host"]
    assert done.returncode == 1
    return {row["name"]: row for row in rows if row["state"] == "missing"}


def test_without_user_namespaces_nothing_starts(tmp_path):
    prefix = words(NO_NAMESPACES)
    said = refused(prefix, tmp_path, "--isolation=partial")
    assert "user.max_user_namespaces is used up" in said
    assert "samara doctor" in said
    assert "user.max_user_namespaces=" in told(prefix, tmp_path)["sandbox"]["remedy"]


def test_where_user_namespaces_are_forbidden_nothing_starts(tmp_path):
    root = tmp_path / "root"
    root.mkdir()
    prefix = words(FORBIDDEN_NAMESPACES.format(root=root))
    said = refused(prefix, tmp_path, "--isolation=partial")
    assert "this host forbids user namespaces" in said
    assert "seccomp profile" in told(prefix, tmp_path)["sandbox"]["remedy"]


def test_without_control_groups_only_who_accepts_it_gets_a_server(nobody):
    said = refused(nobody.prefix, nobody.folder)
    assert "no control groups with memory limits" in said
    assert "Delegate=yes" in said
    assert "--isolation=partial" in said
    missing = told(nobody.prefix, nobody.folder)
    assert list(missing) == ["memory limits"]
    assert "Delegate=yes" in missing["memory limits"]["remedy"]
    # Who accepts it is told at every start what is weaker.
    server = nobody.server("--isolation=partial").start()
    said = server.log()
    server.stop()
    lines = re.findall("isolation is partial: (.*)", said)
    assert any("memory is not limited" in line for line in lines), said
    assert any("may go on working" in line for line in lines), said


@pytest.mark.skipif(platform.machine() != "x86_64", reason="processes are copied on x86-64 alone")
def test_the_doctor_copies_a_function_or_says_why_not(tmp_path):
    """Who relies on SnapStart learns before it matters that this host has none."""

    def copies(*prefix):
        command = [*prefix, BINARY, "doctor", "--json", "--data-dir", tmp_path / "data"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        return next(row for row in json.loads(done.stdout)["host"] if row["name"] == "copies")

    assert copies()["state"] == "ok"
    tracing = "-sys_ptrace"
    without = copies("setpriv", f"--bounding-set={tracing}", f"--inh-caps={tracing}")
    assert (without["state"], without["remedy"].split()[0]) == ("weaker", "CAP_SYS_PTRACE")


def test_the_doctor_leaves_nothing_behind(tmp_path):
    assert shutil.which("mkfs.ext4"), "package e2fsprogs"
    groups = Groups(unique("samara-escape"))
    groups.make(0)
    try:
        command = ["sh", "-c", f'{groups.enter()}exec "$@"', "sh", BINARY, "doctor"]
        done = subprocess.run(
            [*command, "--data-dir", tmp_path / "new" / "data"],
            capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        lines = done.stdout.splitlines()
        assert lines[0].split() == ["HOST", "STATE", "FOUND"]
        assert lines[-1] == "Functions run fully isolated here."
        assert list(tmp_path.iterdir()) == []
        left = {place.name for folder in groups.folders for place in folder.glob("samara-*")}
        # Version 2 wants processes in leaves only: the one that it was in itself.
        assert left <= {"samara-server"}
    finally:
        groups.remove()
