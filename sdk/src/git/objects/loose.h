// Loose objects: one zlib stream a file, "TYPE SIZE\0" and the content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/oid.h"
#include "files/mapped_file.h"
#include "git/objects/objects.h"

namespace moongate {

class LooseObject {
 public:
  // nullopt: there is no such file. Throws Error(repository) when it is damaged.
  static std::optional<LooseObject> open(const std::string& path);

  const ObjectHeader& header() const { return header_; }
  Bytes read() const;

 private:
  std::string path_;
  MappedFile file_;
  ObjectHeader header_;
  std::size_t header_bytes_ = 0;
};

// "DIRECTORY/ab/cdef…"
std::string loose_path(const std::string& directory, const Oid& id);

// The ids of all loose objects of `directory` whose first byte is `first`; unsorted. What has no
// name of an object (temporary files) is left out.
std::vector<Oid> loose_ids(const std::string& directory, unsigned first, std::size_t id_size);

}  // namespace moongate
