#include "config/read_values.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "core/day.h"
#include "core/quote.h"
#include "core/suggest.h"
#include "core/units.h"
#include "match/glob.h"
#include "match/regex.h"

namespace moongate {

namespace {

constexpr std::size_t most_problems = 100;
constexpr std::size_t longest_string = 64 * 1024;

const std::vector<std::string> level_names = {"error", "warning", "note", "off"};

std::string article(OptionType type) {
  const std::string name(name_of(type));
  return (name == "integer" ? "an " : "a ") + name;
}

std::string number_text(double number) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.15g", number);
  return text.data();
}

// What bounds are compared by: a number itself, the length of a string or list.
std::optional<double> measure(const Value& value) {
  if (const auto* integer = value.get_if<std::int64_t>()) return static_cast<double>(*integer);
  if (const auto* number = value.get_if<double>()) return *number;
  if (const auto* text = value.get_if<std::string>()) return static_cast<double>(text->size());
  if (const auto* items = value.get_if<List>()) return static_cast<double>(items->size());
  if (const auto* members = value.get_if<Map>()) return static_cast<double>(members->size());
  return {};
}

std::string_view counted_in(OptionType type) {
  switch (type) {
    case OptionType::string:
    case OptionType::glob:
      return " bytes long";
    case OptionType::list:
      return " items long";
    case OptionType::map:
      return " entries long";
    default:
      return "";
  }
}

// What is to be written instead of a value of another type.
std::string example_of(ItemType type) {
  switch (type) {
    case ItemType::boolean:
      return "true or false, without quotes";
    case ItemType::integer:
      return "a whole number, without quotes";
    case ItemType::number:
      return "a number, without quotes";
    case ItemType::string:
      return "text in quotes";
    case ItemType::glob:
      return "a glob in quotes, such as \"src/**\"";
    case ItemType::regex:
      return "a regex in quotes, such as \"^EXAMPLE\"";
  }
  return {};
}

std::string article(ItemType type) {
  return (type == ItemType::integer ? "an " : "a ") + std::string(name_of(type));
}

std::string joined(const std::vector<Value>& values, OptionType type) {
  std::string text;
  for (const Value& value : values) text += (text.empty() ? "" : ", ") + value_text(value, type);
  return text;
}

// An example of each type, for the help of a wrong one.
std::string example_of(OptionType type) {
  switch (type) {
    case OptionType::boolean:
      return "true or false";
    case OptionType::integer:
      return "a whole number, without quotes";
    case OptionType::number:
      return "a number, without quotes";
    case OptionType::string:
      return "text in quotes";
    case OptionType::size:
      return "a number with a unit in quotes, such as \"512KiB\" or \"1MB\"";
    case OptionType::duration:
      return "numbers with units in quotes, such as \"5s\" or \"1h30m\"";
    case OptionType::glob:
      return "a glob in quotes, such as \"src/**\"";
    case OptionType::list:
      return "a list, such as [\"a\", \"b\"]";
    case OptionType::map:
      return "a table, such as { a = \"b\" }";
  }
  return {};
}

}  // namespace

void ConfigReader::problem(std::uint32_t line, std::string message, std::string help) {
  Problem problem{ProblemKind::config, std::move(message), path_, line, std::move(help)};
  if (problems_.size() >= most_problems) return;
  if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end())
    problems_.push_back(std::move(problem));
}

std::vector<Problem> ConfigReader::problems() const {
  std::vector<Problem> sorted = problems_;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return sorted;
}

void ConfigReader::wrong_type(const ConfigNode& node, std::string_view key, std::string_view wanted,
                              std::string help) {
  problem(node.line,
          std::string(key) + " must be " + std::string(wanted) + ", but is " +
              std::string(with_article(node.type)),
          std::move(help));
}

bool ConfigReader::is_table(const ConfigNode& node, std::string_view key) {
  if (node.is(ConfigNode::Type::table)) return true;
  wrong_type(node, key, "a table", "write [" + std::string(key) + "] and its settings below");
  return false;
}

std::optional<bool> ConfigReader::boolean(const ConfigNode& node, std::string_view key) {
  if (const auto* value = node.value.get_if<bool>()) return *value;
  wrong_type(node, key, "a boolean", "write true or false, without quotes");
  return {};
}

std::optional<std::string> ConfigReader::string(const ConfigNode& node, std::string_view key) {
  const auto* text = node.value.get_if<std::string>();
  if (text == nullptr) {
    wrong_type(node, key, "a string", "put it in quotes");
    return {};
  }
  if (text->size() > longest_string) {
    problem(node.line, std::string(key) + " is longer than 64 KiB", "make it shorter");
    return {};
  }
  return *text;
}

