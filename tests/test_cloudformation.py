"""Stacks: made, changed, rolled back and deleted whole, over CloudFormation's own API."""

import json
import os

import pytest
from botocore.exceptions import ClientError
from harness import unique, wait_for

TABLE = """
Parameters:
  Key: {Type: String, Default: id}
  Make: {Type: String, Default: "yes", AllowedValues: ["yes", "no"]}
Conditions:
  Second: !Equals [!Ref Make, "yes"]
Resources:
  First:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: !Ref Key, AttributeType: S}]
      KeySchema: [{AttributeName: !Ref Key, KeyType: HASH}]
  Other:
    Type: AWS::DynamoDB::Table
    Condition: Second
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
Outputs:
  Name: {Value: !Ref First}
  Arn: {Value: !GetAtt First.Arn}
  Joined: {Value: !Join ["-", [!Ref Key, !Select [1, !Split [".", "a.b.c"]], !Ref "AWS::Region"]]}
  Maybe: {Condition: Second, Value: !Ref Other}
"""

ROLE = """
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Service: lambda.amazonaws.com}
            Action: sts:AssumeRole
"""

# Nobody may be the function: making it fails after the table is made.
FAILS = """
Resources:
  Table:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: %(table)s
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
  Function:
    Type: AWS::Lambda::Function
    DependsOn: Table
    Properties:
      Runtime: python3.12
      Handler: app.handler
      Role: arn:aws:iam::000000000000:role/nobody
      Code: {ZipFile: pass}
"""

FUNCTION_WITHOUT_CODE = """
  Function:
    Type: AWS::Lambda::Function
    DependsOn: First
    Properties:
      Runtime: python3.12
      Handler: app.handler
      Role: arn:aws:iam::000000000000:role/any
      Code: {S3Bucket: no-such-bucket-here, S3Key: nothing.zip}
"""


@pytest.fixture(scope="module")
def cfn(server):
    return server.client("cloudformation")


@pytest.fixture(scope="module")
def ddb(server):
    return server.client("dynamodb")


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def stack_of(cfn, name):
    return cfn.describe_stacks(StackName=name)["Stacks"][0]


def settled(cfn, name):
    """The stack's status, once nothing is in progress."""

    def look():
        status = stack_of(cfn, name)["StackStatus"]
        return None if status.endswith("IN_PROGRESS") else status

    return wait_for(look, f"{name} settles")


def create(cfn, template, **more):
    name = unique("stack")
    cfn.create_stack(StackName=name, TemplateBody=template, **more)
    return name


def outputs(cfn, name):
    return {o["OutputKey"]: o["OutputValue"] for o in stack_of(cfn, name)["Outputs"]}


def exists(ddb, table):
    try:
        return ddb.describe_table(TableName=table)["Table"]["TableStatus"] == "ACTIVE"
    except ddb.exceptions.ResourceNotFoundException:
        return False


def parameter(key, value):
    return {"ParameterKey": key, "ParameterValue": value}


def test_a_stack_makes_what_it_says_and_tells_of_each_step(cfn, ddb):
    name = create(cfn, TABLE)
    assert settled(cfn, name) == "CREATE_COMPLETE"
    found = outputs(cfn, name)
    assert exists(ddb, found["Name"])
    assert exists(ddb, found["Maybe"])
    assert found["Arn"] == f"arn:aws:dynamodb:us-east-1:000000000000:table/{found['Name']}"
    assert found["Joined"] == "id-b-us-east-1"
    told = cfn.describe_stack_events(StackName=name)["StackEvents"]
    steps = [(event["LogicalResourceId"], event["ResourceStatus"]) for event in told]
    # The newest is first.
    assert steps[0] == (name, "CREATE_COMPLETE")
    assert steps[-1] == (name, "CREATE_IN_PROGRESS")
    for resource in ("First", "Other"):
        done = steps.index((resource, "CREATE_COMPLETE"))
        begun = max(i for i, s in enumerate(steps) if s == (resource, "CREATE_IN_PROGRESS"))
        assert done < begun
    resources = cfn.describe_stack_resources(StackName=name)["StackResources"]
    assert {r["LogicalResourceId"]: r["PhysicalResourceId"] for r in resources} == {
        "First": found["Name"],
        "Other": found["Maybe"],
    }
    assert cfn.get_template(StackName=name)["TemplateBody"] == TABLE


