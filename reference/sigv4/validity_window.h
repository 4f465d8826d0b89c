#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "sigv4/rejection.h"
#include "sigv4/result.h"
#include "sigv4/timestamp.h"

namespace countersign {

inline constexpr std::int64_t kLongestLife = 604800;  // seconds: a week

// ReadDate reads X-Amz-Date, decoded.
Result<Timestamp> ReadDate(std::string_view text);

// ReadExpires reads X-Amz-Expires, decoded: seconds, 0 to 604800.
Result<std::int64_t> ReadExpires(std::string_view text);

// CheckWindow refuses a request outside a URL's lifetime. It begins 15 minutes before `date`,
// because the signer's clock may be ahead, and ends `expires` seconds after `date`; that second is
// included.
Refusal CheckWindow(Timestamp date, std::int64_t expires, Timestamp now);

}  // namespace countersign
