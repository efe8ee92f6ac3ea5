// moongate.report/1, read back (report/json.cpp writes it).
#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "core/error.h"
#include "findings/finalize_findings.h"
#include "report/finding_fields.h"
#include "report/merge_reports.h"
#include "report/path_text.h"

namespace moongate {

namespace {

using Json = nlohmann::ordered_json;

// A value of the document with the way to it, for messages: "findings[3].line".
class Node {
 public:
  Node(const Json& json, std::string where, const std::string& file)
      : json_(&json), where_(std::move(where)), file_(&file) {}

  bool has(const char* key) const { return json_->is_object() && json_->contains(key); }

  Node at(const char* key) const {
    require(json_->is_object(), "an object");
    if (!json_->contains(key)) fail("has no '" + std::string(key) + "'");
    return {json_->at(key), where_.empty() ? key : where_ + "." + key, *file_};
  }

  std::vector<Node> items() const {
    require(json_->is_array(), "a list");
    std::vector<Node> nodes;
    for (std::size_t i = 0; i < json_->size(); ++i)
      nodes.emplace_back((*json_)[i], where_ + "[" + std::to_string(i) + "]", *file_);
    return nodes;
  }

  std::vector<Node> items_if(const char* key) const {
    return has(key) ? at(key).items() : std::vector<Node>{};
  }

  std::string text() const {
    require(json_->is_string(), "a string");
    return json_->get<std::string>();
  }

  std::string text_if(const char* key) const { return has(key) ? at(key).text() : std::string(); }

  // Text that may be percent-encoded, as the key next to it says.
  std::string bytes_if(const char* key) const {
    if (!has(key)) return {};
    const std::string encoding = std::string(key) + "_encoding";
    const Node node = at(key);
    if (!has(encoding.c_str())) return node.text();
    if (at(encoding.c_str()).text() != "percent")
      at(encoding.c_str()).fail("is not 'percent', the only encoding");
    const std::optional<std::string> bytes = percent_decode(node.text());
    if (!bytes) node.fail("is not percent-encoded as it says");
    return *bytes;
  }

  template <class Integer>
  Integer integer() const {
    require(json_->is_number_unsigned() ||
                (json_->is_number_integer() && json_->get<std::int64_t>() >= 0),
            "a whole number");
    const auto number = json_->get<std::uint64_t>();
    if (number > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max()))
      fail("is too large");
    return static_cast<Integer>(number);
  }

  std::uint32_t place_if(const char* key) const {
    return has(key) ? at(key).integer<std::uint32_t>() : 0;
  }

  bool truth() const {
    require(json_->is_boolean(), "true or false");
    return json_->get<bool>();
  }

  double number() const {
    require(json_->is_number(), "a number");
    return json_->get<double>();
  }

  // The enumerator that `name_of` gives this name.
  template <class Enum>
  Enum one_of(Enum last) const {
    const std::string name = text();
    for (int value = 0; value <= static_cast<int>(last); ++value)
      if (name_of(static_cast<Enum>(value)) == name) return static_cast<Enum>(value);
    fail("is '" + name + "', which this version does not know");
  }

  std::vector<std::pair<std::string, Node>> entries() const {
    require(json_->is_object(), "an object");
    std::vector<std::pair<std::string, Node>> list;
    for (const auto& [key, value] : json_->items())
      list.emplace_back(key, Node(value, where_ + "." + key, *file_));
    return list;
  }

  [[noreturn]] void fail(const std::string& what) const {
    throw Error(Problem{ProblemKind::usage,
                        "not a report of moongate: " +
                            (where_.empty() ? std::string("the document") : where_) + " " + what,
                        *file_, 0, "give files that `--format json` wrote, unchanged"});
  }

 private:
  void require(bool fine, const char* what) const {
    if (!fine) fail(std::string("is not ") + what);
  }

