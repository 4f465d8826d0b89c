// X-Amz-SignedHeaders against the headers that came: which headers must be signed, and which must
// have arrived. Steps "headers-signed" and "signed-headers-arrived" of verify.cc.

#include "sigv4/signed_headers.h"

#include <algorithm>
#include <string>

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/join.h"

namespace countersign {
namespace {

Rejection HeadersNotSigned(Rule rule, const std::string& names) {
  return {rule, "There were headers present in the request which were not signed: " + names};
}

// IsExempt tells whether an x-amz-* header may come unsigned. If it does, it is ignored.
bool IsExempt(std::string_view name) {
  //= signed-headers/content-sha256-exempt
  return SameHeaderName(name, "x-amz-content-sha256");
}

}  // namespace

std::vector<std::string_view> SignedHeaderNames(std::string_view text) {
  // The order is the signer's: it is neither checked nor changed.
  //= signed-headers/unsorted
  //= signed-headers/raw-semicolon
  std::vector<std::string_view> names;
  if (text.empty()) return names;
  while (true) {
    const std::string_view name = text.substr(0, text.find(';'));
    names.push_back(name);
    if (name.size() == text.size()) return names;
    text.remove_prefix(name.size() + 1);
  }
}

bool IsSigned(std::string_view name, std::span<const std::string_view> signed_headers) {
  //= signed-headers/upper-case-names
  return std::any_of(
      signed_headers.begin(), signed_headers.end(),
      [&](std::string_view signed_name) { return SameHeaderName(signed_name, name); });
}

Refusal CheckHeadersAreSigned(std::span<const std::string_view> signed_headers,
                              std::span<const HeaderField> headers) {
  //= signed-headers/host-required
  if (!IsSigned("host", signed_headers)) return HeadersNotSigned(Rule::kHostSigned, "host");

  // An unsigned x-amz-* header must not override the query, X-Amz-Expires and X-Amz-Date included.
  // All other headers but those below, such as Content-Type and Range, are the sender's to choose.
  //= signed-headers/amz-headers-signed
  //= expires/header-never-overrides
  //= signed-headers/others-may-be-unsigned
  std::vector<std::string> unsigned_names;
  for (const HeaderField& header : headers) {
    if (!IsAmzHeader(header.name) || IsExempt(header.name)) continue;
    if (IsSigned(header.name, signed_headers)) continue;
    unsigned_names.push_back(LowerCase(header.name));
  }
  Rule rule = Rule::kAmzHeadersSigned;
  //= signed-headers/content-md5-signed
  if (FindHeader(headers, "content-md5") != nullptr && !IsSigned("content-md5", signed_headers)) {
    if (unsigned_names.empty()) rule = Rule::kContentMd5Signed;
    unsigned_names.push_back("content-md5");
  }
  // If-Range decides what the signed Range gives.
  //= signed-headers/if-range-with-range
  if (IsSigned("range", signed_headers) && !IsSigned("if-range", signed_headers) &&
      FindHeader(headers, "if-range") != nullptr) {
    if (unsigned_names.empty()) rule = Rule::kIfRangeSigned;
    unsigned_names.push_back("if-range");
  }
  if (unsigned_names.empty()) return std::nullopt;
  return HeadersNotSigned(rule, Join(unsigned_names, ", "));
}

Refusal CheckSignedHeadersArrived(std::span<const std::string_view> signed_headers,
                                  std::span<const HeaderField> headers, const QueryString& query) {
  for (const std::string_view name : signed_headers) {
    //= signed-headers/must-arrive
    if (FindHeader(headers, name) != nullptr) continue;
    if (FindAmzParameter(query, name) != nullptr) continue;
    return Rejection{Rule::kSignedHeaderArrives,
                     "The signed header \"" + std::string(name) + "\" did not arrive."};
  }
  return std::nullopt;
}

std::string_view ContradictoryHeader(std::span<const std::string_view> signed_headers,
                                     std::span<const HeaderField> headers,
                                     const QueryString& query) {
  for (const std::string_view name : signed_headers) {
    const QueryParameter* parameter = FindAmzParameter(query, name);
    if (parameter == nullptr || FindHeader(headers, name) == nullptr) continue;
    //= signed-headers/in-both-same
    if (SignedValue(name, headers, query) == CanonicalValue(DecodedValue(*parameter))) continue;
    //= signed-headers/in-both-different
    return name;
  }
  return {};
}

}  // namespace countersign
