"""Who gets the processors when more is wanted than there is: each function by its memory, and the
server, which serves all of them, before any."""

from pathlib import Path

import pytest
from harness import Functions, wait_for

# The memory that buys a whole CPU, and some fourteenth of one, MiB: sizes that no spare has.
LARGE, SMALL = 1769, 131


class Groups:
    """The control groups of a server, of whichever version."""

    def __init__(self, server):
        record = server.data_dir / "runtime" / "control-groups"
        if not record.exists():
            pytest.skip("this host has no control groups for the server")
        self.folders = [Path(line) for line in record.read_text().split("\n")]

    def read(self, name, *files):
        """The first of these files that a group has."""
        places = (folder / name / file for folder in self.folders for file in files)
        return next((place.read_text() for place in places if place.exists()), "")

    def weight(self, name):
        return int(self.read(name, "cpu.shares", "cpu.weight") or 0)

    def holds(self, name, process):
        """Whether a process is in a group of this name that weighs something."""
        cpu = [folder / name for folder in self.folders if (folder / name / "cpu.stat").exists()]
        return any(str(process) in (one / "cgroup.procs").read_text().split() for one in cpu)

    def of_memory(self, memory_mib):
        """The group of the only instance with so much memory."""
        wanted = str(memory_mib << 20)
        names = {group.name for folder in self.folders for group in folder.iterdir()}
        (found,) = (
            name
            for name in names
            if self.read(name, "memory.limit_in_bytes", "memory.max").strip() == wanted
        )
        return found


def test_a_function_weighs_by_its_memory_and_the_server_more_than_any(own_server):
    functions = Functions(own_server.start())
    groups = Groups(own_server)
    if not groups.read("", "cpu.stat"):
        pytest.skip("this host has no cpu controller for the server")
    wait_for(lambda: groups.holds("server", own_server.process.pid), "the server is in its group")
    code = "def handler(event, context): return 'well'"
    for memory_mib in (SMALL, LARGE):
        name = functions.create(code, MemorySize=memory_mib)
        assert functions.invoke(name)[0] == "well"
    small, large = (groups.weight(groups.of_memory(size)) for size in (SMALL, LARGE))
    assert 13 <= large / small <= 15
    assert groups.weight("server") == 16 * large
