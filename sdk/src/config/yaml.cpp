#include "config/yaml.h"

#include <charconv>
#include <optional>
#include <utility>

#include "core/error.h"

namespace moongate {

namespace {

constexpr int deepest = 64;
using Type = ConfigNode::Type;

class YamlReader {
 public:
  YamlReader(std::string_view text, const std::string& path, bool script)
      : text_(text), path_(path), script_(script) {
    if (text_.size() > max_config_bytes) fail("the file is too large", "keep it below 1 MiB");
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  ConfigNode document() {
    skip_to_content();
    if (text_.substr(at_).starts_with("---")) {
      at_ += 3;
      skip_to_content();
    }
    if (done()) fail("the file is empty", "write the rules, or remove the file");
    ConfigNode node = block(column(), 0);
    skip_to_content();
    if (!done()) fail("unexpected text after the end of a value", "check the indentation");
    return node;
  }

  ConfigNode flow(int depth) {
    limit(depth);
    skip_inside();
    if (done()) fail("the text ends inside of a value", "close every bracket and quote");
    const char first = text_[at_];
    if (first == '{') return flow_table(depth);
    if (first == '[') return flow_list(depth);
    if (first == '"' || first == '\'' || (script_ && first == '`')) return quoted();
    const std::size_t begin = at_;
    while (!done() && std::string_view(",]}\n\r").find(text_[at_]) == std::string_view::npos &&
           !(text_[at_] == ':' && ends_key(at_ + 1)) && !comment_at(at_))
      ++at_;
    return plain(text_.substr(begin, at_ - begin));
  }

 private:
  [[noreturn]] void fail(const std::string& message, const std::string& help) const {
    throw Error(Problem{ProblemKind::config, message, path_, line_, help});
  }
  bool done() const { return at_ >= text_.size(); }
  void limit(int depth) {
    if (depth > deepest || ++values_ > max_config_values)
      fail("the configuration is nested too deeply or has too many values", "flatten it");
  }
  bool ends_key(std::size_t place) const {
    return place >= text_.size() ||
           std::string_view(" \t\r\n,[]{}\"'").find(text_[place]) != std::string_view::npos;
  }
  bool comment_at(std::size_t place) const {
    if (script_)
      return text_.substr(place).starts_with("//") || text_.substr(place).starts_with("/*");
    return text_[place] == '#' && (place == 0 || std::string_view(" \t\n").find(text_[place - 1]) !=
                                                     std::string_view::npos);
  }
  void next() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }
  void skip_comment() {
    if (text_.substr(at_).starts_with("/*")) {
      while (!done() && !text_.substr(at_).starts_with("*/")) next();
      at_ = std::min(at_ + 2, text_.size());
      return;
    }
    while (!done() && text_[at_] != '\n') ++at_;
  }
  // Spaces, line ends and comments inside of a flow collection.
  void skip_inside() {
    while (!done()) {
      if (std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos)
        next();
      else if (comment_at(at_))
        skip_comment();
      else
        return;
    }
  }
  void skip_to_content() { skip_inside(); }
  void skip_spaces() {
    while (!done() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  std::size_t column() const {
    const std::size_t begin = text_.rfind('\n', at_ == 0 ? 0 : at_ - 1);
    return begin == std::string_view::npos || at_ == 0 ? at_ : at_ - begin - 1;
  }
  bool line_ended() {
    skip_spaces();
    return done() || text_[at_] == '\n' || text_[at_] == '\r' || comment_at(at_);
  }

  ConfigNode made(Type type) const {
    ConfigNode node;
    node.type = type;
    node.line = line_;
    return node;
  }

  ConfigNode plain(std::string_view word) {
    while (!word.empty() && std::string_view(" \t\r").find(word.back()) != std::string_view::npos)
      word.remove_suffix(1);
    if (!word.empty() && std::string_view("&*!|>%@`").find(word.front()) != std::string_view::npos)
      fail("anchors, tags and block scalars are not supported here", "write the value in quotes");
    ConfigNode node = made(Type::string);
    if (word.empty() || word == "null" || word == "~" || word == "undefined") return node;
    if (word == "true" || word == "false") {
      node.type = Type::boolean;
      node.value = Value(word == "true");
      return node;
    }
    std::int64_t number = 0;
    const auto parsed = std::from_chars(word.data(), word.data() + word.size(), number);
    if (parsed.ec == std::errc() && parsed.ptr == word.data() + word.size()) {
      node.type = Type::integer;
      node.value = Value(number);
      return node;
    }
    node.value = Value(std::string(word));
    return node;
  }

  void append_code_point(std::string& out, unsigned code) {
    if (code < 0x80) {
      out += static_cast<char>(code);
    } else if (code < 0x800) {
      out += static_cast<char>(0xC0 | (code >> 6));
      out += static_cast<char>(0x80 | (code & 0x3F));
    } else {
      out += static_cast<char>(0xE0 | (code >> 12));
      out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      out += static_cast<char>(0x80 | (code & 0x3F));
    }
  }

  void escape(std::string& out) {
    const char kind = done() ? '"' : text_[at_++];
    switch (kind) {
      case 'n':
        out += '\n';
        return;
      case 't':
        out += '\t';
        return;
      case 'r':
        out += '\r';
        return;
      case 'u': {
        unsigned code = 0;
        const std::string_view digits = text_.substr(at_, 4);
        const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
        if (read.ec != std::errc() || read.ptr != digits.data() + 4)
          fail("a \\u escape needs four hexadecimal digits", "write the character itself");
        at_ += 4;
        append_code_point(out, code);
        return;
      }
      default:
        out += kind;
    }
  }

  ConfigNode quoted() {
    ConfigNode node = made(Type::string);
    const char quote = text_[at_++];
    std::string out;
    while (true) {
      if (done()) fail("a quoted text does not end", "close the quote");
      const char byte = text_[at_];
      if (byte == quote) {
        ++at_;
        if (quote != '\'' || script_ || done() || text_[at_] != '\'') break;
        out += '\'';
        ++at_;
      } else if (byte == '\\' && (quote == '"' || script_)) {
        ++at_;
        escape(out);
      } else {
        out += byte;
        next();
      }
    }
    node.value = Value(std::move(out));
    return node;
  }

  std::string key() {
    const ConfigNode node = flow(deepest - 1);
    if (const auto* word = node.value.get_if<std::string>()) return *word;
    if (const auto* number = node.value.get_if<std::int64_t>()) return std::to_string(*number);
    fail("a key must be a word", "write the key in quotes");
  }

  ConfigNode flow_table(int depth) {
    ConfigNode node = made(Type::table);
    ++at_;
    while (true) {
      skip_inside();
      if (done()) fail("a `{` is not closed", "add `}`");
      if (text_[at_] == '}') {
        ++at_;
        return node;
      }
      ConfigMember member;
      member.line = line_;
      member.name = key();
      skip_inside();
      if (done() || text_[at_] != ':') fail("a key has no value", "write `key: value`");
      ++at_;
      member.node = flow(depth + 1);
      node.members.push_back(std::move(member));
      separator('}');
    }
  }

  ConfigNode flow_list(int depth) {
    ConfigNode node = made(Type::list);
    ++at_;
    while (true) {
      skip_inside();
      if (done()) fail("a `[` is not closed", "add `]`");
      if (text_[at_] == ']') {
        ++at_;
        return node;
      }
      node.items.push_back(flow(depth + 1));
      separator(']');
    }
  }

  void separator(char close) {
    skip_inside();
    if (!done() && text_[at_] == ',')
      ++at_;
    else if (done() || text_[at_] != close)
      fail("expected `,` or `" + std::string(1, close) + "`", "separate values by commas");
  }

  bool begins_item() const {
    return text_[at_] == '-' &&
           (at_ + 1 >= text_.size() ||
            std::string_view(" \t\r\n").find(text_[at_ + 1]) != std::string_view::npos);
  }

  // Whether the rest of the line is `key: …` or `key:`.
  bool begins_member() const {
    char quote = 0;
    for (std::size_t place = at_; place < text_.size() && text_[place] != '\n'; ++place) {
      const char byte = text_[place];
      if (quote != 0) {
        if (byte == quote) quote = 0;
      } else if ((byte == '"' || byte == '\'') && place == at_) {
        quote = byte;
      } else if (byte == ':' &&
                 (place + 1 >= text_.size() ||
                  std::string_view(" \t\r\n").find(text_[place + 1]) != std::string_view::npos)) {
        return true;
      } else if (comment_at(place)) {
        return false;
      }
    }
    return false;
  }

  ConfigNode scalar_or_flow(int depth) {
    const char first = text_[at_];
    if (first == '{' || first == '[' || first == '"' || first == '\'') {
      ConfigNode node = flow(depth);
      if (!line_ended()) fail("unexpected text after a value", "put it in quotes");
      return node;
    }
    const std::size_t begin = at_;
    while (!done() && text_[at_] != '\n' && !comment_at(at_)) ++at_;
    return plain(text_.substr(begin, at_ - begin));
  }

  // What follows a key or a dash: on its line, or indented below.
  ConfigNode below(std::size_t indent, bool in_item, int depth) {
    if (!line_ended()) {
      if (in_item && (begins_item() || begins_member())) return block(column(), depth + 1);
      return scalar_or_flow(depth + 1);
    }
    const ConfigNode nothing = made(Type::string);
    skip_to_content();
    if (done()) return nothing;
    const bool deeper = column() > indent || (!in_item && column() == indent && begins_item());
    return deeper ? block(column(), depth + 1) : nothing;
  }

  ConfigNode block(std::size_t indent, int depth) {
    limit(depth);
    const bool list = begins_item();
    if (!list && (text_[at_] == '{' || text_[at_] == '[' || !begins_member()))
      return scalar_or_flow(depth);
    ConfigNode node = made(list ? Type::list : Type::table);
    while (!done() && column() == indent && begins_item() == list) {
      if (list) {
        ++at_;
        node.items.push_back(below(indent, true, depth));
      } else {
        ConfigMember member;
        member.line = line_;
        member.name = block_key();
        member.node = below(indent, false, depth);
        node.members.push_back(std::move(member));
      }
      skip_to_content();
    }
    if (!done() && column() > indent)
      fail("unexpected indentation", "indent by spaces, equally for one level");
    return node;
  }

  std::string block_key() {
    if (!begins_member()) fail("expected `key: value`", "write a colon and a space after the key");
    std::string name;
    if (text_[at_] == '"' || text_[at_] == '\'') {
      name = *quoted().value.get_if<std::string>();
    } else {
      const std::size_t begin = at_;
      while (!(text_[at_] == ':' && ends_key(at_ + 1))) ++at_;
      name = text_.substr(begin, at_ - begin);
      while (!name.empty() && name.back() == ' ') name.pop_back();
    }
    skip_spaces();
    if (done() || text_[at_] != ':') fail("expected `:` after a key", "write `key: value`");
    ++at_;
    return name;
  }

  std::string_view text_;
  const std::string& path_;
  bool script_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::size_t values_ = 0;
};

}  // namespace

ConfigNode parse_yaml(std::string_view text, const std::string& path) {
  return YamlReader(text, path, false).document();
}

ConfigNode parse_flow(std::string_view text, const std::string& path) {
  return YamlReader(text, path, true).flow(0);
}

}  // namespace moongate
