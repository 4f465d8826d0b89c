#include "s3_server/http_connection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/write.hpp>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "presign.h"
#include "s3_server/memory_store.h"

namespace countersign {
namespace {

namespace net = boost::asio;
using net::ip::tcp;

constexpr char kHostOfTest[] = "s3.us-east-1.amazonaws.com";
const Timestamp kTimeOfTest = *ParseRfc3339("2013-05-24T00:00:00Z");

S3Service::Options ExampleOptions() {
  S3Service::Options options;
  options.config = std::get<ServerConfig>(ParseServerConfig(ExampleConfigJson()));
  options.stores.push_back(std::make_unique<MemoryStore>());
  options.max_object_size = options.max_memory = 1 << 20;
  options.clock = [] { return ClockReading(kTimeOfTest); };
  options.log = [](const std::string&) {};
  return options;
}

// ClientAndServer is one connection. What the client sends is answered on a thread.
class ClientAndServer {
 public:
  explicit ClientAndServer(ConnectionLimits limits = {}) : service_(ExampleOptions()) {
    service_.Seed("test.txt", "0123456789", kTimeOfTest);
    tcp::acceptor acceptor(io_, tcp::endpoint(net::ip::address_v4::loopback(), 0));
    client_.connect(acceptor.local_endpoint());
    ServeConnection(acceptor.accept(), service_, limits, [this] { ++ends_; });
    thread_ = std::thread([this] { io_.run(); });
  }
  ~ClientAndServer() { Close(); }

  void Send(const std::string& bytes) { net::write(client_, net::buffer(bytes)); }
  void EndSending() { client_.shutdown(tcp::socket::shutdown_send); }
  // Everything until the server closes the connection.
  std::string ReadAll() {
    std::string text;
    std::array<char, 4096> buffer;
    boost::system::error_code error;
    while (!error) {
      const std::size_t got = client_.read_some(net::buffer(buffer), error);
      text.append(buffer.data(), got);
    }
    return text;
  }
  // How often the connection has ended, after waiting for that.
  int Ends() {
    Close();
    return ends_;
  }

 private:
  void Close() {
    boost::system::error_code ignored;
    client_.close(ignored);
    if (thread_.joinable()) thread_.join();
  }

