#include "live_server/http_client.h"

#include <gtest/gtest.h>

#include "live_server/loopback_server_test.h"

namespace countersign {
namespace {

using namespace std::chrono_literals;
using Exchanged = std::variant<HttpResponse, ExchangeError>;
using SteadyClock = RequestDeadline::Clock;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\n\r\n";
constexpr std::string_view kChunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";

Exchanged Ask(const LoopbackServer& server, SteadyClock::duration limit = 5s,
              const TransferControl& control = {}) {
  const RequestDeadline deadline(SteadyClock::now() + limit);
  return server.Client().Exchange(kGet, "GET", deadline, control);
}

std::string WhyNone(const Exchanged& exchanged) {
  const auto* error = std::get_if<ExchangeError>(&exchanged);
  return error == nullptr ? "there was a response" : error->reason;
}

std::function<void(Peer&)> Always(std::string response) {
  return [response](Peer& peer) {
    peer.ReadHead();
    peer.Send(response);
  };
}

TEST(HttpClient, SendsTheBytesAsTheyAreAndReadsTheResponse) {
  std::string head;
  LoopbackServer server([&head](Peer& peer) {
    head = peer.ReadHead();
    peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab");
  });
  const Exchanged exchanged = Ask(server);
  ASSERT_TRUE(std::holds_alternative<HttpResponse>(exchanged)) << WhyNone(exchanged);
  EXPECT_EQ(std::get<HttpResponse>(exchanged).body, "ab");
  EXPECT_EQ(head, kGet);
}

// Each of these servers keeps sending for as long as the client reads.
TEST(HttpClient, KeepsItsDeadlineIfTheServerNeverStopsSending) {
  const std::pair<std::string, std::string> endless[] = {
      {std::string(kChunked), "1\r\nx\r\n"},
      {std::string(kChunked), "1;" + std::string(3000, 'e') + "\r\nx\r\n"},
      {"HTTP/1.1 200 OK\r\n\r\n", "x"},
      {"HTTP/1.1 200 OK\r\nContent-Length: 8388608\r\n\r\n", "x"},
  };
  for (const auto& [head, piece] : endless) {
    LoopbackServer server([&head = head, &piece = piece](Peer& peer) {
      peer.ReadHead();
      peer.Send(head);
      while (peer.Send(piece) == piece.size()) std::this_thread::sleep_for(100us);
    });
    const auto begin = SteadyClock::now();
    const Exchanged exchanged = Ask(server, 300ms);
    EXPECT_LT(SteadyClock::now() - begin, 3s) << head << piece;
    EXPECT_NE(WhyNone(exchanged).find("timed out"), std::string::npos) << WhyNone(exchanged);
  }
}

// What these servers send is refused long before the deadline.
TEST(HttpClient, ReadsNoMoreThanItsLimits) {
  const std::pair<std::string, std::string> endless[] = {
      {"", "HTTP/1.1 100 Continue\r\n\r\n"},
      {"HTTP/1.1 ", "2"},
      {"HTTP/1.1 200 OK\r\n", "A: b\r\n"},
      {"HTTP/1.1 200 OK\r\n\r\n", std::string(65536, 'x')},
      {std::string(kChunked), "0"},
      {std::string(kChunked) + "1;", "e"},
      {std::string(kChunked) + "0\r\n", "T: " + std::string(2000, 't') + "\r\n"},
      {std::string(kChunked) + "0\r\n", "t"},
  };
  for (const auto& [head, piece] : endless) {
    LoopbackServer server([&head = head, &piece = piece](Peer& peer) {
      peer.ReadHead();
      peer.Send(head);
      std::string many;
      while (many.size() < 65536) many += piece;
      peer.SendForEver(many);
    });
    const Exchanged exchanged = Ask(server, 30s);
    EXPECT_EQ(WhyNone(exchanged).find("timed out"), std::string::npos) << head << piece;
    EXPECT_NE(WhyNone(exchanged).find("too "), std::string::npos) << WhyNone(exchanged);
  }
}

TEST(HttpClient, StopsWhenTheProgramIsInterrupted) {
  LoopbackServer server([](Peer& peer) {
    peer.ReadHead();
    peer.Send(kChunked);
    peer.SendForEver("1;" + std::string(3000, 'e') + "\r\nx\r\n");
  });
  std::atomic<bool> interrupted = false;
  const RequestDeadline deadline(SteadyClock::now() + 60s, &interrupted);
  std::thread signal([&interrupted] {
    std::this_thread::sleep_for(200ms);
    interrupted = true;
  });
  const auto begin = SteadyClock::now();
  const Exchanged exchanged = server.Client().Exchange(kGet, "GET", deadline);
  signal.join();
  EXPECT_LT(SteadyClock::now() - begin, 5s);
  EXPECT_TRUE(std::holds_alternative<ExchangeError>(exchanged));
}

TEST(HttpClient, DoesNotTakeABodyThatTheDeadlineCutForAWholeOne) {
  LoopbackServer server([](Peer& peer) {
    peer.ReadHead();
    peer.Send("HTTP/1.1 200 OK\r\n\r\nhalf");
    peer.ReadHead();  // until the client closes the connection
  });
  EXPECT_NE(WhyNone(Ask(server, 200ms)).find("timed out"), std::string::npos);
}

TEST(HttpClient, TellsTheStatusOfAResponseWhoseBodyWasCutOff) {
  LoopbackServer server(Always("HTTP/1.1 206 X\r\nContent-Length: 9\r\n\r\nabc"));
  const Exchanged exchanged = Ask(server);
  ASSERT_TRUE(std::holds_alternative<ExchangeError>(exchanged));
  EXPECT_EQ(std::get<ExchangeError>(exchanged).status, 206);
  EXPECT_EQ(WhyNone(exchanged), "the connection ended after 3 of 9 bytes of the body");

  LoopbackServer within_head(Always("HTTP/1.1 206 X\r\nContent-"));
  EXPECT_EQ(std::get<ExchangeError>(Ask(within_head)).status, std::nullopt);
}

TEST(HttpClient, BreaksOffADownloadWhenItHasEnough) {
  std::size_t sent = 0;
  {
    LoopbackServer server([&sent](Peer& peer) {
      peer.ReadHead();
      peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n");
      sent = peer.Send(std::string(8'000'000, 'x'));
    });
    TransferControl control;
    control.enough = 1000;
    const Exchanged exchanged = Ask(server, 20s, control);
    ASSERT_TRUE(std::holds_alternative<HttpResponse>(exchanged)) << WhyNone(exchanged);
    EXPECT_EQ(std::get<HttpResponse>(exchanged).status, 200);
    EXPECT_EQ(std::get<HttpResponse>(exchanged).body, "");
  }
  EXPECT_LT(sent, 8'000'000U);
}

TEST(HttpClient, NamesTheAddressThatCannotBeReached) {
  std::optional<HttpClient> client;
  std::string name;
  {
    LoopbackServer server(Always(""));
    client = server.Client();
    name = server.Url().Authority();
  }
  const Exchanged exchanged = client->Exchange(kGet, "GET", RequestDeadline());
  EXPECT_EQ(WhyNone(exchanged), "cannot connect to " + name + ": Connection refused");
}

TEST(Resolve, TakesLocalhostForTheLoopback) {
  const auto resolved = Resolve({"http", "localhost", 80});
  ASSERT_TRUE(std::holds_alternative<std::vector<Address>>(resolved));
  EXPECT_FALSE(std::get<std::vector<Address>>(resolved).empty());
}

TEST(Resolve, NamesAHostThatDoesNotExist) {
  const auto resolved = Resolve({"http", "no-such-host.invalid", 80});
  ASSERT_TRUE(std::holds_alternative<std::string>(resolved));
  EXPECT_TRUE(std::get<std::string>(resolved).starts_with("cannot look up no-such-host.invalid: "));
}

}  // namespace
}  // namespace countersign
