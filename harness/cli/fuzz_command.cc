// `countersign fuzz`: runs a campaign of fuzz/differential against an implementation, prints each
// kind of divergence, and writes each as a case that `countersign run` can run.
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <set>

#include "cli/command.h"
#include "cli/implementation.h"
#include "differential/campaign.h"
#include "differential/traits.h"
#include "differential/vector_scenes.h"
#include "differential/vector_text.h"
#include "protocol/read_file.h"
#include "protocol/shell_word.h"
#include "sigv4/digest.h"
#include "suite/embedded.h"
#include "suite/rules.h"
#include "suite/sources.h"
#include "writers/report.h"
#include "writers/text.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;
using SteadyClock = std::chrono::steady_clock;

// One line on stderr, redrawn in place. Nothing if stderr is not a terminal.
class ProgressLine {
 public:
  explicit ProgressLine(int seconds) : seconds_(seconds) {}
  ~ProgressLine() {
    if (terminal_) std::fputs("\r\033[K", stderr);
  }
  void Draw(const fuzz::CampaignProgress& progress) {
    const auto now = SteadyClock::now();
    if (!terminal_ || now - drawn_ < std::chrono::milliseconds(200)) return;
    drawn_ = now;
    const auto spent = std::chrono::duration_cast<std::chrono::seconds>(now - start_).count();
    std::fprintf(stderr, "\r%lld of %d s  %zu questions  %zu kinds of divergence\033[K",
                 static_cast<long long>(spent), seconds_, progress.questions, progress.classes);
  }

 private:
  int seconds_;
  bool terminal_ = isatty(STDERR_FILENO) == 1;
  SteadyClock::time_point start_ = SteadyClock::now();
  SteadyClock::time_point drawn_ = {};
};

// OutFolder is the folder of --out, with corpus/ and vectors/ in it.
class OutFolder {
 public:
  explicit OutFolder(fs::path folder) : folder_(std::move(folder)) {}

  // Returns false after printing an error.
  bool Prepare() {
    std::error_code error;
    for (const char* name : {"corpus", "vectors"}) {
      fs::create_directories(folder_ / name, error);
      if (error) {
        PrintError("--out " + folder_.string() + ": " + error.message());
        return false;
      }
    }
    return true;
  }

  // The scenes of earlier runs. A file that is not a scene is reported and not changed.
  std::vector<fuzz::Scene> ReadCorpus() const {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder_ / "corpus")) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<fuzz::Scene> scenes;
    for (const fs::path& file : files) {
      const auto read = ReadFile(file.string());
      const auto* text = std::get_if<std::string>(&read);
      if (text == nullptr) {
        PrintError(file.string() + ": " + std::get<NotRead>(read).why);
      } else if (auto scene = fuzz::ReadScene(*text)) {
        scenes.push_back(*std::move(scene));
      } else {
        PrintError(file.string() + ": not a scene; expected lines as fuzz/scene/scene.h describes");
      }
    }
    return scenes;
  }

  bool WriteScene(const fuzz::Scene& scene) const {
    const std::string text = fuzz::SceneText(scene);
    return Write(folder_ / "corpus" / Hex(Sha256(text)).substr(0, 16), text);
  }

  // Returns the id of the case that was written; nullopt if it could not be written.
  std::optional<std::string> WriteVector(const fuzz::Finding& finding,
                                         const std::string& found_in) const {
    const bool verify = OpOf(finding.example.question) == Op::kVerify;
    std::string name = finding.class_name.substr(finding.class_name.find('/') + 1);
    std::replace(name.begin(), name.end(), '/', '-');
    if (!finding.name.empty()) name += "-" + finding.name;
    const std::string id = std::string(verify ? "verify" : "presign") + "/fuzz/" + name;
    const fs::path file = folder_ / "vectors" / (id + ".json");
    std::error_code error;
    fs::create_directories(file.parent_path(), error);
    if (!Write(file, fuzz::VectorText(finding.example.question, found_in))) return std::nullopt;
    return id;
  }

  // Copies what the cases refer to, so that `run --vectors` accepts the folder.
  bool WriteRulesAndSources() const {
    int written = 0;
    for (const VectorFile& file : EmbeddedVectors()) {
      if (file.path != kRulesFile && file.path != kSourcesFile) continue;
      written += Write(folder_ / "vectors" / file.path, std::string(file.text));
    }
    return written == 2;
  }

  std::string VectorsFolder() const { return (folder_ / "vectors").string(); }

 private:
  static bool Write(const fs::path& file, const std::string& text) {
    const auto error = WriteWhole(file.string(), text);
    if (error) PrintError(file.string() + ": " + *error);
    return !error;
  }

  fs::path folder_;
};

