// Which results of this run may come from the cache, and under which keys.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "cache/result_cache.h"
#include "engine/plan.h"

namespace moongate {

class KnownClean {
 public:
  // Below these, reading the cache costs more than it saves (measured: reading takes 1.5 ms a
  // mebibyte, a small file's checks 0.2 ms): fewer files, or more bytes of cache for each of them.
  static constexpr std::size_t fewest_files = 1000;
  static constexpr std::uint64_t most_bytes_a_file = std::uint64_t{32} << 10;

  // Reads the cache if there is one and this run has work enough for it.
  KnownClean(ResultCache* cache, const std::vector<PlannedCheck>& checks, const Config& config,
             const EngineOptions& options, std::size_t files);

  bool on() const { return cache_ != nullptr; }

  // Everything of a file that a visitor can see, except for the content, which the ids stand for.
  ResultKey key_of(const Unit& unit, bool generated) const;
  // 0: this check's result is not kept. It may look at more than one file (a visitor of the whole
  // change shares its state with those of files), or it is not known what its modules are.
  std::uint64_t key_of(std::size_t check, const CheckSettings& settings) const;

  std::optional<CleanResult> find(const ResultKey& key) const;
  // After the run: what each file unit was found to be; `before` is what find() gave.
  void keep(const ResultKey& key, const std::optional<CleanResult>& before,
            const std::optional<CleanResult>& now);
  void save();

 private:
  ResultCache* cache_;
  bool include_existing_;
  std::string program_;
  std::vector<std::unordered_map<const CheckSettings*, std::uint64_t>> keys_;  // by check
};

}  // namespace moongate
