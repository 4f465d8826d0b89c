#include "suite/rejection_class.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace countersign {
namespace {

// The classes that the schema of a case lists for an operation; nobody makes it from our lists.
std::set<std::string> ClassesInTheSchema(const char* expectation) {
  const auto schema = nlohmann::json::parse(
      std::ifstream(std::string(COUNTERSIGN_VECTORS) + "/schema/case.schema.json"));
  const auto& answers = schema.at("$defs").at(expectation).at("properties").at("answers");
  return answers.at("items").at("oneOf").at(1).at("properties").at("class").at("enum");
}

std::set<std::string> Listed(Op op) {
  const std::span<const std::string_view> classes = RejectionClasses(op);
  return {classes.begin(), classes.end()};
}

TEST(RejectionClasses, AreThoseOfTheSchema) {
  EXPECT_EQ(Listed(Op::kPresign), ClassesInTheSchema("presign_expectation"));
  EXPECT_EQ(Listed(Op::kVerify), ClassesInTheSchema("verify_expectation"));
}

TEST(RejectionClasses, AreListedOnceEach) {
  EXPECT_EQ(RejectionClasses(Op::kPresign).size(), 5u);
  EXPECT_EQ(RejectionClasses(Op::kVerify).size(), 29u);
  EXPECT_EQ(Listed(Op::kPresign).size(), 5u);
  EXPECT_EQ(Listed(Op::kVerify).size(), 29u);
}

}  // namespace
}  // namespace countersign
