// Texts that an expression matches, made at random: enough of RE2's syntax for the built-in
// patterns.
#pragma once

#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace moongate {

class RegexSample {
 public:
  RegexSample(std::string_view regex, std::mt19937& random) : regex_(regex), random_(random) {}

  std::string make() {
    at_ = 0;
    std::string text = alternation();
    if (at_ != regex_.size()) fail("')' without '('");
    return text;
  }

 private:
  [[noreturn]] void fail(const std::string& what) const {
    throw std::runtime_error(what + " at " + std::to_string(at_) + " of " + std::string(regex_));
  }
  unsigned pick(std::size_t count) { return static_cast<unsigned>(random_() % count); }
  bool done() const { return at_ == regex_.size(); }
  bool take(std::string_view what) {
    if (!regex_.substr(at_).starts_with(what)) return false;
    at_ += what.size();
    return true;
  }

  std::string alternation() {
    std::vector<std::string> ways;
    do {
      std::string text;
      while (!done() && regex_[at_] != '|' && regex_[at_] != ')') text += repeated();
      ways.push_back(std::move(text));
    } while (take("|"));
    return ways[pick(ways.size())];
  }

  std::string repeated() {
    const std::size_t from = at_;
    std::string once = atom();
    std::size_t low = 1, high = 1;
    if (take("*")) {
      low = 0;
      high = 3;
    } else if (take("+")) {
      high = 4;
    } else if (take("?")) {
      low = 0;
    } else if (!done() && regex_[at_] == '{') {
      const std::size_t close = regex_.find('}', at_);
      const std::string counts(regex_.substr(at_ + 1, close - at_ - 1));
      const std::size_t comma = counts.find(',');
      low = std::stoul(counts);
      high = comma == std::string::npos   ? low
             : comma + 1 == counts.size() ? low + 8
                                          : std::stoul(counts.substr(comma + 1));
      at_ = close + 1;
    }
    take("?");
    const std::size_t after = at_, count = low + pick(high - low + 1);
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
      at_ = from;
      text += atom();
    }
    at_ = after;
    return text;
  }

  std::string atom() {
    if (take("(?i)") || take("(?im)") || take("(?m)")) return {};
    if (take("(")) {
      for (const std::string_view head : {"?:", "?s:", "?-i:", "?i:"})
        if (take(head)) break;
      std::string text = alternation();
      if (!take(")")) fail("'(' is not closed");
      return text;
    }
    if (regex_[at_] == '[') return std::string(1, from_set());
    if (take("^") || take("$")) return {};
    if (take(".")) return std::string(1, static_cast<char>('!' + pick(94)));
    if (take("\\")) {
      const char c = regex_[at_++];
      if (c == 'b') return {};
      std::vector<bool> set(256, false);
      add_class(set, c);
      return std::string(1, one_of(set));
    }
    return std::string(1, regex_[at_++]);
  }

  void add_class(std::vector<bool>& set, char c) const {
    const auto range = [&set](char low, char high) {
      for (int value = low; value <= high; ++value) set[static_cast<unsigned char>(value)] = true;
    };
    switch (c) {
      case 'd':
        range('0', '9');
        break;
      case 'w':
        range('0', '9');
        range('a', 'z');
        range('A', 'Z');
        range('_', '_');
        break;
      case 's':
        range(' ', ' ');
        range('\t', '\n');
        break;
      case 'n':
        range('\n', '\n');
        break;
      case 'r':
        range('\r', '\r');
        break;
      case 't':
        range('\t', '\t');
        break;
      default:
        range(c, c);
    }
  }

  char from_set() {
    std::vector<bool> set(256, false);
    ++at_;
    const bool negated = take("^");
    for (bool first = true; first || regex_[at_] != ']'; first = false) {
      if (take("\\")) {
        add_class(set, regex_[at_++]);
        continue;
      }
      const char low = regex_[at_++];
      char high = low;
      if (regex_[at_] == '-' && regex_[at_ + 1] != ']') {
        high = regex_[at_ + 1];
        at_ += 2;
      }
      for (int value = low; value <= high; ++value) set[static_cast<unsigned char>(value)] = true;
    }
    ++at_;
    if (negated) {
      std::vector<bool> printable(256, false);
      for (std::size_t i = ' '; i < 127; ++i) printable[i] = !set[i];
      set = printable;
    }
    return one_of(set);
  }

  char one_of(const std::vector<bool>& set) {
    std::vector<char> all;
    for (std::size_t i = 0; i < set.size(); ++i)
      if (set[i]) all.push_back(static_cast<char>(i));
    if (all.empty()) fail("empty set");
    return all[pick(all.size())];
  }

  std::string_view regex_;
  std::mt19937& random_;
  std::size_t at_ = 0;
};

}  // namespace moongate
