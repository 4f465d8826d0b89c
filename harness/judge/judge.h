#pragma once

#include "judge/judgement.h"
#include "judge/verdict.h"
#include "protocol/message.h"
#include "suite/case.h"

namespace countersign {

// Judge compares one observation with what the case allows, at the error level the adapter
// declared. For presign it re-derives the signature from the URL's own
// content. Expected deviations are applied afterwards (judge/deviations.h).
class Judge {
 public:
  explicit Judge(const AdapterInfo& adapter_info);
  CaseResult operator()(const Case& c, const Observation& observation);
  // As operator(), but leaves both answers out of a pass: for callers that look only at failures.
  CaseResult Brief(const Case& c, const Observation& observation);

 private:
  Judgement Deliberate(const Case& c, const Observation& observation);
  CaseResult ResultOf(const Case& c, const Observation& observation, Judgement judgement);

  AdapterInfo adapter_info_;
};

}  // namespace countersign
