// Samara's bootstrap for Node functions.
//
// It finds the handler, then takes one call after the other from the channel (descriptor 3: two
// little-endian lengths, a JSON head, a body) and answers each. What a function can observe, the
// context object, the errors, the log format, is as AWS's own runtime has it.
//
// Told so by a variable, it first waits as a spare: it loads what most functions of its kind load,
// says so, and becomes the function whose environment it is then sent. Nothing that it reads from
// the environment may be read before that.
//
// Waiting for a call blocks the event loop on purpose: between calls a function stands still, as
// AWS freezes it, and its timers go on with the next call.

import { closeSync, existsSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { format } from "node:util";

const CHANNEL = 3;
const RESPONSE_BYTES_MAX = 6_291_556;
const EVENT_BYTES_MAX = 256 * 1024;
const FRAME_MAGIC = Buffer.from([0xa5, 0x5a, 0x00, 0x03]);
const SPARE = "SAMARA_SPARE";
const ZYGOTE = "SAMARA_ZYGOTE";
const ROOM = "SAMARA_ROOM";
const ZONE = "TZ";

/** The id of the call in progress, for log lines. */
let currentRequestId;

// The channel

/** What most frames fit into; each is read as text before the next one comes. */
const frameBuffer = Buffer.allocUnsafe(64 * 1024);

/** Reads until so much of the buffer is filled; how much then is. */
function fill(buffer, filled, wanted) {
  while (filled < wanted) {
    const read = readSync(CHANNEL, buffer, filled, buffer.length - filled, null);
    if (read === 0) process.exit(0);
    filled += read;
  }
  return filled;
}

/** The next frame, its head and its body as text: most often with a single read. So much of it may
 * be there already. */
function receive(begun = 0) {
  let buffer = frameBuffer;
  const filled = fill(buffer, begun, 8);
  const body = 8 + buffer.readUInt32LE(0);
  const end = body + buffer.readUInt32LE(4);
  if (buffer.length < end) {
    buffer = Buffer.allocUnsafe(end);
    frameBuffer.copy(buffer, 0, 0, filled);
  }
  fill(buffer, filled, end);
  return { head: buffer.toString("utf8", 8, body), body: buffer.toString("utf8", body, end) };
}

function writeAll(descriptor, buffer) {
  let written = 0;
  while (written < buffer.length) {
    try {
      written += writeSync(descriptor, buffer, written);
    } catch (error) {
      if (error.code !== "EAGAIN") throw error;
    }
  }
}

const NOTHING = Buffer.alloc(0);

function send(kind, requestId, body = NOTHING) {
  const head = JSON.stringify({ kind, requestId });
  const headLength = Buffer.byteLength(head);
  const frame = Buffer.allocUnsafe(8 + headLength + body.length);
  frame.writeUInt32LE(headLength, 0);
  frame.writeUInt32LE(body.length, 4);
  frame.write(head, 8);
  body.copy(frame, 8 + headLength);
  writeAll(CHANNEL, frame);
}

// Logging

/** Writes text as one event of the log, however many lines it has. */
function writeEvent(text) {
  const data = Buffer.from(text).subarray(0, EVENT_BYTES_MAX);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  writeAll(1, Buffer.concat([FRAME_MAGIC, length, data]));
}

const LEVELS = { TRACE: 1, DEBUG: 2, INFO: 3, WARN: 4, ERROR: 5, FATAL: 6 };

function setUpLogging() {
  const json = process.env.AWS_LAMBDA_LOG_FORMAT === "JSON";
  const least = LEVELS[process.env.AWS_LAMBDA_LOG_LEVEL?.toUpperCase()] ?? 0;
  const methods = {
    trace: "TRACE",
    debug: "DEBUG",
    log: "INFO",
    info: "INFO",
    warn: "WARN",
    error: "ERROR",
    fatal: "FATAL",
  };
  for (const [method, level] of Object.entries(methods)) {
    console[method] = (...values) => {
      if (LEVELS[level] < least) return;
      writeEvent(json ? jsonLine(level, values) : textLine(level, values));
    };
  }
}

function textLine(level, values) {
  const id = currentRequestId ?? "undefined";
  return `${new Date().toISOString()}\t${id}\t${level}\t${format(...values)}`;
}

function jsonLine(level, values) {
  const line = { timestamp: new Date().toISOString(), level, requestId: currentRequestId };
  const [value] = values;
  if (values.length === 1 && !(value instanceof Error)) {
    line.message = typeof value === "object" ? value : format(value);
  } else {
    line.message = format(...values);
    const error = values.find((one) => one instanceof Error);
    if (error) {
      line.errorType = error.name;
      line.errorMessage = error.message;
      line.stackTrace = error.stack?.split("\n");
    }
  }
  try {
    return JSON.stringify(line);
  } catch {
    return JSON.stringify({ ...line, message: format(...values) });
  }
}

// Errors

/** An error of the platform's: its name is the type that the caller reads. */
class PlatformError extends Error {
  constructor(name, message, cause) {
    super(message);
    this.name = name;
    if (cause?.stack) this.stack = cause.stack;
  }
}

/** An error as the caller reads it; one that throws when it is read has the words of AWS's
 * client. */
function describe(error) {
  try {
    if (error instanceof Error || (typeof error === "object" && error !== null && error.stack)) {
      return {
        errorType: String(error.name),
        errorMessage: String(error.message),
        trace: String(error.stack ?? "").split("\n"),
      };
    }
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  } catch {
    const errorMessage =
      "callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack";
    return { errorType: "handled", errorMessage, trace: [] };
  }
}

/** What the log says of an error: the same, with what else the error carries. */
function logged(error) {
  const { errorType, errorMessage, trace } = describe(error);
  const more = error instanceof Error ? { ...error } : {};
  delete more.name;
  return { errorType, errorMessage, ...more, stack: trace };
}

function logError(what, error) {
  let text;
  try {
    text = JSON.stringify(logged(error));
  } catch {
    text = JSON.stringify(describe(error));
  }
  const [time, request] = [new Date().toISOString(), currentRequestId ?? "undefined"];
  writeEvent(`${time}\t${request}\tERROR\t${what}\t${text}`);
}

// The handler

function taskRoot() {
  return process.env.LAMBDA_TASK_ROOT ?? "/var/task";
}

/** Splits `folder/file.method` into the module's path and the names that lead to the function. */
function splitHandler(handler) {
  if (handler.includes("..")) {
    throw new PlatformError(
      "Runtime.MalformedHandlerName",
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    );
  }
  const base = path.basename(handler);
  const folder = handler.substring(0, handler.indexOf(base));
  const match = /^([^.]*)\.(.+)$/.exec(base);
  if (!match) throw new PlatformError("Runtime.MalformedHandlerName", "Bad handler");
  return { file: path.resolve(taskRoot(), folder, match[1]), names: match[2].split(".") };
}

async function loadModule(file) {
  const require = createRequire(path.join(taskRoot(), "index.js"));
  try {
    if (existsSync(`${file}.js`)) return await loadJavaScript(`${file}.js`, require);
    if (existsSync(`${file}.mjs`)) return await import(pathToFileURL(`${file}.mjs`).href);
    if (existsSync(`${file}.cjs`)) return require(`${file}.cjs`);
    return require(file);
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new PlatformError("Runtime.UserCodeSyntaxError", error.toString(), error);
    }
    if (error?.code === "MODULE_NOT_FOUND" || error?.code === "ERR_MODULE_NOT_FOUND") {
      const problem = new PlatformError("Runtime.ImportModuleError", `Error: ${error.message}`);
      problem.stack = error.stack?.replace(/^.*?:/, `${problem.name}:`);
      throw problem;
    }
    throw error;
  }
}

