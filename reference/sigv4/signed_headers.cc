#include "sigv4/signed_headers.h"

#include <algorithm>
#include <string>

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

Rejection HeadersNotSigned(Rule rule, const std::string& names) {
  return {rule, "There were headers present in the request which were not signed: " + names};
}

// IsExempt: the one x-amz-* header that may come unsigned. It is ignored then.
bool IsExempt(std::string_view name) {
  //= signed-headers/content-sha256-exempt
  return SameHeaderName(name, "x-amz-content-sha256");
}

}  // namespace

std::vector<std::string_view> SignedHeaderNames(std::string_view text) {
  // The order is the signer's: it is neither checked nor restored.
  //= signed-headers/unsorted
  //= signed-headers/raw-semicolon
  std::vector<std::string_view> names;
  if (text.empty()) return names;
  names.reserve(std::count(text.begin(), text.end(), ';') + 1);
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

  // Not one of them may override the query, X-Amz-Expires and X-Amz-Date included. All other
  // headers, such as Content-Type and Range, are the sender's to choose.
  //= signed-headers/amz-headers-signed
  //= expires/header-never-overrides
  //= signed-headers/others-may-be-unsigned
  std::string unsigned_names;
  for (const HeaderField& header : headers) {
    if (!IsAmzHeader(header.name) || IsExempt(header.name)) continue;
    if (IsSigned(header.name, signed_headers)) continue;
    if (!unsigned_names.empty()) unsigned_names += ", ";
    AppendLowerCase(header.name, unsigned_names);
  }
  if (unsigned_names.empty()) return std::nullopt;
  return HeadersNotSigned(Rule::kAmzHeadersSigned, unsigned_names);
}

Refusal CheckSignedHeadersArrived(std::span<const std::string_view> signed_headers,
                                  std::span<const HeaderField> headers, const QueryString& query) {
  std::string value;
  for (const std::string_view name : signed_headers) {
    //= signed-headers/must-arrive
    if (AppendSignedValue(name, headers, query, value)) continue;
    return Rejection{Rule::kSignedHeaderArrives,
                     "The signed header \"" + std::string(name) + "\" did not arrive."};
  }
  return std::nullopt;
}

std::string_view ContradictoryHeader(std::span<const std::string_view> signed_headers,
                                     std::span<const HeaderField> headers,
                                     const QueryString& query) {
  const QueryString none;
  std::string in_header;
  std::string in_query;
  for (const std::string_view name : signed_headers) {
    const QueryParameter* parameter = FindAmzParameter(query, name);
    in_header.clear();
    if (parameter == nullptr || !AppendSignedValue(name, headers, none, in_header)) continue;
    in_query.clear();
    AppendCanonicalValue(DecodedValue(*parameter), in_query);
    //= signed-headers/in-both-same
    if (in_header == in_query) continue;
    //= signed-headers/in-both-different
    return name;
  }
  return {};
}

}  // namespace countersign
