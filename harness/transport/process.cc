#include "transport/process.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>
#include <vector>

#include "transport/process_tree.h"
#include "transport/shell_script.h"

extern char** environ;

namespace countersign {
namespace {

struct Pipe {
  FileDescriptor read;
  FileDescriptor write;
};

// Moves fd above the standard streams: where the harness was started without some of them, a pipe
// would otherwise land there and be overwritten in the child.
FileDescriptor AboveStandardStreams(int fd) {
  FileDescriptor original(fd);
  if (fd > STDERR_FILENO) return original;
  return FileDescriptor(fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
}

std::optional<Pipe> MakePipe() {
  std::array<int, 2> fds{};
  if (pipe2(fds.data(), O_CLOEXEC) != 0) return std::nullopt;
  Pipe pipe{AboveStandardStreams(fds[0]), AboveStandardStreams(fds[1])};
  if (!pipe.read.is_open() || !pipe.write.is_open()) return std::nullopt;
  return pipe;
}

void DoNotBlock(const FileDescriptor& fd) {
  fcntl(fd.get(), F_SETFL, fcntl(fd.get(), F_GETFL) | O_NONBLOCK);
}

std::vector<std::string> Environment(const std::string& mark) {
  std::vector<std::string> variables{"TZ=UTC", "LC_ALL=C", mark};
  for (char** entry = environ; *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    if (variable.substr(0, 3) == "TZ=" || variable.substr(0, 7) == "LC_ALL=") continue;
    variables.emplace_back(variable);
  }
  return variables;
}

// Attributes: a group of its own, every signal at its default and unblocked, whatever is ignored
// or blocked in this thread.
class SpawnAttributes {
 public:
  SpawnAttributes() {
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setpgroup(&attributes_, 0);
    posix_spawnattr_setsigmask(&attributes_, &none);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~SpawnAttributes() { posix_spawnattr_destroy(&attributes_); }
  SpawnAttributes(const SpawnAttributes&) = delete;
  SpawnAttributes& operator=(const SpawnAttributes&) = delete;
  const posix_spawnattr_t* get() const { return &attributes_; }

 private:
  posix_spawnattr_t attributes_;
};

int Spawn(const std::string& command, const std::string& mark, const Pipe& in, const Pipe& out,
          const Pipe& err, pid_t* pid) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in.read.get(), STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out.write.get(), STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err.write.get(), STDERR_FILENO);

  std::string shell = "sh";
  std::string option = "-c";
  std::string script = ShellScript(command);
  std::array<char*, 4> arguments{shell.data(), option.data(), script.data(), nullptr};
  std::vector<std::string> variables = Environment(mark);
  std::vector<char*> environment;
  for (std::string& variable : variables) environment.push_back(variable.data());
  environment.push_back(nullptr);

  const SpawnAttributes attributes;
  const int error =
      posix_spawn(pid, "/bin/sh", &actions, attributes.get(), arguments.data(), environment.data());
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

std::string_view SignalName(int number) {
  switch (number) {
    case SIGABRT: return "SIGABRT";
    case SIGALRM: return "SIGALRM";
    case SIGBUS: return "SIGBUS";
    case SIGFPE: return "SIGFPE";
    case SIGHUP: return "SIGHUP";
    case SIGILL: return "SIGILL";
    case SIGINT: return "SIGINT";
    case SIGKILL: return "SIGKILL";
    case SIGPIPE: return "SIGPIPE";
    case SIGQUIT: return "SIGQUIT";
    case SIGSEGV: return "SIGSEGV";
    case SIGSYS: return "SIGSYS";
    case SIGTERM: return "SIGTERM";
    case SIGTRAP: return "SIGTRAP";
    case SIGXCPU: return "SIGXCPU";
    default: return {};
  }
}

}  // namespace

std::string Describe(const ProcessExit& exit) {
  const std::string number = std::to_string(exit.number);
  if (!exit.by_signal) return "exited with status " + number;
  const std::string_view name = SignalName(exit.number);
  return "was killed by signal " + number + (name.empty() ? "" : " (" + std::string(name) + ")");
}

std::variant<Process, std::string> Process::Start(const std::string& command) {
  std::optional<Pipe> in = MakePipe();
  std::optional<Pipe> out = MakePipe();
  std::optional<Pipe> err = MakePipe();
  if (!in || !out || !err) return "cannot make a pipe: " + std::string(std::strerror(errno));

  int error = 0;
  const pid_t pid = StartInTree([&](const std::string& mark) {
    pid_t child = 0;
    error = Spawn(command, mark, *in, *out, *err, &child);
    return error == 0 ? child : 0;
  });
  if (error != 0) return "cannot start /bin/sh: " + std::string(std::strerror(error));

  Process process(pid);
  process.input = std::move(in->write);
  process.output = std::move(out->read);
  process.errors = std::move(err->read);
  DoNotBlock(process.input);
  DoNotBlock(process.output);
  DoNotBlock(process.errors);
  return process;
}

Process::Process(Process&& other) noexcept
    : input(std::move(other.input)),
      output(std::move(other.output)),
      errors(std::move(other.errors)),
      pid_(std::exchange(other.pid_, 0)) {}

std::optional<ProcessExit> Process::Exited() const {
  siginfo_t info{};
  const int options = WEXITED | WNOHANG | WNOWAIT;
  if (pid_ == 0 || waitid(P_PID, static_cast<id_t>(pid_), &info, options) != 0) return std::nullopt;
  if (info.si_pid != pid_) return std::nullopt;
  return ProcessExit{info.si_code != CLD_EXITED, info.si_status};
}

void Process::Kill() {
  if (pid_ == 0) return;
  EndTree(std::exchange(pid_, 0));
  input.Close();
  output.Close();
  errors.Close();
}

}  // namespace countersign
