"""Functions that nobody calls: they stand still, whatever they had begun, and cost no processor."""

import os
import threading
import time
from pathlib import Path

import pytest
from harness import Functions, samara, wait_for
from test_leftovers import below

FUNCTIONS = 20
WATCHED_SECONDS = 1.0
# Of one processor, for the server itself and all of them.
SHARE_MAX = 0.05
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")

# Each would keep two processors busy, if it were let.
CODE = """
import os, threading, time
def spin():
    while True: pass
if os.fork() == 0: spin()
threading.Thread(target=spin, daemon=True).start()
def handler(event, context):
    time.sleep(event.get('seconds', 0))
    return os.environ['AWS_LAMBDA_FUNCTION_NAME']
"""


def cpu_seconds(process):
    """What a process and all below it have used."""
    ticks = 0
    for number in (process, *below(process)):
        try:
            stat = Path(f"/proc/{number}/stat").read_text()
        except OSError:
            continue
        ticks += sum(map(int, stat.rpartition(")")[2].split()[11:13]))
    return ticks / TICKS_PER_SECOND


def used(process):
    """The processors' time that it and all below it use while nothing is asked of them."""
    before = cpu_seconds(process)
    # Not a wait for something to happen, but a time in which nothing may.
    time.sleep(WATCHED_SECONDS)
    return cpu_seconds(process) - before


def test_functions_that_nobody_calls_use_no_cpu(own_server, tmp_path):
    doctor = samara("doctor", "--data-dir", tmp_path / "data", expect=None)
    if "an idle instance stands still" not in doctor.out:
        pytest.skip("this host has no freezer")
    functions = Functions(own_server.start())
    role = functions.role()
    names = [functions.create(CODE, Role=role) for _ in range(FUNCTIONS)]
    for name in names:
        assert functions.invoke(name)[0] == name
    process = own_server.process.pid
    # The launcher, and of each function its first process, itself and its child.
    assert len(below(process)) > 3 * FUNCTIONS
    wait_for(lambda: used(process) <= SHARE_MAX * WATCHED_SECONDS, "all of them stand still")
    spent = used(process)
    print(f"{FUNCTIONS} functions: {spent:.2f} s of CPU in {WATCHED_SECONDS} s")
    assert spent <= SHARE_MAX * WATCHED_SECONDS
    # The pair: one that is called does go on, and it is seen.
    event = {"seconds": WATCHED_SECONDS + 1}
    calling = threading.Thread(target=functions.invoke, args=(names[0], event))
    calling.start()
    spent = used(process)
    calling.join()
    assert spent > SHARE_MAX * WATCHED_SECONDS
