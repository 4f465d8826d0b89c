// The part of `countersign vectors lint` that deals with evidence.
#include "evidence/citations.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>
#include <utility>
#include <variant>

#include "evidence/read_evidence.h"
#include "evidence/weigh.h"

namespace countersign {
namespace {

namespace fs = std::filesystem;

class EvidenceLinter {
 public:
  EvidenceLinter(const Suite& suite, fs::path folder) : suite_(suite), folder_(std::move(folder)) {}

  std::vector<LintProblem> Result() && {
    ReadFiles();
    for (const auto& source : suite_.sources) {
      if (!source->evidence.empty()) CheckSource(*source);
    }
    return std::move(problems_);
  }

 private:
  void ReadFiles() {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder_ / "evidence", error)) {
      const std::string name = "evidence/" + entry.path().filename().string();
      if (name == "evidence/README.md") continue;
      if (!name.ends_with(".jsonl")) {
        Add(name, "expected nothing but .jsonl files here");
        continue;
      }
      auto read = ReadEvidenceFile(entry.path().string());
      if (auto* errors = std::get_if<LoadErrors>(&read)) {
        for (const LoadError& one : *errors) Add(one.file, one.pointer + ": " + one.expected);
      } else {
        files_.emplace(name, std::get<RecordedEvidence>(std::move(read)));
      }
    }
  }

  void CheckSource(const Source& source) {
    const auto file = files_.find(source.evidence);
    if (file == files_.end()) {
      return Add(source.id,
                 "cites " + source.evidence + ", which does not exist or cannot be read");
    }
    const RecordedEvidence& evidence = file->second;
    if (evidence.header.server != kAws) {
      Add(source.id, "cites " + source.evidence + ", which is of " + evidence.header.server +
                         " and not of AWS");
    }
    const auto found = std::find_if(
        evidence.answers.begin(), evidence.answers.end(),
        [&](const RecordedAnswer& one) { return one.case_id == source.evidence_case; });
    if (found == evidence.answers.end()) {
      return Add(source.id,
                 "cites " + source.evidence + ", which has no answer to " + source.evidence_case);
    }
    if (const std::string shown = TextOf(found->answer); shown != source.evidence_shows) {
      Add(source.id, "shows \"" + source.evidence_shows + "\", but line " +
                         std::to_string(found->line) + " of " + source.evidence + " has \"" +
                         shown + "\"");
    }
    CheckAnswer(source, evidence, *found);
  }

  void CheckAnswer(const Source& source, const RecordedEvidence& evidence,
                   const RecordedAnswer& answer) {
    const RecordedEvidence one{evidence.header, {answer}, evidence.footer};
    const LoadErrors errors = CheckEvidence(source.evidence, one, suite_, OtherSuite::kTaken);
    for (const LoadError& error : errors) Add(source.id, error.file + ": " + error.expected);
    if (!errors.empty()) return;
    for (const Weighed& weighed : Weigh(one, suite_)) {
      const Provenance& cited = weighed.vector->provenance;
      const bool cites = std::any_of(cited.begin(), cited.end(),
                                     [&](const auto& its) { return its.get() == &source; });
      const bool agrees = weighed.weight == Weight::kConfirms || weighed.weight == Weight::kSettles;
      if (cites && !agrees) Add(source.id, weighed.vector->id + ": " + weighed.text);
    }
  }

  void Add(std::string where, std::string text) {
    problems_.push_back({std::move(where), std::move(text)});
  }

  const Suite& suite_;
  const fs::path folder_;
  std::map<std::string, RecordedEvidence> files_;
  std::vector<LintProblem> problems_;
};

}  // namespace

std::vector<LintProblem> LintEvidence(const Suite& suite, const std::string& folder) {
  return EvidenceLinter(suite, folder).Result();
}

}  // namespace countersign
