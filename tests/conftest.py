"""Fixtures that the suites share."""

import pytest
from harness import BINARY, Functions, Server, Stacks


def pytest_addoption(parser):
    parser.addoption(
        "--kills", type=int, default=5, help="how often test_crash kills the server (20 is whole)"
    )
    parser.addoption(
        "--items",
        type=int,
        default=3000,
        help="how many items test_dynamodb_crash has in its table (1000000 is whole)",
    )


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The server that most suites share: they make names of their own in it."""
    assert BINARY.exists(), f"there is no {BINARY}: run `make test`, which builds it"
    running = Server(tmp_path_factory.mktemp("server") / "data").start()
    yield running
    if running.process.poll() is not None:
        pytest.fail(f"the server ended by itself ({running.process.returncode}):\n{running.log()}")
    assert running.stop() == 0, running.log()


@pytest.fixture
def own_server(tmp_path):
    """A server of the test's own, to kill and to start again. It is not started yet."""
    running = Server(tmp_path / "data")
    yield running
    if running.process is not None and running.process.poll() is None:
        running.kill()


@pytest.fixture(scope="session")
def functions(server):
    return Functions(server)


@pytest.fixture(scope="session")
def stacks(server, tmp_path_factory):
    return Stacks(server, tmp_path_factory.mktemp("stacks"))
