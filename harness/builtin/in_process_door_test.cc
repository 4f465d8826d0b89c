#include "builtin/in_process_door.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace countersign {
namespace {

int open_states = 0;

// An adapter that answers a request once for each of its octets, with the request.
void* Open(const char* hello, size_t length, countersign_emit emit, void* sink) {
  emit(sink, hello, length);
  if (std::string_view(hello, length) == "refuse me") return nullptr;
  ++open_states;
  return &open_states;
}
void Call(void*, const char* request, size_t length, countersign_emit emit, void* sink) {
  for (size_t i = 0; i < length; ++i) emit(sink, request, length);
}
void Close(void*) { --open_states; }
constexpr countersign_adapter kRepeater = {sizeof(countersign_adapter), 1, Open, Call, Close};

std::unique_ptr<Door> Opened() {
  return std::get<std::unique_ptr<Door>>(InProcessOpener(kRepeater)());
}

std::string Received(Door& door) {
  const auto received = door.Receive(Door::Deadline::max());
  if (const auto* failure = std::get_if<AdapterFailure>(&received)) return "! " + failure->reason;
  return std::string(std::get<std::string_view>(received));
}

TEST(InProcessDoor, HandsOutAnswersInOrder) {
  const std::unique_ptr<Door> door = Opened();
  EXPECT_TRUE(door->Send("hello"));
  EXPECT_TRUE(door->Send("ab"));
  EXPECT_TRUE(door->Send("c"));
  EXPECT_EQ(Received(*door), "hello");
  EXPECT_EQ(Received(*door), "ab");
  EXPECT_EQ(Received(*door), "ab");
  EXPECT_EQ(Received(*door), "c");
}

TEST(InProcessDoor, DoesNotWaitForAnAnswerThatCannotCome) {
  const std::unique_ptr<Door> door = Opened();
  EXPECT_TRUE(door->Send("hello"));
  EXPECT_EQ(Received(*door), "hello");
  EXPECT_TRUE(door->Send(""));
  EXPECT_EQ(Received(*door), "! it returned without an answer");
}

TEST(InProcessDoor, TakesNothingAfterARefusedHello) {
  const std::unique_ptr<Door> door = Opened();
  EXPECT_TRUE(door->Send("refuse me"));
  EXPECT_FALSE(door->Send("ab"));
  EXPECT_EQ(Received(*door), "refuse me");
  EXPECT_EQ(Received(*door), "! it refused the hello");
  EXPECT_EQ(door->Close(), std::nullopt);
}

TEST(InProcessDoor, ClosesWhatItOpenedOnce) {
  {
    const std::unique_ptr<Door> door = Opened();
    door->Send("hello");
    EXPECT_EQ(open_states, 1);
    EXPECT_EQ(door->Close().has_value(), false);
    EXPECT_EQ(open_states, 0);
  }
  EXPECT_EQ(open_states, 0);
  Opened()->Send("hello");
  EXPECT_EQ(open_states, 0);
}

}  // namespace
}  // namespace countersign
