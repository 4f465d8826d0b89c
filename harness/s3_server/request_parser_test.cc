#include "s3_server/request_parser.h"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <string>
#include <string_view>

namespace countersign {
namespace {

using boost::beast::http::error;

// Gives the parser bytes as HttpConnection does: what is not used yet and what has just arrived.
boost::beast::error_code Arrive(RequestParser& parser, std::string& unused,
                                std::string_view received) {
  unused += received;
  boost::beast::error_code code;
  while (!code && !parser.is_header_done() && !unused.empty()) {
    unused.erase(0, parser.put(boost::asio::const_buffer(unused.data(), unused.size()), code));
  }
  return code;
}

TEST(RequestParser, KeepsTheTargetAndEachHeaderAsSent) {
  RequestParser parser;
  std::string unused;
  EXPECT_FALSE(
      Arrive(parser, unused, "GET /a%2f\xE9?x=%zz HTTP/1.1\r\nHOST: h\r\nA:\r\na: b \r\n\r\n"));
  ASSERT_TRUE(parser.is_header_done());
  EXPECT_EQ(parser.head().request.target, "/a%2f\xE9?x=%zz");
  const std::vector<HeaderField> headers = {{"HOST", "h"}, {"A", ""}, {"a", "b"}};
  EXPECT_EQ(parser.head().request.headers, headers);
}

TEST(RequestParser, LimitsAHeadThatArrivesLineByLine) {
  RequestParser parser;
  std::string unused;
  boost::beast::error_code code = Arrive(parser, unused, "GET / HTTP/1.1\r\nA");
  std::size_t lines = 0;
  while (code == error::need_more && lines < 100'000) {
    code = Arrive(parser, unused, ": b\r\nA");  // a line ends, and the next begins
    ++lines;
  }
  EXPECT_EQ(code, error::header_limit);
  EXPECT_LE(lines, kLargestHead / 6);
}

// Beast's own limit is looked at only if a head arrives at once.
TEST(RequestParser, HasTheSameLimitIfTheHeadArrivesInTwoPieces) {
  constexpr std::size_t kLimit = 64;
  const std::string line = "GET / HTTP/1.1\r\n";
  for (const std::size_t size : {kLimit - 1, kLimit, kLimit + 1}) {
    RequestParser parser(kLimit);
    std::string unused;
    EXPECT_EQ(Arrive(parser, unused, line), error::need_more);
    const std::string field = "A: " + std::string(size - line.size() - 5, 'x') + "\r\n";
    ASSERT_EQ(line.size() + field.size(), size);
    const auto code = Arrive(parser, unused, field + "\r\n");
    EXPECT_EQ(code, size <= kLimit ? boost::beast::error_code() : error::header_limit) << size;
  }
}

TEST(RequestParser, AcceptsAHeadOfTheLargestSize) {
  const std::string begin = "GET / HTTP/1.1\r\nA: ";
  const std::string end = "\r\n\r\n";
  std::string head = begin + std::string(kLargestHead - begin.size() - end.size(), 'x') + end;
  RequestParser parser;
  std::string unused;
  EXPECT_FALSE(Arrive(parser, unused, head));
  EXPECT_TRUE(parser.is_header_done());
}

}  // namespace
}  // namespace countersign
