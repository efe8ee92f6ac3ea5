#include "engine/cached_results.h"

#include <algorithm>
#include <string>

#include "cache/identity.h"
#include "core/hash.h"
#include "version.h"

namespace moongate {

namespace {

void append_number(std::string& bytes, std::uint64_t number) {
  append_field(bytes, std::to_string(number));
}

void append_value(std::string& bytes, const Value& value) {
  bytes += static_cast<char>('0' + value.is.index());
  if (const auto* flag = value.get_if<bool>()) append_number(bytes, *flag ? 1 : 0);
  if (const auto* number = value.get_if<std::int64_t>())
    append_number(bytes, static_cast<std::uint64_t>(*number));
  if (const auto* number = value.get_if<double>())
    append_field(bytes, {reinterpret_cast<const char*>(number), sizeof *number});
  if (const auto* text = value.get_if<std::string>()) append_field(bytes, *text);
  if (const auto* list = value.get_if<List>()) {
    append_number(bytes, list->size());
    for (const Value& item : *list) append_value(bytes, item);
  }
  if (const auto* map = value.get_if<Map>()) {
    append_number(bytes, map->size());
    for (const auto& [key, item] : *map) {
      append_field(bytes, key);
      append_value(bytes, item);
    }
  }
}

void append_version(std::string& bytes, const FileVersion& version) {
  append_field(bytes, version.path);
  append_number(bytes, version.mode);
  append_field(bytes, {reinterpret_cast<const char*>(version.id.raw.data()), version.id.size});
}

// A check with `finish` has facts to give even where it finds nothing.
bool only_files(const Declaration& declaration) {
  return std::none_of(declaration.visitors.begin(), declaration.visitors.end(),
                      [](Visitor visitor) {
                        return visitor == Visitor::commit || visitor == Visitor::branch ||
                               visitor == Visitor::tag || visitor == Visitor::pull_request ||
                               visitor == Visitor::change || visitor == Visitor::finish;
                      });
}

std::uint64_t key_of_settings(const PlannedCheck& planned, const CheckSettings& settings,
                              const Limits& limits, const std::string& program) {
  std::string bytes = program;
  append_field(bytes, planned.check->declaration.name);
  append_field(bytes, planned.check->source.text);
  append_field(bytes, planned.check->source.identity);
  append_value(bytes, Value(settings.options));
  append_value(bytes, Value(limits.check_seconds));
  append_value(bytes, Value(limits.seconds_per_mebibyte));
  append_number(bytes, limits.check_memory);
  append_number(bytes, limits.message_bytes);
  const std::uint64_t key = stable_hash64(bytes);
  return key ? key : 1;
}

}  // namespace

KnownClean::KnownClean(ResultCache* cache, const std::vector<PlannedCheck>& checks,
                       const Config& config, const EngineOptions& options, std::size_t files)
    : cache_(files >= fewest_files ? cache : nullptr), include_existing_(options.include_existing) {
  if (cache_ && cache_->size_on_disk() > files * most_bytes_a_file) cache_ = nullptr;
  if (!cache_) return;
  append_field(program_, version);
  append_field(program_, program_identity());
  if (program_identity().empty()) {
    cache_ = nullptr;  // another build could be taken for this one
    return;
  }
  keys_.resize(checks.size());
  for (std::size_t i = 0; i < checks.size(); ++i) {
    const Declaration& declaration = checks[i].check->declaration;
    if (!only_files(declaration) || checks[i].check->source.identity.empty()) continue;
    const auto add = [&](const CheckSettings& settings) {
      keys_[i].emplace(&settings, key_of_settings(checks[i], settings, config.limits, program_));
    };
    add(config.settings(declaration.name, ""));
    if (!config.nested) continue;
    for (const auto& [name, directory] : config.nested->directories) {
      const auto own = directory.checks.find(declaration.name);
      if (own != directory.checks.end()) add(own->second);
    }
  }
  cache_->load();
}

ResultKey KnownClean::key_of(const Unit& unit, bool generated) const {
  std::string bytes = program_;
  const FileChange& file = *unit.file;
  append_number(bytes, static_cast<std::uint64_t>(file.status));
  append_number(bytes, static_cast<std::uint64_t>(file.similarity));
  // The lines of a commit's files are not counted, so its results are no others' with them.
  append_number(bytes, (include_existing_ ? 1u : 0u) | (unit.commit ? 2u : 0u) |
                           (file.before ? 4u : 0u) | (file.after ? 8u : 0u) |
                           (generated ? 16u : 0u));
  if (file.before) append_version(bytes, *file.before);
  if (file.after) append_version(bytes, *file.after);
  for (const FileVersion& base : file.other_bases) append_version(bytes, base);
  const Oid hash = blob_hash(bytes);
  ResultKey key;
  for (std::size_t i = 0; i < 8; ++i) {
    key.high = key.high << 8 | hash.raw[i];
    key.low = key.low << 8 | hash.raw[i + 8];
  }
  return key;
}

std::uint64_t KnownClean::key_of(std::size_t check, const CheckSettings& settings) const {
  const auto key = keys_[check].find(&settings);
  return key == keys_[check].end() ? 0 : key->second;
}

std::optional<CleanResult> KnownClean::find(const ResultKey& key) const {
  return cache_->find(key);
}

void KnownClean::keep(const ResultKey& key, const std::optional<CleanResult>& before,
                      const std::optional<CleanResult>& now) {
  if (before) cache_->used(key);
  if (now && now != before) cache_->add(key, *now);
}

void KnownClean::save() {
  if (cache_) cache_->save();
}

}  // namespace moongate