def test_parameters_and_conditions_decide(cfn, ddb):
    name = create(cfn, TABLE, Parameters=[parameter("Key", "who"), parameter("Make", "no")])
    assert settled(cfn, name) == "CREATE_COMPLETE"
    found = outputs(cfn, name)
    assert set(found) == {"Name", "Arn", "Joined"}
    schema = ddb.describe_table(TableName=found["Name"])["Table"]["KeySchema"]
    assert schema == [{"AttributeName": "who", "KeyType": "HASH"}]


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ([parameter("Nothing", "x")], "Nothing"),
        ([parameter("Make", "perhaps")], "Make"),
    ],
)
def test_parameters_that_the_template_does_not_take(cfn, parameters, said):
    code, message = refused(
        cfn.create_stack, StackName=unique("s"), TemplateBody=TABLE, Parameters=parameters
    )
    assert code == "ValidationError"
    assert said in message


def test_an_update_changes_only_what_differs(cfn, ddb):
    name = create(cfn, TABLE)
    assert settled(cfn, name) == "CREATE_COMPLETE"
    before = outputs(cfn, name)
    ddb.put_item(TableName=before["Name"], Item={"id": {"S": "kept"}})
    cfn.update_stack(StackName=name, TemplateBody=TABLE, Parameters=[parameter("Make", "no")])
    assert settled(cfn, name) == "UPDATE_COMPLETE"
    assert outputs(cfn, name)["Name"] == before["Name"]
    assert ddb.scan(TableName=before["Name"])["Count"] == 1
    wait_for(lambda: not exists(ddb, before["Maybe"]), "the table that went is gone")


def test_a_change_that_cannot_be_made_in_place_replaces(cfn, ddb):
    name = create(cfn, TABLE)
    assert settled(cfn, name) == "CREATE_COMPLETE"
    before = outputs(cfn, name)["Name"]
    cfn.update_stack(StackName=name, TemplateBody=TABLE, Parameters=[parameter("Key", "other")])
    assert settled(cfn, name) == "UPDATE_COMPLETE"
    after = outputs(cfn, name)["Name"]
    assert after != before
    assert exists(ddb, after)
    wait_for(lambda: not exists(ddb, before), "the replaced table is gone")
    events = cfn.describe_stack_events(StackName=name)["StackEvents"]
    reasons = [event.get("ResourceStatusReason", "") for event in events]
    assert any("requires the creation of a new physical resource" in why for why in reasons)


def test_an_update_of_nothing_is_refused(cfn):
    name = create(cfn, TABLE)
    settled(cfn, name)
    assert refused(cfn.update_stack, StackName=name, TemplateBody=TABLE) == (
        "ValidationError",
        "No updates are to be performed.",
    )


def test_a_failed_creation_is_rolled_back_whole_and_says_why(cfn, ddb):
    table = unique("t")
    name = create(cfn, FAILS % {"table": table})
    assert settled(cfn, name) == "ROLLBACK_COMPLETE"
    assert not exists(ddb, table)
    told = cfn.describe_stack_events(StackName=name)["StackEvents"]
    failed = [event for event in told if event["ResourceStatus"] == "CREATE_FAILED"]
    assert [event["LogicalResourceId"] for event in failed] == ["Function"]
    assert "cannot be assumed by Lambda" in failed[0]["ResourceStatusReason"]
    # Such a stack can only be deleted.
    code, message = refused(cfn.update_stack, StackName=name, TemplateBody=TABLE)
    assert code == "ValidationError"
    assert "ROLLBACK_COMPLETE state and can not be updated" in message
    cfn.delete_stack(StackName=name)
    assert refused_when_gone(cfn, name)


