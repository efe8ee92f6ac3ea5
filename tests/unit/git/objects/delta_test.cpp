#include "git/objects/delta.h"

#include <catch2/catch.hpp>
#include <string>

namespace moongate {
namespace {

std::string applied(const std::string& base, const std::string& delta) {
  const auto sizes = delta_sizes(delta);
  if (!sizes) return "no sizes";
  if (!delta_makes_its_size(delta, *sizes)) return "wrong size";
  std::string out(sizes->result, '?');
  return apply_delta(base, delta, *sizes, out.data()) ? out : "does not fit";
}

}  // namespace

TEST_CASE("a delta copies from its base and inserts") {
  const std::string base = "hello, world";
  CHECK(applied(base, std::string("\x0c\x05\x90\x05", 4)) == "hello");
  CHECK(applied(base, std::string("\x0c\x06\x05there!", 9)) == "wrong size");
  CHECK(applied(base, std::string("\x0c\x06\x06there!", 9)) == "there!");
  CHECK(applied(base, std::string("\x0c\x0b\x90\x07\x91\x07\x04", 7)) == "hello, worl");
}

TEST_CASE("a copy without a size is of 64 KiB") {
  const std::string base(70000, 'b');
  const std::string delta = std::string("\xf0\xa2\x04\x80\x80\x04", 6) + '\x80';
  CHECK(applied(base, delta) == std::string(65536, 'b'));
}

TEST_CASE("what does not fit is refused") {
  const std::string base = "hello, world";
  CHECK(applied(base, "") == "no sizes");
  CHECK(applied(base, "\x0c") == "no sizes");
  CHECK(applied(base, std::string(12, '\xff')) == "no sizes");
  CHECK(applied(base, std::string("\x0b\x05\x90\x05", 4)) == "does not fit");  // of another base
  CHECK(applied(base, std::string("\x0c\x05\x91\x0a\x05", 5)) == "does not fit");  // beyond its end
  CHECK(applied(base, std::string("\x0c\x01\x00", 3)) == "wrong size");  // the reserved instruction
  CHECK(applied(base, std::string("\x0c\x05\x05he", 5)) == "wrong size");  // cut short
  CHECK(applied(base, std::string("\x0c\x05\x91\x01", 4)) == "wrong size");
}

}  // namespace moongate
