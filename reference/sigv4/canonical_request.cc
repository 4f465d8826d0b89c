#include "sigv4/canonical_request.h"

#include <cstddef>

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

// AppendCanonicalHeaders appends a line `name:value` for each signed header, Host as it was sent,
// port, case and all. A header that did not arrive has an empty value.
void AppendCanonicalHeaders(const CanonicalRequestParts& parts, std::string& out) {
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
}

void AppendSignedHeaderList(std::span<const std::string_view> names, std::string& out) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += ';';
    AppendLowerCase(names[i], out);
  }
}

}  // namespace

std::string CanonicalRequest(const CanonicalRequestParts& parts) {
  const std::string uri =
      CanonicalUri(parts.raw_path, parts.path_encoding, parts.path_normalization);
  const std::string query = CanonicalQueryString(parts.query);

  std::string out;
  out.reserve(parts.method.size() + uri.size() + query.size() + 256);
  // The method counts, the scheme does not: a URL works over http and https alike.
  //= method/is-signed
  //= method/any
  //= host/scheme-not-signed
  out += parts.method;
  out += '\n';
  // Path and host are those that travel, so either addressing style works as it stands.
  //= path/addressing
  out += uri;
  out += '\n';
  // A parameter that was added, dropped or changed after signing shows here.
  //= parameters/added-after-signing
  //= token/added-after-signing
  out += query;
  out += '\n';
  AppendCanonicalHeaders(parts, out);
  out += '\n';
  AppendSignedHeaderList(parts.signed_headers, out);
  out += '\n';
  out += parts.payload_line;
  return out;
}

}  // namespace countersign
