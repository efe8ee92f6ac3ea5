// Runs one attack a file against a check's sandbox and holds each to its expected end.
//
//   run DIRECTORY [NAME]
//
// The first line of a file says how it must end:
//   -- expect: aborted time|memory|findings   the check is ended, for that reason, in time
//   -- expect: error TEXT                     an error of the check whose message contains TEXT
//   -- expect: harmless                       it runs to its end and reports "ok" last
// Alternatives stand with a bar ("error|aborted"). A file is the body of `added_line(line, opt)`
// over two lines; with a second line `-- visitor: NAME` of that visitor, whose subject is
// `subject` (a commit has a message of two megabytes, most of it empty lines); with `-- whole` the
// whole chunk. Long bodies are generated (generated.h). Nothing may take more than 1.5 times the
// limit of CPU time, and after each attack another check must still work.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "../unit/script_support.h"
#include "core/error.h"
#include "core/thread_clock.h"
#include "generated.h"
#include "script/check.h"
#include "script/check_sources.h"

using namespace moongate;

namespace {

// Sanitizers slow the host's part down, which is not on the script's clock alone.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
// What is slow for the sanitizer alone must not look like an attack on the clock.
constexpr double limit_seconds = 0.8;
constexpr double bound_seconds = 1.5 * limit_seconds + 1;
#else
constexpr double limit_seconds = 0.2;
constexpr double bound_seconds = 1.5 * limit_seconds;
#endif

struct Attack {
  std::string name, expect, text, visitor = "added_line";
  bool whole = false;
};

Attack read_attack(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text =
      moongate::testing::generated(std::string((std::istreambuf_iterator<char>(file)), {}));
  Attack attack;
  attack.name = path.stem().string();
  std::size_t at = 0;
  while (text.compare(at, 3, "-- ") == 0) {
    const std::size_t end = text.find('\n', at);
    const std::string line = text.substr(at + 3, end - at - 3);
    if (line.starts_with("expect: ")) attack.expect = line.substr(8);
    if (line.starts_with("visitor: ")) attack.visitor = line.substr(9);
    if (line == "whole") attack.whole = true;
    at = end + 1;
  }
  attack.text = text.substr(at);
  if (!attack.whole)
    attack.text = script_test::with_visitor(
        attack.visitor, attack.visitor == "added_line" ? "line, opt" : "subject, opt",
        attack.visitor == "changed_file"
            ? "local line = { file = subject, number = 1 }\n" + attack.text
            : attack.text);
  return attack;
}

const std::string& huge_message() {
  static const std::string message = [] {
    std::string text = "feat: x\n" + std::string(1 << 20, '\n');
    while (text.size() < 2 << 20) text += "Key: value\n folded\n";
    return text;
  }();
  return message;
}

double limit_of(const Attack& attack) {
  return attack.expect.find("harmless") == std::string::npos ? limit_seconds : 10 * limit_seconds;
}

double bound_of(const Attack& attack) {
  return limit_of(attack) + (bound_seconds - limit_seconds);
}

// "harmless", or how it ended otherwise.
std::string outcome(const Attack& attack, double& seconds) {
  Limits limits;
  limits.check_seconds = limit_of(attack);
  limits.seconds_per_mebibyte = 0;
  limits.check_memory = 32 << 20;
  const std::int64_t start = thread_cpu_nanoseconds();
  std::string end;
  try {
    script_test::Check check(attack.text, limits,
                             {{"_self", "return require '_self'"},
                              {"_loop", "while true do end"},
                              {"_binary", "\x1bLua"}},
                             &library_module);
    std::vector<RawFinding> found;
    for (int visit = 0; visit < 2; ++visit) {
      if (attack.visitor == "change")
        found = check.change("first\nsecond\n");
      else if (attack.visitor == "commit")
        found = check.commit(huge_message());
      else if (attack.visitor == "changed_file")
        found = check.changed_file("", "first\nsecond\n");
      else
        found = check.added_lines("", "first\nsecond\n");
    }
    end = !found.empty() && found.back().message == "ok" ? "harmless" : "ended without a word";
    for (const RawFinding& finding : found)
      if (finding.message.size() > limits.message_bytes) end = "a message too long";
  } catch (const CheckAborted& aborted) {
    end = "aborted " + aborted.reason;
  } catch (const Error& error) {
    end = "error " + error.problem().message;
  }
  seconds = static_cast<double>(thread_cpu_nanoseconds() - start) / 1e9;
  return end;
}

bool is_expected(const std::string& expect, const std::string& end) {
  for (std::size_t at = 0; at <= expect.size();) {
    const std::size_t bar = std::min(expect.find('|', at), expect.size());
    std::string one = expect.substr(at, bar - at);
    const std::size_t blank = std::min(one.find(' '), one.size());
    const std::string kind = one.substr(0, blank);
    const std::string text = blank < one.size() ? one.substr(blank + 1) : "";
    if (end.starts_with(kind) && end.find(text) != std::string::npos) return true;
    at = bar + 1;
  }
  return false;
}

bool still_works() {
  script_test::Check check(
      script_test::with_visitor("added_line", "line", "line:report(line.text)"));
  const auto found = check.added_lines("", "x\ny\n");
  return found.size() == 2 && found[1].message == "y";
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: run DIRECTORY [NAME]\n";
    return 2;
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(arguments[1]))
    if (entry.path().extension() == ".lua" && (count < 3 || entry.path().stem() == arguments[2]))
      paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  int failed = 0;
  double slowest = 0;
  for (const std::filesystem::path& path : paths) {
    const Attack attack = read_attack(path);
    double seconds = 0;
    std::string end = outcome(attack, seconds);
    for (int turn = 1; turn < 4 && seconds > bound_of(attack); ++turn) {
      double again = 0;
      end = outcome(attack, again);
      seconds = std::min(seconds, again);
    }
    slowest = std::max(slowest, seconds);
    std::string wrong;
    if (!is_expected(attack.expect, end)) wrong = "expected " + attack.expect;
    if (seconds > bound_of(attack)) wrong += (wrong.empty() ? "" : ", ") + std::string("too slow");
    if (!still_works()) wrong += (wrong.empty() ? "" : ", ") + std::string("harmed another check");
    if (!wrong.empty()) ++failed;
    if (!wrong.empty() || count > 2)
      std::printf("%s: %s, %.3f s%s%s\n", attack.name.c_str(), end.substr(0, 200).c_str(), seconds,
                  wrong.empty() ? "" : ": ", wrong.c_str());
  }
  std::printf("%zu attacks, %d failed, slowest %.3f s (limit %.1f s, bound %.1f s)\n", paths.size(),
              failed, slowest, limit_seconds, bound_seconds);
  return failed > 0 || paths.empty() ? 1 : 0;
}
