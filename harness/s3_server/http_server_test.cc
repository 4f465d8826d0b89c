#include "s3_server/http_server.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

std::string Shown(std::string_view text) {
  const auto address = ParseListenAddress(text);
  return address ? Authority(*address) + (IsLoopback(*address) ? " loopback" : "") : "malformed";
}

TEST(ListenAddress, IsAnAddressAndAPort) {
  EXPECT_EQ(Shown("127.0.0.1:9000"), "127.0.0.1:9000 loopback");
  EXPECT_EQ(Shown("localhost:0"), "127.0.0.1:0 loopback");
  EXPECT_EQ(Shown("[::1]:9000"), "[::1]:9000 loopback");
  EXPECT_EQ(Shown("[::]:1"), "[::]:1");
  EXPECT_EQ(Shown("0.0.0.0:65535"), "0.0.0.0:65535");
}

TEST(ListenAddress, IsRefusedIfMalformed) {
  for (const std::string_view text :
       {"", "9000", ":9000", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:9000x",
        "127.0.0.1:-1", "127.0.0.1:65536", "::1:9000", "[127.0.0.1]:9000", "[]:1", "[::1:1",
        "example.com:80", "1.2.3:80"}) {
    EXPECT_EQ(Shown(text), "malformed") << text;
  }
}

}  // namespace
}  // namespace countersign
