// Edits to headers and to the list of signed headers. Part of Edits() (scene/edits.h), from which
// the mutator chooses.
#include <algorithm>
#include <cctype>
#include <utility>

#include "scene/edits.h"
#include "scene/parameters.h"
#include "sigv4/header_name.h"
#include "sigv4/percent_encoding.h"

namespace countersign::fuzz {
namespace {

constexpr std::pair<std::string_view, std::string_view> kHeaders[] = {
    {"x-amz-meta-a", "1"},
    {"x-amz-meta-a", "1,2"},
    {"x-amz-meta-ab", ""},
    {"X-Amz-Acl", "public-read"},
    {"x-amz-", "1"},
    {"x-amz", "1"},
    {"x-amzn-trace-id", "Root=1"},
    {"x-amz-copy-source", "/examplebucket/secret.txt"},
    {"x-amz-date", "20130524T000000Z"},
    {"x-amz-security-token", "t"},
    {"x-amz-content-sha256", "UNSIGNED-PAYLOAD"},
    {"x-amz-content-sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
    {"x-amz-server-side-encryption", "AES256"},
    {"Range", "bytes=0-9"},
    {"Content-Type", "text/plain"},
    {"Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg=="},
    {"Content-MD5", "XUFAKrxLKna5cZ2REBfFkg=="},
    {"x-amz-checksum-crc32", "NhCmhg=="},
    {"x-amz-checksum-xxhash64", "JseCfYifbaM="},
    {"x-amz-checksum-sha1", "hello"},
    {"x-amz-checksum-none", "AAAAAA=="},
    {"Content-Length", "0"},
    {"Date", "Fri, 24 May 2013 00:00:00 GMT"},
    {"Authorization", "AWS4-HMAC-SHA256 Credential=a"},
    {"User-Agent", "curl/8"},
    {"X-Forwarded-Host", "other"},
    {"Host", "examplebucket.s3.amazonaws.com"},
    {"Host", "other.s3.amazonaws.com"},
    {"Expect", "100-continue"},
};
constexpr std::string_view kValuePieces[] = {" ",        "  ", "\t", ",", "\"a  b\"", ":",
                                             "\xC3\xA9", "\n", "a",  "0", "%20",      "\xFF"};

NameValue* AnyHeader(Scene& scene, Random& random) {
  auto& headers = scene.request.headers;
  return headers.empty() ? nullptr : &headers[random.Below(headers.size())];
}

std::vector<std::string> SignedNames(const Scene& scene) {
  std::vector<std::string> names;
  const std::string text = Value(scene, "X-Amz-SignedHeaders").value_or("");
  std::size_t from = 0;
  while (from <= text.size() && !text.empty()) {
    const std::size_t end = std::min(text.find(';', from), text.size());
    names.push_back(text.substr(from, end - from));
    from = end + 1;
  }
  return names;
}

void SetSignedNames(Scene& scene, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ";") + name;
  SetRawValue(scene, "X-Amz-SignedHeaders", UriEncode(text, Slash::kEncode));
}

void SetSortedNames(Scene& scene, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  SetSignedNames(scene, names);
}

void AddHeader(Scene& scene, Random& random) {
  const auto& header = random.Of(kHeaders);
  scene.request.headers.emplace_back(header.first, header.second);
}

void AddSignedHeader(Scene& scene, Random& random) {
  const auto& header = random.Of(kHeaders);
  scene.request.headers.emplace_back(header.first, header.second);
  std::vector<std::string> names = SignedNames(scene);
  names.push_back(LowerCase(header.first));
  SetSortedNames(scene, std::move(names));
}

void SignAllHeaders(Scene& scene, Random&) {
  std::vector<std::string> names;
  for (const NameValue& header : scene.request.headers) names.push_back(LowerCase(header.first));
  SetSortedNames(scene, std::move(names));
}

void DropHeader(Scene& scene, Random& random) {
  auto& headers = scene.request.headers;
  if (headers.empty()) return;
  headers.erase(headers.begin() + static_cast<std::ptrdiff_t>(random.Below(headers.size())));
}

void DuplicateHeader(Scene& scene, Random& random) {
  const NameValue* header = AnyHeader(scene, random);
  if (header == nullptr) return;
  NameValue copy = *header;
  if (random.OneIn(2)) copy.second += random.Of(kValuePieces);
  scene.request.headers.push_back(std::move(copy));
}

void SwapHeaders(Scene& scene, Random& random) {
  auto& headers = scene.request.headers;
  if (headers.size() < 2) return;
  std::swap(headers[random.Below(headers.size())], headers[random.Below(headers.size())]);
}

void NameCase(Scene& scene, Random& random) {
  NameValue* header = AnyHeader(scene, random);
  if (header == nullptr) return;
  for (char& c : header->first) {
    const auto byte = static_cast<unsigned char>(c);
    c = static_cast<char>(random.OneIn(2) ? std::toupper(byte) : std::tolower(byte));
  }
}

void ExtendName(Scene& scene, Random& random) {
  NameValue* header = AnyHeader(scene, random);
  if (header == nullptr) return;
  if (random.OneIn(2) && !header->first.empty()) {
    header->first.pop_back();
  } else {
    header->first += random.OneIn(2) ? "-a" : "a";
  }
}

void ExtendValue(Scene& scene, Random& random) {
  NameValue* header = AnyHeader(scene, random);
  if (header == nullptr) return;
  header->second.insert(random.Below(header->second.size() + 1), random.Of(kValuePieces));
}

void EmptyValue(Scene& scene, Random& random) {
  NameValue* header = AnyHeader(scene, random);
  if (header != nullptr) header->second.clear();
}

void SwapSignedNames(Scene& scene, Random& random) {
  std::vector<std::string> names = SignedNames(scene);
  if (names.size() < 2) return;
  std::swap(names[random.Below(names.size())], names[random.Below(names.size())]);
  SetSignedNames(scene, names);
}

void DropSignedName(Scene& scene, Random& random) {
  std::vector<std::string> names = SignedNames(scene);
  if (names.empty()) return;
  names.erase(names.begin() + static_cast<std::ptrdiff_t>(random.Below(names.size())));
  SetSignedNames(scene, names);
}

void AddSignedName(Scene& scene, Random& random) {
  std::vector<std::string> names = SignedNames(scene);
  const NameValue* header = AnyHeader(scene, random);
  if (header == nullptr || random.OneIn(4)) {
    names.emplace_back(random.Of(kHeaders).first);
  } else {
    names.push_back(random.OneIn(8) ? header->first : LowerCase(header->first));
  }
  if (!random.OneIn(4)) std::sort(names.begin(), names.end());
  SetSignedNames(scene, names);
}

}  // namespace

std::vector<Edit> HeaderEdits() {
  return {
      {"header-add", AddHeader},
      {"header-add-signed", AddSignedHeader},
      {"header-sign-all", SignAllHeaders},
      {"header-drop", DropHeader},
      {"header-duplicate", DuplicateHeader},
      {"header-swap", SwapHeaders},
      {"header-name-case", NameCase},
      {"header-extend-name", ExtendName},
      {"header-extend-value", ExtendValue},
      {"header-empty-value", EmptyValue},
      {"signed-headers-swap", SwapSignedNames},
      {"signed-headers-drop", DropSignedName},
      {"signed-headers-add", AddSignedName},
  };
}

}  // namespace countersign::fuzz
