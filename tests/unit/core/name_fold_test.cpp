#include "core/name_fold.h"

#include <catch2/catch.hpp>

using moongate::fold_name;

TEST_CASE("a folded name ignores the case of letters of every script") {
  CHECK(fold_name("README.md") == "readme.md");
  CHECK(fold_name("a_B-3.TXT") == "a_b-3.txt");
  CHECK(fold_name("ÄRGER") == fold_name("ärger"));
  CHECK(fold_name("ДОКУМЕНТ") == fold_name("документ"));
  CHECK(fold_name("ΣΊΣΥΦΟΣ") == fold_name("σίσυφος"));
  CHECK(fold_name("\U00010400") == fold_name("\U00010428"));
  CHECK(fold_name("Ā") == fold_name("ā"));
  CHECK(fold_name("ẞ") == fold_name("ß"));
}

TEST_CASE("a folded name ignores how characters are composed") {
  CHECK(fold_name("caf\u00E9") == fold_name("cafe\u0301"));
  CHECK(fold_name("CAF\u00C9") == "cafe\u0301");
  CHECK(fold_name("\uD55C") == "\u1112\u1161\u11AB");
  CHECK(fold_name("\uAC00") == "\u1100\u1161");
  CHECK(fold_name("\u212B") == fold_name("a\u030A"));
  CHECK(fold_name("\u1E69") == fold_name("s\u0307\u0323"));
  CHECK(fold_name("\u1FB3") == fold_name("\u1FBC"));
}

TEST_CASE("what differs otherwise stays apart") {
  CHECK(fold_name("cafe") != fold_name("caf\u00E9"));
  CHECK(fold_name("\u00DF") != fold_name("ss"));
  CHECK(fold_name("a\u0301\u0300") != fold_name("a\u0300\u0301"));  // of one class: order counts
  CHECK(fold_name("\u0130") != fold_name("i"));
  CHECK(fold_name("\u4E00") == "\u4E00");
  CHECK(fold_name("\u0141") == "\u0142");
}

TEST_CASE("bytes that are not UTF-8 stay as they are") {
  CHECK(fold_name("A\xFF\xC3") == "a\xFF\xC3");
  CHECK(fold_name("\xC0\x80") == "\xC0\x80");
  CHECK(fold_name("\xE0\x80\x80X") == "\xE0\x80\x80x");
  CHECK(fold_name("\xED\xA0\x80") == "\xED\xA0\x80");
  CHECK(fold_name("\xF4\x90\x80\x80") == "\xF4\x90\x80\x80");
  CHECK(fold_name("") == "");
}
