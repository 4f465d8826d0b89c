#include "live_server/credentials_file.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

std::string ErrorOf(std::string_view json) {
  auto parsed = ParseCredentialsFile(json);
  const auto* error = std::get_if<std::string>(&parsed);
  return error == nullptr ? "no error" : *error;
}

TEST(CredentialsFile, ReadsEveryKindOfKey) {
  const auto parsed = ParseCredentialsFile(R"({
      "access_key_id": "AKIA1EXAMPLE", "secret_access_key": "one", "region": "eu-west-1",
      "second": {"access_key_id": "AKIA2EXAMPLE", "secret_access_key": "two"},
      "inactive": {"access_key_id": "AKIA3EXAMPLE", "secret_access_key": "three"},
      "temporary": {"access_key_id": "ASIA4EXAMPLE", "secret_access_key": "four",
                    "session_token": "token"}})");
  const auto& read = std::get<EndpointCredentials>(parsed);
  EXPECT_EQ(read.primary.access_key_id, "AKIA1EXAMPLE");
  EXPECT_EQ(read.primary.secret_access_key, "one");
  EXPECT_EQ(read.region, "eu-west-1");
  EXPECT_EQ(read.second->secret_access_key, "two");
  EXPECT_EQ(read.inactive->secret_access_key, "three");
  EXPECT_EQ(read.inactive->status, "inactive");
  EXPECT_EQ(read.temporary->session_token, "token");
}

TEST(CredentialsFile, MakesAFirstKeyWithATokenTheTemporaryOne) {
  const auto parsed = ParseCredentialsFile(
      R"({"access_key_id": "ASIA", "secret_access_key": "s", "session_token": "t"})");
  const auto& read = std::get<EndpointCredentials>(parsed);
  EXPECT_EQ(read.temporary->access_key_id, "ASIA");
  EXPECT_EQ(read.temporary->session_token, "t");
}

TEST(CredentialsFile, NamesThePlaceOfAnError) {
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "a"})"), "/secret_access_key: missing");
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "", "secret_access_key": "s"})"),
            "/access_key_id: is empty");
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "a", "secret_access_key": "s", "acess": 1})"),
            "/acess: unknown field");
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "a", "secret_access_key": "s",
                        "second": {"access_key_id": "b"}})"),
            "/second/secret_access_key: missing");
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "a", "secret_access_key": "s",
                        "inactive": {"access_key_id": "b", "secret_access_key": "c",
                                     "session_token": "d"}})"),
            "/inactive/session_token: unknown field");
  EXPECT_NE(ErrorOf("[]"), "no error");
  EXPECT_NE(ErrorOf("access_key_id=a"), "no error");
}

TEST(CredentialsFile, NeverQuotesAValue) {
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "a", "secret_access_key": ["HUSH"]})").find("HUSH"),
            std::string::npos);
  EXPECT_EQ(ErrorOf(R"({"access_key_id": "a", "secret_access_key": "HUSH" "x"})").find("HUSH"),
            std::string::npos);
}

TEST(CredentialsFile, NamesAFileThatCannotBeRead) {
  const auto read = ReadCredentialsFile("/nonexistent/keys.json");
  EXPECT_EQ(std::get<std::string>(read),
            "/nonexistent/keys.json: cannot be read: No such file or directory");
}

}  // namespace
}  // namespace countersign
