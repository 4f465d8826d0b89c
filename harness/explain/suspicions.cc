// Finds what is suspicious about a URL without being wrong, and what an explanation cannot know.
// explain.cc calls it.
#include "explain/suspicions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "s3/endpoint.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"
#include "sigv4/query_string.h"
#include "sigv4/service.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

bool IsHexDigit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f');
}

// The first %25XX of a path, such as "%252F", or an empty text.
std::string TwiceEncoded(std::string_view path) {
  for (std::size_t at = 0; (at = path.find("%25", at)) != std::string_view::npos; at += 3) {
    if (at + 5 <= path.size() && IsHexDigit(path[at + 3]) && IsHexDigit(path[at + 4])) {
      return std::string(path.substr(at, 5));
    }
  }
  return "";
}

class SuspicionFinder {
 public:
  SuspicionFinder(const UrlParts& parts, const ExplainInput& input, Explanation& explanation)
      : parts_(parts),
        input_(input),
        query_(ParseQueryString(parts.raw_query)),
        explanation_(explanation) {}

  void Run() {
    Path();
    if (explanation_.signature == SignatureState::kNotChecked) Method();
    if (explanation_.signature != SignatureState::kRight) Tracking();
    Checksum();
  }

 private:
  void AddSuspicion(const char* what, std::string text) {
    explanation_.remarks.push_back({Severity::kSuspicion, what, std::move(text)});
  }

  void Path() {
    const std::string twice = TwiceEncoded(parts_.raw_path);
    if (!twice.empty()) {
      AddSuspicion("path",
                   "The path has " + twice +
                       ": the key was probably percent-encoded before it was given to the "
                       "presigner, which encodes it again. It is right only if the name of the "
                       "object really has " +
                       UriDecode(twice, Plus::kLiteral) + " in it.");
    }
    if (parts_.raw_path.find("//") != std::string_view::npos) {
      AddSuspicion(
          "path",
          "The path has '//': S3 keeps both slashes, and many proxies and clients fold them "
          "into one, which is another object and another signature.");
    }
  }

  void Method() {
    const std::string method = input_.method.value_or("GET");
    const std::string operation = DecodedValue(query_, "x-id").value_or("");
    if (operation == "PutObject" && method != "PUT") {
      return AddSuspicion(
          "method", "x-id=PutObject says that the URL was signed for PUT, not for " + method + ".");
    }
    if (operation == "GetObject" && method != "GET") {
      return AddSuspicion(
          "method", "x-id=GetObject says that the URL was signed for GET, not for " + method + ".");
    }
    if (method == "HEAD" && operation.empty()) {
      AddSuspicion(
          "method",
          "HEAD was sent. SDKs sign a URL for GET unless they are asked for HEAD, and a URL "
          "that was signed for GET is refused for HEAD.");
    }
    if (method == "POST" && !IsPostOperation()) {
      AddSuspicion("method",
                   "POST was sent, and the URL names no operation that uses POST. Uploads to a "
                   "presigned URL are usually signed for PUT.");
    }
    if (method != "GET" && method != "HEAD" && ChangesTheAnswer()) {
      AddSuspicion("method",
                   "The URL has response-... parameters, which only GET and HEAD use, and " +
                       method + " was sent.");
    }
  }

  void Tracking() {
    constexpr std::array<std::string_view, 10> kTracking = {
        "utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content",
        "fbclid",     "gclid",      "msclkid",      "mc_eid",   "_ga"};
    for (const QueryParameter& one : query_.parameters) {
      const std::string name = UriDecode(one.raw_name, Plus::kSpace);
      if (std::find(kTracking.begin(), kTracking.end(), name) == kTracking.end()) continue;
      explanation_.remarks.push_back(
          {Severity::kSuspicion, name,
           "The parameter " + name +
               " is for tracking. If it was added after the URL was signed, as usual, the "
               "signature no longer matches."});
    }
  }

  // SDKs have no body when they sign, and add the checksum of an empty one. AWS does not compare a
  // parameter with the body (rule query/no-checksum-of-nothing).
  void Checksum() {
    constexpr const char* kCrc32OfNothing = "AAAAAA==";
    if (DecodedValue(query_, "x-amz-checksum-crc32") != kCrc32OfNothing) return;
    if (ParseEndpoint(parts_.authority).kind != EndpointKind::kOther) return;
    AddSuspicion(kChecksum,
                 "The URL has the checksum of an empty body (x-amz-checksum-crc32=AAAAAA==). AWS "
                 "overlooks it; other stores refuse an upload of any other body. Tell the SDK to "
                 "compute checksums only when they are required.");
  }

  bool IsPostOperation() const {
    for (const char* name : {"uploads", "uploadId", "delete", "select", "restore"}) {
      if (FindParameter(query_, name) != nullptr) return true;
    }
    return false;
  }

  bool ChangesTheAnswer() const {
    return std::any_of(query_.parameters.begin(), query_.parameters.end(),
                       [](const QueryParameter& one) {
                         return UriDecode(one.raw_name, Plus::kSpace).starts_with("response-");
                       });
  }

  const UrlParts& parts_;
  const ExplainInput& input_;
  QueryString query_;
  Explanation& explanation_;
};

constexpr std::array<std::string_view, 5> kTriedMethods = {"GET", "PUT", "HEAD", "DELETE", "POST"};

UnknownInput UnknownHeader(std::string_view name, const HeaderField* sent) {
  const std::string header(name);
  const std::string begin = "the signed value of " + header + " is not known";
  if (sent == nullptr) {
    return {header, begin + " and was not given: give it with --header '" + header + ": VALUE'"};
  }
  return {header, begin + "; sent was " + (sent->value.empty() ? "an empty one" : sent->value)};
}

}  // namespace

void AddSuspicions(const UrlParts& parts, const ExplainInput& input, Explanation& explanation) {
  SuspicionFinder(parts, input, explanation).Run();
}

std::vector<UnknownInput> FindUnknowns(const UrlParts& parts, const ExplainInput& input,
                                       const UrlFacts& facts) {
  std::vector<UnknownInput> unknowns;
  const QueryString query = ParseQueryString(parts.raw_query);
  for (const std::string_view name : SignedHeaderNames(facts.signed_headers)) {
    if (SameHeaderName(name, "host")) continue;
    if (FindAmzParameter(query, name) != nullptr) continue;
    unknowns.push_back(UnknownHeader(name, FindHeader(input.headers, name)));
  }
  const HeaderField* given = FindHeader(input.headers, "host");
  const std::string host = given == nullptr ? std::string(parts.authority) : given->value;
  if (ParseEndpoint(host).kind == EndpointKind::kOther) {
    unknowns.push_back({"host",
                        "the host that was signed is not known, and a proxy or a person may "
                        "have replaced it; asked was " +
                            host + ": give the signer's with --header 'Host: NAME'"});
  }
  const std::string method = input.method.value_or("GET");
  if (std::find(kTriedMethods.begin(), kTriedMethods.end(), method) == kTriedMethods.end()) {
    unknowns.push_back({"method", "the method that was signed is not known; sent was " + method});
  }
  const bool body = method == "PUT" || method == "POST" || method == "PATCH";
  if (!IsS3Service(facts.service) && body) {
    unknowns.push_back({"body", "the hash of the body that was signed is not known"});
  }
  return unknowns;
}

}  // namespace countersign
