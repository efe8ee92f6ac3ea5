// What is staged, by the index reader alone.
//   git_index GIT_DIRECTORY HEAD_TREE
// prints how many paths differ between that tree and the index.
#include <cstdio>
#include <optional>
#include <string>

#include "core/error.h"
#include "git/index/index_file.h"
#include "git/objects/objects.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: git_index GIT_DIRECTORY HEAD_TREE\n");
    return 2;
  }
  try {
    const std::string directory = argv[1];
    const auto root = moongate::Oid::from_hex(argv[2]);
    if (!root) {
      std::fprintf(stderr, "%s is no object id\n", argv[2]);
      return 2;
    }
    moongate::ObjectStoreOptions options;
    options.directory = directory + "/objects";
    options.id_size = root->size;
    const moongate::ObjectStore store(options);
    const auto index = moongate::IndexFile::open(directory + "/index", root->size);
    const auto changes = index.changed_against(root, [&](const moongate::Oid& id) {
      const auto tree = store.read(id);
      if (!tree) throw moongate::Error(moongate::ProblemKind::repository, "no tree " + id.hex());
      return tree->bytes;
    });
    std::printf("%zu\n", changes.size());
  } catch (const moongate::Error& error) {
    std::fprintf(stderr, "%s\n  %s\n", error.what(), error.problem().help.c_str());
    return 3;
  }
}
