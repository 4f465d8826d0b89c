#include "suite/generators.h"

#include <gtest/gtest.h>

#include "suite/load_error_test.h"

namespace countersign {
namespace {

using Names = std::vector<std::string>;

class GeneratorsTest : public testing::Test {
 protected:
  std::vector<FamilyMember> Read(std::string_view json) {
    errors_.clear();
    const JsonPlace place = *file_.Parse("family.json", json, errors_);
    return ReadGenerator(place, place.element);
  }
  LoadErrors ErrorsOf(std::string_view json) {
    Read(json);
    return errors_;
  }
  Names SuffixesOf(std::string_view json) {
    Names suffixes;
    for (const FamilyMember& member : Read(json)) suffixes.push_back(member.suffix);
    return suffixes;
  }

  JsonFile file_;
  LoadErrors errors_;
};

FamilyMember Character(const char* suffix, std::string octets, const char* encoded,
                       const char* path) {
  return {suffix, {{"char", std::move(octets)}, {"encoded", encoded}, {"path", path}}};
}

TEST_F(GeneratorsTest, CodePointsAreEncodedAsUtf8) {
  EXPECT_EQ(Read(R"({"code_points": [46, 48]})"),
            (std::vector<FamilyMember>{Character("U+002E", ".", ".", "."),
                                       Character("U+002F", "/", "%2F", "/"),
                                       Character("U+0030", "0", "0", "0")}));
  EXPECT_EQ(Read(R"({"code_points": [0, 0]})").at(0),
            Character("U+0000", std::string(1, '\0'), "%00", "%00"));
  EXPECT_EQ(Read(R"({"code_points": [127, 128]})"),
            (std::vector<FamilyMember>{Character("U+007F", "\x7F", "%7F", "%7F"),
                                       Character("U+0080", "\xC2\x80", "%C2%80", "%C2%80")}));
  EXPECT_EQ(
      Read(R"({"code_points": [2047, 2048]})"),
      (std::vector<FamilyMember>{Character("U+07FF", "\xDF\xBF", "%DF%BF", "%DF%BF"),
                                 Character("U+0800", "\xE0\xA0\x80", "%E0%A0%80", "%E0%A0%80")}));
  EXPECT_EQ(Read(R"({"code_points": [65535, 65536]})"),
            (std::vector<FamilyMember>{
                Character("U+FFFF", "\xEF\xBF\xBF", "%EF%BF%BF", "%EF%BF%BF"),
                Character("U+10000", "\xF0\x90\x80\x80", "%F0%90%80%80", "%F0%90%80%80")}));
  EXPECT_EQ(Read(R"({"code_points": [1114111, 1114111]})").at(0).variables.at(0).value,
            "\xF4\x8F\xBF\xBF");
}

TEST_F(GeneratorsTest, OnlyUnreservedCharactersStayUnencoded) {
  std::string unencoded;
  for (const FamilyMember& member : Read(R"({"octets": [0, 255]})")) {
    if (member.variables.at(1).value.size() == 1) unencoded += member.variables[1].value;
  }
  EXPECT_EQ(unencoded, "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz~");
}

TEST_F(GeneratorsTest, OctetsAreRaw) {
  EXPECT_EQ(Read(R"({"octets": [128, 128]})").at(0), Character("0x80", "\x80", "%80", "%80"));
  EXPECT_EQ(Read(R"({"octets": [0, 255]})").size(), 256u);
}

TEST_F(GeneratorsTest, PairsAreOrderedAndMayBeOfOneCharacter) {
  EXPECT_EQ(Read(R"({"pairs": "+/"})"),
            (std::vector<FamilyMember>{Character("0x2B-0x2B", "++", "%2B%2B", "%2B%2B"),
                                       Character("0x2B-0x2F", "+/", "%2B%2F", "%2B/"),
                                       Character("0x2F-0x2B", "/+", "%2F%2B", "/%2B"),
                                       Character("0x2F-0x2F", "//", "%2F%2F", "//")}));
}

TEST_F(GeneratorsTest, DaysFollowTheCalendar) {
  EXPECT_EQ(SuffixesOf(R"({"days": ["2023-02-27", "2023-03-01"]})"),
            (Names{"2023-02-27", "2023-02-28", "2023-03-01"}));
  EXPECT_EQ(SuffixesOf(R"({"days": ["2024-02-28", "2024-03-01"]})"),
            (Names{"2024-02-28", "2024-02-29", "2024-03-01"}));
  EXPECT_EQ(Read(R"({"days": ["2024-12-31", "2024-12-31"]})").at(0),
            (FamilyMember{"2024-12-31", {{"day", "2024-12-31"}, {"date", "20241231"}}}));
}

TEST_F(GeneratorsTest, RowsKeepTheirOrderAndTheirOctets) {
  EXPECT_EQ(Read(R"({"rows": [{"x": "1", "name": "b", "y": {"b64": "/w=="}},
                              {"name": "a", "x": "", "y": "2"}]})"),
            (std::vector<FamilyMember>{{"b", {{"x", "1"}, {"y", "\xFF"}}},
                                       {"a", {{"x", ""}, {"y", "2"}}}}));
  EXPECT_EQ(errors_, LoadErrors{});
}

