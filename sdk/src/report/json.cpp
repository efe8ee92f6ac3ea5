// moongate.report/1, documented in docs/report.md; every other format is a projection of it.
#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

#include "report/formats.h"
#include "report/headline.h"
#include "report/json_text.h"
#include "report/path_text.h"
#include "report/reporting_rules.h"
#include "report/unicode.h"
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

// The bytes, or their percent-encoding with a mark beside it.
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

Json to_json(const Finding& finding) {
  Json object{{"check", to_utf8(finding.check)}};
  set_text(object, "rule", finding.rule);
  object["level"] = name_of(finding.level);
  object["message"] = to_utf8(finding.message);
  set_path(object, finding.path);
  set_number(object, "line", finding.line);
  // Without a path nothing else would tell what the line is a line of.
  if (finding.line > 0 && finding.path.empty())
    object["line_of"] = finding.tag.empty() ? "commit message" : "tag message";
  set_number(object, "column", finding.column);
  set_number(object, "end_line", finding.end_line);
  set_number(object, "end_column", finding.end_column);
  set_text(object, "excerpt", finding.excerpt);
  set_number(object, "excerpt_offset", finding.excerpt_offset);
  set_text(object, "commit", finding.commit);
  set_text(object, "branch", finding.branch);
  set_text(object, "tag", finding.tag);
  object["fingerprint"] = to_utf8(finding.fingerprint);
  set_text(object, "suggestion", finding.suggestion);
  if (!finding.commands.empty()) {
    object["commands"] = Json::array();
    for (const std::string& command : finding.commands)
      object["commands"].push_back(to_utf8(command));
  }
  if (!finding.fix.empty()) {
    Json edits = Json::array();
    for (const Fix& edit : finding.fix) edits.push_back(to_json(edit));
    object["fixes"] = Json::array();
    object["fixes"].push_back(
        Json{{"title", to_utf8(fix_title(finding))}, {"edits", std::move(edits)}});
  }
  if (finding.value && std::isfinite(*finding.value)) object["value"] = *finding.value;
  if (!finding.in_change) object["changed"] = false;
  if (finding.known) object["known"] = true;
  return object;
}

Json to_json(const Problem& problem) {
  Json object{{"kind", name_of(problem.kind)}, {"message", to_utf8(problem.message)}};
  set_path(object, problem.path);
  set_number(object, "line", problem.line);
  set_text(object, "cure", problem.cure);
  return object;
}

Json to_json(const Loosening& loosening) {
  Json object{{"what", to_utf8(loosening.what)}};
  set_path(object, loosening.path);
  set_number(object, "line", loosening.line);
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
              {"loosened", summary.loosened}, {"exit", summary.exit}};
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
  if (!report.loosened.empty()) document["loosened"] = list(report.loosened);
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
