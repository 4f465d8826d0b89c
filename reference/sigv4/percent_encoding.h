#pragma once

#include <string>
#include <string_view>

namespace countersign {

// AppendUriEncoded appends octets to out, AWS's UriEncode: A-Z a-z 0-9 - . _ ~ stay, everything
// else becomes %XX with upper-case hex. kSlash::kKeep leaves '/' (paths), kEncode makes it %2F.
enum class Slash { kKeep, kEncode };
void AppendUriEncoded(std::string_view octets, Slash slash, std::string& out);
std::string UriEncode(std::string_view octets, Slash slash);

// AppendUriDecoded appends text with each %XX (hex of either case) replaced by its octet. A '%'
// that no two hex digits follow is kept as it is. Plus::kSpace also turns '+' into a space (query),
// kLiteral leaves it (path).
enum class Plus { kLiteral, kSpace };
void AppendUriDecoded(std::string_view text, Plus plus, std::string& out);
std::string UriDecode(std::string_view text, Plus plus);

// HasMalformedEscape tells whether a '%' stands anywhere without two hex digits after it.
bool HasMalformedEscape(std::string_view text);

// IsUtf8 tells whether octets are well-formed UTF-8 (no surrogates, no overlong forms).
bool IsUtf8(std::string_view octets);

}  // namespace countersign
