// [areas.NAME].
#include <algorithm>

#include "config/loader.h"
#include "core/quote.h"
#include "core/suggest.h"

namespace moongate {

namespace {

const Names area_keys = {"depends", "paths"};
constexpr std::size_t longest_area_name = 64;

// What every CI system takes as a part of a variable's name.
bool is_area_name(std::string_view name) {
  return !name.empty() && name.size() <= longest_area_name && !(name[0] >= '0' && name[0] <= '9') &&
         name[0] != '-' && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

}  // namespace

const std::vector<std::string>& reserved_area_names() {
  static const std::vector<std::string> names = {"any", "areas", "matrix"};
  return names;
}

std::string area_variable(const std::string& name) {
  std::string variable = name;
  for (char& c : variable)
    if (c == '-')
      c = '_';
    else if (c >= 'a' && c <= 'z')
      c = static_cast<char>(c - 'a' + 'A');
  return variable;
}

void ConfigLoader::read_areas(const ConfigMember& member) {
  if (!reader().is_table(member.node, "areas")) return;
  Names names;
  for (const auto& [name, area] : config_.areas) names.push_back(name);
  std::map<std::string, std::string> by_variable;
  for (const std::string& name : names) by_variable.emplace(area_variable(name), name);
  for (const ConfigMember& area : member.node.members) {
    if (!is_area_name(area.name)) {
      reader().problem(area.line, in_quotes(area.name) + " is no name for an area",
                       "use letters, digits, `-` and `_`, and begin with a letter: it becomes a "
                       "part of variables of the CI system");
      continue;
    }
    if (contains(reserved_area_names(), area.name)) {
      reader().problem(area.line, "an area cannot be called " + in_quotes(area.name),
                       "`moongate affected` has an output of that name: choose another");
      continue;
    }
    const auto [same, fresh] = by_variable.emplace(area_variable(area.name), area.name);
    if (!fresh && same->second != area.name)
      reader().problem(area.line,
                       "the areas " + in_quotes(same->second) + " and " + in_quotes(area.name) +
                           " are one variable in CI systems",
                       "rename one of them");
    names.push_back(area.name);
  }
  for (const ConfigMember& area : member.node.members)
    if (contains(names, area.name)) read_area(area, names);
}

void ConfigLoader::read_area(const ConfigMember& member, const Names& names) {
  const std::string section = "areas." + toml_key(member.name);
  if (!reader().is_table(member.node, section)) return;
  Area area;
  area.name = member.name;
  const ConfigMember* const paths = member.node.find("paths");
  if (paths == nullptr)
    reader().problem(member.line, section + " has no 'paths'",
                     "write for example paths = [\"services/api/\"]");
  for (const ConfigMember& key : member.node.members) {
    if (key.name == "paths") {
      read_area_paths(key, section, area);
    } else if (key.name == "depends") {
      const auto depends =
          reader().strings(key.node, section + ".depends", "[\"" + names.front() + "\"]");
      for (std::size_t i = 0; depends && i < depends->size(); ++i)
        if (!contains(names, (*depends)[i]))
          reader().problem(key.node.items[i].line,
                           section + ".depends: there is no area " + in_quotes((*depends)[i]),
                           did_you_mean((*depends)[i], names));
      if (depends) area.depends = *depends;
    } else {
      unknown_key(key, section, area_keys);
    }
  }
  config_.areas.insert_or_assign(area.name, std::move(area));
}

void ConfigLoader::read_area_paths(const ConfigMember& key, const std::string& section,
                                   Area& area) {
  // `!` takes away what the others give, in whatever order they stand.
  ConfigNode positive = key.node;
  std::vector<bool> excludes;
  for (ConfigNode& item : positive.items) {
    std::string text;
    if (const auto* const written = item.value.get_if<std::string>()) text = *written;
    excludes.push_back(text.starts_with('!'));
    if (excludes.back()) item.value = Value(text.substr(1));
  }
  const auto globs = reader().globs(positive, section + ".paths", "");
  if (!globs) return;
  for (std::size_t i = 0; i < globs->size(); ++i)
    (excludes[i] ? area.exclude : area.include).push_back((*globs)[i]);
  if (area.include.empty())
    reader().problem(key.line, section + ".paths has no glob that says what belongs to the area",
                     "write for example paths = [\"services/api/\", \"!**/*.md\"]");
}

}  // namespace moongate
