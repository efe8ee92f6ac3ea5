// The general object reader behind the fast one: libgit2's. Slower, but written by others, so that
// an object which one of the two cannot read may still be had.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "git/objects.h"

namespace moongate {

// Thread-safe.
class GeneralReader {
 public:
  // nullptr where libgit2 was built without the object format or cannot open the folder.
  static std::unique_ptr<GeneralReader> open(const ObjectStoreOptions& options);
  ~GeneralReader();
  GeneralReader(const GeneralReader&) = delete;
  GeneralReader& operator=(const GeneralReader&) = delete;

  // nullopt where the object is missing or cannot be read.
  std::optional<Object> read(const Oid& id) const;

 private:
  GeneralReader();
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace moongate
