// moongate.report/1, documented in docs/report.md; every other format is a projection of it.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "core/json_text.h"
#include "core/unicode.h"
#include "report/finding_fields.h"
#include "report/formats.h"
#include "report/headline.h"
#include "report/path_text.h"
#include "report/reporting_rules.h"
#include "version.h"

namespace moongate {

namespace {

using Json = nlohmann::ordered_json;

void set_text(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = to_utf8(text);
}

void set_number(Json& object, const char* key, std::uint32_t number) {
  if (number > 0) object[key] = number;
}

// The bytes, or their percent-encoding with a mark next to it.
void set_bytes(Json& object, const std::string& key, const std::string& bytes) {
  if (is_utf8(bytes)) {
    object[key] = bytes;
  } else {
    object[key] = percent_encode(bytes);
    object[key + "_encoding"] = "percent";
  }
}

void set_path(Json& object, const std::string& path) {
  if (!path.empty()) set_bytes(object, "path", path);
}

double rounded(double milliseconds) {
  return std::round(milliseconds * 1000) / 1000;
}

Json to_json(const ChangeSummary& change) {
  Json bases = Json::array();
  for (const std::string& base : change.bases) bases.push_back(to_utf8(base));
  Json updates = Json::array();
  for (const RefUpdate& update : change.updates)
    updates.push_back({{"name", to_utf8(update.name)},
                       {"before", update.before.hex()},
                       {"after", update.after.hex()}});
  Json object{{"kind", name_of(change.kind)},
              {"base", to_utf8(change.base)},
              {"bases", std::move(bases)},
              {"head", to_utf8(change.head)},
              {"now", change.now},
              {"updates", std::move(updates)},
              {"why", to_utf8(change.why)},
              {"files", change.files},
              {"commits", change.commits},
              {"added_lines", change.added_lines},
              {"removed_lines", change.removed_lines}};
  if (!change.left_out.empty()) {
    object["left_out"] = Json::array();
    for (const LeftOut& left_out : change.left_out)
      object["left_out"].push_back({{"commits", left_out.commits}, {"why", to_utf8(left_out.why)}});
  }
  return object;
}

Json to_json(const Expired& expired) {
  Json object{{"what", to_utf8(expired.what)}};
  set_path(object, expired.path);
  set_number(object, "line", expired.line);
  return object;
}

Json to_json(const CheckOutcome& outcome) {
  Json object{{"name", to_utf8(outcome.name)}, {"status", name_of(outcome.status)}};
  set_text(object, "reason", outcome.reason);
  return object;
}

Json to_json(const Fix& fix) {
  Json object = Json::object();
  set_path(object, fix.path);
  object["start"] = fix.start;
  object["end"] = fix.end;
  set_bytes(object, "text", fix.text);
  return object;
}

class FindingWriter {
 public:
  explicit FindingWriter(Json& object) : object_(object) {}

  void text(const char* key, const std::string& text, Presence presence) {
    if (presence == Presence::always || !text.empty()) object_[key] = to_utf8(text);
    if (key == std::string_view("snippet")) snippet_ = &text;
  }
  void level(const char* key, Level level) { object_[key] = name_of(level); }
  void path(const char* key, const std::string& path) {
    if (!path.empty()) set_bytes(object_, key, path);
  }
  void place(const char* key, std::uint32_t number) { set_number(object_, key, number); }
  void derived(const char* key, const std::string& text) { set_text(object_, key, text); }
  void masked(const char* key, const std::vector<MaskedSpan>& spans) {
    for (const MaskedSpan& span : spans)
      object_[key].push_back({{"column", span.column},
                              {"end_column", span.end_column},
                              {"start", written(span.start)},
                              {"end", written(span.end)}});
  }
  void commands(const char* key, const std::vector<std::string>& commands) {
    for (const std::string& command : commands) object_[key].push_back(to_utf8(command));
  }
  void fixes(const char* key, const std::vector<Fix>& edits, const std::string& title) {
    if (edits.empty()) return;
    Json list = Json::array();
    for (const Fix& edit : edits) list.push_back(to_json(edit));
    object_[key] = Json::array();
    object_[key].push_back(Json{{"title", to_utf8(title)}, {"edits", std::move(list)}});
  }
  void number(const char* key, const std::optional<double>& number) {
    if (number && std::isfinite(*number)) object_[key] = *number;
  }
  void flag(const char* key, bool flag, bool written) {
    if (flag == written) object_[key] = flag;
  }

 private:
  // An offset of the snippet as it is written, where bytes that are not UTF-8 become U+FFFD.
  std::size_t written(std::uint32_t offset) const {
    return to_utf8(std::string(*snippet_, 0, offset)).size();
  }

