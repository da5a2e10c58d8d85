"""What a hostile function wants of the functions beside it and of the machine's network.

Each is tried from the inside, and again outside by the user of these tests, who gets it: so the
neighbour, its secret and whoever listens are really there.
"""

import ctypes
import os
import socket
import threading
import time

import pytest
from conftest import SECRET, SHARED_KEY, beside
from harness import Server, unique, wait_for

METADATA = "169.254.169.254"


@pytest.fixture(scope="module")
def listening():
    """What the host has to reach: a TCP and a UDP port on all its addresses, an abstract socket."""
    name = unique("samara-escape")
    abstract = socket.socket(socket.AF_UNIX)
    abstract.bind("\0" + name)
    abstract.listen()
    stream = socket.create_server(("", 0), family=socket.AF_INET6, dualstack_ipv6=True)
    port = stream.getsockname()[1]
    packets = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
    packets.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    packets.bind(("", port))

    def echo():
        while True:
            data, sender = packets.recvfrom(16)
            if data == b"end":
                return
            packets.sendto(data, sender)

    answering = threading.Thread(target=echo)
    answering.start()
    yield {"address": name, "port": port}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"end", ("127.0.0.1", port))
    answering.join()
    for held in (abstract, stream, packets):
        held.close()


def own_address():
    """An address of this machine that is not its loopback, if it has one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        return probe.getsockname()[0]


def compare(host, name, how, **arguments):
    """Inside it is denied so; outside it gets what is returned here."""
    assert host.attack(name, **arguments) == {"denied": how}
    got = beside(name, **arguments)
    assert "got" in got, got
    return got["got"]


# Its files, environment, memory


@pytest.mark.skipif(os.geteuid() != 0, reason="the proof of it needs root")
def test_the_environment_of_a_neighbour_is_its_own(host):
    got = compare(host, "environments", "nothing", needle=SECRET)
    assert SECRET in got


@pytest.mark.skipif(os.geteuid() != 0, reason="the proof of it needs root")
def test_the_memory_of_a_neighbour_is_its_own(host):
    pid = host.process_of(host.neighbour)
    where = {"pid": pid, "address": host.told["address"], "length": len(SECRET)}
    for attack, how in [("read_memory", "EPERM"), ("read_memory_as_a_file", "ENOENT")]:
        assert compare(host, attack, how, **where) == SECRET


@pytest.mark.skipif(os.geteuid() != 0, reason="the proof of it needs root")
@pytest.mark.parametrize(
    ("attack", "how"),
    [
        ("signal_a_process", "ESRCH"),
        ("hold_a_process", "ESRCH"),
        ("trace_a_process", "EPERM"),
        ("take_a_descriptor", "ESRCH"),
    ],
)
def test_the_process_of_a_neighbour_is_out_of_reach(host, attack, how):
    compare(host, attack, how, pid=host.process_of(host.neighbour))


@pytest.mark.skipif(os.geteuid() != 0, reason="the proof of it needs root")
def test_the_temporary_folder_of_a_neighbour_is_its_own(host):
    theirs = f"/proc/{host.process_of(host.neighbour)}/root/tmp"
    assert host.attack("find", top="/", file=SECRET) == {"denied": "nothing"}
    assert beside("find", top=theirs, file=SECRET) == {"got": SECRET}
    compare(host, "look_into", "ENOENT", path=theirs)


def test_the_servers_folder_is_not_there(host):
    ours = [next(host.server.data_dir.rglob(name)) for name in ("app.py", "control-groups")]
    for path in (*ours, host.server.log_path.parent):
        attack = "look_into" if path.is_dir() else "open_to_read"
        compare(host, attack, "ENOENT", path=str(path))


def test_shared_memory_is_shared_with_nobody(host):
    assert host.told["segment"] >= 0, "the neighbour has a segment of this key"
    libc = ctypes.CDLL(None)
    ours = libc.shmget(SHARED_KEY, 4096, 0o1666)
    try:
        compare(host, "shared_memory", "ENOENT", key=SHARED_KEY)
    finally:
        libc.shmctl(ours, 0, None)


# What the kernel counts by user


@pytest.mark.parametrize("kind", ["watch_a_file", "wait_with_a_signal"])
def test_what_a_function_takes_of_its_users_it_takes_of_nobody_else(host, kind):
    """Not tried outside, where it would take all that root has, and with that the machine's."""
    if host.user != "root":
        pytest.skip("without root all instances are one host user: `samara doctor` says so")
    evil = host.create()
    host.check_start(evil)
    ((answer,), _) = host.functions.invoke(evil, [["take_all", {"name": kind}]])
    assert int(answer["got"]) > 10
    ((left,), _) = host.functions.invoke(evil, [[kind, {}]])
    assert "denied" in left, "it has taken all"
    assert "got" in host.attack(kind)
    assert "got" in beside(kind)
    host.remove(evil)


# The network


def test_the_hosts_abstract_sockets_are_not_there(host, listening):
    compare(host, "abstract_socket", "ECONNREFUSED", address=listening["address"])
    compare(host, "list_sockets", "nothing", address=listening["address"])


