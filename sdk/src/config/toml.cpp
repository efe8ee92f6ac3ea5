#include "config/toml.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <utility>

#include "core/error.h"
#include "core/quote.h"

// The parser asserts what an untrusted contributor's text can violate ("[.a]" is enough in 3.3) and
// then has an error for the same: without the assertion a debug build does not stop there, and no
// compiler is told in a release build that it cannot happen. NDEBUG would bring that promise back.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_HEADER_ONLY 1
// The parser recurses: 32 levels are more than any configuration has.
#define TOML_ENABLE_FORMATTERS 0
#define TOML_MAX_NESTED_VALUES 32
#include <toml++/toml.h>

namespace moongate {

namespace {

// "a.b.c" nests a table at each dot, and the library's tables are built and destroyed recursively
// without a limit: a long enough key overflows the stack. So dots are counted before it runs.
constexpr std::size_t max_dots = 16;

class KeyDepth {
 public:
  KeyDepth(std::string_view text, const std::string& path) : text_(text), path_(path) {}

  void check() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (c == '"' || c == '\'') {
        if (!skip_string(c)) return;  // not closed: the parser says so, and does not get further
      } else {
        if (c == '.' && ++dots_ > max_dots)
          throw Error(Problem{ProblemKind::config, "a key has more than 16 parts", path_, line_,
                              "no setting of moongate.toml is nested as deeply"});
        if (std::string_view("\n=[]{},").find(c) != std::string_view::npos) dots_ = 0;
        if (c == '\n') ++line_;
        ++at_;
      }
    }
  }

 private:
  bool skip_string(char quote) {
    const std::string three(3, quote);
    if (text_.substr(at_, 3) != three) {
      for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
        if (text_[at_] == quote) return ++at_, true;
        if (quote == '"' && text_[at_] == '\\') ++at_;
      }
      return false;
    }
    for (at_ += 3; at_ < text_.size(); ++at_) {
      if (text_[at_] == '\n') ++line_;
      if (quote == '"' && text_[at_] == '\\') {
        ++at_;
        if (at_ < text_.size() && text_[at_] == '\n') ++line_;
      } else if (text_.substr(at_, 3) == three) {
        at_ += 3;
        // Up to two quotes may stand directly before the closing three.
        for (int extra = 0; extra < 2 && at_ < text_.size() && text_[at_] == quote; ++extra) ++at_;
        return true;
      }
    }
    return false;
  }

  std::string_view text_;
  const std::string& path_;
  std::size_t at_ = 0, dots_ = 0;
  std::uint32_t line_ = 1;
};

std::uint32_t line_of(const toml::source_region& region) {
  return static_cast<std::uint32_t>(region.begin.line);
}

class Copier {
 public:
  explicit Copier(const std::string& path) : path_(path) {}

  ConfigNode copy(const toml::node& from) {
    ConfigNode to;
    to.line = line_of(from.source());
    if (++values_ > max_config_values)
      throw Error(Problem{ProblemKind::config,
                          "more than " + std::to_string(max_config_values) + " values", path_,
                          to.line, "make the file smaller: globs can stand for many paths"});
    switch (from.type()) {
      case toml::node_type::table:
        copy_table(*from.as_table(), to);
        break;
      case toml::node_type::array:
        to.type = ConfigNode::Type::list;
        for (const toml::node& item : *from.as_array()) to.items.push_back(copy(item));
        break;
      case toml::node_type::string:
        to.type = ConfigNode::Type::string;
        to.value = Value(from.as_string()->get());
        break;
      case toml::node_type::integer:
        to.type = ConfigNode::Type::integer;
        to.value = Value(std::int64_t{from.as_integer()->get()});
        break;
      case toml::node_type::floating_point:
        to.type = ConfigNode::Type::number;
        to.value = Value(from.as_floating_point()->get());
        break;
      case toml::node_type::boolean:
        to.type = ConfigNode::Type::boolean;
        to.value = Value(from.as_boolean()->get());
        break;
      default:
        to.type = ConfigNode::Type::date;
        if (const auto* date = from.as_date()) {
          std::array<char, 32> text{};
          std::snprintf(text.data(), text.size(), "%04d-%02d-%02d",
                        static_cast<int>(date->get().year), static_cast<int>(date->get().month),
                        static_cast<int>(date->get().day));
          to.value = Value(std::string(text.data()));
        }
    }
    return to;
  }

 private:
  void copy_table(const toml::table& from, ConfigNode& to) {
    to.type = ConfigNode::Type::table;
    std::vector<std::pair<toml::source_position, ConfigMember>> found;
    for (const auto& [key, value] : from)
      found.push_back(
          {key.source().begin, {std::string(key.str()), line_of(key.source()), copy(value)}});
    std::stable_sort(found.begin(), found.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [position, member] : found) to.members.push_back(std::move(member));
  }

  const std::string& path_;
  std::size_t values_ = 0;
};

std::string_view line_text(std::string_view text, std::uint32_t line) {
  for (std::uint32_t i = 1; i < line; ++i) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  return text.substr(0, text.find('\n'));
}

// The parser knows where it stopped; what people usually did there is known too.
std::string help_for(std::string_view description, std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t");
  const bool header = first != std::string_view::npos && line[first] == '[';
  if (header && line.find('/') != std::string_view::npos)
    return "a name with '/' needs quotes: [checks.\"lint/trailing-whitespace\"]";
  if (description.find("utf-8") != std::string_view::npos) return "save the file as UTF-8";
  if (description.find("redefine") != std::string_view::npos)
    return "a key and a [table] may stand only once in a file: join the two";
  if (description.find("determine value type") != std::string_view::npos)
    return "text needs quotes: key = \"value\"";
  return "see https://toml.io/en/v1.0.0 for the syntax";
}

}  // namespace

const ConfigMember* ConfigNode::find(std::string_view name) const {
  for (const ConfigMember& member : members)
    if (member.name == name) return &member;
  return nullptr;
}

std::string_view with_article(ConfigNode::Type type) {
  switch (type) {
    case ConfigNode::Type::table:
      return "a table";
    case ConfigNode::Type::list:
      return "a list";
    case ConfigNode::Type::string:
      return "a string";
    case ConfigNode::Type::integer:
      return "an integer";
    case ConfigNode::Type::number:
      return "a number";
    case ConfigNode::Type::boolean:
      return "a boolean";
    case ConfigNode::Type::date:
      return "a date";
  }
  return "a value";
}

ConfigNode parse_toml(std::string_view text, const std::string& path) {
  if (text.size() > max_config_bytes)
    throw Error(Problem{ProblemKind::config, "the file is larger than 1 MiB", path, 0,
                        "make it smaller: globs can stand for many paths"});
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    throw Error(
        Problem{ProblemKind::config, "the file is UTF-16", path, 1, "save the file as UTF-8"});
  KeyDepth(text, path).check();
  try {
    const toml::table table = toml::parse(text, std::string_view(path));
    return Copier(path).copy(table);
  } catch (const toml::parse_error& error) {
    const std::uint32_t line = line_of(error.source());
    std::string description = harmless(error.description());
    const std::string note = " (TOML_MAX_NESTED_VALUES)";
    if (const std::size_t at = description.find(note); at != std::string::npos)
      description.erase(at, note.size());
    const std::string help = help_for(description, line_text(text, line));
    throw Error(Problem{ProblemKind::config, "not TOML: " + description, path, line, help});
  }
}

}  // namespace moongate
