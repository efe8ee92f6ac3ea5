#include "findings/masks.h"

#include <utility>
#include <vector>

namespace moongate {

namespace {

using Maskers = std::vector<const Masker*>;

}  // namespace

Masker& Masks::of_check(const Declaration& check) {
  by_source_.emplace(check.source_path, check.name);
  return by_check_.try_emplace(check.name, Masker::Forms::none).first->second;
}

void Masks::add_own(const Declaration& check, const std::string& path, std::string secret) {
  by_path_.try_emplace(path, Masker::Forms::none).first->second.add(secret);
  of_check(check).add(std::move(secret));
}

void Masks::know_own(const Declaration& check, const Pattern& pattern) {
  patterns_.know(pattern);
  of_check(check).know(pattern);
}

std::string Masks::said_by(const std::string& check, std::string_view text) const {
  const auto own = by_check_.find(check);
  if (own == by_check_.end()) return everywhere.mask(text);
  return Masker::mask(text, Maskers{&everywhere, &own->second});
}

std::string Masks::snippet(const std::string& check, const std::string& path, std::string_view text,
                           std::vector<Masker::Replaced>* replaced) const {
  Maskers maskers{&everywhere};
  if (!by_check_.empty()) maskers.push_back(&patterns_);
  if (const auto there = by_path_.find(path); there != by_path_.end())
    maskers.push_back(&there->second);
  if (const auto own = by_check_.find(check); own != by_check_.end())
    maskers.push_back(&own->second);
  return Masker::mask(text, maskers, replaced);
}

std::string Masks::said_at(const std::string& path, std::string_view text) const {
  const auto check = by_source_.find(path);
  return check == by_source_.end() ? everywhere.mask(text) : said_by(check->second, text);
}

}  // namespace moongate
