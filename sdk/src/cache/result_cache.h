// What was found clean before: a file's version, and the checks that had nothing to say about it.
//
// Only "no findings" is kept. A file with findings is checked again each time: so nothing of what
// checks say (which may be a secret) lies in the cache, no finding ever comes out of it, and the
// worst a wrong entry could do takes a collision of 128 bits.
//
// One file of records, appended to. A reader takes the records that are whole and stops at the
// first that is not; a writer cuts that off. The file holds at most `largest` bytes: beyond,
// everything goes that the run which writes did not use. An error of the disk is a miss.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moongate {

struct ResultKey {
  std::uint64_t high = 0, low = 0;
  bool operator==(const ResultKey&) const = default;
};

struct CleanResult {
  std::uint32_t added = 0, removed = 0;  // lines of the change
  std::vector<std::uint64_t> checks;     // keys of those that found nothing; at most 256
  bool operator==(const CleanResult&) const = default;
};

class ResultCache {
 public:
  static constexpr std::uint64_t largest = std::uint64_t{64} << 20;

  // `directory` is made when something is written.
  explicit ResultCache(std::string directory);

  const std::string& file() const { return file_; }
  std::uint64_t size_on_disk() const;  // 0: nothing there

  // Reads the file. Before it nothing is found.
  void load();
  // From any thread. What was added since load() is not found.
  std::optional<CleanResult> find(const ResultKey& key) const;

  // These are for one thread. `used` keeps what was found when the file must shrink.
  void used(const ResultKey& key);
  void add(const ResultKey& key, const CleanResult& clean_result);
  // Writes what was added. Gives up, silently, where the disk refuses or another process writes.
  void save(std::uint64_t limit = largest);

 private:
  std::size_t slot_of(const ResultKey& key) const;
  void index();

  std::string directory_, file_;
  std::string records_;               // those of the file that are whole, its header left out
  std::vector<std::uint32_t> slots_;  // open addressing: offsets into them, plus 1
  std::vector<bool> used_;            // parallel to the slots
  std::string added_;                 // records to write
};

}  // namespace moongate
