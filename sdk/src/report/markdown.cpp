// Markdown for a step summary and for one comment on a pull request that is updated, not repeated:
// the hidden first line lets a workflow find it again.
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <string>
#include <vector>

#include "core/unicode.h"
#include "core/units.h"
#include "report/cut.h"
#include "report/formats.h"
#include "report/headline.h"

namespace moongate {

namespace {

// GitHub's limit of a comment is 65,536 characters; bytes are never fewer.
constexpr std::size_t most_bytes = 65'000;
constexpr std::size_t longest_cell = 2'000;

constexpr std::string_view joiner = "\u2060";  // invisible, and no line breaks at it

// One line of plain text: no markup, no HTML, no mention, reference or link comes out of it.
std::string plain(std::string_view said) {
  const std::string text = visible(said);
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const std::string_view rest = std::string_view(text).substr(at);
    const bool followed = rest.size() > 1 && rest[1] != ' ';
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        continue;
      case '>':
        result += "&gt;";
        continue;
      case '\\':
      case '`':
      case '*':
      case '_':
      case '[':
      case ']':
      case '|':
        result += '\\';
        result += c;
        continue;
      // Backslashes keep these from being markup, but not from being found in the finished text as
      // @someone, #1, !1, ~label, $math$: a joiner behind them does.
      case '~':
      case '^':
      case '#':
      case '!':
      case '$':
      case '@':
      case '%':
        if (c != '%') result += '\\';
        result += c;
        break;
      case ':':
        result += c;
        if (!rest.starts_with("://") && !rest.starts_with("::")) continue;
        break;
      case '.':
        // "www." is a link without a scheme.
        if (result.size() >= 3) {
          std::string before = result.substr(result.size() - 3);
          for (char& letter : before)
            letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
          if (before == "www") result += joiner;
        }
        result += c;
        continue;
      case '-':
        // "GH-1" is a reference; at the beginning it would be a list.
        if (result.empty()) result += '\\';
        result += c;
        if (!(result.size() >= 3 && (result.ends_with("GH-") || result.ends_with("gh-")))) continue;
        break;
      case '+':
      case '=':
        if (result.empty()) result += '\\';
        result += c;
        continue;
      default:
        result += c;
        continue;
    }
    if (followed) result += joiner;
  }
  return result;
}

// A piece of code. A code span cannot hold a backtick nor, in a table, a pipe; there the element
// does, with every character escaped that could be markup.
std::string code(std::string_view said) {
  const std::string text = visible(said);
  if (text.empty()) return {};
  const bool simple =
      text.find_first_of("`|\\") == std::string::npos && text.front() != ' ' && text.back() != ' ';
  if (simple) return "`" + text + "`";
  std::string result = "<code>";
  for (const char c : text) {
    if (std::ispunct(static_cast<unsigned char>(c)))
      result += "&#" + std::to_string(static_cast<int>(c)) + ";";
    else
      result += c;
  }
  return result + "</code>";
}

