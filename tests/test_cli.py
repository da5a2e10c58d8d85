"""The command line as a person meets it: it teaches, it completes, and a machine can read it."""

import json

import pytest
from harness import samara, unique

BUS = """
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties:
      Name: !Ref AWS::StackName
"""

COMMANDS = ["up", "serve", "deploy", "delete", "status", "invoke", "logs", "env", "runtimes"]


def test_help_names_every_command_and_the_version_is_there():
    text = samara("--help").out
    for command in COMMANDS:
        assert f"  {command}" in text, command
    assert samara("--version").out.startswith("samara 0.")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command):
    text = samara(command, "--help").out
    assert f"samara {command}" in text.split("Usage:")[-1].split("\n", 1)[1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(shell):
    assert "samara" in samara("completions", shell).out


def test_status_is_for_people_and_for_machines(server, stacks):
    name = unique("stack")
    stacks.deploy(BUS, name)
    assert name in server.samara("status").out
    assert name in json.dumps(json.loads(server.samara("status", "--json").out))


def test_what_a_deployment_made_is_on_stdout_only_as_json(server, tmp_path):
    template = tmp_path / "template.yaml"
    template.write_text(BUS)
    done = server.samara("deploy", template, "--stack-name", unique("s"), "--json")
    for line in done.out.splitlines():
        json.loads(line)


def test_runtimes_are_listed(server):
    text = server.samara("runtimes", "list").out
    assert "python" in text
    assert "node" in text


def test_a_function_that_fails_makes_invoke_fail(server, functions):
    name = functions.create("def handler(event, context):\n    raise ValueError('no such thing')\n")
    done = server.samara("invoke", name, expect=None)
    assert done.code not in (0, 101)
    assert "ValueError" in done.text
    assert "no such thing" in done.text
