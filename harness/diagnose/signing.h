#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/presigned_url.h"
#include "mutants/mutant.h"
#include "sigv4/http_request.h"

namespace countersign {

// Signing is everything that a signature is made of, owned, so that a mistake can change it.
struct Signing {
  std::string method;
  std::string raw_path;                     // as it travels
  std::string raw_query;                    // with X-Amz-Signature, which is never signed
  std::vector<HeaderField> headers;         // Host among them
  std::string signed_headers;               // X-Amz-SignedHeaders, decoded
  std::optional<std::string> payload = {};  // absent: what a verifier finds declared
  std::string amz_date;
  std::string scope_date;
  std::string region;
  std::string service;
  std::string secret;
};

// SigningOf is the request for a URL as it is sent; nothing where the URL does not say what a
// signature is made of.
std::optional<Signing> SigningOf(const UrlParts& url, std::string_view method,
                                 std::span<const HeaderField> headers, std::string_view secret);

// DeriveWith is what is signed by a signer with these mutants (mutants/mutant.h).
Derivation DeriveWith(const Signing& signing, std::span<const SigningChange* const> changes);

}  // namespace countersign