/** A `.js` file is what its nearest package.json says; Node itself decides. */
async function loadJavaScript(file, require) {
  return isModule(file, require) ? await import(pathToFileURL(file).href) : require(file);
}

function isModule(file, require) {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const description = path.join(folder, "package.json");
    if (existsSync(description)) return require(description).type === "module";
    if (folder === path.dirname(folder)) return false;
  }
}

async function loadHandler() {
  const name = process.env._HANDLER ?? "";
  const { file, names } = splitHandler(name);
  const module = await loadModule(file);
  const find = (root) => names.reduce((object, key) => object?.[key], root);
  const handler = find(module) ?? find(module?.default);
  if (handler === undefined) {
    throw new PlatformError("Runtime.HandlerNotFound", `${name} is undefined or not exported`);
  }
  if (typeof handler !== "function") {
    throw new PlatformError("Runtime.HandlerNotFound", `${name} is not a function`);
  }
  return handler;
}

// A call

function parsed(text) {
  return text ? JSON.parse(text) : undefined;
}

/** What the context of every call has of the environment, read once. */
let ofEnvironment;

function readEnvironment() {
  const environment = process.env;
  ofEnvironment = {
    functionVersion: environment.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: environment.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: environment.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
  };
}

/** The context object, and the ways in which a call can end. */
function makeContext(head, end) {
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    ...ofEnvironment,
    clientContext: parsed(head.clientContext),
    identity: parsed(head.cognitoIdentity),
    invokedFunctionArn: head.functionArn,
    awsRequestId: head.requestId,
    getRemainingTimeInMillis: () => head.deadlineMs - Date.now(),
    succeed: (result) => end(null, result, true),
    fail: (error) => end(error ?? new Error("Unknown"), undefined, true),
    done: (error, result) => end(error, result, true),
  };
  return context;
}

