#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sigv4/query_string.h"

namespace countersign {

// The wrong text conversions that implementations make.

// WithAll returns text with every `from` replaced by `to`.
std::string WithAll(std::string_view text, std::string_view from, std::string_view to);

// LowerCaseEscapes returns text with the hex digits of each %XX in lower case.
std::string LowerCaseEscapes(std::string_view text);

// EscapesDecoded returns text in which %XX is decoded if its byte is one of `bytes`.
std::string EscapesDecoded(std::string_view text, std::string_view bytes);

// Latin1 converts the UTF-8 bytes of U+0080 to U+00FF to one byte each. Utf8OfLatin1 converts every
// byte above 7F back, as if the text were Latin-1.
std::string Latin1(std::string_view utf8);
std::string Utf8OfLatin1(std::string_view latin1);

// Cesu8 encodes each half of a UTF-16 surrogate pair separately.
std::string Cesu8(std::string_view utf8);

// Composed replaces the letters with combining accents of Western languages by one code point each
// (NFC, as far as the vectors need it).
std::string Composed(std::string_view utf8);

// PairsOf splits a canonical query into names and values; Joined puts them together in their order.
using Pairs = std::vector<std::pair<std::string, std::string>>;
Pairs PairsOf(std::string_view canonical_query);
std::string Joined(const Pairs& pairs);

// RawParameter returns the raw value of a URL's parameter; SetRawParameter replaces it. The URL
// must have the parameter.
std::string RawParameter(std::string_view url, std::string_view name);
void SetRawParameter(std::string& url, std::string_view name, std::string_view raw_value);

}  // namespace countersign