def test_a_stack_whose_functions_code_is_not_there_is_rolled_back(server, cfn, ddb):
    """The role exists, so that it is S3's answer which fails the function, after the table."""
    s3 = server.client("s3")
    bucket = unique("code")
    s3.create_bucket(Bucket=bucket)
    role = ROLE.split("Resources:\n")[1]
    table = unique("t")
    for place, why in (
        ({"bucket": bucket, "key": "nothing.zip"}, "S3 Error Code: NoSuchKey"),
        ({"bucket": unique("none"), "key": "a.zip"}, "S3 Error Code: NoSuchBucket"),
    ):
        template = (
            "Resources:\n"
            + role
            + (
                "  Table:\n"
                "    Type: AWS::DynamoDB::Table\n"
                "    Properties:\n"
                f"      TableName: {table}\n"
                "      BillingMode: PAY_PER_REQUEST\n"
                "      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]\n"
                "      KeySchema: [{AttributeName: id, KeyType: HASH}]\n"
                "  Function:\n"
                "    Type: AWS::Lambda::Function\n"
                "    DependsOn: Table\n"
                "    Properties:\n"
                "      Runtime: python3.12\n"
                "      Handler: app.handler\n"
                "      Role: !GetAtt Role.Arn\n"
                f"      Code: {{S3Bucket: {place['bucket']}, S3Key: {place['key']}}}\n"
            )
        )
        name = create(cfn, template, Capabilities=["CAPABILITY_IAM"])
        assert settled(cfn, name) == "ROLLBACK_COMPLETE"
        told = cfn.describe_stack_events(StackName=name)["StackEvents"]
        failed = [event for event in told if event["ResourceStatus"] == "CREATE_FAILED"]
        assert [event["LogicalResourceId"] for event in failed] == ["Function"]
        assert why in failed[0]["ResourceStatusReason"]
        assert not exists(ddb, table)
        gone = [e["LogicalResourceId"] for e in told if e["ResourceStatus"] == "DELETE_COMPLETE"]
        assert sorted(gone) == ["Role", "Table"]


def test_a_failed_update_goes_back_to_what_was(cfn, ddb):
    name = create(cfn, TABLE)
    settled(cfn, name)
    before = outputs(cfn, name)
    failing = FAILS.split("Resources:\n")[1] % {"table": unique("t")}
    worse = TABLE.replace("Outputs:", failing + "Outputs:")
    cfn.update_stack(StackName=name, TemplateBody=worse)
    assert settled(cfn, name) == "UPDATE_ROLLBACK_COMPLETE"
    assert outputs(cfn, name) == before
    assert exists(ddb, before["Name"])


def test_an_update_that_fails_after_a_replacement_keeps_what_was_there(cfn, ddb):
    """The roll-back goes back to the old table: cleaning it up would lose all that is in it."""
    replaced = TABLE.replace("Resources:", "Resources:" + FUNCTION_WITHOUT_CODE)
    name = create(cfn, TABLE)
    assert settled(cfn, name) == "CREATE_COMPLETE"
    old = outputs(cfn, name)["Name"]
    ddb.put_item(TableName=old, Item={"id": {"S": "kept"}})
    cfn.update_stack(StackName=name, TemplateBody=replaced, Parameters=[parameter("Key", "other")])
    assert settled(cfn, name) == "UPDATE_ROLLBACK_COMPLETE"
    assert outputs(cfn, name)["Name"] == old
    assert ddb.get_item(TableName=old, Key={"id": {"S": "kept"}})["Item"]


def refused_when_gone(cfn, name):
    def gone():
        try:
            stack_of(cfn, name)
        except ClientError as error:
            return error.response["Error"]["Message"] == f"Stack with id {name} does not exist"
        return False

    return wait_for(gone, f"{name} is gone")


def test_a_deleted_stack_takes_its_resources_along(cfn, ddb):
    name = create(cfn, TABLE)
    settled(cfn, name)
    arn, found = stack_of(cfn, name)["StackId"], outputs(cfn, name)
    cfn.delete_stack(StackName=name)
    assert refused_when_gone(cfn, name)
    assert not exists(ddb, found["Name"])
    # By its id it can still be asked for.
    assert stack_of(cfn, arn)["StackStatus"] == "DELETE_COMPLETE"
    # To delete what is not there is no error.
    cfn.delete_stack(StackName=name)


def test_a_resource_that_is_to_be_kept_is_kept(cfn, ddb):
    kept = TABLE.replace("  First:\n", "  First:\n    DeletionPolicy: Retain\n")
    name = create(cfn, kept)
    settled(cfn, name)
    found = outputs(cfn, name)
    cfn.delete_stack(StackName=name)
    assert refused_when_gone(cfn, name)
    assert exists(ddb, found["Name"])
    assert not exists(ddb, found["Maybe"])


