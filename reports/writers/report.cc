#include "writers/report.h"

namespace countersign {

void Add(Verdict verdict, Tally& tally) {
  for (const TallyColumn& column : kTallyColumns) {
    if (column.verdict == verdict) ++(tally.*column.count);
  }
}

Tally Count(const Report& report) {
  Tally tally;
  for (const CaseResult& result : report.results) Add(result.verdict, tally);
  return tally;
}

int Required(const Tally& tally) { return tally.pass + Problems(tally); }

int Problems(const Tally& tally) { return tally.fail + tally.fault + tally.unexpected_pass; }

}  // namespace countersign
