"""What takes as much as it can get. Each says how far it came."""

import os
import signal
import socket
import sys
import threading
import time

BOMBS = {}


def bomb(function):
    BOMBS[function.__name__] = function
    return function


def spin(until):
    while time.monotonic() < until:
        pass


@bomb
def forks(seconds):
    """Processes until there can be no more, which are then all busy at once."""
    until, children = time.monotonic() + seconds, []
    start, go = os.pipe()
    while len(children) < 5000:
        try:
            child = os.fork()
        except OSError:
            break
        if child == 0:
            os.close(go)
            os.read(start, 1)
            spin(until)
            os._exit(0)
        children.append(child)
    os.close(go)
    while time.monotonic() < until:
        time.sleep(0.01)
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    return len(children)


@bomb
def threads(seconds):
    """Threads until there can be no more, which are then all busy at once."""
    until, all_of_them, go = time.monotonic() + seconds, [], threading.Event()

    def work():
        go.wait()
        spin(until)

    threading.stack_size(64 * 1024)
    while len(all_of_them) < 5000:
        try:
            one = threading.Thread(target=work)
            one.start()
        except RuntimeError:
            break
        all_of_them.append(one)
    go.set()
    for one in all_of_them:
        one.join()
    return len(all_of_them)


@bomb
def memory(_):
    """Memory until it is killed for it."""
    held = []
    while True:
        held.append(bytearray(os.urandom(1 << 20)))


@bomb
def disk(seconds):
    """The whole of /tmp, over and over; how much of it there was, MiB."""
    until, most = time.monotonic() + seconds, 0
    block = os.urandom(1 << 20)
    while time.monotonic() < until:
        written = 0
        try:
            with open("/tmp/bomb", "wb", buffering=0) as file:
                while time.monotonic() < until:
                    written += file.write(block)
        except OSError:
            pass
        most = max(most, written >> 20)
        os.remove("/tmp/bomb")
    return most


@bomb
def files(seconds):
    """Descriptors of every kind until there can be no more, in several processes at once."""
    until, children = time.monotonic() + seconds, []
    for _ in range(20):
        child = os.fork()
        if child == 0:
            hoard(until)
            os._exit(0)
        children.append(child)
    most = hoard(until)
    for child in children:
        os.waitpid(child, 0)
    return most


def hoard(until):
    held, kinds = [], [socket.socketpair, os.pipe, lambda: [os.open("/dev/null", os.O_RDONLY)]]
    while time.monotonic() < until:
        try:
            held.append(kinds[len(held) % len(kinds)]())
        except OSError:
            time.sleep(0.01)
    return sum(map(len, held))


@bomb
def output(seconds):
    """Lines for the log, without end; how many, in KiB."""
    until, written = time.monotonic() + seconds, 0
    line = "x" * 1023 + "\n"
    while time.monotonic() < until:
        written += sys.stdout.write(line)
    return written >> 10


@bomb
def small_files(seconds):
    """Files in /tmp until there can be no more: each takes of what the kernel has for all."""
    until, made = time.monotonic() + seconds, 0
    while time.monotonic() < until:
        try:
            os.close(os.open(f"/tmp/{made}", os.O_CREAT | os.O_WRONLY))
            made += 1
        except OSError:
            time.sleep(0.01)
    return made