std::optional<std::vector<std::string>> ConfigReader::strings(const ConfigNode& node,
                                                              std::string_view key,
                                                              std::string_view example) {
  if (!node.is(ConfigNode::Type::list)) {
    wrong_type(node, key, "a list", "write for example [" + std::string(example) + "]");
    return {};
  }
  std::vector<std::string> result;
  bool good = true;
  for (const ConfigNode& item : node.items) {
    std::optional<std::string> text = string(item, "an item of " + std::string(key));
    if (text)
      result.push_back(std::move(*text));
    else
      good = false;
  }
  return good ? std::optional(std::move(result)) : std::nullopt;
}

std::optional<std::string> ConfigReader::word(const ConfigNode& node, std::string_view key,
                                              const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& one : words) all += (all.empty() ? "" : ", ") + one;
  const auto* text = node.value.get_if<std::string>();
  if (text == nullptr) {
    wrong_type(node, key, "one of " + all, "write for example \"" + words.front() + "\"");
    return {};
  }
  if (std::find(words.begin(), words.end(), *text) != words.end()) return *text;
  problem(node.line, std::string(key) + " must be one of " + all + ", but is " + in_quotes(*text),
          did_you_mean(*text, words));
  return {};
}

std::optional<std::string> ConfigReader::day(const ConfigNode& node, std::string_view key) {
  static const std::string form = "write a day such as 2027-01-31";
  const auto* text = node.value.get_if<std::string>();
  if (!text || (!node.is(ConfigNode::Type::date) && !node.is(ConfigNode::Type::string))) {
    wrong_type(node, key, "a day", form);
    return std::nullopt;
  }
  if (parse_day(*text)) return *text;
  problem(node.line, std::string(key) + ": " + in_quotes(*text) + " is not a day", form);
  return std::nullopt;
}

std::optional<Level> ConfigReader::level(const ConfigNode& node, std::string_view key) {
  const std::optional<std::string> name = word(node, key, level_names);
  return name ? level_from(*name) : std::nullopt;
}

std::optional<std::vector<std::string>> ConfigReader::globs(const ConfigNode& node,
                                                            std::string_view key,
                                                            std::string_view directory) {
  std::optional<std::vector<std::string>> result = strings(node, key, "\"src/**\", \"*.md\"");
  if (!result) return {};
  bool good = true;
  for (std::size_t i = 0; i < result->size(); ++i) {
    std::string& glob = (*result)[i];
    const std::uint32_t line = node.items[i].line;
    if (++glob_count_ > max_globs) {
      problem(line, "more than " + std::to_string(max_globs) + " globs",
              "use fewer: \"**\" stands for everything below a directory");
      return {};
    }
    try {
      (void)Glob(glob);  // as it was written, for the message
      if (!directory.empty()) {
        glob = rooted_glob(directory, glob);
        (void)Glob(glob);
      }
    } catch (const Error& error) {
      problem(line, std::string(key) + ": " + harmless(error.problem().message),
              harmless(error.problem().help));
      good = false;
    }
  }
  return good ? std::move(result) : std::nullopt;
}

std::optional<std::vector<ChangeKind>> ConfigReader::stages(const ConfigNode& node,
                                                            std::string_view key) {
  if (!node.is(ConfigNode::Type::list)) {
    wrong_type(node, key, "a list", "write for example [\"staged\", \"range\"]");
    return {};
  }
  std::vector<ChangeKind> kinds;
  bool good = true;
  for (const ConfigNode& item : node.items) {
    const std::optional<std::string> name =
        word(item, "an item of " + std::string(key), stage_names());
    if (!name) {
      good = false;
      continue;
    }
    const auto at = std::find(stage_names().begin(), stage_names().end(), *name);
    kinds.push_back(static_cast<ChangeKind>(at - stage_names().begin()));
  }
  if (good && kinds.empty()) {
    problem(node.line, std::string(key) + " is empty, so the check would never run",
            "say level = \"off\" to switch it off");
    return {};
  }
  return good ? std::optional(std::move(kinds)) : std::nullopt;
}

std::optional<double> ConfigReader::duration(const ConfigNode& node, std::string_view key,
                                             double min, double max) {
  const std::optional<Value> value = scalar(node, OptionType::duration, key);
  if (!value) return {};
  const double seconds = std::get<double>(value->is);
  if (seconds >= min && seconds <= max) return seconds;
  problem(node.line,
          std::string(key) + " must be between " + duration_text(min) + " and " +
              duration_text(max) + ", but is " + duration_text(seconds),
          "choose a value in that range");
  return {};
}

