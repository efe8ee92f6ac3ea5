#include "script/key_lines.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace moongate {

namespace {

struct Token {
  enum class Kind { name, text, sign, end } kind = Kind::end;
  std::string value;
  std::uint32_t line = 0;
};

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

class Tokens {
 public:
  explicit Tokens(std::string_view source) : source_(source) {}

  Token next() {
    skip_blanks();
    Token token;
    token.line = line_;
    if (at_ >= source_.size()) return token;
    const char c = source_[at_];
    if (is_name_byte(c)) {
      const std::size_t from = at_;
      while (at_ < source_.size() && is_name_byte(source_[at_])) ++at_;
      token.kind = Token::Kind::name;
      token.value = source_.substr(from, at_ - from);
      return token;
    }
    if (c == '"' || c == '\'') {
      token.kind = Token::Kind::text;
      token.value = quoted(c);
      return token;
    }
    if (const std::optional<std::size_t> level = long_bracket()) {
      token.kind = Token::Kind::text;
      token.value = long_text(*level);
      return token;
    }
    token.kind = Token::Kind::sign;
    // "==" and its kin are not "=": only a lone one follows a key.
    static constexpr std::string_view pairs[] = {"==", "~=", "<=", ">=", "::"};
    for (const std::string_view pair : pairs)
      if (source_.substr(at_, 2) == pair) {
        token.value = pair;
        at_ += 2;
        return token;
      }
    token.value = c;
    ++at_;
    return token;
  }

 private:
  void step() {
    if (source_[at_] == '\n') ++line_;
    ++at_;
  }

  void skip_blanks() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v') {
        step();
      } else if (source_.substr(at_, 2) == "--") {
        at_ += 2;
        if (const std::optional<std::size_t> level = long_bracket())
          long_text(*level);
        else
          while (at_ < source_.size() && source_[at_] != '\n') ++at_;
      } else {
        return;
      }
    }
  }

  std::string quoted(char quote) {
    std::string value;
    ++at_;
    while (at_ < source_.size() && source_[at_] != quote && source_[at_] != '\n') {
      if (source_[at_] == '\\' && at_ + 1 < source_.size()) step();
      value += source_[at_];
      step();
    }
    if (at_ < source_.size()) step();
    return value;
  }

  // At "[[" or "[=*[": how many '='.
  std::optional<std::size_t> long_bracket() const {
    if (at_ >= source_.size() || source_[at_] != '[') return std::nullopt;
    std::size_t level = 0;
    while (at_ + 1 + level < source_.size() && source_[at_ + 1 + level] == '=') ++level;
    if (at_ + 1 + level < source_.size() && source_[at_ + 1 + level] == '[') return level;
    return std::nullopt;
  }

  std::string long_text(std::size_t level) {
    const std::string close = "]" + std::string(level, '=') + "]";
    const std::size_t from = at_ + level + 2;
    std::size_t end = source_.find(close, from);
    if (end == std::string_view::npos) end = source_.size();
    std::string value(source_.substr(from, end - from));
    const std::size_t after = std::min(end + close.size(), source_.size());
    while (at_ < after) step();
    return value;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
};

// Paths beyond are not remembered: a key may be as long as the source, and have very many below it.
constexpr std::size_t longest_path = 256;

// One pair of braces that is open.
struct Brace {
  std::string path;
  bool too_long = false;  // the path, which is not kept then
  int blocks = 0;         // how many blocks were open when it opened
  std::map<std::string, std::uint32_t> keys;
};

bool opens_block(const std::string& word) {
  return word == "function" || word == "do" || word == "then" || word == "repeat";
}

}  // namespace

std::uint32_t KeyLines::line_of(std::string_view path) const {
  for (;;) {
    if (const auto found = lines.find(path); found != lines.end()) return found->second;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos) return table_line;
    path = path.substr(0, dot);
  }
}

KeyLines find_key_lines(std::string_view source) {
  KeyLines found;
  Tokens tokens(source);
  std::vector<Brace> braces;
  int blocks = 0;
  int returned = -1;  // depth of the brace that the file returns
  std::string key;    // waiting for its value
  Token before_last, last, token = tokens.next();
  for (; token.kind != Token::Kind::end; before_last = last, last = token, token = tokens.next()) {
    const bool word = token.kind == Token::Kind::name;
    if (word && opens_block(token.value)) {
      // `elseif … then` continues a block.
      ++blocks;
    } else if (word && (token.value == "end" || token.value == "until" || token.value == "elseif" ||
                        token.value == "else")) {
      if (token.value != "else") --blocks;
    }
    if (token.kind != Token::Kind::sign) continue;
    if (token.value == "{") {
      Brace brace;
      brace.blocks = blocks;
      if (braces.empty()) {
        if (last.value == "return" && blocks == 0) {
          found = KeyLines{};
          found.table_line = token.line;
          returned = 0;
        } else {
          returned = -1;
        }
      } else {
        const Brace& outer = braces.back();
        brace.too_long = outer.too_long || outer.path.size() + key.size() > longest_path;
        if (!brace.too_long) brace.path = outer.path.empty() ? key : outer.path + "." + key;
      }
      key.clear();
      braces.push_back(std::move(brace));
    } else if (token.value == "}") {
      if (!braces.empty()) braces.pop_back();
      key.clear();
    } else if (token.value == "=" && !braces.empty() && blocks == braces.back().blocks) {
      key.clear();
      if (last.kind == Token::Kind::name) key = last.value;
      if (last.kind == Token::Kind::sign && last.value == "]" &&
          before_last.kind == Token::Kind::text)
        key = before_last.value;
      if (key.empty() || returned != 0) continue;
      Brace& brace = braces.back();
      const std::string path = brace.path.empty() || brace.too_long ? key : brace.path + "." + key;
      const auto [place, fresh] = brace.keys.emplace(key, last.line);
      if (!fresh && found.duplicate.empty()) {
        found.duplicate = path;
        found.duplicate_first = place->second;
        found.duplicate_line = last.line;
      }
      if (!brace.too_long) found.lines.emplace(path, last.line);
    } else if (token.value == "," || token.value == ";") {
      key.clear();
    }
  }
  return found;
}

}  // namespace moongate
