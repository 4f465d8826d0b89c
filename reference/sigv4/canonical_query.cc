#include "sigv4/canonical_query.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <tuple>
#include <vector>

#include "sigv4/percent_encoding.h"

namespace countersign {
namespace {

// Encoded is one parameter in its canonical spelling.
struct Encoded {
  std::string_view name;
  std::string_view value;
};

bool ComesBefore(const Encoded& a, const Encoded& b) {
  return std::tie(a.name, a.value) < std::tie(b.name, b.value);
}

// AppendEncoded appends the canonical spelling of a raw name or value and returns a view of it.
// `out` must have room: the views of earlier calls point into it.
std::string_view AppendEncoded(std::string_view raw, std::string& out) {
  const std::size_t start = out.size();
  // Decoded first ('+' is a space, %2B a plus), then encoded AWS's way, whatever the sender left
  // raw and in whichever case its hex digits were.
  //= query/percent-2b
  //= query/raw-reserved
  //= query/lower-case-hex
  AppendReencoded(raw, Plus::kSpace, Slash::kEncode, out);
  return std::string_view(out).substr(start);
}

std::size_t RawSize(const QueryString& query) {
  std::size_t size = 0;
  for (const QueryParameter& p : query.parameters) size += p.raw_name.size() + p.raw_value.size();
  return size;
}

}  // namespace

std::string CanonicalQueryString(const QueryString& query) {
  std::string spelled;
  spelled.reserve(3 * RawSize(query));
  std::vector<Encoded> parameters;
  parameters.reserve(query.parameters.size());
  for (const QueryParameter& parameter : query.parameters) {
    //= query/signature-left-out
    if (NameIs(parameter, "X-Amz-Signature")) continue;
    // Everything else is signed: response-* overrides, names that nobody knows, tokens, wherever
    // in the URL they stand.
    //= query/response-overrides
    //= parameters/unknown-signed-accepted
    //= parameters/any-order
    const std::string_view name = AppendEncoded(parameter.raw_name, spelled);
    parameters.push_back({name, AppendEncoded(parameter.raw_value, spelled)});
  }

  // By encoded name, then by encoded value, octet by octet.
  //= query/sorted-after-encoding
  //= query/repeated-name
  std::sort(parameters.begin(), parameters.end(), ComesBefore);

  std::string canonical;
  canonical.reserve(spelled.size() + 2 * parameters.size());
  for (const Encoded& parameter : parameters) {
    if (!canonical.empty()) canonical += '&';
    canonical += parameter.name;
    canonical += '=';
    canonical += parameter.value;
  }
  return canonical;
}

}  // namespace countersign
