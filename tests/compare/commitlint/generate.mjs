// Writes random messages and configurations, and what commitlint makes of each: run by ../commitlint.sh.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const [folder, modules, seedText, messageCount, configCount] = process.argv.slice(2);
const load = async name => {
  const root = `${modules}/node_modules/${name}`;
  const {exports, main} = JSON.parse(readFileSync(root + '/package.json', 'utf8'));
  const entry = exports?.['.'] ?? exports ?? main ?? 'index.js';
  return import(pathToFileURL(`${root}/${entry.import?.default ?? entry.import ?? entry.default ?? entry}`).href);
};
const lint = (await load('@commitlint/lint')).default;
const presets = {
  conventionalcommits: (await (await load('conventional-changelog-conventionalcommits')).default()).parser,
  angular: (await (await load('conventional-changelog-angular')).default()).parser,
};

let state = Number(seedText) >>> 0;
const random = n => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
};
const pick = list => list[random(list.length)];
const some = (list, most) => Array.from({length: random(most + 1)}, () => pick(list));

const types = ['feat', 'fix', 'docs', 'Feat', 'FIX', 'chore', 'foo', '', 'bug-fix', 'camelCase', 'snake_case', 'x1', 'ci', 'type'];
const scopes = ['', '(api)', '(Api)', '(API)', '(api/core)', '(api,core)', '(api, core)', '(api\\core)', '()', '( )', '(a-b)',
  '(aB)', '(a b)', '(a|b)', '(a;b)', '(core:ui)', '(a_b)', '(1)', '(été)', '(api,)', '(,api)', '(a)(b)', '(api,Core/ui)', '(@x/y)'];
const words = ['add', 'Add', 'ADD', 'the', 'parser', 'Parser', 'fooBar', 'FooBar', 'foo-bar', 'foo_bar', 'API', 'über', 'Über',
  'école', '漢字', '"Quoted"', "'It'", '`Code`', '#12', '(#3)', '1', '2nd', 'a', 'Привет', 'привет', '🚀', ':tada:', 'https://x.org/#1',
  "don't", 'x.', 'end', 'NASA', 'e.g.', 'v1.2.3', 'x/y', 'org/r#4', 'Closes', 'ß', 'naïve', 'ﬁ'];
const sentence = most => some(words, most).join(pick([' ', ' ', ' ', '  ']));
const stops = ['', '', '', '.', '...', '!', '。', '…', ' ', ',', '..'];
const lines = ['Signed-off-by: A <a@example.org>', 'Refs: #3', 'Refs #3', 'BREAKING CHANGE: it breaks', 'BREAKING-CHANGE: it',
  'breaking change: x', 'Closes #4', 'fixes gh-3', 'see https://example.org/a/very/long/address/that/goes/on/and/on', 'body text here',
  'Body text.', 'a line that is rather long and has more than sixty characters in it for sure', '- list', '* item', '', '', '',
  'Note: this', 'Co-authored-by: B <b@example.org>', 'Reviewed-by: C', '  indented', '# comment', 'BREAKING CHANGE', '* BREAKING CHANGE: y',
  'x: y', 'token:value', '漢字漢字漢字', 'ALL CAPS', 'Change-Id: I123', 'fix: again', 'signed-off-by: d', '<!-- x -->', '---', 'word',
  'BREAKING CHANGE: ', 'http://x', 'Signed-off-by:', 'x #y', '"a" #1', '`#7`', 'a b: c', 'text Signed-off-by: q'];
