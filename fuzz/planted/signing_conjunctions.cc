// Tier 2: planted bugs in the canonical request or the URL that show only if several conditions
// meet. Part of Conjunctions() (conjunctions.h).
#include <algorithm>
#include <string>
#include <utility>

#include "mutants/text.h"
#include "planted/conjunctions.h"
#include "sigv4/percent_encoding.h"

namespace countersign::fuzz {
namespace {

using Lines = CanonicalLines;
using Parts = CanonicalRequestParts;

void LoseEqualsSignsOnHead(Lines& lines, const Parts& parts) {
  if (parts.method != "HEAD") return;
  lines.query = WithAll(lines.query + "&", "=&", "&");
  lines.query.pop_back();
}

// Sorts few parameters by name and value, but many only by name.
void LeaveValuesUnsortedAmongMany(Lines& lines, const Parts& parts) {
  constexpr std::size_t kFew = 9;
  if (parts.query.parameters.size() <= kFew) return;
  const auto encoded = [](std::string_view raw) {
    return UriEncode(UriDecode(raw, Plus::kSpace), Slash::kEncode);
  };
  Pairs pairs;
  for (const QueryParameter& one : parts.query.parameters) {
    if (NameIs(one, "X-Amz-Signature")) continue;
    pairs.emplace_back(encoded(one.raw_name), encoded(one.raw_value));
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  lines.query = Joined(pairs);
}

void LoseEmptyValuesOfRepeatedHeaders(Lines& lines, const Parts& parts) {
  std::string block;
  for (std::size_t at = 0; at < lines.headers.size();) {
    const std::size_t end = lines.headers.find('\n', at);
    std::string line = lines.headers.substr(at, end - at);
    const std::string name = line.substr(0, line.find(':'));
    if (CountHeaders(parts.headers, name) > 1) {
      line = WithAll(WithAll(line, ":,", ":"), ",,", ",");
      if (line.ends_with(',')) line.pop_back();
    }
    block += line + "\n";
    at = end + 1;
  }
  lines.headers = std::move(block);
}

void FoldSlashesBesideASpace(Lines& lines, const Parts&) {
  if (lines.uri.find("%20") == std::string::npos) return;
  lines.uri = WithAll(lines.uri, "//", "/");
}

void BelieveAnUnsignedHashOnPut(Lines& lines, const Parts& parts) {
  if (parts.method != "PUT") return;
  for (const HeaderField& header : parts.headers) {
    if (header.name == "x-amz-content-sha256") lines.payload = header.value;
  }
}

// Decodes %2B once more, but only if there is a token.
void SendARawPlusWithAToken(std::string& url, const PresignRequest& asked) {
  if (!asked.credentials.session_token) return;
  const std::size_t own = url.find("X-Amz-Algorithm=");
  const std::size_t query = std::min(url.find('?'), own);
  const std::string callers = url.substr(query, own - query);
  url.replace(query, own - query, WithAll(callers, "%2B", "+"));
}

// Constants, because the bug is chosen before main.
constexpr Mutant kMutants[] = {
    {.name = "equals-sign-lost-on-head",
     .mistake = "HEAD, and a parameter without a value: its '=' is not signed.",
     .signing = {.lines = LoseEqualsSignsOnHead}},
    {.name = "values-unsorted-among-many",
     .mistake = "More than nine parameters, two of one name: their values are not sorted.",
     .signing = {.lines = LeaveValuesUnsortedAmongMany}},
    {.name = "empty-value-of-a-repeated-header-lost",
     .mistake =
         "A signed header twice, once with an empty value: the comma between them is missing.",
     .signing = {.lines = LoseEmptyValuesOfRepeatedHeaders}},
    {.name = "slashes-folded-beside-a-space",
     .mistake = "A space and two slashes in a row in the path: one slash is signed.",
     .signing = {.lines = FoldSlashesBesideASpace}},
    {.name = "unsigned-hash-believed-on-put",
     .side = Side::kVerify,
     .mistake =
         "PUT with an x-amz-content-sha256 that is not signed: its value is the payload line.",
     .signing = {.lines = BelieveAnUnsignedHashOnPut}},
    {.name = "raw-plus-beside-a-token",
     .mistake = "A temporary key, and a '+' in a parameter of the caller: it is sent as a space.",
     .presign = {.signed_url = SendARawPlusWithAToken}},
};

}  // namespace

std::vector<PlantedBug> SigningConjunctions() {
  return {{2, "presign_verify", "soto-project/soto-core#524 (2022)", &kMutants[0]},
          {2, "presign_verify", "aws-amplify/amplify-js#3582", &kMutants[1]},
          {2, "presign_verify", "s3s-project/s3s#393 (2025)", &kMutants[2]},
          {2, "presign_verify", "seaweedfs/seaweedfs#7268 (2025)", &kMutants[3]},
          {2, "verify_request", "chainguard-forks/minio#38 (2026)", &kMutants[4]},
          {2, "presign_verify", "Automattic/knox#29 (2011)", &kMutants[5]}};
}

}  // namespace countersign::fuzz
