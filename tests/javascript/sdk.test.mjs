// The AWS SDK for JavaScript against a server: what it does otherwise than boto3.
//
// It reuses connections, sends checksums of what streams behind the body, puts buckets into host
// names, turns refusals into classes, and reads numbers and times its own way. What only the
// services can get wrong is tested with boto3, which is quicker to read.
//
// `test_javascript.py` runs this, with the server in AWS_ENDPOINT_URL and a function that echoes
// its event, or throws where that says so, in SAMARA_TEST_FUNCTION.

import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import http from "node:http";
import { Readable } from "node:stream";
import { test } from "node:test";

import {
  CloudFormationClient,
  CloudFormationServiceException,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
} from "@aws-sdk/client-cloudformation";
import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DynamoDBClient,
  TransactionCanceledException,
  waitUntilTableExists,
} from "@aws-sdk/client-dynamodb";
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  ResourceNotFoundException as NoBus,
} from "@aws-sdk/client-eventbridge";
import {
  InvokeCommand,
  InvokeWithResponseStreamCommand,
  LambdaClient,
  ResourceNotFoundException as NoFunction,
} from "@aws-sdk/client-lambda";
import {
  CreateBucketCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import {
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  NumberValue,
  paginateQuery,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import { Upload } from "@aws-sdk/lib-storage";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";

const endpoint = process.env.AWS_ENDPOINT_URL;
const settings = { endpoint, region: "us-east-1", maxAttempts: 1 };
const name = (prefix) => `${prefix}-${randomUUID().slice(0, 8)}`;

/** What a call is refused with. */
async function refused(call) {
  try {
    await call;
  } catch (error) {
    return error;
  }
  assert.fail("it was not refused");
}

// STS: awsQuery and XML.

test("an identity, and a refusal in XML", async () => {
  const identity = await new STSClient(settings).send(new GetCallerIdentityCommand());
  assert.equal(identity.Account, "000000000000");
  const credentials = { accessKeyId: "AKIANOBODY", secretAccessKey: "x" };
  const nobody = new STSClient({ ...settings, credentials });
  const error = await refused(nobody.send(new GetCallerIdentityCommand()));
  assert.equal(error.name, "InvalidClientTokenId");
  assert.equal(error.$metadata.httpStatusCode, 403);
  assert.ok(error.$metadata.requestId);
});

// DynamoDB: the document client.

async function table(client) {
  const TableName = name("table");
  const key = (AttributeName, KeyType) => ({ AttributeName, KeyType });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [
        { AttributeName: "p", AttributeType: "S" },
        { AttributeName: "s", AttributeType: "N" },
      ],
      KeySchema: [key("p", "HASH"), key("s", "RANGE")],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 20, minDelay: 0.1 }, { TableName });
  return TableName;
}

test("documents come back as they were put", async () => {
  const client = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers: false },
  });
  const TableName = await table(client);
  const Item = {
    p: "a",
    s: 1,
    nothing: null,
    yes: true,
    text: "ü\u{1f600}",
    empty: "",
    bytes: new Uint8Array([0, 255, 10]),
    list: [1, "two", { three: [] }],
    texts: new Set(["x", "y"]),
    numbers: new Set([1, 2.5]),
    left: undefined,
  };
  await documents.send(new PutCommand({ TableName, Item }));
  const got = await documents.send(new GetCommand({ TableName, Key: { p: "a", s: 1 } }));
  const { left: _, ...expected } = Item;
  assert.deepEqual(got.Item, expected);
  // What JavaScript's numbers cannot hold.
  const exact = NumberValue.from("12345678901234567890.123456789");
  await documents.send(new PutCommand({ TableName, Item: { p: "n", s: 1, exact } }));
  const unmarshallOptions = { wrapNumbers: true };
  const wrapping = DynamoDBDocumentClient.from(client, { unmarshallOptions });
  const numbers = await wrapping.send(new GetCommand({ TableName, Key: { p: "n", s: 1 } }));
  assert.equal(numbers.Item.exact.value, "12345678901234567890.123456789");
});

