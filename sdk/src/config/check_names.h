// The names that a configuration may use.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/declaration.h"

namespace moongate {

using Names = std::vector<std::string>;

bool contains(const Names& names, std::string_view name);
Names with(Names names, const Names& more);

// Every name that [checks.NAME] and [[ignore]] may use. What it is made of must outlive it.
class CheckNames {
 public:
  CheckNames(const std::vector<Declaration>& checks, const Names& unreadable);

  std::vector<const Declaration*> covered_by(std::string_view name) const;
  bool is_unreadable(std::string_view name) const;
  // A check, a group, or NAME/RULE of a rule that exists.
  bool knows(std::string_view name) const;
  // A help for a name that is not known.
  std::string help(std::string_view name) const;

 private:
  void add(const std::string& name);

  const std::vector<Declaration>& checks_;
  const Names& unreadable_;
  Names names_;
};

}  // namespace moongate
