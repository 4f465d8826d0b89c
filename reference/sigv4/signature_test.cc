#include "sigv4/signature.h"

#include <gtest/gtest.h>

#include "published_request.h"

namespace countersign {
namespace {

TEST(Signature, GoesThroughThePublishedStages) {
  const Derivation derivation =
      Derive(example::PublishedParts(), example::kAmzDate, {"20130524", "us-east-1", "s3"},
             {example::kAccessKeyId, example::kSecret});
  EXPECT_EQ(derivation.canonical_request, example::kCanonicalRequest);
  EXPECT_EQ(derivation.string_to_sign, example::kStringToSign);
  EXPECT_EQ(derivation.signature, example::kSignature);
}

}  // namespace
}  // namespace countersign
