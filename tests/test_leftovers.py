"""What is left of a server that was killed while many instances ran: of its processes nothing, at
once; of all else nothing, after the next start."""

import os
import select
import threading
from pathlib import Path

import botocore.exceptions
import pytest
from botocore.config import Config
from harness import PATIENCE_SECONDS, Functions, wait_for

INSTANCES = 100
# So many that a small machine takes all of them; a program in the shell needs a few MiB.
MEMORY_MIB = 128
# The server takes so much of the machine for functions; a half leaves room for these tests.
SHARE_OF_MEMORY = 0.5

# A custom runtime that takes its call and keeps it.
BOOTSTRAP = """#!/bin/bash
exec 5<>/dev/tcp/127.0.0.1/9001
printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&5
read -r line <&5
exec 6<> <(:)
read -t 600 <&6
"""


class Process:
    """A process, held so that another one with its number is never taken for it."""

    def __init__(self, number):
        self.number, self.held = number, os.pidfd_open(number)
        self.namespaces = namespaces(number)

    def is_gone(self):
        return bool(select.select([self.held], [], [], 0)[0])


def hold(numbers):
    """Those of them that stay: not what has come for a moment, such as the program that makes
    disks."""
    held = []
    for number in numbers:
        try:
            held.append(Process(number))
        except ProcessLookupError:
            continue
    return [process for process in held if not process.is_gone()]


def namespaces(process):
    """Its namespaces, by their inodes."""
    found = set()
    for kind in ("cgroup", "ipc", "mnt", "net", "pid", "user", "uts"):
        try:
            found.add(os.stat(f"/proc/{process}/ns/{kind}").st_ino)
        except OSError:
            continue
    return found


def below(process):
    """The numbers of all processes that it started, and of those that those did."""
    found = []
    for task in Path(f"/proc/{process}/task").glob("*"):
        try:
            children = (task / "children").read_text().split()
        except OSError:
            continue
        for child in children:
            found += [int(child), *below(child)]
    return found


def numbers():
    return filter(str.isdigit, os.listdir("/proc"))


def disks(folder):
    """Loop devices over files in a folder, by what the kernel says of them."""
    backing = Path("/sys/block").glob("loop*/loop/backing_file")
    return [place for place in backing if text(place).startswith(str(folder))]


def text(place):
    try:
        return place.read_text()
    except OSError:
        return ""


def groups(server):
    """The groups of the instances of a server, and the processes that are in each."""
    record = (server.data_dir / "runtime" / "control-groups").read_text().split("\n")
    found = {}
    for folder in map(Path, record):
        for group in folder.iterdir() if folder.is_dir() else []:
            if group.is_dir() and group.name != "server":
                found[str(group)] = set(map(int, text(group / "cgroup.procs").split()))
    return found


def how_many():
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return min(INSTANCES, int(pages * SHARE_OF_MEMORY / MEMORY_MIB))


@pytest.fixture
def crowded(own_server):
    """A server with as many busy instances of a function, and the calls that keep them busy."""
    functions = Functions(own_server.start())
    name = functions.create(
        {"bootstrap": BOOTSTRAP}, Runtime="provided.al2023", MemorySize=MEMORY_MIB, Timeout=600
    )
    wanted = f"AWS_LAMBDA_FUNCTION_NAME={name}".encode()

    client = own_server.client("lambda", config=Config(max_pool_connections=INSTANCES))

    def call():
        try:
            client.invoke(FunctionName=name)
        except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
            # The server was killed under it.
            return

    calls = [threading.Thread(target=call) for _ in range(how_many())]
    for one in calls:
        one.start()

    def running():
        # Cheap, since it is asked often and takes of the same processors.
        if len(groups(own_server)) < len(calls):
            return False
        shells = 0
        for number in below(own_server.process.pid):
            try:
                shells += wanted in Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
            except OSError:
                continue
        return shells >= len(calls)

    wait_for(running, f"{len(calls)} instances run", PATIENCE_SECONDS)
    yield own_server
    own_server.kill()
    for one in calls:
        one.join()


def test_a_killed_server_leaves_nothing_behind(crowded):
    folder = crowded.data_dir
    processes = hold(below(crowded.process.pid))
    assert len(processes) > 2 * how_many(), (
        "the launcher, and of each instance the first and a shell"
    )
    own = namespaces("self")
    theirs = set().union(*(process.namespaces for process in processes)) - own
    assert len(theirs) >= 6 * how_many()
    before = groups(crowded)
    assert sum(map(len, before.values())) > 2 * how_many()
    mounts = Path("/proc/self/mountinfo").read_text()
    assert str(folder) not in mounts, "what is mounted for a sandbox is seen by nobody else"
    if os.geteuid() == 0:
        assert len(disks(folder)) >= how_many()

    crowded.kill()
    wait_for(lambda: all(map(Process.is_gone, processes)), "all of its processes are gone", 5)
    wait_for(lambda: not disks(folder), "all of its disks are gone", 5)
    left = {number for number in numbers() if namespaces(number) & theirs}
    assert not left, "somebody still has a namespace of theirs"
    assert Path("/proc/self/mountinfo").read_text().count("nsfs") == mounts.count("nsfs")
    assert set(groups(crowded)) == set(before), "what the next start has to remove"

    crowded.start()
    alive = set(below(crowded.process.pid))
    old = {group: inside for group, inside in groups(crowded).items() if not inside & alive}
    assert not {group for group in old if group in before}, "a group of the killed server's"
    assert crowded.stop() == 0, crowded.log()
    assert not groups(crowded), "a group of the stopped server's"
    assert not disks(folder)
    assert not list((folder / "runtime" / "disks").glob(".*")) or os.geteuid() != 0
