#include "run/required_modules.h"

namespace moongate {

namespace {

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

std::optional<std::set<std::string>> required_names(std::string_view lua) {
  constexpr std::string_view word = "require";
  std::set<std::string> names;
  // The word in a comment counts, too: to take a module too many for required does no harm. What
  // reaches `require` without its name (`_G`, `_ENV`, `load`) could ask for any.
  for (const std::string_view indirect : {"_G", "_ENV", "load"})
    for (std::size_t at = lua.find(indirect); at != std::string_view::npos;
         at = lua.find(indirect, at + 1)) {
      const std::size_t end = at + indirect.size();
      if ((at == 0 || !is_name(lua[at - 1])) && (end == lua.size() || !is_name(lua[end])))
        return std::nullopt;
    }
  for (std::size_t at = lua.find(word); at != std::string_view::npos; at = lua.find(word, at)) {
    const bool begins = at == 0 || !is_name(lua[at - 1]);
    at += word.size();
    if (!begins || (at < lua.size() && is_name(lua[at]))) continue;
    const auto skip_space = [&] {
      while (at < lua.size() &&
             (lua[at] == ' ' || lua[at] == '\t' || lua[at] == '\n' || lua[at] == '\r'))
        ++at;
    };
    skip_space();
    const bool bracket = at < lua.size() && lua[at] == '(';
    if (bracket) ++at;
    skip_space();
    if (at == lua.size() || (lua[at] != '"' && lua[at] != '\'')) return std::nullopt;
    const std::size_t begin = at + 1, end = lua.find(lua[at], begin);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view name = lua.substr(begin, end - begin);
    if (name.find_first_of("\\\n") != std::string_view::npos) return std::nullopt;
    at = end + 1;
    skip_space();
    // `require("_" .. x)` asks for more than its first text.
    if (bracket && (at == lua.size() || lua[at] != ')')) return std::nullopt;
    names.emplace(name);
  }
  return names;
}

}  // namespace moongate
