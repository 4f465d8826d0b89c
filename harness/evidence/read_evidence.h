#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "evidence/evidence.h"
#include "suite/case.h"
#include "suite/load_error.h"

namespace countersign {

// ParseEvidence reads an evidence file. Strict: a file without its last line, an unknown key, a
// case that is there twice, a line of another suite than the first line's, a signature or a token
// that was not removed are errors. The errors name the file and the line: "FILE line 3".
std::variant<RecordedEvidence, LoadErrors> ParseEvidence(const std::string& name,
                                                         std::string_view text);

// ReadEvidenceFile reads the file at `path`.
std::variant<RecordedEvidence, LoadErrors> ReadEvidenceFile(const std::string& path);

// OtherSuite: what becomes of a file that was recorded with other vectors.
enum class OtherSuite {
  kRefused,
  kTaken,  // but each of its cases must exist and ask the same today
};

// CheckEvidence compares a file with a suite: its digest, the ids of its cases and what they ask.
// The list is empty if all agree.
LoadErrors CheckEvidence(const std::string& name, const RecordedEvidence& evidence,
                         const Suite& suite, OtherSuite other);

}  // namespace countersign
