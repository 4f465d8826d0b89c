#pragma once

#include <map>
#include <string>
#include <vector>

#include "writers/outline.h"

namespace countersign {

// LeftOut is cases that say nothing about the implementation, and why.
struct LeftOut {
  std::string why;          // 'the credentials file has no "temporary"'; or a feature
  bool is_feature = false;  // `why` is a feature that the adapter does not declare
  std::vector<const CaseResult*> results;
};

// IsNotOffered tells whether the case is of an operation that the implementation does not have.
// Reports say so in one line for all of them.
bool IsNotOffered(const CaseResult& result, const AdapterInfo& adapter_info);
// NotOffered returns one line for each such operation: "verify is not offered (2310 cases)".
std::vector<std::string> NotOffered(const Report& report);
// CountNotOffered returns how many cases these are.
int CountNotOffered(const Report& report);

// LeftOutOf returns the other cases with this verdict (unsupported or not exercised), grouped by
// reason, the largest first. A case that lacks two features is in both groups.
std::vector<LeftOut> LeftOutOf(const Report& report, Verdict verdict);

// LeftOutLines says it in a few lines: "768 not exercised (`run --clock-file` …): 753 it tests a
// certain day …; 15 …", and what is not offered.
std::vector<std::string> LeftOutLines(const Report& report);

// OfferedSteps is Steps without the cases that are not offered.
std::map<std::string, Step> OfferedSteps(const Report& report);

}  // namespace countersign
