// Workflow commands of GitHub Actions, which become annotations, and after them the text report for
// the log. Everything but the commands' own syntax is escaped, so that no ::stop-commands:: is
// needed.
#include <algorithm>
#include <string>
#include <vector>

#include "core/unicode.h"
#include "core/units.h"
#include "report/cut.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/path_text.h"

namespace moongate {

namespace {

// GitHub shows ten annotations of each kind a step and drops the rest without a word; a longer
// message than 4,096 bytes it cuts.
constexpr std::size_t most_of_a_kind = 10;
constexpr std::size_t longest_message = 4000;

std::string escaped(const std::string& text, bool property) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '%':
        result += "%25";
        break;
      case '\r':
        result += "%0D";
        break;
      case '\n':
        result += "%0A";
        break;
      case ':':
        result += property ? "%3A" : ":";
        break;
      case ',':
        result += property ? "%2C" : ",";
        break;
      default:
        result += c;
    }
  }
  return result;
}

std::string message_text(const std::string& text) {
  return escaped(without_commands(cut(visible_lines(text), longest_message)), false);
}

class Annotations {
 public:
  void add(const char* command, const std::string& properties, const std::string& message) {
    text_ += std::string("::") + command + (properties.empty() ? "" : " ") + properties +
             "::" + message_text(message) + "\n";
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string place(const std::string& path, std::uint32_t line, std::uint32_t column,
                  std::uint32_t end_line, std::uint32_t end_column) {
  if (path.empty()) return {};
  std::string text = "file=" + escaped(without_commands(visible(path)), true);
  if (line == 0) return text;
  text += ",line=" + std::to_string(line);
  if (end_line > line) return text + ",endLine=" + std::to_string(end_line);
  text += ",endLine=" + std::to_string(line);
  if (column == 0) return text;
  text += ",col=" + std::to_string(column);
  // GitHub's last column is inclusive, ours is not.
  return text + ",endColumn=" + std::to_string(std::max(column, end_column - (end_column > 0)));
}

std::string properties_of(const Finding& finding) {
  const std::string where =
      place(finding.path, finding.line, finding.column, finding.end_line, finding.end_column);
  return where + (where.empty() ? "" : ",") +
         "title=" + escaped(without_commands(rule_name(finding)), true);
}

std::string said_by(const Finding& finding) {
  std::string message =
      finding.path.empty() ? finding_place(finding) + ": " + finding.message : finding.message;
  if (!finding.path.empty() && !finding.commit.empty())
    message += " (in commit " + short_id(finding.commit) + ")";
  if (const std::string help = advice(finding); !help.empty()) message += "\n" + help;
  return message;
}

}  // namespace

std::string render_github(const Report& report, const RenderOptions& options) {
  Annotations annotations;
  struct Kind {
    const char* command;
    Level level;
    const char *one, *many;
    std::uint64_t shown, total;
  };
  std::vector<Kind> kinds{{"error", Level::error, "error", "errors", 0, 0},
                          {"warning", Level::warning, "warning", "warnings", 0, 0},
                          {"notice", Level::note, "note", "notes", 0, 0}};
  const auto error = [&](const std::string& properties, const std::string& message) {
    ++kinds[0].total;
    if (kinds[0].shown == most_of_a_kind) return;
    ++kinds[0].shown;
    annotations.add("error", properties, message);
  };
  for (const Problem& problem : report.problems) {
    // GitHub knows the files of the repository only.
    const bool is_outside = leads_outside(problem.path);
    const std::string where =
        is_outside ? "" : place(problem.path, problem.line, 0, problem.line, 0);
    error(where + (where.empty() ? "" : ",") + "title=moongate",
          (is_outside ? problem.path + ": " : "") + problem.message +
              (problem.help.empty() ? "" : "\n" + problem.help));
  }
  for (const CheckOutcome& check : report.checks)
    if (check.status == CheckStatus::aborted || check.status == CheckStatus::error)
      error("title=" + escaped(without_commands(visible(check.name)), true),
            "this check did not finish: " + check.reason);
  for (const Finding* finding : most_important_first(report))
    for (Kind& kind : kinds) {
      if (kind.level != finding->level) continue;
      ++kind.total;
      if (kind.shown == most_of_a_kind) continue;
      ++kind.shown;
      annotations.add(kind.command, properties_of(*finding), said_by(*finding));
    }

  std::string text = annotations.take();
  std::string left_out;
  for (const Kind& kind : kinds)
    if (kind.total > kind.shown)
      left_out += (left_out.empty() ? "" : ", ") + std::to_string(kind.shown) + " of " +
                  count_of(kind.total, kind.one, kind.many);
  if (!left_out.empty())
    text += "moongate: annotated are " + left_out +
            " (GitHub shows ten of a kind for each step); the list below has more\n";
  RenderOptions log = options;
  log.width = 0;
  log.links = false;
  return text + render_text(report, log);
}

}  // namespace moongate
