#include "match/mask.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "match/builtin_patterns.h"
#include "match/decode.h"
#include "match/pattern_set.h"
#include "match/secret_search.h"

namespace moongate {
namespace {

// Pieces of a secret that are shorter stand in ordinary text too.
constexpr std::size_t shortest_piece = 8;

// The lines of a secret, also where a program writes them as "\n" in a string.
std::vector<std::string_view> pieces_of(std::string_view secret) {
  std::vector<std::string_view> pieces;
  std::size_t from = 0;
  const auto add = [&](std::size_t to) {
    std::string_view piece = secret.substr(from, to - from);
    const auto is_edge = [](char c) {
      return c == ' ' || c == '\t' || c == '\r' || c == '"' || c == '\'' || c == ',' || c == '+' ||
             c == '\\';
    };
    while (!piece.empty() && is_edge(piece.front())) piece.remove_prefix(1);
    while (!piece.empty() && is_edge(piece.back())) piece.remove_suffix(1);
    // The lines that say what it is are worth seeing.
    if (piece.size() >= shortest_piece && !piece.starts_with("-----")) pieces.push_back(piece);
  };
  for (std::size_t i = 0; i < secret.size(); ++i) {
    const bool escaped = secret[i] == '\\' && i + 1 < secret.size() &&
                         (secret[i + 1] == 'n' || secret[i + 1] == 'r');
    if (secret[i] != '\n' && !escaped) continue;
    add(i);
    from = i + (escaped ? 2 : 1);
    i = from - 1;
  }
  if (from == 0) return {};
  add(secret.size());
  return pieces;
}

}  // namespace

struct Masker::Tools {
  SecretSearch secrets;
  PatternSet own;  // what know() named
};

namespace {

// What is judged to be a secret comes through add(), and ordinary settings stay readable.
bool is_form(const BuiltinPattern& pattern) {
  return pattern.secret && !is_guess(pattern);
}

PatternSet set_of(const std::vector<Pattern>& patterns) {
  std::vector<PatternSet::Entry> entries;
  for (const Pattern& pattern : patterns) entries.push_back({&pattern, {}});
  return PatternSet(std::move(entries));
}

std::vector<Pattern> built_in_forms() {
  std::vector<Pattern> patterns;
  for (const BuiltinPattern& builtin : builtin_patterns().patterns) {
    if (!is_form(builtin)) continue;
    Pattern pattern;
    pattern.id = builtin.id;
    pattern.regex = builtin.regex;
    pattern.keywords.assign(builtin.keywords.begin(), builtin.keywords.end());
    pattern.entropy = builtin.entropy;
    pattern.checksum = builtin.checksum;
    patterns.push_back(std::move(pattern));
  }
  return patterns;
}

const PatternSet& known_forms() {
  static const std::vector<Pattern> patterns = built_in_forms();
  static const PatternSet set = set_of(patterns);
  return set;
}

// Most texts of a run (paths, names, messages) hold nothing like a secret, and to make the set of
// some hundred expressions takes longer than the rest of a small run.
bool may_hold_a_form(std::string_view text) {
  if (encoding_of(text) != Encoding::bytes) return true;
  const BuiltinScanner* scanner = BuiltinScanner::shared();
  const auto& patterns = builtin_patterns().patterns;
  std::vector<bool> present(patterns.size(), false);
  if (!scanner || !scanner->scan(text, present)) return true;
  for (std::size_t i = 0, first = 0; i < patterns.size(); ++i) {
    if (patterns[i].regex != patterns[first].regex) first = i;  // equal ones have one id
    if (is_form(patterns[i]) && (present[first] || !patterns[i].in_database)) return true;
  }
  return false;
}

}  // namespace

Masker::Masker(Forms forms) : forms_(forms) {}
Masker::~Masker() = default;
Masker::Masker(Masker&&) noexcept = default;
Masker& Masker::operator=(Masker&&) noexcept = default;

void Masker::add(std::string secret) {
  if (secret.empty()) return;
  tools_.reset();
  if (secret.find('\0') != std::string::npos) {
    // A range of a UTF-16 file may begin in the middle of a unit: zero bytes tell nothing here.
    std::string plain;
    std::copy_if(secret.begin(), secret.end(), std::back_inserter(plain),
                 [](char c) { return c != '\0'; });
    add(std::move(plain));
  }
  for (const std::string_view piece : pieces_of(secret)) secrets_.emplace_back(piece);
  secrets_.push_back(std::move(secret));
}

void Masker::know(Pattern pattern) {
  tools_.reset();
  patterns_.push_back(std::move(pattern));
}

void Masker::prepare() const {
  if (tools_) return;
  auto tools = std::make_unique<Tools>(
      Tools{SecretSearch({secrets_.begin(), secrets_.end()}), set_of(patterns_)});
  tools_ = std::move(tools);
}

std::string Masker::masked(std::string_view secret) {
  const std::size_t shown = std::min<std::size_t>(4, secret.size() / 4);
  std::string out;
  // Half a character, or one that moves the cursor, must not stay.
  for (const char c : secret.substr(0, shown)) {
    if (c < 0x21 || c > 0x7E) break;
    out += c;
  }
  return out + "****";
}

void Masker::find(std::string_view text, std::vector<ByteRange>& found) const {
  prepare();
  tools_->secrets.find(text, found);
  const auto add = [&](const PatternSet& set) {
    for (const PatternMatch& match : set.find(text)) {
      ByteRange secret{match.begin, match.end};
      for (const std::optional<ByteRange>& capture : match.captures)
        if (capture && capture->end > capture->begin) {
          secret = *capture;
          break;
        }
      found.push_back(secret);
    }
  };
  add(tools_->own);
  if (forms_ == Forms::built_in && may_hold_a_form(text)) add(known_forms());
}

std::string Masker::mask(std::string_view text) const {
  return mask(text, std::array<const Masker*, 1>{this});
}

std::string Masker::mask(std::string_view text, std::span<const Masker* const> maskers,
                         std::vector<Replaced>* replaced) {
  std::vector<ByteRange> secrets;
  for (const Masker* masker : maskers) masker->find(text, secrets);
  if (secrets.empty()) return std::string(text);
  std::sort(secrets.begin(), secrets.end(), [](const ByteRange& a, const ByteRange& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });

  std::string out;
  std::size_t at = 0;
  for (std::size_t i = 0; i < secrets.size();) {
    ByteRange whole = secrets[i];
    for (++i; i < secrets.size() && secrets[i].begin < whole.end; ++i)
      whole.end = std::max(whole.end, secrets[i].end);
    out += text.substr(at, whole.begin - at);
    const std::size_t shown = out.size();
    out += masked(text.substr(whole.begin, whole.end - whole.begin));
    // A key printed whole keeps its lines, so that what stands below keeps its place.
    const auto lines = std::count(text.begin() + static_cast<std::ptrdiff_t>(whole.begin),
                                  text.begin() + static_cast<std::ptrdiff_t>(whole.end), '\n');
    out.append(static_cast<std::size_t>(lines), '\n');
    if (replaced) replaced->push_back({whole.begin, whole.end, shown, out.size()});
    at = whole.end;
  }
  out += text.substr(at);
  return out;
}

}  // namespace moongate