test("refusals of DynamoDB are classes with what they carry", async () => {
  const client = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(client);
  const TableName = await table(client);
  const Key = { p: "a", s: 1 };
  await documents.send(new PutCommand({ TableName, Item: { ...Key, count: 1 } }));
  const condition = {
    ConditionExpression: "attribute_not_exists(p)",
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  };
  const put = new PutCommand({ TableName, Item: Key, ...condition });
  const error = await refused(documents.send(put));
  assert.ok(error instanceof ConditionalCheckFailedException);
  assert.deepEqual(error.Item, { p: { S: "a" }, s: { N: "1" }, count: { N: "1" } });
  const both = new TransactWriteCommand({
    TransactItems: [
      { Put: { TableName, Item: { p: "b", s: 1 } } },
      { Put: { TableName, Item: Key, ...condition } },
    ],
  });
  const cancelled = await refused(documents.send(both));
  assert.ok(cancelled instanceof TransactionCanceledException);
  const codes = cancelled.CancellationReasons.map((reason) => reason.Code);
  assert.deepEqual(codes, ["None", "ConditionalCheckFailed"]);
});

test("a query goes on page by page", async () => {
  const client = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(client);
  const TableName = await table(client);
  const requests = Array.from({ length: 25 }, (_, s) => ({ PutRequest: { Item: { p: "q", s } } }));
  await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
  const query = {
    TableName,
    KeyConditionExpression: "p = :p and s >= :s",
    ExpressionAttributeValues: { ":p": "q", ":s": 5 },
  };
  const seen = [];
  for await (const page of paginateQuery({ client: documents, pageSize: 7 }, query)) {
    assert.ok(page.Items.length <= 7);
    seen.push(...page.Items.map((item) => item.s));
  }
  assert.deepEqual(seen, Array.from({ length: 20 }, (_, place) => place + 5));
});

test("many calls share few connections", async () => {
  let opened = 0;
  const agent = new http.Agent({ keepAlive: true, maxSockets: 4 });
  const connect = agent.createConnection;
  agent.createConnection = function (...given) {
    opened += 1;
    return connect.apply(this, given);
  };
  const client = new DynamoDBClient({ ...settings, requestHandler: { httpAgent: agent } });
  const documents = DynamoDBDocumentClient.from(client);
  const TableName = await table(client);
  const count = () =>
    documents.send(
      new UpdateCommand({
        TableName,
        Key: { p: "a", s: 1 },
        UpdateExpression: "ADD #n :one",
        ExpressionAttributeNames: { "#n": "n" },
        ExpressionAttributeValues: { ":one": 1 },
        ReturnValues: "UPDATED_NEW",
      }),
    );
  const all = await Promise.all(Array.from({ length: 200 }, count));
  const counts = all.map((one) => one.Attributes.n).sort((one, other) => one - other);
  assert.deepEqual(counts, Array.from({ length: 200 }, (_, place) => place + 1));
  assert.ok(opened <= 4, `${opened} connections`);
  agent.destroy();
});

// Lambda: payloads that are bytes, and what streams.

test("a function is invoked, and its error told", async () => {
  const client = new LambdaClient(settings);
  const FunctionName = process.env.SAMARA_TEST_FUNCTION;
  const invoke = (event, more) =>
    client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more }));
  const done = await invoke({ text: "ü" }, { LogType: "Tail" });
  assert.deepEqual(JSON.parse(done.Payload.transformToString()), { text: "ü" });
  assert.equal(done.StatusCode, 200);
  assert.match(Buffer.from(done.LogResult, "base64").toString(), /^START RequestId: .*REPORT /s);
  const failed = await invoke({ raise: true });
  assert.equal(failed.FunctionError, "Unhandled");
  assert.equal(JSON.parse(failed.Payload.transformToString()).errorType, "RuntimeError");
  assert.equal((await invoke({}, { InvocationType: "Event" })).StatusCode, 202);
  const error = await refused(client.send(new InvokeCommand({ FunctionName: name("none") })));
  assert.ok(error instanceof NoFunction);
  assert.equal(error.Type, "User");
});

