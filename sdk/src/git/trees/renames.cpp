#include "git/trees/renames.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <unordered_map>
#include <utility>

namespace moongate {
namespace {

constexpr int max_score = 60000;
constexpr int least_score = 30000;  // 50 %
// Where a name without its directory is unique on both sides, the two files are compared first, and
// paired from 75 % on.
constexpr int least_score_by_name = least_score + (max_score - least_score) / 2;
constexpr std::size_t max_piece = 64;
constexpr std::uint32_t hash_range = 107927;
constexpr std::size_t candidates_per_target = 4;

// A text as a bag of pieces: lines, cut at 64 bytes, each by its hash and how many bytes hash so.
using Pieces = std::vector<std::pair<std::uint32_t, std::uint32_t>>;  // sorted by hash

bool looks_binary(std::string_view text) {
  return std::memchr(text.data(), 0, std::min<std::size_t>(text.size(), 8000)) != nullptr;
}

Pieces cut(std::string_view text, bool count_last_line) {
  Pieces pieces;
  pieces.reserve(text.size() / 32 + 1);
  const bool is_text = text.empty() || !looks_binary(text);
  std::uint32_t low = 0;
  std::uint32_t high = 0;
  std::uint32_t length = 0;
  const auto close = [&] {
    pieces.emplace_back((low + high * 0x61u) % hash_range, length);
    low = high = length = 0;
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    // Line endings do not make files different.
    if (is_text && byte == '\r' && i + 1 < text.size() && text[i + 1] == '\n') continue;
    const std::uint32_t old_low = low;
    low = (low << 7) ^ (high >> 25);
    high = (high << 7) ^ (old_low >> 25);
    low += byte;
    ++length;
    if (length >= max_piece || byte == '\n') close();
  }
  if (count_last_line && length > 0) close();
  std::sort(pieces.begin(), pieces.end());
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (kept > 0 && pieces[kept - 1].first == pieces[i].first) {
      pieces[kept - 1].second += pieces[i].second;
    } else {
      pieces[kept++] = pieces[i];
    }
  }
  pieces.resize(kept);
  return pieces;
}

std::uint64_t bytes_in_common(const Pieces& a, const Pieces& b) {
  std::uint64_t common = 0;
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    if (left->first < right->first) {
      ++left;
    } else if (right->first < left->first) {
      ++right;
    } else {
      common += std::min(left->second, right->second);
      ++left;
      ++right;
    }
  }
  return common;
}

bool sizes_too_different(std::uint64_t a, std::uint64_t b) {
  const std::uint64_t larger = std::max(a, b);
  const std::uint64_t difference = larger - std::min(a, b);
  return larger * static_cast<std::uint64_t>(max_score - least_score) <
         difference * static_cast<std::uint64_t>(max_score);
}

int score_of(const Pieces& before, std::uint64_t before_size, const Pieces& after,
             std::uint64_t after_size) {
  if (after_size == 0) return 0;
  return static_cast<int>(bytes_in_common(before, after) * max_score /
                          std::max(before_size, after_size));
}

std::string_view last_name(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(slash + 1);
}

struct Source {
  std::size_t change = 0;  // index into the files
  bool used = false;
};

struct Target {
  std::size_t change = 0;
  bool renamed = false;
  std::size_t source = 0;  // index into the files
  int score = 0;
};

struct Candidate {
  bool given = false;
  std::size_t target = 0, source = 0;
  int score = 0;
  int same_name = 0;
};

// Whether `a` is the better pair; equal ones keep their order.
bool better(const Candidate& a, const Candidate& b) {
  if (a.given != b.given) return a.given;
  if (!a.given) return false;
  return a.score != b.score ? a.score > b.score : a.same_name > b.same_name;
}

class Finder {
 public:
  Finder(std::vector<FileChange>& files, const RenameContent& content, const RenameRules& rules)
      : files_(files), content_(content), rules_(rules) {
    for (std::size_t i = 0; i < files.size(); ++i) {
      if (files[i].status == FileStatus::added) targets_.push_back({i});
      if (files[i].status == FileStatus::deleted) sources_.push_back({i});
    }
  }

  void run() {
    if (sources_.empty() || targets_.empty()) return;
    pair_equal_content();
    drop_used_sources();
    pair_unique_names();
    drop_used_sources();
    pair_similar();
    apply();
  }

 private:
  const FileVersion& before(const Source& source) const { return *files_[source.change].before; }
  const FileVersion& after(const Target& target) const { return *files_[target.change].after; }

  void record(Target& target, Source& source, int score) {
    target.renamed = true;
    target.source = source.change;
    target.score = score;
    source.used = true;
  }

  void drop_used_sources() {
    std::erase_if(sources_, [](const Source& source) { return source.used; });
  }

