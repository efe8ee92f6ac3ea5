// The only file that sees Vectorscan's runtime. Without it (MOONGATE_NO_VECTORSCAN, platforms that
// lack it) the literal way is taken, which tests prove to give the same.
#include <cstdint>
#include <mutex>

#include "match/builtin_patterns.h"

#ifndef MOONGATE_NO_VECTORSCAN
#include <hs/hs_runtime.h>
#endif

namespace moongate {

#ifndef MOONGATE_NO_VECTORSCAN

namespace {

struct ScratchDelete {
  void operator()(hs_scratch_t* scratch) const { hs_free_scratch(scratch); }
};
using Scratch = std::unique_ptr<hs_scratch_t, ScratchDelete>;

int note_match(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) {
  auto& present = *static_cast<std::vector<bool>*>(context);
  if (id < present.size()) present[id] = true;
  return 0;
}

// More than the head of a database.
constexpr std::size_t smallest_image = 256;

class VectorscanScanner final : public BuiltinScanner {
 public:
  explicit VectorscanScanner(const hs_database_t* database) : database_(database) {}

  bool scan(std::string_view text, std::vector<bool>& present) const override {
    if (text.empty()) return true;
    if (text.size() > max_block) return false;
    Scratch scratch = take();
    if (!scratch) return false;
    const hs_error_t rc = hs_scan(database_, text.data(), static_cast<unsigned>(text.size()), 0,
                                  scratch.get(), note_match, &present);
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(scratch));
    return rc == HS_SUCCESS;
  }

 private:
  static constexpr std::size_t max_block = 1u << 31;

  // A pool and not one for each thread: threads of a host's pool outlive our databases.
  Scratch take() const {
    {
      const std::lock_guard lock(mutex_);
      if (!idle_.empty()) {
        Scratch scratch = std::move(idle_.back());
        idle_.pop_back();
        return scratch;
      }
    }
    hs_scratch_t* made = nullptr;
    if (hs_alloc_scratch(database_, &made) != HS_SUCCESS) return nullptr;
    return Scratch(made);
  }

  const hs_database_t* database_;  // the image itself
  mutable std::mutex mutex_;
  mutable std::vector<Scratch> idle_;
};

}  // namespace

std::unique_ptr<BuiltinScanner> BuiltinScanner::make(std::string_view image) {
  const auto* database = reinterpret_cast<const hs_database_t*>(image.data());
  std::size_t size = 0;
  // Its size is behind the name and the version of the format, which this asks for first.
  if (image.size() < smallest_image || reinterpret_cast<std::uintptr_t>(database) % 64 != 0 ||
      hs_valid_platform() != HS_SUCCESS || hs_database_size(database, &size) != HS_SUCCESS ||
      size != image.size())
    return nullptr;
  return std::make_unique<VectorscanScanner>(database);
}

#else

std::unique_ptr<BuiltinScanner> BuiltinScanner::make(std::string_view) {
  return nullptr;
}

#endif

const BuiltinScanner* BuiltinScanner::shared() {
  static const std::unique_ptr<BuiltinScanner> scanner = make(builtin_patterns().database);
  return scanner.get();
}

}  // namespace moongate