// Lines of a message within a table's cell.
std::string cell(const std::string& said) {
  const std::string text = cut(said, longest_cell);
  std::string result;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (begin > 0) result += "<br>";
    result += plain(std::string_view(text).substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

const char* sign_of(Level level) {
  switch (level) {
    case Level::error:
      return "❌ error";
    case Level::warning:
      return "⚠️ warning";
    case Level::note:
    case Level::off:
      return "ℹ️ note";
  }
  return "ℹ️ note";
}

std::string row(const Finding& finding) {
  std::string where;
  if (finding.path.empty()) {
    where = plain(finding_place(finding));
  } else {
    where = code(finding_place(finding));
    if (!finding.commit.empty()) where += "<br>in commit " + plain(short_id(finding.commit));
  }
  std::string what = cell(finding.message);
  if (!finding.help.empty()) what += "<br>💡 " + cell(finding.help);
  for (const std::string& command : finding.commands) what += "<br>" + code(command);
  return std::string("| ") + sign_of(finding.level) + " | " + where + " | " + what + " | " +
         code(rule_name(finding)) + " |\n";
}

std::uint64_t ran(const Report& report) {
  return static_cast<std::uint64_t>(
      std::count_if(report.checks.begin(), report.checks.end(), [](const CheckOutcome& check) {
        return check.status == CheckStatus::ok || check.status == CheckStatus::findings;
      }));
}

std::string heading(const Report& report) {
  const Summary& summary = report.summary;
  if (summary.exit == 0 && !report.checks.empty() && ran(report) == 0 && report.findings.empty())
    return "⚠️ Moongate: nothing was checked";
  const std::string counts = count_levels(summary.errors, summary.warnings, summary.notes);
  switch (summary.exit) {
    case 0:
      return counts == "nothing" ? "✅ Moongate: no findings" : "✅ Moongate: passed with " + counts;
    case 1:
      return "❌ Moongate: " + counts;
    case 2:
      return "❌ Moongate: error";
    default:
      return "❌ Moongate: could not check everything";
  }
}

std::string extent(const Report& report) {
  const ChangeSummary& change = report.change;
  std::string text = change.why.empty() ? std::string() : plain(cut(change.why, 500));
  std::string counts;
  const auto add = [&](std::uint64_t count, const char* one, const char* many) {
    if (count > 0) counts += (counts.empty() ? "" : ", ") + count_of(count, one, many);
  };
  add(change.files, "file", "files");
  add(change.commits, "commit", "commits");
  add(ran(report), "check", "checks");
  add(report.summary.suppressed, "suppressed finding", "suppressed findings");
  add(report.summary.baseline, "finding in the baseline", "findings in the baseline");
  add(report.summary.fixed, "finding fixed", "findings fixed");
  if (!text.empty() && !counts.empty()) text += ": ";
  return text + counts;
}

// What could not be checked, and what was left out by someone's wish.
std::string remarks(const Report& report) {
  std::string text;
  std::size_t left_out = 0;
  const auto add = [&](const std::string& line) {
    if (text.size() < most_bytes / 4)
      text += "- " + line + "\n";
    else
      ++left_out;
  };
  for (const Problem& problem : report.problems) {
    std::string where = problem.path;
    if (!where.empty() && problem.line > 0) where += ":" + std::to_string(problem.line);
    add((where.empty() ? "" : code(cut(where, 500)) + ": ") + "**" +
        plain(cut(problem.message, longest_cell)) + "**" +
        (problem.help.empty() ? "" : "<br>Help: " + cell(problem.help)));
  }
  for (const CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::aborted || check.status == CheckStatus::error)
      add("the check " + code(cut(check.name, 200)) + " did not finish: " + cell(check.reason));
  for (const Relaxation& relaxation : report.relaxed)
    add("this change relaxes: " + plain(cut(relaxation.what, longest_cell)) +
        (relaxation.path.empty() ? "" : " in " + code(cut(relaxation.path, 500))));
  for (const std::string& marker : report.skip_markers)
    add("skipped by: " + plain(cut(marker, longest_cell)));
  for (const CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::skipped)
      add("skipped: " + code(cut(check.name, 200)) + " " + cell(check.reason));
  if (left_out > 0) add("… and " + count_of(left_out, "more of these", "more of these"));
  return text;
}

}  // namespace

std::string render_markdown(const Report& report) {
  std::string text = "<!-- moongate:report -->\n## " + heading(report) + "\n\n";
  if (const std::string said = extent(report); !said.empty()) text += said + "\n\n";
  if (const std::string said = remarks(report); !said.empty()) text += said + "\n";
  if (report.findings.empty()) return text;

  text += "| | Where | What | Check |\n|---|---|---|---|\n";
  std::uint64_t left_out[4] = {};
  bool full = false;
  for (const Finding* finding : most_important_first(report)) {
    const std::string line = full ? std::string() : row(*finding);
    // Nothing after the first that does not fit, or the order would say nothing.
    if (full || text.size() + line.size() > most_bytes - 300) {
      full = true;
      ++left_out[static_cast<int>(finding->level)];
      continue;
    }
    text += line;
  }
  if (full)
    text += "\n… and " +
            count_levels(left_out[static_cast<int>(Level::error)],
                         left_out[static_cast<int>(Level::warning)],
                         left_out[static_cast<int>(Level::note)]) +
            " more that this page has no room for.\n";
  return text;
}

}  // namespace moongate
