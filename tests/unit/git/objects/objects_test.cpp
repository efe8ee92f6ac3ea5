// label: slow
#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "core/error.h"
#include "git/objects/objects.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

// Files that grow and change, so that Git makes deltas of them; directories, so that trees have
// some too. Loose objects; by fast-import, as forty commits by hand take seconds.
const char* const some_history = R"(
  for i in $(seq 1 40); do
    printf 'commit refs/heads/main\nmark :%d\ncommitter A <a@example.com> %d +0000\n' $i $((1700000000 + i))
    printf 'data <<.\ncommit %d\n.\n' $i
    printf 'M 100644 inline src/grows.txt\ndata <<.\n'; seq 1 $((i * 37)); echo .
    printf 'M 100644 inline src/deep/changes.txt\ndata <<.\n'; seq $i 400; echo "$i$i$i"; echo .
    printf 'M 100755 inline src/deep/er/file %d.txt\ndata <<.\n%d\n.\n' $i $i
  done > ../stream
  git -c fastimport.unpackLimit=100000 fast-import --quiet < ../stream
  git symbolic-ref HEAD refs/heads/main
  git tag -a -m 'a tag' v1
  git read-tree HEAD; git checkout-index -a
)";

ObjectStoreOptions store_of(const std::string& repository, std::size_t id_size = 20) {
  ObjectStoreOptions options;
  options.directory = repository + "/.git/objects";
  options.id_size = id_size;
  return options;
}

std::map<std::string, std::string> objects_of_git(const Scratch& at,
                                                  const std::string& repository) {
  std::map<std::string, std::string> all;
  for (const std::string& line :
       test::lines(at.run("git -C " + repository +
                          " cat-file --batch-all-objects --batch-check='%(objectname) "
                          "%(objecttype) %(objectsize)'"))) {
    const std::size_t blank = line.find(' ');
    all[line.substr(0, blank)] = line.substr(blank + 1);
  }
  return all;
}

std::map<std::string, std::string> objects_of_scan(const ObjectStore& store,
                                                   const ScanOptions& options = {}) {
  std::mutex mutex;
  std::map<std::string, std::string> all;
  bool all_hash = true;
  bool all_once = true;
  store.for_each_object(options, [&](const Oid& id, ObjectType type, std::string_view bytes) {
    const std::string described = std::string(name_of(type)) + " " + std::to_string(bytes.size());
    const bool hashes = test::object_id(name_of(type), bytes, store.id_size()) == id;
    const std::scoped_lock lock(mutex);
    all_hash = all_hash && hashes;
    all_once = all.emplace(id.hex(), described).second && all_once;
  });
  CHECK(all_hash);
  CHECK(all_once);
  return all;
}

// Scanned in several ways, and read one by one: always what Git has.
void check_all(const Scratch& at, const std::string& repository, std::size_t id_size = 20) {
  const auto expected = objects_of_git(at, repository);
  REQUIRE(expected.size() > 100);
  const ObjectStore store(store_of(at.path() + "/" + repository, id_size));
  CHECK(objects_of_scan(store) == expected);

  ScanOptions options;
  options.threads = 4;
  CHECK(objects_of_scan(store, options) == expected);
  options.memory_bytes = 1;  // every base is dropped and made again
  CHECK(objects_of_scan(store, options) == expected);
  options.threads = 1;
  CHECK(objects_of_scan(store, options) == expected);

  for (const auto& [hex, described] : expected) {
    const Oid id = *Oid::from_hex(hex);
    const auto object = store.read(id);
    REQUIRE(object);
    CHECK(test::object_id(name_of(object->type), *object->bytes, id_size) == id);
    const auto header = store.header(id);
    REQUIRE(header);
    CHECK(std::string(name_of(header->type)) + " " + std::to_string(header->size) == described);
    CHECK(store.exists(id));
  }
  Oid absent = *Oid::from_hex(expected.begin()->first);
  absent.raw[id_size - 1] ^= 1;
  CHECK_FALSE(store.read(absent));
  CHECK_FALSE(store.header(absent));
  CHECK_FALSE(store.exists(absent));
}

std::string only_pack(const std::string& repository, const std::string& extension) {
  for (const auto& file : std::filesystem::directory_iterator(repository + "/.git/objects/pack")) {
    if (file.path().extension() == extension) return file.path().string();
  }
  throw std::runtime_error("no pack in " + repository);
}

