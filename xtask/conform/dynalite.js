// Loaded before dynalite's own suite: the server that its helper starts becomes a mere relay to the
// one under test, and its requests are signed for DynamoDB whatever the host is called.
"use strict";

const Module = require("module");
const net = require("net");

const target = new URL(process.env.CONFORM_ENDPOINT);

function relay() {
  const sockets = new Set();
  const server = net.createServer((near) => {
    const far = net.connect(target.port, target.hostname);
    for (const [one, other] of [[near, far], [far, near]]) {
      sockets.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => sockets.delete(one));
    }
  });
  return {
    listen: (port, done) => server.listen(port, "127.0.0.1", done),
    close: (done) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => done());
    },
  };
}

const load = Module._load;
Module._load = function (request, parent, isMain) {
  if (request === ".." && parent && /test[/\\]helpers\.js$/.test(parent.filename)) {
    return relay;
  }
  const loaded = load.call(this, request, parent, isMain);
  if (request === "aws4" && !loaded.conforming) {
    const sign = loaded.sign;
    loaded.conforming = true;
    loaded.sign = (options, credentials) => {
      options.service = options.service || "dynamodb";
      options.region = options.region || "us-east-1";
      return sign.call(loaded, options, credentials);
    };
  }
  return loaded;
};
