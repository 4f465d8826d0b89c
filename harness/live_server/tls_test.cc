#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "live_server/byte_stream.h"

namespace countersign {
namespace {

// A client without a server: the test holds the other end.
class TlsStreamTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
    auto opened = TlsStream(ends_[0], "localhost", Certificates::kUnverified);
    ASSERT_EQ(opened.index(), 0u);
    stream_ = std::get<0>(std::move(opened));
  }
  void TearDown() override {
    stream_.reset();
    for (const int end : ends_) close(end);
  }

  std::array<int, 2> ends_{};
  std::unique_ptr<ByteStream> stream_;
};

TEST_F(TlsStreamTest, SaysThatTheServerSpeaksNoTls) {
  constexpr std::string_view kPlain = "HTTP/1.1 400 Bad Request\r\n\r\n";
  ASSERT_EQ(write(ends_[1], kPlain.data(), kPlain.size()), static_cast<ssize_t>(kPlain.size()));
  const IoResult result = stream_->Handshake();
  EXPECT_EQ(result.status, IoStatus::kFailed);
  EXPECT_TRUE(result.error.starts_with("TLS: ")) << result.error;
}

}  // namespace
}  // namespace countersign
