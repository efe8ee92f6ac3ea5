// Properties of carry_over over random files: repeated and empty lines, CRLF, no final newline, any
// staging, several edits.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "fix/carry_over.h"
#include "random_rounds.h"

namespace moongate {

namespace {

class Chance {
 public:
  explicit Chance(std::mt19937 random) : random_(random) {}
  std::size_t below(std::size_t n) { return static_cast<std::size_t>(random_() % n); }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937 random_;
};

std::vector<std::string> lines_of(std::string_view text) {  // with their endings
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line;
  return text;
}

std::string with_crlf(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return result;
}

std::string some_line(Chance& chance) {
  static const char* const texts[] = {"",      "",  " ",  "\t",  "}", "  }",
                                      "  }  ", "a", "a ", "a  ", "b"};
  static const char* const endings[] = {"\n", "\n", "\n", "\r\n"};
  return texts[chance.below(std::size(texts))] + std::string(endings[chance.below(4)]);
}

std::string without_carriage_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

std::string some_file(Chance& chance) {
  std::vector<std::string> lines(chance.below(9));
  for (std::string& line : lines) line = some_line(chance);
  std::string text = joined(lines);
  if (chance.one_in(2)) text = without_carriage_returns(text);
  if (chance.one_in(3)) text += "end ";
  return text;
}

// What checks ask for: trailing whitespace of some lines, the blank lines at the end, a final
// newline; and now and then anything at all.
std::vector<TextEdit> some_edits(Chance& chance, const std::string& text) {
  std::vector<TextEdit> edits;
  std::size_t at = 0;
  const std::vector<std::string> lines = lines_of(text);
  for (const std::string& line : lines) {
    const std::size_t ending = line.ends_with("\r\n") ? 2 : line.ends_with('\n') ? 1 : 0;
    const std::size_t text_end = line.size() - ending;
    const std::size_t kept = line.substr(0, text_end).find_last_not_of(" \t") + 1;
    if (kept < text_end && !chance.one_in(4)) edits.push_back({at + kept, at + text_end, ""});
    if (ending == 2 && chance.one_in(8)) edits.push_back({at + text_end, at + text_end + 1, ""});
    if (chance.one_in(20)) edits.push_back({at + line.size(), at + line.size(), "new\n"});
    at += line.size();
  }
  if (!text.empty() && !text.ends_with('\n')) edits.push_back({text.size(), text.size(), "\n"});
  const std::size_t end = text.find_last_not_of("\r\n");
  if (end != std::string::npos && end + 2 < text.size() && chance.one_in(2)) {
    std::erase_if(edits, [&](const TextEdit& edit) { return edit.end > end + 1; });
    edits.push_back({end + 1, text.size() - 1, ""});
  }
  if (chance.one_in(5)) {
    const std::size_t begin = chance.below(text.size() + 1);
    const std::size_t finish = begin + chance.below(text.size() - begin + 1);
    std::erase_if(edits,
                  [&](const TextEdit& edit) { return edit.end >= begin && edit.begin <= finish; });
    edits.push_back({begin, finish, chance.one_in(2) ? "" : "x\ny"});
    std::sort(edits.begin(), edits.end(),
              [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
  }
  return compose_edits({}, edits);  // what touches is one
}

// Unstaged changes: lines go, come, are doubled, change places, lose their ending.
std::string some_working_version(Chance& chance, const std::string& staged) {
  if (chance.one_in(20)) return some_file(chance);
  std::vector<std::string> lines = lines_of(staged);
  for (std::size_t changes = chance.below(5); changes > 0; --changes) {
    const std::size_t at = chance.below(lines.size() + 1);
    const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
    if (at == lines.size() || chance.one_in(3))
      lines.insert(place, some_line(chance));
    else if (chance.one_in(3))
      lines.erase(place);
    else if (chance.one_in(3))
      lines.insert(place, std::string(*place));
    else
      *place = some_line(chance);
  }
  std::string text = joined(lines);
  while (!text.empty() && chance.one_in(6)) text.pop_back();
  return text;
}

// An edit, and the lines of the staged version that it reaches into.
struct Placed {
  TextEdit edit;
  std::size_t begin = 0;  // of the lines
  std::string lines;
  bool at_the_end = false;  // of the file, and so it must be in the working tree
};

std::vector<Placed> placed(const std::string& staged, const std::vector<TextEdit>& edits) {
  std::vector<Placed> result;
  for (const TextEdit& edit : edits) {
    // At the end of the text there is no line but the last one.
    const std::size_t inside =
        edit.begin == staged.size() && edit.begin > 0 ? edit.begin - 1 : edit.begin;
    const std::size_t before = inside == 0 ? std::string::npos : staged.rfind('\n', inside - 1);
    const std::size_t begin = before == std::string::npos ? 0 : before + 1;
    const std::size_t last = std::max(inside, edit.end > edit.begin ? edit.end - 1 : edit.begin);
    const std::size_t newline = staged.find('\n', std::min(last, staged.size()));
    std::size_t end =
        newline == std::string::npos || inside != edit.begin ? staged.size() : newline + 1;
    // Where a line's end is removed and the line goes on, the next one is part of it.
    const std::string head = staged.substr(0, edit.begin) + edit.text;
    const bool open = edit.end > edit.begin && staged[edit.end - 1] == '\n' && !head.empty() &&
                      !head.ends_with('\n');
    if (open) end = std::min(staged.find('\n', end), staged.size() - 1) + 1;
    const bool at_the_end = edit.end == staged.size() && (edit.begin == edit.end || open);
    result.push_back({edit, begin, staged.substr(begin, end - begin), at_the_end});
  }
  return result;
}

// Whether `after` is `working` with some of the edits, in their order, each at a place where the
// working tree has the very lines that were staged, and with no other difference. Tries them all.
class Explanation {
 public:
  Explanation(std::vector<Placed> edits, std::string working, std::string after)
      : edits_(std::move(edits)),
        working_(std::move(working)),
        after_(std::move(after)),
        seen_((edits_.size() + 1) * (working_.size() + 1) * (after_.size() + 1), false) {}

  bool holds() {
    std::vector<State> states{{0, 0, 0}};
    while (!states.empty()) {
      const State state = states.back();
      states.pop_back();
      const std::size_t key =
          (state.edit * (working_.size() + 1) + state.from) * (after_.size() + 1) + state.to;
      if (seen_[key]) continue;
      seen_[key] = true;
      if (state.from == working_.size() && state.to == after_.size()) return true;
      if (state.edit < edits_.size()) {
        states.push_back({state.edit + 1, state.from, state.to});
        const Placed& one = edits_[state.edit];
        if (stands_at(one, state.from) &&
            after_.compare(state.to, one.edit.text.size(), one.edit.text) == 0)
          states.push_back({state.edit + 1, state.from + (one.edit.end - one.edit.begin),
                            state.to + one.edit.text.size()});
      }
      if (state.from < working_.size() && state.to < after_.size() &&
          working_[state.from] == after_[state.to])
        states.push_back({state.edit, state.from + 1, state.to + 1});
    }
    return false;
  }

 private:
  struct State {
    std::size_t edit = 0, from = 0, to = 0;
  };

  bool stands_at(const Placed& one, std::size_t offset) const {
    const std::size_t inside = one.edit.begin - one.begin;
    if (offset < inside) return false;
    const std::size_t begin = offset - inside, end = begin + one.lines.size();
    if (begin > 0 && working_[begin - 1] != '\n') return false;
    if (end > working_.size() || working_.compare(begin, one.lines.size(), one.lines) != 0)
      return false;
    return (one.lines.ends_with('\n') && !one.at_the_end) || end == working_.size();
  }

  std::vector<Placed> edits_;
  std::string working_, after_;
  std::vector<bool> seen_;
};

std::string shown(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '\n')
      result += "\\n";
    else if (c == '\r')
      result += "\\r";
    else if (c == '\t')
      result += "\\t";
    else
      result += c;
  }
  return result;
}

}  // namespace

TEST_CASE("the working tree differs afterwards in exactly the fixed bytes (random)") {
  const testing::RandomRounds random("carry_over, any files", 1, 20000);
  std::size_t changed = 0, left = 0;
  for (std::uint64_t round = 0; round < random.rounds(); ++round) {
    Chance chance(random.generator(round));
    const std::string staged = some_file(chance);
    std::vector<TextEdit> edits = smallest_edits(staged, some_edits(chance, staged));
    const std::string fixed = apply_edits(staged, edits);
    const bool converted = staged.find('\r') == std::string::npos && chance.one_in(4);
    std::string working = some_working_version(chance, staged);
    if (converted) working = with_crlf(without_carriage_returns(working));
    INFO("MOONGATE_TEST_SEED=" << random.seed() + round << " MOONGATE_TEST_ROUNDS=1");
    INFO("staged   " << shown(staged));
    INFO("fixed    " << shown(fixed));
    INFO("working  " << shown(working));

    const CarriedOver result = carry_over(staged, edits, working);
    INFO("now      " << shown(result.text));
    Explanation as_it_is(placed(staged, edits), working, result.text);
    bool explained = as_it_is.holds();
    if (!explained && staged.find('\r') == std::string::npos) {
      std::vector<TextEdit> in_crlf;
      for (const TextEdit& edit : edits) {
        const auto moved = [&](std::size_t offset) {
          return with_crlf(staged.substr(0, offset)).size();
        };
        in_crlf.push_back({moved(edit.begin), moved(edit.end), with_crlf(edit.text)});
      }
      Explanation turned(placed(with_crlf(staged), in_crlf), working, result.text);
      explained = turned.holds();
    }
    REQUIRE(explained);
    changed += result.text != working;
    left += !result.left.empty();

    REQUIRE(carry_over(staged, edits, staged).text == fixed);
    REQUIRE(carry_over(staged, edits, staged).left.empty());
  }
  if (random.rounds() < 1000) return;    // one failing round, run again
  CHECK(changed * 4 > random.rounds());  // the files are such that something happens
  CHECK(left * 10 > random.rounds());
}

TEST_CASE("every fix of an unchanged line is carried over (random)") {
  const testing::RandomRounds random("carry_over, lines told apart", 1, 10000);
  for (std::uint64_t round = 0; round < random.rounds(); ++round) {
    Chance chance(random.generator(round));
    std::size_t number = 0;
    const auto line = [&] {
      static const char* const spaces[] = {"", "", " ", "\t "};
      return "line" + std::to_string(number++) + spaces[chance.below(4)];
    };
    const auto trimmed = [](std::string text) {
      return text.erase(text.find_last_not_of(" \t") + 1);
    };
    const bool crlf = chance.one_in(4);             // in both versions
    const bool turned = !crlf && chance.one_in(4);  // by Git, on checkout
    const std::string ending = crlf ? "\r\n" : "\n";
    std::string staged, working, wanted;
    std::vector<TextEdit> edits;
    const std::size_t count = chance.below(10);
    const bool open_end = count > 0 && chance.one_in(3);  // no newline at the end
    const auto add_unstaged = [&] {
      const std::string text = line() + ending;
      working += text;
      wanted += text;
    };
    for (std::size_t i = 0; i < count; ++i) {
      const bool last = i + 1 == count, open = last && open_end;
      while (chance.one_in(4)) add_unstaged();
      const std::string text = line(), clean = trimmed(text);
      if (clean != text)
        edits.push_back({staged.size() + clean.size(), staged.size() + text.size(), ""});
      staged += text;
      if (open)
        edits.push_back({staged.size(), staged.size(), ending});
      else
        staged += ending;
      if (chance.one_in(6)) continue;  // deleted
      if (chance.one_in(6)) {          // changed
        add_unstaged();
      } else if (!open) {
        working += text + ending;
        wanted += clean + ending;
      } else {
        working += text;
        wanted += clean + ending;
      }
    }
    if (!open_end)
      while (chance.one_in(3)) add_unstaged();
    if (turned && working.find('\n') != std::string::npos) {
      working = with_crlf(working);
      wanted = with_crlf(wanted);
    }
    INFO("MOONGATE_TEST_SEED=" << random.seed() + round << " MOONGATE_TEST_ROUNDS=1");
    INFO("staged   " << shown(staged));
    INFO("working  " << shown(working));
    REQUIRE(shown(carry_over(staged, compose_edits({}, edits), working).text) == shown(wanted));
  }
}

}  // namespace moongate