function isPromise(value) {
  return typeof value?.then === "function";
}

/** Runs the handler once; resolves when the call has its answer. */
function runCall(handler, head, event) {
  return new Promise((resolve) => {
    let over = false;
    const finish = (kind, body) => {
      if (over) return;
      over = true;
      process.removeListener("beforeExit", whenEmpty);
      resolve({ kind, body });
    };
    const fail = (error) => {
      if (over) return;
      logError("Invoke Error ", error);
      finish("error", Buffer.from(JSON.stringify(describe(error))));
    };
    const succeed = (result) => {
      try {
        const text = JSON.stringify(result === undefined ? null : result);
        const body = Buffer.from(text ?? "null");
        if (RESPONSE_BYTES_MAX < body.length) finish("tooLarge");
        else finish("response", body);
      } catch {
        fail(new Error("Unable to stringify response body"));
      }
    };
    let pending;
    // Node asks once, when nothing is left to do, whether to end: an immediate keeps it alive. A
    // handler that has neither called back nor settled its promise answers null, as on AWS.
    const whenEmpty = () => setImmediate(() => (pending ? pending() : succeed(null)));
    const end = (error, result, atOnce) => {
      pending ??= () => (error ? fail(error) : succeed(result));
      if (atOnce || context.callbackWaitsForEmptyEventLoop === false) pending();
    };
    const context = makeContext(head, end);
    process.once("beforeExit", whenEmpty);
    try {
      const result = handler(event, context, (error, value) => end(error, value, false));
      if (isPromise(result)) Promise.resolve(result).then(succeed, fail);
    } catch (error) {
      fail(error);
    }
  });
}

/** An error that nobody caught ends the process, as on AWS. */
function failProcess(what, error) {
  logError(what, error);
  const body = Buffer.from(JSON.stringify(describe(error)));
  if (currentRequestId === undefined) send("initError", "", body);
  else send("lastError", currentRequestId, body);
  process.exit(129);
}