  Json& object_;
  const std::string* snippet_ = nullptr;
};

Json to_json(const Finding& finding) {
  Json object = Json::object();
  visit_fields(finding, FindingWriter(object));
  return object;
}

Json to_json(const Problem& problem) {
  Json object{{"kind", name_of(problem.kind)}, {"message", to_utf8(problem.message)}};
  set_path(object, problem.path);
  set_number(object, "line", problem.line);
  set_text(object, "help", problem.help);
  return object;
}

Json to_json(const Relaxation& relaxation) {
  Json object{{"what", to_utf8(relaxation.what)}};
  set_path(object, relaxation.path);
  set_number(object, "line", relaxation.line);
  return object;
}

Json to_json(const RuleInfo& rule) {
  Json object{{"check", to_utf8(rule.check)}};
  set_text(object, "rule", rule.rule);
  object["level"] = name_of(rule.level);
  set_text(object, "summary", rule.summary);
  set_text(object, "help", rule.help);
  set_text(object, "url", rule.url);
  return object;
}

Json to_json(const Summary& summary) {
  Json object{{"errors", summary.errors},     {"warnings", summary.warnings},
              {"notes", summary.notes},       {"suppressed", summary.suppressed},
              {"baseline", summary.baseline}, {"fixed", summary.fixed},
              {"relaxed", summary.relaxed},   {"exit", summary.exit}};
  if (summary.generated > 0) object["generated"] = summary.generated;
  if (summary.known_warnings > 0) object["known_warnings"] = summary.known_warnings;
  if (summary.known_notes > 0) object["known_notes"] = summary.known_notes;
  return object;
}

// All that differs from run to run.
Json timing(const Report& report) {
  Json checks = Json::object();
  for (const CheckOutcome& outcome : report.checks)
    if (outcome.status != CheckStatus::skipped)
      checks[to_utf8(outcome.name)] = rounded(outcome.milliseconds);
  Json object{{"milliseconds", rounded(report.milliseconds)}, {"checks", std::move(checks)}};
  Json memory = Json::object();
  for (const CheckOutcome& outcome : report.checks)
    if (outcome.peak_memory > 0) memory[to_utf8(outcome.name)] = outcome.peak_memory;
  if (!memory.empty()) object["memory"] = std::move(memory);
  if (report.budget_milliseconds > 0) object["budget"] = rounded(report.budget_milliseconds);
  if (!report.slowest_files.empty()) {
    object["files"] = Json::array();
    for (const FileCost& cost : report.slowest_files) {
      Json file = Json::object();
      set_path(file, cost.path);
      file["milliseconds"] = rounded(cost.milliseconds);
      if (cost.peak_memory > 0) file["memory"] = cost.peak_memory;
      object["files"].push_back(std::move(file));
    }
  }
  return object;
}

template <class Item>
Json list(const std::vector<Item>& items) {
  Json array = Json::array();
  for (const Item& item : items) array.push_back(to_json(item));
  return array;
}

}  // namespace

std::string render_json(const Report& report) {
  Json document{{"schema", "moongate.report/1"},
                {"tool", {{"name", "moongate"}, {"version", version}}},
                {"change", to_json(report.change)}};
  if (report.shards > 1)
    document["shard"] = {{"index", report.shard + 1}, {"count", report.shards}};
  if (report.findings_limit > 0) document["shard"]["findings_limit"] = report.findings_limit;
  if (!report.unused_ignores.empty())
    document["shard"]["unused_ignores"] = list(report.unused_ignores);
  document["checks"] = list(report.checks);
  document["findings"] = list(report.findings);
  // In the order of what they say, not of when they were met: shards meet them in another order.
  std::vector<Problem> problems = report.problems;
  std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
    return std::tie(a.kind, a.path, a.line, a.message) <
           std::tie(b.kind, b.path, b.line, b.message);
  });
  document["problems"] = list(problems);
  if (!report.relaxed.empty()) document["relaxed"] = list(report.relaxed);
  if (!report.expired.empty()) document["expired"] = list(report.expired);
  if (!report.newer_rules.empty()) {
    document["newer_rules"] = Json::array();
    for (const std::string& path : report.newer_rules) {
      Json file = Json::object();
      set_path(file, path);
      document["newer_rules"].push_back(std::move(file));
    }
  }
  if (!report.skip_markers.empty()) {
    document["skip_markers"] = Json::array();
    for (const std::string& marker : report.skip_markers)
      document["skip_markers"].push_back(to_utf8(marker));
  }
  if (const std::vector<RuleInfo> rules = reporting_rules(report); !rules.empty())
    document["rules"] = list(rules);
  document["summary"] = to_json(report.summary);
  document["timing"] = timing(report);
  return json_text(document);
}

}  // namespace moongate
