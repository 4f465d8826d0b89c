// The command beside the corpus of diagnoses: records what an adapter answers, shows the failures
// of a recording beside their truth (`outcomes`: as if the implementation had told only outcomes),
// and prints the figures of reports/diagnosis.md. README.md here says how to use it.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "corpus/measure.h"
#include "judge/derive.h"
#include "sigv4/digest.h"
#include "suite/load.h"
#include "suite/select.h"
#include "transport/connection.h"

namespace countersign {
namespace {

constexpr const char* kUsage =
    "usage: diagnosis_corpus record FOLDER NAME 'ADAPTER COMMAND'\n"
    "       diagnosis_corpus cases FOLDER\n"
    "       diagnosis_corpus failures|outcomes FOLDER NAME [GLOB]\n"
    "       diagnosis_corpus figures|agreement FOLDER\n";

int Fail(const std::string& what) {
  std::fprintf(stderr, "diagnosis_corpus: %s\n", what.c_str());
  return 1;
}

int Fail(const LoadErrors& errors) {
  for (const LoadError& one : errors) Fail(one.file + ": " + one.pointer + ": " + one.expected);
  return 1;
}

std::string Today() {
  const std::time_t now = std::time(nullptr);
  char text[16];
  std::strftime(text, sizeof text, "%Y-%m-%d", std::gmtime(&now));
  return text;
}

void WriteFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

// The digests of one version of the suite are a file that all recordings of that version share.
// Returns its name, which follows from what it holds.
std::string WriteCases(const std::string& folder, const Suite& suite) {
  const std::string text = WriteDigests(suite);
  const std::string name = "cases-" + Hex(Sha256(text)).substr(0, 8) + ".jsonl";
  WriteFile(folder + "/" + name, text);
  return name;
}

int Record(const std::string& folder, const std::string& name, const std::string& command,
           const Suite& suite) {
  Selection everything;
  everything.weakest = Level::kMay;
  const auto outcome = Run(Select(suite, everything), ProcessConnector(command), {});
  if (const auto* broke = std::get_if<AdapterBroke>(&outcome)) return Fail(broke->reason);
  const RunResult& run = std::get<RunResult>(outcome);
  if (!run.complete) return Fail("the run is not complete");
  RecordedRun recording = RecordedRunOf(run, suite);
  recording.day = Today();
  recording.cases = WriteCases(folder, suite);
  WriteFile(folder + "/" + name + ".jsonl", WriteRecordedRun(recording));
  std::printf("%zu failures recorded\n", recording.failures.size());
  return 0;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "-" : text;
}

// What is printed of a recording: which cases, and the error level if it is not its own.
struct Shown {
  std::string name;
  std::string glob = "*";
  std::optional<ErrorLevel> errors = std::nullopt;
};

void Print(const ScoredFailure& one) {
  std::printf("%s\n  %s\n  named: %s\n  truth: %s (%s)\n", one.id.c_str(), one.explanation.c_str(),
              Joined(one.named).c_str(),
              one.truth != nullptr ? Joined(one.truth->causes).c_str() : "no entry",
              one.truth != nullptr ? one.truth->why.c_str() : "");
}

int PrintFailures(const Shown& shown, const Corpus& corpus, const Suite& suite) {
  Selection selection;
  selection.select = {shown.glob};
  selection.weakest = Level::kMay;
  const std::vector<const Case*> selected = Select(suite, selection);
  for (const CorpusEntry& entry : corpus.entries) {
    if (entry.recording.name != shown.name) continue;
    const Measured measured = Measure(entry, corpus, selected, shown.errors);
    for (const ScoredFailure& one : measured.failures) Print(one);
    return 0;
  }
  return Fail("no recording is named " + shown.name);
}

// Prints how far runs of one group agree with a run of everything: a line for each recording.
int PrintAgreement(const Corpus& corpus, const Suite& suite) {
  Agreement all;
  for (const CorpusEntry& entry : corpus.entries) {
    const Measured usual = Measure(entry, corpus, Select(suite, Selection{}));
    Agreement agreement;
    for (const std::string& group : GroupsOf(usual)) {
      agreement.Add(usual, MeasureGroup(entry, corpus, suite, group));
    }
    std::printf("%s: %s\n", usual.name.c_str(), agreement.Text().c_str());
    std::fflush(stdout);
    all += agreement;
  }
  std::printf("all: %s\n", all.Text().c_str());
  return 0;
}

// Runs the commands that read the corpus.
int Show(const std::vector<std::string>& arguments, const Suite& suite) {
  const std::string& command = arguments[0];
  const bool of_one = (command == "failures" || command == "outcomes") &&
                      (arguments.size() == 3 || arguments.size() == 4);
  const bool of_all = (command == "figures" || command == "agreement") && arguments.size() == 2;
  if (!of_one && !of_all) return Fail(kUsage);
  const auto read = ReadCorpus(arguments[1]);
  if (const auto* errors = std::get_if<LoadErrors>(&read)) return Fail(*errors);
  const Corpus& corpus = std::get<Corpus>(read);
  if (command == "agreement") return PrintAgreement(corpus, suite);
  if (!of_one) {
    std::cout << FiguresTable(MeasureAll(corpus, suite));
    return 0;
  }
  Shown shown{arguments[2]};
  if (arguments.size() == 4) shown.glob = arguments[3];
  if (command == "outcomes") shown.errors = ErrorLevel::kOutcome;
  return PrintFailures(shown, corpus, suite);
}

int Main(const std::vector<std::string>& arguments) {
  if (arguments.size() < 2) return Fail(kUsage);
  auto loaded = LoadEmbedded();
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) return Fail(*errors);
  Suite& suite = std::get<Suite>(loaded);
  if (const auto error = FillSignatures(suite)) return Fail(*error);
  if (arguments[0] == "record" && arguments.size() == 4) {
    return Record(arguments[1], arguments[2], arguments[3], suite);
  }
  if (arguments[0] == "cases" && arguments.size() == 2) {
    std::printf("%s\n", WriteCases(arguments[1], suite).c_str());
    return 0;
  }
  return Show(arguments, suite);
}

}  // namespace
}  // namespace countersign

int main(int count, char** arguments) {
  return countersign::Main({arguments + 1, arguments + count});
}
