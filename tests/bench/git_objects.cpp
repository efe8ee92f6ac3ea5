// Reads every object of a repository, as often as the bench asks for it.
//   git_objects OBJECTS_DIRECTORY [THREADS [all|blobs]]
// prints: objects, inflated bytes, milliseconds, and the most anonymous memory in use (from
// /proc/self/status, looked at every few milliseconds).
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "core/error.h"
#include "git/objects/objects.h"

namespace {

std::uint64_t anonymous_kilobytes() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("RssAnon:", 0) == 0) return std::strtoull(line.c_str() + 8, nullptr, 10);
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: git_objects OBJECTS_DIRECTORY [THREADS [all|blobs]]\n");
    return 2;
  }
  moongate::ScanOptions options;
  if (argc > 2) options.threads = std::atoi(argv[2]);
  if (argc > 3 && std::strcmp(argv[3], "blobs") == 0) {
    options.types = moongate::ObjectTypes::only_blobs();
  }
  std::atomic<std::uint64_t> objects{0}, bytes{0}, peak{0}, largest{0};
  std::atomic<bool> is_done{false};
  std::jthread watch([&] {
    while (!is_done) {
      peak = std::max(peak.load(), anonymous_kilobytes());
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  const auto begin = std::chrono::steady_clock::now();
  int code = 0;
  try {
    moongate::ObjectStoreOptions store;
    store.directory = argv[1];
    if (const char* size = std::getenv("MOONGATE_BENCH_ID_SIZE")) {
      store.id_size = std::strtoul(size, nullptr, 10);
    }
    moongate::ObjectStore(store).for_each_object(
        options, [&](const moongate::Oid&, moongate::ObjectType, std::string_view content) {
          ++objects;
          bytes += content.size();
          if (content.size() > largest) largest = content.size();
        });
  } catch (const moongate::Error& error) {
    std::fprintf(stderr, "%s\n  %s\n", error.what(), error.problem().help.c_str());
    code = 3;
  }
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
  is_done = true;
  std::printf("%llu objects, %llu bytes, %.0f ms, %llu KiB anonymous, largest %llu KiB\n",
              static_cast<unsigned long long>(objects), static_cast<unsigned long long>(bytes),
              time.count(), static_cast<unsigned long long>(peak),
              static_cast<unsigned long long>(largest / 1024));
  return code;
}