  const Json* json_;
  std::string where_;
  const std::string* file_;
};

Oid oid(const Node& node) {
  const std::string hex = node.text();
  if (hex.empty()) return {};
  const std::optional<Oid> id = Oid::from_hex(hex);
  if (!id) node.fail("is not an object id");
  return *id;
}

ChangeSummary change(const Node& node) {
  ChangeSummary read;
  read.kind = node.at("kind").one_of(ChangeKind::buffer);
  read.base = node.at("base").text();
  for (const Node& base : node.at("bases").items()) read.bases.push_back(base.text());
  read.head = node.at("head").text();
  for (const Node& update : node.at("updates").items())
    read.updates.push_back(
        {update.at("name").text(), oid(update.at("before")), oid(update.at("after"))});
  read.why = node.at("why").text();
  if (node.has("now")) read.now = node.at("now").integer<std::int64_t>();
  for (const Node& left_out : node.items_if("left_out"))
    read.left_out.push_back(
        {left_out.at("commits").integer<std::uint64_t>(), left_out.at("why").text()});
  read.files = node.at("files").integer<std::uint64_t>();
  read.commits = node.at("commits").integer<std::uint64_t>();
  read.added_lines = node.at("added_lines").integer<std::uint64_t>();
  read.removed_lines = node.at("removed_lines").integer<std::uint64_t>();
  return read;
}

class FindingReader {
 public:
  explicit FindingReader(const Node& node) : node_(node) {}

  void text(const char* key, std::string& text, Presence presence) const {
    text = presence == Presence::always ? node_.at(key).text() : node_.text_if(key);
  }
  void level(const char* key, Level& level) const { level = node_.at(key).one_of(Level::error); }
  void path(const char* key, std::string& path) const { path = node_.bytes_if(key); }
  void place(const char* key, std::uint32_t& number) const { number = node_.place_if(key); }
  void derived(const char*, const std::string&) const {}
  void masked(const char* key, std::vector<MaskedSpan>& spans) const {
    for (const Node& span : node_.items_if(key)) {
      const auto number = [&](const char* part) { return span.at(part).integer<std::uint32_t>(); };
      const MaskedSpan read{number("column"), number("end_column"), number("start"), number("end")};
      const bool fine =
          read.column > 0 && read.column <= read.end_column && read.start <= read.end &&
          (spans.empty() ||
           (spans.back().end_column <= read.column && spans.back().end <= read.start));
      if (!fine) span.fail("is no span after the one before it");
      spans.push_back(read);
    }
  }
  void commands(const char* key, std::vector<std::string>& commands) const {
    for (const Node& command : node_.items_if(key)) commands.push_back(command.text());
  }
  // The first is the one that --fix applies. Its title follows from the rest of the finding.
  void fixes(const char* key, std::vector<Fix>& edits, const std::string&) const {
    const std::vector<Node> fixes = node_.items_if(key);
    if (fixes.empty()) return;
    for (const Node& edit : fixes.front().at("edits").items())
      edits.push_back({edit.bytes_if("path"), edit.at("start").integer<std::uint64_t>(),
                       edit.at("end").integer<std::uint64_t>(), edit.bytes_if("text")});
  }
  void number(const char* key, std::optional<double>& number) const {
    if (node_.has(key)) number = node_.at(key).number();
  }
  void flag(const char* key, bool& flag, bool) const {
    if (node_.has(key)) flag = node_.at(key).truth();
  }

