#include "report/xml.h"

#include "core/unicode.h"

namespace moongate {

namespace {

std::string escaped(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '#':
        // A reader of the document sees the same, a CI log sees no command.
        result += starts_log_command(text.substr(at)) ? "&#35;" : "#";
        break;
      case ':':
        result += at + 1 < text.size() && text[at + 1] == ':' && (at == 0 || text[at - 1] == '\n')
                      ? "&#58;"
                      : ":";
        break;
      default:
        result += text[at];
    }
  }
  return result;
}

}  // namespace

std::string xml_text(std::string_view text) {
  return escaped(visible_lines(text));
}

std::string xml_attribute(std::string_view text) {
  return escaped(visible(text));
}

}  // namespace moongate
