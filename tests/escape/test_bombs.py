"""Functions that take all that they can get: how far each comes, and what their neighbour feels.

The neighbour is called one call after the other on one connection, first while nothing else runs
and then for as long as a bomb does. Its median may then be twice what it was. A median under the
floor counts as the floor. The ninth decile is shown, not judged: it is the wait for a processor, of
which a small machine has as many as the bomb keeps busy. A round is judged only if the machine did
nothing else: if the calls just before and after it were all much alike.

Nothing is tried outside of the sandboxes: without their limits, most of these bombs would end the
machine. That the bound can be passed is seen with a neighbour that is slow by itself.
"""

import http.client
import statistics
import threading
import time
from itertools import pairwise

import bombs
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

BOMB_SECONDS = 0.8
QUIET_CALLS = 100
# Fewer say nothing.
CALLS_MIN = 40
TIMES_MAX = 2.0
FLOOR_MS = 1.5
ROUNDS_MAX = 4
# Of a machine that does nothing else, how far the ninth decile is from the median.
ALIKE_TIMES = 2.0
ALIKE_MORE_MS = 0.5

# The bomb, its memory in MiB, and how its call ends.
BOMBS = {
    "forks": (2048, lambda count: 500 < count < 1024),
    "threads": (512, lambda count: 500 < count < 1024),
    "files": (512, lambda count: 1000 < count < 1024),
    "disk": (256, None),
    "small_files": (256, None),
    "output": (256, lambda kib: kib > 1000),
    "memory": (256, None),
}


class Caller:
    """Calls a function over one connection; a signature is good for as long as this lives."""

    def __init__(self, host, function):
        self.body = b"{}"
        self.path = f"/2015-03-31/functions/{function}/invocations"
        address = host.server.endpoint.split("://", 1)[1]
        self.connection = http.client.HTTPConnection(address, timeout=30)
        request = AWSRequest("POST", host.server.endpoint + self.path, data=self.body)
        SigV4Auth(Credentials("test", "test"), "lambda", "us-east-1").add_auth(request)
        self.headers = dict(request.headers)

    def call_ms(self):
        began = time.perf_counter()
        self.connection.request("POST", self.path, self.body, self.headers)
        answer = self.connection.getresponse()
        text = answer.read()
        assert (answer.status, text) == (200, b'"well"'), text
        return (time.perf_counter() - began) * 1000

    def calls_ms(self, count):
        return [self.call_ms() for _ in range(count)]


@pytest.fixture(scope="module")
def caller(host):
    ready = Caller(host, host.neighbour)
    ready.calls_ms(20)
    return ready


class Figures:
    """What the neighbour felt, in one round."""

    def __init__(self, before, loud, after):
        self.calls = len(loud)
        self.quiet, self.quiet_decile = summary(before)
        self.loud, self.loud_decile = summary(loud)
        self.undisturbed = alike(before) and alike(after)

    @property
    def unfelt(self):
        enough = self.calls >= CALLS_MIN
        return enough and self.loud <= TIMES_MAX * max(self.quiet, FLOOR_MS)

    def __str__(self):
        return (
            f"median {self.quiet:.2f} -> {self.loud:.2f} ms, ninth decile "
            f"{self.quiet_decile:.2f} -> {self.loud_decile:.2f} ms, {self.calls} calls"
        )


def alike(samples):
    median, decile = summary(samples)
    return decile <= ALIKE_TIMES * median + ALIKE_MORE_MS


def summary(samples):
    return statistics.median(samples), statistics.quantiles(samples, n=10)[-1]


def explode(host, bomb, evil, caller):
    """One round: the figures, and how each call of the bomb ended."""
    before = caller.calls_ms(QUIET_CALLS)
    ends = []

    def work():
        until = time.monotonic() + BOMB_SECONDS
        while time.monotonic() < until:
            wanted = {"bomb": bomb, "seconds": BOMB_SECONDS}
            ends.append(host.functions.invoke(evil, wanted))

    thread = threading.Thread(target=work)
    thread.start()
    loud = []
    while thread.is_alive():
        loud.append(caller.call_ms())
    thread.join()
    return Figures(before, loud, caller.calls_ms(QUIET_CALLS)), ends


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_ends_at_its_limit_and_its_neighbour_does_not_feel_it(host, caller, bomb):
    memory_mib, plausible = BOMBS[bomb]
    evil = host.create(MemorySize=memory_mib, Timeout=30)
    host.check_start(evil)
    rounds = []
    while len(rounds) < ROUNDS_MAX and not any(one.unfelt for one in rounds):
        figures, ends = explode(host, bomb, evil, caller)
        rounds.append(figures)
        print(f"{bomb} as {host.user}{', copied' * host.copied}: {figures}, {ends[-1][0]}")
        for answer, whole in ends:
            if plausible:
                assert "FunctionError" not in whole, answer
                assert plausible(answer), answer
            else:
                assert ended_well(bomb, host, answer, whole), answer
    host.check_start(evil)
    host.remove(evil)
    told = "; ".join(map(str, rounds))
    if not any(one.unfelt for one in rounds):
        assert not any(one.undisturbed for one in rounds), told
        pytest.skip(f"the machine has too much else to do: {told}")


@pytest.mark.any_start
def test_a_neighbour_that_is_slower_is_found_slower(host, caller):
    """The pair of the bombs: what they may not do to it, it does itself."""
    slow = host.functions.create(
        "import time\ndef handler(event, context):\n    time.sleep(0.01)\n    return 'well'"
    )
    before = caller.calls_ms(QUIET_CALLS)
    late = Caller(host, slow).calls_ms(CALLS_MIN)
    assert not Figures(before, late, before).unfelt


def ended_well(bomb, host, answer, whole):
    """Of its memory it is told as AWS tells it; of its disk it has no more than it was promised.
    Where /tmp lies in memory, a full one takes all of that."""
    in_memory = host.user != "root"
    if "FunctionError" in whole:
        return answer["errorType"] == "Runtime.OutOfMemory" and (bomb == "memory" or in_memory)
    most = {"memory": -1, "disk": 530, "small_files": 300_000 if in_memory else 40_000}
    return 50 < answer < most[bomb]


@pytest.mark.any_start
def test_what_is_started_before_the_answer_does_not_go_on_after_it(host):
    code = """
import os, threading, time
def beat(place):
    while True:
        with open(place, 'a') as file: file.write(f'{time.monotonic()}\\n')
        time.sleep(0.002)
if os.fork() == 0:
    beat('/tmp/child')
threading.Thread(target=beat, args=('/tmp/thread',), daemon=True).start()
def beats(name):
    return list(map(float, open('/tmp/' + name))) if os.path.exists('/tmp/' + name) else []
def handler(event, context):
    while min(len(beats('child')), len(beats('thread'))) < 10: time.sleep(0.01)
    return sorted(beats('child') + beats('thread'))
"""
    busy = host.functions.create(code)
    before, _ = host.functions.invoke(busy)
    # Not a wait for something to happen, but a time in which nothing may.
    time.sleep(1.0)
    after, _ = host.functions.invoke(busy)
    between = [beat for beat in after if before[-1] < beat]
    longest = max(later - earlier for earlier, later in pairwise([before[-1], *between]))
    assert longest > 0.8, f"it ran on: its longest pause was {longest:.3f} s"


def test_every_bomb_is_tried():
    assert set(BOMBS) == set(bombs.BOMBS)
