#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "judge/presigned_url.h"
#include "protocol/message.h"
#include "sigv4/timestamp.h"

namespace countersign {

// CheckUrlMatchesRequest compares what a URL grants with what was asked: scheme, host, path, query,
// headers, algorithm, credential, date, lifetime and token. (The method is in the signature alone.)
// `now` is the machine's clock if the implementation can use no other; then the date may be some
// seconds off, otherwise it is the one asked.
std::vector<Finding> CheckUrlMatchesRequest(const SignedUrl& url, const PresignMessage& asked,
                                            std::optional<Timestamp> now);

// HostToSend is the Host header that a client sends for an authority: without the scheme's default
// port.
std::string_view HostToSend(std::string_view scheme, std::string_view authority);

}  // namespace countersign
