// Mistakes of people with the request: another method, payload line or header value than the one
// that was signed.
#include <array>
#include <string>
#include <string_view>

#include "diagnose/mistakes.h"
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
    {"content-type", "text/xml"},
    {"content-type", "application/xml"},
    {"content-type", "application/gzip"},
    {"content-type", "image/gif"},
    {"content-type", "image/webp"},
    {"content-type", "image/svg+xml"},
    {"content-type", "image/*"},
    {"content-type", "audio/mpeg"},
    {"x-amz-acl", "private"},
    {"x-amz-acl", "public-read"},
    {"x-amz-acl", "public-read-write"},
    {"x-amz-acl", "authenticated-read"},
    {"x-amz-acl", "bucket-owner-read"},
    {"x-amz-acl", "bucket-owner-full-control"},
    {"x-amz-server-side-encryption", "AES256"},
    {"x-amz-server-side-encryption", "aws:kms"},
    {"x-amz-storage-class", "STANDARD"},
    {"x-amz-storage-class", "STANDARD_IA"},
    {"x-amz-storage-class", "REDUCED_REDUNDANCY"},
    {"x-amz-storage-class", "INTELLIGENT_TIERING"},
    {"x-amz-content-sha256", kUnsignedPayload},
    {"x-amz-content-sha256", kSha256OfNothing},
    {"x-amz-checksum-crc32", "AAAAAA=="},  // of an empty body, which SDKs sign
    {"x-amz-sdk-checksum-algorithm", "CRC32"},
    {"x-amz-sdk-checksum-algorithm", "CRC64NVME"},
    {"x-amz-sdk-checksum-algorithm", "SHA256"},
    {"content-length", "0"},
    {"content-md5", "1B2M2Y8AsgTpgAmY7PhCfg=="},  // of an empty body
    {"content-encoding", "gzip"},
    {"content-encoding", "utf-8"},
    {"content-encoding", "base64"},
    {"content-encoding", "aws-chunked"},
    {"content-disposition", "attachment"},
    {"content-disposition", "inline"},
    {"cache-control", "no-cache"},
    {"cache-control", "no-store"},
    {"cache-control", "max-age=31536000"},
    {"cache-control", "public, max-age=31536000"},
    {"expect", "100-continue"},
    {"range", "bytes=0-"},
};

// A mistake in which another value of one header was signed.
void AddHeaderValue(const Signing& sent, std::string_view header, const std::string& value,
                    std::vector<Mistake>& mistakes) {
  const HeaderField* own = FindHeader(sent.headers, header);
  if (own != nullptr && own->value == value) return;
  Mistake mistake{{"other-header-value",
                   "The value of the header " + std::string(header) + " was \"" + value + "\"; " +
                       (own != nullptr ? "another one was sent." : "the header was not sent.")},
                  sent};
  std::erase_if(mistake.signing.headers,
                [&](const HeaderField& one) { return SameHeaderName(one.name, header); });
  mistake.signing.headers.push_back({std::string(header), value});
  mistakes.push_back(std::move(mistake));
}

// What a program that sends this value may have signed: without parameters such as a charset or a
// boundary, in lower case, without quotes.
std::vector<std::string> ShorterForms(const std::string& value) {
  std::string bare = value.substr(0, value.find(';'));
  while (bare.ends_with(' ')) bare.pop_back();
  std::string unquoted = value;
  std::erase(unquoted, '"');
  return {bare, LowerCase(value), LowerCase(bare), unquoted};
}

void AddHeaderValues(const Signing& sent, std::vector<Mistake>& mistakes) {
  const std::vector<std::string_view> names = SignedHeaderNames(sent.signed_headers);
  for (const CommonValue& common : kCommonValues) {
    if (!IsSigned(common.header, names)) continue;
    AddHeaderValue(sent, common.header, std::string(common.value), mistakes);
  }
  for (const std::string_view name : names) {
    if (SameHeaderName(name, "host")) continue;
    const HeaderField* own = FindHeader(sent.headers, name);
    if (own == nullptr) continue;
    AddHeaderValue(sent, name, "", mistakes);
    for (const std::string& form : ShorterForms(own->value)) {
      AddHeaderValue(sent, name, form, mistakes);
    }
  }
}

}  // namespace

void AddRequestMistakes(const Signing& sent, std::vector<Mistake>& mistakes) {
  AddMethods(sent, mistakes);
  AddHeaderValues(sent, mistakes);
  AddPayloads(sent, mistakes);
}

}  // namespace countersign