  S3Service service_;  // outlives the connections of io_
  net::io_context io_;
  net::io_context client_io_;
  tcp::socket client_{client_io_};
  std::thread thread_;
  int ends_ = 0;
};

std::string RequestOf(const std::string& method, const std::string& headers) {
  PresignRequest request;
  request.now = kTimeOfTest;
  request.method = method;
  request.scheme = "https";
  request.host = kHostOfTest;
  request.path = "/examplebucket/test.txt";
  request.payload = "UNSIGNED-PAYLOAD";
  request.expires = 60;
  request.region = "us-east-1";
  request.service = "s3";
  request.credentials.access_key_id = "AKIAIOSFODNN7EXAMPLE";
  request.credentials.secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  const Result<PresignedUrl> presigned = Presign(request);
  EXPECT_TRUE(presigned.ok());
  const std::string target =
      presigned.value().url.substr(sizeof("https://") - 1 + sizeof(kHostOfTest) - 1);
  return method + " " + target + " HTTP/1.1\r\nHost: " + kHostOfTest + "\r\n" + headers + "\r\n";
}

std::vector<int> StatusesIn(std::string_view text) {
  constexpr std::string_view kBegin = "HTTP/1.1 ";
  std::vector<int> statuses;
  for (std::size_t at = 0; (at = text.find(kBegin, at)) != std::string_view::npos;) {
    at += kBegin.size();
    statuses.push_back(std::stoi(std::string(text.substr(at, 3))));
  }
  return statuses;
}

using Statuses = std::vector<int>;

TEST(HttpConnection, AnswersRequestsInTheirOrderAndThenCloses) {
  ClientAndServer both;
  both.Send(RequestOf("GET", "") + RequestOf("GET", "Range: bytes=2-3\r\n") +
            RequestOf("HEAD", "Connection: close\r\n"));
  const std::string answer = both.ReadAll();
  EXPECT_EQ(StatusesIn(answer), (Statuses{200, 206, 200}));
  EXPECT_NE(answer.find("\r\n\r\n0123456789HTTP/1.1 206"), std::string::npos);
  EXPECT_NE(answer.find("\r\n\r\n23HTTP/1.1 200"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("Connection: close\r\n\r\n")) << "HEAD has no body: " << answer;
  EXPECT_EQ(both.Ends(), 1);
}

TEST(HttpConnection, AsksForABodyThatIsAnnounced) {
  ClientAndServer both;
  both.Send(RequestOf("PUT", "Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n"));
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  both.Send("new");
  EXPECT_EQ(StatusesIn(both.ReadAll()), (Statuses{100, 200}));
}

TEST(HttpConnection, DoesNotAskForAnEmptyBody) {
  ClientAndServer both;
  both.Send(RequestOf("PUT", "Expect: 100-continue\r\nContent-Length: 0\r\nConnection: close\r\n"));
  EXPECT_EQ(StatusesIn(both.ReadAll()), Statuses{200});
}

TEST(HttpConnection, DoesNotAskForTheBodyOfARefusedRequest) {
  ClientAndServer both;
  std::string request = RequestOf("PUT", "Expect: 100-continue\r\nContent-Length: 3\r\n");
  request.insert(request.find("Signature=") + 10, "0");
  both.Send(request);
  EXPECT_EQ(StatusesIn(both.ReadAll()), Statuses{403}) << "and it closes the connection";
}

TEST(HttpConnection, SkipsTheBodyOfARefusedRequest) {
  ClientAndServer both;
  std::string request = RequestOf("PUT", "Content-Length: 5\r\n");
  request.insert(request.find("Signature=") + 10, "0");
  both.Send(request + "GET /" + RequestOf("GET", "Connection: close\r\n"));
  EXPECT_EQ(StatusesIn(both.ReadAll()), (Statuses{403, 200}));
}

TEST(HttpConnection, ClosesAfterATransferCodingThatItDoesNotKnow) {
  for (const auto& [headers, status] :
       {std::pair("Transfer-Encoding: gzip\r\n", 400), std::pair("Transfer-Encoding: x\r\n", 400),
        std::pair("Transfer-Encoding: chunked, gzip\r\n", 400),
        std::pair("Transfer-Encoding: gzip, chunked\r\n", 501),
        std::pair("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", 501)}) {
    ClientAndServer both;
    both.Send(RequestOf("GET", headers) + RequestOf("GET", ""));
    EXPECT_EQ(StatusesIn(both.ReadAll()), Statuses{status}) << headers;
  }
}

TEST(HttpConnection, SaysThatARequestIsIncomplete) {
  ClientAndServer head;
  head.Send("GET / HTTP/1.1\r\nHost");
  head.EndSending();
  EXPECT_EQ(StatusesIn(head.ReadAll()), Statuses{400});
  ClientAndServer body;
  body.Send(RequestOf("PUT", "Content-Length: 5\r\n") + "123");
  body.EndSending();
  const std::string answer = body.ReadAll();
  EXPECT_EQ(StatusesIn(answer), Statuses{400});
  EXPECT_NE(answer.find("IncompleteBody"), std::string::npos);
}

TEST(HttpConnection, EndsWithoutAnAnswerIfTheHeadIsSlow) {
  ConnectionLimits limits;
  limits.timeout = std::chrono::milliseconds(100);
  ClientAndServer both(limits);
  both.Send("GET / HTTP/1.1\r\n");
  EXPECT_EQ(both.ReadAll(), "");
}

TEST(HttpConnection, SendsNoFasterThanTheRate) {
  ConnectionLimits limits;
  limits.bytes_per_second = 20;
  ClientAndServer both(limits);
  const auto begin = std::chrono::steady_clock::now();
  both.Send(RequestOf("GET", "Connection: close\r\n"));
  EXPECT_TRUE(both.ReadAll().ends_with("0123456789"));
  EXPECT_GT(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(350));
}

}  // namespace
}  // namespace countersign
