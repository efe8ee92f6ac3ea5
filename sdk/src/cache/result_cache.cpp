#include "cache/result_cache.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <utility>

#include "cache/record_file.h"

namespace moongate {

namespace {

constexpr std::size_t word = sizeof(std::uint64_t);
// Checksum; count of checks and added lines; removed lines; the key.
constexpr std::size_t fixed_words = 5;
constexpr std::size_t most_checks = 256;

std::uint64_t word_at(std::string_view bytes, std::size_t index) {
  std::uint64_t value = 0;
  std::memcpy(&value, bytes.data() + index * word, word);
  return value;
}

void append_word(std::string& bytes, std::uint64_t value) {
  char raw[word];
  std::memcpy(raw, &value, word);
  bytes.append(raw, word);
}

// Each step can be undone, for the sum and for the word: two records that differ in one word never
// have the same sum.
std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0x9E3779B97F4A7C15ull;
  for (std::size_t i = 0; i * word < bytes.size(); ++i) {
    sum ^= word_at(bytes, i);
    sum *= 0xD6E8FEB86659FD93ull;
    sum ^= sum >> 32;
  }
  return sum;
}

// The size of the record that `bytes` begins with; 0 where it is not whole.
std::size_t record_size(std::string_view bytes) {
  if (bytes.size() < fixed_words * word) return 0;
  const std::uint64_t checks = word_at(bytes, 1) & 0xFFFFFFFFu;
  if (checks > most_checks) return 0;
  const std::size_t size = (fixed_words + checks) * word;
  if (bytes.size() < size || checksum(bytes.substr(word, size - word)) != word_at(bytes, 0))
    return 0;
  return size;
}

std::size_t whole_records(std::string_view bytes) {
  std::size_t at = 0;
  while (const std::size_t size = record_size(bytes.substr(at))) at += size;
  return at;
}

ResultKey key_at(std::string_view record) {
  return {word_at(record, 3), word_at(record, 4)};
}

std::size_t size_at(std::string_view record) {  // of one that is known to be whole
  return (fixed_words + (word_at(record, 1) & 0xFFFFFFFFu)) * word;
}

}  // namespace

ResultCache::ResultCache(std::string directory)
    : directory_(std::move(directory)), file_(directory_ + "/results-1") {}

std::uint64_t ResultCache::size_on_disk() const {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file_, error);
  return error ? 0 : size;
}

void ResultCache::load() {
  records_ = read_records(file_, largest);
  records_.resize(whole_records(records_));
  index();
}

void ResultCache::index() {
  std::size_t count = 0;
  for (std::size_t at = 0; at < records_.size(); at += size_at({records_.data() + at, word * 2}))
    ++count;
  std::size_t room = 16;
  while (room < count * 2) room *= 2;
  slots_.assign(room, 0);
  used_.assign(room, false);
  const std::string_view all = records_;
  for (std::size_t at = 0; at < all.size();) {
    const std::string_view record = all.substr(at);
    slots_[slot_of(key_at(record))] = static_cast<std::uint32_t>(at) + 1;  // the last one counts
    at += size_at(record);
  }
}

std::size_t ResultCache::slot_of(const ResultKey& key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = key.low & mask;
  while (slots_[slot] != 0 && key_at(std::string_view(records_).substr(slots_[slot] - 1)) != key)
    slot = (slot + 1) & mask;
  return slot;
}

std::optional<CleanResult> ResultCache::find(const ResultKey& key) const {
  if (slots_.empty()) return std::nullopt;
  const std::uint32_t offset = slots_[slot_of(key)];
  if (offset == 0) return std::nullopt;
  const std::string_view record = std::string_view(records_).substr(offset - 1);
  CleanResult clean_result;
  const std::uint64_t counts = word_at(record, 1);
  clean_result.added = static_cast<std::uint32_t>(counts >> 32);
  clean_result.removed = static_cast<std::uint32_t>(word_at(record, 2));
  for (std::size_t i = 0; i < (counts & 0xFFFFFFFFu); ++i)
    clean_result.checks.push_back(word_at(record, fixed_words + i));
  return clean_result;
}

void ResultCache::used(const ResultKey& key) {
  if (!slots_.empty()) used_[slot_of(key)] = true;
}

void ResultCache::add(const ResultKey& key, const CleanResult& clean_result) {
  if (clean_result.checks.size() > most_checks) return;
  std::string rest;
  append_word(rest, clean_result.checks.size() | std::uint64_t{clean_result.added} << 32);
  append_word(rest, clean_result.removed);
  append_word(rest, key.high);
  append_word(rest, key.low);
  for (const std::uint64_t check : clean_result.checks) append_word(rest, check);
  append_word(added_, checksum(rest));
  added_ += rest;
}

void ResultCache::save(std::uint64_t limit) {
  if (added_.empty()) return;
  const auto kept = [&] {
    std::string bytes;
    for (std::size_t slot = 0; slot < slots_.size(); ++slot) {
      if (slots_[slot] == 0 || !used_[slot]) continue;
      const std::string_view record = std::string_view(records_).substr(slots_[slot] - 1);
      bytes += record.substr(0, size_at(record));
    }
    bytes += added_;
    if (bytes.size() <= limit) return bytes;
    // More than fits was used at once: the newest that fit.
    std::size_t at = 0;
    while (bytes.size() - at > limit) at += size_at(std::string_view(bytes).substr(at));
    return bytes.substr(at);
  };
  append_records(directory_, file_, added_, records_.size(), limit, whole_records, kept);
  added_.clear();
}

}  // namespace moongate
