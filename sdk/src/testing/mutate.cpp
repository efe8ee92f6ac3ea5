#include "testing/mutate.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <set>
#include <utility>

namespace moongate::testing {

namespace {

enum class TokenKind : std::uint8_t { name, number, text, sign };

struct Token {
  TokenKind kind = TokenKind::sign;
  std::size_t begin = 0, end = 0;
  std::uint32_t line = 0;
};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Lua's tokens, as far as mutants need them: texts and comments must not be taken for code.
class Tokens {
 public:
  explicit Tokens(std::string_view source) : source_(source) { read(); }

  std::size_t size() const { return tokens_.size(); }
  const Token& operator[](std::size_t i) const { return tokens_[i]; }
  std::string_view text(std::size_t i) const {
    return i < tokens_.size() ? source_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin)
                              : std::string_view();
  }
  bool excused(std::uint32_t line) const { return excused_.contains(line); }

 private:
  void read() {
    while (at_ < source_.size()) {
      const char c = source_[at_];
      const std::size_t begin = at_;
      if (c == '\n') ++line_;
      if (std::isspace(static_cast<unsigned char>(c))) {
        ++at_;
      } else if (source_.substr(at_).starts_with("--")) {
        comment();
      } else if (std::isalpha(static_cast<unsigned char>(c)) || c == '_') {
        while (at_ < source_.size() && is_word(source_[at_])) ++at_;
        add(TokenKind::name, begin, line_);
      } else if (std::isdigit(static_cast<unsigned char>(c))) {
        number();
        add(TokenKind::number, begin, line_);
      } else if (c == '"' || c == '\'') {
        const std::uint32_t line = line_;
        short_text(c);
        add(TokenKind::text, begin, line);
      } else if (const std::size_t level = long_bracket(at_)) {
        const std::uint32_t line = line_;
        long_text(level);
        add(TokenKind::text, begin, line);
      } else {
        sign();
        add(TokenKind::sign, begin, line_);
      }
    }
  }

  void add(TokenKind kind, std::size_t begin, std::uint32_t line) {
    tokens_.push_back({kind, begin, at_, line});
  }

  void comment() {
    const std::uint32_t first = line_;
    const std::size_t begin = at_;
    at_ += 2;
    if (const std::size_t level = long_bracket(at_))
      long_text(level);
    else
      while (at_ < source_.size() && source_[at_] != '\n') ++at_;
    if (source_.substr(begin, at_ - begin).find("moongate:unmutated") != std::string_view::npos)
      for (std::uint32_t line = first; line <= line_; ++line) excused_.insert(line);
  }

  // The length of `[[`, `[=[` … at this place; 0: there is none.
  std::size_t long_bracket(std::size_t at) const {
    if (at >= source_.size() || source_[at] != '[') return 0;
    std::size_t end = at + 1;
    while (end < source_.size() && source_[end] == '=') ++end;
    return end < source_.size() && source_[end] == '[' ? end - at + 1 : 0;
  }

  void long_text(std::size_t level) {
    const std::string close = "]" + std::string(level - 2, '=') + "]";
    const std::size_t found = source_.find(close, at_ + level);
    const std::size_t end = found == std::string_view::npos ? source_.size() : found + close.size();
    line_ += static_cast<std::uint32_t>(
        std::count(source_.begin() + static_cast<std::ptrdiff_t>(at_),
                   source_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    at_ = end;
  }

  void short_text(char quote) {
    for (++at_; at_ < source_.size() && source_[at_] != quote; ++at_) {
      if (source_[at_] == '\\' && at_ + 1 < source_.size()) ++at_;
      if (source_[at_] == '\n') ++line_;
    }
    if (at_ < source_.size()) ++at_;
  }

  void number() {
    while (at_ < source_.size() && (is_word(source_[at_]) || source_[at_] == '.' ||
                                    ((source_[at_] == '+' || source_[at_] == '-') &&
                                     (source_[at_ - 1] == 'e' || source_[at_ - 1] == 'E'))))
      ++at_;
  }

  void sign() {
    static constexpr std::array<std::string_view, 11> longer = {
        "...", "..", "==", "~=", "<=", ">=", "<<", ">>", "//", "::", "->"};
    for (const std::string_view candidate : longer)
      if (source_.substr(at_).starts_with(candidate)) {
        at_ += candidate.size();
        return;
      }
    ++at_;
  }

  std::string_view source_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<Token> tokens_;
  std::set<std::uint32_t> excused_;
};

class Mutator {
 public:
  explicit Mutator(std::string_view source) : source_(source), tokens_(source) {}

  std::vector<Mutant> all() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_.excused(tokens_[i].line)) continue;
      const TokenKind kind = tokens_[i].kind;
      if (kind == TokenKind::number) number(i);
      if (kind == TokenKind::sign) sign(i);
      if (kind == TokenKind::name) word(i);
    }
    return std::move(mutants_);
  }

 private:
  // Replaces what lies between the begin of one token and the end of another.
  void replace(std::size_t first, std::size_t last, const std::string& text) {
    const std::size_t begin = tokens_[first].begin, end = tokens_[last].end;
    Mutant mutant;
    mutant.line = tokens_[first].line;
    mutant.before = source_.substr(begin, end - begin);
    mutant.after = text;
    mutant.source = std::string(source_.substr(0, begin)) + text + std::string(source_.substr(end));
    mutants_.push_back(std::move(mutant));
  }

