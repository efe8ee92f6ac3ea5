// hostile-markdown.cjs FILE: what a page makes of our Markdown. It may hold tables, emphasis and code,
// and no link, image, mention, script or any other element that a stranger wrote.
const { readFileSync } = require("node:fs");
const markdown = require("markdown-it")({ html: true, linkify: true });

const text = readFileSync(process.argv[2], "utf8");
const html = markdown.render(text);
const allowed = new Set(["h2", "p", "table", "thead", "tbody", "tr", "th", "td", "code", "br", "strong", "ul", "li"]);
const problems = [];
const comments = html.match(/<!--[\s\S]*?-->/g) || [];
if (comments.length !== 1 || !html.startsWith("<!-- moongate:report -->")) problems.push(`comments: ${comments}`);
for (const [tag, name] of html.replace(/<!--[\s\S]*?-->/g, "").matchAll(/<\/?([a-zA-Z][\w-]*)[^>]*>/g)) {
  if (!allowed.has(name)) problems.push(`the element ${tag}`);
  else if (!/^<\/?[a-z0-9]+(>|\/>| style="text-align:\w+">)$/.test(tag)) problems.push(`the attributes of ${tag}`);
}
// What GitHub and GitLab find in the finished text, outside of code.
const prose = html.replace(/<code>[\s\S]*?<\/code>/g, "").replace(/<[^>]*>/g, "");
for (const pattern of [/(^|[^\w\u2060])@[A-Za-z]/, /(^|\s)#\d/, /\bGH-\d/, /https?:\/\/\w/, /\bwww\.\w/])
  if (pattern.test(prose)) problems.push(`${pattern} in ${JSON.stringify(prose.match(pattern).input.slice(Math.max(0, prose.search(pattern) - 40)).slice(0, 100))}`);
const control = text.match(/[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]/);
if (control) problems.push(`a control character near ${JSON.stringify(text.slice(control.index - 20, control.index + 20))}`);
for (const problem of problems) console.log(problem);
process.exit(problems.length ? 1 : 0);
