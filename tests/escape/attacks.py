"""What a hostile function tries. Every attack returns its loot, or fails as the kernel told it to.

The same file runs in both places: as a function's package, where it must get nothing, and as a
plain program beside the tests (`python attacks.py '[["mount", {}]]'`), where it has to succeed. An
attack that cannot succeed anywhere proves nothing.

As a plain program it first moves to mount and host-name namespaces of its own, so that what it
does to those ends with it.
"""

import ctypes
import errno
import hashlib
import hmac
import http.client
import json
import mmap
import os
import platform
import signal
import socket
import stat
import struct
import sys
import time
import urllib.parse

LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long

# Numbers of system calls: x86-64, 64-bit ARM.
NUMBERS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "clock_settime": (227, 112),
    "clone": (56, 220),
    "clone3": (435, 435),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "fsopen": (430, 430),
    "init_module": (175, 105),
    "io_setup": (206, 0),
    "io_uring_setup": (425, 425),
    "ioprio_set": (251, 30),
    "kcmp": (312, 272),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "mlock": (149, 228),
    "mount": (165, 40),
    "name_to_handle_at": (303, 264),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "prlimit64": (302, 261),
    "process_vm_readv": (310, 270),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "sethostname": (170, 161),
    "setns": (308, 268),
    "setresuid": (117, 147),
    "shmget": (29, 194),
    "swapon": (167, 224),
    "sync": (162, 81),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
HERE = {"x86_64": 0, "aarch64": 1}[platform.machine()]

NEWUSER, NEWNS, NEWUTS = 0x1000_0000, 0x0002_0000, 0x0400_0000
SELF = os.getpid()

ATTACKS = {}


def attack(function):
    ATTACKS[function.__name__] = function
    return function


def read(path):
    with open(path, "rb") as file:
        return file.read().decode("latin-1")


def call(name, *arguments):
    """A system call by its number; an integer, or the error as an exception."""
    result = LIBC.syscall(ctypes.c_long(NUMBERS[name][HERE]), *map(argument, arguments))
    if result < 0:
        raise failed()
    return result


def argument(value):
    return ctypes.c_long(value) if isinstance(value, int) else value


def failed():
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))


def reached(name, *arguments):
    """A call with arguments that the kernel refuses, since right ones would do harm: whether it
    came as far as looking at them."""
    try:
        return call(name, *arguments) >= 0
    except OSError as error:
        if error.errno in (errno.EPERM, errno.ENOSYS):
            raise
        return errno.errorcode[error.errno]


