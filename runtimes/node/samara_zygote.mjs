// A function that is initialised to be copied, and what each copy renews.
//
// Copies of a process share what it has drawn, read and opened. So while the function initialises,
// what its copies must not share is looked for: Node's functions that draw, connect, start or load
// something are replaced by some that note the first use and its place, and then do the same.
// The server copies only what was seen to do none of it, or what asks to be copied all the same.
// Afterwards Node's own functions are put back, so that no call of a copy costs more.
//
// What native code does is not seen. Native modules of the function's own therefore count as harm.
//
// What cannot be renewed from here is replaced for good: `Math.random`, whose state V8 keeps for
// itself, draws from OpenSSL's generator; a context of `node:vm` is given a seed when it is made.
//
// What stays the same in all copies of a version: where things lie in memory, and the seed of V8's
// hashes.

import childProcess from "node:child_process";
import crypto from "node:crypto";
import dgram from "node:dgram";
import dns from "node:dns";
import fs from "node:fs";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { fileURLToPath } from "node:url";
import v8 from "node:v8";
import vm from "node:vm";
import workers from "node:worker_threads";

const SECRETS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
const EXPIRY = "AWS_CREDENTIAL_EXPIRATION";
const RANDOM_FILES = ["/dev/urandom", "/dev/random", "/proc/sys/kernel/random"];
// The SDK's reader of credentials, which asks again when they expire.
const SDK = "/@aws-sdk/credential-provider-env/";
const OWN_FOLDERS = ["/var/task/", "/opt/"];
// How many of each Node draws ahead.
const UUIDS_AHEAD = 128;
const INTEGERS_AHEAD = 1024;
const SETTLE_MS_MAX = 10_000;
const FRAMES_MAX = 100;

const DRAWING = [
  "randomBytes", "pseudoRandomBytes", "prng", "rng", "randomFill", "randomFillSync", "randomInt",
  "randomUUID", "getRandomValues", "generateKey", "generateKeySync", "generateKeyPair",
  "generateKeyPairSync", "generatePrime", "generatePrimeSync",
];
const RESOLVING = Object.keys(dns).filter((name) => /^(lookup|resolve|reverse)/.test(name));
const STARTING = [
  "spawn", "spawnSync", "exec", "execSync", "execFile", "execFileSync", "fork",
];
// What is watched: an object, what a person calls it, its functions.
const CALLS = [
  [crypto, "crypto", DRAWING],
  [crypto.webcrypto && Object.getPrototypeOf(crypto.webcrypto), "crypto",
    ["getRandomValues", "randomUUID"]],
  [crypto.webcrypto?.subtle && Object.getPrototypeOf(crypto.webcrypto.subtle), "crypto.subtle",
    ["generateKey"]],
  [globalThis, "", ["fetch"]],
  [http, "http", ["request", "get"]],
  [https, "https", ["request", "get"]],
  [http2, "http2", ["connect"]],
  [net.Socket.prototype, "net.Socket", ["connect"]],
  [dgram.Socket.prototype, "dgram.Socket", ["bind", "connect", "send"]],
  [dns, "dns", RESOLVING],
  [dns.promises, "dns.promises", RESOLVING],
  [childProcess, "child_process", STARTING],
  [childProcess.ChildProcess.prototype, "child_process", ["spawn"]],
  [vm, "vm", ["createContext", "runInNewContext"]],
  [vm.Script.prototype, "vm.Script", ["runInNewContext"]],
  [process, "process", ["binding", "_linkedBinding"]],
];
const OPENING = [
  [fs, "fs", ["open", "openSync", "readFile", "readFileSync", "createReadStream"]],
  [fs.promises, "fs.promises", ["open", "readFile"]],
];

/** What is drawn from in place of V8's own generator: pairs of 32 bits. */
const ahead = new Uint32Array(256);
let left = 0;
const fillSync = crypto.randomFillSync;

function random() {
  if (left === 0) {
    fillSync(ahead);
    left = ahead.length;
  }
  left -= 2;
  // 27 bits and 26: as many as a number has.
  return ((ahead[left] >>> 5) * 0x4000000 + (ahead[left + 1] >>> 6)) / 0x20000000000000;
}

