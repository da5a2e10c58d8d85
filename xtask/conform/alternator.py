"""A pytest plugin: runs ScyllaDB's test/alternator as it would run against AWS itself.

The suite asks the host's name whether it talks to AWS, and so leaves out what only ScyllaDB has.
This plugin gives that answer for it, stands in for the modules of ScyllaDB's tree that the suite
imports from outside its folder (a CQL driver above all), shortens its waits, and writes what
became of each case as a line of JSON.
"""

import json
import os
import sys
import time
import types
from pathlib import Path

import pytest

SUITE = Path(os.environ["CONFORM_SUITE"])
RESULTS = open(os.environ["CONFORM_RESULTS"], "a", buffering=1)  # noqa: SIM115

# Cases that hold an AWS to be wrong, or need what only ScyllaDB has.
NOT_OF_AWS = {"cql", "dynamodb_bug", "rest_api", "scylla_only"}

# Files about ScyllaDB's own vector search, metrics and roles.
NOT_OF_DYNAMODB = {
    "test_audit.py", "test_cql_rbac.py", "test_cql_schema.py", "test_metrics.py",
    "test_service_levels.py", "test_vector.py",
}  # fmt: skip

# The longest single sleep: nothing here takes AWS's minutes.
SLEEP_MAX_SECONDS = 0.1


def stand_in(name, **members):
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    parent, _, last = name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)
    return module


class NoHostAvailable(Exception):
    pass


def no_cluster(*_, **__):
    raise NoHostAvailable


def skip(reason="", **_):
    pytest.skip(reason)


def add_host_option(parser):
    parser.addoption("--host", default="127.0.0.1")


@pytest.fixture(scope="session")
def host():
    return "127.0.0.1"


def nothing(*_, **__):
    return None


stand_in("cassandra")
stand_in("cassandra.cluster", Cluster=no_cluster, NoHostAvailable=NoHostAvailable)
stand_in("cassandra.auth", PlainTextAuthProvider=nothing)
stand_in("test", __path__=[str(SUITE.parent)])
stand_in("test.conftest", dynamic_scope=lambda: "session")
stand_in("test.cqlpy")
stand_in("test.cqlpy.conftest", host=host)
stand_in("test.cqlpy.util", config_value_context=nothing)
stand_in("test.pylib")
stand_in("test.pylib.connect_options", add_host_option=add_host_option)
stand_in("test.pylib.driver_utils", safe_driver_shutdown=nothing)
stand_in("test.pylib.skip_types", skip_bug=skip, skip_env=skip)


def pytest_ignore_collect(collection_path):
    return True if collection_path.name in NOT_OF_DYNAMODB else None


def short_sleep(seconds):
    time.sleep(min(seconds, SLEEP_MAX_SECONDS))


def pytest_configure(config):
    for mark in ("skip_env", "skip_bug"):
        config.addinivalue_line("markers", f"{mark}: not here")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    out = [item for item in items if left_out(item)]
    items[:] = [item for item in items if not left_out(item)]
    config.hook.pytest_deselected(items=out)
    short = types.SimpleNamespace(**{**vars(time), "sleep": short_sleep})
    for module in list(sys.modules.values()):
        path = getattr(module, "__file__", None) or ""
        if not path.startswith(str(SUITE)):
            continue
        # The time-to-live cases would wait for AWS's twenty minutes if they believed in it.
        if hasattr(module, "is_aws") and not path.endswith("test_ttl.py"):
            module.is_aws = lambda _: True
        # What the cases ask of ScyllaDB's configuration: items go soon after their time.
        if path.endswith("test_ttl.py"):
            module.scylla_config_read = lambda *_: "0.5"
        if path.endswith(("util.py", "test_streams.py")):
            module.time = short


def left_out(item):
    marks = {mark.name for mark in item.iter_markers()}
    return bool(
        NOT_OF_AWS & set(item.fixturenames)
        or {"veryslow", "skip_env", "skip_bug"} & marks
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    if report.when == "call" or report.outcome != "passed":
        name = item.nodeid.rsplit("/", 1)[-1]
        message = ""
        if call.excinfo is not None:
            message = call.excinfo.exconly()
        line = {"name": name, "outcome": report.outcome, "message": message[:1000]}
        RESULTS.write(json.dumps(line) + "\n")
