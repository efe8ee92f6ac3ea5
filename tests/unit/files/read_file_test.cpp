#include "files/read_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

using namespace moongate;
namespace fs = std::filesystem;

namespace {

struct Directory {
  Directory() {
    std::string name = (fs::temp_directory_path() / "moongate-read.XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~Directory() { fs::remove_all(path); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;

  std::string file(const char* name, const std::string& text) const {
    const std::string whole = path / name;
    std::ofstream(whole, std::ios::binary) << text;
    return whole;
  }
  fs::path path;
};

template <class Work>
Problem problem_of(const Work& work) {
  try {
    work();
  } catch (const Error& error) {
    return error.problem();
  }
  return {ProblemKind::usage, "no error", {}, 0, {}};
}

}  // namespace

TEST_CASE("a file is read whole, up to its limit and not beyond") {
  const Directory directory;
  const std::string bytes = std::string("a\0b\r\n", 5) + std::string(200000, 'x');
  const std::string file = directory.file("file", bytes);
  CHECK(read_file(file, {bytes.size()}) == bytes);
  CHECK(read_file(directory.file("empty", ""), {0}).empty());

  const Problem problem = problem_of([&] {
    read_file(file, {bytes.size() - 1, ProblemKind::check, "help", "name"});
  });
  CHECK(problem.kind == ProblemKind::check);
  CHECK(problem.message == "is larger than 200004 bytes");
  CHECK(problem.path == "name");
  CHECK(!problem.help.empty());
  CHECK(problem_of([&] { read_file("/dev/zero", {largest_text_file}); }).message ==
        "is larger than 4 MiB");
}

TEST_CASE("what is missing, a directory or forbidden is told apart") {
  const Directory directory;
  const std::string nowhere = directory.path / "nowhere";
  CHECK_FALSE(read_file_if_there(nowhere, {10}));
  CHECK_FALSE(read_file_if_there(directory.file("file", "") + "/below", {10}));
  const Problem missing = problem_of([&] {
    read_file(nowhere, {10, ProblemKind::config, "look"});
  });
  CHECK(missing == Problem{ProblemKind::config, "cannot be read: No such file or directory",
                           nowhere, 0, "look"});
  CHECK(problem_of([&] { read_file_if_there(directory.path, {10}); }).message ==
        "cannot be read: Is a directory");
}

TEST_CASE("a pipe is read to its end, and one that gives nothing is an error") {
  const Directory directory;
  const std::string pipe = directory.path / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  ReadLimit limit{1000};
  limit.silence = std::chrono::milliseconds(50);
  CHECK(problem_of([&] { read_file(pipe, limit); }).message == "gave nothing for 0.05 s");

  limit.silence = std::chrono::minutes(10);
  for (const std::size_t size : {std::size_t{1000}, std::size_t{1001}}) {
    std::thread writer([&] { std::ofstream(pipe) << std::string(size, 'x'); });
    std::string text;
    const Problem problem = problem_of([&] { text = read_file(pipe, limit); });
    writer.join();
    if (size == 1000)
      CHECK(text == std::string(1000, 'x'));
    else
      CHECK(problem.message == "is larger than 1000 bytes");
  }
}

TEST_CASE("a stream is read from where it stands, also one that does not block") {
  int ends[2];
  REQUIRE(pipe2(ends, O_NONBLOCK) == 0);
  std::thread writer([&] {
    for (const char* part : {"one ", "two"}) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      CHECK(write(ends[1], part, std::string(part).size()) > 0);
    }
    close(ends[1]);
  });
  CHECK(read_stream(ends[0], "stdin", {100}) == "one two");
  writer.join();
  close(ends[0]);
  CHECK(problem_of([&] { read_stream(ends[0], "stdin", {100}); }).path == "stdin");
}