std::optional<std::uint64_t> ConfigReader::size(const ConfigNode& node, std::string_view key,
                                                std::uint64_t min, std::uint64_t max) {
  const std::optional<Value> value = scalar(node, OptionType::size, key);
  if (!value) return {};
  const auto bytes = static_cast<std::uint64_t>(std::get<std::int64_t>(value->is));
  if (bytes >= min && bytes <= max) return bytes;
  problem(node.line,
          std::string(key) + " must be between " + size_text(min) + " and " + size_text(max) +
              ", but is " + size_text(bytes),
          "choose a value in that range");
  return {};
}

std::optional<std::int64_t> ConfigReader::integer(const ConfigNode& node, std::string_view key,
                                                  std::int64_t min, std::int64_t max) {
  const std::optional<Value> value = scalar(node, OptionType::integer, key);
  if (!value) return {};
  const std::int64_t number = std::get<std::int64_t>(value->is);
  if (number >= min && number <= max) return number;
  problem(node.line,
          std::string(key) + " must be between " + std::to_string(min) + " and " +
              std::to_string(max) + ", but is " + std::to_string(number),
          "choose a value in that range");
  return {};
}

std::optional<Value> ConfigReader::scalar(const ConfigNode& node, OptionType type,
                                          std::string_view key) {
  const auto* text = node.value.get_if<std::string>();
  const auto* integer = node.value.get_if<std::int64_t>();
  const auto refuse = [&]() -> std::optional<Value> {
    wrong_type(node, key, article(type), "write " + example_of(type));
    return {};
  };
  try {
    switch (type) {
      case OptionType::boolean:
        if (node.is(ConfigNode::Type::boolean)) return node.value;
        return refuse();
      case OptionType::integer:
        if (integer != nullptr) return node.value;
        return refuse();
      case OptionType::number: {
        if (integer != nullptr) return Value(static_cast<double>(*integer));
        const auto* number = node.value.get_if<double>();
        if (number == nullptr) return refuse();
        if (std::isfinite(*number)) return node.value;
        problem(node.line, std::string(key) + " must be a finite number", "write a plain number");
        return {};
      }
      case OptionType::size:
        if (integer != nullptr && *integer >= 0) return node.value;  // bytes
        if (integer != nullptr) {
          problem(node.line,
                  std::string(key) + " must not be negative, but is " + std::to_string(*integer),
                  "write " + example_of(type));
          return {};
        }
        if (text == nullptr) return refuse();
        return Value(static_cast<std::int64_t>(parse_size(*text)));
      case OptionType::duration:
        if (text == nullptr) return refuse();
        return Value(parse_duration(*text));
      case OptionType::glob: {
        std::optional<std::string> glob = string(node, key);
        if (!glob) return {};
        (void)Glob(*glob);
        return Value(std::move(*glob));
      }
      default: {
        std::optional<std::string> one = string(node, key);
        return one ? std::optional(Value(std::move(*one))) : std::nullopt;
      }
    }
  } catch (const Error& error) {  // of a size, duration or glob: it knows no place
    problem(node.line, std::string(key) + ": " + harmless(error.problem().message),
            harmless(error.problem().help));
    return {};
  }
}

bool ConfigReader::within(const ConfigNode& node, std::string_view key, const Option& option,
                          const Value& value) {
  const std::optional<double> amount = measure(value);
  const std::optional<double> min = option.min ? measure(*option.min) : std::nullopt;
  const std::optional<double> max = option.max ? measure(*option.max) : std::nullopt;
  if (!amount) return true;
  const bool low = min && *amount < *min, high = max && *amount > *max;
  if (!low && !high) return true;
  const Value& bound = low ? *option.min : *option.max;
  problem(node.line,
          std::string(key) + " must be at " + (low ? "least " : "most ") +
              value_text(bound, option.type) + std::string(counted_in(option.type)) +
              (counted_in(option.type).empty() ? ", but is " + value_text(value, option.type)
                                               : ", but is " + number_text(*amount)),
          option.doc.empty() ? "choose a value in that range" : harmless(option.doc));
  return false;
}

