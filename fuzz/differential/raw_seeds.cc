// Makes seeds for the targets that read bytes from a scene. seeds_from_vectors.cc calls it.
#include "differential/raw_seeds.h"

#include <optional>

#include "scene/parameters.h"
#include "sigv4/authentication_parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign::fuzz {
namespace {

using Texts = std::vector<std::string>;

std::string ValueOf(const Scene& scene, std::string_view name) {
  return Value(scene, name).value_or("");
}

// The target without its authentication parameters, which are most of its length.
std::string TargetWithoutAuthentication(const Scene& scene) {
  RawTarget target = SplitRawTarget(scene.request.target);
  std::erase_if(target.pieces, [](const std::string& piece) {
    return IsAuthenticationParameter(UriDecode(piece.substr(0, piece.find('=')), Plus::kSpace));
  });
  return JoinRawTarget(target);
}

Texts PercentEncoding(const Scene& scene) { return {SplitRawTarget(scene.request.target).path}; }

Texts QueryStrings(const Scene& scene) { return {TargetWithoutAuthentication(scene)}; }

Texts CanonicalRequests(const Scene& scene) {
  std::string text = scene.request.method + " " + TargetWithoutAuthentication(scene) + "\n";
  for (const NameValue& one : scene.request.headers) text += one.first + ":" + one.second + "\n";
  return {text + "\n" + ValueOf(scene, "X-Amz-SignedHeaders") + "\nUNSIGNED-PAYLOAD\n" +
          scene.server.service};
}

Texts Timestamps(const Scene& scene) {
  return {ValueOf(scene, "X-Amz-Date") + "\n" + ValueOf(scene, "X-Amz-Expires") + "\n" + scene.now};
}

Texts CredentialScopes(const Scene& scene) {
  return {ValueOf(scene, "X-Amz-Credential") + "\n" + scene.server.service + "\n" +
          scene.server.region + "\n" + ValueOf(scene, "X-Amz-Date")};
}

Texts Policies(const Scene& scene) {
  constexpr std::string_view kRequest =
      "s3:GetObject arn:aws:s3:::examplebucket/a/key arn:aws:iam::123456789012:user/alice "
      "203.0.113.7\n";
  Texts texts;
  const auto add = [&](const std::optional<std::string>& policy) {
    if (policy) texts.push_back(std::string(kRequest) + *policy);
  };
  add(scene.request.endpoint_policy);
  if (scene.bucket) {
    add(scene.bucket->policy);
    for (const std::string& policy : scene.bucket->resource_control_policies) add(policy);
  }
  for (const CredentialMessage& key : scene.credentials) {
    add(key.policy);
    for (const std::string& policy : key.service_control_policies) add(policy);
  }
  return texts;
}

Texts HttpRequests(const Scene& scene) {
  // The empty first line has no lengths of pieces, so everything arrives at once.
  std::string text = "\n" + scene.request.method + " " + scene.request.target + " HTTP/1.1\r\n";
  for (const NameValue& one : scene.request.headers) text += one.first + ": " + one.second + "\r\n";
  return {text + "\r\n"};
}

// The URL as it is, and the URL to be signed (see explain_fuzz.cc).
Texts Urls(const Scene& scene) {
  const NameValue* host = FindHeader(scene.request.headers, "host");
  if (host == nullptr) return {};
  const std::string url = scene.request.scheme + "://" + host->second + scene.request.target;
  return {url, url + "\n"};
}

struct RawCorpus {
  std::string_view name;
  std::size_t longest;  // bytes: max_len of options/NAME.options
  Texts (*texts)(const Scene& scene);
};

constexpr RawCorpus kCorpora[] = {
    {"canonical_request", 320, CanonicalRequests},
    {"credential_scope", 256, CredentialScopes},
    {"explain", 832, Urls},
    {"http_request", 512, HttpRequests},
    {"percent_encoding", 64, PercentEncoding},
    {"policy", 1024, Policies},
    {"query_string", 288, QueryStrings},
    {"timestamp", 128, Timestamps},
};

}  // namespace

std::vector<RawSeed> RawSeedsOf(const Scene& scene) {
  std::vector<RawSeed> seeds;
  for (const RawCorpus& corpus : kCorpora) {
    for (std::string& text : corpus.texts(scene)) {
      if (!text.empty() && text.size() <= corpus.longest) {
        seeds.push_back({corpus.name, std::move(text)});
      }
    }
  }
  return seeds;
}

}  // namespace countersign::fuzz
