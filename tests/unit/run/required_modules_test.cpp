#include "run/required_modules.h"

#include <catch2/catch.hpp>

using moongate::required_names;
using Names = std::set<std::string>;

TEST_CASE("the modules that a check requires by name", "[required]") {
  CHECK(required_names("return { api = 1 }") == Names{});
  CHECK(required_names("local a = require(\"_a\")\nlocal b = require '_b'\nrequire ( '_c' )") ==
        Names{"_a", "_b", "_c"});
  CHECK(required_names("required = 1; x.requires = 2; not_require = 3") == Names{});
  CHECK(required_names("payload = 1; reload()") == Names{});
}

TEST_CASE("a check that may require anything", "[required]") {
  for (const char* text : {"local r = require", "require(name)", "require('_' .. name)",
                           "require '\\x61'", "require \"open", "pcall(require, '_a')",
                           "_G['req' .. 'uire']('_a')", "local e = _ENV", "load(text)"})
    CHECK_FALSE(required_names(text).has_value());
}