bool ConfigReader::allowed(const ConfigNode& node, std::string_view key, const Option& option,
                           const Value& value) {
  if (!option.one_of.empty() &&
      std::find(option.one_of.begin(), option.one_of.end(), value) == option.one_of.end()) {
    std::vector<std::string> names;
    for (const Value& one : option.one_of)
      if (const auto* name = one.get_if<std::string>()) names.push_back(*name);
    const auto* text = value.get_if<std::string>();
    const std::string near = text == nullptr ? std::string() : nearest(*text, names);
    problem(node.line,
            std::string(key) + " must be one of " +
                harmless(joined(option.one_of, OptionType::string)) + ", but is " +
                (text != nullptr ? in_quotes(*text) : value_text(value, option.type)),
            near.empty() ? "choose one of them" : "did you mean " + in_quotes(near) + "?");
    return false;
  }
  const auto* text = value.get_if<std::string>();
  if (text == nullptr || option.pattern.empty()) return true;
  RE2::Options settings;
  settings.set_log_errors(false);
  settings.set_max_mem(1 << 20);
  const RE2 regex(option.pattern, settings);
  if (!regex.ok()) {
    problem(node.line,
            std::string(key) + ": the check's own pattern for it is not a regular expression: " +
                harmless(regex.error()),
            "fix `pattern` in the check's options");
    return false;
  }
  if (RE2::FullMatch(*text, regex)) return true;
  problem(
      node.line,
      std::string(key) + ": " + in_quotes(*text) + " does not match " + in_quotes(option.pattern),
      option.doc.empty() ? "write it as the pattern says" : harmless(option.doc));
  return false;
}

bool ConfigReader::readable(const ConfigNode& item, std::string_view key, ItemType type) {
  const std::string& text = std::get<std::string>(item.value.is);
  // Each is compiled again whenever a check asks for it: an untrusted contributor's file must not
  // make that slow.
  if (++glob_count_ > max_globs) {
    problem(item.line, "more than " + std::to_string(max_globs) + " globs and regexes",
            "use fewer: \"**\" stands for everything below a directory, `a|b` for either regex");
    return false;
  }
  try {
    if (type == ItemType::glob)
      (void)Glob(text);
    else
      (void)Regex(text);
    return true;
  } catch (const Error& error) {  // it knows no place
    const std::string what = type == ItemType::glob ? "" : "regex " + in_quotes(text) + ": ";
    problem(item.line, std::string(key) + ": " + what + harmless(error.problem().message),
            harmless(error.problem().help));
    return false;
  }
}

std::optional<Value> ConfigReader::item(const ConfigNode& node, const Option& option,
                                        std::optional<ItemType> wanted, std::string_view key) {
  if (wanted == ItemType::number && node.is(ConfigNode::Type::integer))
    return Value(static_cast<double>(std::get<std::int64_t>(node.value.is)));
  const auto fits = [&] {
    switch (*wanted) {
      case ItemType::boolean:
        return node.is(ConfigNode::Type::boolean);
      case ItemType::integer:
        return node.is(ConfigNode::Type::integer);
      case ItemType::number:
        return node.is(ConfigNode::Type::number);
      default:
        return node.is(ConfigNode::Type::string);
    }
  };
  if (node.value.empty() || (wanted && !fits())) {
    wrong_type(node, key, wanted ? article(*wanted) : "a string, number or boolean",
               wanted ? "write " + example_of(*wanted) : "see `moongate explain`");
    return {};
  }
  if (node.is(ConfigNode::Type::string) && !string(node, key)) return {};
  if ((wanted == ItemType::glob || wanted == ItemType::regex) && !readable(node, key, *wanted))
    return {};
  return allowed(node, key, option, node.value) ? std::optional(node.value) : std::nullopt;
}

std::optional<Value> ConfigReader::list(const ConfigNode& node, const Option& option,
                                        std::optional<ItemType> wanted, std::string_view key) {
  if (!node.is(ConfigNode::Type::list)) {
    wrong_type(node, key, "a list", "write " + example_of(OptionType::list));
    return {};
  }
  List items;
  for (const ConfigNode& one : node.items) {
    std::optional<Value> value = item(one, option, wanted, "an item of " + std::string(key));
    if (!value) return {};
    items.push_back(std::move(*value));
  }
  return Value(std::move(items));
}

std::optional<Value> ConfigReader::map(const ConfigNode& node, const Option& option,
                                       std::string_view key) {
  if (!node.is(ConfigNode::Type::table)) {
    wrong_type(node, key, "a table", "write " + example_of(OptionType::map));
    return {};
  }
  const std::optional<ItemType> wanted = item_type(option);
  Map members;
  for (const ConfigMember& member : node.members) {
    const std::string name = std::string(key) + "." + harmless(member.name);
    if (!option.fields.empty()) {
      std::optional<Value> table = fields(member, option, name);
      if (!table) return {};
      members.emplace(member.name, std::move(*table));
      continue;
    }
    std::optional<Value> value = !wanted && member.node.is(ConfigNode::Type::list)
                                     ? list(member.node, option, {}, name)
                                     : item(member.node, option, wanted, name);
    if (!value) return {};
    members.emplace(member.name, std::move(*value));
  }
  return Value(std::move(members));
}

