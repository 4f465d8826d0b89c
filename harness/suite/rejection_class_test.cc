// The other places that list the rejection classes agree with protocol/rejection_class.h: three
// schemas and the protocol's page.

#include "protocol/rejection_class.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <variant>

#include "suite/load.h"
#include "suite/sample_vectors_test.h"

namespace countersign {
namespace {

using ClassNames = std::set<std::string>;

// ClassesIn returns the `enum` at a place of a schema, given as a JSON pointer.
ClassNames ClassesIn(const std::string& schema, const std::string& place) {
  std::ifstream file(std::string(COUNTERSIGN_VECTORS) + "/schema/" + schema);
  return Json::parse(file).at(Json::json_pointer(place + "/enum"));
}

ClassNames Listed(Op op) {
  const auto names = RejectionClassNames(op);
  return {names.begin(), names.end()};
}

// ListedIn returns the words in backquotes between `from` and the next empty line of a page.
ClassNames ListedIn(const std::string& page, const std::string& from) {
  std::ifstream file(std::string(COUNTERSIGN_VECTORS) + "/../" + page);
  std::string text(std::istreambuf_iterator<char>(file), {});
  text.erase(0, text.find("\n" + from) + 1);
  text.erase(text.find("\n\n"));
  ClassNames names;
  for (std::size_t at = text.find('`'); at != std::string::npos; at = text.find('`', at + 1)) {
    const std::size_t end = text.find('`', at + 1);
    names.insert(text.substr(at + 1, end - at - 1));
    at = end;
  }
  return names;
}

TEST(RejectionClasses, AreThoseOfTheCaseSchema) {
  const std::string place = "/properties/answers/items/oneOf/1/properties/class";
  EXPECT_EQ(Listed(Op::kPresign),
            ClassesIn("case.schema.json", "/$defs/presign_expectation" + place));
  EXPECT_EQ(Listed(Op::kVerify),
            ClassesIn("case.schema.json", "/$defs/verify_expectation" + place));
}

TEST(RejectionClasses, AreThoseOfTheProtocolSchema) {
  const std::string place = "/oneOf/1/properties/reject/properties/class";
  EXPECT_EQ(Listed(Op::kPresign),
            ClassesIn("protocol.schema.json", "/$defs/presign_answer" + place));
  EXPECT_EQ(Listed(Op::kVerify), ClassesIn("protocol.schema.json", "/$defs/verify_answer" + place));
}

TEST(RejectionClasses, AreThoseOfTheResultSchema) {
  ClassNames both = Listed(Op::kPresign);
  both.merge(Listed(Op::kVerify));
  for (const char* place : {"/$defs/expected/properties/class",
                            "/$defs/expected/properties/or/items/properties/class"}) {
    EXPECT_EQ(both, ClassesIn("result.schema.json", place)) << place;
  }
}

TEST(RejectionClasses, AreThoseOfTheProtocolPage) {
  EXPECT_EQ(Listed(Op::kPresign), ListedIn("harness/protocol/protocol.md", "presign: `"));
  EXPECT_EQ(Listed(Op::kVerify), ListedIn("harness/protocol/protocol.md", "verify: `"));
}

TEST(RejectionClasses, AreListedOnceEachWithAConsequence) {
  std::set<std::pair<Op, std::string_view>> seen;
  for (const RejectionClass& one : RejectionClasses()) {
    EXPECT_TRUE(seen.emplace(one.op, one.name).second) << one.name << " is listed twice";
    EXPECT_FALSE(one.consequence.empty()) << one.name;
  }
}

// protocol.md: a value that the library's type cannot hold is refused as bad-input or with the
// class of the lifetime. Types without a sign and types of 31 bits are common.
TEST(RejectionClasses, AllowBadInputForALifetimeThatATypeCannotHold) {
  const Suite suite = std::get<Suite>(LoadEmbedded());
  int refused = 0;
  for (const Case& c : suite.cases) {
    const auto* presign = std::get_if<PresignMessage>(&c.request);
    if (presign == nullptr || c.expected.front().accept) continue;
    if (presign->expires >= 0 && presign->expires <= 2147483647) continue;
    ++refused;
    EXPECT_TRUE(std::any_of(c.expected.begin(), c.expected.end(), [](const ExpectedAnswer& one) {
      return one.rejection_class == "bad-input";
    })) << c.id;
  }
  EXPECT_GE(refused, 8);
}

TEST(RejectionClasses, AreFoundByOperationAndName) {
  EXPECT_EQ(FindRejectionClass(Op::kPresign, "bad-input")->name, "bad-input");
  EXPECT_EQ(FindRejectionClass(Op::kVerify, "bad-input"), nullptr);
  EXPECT_EQ(FindRejectionClass(Op::kVerify, ""), nullptr);
}

}  // namespace
}  // namespace countersign
