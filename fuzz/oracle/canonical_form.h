#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::fuzz {

// A second computation of canonical requests, written from the rules' text in vectors/rules.json
// and AWS's documents, without a look at reference/ and without anything of it. It takes the
// plainest way that copies little, since every execution goes it.

using Pair = std::pair<std::string, std::string>;                // name, value
using PairView = std::pair<std::string_view, std::string_view>;  // of what the caller keeps

// Lowered has the letters A to Z in lower case; nothing else changes.
std::string Lowered(std::string_view text);

// IsLowered tells whether that is what `text` becomes.
bool IsLowered(std::string_view text, std::string_view lowered);

// SplitAt gives the parts between separators, one more than there are of these.
std::vector<std::string_view> SplitAt(std::string_view text, char separator);

// Folded is a header's value without white space at its ends, and with one space for each run of it
// inside.
std::string Folded(std::string_view value);

// Decoded replaces %XX of either case, and '+' too where it stands for a space.
std::string PlainlyDecoded(std::string_view text, bool plus_is_space);

// Encoded escapes all but unreserved characters, and '/' too unless it is kept.
std::string PlainlyEncoded(std::string_view octets, bool keep_slash);

// QueryPairs are a query's parameters as they travelled.
std::vector<PairView> PlainQueryPairs(std::string_view raw_query);

std::string PlainCanonicalQuery(std::string_view raw_query);

// PlainRequest is a request as it travels, of which the caller keeps the octets.
struct PlainRequest {
  std::string_view method;
  std::string_view raw_path;
  std::string_view raw_query;
  std::vector<PairView> headers;
  std::vector<std::string_view> signed_headers;
  std::string_view payload;
  bool is_s3 = true;  // else: the path is normalised, and encoded once more
};

std::string PlainCanonicalRequest(const PlainRequest& request);

}  // namespace countersign::fuzz
