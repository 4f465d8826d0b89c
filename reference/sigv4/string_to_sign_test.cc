#include "sigv4/string_to_sign.h"

#include <gtest/gtest.h>

#include "sigv4/published_example.h"

namespace countersign {
namespace {

TEST(StringToSign, IsThePublishedOne) {
  const CredentialScope scope{"20130524", "us-east-1", "s3"};
  EXPECT_EQ(StringToSign(example::kAmzDate, scope, example::kCanonicalRequest),
            example::kStringToSign);
}

}  // namespace
}  // namespace countersign
