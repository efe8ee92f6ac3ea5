#include "findings/masks.h"

#include <catch2/catch.hpp>

using moongate::Declaration;
using moongate::Masks;

TEST_CASE("what the trusted side marked is hidden everywhere", "[masks]") {
  Masks masks;
  masks.everywhere.add("correct-horse");
  for (const std::string& text :
       {masks.said("correct-horse"), masks.said_by("x", "correct-horse"),
        masks.snippet("x", "a.c", "correct-horse"), masks.said_at("x.lua", "correct-horse")})
    CHECK(text == "cor****");
}

TEST_CASE("a check of the change hides only its own words and what it matched", "[masks]") {
  Declaration check;
  check.name = "own";
  check.source_path = ".moongate/checks/own.lua";
  moongate::Pattern pattern;
  pattern.id = "p";
  pattern.regex = "acme-[0-9]+";
  Masks masks;
  masks.everywhere.add("horse-battery-staple");
  masks.know_own(check, pattern);
  masks.add_own(check, "a.c", "correct-horse");

  const std::string text = "correct-horse acme-2026";
  CHECK(masks.said(text) == text);
  CHECK(masks.said_by("other", text) == text);
  CHECK(masks.said_at("other.lua", text) == text);
  CHECK(masks.said_by("own", text) == "cor**** ac****");
  CHECK(masks.said_at(".moongate/checks/own.lua", text) == "cor**** ac****");
  CHECK(masks.snippet("other", "a.c", text) == "cor**** ac****");
  CHECK(masks.snippet("other", "b.c", text) == "correct-horse ac****");
  CHECK(masks.snippet("own", "b.c", text) == "cor**** ac****");
  // It cannot break a hole of the trusted side in two.
  CHECK(masks.said_by("own", "correct-horse-battery-staple") == "corr****");
}
