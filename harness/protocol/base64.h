#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// AppendBase64 appends octets in RFC 4648's base64, padded.
void AppendBase64(std::string_view octets, std::string& out);

// DecodeBase64 reads padded base64 in its one canonical spelling; nothing where the text is
// anything else.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace countersign
