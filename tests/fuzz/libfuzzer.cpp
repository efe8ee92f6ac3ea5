// The same targets for libFuzzer, which follows coverage; MOONGATE_FUZZ_TARGET names one:
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Isdk/src
//     tests/fuzz/libfuzzer.cpp tests/fuzz/targets.cpp sdk/src/git/*.cpp … -o fuzz
//   MOONGATE_FUZZ_TARGET=index ./fuzz tests/fuzz/corpus/index
// Not part of the build, which is GCC's; `moongate_fuzz` is what the tests run.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto* const chosen = [] {
    const char* name = std::getenv("MOONGATE_FUZZ_TARGET");
    for (const auto& target : moongate::fuzz::targets()) {
      if (name != nullptr && target.name == name) return &target;
    }
    std::fprintf(stderr, "MOONGATE_FUZZ_TARGET names no target\n");
    std::exit(2);
  }();
  chosen->run({reinterpret_cast<const char*>(data), size});
  return 0;
}
