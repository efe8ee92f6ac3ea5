#include "config/commitlint.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "config/read_values.h"
#include "config/toml.h"
#include "config/yaml.h"
#include "core/error.h"
#include "core/quote.h"
#include "core/suggest.h"

namespace moongate {

namespace {

using Type = ConfigNode::Type;

using Names = std::vector<std::string>;

constexpr std::string_view check_name = "conventional-commits";

constexpr std::array parts{"body", "footer", "header", "scope", "subject", "type"};
constexpr std::array endings{"case", "empty", "enum", "full-stop", "max-length", "min-length"};
constexpr std::array others{
    "body-leading-blank",       "body-max-line-length",   "breaking-change-exclamation-mark",
    "footer-leading-blank",     "footer-max-line-length", "header-trim",
    "references-empty",         "scope-delimiter-style",  "signed-off-by",
    "subject-exclamation-mark", "trailer-exists"};
constexpr std::array cases{"lower-case",  "upper-case",    "camel-case", "kebab-case",
                           "pascal-case", "sentence-case", "snake-case", "start-case",
                           "lowercase",   "lowerCase",     "uppercase",  "sentencecase"};

std::vector<std::string> rule_names() {
  std::vector<std::string> names(others.begin(), others.end());
  for (const char* part : parts)
    for (const char* ending : endings) names.push_back(std::string(part) + "-" + ending);
  std::sort(names.begin(), names.end());
  return names;
}

// What the two usual presets say, in the form of .commitlintrc.json.
constexpr std::string_view conventional = R"({
  "body-leading-blank": [1, "always"], "body-max-line-length": [2, "always", 100],
  "footer-leading-blank": [1, "always"], "footer-max-line-length": [2, "always", 100],
  "header-max-length": [2, "always", 100], "header-trim": [2, "always"],
  "subject-case": [2, "never", ["sentence-case", "start-case", "pascal-case", "upper-case"]],
  "subject-empty": [2, "never"], "subject-full-stop": [2, "never", "."], "type-case": [2, "always", "lower-case"],
  "type-empty": [2, "never"], "type-enum": [2, "always", ["build", "chore", "ci", "docs", "feat", "fix", "perf",
    "refactor", "revert", "style", "test"]]})";
constexpr std::string_view angular = R"({
  "subject-exclamation-mark": [2, "never"], "body-leading-blank": [1, "always"],
  "footer-leading-blank": [1, "always"], "header-max-length": [2, "always", 72], "scope-case": [2, "always", "lower-case"],
  "subject-case": [2, "never", ["sentence-case", "start-case", "pascal-case", "upper-case"]],
  "subject-empty": [2, "never"], "subject-full-stop": [2, "never", "."], "type-case": [2, "always", "lower-case"],
  "type-empty": [2, "never"], "type-enum": [2, "always", ["build", "ci", "docs", "feat", "fix", "perf", "refactor",
    "revert", "style", "test"]]})";

class Converter {
 public:
  explicit Converter(std::string path) : path_(std::move(path)) {}

  std::string toml(const ConfigNode& root) {
    if (!root.is(Type::table))
      fail(root.line, "the configuration of commitlint is not a table",
           "write `rules:` and the rules below");
    if (const ConfigMember* extends = root.find("extends")) read_extends(extends->node);
    for (const ConfigMember& member : root.members) read_member(member);
    std::string text = "[checks." + std::string(check_name) +
                       "]\npreset = " + toml_string(preset_) + "\n" + settings_ + "[checks." +
                       std::string(check_name) + ".commitlint]\n";
    if (rules_.empty())
      fail(root.line, "the configuration of commitlint has no rules",
           "add `extends: ['@commitlint/config-conventional']` or `rules`");
    for (const auto& [name, value] : rules_) text += toml_string(name) + " = " + value + "\n";
    return text;
  }

  void read_rules(const ConfigNode& rules) {
    if (!rules.is(Type::table))
      fail(rules.line, "`rules` is not a table", "write `rule-name: [2, always]`");
    for (const ConfigMember& rule : rules.members) read_rule(rule);
  }

