#include "config/check_names.h"

#include <algorithm>

#include "config/config.h"
#include "core/suggest.h"

namespace moongate {

bool contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names with(Names names, const Names& more) {
  names.insert(names.end(), more.begin(), more.end());
  return names;
}

CheckNames::CheckNames(const std::vector<Declaration>& checks, const Names& unreadable)
    : checks_(checks), unreadable_(unreadable) {
  for (const Declaration& check : checks) add(check.name);
  for (const std::string& name : unreadable) add(name);
}

std::vector<const Declaration*> CheckNames::covered_by(std::string_view name) const {
  std::vector<const Declaration*> found;
  for (const Declaration& check : checks_)
    if (covers(name, check.name, "")) found.push_back(&check);
  return found;
}

bool CheckNames::is_unreadable(std::string_view name) const {
  return std::any_of(unreadable_.begin(), unreadable_.end(), [&](const std::string& one) {
    return covers(name, one, "") || name.starts_with(one + "/");
  });
}

bool CheckNames::knows(std::string_view name) const {
  if (contains(names_, name) || is_unreadable(name)) return true;
  return std::any_of(checks_.begin(), checks_.end(), [&](const Declaration& check) {
    if (!name.starts_with(check.name + "/")) return false;
    return contains(rule_ids(check), name.substr(check.name.size() + 1));
  });
}

std::string CheckNames::help(std::string_view name) const {
  Names candidates = names_;
  for (const Declaration& check : checks_)
    if (name.starts_with(check.name + "/"))
      for (const std::string& id : rule_ids(check)) candidates.push_back(check.name + "/" + id);
  const std::string near = nearest(name, candidates);
  return near.empty() ? "`moongate list` shows the checks" : "did you mean '" + near + "'?";
}

void CheckNames::add(const std::string& name) {
  if (!contains(names_, name)) names_.push_back(name);
  for (std::size_t slash = name.find('/'); slash != std::string::npos;
       slash = name.find('/', slash + 1))
    if (!contains(names_, name.substr(0, slash))) names_.push_back(name.substr(0, slash));
}

}  // namespace moongate
