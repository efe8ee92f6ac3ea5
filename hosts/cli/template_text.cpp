#include "cli/template_text.h"

#include <algorithm>
#include <vector>

#include "core/error.h"

namespace moongate::cli {

namespace {

constexpr std::string_view blanks = " \t\r\n";

struct Tag {
  bool is_block = false;  // {% %}, else {{ }}
  std::string_view inside;
};

class Filler {
 public:
  Filler(std::string_view text, const Answers& answers, const std::string& path)
      : text_(text), answers_(answers), path_(path) {}

  std::string fill() {
    while (at_ < text_.size()) {
      std::size_t begin = text_.find('{', at_);
      while (begin != std::string_view::npos && !opens_tag(begin))
        begin = text_.find('{', begin + 1);
      std::string_view plain = text_.substr(at_, begin - at_);
      if (begin == std::string_view::npos) {
        say(plain);
        break;
      }
      at_ = begin;
      const Tag tag = read_tag(plain);
      say(plain);
      if (tag.is_block)
        block(words_of(tag.inside));
      else
        value(words_of(tag.inside));
    }
    if (!blocks_.empty()) fail("{% if %} without {% endif %}");
    return std::move(result_);
  }

 private:
  struct Block {
    bool outer = true;  // whether what stands around it is wanted
    bool holds = false;
  };

  [[noreturn]] void fail(const std::string& what) const {
    const auto line = 1 + std::count(text_.begin(), text_.begin() + static_cast<long>(at_), '\n');
    throw Error(Problem{ProblemKind::usage, what, path_, static_cast<std::uint32_t>(line),
                        "this is a bug in a template of the program: please report it"});
  }

  bool opens_tag(std::size_t at) const {
    return at + 1 < text_.size() &&
           (text_[at + 1] == '{' || text_[at + 1] == '%' || text_[at + 1] == '#');
  }

  void say(std::string_view text) {
    if (wanted_) result_ += text;
  }

  // The tag at `at_`, which moves behind it. `before` loses its blanks where the tag says so.
  Tag read_tag(std::string_view& before) {
    Tag tag;
    const char kind = text_[at_ + 1];
    if (kind == '#') fail("comments are not known here");
    tag.is_block = kind == '%';
    const std::size_t end = text_.find(tag.is_block ? "%}" : "}}", at_ + 2);
    if (end == std::string_view::npos) fail("a tag is not closed");
    tag.inside = text_.substr(at_ + 2, end - at_ - 2);
    if (tag.inside.starts_with('-')) {
      tag.inside.remove_prefix(1);
      before = before.substr(0, before.find_last_not_of(blanks) + 1);
    }
    std::size_t next = end + 2;
    if (tag.inside.ends_with('-')) {
      tag.inside.remove_suffix(1);
      next = std::min(text_.find_first_not_of(blanks, next), text_.size());
    }
    at_ = next;
    return tag;
  }

  // Words, and strings with their opening quote.
  std::vector<std::string> words_of(std::string_view inside) const {
    std::vector<std::string> words;
    for (std::size_t at = inside.find_first_not_of(blanks); at < inside.size();
         at = inside.find_first_not_of(blanks, at)) {
      if (inside[at] == '\'' || inside[at] == '"') {
        const std::size_t end = inside.find(inside[at], at + 1);
        if (end == std::string_view::npos) fail("a string is not closed");
        words.push_back("'" + std::string(inside.substr(at + 1, end - at - 1)));
        at = end + 1;
      } else {
        const std::size_t end = std::min(inside.find_first_of(blanks, at), inside.size());
        words.emplace_back(inside.substr(at, end - at));
        at = end;
      }
    }
    return words;
  }

  std::string value_of(const std::string& word) const {
    if (word.starts_with('\'')) return word.substr(1);
    constexpr std::string_view prefix = "cookiecutter.";
    const auto answer =
        word.starts_with(prefix) ? answers_.find(word.substr(prefix.size())) : answers_.end();
    if (answer == answers_.end()) fail("there is no answer '" + word + "'");
    return answer->second;
  }

  void value(const std::vector<std::string>& words) {
    if (words.size() != 1) fail("only one name or string is known between {{ and }}");
    say(value_of(words[0]));
  }

  // `and` binds more than `or`, as in Jinja.
  bool holds(const std::vector<std::string>& words) const {
    bool any = false, all = true;
    for (std::size_t at = 1;; at += 4) {
      if (at + 3 > words.size()) fail("a comparison is not whole");
      const bool equal = value_of(words[at]) == value_of(words[at + 2]);
      if (words[at + 1] == "==")
        all = all && equal;
      else if (words[at + 1] == "!=")
        all = all && !equal;
      else
        fail("'" + words[at + 1] + "' is no comparison that is known here");
      if (at + 3 == words.size()) return any || all;
      if (words[at + 3] == "or") {
        any = any || all;
        all = true;
      } else if (words[at + 3] != "and") {
        fail("'" + words[at + 3] + "' joins no comparisons");
      }
    }
  }

  void block(const std::vector<std::string>& words) {
    const std::string name = words.empty() ? std::string() : words[0];
    if (name == "if") {
      blocks_.push_back({wanted_, holds(words)});
      wanted_ = wanted_ && blocks_.back().holds;
      return;
    }
    if ((name != "else" && name != "endif") || words.size() != 1)
      fail("the tag '" + name + "' is not known here");
    if (blocks_.empty()) fail("{% " + name + " %} without {% if %}");
    if (name == "else") {
      wanted_ = blocks_.back().outer && !blocks_.back().holds;
    } else {
      wanted_ = blocks_.back().outer;
      blocks_.pop_back();
    }
  }

  std::string_view text_;
  const Answers& answers_;
  const std::string& path_;
  std::size_t at_ = 0;
  std::string result_;
  std::vector<Block> blocks_;
  bool wanted_ = true;
};

}  // namespace

std::string fill_in(std::string_view text, const Answers& answers, const std::string& path) {
  return Filler(text, answers, path).fill();
}

}  // namespace moongate::cli