 private:
  const Node& node_;
};

Finding finding(const Node& node) {
  Finding read;
  visit_fields(read, FindingReader(node));
  return read;
}

Problem problem(const Node& node) {
  return {node.at("kind").one_of(ProblemKind::repository), node.at("message").text(),
          node.bytes_if("path"), node.place_if("line"), node.text_if("help")};
}

RuleInfo rule(const Node& node) {
  return {node.at("check").text(), node.text_if("rule"), node.text_if("summary"),
          node.text_if("help"),    node.text_if("url"),  node.at("level").one_of(Level::error)};
}

Summary summary(const Node& node) {
  const auto count = [&](const char* key) { return node.at(key).integer<std::uint64_t>(); };
  Summary read;
  read.errors = count("errors");
  read.warnings = count("warnings");
  read.notes = count("notes");
  read.suppressed = count("suppressed");
  read.baseline = count("baseline");
  read.fixed = count("fixed");
  read.relaxed = count("relaxed");
  const auto count_if = [&](const char* key) { return node.has(key) ? count(key) : 0; };
  read.generated = count_if("generated");
  read.known_warnings = count_if("known_warnings");
  read.known_notes = count_if("known_notes");
  read.exit = node.at("exit").integer<int>();
  if (read.exit > 3) node.at("exit").fail("is no exit code of moongate");
  return read;
}

void timing(const Node& node, Report& report) {
  report.milliseconds = node.at("milliseconds").number();
  const auto of = [&](const std::string& name) -> CheckOutcome* {
    const auto found = std::find_if(report.checks.begin(), report.checks.end(),
                                    [&](const CheckOutcome& check) { return check.name == name; });
    return found == report.checks.end() ? nullptr : &*found;
  };
  for (const auto& [name, time] : node.at("checks").entries())
    if (CheckOutcome* check = of(name)) check->milliseconds = time.number();
  if (node.has("memory"))
    for (const auto& [name, bytes] : node.at("memory").entries())
      if (CheckOutcome* check = of(name)) check->peak_memory = bytes.integer<std::uint64_t>();
  if (node.has("budget")) report.budget_milliseconds = node.at("budget").number();
  for (const Node& file : node.items_if("files"))
    report.slowest_files.push_back(
        {file.bytes_if("path"), file.at("milliseconds").number(),
         file.has("memory") ? file.at("memory").integer<std::uint64_t>() : 0});
}

Json parsed(std::string_view text, const std::string& name) {
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    const std::size_t end = std::min<std::size_t>(error.byte, text.size());
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n');
    throw Error(Problem{
        ProblemKind::usage, text.empty() ? "the file is empty, no report" : "not valid JSON", name,
        static_cast<std::uint32_t>(line), "was the run that wrote it stopped, or the file cut?"});
  }
}

}  // namespace

ReadReport read_report(std::string_view text, const std::string& name) {
  const Json json = parsed(text, name);
  const Node root(json, "", name);
  const std::string schema = root.at("schema").text();
  if (schema != "moongate.report/1")
    root.at("schema").fail("is '" + schema + "'; this version reads moongate.report/1");

  ReadReport read{name, root.at("tool").at("version").text(), {}, false, {}};
  Report& report = read.report;
  report.change = change(root.at("change"));
  if (root.has("shard")) {
    const Node shard = root.at("shard");
    const auto index = shard.at("index").integer<unsigned>();
    report.shards = shard.at("count").integer<unsigned>();
    if (report.shards > 65'536) shard.at("count").fail("is too large");
    if (index < 1 || index > report.shards) shard.fail("is not between 1 and its count");
    report.shard = index - 1;
    if (shard.has("findings_limit"))
      report.findings_limit = shard.at("findings_limit").integer<std::uint32_t>();
    for (const Node& note : shard.items_if("unused_ignores"))
      report.unused_ignores.push_back(finding(note));
  }
  for (const Node& check : root.at("checks").items())
    report.checks.push_back({check.at("name").text(),
                             check.at("status").one_of(CheckStatus::skipped),
                             check.text_if("reason"), 0, 0});
  for (const Node& node : root.at("findings").items()) report.findings.push_back(finding(node));
  for (const Node& node : root.at("problems").items()) report.problems.push_back(problem(node));
  for (const Node& node : root.items_if("relaxed"))
    report.relaxed.push_back(
        {node.at("what").text(), node.bytes_if("path"), node.place_if("line")});
  for (const Node& node : root.items_if("expired"))
    report.expired.push_back(
        {node.at("what").text(), node.bytes_if("path"), node.place_if("line")});
  for (const Node& node : root.items_if("newer_rules"))
    report.newer_rules.push_back(node.bytes_if("path"));
  for (const Node& node : root.items_if("skip_markers")) report.skip_markers.push_back(node.text());
  for (const Node& node : root.items_if("rules")) report.rules.push_back(rule(node));
  report.summary = summary(root.at("summary"));
  // What is listed was counted, whoever wrote the report; more may have been.
  const Summary counted = report.summary;
  count_findings(report);
  report.summary.errors = std::max(report.summary.errors, counted.errors);
  report.summary.warnings = std::max(report.summary.warnings, counted.warnings);
  report.summary.notes = std::max(report.summary.notes, counted.notes);
  report.summary.known_warnings = std::max(report.summary.known_warnings, counted.known_warnings);
  report.summary.known_notes = std::max(report.summary.known_notes, counted.known_notes);
  timing(root.at("timing"), report);
  return read;
}

}  // namespace moongate
