#include "match/required_literal.h"

#include <re2/filtered_re2.h>

#include <string>
#include <vector>

#include "match/regex_options.h"

namespace moongate {

bool has_required_literal(std::string_view regex, std::size_t length) {
  re2::FilteredRE2 filter(static_cast<int>(length));
  int id = 0;
  if (filter.Add(regex, regex_options(), &id) != RE2::NoError) return false;
  std::vector<std::string> atoms;
  filter.Compile(&atoms);
  // An expression that may match although no atom stands in the text needs none.
  std::vector<int> potentials;
  filter.AllPotentials({}, &potentials);
  return !atoms.empty() && potentials.empty();
}

}  // namespace moongate
