#include "config/config_schema.h"

#include <nlohmann/json.hpp>
#include <set>

#include "config/config.h"
#include "config/read_values.h"
#include "core/json_text.h"
#include "core/units.h"

namespace moongate {

namespace {

// Members in the order in which they are written here: for people who read it.
using json = nlohmann::ordered_json;

// The syntax of units.h.
constexpr const char* size_pattern = "^ *[0-9]+(\\.[0-9]+)? *(([KkMmGgTt][Ii]?)?[Bb])? *$";
constexpr const char* duration_pattern =
    "^ *([0-9]+(\\.[0-9]+)? *([Mm][Ss]|[Mm][Ii][Nn]|[SsMmHhDdWw]) *)+$";

json described(json schema, const std::string& text) {
  if (!text.empty()) schema["description"] = text;
  return schema;
}

json ref(const std::string& name) {
  return {{"allOf", json::array({{{"$ref", "#/definitions/" + name}}})}};
}

json object(json properties) {
  return {
      {"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
}

json list_of(json items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json plain(const Value& value) {
  if (const auto* truth = value.get_if<bool>()) return *truth;
  if (const auto* integer = value.get_if<std::int64_t>()) return *integer;
  if (const auto* number = value.get_if<double>()) return *number;
  if (const auto* text = value.get_if<std::string>()) return *text;
  if (const auto* items = value.get_if<List>()) {
    json list = json::array();
    for (const Value& item : *items) list.push_back(plain(item));
    return list;
  }
  if (const auto* members = value.get_if<Map>()) {
    json map = json::object();
    for (const auto& [name, item] : *members) map[name] = plain(item);
    return map;
  }
  return nullptr;
}

// As it is written in the file.
json written(const Value& value, OptionType type) {
  const auto* bytes = value.get_if<std::int64_t>();
  if (type == OptionType::size && bytes && *bytes >= 0)
    return size_text(static_cast<std::uint64_t>(*bytes));
  const auto* seconds = value.get_if<double>();
  if (type == OptionType::duration && seconds) return duration_text(*seconds);
  return plain(value);
}

// A check's pattern is RE2's syntax; what an editor's engine would read differently is left out.
bool is_portable(const std::string& pattern) {
  for (const char* own : {"(?", "\\A", "\\z", "\\Q", "\\C", "\\p", "\\P", "[[:", "\\x{"})
    if (pattern.find(own) != std::string::npos) return false;
  return true;
}

void add_choices(json& schema, const Option& option) {
  if (!option.one_of.empty()) {
    schema["enum"] = json::array();
    for (const Value& value : option.one_of) schema["enum"].push_back(written(value, option.type));
  }
  if (!option.pattern.empty() && is_portable(option.pattern))
    schema["pattern"] = "^(?:" + option.pattern + ")$";
}

void add_bounds(json& schema, const Option& option, const char* min, const char* max) {
  if (option.min) schema[min] = plain(*option.min);
  if (option.max) schema[max] = plain(*option.max);
}

// Any scalar where items may differ.
json item_schema(const Option& option) {
  const std::optional<ItemType> type = item_type(option);
  if (!type) return {{"type", json::array({"string", "boolean", "integer", "number"})}};
  if (*type == ItemType::glob) return {{"type", "string"}, {"minLength", 1}};
  if (*type == ItemType::regex) return {{"type", "string"}};  // RE2's, which no `format` names
  return {{"type", name_of(*type)}};
}

json option_schema(const Option& option) {
  json schema;
  switch (option.type) {
    case OptionType::boolean:
      schema = {{"type", "boolean"}};
      break;
    case OptionType::integer:
      schema = {{"type", "integer"}};
      add_bounds(schema, option, "minimum", "maximum");
      break;
    case OptionType::number:
      schema = {{"type", "number"}};
      add_bounds(schema, option, "minimum", "maximum");
      break;
    case OptionType::size:
      schema = ref("size");
      break;
    case OptionType::duration:
      schema = ref("duration");
      break;
    case OptionType::string:
    case OptionType::glob:
      schema = {{"type", "string"}};
      break;
    case OptionType::list: {
      json items = item_schema(option);
      add_choices(items, option);
      schema = list_of(std::move(items));
      add_bounds(schema, option, "minItems", "maxItems");
      break;
    }
    case OptionType::map: {
      if (!option.fields.empty()) {
        json properties = json::object(), required = json::array();
        for (const Option& field : option.fields) {
          properties[field.name] = option_schema(field);
          if (field.required) required.push_back(field.name);
        }
        json table = object(std::move(properties));
        if (!required.empty()) table["required"] = std::move(required);
        schema = {{"type", "object"}, {"additionalProperties", std::move(table)}};
        add_bounds(schema, option, "minProperties", "maxProperties");
        break;
      }
      const auto* members = option.fallback.get_if<Map>();
      json items = item_schema(option);
      add_choices(items, option);
      if (members == nullptr || members->empty())
        items = {{"anyOf", json::array({items, list_of(items)})}};
      schema = {{"type", "object"}, {"additionalProperties", std::move(items)}};
      add_bounds(schema, option, "minProperties", "maxProperties");
      break;
    }
  }
  if (option.type != OptionType::list && option.type != OptionType::map)
    add_choices(schema, option);
  std::string text = option.doc;
  for (const auto& [bound, word] : {std::pair(&option.min, "at least "), {&option.max, "at most "}})
    if (*bound && (option.type == OptionType::size || option.type == OptionType::duration))
      text += (text.empty() ? "" : "; ") + std::string(word) + value_text(**bound, option.type);
  schema = described(std::move(schema), text);
  if (!option.required) schema["default"] = written(option.fallback, option.type);
  return schema;
}

json level_schema(const std::string& text) {
  return described(ref("level"), text);
}

json check_schema(const std::vector<const Declaration*>& covered, const std::string& name,
                  bool policy) {
  json properties;
  const Declaration& first = *covered.front();
  const bool single = covered.size() == 1 && first.name == name;
  properties["level"] = level_schema("How bad a finding is; off: the check does not run");
  if (single) properties["level"]["default"] = name_of(first.level);
  properties["paths"] = ref("paths");
  properties["stages"] = ref("stages");
  properties["scope"] = described({{"enum", json::array({"net", "commits"})}},
                                  "net: base against head; commits: what each commit introduces");
  json rules = json::object();
  for (const Declaration* check : covered)
    for (const std::string& id : rule_ids(*check)) {
      const Rule* rule = check->rule(id);
      json level = described(ref("level"), rule ? rule->summary : "");
      rules[id] =
          described({{"anyOf", json::array({std::move(level), object({{"level", ref("level")}})})}},
                    rule ? rule->summary : "");
    }
  properties["rules"] = described(object(std::move(rules)), "Levels of single rules");
  for (const Declaration* check : covered)
    for (const Option& option : check->options) {
      if (properties.contains(option.name)) {
        // Checks of a group may differ about it: either's value is right for one of them.
        json& there = properties[option.name];
        json other = option_schema(option);
        if (there != other) there = {{"anyOf", json::array({there, std::move(other)})}};
      } else {
        properties[option.name] = option_schema(option);
      }
    }
  if (policy) properties["locked"] = ref("locked");
  return described(object(std::move(properties)),
                   single ? first.summary : "Settings of every check below " + name);
}

json checks_schema(const std::vector<Declaration>& checks, bool policy) {
  std::set<std::string> names;
  for (const Declaration& check : checks)
    for (std::size_t end = check.name.find('/');; end = check.name.find('/', end + 1)) {
      names.insert(check.name.substr(0, end));
      if (end == std::string::npos) break;
    }
  json properties = json::object();
  for (const std::string& name : names) {
    std::vector<const Declaration*> covered;
    for (const Declaration& check : checks)
      if (covers(name, check.name, "")) covered.push_back(&check);
    properties[name] = check_schema(covered, name, policy);
  }
  return object(std::move(properties));
}

json definitions(bool policy) {
  json all;
  all["level"] = {{"enum", json::array({"error", "warning", "note", "off"})}};
  all["size"] =
      described({{"anyOf", json::array({{{"type", "integer"}, {"minimum", 0}},
                                        {{"type", "string"}, {"pattern", size_pattern}}})}},
                "Bytes, or a number with a unit: \"512KiB\", \"1MB\"");
  all["duration"] = described({{"type", "string"}, {"pattern", duration_pattern}},
                              "Numbers with units: \"5s\", \"1h30m\", \"90d\"");
  all["globs"] = list_of({{"type", "string"}, {"minLength", 1}});
  json paths = {{"include", described(ref("globs"), "Only these files; empty: all")},
                {"exclude", described(ref("globs"), "Not these files; every layer adds its own")}};
  if (policy) paths["locked"] = ref("locked");
  all["paths"] = object(std::move(paths));
  all["stages"] = list_of({{"enum", stage_names()}});
  all["stages"]["minItems"] = 1;
  if (policy)
    all["locked"] =
        described({{"anyOf", json::array({{{"type", "boolean"}}, list_of({{"type", "string"}})})}},
                  "true: no setting of this table may be relaxed; a list: not these");
  return all;
}

}  // namespace

std::string config_schema(const std::vector<Declaration>& checks, SchemaFor file) {
  const bool policy = file == SchemaFor::policy;
  json properties;
  properties["requires"] =
      described({{"type", "string"}}, "Versions of moongate that will do: \">=0.2, <1\"");
  properties["fail_on"] = described({{"enum", json::array({"error", "warning", "note", "never"})}},
                                    "The least level of a finding that makes the run fail");
  properties["fail_on"]["default"] = "error";
  properties["budget"] = described(ref("duration"), "Time for a hook; an overrun is only reported");
  properties["budget"]["default"] = "1s";
  properties["quiet"] = {{"type", "boolean"},
                         {"default", false},
                         {"description", "A hook that passes without findings prints nothing"}};
  properties["paths"] = described(ref("paths"), "Files that every check sees");

  json limits;
  limits["check_time"] = described(ref("duration"), "CPU time of one check on one change");
  limits["check_time"]["default"] = "5s";
  limits["check_memory"] = described(ref("size"), "Memory of one check");
  limits["check_memory"]["default"] = "64MiB";
  limits["findings"] = described({{"type", "integer"}, {"minimum", 1}, {"maximum", 1000000}},
                                 "More findings of a check are counted, not listed");
  limits["findings"]["default"] = 10000;
  limits["files"] = described({{"type", "integer"}, {"minimum", 1}, {"maximum", 1000000000000}},
                              "Files of the whole change; one with more is not checked (exit 3)");
  limits["files"]["default"] = default_most_files;
  limits["read"] =
      described(ref("size"), "Bytes of files that the whole change may make Moongate read");
  limits["read"]["default"] = "64GiB";
  if (policy) limits["locked"] = ref("locked");
  properties["limits"] = described(
      object(std::move(limits)),
      "What one check may take, which is aborted when it takes more, and what a change may");
  json push;
  push["known"] = described({{"enum", json::array({"any-remote", "this-remote"})}},
                            "Whose commits a push need not be checked for");
  push["known"]["default"] = "any-remote";
  if (policy) push["locked"] = ref("locked");
  properties["push"] = described(object(std::move(push)), "Which commits of a push are new");
  properties["default_branch"] =
      described({{"type", "string"}, {"minLength", 1}}, "The branch that others are merged into");
  properties["checks"] = checks_schema(checks, policy);

  json area = object(
      {{"paths", described(list_of({{"type", "string"}, {"minLength", 1}}),
                           "Globs of the files that belong to the area; `!glob` takes away")},
       {"depends", described(list_of({{"type", "string"}}), "Areas that it is built on")}});
  area["required"] = json::array({"paths"});
  properties["areas"] =
      described({{"type", "object"},
                 {"propertyNames", {{"pattern", "^[A-Za-z_][A-Za-z0-9_-]{0,63}$"}}},
                 {"additionalProperties", std::move(area)}},
                "Parts of a monorepo, for `moongate affected`");

  json ignore = object(
      {{"check", described({{"type", "string"}}, "A check, a group, or NAME/RULE")},
       {"paths", ref("globs")},
       {"commits", list_of({{"type", "string"}, {"pattern", "^[0-9a-fA-F]{7,64}$"}})},
       {"branches", ref("globs")},
       {"reason", {{"type", "string"}}},
       {"expires", described({{"type", "string"}, {"pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}},
                             "The last day on which it accepts anything")}});
  ignore["required"] = json::array({"check"});
  properties["ignore"] = described(list_of(std::move(ignore)), "Findings that are accepted");
  if (policy) {
    json rules;
    rules["allow_skip"] = {{"type", "boolean"}, {"default", true}};
    rules["allow_relaxing"] = {{"type", "boolean"}, {"default", true}};
    rules["allow_ignore"] = {{"type", "boolean"}, {"default", true}};
    rules["allow_baseline"] = {{"type", "boolean"}, {"default", true}};
    rules["rules_from"] =
        described({{"enum", json::array({"change", "target"})}, {"default", "change"}},
                  "Whose rules a range is checked by: its own, or its target branch's");
    properties["policy"] = described(object(std::move(rules)), "What a repository may do");
    properties["locked"] = ref("locked");
  }

  json schema;
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = policy ? "a policy of Moongate" : "moongate.toml";
  schema["type"] = "object";
  schema["additionalProperties"] = false;
  schema["properties"] = std::move(properties);
  schema["definitions"] = definitions(policy);
  return json_text(schema);
}

}  // namespace moongate
