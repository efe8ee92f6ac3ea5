// One .gitattributes file, line by line.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "attributes/attributes.h"
#include "attributes/wildmatch.h"

namespace moongate {

class AttributeFile {
 public:
  using States = std::vector<std::pair<std::string, Attribute>>;  // in the order of the line

  struct Line {
    std::string macro;  // the attribute that stands for `states`; else a pattern:
    std::string pattern;
    std::optional<Wildmatch> wild;  // where the pattern is more than `pattern` literally
    bool in_any_directory = false;  // compared with the name alone
    std::string prefix;             // literal begin of a path, before `wild`
    States states;
  };

  // `directory` is where the file lies: empty, or without a slash at its end. Macros are defined
  // in the root only. Lines that Git ignores are left out.
  AttributeFile(std::string_view text, std::string directory);

  const std::vector<Line>& lines() const { return lines_; }
  // Whether any line says anything of this attribute: most files do not.
  bool names(std::string_view attribute) const { return names_.contains(attribute); }
  bool matches(const Line& line, std::string_view path) const;

 private:
  void read_line(std::string_view line);

  std::string directory_;
  std::vector<Line> lines_;
  std::set<std::string, std::less<>> names_;
};

}  // namespace moongate
