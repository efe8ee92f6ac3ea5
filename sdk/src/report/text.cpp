// The report for a person: what could not be checked first, then the findings, each with its line
// and what to do, and at the end one line that says how it went.
#include <algorithm>
#include <cstdio>
#include <map>
#include <set>

#include "core/unicode.h"
#include "core/units.h"
#include "report/cut.h"
#include "report/flood.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/path_text.h"
#include "report/snippet.h"

namespace moongate {

namespace {

// Colours of the terminal's own palette: they are readable on a dark and on a light ground, which
// no fixed colour is.
enum class Style : std::uint8_t { plain, bold, dim, error, warning, note, good, fix };

const char* code_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::bold:
      return "\x1b[1m";
    case Style::dim:
      return "\x1b[2m";
    case Style::error:
      return "\x1b[1;31m";
    case Style::warning:
      return "\x1b[1;33m";
    case Style::note:
      return "\x1b[1;36m";
    case Style::good:
      return "\x1b[1;32m";
    case Style::fix:
      return "\x1b[32m";
  }
  return "";
}

Style style_of(Level level) {
  switch (level) {
    case Level::error:
      return Style::error;
    case Level::warning:
      return Style::warning;
    case Level::note:
    case Level::off:
      return Style::note;
  }
  return Style::note;
}

std::string duration(double milliseconds) {
  char text[32];
  if (milliseconds < 10)
    std::snprintf(text, sizeof text, "%.1f ms", milliseconds);
  else if (milliseconds < 1000)
    std::snprintf(text, sizeof text, "%.0f ms", milliseconds);
  else
    std::snprintf(text, sizeof text, "%.1f s", milliseconds / 1000);
  return text;
}

std::string memory(std::uint64_t bytes) {
  char text[32];
  if (bytes < 1u << 20)
    std::snprintf(text, sizeof text, "%.0f KiB", static_cast<double>(bytes) / 1024);
  else
    std::snprintf(text, sizeof text, "%.1f MiB", static_cast<double>(bytes) / (1 << 20));
  return text;
}

// A link's target must not be able to end the escape sequence that carries it.
std::string link_target(const std::string& url) {
  if (!url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with("file://"))
    return {};
  std::string target;
  for (const char c : url) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7F)
      target += c;
    else
      target += percent_encode(std::string_view(&c, 1));
  }
  return target;
}

class TextReport {
 public:
  TextReport(const Report& report, const RenderOptions& options)
      : report_(report), options_(options) {
    for (const RuleInfo& rule : report.rules)
      if (!rule.url.empty()) urls_[{rule.check, rule.rule}] = rule.url;
  }

  std::string take_findings() {
    findings();
    return std::move(text_);
  }

  std::string take() {
    problems();
    findings();
    not_shown();
    if (options_.profile) profile();
    if (!options_.quiet || report_.summary.exit != 0 || !text_.empty())
      end();
    else
      said_by_change();  // "nothing to fix" would be a lie where nothing was looked at
    return std::move(text_);
  }

 private:
  std::string paint(Style style, const std::string& text) const {
    if (!options_.color || style == Style::plain || text.empty()) return text;
    return code_of(style) + text + "\x1b[0m";
  }

  std::string linked(const std::string& url, const std::string& text) const {
    const std::string target = options_.links ? link_target(url) : std::string();
    if (target.empty()) return text;
    return "\x1b]8;;" + target + "\x1b\\" + text + "\x1b]8;;\x1b\\";
  }

  // Whatever stands in a line, it is no command to a CI system's log.
  void line(const std::string& text) { text_ += without_commands(text) + "\n"; }

  void gap() {
    if (!text_.empty()) text_ += "\n";
  }

  // Text of a check or a help: its lines, wrapped at blanks, below each other behind `lead`.
  void paragraph(const std::string& lead, const std::string& said, Style style) {
    const std::string indent(width_of(lead), ' ');
    const std::string shown = visible_lines(said);
    bool first = true;
    for (std::size_t begin = 0; begin <= shown.size();) {
      std::size_t end = std::min(shown.find('\n', begin), shown.size());
      for (const std::string& part : wrapped(shown.substr(begin, end - begin), indent.size())) {
        line(first ? paint(style, lead) + part : indent + part);
        first = false;
      }
      begin = end + 1;
    }
  }

