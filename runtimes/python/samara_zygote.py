"""A function that is initialised to be copied, and what each copy renews.

Copies of a process share what it has drawn, read and opened. So while the function initialises, a
profiler looks at each call for what its copies must not share, and remembers the first and where it
was: the server copies only what was seen to do none of it, or what asks to be copied all the same.
The profiler slows this initialisation alone, which nobody waits for; copies run without it.

What native code does is not seen. Native modules of the function's own therefore count as harm.

What stays the same in all copies of a version: where things lie in memory, and the seed of Python's
hashes, which lives in every dictionary. `hash()` of a text is therefore no secret of one instance.
"""

import os
import sys

SECRETS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
RANDOM_FILES = ("/dev/urandom", "/dev/random", "/proc/sys/kernel/random")
# C functions, by module and name: what a person calls them.
CALLS = {
    ("posix", "urandom"): "os.urandom()",
    ("posix", "getrandom"): "os.getrandom()",
    ("_uuid", "generate_time_safe"): "uuid.uuid1()",
    ("_ssl", "RAND_bytes"): "ssl.RAND_bytes()",
    ("_ssl", "RAND_pseudo_bytes"): "ssl.RAND_pseudo_bytes()",
    ("posix", "fork"): "os.fork()",
    ("posix", "forkpty"): "os.forkpty()",
    ("posix", "posix_spawn"): "os.posix_spawn()",
    ("posix", "posix_spawnp"): "os.posix_spawnp()",
    ("posix", "system"): "os.system()",
    ("_posixsubprocess", "fork_exec"): "a subprocess",
    ("_thread", "start_new_thread"): "a thread",
    ("_thread", "start_joinable_thread"): "a thread",
    ("_ctypes", "dlopen"): "ctypes.CDLL()",
    ("_socket", "getaddrinfo"): "socket.getaddrinfo()",
    ("_socket", "gethostbyname"): "socket.gethostbyname()",
}
NAMES = {name for _, name in CALLS}
SOCKET_CALLS = {"connect", "connect_ex", "sendto", "sendmsg"}
RANDOM_CALLS = {"random", "getrandbits", "seed", "setstate"}
# Python functions of the library, by file and name: they tell more than the C function below them.
FUNCTIONS = {
    ("uuid.py", "uuid1"): "uuid.uuid1()",
    ("uuid.py", "uuid4"): "uuid.uuid4()",
    ("uuid.py", "getnode"): "uuid.getnode()",
    ("secrets.py", "token_bytes"): "secrets.token_bytes()",
    ("secrets.py", "token_hex"): "secrets.token_hex()",
    ("secrets.py", "token_urlsafe"): "secrets.token_urlsafe()",
}
SDK = "/botocore/"


class Watch:
    """Looks at what a function does while it initialises."""

    def __init__(self):
        import _random
        import _socket
        import random

        self.harm = None
        self.generator = _random.Random
        self.socket = _socket.socket
        self.environment = type(os.environ).__getitem__.__code__
        folder = os.path.dirname(random.__file__)
        self.library = (
            random.__file__,
            os.path.join(folder, "ctypes", "__init__.py"),
            os.path.join(folder, "multiprocessing", "process.py"),
        )
        self.opened = None

    def __enter__(self):
        import builtins
        import io

        real, self.opened = builtins.open, (builtins.open, os.open)
        real_os = os.open

        def open(file, *arguments, **named):  # noqa: A001
            self.look_at_file(file, sys._getframe(1))
            return real(file, *arguments, **named)

        def os_open(path, *arguments, **named):
            self.look_at_file(path, sys._getframe(1))
            return real_os(path, *arguments, **named)

        builtins.open = io.open = open
        os.open = os_open
        sys.setprofile(self.look)
        return self

    def __exit__(self, *_):
        import builtins
        import io

        sys.setprofile(None)
        builtins.open, os.open = self.opened
        io.open = builtins.open

    def look(self, frame, event, function):
        """The profiler: at each call of a function, before it runs."""
        if self.harm:
            return
        if event == "c_call":
            name = function.__name__
            if name in NAMES:
                what = CALLS.get((function.__module__, name))
                if what:
                    self.note(what, frame)
            elif name in RANDOM_CALLS:
                if isinstance(function.__self__, self.generator):
                    self.note(f"random.{name}()", frame)
            elif name in SOCKET_CALLS:
                if isinstance(function.__self__, self.socket):
                    self.note(f"socket.{name}()", frame)
                elif function.__module__ == "_sqlite3":
                    self.note("sqlite3.connect()", frame)
            elif name == "create_dynamic":
                self.look_at_module(frame)
        elif event == "call":
            code = frame.f_code
            if code is self.environment:
                self.look_at_variable(frame)
            elif code.co_name in ("uuid1", "uuid4", "getnode") or code.co_name[:6] == "token_":
                what = FUNCTIONS.get((os.path.basename(code.co_filename), code.co_name))
                if what:
                    self.note(what, frame)

    def look_at_file(self, file, frame):
        """Something opens a file."""
        if not self.harm and isinstance(file, (str, os.PathLike)):
            name = os.fspath(file)
            if isinstance(name, str) and name.startswith(RANDOM_FILES):
                self.note(f"open({name!r})", frame)

    def look_at_module(self, frame):
        """Something imports a native module."""
        arguments = frame.f_locals.get("args") or (frame.f_locals.get("spec"),)
        origin = str(getattr(arguments[0], "origin", None))
        if origin.startswith(("/var/task/", "/opt/", "None")):
            self.note(f"the native module {os.path.basename(origin)}", frame)

    def look_at_variable(self, frame):
        """Something reads a variable of the environment."""
        if frame.f_locals.get("key") not in SECRETS:
            return
        reader = frame.f_back
        while reader and os.path.basename(reader.f_code.co_filename) in (
            "os.py",
            "_collections_abc.py",
            "<frozen os>",
            "<frozen _collections_abc>",
        ):
            reader = reader.f_back
        # The SDK keeps them in objects of one kind, which are found and renewed.
        if reader and SDK not in reader.f_code.co_filename:
            self.note(f"os.environ[{frame.f_locals['key']!r}]", frame)

    def note(self, what, frame):
        """Remembers what was done, and the line of the function's own that did it."""
        place = None
        while frame:
            code = frame.f_code
            # When it is imported, `random` seeds the generator that each copy seeds again,
            # `multiprocessing` draws the key that each copy draws again, and `ctypes` opens what
            # is open already.
            if code.co_name == "<module>" and code.co_filename in self.library:
                return
            if not place and code.co_filename.startswith(("/var/task/", "/opt/")):
                name = code.co_filename.removeprefix("/var/task/")
                place = f" at {name}:{frame.f_lineno}"
            frame = frame.f_back
        self.harm = what + (place or "")


