#include "suite/crossed.h"

#include <gtest/gtest.h>

#include "suite/load_error_test.h"

namespace countersign {
namespace {

class CrossedTest : public testing::Test {
 protected:
  // Reads {"over": […], "request": {…}}.
  std::vector<FamilyMember> Read(std::string_view json, Crossing crossing = Crossing::kAll) {
    errors_.clear();
    JsonObject object(*file_.Parse("family.json", json, errors_));
    return ReadCrossed(*object.Required("over"), object.Required("request")->element, crossing);
  }
  LoadErrors ErrorsOf(const std::string& over) {
    Read(R"({"over": )" + over + R"(, "request": {"method": "GET"}})");
    return errors_;
  }

  JsonFile file_;
  LoadErrors errors_;
};

TEST_F(CrossedTest, MakesEveryCombinationInOrder) {
  EXPECT_EQ(
      Read(R"({"over": [
            {"of": "method", "choices": [{"name": "get"}, {"name": "put", "change": {"method": "PUT"}}]},
            {"of": "port", "choices": [{"name": "plain", "port": ""}, {"name": "port", "port": ":9000"}]}],
          "request": {"method": "GET"}})"),
      (std::vector<FamilyMember>{{"get-plain", {{"port", ""}}, {}, R"({"method":"GET"})"},
                                 {"get-port", {{"port", ":9000"}}, {}, R"({"method":"GET"})"},
                                 {"put-plain", {{"port", ""}}, {}, R"({"method":"PUT"})"},
                                 {"put-port", {{"port", ":9000"}}, {}, R"({"method":"PUT"})"}}));
  EXPECT_EQ(errors_, LoadErrors{});
}

TEST_F(CrossedTest, TakesTriplesIfToldTo) {
  std::string over;
  for (const char* of : {"a", "b", "c", "d"}) {
    over += over.empty() ? "[" : ", ";
    over += R"({"of": ")" + std::string(of) + R"(", "choices": [{"name": "0"}, {"name": "1"}]})";
  }
  const std::string json = R"({"over": )" + over + R"(], "request": {"method": "GET"}})";
  EXPECT_EQ(Read(json).size(), 16u);
  const auto members = Read(json, Crossing::kTriples);
  EXPECT_EQ(members.size(), 8u);
  EXPECT_EQ(members.front().suffix, "0-0-0-0");
}

TEST_F(CrossedTest, ChangesObjectsKeyByKeyAndEverythingElseAsAWhole) {
  const auto members = Read(R"({"over": [
            {"of": "token", "choices": [{"name": "none"},
              {"name": "token", "requires": ["session-token"], "change": {"c": {"token": "t"}, "q": [3]}}]},
            {"of": "key", "choices": [{"name": "a"}, {"name": "b", "change": {"c": {"id": "B"}, "k": {"b64": ""}}}]}],
          "request": {"c": {"id": "A"}, "q": [1, 2], "k": "a"}})");
  ASSERT_EQ(members.size(), 4u);
  EXPECT_EQ(members[0].request, R"({"c":{"id":"A"},"q":[1,2],"k":"a"})");
  EXPECT_EQ(members[3].request, R"({"c":{"id":"B","token":"t"},"q":[3],"k":{"b64":""}})");
  EXPECT_EQ(members[3].features, std::vector<std::string>{"session-token"});
}

TEST_F(CrossedTest, AnObjectReplacesAStringAndAStringAnObject) {
  const auto members = Read(R"({"over": [{"of": "key", "choices": [
                {"name": "bytes", "change": {"k": {"b64": "/w=="}}}, {"name": "same"}]},
              {"of": "again", "choices": [{"name": "same"}, {"name": "text", "change": {"k": "b"}}]}],
              "request": {"k": "a"}})");
  ASSERT_EQ(members.size(), 4u);
  EXPECT_EQ(members[0].request, R"({"k":{"b64":"/w=="}})");
  EXPECT_EQ(members[1].request, R"({"k":"b"})");
}

TEST_F(CrossedTest, NamesThePlaceOfAMistake) {
  const auto one = [](const std::string& choices) {
    return R"([{"of": "x", "choices": )" + choices + "}]";
  };
  EXPECT_EQ(ErrorsOf(one(R"([{"name": "a"}])")),
            (LoadErrors{{"family.json", "/over/0/choices", "expected at least two choices"}}));
  EXPECT_EQ(ErrorsOf(one(R"([{"name": "a"}, {"name": "a"}])")),
            (LoadErrors{{"family.json", "/over/0/choices/1", "this name came before: a"}}));
  EXPECT_EQ(ErrorsOf(one(R"([{"name": "a"}, {"name": "b", "v": ""}])")),
            (LoadErrors{{"family.json", "/over/0/choices/1",
                         "expected the variables of the first one, in its order"}}));
  EXPECT_EQ(ErrorsOf(one(R"([{"name": "a"}, {"name": "b", "change": []}])")),
            (LoadErrors{{"family.json", "/over/0/choices/1/change",
                         "expected an object: members of the request"}}));
  const LoadErrors unknown = ErrorsOf(
      one(R"([{"name": "a", "v": ""}, {"name": "b", "v": "", "change": {"host": "${w}"}}])"));
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].pointer, "/over/0/choices/1/change/host");
}

TEST_F(CrossedTest, TenThousandMembersAreTheMost) {
  std::string choices;
  for (int i = 0; i < 101; ++i)
    choices += (i == 0 ? "" : ",") + (R"({"name": "n)" + std::to_string(i) + "\"}");
  const std::string dimension = R"({"of": "x", "choices": [)" + choices + "]}";
  EXPECT_EQ(ErrorsOf("[" + dimension + "," + dimension + "]"),
            (LoadErrors{{"family.json", "/over", "expected at most 10000 members"}}));
}

}  // namespace
}  // namespace countersign
