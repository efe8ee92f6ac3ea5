#include "match/pattern_set.h"

#include <re2/filtered_re2.h>

#include <algorithm>
#include <limits>
#include <map>
#include <mutex>
#include <utility>

#include "core/error.h"
#include "match/checksum.h"
#include "match/decode.h"
#include "match/literals.h"
#include "match/regex.h"
#include "match/regex_options.h"

namespace moongate {
namespace {

// Searches go window by window, so that none takes long and a match far ahead cannot make each of
// many searches read the whole rest of the text. RE2's worst case is 27 ns for a byte and a step of
// its program (its automaton thrown out of memory, measured), so that a window of this many bytes ×
// steps takes less than half a second.
constexpr std::size_t window_work = 16u << 20;

// A window and how much of it the next one sees again: the longest match that is surely found
// whole.
struct Window {
  std::size_t step, overlap;

  explicit Window(std::size_t program) {
    const std::size_t size = std::clamp<std::size_t>(
        window_work / std::max<std::size_t>(1, program), 16u << 10, 1u << 20);
    overlap = std::min(size / 4, PatternSet::max_match);
    step = size - overlap;
  }
};

constexpr std::size_t no_builtin = std::numeric_limits<std::size_t>::max();

struct Item {
  const Pattern* pattern = nullptr;
  std::string source_path;
  std::size_t builtin = no_builtin;   // index in the built-in database
  std::vector<std::size_t> keywords;  // of the literal matcher; empty for those of the database
  // Compiled when first needed: the built-in expressions were tried by the build, and a run needs
  // few of them.
  mutable std::once_flag once;
  mutable std::unique_ptr<const Regex> regex;

  [[noreturn]] void refuse(const std::string& what, std::string help) const {
    Problem problem;
    problem.kind = ProblemKind::check;
    problem.message = "pattern '" + pattern->id + "': " + what;
    problem.path = source_path;
    problem.line = pattern->line;
    problem.help = std::move(help);
    throw Error(std::move(problem));
  }

  const Regex& compiled() const {
    std::call_once(once, [this] {
      try {
        regex = std::make_unique<const Regex>(pattern->regex);
      } catch (const Error& error) {
        refuse(error.problem().message, error.problem().help);
      }
    });
    return *regex;
  }
};

bool same_byte_folded(char text, char lower) {
  return text == lower || (text >= 'A' && text <= 'Z' && text + ('a' - 'A') == lower);
}

bool contains_folded(std::string_view text, std::string_view lower) {
  return std::search(text.begin(), text.end(), lower.begin(), lower.end(), same_byte_folded) !=
         text.end();
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

void find_all(const Item& item, std::string_view text, const PatternSet::Pause& pause,
              std::vector<PatternMatch>& out) {
  const Regex& regex = item.compiled();
  const Pattern& pattern = *item.pattern;
  const Window window(regex.program_size());
  std::size_t at = 0, piece = 0, bytes = 0;
  std::vector<std::optional<ByteRange>> groups;
  while (at < text.size()) {
    if (pause && !pause(pattern, std::exchange(bytes, 0))) return;
    const std::size_t piece_end = std::min(text.size(), piece + window.step);
    const std::size_t until = std::min(text.size(), piece_end + window.overlap);
    if (!regex.find(text, at, until, groups)) {
      if (piece_end == text.size()) return;
      at = piece = piece_end;
      continue;
    }
    const ByteRange whole = *groups[0];
    if (whole.begin >= piece_end && piece_end < text.size()) {
      at = piece = piece_end;  // again, with all of its length in sight
      continue;
    }
    if (whole.end == whole.begin) {
      at = whole.end + 1;
      continue;
    }
    at = whole.end;
    if (at >= piece_end) piece = at;

    PatternMatch match;
    match.pattern = &pattern;
    match.begin = whole.begin;
    match.end = whole.end;
    match.captures.assign(groups.begin() + 1, groups.end());
    ByteRange judged = whole;
    for (const std::optional<ByteRange>& capture : match.captures)
      if (capture && capture->end > capture->begin) {
        judged = *capture;
        break;
      }
    const std::string_view value = text.substr(judged.begin, judged.end - judged.begin);
    match.entropy = entropy_of(value);
    if (match.entropy < pattern.entropy) continue;
    if (!pattern.checksum.empty() && !checksum_holds(pattern.checksum, value)) continue;
    // Lists grow by doubling, and sorting takes as much again.
    bytes += 2 * sizeof match + match.captures.size() * sizeof match.captures[0];
    out.push_back(std::move(match));
  }
}

void to_original(std::vector<PatternMatch>& matches, std::string_view text, Encoding encoding) {
  std::vector<std::size_t*> places;
  for (PatternMatch& match : matches) {
    places.push_back(&match.begin);
    places.push_back(&match.end);
    for (std::optional<ByteRange>& capture : match.captures)
      if (capture) {
        places.push_back(&capture->begin);
        places.push_back(&capture->end);
      }
  }
  std::sort(places.begin(), places.end(),
            [](const std::size_t* a, const std::size_t* b) { return *a < *b; });
  std::vector<std::size_t> offsets;
  for (const std::size_t* place : places) offsets.push_back(*place);
  offsets = original_offsets(text, encoding, offsets);
  for (std::size_t i = 0; i < places.size(); ++i) *places[i] = offsets[i];
}

}  // namespace

struct PatternSet::Impl {
  std::vector<std::unique_ptr<Item>> items;
  const BuiltinScanner* scanner = nullptr;
  std::size_t builtin_count = 0;
  std::unique_ptr<Literals> literals;  // keywords and atoms
  std::size_t first_atom = 0;          // index of the first literal that is an atom of `filter`
  // What each expression without keywords needs to stand in a text, from RE2 itself.
  std::unique_ptr<re2::FilteredRE2> filter;
  std::vector<std::size_t> filtered;  // FilteredRE2's id -> item

