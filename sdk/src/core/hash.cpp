#include "core/hash.h"

#include <git2.h>

#include "core/error.h"

namespace moongate {

Oid blob_hash(std::string_view bytes) {
  // libgit2 counts its users; this one stays for the life of the process.
  static const int ready = git_libgit2_init();
  git_oid id;
#ifdef GIT_EXPERIMENTAL_SHA256
  const int rc = git_odb_hash(&id, bytes.data(), bytes.size(), GIT_OBJECT_BLOB, GIT_OID_SHA1);
#else
  const int rc = git_odb_hash(&id, bytes.data(), bytes.size(), GIT_OBJECT_BLOB);
#endif
  // Fails only for bytes that are half of a known SHA-1 collision attack.
  if (ready < 0 || rc != 0)
    throw Error(ProblemKind::repository, "content cannot be hashed: it is part of a SHA-1 attack",
                "remove it");
  return Oid::from_raw(id.id, 20);
}

std::uint64_t stable_hash64(std::string_view bytes) {
  const Oid id = blob_hash(bytes);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) value = value << 8 | id.raw[i];
  return value;
}

void append_field(std::string& bytes, std::string_view field) {
  bytes += std::to_string(field.size());
  bytes += ':';
  bytes += field;
}

}  // namespace moongate