 private:
  [[noreturn]] void fail(std::uint32_t line, const std::string& message,
                         const std::string& help) const {
    throw Error(Problem{ProblemKind::config, message, path_, line, help});
  }

  std::string word(const ConfigNode& node, const std::string& what) const {
    const auto* text = node.value.get_if<std::string>();
    if (text == nullptr) fail(node.line, what + " is not a text", "write it in quotes");
    return *text;
  }

  void read_extends(const ConfigNode& node) {
    if (node.is(Type::list)) {
      for (const ConfigNode& one : node.items) extend(word(one, "an item of `extends`"), one.line);
    } else {
      extend(word(node, "`extends`"), node.line);
    }
  }

  void extend(const std::string& name, std::uint32_t line) {
    const bool is_angular = name == "@commitlint/config-angular" || name == "@commitlint/angular";
    if (!is_angular && name != "@commitlint/config-conventional" &&
        name != "@commitlint/conventional")
      fail(line, "`extends` names " + in_quotes(name) + ", which is not installed in Moongate",
           "extend '@commitlint/config-conventional' or '@commitlint/config-angular', and copy "
           "other rules to `rules`");
    preset_ = "conventionalcommits";
    Converter base(is_angular ? "@commitlint/config-angular" : "@commitlint/config-conventional");
    base.read_rules(parse_flow(is_angular ? angular : conventional, base.path_));
    for (auto& [rule, value] : base.rules_) rules_.insert_or_assign(rule, std::move(value));
  }

  void read_member(const ConfigMember& member) {
    static const Names known = {"$schema", "defaultIgnores", "extends", "formatter", "helpUrl",
                                "ignores", "parserPreset",   "plugins", "prompt",    "rules"};
    if (member.name == "rules") return read_rules(member.node);
    if (member.name == "defaultIgnores") {
      const bool* on = member.node.value.get_if<bool>();
      if (on == nullptr)
        fail(member.line, "`defaultIgnores` is not true or false", "write true or false");
      settings_ += std::string("default_ignores = ") + (*on ? "true" : "false") + "\n";
    } else if (member.name == "parserPreset") {
      read_preset(member.node);
    } else if ((member.name == "plugins" || member.name == "ignores") &&
               !member.node.items.empty()) {
      fail(member.line, "`" + member.name + "` needs a script, which Moongate does not run",
           "leave it out, or write the check in Lua: `moongate new NAME`");
    } else if (!std::count(known.begin(), known.end(), member.name)) {
      fail(member.line,
           "unknown key " + in_quotes(member.name) + " in the configuration of commitlint",
           did_you_mean(member.name, known));
    }
  }

  void read_preset(const ConfigNode& node) {
    if (!node.is(Type::table)) return name_preset(word(node, "`parserPreset`"), node.line);
    if (const ConfigMember* name = node.find("name"))
      name_preset(word(name->node, "`name`"), name->line);
    const ConfigMember* options = node.find("parserOpts");
    if (options == nullptr) return;
    for (const ConfigMember& option : options->node.members) {
      if (option.name == "headerPattern") {
        settings_ += "header_pattern = " +
                     toml_string(without_slashes(word(option.node, "`headerPattern`"))) + "\n";
      } else if (option.name == "headerCorrespondence") {
        settings_ += "header_parts = " + words(option.node) + "\n";
      } else if (option.name == "issuePrefixes") {
        settings_ += "issue_prefixes = " + words(option.node) + "\n";
      } else if (option.name != "noteKeywords" && option.name != "referenceActions") {
        fail(option.line,
             "`parserOpts` has " + in_quotes(option.name) + ", which Moongate does not support",
             "use headerPattern, headerCorrespondence and issuePrefixes");
      }
    }
  }

