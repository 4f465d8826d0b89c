#include <iterator>

#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/json_reader.h"

namespace countersign {
namespace {

using Element = JsonReader::Element;
using enum Presence;

constexpr int kProtocol = 1;
constexpr std::size_t kLongestMessage = 2000;  // bytes of a fault's message that are shown
constexpr std::size_t kLongestName = 200;      // bytes of the adapter's name, version, language

constexpr std::string_view kOps[] = {"presign", "verify"};
constexpr std::string_view kClocks[] = {"injected", "ambient"};
constexpr std::string_view kErrorLevels[] = {"outcome", "class", "code"};

bool ReadProtocol(const Element& element, int& out, JsonReader& reader) {
  if (!ReadInt(element, out, reader)) return false;
  if (out == kProtocol) return true;
  return reader.Fail("this harness speaks protocol 1, the adapter speaks " + std::to_string(out));
}

bool ReadOps(const Element& element, std::vector<std::string>& out, JsonReader& reader) {
  if (!ReadList<OneOf<kOps>>(element, out, reader)) return false;
  if (out.size() > std::size(kOps)) return reader.Fail("expected each operation once");
  return !out.empty() || reader.Fail("expected at least one of presign, verify");
}

// "presign (session-token, …)"
std::string KnownFeatures(Op op) {
  std::string text(OpName(op));
  std::string separator = " (";
  for (const std::string_view feature : Features(op)) {
    text += separator + std::string(feature);
    separator = ", ";
  }
  return text + ")";
}

bool ReadFeature(const Element& element, std::string& out, JsonReader& reader) {
  if (!ReadText(element, out, reader)) return false;
  return IsFeature(out) ||
         reader.Fail("expected a feature of " + KnownFeatures(Op::kPresign) + " or of " +
                     KnownFeatures(Op::kVerify) + ", found " + Excerpt(out));
}

bool ReadFeatures(const Element& element, std::vector<std::string>& out, JsonReader& reader) {
  constexpr std::size_t kMost = 64;
  if (!ReadList<ReadFeature>(element, out, reader)) return false;
  return out.size() <= kMost || reader.Fail("expected each feature once");
}

// Every report and every result names the adapter.
bool ReadName(const Element& element, std::string& out, JsonReader& reader) {
  if (!ReadText(element, out, reader)) return false;
  if (out.size() > kLongestName) out = Excerpt(out, kLongestName);
  return true;
}

bool ReadClock(const Element& element, Clock& out, JsonReader& reader) {
  std::string text;
  if (!OneOf<kClocks>(element, text, reader)) return false;
  out = text == "ambient" ? Clock::kAmbient : Clock::kInjected;
  return true;
}

bool ReadErrorLevel(const Element& element, ErrorLevel& out, JsonReader& reader) {
  std::string text;
  if (!OneOf<kErrorLevels>(element, text, reader)) return false;
  out = text == "code"    ? ErrorLevel::kCode
        : text == "class" ? ErrorLevel::kClass
                          : ErrorLevel::kOutcome;
  return true;
}

bool ReadMaxInflight(const Element& element, int& out, JsonReader& reader) {
  if (!ReadInt(element, out, reader)) return false;
  return out >= 1 || reader.Fail("expected at least 1, found " + std::to_string(out));
}

constexpr Field<AdapterInfo> kHelloFields[] = {
    {"protocol", kRequired, Into<&AdapterInfo::protocol, ReadProtocol>},
    {"name", kRequired, Into<&AdapterInfo::name, ReadName>},
    {"version", kOptional, Into<&AdapterInfo::version, ReadName>},
    {"language", kOptional, Into<&AdapterInfo::language, ReadName>},
    {"ops", kRequired, Into<&AdapterInfo::ops, ReadOps>},
    {"features", kOptional, Into<&AdapterInfo::features, ReadFeatures>},
    {"clock", kOptional, Into<&AdapterInfo::clock, ReadClock>},
    {"errors", kOptional, Into<&AdapterInfo::errors, ReadErrorLevel>},
    {"max_inflight", kOptional, Into<&AdapterInfo::max_inflight, ReadMaxInflight>},
};
constexpr Field<AdapterInfo> kProtocolField[] = {kHelloFields[0]};

struct FaultMessage {
  std::string message;
};
constexpr Field<FaultMessage> kFaultMessageFields[] = {
    {"message", kOptional, Into<&FaultMessage::message, ReadBytes>},
};

// ReadFault turns an adapter's refusal to serve into the error.
template <typename T>
bool ReadFault(const Element& element, T&, JsonReader& reader) {
  FaultMessage fault;
  if (!Nested<kFaultMessageFields>(element, fault, reader)) return false;
  return reader.Fail("the adapter cannot serve: " + Excerpt(fault.message, kLongestMessage));
}

bool ReadHelloId(const Element& element, std::int64_t& out, JsonReader& reader) {
  if (!ReadInteger(element, out, reader)) return false;
  return out == 0 || reader.Fail("expected 0, found " + std::to_string(out));
}

struct Line {
  std::int64_t id = 0;
  AdapterInfo ok;
};
constexpr Field<Line> kLineFields[] = {
    {"id", kRequired, Into<&Line::id, ReadHelloId>},
    {"ok", kRequired, Into<&Line::ok, Nested<kHelloFields, AdapterInfo>>},
    {"fault", kOptional, ReadFault<Line>},
};
constexpr Field<Line> kProtocolLineFields[] = {
    {"ok", kOptional, Into<&Line::ok, Nested<kProtocolField, AdapterInfo>>},
};

}  // namespace

Decoded<AdapterInfo> DecodeHelloAnswer(std::string_view line) {
  // The protocol's number first: a later version may have fields that this one does not know.
  JsonReader lenient(Unknown::kIgnored);
  Element root;
  Line decoded;
  if (!lenient.Parse(line, root) || !Nested<kProtocolLineFields>(root, decoded, lenient)) {
    return lenient.TakeError();
  }
  JsonReader reader(Unknown::kRefused);
  decoded = {};
  if (!Nested<kLineFields>(root, decoded, reader)) return reader.TakeError();
  return decoded.ok;
}

}  // namespace countersign