std::string number(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 255);
  return bytes;
}

std::string deflated(const std::string& bytes) {
  std::string out(compressBound(bytes.size()), '\0');
  uLongf size = out.size();
  compress(reinterpret_cast<Bytef*>(out.data()), &size,
           reinterpret_cast<const Bytef*>(bytes.data()), bytes.size());
  out.resize(size);
  return out;
}

std::string entry_header(int kind, std::uint64_t size) {
  std::string bytes(1, static_cast<char>(kind << 4 | static_cast<int>(size & 15)));
  for (size >>= 4; size != 0; size >>= 7) {
    bytes.back() = static_cast<char>(bytes.back() | 0x80);
    bytes += static_cast<char>(size & 127);
  }
  return bytes;
}

struct PackedEntry {
  Oid id;
  std::string bytes;
};

// A pack and its index, version 1, written by hand: for what Git itself would not write.
void write_pack(const std::string& stem, std::vector<PackedEntry> entries) {
  std::string pack = "PACK" + number(2) + number(static_cast<std::uint32_t>(entries.size()));
  std::map<Oid, std::uint32_t> offsets;
  for (const PackedEntry& entry : entries) {
    offsets[entry.id] = static_cast<std::uint32_t>(pack.size());
    pack += entry.bytes;
  }
  pack += test::sha1(pack);
  std::string index;
  for (unsigned byte = 0; byte < 256; ++byte) {
    index += number(static_cast<std::uint32_t>(
        std::count_if(offsets.begin(), offsets.end(),
                      [&](const auto& entry) { return entry.first.raw[0] <= byte; })));
  }
  for (const auto& [id, offset] : offsets) {
    index += number(offset) + std::string(reinterpret_cast<const char*>(id.raw.data()), 20);
  }
  index += pack.substr(pack.size() - 20);
  index += test::sha1(index);
  Scratch::write(stem + ".pack", pack);
  Scratch::write(stem + ".idx", index);
}

}  // namespace

