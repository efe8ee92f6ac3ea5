#include "findings/fingerprint.h"

#include <catch2/catch.hpp>
#include <set>

#include "core/hash.h"

using namespace moongate;

TEST_CASE("the blob hash is Git's", "[hash]") {
  // printf hello | git hash-object --stdin
  CHECK(blob_hash("hello").hex() == "b6fc4c620b67d95f953a5c1c1230aaab5db5a1b0");
  CHECK(blob_hash("").hex() == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
  CHECK(stable_hash64("hello") == 0xb6fc4c620b67d95fULL);
}

TEST_CASE("a fingerprint is stable between releases", "[fingerprint]") {
  // printf '5:check4:rule3:a/b3:x y1:0' | git hash-object --stdin
  CHECK(fingerprint("check", "rule", "a/b", "x y", 0) == "1:5845272fcb13da6fb4cd2520b771e32c");
}

TEST_CASE("blanks do not count in a fingerprint, everything else does", "[fingerprint]") {
  const std::string one = fingerprint("c", "r", "p", "int  a;", 0);
  CHECK(one == fingerprint("c", "r", "p", "\t int\ta;\r\n", 0));
  const std::set<std::string> all = {
      one,
      fingerprint("c", "r", "p", "int a;", 1),
      fingerprint("c", "r", "p", "inta;", 0),
      fingerprint("c", "r", "q", "int a;", 0),
      fingerprint("c", "s", "p", "int a;", 0),
      fingerprint("d", "r", "p", "int a;", 0),
      fingerprint("cr", "", "p", "int a;", 0),
  };
  CHECK(all.size() == 7);
}

TEST_CASE("a secret's stand-in tells 16 bits of it", "[fingerprint]") {
  CHECK(secret_stand_in("hello") == "<secret b6fc>");
  CHECK(secret_stand_in("hello") != secret_stand_in("hellp"));
}
