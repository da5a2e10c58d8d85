"""The little of S3 that there is: buckets, and objects put, read and headed."""

import hashlib
import os

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from harness import request, unique


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


def test_an_outdated_signature_is_told_what_to_use_instead(server, bucket):
    """`aws s3 presign` signs by version 2 unless told otherwise: AccessDenied would send its user
    looking for a policy."""
    old = server.client("s3", config=Config(signature_version="s3"))
    url = old.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
    answer = request(server.endpoint, "GET", url.removeprefix(server.endpoint))
    assert answer.status == 400
    assert b"InvalidRequest" in answer.body
    assert b"AWS4-HMAC-SHA256" in answer.body
    assert refused(old.get_object, Bucket=bucket, Key="k") == ("InvalidRequest", 400)


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


MIB = 1024 * 1024


def test_an_object_in_parts_is_one_object(s3, bucket):
    """Each part comes by itself, in any order; the object's tag is what every client computes."""
    bodies = [os.urandom(5 * MIB), os.urandom(5 * MIB), os.urandom(100)]
    place = {"Bucket": bucket, "Key": "parts"}
    begun = s3.create_multipart_upload(**place, ContentType="application/zip")
    upload = {**place, "UploadId": begun["UploadId"]}
    tags = {}
    for number in (3, 1, 2):
        body = bodies[number - 1]
        done = s3.upload_part(**upload, PartNumber=number, Body=body)
        assert done["ETag"] == f'"{hashlib.md5(body).hexdigest()}"'
        tags[number] = done["ETag"]
    listed = s3.list_parts(**upload)["Parts"]
    assert [(p["PartNumber"], p["Size"]) for p in listed] == [
        (n + 1, len(body)) for n, body in enumerate(bodies)
    ]
    assert [u["Key"] for u in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["parts"]

    def complete(numbers):
        parts = [{"PartNumber": number, "ETag": tags[number]} for number in numbers]
        return {**upload, "MultipartUpload": {"Parts": parts}}

    for numbers, code in (([2, 1], "InvalidPartOrder"), ([3, 3], "InvalidPartOrder")):
        said = refused(s3.complete_multipart_upload, **complete(numbers))
        assert said == (code, 400)
    done = s3.complete_multipart_upload(**complete([1, 2, 3]))
    digests = b"".join(hashlib.md5(body).digest() for body in bodies)
    assert done["ETag"] == f'"{hashlib.md5(digests).hexdigest()}-3"'
    found = s3.get_object(**place)
    assert found["Body"].read() == b"".join(bodies)
    assert found["ContentType"] == "application/zip"
    across = s3.get_object(**place, Range=f"bytes={5 * MIB - 2}-{5 * MIB + 1}")["Body"].read()
    assert across == bodies[0][-2:] + bodies[1][:2]
    assert s3.get_object(**place, PartNumber=3)["Body"].read() == bodies[2]
    assert s3.head_object(**place, PartNumber=1)["PartsCount"] == 3
    assert "Uploads" not in s3.list_multipart_uploads(Bucket=bucket)
    assert refused(s3.complete_multipart_upload, **complete([1, 2, 3])) == ("NoSuchUpload", 404)


def test_an_aborted_upload_is_gone(s3, bucket):
    place = {"Bucket": bucket, "Key": "parts"}
    upload = {**place, "UploadId": s3.create_multipart_upload(**place)["UploadId"]}
    s3.upload_part(**upload, PartNumber=1, Body=b"one")
    s3.abort_multipart_upload(**upload)
    assert refused(s3.list_parts, **upload) == ("NoSuchUpload", 404)
    assert refused(s3.upload_part, **upload, PartNumber=1, Body=b"") == ("NoSuchUpload", 404)
    # An upload's end is told from the deletion of an object by its query alone.
    s3.put_object(**place, Body=b"kept")
    again = {**place, "UploadId": s3.create_multipart_upload(**place)["UploadId"]}
    s3.abort_multipart_upload(**again)
    assert s3.get_object(**place)["Body"].read() == b"kept"
    s3.delete_object(**place)
    assert refused(s3.get_object, **place) == ("NoSuchKey", 404)


# The other CRCs need a native library in the client; the service's own tests have them.
@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_a_file_in_parts_has_a_checksum_that_clients_verify(s3, bucket, algorithm, tmp_path):
    source = tmp_path / "large"
    source.write_bytes(os.urandom(12 * MIB))
    s3.upload_file(str(source), bucket, "k", ExtraArgs={"ChecksumAlgorithm": algorithm})
    head = s3.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
    assert head["ChecksumType"] == "COMPOSITE"
    assert f"Checksum{algorithm}" in head
    s3.download_file(bucket, "k", str(tmp_path / "back"))
    assert (tmp_path / "back").read_bytes() == source.read_bytes()


def test_the_aws_cli_copies_twenty_megabytes_there_and_back(server, bucket, tmp_path):
    source, back = tmp_path / "a.bin", tmp_path / "b.bin"
    source.write_bytes(os.urandom(20 * MIB))
    server.aws("s3", "cp", str(source), f"s3://{bucket}/a.bin")
    head = server.aws("s3api", "head-object", "--bucket", bucket, "--key", "a.bin")
    assert head["ContentLength"] == 20 * MIB
    assert head["ETag"].endswith('-3"')
    server.aws("s3", "cp", f"s3://{bucket}/a.bin", str(back))
    assert back.read_bytes() == source.read_bytes()


def test_parts_survive_kill_9(own_server):
    """A part that was acknowledged is there after a crash, and the object after its completion."""
    s3 = own_server.start().client("s3")
    s3.create_bucket(Bucket="kept-bucket")
    place = {"Bucket": "kept-bucket", "Key": "k"}
    upload = {**place, "UploadId": s3.create_multipart_upload(**place)["UploadId"]}
    bodies = [os.urandom(5 * MIB), os.urandom(10)]
    tags = [s3.upload_part(**upload, PartNumber=1, Body=bodies[0])["ETag"]]
    own_server.kill()
    s3 = own_server.start().client("s3")
    tags.append(s3.upload_part(**upload, PartNumber=2, Body=bodies[1])["ETag"])
    parts = [{"PartNumber": n + 1, "ETag": tag} for n, tag in enumerate(tags)]
    s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    own_server.kill()
    s3 = own_server.start().client("s3")
    assert s3.get_object(**place)["Body"].read() == b"".join(bodies)
