#include "match/literals.h"

#include <catch2/catch.hpp>
#include <random>

#include "random_rounds.h"

using moongate::Literals;

TEST_CASE("literals within each other are all found", "[literals]") {
  const Literals literals({"he", "she", "his", "hers", "", "he"}, Literals::Case::exact);
  CHECK(literals.present("ushers") == std::vector<bool>{true, true, false, true, false, true});
  CHECK(literals.present("") == std::vector<bool>(6, false));
  CHECK(literals.present("SHE") == std::vector<bool>(6, false));
  std::string found;
  literals.each("ushers", [&](std::size_t literal, std::size_t begin) {
    found += std::to_string(literal) + "@" + std::to_string(begin) + " ";
  });
  CHECK(found == "1@1 5@2 0@2 3@2 ");
}

TEST_CASE("case is ignored when asked", "[literals]") {
  const Literals literals({"Key", "z"}, Literals::Case::ignore);
  CHECK(literals.present("a KEY") == std::vector<bool>{true, false});
  CHECK(literals.present("[{@`") == std::vector<bool>{false, false});
  CHECK(literals.present("Z") == std::vector<bool>{false, true});
}

TEST_CASE("no literals", "[literals]") {
  CHECK(Literals({}, Literals::Case::exact).empty());
  CHECK(Literals({""}, Literals::Case::exact).empty());
  CHECK(Literals({}, Literals::Case::exact).present("x").empty());
}

TEST_CASE("random literals agree with a plain search", "[literals]") {
  std::mt19937 random =
      moongate::testing::printed_generator("random literals agree with a plain search", 2);
  const auto text_of = [&](std::size_t most) {
    std::string text;
    for (auto n = random() % most; n; --n) text += static_cast<char>("abA\0\xff"[random() % 5]);
    return text;
  };
  for (int round = 0; round < 2000; ++round) {
    std::vector<std::string> texts;
    for (auto n = random() % 6; n; --n) texts.push_back(text_of(5));
    const std::string text = text_of(40);
    const Literals literals(texts, Literals::Case::exact);
    const std::vector<bool> present = literals.present(text);
    std::vector<std::size_t> counts(texts.size(), 0);
    literals.each(text, [&](std::size_t literal, std::size_t begin) {
      REQUIRE(text.substr(begin, texts[literal].size()) == texts[literal]);
      ++counts[literal];
    });
    for (std::size_t i = 0; i < texts.size(); ++i) {
      std::size_t wanted = 0;
      if (!texts[i].empty())
        for (std::size_t at = text.find(texts[i]); at != std::string::npos;
             at = text.find(texts[i], at + 1))
          ++wanted;
      REQUIRE(counts[i] == wanted);
      REQUIRE(present[i] == (wanted > 0));
    }
  }
}