test("a response that streams arrives in full, or is refused by its name", async () => {
  const client = new LambdaClient(settings);
  const FunctionName = process.env.SAMARA_TEST_FUNCTION;
  const error = await refused(
    client.send(new InvokeWithResponseStreamCommand({ FunctionName, Payload: "{}" })),
  );
  assert.equal(error.$metadata.httpStatusCode, 501);
  assert.match(error.message, /InvokeWithResponseStream/);
});

// EventBridge: times as numbers.

test("events are put with times, and refusals counted", async () => {
  const client = new EventBridgeClient(settings);
  const entry = { Source: "js", DetailType: "t", Detail: "{}", Time: new Date(1.7e12) };
  const put = new PutEventsCommand({ Entries: [entry, { ...entry, Detail: "no JSON" }] });
  const done = await client.send(put);
  assert.equal(done.FailedEntryCount, 1);
  assert.ok(done.Entries[0].EventId);
  assert.equal(done.Entries[1].ErrorCode, "MalformedDetail");
  const rule = { Name: "r", EventBusName: name("none"), EventPattern: '{"source":["js"]}' };
  const error = await refused(client.send(new PutRuleCommand(rule)));
  assert.ok(error instanceof NoBus);
});

// S3: checksums, streams, hosts, signed URLs.

async function bucket(client) {
  const Bucket = name("bucket");
  await client.send(new CreateBucketCommand({ Bucket }));
  return Bucket;
}

test("an object has the checksum that the SDK computes by itself", async () => {
  const client = new S3Client(settings);
  const Bucket = await bucket(client);
  const Key = "a folder/ü+&'.txt";
  const Metadata = { colour: "blue" };
  const put = await client.send(new PutObjectCommand({ Bucket, Key, Body: "text", Metadata }));
  assert.equal(put.ChecksumCRC32, "O4unxw==");
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  // Reading it to the end is what verifies the checksum.
  assert.equal(await got.Body.transformToString(), "text");
  assert.equal(got.ChecksumCRC32, put.ChecksumCRC32);
  assert.deepEqual(got.Metadata, Metadata);
  assert.ok(got.LastModified instanceof Date);
});

test("what streams has its checksum behind it", async () => {
  const client = new S3Client(settings);
  const Bucket = await bucket(client);
  // Over two megabytes the SDK asks before it sends.
  const body = randomBytes(3 * 1024 * 1024);
  for (const ChecksumAlgorithm of ["CRC32", "SHA256"]) {
    const Body = Readable.from([body.subarray(0, 1000), body.subarray(1000)]);
    const put = { Bucket, Key: "k", Body, ContentLength: body.length, ChecksumAlgorithm };
    const done = await client.send(new PutObjectCommand(put));
    assert.ok(done[`Checksum${ChecksumAlgorithm}`]);
    const got = await client.send(new GetObjectCommand({ Bucket, Key: "k" }));
    assert.ok(body.equals(await got.Body.transformToByteArray()));
  }
});

