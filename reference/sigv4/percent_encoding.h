#pragma once

#include <string>
#include <string_view>

namespace countersign {

// Slash: a path keeps its '/', everything else encodes it as %2F.
enum class Slash { kKeep, kEncode };

// Plus: in a query '+' stands for a space, in a path for itself.
enum class Plus { kLiteral, kSpace };

// AppendUriEncoded appends octets to out, AWS's UriEncode: A-Z a-z 0-9 - . _ ~ stay, everything
// else becomes %XX with upper-case hex.
void AppendUriEncoded(std::string_view octets, Slash slash, std::string& out);
std::string UriEncode(std::string_view octets, Slash slash);

// AppendUriDecoded appends text with each %XX (hex of either case) replaced by its octet. A '%'
// that no two hex digits follow is kept as it is.
void AppendUriDecoded(std::string_view text, Plus plus, std::string& out);
std::string UriDecode(std::string_view text, Plus plus);

// AppendReencoded appends UriEncode(UriDecode(text)) in one pass: the one spelling of a text that
// may have been escaped more, less or otherwise than AWS does it.
void AppendReencoded(std::string_view text, Plus plus, Slash slash, std::string& out);

// DecodesTo tells whether text, decoded, is octets.
bool DecodesTo(std::string_view text, Plus plus, std::string_view octets);

// HasMalformedEscape tells whether a '%' stands anywhere without two hex digits after it.
bool HasMalformedEscape(std::string_view text);

// IsUtf8 tells whether octets are well-formed UTF-8 (no surrogates, no overlong forms).
bool IsUtf8(std::string_view octets);

}  // namespace countersign
