#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::fuzz {

// A second computation of canonical requests, written from vectors/rules.json and AWS's documents.
// It uses nothing from reference/, so that the two are independent. It is simple, but copies
// little, because every execution of a target calls it.

using Pair = std::pair<std::string, std::string>;                // name, value
using PairView = std::pair<std::string_view, std::string_view>;  // views; the caller keeps the text

// Lowered changes the letters A to Z to lower case and nothing else.
std::string Lowered(std::string_view text);

// IsLowered tells whether Lowered(text) == lowered.
bool IsLowered(std::string_view text, std::string_view lowered);

// SplitAt returns the parts between separators: one more than there are separators.
std::vector<std::string_view> SplitAt(std::string_view text, char separator);

// Folded removes white space at both ends of a header's value, and replaces each run of white space
// inside by one space.
std::string Folded(std::string_view value);

// IsReadAsHeader tells whether S3 reads a parameter as the x-amz-* header `lower_name`: names count
// in lower case, but for those that have capitals of their own.
bool IsReadAsHeader(std::string_view parameter, std::string_view lower_name);

// PlainlyDecoded decodes %XX with hex of any case, and '+' as a space if `plus_is_space`.
std::string PlainlyDecoded(std::string_view text, bool plus_is_space);

// PlainlyEncoded escapes all but unreserved characters, and '/' too unless `keep_slash`.
std::string PlainlyEncoded(std::string_view bytes, bool keep_slash);

// PlainQueryPairs returns the raw names and values of a query's parameters.
std::vector<PairView> PlainQueryPairs(std::string_view raw_query);

std::string PlainCanonicalQuery(std::string_view raw_query);

// PlainRequest is a request as received; the caller keeps the text.
struct PlainRequest {
  std::string_view method;
  std::string_view raw_path;
  std::string_view raw_query;
  std::vector<PairView> headers;
  std::vector<std::string_view> signed_headers;
  std::string_view payload;
  bool is_s3 = true;  // otherwise the path is normalised and encoded once more
};

std::string PlainCanonicalRequest(const PlainRequest& request);

}  // namespace countersign::fuzz
