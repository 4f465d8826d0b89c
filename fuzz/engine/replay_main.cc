// The main of a target that is built without an engine: runs the target on files, and on the files
// of folders. Every build replays the corpora with it, and so can anybody who has the input of a
// finding.
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" __attribute__((weak)) int LLVMFuzzerInitialize(int* argc, char*** argv);

namespace {

namespace fs = std::filesystem;

void AddFiles(const fs::path& place, std::vector<fs::path>& files) {
  if (!fs::is_directory(place)) {
    files.push_back(place);
    return;
  }
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(place)) {
    if (entry.is_regular_file()) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  files.insert(files.end(), found.begin(), found.end());
}

// The file that is being replayed. If a finding ends the process, NameTheFile prints it.
std::string current;

void NameTheFile(int signal) {
  constexpr char kIntroduction[] = "while replaying ";
  (void)!write(STDERR_FILENO, kIntroduction, sizeof(kIntroduction) - 1);
  (void)!write(STDERR_FILENO, current.data(), current.size());
  (void)!write(STDERR_FILENO, "\n", 1);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

// Keeps the handler that a sanitizer has set for SIGSEGV.
void NameTheFileAtDeath() {
  std::signal(SIGABRT, NameTheFile);
  const auto theirs = std::signal(SIGSEGV, NameTheFile);
  if (theirs != SIG_DFL) std::signal(SIGSEGV, theirs);
}

// Replay passes a copy of exactly this size, so that AddressSanitizer sees a read one byte too far.
bool Replay(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", file.c_str());
    return false;
  }
  const std::vector<std::uint8_t> bytes(text.begin(), text.end());
  current = file.string();
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  if (LLVMFuzzerInitialize != nullptr) LLVMFuzzerInitialize(&argc, &argv);
  std::vector<fs::path> files;
  for (int i = 1; i < argc; ++i) {
    if (argv[i][0] == '-') continue;  // an engine's option
    if (!fs::exists(argv[i])) {
      std::fprintf(stderr, "%s: no such file or folder\n", argv[i]);
      return 2;
    }
    AddFiles(argv[i], files);
  }
  if (files.empty()) {
    std::fprintf(stderr, "%s: nothing to replay; expected names of corpus files or folders\n",
                 argv[0]);
    return 2;
  }
  NameTheFileAtDeath();
  bool all = true;
  for (const fs::path& file : files) all = Replay(file) && all;
  std::fprintf(stderr, "replayed %zu inputs\n", files.size());
  return all ? 0 : 1;
}
