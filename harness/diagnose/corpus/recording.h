#pragma once

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "judge/verdict.h"
#include "protocol/message.h"
#include "runner/runner.h"
#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// CaseDigests names the version of each case that was asked: the digest of its request and, behind
// it, that of the answers that it allowed (DigestOfCase), by the id of the case.
using CaseDigests = std::map<std::string, std::string, std::less<>>;

// DigestOfCase is kRequestDigits hex digits of the digest of what is sent, and four of the digest
// of the allowed answers.
inline constexpr std::size_t kRequestDigits = 8;
std::string DigestOfCase(const Case& c);

// RecordedFailure is an answer that failed, as the implementation gave it.
struct RecordedFailure {
  std::string id;
  Answer answer;
};

// RecordedRun is what one implementation answered to the whole suite at level may. What is neither
// among `failures` nor in `left_out` passed, if the implementation declares the operation.
struct RecordedRun {
  std::string name;   // of the file, without its suffix
  std::string day;    // when it was made
  std::string cases;  // the file of CaseDigests that it was made with
  AdapterInfo adapter_info;
  std::vector<RecordedFailure> failures;  // sorted by id
  // Cases, and folders of cases: unsupported, not exercised, disputed, or it broke.
  std::vector<std::string> left_out;
};

// RecordedRunOf keeps of a run what a recording holds. The run must be complete.
RecordedRun RecordedRunOf(const RunResult& run, const Suite& suite);

// Both write and read JSON Lines: schema and meaning of each member are in README.md here.
std::string WriteRecordedRun(const RecordedRun& recording);
std::variant<RecordedRun, LoadErrors> ReadRecordedRun(std::string_view file, std::string_view text);
std::string WriteDigests(const Suite& suite);
std::variant<CaseDigests, LoadErrors> ReadDigests(std::string_view file, std::string_view text);

// Replayed is a recording as the run that it was, without the cases that have changed since.
struct Replayed {
  AdapterInfo adapter_info;
  std::vector<CaseResult> results;  // passes and failures
  std::vector<FailedAnswer> failed_answers;
};

// Replay judges the recorded answers to the selected cases again.
Replayed Replay(const RecordedRun& recording, const CaseDigests& digests,
                const std::vector<const Case*>& selected);

// Staleness counts the answers that passed or failed when they were recorded, and those of them
// that Replay skips: the case is gone or has changed.
struct Staleness {
  std::size_t recorded = 0;
  std::size_t skipped = 0;
};
Staleness StalenessOf(const RecordedRun& recording, const CaseDigests& digests, const Suite& suite);

}  // namespace countersign
