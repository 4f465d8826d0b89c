#pragma once

#include <optional>

#include "cli/arguments.h"
#include "evidence/places.h"

namespace countersign {

// ReadRecordingTarget reads the options of `record`, and the keys from the file or from the
// variables of AWS. It prints an error and returns nullopt if one is invalid or missing.
std::optional<RecordingTarget> ReadRecordingTarget(const RecordArguments& arguments);

}  // namespace countersign
