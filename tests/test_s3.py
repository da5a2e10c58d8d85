"""The little of S3 that there is: buckets, and objects put, read and headed."""

import hashlib
import os

import pytest
from botocore.exceptions import ClientError
from harness import unique


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3")


@pytest.fixture
def bucket(s3):
    name = unique("bucket")
    s3.create_bucket(Bucket=name)
    return name


def refused(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def test_an_object_comes_back_with_its_bytes_type_and_metadata(s3, bucket):
    body = bytes(range(256)) * 40
    put = s3.put_object(
        Bucket=bucket,
        Key="a folder/ünïcode+plus.bin",
        Body=body,
        ContentType="application/x-thing",
        Metadata={"colour": "blue"},
    )
    etag = f'"{hashlib.md5(body).hexdigest()}"'
    assert put["ETag"] == etag
    found = s3.get_object(Bucket=bucket, Key="a folder/ünïcode+plus.bin")
    assert found["Body"].read() == body
    head = s3.head_object(Bucket=bucket, Key="a folder/ünïcode+plus.bin")
    for answer in (found, head):
        assert answer["ETag"] == etag
        assert answer["ContentLength"] == len(body)
        assert answer["ContentType"] == "application/x-thing"
        assert answer["Metadata"] == {"colour": "blue"}


def test_a_put_replaces_an_object(s3, bucket):
    for body in (b"one", b"two", b""):
        s3.put_object(Bucket=bucket, Key="k", Body=body)
        assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == body


def test_a_large_object_is_streamed_both_ways(s3, bucket):
    body = os.urandom(1024 * 1024) * 24
    s3.put_object(Bucket=bucket, Key="large", Body=body)
    digest = hashlib.sha256()
    for chunk in s3.get_object(Bucket=bucket, Key="large")["Body"].iter_chunks():
        digest.update(chunk)
    assert digest.digest() == hashlib.sha256(body).digest()


def test_what_is_not_there(s3, bucket):
    assert refused(s3.get_object, Bucket=bucket, Key="no") == ("NoSuchKey", 404)
    assert refused(s3.head_object, Bucket=bucket, Key="no") == ("404", 404)
    missing = unique("missing")
    assert refused(s3.get_object, Bucket=missing, Key="no") == ("NoSuchBucket", 404)
    assert refused(s3.put_object, Bucket=missing, Key="no", Body=b"") == ("NoSuchBucket", 404)


def test_a_body_that_is_not_what_was_promised_is_refused(s3, bucket):
    wrong = "1B2M2Y8AsgTpgAmY7PhCfg=="  # the digest of no bytes at all
    said = refused(s3.put_object, Bucket=bucket, Key="k", Body=b"bytes", ContentMD5=wrong)
    assert said == ("BadDigest", 400)
    assert refused(s3.get_object, Bucket=bucket, Key="k") == ("NoSuchKey", 404)


def test_a_name_that_no_bucket_may_have_is_refused(s3):
    assert refused(s3.create_bucket, Bucket="No.Such_Name") == ("InvalidBucketName", 400)


def test_making_ones_own_bucket_again_is_no_error_here(s3, bucket):
    # us-east-1 answers 200; every other region answers BucketAlreadyOwnedByYou.
    s3.create_bucket(Bucket=bucket)


def test_the_aws_cli_copies_a_file_there_and_back(server, bucket, tmp_path):
    source, back = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("hello")
    server.aws("s3", "cp", str(source), f"s3://{bucket}/a.txt")
    server.aws("s3", "cp", f"s3://{bucket}/a.txt", str(back))
    assert back.read_text() == "hello"


def test_an_object_survives_kill_9(own_server):
    s3 = own_server.start().client("s3")
    s3.create_bucket(Bucket="kept-bucket")
    body = os.urandom(3_000_000)
    s3.put_object(Bucket="kept-bucket", Key="k", Body=body)
    own_server.kill()
    s3 = own_server.start().client("s3")
    assert s3.get_object(Bucket="kept-bucket", Key="k")["Body"].read() == body
