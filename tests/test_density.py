"""Two hundred functions that were called once: each keeps its instance, and none is in the way."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from harness import Functions, wait_for
from test_idle import SHARE_MAX, WATCHED_SECONDS, used
from test_leftovers import below

# On a machine with memory for them; on a smaller one as many as a quarter of its memory holds.
FUNCTIONS = 200
# What an idle Python instance may hold, of proportional set size.
EACH_MIB_MAX = 16
# What the server, its launcher and what it keeps ready for the next starts may hold.
SERVER_MIB_MAX = 256
# What each may use while it is called: all of them together more than this machine has.
MEMORY_MIB = 512
CALLERS = 4

CODE = """
import os
calls = 0
def handler(event, context):
    global calls
    calls += 1
    return [os.environ['AWS_LAMBDA_FUNCTION_NAME'], calls]
"""


def available_mib():
    text = Path("/proc/meminfo").read_text()
    return int(re.search(r"^MemAvailable:\s+(\d+)", text, re.MULTILINE)[1]) // 1024


def proportional_mib(process):
    """What a process and all below it hold; pages that are shared are split."""
    kib = 0
    for number in (process, *below(process)):
        try:
            text = Path(f"/proc/{number}/smaps_rollup").read_text()
        except OSError:
            continue
        found = re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)
        kib += int(found[1]) if found else 0
    return kib / 1024


def server_status(server):
    return json.loads(server.samara("status", "--json").out)["server"]


def test_two_hundred_functions_stay_warm_and_use_nothing(own_server):
    count = min(FUNCTIONS, available_mib() // 4 // EACH_MIB_MAX)
    print(f"{count} functions of {MEMORY_MIB} MiB, {available_mib()} MiB are available")
    functions = Functions(own_server.start())
    role = functions.role()

    def create(_):
        return functions.create(CODE, Role=role, MemorySize=MEMORY_MIB)

    def call(name):
        return functions.invoke(name)[0]

    with ThreadPoolExecutor(CALLERS) as callers:
        names = list(callers.map(create, range(count)))
        assert list(callers.map(call, names)) == [[name, 1] for name in names]
        status = wait_for(
            lambda: settled(own_server, count), "each is counted with what it holds, and is idle"
        )
        assert status["memoryMib"] < count * EACH_MIB_MAX < count * MEMORY_MIB

        process = own_server.process.pid
        wait_for(lambda: used(process) <= SHARE_MAX * WATCHED_SECONDS, "all of them stand still")
        held_mib = proportional_mib(process)
        print(f"{held_mib:.0f} MiB in all, {held_mib / count:.1f} for each")
        assert held_mib <= SERVER_MIB_MAX + count * EACH_MIB_MAX
        # Each is the one that it was.
        assert list(callers.map(call, names)) == [[name, 2] for name in names]


def settled(server, count):
    """The server's status, once every instance is idle and has been looked at."""
    status = server_status(server)
    idle = status["instances"]["idle"] == count
    return status if idle and status["memoryMib"] < count * EACH_MIB_MAX else None
