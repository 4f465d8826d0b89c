#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "explain/explanation.h"
#include "explain/server_answer.h"
#include "judge/presigned_url.h"

namespace countersign {

// Remark::what of a remark about what the server received instead of the URL's path.
inline constexpr const char* kReceived = "received";

// AddServerClues adds a remark for each element of the server's answer that contradicts the URL or
// says what is wrong. The facts of the explanation must be filled in.
void AddServerClues(const ServerAnswer& answer, const UrlParts& parts, const ExplainInput& input,
                    Explanation& explanation);

// DifferencesOf compares a server's canonical request with the expected one part by part: method,
// path, each parameter, each header, payload line. Returns one clause for each difference.
std::vector<std::string> DifferencesOf(std::string_view theirs, std::string_view ours);

// ComesAfterTheSignature tells whether S3 gives this answer only to a request whose signature it
// has found right.
bool ComesAfterTheSignature(const ServerAnswer& answer);

// MeaningOf says what an error besides a wrong signature means; empty if its code is not known.
std::string MeaningOf(const std::string& code);

}  // namespace countersign