  bool after_value(std::size_t i) const {
    if (i == 0) return false;
    const Token& before = tokens_[i - 1];
    if (before.kind == TokenKind::number || before.kind == TokenKind::text) return true;
    const std::string_view text = tokens_.text(i - 1);
    if (before.kind == TokenKind::name) {
      static const std::set<std::string_view> no_value = {"and",  "or",     "not",   "return",
                                                          "if",   "elseif", "while", "until",
                                                          "then", "do",     "else",  "in"};
      return !no_value.contains(text);
    }
    return text == ")" || text == "]" || text == "}";
  }

  void sign(std::size_t i) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 6> comparisons = {
        {{"<", "<="}, {"<=", "<"}, {">", ">="}, {">=", ">"}, {"==", "~="}, {"~=", "=="}}};
    const std::string_view text = tokens_.text(i);
    // `local x <const> = …`
    if (text == "<" && (tokens_.text(i + 1) == "const" || tokens_.text(i + 1) == "close") &&
        tokens_.text(i + 2) == ">")
      return;
    if (text == ">" && i >= 2 && tokens_.text(i - 2) == "<" &&
        (tokens_.text(i - 1) == "const" || tokens_.text(i - 1) == "close"))
      return;
    for (const auto& [from, to] : comparisons)
      if (text == from) replace(i, i, std::string(to));
    if (text == "+") replace(i, i, "-");
    if (text == "-" && after_value(i)) replace(i, i, "+");
  }

  // `s:find(x, 1, true)`: the idiom for plain text. Its parts mean something only together, and
  // text without magic characters is found either way.
  bool plain_find(std::size_t one) const {
    return one >= 1 && tokens_.text(one - 1) == "," && tokens_.text(one) == "1" &&
           tokens_.text(one + 1) == "," && tokens_.text(one + 2) == "true" &&
           tokens_.text(one + 3) == ")";
  }

  void number(std::size_t i) {
    const std::string_view text = tokens_.text(i);
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size() || value > 1000000000000) return;
    if (i >= 2 && tokens_.text(i - 1) == "=") {
      const std::string_view key = tokens_.text(i - 2);
      if (key == "api" || key == "min" || key == "max") return;
    }
    if (text == "1" && plain_find(i)) return;
    replace(i, i, std::to_string(value + 1));
    // string.sub takes 0 for 1.
    if (text == "1" && i >= 2 && tokens_.text(i - 1) == "(" && tokens_.text(i - 2) == "sub") return;
    replace(i, i, value == 0 ? "(-1)" : std::to_string(value - 1));
  }

  void word(std::size_t i) {
    const std::string_view text = tokens_.text(i);
    // A field or a method of that name is no keyword: `x.report`.
    const bool key = i > 0 && (tokens_.text(i - 1) == "." || tokens_.text(i - 1) == ":");
    if (!key) {
      if (text == "and") replace(i, i, "or");
      if (text == "or") replace(i, i, "and");
      if (text == "true" && !(i >= 2 && plain_find(i - 2))) replace(i, i, "false");
      if (text == "false") replace(i, i, "true");
      if (text == "not" && i + 1 < tokens_.size()) {
        replace(i, i, "");
        mutants_.back().before =
            source_.substr(tokens_[i].begin, tokens_[i + 1].end - tokens_[i].begin);
        mutants_.back().after = tokens_.text(i + 1);
      }
      if (text == "if" || text == "elseif") negate(i);
    }
    if (text == "report" && i > 1 && tokens_.text(i - 1) == ":" && tokens_.text(i + 1) == "(")
      leave_out_report(i);
  }

  void negate(std::size_t i) {
    std::size_t then = i + 1;
    int functions = 0;  // a function in the condition has its own `if … then`
    for (; then < tokens_.size(); ++then) {
      const std::string_view text = tokens_.text(then);
      if (text == "function") ++functions;
      if (functions > 0 && text == "end") --functions;
      if (functions == 0 && text == "then") break;
    }
    if (then >= tokens_.size() || then == i + 1) return;
    if (tokens_.text(i + 1) == "not") return;  // leaving out the `not` may say the same
    const std::size_t begin = tokens_[i + 1].begin, end = tokens_[then - 1].end;
    const std::string condition(source_.substr(begin, end - begin));
    replace(i + 1, then - 1, "not (" + condition + ")");
  }

  // The receiver before the colon, when it is `a`, `a.b` …; the call becomes one that does nothing.
  void leave_out_report(std::size_t i) {
    std::size_t first = i - 2;
    if (tokens_[first].kind != TokenKind::name) return;
    while (first >= 2 && tokens_.text(first - 1) == "." &&
           tokens_[first - 2].kind == TokenKind::name)
      first -= 2;
    // At the start of a statement a parenthesis would continue the line before.
    const bool statement =
        first == 0 || !(tokens_.text(first - 1) == "return" || tokens_.text(first - 1) == "=" ||
                        tokens_.text(first - 1) == "," || tokens_.text(first - 1) == "(" ||
                        tokens_.text(first - 1) == "and" || tokens_.text(first - 1) == "or");
    replace(first, i, std::string(statement ? ";" : "") + "(function() end)");
    mutants_.back().after = "(no report)";
  }

  std::string_view source_;
  Tokens tokens_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> mutants_of(std::string_view source) {
  return Mutator(source).all();
}

}  // namespace moongate::testing
