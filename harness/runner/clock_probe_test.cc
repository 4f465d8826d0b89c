#include "runner/clock_probe.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

#include "runner/fake_connection.h"
#include "sigv4/timestamp.h"

namespace countersign {
namespace {

using namespace std::chrono_literals;

Timestamp NowOf(const RequestMessage& request) {
  return *std::visit([](const auto& message) { return ParseRfc3339(message.now); }, request);
}

Timestamp MachineTime() {
  return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

// The faults that the probe finds in an implementation of one operation.
std::vector<AdapterBroke> Probe(const std::string& op, FakeConnection::Answering answering) {
  AdapterInfo adapter_info;
  adapter_info.protocol = 1;
  adapter_info.name = "fake";
  adapter_info.version = "1";
  adapter_info.language = "c++";
  adapter_info.ops = {op};
  const StopSignal stop(nullptr);
  auto session =
      Session::Open(FakeConnection::Connect(adapter_info, answering), {1s, 1s, &stop}, 1);
  if (session.index() != 0) return {std::get<AdapterBroke>(session)};
  return ProbeClock(*std::get<0>(session)).faults;
}

Answer UrlOf(Timestamp time) {
  OkAnswer ok;
  ok.url = "https://h/?X-Amz-Date=" + FormatAmzDate(time) + "&X-Amz-Expires=3600";
  return ok;
}

Answer Refuse() {
  RejectAnswer reject;
  reject.rejection_class = "access-denied";
  return reject;
}

// Accepts a URL if the time is in its lifetime.
Answer VerifyAt(const RequestMessage& request, Timestamp time) {
  const std::string& target = std::get<VerifyMessage>(request).request.target;
  const std::string date = target.substr(target.find("X-Amz-Date=") + 11, 16);
  const Timestamp signing_time = *ParseAmzDate(date);
  const bool fresh = time >= signing_time - 15min && time < signing_time + 3600s;
  return fresh ? Answer(OkAnswer{}) : Refuse();
}

TEST(ClockProbe, AcceptsAPresignerWhoseDateIsNow) {
  EXPECT_TRUE(Probe("presign", [](const auto& request) { return UrlOf(NowOf(request)); }).empty());
}

TEST(ClockProbe, CatchesAPresignerOnTheMachinesClock) {
  const auto faults = Probe("presign", [](const auto&) { return UrlOf(MachineTime()); });
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_NE(faults[0].reason.find("when now is 2013-05-24T00:00:00Z"), std::string::npos)
      << faults[0].reason;
}

TEST(ClockProbe, CatchesAPresignerWhoseClockDoesNotMove) {
  const Timestamp still = *ParseRfc3339("2013-05-24T00:00:00Z");
  EXPECT_EQ(Probe("presign", [=](const auto&) { return UrlOf(still); }).size(), 1u);
}

TEST(ClockProbe, LeavesAPresignerThatRefusesToTheCases) {
  RejectAnswer reject;
  reject.rejection_class = "bad-input";
  EXPECT_TRUE(Probe("presign", [=](const auto&) { return reject; }).empty());
}

TEST(ClockProbe, AcceptsAVerifierThatExpiresByNow) {
  EXPECT_TRUE(Probe("verify", [](const auto& request) {
                return VerifyAt(request, NowOf(request));
              }).empty());
}

TEST(ClockProbe, CatchesAVerifierOnTheMachinesClock) {
  const auto faults =
      Probe("verify", [](const auto& request) { return VerifyAt(request, MachineTime()); });
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_NE(faults[0].reason.find("the machine's clock"), std::string::npos) << faults[0].reason;
}

TEST(ClockProbe, CatchesAVerifierWhoseClockDoesNotMove) {
  for (const char* still : {"2013-05-24T00:00:00Z", "2019-11-03T07:00:00Z"}) {
    const Timestamp time = *ParseRfc3339(still);
    EXPECT_EQ(Probe("verify", [=](const auto& request) { return VerifyAt(request, time); }).size(),
              1u)
        << still;
  }
}

// Its signing key is that of the first day, or its window begins at midnight: not its clock.
TEST(ClockProbe, LeavesAVerifierThatRefusesOneOfTwoFreshUrlsToTheCases) {
  for (const char* refused : {"20130524", "20191103"}) {
    EXPECT_TRUE(Probe("verify",
                      [=](const auto& request) {
                        const std::string& target = std::get<VerifyMessage>(request).request.target;
                        if (target.find(std::string("X-Amz-Date=") + refused) != std::string::npos)
                          return Refuse();
                        return VerifyAt(request, NowOf(request));
                      })
                    .empty())
        << refused;
  }
}

// Both are wrong, but not about the time: their cases say what is wrong.
TEST(ClockProbe, LeavesAVerifierThatAcceptsOrRefusesEverythingToTheCases) {
  EXPECT_TRUE(Probe("verify", [](const auto&) { return OkAnswer{}; }).empty());
  EXPECT_TRUE(Probe("verify", [](const auto&) { return Refuse(); }).empty());
}

}  // namespace
}  // namespace countersign