test("an upload in parts is one object", async () => {
  const client = new S3Client(settings);
  const Bucket = await bucket(client);
  const body = randomBytes(11 * 1024 * 1024);
  // Of a stream nobody knows the length.
  const params = { Bucket, Key: "parts", Body: Readable.from([body]) };
  const done = await new Upload({ client, params }).done();
  assert.match(done.ETag, /-3"$/);
  const got = await client.send(new GetObjectCommand({ Bucket, Key: "parts" }));
  assert.ok(body.equals(await got.Body.transformToByteArray()));
});

test("a bucket may stand in the host's name", async () => {
  const { port } = new URL(endpoint);
  const hosts = [];
  // Not every resolver knows the names below localhost.
  const lookup = (host, options, done) => {
    hosts.push(host);
    return options.all
      ? done(null, [{ address: "127.0.0.1", family: 4 }])
      : done(null, "127.0.0.1", 4);
  };
  const requestHandler = { httpAgent: new http.Agent({ lookup }) };
  const byHost = { ...settings, endpoint: `http://localhost:${port}`, requestHandler };
  const client = new S3Client(byHost);
  const Bucket = await bucket(client);
  const Key = "a/b c";
  await client.send(new PutObjectCommand({ Bucket, Key, Body: "by host" }));
  const got = await client.send(new GetObjectCommand({ Bucket, Key }));
  assert.equal(await got.Body.transformToString(), "by host");
  assert.ok(hosts.includes(`${Bucket}.localhost`), hosts.join());
  const paths = new S3Client({ ...settings, forcePathStyle: true });
  const same = await paths.send(new GetObjectCommand({ Bucket, Key }));
  assert.equal(await same.Body.transformToString(), "by host");
});

test("a signed URL is good for whoever has it", async () => {
  const client = new S3Client(settings);
  const Bucket = await bucket(client);
  const place = { Bucket, Key: "a b/ü" };
  const put = await getSignedUrl(client, new PutObjectCommand(place), { expiresIn: 60 });
  const sent = await fetch(put, { method: "PUT", body: "signed" });
  assert.equal(sent.status, 200, await sent.text());
  const url = await getSignedUrl(client, new GetObjectCommand(place), { expiresIn: 60 });
  assert.equal(await (await fetch(url)).text(), "signed");
  const other = await fetch(url.replace("a%20b", "a%20c"));
  assert.equal(other.status, 403);
  assert.match(await other.text(), /SignatureDoesNotMatch/);
});

test("keys are listed page by page, whatever their characters", async () => {
  const client = new S3Client(settings);
  const Bucket = await bucket(client);
  const keys = ["a&b", "a+b", "a b", "a<b", "ü/x", "ü/y"];
  const put = (Key) => client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  await Promise.all(keys.map(put));
  const seen = [];
  for await (const page of paginateListObjectsV2({ client, pageSize: 2 }, { Bucket })) {
    seen.push(...page.Contents.map((one) => one.Key));
  }
  assert.deepEqual(seen.sort(), [...keys].sort());
});

test("refusals of S3 are classes, with and without a body", async () => {
  const client = new S3Client(settings);
  const Bucket = await bucket(client);
  const none = { Bucket, Key: "none" };
  assert.ok((await refused(client.send(new GetObjectCommand(none)))) instanceof NoSuchKey);
  assert.ok((await refused(client.send(new HeadObjectCommand(none)))) instanceof NotFound);
  const many = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "k" }] } });
  const error = await refused(client.send(many));
  assert.equal(error.$metadata.httpStatusCode, 501);
  assert.match(error.message, /DeleteObjects/);
});

// CloudFormation: a stack that is waited for.

test("a stack is made, described and deleted", async () => {
  const client = new CloudFormationClient(settings);
  const StackName = name("stack");
  const template = {
    Resources: { Group: { Type: "AWS::Logs::LogGroup" } },
    Outputs: { Group: { Value: { Ref: "Group" } } },
  };
  const TemplateBody = JSON.stringify(template);
  await client.send(new CreateStackCommand({ StackName, TemplateBody }));
  const waiting = { client, maxWaitTime: 20, minDelay: 0.1, maxDelay: 0.2 };
  await waitUntilStackCreateComplete(waiting, { StackName });
  const [stack] = (await client.send(new DescribeStacksCommand({ StackName }))).Stacks;
  assert.equal(stack.StackStatus, "CREATE_COMPLETE");
  assert.ok(stack.CreationTime instanceof Date);
  assert.match(stack.Outputs[0].OutputValue, /^stack-.*Group/);
  await client.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting, { StackName: stack.StackId });
  const error = await refused(client.send(new DescribeStacksCommand({ StackName })));
  assert.ok(error instanceof CloudFormationServiceException);
  assert.equal(error.name, "ValidationError");
  assert.match(error.message, /does not exist/);
});
