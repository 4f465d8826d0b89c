// Mistakes of people, proxies and CDNs with the host: another name or port was asked than the one
// that was signed, the bucket moved between host and path, a custom domain stands for the bucket.
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
#include "s3/endpoint.h"
#include "sigv4/header_name.h"

namespace countersign {
namespace {

std::string HostOf(const Signing& signing) {
  const HeaderField* host = FindHeader(signing.headers, "host");
  return host == nullptr ? "" : host->value;
}

void SetHost(Signing& signing, const std::string& host) {
  for (HeaderField& one : signing.headers) {
    if (SameHeaderName(one.name, "host")) one.value = host;
  }
}

// A host taken apart at its port; `port` has the colon.
struct HostParts {
  std::string name;
  std::string port;
};

HostParts SplitHost(const std::string& host) {
  const std::size_t colon = host.rfind(':');
  if (colon == std::string::npos) return {host, ""};
  return {host.substr(0, colon), host.substr(colon)};
}

void AddHost(const Signing& sent, const std::string& host, std::vector<Mistake>& mistakes) {
  const std::string old = HostOf(sent);
  if (host == old || host.empty()) return;
  Mistake mistake{{"other-host", "The host was " + host + ", and " + old + " was asked."}, sent};
  SetHost(mistake.signing, host);
  mistakes.push_back(std::move(mistake));
}

// The bucket moved between the host and the path, or was cut from one of them.
void AddHostAndPath(const Signing& sent, const std::string& host, const std::string& path,
                    std::vector<Mistake>& mistakes) {
  if (path == sent.raw_path) return AddHost(sent, host, mistakes);
  Mistake mistake{
      {"other-host-and-path", "The host was " + host + " and the path " + path + ", and " +
                                  HostOf(sent) + sent.raw_path + " was asked."},
      sent};
  SetHost(mistake.signing, host);
  mistake.signing.raw_path = path;
  mistakes.push_back(std::move(mistake));
}

// Names that servers have on a developer's machine and inside containers.
void AddLocalNames(const Signing& sent, const std::string& port, std::vector<Mistake>& mistakes) {
  for (const char* name : {"localhost", "127.0.0.1", "minio", "host.docker.internal"}) {
    AddHost(sent, name + port, mistakes);
    if (!port.empty()) AddHost(sent, name, mistakes);
    if (port != ":9000") AddHost(sent, std::string(name) + ":9000", mistakes);
  }
  for (const char* host :
       {"localhost:4566", "localstack:4566", "s3.localhost.localstack.cloud:4566", "localhost:8333",
        "localhost:3900"}) {
    AddHost(sent, host, mistakes);
  }
}

// The endpoints of AWS behind a CDN, a proxy or a custom domain. The bucket may be in the path of
// the URL, be named like the host, or be known to the server.
void AddOrigins(const Signing& sent, const std::string& name, std::vector<Mistake>& mistakes) {
  const std::string regional = "s3." + sent.region + ".amazonaws.com";
  const auto add = [&](const std::string& bucket, const std::string& path) {
    if (bucket.empty()) return;
    for (const std::string& endpoint : {regional, std::string("s3.amazonaws.com")}) {
      AddHostAndPath(sent, bucket + "." + endpoint, path, mistakes);
      AddHostAndPath(sent, endpoint, "/" + bucket + path, mistakes);
    }
  };
  add(name, sent.raw_path);
  add(name.substr(0, name.find('.')), sent.raw_path);
  add(sent.clues.bucket, sent.raw_path);
  const std::size_t key = sent.raw_path.find('/', 1);
  if (key != std::string::npos) add(sent.raw_path.substr(1, key - 1), sent.raw_path.substr(key));
}

// Other forms of the AWS endpoint of the same bucket.
void AddEndpoints(const Signing& sent, const EndpointName& endpoint,
                  std::vector<Mistake>& mistakes) {
  const std::string bucket = endpoint.name.empty() ? "" : endpoint.name + ".";
  AddHost(sent, bucket + "s3.amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3." + sent.region + ".amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3-" + sent.region + ".amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3-accelerate.amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3.dualstack." + sent.region + ".amazonaws.com", mistakes);
}

void AddHosts(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string host = HostOf(sent);
  const auto [name, port] = SplitHost(host);
  for (const char* other : {"", ":443", ":80", ":9000", ":8080"}) {
    AddHost(sent, name + other, mistakes);
  }
  AddHost(sent, LowerCase(host), mistakes);
  AddHost(sent, "www." + host, mistakes);
  if (host.starts_with("www.")) AddHost(sent, host.substr(4), mistakes);
  AddHost(sent, sent.clues.endpoint, mistakes);
  const EndpointName endpoint = ParseEndpoint(host);
  if (endpoint.kind != EndpointKind::kOther) return AddEndpoints(sent, endpoint, mistakes);
  AddLocalNames(sent, port, mistakes);
  AddOrigins(sent, name, mistakes);
}

bool IsAddress(std::string_view name) {
  return name.find_first_not_of("0123456789.") == std::string_view::npos ||
         name.find(':') != std::string_view::npos;
}

// The part of the host that may be a bucket, or an empty text.
std::string BucketInHost(const std::string& host) {
  const EndpointName endpoint = ParseEndpoint(host);
  if (endpoint.kind != EndpointKind::kOther) return endpoint.name;
  const std::string name = SplitHost(host).name;
  const std::size_t dot = name.find('.');
  return dot == std::string::npos || IsAddress(name) ? "" : name.substr(0, dot);
}

void AddAddressing(const Signing& sent, const std::string& text, const std::string& host,
                   const std::string& path, std::vector<Mistake>& mistakes) {
  Mistake mistake{{"other-addressing", text}, sent};
  SetHost(mistake.signing, host);
  mistake.signing.raw_path = path;
  mistakes.push_back(std::move(mistake));
}

// The bucket was in the host instead of the path, or the other way round.
void AddAddressings(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string host = HostOf(sent);
  if (const std::string bucket = BucketInHost(host); !bucket.empty()) {
    AddAddressing(sent, "The bucket was in the path, and is in the host of this URL.",
                  host.substr(bucket.size() + 1), "/" + bucket + sent.raw_path, mistakes);
  }
  const bool taken =
      ParseEndpoint(host).kind != EndpointKind::kOther && !BucketInHost(host).empty();
  const std::size_t end = sent.raw_path.find('/', 1);
  if (taken || end == std::string::npos || IsAddress(SplitHost(host).name)) return;
  AddAddressing(sent, "The bucket was in the host, and is in the path of this URL.",
                sent.raw_path.substr(1, end - 1) + "." + host, sent.raw_path.substr(end), mistakes);
}

}  // namespace

void AddHostMistakes(const Signing& sent, std::vector<Mistake>& mistakes) {
  AddHosts(sent, mistakes);
  AddAddressings(sent, mistakes);
}

}  // namespace countersign
