#include "runner/trace.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "runner/fake_connection.h"
#include "testing/example.h"
#include "testing/temporary_folder.h"

namespace countersign {
namespace {

class TraceTest : public TemporaryFolderTest {
 protected:
  std::string Path() const { return folder_ / "trace"; }

  std::string Text() const {
    std::ifstream file(Path());
    return {std::istreambuf_iterator<char>(file), {}};
  }

  // The trace of one request and this answer to it.
  std::string Traces(TracedKeys keys, const RequestMessage& request, const Answer& answer) {
    auto trace = std::get<std::shared_ptr<Trace>>(Trace::Open(Path(), keys));
    AdapterInfo adapter_info;
    adapter_info.ops = {"presign", "verify"};
    const auto connect =
        Traced(FakeConnection::Connect(adapter_info, [&](const auto&) { return answer; }), trace);
    const auto connection = std::get<std::unique_ptr<Connection>>(connect());
    connection->Send(EncodeHelloRequest(1));
    connection->Receive({});
    connection->SendRequest(1, request);
    connection->Receive({});
    connection->Close();
    return Text();
  }
};

PresignMessage WithToken() {
  PresignMessage message = PresignOfKey("a.txt");
  message.credentials.secret_access_key = "SECRET/EXAMPLE";
  message.credentials.session_token = "TOKEN+EXAMPLE";
  return message;
}

TEST_F(TraceTest, HasEachLineInBothDirections) {
  const std::string text = Traces(TracedKeys::kPublished, WithToken(), RejectAnswer{});
  EXPECT_EQ(text.find("1 -> {\"id\":0,\"op\":\"hello\""), 0u) << text;
  EXPECT_NE(text.find("\n1 <- {\"id\":0,\"ok\":{"), std::string::npos) << text;
  EXPECT_NE(text.find("\n1 -> {\"id\":1,\"op\":\"presign\""), std::string::npos) << text;
  EXPECT_NE(text.find("\n1 <- {\"id\":1,\"reject\":{}}\n1 !! ended in order\n"), std::string::npos)
      << text;
}

TEST_F(TraceTest, HasNoSecret) {
  OkAnswer ok;
  ok.url = "https://h/?X-Amz-Security-Token=TOKEN%2BEXAMPLE&echo=SECRET/EXAMPLE";
  const std::string text = Traces(TracedKeys::kPublished, WithToken(), ok);
  EXPECT_NE(text.find("echo="), std::string::npos) << text;
  for (const char* secret : {"SECRET", "TOKEN"}) {
    EXPECT_EQ(text.find(secret), std::string::npos) << text;
  }
}

TEST_F(TraceTest, HasNoSecretOfWhichAnEarlierOneIsAPart) {
  auto trace = std::get<std::shared_ptr<Trace>>(Trace::Open(Path(), TracedKeys::kPublished));
  OkAnswer ok;
  ok.url = "https://h/?echo=SECRET/EXAMPLE";
  int asked = 0;
  const auto second = [&](const auto&) { return ++asked == 1 ? Answer(RejectAnswer{}) : ok; };
  const auto connect = Traced(FakeConnection::Connect({}, second), trace);
  const auto connection = std::get<std::unique_ptr<Connection>>(connect());
  PresignMessage first = WithToken();
  first.credentials.secret_access_key = "T/EX";
  for (const PresignMessage& one : {first, WithToken()}) {
    connection->SendRequest(1, one);
    connection->Receive({});
  }
  EXPECT_EQ(Text().find("SECRE"), std::string::npos) << Text();
}

TEST_F(TraceTest, HasNoSignatureOfARealKey) {
  const VerifyMessage message = VerifyOfTarget("/a?X-Amz-Signature=0123abcd&b=1");
  EXPECT_NE(Traces(TracedKeys::kPublished, message, OkAnswer{}).find("0123abcd"),
            std::string::npos);
  const std::string text = Traces(TracedKeys::kReal, message, OkAnswer{});
  EXPECT_NE(text.find("X-Amz-Signature=[redacted]&b=1"), std::string::npos) << text;
}

TEST_F(TraceTest, HasNoSignatureThatACaseWritesInAnotherWay) {
  const std::string signature = "ff764e3c14e9a83c8bfdddd061c813fb0d51a8e612f6c8f2806aa60d2a17b878";
  for (const std::string target :
       {"/a?X-Amz-Signature=x", "/a?x-amz-signature=", "/a?%58-Amz-Signature=",
        "/a?X-Amz-Signature=1&X-Amz-Signature=", "/a?Signature=;", "/"}) {
    const std::string text =
        Traces(TracedKeys::kReal, VerifyOfTarget(target + signature + "&b=1"), OkAnswer{});
    EXPECT_EQ(text.find(signature.substr(0, 16)), std::string::npos) << text;
    EXPECT_NE(text.find("&b=1"), std::string::npos) << text;
  }
}

TEST_F(TraceTest, EscapesControlCharacters) {
  auto trace = std::get<std::shared_ptr<Trace>>(Trace::Open(Path(), TracedKeys::kPublished));
  trace->Write(7, "<-", "a\x1b[2J\nb\x7f\xff##[c]");
  EXPECT_EQ(Text(), "7 <- a\\x1b[2J\\nb\\x7f\\xff\\x23#[c]\n");
  EXPECT_EQ(trace->Error(), std::nullopt);
}

TEST_F(TraceTest, HasALongestSize) {
  auto trace = std::get<std::shared_ptr<Trace>>(Trace::Open(Path(), TracedKeys::kPublished, 16));
  trace->Write(1, "<-", "ab");
  trace->Write(1, "<-", "c");
  EXPECT_FALSE(trace->IsCut());
  trace->Write(1, "<-", "d");
  trace->Write(1, "<-", "");
  EXPECT_TRUE(trace->IsCut());
  EXPECT_EQ(Text(), "1 <- ab\n1 <- c\n(the trace ends here: it has reached its longest size)\n");
}

TEST_F(TraceTest, SaysWhyItCannotBeWritten) {
  EXPECT_EQ(std::get<std::string>(Trace::Open("/no/such/folder/trace", TracedKeys::kPublished)),
            "cannot be written: No such file or directory");
  auto full = std::get<std::shared_ptr<Trace>>(Trace::Open("/dev/full", TracedKeys::kPublished));
  full->Write(1, "<-", "a");
  EXPECT_EQ(full->Error(), "cannot be written: No space left on device");
}

}  // namespace
}  // namespace countersign