  std::vector<std::string> wrapped(std::string text, std::size_t indent) const {
    std::replace(text.begin(), text.end(), '\t', ' ');
    return wrapped_at_blanks(text, options_.width > indent + 20 ? options_.width - indent : 0);
  }

  void problems() {
    if (!options_.problems) return;
    for (const Problem& one : report_.problems) problem(one);
    for (const Problem& one : unfinished_checks(report_)) problem(one);
  }

  void problem(const Problem& problem) {
    line(paint(Style::error, "moongate: error: ") + paint(Style::bold, problem_headline(problem)));
    if (!problem.help.empty()) paragraph("  help: ", problem.help, Style::good);
  }

  // What findings are grouped by: those of one file or commit stand together, and those of branches
  // and tags.
  static std::string group_of(const Finding& finding) {
    if (!finding.path.empty()) return "f" + finding.path;
    if (!finding.branch.empty() || !finding.tag.empty()) return "b";
    return "c" + finding.commit;
  }

  void findings() {
    flood_ = flood_of(report_, options_.no_limit ? report_.findings.size() : findings_shown);
    std::string group;
    std::set<std::string> suggested;  // the same advice once is enough
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      if (!flood_.shown[i]) continue;
      const Finding& finding = report_.findings[i];
      if (text_.empty() || group_of(finding) != group) {
        gap();
        group = group_of(finding);
      }
      show(finding, suggested);
    }
  }

  // A row for each check that has more: how many of which level, and where.
  void not_shown() {
    if (flood_.total == 0) return;
    gap();
    line(paint(Style::bold, "not shown: " + count_of(flood_.total, "finding", "findings")) +
         paint(Style::dim, " (--no-limit shows all)"));
    std::size_t name = 0, counts = 0;
    std::vector<std::string> said;
    for (const HiddenFindings& hidden : flood_.hidden) {
      std::string text;
      const auto add = [&](std::uint64_t count, const char* one, const char* many) {
        if (count > 0) text += (text.empty() ? "" : ", ") + count_of(count, one, many);
      };
      add(hidden.errors, "error", "errors");
      add(hidden.warnings, "warning", "warnings");
      add(hidden.notes, "note", "notes");
      name = std::max(name, width_of(visible(hidden.check)));
      counts = std::max(counts, text.size());
      said.push_back(std::move(text));
    }
    for (std::size_t i = 0; i < said.size(); ++i) {
      const HiddenFindings& hidden = flood_.hidden[i];
      const std::string check = visible(hidden.check);
      line("  " + check + std::string(name - width_of(check) + 2, ' ') + said[i] +
           std::string(counts - said[i].size() + 2, ' ') +
           paint(Style::dim, places(hidden, name + counts + 6)));
    }
    next_step();
  }

  static std::string number(std::uint64_t count) {
    const std::string text = count_of(count, "", "");
    return text.substr(0, text.find(' '));
  }

  // As many as fit in the row, and at most four: "src/ 1,303, tests/ 404, 3 more places".
  std::string places(const HiddenFindings& hidden, std::size_t used) const {
    constexpr std::size_t most = 4;
    const std::size_t room = options_.width > used + 20 ? options_.width - used : 60;
    std::string text;
    for (std::size_t i = 0; i < hidden.places.size(); ++i) {
      const auto& [place, count] = hidden.places[i];
      const std::string one = (i ? ", " : "") + visible(place) + " " + number(count);
      const std::string rest =
          ", " + count_of(hidden.places.size() - i, "more place", "more places");
      const bool last = i + 1 == hidden.places.size();
      if (i > 0 && (i == most || width_of(text + one) + (last ? 0 : rest.size()) > room))
        return text + rest;
      text += one;
    }
    return text;
  }

  // What a person does about so many.
  void next_step() {
    if (report_.change.kind != ChangeKind::tree) {
      if (flood_.fixable > 0)
        line(paint(Style::good, "next: ") + "--fix=patch prints a patch that fixes " +
             count_of(flood_.fixable, "of them", "of them"));
      return;
    }
    if (flood_.fixable > 0)
      line(paint(Style::good, "next: ") + "`moongate check --all --fix=patch | git apply` fixes " +
           count_of(flood_.fixable, "of them", "of them"));
    line(paint(Style::good, flood_.fixable > 0 ? "  or: " : "next: ") +
         "`moongate baseline` accepts them all: from then on only new findings count");
  }

  void show(const Finding& finding, std::set<std::string>& suggested) {
    headline(finding);
    snippet(finding);
    if (!finding.help.empty() && suggested.insert(finding.help).second)
      paragraph("    help: ", finding.help, Style::good);
    // Never wrapped: each is to be pasted as it stands.
    for (std::size_t i = 0; i < finding.commands.size(); ++i)
      line(paint(Style::good, i == 0 ? "    run:  " : "    undo: ") + visible(finding.commands[i]));
    for (const Fix& fix : finding.fix) show(finding, fix);
  }

  // One line wherever it fits, and where nothing is a terminal; else broken at blanks, and the
  // bracket goes first: the message reads on without it.
  void headline(const Finding& found) {
    Finding finding = found;
    finding.column = character_column(found);
    const std::string place = finding_place(finding);
    const std::string whole = finding_headline(finding);
    const auto url = urls_.find({finding.check, finding.rule});
    const std::string rule = rule_name(finding);
    const std::string commit = !finding.path.empty() && !finding.commit.empty()
                                   ? " in commit " + short_id(finding.commit)
                                   : std::string();
    const std::string level(name_of(finding.level));
    const std::size_t cells =
        width_of(whole) + width_of(level + rule + commit) + std::string_view(" [ ]").size();
    const std::string tail = "[" + paint(style_of(finding.level), level) + " " +
                             (url == urls_.end() ? rule : linked(url->second, rule)) +
                             paint(Style::dim, commit) + "]";
    const std::string file = options_.links && options_.file_url && !finding.path.empty()
                                 ? options_.file_url(finding.path)
                                 : std::string();
    const auto painted = [&](const std::string& text) {
      return text.starts_with(place)
                 ? linked(file, paint(Style::bold, place)) + text.substr(place.size())
                 : text;
    };
    if (options_.width == 0 || cells <= options_.width) {
      line(painted(whole) + " " + tail);
      return;
    }
    bool first = true;
    for (const std::string& part : wrapped(whole, 4)) {
      line((first ? "" : "    ") + painted(part));
      first = false;
    }
    line("    " + tail);
  }

  void snippet(const Finding& finding) {
    if (finding.line == 0 || finding.snippet.empty()) return;
    const std::string number = std::to_string(finding.line);
    const std::string indent(number.size() < 5 ? 5 - number.size() : 0, ' ');
    const std::size_t gutter = indent.size() + number.size() + 3;
    const std::size_t width = options_.width == 0            ? 160
                              : options_.width > gutter + 20 ? options_.width - gutter
                                                             : 20;
    const MarkedLine marked = marked_line(finding, width);
    const Style style = style_of(finding.level);
    line(paint(Style::dim, indent + number + " | ") + marked.before + paint(style, marked.span) +
         marked.after);
    if (marked.cells == 0) return;
    line(paint(Style::dim, std::string(gutter - 2, ' ') + "| ") + std::string(marked.column, ' ') +
         paint(style, std::string(marked.cells, '^')));
  }

  void show(const Finding& finding, const Fix& fix) {
    std::string what;
    // What a person cannot read any more is not shown; formats for programs have all of it.
    constexpr std::size_t most = 4096;
    const std::string text =
        "\"" + visible(cut(fix.text, most)) + "\"" + (fix.text.size() > most ? " (cut)" : "");
    if (fix.text.empty())
      what = "remove " + count_of(fix.end - fix.start, "byte", "bytes");
    else if (fix.start == fix.end)
      what = "insert " + text;
    else
      what = "replace by " + text;
    if (fix.path != finding.path) what += " in " + visible(fix.path);
    paragraph("    fix:  ", what, Style::fix);
  }

  void profile() {
    gap();
    line(paint(Style::bold, "time and memory of each check"));
    std::vector<const CheckOutcome*> checks;
    for (const CheckOutcome& check : report_.checks)
      if (check.status != CheckStatus::skipped) checks.push_back(&check);
    std::stable_sort(checks.begin(), checks.end(), [](const auto* a, const auto* b) {
      return a->milliseconds > b->milliseconds;
    });
    const auto row = [&](const std::string& time, const std::string& space,
                         const std::string& name) {
      line(std::string(time.size() < 10 ? 10 - time.size() : 0, ' ') + time +
           std::string(space.size() < 11 ? 11 - space.size() : 0, ' ') + space + "  " +
           visible(name));
    };
    for (const CheckOutcome* check : checks)
      row(duration(check->milliseconds), memory(check->peak_memory), check->name);
    if (report_.slowest_files.empty()) return;
    line(paint(Style::bold, "slowest files"));
    for (const FileCost& file : report_.slowest_files)
      row(duration(file.milliseconds), file.peak_memory > 0 ? memory(file.peak_memory) : "",
          file.path);
  }

  // What someone took out of the checks' reach.
  void said_by_change() {
    for (const std::string& remark : left_out_remarks(report_)) {
      const std::size_t colon = remark.find(": ") + 2;
      paragraph(remark.substr(0, colon), remark.substr(colon), Style::warning);
    }
  }

  // What a reader must know next to the findings, and the one line that ends every report.
  void end() {
    gap();
    said_by_change();
    skipped();
    for (const CheckOutcome& check : report_.checks)
      if (check.status == CheckStatus::findings && !check.reason.empty())
        line(paint(Style::warning, visible(check.name) + " " + visible(check.reason)));
    std::vector<std::string> remarks;
    for (const std::string& left_out : left_out_commits(report_))
      remarks.push_back(paint(Style::dim, left_out));
    if (std::string over = budget(); !over.empty()) remarks.push_back(std::move(over));
    // Who commits all day reads one line a commit, and no more where there is nothing to do.
    if (report_.summary.exit == 0 && report_.findings.empty()) {
      std::string one = summary();
      for (const std::string& remark : remarks) one += "; " + remark;
      line(one);
      return;
    }
    for (const std::string& remark : remarks) line(remark);
    line(summary());
  }

  // "skipped lint: --skip" where all checks of the group are, and not a line for each.
  void skipped() {
    std::map<std::string, std::size_t> in_group;
    const auto group = [](const std::string& name) { return name.substr(0, name.find('/')); };
    for (const CheckOutcome& check : report_.checks) ++in_group[group(check.name)];
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> names;
    for (const CheckOutcome& check : report_.checks)
      if (check.status == CheckStatus::skipped)
        names[{group(check.name), check.reason}].push_back(check.name);
    for (const auto& [key, list] : names) {
      const auto& [name, reason] = key;
      std::string who;
      if (list.size() > 1 && list.size() == in_group[name])
        who = name;
      else
        for (const std::string& one : list) who += (who.empty() ? "" : ", ") + one;
      line(paint(Style::dim,
                 "skipped " + visible(who) + (reason.empty() ? "" : ": ") + visible(reason)));
    }
  }

  // Empty where there was time enough.
  std::string budget() const {
    if (report_.budget_milliseconds <= 0 || report_.milliseconds <= report_.budget_milliseconds)
      return {};
    std::vector<const CheckOutcome*> checks;
    for (const CheckOutcome& check : report_.checks)
      if (check.milliseconds >= 0.1) checks.push_back(&check);
    std::stable_sort(checks.begin(), checks.end(), [](const auto* a, const auto* b) {
      return a->milliseconds > b->milliseconds;
    });
    std::string names;
    for (std::size_t i = 0; i < std::min<std::size_t>(3, checks.size()); ++i)
      names +=
          (i ? ", " : ": ") + visible(checks[i]->name) + " " + duration(checks[i]->milliseconds);
    return paint(Style::warning,
                 "slower than the budget of " + duration(report_.budget_milliseconds)) +
           names;
  }

  // "Nothing found" would sound as if something had been looked at.
  std::string nothing() const {
    const ChangeSummary& change = report_.change;
    if (report_.summary.exit > 1 || change.files > 0 || change.commits > 0) return "no findings";
    if (change.kind == ChangeKind::staged && change.bases.size() > 1)
      return "the merge adds nothing of its own";
    if (change.kind == ChangeKind::staged) return "nothing is staged";
    if (change.kind == ChangeKind::working) return "nothing differs from HEAD";
    if (change.kind == ChangeKind::range || change.kind == ChangeKind::push)
      return "nothing changed";
    return "no findings";
  }

  std::string summary() const {
    const Summary& summary = report_.summary;
    std::string counts;
    std::size_t plain_cells = 0;  // without the colours
    const auto add = [&](std::uint64_t count, const char* one, const char* many, Style style) {
      if (count == 0) return;
      const std::string said = count_of(count, one, many);
      plain_cells += said.size() + 2;
      counts += (counts.empty() ? "" : ", ") + paint(style, said);
    };
    add(summary.errors, "error", "errors", Style::error);
    add(summary.warnings, "warning", "warnings", Style::warning);
    add(summary.notes, "note", "notes", Style::note);
    if (counts.empty()) {
      counts = nothing();
      plain_cells += counts.size() + 2;
    }
    add(summary.fixed, "fixed", "fixed", Style::good);
    add(summary.suppressed, "suppressed", "suppressed", Style::dim);
    add(summary.baseline, "in the baseline", "in the baseline", Style::dim);
    add(summary.relaxed, "relaxed", "relaxed", Style::warning);

    std::uint64_t ran = 0, unfinished = 0;
    for (const CheckOutcome& check : report_.checks) {
      if (check.status == CheckStatus::ok || check.status == CheckStatus::findings) ++ran;
      if (check.status == CheckStatus::aborted || check.status == CheckStatus::error) ++unfinished;
    }
    std::string extent;
    const auto extend = [&](std::uint64_t count, const char* one, const char* many) {
      if (count > 0) extent += (extent.empty() ? "" : ", ") + count_of(count, one, many);
    };
    extend(report_.change.files, "file", "files");
    extend(summary.generated, "generated or vendored", "generated or vendored");
    extend(report_.change.commits, "commit", "commits");
    extend(ran, "check", "checks");
    extent += (extent.empty() ? "" : ", ") + duration(report_.milliseconds);

    const bool failed = summary.exit != 0;
    std::string outcome = failed ? "failed" : "passed";
    if (summary.exit == 3) outcome = "could not check everything";
    if (summary.exit == 2) outcome = "error";
    std::string broken;
    if (!report_.problems.empty())
      broken = count_of(report_.problems.size(), "problem", "problems");
    if (unfinished > 0)
      broken += (broken.empty() ? "" : ", ") +
                count_of(unfinished, "check unfinished", "checks unfinished");
    if (!broken.empty()) {
      plain_cells += broken.size() + 2;
      counts = paint(Style::error, broken) + ", " + counts;
    }
    const std::string said = paint(failed ? Style::error : Style::good, outcome) + ": " + counts;
    const std::size_t cells = outcome.size() + plain_cells + extent.size() + 5;
    return said + (options_.width > 0 && cells > options_.width ? "\n  " : " ") +
           paint(Style::dim, "(" + extent + ")");
  }

  const Report& report_;
  const RenderOptions& options_;
  Flood flood_;
  std::map<std::pair<std::string, std::string>, std::string> urls_;
  std::string text_;
};

}  // namespace

std::string findings_text(const Report& report) {
  RenderOptions options;
  options.width = 0;
  options.no_limit = true;
  return TextReport(report, options).take_findings();
}

std::string render_text(const Report& report, const RenderOptions& options) {
  return TextReport(report, options).take();
}

}  // namespace moongate
