#pragma once

#include <string>
#include <vector>

#include "explain/explanation.h"
#include "explain/server_answer.h"
#include "judge/presigned_url.h"

namespace countersign {

// AddServerClues adds a remark for each element of the server's answer that contradicts the URL or
// says what is wrong. The facts of the explanation must be filled in.
void AddServerClues(const ServerAnswer& answer, const UrlParts& parts, const ExplainInput& input,
                    Explanation& explanation);

// ComesAfterTheSignature tells whether S3 gives this answer only to a request whose signature it
// has found right.
bool ComesAfterTheSignature(const ServerAnswer& answer);

// MeaningOf says what an error after the signature means; empty if its code is not known.
std::string MeaningOf(const std::string& code);

}  // namespace countersign
