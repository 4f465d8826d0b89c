#include "live_server/endpoint_url.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

EndpointUrl ReadUrl(std::string_view text) {
  auto parsed = ParseEndpointUrl(text);
  const auto* error = std::get_if<std::string>(&parsed);
  EXPECT_EQ(error, nullptr) << text << ": " << *error;
  return error == nullptr ? std::get<EndpointUrl>(parsed) : EndpointUrl{};
}

TEST(EndpointUrl, KeepsAPortThatIsNotTheDefault) {
  const EndpointUrl url = ReadUrl("http://127.0.0.1:9000");
  EXPECT_EQ(url.scheme, "http");
  EXPECT_EQ(url.host, "127.0.0.1");
  EXPECT_EQ(url.port, 9000);
  EXPECT_EQ(url.Authority(), "127.0.0.1:9000");
}

TEST(EndpointUrl, OmitsTheDefaultPortAsClientsDo) {
  EXPECT_EQ(ReadUrl("https://s3.example.com:443/").Authority(), "s3.example.com");
  EXPECT_EQ(ReadUrl("http://s3.example.com").Authority(), "s3.example.com");
  EXPECT_EQ(ReadUrl("https://s3.example.com:80").Authority(), "s3.example.com:80");
}

TEST(EndpointUrl, WritesAnIpv6AddressInBrackets) {
  const EndpointUrl url = ReadUrl("http://[::1]:9000");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.Authority(), "[::1]:9000");
}

TEST(EndpointUrl, MayHaveAPath) {
  const EndpointUrl url = ReadUrl("https://h.example:8443/storage/v1/s3/");
  EXPECT_EQ(url.path, "/storage/v1/s3");
  EXPECT_EQ(url.Authority(), "h.example:8443");
  EXPECT_EQ(url.Text(), "https://h.example:8443/storage/v1/s3");
  EXPECT_EQ(ReadUrl("http://h/").path, "");
  EXPECT_EQ(ReadUrl("http://h").path, "");
}

TEST(EndpointUrl, RefusesOtherUrls) {
  for (const std::string_view text : {"",
                                      "127.0.0.1:9000",
                                      "ftp://h",
                                      "http://",
                                      "http://:9000",
                                      "http://h:0",
                                      "http://h:65536",
                                      "http://h:9000x",
                                      "http://h:",
                                      "http://h/a//b",
                                      "http://h//",
                                      "http://h/a%20b",
                                      "http://h/a/../b",
                                      "http://h/.",
                                      "http://h/a?x",
                                      "http://h?x",
                                      "http://u:p@h",
                                      "http://h h",
                                      "http://[::1",
                                      "http://[::1]x",
                                      "http://a:b:c"}) {
    EXPECT_TRUE(std::holds_alternative<std::string>(ParseEndpointUrl(text))) << text;
  }
}

}  // namespace
}  // namespace countersign
