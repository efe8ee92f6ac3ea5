// The directories of a repository's objects and what lay in them when they were last listed.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/oid.h"
#include "git/objects/pack.h"
#include "git/objects/pack_index.h"

namespace moongate {

struct ObjectDirectory {
  std::string path;
  // Not covered by the multi-pack-index; the largest first, as it most likely has what is asked
  // for.
  std::vector<std::shared_ptr<const Pack>> packs;
  std::shared_ptr<const MultiPackIndex> multi_pack_index;  // may be null
  std::vector<std::shared_ptr<const Pack>> covered_packs;  // in the multi-pack-index's order

  std::optional<std::filesystem::file_time_type> pack_directory_time;  // absent: no such directory
  bool is_settled = false;  // the listing was made long enough after that time to be complete
};

struct ObjectDirectories {
  std::vector<ObjectDirectory> directories;  // the repository's own first
  std::vector<std::string> missing;          // named by an alternates file, but not there
};

// Own directory, given alternates, and theirs. Throws Error(repository) when `directory` is no
// directory.
ObjectDirectories find_object_directories(const std::string& directory,
                                          const std::vector<std::string>& alternates);

// Lists a directory's packs. Packs of `before` that are open are taken over, so that what is mapped
// stays mapped.
ObjectDirectory list_packs(const std::string& directory, const ObjectDirectory* before,
                           std::size_t id_size);

// Whether another listing of the directory would find the same.
bool is_up_to_date(const ObjectDirectory& directory);

}  // namespace moongate
