"""The AWS SDK for JavaScript: `javascript/sdk.test.mjs`, run by node against the shared server."""

import re
import subprocess

from harness import ROOT, environment

HERE = ROOT / "tests" / "javascript"

ECHO = """
def handler(event, context):
    if event.get("raise"):
        raise RuntimeError("inside")
    return event
"""


def test_the_sdk_for_javascript(server, functions):
    assert (HERE / "node_modules").exists(), "run `make test`, which installs the SDK"
    env = environment(server.endpoint, SAMARA_TEST_FUNCTION=functions.create(ECHO))
    done = subprocess.run(
        ["node", "--test", "--test-reporter=tap", "sdk.test.mjs"],
        cwd=HERE, env=env, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    counted = {name: int(number) for name, number in re.findall(r"^# (\w+) (\d+)$", said, re.M)}
    assert 0 < counted["tests"] == counted["pass"], said
