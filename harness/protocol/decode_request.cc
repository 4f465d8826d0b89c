#include <algorithm>
#include <array>
#include <utility>

#include "protocol/adapter_info.h"
#include "protocol/codec.h"
#include "protocol/json_reader.h"

namespace countersign {
namespace {

using Element = JsonReader::Element;
using enum Presence;

constexpr std::string_view kKinds[] = {"root", "iam-user", "sts", "instance-profile"};
constexpr std::string_view kModes[] = {"ReadWrite", "ReadOnly"};
constexpr std::string_view kStatuses[] = {"active", "inactive"};
constexpr std::string_view kAddressings[] = {"virtual", "path"};
constexpr std::string_view kPathEncodings[] = {"once", "twice"};

constexpr auto ReadTexts = ReadList<ReadBytes, std::string>;
constexpr auto ReadDocuments = ReadList<ReadDocument, std::string>;
constexpr auto ReadPairs = ReadList<ReadPair<ReadBytes>, NameValue>;

constexpr Field<SessionMessage> kSessionFields[] = {
    {"bucket", kRequired, Into<&SessionMessage::bucket, ReadBytes>},
    {"mode", kOptional, Into<&SessionMessage::mode, OneOf<kModes>>},
};
constexpr auto ReadSession = Nested<kSessionFields, SessionMessage>;

constexpr Field<CredentialMessage> kPresignCredentialFields[] = {
    {"access_key_id", kRequired, Into<&CredentialMessage::access_key_id, ReadBytes>},
    {"secret_access_key", kRequired, Into<&CredentialMessage::secret_access_key, ReadBytes>},
    {"session_token", kOptional, Into<&CredentialMessage::session_token, ReadBytes>},
    {"kind", kOptional, Into<&CredentialMessage::kind, OneOf<kKinds>>},
    {"expires_at", kOptional, Into<&CredentialMessage::expires_at, ReadText>},
    {"session", kOptional, Into<&CredentialMessage::session, ReadSession>},
};

// What only a verifier is told of a credential.
constexpr Field<CredentialMessage> kAccountFields[] = {
    {"status", kOptional, Into<&CredentialMessage::status, OneOf<kStatuses>>},
    {"arn", kOptional, Into<&CredentialMessage::arn, ReadBytes>},
    {"policy", kOptional, Into<&CredentialMessage::policy, ReadDocument>},
    {"tags", kOptional, Into<&CredentialMessage::tags, ReadPairs>},
    {"organization", kOptional, Into<&CredentialMessage::organization, ReadText>},
    {"issued_at", kOptional, Into<&CredentialMessage::issued_at, ReadText>},
    {"service_control_policies", kOptional,
     Into<&CredentialMessage::service_control_policies, ReadDocuments>},
};

// Joined returns the rows of both tables.
template <typename T, std::size_t N, std::size_t M>
constexpr auto Joined(const Field<T> (&first)[N], const Field<T> (&second)[M]) {
  std::array<Field<T>, N + M> rows{};
  std::copy(first, first + N, rows.begin());
  std::copy(second, second + M, rows.begin() + N);
  return rows;
}
constexpr auto kVerifyCredentialFields = Joined(kPresignCredentialFields, kAccountFields);

constexpr Field<PresignMessage> kPresignFields[] = {
    {"now", kRequired, Into<&PresignMessage::now, ReadText>},
    {"method", kRequired, Into<&PresignMessage::method, ReadBytes>},
    {"scheme", kRequired, Into<&PresignMessage::scheme, ReadBytes>},
    {"host", kRequired, Into<&PresignMessage::host, ReadBytes>},
    {"addressing", kOptional, Into<&PresignMessage::addressing, OneOf<kAddressings>>},
    {"bucket", kOptional, Into<&PresignMessage::bucket, ReadBytes>},
    {"key", kOptional, Into<&PresignMessage::key, ReadBytes>},
    {"path", kRequired, Into<&PresignMessage::path, ReadBytes>},
    {"query", kOptional, Into<&PresignMessage::query, ReadPairs>},
    {"headers", kOptional, Into<&PresignMessage::headers, ReadPairs>},
    {"payload", kRequired, Into<&PresignMessage::payload, ReadBytes>},
    {"expires", kRequired, Into<&PresignMessage::expires, ReadInteger>},
    {"region", kOptional, Into<&PresignMessage::region, ReadBytes>},
    {"region_set", kOptional, Into<&PresignMessage::region_set, ReadTexts>},
    {"service", kRequired, Into<&PresignMessage::service, ReadBytes>},
    {"algorithm", kRequired, Into<&PresignMessage::algorithm, ReadBytes>},
    {"path_encoding", kRequired, Into<&PresignMessage::path_encoding, OneOf<kPathEncodings>>},
    {"normalize_path", kRequired, Into<&PresignMessage::normalize_path, ReadFlag>},
    {"credentials", kRequired,
     Into<&PresignMessage::credentials, Nested<kPresignCredentialFields, CredentialMessage>>},
};

using Request = VerifyMessage::Request;
constexpr Field<Request> kRequestFields[] = {
    {"method", kRequired, Into<&Request::method, ReadBytes>},
    {"scheme", kRequired, Into<&Request::scheme, ReadBytes>},
    {"target", kRequired, Into<&Request::target, ReadBytes>},
    {"headers", kRequired, Into<&Request::headers, ReadPairs>},
    {"source_ip", kOptional, Into<&Request::source_ip, ReadText>},
    {"source_vpc", kOptional, Into<&Request::source_vpc, ReadText>},
    {"source_vpce", kOptional, Into<&Request::source_vpce, ReadText>},
    {"via_aws_service", kOptional, Into<&Request::via_aws_service, ReadFlag>},
    {"endpoint_policy", kOptional, Into<&Request::endpoint_policy, ReadDocument>},
    {"body_sha256", kOptional, Into<&Request::body_sha256, ReadText>},
    {"body", kOptional, Into<&Request::body, ReadBytes>},
};

using Server = VerifyMessage::Server;
constexpr Field<Server> kServerFields[] = {
    {"service", kRequired, Into<&Server::service, ReadBytes>},
    {"region", kRequired, Into<&Server::region, ReadBytes>},
    {"hosts", kOptional, Into<&Server::hosts, ReadTexts>},
    {"path_encoding", kOptional, Into<&Server::path_encoding, OneOf<kPathEncodings>>},
    {"normalize_path", kOptional, Into<&Server::normalize_path, ReadFlag>},
};

constexpr Field<ScopeMessage> kScopeFields[] = {
    {"permissions", kOptional, Into<&ScopeMessage::permissions, ReadTexts>},
    {"prefixes", kOptional, Into<&ScopeMessage::prefixes, ReadTexts>},
};

constexpr Field<AccessPointMessage> kAccessPointFields[] = {
    {"arn", kRequired, Into<&AccessPointMessage::arn, ReadBytes>},
    {"policy", kOptional, Into<&AccessPointMessage::policy, ReadDocument>},
    {"vpc", kOptional, Into<&AccessPointMessage::vpc, ReadText>},
    {"scope", kOptional, Into<&AccessPointMessage::scope, Nested<kScopeFields, ScopeMessage>>},
};

using Bucket = VerifyMessage::Bucket;
constexpr Field<Bucket> kBucketFields[] = {
    {"name", kRequired, Into<&Bucket::name, ReadBytes>},
    {"region", kRequired, Into<&Bucket::region, ReadBytes>},
    {"policy", kOptional, Into<&Bucket::policy, ReadDocument>},
    {"account", kOptional, Into<&Bucket::account, ReadText>},
    {"organization", kOptional, Into<&Bucket::organization, ReadText>},
    {"resource_control_policies", kOptional,
     Into<&Bucket::resource_control_policies, ReadDocuments>},
    {"access_point", kOptional,
     Into<&Bucket::access_point, Nested<kAccessPointFields, AccessPointMessage>>},
};

constexpr auto ReadCredentials =
    ReadList<Nested<kVerifyCredentialFields, CredentialMessage>, CredentialMessage>;

constexpr Field<VerifyMessage> kVerifyFields[] = {
    {"now", kRequired, Into<&VerifyMessage::now, ReadText>},
    {"request", kRequired, Into<&VerifyMessage::request, Nested<kRequestFields, Request>>},
    {"server", kRequired, Into<&VerifyMessage::server, Nested<kServerFields, Server>>},
    {"credentials", kRequired, Into<&VerifyMessage::credentials, ReadCredentials>},
    {"bucket", kOptional, Into<&VerifyMessage::bucket, Nested<kBucketFields, Bucket>>},
};

// Envelope is what every request has, and what only a hello has.
struct Envelope {
  std::int64_t id = 0;
  std::string op;
  int protocol = 0;
  int max_inflight = 1;
};
constexpr Field<Envelope> kEnvelopeFields[] = {
    {"id", kRequired, Into<&Envelope::id, ReadInteger>},
    {"op", kRequired, Into<&Envelope::op, ReadText>},
    {"protocol", kOptional, Into<&Envelope::protocol, ReadInt>},
    {"max_inflight", kOptional, Into<&Envelope::max_inflight, ReadInt>},
};

template <const auto& Fields, typename T>
Decoded<T> DecodeMessage(std::string_view json, Unknown unknown) {
  JsonReader reader(unknown);
  Element root;
  T message;
  if (!reader.Parse(json, root) || !Nested<Fields>(root, message, reader)) {
    return reader.TakeError();
  }
  return message;
}

template <const auto& Fields, typename T>
Decoded<Incoming> RequestOf(std::int64_t id, const Element& root, JsonReader& reader) {
  T message;
  if (!Nested<Fields>(root, message, reader)) return reader.TakeError();
  return IncomingRequest{id, std::move(message)};
}

}  // namespace

Decoded<PresignMessage> DecodePresign(std::string_view json, Unknown unknown) {
  return DecodeMessage<kPresignFields, PresignMessage>(json, unknown);
}

Decoded<VerifyMessage> DecodeVerify(std::string_view json, Unknown unknown) {
  return DecodeMessage<kVerifyFields, VerifyMessage>(json, unknown);
}

Decoded<Incoming> DecodeIncoming(std::string_view line) {
  JsonReader reader(Unknown::kIgnored);
  Element root;
  Envelope envelope;
  if (!reader.Parse(line, root) || !Nested<kEnvelopeFields>(root, envelope, reader)) {
    return reader.TakeError();
  }
  if (envelope.op == "hello") {
    return IncomingHello{envelope.id, envelope.protocol, envelope.max_inflight};
  }
  if (envelope.op == OpName(Op::kPresign)) {
    return RequestOf<kPresignFields, PresignMessage>(envelope.id, root, reader);
  }
  if (envelope.op == OpName(Op::kVerify)) {
    return RequestOf<kVerifyFields, VerifyMessage>(envelope.id, root, reader);
  }
  reader.Fail("expected one of hello, presign, verify, found " + envelope.op);
  reader.Within("op");
  return reader.TakeError();
}

}  // namespace countersign
