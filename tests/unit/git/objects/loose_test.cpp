// Loose objects: files of one zlib stream each.
#include "git/objects/loose.h"

#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "core/error.h"
#include "git_fixture.h"

using namespace moongate;
using test::Scratch;

namespace {

std::string deflated(const std::string& text) {
  uLongf size = compressBound(static_cast<uLong>(text.size()));
  std::string out(size, '\0');
  compress2(reinterpret_cast<Bytef*>(out.data()), &size,
            reinterpret_cast<const Bytef*>(text.data()), static_cast<uLong>(text.size()), 6);
  out.resize(size);
  return out;
}

class Files {
 public:
  std::string add(const std::string& bytes) {
    const std::string path = scratch_.path() + "/object";
    Scratch::write(path, bytes);
    return path;
  }

 private:
  Scratch scratch_;
};

std::string with_header(const std::string& header, const std::string& content) {
  return header + std::string(1, '\0') + content;
}

}  // namespace

TEST_CASE("a loose object's kind, size and content") {
  Files files;
  for (const std::size_t size : {0U, 1U, 50U, 64U, 1000U, 300000U}) {
    const std::string content(size, 'x');
    const std::string path =
        files.add(deflated(with_header("blob " + std::to_string(size), content)));
    const auto object = LooseObject::open(path);
    REQUIRE(object);
    CHECK(object->header().type == ObjectType::blob);
    CHECK(object->header().size == size);
    CHECK(*object->read() == content);
  }
  const auto tag = LooseObject::open(files.add(deflated(with_header("tag 2", "ab"))));
  CHECK(tag->header().type == ObjectType::tag);
  CHECK_FALSE(LooseObject::open("/nonexistent/object"));
}

TEST_CASE("what is no loose object is an error that names the file") {
  Files files;
  const std::string good = deflated(with_header("blob 1000", std::string(1000, 'x')));
  for (const std::string& bytes :
       {std::string(), std::string("text"), deflated("blob"), deflated("blob 4"),
        deflated(with_header("blob", "abcd")), deflated(with_header("blob x", "abcd")),
        deflated(with_header("blob ", "abcd")), deflated(with_header("file 4", "abcd")),
        deflated(with_header("blob 99999999999999999999999", "abcd")),
        deflated(with_header("blob 999999999999", "abcd"))}) {
    INFO(bytes);
    const std::string path = files.add(bytes);
    CHECK_THROWS_WITH(LooseObject::open(path), Catch::Contains(path));
  }
  // Those that only reading shows.
  for (const std::string& bytes :
       {good.substr(0, good.size() - 6), deflated(with_header("blob 5", "abcd")),
        deflated(with_header("blob 3", "abcd"))}) {
    const std::string path = files.add(bytes);
    const auto object = LooseObject::open(path);
    REQUIRE(object);
    CHECK_THROWS_WITH(object->read(), Catch::Contains(path));
  }
}

TEST_CASE("where loose objects lie, and which there are") {
  const Oid id = *Oid::from_hex("0123456789abcdef0123456789abcdef01234567");
  CHECK(loose_path("/objects", id) == "/objects/01/23456789abcdef0123456789abcdef01234567");
  const Scratch scratch;
  CHECK(loose_ids(scratch.path(), 0x01, 20).empty());
  std::filesystem::create_directory(scratch.path() + "/01");
  const std::string rest = id.hex().substr(2);
  for (const std::string& name : {rest, "f" + rest.substr(1), std::string("tmp_obj_AbCdEf"),
                                  rest.substr(1), rest + std::string(24, '0')}) {
    Scratch::write(scratch.path() + "/01/" + name, "");
  }
  std::vector<Oid> ids = loose_ids(scratch.path(), 0x01, 20);
  std::sort(ids.begin(), ids.end());
  REQUIRE(ids.size() == 2);
  CHECK(ids[0] == id);
  CHECK(loose_ids(scratch.path(), 0x01, 32).size() == 1);
}