  void name_preset(const std::string& name, std::uint32_t line) {
    if (name == "conventional-changelog-conventionalcommits") {
      preset_ = "conventionalcommits";
    } else if (name == "conventional-changelog-angular") {
      preset_ = "angular";
    } else {
      fail(line, "`parserPreset` names " + in_quotes(name) + ", which is not installed in Moongate",
           "use conventional-changelog-conventionalcommits or conventional-changelog-angular");
    }
  }

  static std::string without_slashes(const std::string& pattern) {
    const std::size_t end = pattern.rfind('/');
    return pattern.starts_with('/') && end > 0 ? pattern.substr(1, end - 1) : pattern;
  }

  std::string words(const ConfigNode& node) const {
    std::string list;
    for (const ConfigNode& item : node.items)
      list += (list.empty() ? "" : ", ") + toml_string(word(item, "an item"));
    if (!node.is(Type::list)) list = toml_string(word(node, "the value"));
    return "[" + list + "]";
  }

  std::string scalar(const ConfigNode& node, const std::string& rule) const {
    if (const auto* number = node.value.get_if<std::int64_t>()) {
      if (*number < 0)
        fail(node.line, "the length of " + rule + " is negative", "write a number from 0");
      return std::to_string(*number);
    }
    const std::string text = word(node, "a value of `" + rule + "`");
    if (rule.ends_with("-case") && std::count(cases.begin(), cases.end(), text) == 0)
      fail(node.line, "`" + rule + "` names the case " + in_quotes(text) + ", which does not exist",
           did_you_mean(text, Names(cases.begin(), cases.end())));
    return toml_string(text);
  }

  std::string flat(const ConfigNode& node, const std::string& rule) const {
    if (!node.is(Type::list)) return ", " + scalar(node, rule);
    std::string text;
    for (const ConfigNode& item : node.items) text += ", " + scalar(item, rule);
    return text;
  }

  void read_rule(const ConfigMember& rule) {
    static const std::vector<std::string> known = rule_names();
    if (!std::binary_search(known.begin(), known.end(), rule.name))
      fail(rule.line, "commitlint has no rule named " + in_quotes(rule.name),
           did_you_mean(rule.name, known));
    const std::string where = "`" + rule.name + "`";
    const std::vector<ConfigNode>& items = rule.node.items;
    const std::string form =
        "write " + rule.name + ": [2, \"always\"] with the rule's value after it";
    if (!rule.node.is(Type::list) || items.empty() || items.size() > 3)
      fail(rule.line, where + " is not a list of level, condition and value", form);
    const auto* level = items[0].value.get_if<std::int64_t>();
    if (level == nullptr || *level < 0 || *level > 2)
      fail(items[0].line, "the level of " + where + " is not 0, 1 or 2", form);
    rules_.erase(rule.name);
    rules_.erase(rule.name + ".delimiters");
    if (*level == 0) return;
    const std::string when =
        items.size() > 1 ? word(items[1], "the condition of " + where) : "always";
    if (when != "always" && when != "never")
      fail(items[1].line, "the condition of " + where + " is " + in_quotes(when),
           "write \"always\" or \"never\"");
    std::string text = "[" + std::to_string(*level) + ", " + toml_string(when);
    const bool needs_length = rule.name.ends_with("-length");
    if (needs_length && (items.size() < 3 || !items[2].is(Type::integer)))
      fail(rule.line, where + " has no length", "write " + rule.name + ": [2, \"always\", 72]");
    if (items.size() > 2) text += value_of(items[2], rule.name);
    rules_.insert_or_assign(rule.name, text + "]");
  }

  std::string value_of(const ConfigNode& node, const std::string& rule) {
    if (!node.is(Type::table))
      return node.is(Type::string) && node.value.empty() ? "" : flat(node, rule);
    std::string text;
    for (const ConfigMember& member : node.members) {
      if (member.name == "delimiters")
        rules_.insert_or_assign(rule + ".delimiters",
                                "[" + after_comma(flat(member.node, "delimiters")) + "]");
      else if (member.name == "scopes" || member.name == "cases")
        text += flat(member.node, rule);
      else
        fail(member.line, "unknown key " + in_quotes(member.name) + " in `" + rule + "`",
             "use scopes or cases, and delimiters");
    }
    return text;
  }