/** Where the code lies that called this, its innermost frame first. */
function frames() {
  const { prepareStackTrace, stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = FRAMES_MAX;
    Error.prepareStackTrace = (_, sites) =>
      sites.map((site) => [
        String(site.getFileName() ?? "").replace(/^file:\/\//, ""),
        site.getLineNumber(),
      ]);
    const { stack } = new Error();
    return Array.isArray(stack) ? stack : [];
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit });
  }
}

/** Looks at what a function does while it initialises. */
class Watch {
  harm = null;
  /** Which were called at all. */
  called = new Set();
  #watching = false;
  #replaced = [];

  begin() {
    for (const [object, called, names] of CALLS) {
      for (const name of names) {
        const what = called === "" ? name : `${called}.${name}`;
        this.#replace(object, name, (real) => this.#noting(real, name, () => `${what}()`));
      }
    }
    for (const [object, called, names] of OPENING) {
      for (const name of names) {
        const what = ([file]) => this.#random(file) && `${called}.${name}('${file}')`;
        this.#replace(object, name, (real) => this.#noting(real, name, what));
      }
    }
    const module = (values) => `the native module ${String(values[1]).split("/").pop()}`;
    this.#replace(process, "dlopen", (real) => this.#noting(real, "dlopen", module));
    this.#replace(workers, "Worker", (real) => {
      const construct = (target, values, as) => {
        if (this.#watching) this.note("a worker thread");
        return Reflect.construct(target, values, as);
      };
      return new Proxy(real, { construct });
    });
    this.#replace(process, "env", (real) => new Proxy(real, this.#variables()));
    Math.random = this.#noting(random, "random", () => "Math.random()");
    syncBuiltinESMExports();
    this.#watching = true;
  }

  /** Puts Node's own functions back; whoever has kept one of ours has one that notes nothing. */
  end() {
    this.#watching = false;
    for (const [object, name, property] of this.#replaced) {
      Object.defineProperty(object, name, property);
    }
    Math.random = random;
    seedContexts();
    syncBuiltinESMExports();
  }

  #replace(object, name, make) {
    const property = object && Object.getOwnPropertyDescriptor(object, name);
    if (!property?.configurable || property.value === undefined) return;
    this.#replaced.push([object, name, property]);
    Object.defineProperty(object, name, { ...property, value: make(property.value) });
  }

  #noting(real, name, what) {
    const watch = this;
    function noting(...values) {
      if (watch.#watching) {
        const done = what(values);
        if (done) {
          watch.called.add(name);
          watch.note(done);
        }
      }
      return new.target ? Reflect.construct(real, values) : Reflect.apply(real, this, values);
    }
    return Object.defineProperties(noting, Object.getOwnPropertyDescriptors(real));
  }

  #random(file) {
    return typeof file === "string" && RANDOM_FILES.some((one) => file.startsWith(one));
  }

  /** How variables of the environment are read meanwhile. */
  #variables() {
    const get = (environment, name) => {
      if (this.#watching && SECRETS.includes(name) && environment[name] !== undefined) {
        if (!frames().some(([file]) => file.includes(SDK))) this.note(`process.env.${name}`);
      }
      // What the SDK has read by then expires at once: so a copy reads its own.
      if (this.#watching && name === EXPIRY) return new Date().toISOString();
      return environment[name];
    };
    return { get };
  }

  /** Remembers what was done, and the line of the function's own that did it. */
  note(what) {
    if (this.harm !== null) return;
    const own = ([file]) => OWN_FOLDERS.some((folder) => file.startsWith(folder));
    const [file, line] = frames().find(own) ?? [];
    this.harm = file ? `${what} at ${file.replace("/var/task/", "")}:${line}` : what;
  }
}

/** Has each new context of `node:vm` begin with a seed of its own: V8 would draw it from a state
 * that all copies share. The seed is not left set: it would be every context's and thread's. */
