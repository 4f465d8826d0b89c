// Content-MD5 and x-amz-checksum-*: what an upload declares of its body. Steps "declared digests"
// and "digests of the body" of verify.cc; between them is the hash of x-amz-content-sha256, in the
// order that S3 answers.

#include "s3/body_integrity.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "s3/checksum.h"
#include "sigv4/canonical_headers.h"
#include "sigv4/header_name.h"
#include "sigv4/payload.h"

namespace countersign {
namespace {

constexpr std::string_view kContentMd5Header = "content-md5";
constexpr std::string_view kChecksumPrefix = "x-amz-checksum-";
// Headers of the same beginning that hold no checksum.
constexpr std::string_view kNoChecksums[] = {"x-amz-checksum-algorithm", "x-amz-checksum-mode",
                                             "x-amz-checksum-type"};

// Declared is one checksum header.
struct Declared {
  std::string header;                            // in lower case
  const ChecksumAlgorithm* algorithm = nullptr;  // nullptr: S3 has none of that name
  std::string value;
};

const ChecksumAlgorithm* FindAlgorithm(std::string_view header) {
  for (const ChecksumAlgorithm& one : ChecksumAlgorithms()) {
    if (one.header == header) return &one;
  }
  return nullptr;
}

// A checksum in the query is signed like any parameter, and is not compared with the body.
//= body/checksum-in-headers-only
std::vector<Declared> DeclaredChecksums(const HttpRequest& request) {
  std::vector<Declared> declared;
  for (const HeaderField& field : request.headers) {
    std::string name = LowerCase(field.name);
    if (!name.starts_with(kChecksumPrefix)) continue;
    if (std::find(std::begin(kNoChecksums), std::end(kNoChecksums), name) != std::end(kNoChecksums))
      continue;
    const ChecksumAlgorithm* algorithm = FindAlgorithm(name);
    declared.push_back({std::move(name), algorithm, CanonicalValue(field.value)});
  }
  return declared;
}

bool IsDigest(std::string_view text, std::size_t size) {
  const auto bytes = BytesOfBase64(text);
  return bytes && bytes->size() == size;
}

bool IsLookedAt(const HttpRequest& request) { return request.body && CarriesBody(request.method); }

std::optional<std::string> DeclaredMd5(const HttpRequest& request) {
  return SignedValue(kContentMd5Header, request.headers, {});
}

}  // namespace

Refusal CheckDeclaredDigests(const HttpRequest& request) {
  if (!IsLookedAt(request)) return std::nullopt;
  //= body/md5-form
  const auto md5 = DeclaredMd5(request);
  if (md5 && !IsDigest(*md5, kMd5Size)) {
    return Rejection{Rule::kMd5Form, "The Content-MD5 you specified was invalid."};
  }
  const std::vector<Declared> checksums = DeclaredChecksums(request);
  //= body/one-checksum
  if (checksums.size() > 1) {
    return Rejection{Rule::kOneChecksum,
                     "Expecting a single x-amz-checksum- header. Multiple checksum Types are not "
                     "allowed."};
  }
  for (const Declared& one : checksums) {
    //= body/checksum-algorithm
    if (one.algorithm == nullptr) {
      return Rejection{Rule::kChecksumAlgorithm,
                       "The algorithm type you specified in x-amz-checksum- header is invalid."};
    }
    //= body/checksum-form
    if (!IsDigest(one.value, one.algorithm->size)) {
      return Rejection{Rule::kChecksumForm, "Value for " + one.header + " header is invalid."};
    }
  }
  return std::nullopt;
}

Refusal CheckDigestsOfBody(const HttpRequest& request) {
  if (!IsLookedAt(request)) return std::nullopt;
  //= body/md5
  const auto md5 = DeclaredMd5(request);
  if (md5 && *md5 != Base64(Md5(*request.body))) {
    return Rejection{Rule::kMd5, "The Content-MD5 you specified did not match what we received."};
  }
  for (const Declared& one : DeclaredChecksums(request)) {
    if (one.value == Base64(one.algorithm->compute(*request.body))) continue;
    return Rejection{Rule::kChecksum, "The " + std::string(one.algorithm->name) +
                                          " you specified did not match the calculated checksum."};
  }
  return std::nullopt;
}

}  // namespace countersign
