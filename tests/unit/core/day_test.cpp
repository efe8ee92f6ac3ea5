#include "core/day.h"

#include <catch2/catch.hpp>

using namespace moongate;

TEST_CASE("a day is one of the calendar") {
  CHECK(parse_day("1970-01-01") == 0);
  CHECK(parse_day("2027-01-31") == 1801353600);
  CHECK(parse_day("2028-02-29"));
  for (const char* text : {"", "2027-02-29", "2027-13-01", "2027-00-10", "2027-1-31", "27-01-31",
                           "2027/01/31", "2027-01-31 ", "2027-01-3x"})
    CHECK_FALSE(parse_day(text));
}

TEST_CASE("a moment is a day, a day with a time, or seconds") {
  CHECK(parse_moment("2027-01-31") == 1801353600);
  CHECK(parse_moment("2027-01-31T00:00:01Z") == 1801353601);
  CHECK(parse_moment("2027-01-31 02:00:00+02:00") == 1801353600);
  CHECK(parse_moment("2027-01-30T22:30:00-01:30") == 1801353600);
  CHECK(parse_moment("1801353600") == 1801353600);
  for (const char* text :
       {"", "now", "-1", "2027-01-31T00:00", "2027-01-31T24:00:00Z", "2027-01-31T00:00:00",
        "2027-01-31T00:00:00+2:00", "12 ", "253402300800"})
    CHECK_FALSE(parse_moment(text));
}

TEST_CASE("what expires on a day is over when that day is") {
  CHECK_FALSE(is_over("", 1801353600));
  CHECK_FALSE(is_over("2027-01-31", 1801353600));
  CHECK_FALSE(is_over("2027-01-31", 1801353600 + 86399));
  CHECK(is_over("2027-01-31", 1801353600 + 86400));
}
