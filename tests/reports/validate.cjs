// validate.cjs SAMPLES SCHEMA: the JSON formats against their schemas, in Ajv's strict mode.
const fs = require('fs');
const path = require('path');
const Ajv2020 = require('ajv/dist/2020');
const AjvDraft7 = require('ajv');
const formats = require('ajv-formats');

const [samples, schemaFile] = process.argv.slice(2);
const read = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));
let passed = 0;
let failed = 0;
const check = (name, fine, why) => {
  if (fine) passed += 1;
  else failed += 1;
  console.log(fine ? `ok: ${name}` : `FAILED: ${name}\n${why}`);
};

const ours = new Ajv2020({allErrors: true, strict: true, strictRequired: false});
const report = ours.compile(read(schemaFile));

// The schema that comes with Microsoft's own tool is the published one.
const toolDirectory = path.dirname(require.resolve('@microsoft/sarif-multitool-linux/package.json'));
const sarifSchema = read(path.join(toolDirectory, 'sarif-2.1.0.json'));
const Ajv = String(sarifSchema.$schema).includes('2020-12') ? Ajv2020 : AjvDraft7;
const others = new Ajv({allErrors: true, strict: false});
formats(others);
const sarif = others.compile(sarifSchema);

// What GitLab's documentation says of a Code Quality report.
const gitlab = ours.compile({
  type: 'array',
  items: {
    type: 'object',
    required: ['description', 'check_name', 'fingerprint', 'severity', 'location'],
    properties: {
      description: {type: 'string', minLength: 1},
      check_name: {type: 'string', minLength: 1},
      fingerprint: {type: 'string', minLength: 1},
      severity: {enum: ['info', 'minor', 'major', 'critical', 'blocker']},
      location: {
        type: 'object',
        required: ['path', 'lines'],
        properties: {
          path: {type: 'string', minLength: 1, pattern: '^(?!\\.{1,2}/|/)'},
          lines: {type: 'object', required: ['begin'],
                  properties: {begin: {type: 'integer', minimum: 1}}},
        },
      },
    },
  },
});

const validators = {json: report, sarif, gitlab};
for (const file of fs.readdirSync(samples).sort()) {
  const validate = validators[path.extname(file).slice(1)];
  if (!validate) continue;
  const document = read(path.join(samples, file));
  const fine = validate(document);
  check(file, fine, JSON.stringify((validate.errors || []).slice(0, 5), null, 1));
  if (path.extname(file) === '.gitlab') {
    const seen = new Set(document.map((entry) => entry.fingerprint));
    check(`${file}: fingerprints are unique`, seen.size === document.length,
          `${seen.size} of ${document.length}`);
  }
}

// The schemas do refuse: what each of these breaks is caught.
const refused = (name, validate, file, edit) => {
  const document = read(path.join(samples, file));
  edit(document);
  check(`refused: ${name}`, !validate(document), 'it was accepted');
};
refused('a fix without a title', report, 'ordinary.json', (d) => { delete d.findings[1].fixes[0].title; });
refused('line 0', report, 'ordinary.json', (d) => { d.findings[1].line = 0; });
refused('a column without a line', report, 'ordinary.json', (d) => { delete d.findings[1].line; });
refused('an unknown level', report, 'ordinary.json', (d) => { d.findings[0].level = 'fatal'; });
refused('no summary', report, 'clean.json', (d) => { delete d.summary; });
refused('an empty help', report, 'broken.json', (d) => { d.problems[0].help = ''; });
refused('a SARIF level', sarif, 'ordinary.sarif', (d) => { d.runs[0].results[0].level = 'fatal'; });
refused('no SARIF message', sarif, 'ordinary.sarif', (d) => { delete d.runs[0].results[0].message; });

// Later versions may add keys, anywhere.
const later = (value) => {
  if (Array.isArray(value)) value.forEach(later);
  else if (value && typeof value === 'object') {
    Object.entries(value).forEach(([key, inner]) => { if (key !== 'timing') later(inner); });
    value.added_by_a_later_version = {any: ['thing']};
  }
};
for (const file of ['ordinary.json', 'broken.json', 'rare.json']) {
  const document = read(path.join(samples, file));
  later(document);
  check(`later keys in ${file}`, report(document), JSON.stringify(report.errors, null, 1));
}

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
