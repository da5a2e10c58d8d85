"""The runtime's rows: our figure, the floor of the machine, AWS's own client, the target."""

import tempfile
from pathlib import Path

from floors import BOTO3, measure_client, measure_floors, median, plain_mib
from runtime import (
    CROWD,
    DEPLOYED,
    KINDS,
    PHASES,
    Functions,
    measure_crowd,
    measure_deployed,
    measure_phases,
    measure_round_trips,
    measure_sandbox,
    measure_starts,
    release_of,
)

HANDLER = "def handler(event, context): return {}\n"
# What of the floors a kind's first start is held against.
FLOOR_OF = {
    "native": "spawn with namespaces",
    "Python": "python3 -c pass",
    "Python, boto3 and a client": "python3, boto3 and a client",
    "Node": "node -e 0",
    "Node, the DynamoDB client": "node, the DynamoDB client",
}
STARTS_TARGET = {
    "native": "2.5 x the floor",
    "Python": "-",
    "Python, boto3 and a client": "copied 5 ms; prewarmed 120 ms",
    "Node": "-",
    "Node, the DynamoDB client": "copied 5 ms",
}
FIRST_TARGET = {kind: "1.2 x the peer" for kind in ("Python", "Python, boto3 and a client")}
FIRST_TARGET |= {kind: "1.2 x the floor" for kind in ("Node", "Node, the DynamoDB client")}
# Servers that start instances in different ways: with nothing made ahead, as they do by themselves,
# and as copies of what was initialised.
WAYS = (["--no-prewarm"], [], ["--copies", "proved"])
CALLS = 2000
CLIENT_CALLS = 300


class Bench:
    """What is measured, and with what."""

    def __init__(self, root, start, helpers, rounds):
        # `start(folder, *flags)` gives a server that was started.
        self.root, self.start, self.helpers, self.rounds = root, start, helpers, rounds
        self.release = release_of(root)

    def functions(self, samara):
        return Functions(samara, *self.helpers)


def measure_runtime(bench, folder, interpreters):
    """Measures all rows and prints them."""
    floors = measure_floors(*interpreters, bench.rounds)
    python, python_sdk = interpreters[:2]
    clients = {}
    for kind, code in {
        "Python": HANDLER,
        "Python, boto3 and a client": f"{BOTO3}\n{HANDLER}",
    }.items():
        clients[kind] = measure_client(folder, code, CLIENT_CALLS, bench.rounds, python_sdk)
    tell_floors(floors, clients)
    tell_starts(bench, folder, floors, clients)
    tell_phases(bench, folder)
    tell_rest(bench, folder, floors, clients, plain_mib(python, python_sdk))


def table(*rows):
    head, *body = [[str(cell) for cell in row] for row in rows]
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def over(value, floor):
    return f"{value / floor:.2f}" if floor and floor == floor else "-"


def tell_floors(floors, clients):
    print("## What this machine does at best, ms\n")
    rows = [[name, f"{median(took):.2f}", f"{min(took):.2f}"] for name, took in floors.items()]
    for kind, (starts, _) in clients.items():
        name = f"awslambdaric, {kind}: from its start to its first question"
        rows.append([name, f"{median(starts):.2f}", f"{min(starts):.2f}"])
    print(table(["what", "median", "min"], *rows))


