#include "diff/file_context.h"

#include <catch2/catch.hpp>
#include <map>

#include "core/hash.h"

using namespace moongate;

namespace {

// An in-memory change that counts what is read.
struct Store {
  std::map<Oid, Bytes> blobs;
  std::map<Oid, int> reads;
  Change change;

  Store() {
    change.read = [this](const Oid& id) {
      ++reads[id];
      return blobs.at(id);
    };
    change.size_of = [this](const Oid& id) { return blobs.at(id)->size(); };
  }
  FileVersion put(std::string path, std::string text, std::uint32_t mode = 0100644) {
    const Oid id = blob_hash(text);
    blobs[id] = std::make_shared<const std::string>(std::move(text));
    return {std::move(path), mode, id};
  }
  FileChange modify(std::string before, std::string after) {
    FileChange file;
    file.before = put("a", std::move(before));
    file.after = put("a", std::move(after));
    return file;
  }
};

using Lines = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

}  // namespace

TEST_CASE("lines of a text", "[file_context]") {
  const LineIndex empty("");
  CHECK(empty.count() == 0);
  CHECK(empty.line(1).empty());
  CHECK(empty.start(1) == 0);
  CHECK(empty.line_of(0) == 1);

  const LineIndex index("a\r\n\nlast");
  CHECK(index.count() == 3);
  CHECK(index.line(1) == "a");
  CHECK(index.line(2).empty());
  CHECK(index.line(3) == "last");
  CHECK(index.line(0).empty());
  CHECK(index.line(4).empty());
  CHECK(index.start(2) == 3);
  CHECK(index.start(4) == 8);
  CHECK(index.line_of(0) == 1);
  CHECK(index.line_of(2) == 1);
  CHECK(index.line_of(3) == 2);
  CHECK(index.line_of(8) == 3);
  CHECK(LineIndex("x\n").count() == 1);
  CHECK(LineIndex("x\r").line(1) == "x\r");
}

TEST_CASE("content is read once and only when asked for", "[file_context]") {
  Store store;
  const FileChange file = store.modify("1\n2\n3\n", "1\nx\n3\n4\n");
  FileContext context(store.change, file);
  CHECK(context.size() == 8);
  CHECK(store.reads.empty());
  CHECK(context.added() == Lines{{2, 2}, {4, 4}});
  CHECK(context.text() == "1\nx\n3\n4\n");
  CHECK(store.reads[file.after->id] == 1);
  CHECK(store.reads[file.before->id] == 1);
  CHECK(context.is_added(2));
  CHECK_FALSE(context.is_added(3));
  CHECK(context.is_added(4));
  CHECK_FALSE(context.is_added(5));
  CHECK(context.overlaps_added(0, 3));
  CHECK_FALSE(context.overlaps_added(0, 2));
  CHECK_FALSE(context.overlaps_added(4, 6));
  CHECK(context.overlaps_added(4, 7));
}

TEST_CASE("added, deleted and unchanged files", "[file_context]") {
  Store store;
  FileChange added;
  added.status = FileStatus::added;
  added.after = store.put("a", "1\n2");
  FileContext new_file(store.change, added);
  CHECK(new_file.hunks() == std::vector<Hunk>{{0, 0, 1, 2}});
  CHECK(new_file.old_text().empty());
  CHECK(new_file.is_added(2));

  FileChange deleted;
  deleted.status = FileStatus::deleted;
  deleted.before = store.put("a", "1\n2");
  FileContext gone(store.change, deleted);
  CHECK(gone.hunks() == std::vector<Hunk>{{1, 2, 0, 0}});
  CHECK(gone.text().empty());
  CHECK(gone.added().empty());

  const FileChange same = store.modify("x\n", "x\n");
  FileContext mode_only(store.change, same);
  CHECK(mode_only.hunks().empty());
  CHECK(store.reads[same.after->id] == 0);

  FileChange empty;
  empty.after = store.put("a", "");
  CHECK(FileContext(store.change, empty).hunks().empty());

  FileChange module;
  module.after = FileVersion{"sub", 0160000, blob_hash("no such blob")};
  FileContext submodule(store.change, module);
  CHECK(submodule.text().empty());
  CHECK(submodule.size() == 0);
}

TEST_CASE("a merge adds only what no parent has", "[file_context]") {
  Store store;
  FileChange file = store.modify("a\nb\nc\n", "a\nOURS\nb\nTHEIRS\nc\nMERGE\n");
  file.other_bases.push_back(store.put("a", "a\nOURS\nb\nc\n"));
  CHECK(FileContext(store.change, file).added() == Lines{{4, 4}, {6, 6}});
  file.other_bases.push_back(store.put("a", "b\nTHEIRS\nc\n"));
  CHECK(FileContext(store.change, file).added() == Lines{{6, 6}});
}

TEST_CASE("a merge removes only what every parent had", "[file_context]") {
  Store store;
  FileChange file = store.modify("1\n2\n3\n4\n5\n6\n", "1\n3\n4\n6\n");
  file.other_bases.push_back(store.put("a", "1\n2\n3\n4\n6\n"));
  FileContext context(store.change, file);
  REQUIRE(context.hunks().size() == 1);
  CHECK(context.hunks()[0].new_start == 1);
  CHECK(context.hunks()[0].new_count == 0);
}

TEST_CASE("binary by Git's rule", "[file_context]") {
  Store store;
  const FileChange nul = store.modify(std::string(7999, 'x') + '\0', std::string(8000, 'x') + '\0');
  FileContext context(store.change, nul);
  CHECK(context.old_is_binary());
  CHECK_FALSE(context.is_binary());
}

TEST_CASE("a file's language", "[file_context]") {
  Store store;
  FileChange script;
  script.after = store.put("bin/run", "#!/usr/bin/env bash\n");
  CHECK(FileContext(store.change, script).language() == "shell");
  script.after->mode = 0120000;
  CHECK(FileContext(store.change, script).language().empty());
  FileChange named;
  named.before = store.put("x.py", "");
  FileContext by_name(store.change, named);
  CHECK(by_name.language() == "python");
  CHECK(store.reads[named.before->id] == 0);
}
