#include "suite/test_credentials.h"

#include <algorithm>
#include <string>

namespace countersign {
namespace {

// In AWS's documentation every access key id and secret says so, in some case.
constexpr std::string_view kExample = "example";

// The credentials of known answers that others published, and fragments that are no secret.
constexpr std::string_view kPublished[] = {
    "ANOTREAL",
    "notrealrnrELgWzOk3IfjzDKtFBhDby",  // Smithy
    "ACCESS_KEY_ID",
    "SECRET_ACCESS_KEY",  // aws-sdk-ruby
    "MYACCESSKEY",
    "MYSECRETACCESSKEY",  // soto
    "AKID",
    "SECRET",  // aws-sdk-go
    "ABCDEF",
    "abcdef1234567890",  // aws4
    "ASIARTESTID",
    "TESTSECRETKEY",  // smithy-rs
    "access_key",
    "secret_key",  // botocore
    "foo",
    "bar",
    "123",
    "abc",                               // smithy-typescript, ex_aws
    "d0phbHJYVXRuRkVNSUVYQU1QTEVLRVk=",  // AWS's example in base64
    "",
    "x",
};

}  // namespace

bool IsTestCredential(std::string_view text) {
  if (std::find(std::begin(kPublished), std::end(kPublished), text) != std::end(kPublished)) {
    return true;
  }
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower.find(kExample) != std::string::npos;
}

}  // namespace countersign
