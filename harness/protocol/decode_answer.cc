#include <charconv>
#include <utility>

#include "protocol/codec.h"
#include "protocol/json_reader.h"

namespace countersign {
namespace {

using Element = JsonReader::Element;
using enum Presence;

constexpr auto ReadHeaders = ReadList<ReadPair<ReadText>, NameValue>;

bool ReadStatus(const Element& element, int& out, JsonReader& reader) {
  if (!ReadInt(element, out, reader)) return false;
  if (out >= 100 && out <= 599) return true;
  return reader.Fail("expected an HTTP status, 100 to 599, found " + std::to_string(out));
}

constexpr Field<OkAnswer> kPresignOkFields[] = {
    {"url", kRequired, Into<&OkAnswer::url, ReadBytes>},
    {"headers", kOptional, Into<&OkAnswer::headers, ReadHeaders>},
    {"canonical_request", kOptional, Into<&OkAnswer::canonical_request, ReadBytes>},
    {"string_to_sign", kOptional, Into<&OkAnswer::string_to_sign, ReadBytes>},
};
constexpr Field<OkAnswer> kVerifyOkFields[] = {
    {"principal", kOptional, Into<&OkAnswer::principal, ReadBytes>},
    {"canonical_request", kOptional, Into<&OkAnswer::canonical_request, ReadBytes>},
    {"string_to_sign", kOptional, Into<&OkAnswer::string_to_sign, ReadBytes>},
};

constexpr Field<RejectAnswer> kPresignRejectFields[] = {
    {"class", kRequired, Into<&RejectAnswer::rejection_class, ReadText>},
    {"message", kOptional, Into<&RejectAnswer::message, ReadBytes>},
};
constexpr Field<RejectAnswer> kVerifyRejectFields[] = {
    {"status", kOptional, Into<&RejectAnswer::status, ReadStatus>},
    {"code", kOptional, Into<&RejectAnswer::code, ReadText>},
    {"class", kOptional, Into<&RejectAnswer::rejection_class, ReadText>},
    {"message", kOptional, Into<&RejectAnswer::message, ReadBytes>},
    {"canonical_request", kOptional, Into<&RejectAnswer::canonical_request, ReadBytes>},
    {"string_to_sign", kOptional, Into<&RejectAnswer::string_to_sign, ReadBytes>},
};

constexpr Field<SkipAnswer> kSkipFields[] = {
    {"feature", kOptional, Into<&SkipAnswer::feature, ReadText>},
    {"issue", kOptional, Into<&SkipAnswer::issue, ReadText>},
};
constexpr Field<FaultAnswer> kFaultFields[] = {
    {"message", kOptional, Into<&FaultAnswer::message, ReadBytes>},
};

bool ReadSkip(const Element& element, SkipAnswer& out, JsonReader& reader) {
  if (!Nested<kSkipFields>(element, out, reader)) return false;
  const bool has_reason =
      (out.feature && !out.feature->empty()) || (out.issue && !out.issue->empty());
  return has_reason || reader.Fail("expected a feature or an issue as the reason");
}

// Members is a line before it is known to hold exactly one of the four.
struct Members {
  std::int64_t id = 0;
  std::optional<OkAnswer> ok;
  std::optional<RejectAnswer> reject;
  std::optional<SkipAnswer> skip;
  std::optional<FaultAnswer> fault;
};
constexpr Field<Members> kPresignAnswerFields[] = {
    {"id", kRequired, Into<&Members::id, ReadInteger>},
    {"ok", kOptional, Into<&Members::ok, Nested<kPresignOkFields, OkAnswer>>},
    {"reject", kOptional, Into<&Members::reject, Nested<kPresignRejectFields, RejectAnswer>>},
    {"skip", kOptional, Into<&Members::skip, ReadSkip>},
    {"fault", kOptional, Into<&Members::fault, Nested<kFaultFields, FaultAnswer>>},
};
constexpr Field<Members> kVerifyAnswerFields[] = {
    {"id", kRequired, Into<&Members::id, ReadInteger>},
    {"ok", kOptional, Into<&Members::ok, Nested<kVerifyOkFields, OkAnswer>>},
    {"reject", kOptional, Into<&Members::reject, Nested<kVerifyRejectFields, RejectAnswer>>},
    {"skip", kOptional, Into<&Members::skip, ReadSkip>},
    {"fault", kOptional, Into<&Members::fault, Nested<kFaultFields, FaultAnswer>>},
};

std::string Listed(const Members& members) {
  std::string names;
  if (members.ok) names += "ok and ";
  if (members.reject) names += "reject and ";
  if (members.skip) names += "skip and ";
  if (members.fault) names += "fault and ";
  names.resize(names.size() - std::string_view(" and ").size());
  return names;
}

Decoded<AnswerLine> TheOne(Members members) {
  const int count = members.ok.has_value() + members.reject.has_value() + members.skip.has_value() +
                    members.fault.has_value();
  if (count == 0) return ProtocolError{"expected one of ok, reject, skip, fault, found none"};
  if (count > 1) {
    return ProtocolError{"expected one of ok, reject, skip, fault, found " + Listed(members)};
  }
  if (members.ok) return AnswerLine{members.id, *std::move(members.ok)};
  if (members.reject) return AnswerLine{members.id, *std::move(members.reject)};
  if (members.skip) return AnswerLine{members.id, *std::move(members.skip)};
  return AnswerLine{members.id, *std::move(members.fault)};
}

struct OnlyId {
  std::int64_t id = 0;
};
constexpr Field<OnlyId> kOnlyIdFields[] = {
    {"id", kRequired, Into<&OnlyId::id, ReadInteger>},
};

// LeadingId reads the id of a line that begins as ours do, without parsing it.
std::optional<std::int64_t> LeadingId(std::string_view line) {
  constexpr std::string_view kStart = "{\"id\":";
  if (!line.starts_with(kStart)) return std::nullopt;
  std::int64_t id = 0;
  const auto [end, error] =
      std::from_chars(line.data() + kStart.size(), line.data() + line.size(), id);
  if (error != std::errc() || end == line.data() + line.size() || *end != ',') return std::nullopt;
  return id;
}

}  // namespace

Decoded<AnswerLine> DecodeAnswer(std::string_view line, Op asked) {
  JsonReader reader(Unknown::kRefused);
  Element root;
  Members members;
  if (!reader.Parse(line, root)) return reader.TakeError();
  const bool read = asked == Op::kPresign ? Nested<kPresignAnswerFields>(root, members, reader)
                                          : Nested<kVerifyAnswerFields>(root, members, reader);
  if (!read) return reader.TakeError();
  return TheOne(std::move(members));
}

Decoded<std::int64_t> DecodeAnswerId(std::string_view line) {
  if (const std::optional<std::int64_t> id = LeadingId(line)) return *id;
  JsonReader reader(Unknown::kIgnored);
  Element root;
  OnlyId only;
  if (!reader.Parse(line, root) || !Nested<kOnlyIdFields>(root, only, reader)) {
    return reader.TakeError();
  }
  return only.id;
}

}  // namespace countersign
