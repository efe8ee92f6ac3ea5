// moongate_fuzz TARGET CORPUS [INPUTS [SEED]]: runs a target over its corpus, then over so many
// inputs made from it. The same seed makes the same inputs; a crash leaves the last one in the file
// `crash-TARGET`, and `moongate_fuzz TARGET FILE` runs it again.
//
// With Clang the same targets serve libFuzzer: see libfuzzer.cpp.
#include <signal.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "../sandbox/generated.h"
#include "mutate.h"
#include "targets.h"

namespace {

using moongate::fuzz::Target;

// What a crash handler needs, where it can reach it.
const std::string* current_input = nullptr;
std::string crash_file;

void save_input() {
  if (current_input == nullptr) return;
  std::FILE* file = std::fopen(crash_file.c_str(), "wb");
  if (file == nullptr) return;
  std::fwrite(current_input->data(), 1, current_input->size(), file);
  std::fclose(file);
  std::fprintf(stderr, "the input is in %s\n", crash_file.c_str());
}

void on_signal(int number) {
  save_input();
  ::signal(number, SIG_DFL);
  ::raise(number);
}

std::string contents(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  // The attacks on the sandbox, which are a corpus too, name what they repeat.
  return path.extension() == ".lua" ? moongate::testing::generated(text.str()) : text.str();
}

void set_timers(int cpu_seconds, unsigned wall_seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = cpu_seconds;
  ::setitimer(ITIMER_PROF, &timer, nullptr);
  ::alarm(wall_seconds);
}

void run_one(const Target& target, const std::string& input) {
  current_input = &input;
  // What hangs is a find as well: by CPU time, because a machine may be busy with other things, and
  // by the wall's clock what waits forever.
  set_timers(60, 900);
  target.run(input);
  set_timers(0, 0);
  current_input = nullptr;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__)
extern "C" void __asan_on_error() {
  save_input();
}
#endif

int main(int argc, char** argv) {
  const Target* target = nullptr;
  for (const Target& each : moongate::fuzz::targets()) {
    if (argc > 1 && each.name == argv[1]) target = &each;
  }
  if (target == nullptr || argc < 3) {
    std::fprintf(stderr, "usage: moongate_fuzz TARGET CORPUS [INPUTS [SEED]]\ntargets:");
    for (const Target& each : moongate::fuzz::targets()) {
      std::fprintf(stderr, " %s", std::string(each.name).c_str());
    }
    std::fprintf(stderr, "\n");
    return 2;
  }
  crash_file = "crash-" + std::string(target->name);
  for (const int number : {SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGALRM, SIGPROF}) {
    ::signal(number, on_signal);
  }
  std::vector<std::string> corpus;
  if (std::filesystem::is_regular_file(argv[2])) {
    corpus.push_back(contents(argv[2]));
  } else {
    std::vector<std::filesystem::path> files;
    for (const auto& file : std::filesystem::directory_iterator(argv[2]))
      if (file.path().extension() != ".cpp") files.push_back(file);
    std::sort(files.begin(), files.end());
    for (const auto& file : files) corpus.push_back(contents(file));
  }
  if (corpus.empty()) {
    std::fprintf(stderr, "no corpus in %s: run tests/fuzz/make-corpus\n", argv[2]);
    return 2;
  }
  const std::size_t inputs = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 0;
  const std::size_t seed = argc > 4 ? std::strtoul(argv[4], nullptr, 10) : 1;
  for (const std::string& input : corpus) run_one(*target, input);
  moongate::fuzz::Random random(seed);
  const auto begin = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < inputs; ++i) run_one(*target, target->make(corpus, random));
  const std::chrono::duration<double> time = std::chrono::steady_clock::now() - begin;
  std::printf("%s: %zu of the corpus, %zu made from it with seed %zu, %.1f s\n", argv[1],
              corpus.size(), inputs, seed, time.count());
}