function seedContexts() {
  const { createContext, runInContext } = vm;
  const seeded = (object, options) => {
    const context = createContext(object, options);
    v8.setFlagsFromString(`--random-seed=${crypto.randomInt(1, 0x7fffffff)}`);
    runInContext("Math.random()", context);
    v8.setFlagsFromString("--random-seed=0");
    return context;
  };
  const runInNew = vm.Script.prototype.runInNewContext;
  const run = vm.Script.prototype.runInContext;
  const ofContext = (options = {}) => ({
    name: options.contextName,
    origin: options.contextOrigin,
    codeGeneration: options.contextCodeGeneration,
    microtaskMode: options.microtaskMode,
  });
  vm.createContext = function createContext(object = {}, options = {}) {
    return vm.isContext(object) ? object : seeded(object, options);
  };
  vm.Script.prototype.runInNewContext = function runInNewContext(object, options) {
    if (vm.isContext(object ?? {})) return runInNew.call(this, object, options);
    return run.call(this, seeded(object ?? {}, plain(ofContext(options))), options);
  };
  vm.runInNewContext = function runInNewContext(code, object, options) {
    const named = typeof options === "string" ? { filename: options } : options;
    return new vm.Script(code, named).runInNewContext(object, named);
  };
}

/** Without what is undefined, which Node takes for a wrong value. */
function plain(options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function threads() {
  return fs.readdirSync("/proc/self/task").length;
}

/** A function that has initialised, and its copies. */
export class Zygote {
  #watch = new Watch();
  #native;
  #threads;

  /** Before anything of the function's is loaded. */
  async begin() {
    const module = { exports: {} };
    process.dlopen(module, fileURLToPath(new URL("samara_zygote.node", import.meta.url)));
    this.#native = module.exports;
    // What keeps this process to one thread is nobody's who starts another.
    process.execArgv = process.execArgv.filter((one) => !/^--(single-th|v8-pool)/.test(one));
    // All threads that Node has for itself are there from here on.
    await fs.promises.stat("/");
    this.#threads = threads();
    this.#watch.begin();
  }

  /** What was seen, when everything that the function has begun is over; and what of it, beyond its
   * memory, no copy would have. */
  async settle() {
    const obstacle = await this.#obstacle();
    this.#watch.end();
    v8.setFlagsFromString("--expose-gc");
    const collect = vm.runInNewContext("gc");
    v8.setFlagsFromString("--no-expose-gc");
    collect?.();
    return { harm: this.#watch.harm, obstacle };
  }

  async #obstacle() {
    if (!this.#native.able()) return `Node ${process.version} cannot be copied`;
    const end = Date.now() + SETTLE_MS_MAX;
    for (;;) {
      const busy = this.#native.busy() !== 0;
      if (!busy && threads() <= this.#threads) break;
      if (end < Date.now()) {
        return busy ? "it has requests in progress" : "it left a thread running";
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const children = `/proc/self/task/${process.pid}/children`;
    if (fs.readFileSync(children, "latin1") !== "") return "it left a process running";
    const [left] = fs.readdirSync("/tmp");
    return left === undefined ? null : `it left a file in /tmp: ${left}`;
  }

  /** Waits to be copied; in a copy it returns how much of its first frame is in the buffer. */
  begins(buffer) {
    const read = this.#native.begin(buffer);
    if (read < 0) throw new Error(`it cannot be copied: ${read}`);
    this.#renew();
    return read;
  }

  /** What must not be the same in two copies, and what is not as it was. */
  #renew() {
    left = 0;
    const { called } = this.#watch;
    if (called.has("randomUUID")) for (let n = 0; n < UUIDS_AHEAD; n++) crypto.randomUUID();
    if (called.has("randomInt")) for (let n = 0; n < INTEGERS_AHEAD; n++) crypto.randomInt(2);
    // Node's own way to end waits for threads that no copy has.
    const native = this.#native;
    process.reallyExit = (status) => native.exit(status ?? 0);
    process.prependListener("exit", (status) => native.ending(status ?? 0));
  }
}
