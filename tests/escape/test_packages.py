"""Packages that want to leave their folder when they are unpacked, or when they are read.

Each is refused when it comes, or harmless when it runs. That each is dangerous is proved by an
unpacker that believes what it reads: it leaves the folder, or makes what the test names.
"""

import io
import os
import stat
import zipfile
from pathlib import Path

import botocore.exceptions
import pytest
from harness import unique

# A package is taken before anything starts.
pytestmark = pytest.mark.any_start
LINK, PROGRAM, PLAIN = stat.S_IFLNK | 0o777, stat.S_IFREG | 0o755, stat.S_IFREG | 0o644
HANDLER = "def handler(event, context): return open(event).read()"


def package(*entries):
    """A zip of entries: name, mode, content."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, mode, content in (("app.py", PLAIN, HANDLER), *entries):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = mode << 16
            archive.writestr(entry, content)
    return held.getvalue()


def unpack_as_told(data, folder):
    """What a careless unpacker does: entries in their order, through whatever lies there."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            place = os.path.join(folder, entry.filename)
            os.makedirs(os.path.dirname(place), exist_ok=True)
            mode = entry.external_attr >> 16
            if stat.S_ISLNK(mode):
                os.symlink(archive.read(entry).decode(), place)
            else:
                Path(place).write_bytes(archive.read(entry))
                os.chmod(place, stat.S_IMODE(mode))


@pytest.fixture
def target(tmp_path):
    """A folder outside of every package, with a secret in it."""
    (tmp_path / "secret").write_text("secret of the host")
    return tmp_path


def attempts(target):
    """What each wants to write or to read outside, and the package that does."""
    up = "../" * 12
    outside = str(target / "evil")
    secret = str(target / "secret")
    return {
        "a name upwards": (outside, package((up + outside[1:], PLAIN, "evil"))),
        "an absolute name": (outside, package((outside, PLAIN, "evil"))),
        "a name through a link": (
            outside,
            package(("way", LINK, str(target)), ("way/evil", PLAIN, "evil")),
        ),
        "a name through a chain of links": (
            outside,
            package(
                ("a/b/up", LINK, "../.."),
                ("way", LINK, "a/b/up/" + up + str(target)[1:]),
                ("way/evil", PLAIN, "evil"),
            ),
        ),
        "a link to a file": (secret, package(("loot", LINK, secret))),
        "a link to a file upwards": (secret, package(("loot", LINK, up + secret[1:]))),
        "a link to the process's root": (
            secret,
            package(("loot", LINK, "/proc/self/root" + secret)),
        ),
    }


NAMES = list(attempts(Path("/nowhere")))


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_written_or_read_outside(host, target, name):
    wanted, data = attempts(target)[name]
    refused, told = create(host, data)
    if refused is None:
        answer, whole = host.functions.invoke(told, "loot")
        assert "FunctionError" in whole, f"it read {answer}"
        host.functions.client.delete_function(FunctionName=told)
    else:
        assert refused == "InvalidParameterValueException", told
    assert not (target / "evil").exists()
    # The same package, believed.
    folder = target / "believed"
    folder.mkdir()
    unpack_as_told(data, folder)
    assert Path(wanted).read_text() in ("evil", "secret of the host")
    if wanted.endswith("secret"):
        assert (folder / "loot").read_text() == "secret of the host"


def create(host, data):
    """The error's code and message, or none and the function's name."""
    wanted = {
        "FunctionName": unique("function"),
        "Runtime": "python3.12",
        "Handler": "app.handler",
        "Code": {"ZipFile": data},
        "Role": host.functions.role(),
    }
    try:
        name = host.functions.client.create_function(**wanted)["FunctionName"]
    except botocore.exceptions.ClientError as error:
        return error.response["Error"]["Code"], error.response["Error"]["Message"]
    host.functions.until_active(name)
    return None, name


def test_a_package_cannot_be_another_user(host, target):
    """A program that would run as its owner, who is the server's user: here it has lost that, and
    in a sandbox it would mean nothing."""
    data = package(("tool", stat.S_ISUID | stat.S_ISGID | PROGRAM, "#!/bin/sh\n"))
    unpack_as_told(data, target)
    assert stat.S_IMODE((target / "tool").stat().st_mode) == 0o6755
    _, name = create(host, data)
    assert host.functions.invoke(name, "tool")[0] == "#!/bin/sh\n"
    kept = next(host.server.data_dir.rglob("tool"))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o755
    host.functions.client.delete_function(FunctionName=name)


def test_a_package_that_is_larger_than_it_says_is_refused(host):
    """Three hundred mebibytes in some three hundred kilobytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("app.py", HANDLER)
        archive.writestr("zeroes", bytes(300 << 20))
    data = held.getvalue()
    # The size in the directory is one that would be allowed.
    at = data.rindex(b"zeroes") - 46
    lying = data[: at + 24] + (1000).to_bytes(4, "little") + data[at + 28 :]
    assert zipfile.ZipFile(io.BytesIO(lying)).getinfo("zeroes").file_size == 1000
    for one in (data, lying):
        refused, told = create(host, one)
        assert refused == "InvalidParameterValueException", told
