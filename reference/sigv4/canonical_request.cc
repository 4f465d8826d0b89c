// The canonical request: one text for everything that a signature protects. Signer and verifier
// each build it from the request that they see; the signatures match only if the texts are equal.
// Derive (signature.cc) calls it.

#include "sigv4/canonical_request.h"

#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/join.h"

namespace countersign {
namespace {

// CanonicalHeaders is a line `name:value` for each signed header. Host is signed as it was sent,
// with its port and its case. A header that did not arrive has an empty value.
std::string CanonicalHeaders(const CanonicalRequestParts& parts) {
  std::string lines;
  for (const std::string_view name : parts.signed_headers) {
    // Each signed header is signed with its value, content-length too.
    //= signed-headers/value-changed
    //= signed-headers/content-length
    //= host/as-sent
    //= host/port
    //= host/replaced
    //= endpoint/redirect-keeps-the-signed-host
    //= host/explicit-default-port
    //= host/upper-case
    lines += LowerCase(name);
    lines += ':';
    lines += SignedValue(name, parts.headers, parts.query).value_or("");
    lines += '\n';
  }
  return lines;
}

}  // namespace

CanonicalLines CanonicalLinesOf(const CanonicalRequestParts& parts) {
  return {
      // The method is signed, the scheme is not: a URL works over http and over https.
      //= method/is-signed
      //= method/any
      //= host/scheme-not-signed
      std::string(parts.method),
      // Path and host are signed as they travel, so both addressing styles work.
      //= path/addressing
      CanonicalUri(parts.raw_path, parts.path_encoding, parts.path_normalization),
      // A parameter that was added, removed or changed after signing changes this line.
      //= parameters/added-after-signing
      //= token/added-after-signing
      CanonicalQueryString(parts.query),
      CanonicalHeaders(parts),
      LowerCase(Join(parts.signed_headers, ";")),
      std::string(parts.payload_line),
  };
}

std::string CanonicalRequest(const CanonicalLines& lines) {
  return Join(
      {lines.method, lines.uri, lines.query, lines.headers, lines.signed_headers, lines.payload},
      "\n");
}

std::string CanonicalRequest(const CanonicalRequestParts& parts) {
  return CanonicalRequest(CanonicalLinesOf(parts));
}

}  // namespace countersign