def in_child(work):
    """Runs something in a process of its own; its exit code, or the name of what killed it."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except OSError as error:
            os._exit(error.errno)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        raise Killed(signal.Signals(os.WTERMSIG(status)).name)
    if os.WEXITSTATUS(status):
        raise OSError(os.WEXITSTATUS(status), "in the child")
    return "done"


class Killed(Exception):
    """The kernel killed the process that tried."""


# The kernel


@attack
def mount():
    return call("mount", b"none", b"/tmp", b"tmpfs", 0, None) == 0


@attack
def unmount():
    return call("umount2", b"/proc", 2) == 0


@attack
def new_file_system():
    return call("fsopen", b"tmpfs", 0)


@attack
def clone_a_mount():
    return call("open_tree", -100, b"/", 1)


@attack
def change_root():
    return in_child(lambda: call("chroot", b"/"))


@attack
def new_user_namespace():
    return in_child(lambda: call("unshare", NEWUSER))


@attack
def clone_into_user_namespace():
    child = call("clone", NEWUSER | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)


@attack
def clone3_into_user_namespace():
    arguments = struct.pack("<11Q", NEWUSER, 0, 0, 0, signal.SIGCHLD, 0, 0, 0, 0, 0, 0)
    child = call("clone3", arguments, len(arguments))
    if child == 0:
        os._exit(0)
    return os.waitpid(child, 0)


@attack
def enter_a_namespace():
    place = os.open("/proc/self/ns/uts", os.O_RDONLY)
    try:
        return call("setns", place, NEWUTS) == 0
    finally:
        os.close(place)


@attack
def host_name():
    return call("sethostname", b"evil", 4) == 0


@attack
def raw_socket():
    return socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)


@attack
def raw_packets():
    return socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x300)


@attack
def firewall():
    return socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 12)


@attack
def kernel_crypto():
    return socket.socket(38, socket.SOCK_SEQPACKET, 0)


@attack
def hypervisor_socket():
    return socket.socket(40, socket.SOCK_STREAM, 0)


@attack
def add_a_key():
    return call("add_key", b"user", b"samara-escape", b"loot", 4, -2)


@attack
def read_the_session_keyring():
    # The keyring's number, made if there is none.
    return call("keyctl", 0, -3, 1)


@attack
def ask_for_a_key():
    return reached("request_key", b"user", b"samara-escape-no-such-key", None, 0)


@attack
def bpf():
    return call("bpf", 0, struct.pack("<4I", 2, 4, 4, 1) + bytes(56), 72)


@attack
def userfaultfd():
    return call("userfaultfd", 0)


@attack
def userfaultfd_by_device():
    return os.open("/dev/userfaultfd", os.O_RDWR)


@attack
def io_uring():
    return call("io_uring_setup", 4, bytes(120))


@attack
def kernel_aio():
    return call("io_setup", 1, ctypes.byref(ctypes.c_ulong(0))) == 0


@attack
def performance_counters():
    return call("perf_event_open", struct.pack("<IIQ", 1, 112, 0) + bytes(96), 0, -1, -1, 0)


@attack
def file_handles():
    return reached("name_to_handle_at", -100, b"/", bytes(8), ctypes.byref(ctypes.c_int(0)), 0)


@attack
def watch_all_files():
    return call("fanotify_init", 0, 0)


@attack
def kernel_log():
    return call("syslog", 10, None, 0)


@attack
def load_a_module():
    return reached("init_module", None, 0, None)


@attack
def remove_a_module():
    return reached("delete_module", b"samara_no_such_module", 0)


@attack
def load_a_kernel():
    return reached("kexec_load", 0, 0, None, 0xFFFF)


@attack
def reboot():
    return reached("reboot", 1, 2, 3, None)


@attack
def swap():
    return reached("swapon", b"/samara/no/such/file", 0)


@attack
def quotas():
    return reached("quotactl", 0x800007 << 8, b"/samara/no/such/device", 0, None)


@attack
def set_the_clock():
    # A time that does not exist.
    return reached("clock_settime", 0, struct.pack("<qq", 1, 2_000_000_000))


@attack
def write_out_every_disk():
    return call("sync") == 0


@attack
def compare_kernel_objects():
    return call("kcmp", SELF, os.getppid(), 1, 0, 0) >= 0


@attack
def calls_of_32_bits():
    def work():
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        # mov eax, 20 (getpid); int 0x80; ret
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
        address = ctypes.addressof(ctypes.c_char.from_buffer(code))
        if ctypes.CFUNCTYPE(ctypes.c_int)(address)() < 0:
            raise OSError(errno.ENOSYS, "no such calls")

    return in_child(work)


# What it is


@attack
def become_root():
    return in_child(lambda: call("setresuid", 0, 0, 0))


@attack
def capabilities():
    lines = read("/proc/self/status").splitlines()
    held = [line.split() for line in lines if line.startswith(("Cap", "NoNewPrivs"))]
    loot = [name for name, value in held if name[:3] == "Cap" and int(value, 16)]
    return loot + [name for name, value in held if name == "NoNewPrivs:" and value == "0"]


@attack
def make_a_device():
    place = f"/tmp/samara-escape-{SELF}"
    os.mknod(place, stat.S_IFCHR | 0o666, os.makedev(1, 1))
    os.remove(place)
    return "the machine's memory as a file"


@attack
def more_weight():
    return os.setpriority(os.PRIO_PROCESS, 0, -5) is None


@attack
def disk_before_others():
    # The class of real time, for this process.
    return call("ioprio_set", 1, 0, 1 << 13) == 0


@attack
def lock_memory():
    held = mmap.mmap(-1, 1 << 20)
    address = ctypes.addressof(ctypes.c_char.from_buffer(held))
    return call("mlock", address, 1 << 20) == 0


@attack
def more_files():
    return call("prlimit64", 0, 7, struct.pack("<QQ", 1 << 19, 1 << 19), None) == 0


@attack
def spare_me_when_memory_ends():
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("-1000")
    return "the others go first"


@attack
def descriptors():
    """Everything that is open and none of our business."""
    loot = []
    for name in os.listdir("/proc/self/fd"):
        try:
            place = os.readlink(f"/proc/self/fd/{name}")
            mode = os.fstat(int(name)).st_mode
        except OSError:
            continue
        ours = place.startswith(("pipe:", "socket:", "/dev/null", "/proc/"))
        if stat.S_ISDIR(mode) and not place.startswith("/proc/") or not ours:
            loot.append(place)
    return loot


# The machine's files


@attack
def open_to_read(path):
    with open(path, "rb") as file:
        return len(file.read(64)) > 0


@attack
def open_to_write(path):
    os.close(os.open(path, os.O_WRONLY))
    return path


@attack
def look_into(path):
    return len(os.listdir(path))


@attack
def writable_folders(top):
    """Folders that a file can be made in, but for those that are ours."""
    loot = []
    for folder, names, _ in os.walk(top):
        if folder == "/":
            names[:] = [name for name in names if name not in ("proc", "tmp")]
        try:
            place = os.path.join(folder, f".samara-escape-{SELF}")
            os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY))
            os.remove(place)
            loot.append(folder)
        except OSError:
            pass
    return loot


@attack
def find(top, file):
    """A file of this name, anywhere."""
    for folder, _, files in os.walk(top):
        if file in files:
            return read(os.path.join(folder, file)) or "empty"
    return None


# Neighbours


@attack
def signal_a_process(pid):
    return os.kill(pid, 0) is None


@attack
def signal_everybody():
    return os.kill(-1, 0) is None


@attack
def hold_a_process(pid):
    return os.pidfd_open(pid)


@attack
def trace_a_process(pid):
    # Seize and let go: a process that is traced so does not notice.
    def work():
        call("ptrace", 0x4206, pid, 0, 0)

    return in_child(work)


@attack
def read_memory(pid, address, length):
    buffer = ctypes.create_string_buffer(length)
    ours = struct.pack("<QQ", ctypes.addressof(buffer), length)
    theirs = struct.pack("<QQ", address, length)
    call("process_vm_readv", pid, ours, 1, theirs, 1, 0)
    return buffer.raw.decode("latin-1")


@attack
def read_memory_as_a_file(pid, address, length):
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as file:
        file.seek(address)
        return file.read(length).decode("latin-1")


@attack
def take_a_descriptor(pid):
    return call("pidfd_getfd", os.pidfd_open(pid), 0, 0)


@attack
def environments(needle):
    """Every environment of every process that can be seen, but one's own."""
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            text = read(f"/proc/{name}/environ")
        except OSError:
            continue
        if needle in text and int(name) != os.getpid():
            return text
    return None