  void pair_equal_content() {
    std::unordered_map<Oid, std::vector<std::size_t>> by_content;
    for (std::size_t i = 0; i < sources_.size(); ++i)
      by_content[before(sources_[i]).id].push_back(i);
    for (Target& target : targets_) {
      const auto found = by_content.find(after(target).id);
      if (found == by_content.end()) continue;
      const FileVersion& wanted = after(target);
      Source* best = nullptr;
      bool best_same_name = false;
      int tries = 100;  // Git's own bound against many equal files
      for (const std::size_t index : found->second) {
        Source& source = sources_[index];
        const FileVersion& file = before(source);
        if ((!file.is_regular() || !wanted.is_regular()) && file.mode != wanted.mode) continue;
        if (source.used) continue;
        const bool same_name = last_name(file.path) == last_name(wanted.path);
        if (!best || (same_name && !best_same_name)) {
          best = &source;
          best_same_name = same_name;
          if (same_name) break;
        }
        if (--tries == 0) break;
      }
      if (best) record(target, *best, max_score);
    }
  }

  int estimate(const FileVersion& from, const FileVersion& to) {
    // Links and submodules are only renamed when nothing else changed.
    if (!from.is_regular() || !to.is_regular()) return 0;
    const std::uint64_t from_size = size_of(from.id);
    const std::uint64_t to_size = size_of(to.id);
    if (sizes_too_different(from_size, to_size)) return 0;
    return score_of(pieces_of(from.id), from_size, pieces_of(to.id), to_size);
  }

  std::uint64_t size_of(const Oid& id) {
    const auto [entry, added] = sizes_.try_emplace(id, 0);
    if (added) entry->second = content_.size_of(id);
    return entry->second;
  }

  const Pieces& pieces_of(const Oid& id) {
    const auto [entry, added] = pieces_.try_emplace(id);
    if (added) entry->second = cut(*content_.read(id), rules_.count_last_line);
    return entry->second;
  }

  void pair_unique_names() {
    constexpr std::size_t several = static_cast<std::size_t>(-1);
    std::unordered_map<std::string_view, std::size_t> source_names;
    std::unordered_map<std::string_view, std::size_t> target_names;
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const auto [entry, added] = source_names.try_emplace(last_name(before(sources_[i]).path), i);
      if (!added) entry->second = several;
    }
    for (std::size_t i = 0; i < targets_.size(); ++i) {
      if (targets_[i].renamed) continue;
      const auto [entry, added] = target_names.try_emplace(last_name(after(targets_[i]).path), i);
      if (!added) entry->second = several;
    }
    for (std::size_t i = 0; i < sources_.size(); ++i) {
      const std::string_view name = last_name(before(sources_[i]).path);
      if (source_names.at(name) == several) continue;
      const auto found = target_names.find(name);
      if (found == target_names.end() || found->second == several) continue;
      Target& target = targets_[found->second];
      const int score = estimate(before(sources_[i]), after(target));
      if (score >= least_score_by_name) record(target, sources_[i], score);
    }
  }

  void pair_similar() {
    std::size_t open_targets = 0;
    for (const Target& target : targets_) open_targets += target.renamed ? 0 : 1;
    if (open_targets == 0 || sources_.empty()) return;
    if (open_targets * sources_.size() > rules_.limit * rules_.limit) return;
    std::vector<Candidate> all;
    for (std::size_t t = 0; t < targets_.size(); ++t) {
      if (targets_[t].renamed) continue;
      std::array<Candidate, candidates_per_target> best;
      for (std::size_t s = 0; s < sources_.size(); ++s) {
        const FileVersion& from = before(sources_[s]);
        const FileVersion& to = after(targets_[t]);
        Candidate candidate{true, t, s, estimate(from, to),
                            last_name(from.path) == last_name(to.path) ? 1 : 0};
        Candidate* worst = &best[0];
        for (Candidate& other : best) {
          if (better(*worst, other)) worst = &other;
        }
        if (better(candidate, *worst)) *worst = candidate;
      }
      all.insert(all.end(), best.begin(), best.end());
      pieces_.erase(after(targets_[t]).id);  // of use for this row of the matrix only
    }
    std::stable_sort(all.begin(), all.end(), better);
    for (const Candidate& candidate : all) {
      if (!candidate.given || candidate.score < least_score) break;
      Target& target = targets_[candidate.target];
      Source& source = sources_[candidate.source];
      if (target.renamed || source.used) continue;
      record(target, source, candidate.score);
    }
  }

  void apply() {
    std::vector<bool> gone(files_.size(), false);
    for (const Target& target : targets_) {
      if (!target.renamed) continue;
      FileChange& change = files_[target.change];
      change.status = FileStatus::renamed;
      change.before = files_[target.source].before;
      change.similarity = target.score * 100 / max_score;
      gone[target.source] = true;
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (gone[i]) continue;
      if (kept != i) files_[kept] = std::move(files_[i]);
      ++kept;
    }
    files_.resize(kept);
  }

  std::vector<FileChange>& files_;
  const RenameContent& content_;
  const RenameRules& rules_;
  std::vector<Source> sources_;
  std::vector<Target> targets_;
  std::unordered_map<Oid, std::uint64_t> sizes_;
  std::unordered_map<Oid, Pieces> pieces_;
};

}  // namespace

int similarity_score(std::string_view before, std::string_view after, bool count_last_line) {
  if (sizes_too_different(before.size(), after.size())) return 0;
  return score_of(cut(before, count_last_line), before.size(), cut(after, count_last_line),
                  after.size());
}

void find_renames(std::vector<FileChange>& files, const RenameContent& content,
                  const RenameRules& rules) {
  Finder(files, content, rules).run();
}

}  // namespace moongate
