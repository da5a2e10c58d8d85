"""Servers that hostile functions run on: as root, and as a user without any right.

Both get the same attacks, and so do instances that begin as copies of one that has initialised.
The user without rights has what an administrator would give it (control groups that are its own)
where these tests are root and can give it; without root the tests' own user is that user, with the
groups that it has.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from harness import BINARY, Functions, Server, unique, wait_for

HERE = Path(__file__).parent
# Debian's and Fedora's `nobody`.
NOBODY = 65534
# What the neighbours keep to themselves, wherever it lies.
SECRET = unique("secret-of-a-neighbour")

NEIGHBOUR = """
import ctypes, os
SECRET = os.environ['SECRET'].encode()
libc = ctypes.CDLL(None)
segment = libc.shmget(KEY, 4096, 0o1666)
def handler(event, context):
    if event.get('tell'):
        open('/tmp/' + os.environ['SECRET'], 'w').write(SECRET.decode())
        names = ('AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN')
        return {
            'address': ctypes.addressof(ctypes.c_char.from_buffer(HELD)),
            'credentials': dict(zip(('id', 'secret', 'token'), map(os.environ.get, names))),
            'segment': segment,
        }
    return 'well'
HELD = bytearray(SECRET)
"""
# The key of the memory that the neighbour shares with itself.
SHARED_KEY = 0x5A4D_4152


class Groups:
    """Control groups for a server that is not root: made, owned and entered as an administrator
    would do it."""

    def __init__(self, name):
        # All controllers of version 1, and version 2's tree, where they are mounted.
        mounts = [line.split() for line in Path("/proc/self/mountinfo").read_text().splitlines()]
        trees = [fields[4] for fields in mounts if fields[fields.index("-") + 1] == "cgroup2"]
        for fields in mounts:
            kind, options = fields[fields.index("-") + 1], fields[-1].split(",")
            if kind == "cgroup" and {"memory", "pids", "cpu"} & set(options):
                trees.append(fields[4])
        self.folders = [Path(tree) / name for tree in trees]

    def make(self, user):
        for folder in self.folders:
            offer(folder.parent)
            folder.mkdir()
            for place in (folder, *folder.iterdir()):
                if place == folder or place.name in (
                    "cgroup.procs", "cgroup.subtree_control", "cgroup.threads", "tasks",
                ):  # fmt: skip
                    os.chown(place, user, user)

    def enter(self):
        """The shell's words that move a process into all of them."""
        return "".join(f"echo $$ > {folder}/cgroup.procs && " for folder in self.folders)

    def remove(self):
        for folder in self.folders:
            below = sorted(folder.rglob("*/"), key=lambda place: -len(place.parts))
            for place in (*below, folder):
                if place.is_dir():
                    place.rmdir()


def offer(parent):
    """Version 2: the children of a group have the controllers that it offers them."""
    control = parent / "cgroup.subtree_control"
    if control.exists():
        for controller in ("+memory", "+pids", "+cpu"):
            try:
                control.write_text(controller)
            except OSError:
                # It lies with version 1, or this host has none.
                continue


class Host:
    """A server, and the functions that live on it."""

    def __init__(self, server, user, copied=False):
        self.server, self.user, self.copied = server, user, copied
        self.functions = Functions(server)
        self.evil = self.create()
        self.neighbour = self.functions.create(
            NEIGHBOUR.replace("KEY", str(SHARED_KEY), 1),
            Environment={"Variables": {"SECRET": SECRET}},
        )
        self.told, _ = self.functions.invoke(self.neighbour, {"tell": True})

    def create(self, **more):
        """A hostile function."""
        files = {name: (HERE / name).read_text() for name in ("attacks.py", "bombs.py")}
        if not self.copied:
            return self.functions.create(files, Handler="attacks.handler", **more)
        snap_start = {"ApplyOn": "PublishedVersions"}
        name = self.functions.create(files, Handler="attacks.handler", SnapStart=snap_start, **more)
        version = self.functions.client.publish_version(FunctionName=name)["Version"]
        wait_for(lambda: self.has_snapshot(name, version), f"version {version} has a snapshot")
        return f"{name}:{version}"

    def has_snapshot(self, name, version):
        found = self.functions.client.get_function_configuration(
            FunctionName=name, Qualifier=version
        )
        assert found["State"] in ("Pending", "Active"), found
        assert found["State"] == "Pending" or found["SnapStart"]["OptimizationStatus"] == "On"
        return found["State"] == "Active"

    def check_start(self, function):
        """Whether its instance began as those of this host are to: what was thought to be tried in
        a copy would else be tried in another."""
        began, _ = self.functions.invoke(function, "how did it begin")
        assert began == ("snap-start" if self.copied else "on-demand")

    def remove(self, function):
        self.functions.client.delete_function(FunctionName=function.split(":")[0])

    def attack(self, name, **arguments):
        """What became of an attack in a sandbox: {"got": loot}, or {"denied": how}."""
        self.check_start(self.evil)
        answer, whole = self.functions.invoke(self.evil, [[name, arguments]])
        assert "FunctionError" not in whole, answer
        return answer[0]

    def process_of(self, function):
        """The number of a function's process, as the host counts."""
        wanted = f"AWS_LAMBDA_FUNCTION_NAME={function}".encode()
        found = [
            int(name)
            for name in filter(str.isdigit, os.listdir("/proc"))
            if wanted in environment_of(name)
        ]
        assert found, f"{function} has no process"
        return max(found)


