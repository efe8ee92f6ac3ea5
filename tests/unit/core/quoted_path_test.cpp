#include "core/quoted_path.h"

#include <catch2/catch.hpp>

using moongate::unquoted_path;

TEST_CASE("quoted paths are read as Git writes them") {
  CHECK(unquoted_path("") == "");
  CHECK(unquoted_path("/a b/c") == "/a b/c");
  CHECK(unquoted_path(R"(a\"b\\c)") == "a\"b\\c");
  CHECK(unquoted_path(R"(tab\tline\nend)") == "tab\tline\nend");
  CHECK(unquoted_path(R"(\303\251)") == "\xC3\xA9");
  CHECK(unquoted_path(R"(\3031)") ==
        "\xC3"
        "1");
}

TEST_CASE("what no quoting would write is taken as it stands") {
  CHECK(unquoted_path("end\\") == "end\\");
  CHECK(unquoted_path(R"(\39)") == "39");
  CHECK(unquoted_path(R"(\777)") == "777");
  CHECK(unquoted_path(R"(\x)") == "x");
}
