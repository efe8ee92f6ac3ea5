// Reports of many shapes for the tests of formats: ordinary, hostile, and too long.
#pragma once

#include <string>

#include "core/finding.h"

namespace moongate::sample {

inline Finding finding(std::string check, std::string rule, Level level, std::string message) {
  Finding made;
  made.check = std::move(check);
  made.rule = std::move(rule);
  made.level = level;
  made.message = std::move(message);
  made.fingerprint = "1:" + std::string(32, 'a');
  return made;
}

inline Finding at(Finding made, std::string path, std::uint32_t line, std::uint32_t column,
                  std::uint32_t end_column, std::string snippet) {
  made.path = std::move(path);
  made.line = made.end_line = line;
  made.column = column;
  made.end_column = end_column;
  made.snippet = std::move(snippet);
  return made;
}

inline Oid oid(char digit) {
  return *Oid::from_hex(std::string(40, digit));
}

// What a team sees on an ordinary day: a pull request with a few findings of every kind.
inline Report ordinary() {
  Report report;
  report.change = {ChangeKind::range,
                   std::string(40, 'b'),
                   std::string(40, 'c'),
                   "pull request #7 into main",
                   {std::string(40, 'b')},
                   1790000000,
                   {},
                   {},
                   3,
                   2,
                   41,
                   7};
  report.checks = {{"conventional-commits", CheckStatus::findings, "", 0.25, 90 << 10},
                   {"lint/trailing-whitespace", CheckStatus::findings, "", 0.5, 80 << 10},
                   {"secrets", CheckStatus::findings, "", 1.5, 120 << 10},
                   {"size-limit", CheckStatus::ok, "", 0.125, 70 << 10}};

  Finding subject = finding("conventional-commits", "type", Level::warning,
                            "type 'feature' is not one of feat, fix, docs");
  subject.line = subject.end_line = 1;
  subject.column = 1;
  subject.end_column = 8;
  subject.snippet = "feature: a new report";
  subject.commit = std::string(40, 'd');
  subject.help = "write feat: a new report";
  subject.fingerprint = "1:" + std::string(32, '1');

  Finding blanks = at(finding("lint/trailing-whitespace", "", Level::error, "trailing whitespace"),
                      "docs/guide.md", 12, 10, 13, "Some text   ");
  blanks.fix = {{"docs/guide.md", 410, 413, ""}};
  blanks.fingerprint = "1:" + std::string(32, '2');

  Finding token = at(finding("secrets", "github-token", Level::error, "a GitHub token"), "src/a.py",
                     3, 10, 50, "token = \"ghp_****\"  # for the tests");
  token.masked = {{10, 50, 9, 17}};
  token.commit = std::string(40, 'e');
  token.help =
      "revoke it at once: whoever can read the repository has it; then read it from the "
      "environment";
  token.fingerprint = "1:" + std::string(32, '3');

  Finding debt = at(finding("todo-issue", "", Level::note, "TODO without an issue number"),
                    "src/a.py", 9, 7, 11, "    # TODO: tidy this up");
  debt.value = 2.5;
  debt.fingerprint = "1:" + std::string(32, '4');

  report.findings = {subject, blanks, token, debt};
  report.rules = {
      {"conventional-commits", "type", "The type is one of those agreed on", "Use `feat` or `fix`.",
       "https://www.conventionalcommits.org/en/v1.0.0/", Level::error},
      {"lint/trailing-whitespace", "", "No blanks at the end of a line", "", "", Level::error},
      {"secrets", "github-token", "A GitHub token", "Revoke it.\n\nThen remove it.", "",
       Level::error},
      {"size-limit", "", "Files and changes stay small", "", "", Level::error},
      {"todo-issue", "", "A TODO names its issue", "", "", Level::note}};
  report.summary.errors = 2;
  report.summary.warnings = 1;
  report.summary.notes = 1;
  report.summary.suppressed = 1;
  report.summary.exit = 1;
  report.milliseconds = 7.125;
  return report;
}

inline Report clean() {
  Report report = ordinary();
  report.findings.clear();
  for (CheckOutcome& check : report.checks) check.status = CheckStatus::ok;
  report.summary = {};
  return report;
}

// An organisation's policy lies where no reader of a report can look it up.
inline Report outside() {
  Report report;
  report.change.kind = ChangeKind::range;
  report.problems = {
      {ProblemKind::config, "unknown key", "/etc/moongate/policy.toml", 3, "did you mean 'level'?"},
      {ProblemKind::config, "it cannot be read", "../policy.toml", 0, "check its permissions"}};
  report.summary.exit = 2;
  return report;
}

// A part of a push that has everything which most reports leave out.
inline Report rare() {
  Report report = ordinary();
  report.change.kind = ChangeKind::push;
  report.change.updates = {{"refs/tags/v1", oid('1'), oid('2')}};
  report.change.left_out = {{3, "known from upstream"}};
  report.summary.generated = 4;
  Finding tag = finding("secrets", "github-token", Level::warning, "a GitHub token");
  tag.tag = "v1";
  tag.line = tag.end_line = 2;
  tag.snippet = "ghp_****";
  tag.snippet_offset = 70;
  tag.known = true;
  Finding old =
      at(finding("lint/invisible-unicode", "", Level::note, "U+200B"), "odd\xff.c", 7, 2, 5, "a b");
  old.fix = {{"odd\xff.c", 4, 7, "\xfe"}};
  old.in_change = false;
  old.changed_line = 9;
  old.utf16_column = 1;
  old.utf16_end_column = 4;
  old.known = true;
  Finding branch = finding("dead-branches", "merged", Level::note, "merged into main");
  branch.branch = "old";
  branch.commands = {"git push origin --delete old", "git push origin 1234567:refs/heads/old"};
  report.findings.insert(report.findings.end(), {tag, old, branch});
  report.problems = {{ProblemKind::config, "unknown key", "odd\xff.toml", 3, "remove it"}};
  report.relaxed = {{"check size-limit switched off", "odd\xff.toml", 7}};
  report.expired = {{"[[ignore]] of secrets expired on 2026-01-31", "odd\xff.toml", 12}};
  report.newer_rules = {"moongate.toml", "odd\xff.toml"};
  report.skip_markers = {"[skip moongate] in commit 12ab34c"};
  report.summary.warnings += 1;
  report.summary.notes += 2;
  report.summary.known_warnings = report.summary.known_notes = 1;
  report.summary.relaxed = 1;
  report.summary.exit = 2;
  report.checks[1].status = CheckStatus::aborted;
  report.checks[1].reason = "used more than 5 s of CPU time";
  report.budget_milliseconds = 1000;
  report.slowest_files = {{"odd\xff.c", 3.25, 1 << 20}};
  report.shard = 1;
  report.shards = 3;
  report.findings_limit = 10000;
  report.unused_ignores = {at(finding("moongate", "unused-ignore", Level::note, "not needed"),
                              "moongate.toml", 12, 1, 11, "[[ignore]]")};
  return report;
}

// Nothing could be checked.
inline Report broken() {
  Report report;
  report.change.kind = ChangeKind::range;
  report.problems = {{ProblemKind::repository, "the base commit bbbbbbb is not in this clone", "",
                      0, "fetch the whole history: fetch-depth: 0, or give --fetch"},
                     {ProblemKind::config, "unknown key 'fail-on', did you mean 'fail_on'?",
                      "moongate.toml", 3, "see moongate explain --config"}};
  report.checks = {
      {"no-print", CheckStatus::aborted, "used more than 5 s of CPU time", 5000, 1 << 20},
      {"old-check", CheckStatus::error, "attempt to index a nil value", 0, 0},
      {"secrets", CheckStatus::skipped, "MOONGATE_SKIP", 0, 0}};
  report.relaxed = {{"check size-limit switched off", "moongate.toml", 7}};
  report.skip_markers = {"[skip moongate] in commit 12ab34c"};
  report.summary.relaxed = 1;
  report.summary.exit = 2;
  report.milliseconds = 1234.5;
  report.budget_milliseconds = 1000;
  report.slowest_files = {{"src/big.c", 3.25}, {"odd\xff.c", 1.5}};
  return report;
}

// Every piece of text that someone else can choose, doing its worst.
inline std::string hostile_text() {
  return "\x1b[31mred\x1b]8;;http://x.test\x07 ::error file=a::b\n::set-output name=x::y\r\n"
         "##[error]z ##vso[task.setvariable variable=p]q </failure>]]><script>alert(1)</script>"
         "<!-- --> & \" ' `code` ``` | @someone #1 !2 [link](javascript:alert(1)) "
         "![i](http://x.test/i) "
         "https://x.test www.x.test **b** %0A %25 \xe2\x80\xae"
         "drow\xc2\x9b"
         "2J \xef\xbb\xbf\xff\xfe "
         "$x$ \\| {0} {{1}}";
}

inline Report hostile() {
  const std::string text = hostile_text();
  Report report = ordinary();
  report.change.why = text;
  report.change.updates = {{"refs/heads/" + text, oid('1'), oid('2')}};
  report.findings.clear();
  for (const Level level : {Level::error, Level::warning, Level::note}) {
    Finding content = at(finding("evil", "rule`|\n::x", level, text), "::error ::" + text, 1, 3, 9,
                         text + "\ttail");
    content.commit = std::string(40, 'f');
    content.help = text;
    content.fix = {{"::error ::" + text, 2, 8, text}};
    Finding branch = finding("evil", "", level, text);
    branch.branch = text;
    branch.commands = {text, text};
    branch.known = level != Level::error;
    Finding tag = branch;
    tag.branch.clear();
    tag.tag = text;
    Finding commit = finding("evil", "", level, "\n" + text);
    commit.commit = text;
    commit.line = commit.end_line = 1;
    report.findings.push_back(commit);
    report.findings.push_back(branch);
    report.findings.push_back(tag);
    report.findings.push_back(content);
    report.findings.push_back(finding("evil", "", level, text));
  }
  for (std::size_t i = 0; i < report.findings.size(); ++i)
    report.findings[i].fingerprint = "1:" + std::string(31, '0') + static_cast<char>('a' + i);
  report.checks.push_back({"evil", CheckStatus::findings, text, 1, 0});
  report.checks.push_back({"worse" + text, CheckStatus::aborted, text, 1, 0});
  report.problems = {{ProblemKind::repository, text, text, 1, text}};
  report.relaxed = {{text, text, 1}};
  report.skip_markers = {text};
  report.change.left_out = {{1, text}};
  report.expired = {{text, text, 1}};
  report.newer_rules = {text};
  report.rules.push_back({"evil", "rule`|\n::x", text, text, "javascript:" + text, Level::error});
  report.summary = {};
  report.summary.errors = report.summary.warnings = report.summary.notes = 5;
  report.summary.known_warnings = report.summary.known_notes = 2;
  report.summary.exit = 3;
  return report;
}

// `count` findings in files of ten, of all levels: a first adoption.
inline Report large(std::size_t count) {
  Report report = ordinary();
  report.findings.clear();
  report.summary = {};
  for (std::size_t i = 0; i < count; ++i) {
    const Level level = i % 3 == 0 ? Level::note : i % 3 == 1 ? Level::warning : Level::error;
    Finding made = at(finding("lint/trailing-whitespace", "", level, "trailing whitespace"),
                      "src/file" + std::to_string(100000 + i / 10) + ".c",
                      static_cast<std::uint32_t>(i % 10 + 1), 4, 6, "int  ");
    made.fingerprint = "1:" + std::to_string(i);
    report.findings.push_back(made);
    ++(level == Level::error     ? report.summary.errors
       : level == Level::warning ? report.summary.warnings
                                 : report.summary.notes);
  }
  report.summary.exit = 1;
  return report;
}

}  // namespace moongate::sample
