#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/presigned_url.h"
#include "mutants/mutant.h"
#include "sigv4/algorithm.h"
#include "sigv4/http_request.h"

namespace countersign {

// SigningClues is what a server says about the request that it received. Empty texts are unknown.
// The mistakes of people are tried with them.
struct SigningClues {
  std::string bucket;
  std::string key;       // decoded
  std::string endpoint;  // the host that the server names
  std::string resource;  // the path that the server received
};

// Signing has everything that a signature is computed from, as copies that a mistake can change.
struct Signing {
  std::string method;
  std::string raw_path;                     // as sent
  std::string raw_query;                    // with X-Amz-Signature, which is never signed
  std::vector<HeaderField> headers;         // with Host
  std::string signed_headers;               // X-Amz-SignedHeaders, decoded
  std::optional<std::string> payload = {};  // absent: the one that the request declares
  std::string amz_date;
  std::string scope_date;
  std::string region;
  std::string service;
  std::string access_key_id;
  std::string secret;
  SigningAlgorithm algorithm = SigningAlgorithm::kHmacSha256;
  SigningClues clues = {};
};

// SigningOf returns the request for a URL. Returns nullopt if the URL has no valid X-Amz-Date,
// X-Amz-Credential or X-Amz-SignedHeaders.
std::optional<Signing> SigningOf(const UrlParts& url, std::string_view method,
                                 std::span<const HeaderField> headers, std::string_view secret);

// SignatureFits tells whether `given` is a right signature of what was derived.
bool SignatureFits(const Signing& signing, const Derivation& derived, std::string_view given);

// DeriveWith returns what a signer with these mutants signs (mutants/mutant.h). It takes any
// signing and any combination of changes.
Derivation DeriveWith(const Signing& signing, std::span<const SigningChange* const> changes);

}  // namespace countersign