@attack
def shared_memory(key):
    return call("shmget", key, 0, 0) + 1


@attack
def watch_a_file():
    watch = LIBC.inotify_init1(0)
    if watch < 0:
        raise failed()
    return f"descriptor {watch}"


@attack
def wait_with_a_signal():
    """One of the signals that wait for somebody to take them, as many as a user may have."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGRTMIN])
    if LIBC.sigqueue(os.getpid(), signal.SIGRTMIN, ctypes.c_void_p(0)) < 0:
        raise failed()
    return "it waits"


@attack
def queue_messages():
    """A message queue of the largest size that anybody may have."""
    # flags, messages at most, bytes of each; then what is not read.
    attributes = (ctypes.c_long * 8)(0, 10, 8192, 0)
    name = f"/samara-escape-{time.monotonic_ns()}".encode()
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR
    queue = LIBC.mq_open(name, flags, ctypes.c_uint(0o600), ctypes.byref(attributes))
    if queue < 0:
        raise failed()
    LIBC.mq_unlink(name)
    return queue


@attack
def take_all(name):
    """Another attack over and over, until there is nothing more to get; how often."""
    taken = 0
    while taken < 300_000 and "got" in attempt(name, {}):
        taken += 1
    return taken


@attack
def abstract_socket(address):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("\0" + address)
    return address


@attack
def list_sockets(address):
    return [line for line in read("/proc/net/unix").splitlines() if address in line]


@attack
def connect(address, port):
    socket.create_connection((address, port), 2).close()
    return f"{address}:{port}"


@attack
def send_a_datagram(address, port):
    kind = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(kind, socket.SOCK_DGRAM) as sender:
        sender.connect((address, port))
        sender.send(b"loot")
        sender.settimeout(2)
        return sender.recv(16)


@attack
def listeners(known):
    """Whoever listens in this network, but for the ports that are known."""
    loot = []
    for name in ("tcp", "tcp6"):
        for line in read(f"/proc/net/{name}").splitlines()[1:]:
            _, local, _, state = line.split()[:4]
            if state == "0A" and int(local.rsplit(":", 1)[1], 16) not in known:
                loot.append(int(local.rsplit(":", 1)[1], 16))
    return loot


# Credentials


def signed(credentials, service, host, body, region="us-east-1"):
    """The headers of a signed POST, by Signature Version 4."""
    now = time.gmtime()
    date, stamp = time.strftime("%Y%m%d", now), time.strftime("%Y%m%dT%H%M%SZ", now)
    headers = {"host": host, "x-amz-date": stamp}
    if credentials.get("token"):
        headers["x-amz-security-token"] = credentials["token"]
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    digest = hashlib.sha256(body).hexdigest()
    request = f"POST\n/\n\n{lines}\n{names}\n{digest}"
    scope = f"{date}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = ("AWS4" + credentials["secret"]).encode()
    for part in (date, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), "sha256").digest()
    signature = hmac.new(key, text.encode(), "sha256").hexdigest()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={credentials['id']}/{scope}, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    return headers


def own_credentials():
    names = {"id": "AWS_ACCESS_KEY_ID", "secret": "AWS_SECRET_ACCESS_KEY"}
    held = {key: os.environ[name] for key, name in names.items()}
    return {**held, "token": os.environ.get("AWS_SESSION_TOKEN")}


class Refused(Exception):
    """A server answered that it does not do this."""


@attack
def who_am_i(credentials, endpoint=None):
    """Asks the AWS endpoint who signs with these."""
    host = urllib.parse.urlsplit(endpoint or os.environ["AWS_ENDPOINT_URL"]).netloc
    body = b"Action=GetCallerIdentity&Version=2011-06-15"
    headers = signed(credentials or own_credentials(), "sts", host, body)
    headers["content-type"] = "application/x-www-form-urlencoded"
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("POST", "/", body, headers)
    answer = connection.getresponse()
    text = answer.read().decode()
    if answer.status != 200:
        raise Refused(str(answer.status))
    return text.split("<Arn>")[1].split("</Arn>")[0]


@attack
def without_a_signature(path):
    host = urllib.parse.urlsplit(os.environ["AWS_ENDPOINT_URL"]).netloc
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request("GET", path)
    answer = connection.getresponse()
    if answer.status != 200:
        raise Refused(str(answer.status))
    return answer.read().decode()


def attempt(name, arguments):
    """What became of an attack: `got` and its loot, or `denied` and how."""
    try:
        loot = ATTACKS[name](**arguments)
        return {"got": str(loot)[:2000]} if loot else {"denied": "nothing"}
    except OSError as error:
        return {"denied": errno.errorcode.get(error.errno, str(error))}
    except (Killed, Refused) as end:
        return {"denied": str(end)}


def handler(event, _):
    """As a function: every attack of the event, each with its arguments; or a bomb; or a word on
    how it began, which the server tells each instance."""
    if isinstance(event, dict):
        import bombs

        return bombs.BOMBS[event["bomb"]](event["seconds"])
    if event == "how did it begin":
        return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"]
    return [attempt(name, arguments) for name, arguments in event]


def main():
    """As a plain program: the same, in mount and host-name namespaces of its own."""
    if os.geteuid() == 0:
        private, recursive = 1 << 18, 1 << 14
        call("unshare", NEWNS | NEWUTS)
        call("mount", b"none", b"/", None, private | recursive, None)
    print(json.dumps(handler(json.loads(sys.argv[1]), None)))


if __name__ == "__main__":
    main()
