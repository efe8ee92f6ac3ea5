#include "core/units.h"

#include <catch2/catch.hpp>

#include "core/error.h"

using namespace moongate;

TEST_CASE("sizes are read as people write them") {
  CHECK(parse_size("0") == 0);
  CHECK(parse_size("1024") == 1024);
  CHECK(parse_size("512KiB") == 512 * 1024);
  CHECK(parse_size("1 MB") == 1000000);
  CHECK(parse_size("1.5MiB") == 1572864);
  CHECK(parse_size(" 2gb ") == 2000000000);
  CHECK(parse_size("9223372036854775807") == INT64_MAX);
}

TEST_CASE("what is no size is refused with the help") {
  for (const char* text :
       {"", " ", "KiB", "-1", "1 QB", "1.KB", "1KB2", "0x10", "1e3", "1,5MB", "inf", "nan"})
    CHECK_THROWS_AS(parse_size(text), Error);
  for (const char* text :
       {"9223372036854775808", "18446744073709551616", "8388608TiB", "99999999999999999999999999"})
    CHECK_THROWS_AS(parse_size(text), Error);
  try {
    parse_size("10M");
    FAIL("accepted");
  } catch (const Error& error) {
    CHECK(error.problem().kind == ProblemKind::config);
    CHECK(error.problem().message == "\"10M\" is not a size");
    CHECK(error.problem().help == "write MB for powers of 1000 or MiB for powers of 1024");
  }
}

TEST_CASE("durations are read as people write them") {
  CHECK(parse_duration("5s") == 5);
  CHECK(parse_duration("250ms") == Approx(0.25));
  CHECK(parse_duration("1h30m") == 5400);
  CHECK(parse_duration("1h 30min") == 5400);
  CHECK(parse_duration("90d") == 90 * 86400);
  CHECK(parse_duration("0s") == 0);
}

TEST_CASE("what is no duration is refused") {
  for (const char* text :
       {"", "5", "s", "30m1h", "1h1h", "1m1min", "-5s", "5x", "1h30", "5 s s", "1e3s"})
    CHECK_THROWS_AS(parse_duration(text), Error);
  for (const char* text : {"36501d", "99999999999999999999999s"})
    CHECK_THROWS_AS(parse_duration(text), Error);
}

TEST_CASE("sizes and durations written out parse back") {
  for (const std::uint64_t bytes :
       {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1500}, std::uint64_t{1000000},
        std::uint64_t{512 * 1024}, std::uint64_t{INT64_MAX}})
    CHECK(parse_size(size_text(bytes)) == bytes);
  CHECK(size_text(512 * 1024) == "512KiB");
  for (const double seconds : {0.0, 0.25, 5.0, 5400.0, 7776000.0})
    CHECK(parse_duration(duration_text(seconds)) == Approx(seconds));
  CHECK(duration_text(5400) == "1h30m");
}

TEST_CASE("counts are words with digits in groups of three") {
  CHECK(count_of(0, "error", "errors") == "0 errors");
  CHECK(count_of(1, "error", "errors") == "1 error");
  CHECK(count_of(1234567, "error", "errors") == "1,234,567 errors");
}
