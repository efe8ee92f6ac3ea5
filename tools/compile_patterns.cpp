// Compiles the patterns of the built-in checks into one Vectorscan database: compile_patterns
// OUTPUT. OUTPUT implements builtin_patterns() of sdk/src/match/builtin_patterns.h. Runs while the
// project is built, on the platform that it is built for; the program only reads the result.
#include <hs/hs.h>
#include <re2/re2.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/check_limits.h"
#include "core/error.h"
#include "match/builtin_patterns.h"
#include "match/regex.h"
#include "match/required_literal.h"
#include "match/vectorscan_syntax.h"
#include "script/check.h"
#include "script/check_sources.h"
#include "script/compiled_checks.h"

namespace moongate {

// The library asks for them; here they are only being made.
const BuiltinPatterns& builtin_patterns() {
  static const BuiltinPatterns none{};
  return none;
}
std::span<const CompiledFile> compiled_files() {
  return {};
}

namespace {

// Two bytes are enough in an expression, which says what stands around them. A keyword alone says
// nothing else, and RE2 reads each file that has it.
constexpr std::size_t shortest_literal = 2, shortest_gate = 4;

struct Named {
  std::string check;
  Pattern pattern;
  bool in_database = false;
};

std::vector<Named> collect() {
  std::vector<Named> all;
  for (const CheckSource& source : built_in_sources()) {
    const Declaration declaration = declare_check(source, Limits{});
    for (const Pattern& pattern : declaration.patterns)
      all.push_back({declaration.name, pattern, false});
  }
  std::sort(all.begin(), all.end(),
            [](const Named& a, const Named& b) { return a.pattern.regex < b.pattern.regex; });
  return all;
}

// What the program takes for granted of a built-in pattern, because it compiles few of them.
void check_pattern(const Named& named) {
  const std::string where = named.check + ", pattern '" + named.pattern.id + "': ";
  try {
    if (Regex(named.pattern.regex).matches_whole(""))
      throw Error(ProblemKind::check, "it matches the empty text", "make it need a character");
  } catch (const Error& error) {
    throw Error(ProblemKind::check, where + error.problem().message, error.problem().help);
  }
  if (named.pattern.keywords.empty())
    throw Error(ProblemKind::check, where + "it has no keywords",
                "give it some: they are its prefilter where Vectorscan is absent");
  if (has_required_literal(named.pattern.regex, shortest_literal)) return;
  for (const std::string& keyword : named.pattern.keywords)
    if (keyword.size() < shortest_gate)
      throw Error(ProblemKind::check,
                  where + "it needs no literal, and its keyword '" + keyword +
                      "' is too short to be looked for in its place",
                  "add a literal to the expression, or use keywords of " +
                      std::to_string(shortest_gate) + " bytes and more");
}

// What the database looks for. An expression without a literal costs as much as all others
// together: in its place stand the keywords, which must be in the text anyway, and RE2 does the
// rest.
std::string scanned(const Pattern& pattern) {
  if (has_required_literal(pattern.regex, shortest_literal)) return pattern.regex;
  std::string gate = "(?i)(?:";
  for (const std::string& keyword : pattern.keywords) {
    if (gate.back() != ':') gate += '|';
    gate += RE2::QuoteMeta(keyword);
  }
  return gate + ")";
}

// Memory that is aligned like the array in the generated source.
using Aligned = std::unique_ptr<char, decltype(&std::free)>;
Aligned aligned(std::size_t size) {
  const std::size_t whole = (size + 63) / 64 * 64;
  Aligned memory(static_cast<char*>(std::aligned_alloc(64, whole)), &std::free);
  if (!memory) throw Error(ProblemKind::check, "no memory for the database", "");
  std::memset(memory.get(), 0, whole);
  return memory;
}

// The database as it lies in memory at an address that 64 divides: there it holds no other address,
// so the program scans with these bytes where the linker put them. Reading the serialized form at
// each start (a copy, two checksums and a page fault for each page) took a fifth of a small run.
std::string image_of(const hs_database_t* database) {
  char* bytes = nullptr;
  std::size_t length = 0, size = 0;
  if (hs_serialize_database(database, &bytes, &length) != HS_SUCCESS)
    throw Error(ProblemKind::check, "the database cannot be written", "");
  const std::unique_ptr<char, decltype(&std::free)> serialized(bytes, &std::free);
  Aligned memory(nullptr, &std::free);
  if (hs_serialized_database_size(bytes, length, &size) == HS_SUCCESS) memory = aligned(size);
  if (!memory || hs_deserialize_database_at(
                     bytes, length, reinterpret_cast<hs_database_t*>(memory.get())) != HS_SUCCESS)
    throw Error(ProblemKind::check, "the database cannot be read again", "");
  return {memory.get(), size};
}

std::set<unsigned> found_by(const hs_database_t* database, const std::string& text) {
  hs_scratch_t* scratch = nullptr;
  std::set<unsigned> found;
  const auto note = [](unsigned id, unsigned long long, unsigned long long, unsigned, void* to) {
    static_cast<std::set<unsigned>*>(to)->insert(id);
    return 0;
  };
  if (hs_alloc_scratch(database, &scratch) != HS_SUCCESS ||
      hs_scan(database, text.data(), static_cast<unsigned>(text.size()), 0, scratch, note,
              &found) != HS_SUCCESS)
    throw Error(ProblemKind::check, "the database cannot be scanned with", "");
  hs_free_scratch(scratch);
  return found;
}

// Whether the image, at another address, finds what the database finds. The expressions themselves
// are the text: they hold every literal.
bool finds_the_same(const hs_database_t* database, const std::string& image,
                    const std::vector<std::string>& expressions) {
  const Aligned memory = aligned(image.size());
  std::memcpy(memory.get(), image.data(), image.size());
  std::string text;
  for (const std::string& expression : expressions)
    text += expression + " = \"0123456789abcdef\"\n";
  return found_by(database, text) ==
         found_by(reinterpret_cast<const hs_database_t*>(memory.get()), text);
}

std::string compile(std::vector<Named>& all) {
  // One database for every x86-64 (or arm64) machine that the library supports: tuning for newer
  // ones measured no faster.
  hs_platform_info_t platform{};
  std::vector<std::string> texts;
  std::vector<const char*> expressions;
  std::vector<unsigned> flags, ids;
  texts.reserve(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i > 0 && all[i].pattern.regex == all[i - 1].pattern.regex) {
      all[i].in_database = all[i - 1].in_database;
      continue;  // the first of equals stands for them
    }
    const auto translated = vectorscan_syntax(scanned(all[i].pattern));
    if (!translated) continue;
    for (const unsigned extra : {0u, unsigned{HS_FLAG_PREFILTER}}) {
      hs_database_t* alone = nullptr;
      hs_compile_error_t* error = nullptr;
      const unsigned with = HS_FLAG_SINGLEMATCH | extra;
      const hs_error_t rc =
          hs_compile(translated->c_str(), with, HS_MODE_BLOCK, &platform, &alone, &error);
      hs_free_compile_error(error);
      hs_free_database(alone);
      if (rc != HS_SUCCESS) continue;
      all[i].in_database = true;
      texts.push_back(*translated);
      flags.push_back(with);
      ids.push_back(static_cast<unsigned>(i));
      break;
    }
    if (!all[i].in_database)
      std::cerr << "compile_patterns: Vectorscan refuses pattern '" << all[i].pattern.id << "' of "
                << all[i].check << "; it is found by its keywords\n";
  }
  if (texts.empty()) return {};
  for (const std::string& text : texts) expressions.push_back(text.c_str());
  hs_database_t* database = nullptr;
  hs_compile_error_t* error = nullptr;
  if (hs_compile_multi(expressions.data(), flags.data(), ids.data(),
                       static_cast<unsigned>(expressions.size()), HS_MODE_BLOCK, &platform,
                       &database, &error) != HS_SUCCESS) {
    const std::string message = error ? error->message : "no memory";
    hs_free_compile_error(error);
    throw Error(ProblemKind::check, "the patterns do not compile together: " + message, "");
  }
  const std::string image = image_of(database);
  const bool same = finds_the_same(database, image, texts);
  hs_free_database(database);
  if (!same)
    throw Error(ProblemKind::check, "the database works only where Vectorscan put it",
                "write the serialized database and let the program read that");
  return image;
}

void write_text(std::ostream& out, std::string_view text) {
  out << "std::string_view(\"";
  for (const char c : text) {
    char octal[5];
    std::snprintf(octal, sizeof octal, "\\%03o",
                  static_cast<unsigned>(static_cast<unsigned char>(c)));
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == ' ' || c == '_' ||
                       c == '-' || c == '/' || c == '.';
    out << (plain ? std::string(1, c) : std::string(octal));
  }
  out << "\", " << text.size() << ")";
}

void write(std::ostream& out, const std::vector<Named>& all, const std::string& database) {
  out << "// Generated by tools/compile_patterns.cpp; do not edit.\n"
         "#include <array>\n\n#include \"match/builtin_patterns.h\"\n\n"
         "namespace moongate {\nnamespace {\n\n";
  // Words and not characters: a compiler reads them several times faster.
  out << "alignas(64) constexpr std::uint64_t database[] = {";
  for (std::size_t i = 0; i < database.size() || i == 0; i += 8) {
    std::uint64_t word = 0;
    if (i < database.size())
      std::memcpy(&word, database.data() + i, std::min<std::size_t>(8, database.size() - i));
    if (i % 64 == 0) out << '\n';
    out << "0x" << std::hex << word << std::dec << "u,";
  }
  out << "};\n\n";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& keywords = all[i].pattern.keywords;
    if (keywords.empty()) continue;
    out << "constexpr std::string_view keywords_" << i << "[] = {";
    for (const std::string& keyword : keywords) {
      write_text(out, keyword);
      out << ", ";
    }
    out << "};\n";
  }
  out << "\nconstexpr std::array<BuiltinPattern, " << all.size() << "> patterns = {{\n";
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Pattern& pattern = all[i].pattern;
    out << "    {";
    write_text(out, all[i].check);
    out << ", ";
    write_text(out, pattern.id);
    out << ",\n     ";
    write_text(out, pattern.regex);
    out << ",\n     ";
    if (pattern.keywords.empty())
      out << "{}";
    else
      out << "keywords_" << i;
    out << ", " << pattern.entropy << ", ";
    write_text(out, pattern.checksum);
    out << ", " << (pattern.secret ? "true" : "false") << ", "
        << (all[i].in_database ? "true" : "false") << "},\n";
  }
  out << "}};\n\n}  // namespace\n\n"
         "const BuiltinPatterns& builtin_patterns() {\n"
         "  static const BuiltinPatterns made{\n"
         "      patterns, std::string_view(reinterpret_cast<const char*>(database), "
      << database.size() << ")};\n  return made;\n}\n\n}  // namespace moongate\n";
}

}  // namespace
}  // namespace moongate

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: compile_patterns OUTPUT\n";
    return 2;
  }
  try {
    std::vector<moongate::Named> all = moongate::collect();
    for (const moongate::Named& named : all) moongate::check_pattern(named);
    const std::string database = moongate::compile(all);
    std::ofstream out(argv[1], std::ios::binary | std::ios::trunc);
    moongate::write(out, all, database);
    out.close();
    if (!out) {
      std::cerr << "compile_patterns: cannot write " << argv[1] << '\n';
      return 1;
    }
  } catch (const moongate::Error& error) {
    std::cerr << "compile_patterns: " << error.problem().path
              << (error.problem().path.empty() ? "" : ": ") << error.problem().message << '\n';
    return 1;
  } catch (const moongate::CheckAborted& aborted) {
    std::cerr << "compile_patterns: " << aborted.reason << '\n';
    return 1;
  }
  return 0;
}
