#include "reference_adapter/in_process_connection.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace countersign {
namespace {

int open_states = 0;

// An adapter that answers a request once for each of its octets, with the request.
void* Open(const char* adapter_info, size_t length, countersign_emit emit, void* sink) {
  emit(sink, adapter_info, length);
  if (std::string_view(adapter_info, length) == "refuse me") return nullptr;
  ++open_states;
  return &open_states;
}
void Call(void*, const char* request, size_t length, countersign_emit emit, void* sink) {
  for (size_t i = 0; i < length; ++i) emit(sink, request, length);
}
void Close(void*) { --open_states; }
constexpr countersign_adapter kRepeater = {sizeof(countersign_adapter), 1, Open, Call, Close};

std::unique_ptr<Connection> Opened() {
  return std::get<std::unique_ptr<Connection>>(InProcessConnector(kRepeater)());
}

std::string Received(Connection& connection) {
  const auto received = connection.Receive(Connection::Deadline::max());
  if (const auto* failure = std::get_if<AdapterBroke>(&received)) return "! " + failure->reason;
  return std::string(std::get<std::string_view>(received));
}

TEST(InProcessConnection, HandsOutAnswersInOrder) {
  const std::unique_ptr<Connection> connection = Opened();
  EXPECT_TRUE(connection->Send("hello"));
  EXPECT_TRUE(connection->Send("ab"));
  EXPECT_TRUE(connection->Send("c"));
  EXPECT_EQ(Received(*connection), "hello");
  EXPECT_EQ(Received(*connection), "ab");
  EXPECT_EQ(Received(*connection), "ab");
  EXPECT_EQ(Received(*connection), "c");
}

TEST(InProcessConnection, DoesNotWaitForAnAnswerThatCannotCome) {
  const std::unique_ptr<Connection> connection = Opened();
  EXPECT_TRUE(connection->Send("hello"));
  EXPECT_EQ(Received(*connection), "hello");
  EXPECT_TRUE(connection->Send(""));
  EXPECT_EQ(Received(*connection), "! it returned without an answer");
}

TEST(InProcessConnection, TakesNothingAfterARefusedHello) {
  const std::unique_ptr<Connection> connection = Opened();
  EXPECT_TRUE(connection->Send("refuse me"));
  EXPECT_FALSE(connection->Send("ab"));
  EXPECT_EQ(Received(*connection), "refuse me");
  EXPECT_EQ(Received(*connection), "! it refused the hello");
  EXPECT_EQ(connection->Close(), std::nullopt);
}

TEST(InProcessConnection, ClosesWhatItOpenedOnce) {
  {
    const std::unique_ptr<Connection> connection = Opened();
    connection->Send("hello");
    EXPECT_EQ(open_states, 1);
    EXPECT_EQ(connection->Close().has_value(), false);
    EXPECT_EQ(open_states, 0);
  }
  EXPECT_EQ(open_states, 0);
  Opened()->Send("hello");
  EXPECT_EQ(open_states, 0);
}

}  // namespace
}  // namespace countersign