  static std::string after_comma(const std::string& list) {
    return list.size() > 2 ? list.substr(2) : "";
  }

  std::string path_;
  std::string preset_ = "angular";
  std::string settings_;
  std::map<std::string, std::string> rules_;
};

std::string json_of(const ConfigNode& node) {
  if (const auto* text = node.value.get_if<std::string>()) return toml_string(*text);
  if (const auto* number = node.value.get_if<std::int64_t>()) return std::to_string(*number);
  if (const bool* flag = node.value.get_if<bool>()) return *flag ? "true" : "false";
  std::string text;
  const bool list = node.is(Type::list);
  if (!list && !node.is(Type::table)) return "null";
  for (const ConfigNode& item : node.items) text += (text.empty() ? "" : ", ") + json_of(item);
  for (const ConfigMember& member : node.members)
    text += (text.empty() ? "" : ", ") + toml_string(member.name) + ": " + json_of(member.node);
  return list ? "[" + text + "]" : "{" + text + "}";
}

// The object that a script exports, where it is written out.
std::string equivalent_of(const std::string& text, const std::string& path) {
  for (const std::string_view before : {"module.exports = {", "export default {", " = {"}) {
    const std::size_t at = text.find(before);
    if (at == std::string::npos) continue;
    try {
      const ConfigNode root =
          parse_flow(std::string_view(text).substr(at + before.size() - 1), path);
      Converter(path).toml(root);
      return "write this to .commitlintrc.json instead: " + json_of(root);
    } catch (const Error&) {
      break;  // it computes something
    }
  }
  return "write the same as .commitlintrc.json, such as {\"extends\": "
         "[\"@commitlint/config-conventional\"]}, or a table [checks.conventional-commits] in "
         "moongate.toml";
}

ConfigText converted(const ConfigNode& root, const std::string& path) {
  return {"repository", path, "", Converter(path).toml(root)};
}

}  // namespace

bool has_message_rules(const ConfigText& text) {
  try {
    const ConfigNode root = parse_toml(text.text, text.path);
    const ConfigMember* checks = root.find("checks");
    return checks != nullptr && checks->node.find(check_name) != nullptr;
  } catch (const Error&) {
    return true;  // whoever reads it whole says what is wrong
  }
}

std::optional<ConfigText> commitlint_layer(
    const std::function<std::optional<std::string>(const std::string& path)>& read) {
  for (const char* name : {"package.json", "package.yaml"}) {
    const std::optional<std::string> text = read(name);
    if (!text || text->find("commitlint") == std::string::npos) continue;
    ConfigNode root;
    try {
      root = parse_yaml(*text, name);
    } catch (const Error&) {
      continue;  // not ours to judge
    }
    if (const ConfigMember* own = root.is(Type::table) ? root.find("commitlint") : nullptr)
      return converted(own->node, name);
  }
  for (const char* name : {".commitlintrc", ".commitlintrc.json", ".commitlintrc.yaml",
                           ".commitlintrc.yml", ".commitlintrc.toml"})
    if (const std::optional<std::string> text = read(name))
      return converted(std::string_view(name).ends_with("toml") ? parse_toml(*text, name)
                                                                : parse_yaml(*text, name),
                       name);
  for (const char* stem : {".commitlintrc", "commitlint.config"})
    for (const char* ending : {".js", ".cjs", ".mjs", ".ts", ".cts", ".mts"}) {
      const std::string name = std::string(stem) + ending;
      if (const std::optional<std::string> text = read(name))
        throw Error(Problem{ProblemKind::config,
                            "Moongate does not run scripts, so it cannot read this configuration",
                            name, 1, equivalent_of(*text, name)});
    }
  return std::nullopt;
}

}  // namespace moongate
