#include "sigv4/canonical_headers.h"

#include <algorithm>
#include <cstddef>

#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

constexpr std::string_view kWhiteSpace = " \t\r\n\v\f";

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
  while (true) {
    value.remove_prefix(std::min(value.find_first_not_of(kWhiteSpace), value.size()));
    if (value.empty()) return;
    if (out.size() > start) out += ' ';
    const std::string_view word = value.substr(0, value.find_first_of(kWhiteSpace));
    out += word;
    value.remove_prefix(word.size());
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
    if (SameHeaderName(UriDecode(parameter.raw_name, Plus::kSpace), name)) return &parameter;
  }
  return nullptr;
}

}  // namespace countersign