class Zygote:
    """A function that has initialised, and its copies."""

    def __init__(self):
        self.watch = Watch()
        self.credentials = []
        self.signals = []
        self.hooks = os.environ.get("AWS_LAMBDA_INITIALIZATION_TYPE") == "snap-start"

    def settle(self, send, fail, failure):
        """Makes ready to be copied, and says what was seen."""
        import gc
        import json

        if self.hooks:
            self.run_hooks("get_before_snapshot", "Runtime.BeforeSnapshotError", fail, failure)
        elif registered():
            self.watch.harm = self.watch.harm or "its runtime hooks, which SnapStart alone runs"
        obstacle = self.obstacle()
        self.credentials = sdk_credentials()
        body = json.dumps({"harm": self.watch.harm, "obstacle": obstacle}).encode()
        gc.collect()
        # What is there now lives on: looking through it would copy its pages in each copy.
        gc.freeze()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        send("zygote", body=body)

    def obstacle(self):
        """What of the process, beyond its memory, no copy would have."""
        import signal

        left = os.listdir("/tmp")
        if left:
            return f"it left a file in /tmp: {left[0]}"
        self.signals = signal_handlers()
        for number, handler in self.signals:
            if handler is None:
                return f"a handler of signal {number} that is not Python's"
        for timer in (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF):
            if signal.getitimer(timer) != (0.0, 0.0):
                return "it left a timer running"
        return None

    def renew(self, fail, failure):
        """What must not be the same in two copies. The environment is new already."""
        renew_random(sys.modules)
        environment = os.environ.get
        for one in self.credentials:
            one.access_key, one.secret_key, one.token = (environment(name) for name in SECRETS)
        renew_handlers(self.signals)
        if self.hooks:
            self.run_hooks("get_after_restore", "Runtime.AfterRestoreError", fail, failure)

    def run_hooks(self, which, error_type, fail, failure):
        """Runs the function's hooks, the last registered first before a snapshot."""
        module = sys.modules.get("snapshot_restore_py")
        hooks = getattr(module, which)() if module else []
        if which == "get_before_snapshot":
            hooks = reversed(hooks)
        try:
            for function, arguments, named in hooks:
                function(*arguments, **named)
        except Exception as error:
            import traceback

            trace = traceback.format_tb(error.__traceback__)[1:]
            fail(failure(error_type, f"{type(error).__name__}: {error}", trace))


def registered():
    """Whether there are hooks."""
    module = sys.modules.get("snapshot_restore_py")
    return bool(module and (module.get_before_snapshot() or module.get_after_restore()))


def signal_handlers():
    """The signals that are not handled as the kernel would, each with its handler."""
    import signal

    handlers = [(number, signal.getsignal(number)) for number in signal.valid_signals()]
    return [(number, handler) for number, handler in handlers if handler != signal.SIG_DFL]


def renew_handlers(handlers):
    """Handles signals as these say: the kernel knows no handlers of a process that is new."""
    import signal

    for number, handler in handlers:
        signal.signal(number, handler)


def renew_random(modules):
    """Gives every generator that the language and its library keep a new state."""
    ssl = modules.get("_ssl")
    if ssl:
        # It reseeds the generator that all others of OpenSSL are reseeded from when next used.
        ssl.RAND_add(os.urandom(64), 64.0)
    random = modules.get("random")
    if random:
        random.seed()
    uuid = modules.get("uuid")
    if uuid:
        uuid._last_timestamp = None
        uuid._node = None
        # What libuuid remembers of its clock cannot be reached. Without it Python does the same.
        uuid._generate_time_safe = None
        uuid._GETTERS = []
    multiprocessing = modules.get("multiprocessing.process")
    if multiprocessing:
        multiprocessing.current_process().authkey = os.urandom(32)
    tempfile = modules.get("tempfile")
    if tempfile:
        tempfile._name_sequence = None
    if "_sqlite3" in modules:
        renew_sqlite(modules["_sqlite3"])


def renew_sqlite(module):
    """SQLite draws from a generator of its own, which seeds itself anew once it was emptied: only
    its C interface does that."""
    import ctypes

    library = ctypes.CDLL(getattr(module, "__file__", None))
    empty = getattr(library, "sqlite3_randomness", None)
    if empty:
        empty(0, None)


def sdk_credentials():
    """The objects in which the SDK keeps the credentials of this environment."""
    import gc

    module = sys.modules.get("botocore.credentials")
    kind = getattr(module, "Credentials", None)
    if kind is None:
        return []
    key = os.environ.get("AWS_ACCESS_KEY_ID")
    return [one for one in gc.get_objects() if isinstance(one, kind) and one.access_key == key]
