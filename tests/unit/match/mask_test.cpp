#include "match/mask.h"

#include <catch2/catch.hpp>

#include "core/declaration.h"

using moongate::Masker;

TEST_CASE("a secret shows four characters at most, and a quarter at most", "[mask]") {
  CHECK(Masker::masked("") == "****");
  CHECK(Masker::masked("abc") == "****");
  CHECK(Masker::masked("hunter2") == "h****");
  CHECK(Masker::masked("abcdefghijklmnop") == "abcd****");
  CHECK(Masker::masked(std::string(100, 'x')) == "xxxx****");
  CHECK(Masker::masked("\xC3\xA9"
                       "aaaaaaaaaaaaaaa") == "****");
  CHECK(Masker::masked("a\x1b[31mbcdefghijklmnop") == "a****");
}

TEST_CASE("known secrets are masked wherever they stand", "[mask]") {
  Masker masker;
  masker.add("correct-horse");
  masker.add("horse-battery-staple");
  CHECK(masker.mask("no secret here") == "no secret here");
  CHECK(masker.mask("<correct-horse>") == "<cor****>");
  CHECK(masker.mask("correct-horse correct-horse") == "cor**** cor****");
  // Overlapping secrets are one hole.
  CHECK(masker.mask("x correct-horse-battery-staple y") == "x corr**** y");
  CHECK(masker.mask("").empty());
}

TEST_CASE("a pattern that someone names is masked like a built-in one", "[mask]") {
  Masker masker;
  moongate::Pattern pattern;
  pattern.id = "ours";
  pattern.regex = "acme-([0-9]{6,})";
  pattern.keywords = {"acme-"};
  CHECK(masker.mask("id acme-20261121 x") == "id acme-20261121 x");
  masker.know(pattern);
  CHECK(masker.mask("id acme-20261121 x") == "id acme-20**** x");
  CHECK(masker.mask("acme-2026") == "acme-2026");
}

TEST_CASE("a short secret is masked where it stands alone", "[mask]") {
  Masker masker;
  masker.add("test");
  CHECK(masker.mask("the latest test, password=test") == "the latest t****, password=t****");
  masker.add("");
  CHECK(masker.mask("x") == "x");
}

TEST_CASE("a key's lines are masked one by one", "[mask]") {
  const std::string one = "MIIEpAIBAAKCAQEA7bq1", two = "Zx81kPqLmVtYw0aQ9dEr";
  Masker masker;
  masker.add("-----BEGIN X-----\n" + one + "\n" + two + "\nab\n-----END X-----\n");
  CHECK(masker.mask(one) == "MIIE****");
  CHECK(masker.mask("  " + two + "  ") == "  Zx81****  ");
  CHECK(masker.mask("-----BEGIN X-----") == "-----BEGIN X-----");
  CHECK(masker.mask("ab") == "ab");

  Masker escaped;
  escaped.add("\"-----BEGIN X-----\\n" + one + "\\n" + two + "\\n\"");
  CHECK(escaped.mask(two) == "Zx81****");
}

TEST_CASE("a secret in UTF-16 is masked in plain text too", "[mask]") {
  std::string wide;
  for (const char c : std::string("tr0ub4dor-and-3")) (wide += c) += '\0';
  Masker masker;
  masker.add(wide);
  CHECK(masker.mask("tr0ub4dor-and-3") == "tr0****");
  CHECK(masker.mask("x" + wide).find("4\0d") == std::string::npos);
}

TEST_CASE("what looks like a known secret is masked without being told", "[mask]") {
  // In pieces, so that no scanner takes the test for a leak.
  const std::string token = std::string("gh") + "p_" + "n8Kd02LqPz71VbXcR4sTyU6wEaGh3JmF9iOo";
  const Masker masker;
  CHECK(masker.mask("subject with " + token + " in it") == "subject with ghp_**** in it");
  CHECK(masker.mask("https://bob:" + std::string("s3cr3t-w0rd") + "@example.org/x") ==
        "https://bob:s3****@example.org/x");
  // A guess is not enough: this is an ordinary line.
  CHECK(masker.mask("password = \"required_field\"") == "password = \"required_field\"");
}

TEST_CASE("a masked text keeps its lines", "[mask]") {
  Masker masker;
  masker.add("first-line-of-it\nsecond-line-of-it");
  const std::string out = masker.mask("a\nfirst-line-of-it\nsecond-line-of-it\nb");
  CHECK(out == "a\nfirs****\n\nb");
}

TEST_CASE("what was masked is told with its place in the text and in the result") {
  Masker masker;
  masker.add("correct-horse");
  masker.add("battery-staple");
  const Masker* const maskers[] = {&masker};
  std::vector<Masker::Replaced> replaced;
  const std::string shown = Masker::mask("a correct-horse, battery-staple.", maskers, &replaced);
  CHECK(shown == "a cor****, bat****.");
  REQUIRE(replaced.size() == 2);
  CHECK(replaced[0].begin == 2);
  CHECK(replaced[0].end == 15);
  CHECK(shown.substr(replaced[0].shown_begin, replaced[0].shown_end - replaced[0].shown_begin) ==
        "cor****");
  CHECK(replaced[1].begin == 17);
  CHECK(replaced[1].end == 31);
  CHECK(shown.substr(replaced[1].shown_begin, replaced[1].shown_end - replaced[1].shown_begin) ==
        "bat****");
}
