"""The command line as a person meets it: it teaches, it completes, and a machine can read it."""

import json
import os
import signal
import subprocess
import threading

import pytest
from harness import (
    BINARY,
    PATIENCE_SECONDS,
    Functions,
    environment,
    runtimes,
    samara,
    unique,
    wait_for,
    zip_of,
)

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


def test_deploying_again_keeps_the_parameters_that_were_given(stacks):
    """A mended function goes out with the same command minus its parameters: the stack of
    production must not become another stage's, and lose its table."""
    stage = """
Parameters:
  Stage: {Type: String, Default: dev}
  Password: {Type: String, NoEcho: true, AllowedPattern: "[a-z]+"}
Resources:
  Bus:
    Type: AWS::Events::EventBus
    Properties: {Name: !Sub "${AWS::StackName}-${Stage}"}
"""
    name = unique("stack")
    stacks.deploy(stage, name, Stage="prod", Password="secret")
    more = (
        stage + "  Other: {Type: AWS::Events::EventBus, Properties: {Name: !Sub '${Bus}-more'}}\n"
    )
    _, done = stacks.deploy(more, name)
    assert stacks.physical(name, "Bus") == f"{name}-prod"
    assert "Stage stays 'prod'" in done.text
    stacks.deploy(more, name, Stage="test")
    assert stacks.physical(name, "Bus") == f"{name}-test"


def test_what_a_service_refuses_is_told_with_its_place_in_the_template(stacks):
    """Only the service knows that there is no such bus; who wrote the template needs the line."""
    lost = """
Resources:
  Bus: {Type: AWS::Events::EventBus, Properties: {Name: !Ref AWS::StackName}}
  Rule:
    Type: AWS::Events::Rule
    Properties: {EventBusName: nowhere, EventPattern: {source: [shop]}}
"""
    _, done = stacks.deploy(lost, expect=1)
    assert "template.yaml:4:3: " in done.text
    assert "nowhere" in done.text
    assert "(line 1" not in done.text


def test_what_does_not_fit_a_page_is_there_all_the_same(own_server):
    """AWS gives 50 functions and 100 stacks or exports a page; a team has more."""
    own_server.start()
    lambdas = Functions(own_server)
    package = lambdas.create("def handler(event, context):\n    return event\n")
    client, cloudformation = own_server.client("lambda"), own_server.client("cloudformation")
    role = client.get_function_configuration(FunctionName=package)["Role"]
    code = {"ZipFile": zip_of({"app.py": "def handler(event, context):\n    return event\n"})}
    for n in range(60):
        client.create_function(
            FunctionName=f"more-{n:03}",
            Role=role,
            Code=code,
            Runtime="python3.12",
            Handler="app.handler",
        )
    status = json.loads(own_server.samara("status", "--json").out)
    assert len(status["functions"]) == 61
    for n in range(105):
        export = {"Value": "v", "Export": {"Name": f"name-{n:03}"}}
        group = {"Type": "AWS::Logs::LogGroup"}
        body = json.dumps({"Resources": {"Group": group}, "Outputs": {"Out": export}})
        cloudformation.create_stack(StackName=f"stack-{n:03}", TemplateBody=body)
    name = "stack-104"
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 60}
    )
    status = json.loads(own_server.samara("status", "--json").out)
    assert len(status["stacks"]) == 105


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


def test_runtimes_are_installed_by_the_names_that_aws_has_for_them():
    own = {**os.environ, "SAMARA_RUNTIMES_DIR": str(runtimes())}
    for name in ("python3.12", "provided.al2023"):
        done = samara("runtimes", "install", name, env=own)
        assert name in done.text, "there already, or nothing to install"
    done = samara("runtimes", "install", "java21", env=own, expect=None)
    assert done.code != 0
    assert "the runtime 'java21' is not supported" in done.text


def test_a_function_that_fails_makes_invoke_fail(server, functions):
    name = functions.create("def handler(event, context):\n    raise ValueError('no such thing')\n")
    done = server.samara("invoke", name, expect=None)
    assert done.code not in (0, 101)
    assert "ValueError" in done.text
    assert "no such thing" in done.text


def test_env_gives_the_server_s_credentials_and_not_those_of_somebody_s_aws_account():
    aws = {
        "AWS_ACCESS_KEY_ID": "AKIAREAL",
        "AWS_SECRET_ACCESS_KEY": "real",
        "AWS_SESSION_TOKEN": "real",
        "AWS_REGION": "eu-central-1",
    }
    env = {**environment(""), **aws}
    del env["AWS_ENDPOINT_URL"]
    shell = subprocess.run(
        ["sh", "-c", f'eval "$({BINARY} env)"; env'], env=env, capture_output=True, text=True
    )
    found = dict(line.split("=", 1) for line in shell.stdout.splitlines() if "=" in line)
    assert found["AWS_ACCESS_KEY_ID"] == found["AWS_SECRET_ACCESS_KEY"] == "test"
    assert found["AWS_REGION"] == "us-east-1"
    assert "AWS_SESSION_TOKEN" not in found


def test_logs_that_are_followed_end_with_their_reader(server, functions):
    name = functions.create("def handler(event, context):\n    print('a line')\n")
    server.samara("invoke", name)
    process = subprocess.Popen(
        [BINARY, "logs", name, "-f"], env=environment(server.endpoint), stdout=subprocess.PIPE
    )
    assert process.stdout.readline()
    process.stdout.close()
    server.samara("invoke", name)
    assert process.wait(timeout=PATIENCE_SECONDS) != 0


def test_whoever_asks_twice_to_stop_does_not_wait_for_a_call(own_server):
    own_server.start()
    slow = "import time\ndef handler(event, context):\n    time.sleep(60)\n"
    name = Functions(own_server).create(slow, Timeout=90)
    call = threading.Thread(
        target=lambda: own_server.samara("invoke", name, expect=None), daemon=True
    )
    call.start()

    def begun():
        return "START" in own_server.samara("logs", name, expect=None).out

    wait_for(begun, "the call is under way")

    def ended():
        # Signals that come at once are one.
        own_server.process.send_signal(signal.SIGINT)
        return own_server.process.poll() is not None

    wait_for(ended, "it ends without waiting for the call", PATIENCE_SECONDS / 4)
    assert own_server.process.returncode == 130
