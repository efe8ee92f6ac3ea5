// The line differences of every commit of a range, as the bench asks for them.
//   git_range REPOSITORY BASE HEAD [THREADS [without-merges]]      (THREADS 0: as many as the
//   machine has processors)
// prints: commits, changed files, added and removed lines, milliseconds. Merges count for what they
// themselves introduce, where `git log -p` shows nothing; `without-merges` passes them over, too.
// Either way base and head are also compared with each other, as a check of the range sees them.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <thread>

#include "core/error.h"
#include "diff/file_context.h"
#include "engine/workers.h"
#include "git/change/open_change.h"

using namespace moongate;

int main(int argc, char** argv) try {
  if (argc < 4) {
    std::fprintf(stderr, "usage: git_range REPOSITORY BASE HEAD [THREADS]\n");
    return 2;
  }
  const auto begin = std::chrono::steady_clock::now();
  Request request;
  request.kind = ChangeKind::range;
  request.directory = argv[1];
  request.base = argv[2];
  request.head = argv[3];
  const unsigned asked = argc > 4 ? static_cast<unsigned>(std::atoi(argv[4])) : 0;
  const unsigned threads = asked ? asked : std::max(1u, std::thread::hardware_concurrency());
  const bool without_merges = argc > 5 && std::string_view(argv[5]) == "without-merges";
  const Change change = open_change(request);
  std::atomic<std::uint64_t> files{0}, added{0}, removed{0};
  for_each_item(threads, change.commits.size(), nullptr, [&](unsigned, std::size_t item) {
    if (without_merges && change.commits[item].parents.size() > 1) return;
    for (const FileChange& file : change.files_of(change.commits[item])) {
      FileContext context(change, file, &change.commits[item]);
      ++files;
      for (const Hunk& hunk : context.hunks()) {
        added += hunk.new_count;
        removed += hunk.old_count;
      }
    }
  });
  const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - begin;
  std::printf("%zu commits, %llu files, +%llu -%llu lines, %.0f ms\n", change.commits.size(),
              static_cast<unsigned long long>(files), static_cast<unsigned long long>(added),
              static_cast<unsigned long long>(removed), time.count());
  return 0;
} catch (const Error& error) {
  std::fprintf(stderr, "%s\n  %s\n", error.what(), error.problem().help.c_str());
  return 3;
}
