// Tables of ids: found wherever they stand, also where they are not spread as hashes are.
#include "git/objects/pack_index.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <string>
#include <vector>

#include "random_rounds.h"

using namespace moongate;

namespace {

struct Table {
  std::vector<unsigned char> fanout, ids;

  explicit Table(std::vector<Oid> all) {
    std::sort(all.begin(), all.end());
    std::size_t at = 0;
    for (unsigned byte = 0; byte < 256; ++byte) {
      while (at < all.size() && all[at].raw[0] == byte) ++at;
      for (int shift = 24; shift >= 0; shift -= 8)
        fanout.push_back(static_cast<unsigned char>(at >> shift & 255));
    }
    for (const Oid& id : all) ids.insert(ids.end(), id.raw.begin(), id.raw.begin() + 20);
  }
  IdTable open() const { return {fanout.data(), ids.data(), 20, 20}; }
};

void expect_all_found(const std::vector<Oid>& all) {
  const Table table(all);
  const IdTable ids = table.open();
  REQUIRE(ids.size() == all.size());
  for (Oid id : all) {
    const auto position = ids.find(id);
    REQUIRE(position);
    CHECK(ids.id(*position) == id);
    // Its neighbours that are not there.
    for (const int change : {-1, 1}) {
      Oid other = id;
      other.raw[19] = static_cast<unsigned char>(other.raw[19] + change);
      const bool is_there = std::find(all.begin(), all.end(), other) != all.end();
      CHECK(ids.find(other).has_value() == is_there);
    }
  }
  std::vector<Oid> sorted = all;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) CHECK(ids.lower_bound(sorted[i].raw.data()) == i);
  const Oid last = Oid::from_raw(std::string(20, '\xff').data(), 20);
  CHECK(ids.lower_bound(last.raw.data()) == sorted.size());
}

Oid id_of(const std::vector<unsigned char>& bytes) {
  return Oid::from_raw(bytes.data(), 20);
}

}  // namespace

TEST_CASE("ids that are spread evenly") {
  std::mt19937 random = moongate::testing::printed_generator("ids that are spread evenly", 3);
  std::vector<Oid> all;
  for (int i = 0; i < 2000; ++i) {
    std::vector<unsigned char> bytes(20);
    for (unsigned char& byte : bytes) byte = static_cast<unsigned char>(random() % 255);
    bytes[0] = static_cast<unsigned char>(bytes[0] % 4);
    all.push_back(id_of(bytes));
  }
  expect_all_found(all);
}

TEST_CASE("ids that all begin alike, or crowd at an end") {
  for (const int start : {0x00, 0x80, 0xfe}) {
    std::vector<Oid> all;
    for (unsigned i = 0; i < 700; ++i) {
      std::vector<unsigned char> bytes(20, static_cast<unsigned char>(start));
      bytes[18] = static_cast<unsigned char>(i >> 7);
      bytes[19] = static_cast<unsigned char>(1 + i % 128 * 2 % 253);
      if (i % 100 == 0) bytes[1] = static_cast<unsigned char>(i / 3);
      all.push_back(id_of(bytes));
    }
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    expect_all_found(all);
  }
}

TEST_CASE("a table of none, and of one") {
  expect_all_found({});
  expect_all_found({id_of(std::vector<unsigned char>(20, 7))});
  CHECK_FALSE(Table({}).open().find(id_of(std::vector<unsigned char>(20, 7))));
}
