#include "git/general_reader.h"

#include <git2.h>
#include <git2/sys/odb_backend.h>

#include "git/libgit2.h"

namespace moongate {
namespace {

git_oid to_git(const Oid& id) {
  git_oid result;
#ifdef GIT_EXPERIMENTAL_SHA256
  git_oid_fromraw(&result, id.raw.data(), id.size == 32 ? GIT_OID_SHA256 : GIT_OID_SHA1);
#else
  git_oid_fromraw(&result, id.raw.data());
#endif
  return result;
}

}  // namespace

class GeneralReader::Impl {
 public:
  git_odb* database = nullptr;
  std::size_t id_size = 20;

  Impl() = default;
  ~Impl() { git_odb_free(database); }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
};

GeneralReader::GeneralReader() : impl_(std::make_unique<Impl>()) {}
GeneralReader::~GeneralReader() = default;

std::unique_ptr<GeneralReader> GeneralReader::open(const ObjectStoreOptions& options) {
  start_libgit2();
  std::unique_ptr<GeneralReader> reader(new GeneralReader());
  reader->impl_->id_size = options.id_size;
#ifdef GIT_EXPERIMENTAL_SHA256
  git_odb_options how{};
  how.version = GIT_ODB_OPTIONS_VERSION;
  how.oid_type = options.id_size == 32 ? GIT_OID_SHA256 : GIT_OID_SHA1;
  const int code = git_odb_open(&reader->impl_->database, options.directory.c_str(), &how);
#else
  if (options.id_size != 20) return nullptr;
  const int code = git_odb_open(&reader->impl_->database, options.directory.c_str());
#endif
  if (code != 0) return nullptr;
  for (const std::string& folder : options.alternates) {
    git_odb_add_disk_alternate(reader->impl_->database, folder.c_str());
  }
  return reader;
}

std::optional<Object> GeneralReader::read(const Oid& id) const {
  if (id.size != impl_->id_size) return std::nullopt;
  const git_oid wanted = to_git(id);
  git_odb_object* object = nullptr;
  if (git_odb_read(&object, impl_->database, &wanted) != 0) return std::nullopt;
  Object result;
  switch (git_odb_object_type(object)) {
    case GIT_OBJECT_COMMIT:
      result.type = ObjectType::commit;
      break;
    case GIT_OBJECT_TREE:
      result.type = ObjectType::tree;
      break;
    case GIT_OBJECT_TAG:
      result.type = ObjectType::tag;
      break;
    default:
      result.type = ObjectType::blob;
      break;
  }
  result.bytes = std::make_shared<const std::string>(
      static_cast<const char*>(git_odb_object_data(object)), git_odb_object_size(object));
  git_odb_object_free(object);
  return result;
}

}  // namespace moongate
