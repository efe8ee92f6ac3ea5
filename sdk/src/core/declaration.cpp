#include "core/declaration.h"

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

std::optional<ItemType> item_type(const Option& option) {
  if (option.items) return option.items;
  std::optional<ItemType> type;
  bool mixed = false;
  const auto see = [&](const Value& value) {
    std::optional<ItemType> one;
    if (value.get_if<bool>()) one = ItemType::boolean;
    if (value.get_if<std::int64_t>()) one = ItemType::integer;
    if (value.get_if<double>()) one = ItemType::number;
    if (value.get_if<std::string>()) one = ItemType::string;
    if (!one || (type && *type != *one)) mixed = true;
    type = one;
  };
  if (const auto* items = option.fallback.get_if<List>())
    for (const Value& item : *items) see(item);
  if (const auto* members = option.fallback.get_if<Map>())
    for (const auto& [name, item] : *members) see(item);
  if (mixed) return {};
  if (!type && option.type == OptionType::list) return ItemType::string;
  return type;
}

std::string_view name_of(ItemType type) {
  switch (type) {
    case ItemType::boolean:
      return "boolean";
    case ItemType::integer:
      return "integer";
    case ItemType::number:
      return "number";
    case ItemType::string:
      return "string";
    case ItemType::glob:
      return "glob";
    case ItemType::regex:
      return "regex";
  }
  return "string";
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
    case Visitor::finish:
      return "finish";
  }
  return "change";
}

}  // namespace moongate
