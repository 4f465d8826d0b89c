// The command beside the corpus of diagnoses: records what an adapter answers, shows the failures
// of a recording beside their truth, and prints the figures of reports/diagnosis.md. README.md here
// says how to use it.
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

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
    "       diagnosis_corpus failures FOLDER NAME\n"
    "       diagnosis_corpus figures FOLDER\n";

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
  Recording recording = RecordingOf(run, suite);
  recording.day = Today();
  recording.cases = WriteCases(folder, suite);
  WriteFile(folder + "/" + name + ".jsonl", WriteRecording(recording));
  std::printf("%zu failures recorded\n", recording.failures.size());
  return 0;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "-" : text;
}

int PrintFailures(const std::string& name, const Corpus& corpus, const Suite& suite) {
  Selection everything;
  everything.weakest = Level::kMay;
  for (const CorpusEntry& entry : corpus.entries) {
    if (entry.recording.name != name) continue;
    for (const ScoredFailure& one : Measure(entry, corpus, Select(suite, everything)).failures) {
      std::printf("%s\n  %s\n  named: %s\n  truth: %s (%s)\n", one.id.c_str(),
                  one.explanation.c_str(), Joined(one.named).c_str(),
                  one.truth != nullptr ? Joined(one.truth->causes).c_str() : "no entry",
                  one.truth != nullptr ? one.truth->why.c_str() : "");
    }
    return 0;
  }
  return Fail("no recording is named " + name);
}

int Main(int count, char** arguments) {
  const std::string command = count > 2 ? arguments[1] : "";
  auto loaded = LoadEmbedded();
  if (const auto* errors = std::get_if<LoadErrors>(&loaded)) return Fail(*errors);
  Suite& suite = std::get<Suite>(loaded);
  if (const auto error = FillSignatures(suite)) return Fail(*error);
  if (command == "record" && count == 5) {
    return Record(arguments[2], arguments[3], arguments[4], suite);
  }
  if (command == "cases" && count == 3) {
    std::printf("%s\n", WriteCases(arguments[2], suite).c_str());
    return 0;
  }
  if ((command != "failures" || count != 4) && (command != "figures" || count != 3)) {
    return Fail(kUsage);
  }
  const auto read = ReadCorpus(arguments[2]);
  if (const auto* errors = std::get_if<LoadErrors>(&read)) return Fail(*errors);
  const Corpus& corpus = std::get<Corpus>(read);
  if (command == "failures") return PrintFailures(arguments[3], corpus, suite);
  std::cout << FiguresTable(MeasureAll(corpus, suite));
  return 0;
}

}  // namespace
}  // namespace countersign

int main(int count, char** arguments) { return countersign::Main(count, arguments); }
