"""Python functions with boto3: they begin with the image of one interpreter that has it."""

import json
import os
import platform

import pytest
from harness import Functions, wait_for
from test_density import EACH_MIB_MAX, proportional_mib, server_status
from test_leftovers import below

FUNCTIONS = 8

CODE = """
import boto3, json, os
client = boto3.client('dynamodb')

def handler(event, context):
    if event:
        return list(differences())
    signed = client._request_signer._credentials.access_key
    return [os.environ['AWS_LAMBDA_FUNCTION_NAME'], signed == os.environ['AWS_ACCESS_KEY_ID']]

def differences():
    first, second = (boto3.session.Session()._loader for _ in range(2))
    for service in ('sns', 'sqs'):
        mine, other = (one.load_service_model(service, 'service-2') for one in (first, second))
        if mine is other or json.dumps(mine) != json.dumps(other):
            yield service
        mine['metadata']['mine'] = True
        if 'mine' in other['metadata']:
            yield f'{service}, changed'
    for name in ('service-2', 'resources-1'):
        mine, other = (one.list_available_services(name) for one in (first, second))
        if mine is other or mine != other or 'dynamodb' not in mine:
            yield name
"""


def images(server):
    return [kind for kind in server_status(server)["spares"] if kind["imaged"]]


def way(server, name):
    shown = json.loads(server.samara("status", name, "--json").out)
    return shown["versions"][0]["start"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can copy")
@pytest.mark.skipif(platform.machine() != "x86_64", reason="processes are copied on x86-64 alone")
def test_functions_with_boto3_share_the_pages_of_its_import(own_server):
    functions = Functions(own_server.start())
    role = functions.role()

    def create():
        return functions.create(CODE, Role=role, MemorySize=256)

    names = [create() for _ in range(FUNCTIONS)]
    wait_for(lambda: images(own_server), "an image of an interpreter is taken")
    server = own_server.process.pid
    before = proportional_mib(server)
    copies = 0
    for name in names:
        assert functions.invoke(name)[0] == [name, True]
        copies += way(own_server, name).startswith("as a copy of an interpreter")
        if copies == FUNCTIONS:
            break
        # A machine that is busy for seconds has one go another way, as it should.
        if name == names[-1] and len(names) < 2 * FUNCTIONS:
            names.append(create())
    assert copies == FUNCTIONS, [way(own_server, name) for name in names]
    wait_for(lambda: len(images(own_server)) == 1, "there is one for all of them")
    # Each has its process, and the first one of its sandbox.
    assert len(below(server)) > 2 * FUNCTIONS
    each = (proportional_mib(server) - before) / len(names)
    print(f"{each:.1f} MiB each")
    assert each <= EACH_MIB_MAX
    # What a session of the SDK has read is its own, though it was read ahead.
    assert functions.invoke(names[0], {"compare": True})[0] == []