def tell_starts(bench, folder, floors, clients):
    """Starts with nothing made ahead, and as a server does by itself."""
    starts, first = {}, {}
    for flags in WAYS:
        samara = bench.start(Path(tempfile.mkdtemp(dir=folder)), *flags)
        try:
            seen, first_seen = measure_starts(bench.functions(samara), bench.release, bench.rounds)
        finally:
            samara.process.stop()
        starts |= seen
        first = first or first_seen
    print("## Starts, ms (a call that starts an instance, less a warm one)\n")
    rows = []
    for (kind, way), took in starts.items():
        floor = median(floors[FLOOR_OF[kind]])
        peer = median(clients[kind][0]) if kind in clients else 0
        mine = median(took)
        figures = [f"{mine:.1f}", f"{min(took):.1f}", f"{floor:.1f}", over(mine, floor)]
        rows.append([kind, way, *figures, over(mine, peer), STARTS_TARGET[kind]])
    for kind, took in first.items():
        floor = median(floors[FLOOR_OF[kind]])
        peer = median(clients[kind][0]) if kind in clients else 0
        figures = [f"{took:.1f}", f"{took:.1f}", f"{floor:.1f}", over(took, floor)]
        rows.append(
            [kind, "first start ever", *figures, over(took, peer), FIRST_TARGET.get(kind, "-")]
        )
    head = ["what", "way", "median", "min", "floor", "x floor", "x awslambdaric", "target"]
    print(table(head, *rows))


def tell_phases(bench, folder):
    seen = {}
    for flags in WAYS:
        home = Path(tempfile.mkdtemp(dir=folder))
        samara = bench.start(home, "--log", "start=debug", *flags)
        try:
            functions = bench.functions(samara)
            seen |= measure_phases(functions, bench.release, bench.rounds, samara.log)
        finally:
            samara.process.stop()
    print("## One start, phase by phase, ms (median)\n")
    head = ["phase", *(f"{kind}, {way}" for kind, way in seen)]
    columns = list(seen.values())
    rows = []
    for number, (name, _, _) in enumerate(PHASES):
        cells = [column[number] for column in columns]
        rows.append([name, *("-" if cell is None else f"{cell:.2f}" for cell in cells)])
    print(table(head, *rows))


def tell_rest(bench, folder, floors, clients, plain):
    rows = []
    sandbox = measure_sandbox(bench.release / "samara", folder, bench.rounds)
    floor = median(floors["spawn with namespaces"])
    cells = [f"{median(sandbox):.2f} ms", f"{floor:.2f} (spawn with namespaces)"]
    rows.append(["sandbox with every layer", *cells, over(median(sandbox), floor), "1.5 ms"])
    for kind in CROWD:
        samara = bench.start(Path(tempfile.mkdtemp(dir=folder)), *WAYS[-1])
        try:
            rate, mib, count, way = measure_crowd(bench.functions(samara), bench.release, kind)
        finally:
            samara.process.stop()
        target = {"native": "200", "Python": "150 (copied)"}.get(kind, "-")
        rows.append(
            [f"instances a second of one version, {kind}, {way}", f"{rate:.0f}", "-", "-", target]
        )
        target = {"native": "1.9", "Python": "2.5 (copied)", "Node": "2.5 (copied)"}[kind]
        name = f"idle instance of one version, {kind}, of {count}"
        rows.append([name, f"{mib:.1f} MiB", "-", "-", target])
    samara = bench.start(Path(tempfile.mkdtemp(dir=folder)), "--no-prewarm")
    try:
        kib = measure_deployed(bench.functions(samara), bench.release)
    finally:
        samara.process.stop()
    rows.append(
        [f"function that nobody called, of {DEPLOYED}", f"{kib:.1f} KiB", "-", "-", "16 KiB"]
    )
    trips = measure_round_trips(bench.root, CALLS)
    socket_us = next(row[1] for name, row in trips.items() if name.startswith("two processes"))
    client_us = median(clients["Python"][1])
    for name, (_, median_us, _) in trips.items():
        if name.endswith("a warm call, us"):
            mine = f"{median_us} us"
            peer = f"{socket_us} us (a socket); awslambdaric {client_us:.0f}"
            ratio = f"{over(median_us, socket_us)}; {over(median_us, client_us)}"
            rows.append([f"{name.removesuffix(', us')}, one instance", mine, peer, ratio, "40 us"])
    cells = [f"{plain:.1f} MiB", "-", "-", "-"]
    rows.append(["a plain Python with boto3 and a client (for the 200 functions above)", *cells])
    print("## The runtime, the rest\n")
    print(table(["what", "ours", "floor or peer", "ratio", "target"], *rows))


assert set(FLOOR_OF) == set(KINDS)
