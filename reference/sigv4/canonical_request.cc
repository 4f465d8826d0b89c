#include "sigv4/canonical_request.h"

#include <cstddef>

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

// CanonicalHeaders has a line `name:value` for each signed header, Host as it was sent, port, case
// and all. A header that did not arrive has an empty value.
std::string CanonicalHeaders(const CanonicalRequestParts& parts) {
  std::string out;
  for (const std::string_view name : parts.signed_headers) {
    AppendLowerCase(name, out);
    out += ':';
    // Whatever is signed counts with its value, content-length too.
    //= signed-headers/value-changed
    //= signed-headers/content-length
    //= host/as-sent
    //= host/port
    //= host/replaced
    //= endpoint/redirect-keeps-the-signed-host
    //= host/explicit-default-port
    //= host/upper-case
    AppendSignedValue(name, parts.headers, parts.query, out);
    out += '\n';
  }
  return out;
}

std::string SignedHeaderList(std::span<const std::string_view> names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ';';
    AppendLowerCase(names[i], out);
  }
  return out;
}

}  // namespace

CanonicalLines CanonicalLinesOf(const CanonicalRequestParts& parts) {
  return {
      // The method counts, the scheme does not: a URL works over http and https alike.
      //= method/is-signed
      //= method/any
      //= host/scheme-not-signed
      std::string(parts.method),
      // Path and host are those that travel, so either addressing style works as it stands.
      //= path/addressing
      CanonicalUri(parts.raw_path, parts.path_encoding, parts.path_normalization),
      // A parameter that was added, dropped or changed after signing shows here.
      //= parameters/added-after-signing
      //= token/added-after-signing
      CanonicalQueryString(parts.query),
      CanonicalHeaders(parts),
      SignedHeaderList(parts.signed_headers),
      std::string(parts.payload_line),
  };
}

std::string CanonicalRequest(const CanonicalLines& lines) {
  std::string out;
  out.reserve(lines.method.size() + lines.uri.size() + lines.query.size() + lines.headers.size() +
              lines.signed_headers.size() + lines.payload.size() + 5);
  for (const std::string* line : {&lines.method, &lines.uri, &lines.query, &lines.headers,
                                  &lines.signed_headers, &lines.payload}) {
    if (line != &lines.method) out += '\n';
    out += *line;
  }
  return out;
}

std::string CanonicalRequest(const CanonicalRequestParts& parts) {
  return CanonicalRequest(CanonicalLinesOf(parts));
}

}  // namespace countersign
