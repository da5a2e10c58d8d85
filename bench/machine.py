"""Processes to measure: started on a free port, asked for their memory and their CPU time."""

import http.client
import os
import re
import signal
import socket
import statistics
import subprocess
import time
from pathlib import Path

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

# The longest that anything here takes to start.
START_SECONDS = 60


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Process:
    """A server under measurement, with everything below it."""

    def __init__(self, command, **more):
        self.began = time.monotonic()
        self.child = subprocess.Popen(command, start_new_session=True, **more)

    def until_listening(self, port):
        """Waits until the port takes a connection; milliseconds since the start."""
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return (time.monotonic() - self.began) * 1000
            except OSError:
                if self.child.poll() is not None:
                    raise SystemExit(f"{self.child.args} ended: {self.child.returncode}") from None
                if time.monotonic() - self.began > START_SECONDS:
                    raise SystemExit(f"{self.child.args} does not listen on {port}") from None
                time.sleep(0.0005)

    def tree(self):
        """Its process id and those of all below it."""
        children = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            fields = read(stat).rpartition(")")[2].split()
            if fields:
                children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
        found, left = [], [self.child.pid]
        while left:
            found.append(left.pop())
            left.extend(children.get(found[-1], []))
        return found

    def memory_kib(self):
        """The proportional set size of the tree: pages that are shared are split."""
        texts = [read(Path(f"/proc/{pid}/smaps_rollup")) for pid in self.tree()]
        sizes = [re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE) for text in texts]
        return sum(int(size[1]) for size in sizes if size)

    def cpu_seconds(self):
        """User and system time of the tree, with that of children that have ended."""
        total = 0
        for pid in self.tree():
            fields = read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
            total += sum(map(int, fields[11:15]))
        return total / TICKS_PER_SECOND

    def stop(self):
        self.child.send_signal(signal.SIGTERM)
        try:
            self.child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.child.kill()
            self.child.wait()


def fdatasync_us(folder, rounds=50):
    """What one fdatasync of a small append takes here and now, median, microseconds."""
    took = []
    with open(Path(folder) / "synced", "ab", buffering=0) as file:
        for _ in range(rounds):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append((time.perf_counter() - began) * 1e6)
    return statistics.median(took)


def read(path):
    """A file of /proc, or nothing when its process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""


def get(port, path, host=None):
    """One request; the status of its answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=START_SECONDS)
    try:
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()
