"""A spare: an interpreter that starts before it is known which function it will be.

It imports what most functions of its kind import, says so, and waits for a function's environment.

One that has imported the SDK need not wait for one function alone: the server takes an image of
it, and any number of functions begin with that. So their processes share the pages of the import,
and what one of them writes is its own. What each must have for itself is renewed before its
function's code is there: generators, and the handlers of signals, which the kernel keeps. As of all
copies, two things stay the same: where things lie in memory, and the seed of hashes.
"""

import gc
import importlib  # noqa: F401
import json
import logging
import os
import sys
import time
import traceback  # noqa: F401

from samara_bootstrap import receive, sdk_folder, send, take_environment

# Set where an image is taken: what is kept in memory is then shared.
IMAGED = "SAMARA_IMAGED"


def wait(imports):
    """Waits to become a function, with these imported, separated by commas."""
    original = None
    if "boto3" in imports.split(","):
        import samara_sdk

        plain = list(sys.path)
        # Only what comes with the language and the runtime: the function's own is not here yet.
        here = os.path.dirname(os.path.abspath(__file__))
        sys.path[:] = [*(place for place in plain if place and place != here), sdk_folder()]
        samara_sdk.import_sdk()
        if IMAGED in os.environ:
            # Into the room that the client has left.
            gc.collect()
            samara_sdk.read_ahead()
        sys.path[:] = plain
        original = Original()
    gc.collect()
    if original:
        # What is there now lives on: looking through it would copy its pages in each copy.
        gc.freeze()
    modules = {name.partition(".")[0] for name in sys.modules}
    send("spare", body=json.dumps(sorted(modules)).encode())
    copied, environment = receive()
    take_environment(json.loads(environment))
    if copied:
        original.renew()
        # That it goes on; the function's own code may take its time.
        send("spare", body=b"[]")
    os.chdir("/var/task")


class Original:
    """An interpreter that may be copied before it becomes a function."""

    def __init__(self):
        # Whoever imports it in a copy would import it each time.
        import samara_zygote

        self.zygote = samara_zygote
        self.handlers = samara_zygote.signal_handlers()

    def renew(self):
        """What must not be the same in two copies. The environment is new already."""
        # Nobody has asked for a uuid yet.
        self.zygote.renew_random({**sys.modules, "uuid": None})
        self.zygote.renew_handlers(self.handlers)
        # Records tell how long ago logging began; some Pythons count it in nanoseconds.
        whole = isinstance(logging._startTime, int)
        logging._startTime = time.time_ns() if whole else time.time()
