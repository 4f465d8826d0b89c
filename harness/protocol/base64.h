#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace countersign {

// AppendBase64 appends bytes in RFC 4648's base64, padded.
void AppendBase64(std::string_view bytes, std::string& out);

// DecodeBase64 reads padded base64 in its canonical form; nullopt if the text is anything else.
std::optional<std::string> DecodeBase64(std::string_view text);

}  // namespace countersign
