#include "sigv4/canonical_headers.h"

#include <algorithm>
#include <cstddef>

#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

bool IsWhiteSpace(char c) {
  const auto octet = static_cast<unsigned char>(c);
  if (octet > ' ') return false;  // one comparison for nearly every octet
  return octet == ' ' || (octet >= '\t' && octet <= '\r');
}

bool AppendHeaderValues(std::string_view name, std::span<const HeaderField> headers,
                        std::string& out) {
  bool found = false;
  for (const HeaderField& header : headers) {
    if (!SameHeaderName(header.name, name)) continue;
    //= headers/repeated-joined
    if (found) out += ',';
    AppendCanonicalValue(header.value, out);
    found = true;
  }
  return found;
}

}  // namespace

void AppendCanonicalValue(std::string_view value, std::string& out) {
  //= headers/trimmed-and-folded
  const std::size_t start = out.size();
  auto at = value.begin();
  while (true) {
    const auto word = std::find_if_not(at, value.end(), IsWhiteSpace);
    if (word == value.end()) return;
    at = std::find_if(word, value.end(), IsWhiteSpace);
    if (out.size() > start) out += ' ';
    out.append(word, at);
  }
}

bool AppendSignedValue(std::string_view name, std::span<const HeaderField> headers,
                       const QueryString& query, std::string& out) {
  if (AppendHeaderValues(name, headers, out)) return true;
  // S3 reads x-amz-* parameters as if they were headers.
  //= signed-headers/value-from-query
  const QueryParameter* parameter = FindAmzParameter(query, name);
  if (parameter == nullptr) return false;
  AppendCanonicalValue(DecodedValue(*parameter), out);
  return true;
}

const QueryParameter* FindAmzParameter(const QueryString& query, std::string_view name) {
  if (!IsAmzHeader(name)) return nullptr;
  for (const QueryParameter& parameter : query.parameters) {
    if (parameter.raw_name.size() < name.size()) continue;  // decoding makes nothing longer
    if (SameHeaderName(UriDecode(parameter.raw_name, Plus::kSpace), name)) return &parameter;
  }
  return nullptr;
}

}  // namespace countersign
