#include "judge/url_matches_request.h"

#include <algorithm>
#include <chrono>

#include "judge/query_matches_request.h"
#include "sigv4/canonical_uri.h"
#include "sigv4/credential_scope.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/region_set.h"

namespace countersign {
namespace {

// How old the date of a URL made on the machine's clock may be when it is judged: the time an
// answer takes, queued behind others.
constexpr std::chrono::seconds kClockTolerance{15};

Finding Differs(const std::string& what, std::string_view asked, std::string_view is) {
  return {what + " is " + (is.empty() ? std::string("empty") : std::string(is)) + ", " +
              (asked.empty() ? std::string("an empty one") : std::string(asked)) + " was asked.",
          what, std::string(asked), std::string(is)};
}

void CheckPlace(const SignedUrl& url, const PresignMessage& asked, std::vector<Finding>& findings) {
  if (!SameHeaderName(url.url.scheme, asked.scheme)) {
    findings.push_back(Differs("The scheme", asked.scheme, url.url.scheme));
  }
  if (LowerCase(HostToSend(url.url.scheme, url.url.authority)) !=
      LowerCase(HostToSend(asked.scheme, asked.host))) {
    findings.push_back(Differs("The host", asked.host, url.url.authority));
  }
}

std::string WithPlusEscaped(std::string_view path) {
  std::string escaped;
  for (const char c : path) {
    if (c == '+') {
      escaped += "%2B";
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// One spelling of the object that a service finds at `path`. S3 reads a raw '+' as a space; other
// services read it as a plus.
std::string ObjectAt(std::string_view path, const std::string& path_encoding,
                     PathNormalization normalization) {
  //= path/raw-plus-is-space
  const std::string spelled = path_encoding == "twice" ? WithPlusEscaped(path) : std::string(path);
  return CanonicalUri(spelled, PathEncoding::kOnce, normalization);
}

// /BUCKET and /BUCKET/ both name the bucket.
bool IsAboutTheBucket(const PresignMessage& asked) {
  return asked.addressing == "path" && asked.key && asked.key->empty();
}

std::string_view WithoutLastSlash(std::string_view path) {
  return path.size() > 1 && path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
}

// The same object: bytes equal after one decode, or, if the path is normalised, the same
// normal form.
bool SamePath(std::string_view path, const PresignMessage& asked) {
  if (IsAboutTheBucket(asked) &&
      ObjectAt(WithoutLastSlash(path), asked.path_encoding, PathNormalization::kNever) ==
          ObjectAt(WithoutLastSlash(asked.path), asked.path_encoding, PathNormalization::kNever)) {
    return true;
  }
  const auto same = [&](PathNormalization how) {
    return ObjectAt(path, asked.path_encoding, how) ==
           ObjectAt(asked.path, asked.path_encoding, how);
  };
  return same(PathNormalization::kNever) ||
         (asked.normalize_path && same(PathNormalization::kRemoveDotSegments));
}

void CheckPath(const SignedUrl& url, const PresignMessage& asked, std::vector<Finding>& findings) {
  if (!SamePath(url.url.raw_path, asked)) {
    findings.push_back(Differs("The path", asked.path, url.url.raw_path));
  }
}

void CheckCredential(const SignedUrl& url, const PresignMessage& asked,
                     std::vector<Finding>& findings) {
  const std::string expected =
      asked.credentials.access_key_id + "/" +
      ScopeText({std::string_view(url.date).substr(0, 8), asked.region ? *asked.region : "",
                 asked.service, url.signed_with});
  if (url.credential != expected) {
    findings.push_back(Differs("X-Amz-Credential", expected, url.credential));
  }
}

// SigV4A: the regions as asked, in their order.
void CheckRegions(const SignedUrl& url, const PresignMessage& asked,
                  std::vector<Finding>& findings) {
  if (url.signed_with != SigningAlgorithm::kEcdsaP256Sha256) return;
  const std::string expected = RegionSetText(asked.region_set);
  const auto given = DecodedValue(url.query, kRegionSetParameter);
  if (!given) {
    findings.push_back({std::string(kRegionSetParameter) + " is not in the URL.",
                        std::string(kRegionSetParameter), expected, ""});
  } else if (*given != expected) {
    findings.push_back(Differs(std::string(kRegionSetParameter), expected, *given));
  }
}

void CheckDate(const SignedUrl& url, const PresignMessage& asked, std::optional<Timestamp> now,
               std::vector<Finding>& findings) {
  const std::optional<Timestamp> date = ParseAmzDate(url.date);
  if (!date) {
    findings.push_back({"X-Amz-Date is " + url.date + ", the form is yyyyMMdd'T'HHmmss'Z'.",
                        "X-Amz-Date", "", url.date});
    return;
  }
  if (now) {
    const auto age = *now - *date;
    if (age > kClockTolerance || age < -kClockTolerance) {
      findings.push_back(Differs("X-Amz-Date", FormatAmzDate(*now), url.date));
    }
    return;
  }
  const std::optional<Timestamp> asked_now = ParseRfc3339(asked.now);
  if (asked_now && *asked_now == *date) return;
  findings.push_back(
      Differs("X-Amz-Date", asked_now ? FormatAmzDate(*asked_now) : asked.now, url.date));
}

// Leading zeros are another spelling of the same lifetime: what AWS makes of them is not known.
void CheckExpires(const SignedUrl& url, const PresignMessage& asked,
                  std::vector<Finding>& findings) {
  const std::string expected = std::to_string(asked.expires);
  const std::string_view text = url.expires;
  const std::size_t zeros = text.find_first_not_of('0');
  const std::string_view bare =
      zeros == std::string_view::npos ? text.substr(0, 1) : text.substr(zeros);
  if (bare != expected) findings.push_back(Differs("X-Amz-Expires", expected, url.expires));
}

}  // namespace

std::string_view HostToSend(std::string_view scheme, std::string_view authority) {
  const std::string_view port = SameHeaderName(scheme, "https")  ? ":443"
                                : SameHeaderName(scheme, "http") ? ":80"
                                                                 : "";
  if (!port.empty() && authority.size() > port.size() &&
      authority.substr(authority.size() - port.size()) == port) {
    authority.remove_suffix(port.size());
  }
  return authority;
}

std::vector<Finding> CheckUrlMatchesRequest(const SignedUrl& url, const PresignMessage& asked,
                                            std::optional<Timestamp> now) {
  std::vector<Finding> findings;
  CheckPlace(url, asked, findings);
  CheckPath(url, asked, findings);
  if (url.algorithm != asked.algorithm) {
    findings.push_back(Differs("X-Amz-Algorithm", asked.algorithm, url.algorithm));
  }
  CheckDate(url, asked, now, findings);
  CheckCredential(url, asked, findings);
  CheckRegions(url, asked, findings);
  CheckExpires(url, asked, findings);
  CheckToken(url, asked, findings);
  CheckSignedHeaders(url, asked, findings);
  CheckQuery(url, asked, findings);
  return findings;
}

}  // namespace countersign