const header = () => pick([
  () => pick(types) + pick(scopes) + pick(['', '', '', '!']) + pick([': ', ': ', ': ', ':', ' : ', ':  ']) + sentence(5) + pick(stops),
  () => pick(types) + ': ' + sentence(4) + pick(stops),
  () => sentence(6) + pick(stops),
  () => pick(['Merge branch \'x\'', 'Merge pull request #1 from x', 'Merge tag \'v1\'', 'Revert "x"', 'revert: x', 'fixup! fix: x',
    'squash! x', 'amend! x', 'Initial commit', 'v1.2.3', '1.2.3-rc.1', 'chore(release): 1.2.3', 'chore: 1.0', 'Merged PR 3: x',
    'Merged in x (pull request #3)', 'Merge remote-tracking branch \'x\'', 'Automatic merge from x', 'Auto-merged a into b',
    'Merge a into b', 'Merge x', 'Merged x', 'Reapply "x"', 'fixup x', 'Merge commit \'1\'', 'chore(release): publish 1.2.3',
    'chore(release): v1.2.3 [skip ci]', 'feat: 1.2.3', '=v1.2.3+b.1', 'Revert', 'reverted: x', 'Merge tags x', 'V1.2.3', '01.2.3']),
  () => ' ' + pick(types) + ': x',
])();
const message = () => {
  let text = header();
  for (let n = random(3) ? random(7) : 0; n > 0; --n) text += '\n' + (random(4) ? pick(lines) : sentence(6) + pick(stops));
  if (!random(2) && text.includes('\n')) text = text.replace('\n', '\n\n');
  return text + (random(2) ? '\n' : '');
};
const caseNames = ['lower-case', 'upper-case', 'camel-case', 'kebab-case', 'pascal-case', 'sentence-case', 'snake-case', 'start-case'];
const casesOf = () => pick([() => pick(caseNames), () => [pick(caseNames), pick(caseNames)], () => [pick(caseNames)]])();
const numbers = [0, 1, 3, 5, 10, 20, 50, 72, 100];
const ruleNames = (await load('@commitlint/rules')).default;
const value = name => {
  if (name.endsWith('-case')) return name === 'scope-case' && !random(3) ? {cases: [].concat(casesOf()), delimiters: pick([['/'], [','], ['|', ';'], [':']])} : casesOf();
  if (name.endsWith('-enum')) {
    const list = name === 'type-enum' ? ['feat', 'fix', 'docs', 'chore'].slice(random(4)) : pick([['api', 'core'], ['api'], ['a', 'b'], ['api/core'], ['a b'], [], ['api,core', 'a']]);
    return name === 'scope-enum' && !random(3) ? {scopes: list, delimiters: pick([['/'], [','], ['|', ';'], [':']])} : list;
  }
  if (name.endsWith('-length')) return pick(numbers);
  if (name.endsWith('-full-stop')) return pick(['.', '.', '!', '。', '…']);
  if (name === 'signed-off-by') return pick(['Signed-off-by:', 'signed-off-by', undefined]);
  if (name === 'trailer-exists') return pick(['Signed-off-by:', 'Reviewed-by:', 'Refs:', 'Change-Id:', 'Co-authored-by:']);
  if (name === 'scope-delimiter-style') return pick([undefined, ['/'], [','], ['/', ','], ['|']]);
  return undefined;
};
const toml = v => JSON.stringify(v);
mkdirSync(folder, {recursive: true});
const messages = Array.from({length: Number(messageCount)}, message).filter(text => text.trim());
writeFileSync(folder + '/messages.json', JSON.stringify(messages));
const names = Object.keys(ruleNames);
for (let n = 0; n < Number(configCount); ++n) {
  const rules = {};
  const preset = pick(Object.keys(presets));
  const ignores = Boolean(random(3));
  for (const name of names) {
    const v = value(name);
    const rule = [1 + random(2), pick(['always', 'never'])];
    if (v !== undefined) rule.push(v);
    rules[name] = rule;
  }
  const expected = [];
  for (const text of messages) {
    const outcome = await lint(text, rules, {parserOpts: presets[preset], defaultIgnores: ignores});
    expected.push(Object.fromEntries([...outcome.errors, ...outcome.warnings].map(e => [e.name, [e.level, e.message]])));
  }
  let out = `[checks.conventional-commits]\npreset = "${preset}"\ndefault_ignores = ${ignores}\n[checks.conventional-commits.commitlint]\n`;
  for (const [name, [level, when, v]] of Object.entries(rules)) {
    const list = v === undefined ? [] : v.delimiters ? (v.scopes ?? v.cases) : [].concat(v);
    out += `${name} = ${toml([level, when, ...list])}\n`;
    if (v?.delimiters) out += `"${name}.delimiters" = ${toml(v.delimiters)}\n`;
  }
  writeFileSync(`${folder}/${n}.toml`, out);
  writeFileSync(`${folder}/${n}.json`, JSON.stringify({rules, expected, preset}));
}
