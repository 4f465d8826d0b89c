#include "suite/test_credentials.h"

#include <gtest/gtest.h>

#include <string>

namespace countersign {
namespace {

TEST(IsTestCredential, KnowsWhatAwsPrintsInItsDocumentation) {
  EXPECT_TRUE(IsTestCredential("AKIAIOSFODNN7EXAMPLE"));
  EXPECT_TRUE(IsTestCredential("ASIAIOSFODNN7EXAMPLE"));
  EXPECT_TRUE(IsTestCredential("AKIDEXAMPLE"));
  EXPECT_TRUE(IsTestCredential("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"));
  EXPECT_TRUE(IsTestCredential("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
  EXPECT_TRUE(IsTestCredential("another-example-secret"));
}

TEST(IsTestCredential, KnowsThoseOfPublishedKnownAnswers) {
  EXPECT_TRUE(IsTestCredential("ANOTREAL"));
  EXPECT_TRUE(IsTestCredential("notrealrnrELgWzOk3IfjzDKtFBhDby"));
  EXPECT_TRUE(IsTestCredential("AKID"));
}

// No key of anybody's: each digit is made up, and the form is that of a real one.
TEST(IsTestCredential, SuspectsWhatItDoesNotKnow) {
  EXPECT_FALSE(IsTestCredential(std::string("AKIA") + std::string(16, '7')));
  EXPECT_FALSE(IsTestCredential(std::string(40, 'Q')));
  EXPECT_FALSE(IsTestCredential("AKIAIOSFODNN7EXAMPL"));
  EXPECT_FALSE(IsTestCredential("akid"));
  EXPECT_FALSE(IsTestCredential("SECRETS"));
}

}  // namespace
}  // namespace countersign
