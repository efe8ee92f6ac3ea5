#include "match/vectorscan_syntax.h"

namespace moongate {

// Vectorscan reads PCRE's syntax. On bytes, without its UTF-8 and UCP flags, the two differ for us
// in
//   \s      has the vertical tab in PCRE and not in RE2, so that its complement would find less
//   \v \h   are classes in PCRE
//   \p \C   need modes that are not used
//   (?U)    swaps greediness in both, but only at RE2's top level
//   bytes above 127, where case folding differs
// `$` finds more in PCRE (before a last newline, too), which a prefilter may.
std::optional<std::string> vectorscan_syntax(std::string_view regex) {
  std::string out;
  bool in_class = false;
  for (std::size_t i = 0; i < regex.size(); ++i) {
    const char c = regex[i];
    if (static_cast<unsigned char>(c) > 127 || c == '\0') return std::nullopt;
    if (c == '[' && !in_class) {
      in_class = true;
      out += c;
      // A ']' that comes first stands for itself.
      if (i + 1 < regex.size() && regex[i + 1] == '^') out += regex[++i];
      if (i + 1 < regex.size() && regex[i + 1] == ']') {
        out += "\\]";
        ++i;
      }
      continue;
    }
    if (in_class && c == '[' && i + 1 < regex.size() && regex[i + 1] == ':') {
      const std::size_t end = regex.find(":]", i);
      if (end == std::string_view::npos) return std::nullopt;
      // [:space:] has the vertical tab in both; the others are equal as well.
      out += regex.substr(i, end + 2 - i);
      i = end + 1;
      continue;
    }
    if (c == ']' && in_class) in_class = false;
    if (c == '(' && !in_class && regex.substr(i).starts_with("(?")) {
      const std::string_view group = regex.substr(i + 2);
      for (const char flag : group) {
        if (flag == 'U') return std::nullopt;
        if (flag == ')' || flag == ':' || flag == 'P' || flag == '<') break;
      }
    }
    if (c != '\\') {
      out += c;
      continue;
    }
    if (++i == regex.size()) return std::nullopt;
    switch (regex[i]) {
      case 's':
        out += in_class ? "\\t\\n\\f\\r " : "[\\t\\n\\f\\r ]";
        break;
      case 'S':
        if (in_class) return std::nullopt;
        out += "[^\\t\\n\\f\\r ]";
        break;
      case 'v':
        out += "\\x0b";
        break;
      case 'h':
      case 'p':
      case 'P':
      case 'C':
      case 'Q':
        return std::nullopt;
      default:
        out += '\\';
        out += regex[i];
    }
  }
  return out;
}

}  // namespace moongate
