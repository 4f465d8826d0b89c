// Measures how often a run's diagnosis names the right mutant: runs the suite against each mutant
// and compares it with the cause that is named first for most failures.

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <map>
#include <string>

#include "diagnose/diagnose.h"
#include "judge/derive.h"
#include "mutants/mutant.h"
#include "reference_adapter/in_process_connection.h"
#include "suite/load.h"
#include "suite/select.h"

namespace countersign {
namespace {

struct Tally {
  int first = 0;   // the mutant is named first
  int listed = 0;  // the mutant is named, but not first
  int other = 0;   // only other causes are named
  int none = 0;    // no cause is named
  int breaks = 0;  // the mutant breaks instead of answering
};

// The most frequent first cause of a run's failures, then all causes that are named with it.
std::vector<std::string> Named(const std::vector<CaseResult>& results) {
  std::map<std::string, int> firsts;
  for (const CaseResult& one : results) {
    if (!one.likely_causes.empty()) ++firsts[one.likely_causes.front().name];
  }
  std::string best;
  for (const auto& [name, count] : firsts) {
    if (best.empty() || count > firsts[best]) best = name;
  }
  std::vector<std::string> names;
  for (const CaseResult& one : results) {
    if (one.likely_causes.empty() || one.likely_causes.front().name != best) continue;
    for (const Cause& cause : one.likely_causes) {
      if (std::find(names.begin(), names.end(), cause.name) == names.end()) {
        names.push_back(cause.name);
      }
    }
  }
  return names;
}

void Measure(const Mutant& mutant, Op op, const std::vector<const Case*>& all, ErrorLevel errors,
             FailuresOfMutants& known, Tally& tally) {
  if (!mutant.breaks.empty()) {
    ++tally.breaks;
    return;
  }
  std::vector<const Case*> cases;
  for (const Case* c : all) {
    if (OpOf(*c) == op) cases.push_back(c);
  }
  Implementation implementation = WithMutant(mutant);
  implementation.adapter_info.errors = errors;
  RunResult run = std::get<RunResult>(Run(cases, InProcessConnector(implementation), {}));
  Diagnose(run.adapter_info, run.failed_answers, run.results, {}, known);
  const std::vector<std::string> named = Named(run.results);
  const auto found = std::find(named.begin(), named.end(), mutant.name);
  if (!named.empty() && found == named.begin()) ++tally.first;
  if (found != named.begin() && found != named.end()) ++tally.listed;
  if (!named.empty() && found == named.end()) ++tally.other;
  if (named.empty()) ++tally.none;
  if (!named.empty() && found == named.begin()) return;
  std::printf("%s (%s), %zu failures:", std::string(mutant.name).c_str(),
              op == Op::kPresign ? "presign" : "verify", run.failed_answers.size());
  for (const std::string& one : named) std::printf(" %s", one.c_str());
  std::printf("\n");
}

int Main(ErrorLevel errors) {
  auto loaded = LoadEmbedded();
  Suite& suite = std::get<Suite>(loaded);
  FillSignatures(suite);
  const std::vector<const Case*> cases = Select(suite, Selection{});
  FailuresOfMutants known;
  Tally tally;
  for (const Mutant& mutant : Mutants()) {
    if (SideOf(mutant) != Side::kVerify) Measure(mutant, Op::kPresign, cases, errors, known, tally);
    if (SideOf(mutant) != Side::kPresign) Measure(mutant, Op::kVerify, cases, errors, known, tally);
  }
  std::printf("named first %d; listed %d; others named %d; nothing named %d; breaks %d\n",
              tally.first, tally.listed, tally.other, tally.none, tally.breaks);
  return 0;
}

}  // namespace
}  // namespace countersign

int main(int count, char** arguments) {
  using countersign::ErrorLevel;
  const bool outcome = count > 1 && std::strcmp(arguments[1], "outcome") == 0;
  return countersign::Main(outcome ? ErrorLevel::kOutcome : ErrorLevel::kCode);
}