async function serve(handler) {
  for (;;) {
    const frame = receive();
    const head = JSON.parse(frame.head);
    currentRequestId = head.requestId;
    process.env._X_AMZN_TRACE_ID = head.trace;
    const event = frame.body === "" ? {} : JSON.parse(frame.body);
    const answer = await runCall(handler, head, event);
    send(answer.kind, head.requestId, answer.body);
    // One turn of the event loop: a function of promises alone would never let its timers run.
    await new Promise(setImmediate);
  }
}

// A spare

/** Loads what is asked for, waits for a function's environment, and takes it on. */
async function waitAsSpare() {
  // Modules are known by their files here: a function with an SDK of its own still gets that one.
  const require = createRequire("/node_modules/index.js");
  for (const name of process.env[SPARE].split(",")) {
    if (name === "") continue;
    // Once for functions that require it, and once for those that import it: for these its names
    // are then known, which takes as long as half of loading it.
    await import(pathToFileURL(require.resolve(`@aws-sdk/${name}`)).href);
    require(`@aws-sdk/${name}`);
  }
  send("spare", "", Buffer.from("[]"));
  takeOn(JSON.parse(receive().body));
  showEnvironment();
  process.chdir("/var/task");
}

/** Makes this the environment. A time zone that stays as it is is not touched: when it is set, Node
 * compares the machine's with every one that there is, for 20 ms. All else is set, even to what it
 * is: what the process was started with lies where the new environment is about to be shown. */
function takeOn(environment) {
  for (const name of Object.keys(process.env)) {
    if (!Object.hasOwn(environment, name)) delete process.env[name];
  }
  for (const [name, value] of Object.entries(environment)) {
    if (name !== ZONE || process.env[name] !== value) process.env[name] = value;
  }
}

/** Writes the environment where /proc/self/environ is read from, if there is room for it: the time
 * zone first, as the process found it when it started. */
function showEnvironment() {
  const entries = Object.entries(process.env);
  entries.sort(([one], [other]) => (other === ZONE) - (one === ZONE));
  const lines = entries.map(([name, value]) => `${name}=${value}\0`);
  const text = Buffer.from(lines.join(""));
  // The last ")" ends the name, the second field; these are fields 50 and 51.
  const fields = readFileSync("/proc/self/stat", "latin1").split(")").pop().trim().split(" ");
  const [start, end] = fields.slice(47, 49).map(Number);
  if (!start || end - start < text.length) return;
  const memory = openSync("/proc/self/mem", "r+");
  writeSync(memory, Buffer.concat([text], end - start), 0, end - start, start);
  closeSync(memory);
}

// A copy

/** Gets ready to watch how the function initialises; none if it is not to be copied. */
async function zygoteToBe() {
  if (process.env[ZYGOTE] === undefined) return undefined;
  for (const name of [ZYGOTE, ROOM]) delete process.env[name];
  const { Zygote } = await import("./samara_zygote.mjs");
  const zygote = new Zygote();
  await zygote.begin();
  return zygote;
}

/** Says what was seen, and waits; only in copies does it return. */
async function waitToBeCopied(zygote) {
  send("zygote", "", Buffer.from(JSON.stringify(await zygote.settle())));
  const begun = zygote.begins(frameBuffer);
  takeOn(JSON.parse(receive(begun).body));
  readEnvironment();
  showEnvironment();
}

async function main() {
  if (process.env[SPARE] !== undefined) await waitAsSpare();
  const zygote = await zygoteToBe();
  readEnvironment();
  setUpLogging();
  process.on("uncaughtException", (error) => failProcess("Uncaught Exception ", error));
  process.on("unhandledRejection", (reason) => {
    const error = new PlatformError("Runtime.UnhandledPromiseRejection", String(reason), reason);
    error.reason = reason;
    failProcess("Unhandled Promise Rejection ", error);
  });
  let handler;
  try {
    handler = await loadHandler();
  } catch (error) {
    failProcess("Uncaught Exception ", error);
  }
  if (zygote !== undefined) await waitToBeCopied(zygote);
  send("ready", "");
  await serve(handler);
}

await main();
