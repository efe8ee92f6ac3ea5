#include "testing/case_runner.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string_view>
#include <utility>
#include <vector>

#include "config/config.h"
#include "fix/choose_fixes.h"
#include "report/headline.h"
#include "testing/memory_change.h"
#include "testing/side_by_side.h"

namespace moongate::testing {

namespace {

constexpr std::string_view indent = "      ";

// A TOML basic string.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte < 0x20 || byte == 0x7F) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04X", byte);
      out += escape;
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string toml(const Value& value, bool is_list) {
  if (const auto* flag = value.get_if<bool>()) return *flag ? "true" : "false";
  if (const auto* number = value.get_if<std::int64_t>()) return std::to_string(*number);
  if (const auto* number = value.get_if<double>()) {
    if (std::isnan(*number)) return "nan";
    if (std::isinf(*number)) return *number < 0 ? "-inf" : "inf";
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", *number);
    std::string result = text;
    if (result.find_first_of(".e") == std::string::npos) result += ".0";
    return result;
  }
  if (const auto* text = value.get_if<std::string>()) return quoted(*text);
  std::string out;
  if (const auto* list = value.get_if<List>()) {
    for (const Value& item : *list) out += (out.empty() ? "" : ", ") + toml(item, false);
    return "[" + out + "]";
  }
  if (const auto* map = value.get_if<Map>()) {
    if (map->empty() && is_list) return "[]";  // Lua does not tell the two apart
    for (const auto& [key, item] : *map)
      out += (out.empty() ? "" : ", ") + quoted(key) + " = " +
             toml(item, key == "include" || key == "exclude");
    return "{" + out + "}";
  }
  return "\"\"";
}

// The case's settings go the way of everybody's: as a moongate.toml, so that sizes are read and
// mistakes are named as they would be there.
Config configure(const LoadedCheck& check, const TestCase& test, const Limits& limits) {
  std::string text = "[checks." + quoted(check.declaration.name) + "]\n";
  if (!test.level.empty()) text += "level = " + quoted(test.level) + "\n";
  if (!test.paths.empty()) text += "paths = " + toml(test.paths, true) + "\n";
  for (const auto& [name, value] : test.options) {
    const Option* option = check.declaration.option(name);
    text += quoted(name) + " = " + toml(value, option && option->type == OptionType::list) + "\n";
  }
  try {
    Config config = load_config({{"repository", test.path, "", text}}, {}, {check.declaration});
    config.limits = limits;
    return config;
  } catch (const Error& error) {
    Problem problem = error.problem();
    problem.kind = ProblemKind::check;
    problem.message = "case \"" + test.title + "\": " + problem.message;
    problem.path = test.path;
    problem.line = test.line;
    throw Error(std::move(problem));
  }
}

// A finding whose fix collides with another's would be reported again and fixed in the next round
// of `--fix`; a case wants to see one.
std::string apply_all_fixes(const std::vector<Finding>& findings, Tree& tree) {
  std::vector<std::vector<Fix>> wanted;
  for (const Finding& finding : findings) wanted.push_back(finding.fix);
  const ChosenFixes fixes =
      choose_fixes(wanted, [&](const std::string& path) -> std::optional<std::uint64_t> {
        const auto file = tree.find(path);
        if (file == tree.end()) return std::nullopt;
        return file->second.text.size();
      });
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].empty() || fixes.chosen[i]) continue;
    const std::string& path = wanted[i].front().path;
    if (!tree.contains(path))
      return "a fix is for " + visible(path) + ", which the new tree does not have";
    return "two fixes of " + visible(path) + " overlap, or one lies outside of it";
  }
  for (const auto& [path, edits] : fixes.by_path)
    tree[path].text = apply_fixes(tree[path].text, edits);
  return {};
}

std::string length_of(const Finding& finding) {
  if (finding.end_column == 0) return "to the end of the line";
  if (finding.end_line != finding.line) return "to line " + std::to_string(finding.end_line);
  return std::to_string(finding.end_column - finding.column);
}