  // The scanner is asked for only when a built-in pattern is there: it takes time to make.
  Impl(std::vector<Entry> entries, const BuiltinPatterns& builtin,
       const std::function<const BuiltinScanner*()>& scanner_of, const Pause& pause,
       const Refused& refused)
      : builtin_count(builtin.patterns.size()) {
    std::map<std::string, std::size_t> sizes;  // by check
    for (Entry& entry : entries) {
      auto item = std::make_unique<Item>();
      item->pattern = entry.pattern;
      item->source_path = std::move(entry.source_path);
      const auto known = std::lower_bound(
          builtin.patterns.begin(), builtin.patterns.end(), std::string_view(entry.pattern->regex),
          [](const BuiltinPattern& a, std::string_view b) { return a.regex < b; });
      const bool is_builtin =
          known != builtin.patterns.end() && known->regex == entry.pattern->regex;
      if (is_builtin && known->in_database) {
        scanner = scanner_of();
        if (scanner) item->builtin = static_cast<std::size_t>(known - builtin.patterns.begin());
      }
      const bool filtered_here = item->builtin == no_builtin && item->pattern->keywords.empty();
      if ((!is_builtin || filtered_here) && pause && !pause(*item->pattern, 0)) continue;
      try {
        if (!is_builtin) validate(*item, sizes[item->source_path]);
        if (filtered_here) add_filter(*item, items.size());
      } catch (const Error& error) {
        if (!refused) throw;
        refused(*item->pattern, error);
        continue;
      }
      items.push_back(std::move(item));
    }
    add_literals();
  }

  static void validate(const Item& item, std::size_t& size_of_check) {
    size_of_check += item.compiled().program_size();
    for (const std::string& keyword : item.pattern->keywords) size_of_check += keyword.size();
    if (size_of_check > largest_check)
      item.refuse("with it the patterns of this check are too large together: more than " +
                      std::to_string(largest_check) + " steps and bytes of keywords",
                  "use fewer or smaller expressions, or split the check");
    if (item.compiled().matches_whole(""))
      item.refuse("it matches the empty text", "make it need at least one character");
    const std::string& checksum = item.pattern->checksum;
    const auto& names = checksum_names();
    if (!checksum.empty() && std::find(names.begin(), names.end(), checksum) == names.end()) {
      std::string known;
      for (const std::string_view name : names)
        known += (known.empty() ? "" : ", ") + std::string(name);
      item.refuse("unknown checksum '" + checksum + "'", "use one of: " + known);
    }
    for (const std::string& keyword : item.pattern->keywords)
      if (keyword.empty() || keyword.size() > 128)
        item.refuse("a keyword is empty or longer than 128 bytes",
                    "name what must stand in the file");
  }