@pytest.mark.parametrize(
    ("address", "how"),
    [("127.0.0.1", "ECONNREFUSED"), ("::1", "ECONNREFUSED"), (own_address(), "ENETUNREACH")],
    ids=["ipv4", "ipv6", "own"],
)
@pytest.mark.parametrize("attack", ["connect", "send_a_datagram"])
def test_the_hosts_own_addresses_are_not_there(host, listening, attack, address, how):
    if address is None:
        pytest.skip("this machine has its loopback alone")
    compare(host, attack, how, address=address, port=listening["port"])


@pytest.mark.parametrize("attack", ["connect", "send_a_datagram"])
def test_there_is_no_metadata_address(host, attack):
    """Nothing is tried outside: what could listen there is the host's cloud's own. That this attack
    connects where somebody listens is seen in the test above."""
    assert host.attack(attack, address=METADATA, port=80) == {"denied": "ENETUNREACH"}


def test_nobody_listens_inside_but_the_servers_door(host, listening):
    port = int(host.server.endpoint.rsplit(":", 1)[1])
    compare(host, "listeners", "nothing", known=[port])


# Credentials


def test_credentials_of_another_function_are_worth_nothing(host):
    theirs = host.told["credentials"]
    assert host.attack("who_am_i", credentials=theirs) == {"denied": "403"}
    # Nor are they outside of a sandbox; a function's own are good where they belong.
    endpoint = host.server.endpoint
    stolen = beside("who_am_i", credentials=theirs, endpoint=endpoint)
    assert stolen == {"denied": "403"}
    own = host.attack("who_am_i", credentials=None)["got"]
    assert f"/{host.evil.split(':')[0]}" in own, "assumed-role/ROLE/FUNCTION"


TEST = {"id": "test", "secret": "test"}


def test_the_development_credentials_are_nobodys_inside(host):
    assert host.attack("who_am_i", credentials=TEST) == {"denied": "403"}


def test_a_request_without_a_signature_tells_nothing(host):
    for path in ("/", "/2015-03-31/functions/", "/_samara/status"):
        denied = host.attack("without_a_signature", path=path)
        assert denied["denied"] in ("400", "403", "404"), path


@pytest.mark.any_start
def test_the_development_credentials_are_known_to_dev_servers_alone(host, tmp_path):
    """Outside of any sandbox, where a dev server takes them."""
    known = beside("who_am_i", credentials=TEST, endpoint=host.server.endpoint)
    assert known["got"].endswith(":root")
    production = Server(tmp_path / "data", dev=False)
    try:
        production.start()
        unknown = beside("who_am_i", credentials=TEST, endpoint=production.endpoint)
        assert unknown == {"denied": "403"}
    finally:
        production.kill()


# The Runtime API

# A custom runtime in the shell that every sandbox has. An event {"path": .., "body": ..} is sent as
# it is to its own Runtime API, and what that answered is its response; any other event is
# answered with its length, after a while when it says so.
BOOTSTRAP = r"""#!/bin/bash
api=/2018-06-01/runtime
talk() {
    exec 5<>/dev/tcp/127.0.0.1/9001 || return
    printf '%s %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s' \
        "$1" "$2" "${#3}" "$3" >&5
    reply=()
    while IFS= read -r line <&5 || [ -n "$line" ]; do reply+=("${line%$'\r'}"); done
    exec 5>&-
}
while :; do
    talk GET $api/invocation/next
    id=
    for line in "${reply[@]}"; do
        [[ ${line,,} == lambda-runtime-aws-request-id:* ]] && id=${line#*: }
    done
    event=${reply[-1]}
    echo "called $id"
    answer=\"well\"
    if [[ $event =~ \"path\":\ ?\"([^\"]*)\" ]]; then
        talk POST "${BASH_REMATCH[1]}" '"stolen"'
        answer="\"${reply[0]}\""
    elif [[ $event == *wait* ]]; then
        read -t 2 <> <(:)
    fi
    talk POST $api/invocation/$id/response "$answer"
done
"""


@pytest.mark.any_start
def test_nobody_answers_for_another_instance(host):
    more = {"Runtime": "provided.al2023"}
    theirs, evil = (host.functions.create({"bootstrap": BOOTSTRAP}, **more) for _ in range(2))
    # Two instances of one function are strangers too; that one of the two waits makes two.
    said = []
    waiting = threading.Thread(target=lambda: said.append(host.functions.invoke(theirs, "wait")))
    waiting.start()
    logs = host.server.client("logs")

    def called():
        events = logs.filter_log_events(logGroupName=f"/aws/lambda/{theirs}")["events"]
        found = [event["message"].split()[1] for event in events if "called " in event["message"]]
        return found[0] if found else None

    wait_until = time.monotonic() + 30
    request_id = None
    while request_id is None and time.monotonic() < wait_until:
        try:
            request_id = wait_for(called, "the neighbour has been called")
        except logs.exceptions.ResourceNotFoundException:
            continue
    path = f"/2018-06-01/runtime/invocation/{request_id}/response"
    for function in (evil, theirs):
        status, _ = host.functions.invoke(function, {"path": path})
        assert status.startswith("HTTP/1.1 400"), status
    waiting.join()
    ((answer, _),) = said
    assert answer == "well"
    # Nor is there any Runtime API in a sandbox that has none of its own.
    assert host.attack("connect", address="127.0.0.1", port=9001) == {"denied": "ECONNREFUSED"}
