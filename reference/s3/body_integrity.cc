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
#include "sigv4/query_string.h"

namespace countersign {
namespace {

constexpr std::string_view kContentMd5Header = "content-md5";
constexpr std::string_view kChecksumPrefix = "x-amz-checksum-";
constexpr std::string_view kSdkAlgorithmHeader = "x-amz-sdk-checksum-algorithm";
constexpr std::string_view kTrailerHeader = "x-amz-trailer";
constexpr std::string_view kDecodedLengthHeader = "x-amz-decoded-content-length";
constexpr std::string_view kContentSha256Header = "x-amz-content-sha256";
constexpr std::string_view kStreaming = "STREAMING-";
// Headers of the same beginning that hold no checksum.
//= body/checksum-of-a-copy
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

bool CompletesAnUpload(const HttpRequest& request) {
  const QueryString query = ParseQueryString(SplitTarget(request.target).raw_query);
  return request.method == "POST" && FindParameter(query, "uploadId") != nullptr;
}

std::optional<std::string> HeaderValue(const HttpRequest& request, std::string_view name) {
  return SignedValue(name, request.headers, {});
}

// A checksum in the query is signed like any parameter, and is not compared with the body.
//= body/checksum-in-headers-only
std::vector<Declared> DeclaredChecksums(const HttpRequest& request) {
  std::vector<Declared> declared;
  // Of CompleteMultipartUpload it is the object's, which the parts make, and not the body's.
  //= body/checksum-of-a-completion
  if (CompletesAnUpload(request)) return declared;
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

// Checksums that x-amz-trailer announces, in lower case.
std::vector<std::string> AnnouncedChecksums(const HttpRequest& request) {
  std::vector<std::string> announced;
  const std::string names = LowerCase(HeaderValue(request, kTrailerHeader).value_or(""));
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end = std::min(names.find(',', begin), names.size());
    std::string name = CanonicalValue(std::string_view(names).substr(begin, end - begin));
    if (name.starts_with(kChecksumPrefix)) announced.push_back(std::move(name));
    begin = end + 1;
  }
  return announced;
}

// An SDK says which checksum it sends, in a header of its own.
Refusal CheckSdkAlgorithm(const HttpRequest& request, const std::vector<Declared>& checksums) {
  const auto algorithm = HeaderValue(request, kSdkAlgorithmHeader);
  if (!algorithm || CompletesAnUpload(request)) return std::nullopt;
  std::vector<std::string> sent = AnnouncedChecksums(request);
  for (const Declared& one : checksums) sent.push_back(one.header);
  //= body/sdk-algorithm
  if (sent.empty()) {
    return Rejection{Rule::kSdkAlgorithm,
                     "x-amz-sdk-checksum-algorithm specified, but no corresponding "
                     "x-amz-checksum-* or x-amz-trailer headers were found."};
  }
  const std::string expected = std::string(kChecksumPrefix) + LowerCase(*algorithm);
  if (std::find(sent.begin(), sent.end(), expected) != sent.end()) return std::nullopt;
  return Rejection{Rule::kSdkAlgorithm,
                   "Value for x-amz-sdk-checksum-algorithm header is invalid."};
}

// The body of a presigned upload is taken as it comes: chunks are not decoded, and what would
// follow them is part of the body.
//= body/not-streamed
Refusal CheckNotStreamed(const HttpRequest& request) {
  const std::string hash = HeaderValue(request, kContentSha256Header).value_or("");
  if (hash.starts_with(kStreaming)) {
    const auto length = HeaderValue(request, kDecodedLengthHeader);
    //= body/decoded-length-required
    if (!length) {
      return Rejection{Rule::kDecodedLengthMissing,
                       "You must provide the Content-Length HTTP header."};
    }
    //= body/decoded-length
    if (*length != std::to_string(request.body->size())) {
      return Rejection{Rule::kDecodedLength,
                       "You did not provide the number of bytes specified by the Content-Length "
                       "HTTP header"};
    }
  }
  //= body/trailer
  if (!HeaderValue(request, kTrailerHeader)) return std::nullopt;
  return Rejection{Rule::kTrailer,
                   "The request contained trailing data that was not well-formed or did not "
                   "conform to our published schema."};
}

bool IsDigest(std::string_view text, std::size_t size) {
  const auto bytes = BytesOfBase64(text);
  return bytes && bytes->size() == size;
}

// A part of an upload is looked at like a whole one.
//= body/checksum-of-a-part
bool IsLookedAt(const HttpRequest& request) { return request.body && CarriesBody(request.method); }

std::optional<std::string> DeclaredMd5(const HttpRequest& request) {
  return HeaderValue(request, kContentMd5Header);
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
  if (checksums.size() + AnnouncedChecksums(request).size() > 1) {
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
  if (Refusal refusal = CheckSdkAlgorithm(request, checksums)) return refusal;
  return CheckNotStreamed(request);
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
