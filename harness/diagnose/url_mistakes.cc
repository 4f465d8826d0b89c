// Mistakes of people with the query after the URL was signed: added, removed or decoded parameters,
// an edited lifetime.
#include <algorithm>
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
#include "mutants/text.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"

namespace countersign {
namespace {

using Pieces = std::vector<QueryParameter>;

std::string RawQuery(const Pieces& pieces) {
  std::string raw;
  for (const QueryParameter& piece : pieces) {
    if (!raw.empty()) raw += '&';
    raw += std::string(piece.raw_name) + "=" + std::string(piece.raw_value);
  }
  return raw;
}

bool SignsTheUrl(const QueryParameter& piece) {
  return IsAuthenticationParameter(UriDecode(piece.raw_name, Plus::kSpace));
}

void AddQuery(const Signing& sent, const char* name, std::string text, std::string query,
              std::vector<Mistake>& mistakes, Likelihood likelihood = Likelihood::kUsual) {
  if (query == sent.raw_query) return;
  Mistake mistake{{name, std::move(text)}, sent, likelihood};
  mistake.signing.raw_query = std::move(query);
  mistakes.push_back(std::move(mistake));
}

// More parameters mean more pairs. A URL must not make the search endless.
constexpr std::size_t kMostParameters = 40;

void AddWithout(const Signing& sent, const Pieces& pieces, std::vector<Mistake>& mistakes) {
  for (std::size_t i = 0; i < std::min(pieces.size(), kMostParameters); ++i) {
    const std::string name = UriDecode(pieces[i].raw_name, Plus::kSpace);
    const bool token = name == "X-Amz-Security-Token";
    if (SignsTheUrl(pieces[i]) && !token) continue;
    Pieces others = pieces;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    AddQuery(sent, "parameter-added",
             "The parameter " + name + " was added after the URL was signed.", RawQuery(others),
             mistakes);
  }
  const auto signature = std::find_if(pieces.begin(), pieces.end(), [](const QueryParameter& one) {
    return NameIs(one, "X-Amz-Signature");
  });
  if (pieces.end() - signature > 2) {
    AddQuery(sent, "parameters-added",
             "All parameters after X-Amz-Signature were added after the URL was signed.",
             RawQuery({pieces.begin(), signature + 1}), mistakes);
  }
  Pieces bare = pieces;
  std::erase_if(bare, [](const QueryParameter& one) { return !SignsTheUrl(one); });
  if (pieces.size() - bare.size() > 1) {
    AddQuery(sent, "parameters-added",
             "All parameters but those that sign it were added after the URL was signed.",
             RawQuery(bare), mistakes);
  }
}

// Parameters that SDKs sign, and that people remove because they look useless.
void AddMissing(const Signing& sent, std::vector<Mistake>& mistakes) {
  for (const char* lost :
       {"x-id=GetObject", "x-id=PutObject", "x-id=HeadObject",
        "X-Amz-Content-Sha256=UNSIGNED-PAYLOAD", "x-amz-checksum-mode=ENABLED",
        "x-amz-sdk-checksum-algorithm=CRC32", "response-content-disposition=attachment",
        "response-content-disposition=inline"}) {
    AddQuery(sent, "parameter-lost",
             "The parameter " + std::string(lost) + " was signed and is missing from the URL.",
             sent.raw_query + "&" + lost, mistakes);
  }
}

// The query with `from` replaced in each value that does not sign the URL.
std::string QueryWith(const Pieces& pieces, std::string_view from, std::string_view to) {
  std::vector<std::string> values;
  values.reserve(pieces.size());  // the pieces point into it
  Pieces changed = pieces;
  for (QueryParameter& one : changed) {
    if (SignsTheUrl(one)) continue;
    values.push_back(WithAll(one.raw_value, from, to));
    one.raw_value = values.back();
  }
  return RawQuery(changed);
}

void AddDecoded(const Signing& sent, const Pieces& pieces, std::vector<Mistake>& mistakes) {
  constexpr const char* kText =
      "A value that does not sign the URL was percent-decoded once after it was signed.";
  for (const char* percent : {"%", "%25"}) {
    AddQuery(sent, "query-decoded-again", kText,
             QueryWith(pieces, percent, std::string(percent) == "%" ? "%25" : "%2525"), mistakes,
             Likelihood::kLessThanAMutant);
  }
}

// Lifetimes that people ask for.
constexpr int kLifetimes[] = {1,      5,      10,     30,     60,      100,     120,    180,
                              300,    600,    900,    1000,   1200,    1800,    3000,   3600,
                              5400,   7200,   10000,  10800,  14400,   18000,   21600,  28800,
                              36000,  43200,  64800,  86400,  100000,  129600,  172800, 259200,
                              345600, 432000, 518400, 604800, 2592000, 31536000};

void AddLifetimes(const Signing& sent, const Pieces& pieces, std::vector<Mistake>& mistakes) {
  for (const int seconds : kLifetimes) {
    const std::string value = std::to_string(seconds);
    Pieces changed = pieces;
    for (QueryParameter& one : changed) {
      if (NameIs(one, "X-Amz-Expires")) one.raw_value = value;
    }
    AddQuery(sent, "expires-edited",
             "X-Amz-Expires was " + value + " when it was signed, and has been edited since.",
             RawQuery(changed), mistakes);
  }
}

}  // namespace

void AddUrlMistakes(const Signing& sent, std::vector<Mistake>& mistakes) {
  const Pieces pieces = ParseQueryString(sent.raw_query).parameters;
  AddWithout(sent, pieces, mistakes);
  AddQuery(sent, "plus-decoded",
           "%2B in a value was decoded after it was signed; the '+' in the URL is read as a space.",
           WithAll(sent.raw_query, "+", "%2B"), mistakes);
  AddQuery(sent, "space-encoded-as-plus-sign",
           "A space in a value was signed as a space and sent as %2B, which is a plus.",
           WithAll(sent.raw_query, "%2B", "%20"), mistakes);
  AddQuery(sent, "query-encoded-again",
           "The query was percent-encoded once more after it was signed.",
           WithAll(sent.raw_query, "%25", "%"), mistakes);
  AddDecoded(sent, pieces, mistakes);
  AddMissing(sent, mistakes);
  AddLifetimes(sent, pieces, mistakes);
}

}  // namespace countersign
