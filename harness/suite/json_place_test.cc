#include "suite/json_place.h"

#include <gtest/gtest.h>

#include <limits>

#include "suite/load_error_test.h"

namespace countersign {
namespace {

class JsonPlaceTest : public testing::Test {
 protected:
  JsonPlace Parse(std::string_view json) {
    errors_.clear();
    return *file_.Parse("file.json", json, errors_);
  }
  // The one complaint that there is.
  LoadError Complaint() const {
    EXPECT_EQ(errors_.size(), 1u);
    return errors_.empty() ? LoadError{} : errors_.front();
  }
  static LoadError At(std::string pointer, std::string expected) {
    return {"file.json", std::move(pointer), std::move(expected)};
  }

  JsonFile file_;
  LoadErrors errors_;
};

TEST_F(JsonPlaceTest, ParsingTellsOfEveryKeyGivenTwiceAndEveryNull) {
  Parse(R"({"a": 1, "b": [{"c": null}, {"d": 1, "d": 2}], "a": {"e": null}})");
  EXPECT_EQ(errors_, (LoadErrors{At("/b/0/c", "expected a value, found null"),
                                 At("/b/1/d", "expected once, found again"),
                                 At("/a", "expected once, found again"),
                                 At("/a/e", "expected a value, found null")}));
}

TEST_F(JsonPlaceTest, AKeySpelledWithEscapesIsTheSameKey) {
  Parse(R"({"a": 1, "\u0061": 2})");
  EXPECT_EQ(Complaint(), At("/a", "expected once, found again"));
}

TEST_F(JsonPlaceTest, PointersEscapeTildesAndSlashes) {
  Parse(R"({"a/b": {"~c": null, "": null}})");
  EXPECT_EQ(errors_, (LoadErrors{At("/a~1b/~0c", "expected a value, found null"),
                                 At("/a~1b/", "expected a value, found null")}));
}

TEST_F(JsonPlaceTest, WhatIsNoJsonHasNoRoot) {
  for (const char* text : {"", "{", "{} {}", "[01]", "[\"\xFF\"]", "[1,]", "// a\n{}"}) {
    errors_.clear();
    EXPECT_FALSE(file_.Parse("file.json", text, errors_).has_value()) << text;
    EXPECT_EQ(Complaint().expected.rfind("expected JSON: ", 0), 0u) << text;
  }
}

TEST_F(JsonPlaceTest, ANumberBeyondAllDoublesIsNoJsonEither) {
  EXPECT_FALSE(file_.Parse("file.json", "[1e999]", errors_).has_value());
  EXPECT_EQ(Complaint(), At("", "expected JSON: number overflow parsing '1e999'"));
}

TEST_F(JsonPlaceTest, OctetsThatAreNoTextAreNotQuoted) {
  EXPECT_FALSE(file_.Parse("file.json", "[\"\xFF\"]", errors_).has_value());
  EXPECT_EQ(Complaint(), At("",
                            "expected JSON: line 1, column 3: syntax error while parsing value "
                            "- invalid string: ill-formed UTF-8 byte"));
}

TEST_F(JsonPlaceTest, AParserIsGoodForManyFiles) {
  EXPECT_TRUE(file_.Parse("long.json", "[" + std::string(5000, ' ') + "]", errors_).has_value());
  EXPECT_FALSE(file_.Parse("bad.json", "[", errors_).has_value());
  EXPECT_EQ(Text(Parse("\"short\"")), "short");
}

TEST_F(JsonPlaceTest, AnObjectTellsOfWhatIsMissingAndOfWhatNobodyAskedFor) {
  JsonObject object(Parse(R"({"a": 1, "x": 2, "y": 3})"));
  EXPECT_EQ(object.Optional("a")->pointer, "/a");
  EXPECT_FALSE(object.Optional("b").has_value());
  EXPECT_FALSE(object.Required("c").has_value());
  object.RefuseOthers();
  EXPECT_EQ(errors_,
            (LoadErrors{At("/c", "missing"), At("/x", "unknown key, expected one of a, b, c"),
                        At("/y", "unknown key, expected one of a, b, c")}));
}

TEST_F(JsonPlaceTest, WhatIsNoObjectIsComplainedOfOnce) {
  JsonObject object(Parse("[]"));
  EXPECT_FALSE(object.Optional("a").has_value());
  EXPECT_FALSE(object.Required("b").has_value());
  object.RefuseOthers();
  EXPECT_EQ(Complaint(), At("", "expected an object, found an array"));
}

TEST_F(JsonPlaceTest, ComplaintsNameTheTypeThatWasFound) {
  const auto found = [this](std::string_view json) {
    Text(Parse(json));
    return Complaint().expected;
  };
  EXPECT_EQ(found("[]"), "expected a string, found an array");
  EXPECT_EQ(found("{}"), "expected a string, found an object");
  EXPECT_EQ(found("true"), "expected a string, found a boolean");
  EXPECT_EQ(found("-1.5"), "expected a string, found a number");
  EXPECT_EQ(found("18446744073709551615"), "expected a string, found a number");
  EXPECT_EQ(found("\"\""), "expected a text, found an empty one");
}

TEST_F(JsonPlaceTest, OctetsMayBeEmptyAndMayBeNoUtf8) {
  EXPECT_EQ(Octets(Parse("\"\"")), "");
  EXPECT_EQ(Octets(Parse(R"("\u0000\u00e9")")), std::string("\0\xC3\xA9", 3));
  EXPECT_EQ(Octets(Parse(R"({"b64": "AP8="})")), std::string("\0\xFF", 2));
  EXPECT_EQ(errors_, LoadErrors{});
}

TEST_F(JsonPlaceTest, OctetsAreRefusedInAnyOtherForm) {
  Octets(Parse("7"));
  EXPECT_EQ(Complaint(), At("", "expected a string or {\"b64\": …}, found a number"));
  Octets(Parse(R"({"b64": "AP8"})"));
  EXPECT_EQ(Complaint(), At("/b64", "expected padded base64, found \"AP8\""));
  Octets(Parse(R"({"b64": 1})"));
  EXPECT_EQ(Complaint(), At("/b64", "expected a string, found a number"));
  Octets(Parse(R"({"b64": "", "b65": ""})"));
  EXPECT_EQ(Complaint(), At("/b65", "unknown key, expected one of b64"));
  Octets(Parse("{}"));
  EXPECT_EQ(Complaint(), At("/b64", "missing"));
}

TEST_F(JsonPlaceTest, IntegersAreWholeAndWithinTheirRange) {
  EXPECT_EQ(Integer(Parse("-3"), -3, 5), -3);
  EXPECT_EQ(Integer(Parse("5"), -3, 5), 5);
  EXPECT_EQ(errors_, LoadErrors{});
  const auto refused = [this](std::string_view json) {
    EXPECT_EQ(Integer(Parse(json), -3, 5), std::nullopt);
    return Complaint().expected;
  };
  EXPECT_EQ(refused("-4"), "expected an integer from -3 to 5, found -4");
  EXPECT_EQ(refused("6"), "expected an integer from -3 to 5, found 6");
  EXPECT_EQ(refused("1.0"), "expected an integer from -3 to 5, found 1.0");
  EXPECT_EQ(refused("\"1\""), "expected an integer from -3 to 5, found a string");
  EXPECT_EQ(refused("9223372036854775808"),
            "expected an integer from -3 to 5, found 9223372036854775808");
  EXPECT_EQ(Integer(Parse("-9223372036854775808"), std::numeric_limits<std::int64_t>::min(), 0),
            std::numeric_limits<std::int64_t>::min());
}

TEST_F(JsonPlaceTest, TextsAreAListOfStringsEachOnce) {
  EXPECT_EQ(Texts(Parse(R"(["b", "a"])")), (std::vector<std::string>{"b", "a"}));
  EXPECT_EQ(errors_, LoadErrors{});
  EXPECT_EQ(Texts(Parse(R"(["a", 1, "a"])")), (std::vector<std::string>{"a", "a"}));
  EXPECT_EQ(errors_, (LoadErrors{At("/1", "expected a string, found a number"),
                                 At("/2", "expected once, found again: \"a\"")}));
  EXPECT_TRUE(Texts(Parse("\"a\"")).empty());
  EXPECT_EQ(Complaint(), At("", "expected an array, found a string"));
}

TEST_F(JsonPlaceTest, OneOfIsAnIndexIntoItsList) {
  constexpr std::string_view kTexts[] = {"a", "b"};
  EXPECT_EQ(OneOf(Parse("\"b\""), kTexts), 1u);
  EXPECT_EQ(OneOf(Parse("\"c\""), kTexts), std::nullopt);
  EXPECT_EQ(Complaint(), At("", "expected one of a, b, found \"c\""));
  EXPECT_EQ(OneOf(Parse("\"c\""), std::span(kTexts).first(1)), std::nullopt);
  EXPECT_EQ(Complaint(), At("", "expected a, found \"c\""));
}

TEST_F(JsonPlaceTest, Sha256IsSixtyFourLowerCaseHexDigits) {
  const std::string digits(63, 'a');
  EXPECT_EQ(Sha256Hex(Parse('"' + digits + "0\"")), digits + '0');
  for (const std::string& text : {digits, digits + "A", digits + "g", digits + "00"}) {
    EXPECT_EQ(Sha256Hex(Parse('"' + text + '"')), std::nullopt) << text;
    EXPECT_EQ(Complaint().expected.rfind("expected 64 lower-case hex digits, found \"aaa", 0), 0u);
  }
}

TEST_F(JsonPlaceTest, TheFormatIsOne) {
  const auto complaint = [this](std::string_view json) {
    JsonObject object(Parse(json));
    ReadFormat(object);
    return Complaint();
  };
  EXPECT_EQ(complaint("{}"), At("/format", "missing"));
  EXPECT_EQ(complaint(R"({"format": 2})"),
            At("/format", "expected an integer from 1 to 1, found 2"));
}

TEST(Quoted, SpellsOctetsThatAreNoText) {
  EXPECT_EQ(Quoted("\x81z\xC3\xA9"), R"("\x81z\xc3\xa9")");
  EXPECT_EQ(Quoted("\xC3\xA9"), "\"\xC3\xA9\"");
}

TEST(Quoted, ShortensBetweenCharacters) {
  EXPECT_EQ(Quoted("a"), "\"a\"");
  EXPECT_EQ(Quoted(std::string(60, 'a')), '"' + std::string(60, 'a') + '"');
  EXPECT_EQ(Quoted(std::string(61, 'a')), '"' + std::string(60, 'a') + "…\"");
  EXPECT_EQ(Quoted(std::string(59, 'a') + "\xC3\xA9"), '"' + std::string(59, 'a') + "…\"");
}

TEST(Joined, PutsCommasBetween) {
  constexpr std::string_view kTexts[] = {"a", "b", "c"};
  EXPECT_EQ(Joined(kTexts), "a, b, c");
  EXPECT_EQ(Joined({}), "");
}

}  // namespace
}  // namespace countersign
