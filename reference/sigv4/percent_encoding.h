#pragma once

#include <string>
#include <string_view>

namespace countersign {

// Slash: a path keeps its '/'; everything else encodes it as %2F.
enum class Slash { kKeep, kEncode };

// Plus: in a query '+' means a space, and in a path of S3 as well. Elsewhere it means itself.
enum class Plus { kLiteral, kSpace };

// UriEncode is AWS's UriEncode: A-Z a-z 0-9 - . _ ~ stay, and every other octet becomes %XX with
// upper-case hex digits.
std::string UriEncode(std::string_view octets, Slash slash);

// UriDecode replaces each %XX (hex digits of either case) by its octet. A '%' without two hex
// digits after it stays as it is.
std::string UriDecode(std::string_view text, Plus plus);

// HasMalformedEscape tells whether any '%' has no two hex digits after it.
bool HasMalformedEscape(std::string_view text);

// IsUtf8 tells whether the octets are well-formed UTF-8: no surrogates, no overlong forms.
bool IsUtf8(std::string_view octets);

}  // namespace countersign
