#include "writers/report.h"

namespace countersign {

void Add(const CaseResult& result, Tally& tally) {
  if (result.vector->level == Level::kMay && result.verdict == Verdict::kPass) {
    ++tally.optional_passed;
    return;
  }
  if (result.vector->level == Level::kMay && result.verdict == Verdict::kFail) {
    ++tally.optional_failed;
    return;
  }
  for (const TallyColumn& column : kTallyColumns) {
    if (column.verdict == result.verdict) ++(tally.*column.count);
  }
}

Tally Count(const Report& report) {
  Tally tally;
  for (const CaseResult& result : report.results) Add(result, tally);
  return tally;
}

int Required(const Tally& tally) { return tally.pass + Problems(tally); }

int Problems(const Tally& tally) { return tally.fail + tally.fault + tally.unexpected_pass; }

}  // namespace countersign