void append(std::string& line, const char* name, const std::optional<std::string>& value) {
  if (value) line += std::string("  [") + name + ": " + visible(*value) + "]";
}

std::string compare_fixed(const TestCase& test, const std::vector<Finding>& findings) {
  Tree found = test.after;
  if (std::string wrong = apply_all_fixes(findings, found); !wrong.empty())
    return std::string(indent) + wrong + "\n";
  Tree expected = test.after;  // a file that `fixed` does not name stays as it is
  for (const auto& [path, file] : *test.fixed) expected[path].text = file.text;
  std::string out;
  for (const auto& [path, file] : expected) {
    const auto fixed = found.find(path);
    const std::string text = fixed == found.end() ? "" : fixed->second.text;
    if (text == file.text) continue;
    out += std::string(indent) + visible(path) + " after the fixes (- expected, + found):\n" +
           line_diff(text_lines(file.text), text_lines(text), std::string(indent) + "  ");
  }
  return out;
}

std::string joined_lines(const std::vector<std::string>& lines) {
  std::string joined;
  for (const std::string& line : lines) joined += (joined.empty() ? "" : "; ") + line;
  return joined;
}

}  // namespace

std::string expected_form(const Finding& finding, const TestCase& test) {
  const bool one_of_many = !finding.commit.empty() && test.commits.size() > 1;
  return finding_headline(finding,
                          one_of_many ? "#" + std::to_string(commit_number(finding.commit)) : "");
}

std::string run_case(const LoadedCheck& check, const TestCase& test, const Limits& limits) {
  const Config config = configure(check, test, limits);
  const Change change = memory_change(test);
  EngineOptions options;
  options.jobs = 1;
  options.named = {check.declaration.name};
  Report report = run_checks(change, {check}, config, options);

  std::string wrong;
  const auto say = [&](const std::string& text) { wrong += std::string(indent) + text + "\n"; };
  for (const Problem& problem : report.problems)
    say(visible(problem.path) + (problem.line ? ":" + std::to_string(problem.line) : "") +
        (problem.path.empty() ? "" : ": ") + visible(problem.message));
  for (const CheckOutcome& outcome : report.checks) {
    if (outcome.status == CheckStatus::aborted) say("aborted: " + visible(outcome.reason));
    if (outcome.status == CheckStatus::skipped) say("not run: " + visible(outcome.reason));
  }
  if (report.checks.empty()) say("not run: the check sees nothing in this kind of change");
  if (!wrong.empty()) return wrong;

  // The report orders by place, whichever commit it is in; here each commit's findings stand
  // together.
  std::stable_sort(report.findings.begin(), report.findings.end(),
                   [](const Finding& a, const Finding& b) {
                     if (!a.path.empty() || !b.path.empty()) return a.path < b.path;
                     return a.commit < b.commit;
                   });
  if (test.expect) {
    std::vector<std::string> expected, found;
    for (const Expected& item : *test.expect) {
      expected.push_back(visible(item.finding));
      append(expected.back(), "rule", item.rule);
      append(expected.back(), "level", item.level);
      append(expected.back(), "help", item.help);
      if (item.commands) append(expected.back(), "commands", joined_lines(*item.commands));
      if (item.length) append(expected.back(), "length", std::to_string(*item.length));
    }
    for (const Finding& finding : report.findings) {
      found.push_back(expected_form(finding, test));
      if (found.size() > expected.size()) continue;
      // What the case does not ask for is not compared.
      const Expected& item = (*test.expect)[found.size() - 1];
      if (item.rule) append(found.back(), "rule", finding.rule);
      if (item.level) append(found.back(), "level", std::string(name_of(finding.level)));
      if (item.help) append(found.back(), "help", finding.help);
      if (item.commands) append(found.back(), "commands", joined_lines(finding.commands));
      if (item.length) append(found.back(), "length", length_of(finding));
    }
    if (expected != found) {
      say("findings (- expected, + found):");
      wrong += line_diff(expected, found, std::string(indent) + "  ");
    }
  }
  if (test.fixed) wrong += compare_fixed(test, report.findings);
  return wrong;
}

}  // namespace moongate::testing
