#include "sigv4/canonical_uri.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

std::string S3(std::string_view path) {
  return CanonicalUri(path, PathEncoding::kOnce, PathNormalization::kNever);
}
std::string Elsewhere(std::string_view path) {
  return CanonicalUri(path, PathEncoding::kTwice, PathNormalization::kRemoveDotSegments);
}

void ExpectEach(std::string (*canonical)(std::string_view path),
                std::initializer_list<std::pair<std::string_view, std::string_view>> all) {
  for (const auto& [path, expected] : all) EXPECT_EQ(canonical(path), expected) << path;
}

TEST(CanonicalUri, LeavesThePublishedPathAlone) {
  EXPECT_EQ(S3(example::kPath), example::kPath);
  EXPECT_EQ(Elsewhere(example::kPath), example::kPath);
}

TEST(CanonicalUri, TakesAnEmptyPathForASlash) {
  EXPECT_EQ(S3(""), "/");
  EXPECT_EQ(Elsewhere(""), "/");
}

TEST(CanonicalUri, SpellsAnS3KeyInOneWay) {
  ExpectEach(S3, {{"/a%2Fb", "/a/b"},
                  {"/%c3%A9", "/%C3%A9"},
                  {"/\xC3\xA9", "/%C3%A9"},
                  {"/%41%7e", "/A~"},
                  {"/a=,$@'()*!&:;", "/a%3D%2C%24%40%27%28%29%2A%21%26%3A%3B"},
                  {"/a%2Bb%20c", "/a%2Bb%20c"},
                  {"/100%2525", "/100%2525"}});
}

TEST(CanonicalUri, ReadsARawPlusAsASpaceOnS3Alone) {
  // anomalizer/ngx_aws_auth#87: the CanonicalRequest in S3's answer.
  EXPECT_EQ(S3("/libstdc++-docs.x86_64.rpm"), "/libstdc%20%20-docs.x86_64.rpm");
  EXPECT_EQ(Elsewhere("/a+b"), "/a%2Bb");
}

TEST(CanonicalUri, NeverNormalisesAnS3Key) {
  ExpectEach(S3, {{"//a//b/./c/../d/.", "//a//b/./c/../d/."}, {"/..", "/.."}});
}

TEST(CanonicalUri, EncodesAnEscapeOnceMoreElsewhere) {
  ExpectEach(Elsewhere,
             {{"/a%20b", "/a%2520b"}, {"/a b", "/a%20b"}, {"/%2e%2e/a", "/%252e%252e/a"}});
}

TEST(CanonicalUri, NormalisesElsewhereAsAwsSuiteDoes) {
  // aws-c-auth, tests/aws-signing-test-suite/v4: the get-slash-*, get-slashes-* and get-relative-*
  // cases.
  ExpectEach(Elsewhere, {{"/example/..", "/"},
                         {"/example1/example2/../..", "/"},
                         {"/./", "/"},
                         {"//", "/"},
                         {"/./example", "/example"},
                         {"//example//", "/example/"}});
  EXPECT_EQ(CanonicalUri("//example//", PathEncoding::kTwice, PathNormalization::kNever),
            "//example//");
}

TEST(CanonicalUri, NeverClimbsAboveTheRoot) {
  ExpectEach(Elsewhere, {{"/../../a", "/a"}, {"/..", "/"}});
}

TEST(CanonicalUri, KeepsNoSlashForADroppedLastSegment) {
  // As aws-c-auth and botocore do; RFC 3986 would give "/a/".
  ExpectEach(Elsewhere, {{"/a/b/..", "/a"}, {"/a/b/../", "/a/"}, {"/a/.", "/a"}});
}

}  // namespace
}  // namespace countersign
