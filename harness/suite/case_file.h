#pragma once

#include <optional>
#include <string_view>

#include "suite/case.h"
#include "suite/family.h"
#include "suite/json_place.h"
#include "suite/rules.h"

namespace countersign {

// CaseFile is a case file as it is read: one case, or the pattern of a family's members.
struct CaseFile {
  Case pattern;
  std::optional<Family> family;
};

// IdOf is the id that a file's path gives, such as "presign/path/space"; nothing where the path is
// not (presign|verify)/STEP/NAME.json in lower-case letters, digits and hyphens.
std::optional<std::string_view> IdOf(std::string_view path);

// ReadCaseFile reads one, and complains of all that is wrong with it, by itself and against the
// rules' ids. What it returns is of use only where it did not complain.
CaseFile ReadCaseFile(const JsonPlace& root, std::string_view id, const RuleIds& rules);

}  // namespace countersign
