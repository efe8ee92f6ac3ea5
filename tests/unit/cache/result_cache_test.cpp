#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cache/identity.h"
#include "cache/result_cache.h"

namespace moongate {

namespace fs = std::filesystem;

namespace {

class Directory {
 public:
  Directory() {
    std::string name = (fs::temp_directory_path() / "moongate-clean_results-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~Directory() { fs::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  std::string path() const { return path_ + "/below"; }

 private:
  std::string path_;
};

// Keys that differ in all bits, results that follow from them.
ResultKey key_of(std::uint64_t n) {
  return {n * 0x9E3779B97F4A7C15ull, (n + 1) * 0xC2B2AE3D27D4EB4Full};
}
CleanResult clean_result_of(std::uint64_t n) {
  CleanResult clean_result{static_cast<std::uint32_t>(n), static_cast<std::uint32_t>(n * 3), {}};
  for (std::uint64_t i = 0; i < n % 5; ++i) clean_result.checks.push_back(n * 7 + i);
  return clean_result;
}

void write(const std::string& directory, std::uint64_t from, std::uint64_t to,
           std::uint64_t limit = ResultCache::largest) {
  ResultCache cache(directory);
  cache.load();
  for (std::uint64_t n = from; n < to; ++n) cache.add(key_of(n), clean_result_of(n));
  cache.save(limit);
}

// How many of [0, to) are found; a wrong one fails the test.
std::uint64_t found(const std::string& directory, std::uint64_t to) {
  ResultCache cache(directory);
  cache.load();
  std::uint64_t count = 0;
  for (std::uint64_t n = 0; n < to; ++n)
    if (const auto clean_result = cache.find(key_of(n))) {
      if (*clean_result != clean_result_of(n)) FAIL("a wrong result of " << n);
      ++count;
    }
  return count;
}

std::string read(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}
void put(const std::string& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

}  // namespace

TEST_CASE("results are found again, the last one of a key") {
  const Directory directory;
  CHECK(found(directory.path(), 10) == 0);
  write(directory.path(), 0, 10);
  write(directory.path(), 10, 20);
  CHECK(found(directory.path(), 30) == 20);
  ResultCache cache(directory.path());
  cache.load();
  cache.add(key_of(3), {9, 9, {1, 2}});
  cache.save();
  ResultCache again(directory.path());
  again.load();
  CHECK(again.find(key_of(3)) == CleanResult{9, 9, {1, 2}});
  CHECK(again.find(key_of(4)) == clean_result_of(4));
}

TEST_CASE("nothing is written where nothing is new") {
  const Directory directory;
  ResultCache cache(directory.path());
  cache.load();
  cache.save();
  CHECK_FALSE(fs::exists(directory.path()));
}

TEST_CASE("any flipped byte costs records, never a wrong one, and the next writer fixes it") {
  const Directory directory;
  write(directory.path(), 0, 12);
  const std::string file = ResultCache(directory.path()).file(), whole = read(file);
  for (std::size_t at = 0; at < whole.size(); ++at)
    for (const int flip : {0x01, 0x80, 0xFF}) {
      std::string bytes = whole;
      bytes[at] = static_cast<char>(bytes[at] ^ flip);
      put(file, bytes);
      const std::uint64_t left = found(directory.path(), 12);
      if (left >= 12) FAIL("the flipped byte " << at << " went unnoticed");
      write(directory.path(), 12, 13);
      if (found(directory.path(), 13) != left + 1) FAIL("not fixed after byte " << at);
    }
  SUCCEED();
}

TEST_CASE("a file that was cut anywhere holds what is whole") {
  const Directory directory;
  write(directory.path(), 0, 12);
  const std::string file = ResultCache(directory.path()).file(), whole = read(file);
  std::uint64_t before = 0;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    put(file, whole.substr(0, size));
    const std::uint64_t now = found(directory.path(), 12);
    if (now < before || now >= 12) FAIL("cut at " << size);
    before = now;
  }
  CHECK(before == 11);
}

TEST_CASE("the file stays below its limit and keeps what was used") {
  const Directory directory;
  constexpr std::uint64_t limit = 4096;
  write(directory.path(), 0, 60, limit);
  ResultCache cache(directory.path());
  cache.load();
  for (std::uint64_t n = 20; n < 30; ++n) cache.used(key_of(n));
  for (std::uint64_t n = 60; n < 90; ++n) cache.add(key_of(n), clean_result_of(n));
  cache.save(limit);
  CHECK(fs::file_size(cache.file()) <= limit + 64);
  ResultCache after(directory.path());
  after.load();
  for (std::uint64_t n = 20; n < 30; ++n) CHECK(after.find(key_of(n)));
  for (std::uint64_t n = 60; n < 90; ++n) CHECK(after.find(key_of(n)));
  CHECK_FALSE(after.find(key_of(5)));

  write(directory.path(), 100, 1000, limit);  // more than fits at once
  CHECK(fs::file_size(cache.file()) <= limit + 64);
  CHECK(found(directory.path(), 1000) > 0);
}

TEST_CASE("a file that is too large, or none of ours, is no cache") {
  const Directory directory;
  write(directory.path(), 0, 5);
  const std::string file = ResultCache(directory.path()).file();
  put(file, "something else\n");
  CHECK(found(directory.path(), 5) == 0);
  write(directory.path(), 0, 5);
  CHECK(found(directory.path(), 5) == 5);
  fs::resize_file(file, ResultCache::largest + 4096);
  CHECK(found(directory.path(), 5) == 0);
  write(directory.path(), 0, 5);
  CHECK(found(directory.path(), 5) == 5);
}

TEST_CASE("a disk that refuses is no error") {
  const Directory directory;
  put(directory.path(), "a file where the directory should be");
  write(directory.path(), 0, 5);
  CHECK(found(directory.path(), 5) == 0);
}

TEST_CASE("writers in several processes, killed at random, leave whole records") {
  const Directory directory;
  constexpr std::uint64_t writers = 6, each = 400;
  for (int round = 0; round < 4; ++round) {
    std::vector<pid_t> children;
    for (std::uint64_t writer = 0; writer < writers; ++writer) {
      const pid_t child = fork();
      REQUIRE(child >= 0);
      if (child == 0) {
        for (std::uint64_t n = 0; n < each; n += 20)
          write(directory.path(), writer * each + n, writer * each + n + 20, 1u << 20);
        _exit(0);
      }
      children.push_back(child);
    }
    for (std::size_t i = 0; i < children.size(); ++i)
      if (i % 2 == 1) {
        usleep(3000);
        kill(children[i], SIGKILL);
      }
    for (const pid_t child : children) waitpid(child, nullptr, 0);
    // A writer that found the lock taken for too long gives its records up.
    CHECK(found(directory.path(), writers * each) > 0);
  }
  write(directory.path(), 0, writers * each, 1u << 20);
  CHECK(found(directory.path(), writers * each) == writers * each);
}

TEST_CASE("the build knows which one it is") {
  CHECK(program_identity().size() >= 8);
  CHECK(program_identity() == program_identity());
}

}  // namespace moongate
