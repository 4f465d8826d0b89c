#include "live_server/http_response.h"

#include <gtest/gtest.h>

namespace countersign {
namespace {

using Parsed = ParsedResponse;

// The result if the bytes arrive one by one.
Parsed ReadByteByByte(std::string_view received, std::string_view method, bool ended) {
  ResponseParser parser(method);
  for (const char& byte : received) parser.Take({&byte, 1});
  if (ended) parser.End();
  return parser.Result();
}

HttpResponse ReadResponse(std::string_view received, std::string_view method = "GET",
                          bool ended = false) {
  Parsed parsed = ParseResponse(received, method, ended);
  if (auto* response = std::get_if<HttpResponse>(&parsed)) return std::move(*response);
  const auto* bad = std::get_if<BadResponse>(&parsed);
  ADD_FAILURE() << received << ": " << (bad == nullptr ? "more needed" : bad->reason);
  return {};
}

std::string WhyBad(std::string_view received, std::string_view method = "GET", bool ended = false) {
  const Parsed parsed = ParseResponse(received, method, ended);
  const auto* bad = std::get_if<BadResponse>(&parsed);
  return bad == nullptr ? "" : bad->reason;
}

bool NeedsMore(std::string_view received, std::string_view method = "GET") {
  return std::holds_alternative<MoreNeeded>(ParseResponse(received, method, false));
}

TEST(HttpResponse, HasABodyOfItsContentLength) {
  const HttpResponse response = ReadResponse(
      "HTTP/1.1 403 Forbidden\r\nContent-Type: a/b\r\nCONTENT-LENGTH: \t3 \r\n\r\nabcdef");
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body, "abc");
  EXPECT_EQ(*response.Header("content-type"), "a/b");
  EXPECT_EQ(response.Header("location"), nullptr);
}

TEST(HttpResponse, NeedsEveryByteOfItsBody) {
  const std::string_view whole = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc";
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(NeedsMore(whole.substr(0, size))) << size;
    EXPECT_NE(WhyBad(whole.substr(0, size), "GET", true), "") << size;
  }
  EXPECT_EQ(WhyBad(whole.substr(0, whole.size() - 1), "GET", true),
            "the connection ended after 2 of 3 bytes of the body");
}

TEST(HttpResponse, JoinsChunks) {
  const std::string_view whole =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: x\r\n\r\n";
  EXPECT_EQ(ReadResponse(whole).body, "abc0123456789");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_TRUE(NeedsMore(whole.substr(0, size))) << size;
  }
}

TEST(HttpResponse, RefusesMalformedChunks) {
  const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(WhyBad(head + "3\r\nabcd\r\n"), "a chunk is longer than its size");
  EXPECT_EQ(WhyBad(head + "x\r\n"), "a chunk has no size: x");
  EXPECT_EQ(WhyBad(head + "ffffffffffffffff\r\n"), "its body is too long");
  EXPECT_EQ(WhyBad(head + "3\r\nab", "GET", true), "the connection ended within a chunk");
}

TEST(HttpResponse, EndsWithTheConnectionIfItHasNoLength) {
  EXPECT_TRUE(NeedsMore("HTTP/1.0 200 OK\r\n\r\nabc"));
  EXPECT_EQ(ReadResponse("HTTP/1.0 200 OK\r\n\r\nabc", "GET", true).body, "abc");
}

TEST(HttpResponse, HasNoBodyAfterHeadOrWithCertainStatuses) {
  EXPECT_EQ(ReadResponse("HTTP/1.1 403 Forbidden\r\nContent-Length: 300\r\n\r\n", "HEAD").body, "");
  EXPECT_EQ(ReadResponse("HTTP/1.1 204 No Content\r\n\r\n", "DELETE").status, 204);
  EXPECT_EQ(ReadResponse("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n").status, 304);
}

TEST(HttpResponse, SkipsInterimResponses) {
  EXPECT_EQ(
      ReadResponse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
          .status,
      200);
  EXPECT_TRUE(NeedsMore("HTTP/1.1 100 Continue\r\n\r\n"));
  EXPECT_NE(WhyBad("HTTP/1.1 101 Switching Protocols\r\n\r\n"), "");
}

