#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string_view>

#include "core/error.h"
#include "git/repository/git_files.h"
#include "git/repository/git_program.h"
#include "git/repository/git_settings.h"
#include "git/repository/ownership.h"

extern char** environ;  // POSIX names it, but no header has to declare it

namespace moongate {
namespace {

struct Pipe {
  int read_end = -1, write_end = -1;

  Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
      throw Error(ProblemKind::repository, "cannot start git: no more file descriptors",
                  "raise the limit of open files (ulimit -n)");
    }
    read_end = ends[0];
    write_end = ends[1];
  }
  ~Pipe() {
    close_read();
    close_write();
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  void close_read() { close_end(read_end); }
  void close_write() { close_end(write_end); }

 private:
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }
};

// The user's environment without what tells Git about another repository, and with what pins its
// answers.
std::vector<std::string> environment(const Location& location, GitAccess access) {
  std::vector<std::string> result;
  for (char** entry = environ; *entry; ++entry) {
    const std::string_view text(*entry);
    const bool about_git = text.rfind("GIT_", 0) == 0;
    // Credentials and transports of the user are needed for fetching, and for nothing else.
    const bool transport = text.rfind("GIT_SSH", 0) == 0 || text.rfind("GIT_ASKPASS", 0) == 0 ||
                           text.rfind("GIT_SSL", 0) == 0 || text.rfind("GIT_HTTP", 0) == 0 ||
                           text.rfind("GIT_PROXY", 0) == 0 || text.rfind("GIT_CONFIG", 0) == 0 ||
                           text.rfind("GIT_ALLOW_PROTOCOL", 0) == 0;
    if (about_git && !(access == GitAccess::fetch && transport)) continue;
    if (text.rfind("LC_", 0) == 0 || text.rfind("LANG", 0) == 0) continue;
    result.emplace_back(text);
  }
  result.push_back("LC_ALL=C");
  result.push_back("GIT_OPTIONAL_LOCKS=0");
  result.push_back("GIT_TERMINAL_PROMPT=0");
  result.push_back("GIT_DIR=" + location.git_dir);
  if (location.common_dir != location.git_dir) {
    result.push_back("GIT_COMMON_DIR=" + location.common_dir);
  }
  if (access == GitAccess::fetch) return result;
  result.push_back("GIT_OBJECT_DIRECTORY=" + location.objects_dir);
  if (!location.alternates.empty()) {
    std::string joined;
    for (const std::string& path : location.alternates) {
      if (!joined.empty()) joined += ':';
      joined += path;
    }
    result.push_back("GIT_ALTERNATE_OBJECT_DIRECTORIES=" + joined);
  }
  result.push_back("GIT_INDEX_FILE=" + location.index_file);
  result.push_back("GIT_NO_REPLACE_OBJECTS=1");
  result.push_back("GIT_NO_LAZY_FETCH=1");      // Git 2.44
  result.push_back("GIT_ALLOW_PROTOCOL=none");  // and older ones cannot reach anything either
  result.push_back("GIT_CONFIG_COUNT=2");
  result.push_back("GIT_CONFIG_KEY_0=safe.directory");
  result.push_back("GIT_CONFIG_VALUE_0=*");
  result.push_back("GIT_CONFIG_KEY_1=core.fsmonitor");
  result.push_back("GIT_CONFIG_VALUE_1=false");
  return result;
}

std::vector<char*> pointers(std::vector<std::string>& strings) {
  std::vector<char*> result;
  for (std::string& text : strings) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// Reads both outputs and feeds the input at once: any of the three pipes may fill up first.
void exchange(Pipe& in, Pipe& out, Pipe& err, const std::string& input, GitAnswer& answer) {
  std::size_t written = 0;
  fcntl(in.write_end, F_SETFL, O_NONBLOCK);
  if (input.empty()) in.close_write();
  std::array<char, 65536> buffer;
  while (out.read_end >= 0 || err.read_end >= 0) {
    std::array<pollfd, 3> wait{
        {{out.read_end, POLLIN, 0}, {err.read_end, POLLIN, 0}, {in.write_end, POLLOUT, 0}}};
    if (poll(wait.data(), wait.size(), -1) < 0) {
      if (errno == EINTR) continue;
      break;
    }
    const auto drain = [&buffer](Pipe& pipe, std::string& text) {
      const ssize_t count = read(pipe.read_end, buffer.data(), buffer.size());
      if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
      if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN)) pipe.close_read();
    };
    if (wait[0].revents) drain(out, answer.out);
    if (wait[1].revents) drain(err, answer.err);
    if (wait[2].revents) {
      const ssize_t count = write(in.write_end, input.data() + written, input.size() - written);
      if (count > 0) written += static_cast<std::size_t>(count);
      const bool broken = count < 0 && errno != EINTR && errno != EAGAIN;
      if (broken || written == input.size()) in.close_write();
    }
  }
}

GitAnswer run_git(const Location& location, const GitSettings& settings,
                  const std::vector<std::string>& arguments, GitAccess access,
                  const std::string& input) {
  GitAnswer answer;
  Pipe in, out, err;
  std::vector<std::string> words = {"git"};
  words.insert(words.end(), settings.arguments.begin(), settings.arguments.end());
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<std::string> variables = environment(location, access);
  variables.insert(variables.end(), settings.environment.begin(), settings.environment.end());
  std::vector<char*> argv = pointers(words);
  std::vector<char*> envp = pointers(variables);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read_end, 0);
  posix_spawn_file_actions_adddup2(&actions, out.write_end, 1);
  posix_spawn_file_actions_adddup2(&actions, err.write_end, 2);
  // A git that dies before it has read its input must not end us: ignore the signal meanwhile.
  struct sigaction ignore {};
  struct sigaction previous {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, &previous);
  pid_t process = 0;
  const int failure = posix_spawnp(&process, "git", &actions, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&actions);
  in.close_read();
  out.close_write();
  err.close_write();
  if (failure == 0) {
    answer.found = true;
    exchange(in, out, err, input, answer);
    in.close_write();
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    answer.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  sigaction(SIGPIPE, &previous, nullptr);
  return answer;
}

}  // namespace

GitAnswer ask_git(const Location& location, const std::vector<std::string>& arguments,
                  GitAccess access, const std::string& input) {
  // Git would not ask, as it is told GIT_DIR.
  if (access == GitAccess::fetch) require_trusted_owner(location);
  std::vector<std::string> hooks;
  // What only reads comes to nothing that a hook could be told of. Git is asked for their names and
  // not our own reader of configuration, as it is Git that would run them.
  if (access != GitAccess::read) {
    const GitAnswer names =
        run_git(location, settings_without_hooks({}), configured_hooks_question(), access, {});
    constexpr int none = 1;
    if (!names.found || (names.status != 0 && names.status != none)) return names;
    hooks = configured_hooks(names.out);
  }
  return run_git(location, settings_without_hooks(hooks), arguments, access, input);
}

}  // namespace moongate
