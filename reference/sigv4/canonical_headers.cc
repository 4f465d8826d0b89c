// The value with which a header is signed. canonical_request.cc writes it into the canonical
// headers; signed_headers.cc asks whether there is one; payload.cc reads x-amz-content-sha256.

#include "sigv4/canonical_headers.h"

#include <algorithm>

#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

bool IsWhiteSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// IsReadAs tells whether S3 reads a parameter as the header `lower`. Names count in lower case:
// X-Amz-Acl is an unknown parameter. The parameters of the signature have capitals of their own,
// and so has X-Amz-Content-Sha256.
bool IsReadAs(std::string_view given, std::string_view lower) {
  //= query/amz-names-in-lower-case
  if (given == lower) return true;
  if (!SameHeaderName(given, lower)) return false;
  return IsAuthenticationParameter(given) || lower == "x-amz-content-sha256";
}

}  // namespace

std::string CanonicalValue(std::string_view value) {
  //= headers/trimmed-and-folded
  std::string canonical;
  auto at = value.begin();
  while (true) {
    const auto word = std::find_if_not(at, value.end(), IsWhiteSpace);
    if (word == value.end()) return canonical;
    at = std::find_if(word, value.end(), IsWhiteSpace);
    if (!canonical.empty()) canonical += ' ';
    canonical.append(word, at);
  }
}

std::optional<std::string> SignedValue(std::string_view name, std::span<const HeaderField> headers,
                                       const QueryString& query) {
  std::optional<std::string> joined;
  for (const HeaderField& header : headers) {
    if (!SameHeaderName(header.name, name)) continue;
    //= headers/repeated-joined
    if (joined) {
      *joined += "," + CanonicalValue(header.value);
    } else {
      joined = CanonicalValue(header.value);
    }
  }
  if (joined) return joined;
  // S3 reads x-amz-* parameters as if they were headers.
  //= signed-headers/value-from-query
  const QueryParameter* parameter = FindAmzParameter(query, name);
  if (parameter == nullptr) return std::nullopt;
  return CanonicalValue(DecodedValue(*parameter));
}

const QueryParameter* FindAmzParameter(const QueryString& query, std::string_view name) {
  if (!IsAmzHeader(name)) return nullptr;
  const std::string lower = LowerCase(name);
  for (const QueryParameter& parameter : query.parameters) {
    if (parameter.raw_name.size() < name.size()) continue;  // decoding makes no text longer
    if (IsReadAs(DecodedName(parameter), lower)) return &parameter;
  }
  return nullptr;
}

}  // namespace countersign
