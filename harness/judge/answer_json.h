#pragma once

#include <optional>
#include <string>

#include "judge/redact.h"
#include "judge/verdict.h"
#include "suite/case.h"

namespace countersign {

// ExpectedJson is what a case allows, as one JSON object: the preferred answer's members
// (`outcome`, and `class`, `status`, `code` where they are judged), the others in `or`. A presign
// case that a URL answers has in `url` the one that the reference makes, unless it passes.
std::string ExpectedJson(const Case& c, const std::optional<std::string>& url,
                         const Redactor& redactor);

// ObservedJson is what came back: an answer's members beside its `outcome`; `skip` or `fault` as
// answered; `broken` or `not_asked` with the reason.
std::string ObservedJson(const Observation& observation, const Redactor& redactor);

}  // namespace countersign