  void add_filter(const Item& item, std::size_t index) {
    if (!filter) filter = std::make_unique<re2::FilteredRE2>(3);
    int id = 0;
    if (filter->Add(item.pattern->regex, regex_options(), &id) != RE2::NoError)
      item.refuse("the expression does not compile", "fix it");
    filtered.push_back(index);
  }

  void add_literals() {
    std::vector<std::string> texts;
    std::map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < items.size(); ++i) {
      Item& item = *items[i];
      if (item.builtin != no_builtin) continue;
      for (const std::string& keyword : item.pattern->keywords) {
        const auto [place, added] = known.emplace(lower(keyword), texts.size());
        if (added) texts.push_back(place->first);
        item.keywords.push_back(place->second);
      }
    }
    first_atom = texts.size();
    if (filter) {
      std::vector<std::string> atoms;
      filter->Compile(&atoms);
      texts.insert(texts.end(), atoms.begin(), atoms.end());
    }
    if (!texts.empty()) literals = std::make_unique<Literals>(texts, Literals::Case::ignore);
  }

  // Which items may occur in the text.
  std::vector<bool> candidates(std::string_view text) const {
    std::vector<bool> may(items.size(), false);
    if (scanner) {
      std::vector<bool> present(builtin_count, false);
      const bool told = scanner->scan(text, present);
      for (std::size_t i = 0; i < items.size(); ++i)
        if (items[i]->builtin != no_builtin) may[i] = !told || present[items[i]->builtin];
      // What the expression does not imply is looked for only where it matched.
      for (std::size_t i = 0; i < items.size(); ++i)
        if (may[i]) may[i] = has_keyword(*items[i]->pattern, text);
    }
    std::vector<bool> found;
    if (literals) found = literals->present(text);
    for (std::size_t i = 0; i < items.size(); ++i)
      for (const std::size_t keyword : items[i]->keywords)
        if (found[keyword]) may[i] = true;
    if (filter) {
      std::vector<int> atoms, potentials;
      for (std::size_t i = first_atom; i < found.size(); ++i)
        if (found[i]) atoms.push_back(static_cast<int>(i - first_atom));
      filter->AllPotentials(atoms, &potentials);
      for (const int id : potentials) may[filtered[static_cast<std::size_t>(id)]] = true;
    }
    return may;
  }

  static bool has_keyword(const Pattern& pattern, std::string_view text) {
    return pattern.keywords.empty() || std::any_of(pattern.keywords.begin(), pattern.keywords.end(),
                                                   [&](const std::string& keyword) {
                                                     return contains_folded(text, lower(keyword));
                                                   });
  }
};

PatternSet::PatternSet(std::vector<Entry> patterns, const Pause& pause, const Refused& refused)
    : impl_(std::make_unique<Impl>(std::move(patterns), builtin_patterns(), BuiltinScanner::shared,
                                   pause, refused)) {}

PatternSet::PatternSet(std::vector<Entry> patterns, const BuiltinPatterns& builtin,
                       const BuiltinScanner* scanner)
    : impl_(std::make_unique<Impl>(
          std::move(patterns), builtin, [scanner] { return scanner; }, Pause(), Refused())) {}

PatternSet::~PatternSet() = default;
PatternSet::PatternSet(PatternSet&&) noexcept = default;
PatternSet& PatternSet::operator=(PatternSet&&) noexcept = default;

bool PatternSet::empty() const {
  return impl_->items.empty();
}

std::vector<PatternMatch> PatternSet::find(std::string_view original, const Pause& pause) const {
  std::vector<PatternMatch> matches;
  if (empty() || original.empty()) return matches;
  const Encoding encoding = encoding_of(original);
  std::string decoded;
  std::string_view text = original;
  if (encoding != Encoding::bytes) {
    decoded = decode(original, encoding);
    text = decoded;
  }
  const std::vector<bool> may = impl_->candidates(text);
  for (std::size_t i = 0; i < may.size(); ++i)
    if (may[i]) find_all(*impl_->items[i], text, pause, matches);
  std::stable_sort(matches.begin(), matches.end(),
                   [](const PatternMatch& a, const PatternMatch& b) { return a.begin < b.begin; });
  if (encoding != Encoding::bytes) to_original(matches, original, encoding);
  return matches;
}

}  // namespace moongate
