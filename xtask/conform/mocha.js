// A mocha reporter: what became of each case, as a line of JSON. It knows only what every version
// of mocha since 5 has.
"use strict";

const fs = require("fs");

module.exports = class Lines {
  constructor(runner) {
    const results = fs.openSync(process.env.CONFORM_RESULTS, "a");
    const seen = new Map();
    const note = (test, outcome, error) => {
      // Some cases share their whole title: they are told apart by their number.
      const title = test.fullTitle();
      const count = (seen.get(title) || 0) + 1;
      seen.set(title, count);
      const name = count === 1 ? title : `${title} (${count})`;
      const message = error ? String(error.message || error).slice(0, 1000) : "";
      fs.writeSync(results, JSON.stringify({ name, outcome, message }) + "\n");
    };
    runner.on("pass", (test) => note(test, "passed"));
    runner.on("fail", (test, error) => note(test, "failed", error));
    runner.on("pending", (test) => note(test, "skipped"));
  }
};