std::string Counted(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string DescribeTotals(const fuzz::CampaignResult& result, const AdapterInfo& adapter_info) {
  std::string text = Excerpt(adapter_info.name + " " + adapter_info.version) + ": " +
                     Counted(result.totals.questions, "question") + ", ";
  text += result.findings.empty()
              ? "no divergence from the reference"
              : std::to_string(result.totals.classes) +
                    (result.totals.classes == 1 ? " class" : " classes") + " of divergence, " +
                    Counted(result.findings.size(), "case");
  if (result.totals.not_asked > 0) {
    text += " (" + std::to_string(result.totals.not_asked) +
            " more need a feature that it does not declare, or it skipped them)";
  }
  return text;
}

std::string Cut(const std::string& text) {
  constexpr std::size_t kMost = 300;
  return text.size() <= kMost ? text : text.substr(0, kMost) + "…";
}

// The likely cause; empty if no known mistake explains the finding.
std::string CauseLine(const fuzz::Finding& finding) {
  if (finding.example.causes.empty()) return "";
  const Cause& cause = finding.example.causes.front();
  std::string line = "  likely  " + cause.name + ": " + cause.text;
  for (std::size_t i = 0; i < cause.seen.size(); ++i) {
    line += (i == 0 ? " Seen in " : ", ") + cause.seen[i];
  }
  return line + "\n";
}

void PrintFinding(const fuzz::Finding& finding, const std::string& rerun) {
  std::cout << "\n  " << Printable(Cut(fuzz::Sketch(finding.example.question))) << "\n"
            << "  " << Excerpt(finding.example.explanation, 2000) << "\n"
            << CauseLine(finding)
            << (fuzz::IsConfirmed(finding.example.question)
                    ? ""
                    : "  note    only the reference says so: the case is written as disputed\n")
            << "  rerun   " << Printable(rerun) << "\n";
}

// Each finding is printed with the command that runs its case against the same implementation.
bool WriteFindings(const fuzz::CampaignResult& result, const OutFolder& out,
                   const AdapterInfo& adapter_info, const std::string& named) {
  bool all = true;
  for (const fuzz::Scene& scene : result.grown) all = out.WriteScene(scene) && all;
  if (result.findings.empty()) return all;
  all = out.WriteRulesAndSources() && all;
  const std::string run = "countersign run " + named + (named.empty() ? "" : " ") + "--vectors " +
                          ShellWord(out.VectorsFolder()) + " --level may --select ";
  std::string class_name;
  for (const fuzz::Finding& finding : result.findings) {
    const auto id = out.WriteVector(finding, adapter_info.name + " " + adapter_info.version);
    all = id.has_value() && all;
    if (!id) continue;
    if (finding.class_name != class_name) {
      class_name = finding.class_name;
      std::cout << "\n" << class_name << ", " << Counted(finding.count, "time") << "\n";
    }
    PrintFinding(finding, run + ShellWord(*id));
  }
  return all;
}

std::optional<std::vector<fuzz::Scene>> Corpus(const OutFolder& out) {
  const std::optional<Suite> suite = LoadVectors(std::nullopt);
  if (!suite) return std::nullopt;
  std::vector<fuzz::Scene> corpus = out.ReadCorpus();
  for (auto& [id, scene] : fuzz::ScenesOf(*suite)) corpus.push_back(std::move(scene));
  return corpus;
}

}  // namespace

int Fuzz(const FuzzArguments& arguments) {
  const auto reached = FindImplementation(arguments.implementation);
  OutFolder out(arguments.out);
  if (!reached || !out.Prepare()) return kUsage;
  auto corpus = Corpus(out);
  if (!corpus) return kUsage;

  const std::atomic<bool>& interrupted = InterruptOnSignals();
  const StopSignal stop(&interrupted);
  const auto case_timeout = std::chrono::milliseconds(long(arguments.timeout_seconds * 1000));
  auto opened = fuzz::BatchClient::Open(reached->connect, case_timeout, stop);
  if (const auto* broke = std::get_if<AdapterBroke>(&opened)) {
    PrintError("the implementation cannot be fuzzed: " + broke->reason);
    PrintStderrTail(broke->stderr_tail);
    return kBroke;
  }
  fuzz::BatchClient& client = *std::get<std::unique_ptr<fuzz::BatchClient>>(opened);
  fuzz::CampaignOptions options;
  options.time = std::chrono::seconds(arguments.seconds);
  if (arguments.questions) options.questions = *arguments.questions;
  options.seed = arguments.seed;
  options.corpus = *std::move(corpus);
  fuzz::CampaignResult result;
  {
    ProgressLine line(arguments.seconds);
    options.on_progress = [&line](const fuzz::CampaignProgress& progress) { line.Draw(progress); };
    result = fuzz::RunCampaign(client, options, stop);
  }
  std::cout << DescribeTotals(result, client.adapter_info()) << "\n";
  const bool written = WriteFindings(result, out, client.adapter_info(), reached->named);
  if (interrupted) return kInterrupted;
  if (result.gave_up) {
    PrintError("the implementation does not start any more");
    return kBroke;
  }
  if (!written) return kUsage;
  if (!result.findings.empty()) return kNotConforming;
  if (result.totals.questions > 0) return kConforming;
  PrintError("nothing was asked: the implementation offers no operation that can be fuzzed");
  return kNothingRan;
}

}  // namespace countersign
