#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sigv4/query_string.h"

namespace countersign {

// How implementations mistreat text.

// WithAll is text with every `from` replaced.
std::string WithAll(std::string_view text, std::string_view from, std::string_view to);

// LowerCaseEscapes is text with the hex digits of each %XX in lower case.
std::string LowerCaseEscapes(std::string_view text);

// EscapesDecoded is text with %XX replaced by its octet where that is one of `octets`.
std::string EscapesDecoded(std::string_view text, std::string_view octets);

// Latin1 turns UTF-8 octets of U+0080 to U+00FF into one octet each; Utf8OfLatin1 goes the other
// way with every octet above 7F, as if the text were Latin-1.
std::string Latin1(std::string_view octets);
std::string Utf8OfLatin1(std::string_view octets);

// Cesu8 encodes each half of a UTF-16 surrogate pair by itself.
std::string Cesu8(std::string_view octets);

// Composed writes the letters with combining accents of Western languages as one code point each
// (NFC, as far as the vectors need it).
std::string Composed(std::string_view octets);

// A canonical query as pairs, and back. `Joined` keeps the order given.
using Pairs = std::vector<std::pair<std::string, std::string>>;
Pairs PairsOf(std::string_view canonical_query);
std::string Joined(const Pairs& pairs);

// RawParameter is the raw value of a URL's parameter; SetRawParameter replaces it. The parameter
// must be there.
std::string RawParameter(std::string_view url, std::string_view name);
void SetRawParameter(std::string& url, std::string_view name, std::string_view raw_value);

}  // namespace countersign
