// Kills a command at the N-th of its system calls that can change a file:
//
//   moongate_stop_at N [--from TEXT] [--no-links] COMMAND ARGUMENT...
//
// Counted are the calls of the command and its threads, not of the programs that it starts, from
// the first one on whose path has TEXT in it. It is killed before the call is made; after the N-th
// is before the next. Exit 137: it was killed, and stderr names the call. Else it ended before
// there were so many, and its exit code is given on. 77: this system does not let processes be
// traced.
//
// --no-links: hard links fail, as on a file system that has none.
//
// Not LD_PRELOAD: the program is static.
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>

namespace {

constexpr int cannot_trace = 77, was_killed = 137;

struct Call {
  long number;
  const char* name;
  int path;  // which argument is one; -1: none
};

constexpr Call calls[] = {
#ifdef SYS_open
    {SYS_open, "open", 0},         {SYS_creat, "creat", 0},
    {SYS_rename, "rename", 0},     {SYS_link, "link", 0},
    {SYS_symlink, "symlink", 1},   {SYS_unlink, "unlink", 0},
    {SYS_mkdir, "mkdir", 0},       {SYS_rmdir, "rmdir", 0},
    {SYS_chmod, "chmod", 0},       {SYS_chown, "chown", 0},
    {SYS_lchown, "lchown", 0},     {SYS_fork, "fork", -1},
    {SYS_vfork, "vfork", -1},
#endif
#ifdef SYS_renameat
    {SYS_renameat, "renameat", 1},
#endif
    {SYS_openat, "openat", 1},     {SYS_renameat2, "renameat2", 1},
    {SYS_linkat, "linkat", 1},     {SYS_symlinkat, "symlinkat", 2},
    {SYS_unlinkat, "unlinkat", 1}, {SYS_mkdirat, "mkdirat", 1},
    {SYS_fchmodat, "fchmodat", 1}, {SYS_fchownat, "fchownat", 1},
    {SYS_fchmod, "fchmod", -1},    {SYS_fchown, "fchown", -1},
    {SYS_write, "write", -1},      {SYS_pwrite64, "pwrite64", -1},
    {SYS_writev, "writev", -1},    {SYS_ftruncate, "ftruncate", -1},
    {SYS_fsync, "fsync", -1},      {SYS_fdatasync, "fdatasync", -1},
    {SYS_flock, "flock", -1},      {SYS_wait4, "wait4", -1},
    {SYS_clone, "clone", -1},
};

bool opens_to_write(std::uint64_t flags) {
  return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
}

// The call, if it can change something.
const Call* changing(const __ptrace_syscall_info& info) {
  for (const Call& call : calls) {
    if (static_cast<std::uint64_t>(call.number) != info.entry.nr) continue;
#ifdef SYS_open
    if (call.number == SYS_open && !opens_to_write(info.entry.args[1])) return nullptr;
#endif
    if (call.number == SYS_openat && !opens_to_write(info.entry.args[2])) return nullptr;
    const bool writes =
        call.number == SYS_write || call.number == SYS_writev || call.number == SYS_pwrite64;
    if (writes && info.entry.args[0] <= 2) return nullptr;  // what it says
    return &call;
  }
  return nullptr;
}

std::string text_at(pid_t process, std::uint64_t address) {
  std::string text;
  std::array<char, 256> part;
  while (text.size() < 4096) {
    // Up to the end of a page: the next one need not be there.
    const std::size_t room = std::min<std::size_t>(part.size(), 4096 - address % 4096);
    iovec here{part.data(), room};
    iovec there{reinterpret_cast<void*>(address), room};
    const ssize_t count = process_vm_readv(process, &here, 1, &there, 1, 0);
    if (count <= 0) break;
    const std::size_t end =
        std::string_view(part.data(), static_cast<std::size_t>(count)).find('\0');
    if (end != std::string_view::npos) return text.append(part.data(), end);
    text.append(part.data(), static_cast<std::size_t>(count));
    address += static_cast<std::uint64_t>(count);
  }
  return text;
}

bool refuse_links() {
  const auto number = [](long call) { return static_cast<std::uint32_t>(call); };
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
#ifdef SYS_link
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_link), 1, 0),
#endif
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number(SYS_linkat), 0, 1),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{sizeof filter / sizeof filter[0], filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
         prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

[[noreturn]] void usage() {
  std::fputs("usage: moongate_stop_at N [--from TEXT] [--no-links] COMMAND ARGUMENT...\n", stderr);
  std::exit(2);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) usage();
  const long stop = std::strtol(argv[1], nullptr, 10);
  std::string from;
  bool links = true;
  int at = 2;
  for (; at < argc && std::strncmp(argv[at], "--", 2) == 0; ++at) {
    if (std::strcmp(argv[at], "--no-links") == 0)
      links = false;
    else if (std::strcmp(argv[at], "--from") == 0 && at + 1 < argc)
      from = argv[++at];
    else
      usage();
  }
  if (stop < 1 || at == argc) usage();

  const pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(cannot_trace);
    raise(SIGSTOP);
    if (!links && !refuse_links()) _exit(cannot_trace);
    execvp(argv[at], argv + at);
    _exit(127);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child || !WIFSTOPPED(status)) return cannot_trace;
  // Threads, which share what is counted; a program that is started (as posix_spawn does, by vfork)
  // goes its own way.
  constexpr long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL;
  if (ptrace(PTRACE_SETOPTIONS, child, nullptr, options) != 0) {
    kill(child, SIGKILL);
    return cannot_trace;
  }
  long count = 0;
  bool counting = from.empty();
  pid_t process = child;
  for (long signal = 0;;) {
    ptrace(PTRACE_SYSCALL, process, nullptr, signal);
    process = waitpid(-1, &status, __WALL);
    if (process < 0) return cannot_trace;
    signal = 0;
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
      if (process != child) continue;
      return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }
    if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
      const bool ours = WSTOPSIG(status) == SIGSTOP || status >> 16 != 0;
      // The first exec is told as a plain SIGTRAP, which nobody sent.
      signal = ours || WSTOPSIG(status) == SIGTRAP ? 0 : WSTOPSIG(status);
      continue;
    }
    __ptrace_syscall_info info{};
    if (ptrace(PTRACE_GET_SYSCALL_INFO, process, sizeof info, &info) < 0) {
      kill(child, SIGKILL);
      return cannot_trace;
    }
    if (info.op != PTRACE_SYSCALL_INFO_ENTRY) continue;
    const Call* const call = changing(info);
    if (!call) continue;
    const std::string path =
        call->path < 0 ? std::string() : text_at(process, info.entry.args[call->path]);
    counting = counting || path.find(from) != std::string::npos;
    if (!counting || ++count < stop) continue;
    std::fprintf(stderr, "stopped at call %ld: %s %s\n", count, call->name, path.c_str());
    kill(child, SIGKILL);
    while (waitpid(-1, &status, __WALL) > 0 || errno == EINTR) {
    }
    return was_killed;
  }
}
