#include "config/version_range.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace moongate;

namespace {
bool fits(std::string_view version, std::string_view constraint) {
  return satisfies(Version::parse(version).value(), constraint);
}
}  // namespace

TEST_CASE("version conditions") {
  CHECK(fits("0.2.0", ">=0.2"));
  CHECK_FALSE(fits("0.1.9", ">=0.2"));
  CHECK(fits("0.2.1", ">0.2.0"));
  CHECK_FALSE(fits("0.2.9", ">0.2"));
  CHECK(fits("0.3.0", ">0.2"));
  CHECK(fits("0.2.9", "<=0.2"));
  CHECK_FALSE(fits("0.3.0", "<=0.2"));
  CHECK_FALSE(fits("0.2.1", "<=0.2.0"));
  CHECK(fits("0.9.9", "<1"));
  CHECK(fits("1.2.7", "=1.2"));
  CHECK_FALSE(fits("1.3.0", "=1.2"));
  CHECK_FALSE(fits("1.2.1", "=1.2.0"));
  CHECK(fits("1.9.0", "^1.2"));
  CHECK_FALSE(fits("2.0.0", "^1.2"));
  CHECK_FALSE(fits("2.0.0-rc.1", "^1.2"));
  CHECK_FALSE(fits("1.1.9", "^1.2"));
  CHECK(fits("0.2.9", "^0.2.3"));
  CHECK_FALSE(fits("0.3.0", "^0.2.3"));
  CHECK_FALSE(fits("0.0.4", "^0.0.3"));
  CHECK(fits("0.0.9", "^0.0"));
  CHECK(fits("0.9.0", "^0"));
  CHECK(fits("1.2.9", "~1.2.3"));
  CHECK_FALSE(fits("1.3.0", "~1.2.3"));
  CHECK(fits("1.9.0", "~1"));
}

TEST_CASE("all conditions of a list must hold") {
  CHECK(fits("0.5.0", ">=0.2, <1"));
  CHECK(fits("0.5.0", " >= 0.2 ,< 1 "));
  CHECK_FALSE(fits("1.0.0", ">=0.2, <1"));
}

TEST_CASE("pre-releases come before their release") {
  CHECK_FALSE(fits("0.2.0-rc.1", ">=0.2"));
  CHECK(fits("0.2.0-rc.2", ">=0.2.0-rc.1"));
  CHECK_FALSE(fits("0.2.0-rc.2", ">=0.2.0-rc.10"));
  CHECK(fits("1.0.0-alpha.beta", ">1.0.0-alpha.1"));
  CHECK(fits("1.0.0+build.5", "=1.0.0"));
}

TEST_CASE("what is no condition is refused") {
  for (const char* text : {"", "0.2", ">=", ">=x", "=>1", ">=1.2.3.4", ">=1,", "!1", ">=-1",
                           ">=1.0.0-", ">=1.2-rc", ">=99999999999999999999", ">=1 2"})
    CHECK_THROWS_AS(fits("1.0.0", text), Error);
  CHECK_THROWS_AS(fits("1.0.0", std::string(100000, ',')), Error);
  CHECK_FALSE(Version::parse("1.2").has_value());
  CHECK_FALSE(Version::parse("1..2").has_value());
}
