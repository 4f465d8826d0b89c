#include "s3/body_integrity.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "s3/checksum.h"

namespace countersign {
namespace {

constexpr const char* kNineDigits = "123456789";
constexpr const char* kItsCrc32 = "y/Q5Jg==";                // of kNineDigits
constexpr const char* kOtherCrc32 = "AAAAAA==";              // of an empty one
constexpr const char* kItsMd5 = "JfnnlDI7RTiF9RgfG2JNCw==";  // of kNineDigits
constexpr const char* kOtherMd5 = "1B2M2Y8AsgTpgAmY7PhCfg==";

HttpRequest UploadOf(std::vector<HeaderField> headers) {
  HttpRequest request;
  request.method = "PUT";
  request.headers = std::move(headers);
  request.body = kNineDigits;
  return request;
}

// The rule that refuses, in the order of the two checks.
std::optional<Rule> RefusingUpload(const HttpRequest& request) {
  for (const auto check : {CheckDeclaredDigests, CheckDigestsOfBody}) {
    if (const Refusal refusal = check(request)) return refusal->rule;
  }
  return std::nullopt;
}

std::optional<Rule> RefusingHeaders(std::vector<HeaderField> headers) {
  return RefusingUpload(UploadOf(std::move(headers)));
}

TEST(BodyIntegrity, ComparesContentMd5) {
  EXPECT_EQ(RefusingHeaders({{"Content-MD5", kItsMd5}}), std::nullopt);
  EXPECT_EQ(RefusingHeaders({{"content-md5", std::string(" ") + kItsMd5 + "\t"}}), std::nullopt);
  EXPECT_EQ(RefusingHeaders({{"CONTENT-MD5", kOtherMd5}}), Rule::kMd5);
}

TEST(BodyIntegrity, ComparesTheChecksumOfEachAlgorithm) {
  for (const ChecksumAlgorithm& one : ChecksumAlgorithms()) {
    const std::string header(one.header);
    EXPECT_EQ(RefusingHeaders({{header, Base64(one.compute(kNineDigits))}}), std::nullopt)
        << header;
    EXPECT_EQ(RefusingHeaders({{header, Base64(one.compute("other"))}}), Rule::kChecksum) << header;
    EXPECT_EQ(RefusingHeaders({{header, "a1b2c3d4"}}), Rule::kChecksumForm) << header;
  }
  EXPECT_EQ(RefusingHeaders({{"X-Amz-Checksum-CRC32", kOtherCrc32}}), Rule::kChecksum);
}

TEST(BodyIntegrity, RefusesWhatIsNoMd5) {
  for (const char* value : {"", "invalid", "000", "MTIz", "not base64 encoded checksum",
                            "25f9e794323b453885f5181f1b624d0b"}) {
    EXPECT_EQ(RefusingHeaders({{"Content-MD5", value}}), Rule::kMd5Form) << value;
  }
  EXPECT_EQ(RefusingHeaders({{"Content-MD5", kItsMd5}, {"Content-MD5", kItsMd5}}), Rule::kMd5Form);
}

TEST(BodyIntegrity, RefusesTwoChecksumsAndUnknownOnes) {
  EXPECT_EQ(RefusingHeaders({{"x-amz-checksum-crc32", kItsCrc32},
                             {"x-amz-checksum-sha1", "98O8HYCOBHMq32eZZczDTKeuNEE="}}),
            Rule::kOneChecksum);
  EXPECT_EQ(
      RefusingHeaders({{"x-amz-checksum-crc32", kItsCrc32}, {"x-amz-checksum-crc32", kItsCrc32}}),
      Rule::kOneChecksum);
  EXPECT_EQ(RefusingHeaders({{"x-amz-checksum-crc16", kItsCrc32}}), Rule::kChecksumAlgorithm);
}

TEST(BodyIntegrity, KnowsHeadersThatOnlySoundLikeAChecksum) {
  EXPECT_EQ(RefusingHeaders({{"x-amz-checksum-type", "FULL_OBJECT"},
                             {"x-amz-checksum-algorithm", "CRC32"},
                             {"x-amz-checksum-mode", "ENABLED"},
                             {"x-amz-checksum-crc32", kItsCrc32}}),
            std::nullopt);
}

TEST(BodyIntegrity, ComparesAllThatIsDeclared) {
  EXPECT_EQ(RefusingHeaders({{"Content-MD5", kItsMd5}, {"x-amz-checksum-crc32", kItsCrc32}}),
            std::nullopt);
  EXPECT_EQ(RefusingHeaders({{"Content-MD5", kItsMd5}, {"x-amz-checksum-crc32", kOtherCrc32}}),
            Rule::kChecksum);
  EXPECT_EQ(RefusingHeaders({{"Content-MD5", kOtherMd5}, {"x-amz-checksum-crc32", kItsCrc32}}),
            Rule::kMd5);
}

TEST(BodyIntegrity, ComparesTheAlgorithmThatAnSdkSays) {
  const HeaderField crc32 = {"x-amz-checksum-crc32", kItsCrc32};
  EXPECT_EQ(RefusingHeaders({crc32, {"x-amz-sdk-checksum-algorithm", "crc32"}}), std::nullopt);
  EXPECT_EQ(RefusingHeaders({{"x-amz-sdk-checksum-algorithm", "CRC32"}}), Rule::kSdkAlgorithm);
  EXPECT_EQ(RefusingHeaders({crc32, {"x-amz-sdk-checksum-algorithm", "SHA1"}}),
            Rule::kSdkAlgorithm);
}

TEST(BodyIntegrity, RefusesATrailer) {
  const HeaderField trailer = {"x-amz-trailer", "x-amz-checksum-crc32"};
  EXPECT_EQ(RefusingHeaders({trailer}), Rule::kTrailer);
  EXPECT_EQ(RefusingHeaders({trailer, {"x-amz-sdk-checksum-algorithm", "CRC32"}}), Rule::kTrailer);
  EXPECT_EQ(RefusingHeaders({trailer, {"x-amz-sdk-checksum-algorithm", "SHA1"}}),
            Rule::kSdkAlgorithm);
  EXPECT_EQ(RefusingHeaders({trailer, {"x-amz-checksum-crc32", kItsCrc32}}), Rule::kOneChecksum);
  EXPECT_EQ(RefusingHeaders({{"x-amz-trailer", ", x-amz-checksum-crc32 , X-Amz-Checksum-SHA1"}}),
            Rule::kOneChecksum);
}

TEST(BodyIntegrity, TakesAStreamAsItComes) {
  const HeaderField streaming = {"x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"};
  EXPECT_EQ(RefusingHeaders({streaming}), Rule::kDecodedLengthMissing);
  EXPECT_EQ(RefusingHeaders({streaming, {"x-amz-decoded-content-length", "8"}}),
            Rule::kDecodedLength);
  // The payload's hash is compared elsewhere.
  EXPECT_EQ(RefusingHeaders({streaming, {"x-amz-decoded-content-length", "9"}}), std::nullopt);
  EXPECT_EQ(RefusingHeaders({{"x-amz-decoded-content-length", "8"}}), std::nullopt);
}

TEST(BodyIntegrity, ComparesNoChecksumOfACompletion) {
  HttpRequest request = UploadOf({{"x-amz-checksum-crc32", "5FRUiw==-3"}});
  request.method = "POST";
  EXPECT_EQ(RefusingUpload(request), Rule::kChecksumForm);
  request.target = "/b/key?uploadId=u";
  EXPECT_EQ(RefusingUpload(request), std::nullopt);
  request.headers.push_back({"x-amz-sdk-checksum-algorithm", "SHA1"});
  EXPECT_EQ(RefusingUpload(request), std::nullopt);
  request.headers.push_back({"Content-MD5", kOtherMd5});
  EXPECT_EQ(RefusingUpload(request), Rule::kMd5);
}

TEST(BodyIntegrity, LeavesUnknownBodiesAndDownloadsAlone) {
  HttpRequest request = UploadOf({{"Content-MD5", "invalid"}, {"x-amz-checksum-crc32", "invalid"}});
  request.method = "GET";
  EXPECT_EQ(RefusingUpload(request), std::nullopt);
  request.method = "PUT";
  request.body.reset();
  EXPECT_EQ(RefusingUpload(request), std::nullopt);
}

TEST(BodyIntegrity, ComparesAnEmptyBody) {
  HttpRequest request = UploadOf({{"x-amz-checksum-crc32", kOtherCrc32}});
  request.body = "";
  EXPECT_EQ(RefusingUpload(request), std::nullopt);
  request.headers = {{"x-amz-checksum-crc32", kItsCrc32}};
  EXPECT_EQ(RefusingUpload(request), Rule::kChecksum);
}

}  // namespace
}  // namespace countersign