TEST_F(GeneratorsTest, TenThousandMembersAreTheMost) {
  EXPECT_EQ(Read(R"({"code_points": [57344, 67343]})").size(), kMostMembers);
  EXPECT_EQ(ErrorsOf(R"({"code_points": [57344, 67344]})"),
            (LoadErrors{{"family.json", "/code_points", "expected at most 10000 members"}}));
  EXPECT_EQ(Read(R"({"days": ["2000-01-01", "2027-05-18"]})").size(), kMostMembers);
  EXPECT_EQ(ErrorsOf(R"({"days": ["2000-01-01", "2027-05-19"]})").at(0).pointer, "/days/1");
}

TEST_F(GeneratorsTest, RangesEndWhereTheirKindEnds) {
  EXPECT_EQ(
      ErrorsOf(R"({"octets": [0, 256]})"),
      (LoadErrors{{"family.json", "/octets/1", "expected an integer from 0 to 255, found 256"}}));
  EXPECT_EQ(
      ErrorsOf(R"({"octets": [9, 8]})"),
      (LoadErrors{{"family.json", "/octets/1", "expected an integer from 9 to 255, found 8"}}));
  EXPECT_EQ(
      ErrorsOf(R"({"code_points": [57343, 57344]})"),
      (LoadErrors{{"family.json", "/code_points", "expected no surrogates (55296 to 57343)"}}));
  EXPECT_EQ(Read(R"({"code_points": [55295, 55295]})").size(), 1u);
  EXPECT_EQ(Read(R"({"code_points": [57344, 57344]})").size(), 1u);
}

TEST_F(GeneratorsTest, ExactlyOneIsGiven) {
  const std::string expected =
      "expected exactly one of code_points, octets, pairs, days, rows, crossed, triples";
  EXPECT_EQ(ErrorsOf("{}"), (LoadErrors{{"family.json", "", expected}}));
  EXPECT_EQ(ErrorsOf(R"({"octets": [0, 1], "pairs": "ab"})"),
            (LoadErrors{{"family.json", "", expected}}));
  EXPECT_EQ(ErrorsOf(R"({"integers": [0, 1]})").at(0).pointer, "/integers");
  EXPECT_EQ(ErrorsOf("[]").at(0).expected, "expected an object, found an array");
}

TEST_F(GeneratorsTest, RowsHaveTheFirstRowsKeysInItsOrder) {
  const std::string expected = "expected the variables of the first one, in its order";
  EXPECT_EQ(
      ErrorsOf(R"({"rows": [{"name": "a", "x": "", "y": ""}, {"name": "b", "y": "", "x": ""}]})"),
      (LoadErrors{{"family.json", "/rows/1", expected}}));
  EXPECT_EQ(ErrorsOf(R"({"rows": [{"name": "a", "x": ""}, {"name": "b", "x": "", "y": ""}]})"),
            (LoadErrors{{"family.json", "/rows/1", expected}}));
}

}  // namespace
}  // namespace countersign
