#include "core/embedded.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>

using moongate::embedded_files;
using moongate::EmbeddedFile;

TEST_CASE("embedded files are sorted by path and named once") {
  const auto files = embedded_files();
  const auto not_before = [](const EmbeddedFile& a, const EmbeddedFile& b) {
    return a.path >= b.path;
  };
  CHECK(std::adjacent_find(files.begin(), files.end(), not_before) == files.end());
}

// ctest runs the unit tests in the root of the source tree.
TEST_CASE("embedded files are the files of the source tree, byte for byte") {
  for (const EmbeddedFile& file : embedded_files()) {
    INFO(file.path);
    std::ifstream in(std::string(file.path), std::ios::binary);
    REQUIRE(in);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    CHECK(file.bytes == bytes);
  }
}
