#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace countersign::fuzz {

// A second computation of canonical requests, written from the rules' text in vectors/rules.json
// and AWS's documents, without a look at reference/ and without anything of it. It takes the
// plainest way, not the fastest.

using Pair = std::pair<std::string, std::string>;  // name, value

// Decoded replaces %XX of either case, and '+' too where it stands for a space.
std::string PlainlyDecoded(std::string_view text, bool plus_is_space);

// Encoded escapes all but unreserved characters, and '/' too unless it is kept.
std::string PlainlyEncoded(std::string_view octets, bool keep_slash);

// QueryPairs are a query's parameters as they travelled.
std::vector<Pair> PlainQueryPairs(std::string_view raw_query);

std::string PlainCanonicalQuery(std::string_view raw_query);

// PlainRequest is a request as it travels.
struct PlainRequest {
  std::string method;
  std::string raw_path;
  std::string raw_query;
  std::vector<Pair> headers;
  std::vector<std::string> signed_headers;
  std::string payload;
  bool is_s3 = true;  // else: the path is normalised, and encoded once more
};

std::string PlainCanonicalRequest(const PlainRequest& request);

}  // namespace countersign::fuzz
