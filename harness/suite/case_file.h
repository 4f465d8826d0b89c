#pragma once

#include <optional>
#include <string_view>

#include "suite/case.h"
#include "suite/family.h"
#include "suite/json_place.h"
#include "suite/rules.h"
#include "suite/sources.h"

namespace countersign {

// CaseFile is a case file as it is read: one case, or the pattern of a family's members.
struct CaseFile {
  Case pattern;
  std::optional<Family> family;
};

// IdOf returns the id of a file, such as "presign/path/space", from its path; nullopt if the path
// is not (presign|verify)/STEP/NAME.json in lower-case letters, digits and hyphens.
std::optional<std::string_view> IdOf(std::string_view path);

// CaseContext is what the files of cases refer to.
struct CaseContext {
  RuleIds rules;
  SourcesById sources;
};

// ReadCaseFile reads a case file, and adds an error for everything that is wrong in it, unknown
// ids of rules and sources included. Its result is usable only if it added no error.
CaseFile ReadCaseFile(const JsonPlace& root, std::string_view id, const CaseContext& context);

}  // namespace countersign
