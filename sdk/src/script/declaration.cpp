#include "script/declaration.h"

#include <algorithm>

namespace moongate {

bool Declaration::has(Visitor visitor) const {
  return std::find(visitors.begin(), visitors.end(), visitor) != visitors.end();
}

const Option* Declaration::option(std::string_view name) const {
  for (const Option& option : options)
    if (option.name == name) return &option;
  return nullptr;
}

const Rule* Declaration::rule(std::string_view id) const {
  for (const Rule& rule : rules)
    if (rule.id == id) return &rule;
  return nullptr;
}

std::string_view name_of(OptionType type) {
  switch (type) {
    case OptionType::boolean:
      return "boolean";
    case OptionType::integer:
      return "integer";
    case OptionType::number:
      return "number";
    case OptionType::string:
      return "string";
    case OptionType::size:
      return "size";
    case OptionType::duration:
      return "duration";
    case OptionType::glob:
      return "glob";
    case OptionType::list:
      return "list";
    case OptionType::map:
      return "map";
  }
  return "string";
}

std::string_view name_of(Visitor visitor) {
  switch (visitor) {
    case Visitor::added_line:
      return "added_line";
    case Visitor::changed_file:
      return "changed_file";
    case Visitor::file:
      return "file";
    case Visitor::match:
      return "match";
    case Visitor::changed_node:
      return "changed_node";
    case Visitor::commit:
      return "commit";
    case Visitor::branch:
      return "branch";
    case Visitor::tag:
      return "tag";
    case Visitor::pull_request:
      return "pull_request";
    case Visitor::change:
      return "change";
  }
  return "change";
}

}  // namespace moongate