def test_what_makes_identities_needs_the_capability(cfn):
    code, message = refused(cfn.create_stack, StackName=unique("s"), TemplateBody=ROLE)
    assert code == "InsufficientCapabilitiesException"
    assert message == "Requires capabilities : [CAPABILITY_IAM]"
    name = create(cfn, ROLE, Capabilities=["CAPABILITY_IAM"])
    assert settled(cfn, name) == "CREATE_COMPLETE"


def test_a_name_that_is_taken_and_one_that_is_not_there(cfn):
    name = create(cfn, TABLE)
    settled(cfn, name)
    code, message = refused(cfn.create_stack, StackName=name, TemplateBody=TABLE)
    assert code == "AlreadyExistsException"
    assert message == f"Stack [{name}] already exists"
    missing = unique("missing")
    assert refused(cfn.describe_stacks, StackName=missing) == (
        "ValidationError",
        f"Stack with id {missing} does not exist",
    )


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("Resources:\n  A: {Type: AWS::Nothing::AtAll}\n", "AWS::Nothing::AtAll"),
        (TABLE.replace("!Ref First", "!Ref Frist"), "Frist"),
        (TABLE.replace("First.Arn", "First.Nothing"), "Nothing"),
        (TABLE.replace("BillingMode", "BilingMode", 1), "BilingMode"),
        (
            "Resources:\n"
            "  A: {Type: AWS::Events::EventBus, Properties: {Name: !Ref B}}\n"
            "  B: {Type: AWS::Events::EventBus, Properties: {Name: !Ref A}}\n",
            "ircular",
        ),
        ("Resources: {}\n", "esource"),
        ("Resources: [\n", ""),
    ],
    ids=["type", "reference", "attribute", "property", "circle", "empty", "syntax"],
)
def test_a_template_that_cannot_be_is_refused_before_anything_is_made(cfn, template, said):
    name = unique("stack")
    code, message = refused(cfn.create_stack, StackName=name, TemplateBody=template)
    assert code == "ValidationError"
    assert said in message
    assert refused(cfn.describe_stacks, StackName=name)[0] == "ValidationError"


def test_a_change_set_shows_what_it_would_do_and_then_does_it(cfn):
    name = unique("stack")
    cfn.create_change_set(
        StackName=name, ChangeSetName="first", ChangeSetType="CREATE", TemplateBody=TABLE
    )

    def ready():
        found = cfn.describe_change_set(StackName=name, ChangeSetName="first")
        return found if found["Status"] == "CREATE_COMPLETE" else None

    shown = wait_for(ready, "the change set is ready")
    changes = {
        change["ResourceChange"]["LogicalResourceId"]: change["ResourceChange"]["Action"]
        for change in shown["Changes"]
    }
    assert changes == {"First": "Add", "Other": "Add"}
    assert stack_of(cfn, name)["StackStatus"] == "REVIEW_IN_PROGRESS"
    cfn.execute_change_set(StackName=name, ChangeSetName="first")
    wait_for(lambda: stack_of(cfn, name)["StackStatus"] == "CREATE_COMPLETE", "it was done")


def test_a_template_is_summed_up_and_validated_without_a_stack(cfn):
    found = cfn.get_template_summary(TemplateBody=TABLE)
    assert {p["ParameterKey"] for p in found["Parameters"]} == {"Key", "Make"}
    assert set(found["ResourceTypes"]) == {"AWS::DynamoDB::Table"}
    valid = cfn.validate_template(TemplateBody=ROLE)
    assert valid["Capabilities"] == ["CAPABILITY_IAM"]
    assert refused(cfn.validate_template, TemplateBody="Resources: [")[0] == "ValidationError"


def test_a_template_in_json_is_a_template(cfn):
    template = {
        "Resources": {
            "Bus": {
                "Type": "AWS::Events::EventBus",
                "Properties": {"Name": {"Fn::Sub": "${AWS::StackName}-bus"}},
            }
        },
        "Outputs": {"Name": {"Value": {"Ref": "Bus"}}},
    }
    name = create(cfn, json.dumps(template))
    assert settled(cfn, name) == "CREATE_COMPLETE"
    assert outputs(cfn, name)["Name"] == f"{name}-bus"


def test_stacks_are_listed_by_status(cfn):
    name = create(cfn, TABLE)
    settled(cfn, name)
    pages = cfn.get_paginator("list_stacks").paginate(StackStatusFilter=["CREATE_COMPLETE"])
    listed = [stack["StackName"] for page in pages for stack in page["StackSummaries"]]
    assert name in listed


