// Mistakes of people with the request: another method, payload line, host or header value than the
// one that was signed.
#include <array>
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
#include "s3/endpoint.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"
#include "sigv4/signed_headers.h"

namespace countersign {
namespace {

constexpr std::string_view kSha256OfNothing =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

void AddMethods(const Signing& sent, std::vector<Mistake>& mistakes) {
  for (const char* method : {"GET", "PUT", "HEAD", "POST", "DELETE"}) {
    if (sent.method == method) continue;
    Mistake mistake{{"other-method", "The method was " + std::string(method) + ", and " +
                                         sent.method + " was sent."},
                    sent};
    mistake.signing.method = method;
    mistakes.push_back(std::move(mistake));
  }
}

void AddPayloads(const Signing& sent, std::vector<Mistake>& mistakes) {
  constexpr std::array<std::pair<std::string_view, const char*>, 4> kPayloads = {{
      {kUnsignedPayload, "The payload line was UNSIGNED-PAYLOAD."},
      {kSha256OfNothing,
       "The payload line was the hash of an empty body; S3 uses UNSIGNED-PAYLOAD."},
      {"STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "The payload line was that of chunked uploads."},
      {"", "The payload line was empty."},
  }};
  for (const auto& [payload, text] : kPayloads) {
    Mistake mistake{{"other-payload-line", text}, sent};
    mistake.signing.payload = payload;
    mistakes.push_back(std::move(mistake));
  }
}

std::string HostOf(const Signing& signing) {
  const HeaderField* host = FindHeader(signing.headers, "host");
  return host == nullptr ? "" : host->value;
}

void SetHost(Signing& signing, const std::string& host) {
  for (HeaderField& one : signing.headers) {
    if (SameHeaderName(one.name, "host")) one.value = host;
  }
}

void AddHost(const Signing& sent, const std::string& host, std::vector<Mistake>& mistakes) {
  const std::string old = HostOf(sent);
  if (host == old || host.empty()) return;
  Mistake mistake{{"other-host", "The host was " + host + ", and " + old + " was asked."}, sent};
  SetHost(mistake.signing, host);
  mistakes.push_back(std::move(mistake));
}

// Other names of the same host: other ports, other forms of the AWS endpoint, names inside a
// container.
void AddHosts(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string host = HostOf(sent);
  const std::size_t colon = host.rfind(':');
  const std::string name = host.substr(0, colon);
  const std::string port = colon == std::string::npos ? "" : host.substr(colon);
  for (const char* other : {"", ":443", ":80", ":9000"}) AddHost(sent, name + other, mistakes);
  AddHost(sent, LowerCase(host), mistakes);
  AddHost(sent, "www." + host, mistakes);
  if (host.starts_with("www.")) AddHost(sent, host.substr(4), mistakes);
  const EndpointName endpoint = ParseEndpoint(host);
  if (endpoint.kind == EndpointKind::kOther) {
    for (const char* other : {"localhost", "127.0.0.1", "minio", "host.docker.internal"}) {
      AddHost(sent, other + port, mistakes);
      if (port.empty()) AddHost(sent, std::string(other) + ":9000", mistakes);
    }
    return;
  }
  const std::string bucket = endpoint.name.empty() ? "" : endpoint.name + ".";
  AddHost(sent, bucket + "s3.amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3." + sent.region + ".amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3-" + sent.region + ".amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3-accelerate.amazonaws.com", mistakes);
  AddHost(sent, bucket + "s3.dualstack." + sent.region + ".amazonaws.com", mistakes);
}

// The bucket was in the host instead of the path, or the other way round.
void AddAddressing(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::string host = HostOf(sent);
  const EndpointName endpoint = ParseEndpoint(host);
  if (endpoint.kind == EndpointKind::kOther) return;
  Mistake mistake{{"other-addressing", ""}, sent};
  if (!endpoint.name.empty()) {
    mistake.cause.text = "The bucket was in the path, and is in the host of this URL.";
    SetHost(mistake.signing, host.substr(endpoint.name.size() + 1));
    mistake.signing.raw_path = "/" + endpoint.name + sent.raw_path;
  } else {
    const std::size_t end = sent.raw_path.find('/', 1);
    if (end == std::string::npos) return;
    mistake.cause.text = "The bucket was in the host, and is in the path of this URL.";
    SetHost(mistake.signing, sent.raw_path.substr(1, end - 1) + "." + host);
    mistake.signing.raw_path = sent.raw_path.substr(end);
  }
  mistakes.push_back(std::move(mistake));
}

// Values that programs send or sign by default.
struct CommonValue {
  std::string_view header;
  std::string_view value;
};
constexpr CommonValue kCommonValues[] = {
    {"content-type", ""},
    {"content-type", "application/octet-stream"},
    {"content-type", "binary/octet-stream"},
    {"content-type", "application/x-www-form-urlencoded"},
    {"content-type", "application/x-www-form-urlencoded; charset=utf-8"},
    {"content-type", "application/json"},
    {"content-type", "application/json; charset=utf-8"},
    {"content-type", "application/json;charset=UTF-8"},
    {"content-type", "application/pdf"},
    {"content-type", "application/zip"},
    {"content-type", "multipart/form-data"},
    {"content-type", "text/plain"},
    {"content-type", "text/plain; charset=utf-8"},
    {"content-type", "text/plain;charset=UTF-8"},
    {"content-type", "text/html"},
    {"content-type", "text/csv"},
    {"content-type", "image/jpeg"},
    {"content-type", "image/jpg"},
    {"content-type", "image/png"},
    {"content-type", "video/mp4"},
    {"x-amz-acl", "private"},
    {"x-amz-acl", "public-read"},
    {"x-amz-acl", "bucket-owner-full-control"},
    {"x-amz-server-side-encryption", "AES256"},
    {"x-amz-server-side-encryption", "aws:kms"},
    {"x-amz-content-sha256", kUnsignedPayload},
    {"x-amz-content-sha256", kSha256OfNothing},
    {"content-length", "0"},
};

void AddHeaderValues(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::vector<std::string_view> names = SignedHeaderNames(sent.signed_headers);
  for (const CommonValue& common : kCommonValues) {
    if (!IsSigned(common.header, names)) continue;
    Mistake mistake{{"other-header-value", "The value of the header " + std::string(common.header) +
                                               " was \"" + std::string(common.value) + "\"; "},
                    sent};
    std::erase_if(mistake.signing.headers,
                  [&](const HeaderField& one) { return SameHeaderName(one.name, common.header); });
    const bool was_sent = mistake.signing.headers.size() < sent.headers.size();
    mistake.cause.text += was_sent ? "another one was sent." : "the header was not sent.";
    mistake.signing.headers.push_back({std::string(common.header), std::string(common.value)});
    mistakes.push_back(std::move(mistake));
  }
}

}  // namespace

void AddRequestMistakes(const Signing& sent, std::vector<Mistake>& mistakes) {
  AddMethods(sent, mistakes);
  AddHosts(sent, mistakes);
  AddAddressing(sent, mistakes);
  AddHeaderValues(sent, mistakes);
  AddPayloads(sent, mistakes);
}

}  // namespace countersign