TEST_CASE("the ids that these tests compute are Git's") {
  CHECK(test::object_id("blob", "").hex() == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  CHECK(test::object_id("blob", "", 32).hex() ==
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813");
}

TEST_CASE("loose objects, packs of every make, and both hashes are read as Git reads them") {
  const Scratch at;
  SECTION("loose") {
    at.run(std::string("git init -q r && cd r\n") + some_history);
    check_all(at, "r");
  }
  SECTION("one pack, deltas by offset") {
    at.run(std::string("git init -q r && cd r\n") + some_history + "git repack -adfq --depth=50");
    check_all(at, "r");
  }
  SECTION("deltas by id, long chains") {
    at.run(std::string("git init -q r && cd r\n") + some_history +
           "git -c repack.useDeltaBaseOffset=false repack -adfq --depth=4095 --window=100");
    check_all(at, "r");
  }
  SECTION("an index of version 1") {
    at.run(std::string("git init -q r && cd r\n") + some_history +
           "git repack -adq && cd .git/objects/pack && rm -f *.idx *.rev && "
           "git index-pack --index-version=1 *.pack");
    check_all(at, "r");
  }
  SECTION("offsets of 64 bits") {
    at.run(std::string("git init -q r && cd r\n") + some_history +
           "git repack -adq && cd .git/objects/pack && rm -f *.idx *.rev && "
           "git index-pack --index-version=2,0x100 *.pack");
    check_all(at, "r");
  }
  SECTION("several packs that overlap, and loose objects") {
    at.run(
        std::string("git init -q r && cd r\n") + some_history +
        "git repack -dq\n"
        "git rev-parse HEAD HEAD~1 HEAD^{tree} HEAD:src/grows.txt HEAD~9:src/grows.txt | "
        "git pack-objects -q .git/objects/pack/pack\n"
        "seq 1 2000 > src/grows.txt; git add -A; git commit -qm more; git repack -dq\n"
        "git rev-list --objects --all | cut -c1-40 | git pack-objects -q .git/objects/pack/pack\n"
        "seq 2 2000 > src/grows.txt; git add -A; git commit -qm loose\n");
    check_all(at, "r");
    SECTION("with a multi-pack-index") {
      at.run("git -C r multi-pack-index write");
      check_all(at, "r");
      SECTION("and a pack that it does not know") {
        at.run("cd r; seq 3 2000 > src/grows.txt; git add -A; git commit -qm more; git repack -dq");
        check_all(at, "r");
      }
      SECTION("and one that cannot be used") {
        const std::string file = at.path() + "/r/.git/objects/pack/multi-pack-index";
        Scratch::write(file, Scratch::contents(file).substr(0, 300));
        const ObjectStore store(store_of(at.path() + "/r"));
        std::filesystem::remove(file);
        CHECK(objects_of_scan(store) == objects_of_git(at, "r"));
      }
    }
  }
  SECTION("a multi-pack-index whose packs have lost their own indexes") {
    at.run(std::string("git init -q r && cd r\n") + some_history + "git repack -adq\n" +
           "git multi-pack-index write");
    const auto expected = objects_of_git(at, "r");
    at.run("rm -f r/.git/objects/pack/*.idx");
    const ObjectStore store(store_of(at.path() + "/r"));
    CHECK(objects_of_scan(store) == expected);
    CHECK(store.read(*Oid::from_hex(expected.begin()->first)));
  }
  SECTION("SHA-256") {
    at.run(std::string("git init -q --object-format=sha256 r && cd r\n") + some_history);
    check_all(at, "r", 32);
    at.run("git -C r repack -adq");
    check_all(at, "r", 32);
    at.run("git -C r multi-pack-index write");
    check_all(at, "r", 32);
  }
}

TEST_CASE("objects are found in alternates, however they are named") {
  const Scratch at;
  at.run(std::string("git init -q one && cd one\n") + some_history +
         "git repack -adq; cd ..\n"
         "git clone -q -s one two; git clone -q -s two three\n"
         "cd three; echo own > own; git add own; git commit -qm own");
  const auto expected = objects_of_git(at, "three");
  SECTION("absolute, one after the other") {
    const ObjectStore store(store_of(at.path() + "/three"));
    CHECK(objects_of_scan(store) == expected);
    CHECK(store.missing_alternates().empty());
  }
  SECTION("relative, with comments, and one that is not there") {
    Scratch::write(at.path() + "/three/.git/objects/info/alternates",
                   "# a comment\n../../../two/.git/objects\n\n/nowhere/at/all\n");
    Scratch::write(at.path() + "/two/.git/objects/info/alternates",
                   "\"../../../o\\156e/.git/objects\"");
    const ObjectStore store(store_of(at.path() + "/three"));
    CHECK(objects_of_scan(store) == expected);
    CHECK(store.missing_alternates() == std::vector<std::string>{"/nowhere/at/all"});
  }
  SECTION("that name each other") {
    Scratch::write(at.path() + "/one/.git/objects/info/alternates",
                   at.path() + "/three/.git/objects\n");
    CHECK(objects_of_scan(ObjectStore(store_of(at.path() + "/three"))) == expected);
  }
  SECTION("given by the caller, as for a quarantine") {
    std::filesystem::remove(at.path() + "/three/.git/objects/info/alternates");
    ObjectStoreOptions options = store_of(at.path() + "/three");
    options.alternates = {at.path() + "/one/.git/objects"};
    CHECK(objects_of_scan(ObjectStore(options)) == expected);
  }
}

TEST_CASE("a scan takes what it is asked for") {
  const Scratch at;
  at.run(std::string("git init -q r && cd r\n") + some_history +
         "git repack -adq; echo loose > loose; git add loose; git commit -qm loose");
  auto expected = objects_of_git(at, "r");
  const ObjectStore store(store_of(at.path() + "/r"));
  ScanOptions options;
  SECTION("types") {
    options.types = ObjectTypes::only_blobs();
    std::erase_if(expected, [](const auto& object) { return !object.second.starts_with("blob"); });
    CHECK(objects_of_scan(store, options) == expected);
  }
  SECTION("ids") {
    options.wanted = [](const Oid& id, ObjectType) { return id.raw[0] < 40; };
    std::erase_if(expected, [](const auto& object) { return object.first >= "28"; });
    REQUIRE(expected.size() > 10);
    CHECK(objects_of_scan(store, options) == expected);
  }
  SECTION("until the visitor has had enough") {
    options.threads = 3;
    CHECK_THROWS_WITH(store.for_each_object(options,
                                            [](const Oid&, ObjectType, std::string_view) {
                                              throw std::runtime_error("enough");
                                            }),
                      "enough");
  }
}

TEST_CASE("packs that come and go after the store was opened") {
  const Scratch at;
  at.run(std::string("git init -q r && cd r\n") + some_history + "git repack -adq");
  const ObjectStore store(store_of(at.path() + "/r"));
  const Oid head = *Oid::from_hex(at.run("git -C r rev-parse HEAD").substr(0, 40));
  SECTION("come") {
    CHECK(store.exists(head));
    at.run("cd r; echo new > new; git add new; git commit -qm new; git repack -dq");
    const Oid later = *Oid::from_hex(at.run("git -C r rev-parse HEAD").substr(0, 40));
    CHECK(store.read(later));
  }
  SECTION("go, before they were opened") {
    at.run("cd r; echo new > new; git add new; git commit -qm new; git repack -adq");
    CHECK(store.read(head));
    CHECK(objects_of_scan(store) == objects_of_git(at, "r"));
  }
  SECTION("go, after they were opened") {
    const auto before = objects_of_git(at, "r");
    CHECK(store.read(head));
    at.run("cd r; echo new > new; git add new; git commit -qm new; git repack -adq");
    CHECK(objects_of_scan(store) == before);
  }
}

TEST_CASE("ids are found by their beginning") {
  const Scratch at;
  at.run(std::string("git init -q r && cd r\n") + some_history +
         "git repack -adq; echo loose > loose; git add loose");
  const ObjectStore store(store_of(at.path() + "/r"));
  for (const auto& [hex, described] : objects_of_git(at, "r")) {
    const auto found = store.find_prefix(hex.substr(0, 7));
    REQUIRE(found.size() == 1);
    CHECK(found[0].hex() == hex);
  }
  CHECK(store.find_prefix("abc").empty());
  CHECK(store.find_prefix("zzzz").empty());
}

TEST_CASE("a delta's base may lie in another pack, or loose") {
  const Scratch at;
  at.run("git init -q r; cd r; printf 'hello, ' | git hash-object -w --stdin");
  const Oid base = test::object_id("blob", "hello, ");
  const Oid built = test::object_id("blob", "hello, world");
  const Oid again = test::object_id("blob", "hello, world!");
  const auto delta = [](const Oid& on, const std::string& bytes) {
    return entry_header(7, bytes.size()) +
           std::string(reinterpret_cast<const char*>(on.raw.data()), 20) + deflated(bytes);
  };
  const std::string pack = at.path() + "/r/.git/objects/pack/pack-";
  write_pack(pack + "a", {{again, delta(built, std::string("\x0c\x0d\x90\x0c\x01!", 6))},
                          {test::object_id("blob", "x"), entry_header(3, 1) + deflated("x")}});
  write_pack(pack + "b", {{built, delta(base, std::string("\x07\x0c\x90\x07\x05world", 10))}});
  const ObjectStore store(store_of(at.path() + "/r"));
  CHECK(*store.read(again)->bytes == "hello, world!");
  CHECK(store.header(again)->size == 13);
  CHECK(store.header(again)->type == ObjectType::blob);
  CHECK(objects_of_scan(store).size() == 4);

  SECTION("and where it lies nowhere, that is said") {
    at.run("rm r/.git/objects/" + base.hex().substr(0, 2) + "/*");
    const ObjectStore fresh(store_of(at.path() + "/r"));  // the other has it in memory
    CHECK_THROWS_AS(fresh.read(again), Error);
    CHECK_THROWS_AS(fresh.header(again), Error);
    CHECK_THROWS_AS(objects_of_scan(fresh), Error);
  }
}

TEST_CASE("deltas that go in circles end in an error") {
  const Scratch at;
  at.run("git init -q r");
  const Oid one = test::object_id("blob", "one");
  const Oid two = test::object_id("blob", "two");
  const auto on = [](const Oid& base) {
    return entry_header(7, 6) + std::string(reinterpret_cast<const char*>(base.raw.data()), 20) +
           deflated(std::string("\x03\x03\x03one", 6));
  };
  const std::string pack = at.path() + "/r/.git/objects/pack/pack-";
  SECTION("within a pack") {
    write_pack(pack + "a", {{one, on(two)}, {two, on(one)}});
  }
  SECTION("over two packs") {
    write_pack(pack + "a", {{one, on(two)}});
    write_pack(pack + "b", {{two, on(one)}});
  }
  const ObjectStore store(store_of(at.path() + "/r"));
  CHECK_THROWS_AS(store.read(one), Error);
  CHECK_THROWS_AS(store.header(one), Error);
  CHECK_THROWS_AS(objects_of_scan(store), Error);
}

TEST_CASE("what declares more than it holds is refused without taking the memory") {
  const Scratch at;
  at.run("git init -q r");
  const std::string pack = at.path() + "/r/.git/objects/pack/pack-";
  const Oid base = test::object_id("blob", "base");
  const Oid bomb = test::object_id("blob", "bomb");
  const PackedEntry based{base, entry_header(3, 4) + deflated("base")};
  SECTION("an object") {
    write_pack(pack + "a",
               {based, {bomb, entry_header(3, std::uint64_t{1} << 50) + deflated("b")}});
  }
  SECTION("an object, by less than deflate could do") {
    write_pack(pack + "a", {based, {bomb, entry_header(3, 9000) + deflated("bomb")}});
  }
  SECTION("a delta") {
    const std::string text("\x04\xff\xff\xff\xff\xff\xff\x7f\x01x", 10);
    write_pack(pack + "a",
               {based,
                {bomb, entry_header(7, text.size()) +
                           std::string(reinterpret_cast<const char*>(base.raw.data()), 20) +
                           deflated(text)}});
  }
  const ObjectStore store(store_of(at.path() + "/r"));
  CHECK(*store.read(base)->bytes == "base");
  CHECK_THROWS_AS(store.read(bomb), Error);
  CHECK_THROWS_AS(objects_of_scan(store), Error);
}

TEST_CASE("damage is an error that names the file, or another copy is taken") {
  const Scratch at;
  at.run(std::string("git init -q r && cd r\n") + some_history + "git repack -adfq");
  const std::string pack = only_pack(at.path() + "/r", ".pack");
  const std::string index = only_pack(at.path() + "/r", ".idx");
  const std::string good = Scratch::contents(pack);
  const auto expected = objects_of_git(at, "r");
  const auto problem_of_scan = [&] {
    try {
      ObjectStore(store_of(at.path() + "/r")).for_each_object({}, [](auto&&...) {});
    } catch (const Error& error) {
      return error.problem();
    }
    FAIL("the damage went unnoticed");
    return Problem();
  };
  SECTION("a pack cut short") {
    Scratch::write(pack, good.substr(0, good.size() / 2));
    CHECK(problem_of_scan().path == pack);
  }
  SECTION("an empty pack") {
    Scratch::write(pack, "");
    CHECK(problem_of_scan().kind == ProblemKind::repository);
  }
  SECTION("an index cut short") {
    Scratch::write(index, Scratch::contents(index).substr(0, 1500));
    CHECK(problem_of_scan().path == index);
    CHECK_FALSE(problem_of_scan().help.empty());
  }
  SECTION("bytes of the pack") {
    std::string bad = good;
    for (std::size_t i = 500; i < 540; ++i) bad[i] = static_cast<char>(~bad[i]);
    Scratch::write(pack, bad);
    CHECK(problem_of_scan().path == pack);
    SECTION("with the same objects elsewhere") {
      Scratch::write(pack, good);
      at.run("git clone -q --no-local r copy; git -C copy fetch -q --tags");
      Scratch::write(pack, bad);
      ObjectStoreOptions options = store_of(at.path() + "/r");
      options.alternates = {at.path() + "/copy/.git/objects"};
      const ObjectStore store(options);
      CHECK(objects_of_scan(store) == expected);
      for (const auto& [hex, described] : expected) CHECK(store.read(*Oid::from_hex(hex)));
    }
  }
  SECTION("a loose object that a crash has left empty") {
    const std::string id = at.run("cd r; echo loose | git hash-object -w --stdin").substr(0, 40);
    const std::string file = at.path() + "/r/.git/objects/" + id.substr(0, 2) + "/" + id.substr(2);
    Scratch::write(file, "");
    const ObjectStore store(store_of(at.path() + "/r"));
    CHECK_THROWS_AS(store.read(*Oid::from_hex(id)), Error);
    CHECK(problem_of_scan().path == file);
  }
}