def test_the_aws_cli_deploys(server, cfn, tmp_path):
    name = unique("stack")
    path = tmp_path / "template.yaml"
    path.write_text(TABLE)
    deploy = ["cloudformation", "deploy", "--stack-name", name, "--template-file", str(path)]
    server.aws(*deploy)
    assert stack_of(cfn, name)["StackStatus"] == "CREATE_COMPLETE"
    server.aws(*deploy, "--parameter-overrides", "Make=no")
    assert stack_of(cfn, name)["StackStatus"] == "UPDATE_COMPLETE"


def test_the_aws_cli_packages_a_large_function_and_deploys_it(server, cfn, tmp_path):
    """A package of more than 8 MiB is uploaded in parts; the function runs from it."""
    code = tmp_path / "code"
    code.mkdir()
    (code / "app.py").write_text("def handler(event, context):\n    return 'made of parts'\n")
    (code / "ballast.bin").write_bytes(os.urandom(11 * 1024 * 1024))
    template = tmp_path / "template.yaml"
    template.write_text(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  Function:\n"
        "    Type: AWS::Serverless::Function\n"
        "    Properties: {Runtime: python3.12, Handler: app.handler, CodeUri: code}\n"
        "Outputs:\n"
        "  Name: {Value: !Ref Function}\n"
    )
    bucket, name = unique("code"), unique("stack")
    server.client("s3").create_bucket(Bucket=bucket)
    packaged = tmp_path / "packaged.yaml"
    server.aws(
        "cloudformation", "package", "--template-file", str(template),
        "--s3-bucket", bucket, "--output-template-file", str(packaged),
    )  # fmt: skip
    server.aws(
        "cloudformation", "deploy", "--stack-name", name, "--template-file", str(packaged),
        "--capabilities", "CAPABILITY_IAM",
    )  # fmt: skip
    done = server.client("lambda").invoke(FunctionName=outputs(cfn, name)["Name"])
    assert json.loads(done["Payload"].read()) == "made of parts"


def test_samara_deploys_shows_and_deletes(server, stacks, ddb):
    name, done = stacks.deploy(TABLE)
    assert "First" in done.text
    table = stacks.outputs(name)["Name"]
    shown = json.loads(server.samara("status", "--json").out)
    assert name in json.dumps(shown)
    server.samara("delete", name)
    assert refused_when_gone(stacks.client, name)
    assert not exists(ddb, table)


@pytest.mark.parametrize("doing", ["create", "update", "delete"])
def test_a_stack_operation_that_kill_9_cut_short_ends_whole(own_server, doing):
    many = "Resources:\n" + "".join(
        f"  T{n}:\n"
        "    Type: AWS::DynamoDB::Table\n"
        f"    {'DependsOn: T' + str(n - 1) if n else 'DeletionPolicy: Delete'}\n"
        "    Properties:\n"
        "      BillingMode: PAY_PER_REQUEST\n"
        "      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]\n"
        "      KeySchema: [{AttributeName: id, KeyType: HASH}]\n"
        for n in range(30)
    )
    one = many.split("  T1:\n")[0]
    cfn = own_server.start().client("cloudformation")
    if doing != "create":
        cfn.create_stack(StackName="s", TemplateBody=one if doing == "update" else many)
        assert settled(cfn, "s") == "CREATE_COMPLETE"
    if doing == "create":
        arn = cfn.create_stack(StackName="s", TemplateBody=many)["StackId"]
    elif doing == "update":
        arn = cfn.update_stack(StackName="s", TemplateBody=many)["StackId"]
    else:
        arn = stack_of(cfn, "s")["StackId"]
        cfn.delete_stack(StackName="s")
    own_server.kill()
    cfn = own_server.start().client("cloudformation")
    status = settled(cfn, arn)
    tables = own_server.client("dynamodb").list_tables()["TableNames"]
    assert (status, len(tables)) in {
        "create": [("CREATE_COMPLETE", 30), ("ROLLBACK_COMPLETE", 0)],
        "update": [("UPDATE_COMPLETE", 30), ("UPDATE_ROLLBACK_COMPLETE", 1)],
        "delete": [("DELETE_COMPLETE", 0)],
    }[doing]