def environment_of(process):
    try:
        return Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def outside(*wanted, **more):
    """What becomes of the same attacks, each a name with its arguments, beside the sandboxes, as
    the user of these tests."""
    command = [sys.executable, "-S", HERE / "attacks.py", json.dumps(wanted)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def beside(name, **arguments):
    """One of them."""
    return outside([name, arguments])[0]


class Unprivileged:
    """A user without rights, a place for its data, and control groups if there can be any."""

    def __init__(self):
        self.prefix, self.groups = [], None
        self.folder = Path(tempfile.mkdtemp(prefix="samara-escape-"))

    def prepare(self, delegate=True):
        if os.geteuid() != 0:
            return self
        become = f"exec setpriv --reuid={NOBODY} --regid={NOBODY} --clear-groups -- "
        enter = ""
        os.chown(self.folder, NOBODY, NOBODY)
        if delegate:
            self.groups = Groups(unique("samara-escape"))
            self.groups.make(NOBODY)
            enter = self.groups.enter()
        self.prefix = ["sh", "-c", f'{enter}{become}"$@"', "sh"]
        return self

    def server(self, *flags, **more):
        return Server(self.folder / "data", *flags, prefix=self.prefix, **more)

    def refusal(self):
        """Why no server of this user could isolate a function here, or nothing."""
        can_run = subprocess.run([*self.prefix, "test", "-x", BINARY], check=False)
        if can_run.returncode:
            return f"another user cannot run {BINARY}"
        rows = self.doctor()["host"]
        return "; ".join(f"{row['name']}: {row['found']}" for row in rows if lacks(row))

    def doctor(self):
        """What `samara doctor` tells this user, which it tells by its exit code too."""
        command = [*self.prefix, BINARY, "doctor", "--json", "--data-dir", self.folder / "data"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        told = json.loads(done.stdout)
        assert done.returncode == (0 if told["full"] else 1), done.stderr
        return told

    def remove(self):
        if self.groups:
            self.groups.remove()
        shutil.rmtree(self.folder)


def lacks(row):
    return row["state"] == "missing"


def pytest_generate_tests(metafunc):
    """Root's server has hostile instances of both kinds: started, and copies of one that had
    initialised. Whoever is not root makes no copies."""
    if "host" not in metafunc.fixturenames:
        return
    hosts = ["root", "copied", "unprivileged"]
    if metafunc.definition.get_closest_marker("any_start"):
        hosts.remove("copied")
    metafunc.parametrize("host", hosts, indirect=True, scope="session")


@pytest.fixture(scope="session")
def host(request):
    """A server with a hostile function on it, and a neighbour of that."""
    if request.param in ("root", "copied"):
        if os.geteuid() != 0:
            pytest.skip("these tests are not root")
        copied = request.param == "copied"
        if copied and platform.machine() != "x86_64":
            pytest.skip("processes are copied on x86-64 alone")
        running = request.getfixturevalue("server")
        yield Host(running, "root", copied)
        return
    user = Unprivileged().prepare()
    try:
        if reason := user.refusal():
            pytest.skip(reason)
        running = user.server().start()
        yield Host(running, "unprivileged")
        assert running.stop() == 0, running.log()
    finally:
        user.remove()
