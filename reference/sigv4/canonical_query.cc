// The canonical query string: each name and value is decoded, encoded in AWS's way, and then
// sorted. canonical_request.cc calls it, for signing and for verifying.

#include "sigv4/canonical_query.h"

#include <algorithm>
#include <vector>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

struct Encoded {
  std::string name;
  std::string value;
};

// By encoded name, then by encoded value, octet by octet.
bool ComesBefore(const Encoded& a, const Encoded& b) {
  const int order = a.name.compare(b.name);
  return order == 0 ? a.value < b.value : order < 0;
}

}  // namespace

std::string CanonicalQueryString(const QueryString& query) {
  std::vector<Encoded> parameters;
  parameters.reserve(query.parameters.size());
  for (const QueryParameter& parameter : query.parameters) {
    const std::string name = DecodedName(parameter);
    //= query/signature-left-out
    if (name == "X-Amz-Signature") continue;
    // Everything else is signed, wherever it is in the URL: response-* overrides, unknown names,
    // tokens.
    //= query/response-overrides
    //= region-set/is-signed
    //= parameters/unknown-signed-accepted
    //= parameters/any-order
    const std::string value = DecodedValue(parameter);
    // Decoding first makes every spelling of a text the same: '+' is a space and %2B a plus,
    // reserved characters may be raw, hex digits may have either case.
    //= query/percent-2b
    //= query/raw-reserved
    //= query/lower-case-hex
    parameters.push_back({UriEncode(name, Slash::kEncode), UriEncode(value, Slash::kEncode)});
  }

  //= query/sorted-after-encoding
  //= query/repeated-name
  std::sort(parameters.begin(), parameters.end(), ComesBefore);

  std::string canonical;
  canonical.reserve(1024);  // most are shorter
  for (const auto& [name, value] : parameters) {
    if (!canonical.empty()) canonical += '&';
    canonical += name;
    canonical += '=';
    canonical += value;
  }
  return canonical;
}

}  // namespace countersign
