#include "reference_adapter/serve_adapter.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <string>
#include <string_view>
#include <thread>

namespace countersign {
namespace {

// An adapter that answers each request with the request, in brackets.
void* EchoOpen(const char* adapter_info, size_t length, countersign_emit emit, void* sink) {
  emit(sink, adapter_info, length);
  static int state = 0;
  return std::string_view(adapter_info, length) == "refuse me" ? nullptr : &state;
}
void EchoCall(void*, const char* request, size_t length, countersign_emit emit, void* sink) {
  const std::string answer = std::string("[").append(request, length).append("]");
  emit(sink, answer.data(), answer.size());
}
void EchoClose(void*) {}
constexpr countersign_adapter kEcho = {sizeof(countersign_adapter), 1, EchoOpen, EchoCall,
                                       EchoClose};

// Served runs Serve in a thread between two pipes.
class Served {
 public:
  Served() {
    EXPECT_EQ(pipe(requests_), 0);
    EXPECT_EQ(pipe(answers_), 0);
    thread_ = std::thread([this] {
      status_ = Serve(kEcho, requests_[0], answers_[1]);
      close(answers_[1]);
      close(requests_[0]);
    });
  }
  ~Served() {
    if (thread_.joinable()) End();
    close(answers_[0]);
  }

  void Write(std::string_view octets) {
    ASSERT_EQ(write(requests_[1], octets.data(), octets.size()),
              static_cast<ssize_t>(octets.size()));
  }
  // ReadSome returns what one read(2) gets.
  std::string ReadSome() {
    std::string octets(1 << 20, '\0');
    const ssize_t n = read(answers_[0], octets.data(), octets.size());
    octets.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
    return octets;
  }
  std::string ReadAll() {
    std::string all;
    for (std::string some = ReadSome(); !some.empty(); some = ReadSome()) all += some;
    return all;
  }
  void EndInput() { close(requests_[1]); }
  int Status() {
    thread_.join();
    return status_;
  }

 private:
  void End() {
    EndInput();
    thread_.join();
  }

  int requests_[2];
  int answers_[2];
  int status_ = -1;
  std::thread thread_;
};

TEST(Serve, AnswersALineAsSoonAsItIsWhole) {
  Served served;
  served.Write("hello\n");
  EXPECT_EQ(served.ReadSome(), "hello\n");
  served.Write("par");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));
  served.Write("tial\n");
  EXPECT_EQ(served.ReadSome(), "[partial]\n");
}

TEST(Serve, AnswersWhatArrivedTogetherInOneWrite) {
  Served served;
  served.Write("hello\n1\n2\n3\n4");
  EXPECT_EQ(served.ReadSome(), "hello\n[1]\n[2]\n[3]\n");
  served.Write("\n");
  EXPECT_EQ(served.ReadSome(), "[4]\n");
}

// Expects what is served to an input that ends, and the status.
void ExpectServed(const std::string& input, const std::string& output, int status) {
  Served served;
  served.Write(input);
  served.EndInput();
  EXPECT_EQ(served.ReadAll(), output);
  EXPECT_EQ(served.Status(), status);
}

TEST(Serve, EndsWithItsInput) {
  ExpectServed("hello\n1\nno line feed", "hello\n[1]\n[no line feed]\n", 0);
}

TEST(Serve, EndsInOrderWhereNothingIsAsked) { ExpectServed("", "", 0); }

TEST(Serve, TellsWhyTheHelloWasRefused) { ExpectServed("refuse me\n1\n", "refuse me\n", 1); }

TEST(Serve, TakesLinesLongerThanAPipe) {
  Served served;
  const std::string line(300'000, 'x');
  std::thread writer([&] {
    served.Write("hello\n" + line + "\n" + line + "\n");
    served.EndInput();
  });
  const std::string all = served.ReadAll();
  writer.join();
  EXPECT_TRUE(all == "hello\n[" + line + "]\n[" + line + "]\n") << all.size();
  EXPECT_EQ(served.Status(), 0);
}

TEST(Serve, GivesUpWhereNobodyReads) {
  std::signal(SIGPIPE, SIG_IGN);
  int requests[2];
  int answers[2];
  ASSERT_EQ(pipe(requests), 0);
  ASSERT_EQ(pipe(answers), 0);
  close(answers[0]);
  ASSERT_EQ(write(requests[1], "hello\n", 6), 6);
  EXPECT_EQ(Serve(kEcho, requests[0], answers[1]), 1);
  close(requests[0]);
  close(requests[1]);
  close(answers[1]);
}

}  // namespace
}  // namespace countersign
