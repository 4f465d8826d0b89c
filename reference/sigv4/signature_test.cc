#include "sigv4/signature.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "sigv4/payload.h"
#include "sigv4/published_example.h"

namespace countersign {
namespace {

TEST(Signature, GoesThroughThePublishedStages) {
  const Target target = SplitTarget(example::kTarget);
  const QueryString query = ParseQueryString(target.raw_query);
  const std::vector<std::string_view> signed_headers = {"host"};
  const std::vector<HeaderField> headers = {{"Host", std::string(example::kHost)}};
  const Derivation derivation =
      Derive({example::kMethod, target.raw_path, query, signed_headers, headers, kUnsignedPayload},
             example::kAmzDate, {"20130524", "us-east-1", "s3"},
             {example::kAccessKeyId, example::kSecret});
  EXPECT_EQ(derivation.canonical_request, example::kCanonicalRequest);
  EXPECT_EQ(derivation.string_to_sign, example::kStringToSign);
  EXPECT_EQ(derivation.signature, example::kSignature);
}

}  // namespace
}  // namespace countersign