TEST(HttpResponse, IsStrictAboutItsHead) {
  for (const std::string_view head :
       {"HTTP/2 200 OK", "HTTP/1.1 20 OK", "HTTP/1.1 2000 OK", "HTTP/1.1 600 X", "200 OK",
        "HTTP/1.1 200 OK\r\nno colon", "HTTP/1.1 200 OK\r\nName : x",
        "HTTP/1.1 200 OK\r\nA: b\r\n folded", "HTTP/1.1 200 OK\r\nContent-Length: +3",
        "HTTP/1.1 200 OK\r\nContent-Length: 3, 3",
        "HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999999",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip"}) {
    EXPECT_NE(WhyBad(std::string(head) + "\r\n\r\nabc"), "") << head;
  }
  EXPECT_EQ(ReadResponse("HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n").status, 200);
}

TEST(ResponseParser, HasTheSameResultHoweverTheBytesArrive) {
  for (const std::string_view received :
       {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\na\rb\r\n0\r\nT: t\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nrest",
        "HTTP/1.1 200 OK\r\n\r\nuntil the end", "HTTP/1.1 204 No\r\n\r\nabc", "HTTP/1.1 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab"}) {
    for (const bool ended : {false, true}) {
      const Parsed at_once = ParseResponse(received, "GET", ended);
      const Parsed one_by_one = ReadByteByByte(received, "GET", ended);
      ASSERT_EQ(at_once.index(), one_by_one.index()) << received;
      if (const auto* response = std::get_if<HttpResponse>(&at_once)) {
        EXPECT_EQ(response->body, std::get<HttpResponse>(one_by_one).body) << received;
      }
      if (const auto* bad = std::get_if<BadResponse>(&at_once)) {
        EXPECT_EQ(bad->reason, std::get<BadResponse>(one_by_one).reason) << received;
      }
    }
  }
}

// If everything were read again at each byte, this would take hours.
TEST(ResponseParser, LooksAtEachByteOnce) {
  std::string received = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 200'000; ++i) received += "1\r\nx\r\n";
  const Parsed parsed = ReadByteByByte(received + "0\r\n\r\n", "GET", false);
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(parsed));
  EXPECT_EQ(std::get<HttpResponse>(parsed).body.size(), 200'000U);
}

TEST(ResponseParser, LimitsWhatIsNotTheBody) {
  const std::string chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  EXPECT_EQ(WhyBad(chunked + std::string(4099, '0')), "the size of a chunk is too long");
  EXPECT_EQ(WhyBad(chunked + "1;" + std::string(4095, 'x')), "");
  EXPECT_EQ(WhyBad(chunked + "1;" + std::string(4096, 'x')), "the size of a chunk is too long");
  EXPECT_EQ(WhyBad(chunked + "0\r\n" + std::string(65536, 't')), "");
  EXPECT_EQ(WhyBad(chunked + "0\r\n" + std::string(65538, 't')), "its trailers are too long");
  std::string trailers;
  for (int i = 0; i < 10'000; ++i) trailers += "T: t\r\n";
  EXPECT_TRUE(NeedsMore(chunked + "0\r\n" + trailers));
  EXPECT_EQ(WhyBad(chunked + "0\r\n" + trailers + trailers), "its trailers are too long");
  std::string interim;
  for (int i = 0; i < 2000; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
  EXPECT_TRUE(NeedsMore(interim));
  EXPECT_EQ(WhyBad(interim + interim), "it has too many interim responses");
}

TEST(HttpResponse, HasALimitedSize) {
  EXPECT_EQ(WhyBad("HTTP/1.1 200 OK\r\nA: " + std::string(70'000, 'x')), "its head is too long");
  EXPECT_EQ(WhyBad("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"), "its body is too long");
}

TEST(HttpResponse, HasTheSameLimitHoweverMuchArrivesAtOnce) {
  const std::string line = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: ";
  const std::string longest = line + std::string(65536 - line.size(), 'x');
  EXPECT_TRUE(NeedsMore(longest + "\r\n\r"));
  EXPECT_EQ(ReadResponse(longest + "\r\n\r\n").status, 200);
  EXPECT_EQ(WhyBad(longest + "x\r\n\r"), "its head is too long");
  EXPECT_EQ(WhyBad(longest + "x\r\n\r\n"), "its head is too long");

  const std::string whole = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na";
  EXPECT_EQ(ReadResponse(whole + std::string(9'000'000, 'x')).body, "a");
  EXPECT_EQ(WhyBad("HTTP/1.1 200 OK\r\n\r\n" + std::string(9'000'000, 'x')),
            "its body is too long");
}

}  // namespace
}  // namespace countersign
