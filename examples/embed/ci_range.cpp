// What a CI does: the commits of a range in a repository, reported as SARIF, within a time that the
// CI allows.
//
//     ci_range REPOSITORY BASE HEAD [SECONDS] > report.sarif
//
// Exit: as the program `moongate`.
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <moongate/moongate.hpp>
#include <mutex>
#include <string>
#include <thread>

namespace {

// Cancels a run that takes longer than it may.
class Deadline {
 public:
  Deadline(const moongate::cancel& cancel, std::chrono::seconds allowed)
      : thread_([this, &cancel, allowed] {
          std::unique_lock lock(mutex_);
          if (!done_.wait_for(lock, allowed, [this] { return ended_; })) cancel.request();
        }) {}
  ~Deadline() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    done_.notify_one();
    thread_.join();
  }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  std::mutex mutex_;
  std::condition_variable done_;
  bool ended_ = false;
  std::thread thread_;
};

int check(const std::string& repository, const std::string& base, const std::string& head,
          int seconds) {
  moongate::engine engine;
  engine.configure(R"({"fail_on": "warning"})");  // the repository's own file may say otherwise
  const auto change = moongate::change::range(repository, base, head);

  const moongate::cancel cancel;
  const Deadline deadline(cancel, std::chrono::seconds(seconds));
  moongate::run_options options;
  options.cancel = &cancel;
  options.progress = [](std::uint64_t done, std::uint64_t total) {
    if (done % 1000 == 0) std::cerr << done << " of " << total << '\n';
  };
  moongate::report report = engine.run(change, options);
  for (const moongate::error& problem : report.problems())
    std::cerr << problem.path() << (problem.path().empty() ? "" : ": ") << problem.what() << '\n';
  std::cout << report.render("sarif");
  return report.exit();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::cerr << "usage: ci_range REPOSITORY BASE HEAD [SECONDS]\n";
    return 2;
  }
  try {
    return check(argv[1], argv[2], argv[3], argc > 4 ? std::atoi(argv[4]) : 600);
  } catch (const moongate::error& error) {
    std::cerr << error.what() << "\n  " << error.help() << '\n';
    return error.code() == MOONGATE_CODE_REPOSITORY ? 3 : 2;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 3;
  }
}
