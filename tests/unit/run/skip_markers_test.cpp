#include "run/skip_markers.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

using namespace moongate;

TEST_CASE("a marker counts where the subject sets it") {
  CHECK(marker_in("feat: a [skip moongate]", false) == "[skip moongate]");
  CHECK(marker_in("[Skip Moongate] feat: a", false) == "[skip moongate]");
  CHECK(marker_in("fix: don't and won't [skip moongate]", false) == "[skip moongate]");
  CHECK_FALSE(marker_in("feat: skip moongate", false));
}

TEST_CASE("a marker that is quoted or another commit's does not count") {
  for (const char* subject :
       {"docs: `[skip moongate]`", "docs: \"[skip moongate]\"", "docs: '[skip moongate]'",
        "docs: the ('[skip moongate]') marker", "docs: “[skip moongate]”",
        "docs: ‘[skip moongate]’", "docs: «[skip moongate]»", "Revert \"a [skip moongate]\"",
        "revert: a [skip moongate]", "fixup! a [skip moongate]", "squash! a [skip moongate]",
        "amend! a [skip moongate]", "Reapply \"a [skip moongate]\""}) {
    INFO(subject);
    CHECK_FALSE(marker_in(subject, true));
  }
}

TEST_CASE("markers of CI systems count in CI") {
  for (const char* marker : {"[skip ci]", "[ci skip]", "[no ci]", "[CI SKIP]", "***NO_CI***"}) {
    INFO(marker);
    CHECK_FALSE(marker_in(std::string("feat: a ") + marker, false));
    CHECK(marker_in(std::string("feat: a ") + marker, true));
  }
}

TEST_CASE("trailers, but not those of squashed commits") {
  const std::vector<std::string> one{"lint because"};
  CHECK(skip_trailers("feat: a\n\nMoongate-Skip: lint because\n") == one);
  CHECK(skip_trailers("feat: a\n\nbody\n\nmoongate-skip: lint because\nSigned-off-by: A <a@b>\n") ==
        one);
  CHECK(skip_trailers("feat: a\n\nMoongate-Skip: lint because\n\nand more\n").empty());
  CHECK(skip_trailers("feat: a (#1)\n\n* feat: b\n\nMoongate-Skip: lint because\n").empty());
  CHECK(skip_trailers("Squashed commit of the following:\n\nx\n\nMoongate-Skip: lint because\n")
            .empty());
}