std::optional<Value> ConfigReader::fields(const ConfigMember& member, const Option& option,
                                          const std::string& key) {
  if (!is_table(member.node, key)) return {};
  bool right = true;
  Map values;
  std::vector<std::string> known;
  for (const Option& field : option.fields) {
    known.push_back(field.name);
    const ConfigMember* const given = member.node.find(field.name);
    if (given) {
      std::optional<Value> value = this->option(given->node, field, key + "." + field.name);
      right = right && value;
      if (value) values.emplace(field.name, std::move(*value));
    } else if (field.required) {
      problem(member.line, key + " has no '" + field.name + "'",
              field.doc.empty() ? "add " + field.name : harmless(field.doc));
      right = false;
    } else {
      values.emplace(field.name, field.fallback);
    }
  }
  for (const ConfigMember& given : member.node.members)
    if (std::find(known.begin(), known.end(), given.name) == known.end()) {
      problem(given.line, "unknown key " + in_quotes(given.name) + " in " + key,
              did_you_mean(given.name, known));
      right = false;
    }
  if (!right) return {};
  return Value(std::move(values));
}

std::optional<Value> ConfigReader::option(const ConfigNode& node, const Option& option,
                                          std::string_view key) {
  std::optional<Value> value;
  if (option.type == OptionType::list)
    value = list(node, option, item_type(option), key);
  else if (option.type == OptionType::map)
    value = map(node, option, key);
  else
    value = scalar(node, option.type, key);
  if (!value || !within(node, key, option, *value)) return {};
  const bool single = option.type != OptionType::list && option.type != OptionType::map;
  if (single && !allowed(node, key, option, *value)) return {};
  return value;
}

std::string toml_string(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\';
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7F) {
      std::array<char, 8> code{};
      std::snprintf(code.data(), code.size(), "\\u%04x", static_cast<unsigned>(byte));
      out += code.data();
    } else {
      out += c;
    }
  }
  return harmless(out + "\"");  // a line feed becomes \n, what would reorder text its \u202e
}

std::string toml_key(std::string_view name) {
  const auto is_bare = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  };
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(), is_bare);
  return bare ? std::string(name) : toml_string(name);
}

std::string value_text(const Value& value, OptionType type) {
  if (const auto* truth = value.get_if<bool>()) return *truth ? "true" : "false";
  if (const auto* integer = value.get_if<std::int64_t>()) {
    if (type == OptionType::size && *integer >= 0)
      return "\"" + size_text(static_cast<std::uint64_t>(*integer)) + "\"";
    return std::to_string(*integer);
  }
  if (const auto* number = value.get_if<double>())
    return type == OptionType::duration ? "\"" + duration_text(*number) + "\""
                                        : number_text(*number);
  if (const auto* text = value.get_if<std::string>()) return toml_string(*text);
  std::string out;
  if (const auto* items = value.get_if<List>()) {
    for (const Value& item : *items)
      out += (out.empty() ? "" : ", ") + value_text(item, OptionType::string);
    return "[" + out + "]";
  }
  if (const auto* members = value.get_if<Map>()) {
    for (const auto& [name, item] : *members)
      out += (out.empty() ? " " : ", ") + toml_key(name) + " = " +
             value_text(item, OptionType::string);
    return out.empty() ? "{}" : "{" + out + " }";
  }
  return "nothing";
}

const std::vector<std::string>& stage_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (auto kind = static_cast<int>(ChangeKind::staged);
         kind <= static_cast<int>(ChangeKind::buffer); ++kind)
      all.emplace_back(name_of(static_cast<ChangeKind>(kind)));
    return all;
  }();
  return names;
}

std::string rooted_glob(std::string_view directory, std::string_view glob) {
  std::string rooted;
  for (const char c : directory) {
    if (std::string_view("*?[]{}\\,!").find(c) != std::string_view::npos) rooted += '\\';
    rooted += c;
  }
  rooted += '/';
  bool anchored = false;
  for (; glob.starts_with('/') || glob.starts_with("./"); anchored = true)
    glob.remove_prefix(glob.front() == '/' ? 1 : 2);
  // A glob without '/' matches in any directory; a '/' at the end only says "all below".
  if (!anchored && glob.substr(0, glob.size() - (glob.ends_with('/') ? 1 : 0)).find('/') ==
                       std::string_view::npos)
    rooted += "**/";
  return rooted + std::string(glob);
}

}  // namespace moongate
