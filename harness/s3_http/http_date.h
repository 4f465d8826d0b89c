#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sigv4/timestamp.h"

namespace countersign {

// FormatHttpDate writes a date as the headers Date and Last-Modified have it (RFC 9110, section
// 5.6.7): `Fri, 24 May 2013 00:00:00 GMT`.
std::string FormatHttpDate(Timestamp time);
// ParseHttpDate reads that form. It returns nullopt for the two obsolete forms of the RFC.
std::optional<Timestamp> ParseHttpDate(std::string_view text);

}  // namespace countersign
